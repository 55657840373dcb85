"""An answer as words for a terminal, read from its document; computes no time and no distance."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from routes.clock import zone_city
from routes.sentences import (
    EVENTS,
    READINGS,
    format_arrival,
    format_as_of,
    format_bounds,
    format_chance,
    format_ends,
    format_flip,
    format_length,
    format_readings_note,
    format_route,
    format_summary,
    format_under_way,
    format_verdict,
    format_watch,
    list_assumed,
    reading_names,
    spans_years,
    station_name,
)
from routes.stamps import format_bound, format_stamp, format_utc, format_zone
from routes.units import format_duration, format_km

Document = Mapping[str, Any]


def format_answer(document: Document, *, why: bool = False) -> str:
    """Return the whole answer as lines of text, each reading of the question in turn."""
    blocks = _wrap(f"UNDERSTOOD  {document['question']['understood']}") if "understood" in document["question"] else []
    blocks = ["\n".join(blocks)]
    for part in ({"answer": document["answer"], "itinerary": document["itinerary"]}, *document["alternatives"]):
        blocks.append("\n".join(_format_part({**document, **part})))
    blocks.append("\n".join(_format_rest(document)))
    if why:
        blocks.append("\n".join(format_why(document)))
    return "\n\n".join(block for block in blocks if block)


def _format_part(document: Document) -> list[str]:
    kind = document["question"]["kind"]
    if kind == "distance":
        return _format_distance(document)
    lines = _deadline_head(document) if "arrive_by" in document["answer"] else _arrival_head(document)
    if "arrive_by" in document["answer"]:
        lines += ["", *_deadline_table(document), "", *_hour_table(document)]
    if kind != "latest-departure":
        lines += ["", *_event_table(document)]
    watched = format_watch(document) if "watch" in document["answer"] else []
    return [*lines, "", *(line for sentence in (*watched, *format_summary(document)) for line in _wrap(sentence))]


def _wrap(text: str, indent: str = "") -> list[str]:
    """Return a sentence as lines of at most 100 characters; addresses and names with hyphens stay whole."""
    return textwrap.wrap(
        text,
        100,
        initial_indent=indent,
        subsequent_indent=indent + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _deadline_head(document: Document) -> list[str]:
    answer = document["answer"]
    by = format_bounds(document).partition(",")[0]
    if "on_time" in answer:
        head = f"CAN IT BE THERE  {format_ends(document)} {by}"
        leaves = f"leaving {format_stamp(answer['depart'], with_year=True)} {zone_city(answer['depart']['zone'])}"
        return [
            head,
            format_as_of(document),
            "",
            *_wrap(f"In time with {format_chance(answer['on_time'])} ({leaves})."),
            *_wrap(format_arrival(document)),
        ]
    verdict = [line for sentence in format_verdict(document) for line in _wrap(sentence)]
    return [f"LATEST DEPARTURE  {format_ends(document)} {by}", format_as_of(document), "", *verdict]


def _arrival_head(document: Document) -> list[str]:
    depart = document["answer"]["depart"]
    leaves = f"leaving {format_stamp(depart, with_year=True)} {zone_city(depart['zone'])} ({format_utc(depart)})"
    return [f"ARRIVAL  {format_ends(document)}, {leaves}", format_as_of(document), "", *_wrap(format_arrival(document))]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return lines with columns as wide as their widest cell."""
    widths = [max(len(row[i]) for row in (head, *rows)) for i in range(len(head))]
    return ["  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in (head, *rows)]


def _deadline_table(document: Document) -> list[str]:
    with_year = spans_years(document)
    rows = [
        [
            f"{station_name(document, row['station'])} {EVENTS[row['event']]}",
            *_reading_cells(row, with_year=with_year, is_bound=row is document["answer"]["deadlines"][-1]),
            _zones(row[name] for name in READINGS if row[name]),
        ]
        for row in document["answer"]["deadlines"]
    ]
    lines = _table(["local time", *reading_names(document).values(), ""], rows)
    return [*lines, *(["* already past"] if any(row["past"] for row in document["answer"]["deadlines"]) else [])]


def _reading_cells(row: Document, *, with_year: bool, is_bound: bool = False) -> list[str]:
    return [_reading_cell(row, name, with_year=with_year, is_bound=is_bound) for name in READINGS]


def _reading_cell(row: Document, name: str, *, with_year: bool, is_bound: bool = False) -> str:
    write = format_bound if is_bound else format_stamp
    if row[name] is None:
        return "never"
    return write(row[name], with_year=with_year) + ("*" if name in row["past"] else "")


def _zones(stamps: Iterable[Document]) -> str:
    """Return the offset of the clock, or each in turn where it changes between the times of a row."""
    return " / ".join(dict.fromkeys(format_zone(stamp) for stamp in stamps))


def _hour_table(document: Document) -> list[str]:
    answer = document["answer"]
    name = station_name(document, document["question"]["from"])
    with_year, (safe, *others) = spans_years(document), reading_names(document).values()
    rows = [
        [format_bound(row["arrive_by"], with_year=with_year), *_reading_cells(row, with_year=with_year)]
        for row in answer["by_hour"]
    ]
    return [
        *_table(["to arrive by", f"leave {name}: {safe}", *others], rows),
        *(format_flip(flip) for flip in answer["date_flips"]),
    ]


def _event_table(document: Document) -> list[str]:
    anchors = {(a["station"], a["event"]) for a in document["answer"]["anchors"]}
    rows, with_year = [], spans_years(document)
    for event in document["itinerary"]["events"]:
        if event["event"] != "pass" or (event["station"], "pass") in anchors:
            name = f"{station_name(document, event['station'])} {EVENTS[event['event']]}"
            stamps = [event[k] for k in ("early", "time", "late")]
            times = [format_stamp(stamp, with_year=with_year, up=True) if stamp else "never" for stamp in stamps]
            rows.append([name, *times, _zones(stamp for stamp in stamps if stamp), format_km(event["at_m"])])
    return _table(["local time", "early", "expected", "late", "", "track"], rows)


def _format_rest(document: Document) -> list[str]:
    question = document["question"]
    if question["kind"] == "distance":
        return _notes(document)
    lines = _wrap(f"Assumes: {'; '.join(list_assumed(document))}.")
    lines += _wrap(format_readings_note(document)) if "deadlines" in document["answer"] else []
    return [*lines, *_notes(document), f"Try: {_suggestions(document)}"]


def _notes(document: Document) -> list[str]:
    return [line for note in document["notes"] for line in _wrap(f"Note: {note}.")]


def _suggestions(document: Document) -> str:
    question = document["question"]
    lengths: dict[str, int] = {}
    for leg in document["itinerary"]["legs"]:
        lengths[leg["keys"][0]] = lengths.get(leg["keys"][0], 0) + leg["length_m"]
    speeds = [a for a in document["assumptions"] if a["unit"] == "km/h"]
    speed = max(speeds, key=lambda a: lengths.get(a["key"], 0), default=None)
    tries = []
    if "words" not in question:
        tries = ['--arrive "Tuesday noon"'] if question["arrive"] else ['--depart "tomorrow 06:00"']
    tries += [f"--set {speed['key']}={speed['low']:g}"] if speed else []
    return "   ".join([*tries, "--why", "--map route.html"])


def _format_distance(document: Document) -> list[str]:
    itinerary = document["itinerary"]
    rows, at_m = [], 0
    for leg in itinerary["legs"]:
        at_m += leg["length_m"]
        ends = f"{station_name(document, leg['from'])} – {station_name(document, leg['to'])}"
        error = f" ±{format_km(leg['error_m'])}" if leg["error_m"] else ""
        rows.append([ends, format_km(leg["length_m"]) + error, format_km(at_m), leg["basis"], leg["line"]])
    reversals = [station_name(document, d["station"]) for d in itinerary["dwells"] if d["kind"] == "reversal"]
    turned = [f"Reversing at {', '.join(reversals)}."] if reversals else []
    head = f"DISTANCE  {format_ends(document)}, for {document['question']['train']['title']}"
    table = _table(["leg", "length", "so far", "basis", "line"], rows)
    sentences = [format_route(document), f"{format_length(itinerary)};", f"{format_under_way(itinerary)}."]
    lines = [line for sentence in sentences for line in _wrap(sentence)]
    return [head, format_as_of(document), "", *lines, *turned, "", *table]


def format_why(document: Document) -> list[str]:
    """Return every timed item with its assumptions, then every assumption with its value and source."""
    itinerary = document["itinerary"]
    rows = []
    for leg in itinerary["legs"]:
        what = f"run {station_name(document, leg['from'])} – {station_name(document, leg['to'])}"
        times = [format_duration(leg[k]) for k in ("run_low_s", "run_s", "run_high_s")]
        rows.append([what, format_km(leg["length_m"]), *times, ", ".join(leg["keys"])])
    for dwell in itinerary["dwells"]:
        times = [format_duration(dwell[k]) for k in ("low_s", "likely_s", "high_s")]
        rows.append(
            [f"{dwell['kind']} {station_name(document, dwell['station'])}", "", *times, ", ".join(dwell["keys"])]
        )
    lines = ["WHY", *_table(["item", "track", "low", "likely", "high", "assumption"], rows), ""]
    for a in document["assumptions"]:
        spread = f"{a['value']:g}" if a["low"] == a["high"] else f"{a['low']:g}/{a['value']:g}/{a['high']:g}"
        lines.append(f"{a['key']} = {spread} {a['unit']}  [{a['origin']}]")
        lines += _wrap(f"source: {a['source']}{_known_from(a)}", "  ")
        lines += _wrap(a["note"], "  ") if a["note"] else []
    tracks = dict.fromkeys(f"{leg['line']}: {leg['source']}{_share(leg)}" for leg in itinerary["legs"])
    lines += ["", "Track lengths:", *(line for track in tracks for line in _wrap(track, "  "))]
    return [*lines, f"Time zones: tzdata {document['tzdata']}."]


def _known_from(assumption: Document) -> str:
    if not assumption["known_from"]:
        return ""
    return f"; known from {datetime.fromisoformat(assumption['known_from']).astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _share(leg: Document) -> str:
    return f" ({leg['whole']}; how it divides is assumed)" if leg["whole"] else ""
