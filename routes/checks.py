"""Checks that run on whatever could be read of a row or table, so that one fault hides no other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NoReturn, TypeVar

S = TypeVar("S")
T = TypeVar("T")

UNREAD = "*"
"""Stands among the keys that were left out for those of a file of which not even the keys could be read."""


class UnreadError(LookupError):
    """A check needs what could not be read, and so has nothing to add to the finding that says so."""


class Readable(dict[str, Any]):
    """The values of a row or table with a fault: those that could be read; any other raises UnreadError."""

    __slots__ = ()

    def __missing__(self, name: str) -> NoReturn:
        """Refuse a value that could not be read."""
        raise UnreadError(name)


def apply_checks(subject: S, checks: Iterable[Callable[[S], list[T]]]) -> list[T]:
    """Return what the checks find in a subject; one that meets an unread value finds nothing."""
    found: list[T] = []
    for check in checks:
        try:
            found += check(subject)
        except UnreadError:  # costs nothing where it is not raised, as in every row without a fault
            continue
    return found
