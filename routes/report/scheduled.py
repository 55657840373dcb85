"""The document of an answer by timetable: the same itinerary as other answers have, with trips, stops and platforms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from routes import clock
from routes.estimate import Estimate
from routes.geo import geodesic_m
from routes.ids import StationCode
from routes.itinerary import GEODESIC, Item, Itinerary, Leg, Work, list_events
from routes.report.document import Document
from routes.report.entries import build_stations, lend_names
from routes.report.imported import list_sources
from routes.report.inputs import build_input
from routes.report.legs import build_leg
from routes.report.quote_scheduled import build_scheduled_quote
from routes.report.scheduled_lines import draw_ride
from routes.report.scheduled_notes import list_notes
from routes.scenarios.timetables import End, Opened, Scheduled, places_gazetteer
from routes.scenarios.world import World
from routes.timetable.blocks import day_base_s
from routes.timetable.routing import Trek
from routes.timetable.search import Ridden
from routes.timetable.stop_times import ESTIMATED
from routes.timetable.table import instant, trip_of
from routes.timetable.walks import get_point
from routes.when import When, deadlines

VERSION = 1


class _Part(NamedTuple):
    """A leg of a journey with the instants of its ends in seconds of the epoch, and what its document has beside."""

    leg: Leg
    departs_s: int
    arrives_s: int
    more: Document


def build_scheduled(world: World, scheduled: Scheduled) -> Document:
    """Return the answer as one object of plain values, as `build_document` does for modelled journeys.

    `answer` and `itinerary` are of the best journey; `alternatives` are the others, of a profile every pair.
    """
    treks = [trek for found in scheduled.answers for trek in found]
    pairs = [_build_pair(scheduled.opened, trek) for trek in treks]
    ways = [pair["itinerary"] for pair in pairs]
    codes = [event["station"] for way in ways for event in way["events"]]
    codes += [call["station"] for way in ways for leg in way["legs"] for call in leg["stops"]]
    known = world._replace(gazetteer=places_gazetteer(scheduled.opened))
    as_of = scheduled.as_of
    document: Document = {
        "schema": {"name": f"routes/timetable-{scheduled.asked.kind}", "version": VERSION},
        "tzdata": clock.tzdata_version(),
        "as_of": {
            **clock.stamp(as_of.instant, as_of.zone),
            "whole_day": as_of.day is not None,
            "today": scheduled.today,
        },
        "question": _build_question(scheduled),
        **pairs[0],
        "alternatives": pairs[1:],
        "assumptions": [],
        "sources": list(list_sources(scheduled.opened.network.table)),
        "notes": list(list_notes(world, scheduled, treks, pairs)),
        "stations": lend_names(world, build_stations(known, codes)),
    }
    return document | {"input": build_input(document), "quote": build_scheduled_quote(document)}


def _build_question(scheduled: Scheduled) -> Document:
    asked, (first, *rest) = scheduled.asked, scheduled.whens
    return {
        "kind": f"timetable-{asked.kind}",
        "timetable": scheduled.opened.network.table.name,
        "from": scheduled.opened.start.station.code,
        "to": scheduled.opened.end.station.code,
        "arrive": _phrase(first, is_deadline=True) if asked.kind == "latest-departure" else None,
        "depart": _phrase(first) if asked.kind != "latest-departure" else None,
        "until": _phrase(rest[0]) if rest else None,
        "via": list(asked.via),
        "avoid": list(asked.avoid),
        "avoid_routes": list(asked.avoid_routes),
        "change_s": scheduled.opened.change_s,
        "walk_m": asked.walk_m,
        "mode": "timetable",
        "scenario": None,
        "title": None,
        "set": [],
        "lang": asked.lang or "en",
    }


def _phrase(when: When, *, is_deadline: bool = False) -> Document:
    """Return a phrase as read; `at` is the instant by which it is to be there, where it is a deadline."""
    ends = deadlines(when) if is_deadline else [None] * len(when.readings)
    readings = [
        {"text": reading.text, "zone": reading.zone, "at": end and clock.stamp(end, reading.zone)}
        for reading, end in zip(when.readings, ends, strict=True)
    ]
    return {"phrase": when.phrase, "operator": when.operator, "readings": readings}


def _build_pair(opened: Opened, trek: Trek) -> Document:
    start, end = opened.start.station, opened.end.station
    departs_at, arrives_at = instant(trek.departs_s), instant(trek.arrives_s)
    answer = {
        "depart": clock.stamp(departs_at, start.zone),
        "arrive": dict.fromkeys(("early", "expected", "late"), clock.stamp(arrives_at, end.zone)),
        "duration_s": trek.arrives_s - trek.departs_s,
        "changes": trek.changes,
        "clock_change_s": clock.offset_s(arrives_at, end.zone) - clock.offset_s(departs_at, start.zone),
    }
    return {"answer": answer, "itinerary": _build_itinerary(opened, trek)}


def _build_itinerary(opened: Opened, trek: Trek) -> Document:
    stations = places_gazetteer(opened).stations
    parts = list(_list_parts(opened, trek))
    items = tuple(_list_items(parts))
    start, end = opened.start.station, opened.end.station
    whole = Itinerary(start.code, end.code, items, geodesic_m(start.coordinate, end.coordinate), 0.0)
    under_way_s = trek.arrives_s - trek.departs_s
    at_s = [trek.departs_s]
    for item in items:
        at_s.append(at_s[-1] + item.time.likely_s)
    legs, before_m = [], 0
    for part in parts:
        legs.append(_build_leg(part, stations, before_m))
        before_m += part.leg.length_m
    events = []
    for event in list_events(whole):
        stamp = clock.stamp(instant(at_s[event.boundary]), stations[event.station].zone)
        events.append(_build_event(event.station, event.event, event.at_m, stamp))
    return {
        "from": start.code,
        "to": end.code,
        "length_m": whole.length_m,
        "error_m": 0,
        "basis": whole.basis,
        "geodesic_m": whole.geodesic_m,
        "circuity": None if whole.circuity is None else round(whole.circuity, 3),
        **dict.fromkeys(("early_s", "expected_s", "late_s"), under_way_s),
        "pace": 0.0,
        "legs": legs,
        "dwells": [
            {"station": item.at, "kind": item.kind, **item.time._asdict(), "keys": []}
            for item in items
            if isinstance(item, Work)
        ],
        "events": events,
    }


def _build_event(station: StationCode, event: str, at_m: int, stamp: Document) -> Document:
    return {"station": station, "event": event, "at_m": at_m, "time": stamp, "early": stamp, "late": stamp}


def _list_calls(stops: Sequence[Document], at_m: Sequence[int]) -> Iterator[Document]:
    """Yield the events at the stops between the ends of a ride: arrival and departure, or a pass where both are one."""
    for stop, so_far_m in list(zip(stops, at_m, strict=True))[1:-1]:
        if stop["arrive"] == stop["depart"]:
            yield _build_event(stop["station"], "pass", so_far_m, stop["depart"])
        else:
            yield _build_event(stop["station"], "arr", so_far_m, stop["arrive"])
            yield _build_event(stop["station"], "dep", so_far_m, stop["depart"])


def _build_leg(part: _Part, stations: Any, before_m: int) -> Document:
    """Return a leg; its `calls` are the events on its way, as far from the start of the journey as they say."""
    plain = build_leg(part.leg)
    speed = plain["speed_kmh"] if part.leg.time.likely_s else 0.0
    ends = {
        "departs": clock.stamp(instant(part.departs_s), stations[part.leg.start].zone),
        "arrives": clock.stamp(instant(part.arrives_s), stations[part.leg.end].zone),
    }
    at_m = [before_m + so_far_m for so_far_m in part.more.get("at_m", ())]
    calls = list(_list_calls(part.more["stops"], at_m)) if at_m else []
    more = {name: value for name, value in part.more.items() if name != "at_m"}
    return {**plain, "speed_kmh": speed, **ends, **more, "calls": calls}


def _list_items(parts: Sequence[_Part]) -> Iterator[Item]:
    """Yield the legs with the stays between them; a stay of no time at all between two walks is none."""
    for n, part in enumerate(parts):
        if n:
            stay_s = part.departs_s - parts[n - 1].arrives_s
            kind = "stop" if part.more.get("aboard") else "change"
            yield Work(kind, part.leg.start, Estimate(stay_s, stay_s, stay_s), ())
        yield part.leg


def _list_parts(opened: Opened, trek: Trek) -> Iterator[_Part]:
    """Yield the legs of a journey, those on foot between different places among them."""
    table, codes = opened.network.table, opened.places.codes
    here, at_s = opened.start.station.code, trek.departs_s
    first = opened.start
    for n, ride in enumerate(trek.rides):
        legs = list(_list_trips(opened, ride))
        board = codes[int(table.arrays["stop"][ride.board])]
        if board != here:
            walk_s = legs[0].departs_s - at_s if n == 0 else _walk_s(opened, trek.rides[n - 1], ride)
            yield _build_walk(opened, here, board, at_s, walk_s, first)
        yield from legs
        here, at_s = legs[-1].leg.end, legs[-1].arrives_s
    if here != opened.end.station.code:
        yield _build_walk(opened, here, opened.end.station.code, at_s, trek.arrives_s - at_s, opened.end)


def _walk_s(opened: Opened, before: Ridden, after: Ridden) -> int:
    """Return the seconds of the change between the stops of two rides."""
    stops = opened.network.table.arrays["stop"]
    start, end = int(stops[before.alight]), int(stops[after.board])
    walks = opened.network.walks[0]
    near = range(int(walks.first[start]), int(walks.first[start + 1]))
    return next(int(walks.seconds[n]) for n in near if walks.to[n] == end)


def _build_walk(opened: Opened, start: StationCode, end: StationCode, at_s: int, walk_s: int, near: End) -> _Part:
    stations = {**opened.places.gazetteer.stations, near.station.code: near.station}
    stations |= {other.station.code: other.station for other in (opened.start, opened.end)}
    length_m = geodesic_m(stations[start].coordinate, stations[end].coordinate)
    leg = _leg(start, end, (length_m, GEODESIC), "foot", walk_s, "straight line")
    return _Part(leg, at_s, at_s + walk_s, {"mode": "foot", "trip": None, "route": None, "agency": None, "stops": []})


def _leg(start: StationCode, end: StationCode, length: tuple[int, str], line: str, run_s: int, source: str) -> Leg:
    time, (length_m, basis) = Estimate(run_s, run_s, run_s), length
    return Leg(start, end, length_m, 0, basis, "", 0, line, 0, border=False, source=source, time=time, keys=())


def _list_trips(opened: Opened, ride: Ridden) -> Iterator[_Part]:
    """Yield a leg for each trip of a ride; in those after the first one has stayed aboard."""
    table = opened.network.table
    first, last = trip_of(table, ride.board), trip_of(table, ride.alight)
    rides = table.arrays["ride"]
    between = (rides == rides[first]).nonzero()[0].tolist() if first != last else [first]
    chain = sorted(between, key=lambda n: int(table.arrays["depart"][table.arrays["first"][n]]))
    for trip in chain[chain.index(first) : chain.index(last) + 1]:
        begin = ride.board if trip == first else int(table.arrays["first"][trip])
        end = ride.alight if trip == last else int(table.arrays["first"][trip + 1]) - 1
        yield _build_trip(opened, trip, ride.day, (begin, end), aboard=trip != first)


def _build_trip(opened: Opened, trip: int, day: int, span: tuple[int, int], *, aboard: bool) -> _Part:
    table, arrays, codes = opened.network.table, opened.network.table.arrays, opened.places.codes
    begin, end = span
    base_s = day_base_s(table.first_day, day, table.zones[int(arrays["trip_zone"][trip])])
    stops = arrays["stop"][begin : end + 1].tolist()
    departs_s, arrives_s = base_s + int(arrays["depart"][begin]), base_s + int(arrays["arrive"][end])
    points = [get_point(table, stop) for stop in stops]
    route = int(arrays["route"][trip])
    name = table.texts["route_name"].get(route)
    drawn = draw_ride(table, trip, points)
    source = f"timetable {table.name}, {'straight from stop to stop' if drawn.basis == GEODESIC else 'along its shape'}"
    length = drawn.at_m[-1], drawn.basis
    leg = _leg(codes[stops[0]], codes[stops[-1]], length, name, arrives_s - departs_s, source)
    more = {
        "mode": "timetable",
        "trip": table.texts["trip_ref"].get(trip),
        "trip_name": table.texts["trip_name"].get(trip) or None,
        "headsign": table.texts["trip_head"].get(trip) or None,
        "route": name,
        "route_id": table.texts["route_ref"].get(route),
        "agency": table.texts["agency"].get(route) or None,
        "aboard": aboard,
        "service_day": date.fromordinal(table.first_day + day).isoformat(),
        "headway_s": int(arrays["headway_s"][trip]) or None,
        "stops": [_build_stop(opened, at, base_s, is_boarded=at == begin) for at in range(begin, end + 1)],
        "at_m": drawn.at_m,
        **drawn.document,
    }
    return _Part(leg, departs_s, arrives_s, more)


def _build_stop(opened: Opened, at: int, base_s: int, *, is_boarded: bool) -> Document:
    """Return one stop of a trip: its own name and id, its platform, and both times on its own clock."""
    table, arrays = opened.network.table, opened.network.table.arrays
    stop = int(arrays["stop"][at])
    arrive_s, depart_s = (base_s + int(arrays[name][at]) for name in ("arrive", "depart"))
    zone = table.zones[int(arrays["zone"][stop])]
    return {
        "stop_id": table.texts["stop_ref"].get(stop),
        "name": table.texts["stop_name"].get(stop),
        "station": opened.places.codes[stop],
        "platform": table.texts["platform"].get(stop) or None,
        "arrive": clock.stamp(instant(arrive_s), zone),
        "depart": clock.stamp(instant(depart_s if is_boarded else max(arrive_s, depart_s)), zone),
        "approximate": bool(arrays["flags"][at] & ESTIMATED),
    }


def list_timed_legs(opened: Opened, trek: Trek, before_m: int) -> Iterator[tuple[Leg, int, int, Document]]:
    """Yield the legs of a journey, each with the instants of its ends in seconds of the epoch and its document.

    It begins so many metres from where the whole journey does.
    """
    stations = places_gazetteer(opened).stations
    for part in _list_parts(opened, trek):
        yield part.leg, part.departs_s, part.arrives_s, _build_leg(part, stations, before_m)
        before_m += part.leg.length_m
