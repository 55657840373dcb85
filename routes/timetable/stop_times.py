"""The stop times of a feed, trip by trip: in order, blanks interpolated, trips that cannot be run left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from routes.timetable.archive import Feed
from routes.timetable.faults import TOLD, Faults
from routes.timetable.reading import BATCH, Batch, read_batches

if TYPE_CHECKING:
    from numpy.typing import NDArray

FILE = "stop_times.txt"
TOLD_EVERY = 50
"""Batches of rows, after which it is told how far the reading is."""
NO_BOARDING, NO_ALIGHTING, ESTIMATED = 1, 2, 4
"""Flags of a stop time: no passenger may board, or alight, there; the time was interpolated."""
NO_STOP, NOT_SERVED = -1, -3


class Times(NamedTuple):
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
    stops: Mapping[str, int],
    tell: Callable[[str, float], None],
) -> Times:
    """Return the stop times of every trip that can be run: two or more, none before the one that it follows.

    `stops` has NOT_SERVED for stations, entrances and other places where no vehicle stops.
    """
    raw = _drop_unknown(_read_raw(feed, faults, trips, stops, tell), faults)
    raw = _sort(raw, faults)
    raw = _drop_trips(raw, _find_open_ends(raw, faults), faults)
    raw = _interpolate(raw)
    raw = _drop_trips(raw, _find_disorder(raw, faults), faults)
    raw = _drop_trips(raw, _find_short(raw, faults), faults)
    return Times(raw.trip, raw.stop, raw.arrive, raw.depart, raw.flags)


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


def _empty() -> _Raw:
    return _Raw(*(np.zeros(0, kind) for kind in (*["int32"] * 6, "uint8", "float64")))


def _build_raw(batch: Batch, trips: Mapping[str, int], stops: Mapping[str, int], faults: Faults) -> _Raw:
    trip = list(map(trips.get, batch.get("trip_id"), repeat(NO_STOP)))
    stop = list(map(stops.get, batch.get("stop_id"), repeat(NO_STOP)))
    _tell_unknown(batch, "trip_id", trip, "is not in trips.txt", faults, NO_STOP)
    _tell_unknown(batch, "stop_id", stop, "is not in stops.txt", faults, NO_STOP)
    _tell_unknown(batch, "stop_id", stop, "is a location_type where no vehicle stops", faults, NOT_SERVED)
    board, alight = (np.array(batch.get(name, 0), np.uint8) == 1 for name in ("pickup_type", "drop_off_type"))
    return _Raw(
        np.array(batch.rows, np.int32),
        np.array(trip, np.int32),
        np.array(stop, np.int32),
        np.array(batch.get("stop_sequence", 0), np.int32),
        np.array(batch.get("arrival_time", -1), np.int32),
        np.array(batch.get("departure_time", -1), np.int32),
        (board * NO_BOARDING + alight * NO_ALIGHTING).astype(np.uint8),
        np.array(batch.get("shape_dist_traveled", -1.0), np.float64),
    )


def _tell_unknown(batch: Batch, field: str, found: Sequence[int], what: str, faults: Faults, kind: int) -> None:
    if kind not in found:
        return
    values = batch.get(field)
    for n, value in enumerate(found):
        if value == kind:
            message = f'{field} "{values[n]}" {what}'
            remedy = "correct the field; the row is left out"
            faults.add("reference_unknown", FILE, batch.rows[n], field, values[n], message, remedy)


def _drop_unknown(raw: _Raw, faults: Faults) -> _Raw:
    known = (raw.trip >= 0) & (raw.stop >= 0)
    faults.leave_out(FILE, int(np.count_nonzero(~known)))
    return raw if known.all() else raw.take(known)


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
    faults.leave_out(FILE, int(np.count_nonzero(again)))
    return raw.take(~again) if again.any() else raw


def _add(faults: Faults, code: str, raw: _Raw, n: int, told: tuple[str, str]) -> None:
    field, message = told
    remedy = "correct it; the row is left out" if code == "row_repeated" else "correct it; the trip is left out"
    faults.add(code, FILE, int(raw.row[n]), field, "", message, remedy)


def _first_and_last(trip: NDArray[np.int32]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return where a trip begins and where it ends."""
    edge = np.ones(1 if len(trip) else 0, np.bool_)
    change = trip[1:] != trip[:-1]
    return np.concatenate([edge, change]), np.concatenate([change, edge])


def _find_open_ends(raw: _Raw, faults: Faults) -> NDArray[np.bool_]:
    """Return the stop times that must have a time, as the first and last of a trip, and have none."""
    first, last = _first_and_last(raw.trip)
    blank = (raw.arrive < 0) & (raw.depart < 0) & (first | last)
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


def _find_disorder(raw: _Raw, faults: Faults) -> NDArray[np.bool_]:
    """Return the stop times that leave before they arrive, or arrive before the stop they follow is left."""
    early = raw.depart < raw.arrive
    first, _ = _first_and_last(raw.trip)
    late = np.zeros(len(first), np.bool_)
    late[1:] = (raw.arrive[1:] < raw.depart[:-1]) & ~first[1:]
    for n in np.flatnonzero(early).tolist():
        _add(faults, "stop_time_order", raw, n, ("departure_time", "departure_time lies before arrival_time"))
    for n in np.flatnonzero(late & ~early).tolist():
        _add(faults, "stop_time_order", raw, n, ("arrival_time", "arrival_time lies before the last departure"))
    return early | late


def _find_short(raw: _Raw, faults: Faults) -> NDArray[np.bool_]:
    """Return the stop times of trips that have no other."""
    first, last = _first_and_last(raw.trip)
    alone = first & last
    for n in np.flatnonzero(alone).tolist():
        _add(faults, "trip_unusable", raw, n, ("trip_id", "the trip has one usable stop time only"))
    return alone


def _drop_trips(raw: _Raw, faulty: NDArray[np.bool_], faults: Faults) -> _Raw:
    """Return stop times without the trips to which one of these belongs."""
    if not faulty.any():
        return raw
    out = np.isin(raw.trip, raw.trip[faulty])
    faults.leave_out(FILE, int(np.count_nonzero(out)))
    return raw.take(~out)
