"""A region as cells of land and water, and the shortest ways over the water from one cell to all."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

from routes.basemap.reader import Box, clip_coast, read_polygons
from routes.geo import DEGREE_M

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy import bool_, float64, int32, int64
    from numpy.typing import NDArray

    from routes.basemap.tiles import Layer
    from routes.sea.coast import Coast, Point

CELLS = 1_400_000
"""Half as many lose the straits of Japan's Inland Sea between Busan and Osaka; more cost seconds."""

SIZES_DEG = (0.005, 0.01, 0.02, 0.03, 0.05, 0.1)
PAD = 2
"""Cells of land all round the grid, so that a knight's move never leaves it."""


class Grid(NamedTuple):
    """The cells of a box: rows from south to north, columns from west to east, `water` where no land touches the cell.

    `basin` numbers the waters that are joined, 0 for land.
    """

    box: Box
    cell_deg: float
    water: NDArray[bool_]
    basin: NDArray[int32]

    def cell(self, point: Point) -> tuple[int, int]:
        """Return row and column of a point."""
        lat, lon = point
        return (
            int((lat - self.box.south) // self.cell_deg) + PAD,
            int((lon - self.box.west) // self.cell_deg) + PAD,
        )

    def centre(self, row: int, column: int) -> Point:
        """Return the point in the middle of a cell."""
        lat = self.box.south + (row - PAD + 0.5) * self.cell_deg
        return round(lat, 5), round(self.box.west + (column - PAD + 0.5) * self.cell_deg, 5)


def build_grid(coast: Coast, box: Box) -> Grid:
    """Return the grid of a box, its cells the smallest of which it takes no more than CELLS; passages are water."""
    area = (box.east - box.west) * (box.north - box.south)
    size = next((size for size in SIZES_DEG if area / size**2 <= CELLS), SIZES_DEG[-1])
    shape = round((box.north - box.south) / size), round((box.east - box.west) / size)
    land = _fill(coast.layers, box, size, shape) | _outline(coast.layers, box, size, shape)
    for passage in coast.passages:
        land[_list_cells(np.array(passage.axis), box, size, shape)] = False
    water = np.pad(~land, PAD, constant_values=False)
    return Grid(box, size, water, _label(water))


def _list_cells(
    axis: NDArray[float64], box: Box, size: float, shape: tuple[int, int]
) -> tuple[NDArray[int64], NDArray[int64]]:
    """Return rows and columns of the cells along a line, each beside the next over an edge."""
    points = (axis - (box.west, box.south)) / size
    steps = np.arange(len(points))
    many = np.linspace(0, len(points) - 1, 1 + int(8 * np.abs(np.diff(points, axis=0)).max()) * len(points))
    column, row = (np.floor(np.interp(many, steps, line)).astype(int) for line in points.T)
    row, column = np.concatenate((row, row[1:])), np.concatenate((column, column[:-1]))
    inside = (row >= 0) & (row < shape[0]) & (column >= 0) & (column < shape[1])
    return row[inside], column[inside]


def _fill(layers: Mapping[str, Layer], box: Box, size: float, shape: tuple[int, int]) -> NDArray[bool_]:
    """Return the cells with their middle on land: along each row, land begins and ends where an edge crosses it."""
    flips = np.zeros((shape[0], shape[1] + 1), np.int32)
    for polygon in read_polygons(layers, box):
        for ring in (polygon.exterior, *polygon.interiors):
            points = np.asarray(ring.coords)
            _flip(flips, (points - (box.west, box.south)) / size - 0.5)
    return np.asarray(np.cumsum(flips, axis=1)[:, :-1] % 2 == 1)


def _flip(flips: NDArray[int32], ring: NDArray[float64]) -> None:
    """Count the crossings of a ring, in cells from the middle of the first one, with the middle of every row."""
    start, end = ring[:-1], ring[1:]
    low = np.ceil(np.minimum(start[:, 1], end[:, 1])).clip(0, len(flips)).astype(int)
    high = np.ceil(np.maximum(start[:, 1], end[:, 1])).clip(0, len(flips)).astype(int)
    counts = high - low
    edge = np.repeat(np.arange(len(start)), counts)
    row = np.arange(len(edge)) - np.repeat(np.cumsum(counts) - counts, counts) + low[edge]
    slope = (end[edge, 0] - start[edge, 0]) / (end[edge, 1] - start[edge, 1])
    column = np.ceil(start[edge, 0] + (row - start[edge, 1]) * slope).clip(0, flips.shape[1] - 1).astype(int)
    np.add.at(flips, (row, column), 1)


def _outline(layers: Mapping[str, Layer], box: Box, size: float, shape: tuple[int, int]) -> NDArray[bool_]:
    """Return the cells that a coastline touches."""
    found = np.zeros(shape, bool)
    for line in clip_coast(layers, box):
        points = (line - (box.west, box.south)) / size
        counts = np.ceil(np.abs(np.diff(points, axis=0)).max(axis=1) * 4).astype(int) + 1
        edge = np.repeat(np.arange(len(counts)), counts)
        share = (np.arange(len(edge)) - np.repeat(np.cumsum(counts) - counts, counts)) / counts[edge]
        along = points[edge] + share[:, None] * (points[edge + 1] - points[edge])
        for cells in (along, points[-1:]):
            column, row = np.floor(cells).astype(int).T
            inside = (row >= 0) & (row < shape[0]) & (column >= 0) & (column < shape[1])
            found[row[inside], column[inside]] = True
    return found


@njit(cache=True)
def _label(water: NDArray[bool_]) -> NDArray[int32]:
    """Return the number of the basin of each cell: waters are joined over edges, and over corners between water."""
    rows, columns = water.shape
    basin = np.zeros((rows, columns), np.int32)
    stack = np.empty(rows * columns, np.int64)
    count = 0
    for first in range(rows * columns):
        if not water.flat[first] or basin.flat[first]:
            continue
        count += 1
        basin.flat[first] = count
        stack[0] = first
        top = 1
        while top:
            top -= 1
            here = stack[top]
            for step in (-1, 1, -columns, columns):
                there = here + step
                if water.flat[there] and not basin.flat[there]:
                    basin.flat[there] = count
                    stack[top] = there
                    top += 1
    return basin


# Row, column, and the cells that the move passes over (for a diagonal, both that it touches at their corner).
_MOVES = np.array(
    [
        *((dr, dc, 0, 0, 0, 0) for dr, dc in ((0, 1), (1, 0), (0, -1), (-1, 0))),
        *((dr, dc, dr, 0, 0, dc) for dr in (-1, 1) for dc in (-1, 1)),
        *((2 * dr, dc, dr, 0, dr, dc) for dr in (-1, 1) for dc in (-1, 1)),
        *((dr, 2 * dc, 0, dc, dr, dc) for dr in (-1, 1) for dc in (-1, 1)),
    ]
)


class Reach(NamedTuple):
    """The metres from one cell to every cell that it reaches, infinite elsewhere, and the cell before each."""

    metres: NDArray[float64]
    before: NDArray[int64]


def find_reach(grid: Grid, start: tuple[int, int], end: tuple[int, int] | None = None) -> Reach:
    """Return the shortest ways from a cell over water, to `end` alone where it is given."""
    rows, columns = grid.water.shape
    lats = grid.box.south + (np.arange(rows) - PAD + 0.5) * grid.cell_deg
    east_m = DEGREE_M * grid.cell_deg * np.cos(np.radians(lats))
    goal = -1 if end is None else end[0] * columns + end[1]
    first = start[0] * columns + start[1]
    return Reach(*_search(grid.water, _MOVES, east_m, DEGREE_M * grid.cell_deg, first, goal))


@njit(cache=True)
def _search(
    water: NDArray[bool_], moves: NDArray[int64], east_m: NDArray[float64], north_m: float, first: int, goal: int
) -> tuple[NDArray[float64], NDArray[int64]]:
    """Return the metres from the cell `first` to each, and the cell before it; infinity and -1 where none leads."""
    rows, columns = water.shape
    metres = np.full(rows * columns, np.inf)
    before = np.full(rows * columns, -1, np.int64)
    metres[first] = 0.0
    queue = [(0.0, first)]
    while queue:
        at_m, here = heapq.heappop(queue)
        if here == goal:
            break
        if at_m > metres[here]:
            continue
        row = here // columns
        for m in range(len(moves)):
            dr, dc, ar, ac, br, bc = moves[m]
            there = here + dr * columns + dc
            if not (
                water.flat[there] and water.flat[here + ar * columns + ac] and water.flat[here + br * columns + bc]
            ):
                continue
            wide = dc * (east_m[row] + east_m[row + dr]) / 2
            high = dr * north_m
            to_m = at_m + (wide * wide + high * high) ** 0.5
            if to_m < metres[there]:
                metres[there] = to_m
                before[there] = here
                heapq.heappush(queue, (to_m, there))
    return metres, before


def trace(grid: Grid, reach: Reach, end: tuple[int, int]) -> list[Point]:
    """Return the middles of the cells on the way to a cell, from the start on."""
    columns = grid.water.shape[1]
    at = end[0] * columns + end[1]
    points = []
    while at >= 0:
        points.append(grid.centre(at // columns, at % columns))
        at = int(reach.before[at])
    return points[::-1]
