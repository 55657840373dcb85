"""The stops of a feed: position, parent, platform, and the zone of their clocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from routes.gazetteer.zones import find_zone
from routes.geo import Coordinate
from routes.timetable.archive import Feed
from routes.timetable.faults import Faults
from routes.timetable.reading import read_batches

PLATFORM, STATION, BOARDING_AREA = 0, 1, 4
FILE = "stops.txt"


class Stop(NamedTuple):
    """A row of stops.txt: `parent` is the index of the stop it belongs to, -1 for none.

    `zone` is that of its clocks: its own, else its parent's, else that of its position.
    """

    ref: str
    name: str
    coordinate: Coordinate | None
    kind: int
    parent: int
    zone: str
    platform: str


class _Row(NamedTuple):
    row: int
    ref: str
    name: str
    lat: float | None
    lon: float | None
    kind: int
    parent: str
    zone: str
    platform: str


def read_stops(
    feed: Feed, faults: Faults, *, agency_zone: str, is_same_clock: Callable[[str, str], bool]
) -> list[Stop]:
    """Return the stops of a feed in the order of the table.

    `is_same_clock` says whether two zones show the same time on every day of the feed: where position and agency
    differ in name only, nothing is told.
    """
    rows = list(_read_rows(feed, faults))
    index = {row.ref: n for n, row in enumerate(rows)}
    parents = [_find_parent(row, index, faults) for row in rows]
    return [
        Stop(
            row.ref,
            _find_name(n, rows, parents),
            _find_point(n, rows, parents),
            row.kind,
            parents[n],
            _find_zone(n, rows, parents, agency_zone, is_same_clock, faults),
            row.platform,
        )
        for n, row in enumerate(rows)
    ]


def _read_rows(feed: Feed, faults: Faults) -> list[_Row]:
    rows: dict[str, _Row] = {}
    for batch in read_batches(feed, FILE, faults):
        named = ("stop_id", "stop_name", "stop_lat", "stop_lon")
        plain = [batch.get(name, None if name in named[2:] else "") for name in named]
        kinds, parents = batch.get("location_type", 0), batch.get("parent_station")
        others = (batch.get("stop_timezone"), batch.get("platform_code"))
        for number, ref, *rest in zip(batch.rows, *plain, kinds, parents, *others, strict=True):
            row = _Row(number, ref, *rest)
            fault = _find_fault(row, rows)
            if fault:
                faults.add(*fault)
                faults.leave_out(FILE)
            else:
                rows[ref] = row
    return list(rows.values())


def _find_fault(row: _Row, rows: Mapping[str, _Row]) -> tuple[str, str, int, str, str, str, str] | None:
    """Return what is wrong with a row as a whole; without a name or position only what has a parent may be."""
    if row.ref in rows:
        message = f'stop_id "{row.ref}" stands in row {rows[row.ref].row} already'
        return "row_repeated", FILE, row.row, "stop_id", row.ref, message, "keep one of the rows"
    if row.kind in (3, BOARDING_AREA):
        return None
    for field, value in (("stop_name", row.name or None), ("stop_lat", row.lat), ("stop_lon", row.lon)):
        if value is None:
            message = f"{field} is empty, and the GTFS reference requires it for location_type {row.kind}"
            return "value_missing", FILE, row.row, field, "", message, "fill in the field; the stop is left out"
    if row.lat == 0 and row.lon == 0:
        message = f'stop "{row.ref}" lies at 0, 0, in the sea off Africa'
        return "value_invalid", FILE, row.row, "stop_lat", "0", message, "give its position; the stop is left out"
    return None


def _find_parent(row: _Row, index: Mapping[str, int], faults: Faults) -> int:
    if not row.parent:
        return -1
    found = index.get(row.parent, -1)
    if found < 0 or row.parent == row.ref:
        message = f'parent_station "{row.parent}" is no other stop_id of this table, so the stop stands alone'
        faults.add("parent_unknown", FILE, row.row, "parent_station", row.parent, message, "add the station")
        return -1
    return found


def _above(n: int, parents: Sequence[int]) -> list[int]:
    """Return a stop and those it belongs to, from the inmost; the reference has at most three levels."""
    chain = [n]
    while (n := parents[n]) >= 0 and len(chain) < 4:
        chain.append(n)
    return chain


def _find_name(n: int, rows: Sequence[_Row], parents: Sequence[int]) -> str:
    return next((rows[k].name for k in _above(n, parents) if rows[k].name), rows[n].ref)


def _find_point(n: int, rows: Sequence[_Row], parents: Sequence[int]) -> Coordinate | None:
    for k in _above(n, parents):
        lat, lon = rows[k].lat, rows[k].lon
        if lat is not None and lon is not None:
            return Coordinate(lat, lon)
    return None


def _find_zone(
    n: int,
    rows: Sequence[_Row],
    parents: Sequence[int],
    agency_zone: str,
    is_same_clock: Callable[[str, str], bool],
    faults: Faults,
) -> str:
    """Return the zone of a stop; the agency's where the feed gives none and the position is at sea."""
    given = next((rows[k].zone for k in _above(n, parents) if rows[k].zone), "")
    point = _find_point(n, rows, parents)
    if given or point is None:
        return given or agency_zone
    found = find_zone(point)
    if found == agency_zone or found.startswith("Etc/") or not found:
        return agency_zone
    if not is_same_clock(found, agency_zone):
        message = f"{rows[n].name or rows[n].ref} lies in {found}, and its agency's zone is {agency_zone}"
        remedy = f"its times are shown in {found}; stop_timezone would say so"
        faults.add("zone_by_position", FILE, rows[n].row, "stop_timezone", "", message, remedy)
    return found
