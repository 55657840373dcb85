"""Which alternatives of an answer are drawn apart from its first way, and what tells them from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from routes.sentences_scheduled import PROFILE, format_changes, is_scheduled
from routes.stamps import format_stamp

Document = Mapping[str, Any]


def find_apart(document: Document) -> list[int]:
    """Return which alternatives are drawn beside the first: those by timetable, or where another reading goes apart.

    A profile has too many.
    """
    if document["question"]["kind"] == PROFILE:
        return []
    ways = [_list_lines(part) for part in (document, *document["alternatives"])]
    return [n for n, way in enumerate(ways[1:]) if is_scheduled(document) or way != ways[0]]


def _list_lines(part: Document) -> list[tuple[str, str, str]]:
    return [(leg["from"], leg["to"], leg["line"]) for leg in part["itinerary"]["legs"]]


def name_journey(part: Document) -> str:
    """Return what tells a journey by timetable from the others: `leaves Tue 14 May 06:20, 2 changes`."""
    return f"leaves {format_stamp(part['answer']['depart'])}, {format_changes(part['answer']['changes'])}"
