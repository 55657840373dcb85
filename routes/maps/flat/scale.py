"""The scale bar of a flat picture: measured where it stands for, in the corner that the route leaves free."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from routes.geo import Coordinate, geodesic_m
from routes.maps.flat.frame import Frame, LatLon
from routes.maps.flat.labels import Area
from routes.maps.flat.letters import text_width
from routes.maps.flat.projection import arc_deg, list_lonlat
from routes.maps.flat.svg import element, text

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

LENGTHS_M = tuple(n * 10**power for power in range(3, 8) for n in (1, 2, 5))
INK, SOFT = "#1a1a1a", "#555555"
TALL, NOTE_SIZE = 40.0, 10.0


class Key(NamedTuple):
    """The scale as it is drawn, and the area it takes."""

    drawn: str
    area: Area


class Scale(NamedTuple):
    """A scale bar: its length on the earth, the units it takes in the picture, and where and how far it holds."""

    length_m: int
    width: float
    holds: str


def build_scale(frame: Frame, points: Sequence[LatLon]) -> Scale:
    """Return the scale at the middle of the picture, measured there on the ellipsoid, and its error on the route."""
    panel = frame.panel
    middle = (panel.left + panel.width / 2, panel.top + panel.height / 2)
    ends = frame.degrees(np.array([(middle[0] - 1, middle[1]), (middle[0] + 1, middle[1])]))
    first, last = (Coordinate(lat, (lon + 180) % 360 - 180) for lon, lat in ends.tolist())
    unit_m = geodesic_m(first, last) / 2 or frame.metres
    length_m = max((m for m in LENGTHS_M if m / unit_m <= 190), default=LENGTHS_M[0])
    if frame.view.is_world:
        return Scale(length_m, length_m / unit_m, "along the equator; elsewhere lengths differ, areas do not")
    arcs = arc_deg(frame.view, list_lonlat(points))
    off = 1 / np.cos(np.radians(arcs.max()) / 2) - 1
    share = "within 1 %" if off < 0.01 else f"within {np.ceil(off * 100):.0f} %"
    return Scale(length_m, length_m / unit_m, f"{share} on the whole route")


def draw_scale(frame: Frame, points: Sequence[LatLon]) -> Key:
    """Return the scale bar with where it holds and the name of the projection."""
    scale = build_scale(frame, points)
    note = f"Scale {scale.holds}. {frame.view.name}."
    wide = max(scale.width + 80, text_width(note, NOTE_SIZE) + 6) + 14
    area = _free_corner(frame, points, wide)
    left, y = area.left + 8, area.bottom - 8
    back = {"x": area.left, "y": area.top, "width": wide, "height": TALL, "fill": "#ffffff", "fill-opacity": 0.85}
    bar = f"M{left:.1f} {y - 20:.1f}v6h{scale.width:.1f}v-6"
    drawn = [
        element("rect", back),
        element("path", {"id": "scale-bar", "d": bar, "fill": "none", "stroke": INK, "stroke-width": 1.5}),
        text(
            (left + scale.width + 6, y - 14),
            f"{scale.length_m // 1000:,} km",
            {"font-size": 11.5, "font-weight": 600, "fill": INK},
        ),
        text((left, y), note, {"font-size": NOTE_SIZE, "fill": SOFT}),
    ]
    return Key("".join(drawn), area)


def _free_corner(frame: Frame, points: Sequence[LatLon], wide: float) -> Area:
    """Return the corner with the fewest points of the route in it and around it, the lower left one before others."""
    panel, edge = frame.panel, 7.0
    spots = frame.spots(points)
    lefts, tops = (panel.left + edge, panel.right - edge - wide), (panel.bottom - edge - TALL, panel.top + edge + 12)
    corners = [Area(left, top, left + wide, top + TALL) for top in tops for left in lefts]
    return min(corners, key=lambda c: _count_near(spots, c, 90.0) + 20 * _count_near(spots, c, 30.0))


def _count_near(spots: NDArray[float64], area: Area, by: float) -> int:
    """Return how many spots lie within so many units of an area."""
    low, high = (area.left - by, area.top - by), (area.right + by, area.bottom + by)
    return int(np.all((low < spots) & (spots < high), axis=1).sum())
