"""Times on an itinerary: deadlines at every anchor, arrival hours, when the departure date flips, what to watch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from routes import clock
from routes.errors import InfeasibleError, TimeError
from routes.gazetteer.station import Station
from routes.ids import StationCode
from routes.itinerary import Event, Itinerary, Leg, list_events
from routes.sentences import format_chance
from routes.timing.falls import Fall, find_fall
from routes.timing.progress import chance_by, run_progress, times_by
from routes.timing.propagate import Direction, propagate
from routes.timing.stages import NO_WINDOWS, find_readings
from routes.timing.windows import Window
from routes.when import Reading

HOURS = (6, 9, 12, 15, 18, 21)  # and the end of the day
CONFIDENCE = 0.9
EVEN = 0.5
Stations = Mapping[StationCode, Station]
Windows = Mapping[int, Window]


class Readings(NamedTuple):
    """The last instants (UTC) with chance `confidence`, one half and the rest of being in time; None where none has."""

    safe: datetime | None
    even: datetime | None
    too_late_after: datetime | None


class Deadline(NamedTuple):
    """The last instants at which an event can happen and the journey still be in time."""

    event: Event
    readings: Readings


class HourRow(NamedTuple):
    """An arrival hour of the destination's day, and the origin's departures for it."""

    arrive_by: datetime
    readings: Readings


class Flip(NamedTuple):
    """To arrive before `arrive_by`, even odds mean leaving on `leaves` (origin's date); later, the day after."""

    arrive_by: datetime
    leaves: date


class Times(NamedTuple):
    """When an event happens (UTC): with chance one less `confidence`, one half, and `confidence` by then.

    None where windows that shut for good leave less chance than that of its ever happening.
    """

    early: datetime
    expected: datetime | None
    late: datetime | None


class LeftIn(NamedTuple):
    """The chance of having left in one of some spans of time, whose ends may be open, and these in words."""

    text: str
    chance: float
    spans: tuple[tuple[datetime | None, datetime | None], ...]


class Answer(NamedTuple):
    """One answer, for a deadline, a departure or both; the lists are empty without a deadline.

    `times` are those of leaving at `departs_at`, by boundary, for every event of the itinerary. `watch` are the events
    on the way with the instant from which, if it has not happened, the deadline has less than even odds. `on_time` is
    the chance of the deadline for that departure.

    Where the train was seen, all times are those given what was; `left` are those of a departure that is known from
    it alone, and the events before the boundary `behind` have come. `left_in` is whether it left in a span, if asked.
    `fall` is how the chance of being in time falls with the time of the event of `falls_from`, which is not behind it.
    """

    arrive: Reading | None
    depart: Reading | None
    deadline: datetime | None
    departs_at: datetime
    confidence: float
    times: Mapping[int, Times]
    anchors: tuple[Event, ...]
    deadlines: tuple[Deadline, ...] = ()
    by_hour: tuple[HourRow, ...] = ()
    flips: tuple[Flip, ...] = ()
    watch: tuple[Deadline, ...] = ()
    on_time: float | None = None
    left: Times | None = None
    behind: int | None = None
    left_in: LeftIn | None = None
    fall: Fall | None = None
    falls_from: Event | None = None


class _Progress(NamedTuple):
    """What a question is asked of: the journey, its stations, when it may go on, and the confidence that is wanted."""

    itinerary: Itinerary
    stations: Stations
    windows: Windows
    confidence: float

    def readings(self, boundary: int, deadlines: Sequence[datetime]) -> list[Readings]:
        """Return the readings of deadlines at a boundary, as those of the rest of the journey asked about alone."""
        rest, windows = cut_before(self.itinerary, self.windows, boundary)
        chances = (self.confidence, EVEN, 1 - self.confidence)
        found = find_readings(rest, [_seconds(d) for d in deadlines], windows=windows, confidences=chances)
        return [Readings(*(_instant(at_s) for at_s in row)) for row in found]

    def times(self, departs_at: datetime, boundaries: Iterable[int]) -> dict[int, Times]:
        """Return when the journey gets to boundaries, leaving at an instant.

        With windows, a station passed between two stops has its share of the time from one to the other.
        Raises: InfeasibleError, when the windows hardly ever let it there.
        """
        wanted = sorted(set(boundaries))
        stops = _list_stops(self.itinerary, self.windows)
        marks = wanted if not self.windows or stops.issuperset(wanted) else sorted(stops)
        progress = run_progress(self.itinerary, _seconds(departs_at), boundaries=marks, windows=self.windows)
        chances = (1 - self.confidence, EVEN, self.confidence)
        rows = {b: [_instant(at_s) for at_s in times_by(progress, b, chances)] for b in marks}
        times = {b: Times(early, *others) for b, (early, *others) in rows.items() if early is not None}
        if len(times) < len(marks):
            raise _never("arrival")
        return {b: share_out(self.itinerary, times, b) for b in wanted}

    def arrival(self, departs_at: datetime) -> datetime | None:
        """Return when the journey ends with even odds, leaving at an instant; None where it has none of ever ending."""
        end = len(self.itinerary.items)
        progress = run_progress(self.itinerary, _seconds(departs_at), boundaries=(end,), windows=self.windows)
        return _instant(times_by(progress, end, (EVEN,))[0])

    def on_time(self, departs_at: datetime, deadline: datetime) -> float:
        """Return the chance of being there by a deadline, leaving at an instant."""
        end = len(self.itinerary.items)
        progress = run_progress(self.itinerary, _seconds(departs_at), boundaries=(end,), windows=self.windows)
        return chance_by(progress, end, _seconds(deadline))


def find_times(itinerary: Itinerary, departs_at: datetime, *, confidence: float) -> dict[int, Times]:
    """Return when a journey without windows gets to each of its events, by boundary, leaving at an instant.

    A station passed between two stops has its share of the time from one to the other, which spares most of the work.
    """
    progress = _Progress(itinerary, {}, NO_WINDOWS, confidence)
    times = progress.times(departs_at, _list_stops(itinerary, NO_WINDOWS))
    return {event.boundary: share_out(itinerary, times, event.boundary) for event in list_events(itinerary)}


def cut_before(itinerary: Itinerary, windows: Windows, boundary: int) -> tuple[Itinerary, Windows]:
    """Return the journey from a boundary on, and its windows."""
    rest = {b - boundary: w for b, w in windows.items() if b >= boundary}
    return itinerary._replace(items=itinerary.items[boundary:]), rest


def _list_stops(itinerary: Itinerary, windows: Windows) -> set[int]:
    """Return the boundaries at which a journey stands, or may have to wait for a window, and its two ends."""
    works = [n for n, item in enumerate(itinerary.items) if not isinstance(item, Leg)]
    return {0, len(itinerary.items), *works, *(n + 1 for n in works), *windows}


def share_out(itinerary: Itinerary, times: Mapping[int, Times], boundary: int) -> Times:
    """Return the times of a boundary, or its share by likely time of those known on either side of it."""
    if boundary in times:
        return times[boundary]
    start, end = max(b for b in times if b < boundary), min(b for b in times if b > boundary)
    part, whole = (sum(i.time.likely_s for i in itinerary.items[start:b]) for b in (boundary, end))
    share = part / whole if whole else 0.0
    early, *others = (
        None if a is None or b is None else (a + share * (b - a)).replace(microsecond=0)
        for a, b in zip(times[start], times[end], strict=True)
    )
    return Times(early or times[start].early, *others)


def _seconds(instant: datetime) -> int:
    return int(instant.timestamp())


def _utc(at_s: int) -> datetime:
    return datetime.fromtimestamp(at_s, UTC)


def _instant(at_s: int | None) -> datetime | None:
    return None if at_s is None else _utc(at_s)


def _never(what: str) -> InfeasibleError:
    hint = "leave a --window out, make it wider, or take a later time"
    return InfeasibleError(f"the windows that the train must wait for allow no {what}", hint=hint)


def build_answer(
    itinerary: Itinerary,
    stations: Stations,
    *,
    arrive: Reading | None = None,
    deadline: datetime | None = None,
    depart: Reading | None = None,
    departs_at: datetime | None = None,
    confidence: float = CONFIDENCE,
    windows: Windows = NO_WINDOWS,
    brief: bool = False,
) -> Answer:
    """Return the answer for a deadline, a departure, or both (at least one).

    Without a departure, it is the last one that meets the deadline with even odds; where none has them, the last one
    that is not yet too late, except in a `brief` answer. That has no more than the departure, the chance of being in
    time, and, without a deadline, the times at the end.
    Raises: InfeasibleError, when the windows never let the journey end, or not by the deadline.
    """
    progress = _Progress(itinerary, stations, windows, confidence)
    given = departs_at
    if departs_at is None:
        if deadline is None:
            raise ValueError("neither a deadline nor a departure is given")
        readings = progress.readings(0, [deadline])[0]
        departs_at = readings.even or (None if brief else readings.too_late_after)
        if departs_at is None:
            raise _never(f"departure that is in time with {format_chance(EVEN if brief else 1 - confidence)}")
    if brief:
        times = progress.times(departs_at, [len(itinerary.items)]) if deadline is None else {}
        on_time = progress.on_time(departs_at, deadline) if deadline and given else None
        return Answer(arrive, depart, deadline, departs_at, confidence, times, (), on_time=on_time)
    times = progress.times(departs_at, [e.boundary for e in list_events(itinerary)])
    anchors = find_anchors(itinerary, stations, timeline(itinerary, "likely_s", departs_at, Direction.FORWARD))
    answer = Answer(arrive, depart, deadline, departs_at, confidence, times, anchors)
    if deadline is None:
        return answer
    answer = answer._replace(on_time=None if given is None else progress.on_time(given, deadline))
    return _add_deadline(progress, answer, deadline)


def _add_deadline(progress: _Progress, answer: Answer, deadline: datetime) -> Answer:
    """Return an answer with all that its deadline means on the way there."""
    itinerary, anchors = progress.itinerary, answer.anchors
    watched, leaves = find_watched(itinerary, anchors), next(e for e in anchors if e.event == "dep")
    zone = progress.stations[itinerary.destination].zone
    hours, start = find_hours(deadline, zone), start_of_day(deadline, zone)
    at_start = dict(zip([*hours, start], progress.readings(0, [*hours, start]), strict=True))
    ahead = {e.boundary for e in (*anchors, *watched)} - {0}
    rows = {0: at_start[deadline]} | {b: progress.readings(b, [deadline])[0] for b in ahead}
    return answer._replace(
        deadlines=tuple(Deadline(e, rows[e.boundary]) for e in anchors),
        by_hour=tuple(HourRow(hour, at_start[hour]) for hour in hours),
        flips=_list_flips(progress, deadline, at_start[start].even),
        watch=tuple(Deadline(e, rows[e.boundary]) for e in watched),
        fall=find_fall(*cut_before(itinerary, progress.windows, leaves.boundary), _seconds(deadline)),
        falls_from=leaves,
    )


def find_watched(itinerary: Itinerary, anchors: Sequence[Event]) -> tuple[Event, ...]:
    """Return the events on the way to look out for: the anchors between the ends; where there are none, the stops.

    Where the train does not stop either, it is the passing nearest to half the way.
    """
    between = [e for e in list_events(itinerary) if 0 < e.boundary < len(itinerary.items)]
    half_m = itinerary.length_m / 2
    stops = [e for e in between if e.event == "arr"]
    passed = sorted(between, key=lambda e: abs(e.at_m - half_m))[:1]
    return tuple(e for e in anchors if e in between) or tuple(stops or passed)


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
    boundaries = {0, next(i for i, item in enumerate(itinerary.items) if isinstance(item, Leg)), len(itinerary.items)}
    for index, item in enumerate(itinerary.items):
        if isinstance(item, Leg):
            offsets = {clock.offset_s(expected[index], stations[code].zone) for code in (item.start, item.end)}
            if item.border or len(offsets) > 1:
                boundaries |= {index, index + 1}
    return tuple(e for e in events if e.boundary in boundaries)


def last_day(deadline: datetime, zone: str) -> date:
    """Return the local day that a deadline ends or falls in: midnight belongs to the day before it."""
    return clock.to_local(deadline - timedelta(microseconds=1), zone).date()


def start_of_day(deadline: datetime, zone: str) -> datetime:
    """Return the first instant of the deadline's day on the clocks of the destination."""
    return clock.day_start(last_day(deadline, zone), zone)


def find_hours(deadline: datetime, zone: str) -> list[datetime]:
    """Return each usual hour of the deadline's day on the clocks of the destination, and the deadline, in order.

    An hour that the clocks skip or show twice on that day is left out.
    """
    day = last_day(deadline, zone)
    found = {clock.day_end(day, zone), deadline}
    for hour in HOURS:
        with suppress(TimeError):
            found.add(clock.to_instant(datetime.combine(day, time(hour)), zone))
    return sorted(found)


def _list_flips(progress: _Progress, deadline: datetime, earliest: datetime | None) -> tuple[Flip, ...]:
    """Return each arrival time within the deadline's day at which the even departure moves to the next date.

    It is the arrival with even odds of one who leaves as that date begins. `earliest` is the even departure for the
    first instant of the day.
    """
    itinerary, stations = progress.itinerary, progress.stations
    zone, origin_zone = stations[itinerary.destination].zone, stations[itinerary.origin].zone
    day = last_day(deadline, zone)
    first, last = clock.day_start(day, zone), clock.day_end(day, zone)
    flips = list[Flip]()
    if earliest is None:
        return ()
    leaves = clock.to_local(earliest, origin_zone).date()
    midnight = clock.day_end(leaves, origin_zone)
    while (flip := progress.arrival(midnight)) is not None and flip < last:
        if flip > first:
            flips.append(Flip(flip, leaves))
        leaves = clock.to_local(midnight, origin_zone).date()
        midnight = clock.day_end(leaves, origin_zone)
    return tuple(flips)
