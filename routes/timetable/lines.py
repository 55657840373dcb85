"""Connections run by run, as every search reads them: where each begins and ends, and which run a vehicle goes on as."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from routes.timetable.stop_times import NO_ALIGHTING, NO_BOARDING
from routes.timetable.table import Timetable

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Lines(NamedTuple):
    """The connections of each run, a trip or a copy of one, in the order it takes them; those of run r from `first[r]`.

    `at` is the stop time at which a connection begins. A passenger boards at `start` and leaves at `end`, which are
    `nowhere`, the last of `stops`, where nobody may. Times are seconds of the service day. `follow` is the run as
    which the vehicle goes on with its passengers, -1 for none.
    """

    at: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    depart: NDArray[np.int32]
    arrive: NDArray[np.int32]
    first: NDArray[np.int32]
    trip: NDArray[np.int32]
    follow: NDArray[np.int32]
    stops: int

    @property
    def run(self) -> NDArray[np.int32]:
        """Return the run of each connection."""
        return np.repeat(np.arange(len(self.trip), dtype=np.int32), np.diff(self.first))


def build_lines(table: Timetable) -> Lines:
    """Return the connections of a timetable, a run for each trip."""
    arrays, nowhere = table.arrays, len(table.arrays["lat_e7"])
    first = arrays["first"]
    counts = np.maximum(np.diff(first) - 1, 0)
    is_last = np.zeros(len(arrays["stop"]), np.bool_)
    is_last[first[1:][np.diff(first) > 0] - 1] = True
    at = np.flatnonzero(~is_last).astype(np.int32)
    trip = np.arange(len(first) - 1, dtype=np.int32)
    rows = (
        np.where(arrays["flags"][at] & NO_BOARDING, nowhere, arrays["stop"][at]),
        np.where(arrays["flags"][at + 1] & NO_ALIGHTING, nowhere, arrays["stop"][at + 1]),
    )
    begins = np.concatenate([[0], np.cumsum(counts)])
    return join_lines(table, (at, *rows), begins, trip, stage=np.zeros_like(trip), stops=nowhere + 1)


def join_lines(table: Timetable, rows: tuple[Any, Any, Any], first: Any, trip: Any, *, stage: Any, stops: int) -> Lines:
    """Return connections given as stop time, start and end, whose runs go on as those of the same ride and stage.

    A run whose stage is -1 goes on as no other.
    """
    arrays = table.arrays
    at, start, end = (np.ascontiguousarray(row, np.int32) for row in rows)
    depart, arrive = arrays["depart"][at].astype(np.int32), arrays["arrive"][at + 1].astype(np.int32)
    first, trip = np.ascontiguousarray(first, np.int32), np.ascontiguousarray(trip, np.int32)
    follow = np.full(len(trip), -1, np.int32)
    ride = arrays["ride"][trip]
    if np.any(arrays["ride"] != np.arange(len(arrays["ride"]))):
        runs = np.flatnonzero((np.diff(first) > 0) & (stage >= 0))
        runs = runs[np.lexsort((depart[first[runs]], ride[runs], stage[runs]))]
        goes_on = (ride[runs][1:] == ride[runs][:-1]) & (stage[runs][1:] == stage[runs][:-1])
        follow[runs[:-1][goes_on]] = runs[1:][goes_on]
    return Lines(at, start, end, depart, arrive, first, trip, follow, stops)
