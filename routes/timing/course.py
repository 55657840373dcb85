"""When a journey gets where: for each boundary of its itinerary the instants of being there, by chance."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from math import ceil, isinf
from typing import NamedTuple

from routes.itinerary import Itinerary
from routes.timing.chance import by_pace
from routes.timing.forecast import Forecast, look_ahead
from routes.timing.spread import Spread, add_spreads, certain, mix_spreads, quantile_s
from routes.timing.spread import chance_by as chance_of_spread
from routes.timing.stages import NO_WINDOWS, build_journey_chain, list_nodes, run_between
from routes.timing.totals import total_times
from routes.timing.windows import Window


class Course(NamedTuple):
    """For each boundary the times of going on from there (at the end: of being there), one for each pace.

    Times are seconds of the epoch of the start; the weights of the paces sum to 1. There is one pace only where the
    paces are mixed already.
    """

    weights: tuple[float, ...]
    times: Mapping[int, tuple[Spread, ...]]


def run_course(
    itinerary: Itinerary, start_s: int, *, boundaries: Iterable[int], windows: Mapping[int, Window] = NO_WINDOWS
) -> Course:
    """Return when a journey that is ready to start at `start_s` gets to boundaries of its itinerary."""
    wanted = sorted(set(boundaries))
    if not windows:
        totals = total_times(itinerary.items, wanted, itinerary.pace)
        return Course((1.0,), {b: (s._replace(base_s=s.base_s + start_s),) for b, s in totals.items()})
    nodes = list_nodes(itinerary, windows)
    chain = build_journey_chain(itinerary, nodes=nodes, windows=windows)
    forecast = look_ahead(chain, certain(start_s))
    return Course(forecast.weights, {b: _times_at(itinerary, forecast, nodes, b) for b in wanted})


def _times_at(itinerary: Itinerary, forecast: Forecast, nodes: Sequence[int], boundary: int) -> tuple[Spread, ...]:
    """Return the times at a boundary at each pace: of its node, or after what lies between it and the node before."""
    node = bisect_right(nodes, boundary) - 1
    if nodes[node] == boundary:
        return forecast.times[node]
    return by_pace(_add, forecast.times[node], run_between(itinerary, nodes[node], boundary, pace=forecast.chain.pace))


def _add(first: Spread, second: Spread) -> Spread:
    return add_spreads((first, second))


def chance_by(course: Course, boundary: int, at_s: float) -> float:
    """Return the chance of having gone on from a boundary (at the end: of being there) by an instant."""
    spreads = course.times[boundary]
    return sum([w * chance_of_spread(s, at_s) for w, s in zip(course.weights, spreads, strict=True)])


def time_by(course: Course, boundary: int, chance: float) -> int | None:
    """Return the first second by which one has gone on from a boundary with a chance; None if it is never reached."""
    spreads = course.times[boundary]
    low = min(s.base_s - s.step_s for s in spreads)
    high = max(s.base_s + len(s.masses) * s.step_s for s in spreads)
    if chance_by(course, boundary, high) < chance:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if chance_by(course, boundary, middle) >= chance else (middle, high)
    return high


def times_by(course: Course, boundary: int, chances: Sequence[float]) -> list[int | None]:
    """Return `time_by` for each of some chances, the paces mixed once for all of them."""
    pairs = [(w, s) for w, s in zip(course.weights, course.times[boundary], strict=True) if any(s.masses)]
    if not pairs:
        return [None] * len(chances)
    mixed = pairs[0][1] if len(course.weights) == 1 else mix_spreads(*zip(*pairs, strict=True))
    found = [quantile_s(mixed, chance) for chance in chances]
    return [None if isinf(at_s) else ceil(at_s) for at_s in found]
