"""The nearest point of track to a place: on an edge, not at a node."""

from __future__ import annotations

from math import cos, radians
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from routes.errors import InfeasibleError
from routes.geo import DEGREE_M, Coordinate, geodesic_m, wrap_coordinate
from routes.rail.components import label_components
from routes.rail.graph import E7, RailGraph, RailPath, RailPoint
from routes.units import format_km

if TYPE_CHECKING:
    from numpy.typing import NDArray

LIMIT_M = 5000
"""Track farther than this from a place does not serve it: secondary branches are missing in parts of the network."""

PART_M = 200_000
"""A part of the network shorter than this, a harbour's or a gap's remnant, is not proposed to a place without track."""

CELL_E7, ROWS, COLUMNS = E7 // 2, 361, 720
"""The grid has cells of half a degree; the last row holds the pole itself."""


class Grid(NamedTuple):
    """Which edges may pass through each cell: those of cell c from first[c] to first[c + 1]."""

    first: NDArray[np.int32]
    edge: NDArray[np.int32]


class Pieces(NamedTuple):
    """Straight pieces of the drawn lines of edges, in metres east and north of a place, in order along each edge."""

    edge: NDArray[np.int32]
    x0: NDArray[np.float64]
    y0: NDArray[np.float64]
    x1: NDArray[np.float64]
    y1: NDArray[np.float64]


def snap(graph: RailGraph, place: Coordinate, limit_m: int = LIMIT_M, *, grid: Grid | None = None) -> RailPoint:
    """Return the point of track nearest to a place; `grid` spares looking through all edges.

    Raises: InfeasibleError, with the distance, when the nearest track is farther away than `limit_m`.
    """
    point = find_near(graph, place, limit_m, grid=grid)
    if point is None:
        nearest = _find_nearest(graph, place, np.arange(len(graph.start), dtype=np.int32))
        raise _too_far(graph, place, nearest, limit_m=limit_m)
    return point


def find_near(
    graph: RailGraph, place: Coordinate, limit_m: int = LIMIT_M, *, grid: Grid | None = None
) -> RailPoint | None:
    """Return the point of track nearest to a place, as `snap` does, None where there is none within the limit."""
    point = _find_nearest(graph, place, _list_edges_near(graph, place, limit_m=limit_m, grid=grid))
    return point if point is not None and point.away_m <= limit_m else None


def snap_parts(
    graph: RailGraph, place: Coordinate, part: NDArray[np.int32], *, limit_m: int = LIMIT_M, grid: Grid | None = None
) -> dict[int, RailPoint]:
    """Return the nearest point of each part that comes within a limit of a place; `part` numbers that of each node."""
    near = _list_edges_near(graph, place, limit_m=limit_m, grid=grid)
    owner = part[graph.start[near]]
    points = {int(label): _find_nearest(graph, place, near[owner == label]) for label in np.unique(owner)}
    return {label: point for label, point in points.items() if point is not None and point.away_m <= limit_m}


def snap_lines(
    graph: RailGraph, place: Coordinate, *, limit_m: int = LIMIT_M, grid: Grid | None = None
) -> list[RailPoint]:
    """Return the nearest point of each line that comes within a limit of a place, the nearest line first.

    Edges within the limit are of one line where they join there; elsewhere they may be far apart along the track.
    """
    near = _list_edges_near(graph, place, limit_m=limit_m, grid=grid)
    found = [_find_nearest(graph, place, near[n : n + 1]) for n in range(len(near))]
    points = sorted(
        (point for point in found if point is not None and point.away_m <= limit_m), key=lambda p: (p.away_m, p.edge)
    )
    lines: list[tuple[set[int], RailPoint]] = []
    for point in points:
        nodes = {int(graph.start[point.edge]), int(graph.end[point.edge])}
        joined = [line for line in lines if line[0] & nodes]
        nearest = joined[0][1] if joined else point
        lines = [line for line in lines if line not in joined]
        lines.append((nodes.union(*(line[0] for line in joined)), nearest))
    return sorted((point for _, point in lines), key=lambda p: (p.away_m, p.edge))


def find_position(graph: RailGraph, point: RailPoint) -> Coordinate:
    """Return where a point of track lies."""
    from routes.rail.chain import build_chain, locate

    return locate(build_chain(graph, RailPath(point, point, ((point.edge, True),), 0)), 0)


def _too_far(graph: RailGraph, place: Coordinate, point: RailPoint | None, *, limit_m: int) -> InfeasibleError:
    where = f"{place.lat:.4f},{place.lon:.4f}"
    if point is None:
        return InfeasibleError(f"no track near {where}: the rail network is empty", hint="build it from another source")
    message = f"no track within {format_km(limit_m)} of {where}: the nearest is {format_km(point.away_m)} away"
    track = _find_nearest(graph, place, _list_long_parts(graph)) or point
    at = find_position(graph, track)
    far = f", {format_km(track.away_m)} away" if track.away_m != point.away_m else ""
    hint = (
        f"name a point of track in its place, {at.lat:.4f},{at.lon:.4f}{far}, or a station on a line; "
        "`routes network build --osm FILE` makes a region in full detail"
    )
    return InfeasibleError(message, hint=hint)


def _list_long_parts(graph: RailGraph) -> NDArray[np.int32]:
    """Return the edges of the parts of the network that are long enough to lead somewhere."""
    labels = label_components(graph)[graph.start]
    return np.flatnonzero(np.bincount(labels, weights=graph.length_m)[labels] >= PART_M).astype(np.int32)


def build_grid(graph: RailGraph) -> Grid:
    """Return the cells that the bounds of each edge touch; one over the 180th meridian is in cells of both sides."""
    south, north, west, east = _edge_bounds(graph)
    row, rows = south // CELL_E7, north // CELL_E7 - south // CELL_E7 + 1
    column, columns = west // CELL_E7, east // CELL_E7 - west // CELL_E7 + 1
    count = rows * columns
    edge = np.repeat(np.arange(len(count), dtype=np.int32), count)
    nth = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    down, across = np.divmod(nth, columns[edge])
    cell = (row[edge] + down) * COLUMNS + (column[edge] + across) % COLUMNS
    order = np.argsort(cell, kind="stable")
    first = np.searchsorted(cell[order], np.arange(ROWS * COLUMNS + 1)).astype(np.int32)
    return Grid(first, edge[order])


def _edge_bounds(graph: RailGraph) -> tuple[NDArray[np.int64], ...]:
    """Return the south, north, west and east bound of each edge, north of the pole and east of 180 W, in e7.

    The east bound of an edge over the 180th meridian lies beyond 360 degrees.
    """
    edge, lat, lon = _edge_points(graph, np.arange(len(graph.start), dtype=np.int32))
    lat, lon = lat + 90 * E7, lon + 180 * E7
    begins = np.flatnonzero(np.diff(edge, prepend=-1))
    base = lon[begins][edge]
    lon = base + (lon - base + 180 * E7) % (360 * E7) - 180 * E7
    south, north = np.minimum.reduceat(lat, begins), np.maximum.reduceat(lat, begins)
    west, east = np.minimum.reduceat(lon, begins), np.maximum.reduceat(lon, begins)
    turn = np.where(west < 0, 360 * E7, 0)
    return south, north, west + turn, east + turn


def _edge_points(
    graph: RailGraph, edges: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return for each point of the drawn lines of some edges the place of its edge in the list, lat and lon in e7."""
    inner = graph.shape_from[edges + 1] - graph.shape_from[edges]
    count = inner + 2
    begins = np.cumsum(count) - count
    owner = np.repeat(np.arange(len(edges)), count)
    nth = np.arange(len(owner)) - begins[owner]
    lat, lon = np.empty(len(owner), np.int64), np.empty(len(owner), np.int64)
    lasts = begins + inner + 1
    for at, nodes in ((begins, graph.start[edges]), (lasts, graph.end[edges])):
        lat[at], lon[at] = graph.lat_e7[nodes], graph.lon_e7[nodes]
    if inner.any():
        between = (nth > 0) & (nth <= inner[owner])
        shape = graph.shape_from[edges][owner[between]] + nth[between] - 1
        lat[between], lon[between] = graph.shape_e7[2 * shape], graph.shape_e7[2 * shape + 1]
    return owner, lat, lon


def _list_edges_near(graph: RailGraph, place: Coordinate, *, limit_m: int, grid: Grid | None) -> NDArray[np.int32]:
    """Return the edges that may come within a limit of a place, some of them farther away."""
    reach = int(1.02 * limit_m / DEGREE_M * E7) + 1
    wide = int(reach / cos(radians(min(89.0, abs(place.lat) + reach / E7)))) + 1
    if grid is None or abs(place.lat) > 88:
        return _edges_at_latitude(graph, round(place.lat * E7), reach)
    lat, lon = round((place.lat + 90) * E7), round((place.lon + 180) * E7)
    rows = range(max(0, (lat - reach) // CELL_E7), min(ROWS - 1, (lat + reach) // CELL_E7) + 1)
    columns = range((lon - wide) // CELL_E7, min((lon + wide) // CELL_E7, (lon - wide) // CELL_E7 + COLUMNS - 1) + 1)
    cells = [row * COLUMNS + column % COLUMNS for row in rows for column in columns]
    parts = [grid.edge[grid.first[cell] : grid.first[cell + 1]] for cell in cells]
    return np.unique(np.concatenate(parts))


def _edges_at_latitude(graph: RailGraph, lat_e7: int, reach: int) -> NDArray[np.int32]:
    """Return the edges that may come within a reach of a parallel; all, where edges have shapes."""
    if len(graph.shape_e7):
        return np.arange(len(graph.start), dtype=np.int32)
    start, end = graph.lat_e7[graph.start], graph.lat_e7[graph.end]
    near = (np.minimum(start, end) <= lat_e7 + reach) & (np.maximum(start, end) >= lat_e7 - reach)
    return np.flatnonzero(near).astype(np.int32)


def _find_nearest(graph: RailGraph, place: Coordinate, edges: NDArray[np.int32]) -> RailPoint | None:
    """Return the nearest point on some edges, the lowest edge of those equally near; None where there are none."""
    if not len(edges):
        return None
    pieces = _project(graph, place, edges)
    dx, dy = pieces.x1 - pieces.x0, pieces.y1 - pieces.y0
    square = dx * dx + dy * dy
    along = -(pieces.x0 * dx + pieces.y0 * dy) / np.where(square > 0, square, 1)
    along = np.clip(along, 0, 1)
    x, y = pieces.x0 + along * dx, pieces.y0 + along * dy
    best = int(np.argmin(x * x + y * y))
    owner = pieces.edge == pieces.edge[best]
    drawn = np.sqrt(square[owner])
    before = drawn[: best - int(np.flatnonzero(owner)[0])].sum() + along[best] * drawn[best - np.flatnonzero(owner)[0]]
    edge = int(edges[pieces.edge[best]])
    share = before / drawn.sum() if drawn.sum() > 0 else 0.0
    return RailPoint(edge, round(share * int(graph.length_m[edge])), _away(place, float(x[best]), float(y[best])))


def _project(graph: RailGraph, place: Coordinate, edges: NDArray[np.int32]) -> Pieces:
    """Return the pieces of some edges around a place; a degree of longitude is as long as at the place."""
    owner, lat, lon = _edge_points(graph, edges)
    east = (lon - round(place.lon * E7) + 180 * E7) % (360 * E7) - 180 * E7
    x = east / E7 * DEGREE_M * cos(radians(place.lat))
    y = (lat / E7 - place.lat) * DEGREE_M
    joined = owner[1:] == owner[:-1]
    return Pieces(owner[1:][joined], x[:-1][joined], y[:-1][joined], x[1:][joined], y[1:][joined])


def _away(place: Coordinate, x: float, y: float) -> int:
    """Return the geodesic from a place to the point x metres east and y north of it in the plane."""
    lat = min(90.0, max(-90.0, place.lat + y / DEGREE_M))
    east = x / (DEGREE_M * max(1e-9, cos(radians(place.lat))))
    return geodesic_m(place, wrap_coordinate(lat, place.lon + east))
