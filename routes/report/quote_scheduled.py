"""What the sentence to quote says of an answer by timetable: its dates, clocks and trains."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from routes.report.quote import say_quote
from routes.report.saying import Fact, Listed, Place, Time, fact
from routes.sentences_scheduled import visible

Document = Mapping[str, Any]


def build_scheduled_quote(document: Document) -> dict[str, str]:
    """Return by language the sentence to quote: the best journey with its trains, and whose timetable says so."""
    answer, way = document["answer"], document["itinerary"]
    changes = answer["changes"]
    found = fact(
        "scheduled",
        who=visible(document["sources"][0]["title"]),
        sort=fact("last in time" if document["question"]["arrive"] else "first to arrive"),
        start=Place(way["from"]),
        end=Place(way["to"]),
        leave=Time(answer["depart"]),
        come=Time(answer["arrive"]["expected"], "up"),
        changes=fact("changes" if changes else "no change", changes=changes),
        lines=Listed(_list_lines(document), "list"),
    )
    return say_quote(document, [found])


def _list_lines(document: Document) -> list[Fact]:
    legs = document["itinerary"]["legs"]
    lines = dict.fromkeys("" if leg["mode"] == "foot" else visible(leg["line"]) for leg in legs)
    return [fact("line", line=line) if line else fact("on foot") for line in lines]
