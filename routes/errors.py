"""What can go wrong, sorted by what the user does next; each class has its exit status."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routes.findings import Finding


class RoutesError(Exception):
    """A fault that is explained to the user as `error:` (what, where, the value) and `hint:` (what to do)."""

    exit_status = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(RoutesError, ValueError):
    """The command or call is not one this tool has; the user words it differently."""

    exit_status = 2


class OptionsError(UsageError):
    """Several options of one command cannot be taken; the user mends each of `faults`. The status is the first's."""

    def __init__(self, faults: Sequence[RoutesError]) -> None:
        super().__init__("; ".join(fault.message for fault in faults), hint=faults[0].hint)
        self.faults = tuple(faults)
        self.exit_status = faults[0].exit_status


def raise_all(faults: Sequence[RoutesError]) -> None:
    """Raise the one fault, or several as one; nothing where there is none."""
    if len(faults) > 1:
        raise OptionsError(faults)
    if faults:
        raise faults[0]


class TimeError(RoutesError, ValueError):
    """A phrase, clock reading or zone cannot be read as one time; the user gives a fuller one."""

    exit_status = 2


class PlaceError(RoutesError, LookupError):
    """A name is unknown or fits several places; the user picks one of `candidates` (codes, best first)."""

    exit_status = 3

    def __init__(self, message: str, *, hint: str = "", candidates: Sequence[str] = ()) -> None:
        super().__init__(message, hint=hint)
        self.candidates = tuple(candidates)


class InfeasibleError(RoutesError, ValueError):
    """No path or no time satisfies the question; the user relaxes a condition."""

    exit_status = 4


class DataError(RoutesError, ValueError):
    """Data files have faults; the user mends each of `findings`."""

    exit_status = 5

    def __init__(self, message: str, *, hint: str = "", findings: Sequence[Finding] = ()) -> None:
        super().__init__(message, hint=hint)
        self.findings = tuple(findings)
