"""An estimate of a time: low, likely and high seconds, the law by which it is spread, and how estimates add."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Estimate(NamedTuple):
    """Whole seconds with low <= likely <= high; low is the fastest that is held possible."""

    low_s: int
    likely_s: int
    high_s: int


ZERO = Estimate(0, 0, 0)

COVERAGE = 0.8
"""The share of cases that people mean by a range, unless a source states it."""


class Law(NamedTuple):
    """How the cases of an estimate are spread.

    From low to high lies `coverage` of what comes; where `freedom` is above 0 the time was learned from journeys, and
    the logarithm of time over likely time is `scale` times Student's t with that freedom. `chance` is that of its
    coming at all, as a hold may or may not.
    """

    coverage: float = COVERAGE
    chance: float = 1.0
    freedom: float = 0.0
    scale: float = 0.0


ELICITED = Law()


def add_estimates(parts: Iterable[Estimate]) -> Estimate:
    """Return the sum, low with low and high with high: the widest range, as if all went well or ill together."""
    low = likely = high = 0
    for part in parts:
        low, likely, high = low + part.low_s, likely + part.likely_s, high + part.high_s
    return Estimate(low, likely, high)
