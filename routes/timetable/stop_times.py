"""The stop times of a feed, trip by trip: in order, blanks interpolated, trips that cannot be run left out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from routes.timetable.archive import Feed
from routes.timetable.faults import TOLD, Faults
from routes.timetable.reading import BATCH, Batch, read_batches
from routes.timetable.trips import tell_continuous

if TYPE_CHECKING:
    from numpy.typing import NDArray

FILE = "stop_times.txt"
TOLD_EVERY = 50
"""Batches of rows, after which it is told how far the reading is."""
NO_BOARDING, NO_ALIGHTING, ESTIMATED, ARRANGED_BOARDING, ARRANGED_ALIGHTING = 1, 2, 4, 8, 16
"""Flags of a stop time: no passenger may board, or alight, there; the time was interpolated or is approximate; one
has to arrange with the agency or the driver to board, or to alight."""
NO_STOP, NOT_SERVED, ON_DEMAND = -1, -3, -4
ON_DEMAND_FIELDS = ("location_id", "location_group_id", "start_pickup_drop_off_window")


class StopTimes(NamedTuple):
    """Stop times in order of trip and sequence; times in seconds after the start of the service day.

    `trip` has the index of the trip of each, so those of one trip stand together.
    """

    trip: NDArray[np.int32]
    stop: NDArray[np.int32]
    arrive: NDArray[np.int32]
    depart: NDArray[np.int32]
    flags: NDArray[np.uint8]


class _Raw(NamedTuple):
    """Stop times as they stand in the table, with their row; blank times and distances are -1."""

    row: NDArray[np.int32]
    trip: NDArray[np.int32]
    stop: NDArray[np.int32]
    sequence: NDArray[np.int32]
    arrive: NDArray[np.int32]
    depart: NDArray[np.int32]
    flags: NDArray[np.uint8]
    dist: NDArray[np.float64]

    def take(self, rows: NDArray[Any]) -> _Raw:
        """Return the rows of these places, or where a mask is true."""
        return _Raw(*(part[rows] for part in self))


def read_stop_times(
    feed: Feed,
    faults: Faults,
    *,
    trips: Mapping[str, int],
    trip_rows: Sequence[int],
    stops: Mapping[str, int],
    tell: Callable[[str, float], None],
) -> StopTimes:
    """Return the stop times of every trip that can be run: two or more, none before the one that it follows.

    Rows without a place in the order of a trip are left out, as few as can be; the rest of it is used.

    `trips` and `trip_rows` have the place and the row of each; `stops` has NOT_SERVED for stations, entrances and other
    places where no vehicle stops.
    """
    raw = _read_raw(feed, faults, trips, stops, tell)
    _tell_timeless(raw, trips, trip_rows, faults)
    raw = _drop_unknown(raw, faults)
    raw = _sort(raw, faults)
    for find in (_find_backward, _find_open_ends):
        raw = _drop(raw, find(raw, faults), faults)
    raw = _interpolate(raw)
    raw = _drop(raw, _find_short(raw, faults), faults)
    return StopTimes(raw.trip, raw.stop, raw.arrive, raw.depart, raw.flags)


def _read_raw(
    feed: Feed,
    faults: Faults,
    trips: Mapping[str, int],
    stops: Mapping[str, int],
    tell: Callable[[str, float], None],
) -> _Raw:
    parts, rows = [_empty()], max(1, feed.sizes.get(FILE, 0) // 40)
    for batch in read_batches(feed, FILE, faults):
        parts.append(_build_raw(batch, trips, stops, faults))
        if len(parts) % TOLD_EVERY == 0:
            tell("reading the stop times", min(1.0, len(parts) * BATCH / rows))
    return _Raw(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _tell_timeless(raw: _Raw, trips: Mapping[str, int], rows: Sequence[int], faults: Faults) -> None:
    """Tell of the trips that the table does not have."""
    timed = set(np.unique(raw.trip).tolist())
    for ref, trip in trips.items():
        if trip >= 0 and trip not in timed:
            message = f'trip_id "{ref}" has no row in {FILE}, so nothing runs'
            faults.add(
                "trip_unusable", "trips.txt", rows[trip], "trip_id", ref, message, "add its stop times, or leave it out"
            )


def _empty() -> _Raw:
    return _Raw(*(np.zeros(0, kind) for kind in (*["int32"] * 6, "uint8", "float64")))


def _build_raw(batch: Batch, trips: Mapping[str, int], stops: Mapping[str, int], faults: Faults) -> _Raw:
    trip = list(map(trips.get, batch.get("trip_id"), repeat(NO_STOP)))
    stop = list(map(stops.get, batch.get("stop_id"), repeat(NO_STOP)))
    tell_continuous(batch, FILE, faults)
    for n, field, value in _list_on_demand(batch):
        stop[n], message = ON_DEMAND, f"{field} is of a service on demand, and only stops with times are read"
        faults.add("feature_unused", FILE, batch.rows[n], field, value, message, "ask the agency; the row is left out")
    _tell_unknown(batch, "trip_id", trip, "is not in trips.txt", faults, NO_STOP)
    _tell_unknown(batch, "stop_id", stop, "is not in stops.txt", faults, NO_STOP)
    _tell_unknown(batch, "stop_id", stop, "is a location_type where no vehicle stops", faults, NOT_SERVED)
    return _Raw(
        np.array(batch.rows, np.int32),
        np.array(trip, np.int32),
        np.array(stop, np.int32),
        _get_column(batch, "stop_sequence", 0),
        _get_column(batch, "arrival_time", -1),
        _get_column(batch, "departure_time", -1),
        _build_flags(batch),
        _get_column(batch, "shape_dist_traveled", -1.0),
    )


def _get_column(batch: Batch, name: str, default: float) -> NDArray[Any]:
    """Return a column of numbers, whole where its default is."""
    kind = np.int32 if isinstance(default, int) else np.float64
    found = batch.columns.get(name)
    return np.full(len(batch.rows), default, kind) if found is None else np.array(found, kind)


def _build_flags(batch: Batch) -> NDArray[np.uint8]:
    flags = np.zeros(len(batch.rows), np.uint8)
    sides = (("pickup_type", NO_BOARDING, ARRANGED_BOARDING), ("drop_off_type", NO_ALIGHTING, ARRANGED_ALIGHTING))
    for name, never, arranged in sides:
        if name in batch.columns:
            kind = _get_column(batch, name, 0)
            flags[kind == 1] |= never
            flags[kind > 1] |= arranged
    if "timepoint" in batch.columns:
        flags[_get_column(batch, "timepoint", 1) == 0] |= ESTIMATED
    return flags


def _list_on_demand(batch: Batch) -> Iterator[tuple[int, str, str]]:
    """Yield the places of rows that name an area, or a window of time, in place of a stop or its time; field, value."""
    columns = [(field, batch.columns[field]) for field in ON_DEMAND_FIELDS if field in batch.columns]
    for n in range(len(batch.rows)) if columns else ():
        field, value = next(((field, values[n]) for field, values in columns if values[n]), ("", ""))
        if field:
            yield n, field, value


def _tell_unknown(batch: Batch, field: str, found: Sequence[int], what: str, faults: Faults, kind: int) -> None:
    if kind not in found:
        return
    values = batch.get(field)
    for n, value in enumerate(found):
        if value == kind:
            code, message = "reference_unknown", f'{field} "{values[n]}" {what}'
            if not values[n]:
                code, message = "value_missing", f"{field} is empty, and the GTFS reference requires it"
            remedy = "correct the field; the row is left out"
            faults.add(code, FILE, batch.rows[n], field, values[n], message, remedy)


def _drop_unknown(raw: _Raw, faults: Faults) -> _Raw:
    known = (raw.trip >= 0) & (raw.stop >= 0)
    return _drop(raw, ~known, faults)


def _sort(raw: _Raw, faults: Faults) -> _Raw:
    """Return stop times in order of trip and sequence, of two with one sequence the first."""
    key = raw.trip.astype(np.int64) << 32 | raw.sequence
    if not (key[1:] > key[:-1]).all():
        order = np.argsort(key, kind="stable")
        raw, key = raw.take(order), key[order]
    again = np.concatenate([np.zeros(min(1, len(key)), np.bool_), key[1:] == key[:-1]])
    for n in np.flatnonzero(again)[:TOLD].tolist():
        message = f"stop_sequence {raw.sequence[n]} stands twice in one trip"
        _add(faults, "row_repeated", raw, n, ("stop_sequence", message))
    return _drop(raw, again, faults)


def _add(faults: Faults, code: str, raw: _Raw, n: int, told: tuple[str, str]) -> None:
    field, message = told
    faults.add(code, FILE, int(raw.row[n]), field, "", message, "correct it; the row is left out")


def _first_and_last(trip: NDArray[np.int32]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return where a trip begins and where it ends."""
    edge = np.ones(1 if len(trip) else 0, np.bool_)
    change = trip[1:] != trip[:-1]
    return np.concatenate([edge, change]), np.concatenate([change, edge])


def _find_open_ends(raw: _Raw, faults: Faults) -> NDArray[np.bool_]:
    """Return the stop times before the first of a trip that has a time, and after the last."""
    timed = np.flatnonzero((raw.arrive >= 0) | (raw.depart >= 0))
    first, last = np.searchsorted(raw.trip[timed], [raw.trip, raw.trip + 1])
    at = np.arange(len(raw.trip))
    ends = np.append(timed, len(raw.trip))
    blank: NDArray[np.bool_] = (first == last) | (at < ends[first]) | (at > ends[last - 1])
    for n in np.flatnonzero(blank).tolist():
        told = ("arrival_time", "the first and last stop of a trip must have a time")
        _add(faults, "value_missing", raw, n, told)
    return blank


def _interpolate(raw: _Raw) -> _Raw:
    """Return stop times without blanks: those between two times share them out by distance, else evenly."""
    arrive = np.where(raw.arrive < 0, raw.depart, raw.arrive)
    depart = np.where(raw.depart < 0, raw.arrive, raw.depart)
    blank = np.flatnonzero(arrive < 0)
    if not len(blank):
        return raw._replace(arrive=arrive, depart=depart)
    known = np.flatnonzero(arrive >= 0)
    after = known[np.searchsorted(known, blank)]
    before = known[np.searchsorted(known, blank) - 1]
    dist = raw.dist
    by_shape = (dist[before] >= 0) & (dist[before] <= dist[blank]) & (dist[blank] <= dist[after])
    by_shape &= dist[after] > dist[before]
    far = np.where(by_shape, dist[after] - dist[before], after - before)
    share = np.where(by_shape, dist[blank] - dist[before], blank - before) / far
    at = depart[before] + np.rint(share * (arrive[after] - depart[before])).astype(np.int32)
    arrive[blank] = depart[blank] = at
    flags = raw.flags.copy()
    flags[blank] |= ESTIMATED
    return raw._replace(arrive=arrive, depart=depart, flags=flags)


def _find_backward(raw: _Raw, faults: Faults) -> NDArray[np.bool_]:
    """Return the stop times that leave before they arrive, and the fewest others without which no trip goes back."""
    arrive = np.where(raw.arrive < 0, raw.depart, raw.arrive)
    depart = np.where(raw.depart < 0, raw.arrive, raw.depart)
    early = depart < arrive
    for n in np.flatnonzero(early).tolist():
        _add(faults, "stop_time_order", raw, n, ("departure_time", "departure_time lies before arrival_time"))
    timed = np.flatnonzero((arrive >= 0) & ~early)
    late = (arrive[timed[1:]] < depart[timed[:-1]]) & (raw.trip[timed[1:]] == raw.trip[timed[:-1]])
    out = early.copy()
    for trip in np.unique(raw.trip[timed[1:]][late]).tolist():
        rows = timed[slice(*np.searchsorted(raw.trip[timed], [trip, trip + 1]))]
        kept = find_longest(arrive[rows].tolist(), depart[rows].tolist())
        for n in np.delete(rows, kept).tolist():
            out[n] = True
            _add(faults, "stop_time_order", raw, n, ("arrival_time", "the time does not fit those of its trip"))
    return out


def find_longest(arrive: Sequence[int], depart: Sequence[int]) -> list[int]:
    """Return the most places of which none arrives before the one before it leaves, of as many the first ones.

    Source: Schensted (1961), by bisection, from the end: how many can follow each place.
    """
    starts: list[int] = []  # the latest arrival, negative, from which so many places and one follow
    follow: list[int] = []
    for come, leave in zip(reversed(arrive), reversed(depart), strict=True):
        k = bisect_right(starts, -leave)
        follow.append(k)
        starts[k : k + 1] = [min([-come, *starts[k : k + 1]])]
    found, last, most = list[int](), 0, max(follow)
    for n, (come, leave, k) in enumerate(zip(arrive, depart, reversed(follow), strict=True)):
        if k == most and (not found or come >= last):
            found.append(n)
            last, most = leave, most - 1
    return found


def _find_short(raw: _Raw, faults: Faults) -> NDArray[np.bool_]:
    """Return the stop times of trips that have no other."""
    first, last = _first_and_last(raw.trip)
    alone = first & last
    for n in np.flatnonzero(alone).tolist():
        _add(faults, "trip_unusable", raw, n, ("trip_id", "the trip has one usable stop time only"))
    return alone


def _drop(raw: _Raw, out: NDArray[np.bool_], faults: Faults) -> _Raw:
    """Return stop times without these."""
    faults.leave_out(FILE, int(np.count_nonzero(out)))
    return raw.take(~out) if out.any() else raw
