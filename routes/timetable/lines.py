"""Connections run by run, as every search reads them: where each begins and ends, and as which run it goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from routes.timetable.stop_times import NO_ALIGHTING, NO_BOARDING
from routes.timetable.table import Timetable

if TYPE_CHECKING:
    from numpy.typing import NDArray


_PRIMES = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)


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
    at = find_departing(first)
    trip = np.arange(len(first) - 1, dtype=np.int32)
    rows = (
        np.where(arrays["flags"][at] & NO_BOARDING, nowhere, arrays["stop"][at]),
        np.where(arrays["flags"][at + 1] & NO_ALIGHTING, nowhere, arrays["stop"][at + 1]),
    )
    begins = np.concatenate([[0], np.cumsum(counts)])
    return join_lines(table, (at, *rows), begins, trip, stage=np.zeros_like(trip), stops=nowhere + 1)


def find_departing(first: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the stop times at which a connection begins: all but the last of each trip."""
    is_last = np.zeros(int(first[-1]), np.bool_)
    is_last[first[1:][np.diff(first) > 0] - 1] = True
    return np.flatnonzero(~is_last).astype(np.int32)


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


class Lanes(NamedTuple):
    """Runs of the same stops and service of which none catches up with another, side by side.

    A call of a lane is one place in the order of its stops: connection c of run r is at call `c + shift[r]`. Before
    each lane and after the last there is a call of nobody, of a lane after the last in `lane`, which has that of each
    call. Of each lane there is its first run, `lead`, its first call and how many it has. Runs of the same stops and
    times between them share the times of one, which `place` has: those of connection c of run r are in its row
    `c + turn[r]`.
    """

    shift: NDArray[np.int32]
    lead: NDArray[np.int64]
    first: NDArray[np.int64]
    sizes: NDArray[np.int64]
    lane: NDArray[np.int64]
    turn: NDArray[np.int32]
    place: NDArray[np.int64]


def build_lanes(lines: Lines, service: NDArray[np.int32]) -> Lanes:
    """Return the lanes of runs; one that goes on as another, or from one, has a lane and times of its own."""
    counts = np.diff(lines.first)
    single = lines.follow < 0
    single[lines.follow[lines.follow >= 0]] = False
    runs = np.flatnonzero(counts > 0)
    begin = np.zeros(len(counts), np.int32)
    begin[runs] = lines.depart[lines.first[runs]]
    keys = _hash_runs(lines.first, lines.start, lines.end)
    model = _find_models(lines, keys, begin, single)
    runs = runs[np.lexsort((begin[runs], service[runs], keys[runs]))]
    one, other = runs[:-1], runs[1:]
    alike = (keys[one] == keys[other]) & (service[one] == service[other]) & single[one] & single[other]
    is_lead = np.ones(len(runs), np.bool_)
    is_lead[1:] = ~alike | (begin[one] >= begin[other])
    unsure = np.flatnonzero(alike & (model[one] != model[other]))
    is_lead[unsure + 1] = ~_goes_behind(lines, one[unsure], other[unsure])
    lead = runs[is_lead]
    sizes = counts[lead].astype(np.int64)
    first = np.cumsum(sizes + 1) - sizes
    shift, turn = np.zeros(len(counts), np.int32), np.zeros(len(counts), np.int32)
    shift[runs] = first[np.cumsum(is_lead) - 1] - lines.first[runs]
    shared, model_of = np.unique(model[runs], return_inverse=True)
    many = counts[shared].astype(np.int64)
    turn[runs] = (np.cumsum(many) - many)[model_of] - lines.first[runs]
    lane = np.append(len(lead), np.repeat(np.arange(len(lead)), sizes + 1))
    lane[first + sizes] = len(lead)
    return Lanes(shift, lead, first, sizes, lane, turn, _list_places(lines, shared))


def _hash_runs(first: NDArray[np.int32], one: NDArray[np.int32], other: NDArray[np.int32]) -> NDArray[np.uint64]:
    """Return a number for each run that those whose connections have the same two values share, 0 for one without."""
    counts = np.diff(first)
    place = np.arange(len(one), dtype=np.int32) - np.repeat(first[:-1], counts)
    mixed = one.astype(np.uint64)
    mixed *= _PRIMES[0]
    mixed += other.astype(np.uint64)
    mixed ^= mixed >> np.uint64(29)
    mixed *= (np.arange(int(counts.max(initial=0)), dtype=np.uint64) * _PRIMES[1] | np.uint64(1))[place]
    keys = np.zeros(len(counts), np.uint64)
    used = counts > 0
    if used.any():
        keys[used] = np.add.reduceat(mixed, first[:-1][used])
    return keys


def _find_models(
    lines: Lines, keys: NDArray[np.uint64], begin: NDArray[np.int32], single: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Return for each run one of the same stops and times between them, itself where there is no other before it."""
    counts = np.diff(lines.first)
    since = np.repeat(begin, counts)
    depart, arrive = lines.depart - since, lines.arrive - since
    both = keys * _PRIMES[1] + _hash_runs(lines.first, depart, arrive)
    _, index, inverse = np.unique(both, return_index=True, return_inverse=True)
    model = index[inverse]
    model[~single | ~single[model] | (counts != counts[model])] = -1
    runs = np.flatnonzero((model >= 0) & (counts > 0))
    if len(runs):
        here, there = _list_places(lines, runs), _list_places(lines, model[runs])
        same = (depart[here] == depart[there]) & (arrive[here] == arrive[there])
        same &= (lines.start[here] == lines.start[there]) & (lines.end[here] == lines.end[there])
        begins = np.cumsum(counts[runs]) - counts[runs]
        model[runs[~np.logical_and.reduceat(same, begins)]] = -1
    return np.where(model < 0, np.arange(len(counts)), model)


def _list_places(lines: Lines, runs: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the places of the connections of some runs, one run after the other."""
    counts = np.diff(lines.first)[runs].astype(np.int64)
    return np.repeat(lines.first[runs] - np.cumsum(counts) + counts, counts) + np.arange(int(counts.sum()))


def _goes_behind(lines: Lines, one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which of some runs, the others, have the same stops as those beside them and are later at each."""
    counts = np.diff(lines.first)
    found: NDArray[np.bool_] = counts[one] == counts[other]
    one, other = one[found], other[found]
    if not len(one):
        return found
    a, b = _list_places(lines, one), _list_places(lines, other)
    behind = (lines.depart[a] < lines.depart[b]) & (lines.arrive[a] < lines.arrive[b])
    behind &= (lines.start[a] == lines.start[b]) & (lines.end[a] == lines.end[b])
    found[found] = np.logical_and.reduceat(behind, np.cumsum(counts[one]) - counts[one])
    return found
