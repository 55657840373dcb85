"""How late a vehicle is by chance: a law of points, and what coming that much later is worth."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate, pairwise
from typing import NamedTuple

from routes.timing.spread import STEPS_S, Spread, certain, trim


class Lateness(NamedTuple):
    """The chance of at most so many seconds: `shares[i]` by `seconds[i]`, straight between, none before the first.

    The last share is 1. What is certain is one point.
    """

    seconds: tuple[float, ...]
    shares: tuple[float, ...]

    def by(self, late_s: float) -> float:
        """Return the chance of being late by no more than so many seconds."""
        seconds, shares = self.seconds, self.shares
        place = bisect_right(seconds, late_s)
        if place == 0:
            return 0.0
        if place == len(seconds):
            return shares[-1]
        start, end = seconds[place - 1], seconds[place]
        return shares[place - 1] + (shares[place] - shares[place - 1]) * (late_s - start) / (end - start)

    @property
    def mean_s(self) -> float:
        """Return the mean seconds."""
        parts = zip(pairwise(self.seconds), pairwise(self.shares), strict=True)
        return self.seconds[0] * self.shares[0] + sum((a + b) / 2 * (q - p) for (a, b), (p, q) in parts)

    @property
    def is_certain(self) -> bool:
        """Return whether there is one possible time only."""
        return len(self.seconds) == 1


PUNCTUAL = Lateness((0.0,), (1.0,))


def build_lateness(spread: Spread) -> Lateness:
    """Return the law of a time: its masses, which lie evenly over their cells, added up; none is below zero."""
    if spread.is_certain:
        return Lateness((float(spread.base_s),), (1.0,))
    first = spread.base_s - spread.step_s / 2
    edges = [first + n * spread.step_s for n in range(len(spread.masses) + 1)]
    total = sum(spread.masses)
    law = Lateness(tuple(edges), (0.0, *(min(s / total, 1.0) for s in accumulate(spread.masses))))
    if first >= 0:
        return law
    kept = [n for n, edge in enumerate(edges) if edge > 0]
    return Lateness((0.0, *(edges[n] for n in kept)), (law.by(0), *(law.shares[n] for n in kept)))


def spread_lateness(law: Lateness) -> Spread:
    """Return a law as masses on a grid of a minute, or coarser for a wide one, to be added to other times."""
    if law.is_certain:
        return certain(round(law.seconds[0]))
    width = law.seconds[-1] - law.seconds[0]
    step = max((s for s in STEPS_S if s <= width / 60), default=STEPS_S[0])
    count = int(width // step) + 2
    base = round(law.seconds[0])
    sums = [0.0, *(law.by(base + (n + 0.5) * step) for n in range(count))]
    return trim(base, step, [b - a for a, b in pairwise(sums)])
