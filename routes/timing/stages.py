"""From an itinerary to a chain of uncertain stages, and from that to the readings of a deadline at every anchor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import sqrt
from types import MappingProxyType

from routes.estimate import add_estimates
from routes.itinerary import Item, Itinerary, Leg, Work
from routes.timing.chance import Pace, Stage, build_chain, build_pace, latest_s, look_back, look_back_open
from routes.timing.elicited import STRETCH, build_hold, build_pert
from routes.timing.spread import Spread, add_spreads, mean_s
from routes.timing.windows import ALWAYS, Window

CONFIDENCES = (0.9, 0.5, 0.1)  # safe, even odds, too late after
# Source: assumed. Whether a train is held on purpose is rarely known beforehand; that it may be is, from the estimate.
HOLD_CHANCE = 0.5
# Source: assumed. No locomotive-hauled train on the lines in the network runs faster from station to station.
TOP_KMH = 160
NO_WINDOWS: Mapping[int, Window] = MappingProxyType({})


def list_nodes(itinerary: Itinerary, boundaries: Iterable[int]) -> tuple[int, ...]:
    """Return the boundaries that a chain has as nodes, in order: the two ends and those given."""
    return tuple(sorted({0, len(itinerary.items), *boundaries}))


def build_stages(
    itinerary: Itinerary,
    *,
    nodes: Sequence[int],
    windows: Mapping[int, Window] = NO_WINDOWS,
    hold_chance: float = HOLD_CHANCE,
) -> tuple[Stage, ...]:
    """Return the stages between nodes, which are boundaries of the itinerary, as are the keys of `windows`.

    Legs with one assumption share one draw of it: they are one running time. Cut by a node, each piece keeps its mean
    and is widened by the root of its share, so that the spread of the whole does not depend on what cuts it. Works are
    independent.
    What has no spread stays exact, and the pace does not move it.
    """
    totals: dict[tuple[str, ...], int] = {}
    for leg in itinerary.legs:
        totals[leg.keys] = totals.get(leg.keys, 0) + leg.time.likely_s
    stages = []
    for start, end in pairwise(nodes):
        items = itinerary.items[start:end]
        runs = [_run(legs, total_s=totals[legs[0].keys]) for legs in _by_key(items)]
        works = [_stand(item, hold_chance) for item in items if isinstance(item, Work)]
        fixed = [r for r in runs if r.is_certain]
        moved = [r for r in runs if not r.is_certain]
        stages.append(Stage(add_spreads(moved), add_spreads(fixed + works), windows.get(start, ALWAYS)))
    return tuple(stages)


def _by_key(items: Sequence[Item]) -> list[list[Leg]]:
    groups: dict[tuple[str, ...], list[Leg]] = {}
    for item in items:
        if isinstance(item, Leg):
            groups.setdefault(item.keys, []).append(item)
    return list(groups.values())


def _run(legs: Sequence[Leg], *, total_s: int) -> Spread:
    """Return the running time of legs that share an assumption, which in all takes `total_s` of the journey."""
    time = add_estimates(leg.time for leg in legs)
    wider = sqrt(total_s / time.likely_s) if time.likely_s else 1.0
    floor_s = sum(leg.length_m for leg in legs) * 3.6 / TOP_KMH
    plain, wide = (build_pert(time, stretch=STRETCH * w, floor_s=floor_s) for w in (1.0, wider))
    lowest_s = wide.base_s - wide.step_s // 2
    return wide._replace(base_s=wide.base_s + max(round(mean_s(plain) - mean_s(wide)), min(0, -lowest_s)))


def _stand(work: Work, hold_chance: float) -> Spread:
    may_be_none = work.kind == "hold" and work.time.low_s < work.time.high_s
    return build_hold(work.time, chance=hold_chance) if may_be_none else build_pert(work.time)


def find_readings(
    itinerary: Itinerary,
    deadline_s: int,
    *,
    boundaries: Iterable[int] = (),
    windows: Mapping[int, Window] = NO_WINDOWS,
    confidences: Sequence[float] = CONFIDENCES,
    hold_chance: float = HOLD_CHANCE,
    pace: Pace | None = None,
) -> dict[int, tuple[int | None, ...]]:
    """Return by boundary the last instants, one for each confidence, to go on from there and meet the deadline.

    Instants are seconds of the epoch of `deadline_s` and `windows`. None: no instant has that confidence. The two ends
    are always among the boundaries.
    """
    nodes = list_nodes(itinerary, (*boundaries, *windows))
    stages = build_stages(itinerary, nodes=nodes, windows=windows, hold_chance=hold_chance)
    pace = pace or build_pace()
    if any(stage.window for stage in stages):
        outlook = look_back(build_chain(stages, pace), deadline_s)
    else:
        outlook = look_back_open(stages, pace, deadline_s)
    return {boundary: tuple([latest_s(outlook, node, c) for c in confidences]) for node, boundary in enumerate(nodes)}
