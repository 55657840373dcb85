"""What a popup says of a place in an answer without a single itinerary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from routes.claim_sentences import format_model_chance
from routes.sentences import format_chance
from routes.stamps import format_stamp, format_utc, format_zone
from routes.units import format_km

Document = Mapping[str, Any]
Popup = dict[str, Any]


def build_row_blocks(document: Document, code: str) -> list[Popup]:
    """Return when a place is reached, early, expected and late; nothing for a comparison, or for the origin."""
    return [_build_block(document, row) for row in _find_rows(document, code)]


def list_row_lines(document: Document, code: str) -> list[str]:
    """Return how far along its way a place lies."""
    return [f"{format_km(row['length_m'])} along the way ({row['basis']})." for row in _find_rows(document, code)]


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
