"""Trips that run every so often, as one trip for each departure: frequencies.txt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from routes.errors import DataError
from routes.timetable.archive import Feed
from routes.timetable.faults import Faults
from routes.timetable.reading import read_batches
from routes.timetable.stop_times import Times
from routes.timetable.trips import Trip

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_TRIPS, MOST_TIMES = 5_000_000, 100_000_000
"""That frequencies may make of a feed."""
FILE = "frequencies.txt"


class Expanded(NamedTuple):
    """Trips and times with those that run by frequency written out; `headway_s` is 0 for trips at a fixed time."""

    trips: Sequence[Trip]
    times: Times
    headway_s: NDArray[np.int32]


def expand_frequencies(
    feed: Feed, faults: Faults, *, trips: Sequence[Trip], index: Mapping[str, int], times: Times
) -> Expanded:
    """Return the trips with each that has frequencies written out, leaving at every multiple of its headway.

    Where exact_times is 0 the vehicle comes within a headway of that time: who is there then arrives a headway later
    at the latest, so all its arrivals are set as much later, and the trip keeps its headway.
    """
    starts = _read_starts(feed, faults, index)
    if not starts:
        return Expanded(trips, times, np.zeros(len(trips), np.int32))
    ptr = np.searchsorted(times.trip, np.arange(len(trips) + 1))
    made: list[Trip] = []
    headways: list[int] = []
    parts = [_take(times, slice(0))]
    for trip, begins in starts.items():
        one = _take(times, slice(ptr[trip], ptr[trip + 1]))
        if not len(one.trip):
            continue
        base_s = int(one.depart[0])
        for start_s, headway_s in begins:
            again = repeat_trip(one, slice(None), as_trip=len(trips) + len(made))
            arrive, depart = again.arrive + (start_s - base_s + headway_s), again.depart + (start_s - base_s)
            parts.append(again._replace(arrive=arrive.astype(np.int32), depart=depart.astype(np.int32)))
            made.append(trips[trip])
            headways.append(headway_s)
        if len(made) > MOST_TRIPS or len(made) * max(1, len(one.trip)) > MOST_TIMES:
            raise DataError(f"{feed.label}/{FILE} makes more than {MOST_TRIPS:,} trips, too many to read")
    keep = ~np.isin(times.trip, np.array(list(starts), np.int32))
    parts.insert(0, _take(times, keep))
    joined: list[Any] = [np.concatenate(columns) for columns in zip(*parts, strict=True)]
    every_s = np.concatenate([np.zeros(len(trips), np.int32), np.array(headways, np.int32)])
    return Expanded([*trips, *made], Times(*joined), every_s)


def _take(times: Times, rows: Any) -> Times:
    parts: list[Any] = [part[rows] for part in times]
    return Times(*parts)


def repeat_trip(times: Times, rows: slice, *, as_trip: int) -> Times:
    """Return the stop times of one trip, which stand in these rows, as those of another."""
    one = _take(times, rows)
    return one._replace(trip=np.full(len(one.trip), as_trip, np.int32))


def _read_starts(feed: Feed, faults: Faults, index: Mapping[str, int]) -> dict[int, list[tuple[int, int]]]:
    """Return the departures of each trip with its headway, 0 where they are exact."""
    starts: dict[int, list[tuple[int, int]]] = {}
    made = 0
    for batch in read_batches(feed, FILE, faults):
        named = ("start_time", "end_time", "headway_secs", "exact_times")
        columns = (batch.get("trip_id"), *(batch.get(name, 0) for name in named))
        for row, ref, start_s, end_s, headway_s, exact in zip(batch.rows, *columns, strict=True):
            fault = _find_fault(index, ref, start_s, end_s, headway_s)
            if fault:
                faults.add(fault[0], FILE, row, fault[1], "", fault[2], "correct it; the row is left out")
                faults.leave_out(FILE)
            elif index[ref] >= 0 and made < MOST_TRIPS:
                begins = range(start_s, end_s, headway_s)
                made += len(begins)
                starts.setdefault(index[ref], []).extend((s, 0 if exact else headway_s) for s in begins)
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
