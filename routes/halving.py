"""Where a condition turns true, by halving: asked few times, over integers or over numbers."""

from __future__ import annotations

from collections.abc import Callable

CLOSE = 1e-9
"""How wide a span of numbers is that is halved no further."""


def first_true(low: int, high: int, is_true: Callable[[int], bool]) -> int:
    """Return the first integer after `low` at which a condition is true that stays true from there on.

    It is asked only between the two: at `low` it is taken to be false, and at `high` to be true.

    >>> first_true(0, 100, lambda n: n * n >= 50), first_true(0, 100, lambda n: False)
    (8, 100)
    """
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if is_true(middle) else (middle, high)
    return high


def solve(rises: Callable[[float], float], value: float, *, high: float = 1.0) -> float:
    """Return where between 0 and `high` a function that rises has a value, to a billionth."""
    low = 0.0
    while high - low > CLOSE:
        middle = (low + high) / 2
        low, high = (middle, high) if rises(middle) < value else (low, middle)
    return (low + high) / 2
