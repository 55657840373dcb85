"""A joined journey as rows of a comparison: from and to other places, and beside ways by one mode of travel."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import product
from typing import NamedTuple

from routes.errors import InfeasibleError, PlaceError, TimeError
from routes.gazetteer.names import get_place
from routes.gazetteer.station import Gazetteer
from routes.ids import StationCode
from routes.report.comparison import build_comparison
from routes.report.document import Document
from routes.report.joined import find_times, list_used
from routes.report.joined_laid import build_itinerary, find_title, lay_out, list_modes, with_stops
from routes.scenarios.assumptions import Assumption
from routes.scenarios.compare import Comparison, Row, compare, judge
from routes.scenarios.joined.evaluate import Joined, evaluate_joined
from routes.scenarios.meeting import meet
from routes.scenarios.schema import Scenario
from routes.scenarios.terminals import serve
from routes.scenarios.world import World

TIMETABLE = "timetable"
"""The mode of travel of a leg by timetable, in the rows of a comparison."""


class _Found(NamedTuple):
    """The rows of joined journeys, what they were answered in, and what they rest on."""

    world: World
    rows: list[Row]
    joined: Joined
    used: dict[str, Assumption]
    notes: list[str]


def build_joined_comparison(world: World, query: Scenario, *, now: datetime) -> Document:
    """Return a row for each origin and destination of a joined journey, and with `by` those that go by one mode only.

    Raises: InfeasibleError, when no row has a way; PlaceError, TimeError, UsageError or DataError.
    """
    if not query.arrive.strip():
        raise TimeError("the time to arrive is empty", hint='give a time, such as "by Tuesday noon"')
    found = _find_rows(world, query, now)
    origins, destinations = (tuple(dict.fromkeys(getattr(row, side) for row in found.rows)) for side in Row._fields[:2])
    modes = tuple(dict.fromkeys(row.mode for row in found.rows))
    trip = found.joined.trip._replace(origin=origins[0], destination=destinations[0])
    comparison = Comparison(
        query,
        found.joined.as_of,
        found.joined.today,
        origins,
        destinations,
        modes,
        trip,
        tuple(found.rows),
        found.used,
        tuple(dict.fromkeys(found.notes)),
    )
    return build_comparison(found.world, _add_others(found, comparison, now))


def _find_rows(world: World, query: Scenario, now: datetime) -> _Found:
    rows, used, notes, found = list[Row](), dict[str, Assumption](), list[str](), list[Joined]()
    reason, stations = "", dict(world.gazetteer.stations)
    for start, end in product(query.origins or (query.start,), query.destinations or (query.end,)):
        legs = (*query.legs[:-1], {key: value for key, value in query.legs[-1].items() if key != "to"})
        asked = query._replace(question="latest-departure", start=start, end=end, legs=legs, depart="")
        asked = asked._replace(origins=(), destinations=(), by=())
        try:
            joined = evaluate_joined(world, asked, now=now)
        except InfeasibleError as error:
            reason, notes = error.message, [*notes, f"{start} to {end}: {error.message}"]
            continue
        shown = with_stops(joined.world, joined.parts)
        ends = [_find_code(world, text, code) for text, code in zip((start, end), joined.trip[:2], strict=True)]
        rows += [row._replace(origin=ends[0], destination=ends[1]) for row in _list_rows(shown, joined)]
        stations |= shown.gazetteer.stations
        used, notes = used | list_used(joined), [*notes, *joined.notes]
        found.append(joined)
    if not found:
        raise InfeasibleError(reason, hint="name other places, or a later time")
    base = world.gazetteer
    world = world._replace(gazetteer=Gazetteer({**stations, **base.stations}, base.names, base.left_out))
    return _Found(world, rows, found[0], used, notes)


def _find_code(world: World, text: str, code: StationCode) -> StationCode:
    """Return the place of the gazetteer that a text names, so that all rows name it alike; else that of the legs."""
    try:
        return get_place(world.gazetteer, text).code
    except PlaceError:
        return code


def _list_rows(world: World, joined: Joined) -> Iterator[Row]:
    title, modes = find_title(joined.parts), "+".join([*list_modes(joined.parts), TIMETABLE])
    for answer in joined.answers:
        if answer.arrive is None or answer.deadline is None:
            continue
        laid, readings = lay_out(joined.parts, answer), answer.readings[0]
        itinerary = build_itinerary(world, joined, laid)
        ends = (joined.trip.origin, joined.trip.destination)
        status = judge(readings, joined.as_of.instant)
        row = Row(*ends, modes, title, answer.arrive, answer.deadline, itinerary, status, readings)
        yield row._replace(on_time=answer.leaving_now, departs_at=answer.departs_at, times=find_times(laid, answer))


def _add_others(found: _Found, comparison: Comparison, now: datetime) -> Comparison:
    """Return a comparison with the rows of the modes that are asked for beside, each all the way."""
    query = comparison.query
    if not query.by:
        return comparison
    asked = query._replace(legs=(), delays=(), origins=comparison.origins, destinations=comparison.destinations)
    asked = asked._replace(settings=tuple(s for s in query.settings if not s.startswith(("delay", "change"))))
    try:
        others = compare(serve(meet(found.world, asked, now=now), asked), asked, now=now, used=found.used)
    except InfeasibleError as error:
        return comparison._replace(notes=(*comparison.notes, error.message))
    return comparison._replace(
        rows=(*comparison.rows, *others.rows),
        modes=tuple(dict.fromkeys([*comparison.modes, *others.modes])),
        assumptions=others.assumptions,
        notes=tuple(dict.fromkeys([*comparison.notes, *others.notes])),
    )
