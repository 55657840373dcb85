"""The rows of an answer, flat: the events of a journey, or the places of a comparison or a reach."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from routes.report.exports.parts import EVENTS, TIMES, Part, list_parts
from routes.sentences import READINGS, station_name
from routes.sentences_scheduled import list_events
from routes.stamps import format_zone, read_local

Document = Mapping[str, Any]
Row = dict[str, Any]


def list_event_rows(document: Document) -> list[Row]:
    """Return a row for each event of each reading: when, on which clock and in UTC, and how far it is by then.

    `basis`, `line` and `source` are those of the leg that ends there, or of the first one at the start.
    """
    return [row for part in list_parts(document) for row in _events(part)]


def _events(part: Part) -> Iterator[Row]:
    document, itinerary = part.document, part.document["itinerary"]
    legs = itinerary["legs"]
    ends, done = itinerary["events"], 0
    events = list_events(itinerary)
    for number, event in enumerate(events, start=1):
        done += number > 1 and events[number - 2] in ends and events[number - 2]["event"] != "arr"
        leg = legs[max(done - 1, 0)] if legs else {}
        station = document["stations"][event["station"]]
        yield {
            "reading": part.number,
            "seq": number,
            "station": event["station"],
            "name": station["name"],
            "country": station["country"],
            "event": EVENTS[event["event"]],
            **_stamp("", event["time"]),
            **_stamp("early_", event["early"]),
            **_stamp("late_", event["late"]),
            "zone": next((event[key]["zone"] for key in TIMES if event[key]), station["zone"]),
            "km": event["at_m"] / 1_000,
            "basis": leg.get("basis"),
            "line": leg.get("line"),
            "source": leg.get("source"),
            "accessed": leg.get("accessed"),
            "lat": station["lat"],
            "lon": station["lon"],
        }


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
