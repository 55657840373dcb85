"""Coordinates and geodesics on WGS 84; the only place that knows the order of axes."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from geographiclib.geodesic import Geodesic

from routes.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


SPHERE_M = 6_371_009
"""Radius of the sphere that stands for the earth where its flattening does not count: the mean radius of the GRS 80
ellipsoid (Moritz, 2000)."""

DEGREE_M = 111_195
"""A degree of a great circle on that sphere; one of latitude is within 0.6 % of it."""

Pair = tuple[float, float]


class Coordinate(NamedTuple):
    """A point in degrees on WGS 84, latitude north, longitude east; `get_coordinate` checks the range."""

    lat: float
    lon: float


def get_coordinate(lat: float, lon: float) -> Coordinate:
    """Return a point on the earth.

    Raises: UsageError, when latitude or longitude is out of range; longitudes are not wrapped.
    """
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise UsageError(
            f"{lat}, {lon} is not a point on the earth",
            hint="write latitude (-90 to 90) first, then longitude (-180 to 180)",
        )
    return Coordinate(lat, lon)


def wrap_coordinate(lat: float, lon: float) -> Coordinate:
    """Return the point of a longitude that may be unwrapped, such as 190, with one from -180 up to 180."""
    return Coordinate(lat, (lon + 180) % 360 - 180)


def geodesic_m(start: Coordinate, end: Coordinate) -> int:
    """Return the length of the shortest line on the ellipsoid, in whole metres.

    Source: Karney (2013), by geographiclib, which is geopy's own engine.
    """
    line = Geodesic.WGS84.Inverse(start.lat, start.lon, end.lat, end.lon, Geodesic.DISTANCE)
    metres: float = line["s12"]
    return round(metres)


def sphere_m(start: Coordinate, end: Coordinate) -> float:
    """Return the metres between two points on the sphere, within 0.6 % of the geodesic, in a hundredth of its time."""
    (lat, lon), (to_lat, to_lon) = (tuple(map(math.radians, point)) for point in (start, end))
    across = math.cos(lat) * math.cos(to_lat) * math.sin((to_lon - lon) / 2) ** 2
    return 2 * SPHERE_M * math.asin(min(1.0, math.sqrt(math.sin((to_lat - lat) / 2) ** 2 + across)))


def geodesic_points(start: Coordinate, end: Coordinate, *, step_m: int = 50_000) -> list[Pair]:
    """Return (lat, lon) pairs along the geodesic, both ends included, with longitudes unwrapped past 180.

    A pair has consecutive longitudes less than 180 degrees apart, so a page draws no line round the world.
    """
    abilities = Geodesic.DISTANCE | Geodesic.DISTANCE_IN | Geodesic.LATITUDE | Geodesic.LONGITUDE
    line = Geodesic.WGS84.InverseLine(start.lat, start.lon, end.lat, end.lon, abilities)
    count = max(1, -int(-line.s13 // step_m))
    mask = Geodesic.LATITUDE | Geodesic.LONGITUDE | Geodesic.LONG_UNROLL
    points = [line.Position(line.s13 * i / count, mask) for i in range(count + 1)]
    return [(round(p["lat2"], 5), round(p["lon2"], 5)) for p in points]


# Letter, degrees, minutes, seconds, letter. A number after another needs a mark or a space before it.
_NUMBER = r"([0-5]?\d(?:\.\d+)?)"
_MINUTES = rf"(?:(?<=[°\s])\s*{_NUMBER}\s*['′’]?(?:(?<=['′’\s])\s*{_NUMBER}\s*[\"″”]?)?)?"
_AXIS = re.compile(rf"([NSEW]?)\s*([+-]?)(\d{{1,3}}(?:\.\d+)?)\s*°?{_MINUTES}\s*([NSEW]?)", re.ASCII)


def parse_coordinate(text: str) -> Coordinate:
    """Return the point that `42.43,130.64` or `42 25 48 N, 130 38 41 E` names, latitude first.

    Raises: UsageError, when the text is no coordinate, can be read in two ways, or lies off the earth.
    """
    clean = text.strip().upper()
    spaces = [f"{clean[: m.start()]},{clean[m.end() :]}" for m in re.finditer(r"\s+", clean)]
    found = [pair for halves in ([clean] if "," in clean else spaces) if (pair := _read_axes(halves, text=clean))]
    if len(found) != 1:
        raise UsageError(f'cannot read "{text}" as a coordinate', hint='write it as "42.43,130.64", latitude first')
    return get_coordinate(*found[0])


def _read_axes(halves: str, *, text: str) -> Pair | None:
    """Return latitude and longitude from halves with a comma between; None unless both are good.

    Letters stand at both or at neither, in place of signs; without comma and letters, degrees stand alone.
    """
    axes = [match.groups("") for half in halves.split(",") if (match := _AXIS.fullmatch(half.strip()))]
    if len(axes) != 2 or halves.count(",") != 1 or any("." in axis[2] and axis[3] for axis in axes):
        return None
    letters = (axes[0][0] + axes[0][5], axes[1][0] + axes[1][5])
    signs, minutes = axes[0][1] + axes[1][1], axes[0][3] + axes[1][3]
    lettered = letters[0] in ("N", "S") and letters[1] in ("E", "W") and not signs
    plain = letters == ("", "") and ("," in text or not minutes)
    return (_read_axis(*axes[0]), _read_axis(*axes[1])) if lettered or plain else None


def _read_axis(before: str, sign: str, degrees: str, minutes: str, seconds: str, after: str) -> float:
    value = float(degrees)
    if minutes:
        from geopy.point import Point  # 140 ms: only for the commands that take such a coordinate

        value = float(Point.parse_degrees(degrees, minutes, seconds or 0))
    return -value if sign == "-" or before + after in ("S", "W") else value


def bounds(points: Sequence[Pair]) -> tuple[Pair, Pair]:
    """Return the south-west and north-east corners (lat, lon) of at least one point, as they are unwrapped."""
    lats, lons = [p[0] for p in points], [p[1] for p in points]
    return (min(lats), min(lons)), (max(lats), max(lons))


def cut_line(points: Sequence[Pair], start: Pair, end: Pair) -> list[Pair]:
    """Return the part of a line between where it is nearest to two points; [] where the second is before the first."""
    from shapely import LineString, Point
    from shapely.ops import substring

    line = LineString(list_lonlat(points))
    from_deg, to_deg = (line.project(Point(lon, lat)) for lat, lon in (start, end))
    return [(lat, lon) for lon, lat in substring(line, from_deg, to_deg).coords] if from_deg < to_deg else []


def cut_antimeridian(points: Sequence[Pair]) -> list[list[Pair]]:
    """Return a line of unwrapped (lat, lon) pairs as pieces within -180 to 180, cut where it crosses 180 degrees.

    A piece that ends at the antimeridian has its point there, and the next begins with the same one on its other side.
    Source: RFC 7946, 3.1.9.
    """
    pieces = [[points[0]]]
    for (lat, lon), (lat_to, lon_to) in pairwise(points):
        for edge in _edges(lon, lon_to):
            crossing = (round(lat + (lat_to - lat) * (edge - lon) / (lon_to - lon), 5), edge)
            if edge != lon:  # else the piece before it ends there already
                pieces[-1].append(crossing)
            pieces.append([crossing])
        pieces[-1].append((lat_to, lon_to))
    return [_wrap(piece) for piece in pieces if len(piece) > 1 or len(pieces) == 1]


def _edges(lon: float, lon_to: float) -> list[float]:
    """Return the meridians 180 + 360 k that a line leaves or crosses on its way, in the order that it meets them."""
    low, high = sorted((lon, lon_to))
    first = math.ceil((low - 180) / 360)
    edges = [180.0 + 360 * k for k in range(first, math.floor((high - 180) / 360) + 1)]
    inside = [edge for edge in edges if low < edge < high or (edge == lon != lon_to)]
    return inside if lon < lon_to else inside[::-1]


def _wrap(piece: Sequence[Pair]) -> list[Pair]:
    """Return points of one world with longitudes from -180 to 180."""
    (_, west), (_, east) = bounds(piece)
    turns = math.floor((west + east) / 720 + 0.5) if west < east else round(west / 360)
    return [(lat, round(lon - 360 * turns, 6)) for lat, lon in piece]


def list_lonlat(points: Iterable[Pair]) -> list[list[float]]:
    """Return (lat, lon) pairs as GeoJSON and KML have them, longitude first."""
    return [[lon, lat] for lat, lon in points]


def lonlat_box(points: Sequence[Pair]) -> list[float]:
    """Return west, south, east and north of unwrapped points; west is the greater where 180 degrees lies between.

    Source: RFC 7946, 5.2.
    """
    (south, west), (north, east) = bounds(points)
    if east - west >= 360:
        return [-180.0, south, 180.0, north]
    turns = math.floor((west + 180) / 360)
    west, east = round(west - 360 * turns, 6), round(east - 360 * turns, 6)
    return [west, south, round(east - 360, 6) if east > 180 else east, north]


def unwrap_lons(lons: Sequence[float]) -> list[float]:
    """Return longitudes, each moved by whole turns, so that they lie in the narrowest span that holds all of them.

    The widest gap between neighbours is left out; without one wider than that over 180 degrees they stay as they are.

    >>> unwrap_lons([170.0, -170.0])
    [170.0, 190.0]
    """
    ordered = sorted(set(lons))
    if len(ordered) < 2:
        return list(lons)
    gap, west = max((b - a, b) for a, b in pairwise(ordered))
    is_over = gap > ordered[0] + 360 - ordered[-1]
    return [lon + 360 if is_over and lon < west else lon for lon in lons]
