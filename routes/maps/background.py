"""The ground of a page: land, coast, borders and rivers of Natural Earth around the route, over a coarse world."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import ceil, cos, radians
from typing import TYPE_CHECKING, Any

import numpy as np

from routes.basemap.build import CONTROL, DISPUTED, INTERNATIONAL
from routes.basemap.reader import Box, Features, clip_land, clip_lines, open_basemap
from routes.basemap.written import write_lines, write_rings
from routes.maps.look import NEUTRAL

if TYPE_CHECKING:
    from numpy import object_
    from numpy.typing import NDArray

Corner = tuple[float, float]
MOST_PER_DEG, WORLD_PER_DEG = 1000, 4
PARTS_PER_STEP = 3
"""Points are whole parts of a degree: of the base map's, or so many to the step by which lines are thinned."""
# Which kinds of borders each view draws as such, and which dotted.
VIEWS: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
    NEUTRAL: ((INTERNATIONAL,), (DISPUTED, CONTROL)),
    "control": ((INTERNATIONAL, CONTROL), (DISPUTED,)),
    "none": ((), ()),
}
WORLD = Box(-180.0, -85.0, 180.0, 85.0)
WORLD_STEP_DEG = 0.35
LEAST_MARGIN_DEG = 2.0
HIGHEST_SHARE = 2.4
"""A window that shows a high route is so many times as wide: the map of a page on a large screen."""
# A picture some 1,000 pixels wide shows no smaller bend than this share of the route; a reader may zoom in some way.
DETAIL = 1 / 750
WIDE_DEG = 190.0
"""Beyond this span the coarse world shows all that can be seen, and rivers are a tangle."""


def build_background(south_west: Corner, north_east: Corner, *, worldview: str = NEUTRAL) -> dict[str, Any]:
    """Return what is drawn below a route within these corners (lat, lon), longitudes as unwrapped as theirs.

    `land` holds the rings of polygons and their holes, cut along the box and tiles of `tile`, thinned to `step`: to be
    filled by even and odd without a stroke, and drawn as coast but for the cuts. The lines `borders`, `disputed`
    (claims and lines of control, unless `worldview` says otherwise) and `rivers` are drawn over it. What begins with
    `world` is coarse, and to be drawn beneath, and again a turn of the globe to the east and the west. All of them are
    text, which `write_lines` explains.
    """
    layers, (solid, dotted) = open_basemap(), VIEWS[worldview]
    box = _widen(south_west, north_east)
    step = max(2 / MOST_PER_DEG, DETAIL * max(north_east[1] - south_west[1], 1.4 * (north_east[0] - south_west[0])))
    per_deg = min(MOST_PER_DEG, ceil(PARTS_PER_STEP / step))
    ground = {
        "per_deg": per_deg,
        "step": round(step * per_deg),
        "tile": layers["land"].tile_deg * per_deg,
        "box": [round(edge * per_deg) for edge in box],
        **_build_world(worldview),
    }
    if box.east - box.west > WIDE_DEG:
        return ground
    borders = clip_lines(layers, box, layer="borders")
    rivers = clip_lines(layers, box, layer="rivers", most=6)
    return ground | {
        "land": write_rings(clip_land(layers, box, least_deg=1.5 * step), step, per_deg),
        "borders": write_lines(_of_kinds(borders, solid), step, per_deg),
        "disputed": write_lines(_of_kinds(borders, dotted), step, per_deg),
        "rivers": write_lines(rivers.shapes, step, per_deg),
    }


@cache
def _build_world(worldview: str) -> dict[str, Any]:
    """Return the coarse world, which is the same beneath every map of a view."""
    layers, (solid, dotted) = open_basemap(), VIEWS[worldview]
    land = clip_land(layers, WORLD, layer="overview_land")
    borders = clip_lines(layers, WORLD, layer="overview_borders")
    return {
        "world_per_deg": WORLD_PER_DEG,
        "world": write_rings(land, WORLD_STEP_DEG, WORLD_PER_DEG),
        "world_borders": write_lines(_of_kinds(borders, solid), WORLD_STEP_DEG, WORLD_PER_DEG),
        "world_disputed": write_lines(_of_kinds(borders, dotted), WORLD_STEP_DEG, WORLD_PER_DEG),
    }


def _widen(south_west: Corner, north_east: Corner) -> Box:
    """Return what a window shows around the corners, be it wider than they or higher; the rest is drawn coarsely."""
    tall, wide = north_east[0] - south_west[0], north_east[1] - south_west[1]
    above = max(LEAST_MARGIN_DEG, 0.5 * tall, 0.3 * wide)
    high = tall / cos(radians(min(80.0, abs(south_west[0] + north_east[0]) / 2)))  # in degrees of longitude, as drawn
    beside = max(1.8 * LEAST_MARGIN_DEG, (HIGHEST_SHARE * high - wide) / 2, 0.36 * wide)
    south, north = max(-85.0, south_west[0] - above), min(85.0, north_east[0] + above)
    return Box(south_west[1] - beside, south, north_east[1] + beside, north)


def _of_kinds(borders: Features, kinds: Sequence[int]) -> NDArray[object_]:
    return np.asarray(borders.shapes[np.isin(borders.kinds, kinds)])
