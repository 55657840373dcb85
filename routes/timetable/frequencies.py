"""Trips that run every so often, as one trip for each departure: frequencies.txt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from routes.errors import DataError
from routes.timetable.archive import HINT, Feed
from routes.timetable.faults import Faults
from routes.timetable.reading import read_batches
from routes.timetable.stop_times import StopTimes
from routes.timetable.trips import Trip

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_TRIPS, MOST_TIMES = 5_000_000, 100_000_000
"""That frequencies may make of a feed."""
FILE = "frequencies.txt"


class Expanded(NamedTuple):
    """Trips and times with those that run by frequency written out; `headway_s` is 0 for trips at a fixed time."""

    trips: Sequence[Trip]
    times: StopTimes
    headway_s: NDArray[np.int32]


def expand_frequencies(
    feed: Feed, faults: Faults, *, trips: Sequence[Trip], index: Mapping[str, int], times: StopTimes
) -> Expanded:
    """Return the trips with each that has frequencies written out, leaving at every multiple of its headway.

    Where exact_times is 0 the vehicle comes within a headway of that time: who is there then arrives a headway later
    at the latest, so all its arrivals are set as much later, and the trip keeps its headway.
    """
    starts = _read_starts(feed, faults, index)
    if not starts:
        return Expanded(trips, times, np.zeros(len(trips), np.int32))
    ptr = np.searchsorted(times.trip, np.arange(len(trips) + 1))
    made, every_s = list[Trip](), [np.zeros(len(trips), np.int32)]
    parts = [_take(times, ~np.isin(times.trip, np.array(list(starts), np.int32)))]
    size = 0
    for trip, spans in starts.items():
        one = _take(times, slice(ptr[trip], ptr[trip + 1]))
        for begins, wait_s in spans if len(one.trip) else ():
            size += len(begins) * len(one.trip)
            if len(made) + len(begins) > MOST_TRIPS or size > MOST_TIMES:
                message = f"{feed.label}/{FILE} makes more than {MOST_TRIPS:,} trips or {MOST_TIMES:,} stop times"
                raise DataError(message, hint=HINT)
            parts.append(_repeat(one, len(trips) + len(made), begins, wait_s))
            made += [trips[trip]] * len(begins)
            every_s.append(np.full(len(begins), wait_s, np.int32))
    joined: list[Any] = [np.concatenate(columns) for columns in zip(*parts, strict=True)]
    return Expanded([*trips, *made], StopTimes(*joined), np.concatenate(every_s))


def _repeat(one: StopTimes, first: int, begins: range, wait_s: int) -> StopTimes:
    """Return the stop times of a trip for each instant at which it begins, as those of trips from `first` on."""
    by_s = np.arange(begins.start, begins.stop, begins.step)[:, None] - int(one.depart[0])
    count = len(begins)
    return StopTimes(
        np.repeat(np.arange(first, first + count, dtype=np.int32), len(one.trip)),
        np.tile(one.stop, count),
        (one.arrive + by_s + wait_s).astype(np.int32).ravel(),
        (one.depart + by_s).astype(np.int32).ravel(),
        np.tile(one.flags, count),
    )


def _take(times: StopTimes, rows: Any) -> StopTimes:
    parts: list[Any] = [part[rows] for part in times]
    return StopTimes(*parts)


def repeat_trip(times: StopTimes, rows: slice, *, as_trip: int) -> StopTimes:
    """Return the stop times of one trip, which stand in these rows, as those of another."""
    one = _take(times, rows)
    return one._replace(trip=np.full(len(one.trip), as_trip, np.int32))


def _read_starts(feed: Feed, faults: Faults, index: Mapping[str, int]) -> dict[int, list[tuple[range, int]]]:
    """Return the departures of each trip with the longest wait for one, which is 0 where they are exact."""
    starts: dict[int, list[tuple[range, int]]] = {}
    for batch in read_batches(feed, FILE, faults):
        named = ("start_time", "end_time", "headway_secs", "exact_times")
        columns = (batch.get("trip_id"), *(batch.get(name, 0) for name in named))
        for row, ref, start_s, end_s, headway_s, exact in zip(batch.rows, *columns, strict=True):
            fault = _find_fault(index, ref, start_s, end_s, headway_s)
            if fault:
                faults.add(fault[0], FILE, row, fault[1], "", fault[2], "correct it; the row is left out")
                faults.leave_out(FILE)
            elif index[ref] >= 0:
                begins = range(start_s, end_s, headway_s)
                starts.setdefault(index[ref], []).append((begins, 0 if exact else headway_s))
    return starts


def _find_fault(
    index: Mapping[str, int], ref: str, start_s: int, end_s: int, headway_s: int
) -> tuple[str, str, str] | None:
    if ref not in index:
        return "reference_unknown", "trip_id", f'trip_id "{ref}" is not in trips.txt'
    if headway_s == 0:
        return "value_invalid", "headway_secs", "headway_secs is 0, and it must be positive"
    if end_s <= start_s:
        return "value_invalid", "end_time", "end_time does not lie after start_time"
    return None
