"""The time of a whole journey, or of its first or last part: running under one shared pace, and standing, summed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from math import ceil, exp, sqrt
from typing import TypeVar

from routes.estimate import add_estimates
from routes.itinerary import Item, Leg, Work
from routes.timing.chance import PACE_REACH, Pace, build_pace
from routes.timing.elicited import build_spread
from routes.timing.spread import NOTHING, Spread, add_spreads, deviation_s, mean_s, pick_step, trim

# Source: assumed. No train on the lines in the network runs faster from station to station; it keeps a guess from
# being stretched into a run that none could make.
TOP_KMH = 160
AIR_TOP_KMH = 1_000  # Source: assumed; airliners cruise below it.

T = TypeVar("T", Leg, Work, Item)
LEAST_PACES, MOST_PACES = 21, 401


def total_time(items: Sequence[Item], deviation: float) -> Spread:
    """Return the time that items take in all, under one pace whose logarithm has this standard deviation."""
    return total_times(items, (len(items),), deviation)[len(items)]


def total_times(items: Sequence[Item], boundaries: Iterable[int], deviation: float) -> dict[int, Spread]:
    """Return by boundary the time that the items before it take in all, under one shared pace.

    Legs of one assumption share one draw of it. Works are independent. What has no spread stays exact, and the pace
    does not move it.
    """
    found = dict[int, Spread]()
    groups: dict[tuple[str, ...], list[Leg]] = {}
    runs: dict[tuple[str, ...], Spread] = {}
    stand, done = NOTHING, 0
    for boundary in sorted(set(boundaries)):
        fresh = items[done:boundary]
        stand = add_spreads((stand, *(stand_time(item) for item in fresh if isinstance(item, Work))))
        for item in fresh:
            if isinstance(item, Leg):
                groups.setdefault(item.keys, []).append(item)
                runs.pop(item.keys, None)
        runs |= {keys: run_time(legs) for keys, legs in groups.items() if keys not in runs}
        fixed = [run for run in runs.values() if run.is_certain]
        moved = add_spreads(run for run in runs.values() if not run.is_certain)
        found[boundary] = add_spreads((mix_paces(moved, deviation), *fixed, stand))
        done = boundary
    return found


def group_items(items: Iterable[T]) -> dict[tuple[str, ...], list[T]]:
    """Return the items by the assumptions that their times rest on, in the order in which these first come."""
    groups: dict[tuple[str, ...], list[T]] = {}
    for item in items:
        groups.setdefault(item.keys, []).append(item)
    return groups


def group_time(group: Sequence[Item]) -> Spread:
    """Return the time that items of one assumption take: legs share one draw of it, works draw it each."""
    legs = [item for item in group if isinstance(item, Leg)]
    stands = [stand_time(item) for item in group if isinstance(item, Work)]
    return add_spreads([run_time(legs), *stands] if legs else stands)


def run_time(legs: Sequence[Leg], *, total_s: int = 0) -> Spread:
    """Return the running time of legs that share an assumption.

    Where they are a piece of a running time that in all takes `total_s`, it is widened by the root of its share, so
    that the pieces together are spread as the whole; its mean stays.
    """
    time, law = add_estimates(leg.time for leg in legs), legs[0].law
    top = AIR_TOP_KMH if legs[0].basis == "geodesic" else TOP_KMH
    floor_s = sum(leg.length_m for leg in legs) * 3.6 / top
    plain = build_spread(time, law, floor_s=floor_s)
    if total_s <= time.likely_s or not time.likely_s:
        return plain
    wide = build_spread(time, law, wider=sqrt(total_s / time.likely_s), floor_s=floor_s)
    lowest_s = wide.base_s - wide.step_s // 2
    return wide._replace(base_s=wide.base_s + max(round(mean_s(plain) - mean_s(wide)), min(0, -lowest_s)))


def stand_time(work: Work) -> Spread:
    """Return the time of a work; what may not come at all is zero otherwise."""
    return build_spread(work.time, work.law)


@lru_cache(maxsize=64)  # the same running is mixed for every deadline and every turning point of a question
def mix_paces(run: Spread, deviation: float) -> Spread:
    """Return the running time at every pace, mixed by their weights: e**b times it, on a grid of its own.

    Neighbouring paces lie at most half of the run's own deviation apart, so that their mixture has no ripples.
    """
    if run.is_certain or deviation == 0:
        return run
    apart = deviation_s(run) / mean_s(run) / 2
    pace = build_pace(deviation, points=min(MOST_PACES, max(LEAST_PACES, int(PACE_REACH * deviation / apart) * 2 + 1)))
    factors = [exp(b) for b in pace.logs]
    variance = mean_s(run) ** 2 * pace_variance(pace)
    step = max(run.step_s, pick_step(sqrt(variance)))
    start = run.base_s - run.step_s / 2
    low = int(start * factors[0] // step) * step
    count = ceil((start + len(run.masses) * run.step_s) * factors[-1] / step) - low // step + 1
    edges = [low + n * step for n in range(count)]
    sums = [0.0, *accumulate(run.masses)]
    below = [0.0] * count
    for weight, factor in zip(pace.weights, factors, strict=True):
        _add_below(below, edges, weight, (start * factor, run.step_s * factor, sums, run.masses))
    return trim(low + step // 2, step, [b - a for a, b in pairwise(below)])


def _add_below(
    below: list[float], edges: Sequence[int], weight: float, grid: tuple[float, float, list[float], tuple[float, ...]]
) -> None:
    """Add to `below` the weighted chance of at most each edge, by a grid of start, step, sums and masses."""
    start, step, sums, masses = grid
    first = max(0, ceil((start - edges[0]) / (edges[1] - edges[0])))
    last = min(len(edges), int((start + len(masses) * step - edges[0]) // (edges[1] - edges[0])) + 1)
    places = [(edge - start) / step for edge in edges[first:last]]
    top = len(masses) - 1
    inside = [weight * (sums[i := min(int(p), top)] + (p - i) * masses[i]) for p in places]
    below[first:last] = [a + b for a, b in zip(below[first:last], inside, strict=True)]
    below[last:] = [a + weight * sums[-1] for a in below[last:]]


def pace_variance(pace: Pace) -> float:
    """Return the variance of the factor that the pace puts on a running time."""
    factors = [exp(b) for b in pace.logs]
    mean = sum(w * f for w, f in zip(pace.weights, factors, strict=True))
    return sum(w * (f - mean) ** 2 for w, f in zip(pace.weights, factors, strict=True))
