"""An answer as words for a terminal, read from its document; computes no time and no distance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from routes.clock import zone_city
from routes.sentences import (
    EVENTS,
    READINGS,
    READINGS_NOTE,
    VERDICTS,
    format_arrival,
    format_as_of,
    format_bounds,
    format_ends,
    format_flip,
    format_length,
    format_route,
    format_summary,
    format_under_way,
    format_verdict,
    list_assumed,
    station_name,
)
from routes.stamps import format_bound, format_stamp, format_utc, format_zone
from routes.units import format_duration, format_km

Document = Mapping[str, Any]


def format_answer(document: Document, *, why: bool = False) -> str:
    """Return the whole answer as lines of text, each reading of the question in turn."""
    blocks = [f"UNDERSTOOD  {document['question']['understood']}"] if "understood" in document["question"] else []
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
    return [*lines, "", *format_summary(document)]


def _deadline_head(document: Document) -> list[str]:
    answer = document["answer"]
    by = format_bounds(document).partition(",")[0]
    if "verdict" in answer:
        head = f"CAN IT BE THERE  {format_ends(document)} {by}"
        leaves = f"leaving {format_stamp(answer['depart'], with_year=True)} {zone_city(answer['depart']['zone'])}"
        return [
            head,
            format_as_of(document),
            "",
            f"{VERDICTS[answer['verdict']]} ({leaves}).",
            format_arrival(document),
        ]
    return [f"LATEST DEPARTURE  {format_ends(document)} {by}", format_as_of(document), "", *format_verdict(document)]


def _arrival_head(document: Document) -> list[str]:
    depart = document["answer"]["depart"]
    leaves = f"leaving {format_stamp(depart, with_year=True)} {zone_city(depart['zone'])} ({format_utc(depart)})"
    return [f"ARRIVAL  {format_ends(document)}, {leaves}", format_as_of(document), "", format_arrival(document)]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return lines with columns as wide as their widest cell."""
    widths = [max(len(row[i]) for row in (head, *rows)) for i in range(len(head))]
    return ["  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in (head, *rows)]


def _deadline_table(document: Document) -> list[str]:
    rows = [
        [
            f"{station_name(document, row['station'])} {EVENTS[row['event']]}",
            *_reading_cells(row),
            format_zone(row["even"]),
        ]
        for row in document["answer"]["deadlines"]
    ]
    lines = _table(["local time", "safe", "even odds", "too late after", ""], rows)
    return [*lines, *(["* already past"] if any(row["past"] for row in document["answer"]["deadlines"]) else [])]


def _reading_cells(row: Document) -> list[str]:
    return [format_stamp(row[name]) + ("*" if name in row["past"] else "") for name in READINGS]


def _hour_table(document: Document) -> list[str]:
    answer = document["answer"]
    name = station_name(document, document["question"]["from"])
    rows = [[format_bound(row["arrive_by"]), *_reading_cells(row)] for row in answer["by_hour"]]
    return [
        *_table(["to arrive by", f"leave {name}", "", ""], rows),
        *(format_flip(flip) for flip in answer["date_flips"]),
    ]


def _event_table(document: Document) -> list[str]:
    anchors = {(a["station"], a["event"]) for a in document["answer"]["anchors"]}
    rows = []
    for event in document["itinerary"]["events"]:
        if event["event"] != "pass" or (event["station"], "pass") in anchors:
            name = f"{station_name(document, event['station'])} {EVENTS[event['event']]}"
            times = [format_stamp(event[k], up=True) for k in ("early", "time", "late")]
            rows.append([name, *times, format_zone(event["time"]), format_km(event["at_m"])])
    return _table(["local time", "early", "expected", "late", "", "track"], rows)


def _format_rest(document: Document) -> list[str]:
    question = document["question"]
    if question["kind"] == "distance":
        return [f"Note: {note}." for note in document["notes"]]
    lines = [f"Assumes: {'; '.join(list_assumed(document))}."]
    lines += [READINGS_NOTE]
    lines += [f"Note: {note}." for note in document["notes"]]
    return [*lines, f"Try: {_suggestions(document)}"]


def _suggestions(document: Document) -> str:
    question = document["question"]
    speed = next((a for a in document["assumptions"] if a["unit"] == "km/h"), None)
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
    head = f"DISTANCE  {format_ends(document)}"
    table = _table(["leg", "length", "so far", "basis", "line"], rows)
    lengths = [format_route(document), f"{format_length(itinerary)};", f"{format_under_way(itinerary)}."]
    return [head, "", *lengths, *turned, "", *table]


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
        lines.append(f"  source: {a['source']}" + (f"; known from {a['known_from'][:16]}" if a["known_from"] else ""))
        lines += [f"  {a['note']}"] if a["note"] else []
    tracks = dict.fromkeys(f"{leg['line']}: {leg['source']}" for leg in itinerary["legs"])
    lines += ["", "Track lengths:", *(f"  {track}" for track in tracks)]
    return [*lines, f"Time zones: tzdata {document['tzdata']}."]
