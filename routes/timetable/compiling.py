"""Feeds put together and compiled to the arrays of a timetable, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from routes.errors import UsageError
from routes.findings import Finding
from routes.timetable.faults import Told
from routes.timetable.feed import Read, Tell, read_feed
from routes.timetable.places import group_stops
from routes.timetable.stops import Stop
from routes.timetable.table import SUFFIX, Timetable, pack_texts, write_timetable
from routes.timetable.vehicles import link_trips

if TYPE_CHECKING:
    from numpy.typing import NDArray

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


class Compiled(NamedTuple):
    """A timetable that was imported: the file it is kept in, and the faults of its feeds."""

    table: Timetable
    path: Path
    told: tuple[Told, ...]

    @property
    def findings(self) -> list[Finding]:
        """Return the findings of all feeds."""
        return [finding for told in self.told for finding in told.findings]


def import_feeds(paths: Sequence[Path], cache: Path, *, name: str, tell: Tell, source: str = "") -> Compiled:
    """Return the timetable of feeds, kept in the folder `cache` under a name in place of one imported before.

    `source` is whom to credit for them, with the licence, which no table of a feed says.

    Raises: UsageError, for a name that cannot be kept, or no feed; DataError, when a feed cannot be used.
    """
    if not _NAME.fullmatch(name):
        hint = "use small letters, digits, - and _, such as --name db-2019"
        raise UsageError(f'"{name}" cannot name a timetable', hint=hint)
    reads = [read_feed(path, tell=lambda step, share: tell(step, 0.7 * share)) for path in paths]
    tell("putting it together", 0.75)
    table = build_timetable(reads, name=name, source=source)
    path = cache / f"{name}{SUFFIX}"
    tell("keeping it", 0.95)
    write_timetable(path, table)
    tell("done", 1.0)
    return Compiled(table, path, tuple(read.told for read in reads))


def build_timetable(reads: Sequence[Read], *, name: str, source: str = "") -> Timetable:
    """Return the timetable that feeds make together."""
    stops = [stop for read, at in _with_offsets(reads, "stops") for stop in _move_stops(read.stops, at)]
    zones = list(dict.fromkeys([*(read.agencies.zone for read in reads), *(stop.zone for stop in stops)]))
    arrays: dict[str, NDArray[Any]] = _build_stops(stops, zones)
    arrays |= _build_trips(reads, zones) | _build_times(reads) | _build_changes(reads)
    arrays |= _build_connections(arrays) | _build_shapes(reads)
    first_day, days, runs = _build_runs(reads)
    arrays["runs"] = runs
    routes = [route for read in reads for route in read.routes]
    trips = [trip for read in reads for trip in read.trips]
    texts = {
        "stop_ref": [stop.ref for stop in stops],
        "stop_name": [stop.name for stop in stops],
        "platform": [stop.platform for stop in stops],
        "route_ref": [route.ref for route in routes],
        "route_name": [route.name for route in routes],
        "agency": [route.agency for route in routes],
        "trip_ref": [trip.ref for trip in trips],
        "trip_head": [trip.head for trip in trips],
        "trip_name": [trip.name for trip in trips],
    }
    copies = sum(len(read.stops) - len({stop.ref for stop in read.stops}) for read in reads)
    about = {
        "feeds": [_tell_feed(read, source) for read in reads],
        "copies": copies,
        "left_out": [read.told.left_out for read in reads],
    }
    packed = {kind: pack_texts(rows) for kind, rows in texts.items()}
    return Timetable(name, tuple(zones), first_day, days, about, arrays, packed)


def _tell_feed(read: Read, source: str) -> dict[str, Any]:
    """Return who made a feed and what it covers, for those who ask where a time comes from."""
    first, days = read.calendar.first_day, read.calendar.runs.shape[1]
    agencies = list(dict.fromkeys(read.agencies.names.values()))
    return {**read.info, "first_day": first, "last_day": first + days - 1, "agencies": agencies, "source": source}


def _with_offsets(reads: Sequence[Read], part: str) -> Iterator[tuple[Read, int]]:
    """Yield each feed with the number of rows of that part in the feeds before it."""
    offset = 0
    for read in reads:
        yield read, offset
        offset += len(getattr(read, part))


def _move_stops(stops: Sequence[Stop], by: int) -> Iterator[Stop]:
    for stop in stops:
        yield stop._replace(parent=stop.parent + by) if stop.parent >= 0 and by else stop


def _build_stops(stops: Sequence[Stop], zones: Sequence[str]) -> dict[str, NDArray[Any]]:
    points = [stop.coordinate or (91.0, 181.0) for stop in stops]  # no point of the earth where there is none
    index = {zone: n for n, zone in enumerate(zones)}
    return {
        "lat_e7": np.array([round(lat * 1e7) for lat, _ in points], np.int32),
        "lon_e7": np.array([round(lon * 1e7) for _, lon in points], np.int32),
        "zone": np.array([index[stop.zone] for stop in stops], np.int32),
        "place": np.array(group_stops(stops), np.int32),
        "parent": np.array([stop.parent for stop in stops], np.int32),
        "kind": np.array([stop.kind for stop in stops], np.int8),
    }


def _build_trips(reads: Sequence[Read], zones: Sequence[str]) -> dict[str, NDArray[Any]]:
    services = dict(_with_services(reads))
    parts = [
        (
            np.array([trip.route for trip in read.trips], np.int32) + routes_before,
            np.array([trip.service for trip in read.trips], np.int32) + services[n],
            np.full(len(read.trips), zones.index(read.agencies.zone), np.int32),
            read.headway_s,
        )
        for n, (read, routes_before) in enumerate(_with_offsets(reads, "routes"))
    ]
    named = ("route", "service", "trip_zone", "headway_s")
    arrays = {
        name: np.concatenate(part).astype(np.int32) for name, part in zip(named, zip(*parts, strict=True), strict=True)
    }
    kinds = [route.kind for read in reads for route in read.routes]
    rides = [
        link_trips(read.trips, read.times, read.changes) + before for read, before in _with_offsets(reads, "trips")
    ]
    return arrays | {"ride": np.concatenate(rides), "route_kind": np.array(kinds, np.int32)}


def _with_services(reads: Sequence[Read]) -> Iterator[tuple[int, int]]:
    before = 0
    for n, read in enumerate(reads):
        yield n, before
        before += len(read.calendar.runs)


def _build_times(reads: Sequence[Read]) -> dict[str, NDArray[Any]]:
    stops = [read.times.stop + before for read, before in _with_offsets(reads, "stops")]
    trips = [read.times.trip + before for read, before in _with_offsets(reads, "trips")]
    count = sum(len(read.trips) for read in reads)
    trip = np.concatenate(trips)
    return {
        "first": np.searchsorted(trip, np.arange(count + 1)).astype(np.int32),
        "stop": np.concatenate(stops).astype(np.int32),
        "arrive": np.concatenate([read.times.arrive for read in reads]),
        "depart": np.concatenate([read.times.depart for read in reads]),
        "flags": np.concatenate([read.times.flags for read in reads]),
    }


def _build_changes(reads: Sequence[Read]) -> dict[str, NDArray[Any]]:
    rows = [
        (start + before, end + before, needed_s)
        for read, before in _with_offsets(reads, "stops")
        for (start, end), needed_s in read.changes.seconds.items()
    ]
    columns = np.array(sorted(rows), np.int32).reshape(-1, 3)
    return {name: columns[:, n].copy() for n, name in enumerate(("change_from", "change_to", "change_s"))}


def _build_shapes(reads: Sequence[Read]) -> dict[str, NDArray[Any]]:
    """Return the shapes of all feeds, and for each trip the number of its own, -1 for none."""
    numbers, first, before, points = list[int](), [np.zeros(1, np.int32)], 0, 0
    for read in reads:
        numbers += [read.shapes.numbers.get(trip.shape, -1 - before) + before for trip in read.trips]
        first.append(read.shapes.first[1:] + points)
        before, points = before + len(read.shapes.numbers), points + len(read.shapes.lat_e7)
    return {
        "shape": np.array(numbers, np.int32),
        "shape_first": np.concatenate(first).astype(np.int32),
        "shape_lat_e7": np.concatenate([read.shapes.lat_e7 for read in reads]),
        "shape_lon_e7": np.concatenate([read.shapes.lon_e7 for read in reads]),
    }


def _build_connections(arrays: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Return the connections of all trips by zone, in order of departure and, the same ones, of arrival backward."""
    first, count = arrays["first"], len(arrays["first"]) - 1
    trip = np.repeat(np.arange(count, dtype=np.int32), np.diff(first))
    is_last = np.zeros(len(trip), np.bool_)
    is_last[first[1:][np.diff(first) > 0] - 1] = True
    at = np.flatnonzero(~is_last).astype(np.int32)
    zone = arrays["trip_zone"][trip[at]]
    at = at[np.lexsort((arrays["depart"][at], zone))]
    zone = arrays["trip_zone"][trip[at]]
    zone_first = np.searchsorted(zone, np.arange(int(arrays["trip_zone"].max()) + 2)).astype(np.int32)
    arrive = arrays["arrive"][at + 1]
    backward = np.lexsort((-at, -arrive, zone)).astype(np.int32)
    return {
        "at": at,
        "trip": trip[at],
        "zone_first": zone_first,
        "conn_depart": arrays["depart"][at],
        "by_arrival": backward,
        "conn_arrive": arrive[backward],
    }


def _build_runs(reads: Sequence[Read]) -> tuple[int, int, NDArray[np.uint8]]:
    first = min(read.calendar.first_day for read in reads)
    last = max(read.calendar.first_day + read.calendar.runs.shape[1] for read in reads)
    return first, last - first, _pack_days(reads, first, last)


def _pack_days(reads: Sequence[Read], first: int, last: int) -> NDArray[np.uint8]:
    """Return a row of bits for each day, one for each service: what one day's block reads stands together."""
    wide = np.zeros((last - first, sum(len(read.calendar.runs) for read in reads)), np.bool_)
    for (_, before), read in zip(_with_services(reads), reads, strict=True):
        runs, start = read.calendar.runs, read.calendar.first_day - first
        wide[start : start + runs.shape[1], before : before + len(runs)] = runs.T
    return np.packbits(wide, axis=1).reshape(-1)
