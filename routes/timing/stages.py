"""From an itinerary to a chain of uncertain stages, and from that to the readings of a deadline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType

from routes.itinerary import Itinerary, Leg, Work
from routes.timing.chance import MINUTE_S, Stage, build_chain, build_pace, latest_s, look_back
from routes.timing.spread import Spread, add_spreads, quantile_s
from routes.timing.totals import group_items, run_time, stand_time, total_time
from routes.timing.windows import ALWAYS, Window

CONFIDENCES = (0.9, 0.5, 0.1)  # safe, even odds, too late after
NO_WINDOWS: Mapping[int, Window] = MappingProxyType({})


def list_nodes(itinerary: Itinerary, boundaries: Iterable[int]) -> tuple[int, ...]:
    """Return the boundaries that a chain has as nodes, in order: the two ends and those given."""
    return tuple(sorted({0, len(itinerary.items), *boundaries}))


def build_stages(
    itinerary: Itinerary, *, nodes: Sequence[int], windows: Mapping[int, Window] = NO_WINDOWS
) -> tuple[Stage, ...]:
    """Return the stages between nodes, which are boundaries of the itinerary, as are the keys of `windows`.

    Legs with one assumption share one draw of it: they are one running time. Cut by a node, each piece keeps its mean
    and is widened by the root of its share, so that the spread of the whole does not depend on what cuts it. Works are
    independent. What has no spread stays exact, and the pace does not move it. A window at the end of the journey is
    waited for there, before an empty last stage.
    """
    totals: dict[tuple[str, ...], int] = {}
    for leg in itinerary.legs:
        totals[leg.keys] = totals.get(leg.keys, 0) + leg.time.likely_s
    stages = []
    for start, end in pairwise(nodes):
        items = itinerary.items[start:end]
        groups = group_items(item for item in items if isinstance(item, Leg)).values()
        runs = [run_time(legs, total_s=totals[legs[0].keys]) for legs in groups]
        works = [stand_time(item) for item in items if isinstance(item, Work)]
        fixed = [r for r in runs if r.is_certain]
        moved = [r for r in runs if not r.is_certain]
        stages.append(Stage(add_spreads(moved), add_spreads(fixed + works), windows.get(start, ALWAYS)))
    at_end = windows.get(len(itinerary.items), ALWAYS)
    return (*stages, Stage(window=at_end)) if at_end else tuple(stages)


def find_readings(
    itinerary: Itinerary,
    deadlines_s: Sequence[int],
    *,
    windows: Mapping[int, Window] = NO_WINDOWS,
    confidences: Sequence[float] = CONFIDENCES,
) -> list[tuple[int | None, ...]]:
    """Return for each deadline the last instants, one for each confidence, to start the journey and meet it.

    Instants are seconds of the epoch of the deadlines and `windows`, whole minutes at or before the exact one, or
    exact where nothing is uncertain. None: no instant has that confidence.
    """
    if not windows:
        total = total_time(itinerary.items, itinerary.pace)
        return [tuple([start_s(total, deadline_s, c) for c in confidences]) for deadline_s in deadlines_s]
    stages = build_stages(itinerary, nodes=list_nodes(itinerary, windows), windows=windows)
    chain = build_chain(stages, build_pace(itinerary.pace))
    outlooks = (look_back(chain, deadline_s) for deadline_s in deadlines_s)
    return [tuple([latest_s(outlook, 0, c) for c in confidences]) for outlook in outlooks]


def start_s(total: Spread, deadline_s: int, confidence: float) -> int:
    """Return the last instant from which a journey of this time is there by the deadline with a confidence."""
    unit = 1 if total.is_certain else MINUTE_S
    return int(deadline_s - quantile_s(total, confidence)) // unit * unit
