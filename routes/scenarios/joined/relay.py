"""The legs of a joined journey as stages ready to be asked for chances, and as they would be, part of it certain."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate

from routes.estimate import ELICITED, Estimate
from routes.itinerary import PACE_DEVIATION, Item, Itinerary, Leg
from routes.scenarios.joined.legs import Modelled, Part, Timed
from routes.scenarios.joined.odds import PacedTime, Relay, Ride, Run
from routes.timing.lateness import Lateness, spread_lateness
from routes.timing.spread import NOTHING, mean_s, quantile_s
from routes.timing.stages import build_journey_chain
from routes.timing.totals import run_time, stand_time, total_time
from routes.timing.windows import ALWAYS


def build_relay(parts: Sequence[Part], *, pace: float | None = None) -> tuple[float, Relay]:
    """Return the pace that the modelled legs share, and the stages of a journey ready to be asked for chances.

    Modelled legs share the pace and their draws of one assumption, as those of one journey do, whatever lies between.
    A `pace` that is given is taken in place of theirs.
    """
    own = [part.way.itinerary for part in parts if isinstance(part.way, Modelled)]
    pace = _share_pace(own) if pace is None else pace
    cuts = [[b for b, _ in part.way.windows] for part in parts if isinstance(part.way, Modelled)]
    spreads, weights = list_pieces(own, pace, cuts)
    left = iter(spreads)
    stages = tuple(_build_ride(p.way) if isinstance(p.way, Timed) else _build_run(p.way, next(left)) for p in parts)
    return pace, Relay(stages, tuple(part.change_s for part in parts), weights)


def list_pieces(
    own: Sequence[Itinerary], pace: float, cuts: Sequence[Sequence[int]]
) -> tuple[list[list[PacedTime]], tuple[float, ...]]:
    """Return the time of each piece of each modelled leg at each pace, and how likely each pace is.

    Legs are cut at boundaries of their own, in order; those at their ends cut nothing. There is one pace for all where
    there is one piece.
    """
    inner = [[b for b in marks if 0 < b < len(itinerary.items)] for itinerary, marks in zip(own, cuts, strict=True)]
    if len(own) + sum(map(len, inner)) < 2:
        return [[(total_time(itinerary.items, pace),)] for itinerary in own], (1.0,)
    ends = [0, *accumulate(len(itinerary.items) for itinerary in own)]
    nodes = sorted({*ends, *(base + b for base, marks in zip(ends, inner, strict=False) for b in marks)})
    items = tuple(item for itinerary in own for item in itinerary.items)
    whole = Itinerary(own[0].origin, own[-1].destination, items, 0, pace)
    chain = build_journey_chain(whole, nodes=nodes, windows=dict.fromkeys(nodes[1:-1], ALWAYS))
    left = iter(chain.spreads)
    return [[next(left) for _ in range(len(marks) + 1)] for marks in inner], chain.pace.weights


def _build_run(way: Modelled, pieces: Sequence[PacedTime]) -> Run:
    """Return a modelled stage in pieces; a window at its end is waited for there, before a piece of no time."""
    opens, end = dict(way.windows), len(way.itinerary.items)
    inner = [opens[b] for b, _ in way.windows if 0 < b < end]
    rest = [*zip(inner, pieces[1:], strict=True)]
    if end in opens:
        rest.append((opens[end], (NOTHING,)))
    return Run(pieces[0], opens.get(0, ALWAYS), tuple(rest))


def _share_pace(own: Sequence[Itinerary]) -> float:
    """Return the pace of each modelled leg, weighed by its likely time."""
    total_s = sum(itinerary.likely_s for itinerary in own)
    if not total_s:
        return own[0].pace if own else PACE_DEVIATION
    return round(sum(itinerary.pace * itinerary.likely_s for itinerary in own) / total_s, 4)


def _build_ride(way: Timed) -> Ride:
    opened = way.opened
    return Ride(opened.network, opened.start.access, opened.end.access, way.delay.law)


def steady_items(parts: Sequence[Part], is_steady: Callable[[Item], bool]) -> list[Part]:
    """Return legs of which some items take their mean time for certain."""
    return [
        part._replace(way=_steady_way(part.way, is_steady)) if isinstance(part.way, Modelled) else part
        for part in parts
    ]


def steady_delays(parts: Sequence[Part], key: str) -> list[Part]:
    """Return legs of which the vehicles of one assumption are as late as half of them at least, for certain."""
    return [
        part._replace(way=part.way._replace(delay=part.way.delay._replace(law=_steady_law(part.way.delay.law))))
        if isinstance(part.way, Timed) and part.way.delay.stated.key == key
        else part
        for part in parts
    ]


def _steady_way(way: Modelled, is_steady: Callable[[Item], bool]) -> Modelled:
    items = tuple(_steady(item) if is_steady(item) else item for item in way.itinerary.items)
    return way._replace(itinerary=way.itinerary._replace(items=items))


def _steady(item: Item) -> Item:
    mean = round(mean_s(run_time([item]) if isinstance(item, Leg) else stand_time(item)))
    return item._replace(time=Estimate(mean, mean, mean), law=ELICITED)


def _steady_law(law: Lateness) -> Lateness:
    return Lateness((float(max(0, round(quantile_s(spread_lateness(law), 0.5)))),), (1.0,))
