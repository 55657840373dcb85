"""A feed as large as London's day: bus lines along streets, an underground, interchanges; seeded, of any size.

Streets are a grid, every fourth an artery; a place where lines cross has a stop for each heading. Bus lines follow
streets by way of an artery, both ways, slower in the peaks and denser in the middle; underground lines run straight
through the middle and have a platform for each line and direction. All times are whole minutes, as in the published
timetables of such towns. At size 1: about 20,800 stops, 119,700 trips, 4.7 million connections and 41,600 footpaths.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import hypot, sqrt
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

ROOT = Path(__file__).resolve().parents[1]
FIRST_DAY, LAST_DAY = "20300107", "20300120"
MIDDLE_LAT, MIDDLE_LON = 51.5074, -0.1278
SPACING_M, ARTERY = 400, 4
LAT_M, LON_M = 111_250, 69_400
"""Metres of a degree at the middle."""
HEADINGS = {(1, 0): "E", (-1, 0): "W", (0, 1): "N", (0, -1): "S"}
# Minutes between departures of a line of middling demand, by hour of the service day; 0 where it does not run.
HEADWAYS = (0, 0, 0, 0, 0, 28, 17, 11, 10, 11, 14, 14, 14, 14, 14, 11, 10, 10, 11, 14, 17, 21, 21, 28, 28)
SLOWER = {7: 1.15, 8: 1.25, 9: 1.15, 16: 1.15, 17: 1.25, 18: 1.2}
"""Times a bus takes in an hour, of those in a free one."""
BUS_M_MIN, TUBE_M_MIN = 270.0, 560.0
CORNER_MIN, PLATFORM_MIN, STREET_MIN = 2, 3, 4
"""On foot between stops of one corner, between platforms of one station, and between platform and street."""

Node = tuple[int, int]


class Line(NamedTuple):
    """A line one way: its stops, the minutes to each from the first, and how its headway compares with the usual."""

    name: str
    kind: int
    stops: list[str]
    metres: list[float]
    pace_m_min: float
    demand: float


class Town(NamedTuple):
    """All that a feed is written from; `corners` are the stops of each place and whether each is a platform."""

    lines: list[Line]
    corners: dict[Node, list[str]]


def build_town(*, size: float, seed: int) -> Town:
    """Return a town with `size` times the stops and lines of London."""
    rng = random.Random(seed)
    radius = max(6, round(RADIUS * sqrt(size)))
    lines: list[Line] = []
    served: dict[Node, dict[str, None]] = {}
    free = [(x, y) for x in range(-radius, radius + 1) for y in range(-radius, radius + 1) if hypot(x, y) <= radius]
    rng.shuffle(free)
    for number in range(max(4, round(BUSES * size))):
        while len(free) > 1 and free[-1] in served:
            free.pop()
        start = free.pop() if len(free) > 1 else rng.choice(list(served))
        path = _follow_streets(start, _choose_end(start, radius, rng), rng)
        demand = rng.uniform(0.75, 1.5) * (0.8 + 0.5 * min(hypot(*node) for node in path) / radius)
        for way, nodes in (("a", path), ("b", path[::-1])):
            _add_line(lines, served, f"{number + 1}{way}", nodes, (3, BUS_M_MIN, demand))
    for number in range(max(1, round(TUBES * sqrt(size)))):
        path = _cross_town(number, radius, rng)
        for way, nodes in (("a", path), ("b", path[::-1])):
            _add_line(lines, served, f"T{number + 1}{way}", nodes, (1, TUBE_M_MIN, 0.36))
    return Town(lines, {node: list(stops) for node, stops in served.items()})


RADIUS, BUSES, TUBES = 54, 718, 14
SPREAD, SHORTEST = 0.45, 14
"""At size 1: steps of the grid from the middle to the edge, bus lines, and underground lines."""


def _choose_end(start: Node, radius: int, rng: random.Random) -> Node:
    """Return where a line ends: some way off, nearer to the middle more often than farther from it."""
    while True:
        x, y = (round(part * rng.uniform(0.1, 1.0) + rng.uniform(-SPREAD, SPREAD) * radius) for part in start)
        if hypot(x, y) <= radius and abs(x - start[0]) + abs(y - start[1]) >= min(SHORTEST, radius):
            return x, y


def _follow_streets(start: Node, end: Node, rng: random.Random) -> list[Node]:
    """Return the places from start to end, by one artery across."""
    (x, y), (to_x, to_y) = start, end
    across = ARTERY * round(rng.uniform(min(x, to_x), max(x, to_x)) / ARTERY)
    legs = [(x, y), (across, y), (across, to_y), (to_x, to_y)]
    path = [start]
    for one, other in pairwise(legs):
        steps = max(abs(other[0] - one[0]), abs(other[1] - one[1]))
        path += [_between(one, other, n, steps) for n in range(1, steps + 1)]
    return list(dict.fromkeys(path))


def _between(one: Node, other: Node, n: int, steps: int) -> Node:
    return one[0] + (other[0] - one[0]) * n // steps, one[1] + (other[1] - one[1]) * n // steps


def _cross_town(number: int, radius: int, rng: random.Random) -> list[Node]:
    """Return the places of an underground line: every third of a street or a slant through the middle."""
    offset, reach = rng.randrange(-radius // 3, radius // 3 + 1) // 3 * 3, radius * 4 // 5
    steps = range(-reach // 3, reach // 3 + 1)
    ways: list[list[Node]] = [
        [(3 * n, offset) for n in steps],
        [(offset, 3 * n) for n in steps],
        [(2 * n, 2 * n + offset) for n in steps],
        [(2 * n, offset - 2 * n) for n in steps],
    ]
    return ways[number % 4]


def _add_line(
    lines: list[Line],
    served: dict[Node, dict[str, None]],
    name: str,
    nodes: Sequence[Node],
    kind: tuple[int, float, float],
) -> None:
    """Add a line one way, and the stops it needs."""
    stops, metres = [], [0.0]
    for n, (x, y) in enumerate(nodes):
        a, b = (nodes[n], nodes[n + 1]) if n + 1 < len(nodes) else (nodes[n - 1], nodes[n])
        step = (b[0] > a[0]) - (b[0] < a[0]), (b[1] > a[1]) - (b[1] < a[1])
        stop = f"{x}.{y}.{name if kind[0] == 1 else HEADINGS[step]}"
        served.setdefault((x, y), {})[stop] = None
        stops.append(stop)
        metres += [metres[-1] + SPACING_M * hypot(b[0] - a[0], b[1] - a[1])] if n + 1 < len(nodes) else []
    lines.append(Line(name, kind[0], stops, metres, kind[1], kind[2]))


def list_departures(line: Line, seed: int) -> list[int]:
    """Return the minutes of the service day at which a line's trips begin, in order."""
    rng = random.Random(zlib.crc32(f"{seed} {line.name}".encode()))
    at = 5 * 60 + rng.uniform(0, 20)
    found = []
    while at < len(HEADWAYS) * 60:
        found.append(int(at))
        at += max(2.0, HEADWAYS[int(at) // 60] * line.demand)
    return list(dict.fromkeys(found))


def time_stops(line: Line, hour: int) -> list[int]:
    """Return the minutes from the first stop to each when a trip begins in an hour."""
    pace = line.pace_m_min / (SLOWER.get(hour, 1.0) if line.kind == 3 else 1.0)
    return [round(m / pace) for m in line.metres]


def write_london(path: Path, *, size: float = 1.0, seed: int = 1) -> dict[str, int]:
    """Write the feed of a town and return how many stops, trips, connections and footpaths it has."""
    town = build_town(size=size, seed=seed)
    footpaths = list(_list_footpaths(town))
    counts = {"stops": 0, "trips": 0, "connections": 0, "footpaths": len(footpaths)}
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".part")
    with ZipFile(beside, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for name, header, rows in _list_tables(town, footpaths, seed, counts):
            with archive.open(name, "w") as file:
                file.write(f"{header}\n".encode())
                for row in rows:
                    file.write(row.encode())
    beside.replace(path)
    return counts


Table = tuple[str, str, Iterator[str]]


def _list_tables(town: Town, footpaths: list[tuple[str, str, int]], seed: int, counts: dict[str, int]) -> list[Table]:
    """Return each table: name, header, and its rows with their line ends."""
    days = "monday,tuesday,wednesday,thursday,friday,saturday,sunday"
    agency = "1,Synthetic London,https://example.org,Europe/London\n"
    routes = (f"{line.name},1,{line.name[:-1]},{line.kind}\n" for line in town.lines if line.name.endswith("a"))
    paths = (f"{one},{other},2,{60 * minutes}\n" for one, other, minutes in footpaths)
    return [
        ("agency.txt", "agency_id,agency_name,agency_url,agency_timezone", iter([agency])),
        ("stops.txt", "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station", _list_stops(town, counts)),
        ("routes.txt", "route_id,agency_id,route_short_name,route_type", routes),
        ("calendar.txt", f"service_id,{days},start_date,end_date", iter([f"d,1,1,1,1,1,1,1,{FIRST_DAY},{LAST_DAY}\n"])),
        ("trips.txt", "route_id,service_id,trip_id,direction_id", _list_trips(town, seed, counts)),
        (
            "stop_times.txt",
            "trip_id,arrival_time,departure_time,stop_id,stop_sequence",
            _list_times(town, seed, counts),
        ),
        ("transfers.txt", "from_stop_id,to_stop_id,transfer_type,min_transfer_time", paths),
    ]


def _list_stops(town: Town, counts: dict[str, int]) -> Iterator[str]:
    for (x, y), stops in town.corners.items():
        lat, lon = MIDDLE_LAT + y * SPACING_M / LAT_M, MIDDLE_LON + x * SPACING_M / LON_M
        platforms = [stop for stop in stops if "T" in stop]
        if platforms:
            yield f"{x}.{y},Station {x} {y},{lat:.6f},{lon:.6f},1,\n"
        for n, stop in enumerate(stops):
            counts["stops"] += 1
            name, parent = (f"Station {x} {y}", f"{x}.{y}") if "T" in stop else (f"Corner {x} {y}", "")
            yield f"{stop},{name},{lat + n * 1e-4:.6f},{lon:.6f},0,{parent}\n"


def _list_footpaths(town: Town) -> Iterator[tuple[str, str, int]]:
    """Yield the footpaths of each place, from every stop of it to every other: from, to and minutes."""
    for stops in town.corners.values():
        for one in stops:
            for other in stops:
                if one != other:
                    below = ("T" in one) + ("T" in other)
                    yield one, other, (CORNER_MIN, STREET_MIN, PLATFORM_MIN)[below]


def _list_trips(town: Town, seed: int, counts: dict[str, int]) -> Iterator[str]:
    for line in town.lines:
        departures = list_departures(line, seed)
        counts["trips"] += len(departures)
        counts["connections"] += len(departures) * (len(line.stops) - 1)
        route, way = f"{line.name[:-1]}a", line.name[-1]
        for n in range(len(departures)):
            yield f"{route},d,{line.name}{n},{'ab'.index(way)}\n"


def _list_times(town: Town, seed: int, counts: dict[str, int]) -> Iterator[str]:
    """Yield the stop times of one trip at a time."""
    del counts
    clock = [f"{minute // 60:02}:{minute % 60:02}:00" for minute in range(60 * 48)]
    for line in town.lines:
        ends = [f"{stop},{n}\n" for n, stop in enumerate(line.stops)]
        by_hour = {hour: time_stops(line, hour) for hour in range(len(HEADWAYS))}
        for number, begin in enumerate(list_departures(line, seed)):
            trip = f"{line.name}{number},"
            times = (clock[begin + after] for after in by_hour[begin // 60])
            yield "".join(f"{trip}{at},{at},{end}" for at, end in zip(times, ends, strict=True))
