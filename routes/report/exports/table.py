"""An answer as CSV (RFC 4180): a row for each event of a journey, or for each place of an answer of rows."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from io import StringIO
from typing import Any

from routes.report.exports.rows import list_event_rows, list_place_rows
from routes.report.exports.texts import shield_cell

Document = Mapping[str, Any]
NO_ROWS = ("station", "name")


def build_table(document: Document) -> str:
    """Return a header and rows; what has no value or no time is empty, and no text is a formula to a spreadsheet."""
    is_places = document["itinerary"] is None
    rows = [row for _, row in list_place_rows(document)] if is_places else list_event_rows(document)
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(rows[0] if rows else NO_ROWS)
    writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return out.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return shield_cell(value) if isinstance(value, str) else f"{value:.12g}"
