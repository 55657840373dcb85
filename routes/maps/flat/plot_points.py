"""The events of a journey as points of a chart: metres from the start, and the instant of each reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any, NamedTuple

from routes.errors import UsageError
from routes.maps.flat.axes import read_utc
from routes.sentences import READINGS
from routes.sentences_scheduled import list_events

Document = Mapping[str, Any]


class Point(NamedTuple):
    """An event of the run: its metres from the start, and its instants by name where it has them.

    `goes_on` is whether what is read here can be followed to the next event: it cannot where a window lies between.
    """

    at_m: int
    times: Mapping[str, datetime]
    goes_on: bool = True


class Shown(NamedTuple):
    """One journey of a chart: the document of its answer, its events that have a time, and their points."""

    document: Document
    events: Sequence[Document]
    points: Sequence[Point]

    @property
    def has_deadline(self) -> bool:
        """Return whether the readings are those of a deadline."""
        return any("even" in point.times for point in self.points)


def list_shown(document: Document) -> Shown:
    """Return the journey of an answer; raises UsageError where it has not two times."""
    if document["itinerary"] is None:
        hint = "ask about one of its rows: routes latest-departure FROM TO --arrive WHEN --json, then routes map FILE"
        raise UsageError(f"a {document['question']['kind']} has no one journey to chart", hint=hint)
    events = [event for event in list_events(document["itinerary"]) if event["time"] is not None]
    if not has_times(document["itinerary"]):
        hint = "ask when it must leave or will arrive: routes arrival FROM TO --depart WHEN"
        raise UsageError("an answer without times has no chart of them", hint=hint)
    return Shown(document, events, _list_points(document, events))


def has_times(itinerary: Document) -> bool:
    """Return whether at least two events have a time."""
    return sum(event["time"] is not None for event in list_events(itinerary)) > 1


def _list_points(document: Document, events: Sequence[Document]) -> list[Point]:
    """Return the events with their times, and with the readings of the deadline where that is asked for."""
    names = ("early", "time", "late")
    base = [Point(e["at_m"], {name: read_utc(e[name]) for name in names if e[name]}) for e in events]
    rows = find_deadlines(document, events)
    found = {index: row for index, row in rows if all(row[name] for name in ("even", "too_late_after"))}
    if not found or events[0]["station"] != events[min(found)]["station"]:
        return base
    points = [Point(p.at_m, {"time": p.times["time"], **_readings(base, found, n)}) for n, p in enumerate(base)]
    waits = set(_find_waits(document, events))
    for before, after in pairwise(sorted(found)):
        if waits & set(range(before, after)):
            points[before] = points[before]._replace(goes_on=False)
            points[before + 1 : after] = [Point(p.at_m, {"time": p.times["time"]}) for p in base[before + 1 : after]]
    return points


def find_deadlines(document: Document, events: Sequence[Document]) -> Iterator[tuple[int, Document]]:
    """Yield the rows of the deadline, each with the index of its event, in travel order."""
    index = 0
    for row in document["answer"].get("deadlines", ()):
        keys = [(event["station"], event["event"]) for event in events[index:]]
        if (row["station"], row["event"]) in keys:
            index += keys.index((row["station"], row["event"]))
            yield index, row


def find_events(events: Sequence[Document], told: Document) -> list[int]:
    """Return the indexes of the events that something told of a station is of, which may be passed twice."""
    here = [index for index, event in enumerate(events) if event["station"] == told["station"]]
    return [index for index in here if events[index]["event"] in (told["event"], "pass")] or here


def _find_waits(document: Document, events: Sequence[Document]) -> Iterator[int]:
    for window in document["question"].get("windows", ()):
        yield from find_events(events, window)


def _readings(base: Sequence[Point], found: Mapping[int, Document], index: int) -> dict[str, datetime]:
    """Return the readings at an event: as computed, or between two that are, in proportion to the way."""
    before = max((i for i in found if i <= index), default=min(found))
    after = min((i for i in found if i >= index), default=max(found))
    names = [name for name in READINGS if found[before][name] and found[after][name]]
    way = base[after].at_m - base[before].at_m
    share = (base[index].at_m - base[before].at_m) / way if way else 0.0
    leads = {name: [read_utc(found[i][name]) - base[i].times["time"] for i in (before, after)] for name in names}
    at = base[index].times["time"]
    return {name: at + first + (last - first) * share for name, (first, last) in leads.items()}


def split_points(points: Sequence[Point], names: Sequence[str]) -> Iterator[list[Point]]:
    """Yield the stretches of two or more points in which all of these readings are known and go on."""
    piece: list[Point] = []
    for point in points:
        if all(name in point.times for name in names):
            piece.append(point)
        if not point.goes_on or not all(name in point.times for name in names):
            yield from [piece] if len(piece) > 1 else []
            piece = []
    if len(piece) > 1:
        yield piece
