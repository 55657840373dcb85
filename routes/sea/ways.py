"""The way of a ship between two points: round the land of its region, or along the lanes of the oceans."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from routes.basemap.reader import Box
from routes.errors import InfeasibleError
from routes.geo import DEGREE_M, Coordinate, geodesic_m
from routes.sea.coast import Coast, Point, draw, wrapped
from routes.sea.lanes import Lanes, find_lane, find_near, open_lanes, unwrap
from routes.sea.passages import Passed, list_passed
from routes.sea.raster import Grid, build_grid, find_reach, trace

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

REGION_M = 1_500_000
"""Two ports nearer than this are of one region, which is searched itself."""
REGION_DEG = 20
WINDING = 1.5
"""A way round the land of a region is held against that along the lanes when it is so many times the geodesic."""
SNAP_LIMIT_M = 100_000
"""How far from the map's water a port may lie: up a river or a canal that the map does not have as water."""
HARBOUR_DEG = 2.0
TRIES = 12
BASINS, OVERLAND = 3, 10
"""Of so many waters near a port any may lead to the lanes; a metre from port to water counts for so many at sea."""

REGION_SOURCE = "search over cells of {cell:g}° round the land of Natural Earth 10m, thinned to 0.002°"
LANES_SOURCE = "lanes of searoute (Apache-2.0), led round the land of Natural Earth 10m, thinned to 0.002°"


class SeaWay(NamedTuple):
    """A way over water: its points (lat, lon), longitudes unwrapped, joined by geodesics, and their length.

    `start_away_m` and `end_away_m` are how far from the two ports it begins and ends, which the length leaves out.
    `passages` are the canals and straits that it goes through, as they are met.
    """

    points: tuple[Point, ...]
    length_m: int
    start_away_m: int
    end_away_m: int
    passages: tuple[Passed, ...]
    source: str


class Sea:
    """The coasts and lanes, opened when first needed; they follow from the data."""

    __slots__ = ("_lanes", "coast")

    def __init__(self, coast: Coast | None = None) -> None:
        self.coast = coast or Coast()
        self._lanes: Lanes | None = None

    @property
    def lanes(self) -> Lanes:
        """Return the lanes of the oceans."""
        self._lanes = self._lanes or open_lanes()
        return self._lanes

    def close(self, countries: Collection[str]) -> Sea:
        """Return the same sea for a ship that does not pass the own waters of some countries."""
        sea = Sea(self.coast.close(countries))
        sea._lanes = self.lanes
        return sea


def find_sea_way(sea: Sea, start: Coordinate, end: Coordinate) -> SeaWay:
    """Return the shortest way found by sea; it has the same length from either end.

    Raises: InfeasibleError, when an end has no water near, or no water joins the two.
    """
    if end < start:
        way = find_sea_way(sea, end, start)
        turned = unwrap([(lat, lon) for lat, lon in way.points[::-1]])
        return way._replace(
            points=tuple(turned),
            start_away_m=way.end_away_m,
            end_away_m=way.start_away_m,
            passages=way.passages[::-1],
        )
    direct_m = geodesic_m(start, end)
    near = _find_region_way(sea, start, end) if direct_m <= REGION_M else None
    if near and near.length_m <= WINDING * max(direct_m, 50_000):
        return near
    try:
        far = _find_ocean_way(sea, start, end)
    except InfeasibleError:
        if near is None:
            raise
        return near
    return min((way for way in (near, far) if way), key=lambda way: way.length_m)


def _find_region_way(sea: Sea, start: Coordinate, end: Coordinate) -> SeaWay | None:
    """Return the way round the land of the box round two points; None where its water does not join them."""
    far = Coordinate(end.lat, start.lon + (end.lon - start.lon + 180) % 360 - 180)
    box = _box_round([tuple(start), tuple(far)])
    if box.east - box.west > REGION_DEG or box.north - box.south > REGION_DEG:
        return None
    grid = build_grid(sea.coast, box)
    cells = _snap_both(grid, start, far)
    if cells is None:
        return None
    line = trace(grid, find_reach(grid, *cells), cells[1])
    return _build(start, end, tighten(sea.coast, line), REGION_SOURCE.format(cell=grid.cell_deg))


def _box_round(points: Sequence[Sequence[float]]) -> Box:
    """Return the box round points with a margin of a third of its longer side, and a degree at least."""
    (south, west), (north, east) = np.min(points, axis=0), np.max(points, axis=0)
    margin = max(1.0, (north - south) / 3, (east - west) / 3)
    return Box(
        float(np.floor(west - margin)),
        float(max(-90, np.floor(south - margin))),
        float(np.ceil(east + margin)),
        float(min(90, np.ceil(north + margin))),
    )


def _snap_both(grid: Grid, start: Coordinate, end: Coordinate) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return the cells of one basin that are nearest to both points, the sum counting; None where there are none."""
    ones, twos = _nearest_by_basin(grid, start), _nearest_by_basin(grid, end)
    both = sorted((ones[basin][0] + twos[basin][0], basin) for basin in ones if basin in twos)
    return (ones[both[0][1]][1], twos[both[0][1]][1]) if both else None


def _nearest_by_basin(grid: Grid, place: Coordinate) -> dict[int, tuple[float, tuple[int, int]]]:
    """Return, for each basin within the limit of a place, the metres to its nearest cell, and that cell."""
    row, column = grid.cell(place)
    reach = int(SNAP_LIMIT_M / DEGREE_M / grid.cell_deg) + 1
    wide = int(reach / max(0.1, np.cos(np.radians(place.lat)))) + 1
    top, left = max(0, row - reach), max(0, column - wide)
    part = grid.basin[top : row + reach + 1, left : column + wide + 1]
    rows, columns = np.nonzero(part)
    high = (rows + top - row) * grid.cell_deg
    across = (columns + left - column) * grid.cell_deg * np.cos(np.radians(place.lat))
    metres = np.hypot(high, across) * DEGREE_M
    found: dict[int, tuple[float, tuple[int, int]]] = {}
    for n in np.argsort(metres, kind="stable").tolist():
        if metres[n] > SNAP_LIMIT_M:
            break
        basin = int(part[rows[n], columns[n]])
        found.setdefault(basin, (float(metres[n]), (int(rows[n]) + top, int(columns[n]) + left)))
    return found


def _find_ocean_way(sea: Sea, start: Coordinate, end: Coordinate) -> SeaWay:
    """Return the way along the lanes, the ends of it searched round the land of each port.

    Raises: InfeasibleError, when a port is not on the sea, or no lane joins the two.
    """
    one, two = _open_harbour(sea, start), _open_harbour(sea, end)
    without: set[tuple[int, int]] = set()
    for _ in range(TRIES):
        lane = find_lane(
            sea.lanes,
            {node: metres for node, (metres, _) in one.items()},
            {node: metres for node, (metres, _) in two.items()},
            without=without,
        )
        if lane is None:
            break
        points, blocked = _follow(sea, lane.nodes)
        if not blocked:
            line = unwrap([*one[lane.nodes[0]][1], *points, *two[lane.nodes[-1]][1][::-1]])
            return _build(start, end, tighten(sea.coast, line), LANES_SOURCE)
        without |= blocked
    hint = "name two ports on one sea, or go another way: --mode rail, or air"
    raise InfeasibleError(f"no lane of ships joins {_at(start)} and {_at(end)}", hint=hint)


def _open_harbour(sea: Sea, place: Coordinate) -> dict[int, tuple[float, tuple[Point, ...]]]:
    """Return the nodes of lanes that the water round a port reaches, each with the metres and the way to it.

    Raises: InfeasibleError, when there is no water near, or none of it reaches a lane.
    """
    for size in (HARBOUR_DEG, 3 * HARBOUR_DEG):
        wide = size / max(0.2, float(np.cos(np.radians(place.lat))))
        box = Box(
            float(np.floor(place.lon - wide)),
            float(np.floor(max(-90, place.lat - size))),
            float(np.ceil(place.lon + wide)),
            float(np.ceil(min(90, place.lat + size))),
        )
        grid = build_grid(sea.coast, box)
        basins = _nearest_by_basin(grid, place)
        near = [(node, grid.cell(point), point) for node, point in find_near(sea.lanes, *box)]
        afloat = {int(grid.basin[cell]) for _, cell, _ in near} - {0}
        wet = sorted((away, cell) for basin, (away, cell) in basins.items() if basin in afloat)
        if wet:
            found: dict[int, tuple[float, tuple[Point, ...]]] = {}
            for away_m, cell in wet[:BASINS]:
                found |= _reach_lanes(sea, grid, cell, near, away_m=away_m)
            return found
    hint = "name a port on the sea, or one that the data files have: `routes stations add` with --kind port"
    raise InfeasibleError(f"no water of the oceans lies within {SNAP_LIMIT_M // 1000} km of {_at(place)}", hint=hint)


def _reach_lanes(
    sea: Sea, grid: Grid, start: tuple[int, int], near: Sequence[tuple[int, tuple[int, int], Point]], *, away_m: float
) -> dict[int, tuple[float, tuple[Point, ...]]]:
    """Return the nodes of lanes that a cell reaches, each with what it costs from the port and the way to it."""
    reach = find_reach(grid, start)
    metres = reach.metres.reshape(grid.water.shape)
    return {
        node: (float(metres[at]) + OVERLAND * away_m, (*trace(grid, reach, at), point))
        for node, at, point in near
        if np.isfinite(metres[at]) and sea.coast.is_clear(grid.centre(*at), point)
    }


def _follow(sea: Sea, nodes: Sequence[int]) -> tuple[list[Point], set[tuple[int, int]]]:
    """Return the points along nodes, led round land, and the pairs between which there is no water."""
    points = unwrap([(float(lat), float(lon)) for lat, lon in sea.lanes.points[list(nodes)]], once=False)
    found, blocked = points[:1], set[tuple[int, int]]()
    for (one, two), (start, end) in zip(pairwise(nodes), pairwise(points), strict=True):
        if start == end:  # one place under both of its longitudes, 180 and -180
            continue
        if sea.coast.is_clear(start, end):
            found.append(end)
        elif detour := _go_round(sea, start, end):
            found += [*detour, end]
        else:
            blocked |= {(one, two), (two, one)}
    return found, blocked


def _go_round(sea: Sea, start: Point, end: Point) -> list[Point] | None:
    box = _box_round([start, end])
    if box.east - box.west > 2 * REGION_DEG or box.north - box.south > REGION_DEG:
        return None
    grid = build_grid(sea.coast, box)
    one, two = grid.cell(start), grid.cell(end)
    if not grid.basin[one] or grid.basin[one] != grid.basin[two]:
        return None
    return trace(grid, find_reach(grid, one, two), two)


def tighten(coast: Coast, line: Sequence[Point]) -> list[Point]:
    """Return a line drawn tight: from each point straight to the last that is seen, from either end, the shorter."""
    forward = _pull(coast, line)
    backward = _pull(coast, line[::-1])[::-1]
    return min((forward, backward), key=_length_m)


def _pull(coast: Coast, line: Sequence[Point]) -> list[Point]:
    found, here = [line[0]], 0
    while here < len(line) - 1:
        here = _last_seen(coast, line, here)
        found.append(line[here])
    return found


def _last_seen(coast: Coast, line: Sequence[Point], here: int) -> int:
    """Return the index of a point far along a line that can be seen: steps doubled while it can, then halved."""
    low, step = here + 1, 1
    while low + step < len(line) and coast.is_clear(line[here], line[low + step]):
        low, step = low + step, 2 * step
    while step:
        if low + step < len(line) and coast.is_clear(line[here], line[low + step]):
            low += step
        step //= 2
    return low


def _length_m(points: Sequence[Point]) -> int:
    return sum(geodesic_m(Coordinate(*one), Coordinate(*two)) for one, two in pairwise(points))


def _build(start: Coordinate, end: Coordinate, points: Sequence[Point], source: str) -> SeaWay:
    points = points if len(points) > 1 else [points[0], points[0]]  # two ports in one cell
    ends = Coordinate(*points[0]), Coordinate(*points[-1])
    away = geodesic_m(start, ends[0]), geodesic_m(end, ends[1])
    return SeaWay(tuple(points), _length_m(points), *away, _list_passages(points), source)


def _list_passages(points: Sequence[Point]) -> tuple[Passed, ...]:
    return tuple(list_passed(list(wrapped(draw(points)))))


def _at(place: Coordinate) -> str:
    return f"{place.lat:.2f}, {place.lon:.2f}"
