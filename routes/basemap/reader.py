"""The packed base map, clipped to a box: land, coast, borders and rivers of Natural Earth at 0.002°."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from routes.basemap.tiles import HOLE, PER_DEG, Layer, Lines, decode_layers, decode_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy import bool_, float64, int64, object_
    from numpy.typing import NDArray

PACKED = Path(__file__).with_name("world.bin")
CREDIT = "Made with Natural Earth"
POLYGON = shapely.GeometryType.POLYGON


class Box(NamedTuple):
    """A rectangle in degrees, longitudes unwrapped: one that crosses 180° has `east` above 180 or `west` below -180."""

    west: float
    south: float
    east: float
    north: float


class Features(NamedTuple):
    """Lines of (longitude, latitude) in the frame of the box as shapely's, and the kind of each as in `build`."""

    kinds: NDArray[int64]
    shapes: NDArray[object_]


@cache
def open_basemap() -> dict[str, Layer]:
    """Return the layers of the packed world; their tiles are decoded when they are asked for."""
    return decode_layers(PACKED.read_bytes())


def clip_land(
    layers: Mapping[str, Layer], box: Box, *, layer: str = "land", least_deg: float = 0.0
) -> NDArray[object_]:
    """Return the land in a box as polygons in its frame.

    They are cut along tiles of 10°: fill them without a stroke and draw the coast by `clip_coast`.
    Islands and holes that are smaller than `least_deg` both ways are left out.
    """
    parts = shapely.get_parts(shapely.clip_by_rect(read_polygons(layers, box, layer=layer, least_deg=least_deg), *box))
    return np.asarray(parts[(shapely.get_type_id(parts) == POLYGON) & ~shapely.is_empty(parts)])


def clip_coast(layers: Mapping[str, Layer], box: Box, *, layer: str = "land") -> list[NDArray[float64]]:
    """Return the coastlines in a box, without the edges along which tiles or the map itself are cut."""
    lines = _lines_near(layers[layer], box)
    shapes = _strings(lines.quanta / PER_DEG, _number_uncut(lines, layers[layer].tile_deg * PER_DEG))
    return list_points(_clip(shapes, box).shapes)


def clip_lines(layers: Mapping[str, Layer], box: Box, *, layer: str, most: int | None = None) -> Features:
    """Return borders or rivers in a box, each with its kind; only kinds up to `most` where it is given."""
    lines = _lines_near(layers[layer], box, most=most)
    clipped = _clip(_strings(lines.quanta / PER_DEG, _number(lines)), box)
    return Features(lines.kinds[clipped.kinds], clipped.shapes)


def read_polygons(
    layers: Mapping[str, Layer], box: Box, *, layer: str = "land", least_deg: float = 0.0
) -> NDArray[object_]:
    """Return the land of every tile that touches a box, as valid polygons in the box's frame that reach beyond it."""
    lines = _lines_near(layers[layer], box, least_deg)
    if not len(lines.kinds):
        return np.array([], dtype=object)
    rings = shapely.linearrings(lines.quanta / PER_DEG, indices=_number(lines))
    return np.asarray(shapely.polygons(np.asarray(rings), indices=np.cumsum(lines.kinds != HOLE) - 1))


def _lines_near(layer: Layer, box: Box, least_deg: float = 0.0, most: int | None = None) -> Lines:
    """Return the lines that touch a box, shifted into its frame by whole turns; a hole stands after its outer ring.

    They are at least so wide or high, and of kinds up to `most`.
    """
    near = [(turn, tile) for turn in _turns(box) for tile in _tiles_near(layer, box, turn)]
    if not near:
        return Lines(*(np.zeros(shape, np.int64) for shape in (0, (0, 2), 1, 0)))
    lines = decode_lines([tile for _, tile in near])
    shifts = np.array([turn * PER_DEG for turn, _ in near])[lines.tiles]
    is_kept = _touch(lines, shifts, box, least_deg) & (lines.kinds <= most if most is not None else True)
    sizes = np.diff(lines.starts)
    quanta = lines.quanta[np.repeat(is_kept, sizes)]
    quanta[:, 0] += np.repeat(shifts[is_kept], sizes[is_kept])
    starts = np.concatenate([[0], np.cumsum(sizes[is_kept])])
    return Lines(lines.kinds[is_kept], quanta, starts, lines.tiles[is_kept])


def _number(lines: Lines) -> NDArray[int64]:
    """Return for each point the number of its line."""
    return np.repeat(np.arange(len(lines.kinds)), np.diff(lines.starts))


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


def _touch(lines: Lines, shifts: NDArray[int64], box: Box, least_deg: float) -> NDArray[bool_]:
    """Return which lines, so shifted, touch a box by their bounds, which are at least so wide or high."""
    low, high = (
        [edge.reduceat(np.ascontiguousarray(axis), lines.starts[:-1]) for axis in lines.quanta.T]
        for edge in (np.minimum, np.maximum)
    )
    west, south, east, north = (edge * PER_DEG for edge in box)
    across = (low[0] + shifts <= east) & (high[0] + shifts >= west)
    is_large = np.maximum(high[0] - low[0], high[1] - low[1]) >= least_deg * PER_DEG
    return np.asarray(across & (low[1] <= north) & (high[1] >= south) & is_large)


def _clip(lines: NDArray[object_], box: Box) -> Features:
    """Return the pieces of lines in a box, each with the number of its line, in order."""
    parts, owners = shapely.get_parts(shapely.clip_by_rect(lines, *box), return_index=True)
    is_kept = (shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING) & ~shapely.is_empty(parts)
    return Features(owners[is_kept], parts[is_kept])


def _number_uncut(lines: Lines, edge: int) -> NDArray[int64]:
    """Return for each point the number of its run: rings without the steps along a tile's edge, or the map's bottom."""
    here, there = lines.quanta[:-1], lines.quanta[1:]
    is_cut = np.any((here == there) & ((here + np.array((180, 90)) * PER_DEG) % edge == 0), axis=1)
    is_first = np.zeros(len(lines.quanta), bool)
    is_first[1:] = is_cut
    is_first[lines.starts[:-1]] = True
    return np.asarray(np.cumsum(is_first) - 1)


def thin_lines(lines: Iterable[NDArray[float64]], step_deg: float) -> list[NDArray[float64]]:
    """Return lines without the points that lie within a step of what is left, in degrees; their ends stay."""
    listed = list(lines)
    if not listed:
        return []
    strings = _strings(np.concatenate(listed), np.repeat(np.arange(len(listed)), [len(line) for line in listed]))
    return list_points(shapely.simplify(strings, step_deg, preserve_topology=False))


def _strings(points: NDArray[float64], owners: NDArray[int64]) -> NDArray[object_]:
    """Return the points of each owner as shapely's lines, all at once: one by one they take ten times as long.

    A single point is no line.
    """
    is_long = np.bincount(owners)[owners] > 1 if len(owners) else np.zeros(0, bool)
    if not is_long.any():
        return np.array([], dtype=object)
    _, numbers = np.unique(owners[is_long], return_inverse=True)
    return np.asarray(shapely.linestrings(points[is_long], indices=numbers))


def list_points(shapes: NDArray[object_]) -> list[NDArray[float64]]:
    """Return the points of each line or ring."""
    points, owners = shapely.get_coordinates(shapes, return_index=True)
    bounds = np.searchsorted(owners, np.arange(len(shapes) + 1)).tolist()
    return [points[start:end] for start, end in pairwise(bounds)]


def list_rings(polygons: NDArray[object_]) -> list[NDArray[float64]]:
    """Return the points of each ring of polygons."""
    return list_points(np.asarray(shapely.get_rings(polygons)))
