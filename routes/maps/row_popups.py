"""What a popup says of a place in an answer without a single itinerary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from routes.claim_sentences import format_model_chance, name_vehicle
from routes.sentences import format_chance, station_name
from routes.sentences_rows import find_farthest
from routes.stamps import format_stamp, format_utc, format_zone
from routes.units import format_km

Document = Mapping[str, Any]
Popup = dict[str, Any]
MOST_LINES = 4


def build_row_blocks(document: Document, code: str) -> list[Popup]:
    """Return when a place is reached, early, expected and late; nothing for a comparison, or for the origin."""
    return [_build_block(document, row) for row in _find_rows(document, code)]


def list_row_lines(document: Document, code: str) -> list[str]:
    """Return how far along its way a place lies."""
    return [f"{format_km(row['length_m'])} along the way ({row['basis']})." for row in _find_rows(document, code)]


def list_compared(document: Document, code: str) -> list[str]:
    """Return the lines below the name of an end of a comparison: by when to leave for it, and with what chance."""
    answer = document["answer"]
    if "rows" not in answer:
        return []
    if code in document["question"]["origins"]:
        return ["time to leave by, at even odds,", "and chance as of then"]
    rows = [row for row in answer["rows"] if row["to"] == code and row["depart_by"]]
    return [_name_row(document, row) for row in rows[:MOST_LINES]]


def _name_row(document: Document, row: Document) -> str:
    """Return `train: Mon 11 Sep 06:22 UTC+9, 79%`; where the ways begin at several places, from which."""
    stamp, many = row["depart_by"]["even"], len(document["question"]["origins"]) > 1
    start = f"{station_name(document, row['from'])}, " if many else ""
    leave = f"{format_stamp(stamp)} {format_zone(stamp)}" if stamp else "never"
    return f"{start}{name_vehicle(row['mode'])}: {leave}, {format_model_chance(row['on_time_now'])}"


def list_reached(document: Document) -> dict[str, str]:
    """Return the chance of each place of a reach: first those that the verdict names, then those nearest even odds."""
    answer = document["answer"]
    rows = sorted(answer.get("stations", ()), key=lambda row: abs(row["chance"] - 0.5))
    named = [find_farthest(document, chance) for chance in (0.5, round(1 - answer["confidence"], 4))] if rows else []
    return {row["station"]: format_model_chance(row["chance"]) for row in (*named, *rows) if row}


def _find_rows(document: Document, code: str) -> list[Document]:
    return [row for row in document["answer"].get("stations", ()) if row["station"] == code]


def _build_block(document: Document, row: Document) -> Popup:
    confidence = document["answer"]["confidence"]
    early, late = format_chance(round(1 - confidence, 4)), format_chance(confidence)
    names = {"early": f"early {early}", "expected": "expected", "late": f"late {late}"}
    rows = [[name, *_cells(row[key])] for key, name in names.items()]
    by = format_stamp(document["answer"]["at"], with_year=True)
    return {
        "heading": f"Reached by {by} {format_zone(document['answer']['at'])} with {format_model_chance(row['chance'])}",
        "head": ["arrives", f"local {format_zone(row['early'])}", "UTC"],
        "rows": rows,
        "note": "",
    }


def _cells(stamp: Document | None) -> list[str]:
    if stamp is None:
        return ["never", ""]
    return [format_stamp(stamp, up=True), format_utc(stamp, up=True).removesuffix(" UTC")]
