"""The rows of an answer, flat: the events of a journey, or the places of a comparison or a reach, and what was told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from routes.report.exports.beside import Way, find_forecast, list_told, list_way_moves, list_ways
from routes.report.exports.moves import list_stops, name_ride
from routes.report.exports.parts import EVENTS, TIMES, Part, list_parts
from routes.sentences import READINGS, station_name
from routes.stamps import format_zone, read_local

Document = Mapping[str, Any]
Row = dict[str, Any]


def list_event_rows(document: Document) -> list[Row]:
    """Return a row for each event of each reading: when, on which clock and in UTC, and how far it is by then.

    `basis`, `line`, `source` and the length `leg_km` are those of the leg that ends there, or of the first one at the
    start; `by` and what follows it tell the ride that is boarded or left there. After the events stand other ways, the
    arrival counting any train, and what was told, each of its `kind`.
    """
    rows = [row for part in list_parts(document) for row in _events(part)]
    for way in list_ways(document):
        rows += _way(document, way)
    return rows + list_told_rows(document)


def _events(part: Part) -> Iterator[Row]:
    document = part.document
    for number, event in enumerate(list_stops(document), start=1):
        yield _event(document, event, kind="stop", reading=part.number, number=number)
    if forecast := find_forecast(document):
        end = document["itinerary"]["to"]
        event = {"station": end, "event": "arr", "time": forecast["expected"], **forecast}
        row = _event(document, event, kind="arrival by any train", reading=part.number, number=None)
        yield row | {"km": document["itinerary"]["length_m"] / 1_000}


def _way(document: Document, way: Way) -> Iterator[Row]:
    """Yield a row for the start of a way and for the end of each of its legs; none of it has a time where none is."""
    moves = list_way_moves(way)
    ends = [dict(moves[0].start) | {"leg": moves[0].leg}] if moves else []
    ends += [dict(move.end) | {"leg": move.leg} for move in moves]
    for number, event in enumerate(ends, start=1):
        yield _event(document, event, kind=way.kind, reading=way.number, number=number) | {"note": way.text}


def _event(document: Document, event: Document, *, kind: str, reading: int, number: int | None) -> Row:
    station, leg = document["stations"][event["station"]], event.get("leg") or {}
    ride, stop = event.get("ride") or {}, event.get("stop") or {}
    at_m, length_m = event.get("at_m"), leg.get("length_m")
    return {
        "kind": kind,
        "reading": reading,
        "seq": number,
        "station": event["station"],
        "name": station["name"],
        "country": station["country"],
        "event": EVENTS[event["event"]],
        **_stamp("", event["time"]),
        **_stamp("early_", event.get("early")),
        **_stamp("late_", event.get("late")),
        "zone": next((event[key]["zone"] for key in TIMES if event.get(key)), station["zone"]),
        "km": None if at_m is None else at_m / 1_000,
        "leg_km": None if length_m is None else length_m / 1_000,
        "basis": leg.get("basis"),
        "line": leg.get("line"),
        "source": leg.get("source"),
        "accessed": leg.get("accessed"),
        "lat": station["lat"],
        "lon": station["lon"],
        "by": name_ride(ride) or None,
        **{name: ride.get(name) for name in ("trip_name", "route", "headsign", "agency", "service_day")},
        "platform": stop.get("platform"),
        "approximate": "yes" if stop.get("approximate") else None,
        "note": None,
    }


def list_told_rows(document: Document) -> list[Row]:
    """Return a row for each sighting, absence and window that a question tells of."""
    rows = list[Row]()
    for number, told in enumerate(list_told(document), start=1):
        station = document["stations"][told.station]
        head = {"kind": told.kind.replace("_", " "), "seq": number, "station": told.station, "name": station["name"]}
        head |= {"country": station["country"], "event": EVENTS[told.facts["event"]], **_stamp("", told.stamp)}
        head |= {"zone": told.stamp["zone"] if told.stamp else station["zone"]}
        rows.append(head | {"lat": station["lat"], "lon": station["lon"], "note": told.text})
    return rows


def list_place_rows(document: Document) -> list[tuple[str, Row]]:
    """Return the rows of a comparison or a reach, each with the code of the place it is about."""
    answer = document["answer"]
    if "rows" in answer:
        return [(row["to"], _compared(document, row)) for row in answer["rows"]]
    return [(row["station"], _reached(document, row)) for row in answer["stations"]]


def _compared(document: Document, row: Document) -> Row:
    found: Row = {end: station_name(document, row[end]) for end in ("from", "to")}
    found |= {"station": row["to"], **{name: row[name] for name in ("mode", "train")}}
    found |= {"km": None if row["length_m"] is None else row["length_m"] / 1_000, "basis": row["basis"]}
    found |= _zoned("arrive_by", row["arrive_by"])
    readings = row.get("depart_by") or {}
    for name in READINGS:
        found |= _zoned(f"leave_{name}", readings.get(name))
    return found | {name: row[name] for name in ("open", "on_time_now", "note")}


def _reached(document: Document, row: Document) -> Row:
    station = document["stations"][row["station"]]
    return {
        "station": row["station"],
        "name": station["name"],
        "country": station["country"],
        "chance": row["chance"],
        "km": row["length_m"] / 1_000,
        "basis": row["basis"],
        **_zoned("expected", row["expected"]),
        **_zoned("early", row["early"]),
        **_zoned("late", row["late"]),
        "lat": station["lat"],
        "lon": station["lon"],
    }


def _stamp(prefix: str, stamp: Document | None) -> Row:
    if stamp is None:
        return dict.fromkeys(f"{prefix}{name}" for name in ("local", "offset", "utc"))
    local = f"{read_local(stamp):%Y-%m-%d %H:%M:%S}"
    return {f"{prefix}local": local, f"{prefix}offset": format_zone(stamp), f"{prefix}utc": stamp["utc"]}


def _zoned(name: str, stamp: Document | None) -> Row:
    return {**_stamp(f"{name}_", stamp), f"{name}_zone": stamp["zone"] if stamp else None}
