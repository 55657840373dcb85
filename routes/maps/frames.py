"""Journeys in time: where each train is from instant to instant, with every time and place as text.

Between two events a train runs at an even speed. Between two places whose clocks differ both clocks are given, that
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
from routes.maps.ticks import Tick, list_days
from routes.sentences import format_chance, is_shown_up, station_name
from routes.sentences_scheduled import list_events
from routes.stamps import Stamp, format_stamp, format_utc, format_zone

Document = Mapping[str, Any]
STEPS_MIN = (1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440)
MOST_STEPS, MOST_STEPS_OF_EACH = 240, 120
"""Even steps of one train, and of several, whose texts are as many times more."""
READINGS = ("late", "time", "early")
VEHICLES = {"air": "air", "sea": "sea", "road": "road"}
"""What moves along a leg whose line has this name; along any other it is a train."""
GERUNDS = {"dep": "leaving", "arr": "arriving at", "pass": "passing"}


class Motion(NamedTuple):
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


class Journey(NamedTuple):
    """One of the trains that are played: the document of its answer and itinerary, and what tells it from the others.

    `way` is its number among the other ways that are drawn; None for the route itself.
    """

    document: Document
    way: int | None = None
    name: str = ""


class _Run(NamedTuple):
    """A journey with its courses: the late train, the one that is played, and the early one."""

    journey: Journey
    late: Motion
    played: Motion
    early: Motion

    @property
    def courses(self) -> tuple[Motion, Motion, Motion]:
        """Return the three, in the order of READINGS."""
        return self.late, self.played, self.early


def build_frames(journeys: Sequence[Journey], *, marks: Sequence[Tick]) -> dict[str, Any] | None:
    """Return what moves on one clock; None where nothing has times.

    `at` are the seconds since the first instant, which rise, and `utc` are these instants as text. Each of the
    `trains` has texts as many: `clock`, `place` and `band`. It has the metres `at_m` of its events, and the seconds of
    them in its three readings, as far as these have times. Its `lengths` and `vehicles` are those of its legs. `days`
    and `marks` stand on the slider, each with its seconds and its text; a mark has its kind before the text, and its
    error in seconds after it.
    """
    runs = [run for journey in journeys if (run := _read_run(journey))]
    if not runs:
        return None
    instants = _instants(runs, [mark[0] for mark in marks])
    start, fixed = instants[0], _find_fixed(runs)
    shown = [(at, _zones(runs[0], at)[0] if len(runs) == 1 else "UTC") for at in instants]
    zone = "" if len(runs) == 1 else " UTC"
    return {
        "at": [_seconds(start, instant) for instant in instants],
        # a departure that is certain is rounded down as a deadline is
        "utc": [_format_utc(runs, at, up=at not in fixed) for at in instants],
        "trains": [_build_train(run, instants, fixed) for run in runs],
        "days": [[_seconds(start, at), text + zone] for at, text in list_days(shown)],
        "marks": [
            [_seconds(start, at), kind, text, error_s]
            for at, kind, text, error_s in marks
            if start <= at <= instants[-1]
        ],
    }


def _format_utc(runs: Sequence[_Run], instant: datetime, *, up: bool) -> str:
    """Return `05:45 UTC`, with its date where that is not the one beside it, or stands alone above several trains."""
    if len(runs) > 1:
        return f"{format_stamp(clock.stamp(instant, 'UTC'), up=up)} UTC"
    return format_utc(clock.stamp(instant, _zones(runs[0], instant)[0]), up=up)


def _read_run(journey: Journey) -> _Run | None:
    """Return the courses of a journey, None where it has no times or goes nowhere."""
    itinerary = journey.document["itinerary"]
    if itinerary is None or not itinerary["legs"]:
        return None
    late, played, early = (_course(list_events(itinerary), reading) for reading in READINGS)
    whole = late.instants and played.instants and early.instants
    return _Run(journey, late, played, early) if whole else None


def _course(events: Sequence[Document], reading: str) -> Motion:
    """Return one reading up to the first event that has no such time."""
    known: list[tuple[datetime, int, Document]] = []
    for event in events:
        if event[reading] is None:
            break
        instant = datetime.fromisoformat(event[reading]["utc"])
        known.append((max(instant, known[-1][0]) if known else instant, event["at_m"], event))
    return Motion(*(tuple(part) for part in zip(*known, strict=True))) if known else Motion((), (), ())


def _seconds(start: datetime, instant: datetime) -> int:
    return round((instant - start).total_seconds())


def _find_fixed(runs: Sequence[_Run]) -> set[datetime]:
    """Return the departures that are certain, which the table of times rounds down."""
    courses = [run.played for run in runs]
    return {at for c in courses for at, event in zip(c.instants, c.events, strict=True) if not is_shown_up(event)}


def _instants(runs: Sequence[_Run], marks: Sequence[datetime]) -> list[datetime]:
    """Return the first and the last instant, those of the played events, and even steps in whole minutes of UTC.

    Marks not too far off, by half of the journey, are within. Of several trains the events are those at which they
    stop.
    """
    courses = [course for run in runs for course in run.courses]
    first, last = min(c.instants[0] for c in courses), max(c.instants[-1] for c in courses)
    near = [at for at in marks if first - (last - first) / 2 <= at <= last + (last - first) / 2]
    first, last = min(first, *near, last), max(last, *near, first)
    minutes = (last - first) / timedelta(minutes=1) / (MOST_STEPS if len(runs) == 1 else MOST_STEPS_OF_EACH)
    step_s = 60 * next((step for step in STEPS_MIN if step >= minutes), 1440 * ceil(minutes / 1440))
    begin = ceil(first.timestamp() / step_s) * step_s - first.timestamp()
    count = max(0, int(((last - first).total_seconds() - begin) // step_s) + 1)
    even = (first + timedelta(seconds=begin + step_s * i) for i in range(count))
    events = (
        at
        for run in runs
        for at, event in zip(run.played.instants, run.played.events, strict=True)
        if len(runs) == 1 or event["event"] != "pass"
    )
    return sorted({first, last, *events, *even})


def _build_train(run: _Run, instants: Sequence[datetime], fixed: set[datetime]) -> dict[str, Any]:
    """Return a train: when it is where in its three readings, and at each instant its clock, place and band as text."""
    legs = run.journey.document["itinerary"]["legs"]
    stamps = [[clock.stamp(at, zone) for zone in _zones(run, at)] for at in instants]
    return {
        "name": run.journey.name,
        "way": run.journey.way,
        "at_m": max((course.at_m for course in run.courses), key=len),
        **{
            name: [_seconds(instants[0], at) for at in c.instants]
            for name, c in zip(READINGS, run.courses, strict=True)
        },
        "clock": [_format_clocks(two, up=at not in fixed) for two, at in zip(stamps, instants, strict=True)],
        "place": [_format_place(run, at) for at in instants],
        "band": [_format_band(run, at) for at in instants],
        "lengths": [leg["length_m"] for leg in legs],
        "vehicles": [VEHICLES.get(leg["line"], "rail") for leg in legs],
    }


def _zones(run: _Run, instant: datetime) -> list[str]:
    """Return the zone of the place, or those of the two places between which the train is where they differ."""
    stations, course = run.journey.document["stations"], run.played
    if instant in course.instants:
        event = course.events[bisect_right(course.instants, instant) - 1]
        return [stations[event["station"]]["zone"]]
    zones = [stations[event["station"]]["zone"] for event in course.ends(instant)]
    differs = clock.offset_s(instant, zones[0]) != clock.offset_s(instant, zones[1])
    return zones if differs else zones[:1]


def _format_clocks(stamps: Sequence[Stamp], *, up: bool) -> str:
    """Return `Mon 11 Sep 14:45 UTC+9`, or two such readings, each with the city that names its zone."""
    texts = [f"{format_stamp(stamp, up=up)} {format_zone(stamp)}" for stamp in stamps]
    if len(stamps) == 1:
        return texts[0]
    return " / ".join(f"{text} ({zone_city(stamp['zone'])})" for text, stamp in zip(texts, stamps, strict=True))


def _format_place(run: _Run, instant: datetime) -> str:
    """Return `passing Kowon`, `at Khasan`, `between Kowon and Hamhung`, and what is special at either end."""
    document, course = run.journey.document, run.played
    before, after = course.ends(instant)
    name = station_name(document, before["station"])
    if instant in course.instants:
        event = course.events[bisect_right(course.instants, instant) - 1]
        return f"{GERUNDS[event['event']]} {station_name(document, event['station'])}"
    if instant < course.instants[0]:
        return f"at {name}, before leaving"
    if instant > course.instants[-1]:
        is_end = len(course.events) == len(list_events(document["itinerary"]))
        return f"at {name}, arrived" if is_end else f"{name}: from here on no time has even odds"
    if before is after:
        return f"at {name}"
    return f"between {name} and {station_name(document, after['station'])}"


def _format_band(run: _Run, instant: datetime) -> str:
    """Return where the late and the early train are, `80%: from Kilju to Ranam – Rajin`; "" for one place."""
    if run.late.position_m(instant) == run.early.position_m(instant):
        return ""
    share = format_chance(2 * run.journey.document["answer"]["confidence"] - 1)
    first, last = (list(_names(run, course, instant)) for course in (run.late, run.early))
    if first == last:
        return f"{share}: between {' and '.join(first)}"
    return f"{share}: from {' – '.join(first)} to {' – '.join(last)}"


def _names(run: _Run, course: Motion, instant: datetime) -> Iterator[str]:
    document = run.journey.document
    yield from dict.fromkeys(station_name(document, event["station"]) for event in course.ends(instant))
