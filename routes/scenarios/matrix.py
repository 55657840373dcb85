"""Lengths and times between all places of two lists, over the world's track."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from routes.errors import DataError, InfeasibleError, PlaceError, UsageError
from routes.findings import Finding
from routes.folders import read_text
from routes.gazetteer.station import Station
from routes.geo import Coordinate
from routes.scenarios.admit import admit
from routes.scenarios.known import Known, is_authored
from routes.scenarios.look_up import find_beyond
from routes.scenarios.meeting import build_wish
from routes.scenarios.schema import Scenario
from routes.scenarios.track import STATION_LIMIT_M, reach_m
from routes.scenarios.world import World, get_track
from routes.tables import Column, Row, read_table
from routes.units import parse_degrees

if TYPE_CHECKING:
    from routes.rail.graph import RailPoint
    from routes.rail.matrix import Rows

Snap = Callable[[Coordinate, int], "RailPoint"]


class Spot(NamedTuple):
    """A place of a list: what the list calls it, a text that names it, and the point of track that serves it."""

    label: str
    place: str
    point: RailPoint


class Lists(NamedTuple):
    """The places of both lists that can be used, and the faults of the others."""

    starts: tuple[Spot, ...]
    ends: tuple[Spot, ...]
    findings: tuple[Finding, ...]


COLUMNS = (
    Column("place", remedy="name a place as other commands take it", required=False, default=""),
    Column("lat", parse_degrees(90), "write degrees north", required=False, code="lat_out_of_range"),
    Column("lon", parse_degrees(180), "write degrees east", required=False, code="lon_out_of_range"),
)


def read_lists(world: World, starts: Path, ends: Path) -> Lists:
    """Return the places of two files, snapped to the world's track, and every fault of both files.

    Raises: UsageError, with the command that builds it, where the world's track is not there.
    """
    snap = get_track(world).snap
    first, faults = read_spots(world, starts, snap)
    if starts == ends:
        return Lists(first, first, tuple(faults))
    last, more = read_spots(world, ends, snap)
    return Lists(first, last, (*faults, *more))


def read_spots(world: World, path: Path, snap: Snap) -> tuple[tuple[Spot, ...], list[Finding]]:
    """Return the places of a CSV file with a column `place`, or with `lat` and `lon`, and every fault.

    Where a row has a position, that counts, and `place` is what it is called.
    """
    text, findings = read_text(path, label=str(path))
    if findings:
        return (), findings
    rows, findings = read_table(text, file=str(path), columns=COLUMNS)
    spots = []
    for row in rows:
        found = _find_spot(world, row, snap) if row.whole else None
        if isinstance(found, Finding):
            findings.append(found)
        elif found is not None:
            spots.append(found)
    return tuple(spots), sorted(findings, key=lambda f: (f.line, f.column))


def _find_spot(world: World, row: Row, snap: Snap) -> Spot | Finding:
    """Return the place of a row on the track, or what is wrong with it."""
    place, lat, lon = (row.values[name] for name in ("place", "lat", "lon"))
    if (lat is None) != (lon is None) or (lat is None and not place):
        field = "lat" if lat is None and (lon is not None or "lat" in row.header) else "lon" if place == "" else "place"
        remedy = "give place, or lat and lon"
        return row.finding("value_missing", field, "the row names no place and has no whole position", remedy)
    try:
        found = find_station(world, place) if lat is None else None
    except (PlaceError, UsageError) as fault:
        return row.finding("place_unknown", "place", fault.message, fault.hint)
    try:
        named = place if found else f"{lat},{lon}"
        point = snap(found.coordinate, reach_m(found)) if found else snap(Coordinate(lat, lon), STATION_LIMIT_M)
        return Spot(place or named, named, point)
    except InfeasibleError as fault:
        return row.finding("off_track", "place" if lat is None else "lat", fault.message, fault.hint)


def find_station(world: World, place: str) -> Station:
    """Return the place that a text names.

    Raises: PlaceError, when its name is unknown or fits several; UsageError, for a position off the earth.
    """
    known = Known(world.folders, world.gazetteer)
    found = () if is_authored(known.gazetteer, place) else find_beyond(known, place)
    if len(found) == 1:  # as `admit` finds it, without a new index of all names for each place of a list
        return known.gazetteer.stations.get(found[0].station.code, found[0].station)
    admitted = admit(world, place)
    return admitted.world.gazetteer.stations[admitted.code]


def scan_matrix(world: World, lists: Lists, query: Scenario, *, now: datetime) -> Iterator[Rows]:
    """Yield the rows of the matrix of two lists, some at a time: the shortest path of each pair, and the time it takes.

    The time is that of the train of `query` under way, at the likely paces of countries and lines that were known as
    of then (a wall clock is that of the first start); stops, borders and changes of gauge are not in it.
    """
    from routes.rail.matrix import scan_pairs
    from routes.scenarios.seeking import list_speeds

    if not lists.starts or not lists.ends:
        return
    track = get_track(world)
    first = lists.starts[0].place
    speed_kmh = list_speeds(track, build_wish(admit(world, first).world, query._replace(start=first), now))
    starts, ends = ([spot.point for spot in spots] for spots in (lists.starts, lists.ends))
    yield from scan_pairs(track.graph, track.hierarchy, starts, ends, speed_kmh=speed_kmh)


def refuse_faults(findings: Sequence[Finding]) -> None:
    """Raise DataError with all findings, unless there are none."""
    if findings:
        rows = "1 row" if len(findings) == 1 else f"{len(findings)} places in the lists"
        raise DataError(f"{rows} cannot be used", hint="mend them, or leave them out with --skip", findings=findings)
