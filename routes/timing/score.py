"""How good forecasts were: whether what came lies in their intervals, and what a count of hits can say."""

from __future__ import annotations

from math import comb

from routes.halving import solve
from routes.timing.spread import Spread, quantile_s

SURE = 0.95


def covers(spread: Spread, seen_s: float, share: float) -> bool:
    """Return whether the central interval that holds a share of the chance holds what was seen, to the minute."""
    low, high = (quantile_s(spread, (1 + side * share) / 2) for side in (-1, 1))
    return low - 30 <= seen_s <= high + 30


def rate_interval(hits: int, count: int, *, sure: float = SURE) -> tuple[float, float]:
    """Return between which rates the true one lies when `hits` of `count` independent tries hit.

    Source: C. Clopper and E. Pearson, The use of confidence or fiducial limits, Biometrika 26 (1934): exact, from the
    binomial tails. Where tries depend on each other, the true interval is wider.
    """
    tail = (1 - sure) / 2
    low = 0.0 if hits == 0 else solve(lambda rate: 1 - _at_most(hits - 1, count, rate), tail)
    high = 1.0 if hits == count else solve(lambda rate: 1 - _at_most(hits, count, rate), 1 - tail)
    return low, high


def _at_most(hits: int, count: int, rate: float) -> float:
    return sum(comb(count, k) * rate**k * (1 - rate) ** (count - k) for k in range(hits + 1))
