"""An answer as a Markdown itinerary: the sentence to quote, stops, legs, deadlines, assumptions and sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from routes.claim_sentences import format_model_chance
from routes.report.exports.parts import (
    EVENTS,
    TIMES,
    Part,
    format_title,
    has_times,
    list_other_ways,
    list_parts,
)
from routes.report.exports.rows import list_place_rows
from routes.report.exports.texts import escape_markdown, link_markdown
from routes.sentences import READINGS, format_as_of, format_length, reading_names, station_name
from routes.sentences_scheduled import is_feed, list_events, list_feed
from routes.sentences_why import format_input, format_source
from routes.stamps import format_stamp, format_utc, format_zone
from routes.units import format_duration, format_km

Document = Mapping[str, Any]
LANGUAGES = {"en": "English", "ko": "Korean", "ru": "Russian"}
TIME_NOTE = (
    "Each time is on the clock of its own place, with its offset; a departure or deadline is rounded down to the "
    "minute, an arrival up. No time means that it is not expected at those odds."
)


def build_markdown(document: Document) -> str:
    """Return the answer as text in CommonMark with tables; text from data stands in it letter by letter."""
    blocks = [f"# {escape_markdown(format_title(document))}", f"**{escape_markdown(format_as_of(document))}**"]
    blocks += [f"> {escape_markdown(text)}" for text in _quotes(document)]
    if document["itinerary"] is None:
        blocks += _places(document)
    else:
        for part in list_parts(document):
            blocks += _journey(part)
        blocks += _ways(document)
    blocks += [*_notes(document), *_assumptions(document), *_sources(document), *_method(document)]
    return "\n\n".join(blocks) + "\n"


def _quotes(document: Document) -> list[str]:
    """Return the sentence to quote in each language, that of the question first."""
    wanted = document["question"].get("lang")
    texts = {lang: text for lang, text in document["quote"].items() if lang in LANGUAGES and isinstance(text, str)}
    return [text for lang, text in sorted(texts.items(), key=lambda item: (item[0] != wanted, item[0]))]


def _journey(part: Part) -> Iterator[str]:
    document, itinerary = part.document, part.document["itinerary"]
    if part.label:
        yield f"## {part.label[0].upper()}{part.label[1:]}"
    yield escape_markdown(f"{format_length(itinerary)}.")
    if claims := document["answer"].get("claims"):
        yield "### The claim"
        rows = [[c["mode"], c["train"], c["verdict"], _chance(c["on_time"]), c["note"] or ""] for c in claims]
        yield _table(["by", "profile", "verdict", "in time", "note"], rows)
    if deadlines := document["answer"].get("deadlines"):
        names = reading_names(document)
        rows = [
            [f"{EVENTS[row['event']]} {station_name(document, row['station'])}", *(_time(row[n]) for n in READINGS)]
            for row in deadlines
        ]
        yield "### Deadlines"
        yield _table(["what", *(names[name] for name in READINGS)], rows)
    yield "### Stops"
    if any(has_times(event) for event in itinerary["events"]):
        rows = [_stop(document, event) for event in list_events(itinerary)]
        yield _table(["place", "event", *TIMES.values(), "UTC", "km"], rows)
        yield escape_markdown(TIME_NOTE)
    else:
        rows = [[station_name(document, e["station"]), format_km(e["at_m"])] for e in itinerary["events"]]
        yield _table(["place", "km"], rows)
    yield "### Legs"
    yield _legs(document, itinerary["legs"])


def _chance(chance: float | None) -> str:
    return "" if chance is None else format_model_chance(chance)


def _stop(document: Document, event: Document) -> list[str]:
    up = event["event"] == "arr"
    times = [_time(event[key], up=up) if has_times(event) else "" for key in TIMES]
    utc = format_utc(event["time"], up=up) if event["time"] else ""
    name = station_name(document, event["station"])
    return [name, EVENTS[event["event"]], *times, utc, format_km(event["at_m"])]


def _time(stamp: Document | None, *, up: bool = False) -> str:
    return f"{format_stamp(stamp, with_year=True, up=up)} {format_zone(stamp)}" if stamp else "never"


def _legs(document: Document, legs: Sequence[Document]) -> str:
    rows = []
    for leg in legs:
        error = f" ±{format_km(leg['error_m'])}" if leg["error_m"] else ""
        span = " to ".join(format_duration(leg[key]) for key in ("run_low_s", "run_high_s"))
        cells = [" – ".join(station_name(document, leg[end]) for end in ("from", "to")), leg["line"]]
        cells += [f"{format_km(leg['length_m'])}{error}", leg["basis"], f"{format_duration(leg['run_s'])} ({span})"]
        rows.append([*cells, f"{leg['speed_kmh']:g} km/h", format_source(leg)])
    return _table(["leg", "line", "length", "basis", "time", "speed", "source"], rows, links=(6,))


def _ways(document: Document) -> Iterator[str]:
    for number, way in list_other_ways(document):
        yield f"## Way {number}: {escape_markdown(format_km(way['length_m']))}"
        yield _legs(document, way["legs"])


def _places(document: Document) -> Iterator[str]:
    """Yield the rows of a comparison or of a reach as a table."""
    answer = document["answer"]
    if "rows" in answer:
        names, rows = reading_names(document), []
        for row in answer["rows"]:
            ends = [station_name(document, row[end]) for end in ("from", "to")]
            readings = row.get("depart_by")
            times = [_time(readings[name]) if readings else "" for name in READINGS]
            rows.append([*ends, row["train"], *times, row["open"], _chance(row["on_time_now"]), row["note"] or ""])
        yield _table(["from", "to", "by", *(names[n] for n in READINGS), "open", "in time now", "note"], rows)
        return
    rows = [
        [
            station_name(document, code),
            format_model_chance(place["chance"]),
            *(_time(place[name], up=True) for name in ("expected", "early", "late")),
            format_km(place["length_m"]),
            place["basis"],
        ]
        for (code, _), place in zip(list_place_rows(document), answer["stations"], strict=True)
    ]
    yield escape_markdown(f"Reached by {_time(answer['at'])}:")
    yield _table(["place", "chance", "expected", "early", "late", "length", "basis"], rows)


def _notes(document: Document) -> Iterator[str]:
    if document["notes"]:
        yield "## Notes"
        yield _list(escape_markdown(note) for note in document["notes"])


def _assumptions(document: Document) -> Iterator[str]:
    if document["assumptions"]:
        yield "## Assumptions"
        rows = []
        for entry in document["assumptions"]:
            low, value, high = (f"{entry[key]:g}" for key in ("low", "value", "high"))
            spread = value if low == high else f"{value} ({low} to {high})"
            known = (entry["known_from"] or "")[:10]
            rows.append([entry["key"], f"{spread} {entry['unit']}", format_source(entry), known, entry["note"] or ""])
        yield _table(["key", "value", "source", "known from", "note"], rows, links=(2,))


def _sources(document: Document) -> Iterator[str]:
    """Yield the sources of the question, of lengths and of positions, each once."""
    groups = {
        "Of the question": [_source(source) for source in document["sources"]],
        "Of lengths": [link_markdown(format_source(leg)) for leg in (document["itinerary"] or {}).get("legs", ())],
        "Of positions": sorted(link_markdown(format_source(s)) for s in document["stations"].values()),
    }
    if any(groups.values()):
        yield "## Sources"
    for name, items in groups.items():
        if items:
            yield f"{name}:"
            yield _list(dict.fromkeys(items))


def _source(source: Document) -> str:
    if is_feed(source):
        return "; ".join(map(_link_fact, list_feed(source)))
    return "; ".join(link_markdown(value) for _, value in source.items() if value is not None)


def _link_fact(fact: str) -> str:
    name, _, value = fact.partition(": ")
    return f"{name}: {link_markdown(value)}"


def _method(document: Document) -> Iterator[str]:
    yield "## How this was computed"
    schema = document["schema"]
    yield escape_markdown(
        f"Time zones: tzdata {document['tzdata']}. Document: {schema['name']}, version {schema['version']}. "
        f"Knowledge as of {document['as_of']['local']} ({document['as_of']['zone']}, {document['as_of']['utc']})."
        + (f" {format_input(document)}" if document.get("input") else "")
    )


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], *, links: Sequence[int] = ()) -> str:
    """Return a table; the columns `links` are sources, and link to the web where they can."""
    lines = [f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head))]
    for row in rows:
        cells = [link_markdown(cell) if n in links else escape_markdown(cell) for n, cell in enumerate(row)]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)
