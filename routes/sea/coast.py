"""The coasts of the packed base map, tile by tile, and whether a way over water crosses one."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import shapely

from routes.basemap.reader import Box, clip_coast, open_basemap
from routes.geo import geodesic_points, wrap_coordinate
from routes.sea.passages import leave_out

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy import float64
    from numpy.typing import NDArray
    from shapely import LineString, STRtree
    from shapely.geometry.base import BaseGeometry

    from routes.basemap.tiles import Layer

Point = tuple[float, float]
"""Latitude and longitude, the longitude unwrapped."""

TILE_DEG = 10
STEP_M = 25_000
"""Between points so far apart a line of degrees departs from the geodesic by less than 30 m, up to 70° north."""
CHUNK = 32


class Coast:
    """The coastlines, decoded when a line first comes near: they follow from the map, so that keeping them is safe."""

    __slots__ = ("_trees", "layers")

    def __init__(self, layers: Mapping[str, Layer] | None = None) -> None:
        self.layers = open_basemap() if layers is None else layers
        self._trees: dict[tuple[int, int], STRtree] = {}

    def is_clear(self, start: Point, end: Point) -> bool:
        """Return whether the geodesic between two points on water crosses no land but that of passages."""
        return self.is_line_clear(draw([start, end]))

    def is_line_clear(self, points: Sequence[Point]) -> bool:
        """Return whether a line, straight in degrees from point to point, crosses no land but that of passages."""
        return not any(
            len(tree.query(part, predicate="intersects"))
            for part in (leave_out(line) for line in wrapped(points))
            if not part.is_empty
            for tree in self._trees_near(part)
        )

    def _trees_near(self, line: BaseGeometry) -> Iterator[STRtree]:
        points = shapely.get_coordinates(line)
        cells = np.floor(points / TILE_DEG).astype(int)
        near = {tuple(cell) for cell in cells.tolist()}
        for (column, row), (next_column, next_row) in pairwise(cells.tolist()):
            near |= {(column, next_row), (next_column, row)}
        for column, row in sorted(near):
            yield self._tree(column, row)

    def _tree(self, column: int, row: int) -> STRtree:
        if (column, row) not in self._trees:
            west, south = column * TILE_DEG, row * TILE_DEG
            lines = clip_coast(self.layers, Box(west, south, west + TILE_DEG, south + TILE_DEG))
            chunks = [shapely.LineString(chunk) for line in lines for chunk in _chunks(line)]
            self._trees[column, row] = shapely.STRtree(chunks)
        return self._trees[column, row]


def draw(points: Sequence[Point]) -> list[Point]:
    """Return points with more along the geodesics between them, longitudes unwrapped from that of the first."""
    drawn = [points[0]]
    for start, end in pairwise(points):
        line = geodesic_points(wrap_coordinate(*start), wrap_coordinate(*end), step_m=STEP_M)
        turn = 360 * round((drawn[-1][1] - line[0][1]) / 360)
        drawn += [(lat, lon + turn) for lat, lon in line[1:]]
    return drawn


def wrapped(points: Sequence[Point]) -> Iterator[LineString]:
    """Yield a line once for each turn of the globe that it touches, shifted so that this part lies within ±180."""
    lons = [lon for _, lon in points]
    first, last = int((min(lons) + 180) // 360), int((max(lons) + 180) // 360)
    for turn in range(first, last + 1):
        line = shapely.LineString([(lon - 360 * turn, lat) for lat, lon in points])
        inside = shapely.intersection(line, shapely.box(-180, -90, 180, 90)) if first != last else line
        yield from (part for part in shapely.get_parts(inside) if part.geom_type == "LineString")


def _chunks(line: NDArray[float64]) -> Iterator[NDArray[float64]]:
    for start in range(0, len(line) - 1, CHUNK):
        yield line[start : start + CHUNK + 1]
