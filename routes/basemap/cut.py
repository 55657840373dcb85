"""Shapes thinned, cut along the tiles and rounded to quanta; what packs the base map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely import LinearRing, LineString, MultiLineString, Polygon

from routes.basemap.tiles import HOLE, OUTER, PER_DEG, QUANTUM_DEG, Layer, Line, encode_lines, tile_index

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy import float64
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from routes.basemap.shapefile import Shape

WORLD_DEG = 360
"""The tile size of a layer that is not cut: one tile holds the world."""


def pack_polygons(shapes: Iterable[Shape], *, tolerance_deg: float, tile_deg: int) -> Layer:
    """Return polygons as a layer; what rounding to quanta leaves nothing of is dropped."""
    tiles: dict[int, list[Line]] = {}
    for shape in shapes:
        for polygon in _polygons(shape.parts):
            for piece in _cut(_thin(polygon, tolerance_deg), tile_deg):
                for part in _parts(shapely.set_precision(piece, QUANTUM_DEG), "Polygon"):
                    tiles.setdefault(_tile(part, tile_deg), []).extend(_rings(part))
    return _layer(tiles, tile_deg)


def pack_lines(shapes: Iterable[tuple[int, Shape]], *, tolerance_deg: float, tile_deg: int) -> Layer:
    """Return lines, each with its kind, as a layer; those of one kind that meet end to end become one."""
    kinds: dict[int, list[LineString]] = {}
    for kind, shape in shapes:
        kinds.setdefault(kind, []).extend(LineString(points) for points in shape.parts)
    tiles: dict[int, list[Line]] = {}
    for kind, lines in sorted(kinds.items()):
        for line in shapely.get_parts(shapely.line_merge(MultiLineString(lines))):
            for piece in _cut(line.simplify(tolerance_deg), tile_deg):
                for part in _parts(piece, "LineString"):
                    quanta = _quanta(shapely.get_coordinates(part))
                    if len(quanta) > 1:
                        tiles.setdefault(_tile(part, tile_deg), []).append(Line(kind, quanta))
    return _layer(tiles, tile_deg)


def _layer(tiles: dict[int, list[Line]], tile_deg: int) -> Layer:
    return Layer(tile_deg, {tile: encode_lines(lines) for tile, lines in tiles.items()})


def _polygons(parts: Sequence[NDArray[float64]]) -> Iterator[Polygon]:
    """Yield a polygon for each outer ring, which runs clockwise, with the holes that lie in it."""
    rings = [LinearRing(part) for part in parts]
    holes = [ring for ring in rings if ring.is_ccw]
    for ring in rings:
        if not ring.is_ccw:
            outer = Polygon(ring)
            shapely.prepare(outer)
            yield Polygon(ring, [hole for hole in holes if outer.contains(hole.representative_point())])


def _thin(polygon: Polygon, tolerance_deg: float) -> BaseGeometry:
    whole = polygon if polygon.is_valid else shapely.make_valid(polygon)
    return whole.simplify(tolerance_deg, preserve_topology=True)


def _cut(shape: BaseGeometry, tile_deg: int) -> Iterator[BaseGeometry]:
    """Yield the pieces of a shape, each within one tile, by halving it until it fits."""
    if shape.is_empty:
        return
    west, south, east, north = shape.bounds
    columns, rows = _span(west + 180, east + 180, tile_deg), _span(south + 90, north + 90, tile_deg)
    if len(columns) == 1 and len(rows) == 1:
        yield shape
        return
    if len(columns) >= len(rows):
        middle = columns[len(columns) // 2] * tile_deg - 180
        halves = (
            shapely.box(west - 1, south - 1, middle, north + 1),
            shapely.box(middle, south - 1, east + 1, north + 1),
        )
    else:
        middle = rows[len(rows) // 2] * tile_deg - 90
        halves = shapely.box(west - 1, south - 1, east + 1, middle), shapely.box(west - 1, middle, east + 1, north + 1)
    for half in halves:
        yield from _cut(shape.intersection(half), tile_deg)


def _span(low: float, high: float, tile_deg: int) -> range:
    """Return the tiles from low to high along one axis; a shape that ends on a tile's edge does not reach beyond."""
    first = int(low // tile_deg)
    return range(first, max(first + 1, -int(-high // tile_deg)))


def _tile(shape: BaseGeometry, tile_deg: int) -> int:
    west, south, east, north = shape.bounds
    return tile_index((west + east) / 2, (south + north) / 2, tile_deg) if tile_deg < WORLD_DEG else 0


def _parts(shape: BaseGeometry, kind: str) -> Iterator[BaseGeometry]:
    """Yield the parts of one kind; points and lines that a cut leaves of a polygon are dropped."""
    for part in shapely.get_parts(shape):
        if part.geom_type == kind and not part.is_empty:
            yield part
        elif part.geom_type.startswith(("Multi", "GeometryCollection")):
            yield from _parts(part, kind)


def _rings(polygon: BaseGeometry) -> Iterator[Line]:
    yield Line(OUTER, _quanta(shapely.get_coordinates(shapely.get_exterior_ring(polygon))))
    for index in range(int(shapely.get_num_interior_rings(polygon))):
        yield Line(HOLE, _quanta(shapely.get_coordinates(shapely.get_interior_ring(polygon, index))))


def _quanta(points: NDArray[float64]) -> NDArray[np.int64]:
    """Return points in whole quanta, those that fall together once."""
    quanta = np.rint(points * PER_DEG).astype(np.int64)
    moved = np.any(np.diff(quanta, axis=0) != 0, axis=1)
    return np.asarray(quanta[np.concatenate([[True], moved])])
