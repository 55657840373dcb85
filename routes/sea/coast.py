"""The coasts of the packed base map, tile by tile, and whether a way over water crosses one."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import shapely

from routes.basemap.reader import Box, clip_coast, open_basemap, read_polygons
from routes.geo import geodesic_points, wrap_coordinate
from routes.sea.passages import build_openings, leave_out, list_open

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

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

    __slots__ = ("_banks", "_openings", "_trees", "layers", "passages")

    def __init__(self, layers: Mapping[str, Layer] | None = None, *, closed: Collection[str] = ()) -> None:
        self.layers = open_basemap() if layers is None else layers
        self._trees: dict[tuple[int, int], STRtree] = {}
        self.passages = list_open(closed)
        self._banks: BaseGeometry | None = None
        self._openings = build_openings(self.passages)

    def close(self, countries: Collection[str]) -> Coast:
        """Return the same coasts for a ship that does not pass the own waters of some countries."""
        coast = Coast(self.layers, closed=countries)
        coast._trees = self._trees
        return coast

    def is_clear(self, start: Point, end: Point) -> bool:
        """Return whether the geodesic between two points on water crosses no land but that of passages."""
        return self.is_line_clear(draw([start, end]))

    def is_line_clear(self, points: Sequence[Point]) -> bool:
        """Return whether a line, straight in degrees from point to point, crosses no land but that of passages."""
        return not any(self._is_stopped(line) for line in wrapped(points))

    def _is_stopped(self, line: LineString) -> bool:
        """Return whether a line meets a coast outside passages, or leaves one of them over its banks."""
        if shapely.intersects(line, self._openings) and shapely.intersects(line, self._find_banks()):
            return True
        part = leave_out(line, self._openings)
        return not part.is_empty and any(
            len(tree.query(part, predicate="intersects")) for tree in self._trees_near(part)
        )

    def _find_banks(self) -> BaseGeometry:
        """Return the edges of the open passages as far as they lie on the map's land."""
        if self._banks is None:
            edges = shapely.get_parts(shapely.boundary(self._openings))
            boxes = [Box(w - 1, s - 1, e + 1, n + 1) for w, s, e, n in shapely.bounds(edges).tolist()]
            land = [shapely.union_all(read_polygons(self.layers, box)) for box in boxes]
            self._banks = shapely.union_all(shapely.intersection(edges, land))
        return self._banks

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
