"""Times on an itinerary: timelines, deadlines at every anchor, arrival hours, and where the departure date flips."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from routes import clock
from routes.errors import TimeError
from routes.estimate import add_estimates
from routes.gazetteer.station import Station
from routes.ids import StationCode
from routes.itinerary import Event, Itinerary, Leg, list_events
from routes.timing.propagate import Direction, propagate
from routes.when import Reading

if TYPE_CHECKING:
    from routes.scenarios.odds import Odds

HOURS = (6, 9, 12, 15, 18, 21)  # and the end of the day
Stations = Mapping[StationCode, Station]


class Readings(NamedTuple):
    """The three readings of one deadline (UTC): if all runs slow, as likely, and fast."""

    safe: datetime
    even: datetime
    too_late_after: datetime


class Deadline(NamedTuple):
    """The last instants at which an event can happen and the journey still be in time."""

    event: Event
    readings: Readings


class HourRow(NamedTuple):
    """An arrival hour of the destination's day, and the origin's departures for it."""

    arrive_by: datetime
    readings: Readings


class Flip(NamedTuple):
    """To arrive before `arrive_by`, the likely times mean leaving on `leaves` (origin's date); later, the day after."""

    arrive_by: datetime
    leaves: date


class Stretch(NamedTuple):
    """The legs and works between two anchors, with the assumptions that widen them most, widest first."""

    start: StationCode
    end: StationCode
    low_s: int
    likely_s: int
    high_s: int
    keys: tuple[str, ...]


class Answer(NamedTuple):
    """One answer, for a deadline, a departure or both; the lists are empty without a deadline.

    `early`, `expected` and `late` are timelines for leaving at `expected[0]`: the instants (UTC) around the
    items, one more than there are items.
    """

    arrive: Reading | None
    depart: Reading | None
    deadline: datetime | None
    early: tuple[datetime, ...]
    expected: tuple[datetime, ...]
    late: tuple[datetime, ...]
    anchors: tuple[Event, ...]
    deadlines: tuple[Deadline, ...]
    by_hour: tuple[HourRow, ...]
    flips: tuple[Flip, ...]
    odds: Odds | None = None

    @property
    def verdict(self) -> str:
        """Return how a departure fares against a deadline: yes, likely, unlikely or no; "" without both."""
        if self.deadline is None or self.depart is None:
            return ""
        words = zip(("yes", "likely", "unlikely"), (self.late, self.expected, self.early), strict=True)
        return next((word for word, timeline in words if timeline[-1] <= self.deadline), "no")


def build_answer(
    itinerary: Itinerary,
    stations: Stations,
    *,
    arrive: Reading | None = None,
    deadline: datetime | None = None,
    depart: Reading | None = None,
    departs_at: datetime | None = None,
) -> Answer:
    """Return the answer for a deadline, a departure, or both (at least one).

    Without a departure, it is the last one that meets the deadline if all runs as likely.
    """
    if departs_at is None:
        if deadline is None:
            raise ValueError("neither a deadline nor a departure is given")
        departs_at = timeline(itinerary, "likely_s", deadline, Direction.BACKWARD)[0]
    early, expected, late = (
        timeline(itinerary, end, departs_at, Direction.FORWARD) for end in ("low_s", "likely_s", "high_s")
    )
    anchors = find_anchors(itinerary, stations, expected)
    rows: tuple[tuple[Deadline, ...], tuple[HourRow, ...], tuple[Flip, ...]] = ((), (), ())
    if deadline is not None:
        rows = (
            _list_deadlines(itinerary, anchors, deadline),
            _list_hours(itinerary, deadline, zone=stations[itinerary.destination].zone),
            _list_flips(itinerary, stations, deadline),
        )
    return Answer(arrive, depart, deadline, early, expected, late, anchors, *rows)


def add_odds(answer: Answer, itinerary: Itinerary, confidence: float) -> Answer:
    """Return the answer with its readings by chance beside the others."""
    from routes.scenarios.odds import build_odds  # 10 ms, for the questions that ask for it

    return answer._replace(
        odds=build_odds(
            itinerary,
            answer.anchors,
            confidence=confidence,
            departs_at=answer.expected[0],
            deadline=answer.deadline,
        )
    )


def timeline(itinerary: Itinerary, end: str, fixed: datetime, direction: Direction) -> tuple[datetime, ...]:
    """Return the instants around the items at one end of their estimates (`low_s`, `likely_s`, `high_s`).

    `fixed` is the first instant forward, the last one backward.
    """
    durations = [getattr(item.time, end) for item in itinerary.items]
    seconds = propagate(durations, fixed_s=0, direction=direction)
    return tuple(fixed + timedelta(seconds=s) for s in seconds)


def find_anchors(itinerary: Itinerary, stations: Stations, expected: Sequence[datetime]) -> tuple[Event, ...]:
    """Return the events that carry a deadline: origin, both sides of each border and clock change, destination."""
    events = list_events(itinerary)
    boundaries = {0, len(itinerary.items)}
    for index, item in enumerate(itinerary.items):
        if isinstance(item, Leg):
            offsets = {clock.offset_s(expected[index], stations[code].zone) for code in (item.start, item.end)}
            if item.border or len(offsets) > 1:
                boundaries |= {index, index + 1}
    return tuple(e for e in events if e.boundary in boundaries)


def _readings(itinerary: Itinerary, deadline: datetime, boundary: int) -> Readings:
    ends = ("high_s", "likely_s", "low_s")
    return Readings(*(timeline(itinerary, end, deadline, Direction.BACKWARD)[boundary] for end in ends))


def _list_deadlines(itinerary: Itinerary, anchors: Sequence[Event], deadline: datetime) -> tuple[Deadline, ...]:
    return tuple(Deadline(e, _readings(itinerary, deadline, e.boundary)) for e in anchors)


def _last_day(deadline: datetime, zone: str) -> date:
    """Return the local day that a deadline ends or falls in: midnight belongs to the day before it."""
    return clock.to_local(deadline - timedelta(microseconds=1), zone).date()


def _list_hours(itinerary: Itinerary, deadline: datetime, *, zone: str) -> tuple[HourRow, ...]:
    """Return a row for each usual hour of the deadline's day at the destination, and for the deadline itself.

    An hour that the clocks skip or show twice on that day has no row.
    """
    day = _last_day(deadline, zone)
    hours = {clock.day_end(day, zone), deadline}
    for hour in HOURS:
        with suppress(TimeError):
            hours.add(clock.to_instant(datetime.combine(day, time(hour)), zone))
    return tuple(HourRow(h, _readings(itinerary, h, 0)) for h in sorted(hours))


def _list_flips(itinerary: Itinerary, stations: Stations, deadline: datetime) -> tuple[Flip, ...]:
    """Return each arrival time within the deadline's day at which the likely departure moves to the next date."""
    zone, origin_zone = stations[itinerary.destination].zone, stations[itinerary.origin].zone
    day = _last_day(deadline, zone)
    first, last = clock.day_start(day, zone), clock.day_end(day, zone)
    under_way = timedelta(seconds=sum(item.time.likely_s for item in itinerary.items))
    leaves = clock.to_local(first - under_way, origin_zone).date()
    flips = []
    while (flip := clock.day_end(leaves, origin_zone) + under_way) < last:
        if flip > first:
            flips.append(Flip(flip, leaves))
        leaves = clock.to_local(flip - under_way, origin_zone).date()
    return tuple(flips)


def find_weakest(itinerary: Itinerary, anchors: Sequence[Event]) -> Stretch:
    """Return the stretch between two anchors whose time is the least certain: the widest from low to high."""
    marks = [e for e in anchors if e.event != "arr" or e.boundary == len(itinerary.items)]
    stretches = [_stretch(itinerary, a, b) for a, b in pairwise(marks)]
    return max(stretches, key=lambda s: s.high_s - s.low_s)


def _stretch(itinerary: Itinerary, start: Event, end: Event) -> Stretch:
    items = itinerary.items[start.boundary : end.boundary]
    spread: dict[str, int] = {}
    for item in items:
        for key in item.keys:
            spread[key] = spread.get(key, 0) + item.time.high_s - item.time.low_s
    keys = tuple(sorted(spread, key=lambda k: (-spread[k], k)))
    return Stretch(start.station, end.station, *add_estimates(item.time for item in items), keys)
