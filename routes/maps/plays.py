"""What the player of a page shows: which journeys move together, and in which words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from routes import clock
from routes.claim_sentences import name_by
from routes.maps.apart import find_apart, name_journey
from routes.maps.features import list_parts
from routes.maps.frames import READINGS, Journey, build_frames
from routes.maps.rows import name_compared
from routes.maps.ticks import Tick, list_deadlines, list_marks
from routes.sentences import format_bounds, format_chance, format_leaving, reading_names
from routes.sentences_rows import format_group, group_deadlines
from routes.sentences_scheduled import PROFILE, is_scheduled
from routes.sentences_told import is_told
from routes.stamps import Stamp

Document = Mapping[str, Any]
EVENLY = "At even speed from place to place."
TOGETHER = "Played on one clock: each way as late as even odds of being in time allow, or as late as any."
EXPECTED = "Played on one clock: each way as expected, by what was told."
BY_TIMETABLE = "Played: the journey by timetable."
BY_TIMETABLES = "Played on one clock: the journeys by timetable."
EDGED = "A way is edged where its train is with {}."
MOST_TOGETHER = 12
"""Ways that are played together: more would hide the map, and their names its reader."""


class _Play(NamedTuple):
    """Journeys on one clock, with what tells them from other plays, and what stands below the slider."""

    name: str
    about: str
    journeys: tuple[Journey, ...]
    marks: tuple[Tick, ...]


def build_plays(document: Document) -> list[dict[str, Any]]:
    """Return what the page's player shows of each reading of the question; nothing for an answer without times.

    Of a deadline it shows the departure with even odds, then the safe one and the last that is not too late. The ways
    of a comparison, and the journeys of a timetable, move together; so do the other ways of a claim or an answer.
    """
    shown = [(play, build_frames(play.journeys, marks=play.marks)) for play in _list_plays(document)]
    return [{"name": play.name, "about": _explain(play), **frames} for play, frames in shown if frames]


def _explain(play: _Play) -> str:
    """Return what is played, and of several trains what their bands mean, which of one stands beside its band."""
    answer = play.journeys[0].document["answer"]
    if len(play.journeys) == 1 or "confidence" not in answer:
        return f"{play.about} {EVENLY}"
    return f"{play.about} {EVENLY} {EDGED.format(format_chance(2 * answer['confidence'] - 1))}"


def _list_plays(document: Document) -> Iterator[_Play]:
    kind = document["question"]["kind"]
    if kind == "compare":
        yield from _list_compared(document)
    elif document["itinerary"] is None or "depart" not in document["answer"]:
        return
    elif is_scheduled(document):
        parts = list_parts(document) if kind != PROFILE else [document]
        journeys = [Journey(part, n - 1 if n else None, name_journey(part)) for n, part in enumerate(parts)]
        about = BY_TIMETABLE if len(parts) == 1 else BY_TIMETABLES
        yield _Play("", about, tuple(journeys[:MOST_TOGETHER]), tuple(list_marks(document)))
    else:
        yield from _list_readings(document)


def _list_compared(document: Document) -> Iterator[_Play]:
    """Yield the rows of a comparison that are played, by the reading of their deadline."""
    about = EXPECTED if is_told(document) else TOGETHER
    for group in group_deadlines(document["answer"]["rows"]):
        rows = [row for row in group.rows if "events" in row]
        if rows:
            journeys = tuple(_read_row(document, row) for row in rows[:MOST_TOGETHER])
            yield _Play(format_group(group), about, journeys, tuple(list_deadlines(document, rows)))


def _read_row(document: Document, row: Document) -> Journey:
    way = document["answer"]["ways"][row["way"]]
    return Journey(_put(document, way["legs"], row["events"]), row["way"], name_compared(document, row))


def _put(document: Document, legs: Sequence[Document], events: Sequence[Document]) -> Document:
    """Return a document whose itinerary is another way."""
    return {**document, "itinerary": {"legs": legs, "events": events}}


def _list_readings(document: Document) -> Iterator[_Play]:
    """Yield what is played of each reading of a question, for each departure that answers it."""
    apart = {number + 1: way for way, number in enumerate(find_apart(document))}
    for number, part in enumerate(list_parts(document)):
        others = [] if number else _list_others(part)
        for shown, reading in _list_departures(part):
            is_first = shown is part
            name = _name_by(part) if others and is_first else ""
            journeys = (Journey(shown, apart.get(number), name), *(others if is_first else ()))
            yield _Play(_name(shown, reading), _about(shown, reading), journeys, tuple(list_marks(shown)))


def _name_by(part: Document) -> str:
    return name_by(part["question"]["mode"]).capitalize() if "claims" in part["answer"] else "Way 1"


def _list_others(part: Document) -> list[Journey]:
    """Return the other ways of an answer that have times, numbered as they are drawn."""
    ways = [(f"Way {number}", way) for number, way in enumerate(part.get("ways", ())[1:], start=2)]
    claims = [claim for claim in part["answer"].get("claims", ()) if claim.get("legs")]
    ways += [(name_by(claim["mode"]).capitalize(), claim) for claim in claims]
    return [
        Journey(_put(part, way["legs"], way["events"]), number, name)
        for number, (name, way) in enumerate(ways)
        if "events" in way
    ][: MOST_TOGETHER - 1]


def _list_departures(part: Document) -> Iterator[tuple[Document, str]]:
    """Yield what is played of one reading of the question, each with the reading of its departure."""
    answer = part["answer"]
    yield part, "even" if answer.get("depart_by", {}).get("even") else "too_late_after"
    for departure in answer.get("departures", ()):
        later_s = departure["later_s"]
        events = [
            {**event, **{name: _move(event[name], later_s) for name in READINGS}}
            for event in part["itinerary"]["events"]
        ]
        moved = {"answer": {**answer, "depart": _move(answer["depart"], later_s)}}
        yield {**part, **moved, "itinerary": {**part["itinerary"], "events": events}}, departure["reading"]


def _move(stamp: Stamp | None, later_s: int) -> Stamp | None:
    """Return a stamp so many seconds later on its own clock."""
    at = stamp and datetime.fromisoformat(stamp["utc"]) + timedelta(seconds=later_s)
    return clock.stamp(at, stamp["zone"]) if stamp and at else None


def _name(document: Document, reading: str) -> str:
    """Return what tells this play from the others: the bounds, and of a deadline which departure it is."""
    bounds = format_bounds(document)
    if not document["answer"].get("departures"):
        return bounds
    return f"{reading_names(document)[reading]}: {_name_leaving(document)}, {bounds}"


def _name_leaving(document: Document) -> str:
    return f"leaving {format_leaving(document)}"


def _about(document: Document, reading: str) -> str:
    """Return which journey is played: of a deadline the departure with even odds, else the expected one."""
    answer = document["answer"]
    if "depart_by" not in answer or "on_time" in answer:
        return f"Played: the expected journey, {_name_leaving(document)}."
    safe = answer["confidence"]
    chances = {"safe": format_chance(safe), "even": "even odds", "too_late_after": format_chance(1 - safe)}
    return f"Played: the departure with {chances[reading]} of being in time, {_name_leaving(document)}."
