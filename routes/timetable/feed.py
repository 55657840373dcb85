"""One GTFS feed read whole: its tables put together, and all that is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from routes.clock import offset_s, service_day_start
from routes.errors import DataError
from routes.timetable.archive import Feed, hash_feed, open_feed
from routes.timetable.calendars import Calendar, read_calendar
from routes.timetable.faults import Faults, Told
from routes.timetable.frequencies import expand_frequencies
from routes.timetable.reading import read_batches
from routes.timetable.shapes import Shapes, read_shapes
from routes.timetable.splitting import split_stops
from routes.timetable.stop_times import NOT_SERVED, StopTimes, read_stop_times
from routes.timetable.stops import PLATFORM, Stop, read_stops
from routes.timetable.transfers import Changes, Ids, read_changes
from routes.timetable.trips import Agencies, Route, Trip, read_agencies, read_routes, read_trips
from routes.timetable.vehicles import part_blocks

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NEEDED = ("agency.txt", "stops.txt", "routes.txt", "trips.txt", "stop_times.txt")
Tell = Callable[[str, float], None]


class Read(NamedTuple):
    """What was read of one feed; places in lists stand for ids."""

    label: str
    agencies: Agencies
    stops: Sequence[Stop]
    routes: Sequence[Route]
    trips: Sequence[Trip]
    times: StopTimes
    headway_s: NDArray[np.int32]
    calendar: Calendar
    changes: Changes
    shapes: Shapes
    info: Mapping[str, Any]
    told: Told


def read_feed(path: Path, *, tell: Tell) -> Read:
    """Return a feed, bad rows left out and told.

    Raises: UsageError, when there is no feed; DataError, when it is made to harm or nothing of it can be used.
    """
    with open_feed(path) as feed:
        faults = Faults(feed.label)
        _require_tables(feed, faults)
        agencies = read_agencies(feed, faults)
        calendar = read_calendar(feed, faults)
        stops = read_stops(
            feed, faults, agency_zone=agencies.zone, is_same_clock=lambda a, b: _is_same_clock(a, b, calendar)
        )
        routes, route_index = read_routes(feed, faults, agencies)
        trips, index = read_trips(feed, faults, routes=route_index, services=calendar.services)
        served = {stop.ref: n if stop.kind == PLATFORM else NOT_SERVED for n, stop in enumerate(stops)}
        rows = [trip.row for trip in trips]
        times = read_stop_times(feed, faults, trips=index, trip_rows=rows, stops=served, tell=tell)
        ids = Ids({stop.ref: n for n, stop in enumerate(stops)}, route_index, index)
        split = split_stops(stops, trips, times, read_changes(feed, faults, stops=stops, ids=ids))
        shapes = read_shapes(feed, faults, {trip.shape for trip in trips})
        expanded = expand_frequencies(feed, faults, trips=trips, index=index, times=split.times)
        linked = {trip for pair in (*split.changes.in_seat, *split.changes.re_board) for trip in pair}
        expanded, calendar = part_blocks(expanded, calendar, stops=split.stops, linked=linked)
        if not len(expanded.times.trip):
            message = f"no trip of {feed.label} can be used"
            raise DataError(message, hint="mend the feed; nothing was imported", findings=faults.findings)
        info = _read_info(feed, faults, hash_feed(path))
        _tell_unread(feed, faults)
        parts = (expanded.trips, expanded.times, expanded.headway_s)
        return Read(
            feed.label, agencies, split.stops, routes, *parts, calendar, split.changes, shapes, info, faults.tell()
        )


def _require_tables(feed: Feed, faults: Faults) -> None:
    missing = [name for name in NEEDED if name not in feed.sizes]
    for name in missing:
        faults.add("file_missing", name, 0, "", "", "the feed lacks a table that the reference requires", "add it")
    if missing:
        message = f"{feed.label} lacks {', '.join(missing)}"
        raise DataError(message, hint="mend the feed; nothing was imported", findings=faults.findings)


def _tell_unread(feed: Feed, faults: Faults) -> None:
    """Tell of the parts of the reference that are not read and would change an answer."""
    for name in sorted({"location_groups.txt", "booking_rules.txt", "locations.geojson"} & set(feed.sizes)):
        message = "areas and booking rules of services on demand are not read"
        faults.add(
            "feature_unused", name, 0, "", "", message, "ask the agency; only stops and fixed times are searched"
        )


def _is_same_clock(one: str, other: str, calendar: Calendar) -> bool:
    """Return whether two zones show the same time on every day of a calendar, or every 15th of a long one."""
    days = range(calendar.first_day, calendar.first_day + calendar.runs.shape[1])
    noons = [service_day_start(date.fromordinal(day), one) for day in days[:: max(1, min(15, len(days) // 25))]]
    return all(offset_s(noon, one) == offset_s(noon, other) for noon in noons)


def _read_info(feed: Feed, faults: Faults, sha256: str) -> dict[str, Any]:
    """Return who published the feed, what it says of its version, and whom it credits."""
    info: dict[str, Any] = {"label": feed.label, "sha256": sha256, "credits": []}
    for batch in read_batches(feed, "feed_info.txt", faults):
        info |= {name: values[0] for name, values in batch.columns.items() if values}
    for batch in read_batches(feed, "attributions.txt", faults):
        pairs = zip(batch.get("organization_name"), batch.get("attribution_url"), strict=True)
        info["credits"] += [f"{name}, {url}" if url else name for name, url in pairs]
    return info | {"credits": list(dict.fromkeys(info["credits"]))}
