"""The packed base map, clipped to a box: land, coast, borders and rivers of Natural Earth at 0.002°."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from routes.basemap.tiles import HOLE, PER_DEG, Layer, Line, Lines, decode_layers, decode_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy import bool_, float64, int64, object_
    from numpy.typing import NDArray
    from shapely import Polygon

PACKED = Path(__file__).with_name("world.bin")
CREDIT = "Made with Natural Earth"
POLYGON = shapely.GeometryType.POLYGON


class Box(NamedTuple):
    """A rectangle in degrees, longitudes unwrapped: one that crosses 180° has `east` above 180 or `west` below -180."""

    west: float
    south: float
    east: float
    north: float


class Feature(NamedTuple):
    """A line of n points (longitude, latitude) in the frame of the box, and its kind as in `build`."""

    kind: int
    points: NDArray[float64]


@cache
def open_basemap() -> dict[str, Layer]:
    """Return the layers of the packed world; their tiles are decoded when they are asked for."""
    return decode_layers(PACKED.read_bytes())


def clip_land(
    layers: Mapping[str, Layer], box: Box, *, layer: str = "land", least_deg: float = 0.0
) -> list[list[NDArray[float64]]]:
    """Return the land in a box as polygons, each its outer ring and then its holes, closed, in the box's frame.

    They are cut along tiles of 10°: fill them without a stroke and draw the coast by `clip_coast`.
    Islands and holes that are smaller than `least_deg` both ways are left out.
    """
    polygons = np.array(read_polygons(layers, box, layer=layer, least_deg=least_deg), dtype=object)
    parts = shapely.get_parts(shapely.clip_by_rect(polygons, *box))
    kept = parts[(shapely.get_type_id(parts) == POLYGON) & ~shapely.is_empty(parts)]
    rings, owners = shapely.get_rings(kept, return_index=True)
    points, numbers = shapely.get_coordinates(rings, return_index=True)
    found: list[list[NDArray[float64]]] = [[] for _ in kept]
    for owner, ring in zip(owners.tolist(), _split(points, numbers, len(rings)), strict=True):
        found[owner].append(ring)
    return found


def clip_coast(layers: Mapping[str, Layer], box: Box, *, layer: str = "land") -> list[NDArray[float64]]:
    """Return the coastlines in a box, without the edges along which tiles or the map itself are cut."""
    edge = layers[layer].tile_deg * PER_DEG
    lines = [
        _degrees(quanta, shift)
        for shift, line in _lines_near(layers[layer], box)
        for quanta in _uncut(line.quanta, edge)
    ]
    return [points for _, points in _clip(lines, box)]


def clip_lines(layers: Mapping[str, Layer], box: Box, *, layer: str, most: int | None = None) -> list[Feature]:
    """Return borders or rivers in a box, each with its kind; only kinds up to `most` where it is given."""
    near = [
        (line.kind, _degrees(line.quanta, shift))
        for shift, line in _lines_near(layers[layer], box)
        if most is None or line.kind <= most
    ]
    return [Feature(near[owner][0], points) for owner, points in _clip([points for _, points in near], box)]


def read_polygons(
    layers: Mapping[str, Layer], box: Box, *, layer: str = "land", least_deg: float = 0.0
) -> list[Polygon]:
    """Return the land of every tile that touches a box, as valid polygons in the box's frame that reach beyond it."""
    lines = list(_lines_near(layers[layer], box, least_deg))
    if not lines:
        return []
    points = [_degrees(line.quanta, shift) for shift, line in lines]
    rings = shapely.linearrings(
        np.concatenate(points), indices=np.repeat(np.arange(len(points)), list(map(len, points)))
    )
    owners = np.cumsum([line.kind != HOLE for _, line in lines]) - 1
    return list(np.asarray(shapely.polygons(np.asarray(rings), indices=owners)))


def _lines_near(layer: Layer, box: Box, least_deg: float = 0.0) -> Iterator[tuple[int, Line]]:
    """Yield the lines that touch a box, with the whole turns, in degrees, that bring them into its frame.

    A hole goes with its outer ring, which stands before it.
    """
    for shift in _turns(box):
        for tile in _tiles_near(layer, box, shift):
            lines = decode_lines(tile)
            near = _touch(lines, box, shift, least_deg)
            for index in np.flatnonzero(near).tolist():
                start, end = lines.starts[index], lines.starts[index + 1]
                yield shift, Line(int(lines.kinds[index]), lines.quanta[start:end])


def _turns(box: Box) -> range:
    first = int((box.west + 180) // 360) * 360
    return range(first, max(first + 1, -int(-(box.east + 180) // 360) * 360), 360)


def _tiles_near(layer: Layer, box: Box, shift: int) -> Iterator[bytes]:
    size = layer.tile_deg
    columns = 360 // size
    west, east = int((box.west - shift + 180) // size), int((box.east - shift + 180) // size)
    south, north = int((box.south + 90) // size), int((box.north + 90) // size)
    for row in range(south, north + 1):
        for column in range(max(0, west), min(columns - 1, east) + 1):
            if tile := layer.tiles.get(row * columns + column):
                yield tile


def _touch(lines: Lines, box: Box, shift: int, least_deg: float) -> NDArray[bool_]:
    """Return which lines touch a box by their bounds, which are at least so wide or high."""
    low = np.minimum.reduceat(lines.quanta, lines.starts[:-1]) / PER_DEG + (shift, 0)
    high = np.maximum.reduceat(lines.quanta, lines.starts[:-1]) / PER_DEG + (shift, 0)
    touch = np.all((low <= (box.east, box.north)) & (high >= (box.west, box.south)), axis=1)
    return np.asarray(touch & np.any(high - low >= least_deg, axis=1))


def _degrees(quanta: NDArray[int64], shift: int) -> NDArray[float64]:
    return np.asarray(quanta / PER_DEG + np.array((shift, 0)))


def _clip(lines: Sequence[NDArray[float64]], box: Box) -> list[tuple[int, NDArray[float64]]]:
    """Return the pieces of lines in a box, each with the number of its line, in order."""
    clipped = shapely.clip_by_rect(_strings(lines), *box)
    parts, owners = shapely.get_parts(clipped, return_index=True)
    is_kept = (shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING) & ~shapely.is_empty(parts)
    points, numbers = shapely.get_coordinates(parts[is_kept], return_index=True)
    return list(zip(owners[is_kept].tolist(), _split(points, numbers, int(is_kept.sum())), strict=True))


def _uncut(quanta: NDArray[int64], edge: int) -> Sequence[NDArray[int64]]:
    """Return the runs of a ring without the steps along a tile's edge, or the bottom of the map."""
    here, there = quanta[:-1], quanta[1:]
    origin = np.array((180, 90)) * PER_DEG
    along = np.any((here == there) & ((here + origin) % edge == 0), axis=1)
    if not along.any():
        return [quanta]
    breaks = np.flatnonzero(along)
    runs = np.split(quanta, breaks + 1)
    return [run for run in runs if len(run) > 1]


def thin_lines(lines: Iterable[NDArray[float64]], step_deg: float) -> list[NDArray[float64]]:
    """Return lines without the points that lie within a step of what is left, in degrees; their ends stay."""
    strings = _strings(list(lines))
    points, owners = shapely.get_coordinates(
        shapely.simplify(strings, step_deg, preserve_topology=False), return_index=True
    )
    return _split(points, owners, len(strings))


def _strings(lines: Sequence[NDArray[float64]]) -> NDArray[object_]:
    """Return lines of two points or more as shapely's, all at once: one by one they take ten times as long."""
    if not lines:
        return np.array([], dtype=object)
    owners = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    return np.asarray(shapely.linestrings(np.concatenate(lines), indices=owners))


def _split(points: NDArray[float64], owners: NDArray[int64], count: int) -> list[NDArray[float64]]:
    """Return the points of each of so many lines, which stand in order."""
    bounds = np.searchsorted(owners, np.arange(count + 1)).tolist()
    return [points[start:end] for start, end in pairwise(bounds)]
