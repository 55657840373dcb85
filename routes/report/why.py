"""What an answer rests on, as words: timed items, drivers, turning points, assumptions, evidence, lengths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from routes.report.layout import build_table, wrap_text
from routes.sentences import name_way, station_name
from routes.sentences_why import (
    ALLOWED_APART,
    format_becomes,
    format_driver,
    format_input,
    format_range,
    format_shares,
    format_source,
    format_spread,
    format_width,
    head_allowances,
    list_allowances,
    list_steady,
)
from routes.units import format_duration, format_km

Document = Mapping[str, Any]


def format_why(document: Document) -> list[str]:
    """Return timed items, then what drives and what turns each reading, every assumption and all evidence."""
    parts = [document, *document["alternatives"]]
    lines = ["WHY", *_items(document["itinerary"], document)]
    for part in parts:
        lines += [*_allowances(part["answer"]), *_drivers(part["answer"]), *_turning_points(part["answer"])]
    lines += ["", *format_assumptions(document), *_evidence(document["sources"]), *_track(document)]
    return [*lines, f"Time zones: tzdata {document['tzdata']}.", format_input(document)]


def format_assumptions(document: Document) -> list[str]:
    """Return every assumption with its value, how its cases are spread, and its source."""
    return ["ASSUMPTIONS", *(line for entry in document["assumptions"] for line in _assumption(entry))]


def _items(itinerary: Document, document: Document) -> list[str]:
    rows = []
    for leg in itinerary["legs"]:
        what = f"run {station_name(document, leg['from'])} – {station_name(document, leg['to'])}"
        times = [format_duration(leg[k]) for k in ("run_low_s", "run_s", "run_high_s")]
        rows.append([what, format_km(leg["length_m"]), *times, ", ".join(leg["keys"])])
    for dwell in itinerary["dwells"]:
        times = [format_duration(dwell[k]) for k in ("low_s", "likely_s", "high_s")]
        what = f"{dwell['kind']} {station_name(document, dwell['station'])}"
        rows.append([what, "", *times, ", ".join(dwell["keys"])])
    return build_table(["item", name_way(document), "low", "likely", "high", "assumption"], rows, is_loose=True)


def _allowances(answer: Document) -> list[str]:
    rows = list_allowances(answer) if "allowances" in answer else []
    table = build_table(head_allowances(answer), rows) if rows else []
    return ["", "ALLOWANCES", *table, ALLOWED_APART] if rows else []


def _drivers(answer: Document) -> list[str]:
    drivers = answer.get("drivers") or ()
    if not drivers:
        return []
    rows = [[format_driver(d), format_duration(d["share_s"]), f"{d['share']:.1%}", _some(d["keys"])] for d in drivers]
    lines = [
        "",
        "DRIVERS",
        *wrap_text(format_width(answer)),
        *build_table(["what", "of it", "share", "assumptions"], rows, is_loose=True),
    ]
    return [*lines, format_shares(answer)]


def _some(keys: Sequence[str]) -> str:
    """Return the first keys of a list, and how many follow."""
    return ", ".join(keys[:3]) + (f" and {len(keys) - 3} more" if len(keys) > 3 else "")


def _turning_points(answer: Document) -> list[str]:
    points = answer.get("turning_points") or ()
    if not points:
        return []
    rows = [
        [
            point["key"],
            format_range({**point["now"], "value": point["now"]["likely"], "unit": point["unit"]}),
            f"{point['value']:g} {point['unit']} or {'more' if point['direction'] == 'above' else 'less'}",
            format_becomes(point["becomes"]),
        ]
        for point in points
        if point["value"] is not None
    ]
    law = "One value at a time, certain (--set KEY=VALUE), all else as it is."
    steady = list_steady(points)
    lines = ["", "TURNING POINTS", *wrap_text(f"{_headline(answer)} {law}")]
    lines += build_table(["assumption", "now", "turns at", "becomes"], rows) if rows else []
    return [*lines, *(wrap_text(f"No single value changes it: {', '.join(steady)}.") if steady else [])]


def _headline(answer: Document) -> str:
    if "verdict" in answer:
        return f"What would turn the verdict from {answer['verdict']}."
    if "on_time" in answer:
        return "What would turn the verdict."
    if "arrive_by" in answer and answer["depart_by"]["even"] is None:
        return "What would give a departure with even odds."
    if "arrive_by" in answer:
        return f"What would move leaving at even odds from {format_becomes(answer['depart']['local'][:10])}."
    return f"What would move the expected arrival from {format_becomes(answer['arrive']['expected']['local'][:10])}."


def _assumption(entry: Document) -> Iterator[str]:
    yield f"{entry['key']} = {format_range(entry)}  [{entry['origin']}]"
    yield from wrap_text(f"spread: {format_spread(entry)}", "  ")
    yield from wrap_text(f"source: {format_source(entry)}{_known_from(entry)}", "  ")
    yield from wrap_text(entry["note"], "  ") if entry["note"] else []


def _known_from(entry: Document) -> str:
    if not entry.get("known_from"):
        return ""
    return f"; known from {datetime.fromisoformat(entry['known_from']).astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _evidence(sources: Sequence[Document]) -> list[str]:
    """Return the evidence log of a scenario, as far as it was known then."""
    lines = ["", "EVIDENCE"] if sources else []
    for source in sources:
        lines += wrap_text(f"{source['title']}{_known_from(source)}")
        lines += wrap_text(f"says: {source['says']}", "  ")
        lines += [f"  {name}: {source[name]}" for name in ("url", "archive", "accessed") if source.get(name)]
    return lines


def _track(document: Document) -> list[str]:
    tracks = dict.fromkeys(f"{leg['line']}: {format_source(leg)}{_share(leg)}" for leg in document["itinerary"]["legs"])
    return [
        "",
        f"{name_way(document).capitalize()} lengths:",
        *(line for track in tracks for line in wrap_text(track, "  ")),
    ]


def _share(leg: Document) -> str:
    return f" ({leg['whole']}; how it divides is assumed)" if leg["whole"] else ""
