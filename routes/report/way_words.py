"""The ways of an answer as a table for a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from routes.report.layout import build_table, wrap_text
from routes.sentences import station_name
from routes.units import format_duration, format_km

Document = Mapping[str, Any]


def format_ways(document: Document) -> list[str]:
    """Return a row for each way: its length and time, the most track it shares with a way above, and where it leads."""
    rows = [
        [
            str(number),
            format_km(way["length_m"]),
            format_duration(way["expected_s"]),
            f"{way['shared']:.0%}" if number > 1 else "",
            ", ".join(way["countries"]),
            ", ".join(station_name(document, code) for code in way["through"]) or "direct",
        ]
        for number, way in enumerate(document["ways"], start=1)
    ]
    law = "Shared is the most track, as a share of the shorter, that a way has in common with one above it."
    return ["WAYS", *build_table(["", "length", "under way", "shared", "countries", "through"], rows), *wrap_text(law)]
