"""From an itinerary to a chain of uncertain stages, and from that to the readings of a deadline."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from math import exp, hypot, sqrt
from types import MappingProxyType

from routes.itinerary import Itinerary, Leg, Work
from routes.timing.chance import (
    Chain,
    Pace,
    Stage,
    build_chain,
    build_pace,
    count_paces,
    latest_s,
    look_back_each,
    pick_points,
)
from routes.timing.mixing import draw_paces, draw_times, list_turns, log_moments
from routes.timing.spread import Spread, add_spreads, deviation_s, mean_s, quantile_s, regrid
from routes.timing.totals import group_items, is_moved, list_holds, run_time, sure_times, total_time
from routes.timing.windows import ALWAYS, Window
from routes.units import MINUTE_S

CONFIDENCES = (0.9, 0.5, 0.1)  # safe, even odds, too late after
PLAIN = Pace((0.0,), (1.0,))
COUNTS = (201, 601, 1601)  # of points where windows cut one assumption, two, or more
IDLE = 1e-5  # of the highest weight: rarer points tell nothing, and stand for so much that their grids are coarse
BLUR = 0.15  # of the deviation of a draw is left about each: more of it shifts chances, less of it ripples
NO_WINDOWS: Mapping[int, Window] = MappingProxyType({})


def list_nodes(itinerary: Itinerary, boundaries: Iterable[int]) -> tuple[int, ...]:
    """Return the boundaries that a chain has as nodes, in order: the two ends and those given."""
    return tuple(sorted({0, len(itinerary.items), *boundaries}))


def build_stages(
    itinerary: Itinerary,
    *,
    nodes: Sequence[int],
    windows: Mapping[int, Window] = NO_WINDOWS,
    pace: Pace = PLAIN,
) -> tuple[Stage, ...]:
    """Return the stages between nodes, which are boundaries of the itinerary, as are the keys of `windows`.

    Legs with one assumption share one draw of it: they are one running time. Those of the one or two assumptions that
    the `pace` names as shared are drawn with it. Of any other that a node cuts, each piece keeps its mean and is
    widened so that all up to its end together are spread as one draw of it up to there. Works are independent. What
    has no spread stays exact, and the pace does not move it. A window at the end of the journey is waited for there,
    before an empty last stage.
    """
    spread = {keys for keys, group in group_items(itinerary.legs).items() if is_moved(group)}
    stages = []
    for start, end in pairwise(nodes):
        items = itinerary.items[start:end]
        groups = group_items(item for item in items if isinstance(item, Leg))
        before = sum(isinstance(item, Leg) for item in itinerary.items[:start])
        common = tuple([_share(itinerary, groups.pop(keys, [])) for keys in pace.shared])
        moved = [_piece(legs, itinerary.legs[:before]) for k, legs in groups.items() if k in spread]
        fixed = [run_time(legs) for keys, legs in groups.items() if keys not in spread]
        works = [item for item in items if isinstance(item, Work)]
        stand, window = add_spreads((*fixed, sure_times(works))), windows.get(start, ALWAYS)
        stages.append(Stage(add_spreads(moved), stand, window, common, list_holds(works)))
    at_end = windows.get(len(itinerary.items), ALWAYS)
    return (*stages, Stage(window=at_end)) if at_end else tuple(stages)


def _share(itinerary: Itinerary, legs: Sequence[Leg]) -> float:
    """Return the mean running time of legs, as their share of that of all legs of their assumption."""
    if not legs:
        return 0.0
    group = [leg for leg in itinerary.legs if leg.keys == legs[0].keys]
    part_s, whole_s = (sum(leg.time.likely_s for leg in some) for some in (legs, group))
    return mean_s(run_time(group)) * part_s / whole_s


def find_shared(itinerary: Itinerary, nodes: Sequence[int]) -> list[tuple[str, ...]]:
    """Return the keys of each assumption whose legs the nodes cut apart, the widest first."""
    found: dict[tuple[str, ...], set[int]] = {}
    for index, item in enumerate(itinerary.items):
        if isinstance(item, Leg):
            found.setdefault(item.keys, set()).add(bisect_right(nodes, index))
    groups = group_items(itinerary.legs)
    cut = [keys for keys, stages in found.items() if len(stages) > 1 and is_moved(groups[keys])]
    return sorted(cut, key=lambda keys: -deviation_s(run_time(groups[keys])))


def draw_pace(itinerary: Itinerary, shared: Sequence[tuple[str, ...]], *, is_seen: bool = False) -> Pace:
    """Return points of the pace with a draw of each of some assumptions, which together lie evenly over all cases.

    The first lies on an even grid. For a journey that `is_seen` on the way, which leaves few of these points, the pace
    is spread about its mean at each as widely as the first leaves it.
    """
    first, *others = [run_time([leg for leg in itinerary.legs if leg.keys == keys]) for keys in shared]
    columns = list_turns(COUNTS[min(len(shared), len(COUNTS)) - 1], len(shared))
    draws = draw_paces(first, itinerary.pace, turns=columns[0], blur=1.0 if is_seen else BLUR)
    times = [draw_times(run, turns=turns, blur=BLUR) for run, turns in zip(others, columns[1:], strict=True)]
    blurs = [hypot(BLUR * log_moments(run)[1], draws.deviation) for run in others]
    means = [exp(blur**2 / 2) for blur in blurs]  # of a log-normal time by its median
    rows = zip(draws.factors, draws.logs, *times, strict=True)
    pace = Pace(
        logs=draws.logs,
        weights=draws.weights,
        shared=tuple(shared),
        factors=tuple(
            [
                (factor, *(exp(b) * part * mean for part, mean in zip(parts, means, strict=True)))
                for factor, b, *parts in rows
            ]
        ),
        gaps=draws.gaps,
        blurs=(0.0, *blurs),
        deviation=draws.deviation,
    )
    least = IDLE * max(pace.weights)
    return pick_points(pace, [n for n, weight in enumerate(pace.weights) if weight >= least])


def _piece(legs: Sequence[Leg], before: Sequence[Leg]) -> Spread:
    """Return the running time of some legs of a group, after those of it that lie before.

    Of the whole running time, spread by s, the part up to a share x is spread by x * s. So a piece from x to y is
    spread by the root of y * y - x * x, as if it were independent of what lies before it, which it is not.
    """
    plain = run_time(legs)
    done_s = sum(leg.time.likely_s for leg in before if leg.keys == legs[0].keys)
    if not done_s:
        return plain
    here_s = sum(leg.time.likely_s for leg in legs)
    factor = sqrt((done_s + here_s) ** 2 - done_s**2) / here_s
    wide = regrid(plain, plain.step_s, factor)
    lowest_s = wide.base_s - wide.step_s // 2
    return wide._replace(base_s=wide.base_s + max(round(mean_s(plain) - mean_s(wide)), min(0, -lowest_s)))


def build_journey_chain(
    itinerary: Itinerary, *, nodes: Sequence[int], windows: Mapping[int, Window] = NO_WINDOWS
) -> Chain:
    """Return the chain between nodes of a journey, at as many paces as its running times need."""
    return _build_chain(itinerary, tuple(nodes), tuple(windows.items()))


@lru_cache(maxsize=16)
def _build_chain(itinerary: Itinerary, nodes: tuple[int, ...], shut: tuple[tuple[int, Window], ...]) -> Chain:
    windows = dict(shut)
    if shared := find_shared(itinerary, nodes):
        pace = draw_pace(itinerary, shared, is_seen=not {*nodes[1:-1]} <= {*windows})
        return build_chain(build_stages(itinerary, nodes=nodes, windows=windows, pace=pace), pace)
    stages = build_stages(itinerary, nodes=nodes, windows=windows)
    points = count_paces([stage.run for stage in stages], itinerary.pace)
    return build_chain(stages, build_pace(itinerary.pace, points=points))


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
    chain = build_journey_chain(itinerary, nodes=list_nodes(itinerary, windows), windows=windows)
    return [tuple([latest_s(o, 0, c) for c in confidences]) for o in look_back_each(chain, deadlines_s)]


def start_s(total: Spread, deadline_s: int, confidence: float) -> int:
    """Return the last instant from which a journey of this time is there by the deadline with a confidence."""
    unit = 1 if total.is_certain else MINUTE_S
    return int((deadline_s - quantile_s(total, confidence)) // unit) * unit
