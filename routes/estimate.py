"""An estimate of a time: low, likely and high seconds, and how estimates add."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Estimate(NamedTuple):
    """Whole seconds with low <= likely <= high; low is the fastest that is held possible."""

    low_s: int
    likely_s: int
    high_s: int


ZERO = Estimate(0, 0, 0)


def add_estimates(parts: Iterable[Estimate]) -> Estimate:
    """Return the sum, low with low and high with high: the widest range, as if all went well or ill together."""
    low = likely = high = 0
    for part in parts:
        low, likely, high = low + part.low_s, likely + part.likely_s, high + part.high_s
    return Estimate(low, likely, high)
