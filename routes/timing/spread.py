"""How a time is spread: chances on an even grid of seconds, their sums, mixtures, scalings and quantiles.

The grid is one minute, or as much coarser as leaves a quantile within half a minute: reading straight between points
h apart misplaces the 95 % quantile by h * h / 8 * 1.64 / deviation. So the cost hardly grows with the width.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import accumulate, pairwise
from math import ceil, sqrt
from operator import mul
from typing import NamedTuple

from routes.timing.convolve import convolve

STEPS_S = (60, 120, 180, 300, 600, 900, 1800, 3600)
POINTS_PER_DEVIATION = 8
STEP_SQUARED_S = 73  # a quarter of a minute * 8 / 1.64
NEGLIGIBLE = 1e-9


class Spread(NamedTuple):
    """Chances of a time in seconds: `masses[i]` lies evenly over `step_s` about `base_s + i * step_s`.

    A single mass is a certain time, to the second. A sum of masses below 1 leaves the rest to "never".
    """

    base_s: int
    step_s: int
    masses: tuple[float, ...]

    @property
    def is_certain(self) -> bool:
        """Return whether there is one possible time only."""
        return len(self.masses) == 1


NOTHING = Spread(0, 60, (1.0,))


def certain(seconds: int) -> Spread:
    """Return a time without any spread."""
    return Spread(seconds, 60, (1.0,))


def pick_step(deviation_s: float) -> int:
    """Return the coarsest step that still resolves a standard deviation; one minute at least."""
    most = min(deviation_s / POINTS_PER_DEVIATION, sqrt(STEP_SQUARED_S * deviation_s))
    return max((s for s in STEPS_S if s <= most), default=STEPS_S[0])


def trim(base_s: int, step_s: int, masses: Sequence[float]) -> Spread:
    """Return the spread without ends of less than 1e-9; their mass goes to the masses that remain."""
    total = sum(masses)
    first, last = 0, len(masses)
    while last - first > 1 and masses[first] < NEGLIGIBLE:
        first += 1
    while last - first > 1 and masses[last - 1] < NEGLIGIBLE:
        last -= 1
    if last - first == 1:
        return Spread(base_s + first * step_s, step_s, (total,))
    kept = masses[first:last]
    scale = total / sum(kept)
    return Spread(base_s + first * step_s, step_s, tuple([m * scale for m in kept]))


def mean_s(spread: Spread) -> float:
    """Return the mean; of a spread that may be never, the mean of the rest."""
    weighted: float = sum(map(mul, range(len(spread.masses)), spread.masses))
    return spread.base_s + spread.step_s * weighted / sum(spread.masses)


def deviation_s(spread: Spread) -> float:
    """Return the standard deviation of the masses about their mean."""
    total = sum(spread.masses)
    mean = sum(i * m for i, m in enumerate(spread.masses)) / total
    return spread.step_s * sqrt(sum((i - mean) ** 2 * m for i, m in enumerate(spread.masses)) / total)


def chance_by(spread: Spread, seconds: float) -> float:
    """Return the chance that the time is at most `seconds`: the distribution function."""
    if spread.is_certain:
        return spread.masses[0] if seconds >= spread.base_s else 0.0
    place = (seconds - spread.base_s) / spread.step_s + 0.5
    if place <= 0:
        return 0.0
    whole = int(place)
    if whole >= len(spread.masses):
        return sum(spread.masses)
    return sum(spread.masses[:whole]) + (place - whole) * spread.masses[whole]


def quantile_s(spread: Spread, chance: float) -> float:
    """Return the earliest time by which the chance is reached; infinity where it never is."""
    sums = list(accumulate(spread.masses))
    if chance > sums[-1] * (1 + NEGLIGIBLE):
        return float("inf")
    if spread.is_certain:
        return float(spread.base_s)
    index = min(bisect_right(sums, chance), len(sums) - 1)
    before = sums[index - 1] if index else 0.0
    part = (chance - before) / spread.masses[index] if spread.masses[index] else 0.0
    return spread.base_s + (index - 0.5 + min(part, 1.0)) * spread.step_s


def score_s(spread: Spread, seen_s: float) -> float:
    """Return the continuous ranked probability score in seconds: the integral of (F(t) - [seen <= t]) squared.

    Zero is perfect; for a certain time it is the absolute error.
    Source: T. Gneiting and A. Raftery, Strictly Proper Scoring Rules, JASA 102 (2007), eq. 20; summed over the grid.
    """
    if spread.is_certain:
        return abs(seen_s - spread.base_s)
    start = spread.base_s - spread.step_s / 2
    place = (seen_s - start) / spread.step_s
    score = max(0.0, -place) + max(0.0, place - len(spread.masses))
    below = 0.0
    for index, mass in enumerate(spread.masses):
        part = min(max(place - index, 0.0), 1.0)  # of this cell before the seen time
        middle = below + part * mass
        above = below + mass
        score += part * _square(below, middle) + (1 - part) * _square(1 - middle, 1 - above)
        below = above
    return score * spread.step_s


def _square(start: float, end: float) -> float:
    """Return the mean square of a quantity that changes evenly."""
    return (start * start + start * end + end * end) / 3


def regrid(spread: Spread, step_s: int, factor: float = 1.0) -> Spread:
    """Return the spread of `factor` times the time on another step; the mean is kept to the second."""
    if spread.is_certain:
        return spread._replace(base_s=round(spread.base_s * factor), step_s=step_s)
    if step_s == spread.step_s and factor == 1.0:
        return spread
    masses = spread.masses
    width = factor * spread.step_s
    count = ceil(len(masses) * width / step_s)
    sums = [0.0, *accumulate(masses)]
    ratio, last = step_s / width, len(masses)
    places = [j * ratio for j in range(count)]
    edges = [sums[i := int(p)] + (p - i) * masses[i] for p in places if p < last]
    edges += [sums[-1]] * (count + 1 - len(edges))
    fresh = [b - a for a, b in pairwise(edges)]
    base = factor * mean_s(spread) - mean_s(Spread(0, step_s, tuple(fresh)))
    return Spread(round(base), step_s, tuple(fresh))


def add_spreads(spreads: Iterable[Spread]) -> Spread:
    """Return the sum of independent times, on the coarsest of their steps; certain ones move it to the second."""
    base, chance, parts = 0, 1.0, []
    for spread in spreads:
        if spread.is_certain:
            base, chance = base + spread.base_s, chance * spread.masses[0]
        else:
            parts.append(spread)
    if not parts or chance == 0:
        return Spread(base, 60, (chance,))
    step = max(p.step_s for p in parts)
    counts: dict[Spread, int] = {}
    for part in parts:
        counts[part] = counts.get(part, 0) + 1
    sums = [_repeat(regrid(part, step), count) for part, count in counts.items()]
    total = reduce(_convolve, sums)
    return Spread(total.base_s + base, step, tuple([m * chance for m in total.masses]))


def _convolve(one: Spread, other: Spread) -> Spread:
    """Return the sum of two independent times on one step."""
    return trim(one.base_s + other.base_s, one.step_s, convolve(other.masses, one.masses))


def _repeat(spread: Spread, count: int) -> Spread:
    """Return the sum of so many independent times of one spread, by doubling."""
    if count == 1:
        return spread
    half = _repeat(spread, count // 2)
    double = _convolve(half, half)
    return _convolve(double, spread) if count % 2 else double


def mix_spreads(weights: Sequence[float], spreads: Sequence[Spread]) -> Spread:
    """Return the mixture, on the finest step of its uncertain parts; weights sum to 1.

    The grid starts at the earliest part. Every other is split between neighbouring points by nearness, which keeps its
    mean.
    """
    step = min((s.step_s for s in spreads if not s.is_certain), default=60)
    parts = [s if s.is_certain else regrid(s, step) for s in spreads]
    base = min(p.base_s for p in parts)
    masses = [0.0] * max((p.base_s - base) // step + len(p.masses) + 1 for p in parts)
    for weight, part in zip(weights, parts, strict=True):
        whole, rest = divmod(part.base_s - base, step)
        later = weight * rest / step
        first, end = weight - later, whole + len(part.masses) + 1
        pairs = zip(masses[whole:end], (*part.masses, 0.0), (0.0, *part.masses), strict=True)
        masses[whole:end] = [sum_ + first * mass + later * before for sum_, mass, before in pairs]
    return trim(base, step, masses)


def add_perhaps(total: Spread, parts: Iterable[tuple[float, Spread]]) -> Spread:
    """Return a time with others added that each come with a chance only; where they do not, it stays as it is.

    Summed with the rest as a time that may be none, such a one would lose that: on a grid as coarse as suits the rest,
    none is no more than somewhere in the first cell.
    """
    for chance, part in parts:
        fine = regrid(part, STEPS_S[0]) if total.is_certain else part
        total = mix_spreads((1 - chance, chance), (total, add_spreads((total, fine))))
    return total
