"""What the deadline of a joined journey means: at each hour of its day, on the way, and as a curve of chances."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from routes import clock
from routes.gazetteer.station import Station
from routes.halving import first_true
from routes.ids import StationCode
from routes.itinerary import Event
from routes.scenarios.answers import (
    EVEN,
    Flip,
    HourRow,
    Readings,
    find_anchors,
    find_hours,
    last_day,
    start_of_day,
    timeline,
)
from routes.scenarios.joined.legs import Modelled, Part
from routes.scenarios.joined.odds import PROMPT, Relay, Ride, View, chance_at, latest_s, look_back
from routes.scenarios.joined.relay import build_relay
from routes.timetable.table import UNIX_S, instant, seconds
from routes.timing.falls import LEAST_CHANCE, Fall, space_out
from routes.timing.propagate import Direction
from routes.units import MINUTE_S

Stations = Mapping[StationCode, Station]
Levels = tuple[float, float, float]


class Within(NamedTuple):
    """An event on the way of a modelled leg that carries a deadline; its boundary counts items of that leg."""

    part: int
    event: Event
    readings: Readings


class Due(NamedTuple):
    """All that a deadline means beside the readings where legs meet; as in the answer of a modelled journey."""

    by_hour: tuple[HourRow, ...] = ()
    flips: tuple[Flip, ...] = ()
    fall: Fall | None = None
    within: tuple[Within, ...] = ()


FIRST_REACH_S, FARTHEST_S = 3600, 1 << 22
"""How long before a deadline it is first looked for one with another ride, and how long at most, some 48 days."""


class Before(NamedTuple):
    """The first deadline for which one has to be at the first ride as now, and the readings of one just before it."""

    first: datetime
    readings: Readings


class Aimed(NamedTuple):
    """A joined journey before a deadline: its legs and stages, its places, and the chances of the three readings."""

    parts: Sequence[Part]
    relay: Relay
    stations: Stations
    levels: Levels
    deadline: datetime

    @property
    def zones(self) -> tuple[str, str]:
        """Return the zones of the two ends."""
        return self.stations[self.parts[0].start].zone, self.stations[self.parts[-1].end].zone


def read_levels(relay: Relay, view: View, levels: Levels) -> Readings:
    """Return the three readings at a place."""
    found = (latest_s(relay, view, level) for level in levels)
    return Readings(*(None if at_s is None else instant(at_s) for at_s in found))


def find_due(aimed: Aimed, first: View) -> Due:
    """Return what a deadline means; `first` is what being at the origin is worth."""
    start = start_of_day(aimed.deadline, aimed.zones[1])
    hours = find_hours(aimed.deadline, aimed.zones[1])
    at = {hour: _read_at(aimed, hour) for hour in (start, *hours)}
    return Due(
        by_hour=tuple(HourRow(hour, at[hour]) for hour in hours),
        flips=tuple(_list_flips(aimed, at)),
        fall=_find_fall(aimed.relay, first),
        within=tuple(_list_within(aimed, departs_s=latest_s(aimed.relay, first, EVEN))),
    )


def find_before(aimed: Aimed, views: Sequence[View]) -> Before | None:
    """Return from which deadline on one has to be at the first ride as now, and the readings of one just before it.

    None where no ride is waited for, or none leaves earlier that is soon enough.
    """
    relay, deadline_s = aimed.relay, seconds(aimed.deadline)
    n = next((n for n, stage in enumerate(relay.stages) if isinstance(stage, Ride)), None)
    now_s = None if n is None else latest_s(relay, views[n], EVEN)
    if n is None or now_s is None:
        return None
    onset = PROMPT if n else relay.onset
    rest = relay._replace(stages=relay.stages[n:], changes_s=relay.changes_s[n:], onset=onset)

    unit = 1 if relay.is_certain else MINUTE_S

    def is_as_now(units: int) -> bool:
        there_s = latest_s(rest, look_back(rest, units * unit)[0], EVEN)
        return there_s is not None and there_s >= now_s

    low, high, reach = -(-deadline_s // unit), -(-deadline_s // unit), FIRST_REACH_S // unit
    while is_as_now(low) and reach * unit <= FARTHEST_S:
        low, high, reach = high - reach, low, 2 * reach
    if is_as_now(low):
        return None
    high = first_true(low, high, is_as_now)
    return Before(instant(min(high * unit, deadline_s)), _read_at(aimed, instant((high - 1) * unit)))


def _read_at(aimed: Aimed, deadline: datetime) -> Readings:
    """Return the readings at the origin of another deadline."""
    return read_levels(aimed.relay, look_back(aimed.relay, seconds(deadline))[0], aimed.levels)


def _list_flips(aimed: Aimed, at: Mapping[datetime, Readings]) -> Iterator[Flip]:
    """Yield each arrival time within the deadline's day at which the even departure moves to another date.

    It is the first arrival for which even odds let one leave on a later date than for those before.
    """
    zone, day_end = aimed.zones[0], clock.day_end(last_day(aimed.deadline, aimed.zones[1]), aimed.zones[1])
    known = [(hour, _date(readings, zone)) for hour, readings in at.items() if hour <= day_end]
    for (low, before), (high, after) in pairwise(known):
        at_s, leaves = seconds(low), before
        while leaves is not None and after is not None and leaves < after:
            at_s, then = _find_flip(aimed, at_s, seconds(high))
            if instant(at_s) < day_end:
                yield Flip(instant(at_s), leaves)
            leaves = then


def _find_flip(aimed: Aimed, low_s: int, high_s: int) -> tuple[int, date | None]:
    """Return the first instant of a deadline after which the date of leaving is another than at `low_s`, and it."""
    unit, zone = 1 if aimed.relay.is_certain else MINUTE_S, aimed.zones[0]

    @cache
    def leaves_on(units: int) -> date | None:
        return _date(_read_at(aimed, instant(low_s + units * unit)), zone)

    turn = first_true(0, -(-(high_s - low_s) // unit), lambda units: leaves_on(units) != leaves_on(0))
    return low_s + turn * unit, leaves_on(turn)


def _date(readings: Readings, zone: str) -> date | None:
    return None if readings.even is None else clock.to_local(readings.even, zone).date()


def _find_fall(relay: Relay, first: View) -> Fall | None:
    """Return how the chance of being in time falls with the time of leaving; None where it never has any."""
    last_s = latest_s(relay, first, LEAST_CHANCE)
    if last_s is None:
        return None
    longest_s = int(max(law.seconds[-1] for law in first.laws))
    most = chance_at(relay, first, int(first.marks.times[0]) - first.shift_s - longest_s - MINUTE_S)
    first_s = latest_s(relay, first, most * (1 - LEAST_CHANCE))
    instants = space_out(last_s if first_s is None else first_s, last_s)
    chances = first.worth(instants) @ np.array(relay.weights)
    return Fall(instants.start - UNIX_S, instants.step, tuple(chances.tolist()))


def _list_within(aimed: Aimed, *, departs_s: int | None) -> Iterator[Within]:
    """Yield the borders and changes of clock on the way of each modelled leg, asked about as the rest of the journey.

    Clocks are those of about then.
    """
    about = aimed.deadline if departs_s is None else instant(departs_s)
    for n, part in enumerate(aimed.parts):
        if not isinstance(part.way, Modelled):
            continue
        way = part.way.itinerary
        anchors = find_anchors(way, aimed.stations, timeline(way, "likely_s", about, Direction.FORWARD))
        for event in anchors:
            if 0 < event.boundary < len(way.items):
                later = tuple((b - event.boundary, w) for b, w in part.way.windows if b >= event.boundary)
                rest_of = way._replace(items=way.items[event.boundary :])
                cut = part.way._replace(itinerary=rest_of, windows=later)
                rest = (part._replace(way=cut, change_s=0), *aimed.parts[n + 1 :])
                relay = build_relay(rest)[1]
                view = look_back(relay, seconds(aimed.deadline))[0]
                yield Within(n, event, read_levels(relay, view, aimed.levels))
