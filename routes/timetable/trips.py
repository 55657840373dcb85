"""The agencies, routes and trips of a feed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from routes.errors import DataError
from routes.timetable.archive import Feed
from routes.timetable.faults import Faults
from routes.timetable.reading import Batch, read_batches

DROPPED = -2
"""In the index of trips, one that stands in the table and is not used."""


class Agencies(NamedTuple):
    """The agencies of a feed: their names by id, and the one zone in which all its times count."""

    names: Mapping[str, str]
    zone: str


class Route(NamedTuple):
    """A row of routes.txt, by the name that people know, and the name of its agency."""

    ref: str
    name: str
    agency: str
    kind: int


class Trip(NamedTuple):
    """A row of trips.txt: `route` and `service` are indexes; `block` is "" where it goes on as no other trip."""

    ref: str
    route: int
    service: int
    row: int
    head: str
    name: str
    block: str
    shape: str


def read_agencies(feed: Feed, faults: Faults) -> Agencies:
    """Return the agencies; raises DataError where none gives a zone, without which no time can be read."""
    names: dict[str, str] = {}
    zones: list[str] = []
    for batch in read_batches(feed, "agency.txt", faults):
        columns = (batch.get("agency_id"), batch.get("agency_name"), batch.get("agency_timezone"))
        for row, ref, name, zone in zip(batch.rows, *columns, strict=True):
            names[ref] = name
            zones.append(zone)
            if zone != zones[0]:
                message = f"agency_timezone is {zone}, and all agencies of a feed must have the same ({zones[0]})"
                faults.add("value_invalid", "agency.txt", row, "agency_timezone", zone, message, "the first one counts")
    if not zones:
        message = f"{feed.label} has no agency.txt with an agency_timezone, so its times cannot be read"
        raise DataError(message, hint="add it, as the GTFS reference requires", findings=faults.findings)
    return Agencies(names, zones[0])


def read_routes(feed: Feed, faults: Faults, agencies: Agencies) -> tuple[list[Route], dict[str, int]]:
    """Return the routes and their places by id."""
    routes: list[Route] = []
    index: dict[str, int] = {}
    only = next(iter(agencies.names.values()), "") if len(agencies.names) == 1 else ""
    for batch in read_batches(feed, "routes.txt", faults):
        tell_continuous(batch, "routes.txt", faults)
        named = ("route_id", "agency_id", "route_short_name", "route_long_name")
        columns = (*map(batch.get, named), batch.get("route_type", 3))
        for row, ref, agency, short, long, kind in zip(batch.rows, *columns, strict=True):
            if _is_repeated(index, ref, row, ("routes.txt", "route_id"), faults):
                continue
            if agency and agency not in agencies.names:
                message = f'agency_id "{agency}" is not in agency.txt'
                faults.add("agency_unknown", "routes.txt", row, "agency_id", agency, message, "add the agency")
            index[ref] = len(routes)
            routes.append(Route(ref, short or long or ref, agencies.names.get(agency, only), kind))
    return routes, index


def tell_continuous(batch: Batch, file: str, faults: Faults) -> None:
    """Tell of routes and stop times by which one may board or alight between stops."""
    for field in ("continuous_pickup", "continuous_drop_off"):
        for n, value in enumerate(batch.columns.get(field, ())):
            if value != 1:
                message = "stopping between stops is not read; vehicles are boarded and left at stops only"
                remedy = "take the nearest stop; the row is used"
                faults.add("feature_unused", file, batch.rows[n], field, str(value), message, remedy)


def read_trips(
    feed: Feed, faults: Faults, *, routes: Mapping[str, int], services: Mapping[str, int]
) -> tuple[list[Trip], dict[str, int]]:
    """Return the trips and their places by id; DROPPED for those that name a route or service there is not."""
    trips: list[Trip] = []
    index: dict[str, int] = {}
    file = "trips.txt"
    for batch in read_batches(feed, file, faults):
        named = ("trip_id", "route_id", "service_id", "trip_headsign", "trip_short_name", "block_id", "shape_id")
        for row, ref, route, service, *rest in zip(batch.rows, *map(batch.get, named), strict=True):
            if _is_repeated(index, ref, row, (file, "trip_id"), faults):
                continue
            index[ref] = DROPPED
            if route not in routes:
                _tell_unknown(faults, row, "route_id", route, "routes.txt")
            elif service not in services:
                _tell_unknown(faults, row, "service_id", service, "calendar.txt or calendar_dates.txt")
            else:
                index[ref] = len(trips)
                trips.append(Trip(ref, routes[route], services[service], row, *rest))
    return trips, index


def _is_repeated(index: Mapping[str, int], ref: str, row: int, place: tuple[str, str], faults: Faults) -> bool:
    if ref not in index:
        return False
    file, field = place
    faults.add("row_repeated", file, row, field, ref, f'{field} "{ref}" stands in the table already', "keep one row")
    faults.leave_out(file)
    return True


def _tell_unknown(faults: Faults, row: int, field: str, value: str, table: str) -> None:
    message = f'{field} "{value}" is not in {table}, so the trip is left out'
    faults.add("reference_unknown", "trips.txt", row, field, value, message, "add what it names, or correct the field")
    faults.leave_out("trips.txt")
