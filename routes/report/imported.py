"""The document of an import of feeds: how much was read, from whom, and what was left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from routes.scenarios.timetables import list_days
from routes.timetable.compiling import Compiled
from routes.timetable.table import Timetable

Document = dict[str, Any]
VERSION = 1


def list_sources(table: Timetable) -> Iterator[Document]:
    """Yield who published each feed of a timetable, its version and whom it credits."""
    for feed in table.about["feeds"]:
        yield {
            "title": feed.get("feed_publisher_name") or feed["label"],
            "url": feed.get("feed_publisher_url") or None,
            "feed": feed["label"],
            "sha256": feed["sha256"],
            "version": feed.get("feed_version") or None,
            "valid_from": _format_day(feed.get("feed_start_date")),
            "valid_to": _format_day(feed.get("feed_end_date")),
            "from": _format_day(feed["first_day"]),
            "to": _format_day(feed["last_day"]),
            "agencies": feed["agencies"],
            "credits": feed["credits"] or None,
            "source": feed["source"] or None,
        }


def _format_day(ordinal: int | None) -> str | None:
    return date.fromordinal(ordinal).isoformat() if ordinal else None


def build_imported(compiled: Compiled) -> Document:
    """Return what came of an import: how much, from whom, and the rows that were left out."""
    table = compiled.table
    first, last = list_days(table)
    left: dict[str, int] = {}
    for told in compiled.told:
        for file, count in told.left_out.items():
            left[file] = left.get(file, 0) + count
    named = {"stops": "lat_e7", "routes": "route_kind", "trips": "route", "stop_times": "stop"}
    counts = {name: len(table.arrays[array]) for name, array in named.items()}
    return {
        "schema": {"name": "routes/timetable-import", "version": VERSION},
        "name": table.name,
        "path": str(compiled.path),
        "counts": counts | {"stops": counts["stops"] - table.about["copies"]},
        "from": first.isoformat(),
        "to": last.isoformat(),
        "zones": list(table.zones),
        "left_out": left,
        "faults": [
            {"code": code, "file": file, "field": field, "rows": count}
            for told in compiled.told
            for (code, file, field), count in told.counts.items()
        ],
        "findings": [finding._asdict() for finding in compiled.findings],
        "sources": list(list_sources(table)),
    }
