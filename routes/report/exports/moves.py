"""A journey as exports show it: its legs with the events at their ends, rides by timetable at their own times."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from routes.geo import Coordinate, cut_world, geodesic_points
from routes.sentences import station_name
from routes.sentences_joined import name_train
from routes.sentences_scheduled import visible
from routes.units import format_duration

Document = Mapping[str, Any]
Point = tuple[float, float]
NEAR_DEG = 1e-4
"""How far the end of a line may lie from its station: lines have five decimals."""


class Move(NamedTuple):
    """A leg with the events at its ends; `calls` are those between, of a ride."""

    leg: Document
    start: Document
    calls: Sequence[Document]
    end: Document


class Visit(NamedTuple):
    """A station of the journey with its events in order: an arrival, a departure, both, or a passage."""

    station: str
    events: tuple[Document, ...]


class Track(NamedTuple):
    """A leg with the events at its ends, and its (lat, lon) points with longitudes unwrapped along the journey."""

    leg: Document
    start: Document
    end: Document
    points: tuple[Point, ...]


def is_ride(leg: Document) -> bool:
    """Return whether a leg goes by a timetable, or on foot between rides that do."""
    return "departs" in leg


def list_moves(legs: Sequence[Document], events: Sequence[Document], *, planned: Document | None = None) -> list[Move]:
    """Return each leg with its events; those of a ride stand at its own times and have the `ride` and their `stop`.

    From the first ride on no event has `early` and `late`: they would be those of the rides listed, while a late
    traveller takes others. `planned` is the arrival by these of a journey whose last leg is no ride.
    """
    ends = [(a, b) for a, b in pairwise(events) if a["event"] != "arr"]
    moves, has_ridden = list[Move](), False
    for leg, (start, end) in zip(legs, ends, strict=True):
        has_ridden |= is_ride(leg)
        if is_ride(leg):
            moves.append(_ride(leg, start, end))
        elif has_ridden:
            last = {"time": planned} if planned and end is events[-1] else {}
            moves.append(Move(leg, _pick(start), (), _pick(end) | last))
        else:
            moves.append(Move(leg, start, (), end))
    return moves


def _ride(leg: Document, start: Document, end: Document) -> Move:
    stops = leg.get("stops") or (None,)
    begin = _pick(start) | {"time": leg["departs"], "ride": leg, "stop": stops[0]}
    finish = _pick(end) | {"time": leg["arrives"], "ride": leg, "stop": stops[-1]}
    called = [stop for stop in stops[1:-1] for _ in range(1 if stop["arrive"] == stop["depart"] else 2)]
    calls = zip(leg.get("calls", ()), called, strict=True)
    return Move(leg, begin, [_pick(call) | {"ride": leg, "stop": stop} for call, stop in calls], finish)


def _pick(event: Document) -> dict[str, Any]:
    """Return an event without its early and its late time."""
    return {name: value for name, value in event.items() if name not in ("early", "late")}


def list_own_moves(document: Document) -> list[Move]:
    """Return the legs of a reading with their events."""
    itinerary = document["itinerary"]
    return list_moves(itinerary["legs"], itinerary["events"], planned=document["answer"].get("planned"))


def list_stops(document: Document) -> list[Document]:
    """Return the events of a journey in travel order with the calls of each ride, each with the `leg` that ends there.

    At the start it is the first leg.
    """
    stops, before = list[Document](), None
    for move in list_own_moves(document):
        start = dict(move.start) | {"leg": before or move.leg}
        if stops and stops[-1]["event"] == "pass":  # the event that ends one leg and begins the next
            stops[-1] = start if "ride" in start else stops[-1]
        else:
            stops.append(start)
        stops += [dict(event) | {"leg": move.leg} for event in (*move.calls, move.end)]
        before = move.leg
    return stops or list(document["itinerary"]["events"])


def list_visits(document: Document) -> list[Visit]:
    """Return the stations in travel order, each as often as the journey comes there."""
    visits: list[Visit] = []
    for event in list_stops(document):
        if event["event"] == "dep" and visits and visits[-1].events[-1]["event"] == "arr":
            visits[-1] = Visit(visits[-1].station, (*visits[-1].events, event))
        else:
            visits.append(Visit(event["station"], (event,)))
    return visits


def list_tracks(document: Document) -> list[Track]:
    """Return the legs of a reading with their lines."""
    moves = list_own_moves(document)
    lines = list_lines(document, document["itinerary"]["legs"])
    return [Track(move.leg, move.start, move.end, line) for move, line in zip(moves, lines, strict=True)]


def list_lines(document: Document, legs: Sequence[Document]) -> Iterator[tuple[Point, ...]]:
    """Yield the line of each leg, on the ground or else the geodesic, shifted by whole turns to join the one before."""
    lon: float | None = None
    for leg in legs:
        rows = [point.split(",") for point in leg.get("geometry", {}).get("points", "").split()]
        points = [(float(row[0]), float(row[1])) for row in rows] or geodesic_points(*_ends(document, leg))
        points = points * 2 if len(points) == 1 else points
        turns = 0 if lon is None else round((lon - points[0][1]) / 360)
        points = [(lat, east + 360 * turns) for lat, east in points]
        lon = points[-1][1]
        yield tuple(points)


def place_station(station: Document, tracks: Sequence[Track] = ()) -> Point:
    """Return where a station is; of one at 180 degrees, on the side where the line ends that leads to it."""
    lat, lon = station["lat"], station["lon"]
    if abs(lon) == 180:
        ends = [end for track in tracks for piece in cut_world(track.points) for end in (piece[-1], piece[0])]
        lon = next((east for north, east in ends if abs(east) == 180 and abs(north - lat) < NEAR_DEG), lon)
    return (lat, lon)


def _ends(document: Document, leg: Document) -> list[Coordinate]:
    stations = [document["stations"][leg[end]] for end in ("from", "to")]
    return [Coordinate(station["lat"], station["lon"]) for station in stations]


def name_stop(document: Document, event: Document) -> str:
    """Return `Vladivostok, platform 2` of a stop of a ride that has one; else the name of the station."""
    name, stop = station_name(document, event["station"]), event.get("stop")
    platform = stop.get("platform") if stop else None
    return f"{name}, platform {visible(platform)}" if platform else name


def name_ride(leg: Document) -> str:
    """Return `K1 Local to Ussuriysk, Example Railway`, `on foot, 12 min`, or "" of a leg that is no ride."""
    if not is_ride(leg):
        return ""
    if not leg.get("stops"):
        return f"on foot, {format_duration(leg['run_low_s'])}"
    every = f", every {format_duration(leg['headway_s'])}" if leg["headway_s"] else ""
    return name_train(leg) + every


def list_ride(leg: Document) -> dict[str, Any]:
    """Return what a leg by timetable has beside others, as fields of data; {} of any other."""
    names = ("mode", "trip", "trip_name", "route", "headsign", "agency", "service_day", "aboard", "headway_s")
    return {name: leg.get(name) for name in names} if is_ride(leg) else {}
