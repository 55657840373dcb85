"""How far a joined journey can have come: the places on its way as planned, each with the chance of being there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

import numpy as np

from routes.itinerary import Event, Itinerary, list_events
from routes.report.document import Document
from routes.report.joined import list_used
from routes.report.joined_laid import Laid, build_itinerary, find_train, lay_out, with_stops
from routes.report.reached import build_reached
from routes.scenarios.answers import EVEN
from routes.scenarios.joined.evaluate import Joined, JoinedAnswer, evaluate_joined
from routes.scenarios.joined.flow import Flow
from routes.scenarios.joined.legs import Modelled, Timed
from routes.scenarios.joined.odds import Marks, add_laws
from routes.scenarios.plan import Pace
from routes.scenarios.profiles import Profile
from routes.scenarios.reach import LEAST_CHANCE, Place, Reached, read_reach_times
from routes.scenarios.schema import Scenario
from routes.scenarios.world import World
from routes.timetable.table import instant, seconds
from routes.timing.lateness import build_lateness
from routes.timing.totals import total_time

APART = "of a modelled leg after another, only the end is told: where it is on the way hangs on the pace before"
"""Why some stations are left out."""


class _Case(NamedTuple):
    """A journey laid out, and the instant asked about."""

    joined: Joined
    answer: JoinedAnswer
    laid: Laid
    way: Itinerary
    at_s: int


def build_joined_reach(world: World, query: Scenario, *, now: datetime) -> Document:
    """Return the places on the way that can have been reached by an instant, read on the clock of the origin.

    Raises: PlaceError, TimeError, UsageError, InfeasibleError or DataError.
    """
    joined = evaluate_joined(world, query, now=now)
    (answer,) = joined.answers
    shown, laid = with_stops(joined.world, joined.parts), lay_out(joined.parts, answer)
    depart, left, at_when, at, _ = read_reach_times(joined.world, query, joined.as_of, joined.trip)
    case = _Case(joined, answer, laid, build_itinerary(shown, joined, laid), seconds(at))
    places = list(_list_places(case))
    kept = [place for place in places if place.chance >= LEAST_CHANCE]
    reached = Reached(
        query=query,
        profile=_find_profile(joined),
        trip=joined.trip,
        as_of=joined.as_of,
        today=joined.today,
        left=left,
        depart=depart,
        at=at,
        at_when=at_when,
        places=tuple(sorted(kept, key=lambda place: (-place.chance, place.itinerary.length_m, place.station))),
        below=len(places) - len(kept),
        cut_off=0,
        assumptions=list_used(joined),
        notes=(*joined.notes, "places are those of the way as planned", *([APART] if _skips(joined) else [])),
    )
    return build_reached(shown, reached)


def _find_profile(joined: Joined) -> Profile:
    """Return who goes, for the head of the answer."""
    blank = Pace({}, (), joined.world.gazetteer.stations)
    return Profile(find_train(joined.world, joined), joined.world.network, blank, blank)


def _skips(joined: Joined) -> bool:
    return sum(isinstance(part.way, Modelled) for part in joined.parts) > 1


def _list_places(case: _Case) -> Iterator[Place]:
    """Yield each place on the way, when it is first come to, with the chance of that by the instant asked about."""
    seen, relay, confidence = {case.joined.trip.origin}, case.joined.relay, case.joined.query.confidence
    for event in list_events(case.way):
        if event.event == "dep" or event.station in seen:
            continue
        seen.add(event.station)
        n = next(i for i, end in enumerate(case.laid.ends) if event.boundary <= end)
        flow = _find_flow(case, n, event)
        first_s = flow and flow.find_s(relay, 1 - confidence)
        if flow is None or first_s is None:
            continue
        way = case.way._replace(destination=event.station, items=case.way.items[: event.boundary])
        rest = (flow.find_s(relay, level) for level in (EVEN, confidence))
        times = [None if at_s is None else instant(at_s) for at_s in rest]
        yield Place(event.station, way, flow.chance_by(relay, case.at_s), None, instant(first_s), *times)


def _find_flow(case: _Case, n: int, event: Event) -> Flow | None:
    """Return when one is at a place of leg `n`, by chance; None where it is not told."""
    flows, parts, count = case.answer.ahead.flows, case.joined.parts, len(case.joined.relay.weights)
    if event.boundary == case.laid.ends[n]:
        return flows[n + 1]
    way = parts[n].way
    if isinstance(way, Timed):
        codes = way.opened.places.codes
        found = sorted((c.arrives_s, share) for c, share in flows[n + 1].rides if codes[c.stop] == event.station)
        rows = np.array([[share] * count for _, share in found]).reshape(len(found), count)
        return Flow(Marks(np.array([at_s for at_s, _ in found], np.int64), rows), (way.delay.law,), 0)
    if any(isinstance(part.way, Modelled) for part in parts[:n]):
        return None
    own = total_time(way.itinerary.items[: event.boundary - case.laid.begins[n]], case.joined.pace)
    before = flows[n]
    shift_s = before.shift_s + parts[n].change_s
    return before._replace(laws=add_laws(before.laws, (build_lateness(own),)), shift_s=shift_s)
