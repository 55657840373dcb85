"""When a journey gets where: for each boundary of its itinerary the instants of being there, by chance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from routes.itinerary import Itinerary
from routes.timing.chance import build_chain, build_pace
from routes.timing.forecast import look_ahead
from routes.timing.spread import Spread, certain
from routes.timing.spread import chance_by as chance_of_spread
from routes.timing.stages import NO_WINDOWS, build_stages, list_nodes
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
    nodes = list_nodes(itinerary, (*wanted, *windows))
    chain = build_chain(build_stages(itinerary, nodes=nodes, windows=windows), build_pace(itinerary.pace))
    forecast = look_ahead(chain, certain(start_s))
    return Course(forecast.weights, {b: forecast.times[nodes.index(b)] for b in wanted})


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
