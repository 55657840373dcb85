"""What a joined journey has beside others as words: the rides as planned, and the chance of making each change."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from routes.report.layout import build_table
from routes.report.scheduled_words import list_rides
from routes.sentences import format_chance, station_name
from routes.stamps import format_stamp, format_zone

Document = Mapping[str, Any]


def format_rides(document: Document) -> list[str]:
    """Return the rides of each leg by timetable for one who leaves as the answer says, and the changes into them."""
    lines: list[str] = []
    legs = document["itinerary"]["legs"]
    for name, group in groupby(legs, key=lambda leg: leg.get("timetable")):
        if name:
            lines += ["", f"by timetable {name}, if all goes as expected"]
            lines += list_rides([*group], document["stations"])
    changes = document["answer"]["changes"]
    return [*lines[1:], *(["", *_tell_changes(document)] if changes else [])]


def _tell_changes(document: Document) -> list[str]:
    """Return a row for each change; what one who misses it still has is told where there is a deadline."""
    by_deadline = "arrive_by" in document["answer"]
    rows = []
    for change in document["answer"]["changes"]:
        ready, missed = change["ready_by"], change["if_missed"]
        row = [station_name(document, change["station"]), format_stamp(ready), format_zone(ready)]
        row += [format_chance(change["chance"])]
        rows.append([*row, *(["none" if missed is None else format_chance(missed)] if by_deadline else [])])
    heads = ["change at", "be there by", "", "chance", *(["if missed, in time with"] if by_deadline else [])]
    return build_table(heads, rows)
