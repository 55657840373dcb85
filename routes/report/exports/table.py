"""An answer as CSV (RFC 4180): a row for each event of a journey, or for each place of an answer of rows."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from io import StringIO
from typing import Any

from routes.report.exports.rows import list_event_rows, list_place_rows, list_told_rows
from routes.report.exports.texts import shield_cell

Document = Mapping[str, Any]
NO_ROWS = ("station", "name")


def build_table(document: Document) -> str:
    """Return a header and rows; what has no value or no time is empty, and no text is a formula to a spreadsheet."""
    places = () if document["itinerary"] else [{"kind": "place", **row} for _, row in list_place_rows(document)]
    rows = list_event_rows(document) if document["itinerary"] else [*places, *list_told_rows(document)]
    heads = list(dict.fromkeys(name for row in rows for name in row)) or NO_ROWS
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(heads)
    writer.writerows([_cell(row.get(name)) for name in heads] for row in rows)
    return out.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return shield_cell(value) if isinstance(value, str) else f"{value:.12g}"
