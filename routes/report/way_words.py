"""The ways of an answer as a table for a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from routes.report.layout import build_table, wrap_text
from routes.sentences import list_way_rows

Document = Mapping[str, Any]


def format_ways(document: Document) -> list[str]:
    """Return a row for each way: its length and time, the most track it shares with a way above, and where it leads."""
    law = "Shared is the most track, as a share of the shorter, that a way has in common with one above it."
    head = ["", "length", "under way", "shared", "countries", "through"]
    return ["WAYS", *build_table(head, list_way_rows(document)), *wrap_text(law)]
