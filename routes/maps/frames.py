"""The journey in time: where the train is from instant to instant, with every time and place as text.

Between two events the train runs at an even speed. Between two places whose clocks differ both clocks are given, that
of the place it left first. Nothing is known of the reader's clock.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from math import ceil
from typing import Any, NamedTuple

from routes import clock
from routes.clock import zone_city
from routes.maps.features import list_parts
from routes.maps.ticks import list_days, list_marks
from routes.sentences import format_bounds, format_chance, reading_names, station_name
from routes.stamps import Stamp, format_stamp, format_utc, format_zone

Document = Mapping[str, Any]
STEPS_MIN = (1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440)
MOST_STEPS = 240
READINGS = ("late", "time", "early")
VEHICLES = {"air": "air", "sea": "sea", "road": "road"}
"""What moves along a leg whose line has this name; along any other it is a train."""
GERUNDS = {"dep": "leaving", "arr": "arriving at", "pass": "passing"}


class Course(NamedTuple):
    """The events of one reading that have a time, in travel order: instants, the metres so far, and the events."""

    instants: tuple[datetime, ...]
    at_m: tuple[int, ...]
    events: tuple[Document, ...]

    def position_m(self, instant: datetime) -> int:
        """Return the metres run by an instant; before the first event and after the last the train stands."""
        after = bisect_right(self.instants, instant)
        if after in (0, len(self.instants)):
            return self.at_m[min(after, len(self.at_m) - 1)]
        start, end = self.instants[after - 1], self.instants[after]
        share = (instant - start) / (end - start)
        return round(self.at_m[after - 1] + (self.at_m[after] - self.at_m[after - 1]) * share)

    def ends(self, instant: datetime) -> tuple[Document, Document]:
        """Return the events between which the train is; the same one twice where it stands."""
        after = bisect_right(self.instants, instant)
        before = self.events[max(after, 1) - 1]
        if after in (0, len(self.events)) or before["station"] == self.events[after]["station"]:
            return before, before
        return before, self.events[after]


def build_plays(document: Document) -> list[dict[str, Any]]:
    """Return what the page's player shows of each reading of the question; nothing for an answer without times.

    Of a deadline it shows the departure with even odds, then the safe one and the last that is not too late.
    """
    shown = [one for part in list_parts(document) for one in _list_departures(part)]
    return [play for part, name in shown if (play := build_play(part, name=name))]


def _list_departures(part: Document) -> Iterator[tuple[Document, str]]:
    """Yield what is played of one reading of the question, each with the reading of its departure."""
    answer = part["answer"]
    yield part, ""
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


def build_play(document: Document, *, name: str = "") -> dict[str, Any] | None:
    """Return what is played of the first reading, None for an answer without times.

    `name` is the reading of its departure where that is not the one of the itinerary: even odds, or else the last.
    All lists are as long as `at`, the seconds since the first instant, which rise. `late`, `time` and `early` are the
    metres that such a train has run by then; `clock`, `utc`, `place` and `band` are text. `lengths` and `vehicles` are
    those of the legs; `days` and `marks` stand on the slider, each with its seconds and its text; a mark has
    its kind before the text, and its error in seconds after it.
    """
    events = (document["itinerary"] or {}).get("events") or ()
    name = name or ("even" if document["answer"].get("depart_by", {}).get("even") else "too_late_after")
    courses = [_course(events, reading) for reading in READINGS]
    if not all(course.instants for course in courses) or not document["itinerary"]["legs"]:
        return None
    course, legs = courses[READINGS.index("time")], document["itinerary"]["legs"]
    marks = list_marks(document)
    instants = _instants(courses, course, [mark[0] for mark in marks])
    start = instants[0]
    return {
        "name": _name(document, name),
        "about": _about(document, name),
        "at": [_seconds(start, instant) for instant in instants],
        **{name: [c.position_m(at) for at in instants] for name, c in zip(READINGS, courses, strict=True)},
        **_texts(document, courses, instants),
        "lengths": [leg["length_m"] for leg in legs],
        "vehicles": [VEHICLES.get(leg["line"], "rail") for leg in legs],
        "days": [
            [_seconds(start, at), text]
            for at, text in list_days([(at, _zones(document, course, at)[0]) for at in instants])
        ],
        "marks": [
            [_seconds(start, at), kind, text, error_s]
            for at, kind, text, error_s in marks
            if start <= at <= instants[-1]
        ],
    }


def _course(events: Sequence[Document], reading: str) -> Course:
    """Return one reading up to the first event that has no such time."""
    known: list[tuple[datetime, int, Document]] = []
    for event in events:
        if event[reading] is None:
            break
        instant = datetime.fromisoformat(event[reading]["utc"])
        known.append((max(instant, known[-1][0]) if known else instant, event["at_m"], event))
    return Course(*(tuple(part) for part in zip(*known, strict=True))) if known else Course((), (), ())


def _seconds(start: datetime, instant: datetime) -> int:
    return round((instant - start).total_seconds())


def _instants(courses: Sequence[Course], played: Course, marks: Sequence[datetime]) -> list[datetime]:
    """Return the first and the last instant, those of the played events, and even steps in whole minutes of UTC.

    Marks not too far off, by half of the journey, are within.
    """
    first, last = min(c.instants[0] for c in courses), max(c.instants[-1] for c in courses)
    near = [at for at in marks if first - (last - first) / 2 <= at <= last + (last - first) / 2]
    first, last = min(first, *near, last), max(last, *near, first)
    minutes = (last - first) / timedelta(minutes=1) / MOST_STEPS
    step_s = 60 * next((step for step in STEPS_MIN if step >= minutes), 1440 * ceil(minutes / 1440))
    begin = ceil(first.timestamp() / step_s) * step_s - first.timestamp()
    count = max(0, int(((last - first).total_seconds() - begin) // step_s) + 1)
    even = (first + timedelta(seconds=begin + step_s * i) for i in range(count))
    return sorted({first, last, *played.instants, *even})


def _texts(document: Document, courses: Sequence[Course], instants: Sequence[datetime]) -> dict[str, list[str]]:
    """Return the clock, UTC, place and band of each instant."""
    late, played, early = courses
    fixed = played.instants[0] if early.instants[0] == late.instants[0] else None
    texts: dict[str, list[str]] = {"clock": [], "utc": [], "place": [], "band": []}
    for at in instants:
        up = at != fixed  # the departure that is given is rounded down as a deadline is
        stamps = [clock.stamp(at, zone) for zone in _zones(document, played, at)]
        texts["clock"].append(_format_clocks(stamps, up=up))
        texts["utc"].append(format_utc(stamps[0], up=up))
        texts["place"].append(_format_place(document, played, at))
        texts["band"].append(_format_band(document, late, early, at))
    return texts


def _zones(document: Document, course: Course, instant: datetime) -> list[str]:
    """Return the zone of the place, or those of the two places between which the train is where they differ."""
    if instant in course.instants:
        event = course.events[bisect_right(course.instants, instant) - 1]
        return [document["stations"][event["station"]]["zone"]]
    zones = [document["stations"][event["station"]]["zone"] for event in course.ends(instant)]
    differs = clock.offset_s(instant, zones[0]) != clock.offset_s(instant, zones[1])
    return zones if differs else zones[:1]


def _format_clocks(stamps: Sequence[Stamp], *, up: bool) -> str:
    """Return `Mon 11 Sep 14:45 UTC+9`, or two such readings, each with the city that names its zone."""
    texts = [f"{format_stamp(stamp, up=up)} {format_zone(stamp)}" for stamp in stamps]
    if len(stamps) == 1:
        return texts[0]
    return " / ".join(f"{text} ({zone_city(stamp['zone'])})" for text, stamp in zip(texts, stamps, strict=True))


def _format_place(document: Document, course: Course, instant: datetime) -> str:
    """Return `passing Kowon`, `at Khasan`, `between Kowon and Hamhung`, and what is special at either end."""
    before, after = course.ends(instant)
    name = station_name(document, before["station"])
    if instant in course.instants:
        event = course.events[bisect_right(course.instants, instant) - 1]
        return f"{GERUNDS[event['event']]} {station_name(document, event['station'])}"
    if instant < course.instants[0]:
        return f"at {name}, before leaving"
    if instant > course.instants[-1]:
        is_end = len(course.events) == len(document["itinerary"]["events"])
        return f"at {name}, arrived" if is_end else f"{name}: from here on no time has even odds"
    if before is after:
        return f"at {name}"
    return f"between {name} and {station_name(document, after['station'])}"


def _format_band(document: Document, late: Course, early: Course, instant: datetime) -> str:
    """Return where the late and the early train are, `80%: from Kilju to Ranam – Rajin`; "" for one place."""
    if late.position_m(instant) == early.position_m(instant):
        return ""
    share = format_chance(2 * document["answer"]["confidence"] - 1)
    first, last = (list(_names(document, course, instant)) for course in (late, early))
    if first == last:
        return f"{share}: between {' and '.join(first)}"
    return f"{share}: from {' – '.join(first)} to {' – '.join(last)}"


def _names(document: Document, course: Course, instant: datetime) -> Iterator[str]:
    yield from dict.fromkeys(station_name(document, event["station"]) for event in course.ends(instant))


def _name(document: Document, name: str) -> str:
    """Return what tells this play from the others: the bounds, and of a deadline which departure it is."""
    stamp, bounds = document["answer"]["depart"], format_bounds(document)
    if not document["answer"].get("departures"):
        return bounds
    return f"{reading_names(document)[name]}: leaving {format_stamp(stamp)} {format_zone(stamp)}, {bounds}"


def _about(document: Document, name: str) -> str:
    """Return which journey is played: of a deadline the departure with even odds, else the expected one."""
    answer = document["answer"]
    stamp = answer["depart"]
    leaves = f"leaving {format_stamp(stamp)} {format_zone(stamp)}"
    if "depart_by" in answer and "on_time" not in answer:
        safe = answer["confidence"]
        chances = {"safe": format_chance(safe), "even": "even odds", "too_late_after": format_chance(1 - safe)}
        chance = chances[name]
        text = f"Played: the departure with {chance} of being in time, {leaves}"
    else:
        text = f"Played: the expected journey, {leaves}"
    return f"{text}. At even speed from place to place."
