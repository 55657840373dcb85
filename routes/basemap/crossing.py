"""Where a line on the ground meets a border of the base map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from routes.basemap.reader import Box, clip_lines
from routes.geo import DEGREE_M

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from routes.basemap.tiles import Layer

MARGIN_DEG = 0.05
MOST_SPREAD_DEG = 20_000 / DEGREE_M
"""Crossings within this of one another, as over a river that winds, count as one border."""
NEAR_DEG = 3_000 / DEGREE_M
"""A line that comes so near to a border is taken to meet it there: borders are generalised by some kilometres."""


def find_crossing(layers: Mapping[str, Layer], points: Sequence[tuple[float, float]]) -> tuple[float, float] | None:
    """Return the (lat, lon) at which a line of two or more such points meets a border, None where it is not clear.

    The borders are generalised: the point lies on the line, and is good to some kilometres. None where the line meets
    no border, borders far apart, or one only beyond its ends. Example: a line within one country meets none.
    """
    lats, lons = zip(*points, strict=True)
    box = Box(
        min(lons) - MARGIN_DEG,
        max(min(lats) - MARGIN_DEG, -90),
        max(lons) + MARGIN_DEG,
        min(max(lats) + MARGIN_DEG, 90),
    )
    borders = clip_lines(layers, box, layer="borders").shapes
    line = shapely.LineString([(lon, lat) for lat, lon in points])
    met = shapely.get_coordinates([line.intersection(border) for border in borders])
    if not len(met):
        near = [border for border in borders if line.distance(border) <= NEAR_DEG]
        met = shapely.get_coordinates([shapely.shortest_line(line, border) for border in near])[::2]
    if not len(met):
        return None
    west, south, east, north = met[:, 0].min(), met[:, 1].min(), met[:, 0].max(), met[:, 1].max()
    if max(east - west, north - south) > MOST_SPREAD_DEG:
        return None
    at_deg = sorted(line.project(shapely.Point(point)) for point in met)
    at = at_deg[len(at_deg) // 2]
    found = line.interpolate(at)
    return (round(found.y, 5), round(found.x, 5)) if 0 < at < line.length else None
