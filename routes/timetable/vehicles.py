"""Trips that one vehicle runs one after the other, with its passengers: by transfers that link them, or by block.

The reference defines a block by block_id and a shared service day. A trip that its vehicle goes on from on some of its
days only, or as other trips on other days, is parted: a copy for each set of days, so that trips of a block that run on
the same days have one service, and are linked as such.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from routes.timetable.calendars import Calendar
from routes.timetable.frequencies import Expanded, repeat_trip
from routes.timetable.stop_times import StopTimes
from routes.timetable.stops import Stop
from routes.timetable.transfers import Changes
from routes.timetable.trips import Trip

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_PARTS = 50
"""Sets of days by which the trips of a block are parted: one with more is no day's work of a vehicle."""


class _Rows(NamedTuple):
    """Trips with their stops and stop times; those of trip n are the places from `first[n]` to `first[n + 1]`."""

    trips: Sequence[Trip]
    times: StopTimes
    stops: Sequence[Stop]
    first: NDArray[np.int64]

    def is_used(self, n: int) -> bool:
        """Return whether a trip has any stop time."""
        return bool(self.first[n] < self.first[n + 1])

    def departs_s(self, n: int) -> int:
        """Return when a trip begins."""
        return int(self.times.depart[self.first[n]])

    def leads_to(self, one: int, other: int) -> bool:
        """Return whether a trip begins at the stop or station where another ends, and no earlier than that."""
        last, first = self.first[one + 1] - 1, self.first[other]
        end, start = (self.stops[self.times.stop[at]] for at in (last, first))
        is_there = end.ref == start.ref or end.parent == start.parent >= 0
        return is_there and bool(self.times.arrive[last] <= self.times.depart[first])


def _index(trips: Sequence[Trip], times: StopTimes, stops: Sequence[Stop]) -> _Rows:
    return _Rows(trips, times, stops, np.searchsorted(times.trip, np.arange(len(trips) + 1)))


def part_blocks(
    expanded: Expanded, calendar: Calendar, *, stops: Sequence[Stop], linked: Collection[int]
) -> tuple[Expanded, Calendar]:
    """Return trips and services such that the trips of a block that run on the same days have one service.

    Trips that transfers link, which are the places `linked`, and those that run by frequency stay as they are.
    """
    rows = _index(expanded.trips, expanded.times, stops)
    trips, services, more = list(expanded.trips), list(calendar.runs), list[StopTimes]()
    known: dict[bytes, int] = {}
    for trip, parts in _list_parted(rows, calendar, linked):
        for n, days in enumerate(parts):
            service = known.setdefault(days.tobytes(), len(services))
            services += [days] if service == len(services) else []
            part = rows.trips[trip]._replace(service=service)
            if n:
                more.append(repeat_trip(rows.times, slice(*rows.first[trip : trip + 2]), as_trip=len(trips)))
                trips.append(part)
            else:
                trips[trip] = part
    if len(services) == len(calendar.runs):
        return expanded, calendar
    columns: list[Any] = [np.concatenate(column) for column in zip(rows.times, *more, strict=True)]
    headway_s = np.concatenate([expanded.headway_s, np.zeros(len(more), np.int32)])
    return Expanded(trips, StopTimes(*columns), headway_s), calendar._replace(runs=np.array(services))


def _list_parted(
    rows: _Rows, calendar: Calendar, linked: Collection[int]
) -> Iterator[tuple[int, list[NDArray[np.bool_]]]]:
    """Yield the trips to part, each with the days of its parts, of which each has some."""
    written = Counter(trip.ref for trip in rows.trips)
    single = (n for n, trip in enumerate(rows.trips) if n not in linked and written[trip.ref] == 1)
    for members in _list_blocks(rows, single):
        services = sorted({rows.trips[n].service for n in members})
        if len(services) == 1:
            continue
        kinds, kind_of = np.unique(calendar.runs[services], axis=1, return_inverse=True)
        parts: dict[int, list[NDArray[np.bool_]]] = defaultdict(list)
        for number, runs in enumerate(kinds.T[:MOST_PARTS]):
            on = {service for service, runs_then in zip(services, runs.tolist(), strict=True) if runs_then}
            run = [n for n in members if rows.trips[n].service in on]
            if any(rows.leads_to(a, b) and rows.trips[a].service != rows.trips[b].service for a, b in pairwise(run)):
                for n in run:
                    parts[n].append(kind_of.reshape(-1) == number)
        for n, own in parts.items():
            rest = calendar.runs[rows.trips[n].service] & ~np.any(own, axis=0)
            yield n, [*own, rest] if rest.any() else own


def _list_blocks(rows: _Rows, members: Iterator[int]) -> Iterator[list[int]]:
    """Yield the trips of each block, in order of departure."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for n in members:
        if rows.trips[n].block and rows.is_used(n):
            blocks[rows.trips[n].block].append(n)
    for found in blocks.values():
        yield sorted(found, key=rows.departs_s)


def link_trips(
    trips: Sequence[Trip], times: StopTimes, *, stops: Sequence[Stop], changes: Changes
) -> NDArray[np.int32]:
    """Return the ride of each trip: that of the trip it goes on from, by an in-seat transfer or as one block."""
    rows = _index(trips, times, stops)
    linked = [*changes.in_seat, *changes.re_board]
    before, after = {a for a, _ in linked}, {b for _, b in linked}
    blocks = [(a, b) for a, b in _pair_blocks(rows) if a not in before and b not in after]
    pairs = list(dict.fromkeys([*changes.in_seat, *blocks]))
    ahead, behind = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    ride = np.arange(len(trips), dtype=np.int32)
    usable = [(a, b) for a, b in pairs if rows.is_used(a) and rows.is_used(b) and ahead[a] == behind[b] == 1]
    for one, other in sorted(usable, key=lambda pair: rows.departs_s(pair[1])):
        if times.arrive[rows.first[one + 1] - 1] <= times.depart[rows.first[other]]:
            ride[other] = ride[one]
    return ride


def _pair_blocks(rows: _Rows) -> Iterator[tuple[int, int]]:
    """Yield the trips of one vehicle and service of which one begins where the other ends."""
    for members in _list_blocks(rows, iter(range(len(rows.trips)))):
        services: dict[int, list[int]] = defaultdict(list)
        for n in members:
            services[rows.trips[n].service].append(n)
        for run in services.values():
            for one, other in pairwise(run):
                if rows.leads_to(one, other) and rows.trips[one].ref != rows.trips[other].ref:
                    yield one, other
