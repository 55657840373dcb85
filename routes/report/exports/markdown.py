"""An answer as a Markdown itinerary: the sentence to quote, stops, rides, legs, deadlines, assumptions and sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from routes.report.exports.beside import format_forecast, list_edges, list_told, list_ways
from routes.report.exports.markdown_rest import list_rest
from routes.report.exports.markdown_tables import build_legs, build_table, list_items, write_chance, write_time
from routes.report.exports.moves import is_ride, list_stops, name_stop
from routes.report.exports.parts import (
    EVENTS,
    TIMES,
    Part,
    format_title,
    has_times,
    is_spread,
    list_parts,
    mark_time,
)
from routes.report.exports.rows import list_place_rows
from routes.report.exports.texts import escape_markdown
from routes.sentences import READINGS, format_as_of, format_length, reading_names, station_name
from routes.sentences_joined import CHANGES, RIDES, head_connections, is_joined, list_connections, list_turns
from routes.stamps import format_utc
from routes.units import format_duration, format_km

Document = Mapping[str, Any]
LANGUAGES = {"en": "English", "ko": "Korean", "ru": "Russian"}
TIME_NOTE = (
    "Each time is on the clock of its own place, with its offset; a departure or deadline is rounded down to the "
    "minute, an arrival up."
)
NEVER_NOTE = "No time means that it is not expected at those odds."
ABOUT_NOTE = "Times marked ~ are not exact: the timetable gives none there, or calls them approximate."
RIDE_NOTE = (
    "From the first ride by timetable on, the times are those of the rides listed, if all goes as expected, and have "
    "no early and late ones: who is late takes other trains."
)


def build_markdown(document: Document) -> str:
    """Return the answer as text in CommonMark with tables; text from data stands in it letter by letter."""
    blocks = [f"# {escape_markdown(format_title(document))}", f"**{escape_markdown(format_as_of(document))}**"]
    blocks += [f"> {escape_markdown(text)}" for text in _quotes(document)]
    if told := list_told(document):
        blocks += ["## Told of it", list_items(escape_markdown(f"{item.text}.") for item in told)]
    if document["itinerary"] is None:
        blocks += _places(document)
    else:
        parts = list_parts(document)
        for part in parts:
            blocks += _journey(part)
        events = [event for part in parts for event in list_stops(part.document)]
        if any(map(mark_time, events)) and not any("~" in note for note in document["notes"]):
            blocks.append(escape_markdown(ABOUT_NOTE))
    blocks += _ways(document)
    return "\n\n".join([*blocks, *list_rest(document)]) + "\n"


def _quotes(document: Document) -> list[str]:
    """Return the sentence to quote in each language, that of the question first."""
    wanted = document["question"].get("lang")
    texts = {lang: text for lang, text in document["quote"].items() if lang in LANGUAGES and isinstance(text, str)}
    return [text for lang, text in sorted(texts.items(), key=lambda item: (item[0] != wanted, item[0]))]


def _journey(part: Part) -> Iterator[str]:
    document = part.document
    if part.label:
        yield f"## {part.label[0].upper()}{part.label[1:]}"
    yield escape_markdown(f"{format_length(document['itinerary'])}.")
    if claims := document["answer"].get("claims"):
        yield "### The claim"
        rows = [[c["mode"], c["train"], c["verdict"], write_chance(c["on_time"]), c["note"] or ""] for c in claims]
        yield build_table(["by", "profile", "verdict", "in time", "note"], rows)
    if deadlines := document["answer"].get("deadlines"):
        names = reading_names(document)
        rows = [
            [
                f"{EVENTS[row['event']]} {station_name(document, row['station'])}",
                *(write_time(row[n]) for n in READINGS),
            ]
            for row in deadlines
        ]
        yield "### Deadlines"
        yield build_table(["what", *(names[name] for name in READINGS)], rows)
    yield from _stops(document)
    yield from _rides(document)
    yield from _changes(document)
    yield "### Legs"
    yield build_legs(document, document["itinerary"]["legs"])


def _stops(document: Document) -> Iterator[str]:
    """Yield the stops with their times; early and late ones have columns where any stop has them."""
    events = list_stops(document)
    yield "### Stops"
    if not any(has_times(event) for event in events):
        yield build_table(
            ["place", "km"], [[station_name(document, e["station"]), format_km(e["at_m"])] for e in events]
        )
        return
    is_apart = any(is_spread(event) for event in events)
    names = TIMES if is_apart else {"time": "time"}
    rows = [_stop(document, event, list(names)) for event in events]
    yield build_table(["place", "event", *names.values(), "UTC", "km"], rows)
    is_missing = any("never" in row for row in rows)
    yield escape_markdown(f"{TIME_NOTE} {NEVER_NOTE}" if is_missing else TIME_NOTE)
    if is_apart and any("ride" in event for event in events):
        yield escape_markdown(RIDE_NOTE)
    if text := format_forecast(document):
        yield escape_markdown(text)


def _stop(document: Document, event: Document, names: list[str]) -> list[str]:
    up, mark = event["event"] == "arr", mark_time(event)
    times = [mark + write_time(event[key], up=up) if has_times(event) and key in event else "" for key in names]
    utc = mark + format_utc(event["time"], up=up) if event["time"] else ""
    return [name_stop(document, event), EVENTS[event["event"]], *times, utc, format_km(event["at_m"])]


def _rides(document: Document) -> Iterator[str]:
    """Yield a row for each ride by timetable, or way on foot between rides: when, where, and by what."""
    legs = [leg for leg in document["itinerary"]["legs"] if is_ride(leg)]
    if legs:
        yield f"### {RIDES if is_joined(document) else 'Rides by timetable'}"
        head = ["leave", "from", "platform", "arrive", "at", "platform", "train", "route", "to", "operator", "of day"]
        yield build_table(head, [_ride(document, leg) for leg in legs])


def _ride(document: Document, leg: Document) -> list[str]:
    stops = leg.get("stops") or [{}]
    marks = ["~" if stop.get("approximate") else "" for stop in (stops[0], stops[-1])]
    cells = []
    for name, end, stop, mark in (("departs", "from", stops[0], marks[0]), ("arrives", "to", stops[-1], marks[1])):
        time = mark + write_time(leg[name], up=end == "to")
        cells += [time, station_name(document, leg[end]), stop.get("platform") or ""]
    if not leg.get("stops"):
        return [*cells, f"on foot, {format_duration(leg['run_low_s'])}", "", "", "", ""]
    every = f"every {format_duration(leg['headway_s'])}" if leg["headway_s"] else ""
    stay = "stay aboard" if leg["aboard"] else ""
    train = ", ".join(part for part in (leg["trip_name"] or "", every, stay) if part)
    return [*cells, train, *(leg[name] or "" for name in ("route", "headsign", "agency", "service_day"))]


def _changes(document: Document) -> Iterator[str]:
    """Yield the changes of a joined journey with their chances, and on which of them most hangs."""
    if not is_joined(document):
        return
    if rows := list_connections(document):
        yield f"### {CHANGES}"
        yield build_table(head_connections(document), rows)
    if turns := list_turns(document):
        yield list_items(map(escape_markdown, turns))


def _ways(document: Document) -> Iterator[str]:
    for way in list_ways(document):
        yield f"## {escape_markdown(way.text)}"
        yield build_legs(document, way.legs)


def _places(document: Document) -> Iterator[str]:
    """Yield the rows of a comparison or of a reach as a table, and the track of a reach."""
    answer = document["answer"]
    if "rows" in answer:
        names, rows = reading_names(document), []
        for row in answer["rows"]:
            ends = [station_name(document, row[end]) for end in ("from", "to")]
            due, readings = row["arrive_by"], row.get("depart_by")
            times = [write_time(due) if due else "", *(write_time(readings[n]) if readings else "" for n in READINGS)]
            rows.append([*ends, row["train"], *times, row["open"], write_chance(row["on_time_now"]), row["note"] or ""])
        heads = [
            "from",
            "to",
            "by",
            "arrive by",
            *(f"leave: {names[n]}" for n in READINGS),
            "open",
            "in time now",
            "note",
        ]
        yield build_table(heads, rows)
        return
    rows = [
        [
            station_name(document, code),
            write_chance(place["chance"]),
            *(write_time(place[name], up=True) for name in ("expected", "early", "late")),
            format_km(place["length_m"]),
            place["basis"],
        ]
        for (code, _), place in zip(list_place_rows(document), answer["stations"], strict=True)
    ]
    yield escape_markdown(f"Reached by {write_time(answer['at'])}:")
    yield build_table(["place", "chance", "expected", "early", "late", "length", "basis"], rows)
    if edges := [edge for edge, _ in list_edges(document)]:
        yield "## Track to them"
        yield build_legs(document, edges, with_chance=True)
