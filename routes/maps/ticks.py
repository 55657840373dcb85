"""What stands on the slider of time: the days of the journey, what was seen, what is claimed, and the deadline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from routes import clock
from routes.clock import format_date
from routes.maps.sightings import format_error, list_sightings, read_stamp
from routes.sentences import station_name
from routes.stamps import Stamp, format_bound, format_stamp, format_zone

Document = Mapping[str, Any]
Tick = tuple[datetime, str, str, int]


def list_days(instants: Sequence[tuple[datetime, str]]) -> list[tuple[datetime, str]]:
    """Return the instants at which a new date begins on the clock of the place, each as `Tue 12 Sep`.

    Takes rising instants, each with the zone of its clock. A clock that is put back over midnight begins no date anew.
    """
    days, shown = [], None
    for (at, _), (after, zone) in pairwise(instants):
        shown = shown or clock.to_local(at, zone).date()
        if (date := clock.to_local(after, zone).date()) > shown:
            days.append((min(max(clock.day_start(date, zone), at), after), format_date(date)))
            shown = date
    return days


def list_marks(document: Document) -> list[Tick]:
    """Return what was seen and not seen, claimed and asked, as instants in order, with kind, text and error in s."""
    question, answer = document["question"], document["answer"]
    marks = [*_sightings(document)]
    if answer.get("left", {}).get("last") and "first" in answer["left"]:
        marks.append(_mark("claimed", "claimed gone by", answer["left"]["last"], bound=True))
    if "arrive_by" in answer:
        word = "claimed there by" if question["kind"] == "feasible" else "to arrive by"
        marks.append(_mark("deadline", word, answer["arrive_by"], bound=True))
    return sorted(marks)


def list_deadlines(document: Document, rows: Sequence[Document]) -> list[Tick]:
    """Return what was seen, and by when rows of a comparison are to be there, each instant once."""
    ends = {row["arrive_by"]["utc"]: row["arrive_by"] for row in rows}
    return sorted([*_sightings(document), *(_mark("deadline", "to arrive by", at, bound=True) for at in ends.values())])


def _sightings(document: Document) -> Iterator[Tick]:
    for kind, item in list_sightings(document):
        name, stamp, error_s = station_name(document, item["station"]), read_stamp(kind, item), item.get("error_s", 0)
        word = f"seen at {name}" if kind == "seen" else f"not seen at {name} by"
        error = f" {format_error(kind, item)}" if kind == "seen" else ""
        yield datetime.fromisoformat(stamp["utc"]), kind, f"{word} {_reading(stamp)}{error}", error_s


def _mark(kind: str, word: str, stamp: Stamp, *, bound: bool = False) -> Tick:
    return datetime.fromisoformat(stamp["utc"]), kind, f"{word} {_reading(stamp, bound=bound)}", 0


def _reading(stamp: Stamp, *, bound: bool = False) -> str:
    return f"{format_bound(stamp) if bound else format_stamp(stamp)} {format_zone(stamp)}"
