"""The time of a whole journey, or of its first or last part: running under one shared pace, and standing, summed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import exp
from typing import TypeVar

from routes.estimate import add_estimates
from routes.itinerary import Item, Leg, Work
from routes.timing.chance import Pace
from routes.timing.elicited import build_spread
from routes.timing.mixing import mix_paces
from routes.timing.spread import NOTHING, Spread, add_perhaps, add_spreads

# Source: assumed. No train on the lines in the network runs faster from station to station; it keeps a guess from
# being stretched into a run that none could make.
TOP_KMH = 160
AIR_TOP_KMH = 1_000  # Source: assumed; airliners cruise below it.

T = TypeVar("T", Leg, Work, Item)


def total_time(items: Sequence[Item], deviation: float) -> Spread:
    """Return the time that items take in all, under one pace whose logarithm has this standard deviation."""
    return total_times(items, (len(items),), deviation)[len(items)]


def total_times(items: Sequence[Item], boundaries: Iterable[int], deviation: float) -> dict[int, Spread]:
    """Return by boundary the time that the items before it take in all, under one shared pace.

    Legs of one assumption share one draw of it. Works are independent. What has no spread stays exact, and the pace
    does not move it.
    """
    return dict(_total_times(tuple(items), tuple(sorted(set(boundaries))), deviation))


@lru_cache(maxsize=32)
def _total_times(items: tuple[Item, ...], boundaries: tuple[int, ...], deviation: float) -> list[tuple[int, Spread]]:
    found = list[tuple[int, Spread]]()
    groups: dict[tuple[str, ...], list[Leg]] = {}
    runs: dict[tuple[str, ...], Spread] = {}
    works, done, stand, holds = list[Work](), 0, NOTHING, list_holds(())
    for boundary in boundaries:
        for item in items[done:boundary]:
            if isinstance(item, Leg):
                groups.setdefault(item.keys, []).append(item)
                runs.pop(item.keys, None)
            else:
                works.append(item)
        if any(isinstance(item, Work) for item in items[done:boundary]):
            stand, holds = sure_times(works), list_holds(works)
        runs |= {keys: run_time(legs) for keys, legs in groups.items() if keys not in runs}
        fixed = [run for keys, run in runs.items() if not is_moved(groups[keys])]
        moved = [run for keys, run in runs.items() if is_moved(groups[keys])]
        paced = [mix_paces(add_spreads(moved), deviation)] if moved else []
        found.append((boundary, add_perhaps(add_spreads((*paced, *fixed, stand)), holds)))
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
    stands = [item for item in group if isinstance(item, Work)]
    return add_spreads([run_time(legs), stand_times(stands)] if legs else [stand_times(stands)])


def is_moved(legs: Sequence[Leg]) -> bool:
    """Return whether the pace moves the running time of legs: it leaves alone what is known without any spread."""
    return any(leg.time.low_s < leg.time.high_s for leg in legs)


def run_time(legs: Sequence[Leg]) -> Spread:
    """Return the running time of legs that share an assumption: one draw of it."""
    time = add_estimates(leg.time for leg in legs)
    top = AIR_TOP_KMH if legs[0].basis == "geodesic" else TOP_KMH
    return build_spread(time, legs[0].law, floor_s=sum(leg.length_m for leg in legs) * 3.6 / top)


def stand_times(works: Iterable[Work]) -> Spread:
    """Return the time of works in all; one that may not come at all leaves the others as they are where it does not."""
    parts = list(works)
    return add_perhaps(sure_times(parts), list_holds(parts))


def sure_times(works: Iterable[Work]) -> Spread:
    """Return the time of those works that surely come."""
    return add_spreads(build_spread(w.time, w.law) for w in works if w.law.chance == 1)


def list_holds(works: Iterable[Work]) -> tuple[tuple[float, Spread], ...]:
    """Return the chance and the time of each work that may not come."""
    perhaps = [w for w in works if 0 < w.law.chance < 1]
    return tuple([(w.law.chance, build_spread(w.time, w.law._replace(chance=1.0))) for w in perhaps])


def stand_time(work: Work) -> Spread:
    """Return the time of a work; what may not come at all is zero otherwise."""
    return stand_times((work,))


def pace_variance(pace: Pace) -> float:
    """Return the variance of the factor that the pace puts on a running time."""
    factors = [exp(b) for b in pace.logs]
    mean = sum(w * f for w, f in zip(pace.weights, factors, strict=True))
    return sum(w * (f - mean) ** 2 for w, f in zip(pace.weights, factors, strict=True))
