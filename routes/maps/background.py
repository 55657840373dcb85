"""The ground of a page: land, coast, borders and rivers of Natural Earth around the route, over a coarse world."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from routes.basemap.build import CONTROL, DISPUTED, INTERNATIONAL
from routes.basemap.reader import CREDIT, Box, Feature, clip_land, clip_lines, open_basemap, thin_lines
from routes.maps.look import NEUTRAL

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

Corner = tuple[float, float]
Flat = list[int]
PER_DEG, WORLD_PER_DEG = 1000, 10
"""Points are whole parts of a degree, each but the first as the step from the one before it."""
# Which kinds of borders each view draws as such, and which dotted.
VIEWS: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
    NEUTRAL: ((INTERNATIONAL,), (DISPUTED, CONTROL)),
    "control": ((INTERNATIONAL, CONTROL), (DISPUTED,)),
    "none": ((), ()),
}
WORLD = Box(-180.0, -85.0, 180.0, 85.0)
# A window wider than the route is filled too; the world beyond is drawn coarsely.
MARGIN, LEAST_MARGIN_DEG = 0.5, 2.0
# A picture some 1,000 pixels wide shows no smaller bend than this share of it; a reader may zoom in some way.
DETAIL = 1 / 2000
WIDE_DEG = 230.0
"""Beyond this span the coarse world shows all that can be seen, and rivers are a tangle."""


def build_background(south_west: Corner, north_east: Corner, *, worldview: str = NEUTRAL) -> dict[str, Any]:
    """Return what is drawn below a route within these corners (lat, lon), longitudes as unwrapped as theirs.

    `land` holds polygons, each its outer ring and its holes, cut along the box and tiles of `tile`, thinned to `step`:
    to be filled without a stroke, and their rings drawn as coast but for the cuts. The lines `borders`, `disputed`
    (claims and lines of control, unless `worldview` says otherwise) and `rivers` are drawn over it. What begins with
    `world` is coarse, and to be drawn beneath, and again a turn of the globe to the east and the west.
    """
    layers = open_basemap()
    solid, dotted = VIEWS[worldview]
    box = _widen(south_west, north_east)
    step = max(2 / PER_DEG, (box.east - box.west) * DETAIL)
    world_borders = clip_lines(layers, WORLD, layer="overview_borders")
    ground: dict[str, Any] = {
        "per_deg": PER_DEG,
        "world_per_deg": WORLD_PER_DEG,
        "credit": CREDIT,
        "step": round(step * PER_DEG),
        "tile": layers["land"].tile_deg * PER_DEG,
        "box": [round(edge * PER_DEG) for edge in box],
        "world": list(_rings(clip_land(layers, WORLD, layer="overview_land"), 0.3, WORLD_PER_DEG)),
        "world_borders": _lines(_of_kinds(world_borders, solid), 0.3, WORLD_PER_DEG),
        "world_disputed": _lines(_of_kinds(world_borders, dotted), 0.3, WORLD_PER_DEG),
    }
    if box.east - box.west > WIDE_DEG:
        return ground
    borders = clip_lines(layers, box, layer="borders")
    rivers = clip_lines(layers, box, layer="rivers", most=6)
    return ground | {
        "land": list(_rings(clip_land(layers, box, least_deg=step), step)),
        "borders": _lines(_of_kinds(borders, solid), step),
        "disputed": _lines(_of_kinds(borders, dotted), step),
        "rivers": _lines((line.points for line in rivers), step),
    }


def _widen(south_west: Corner, north_east: Corner) -> Box:
    tall, wide = north_east[0] - south_west[0], north_east[1] - south_west[1]
    margin = max(LEAST_MARGIN_DEG, MARGIN * max(tall, wide * 0.6))
    south, north = max(-85.0, south_west[0] - margin), min(85.0, north_east[0] + margin)
    return Box(south_west[1] - 1.8 * margin, south, north_east[1] + 1.8 * margin, north)


def _of_kinds(borders: Iterable[Feature], kinds: Sequence[int]) -> Iterator[NDArray[float64]]:
    return (line.points for line in borders if line.kind in kinds)


def _lines(lines: Iterable[NDArray[float64]], step: float, per_deg: int = PER_DEG) -> list[Flat]:
    return [line for line in _flatten(lines, step, per_deg) if len(line) > 2]


def _rings(polygons: Iterable[Sequence[NDArray[float64]]], step: float, per_deg: int = PER_DEG) -> Iterator[list[Flat]]:
    """Yield each polygon that still has room within when it is thinned, with those of its holes that have."""
    listed = list(polygons)
    flat = iter(_flatten([ring for rings in listed for ring in rings], step, per_deg))
    for rings in listed:
        outer, *holes = (next(flat) for _ in rings)
        if len(outer) > 6:
            yield [outer, *(hole for hole in holes if len(hole) > 6)]


def _flatten(lines: Iterable[NDArray[float64]], step: float, per_deg: int = PER_DEG) -> list[Flat]:
    """Return each line thinned to a step, as longitude and latitude in turn, first whole and then as steps.

    One that has shrunk to a point is left with that point.
    """
    thinned = thin_lines(lines, step)
    if not thinned:
        return []
    whole = np.rint(np.concatenate(thinned) * per_deg).astype(np.int64)
    starts = np.cumsum([0, *map(len, thinned[:-1])])
    moves = np.diff(whole, axis=0, prepend=0)
    moves[starts] = whole[starts]
    is_kept = np.asarray(moves.any(axis=1))
    is_kept[starts] = True
    ends = np.cumsum(is_kept)[[*(starts[1:] - 1), len(whole) - 1]].tolist()
    flat: list[int] = moves[is_kept].ravel().tolist()
    return [flat[2 * start : 2 * end] for start, end in pairwise([0, *ends])]
