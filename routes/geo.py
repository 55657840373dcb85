"""Coordinates and geodesics on WGS 84; the only place that knows the order of axes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geographiclib.geodesic import Geodesic

from routes.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence


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


def geodesic_m(start: Coordinate, end: Coordinate) -> int:
    """Return the length of the shortest line on the ellipsoid, in whole metres.

    Source: Karney (2013), by geographiclib, which is geopy's own engine.
    """
    line = Geodesic.WGS84.Inverse(start.lat, start.lon, end.lat, end.lon, Geodesic.DISTANCE)
    metres: float = line["s12"]
    return round(metres)


def geodesic_points(start: Coordinate, end: Coordinate, *, step_m: int = 50_000) -> list[tuple[float, float]]:
    """Return (lat, lon) pairs along the geodesic, both ends included, with longitudes unwrapped past 180.

    A pair has consecutive longitudes less than 180 degrees apart, so a page draws no line round the world.
    """
    abilities = Geodesic.DISTANCE | Geodesic.DISTANCE_IN | Geodesic.LATITUDE | Geodesic.LONGITUDE
    line = Geodesic.WGS84.InverseLine(start.lat, start.lon, end.lat, end.lon, abilities)
    count = max(1, -int(-line.s13 // step_m))
    mask = Geodesic.LATITUDE | Geodesic.LONGITUDE | Geodesic.LONG_UNROLL
    points = [line.Position(line.s13 * i / count, mask) for i in range(count + 1)]
    return [(round(p["lat2"], 5), round(p["lon2"], 5)) for p in points]


def parse_coordinate(text: str) -> Coordinate:
    """Return the point that `42.43,130.64` or `42 25 48 N, 130 38 41 E` names, latitude first.

    Raises: UsageError, when the text is no coordinate or lies off the earth.
    """
    from geopy.point import Point  # 140 ms: only for the commands that take a coordinate

    try:
        if not any(c.isdigit() for c in text) or ("," not in text and " " not in text.strip()):
            raise ValueError(text)
        lat, lon = (float(p) for p in text.split(",")) if text.count(",") == 1 and _plain(text) else Point(text)[:2]
    except ValueError:
        raise UsageError(f'cannot read "{text}" as a coordinate', hint='write it as "42.43,130.64"') from None
    return get_coordinate(lat, lon)


def _plain(text: str) -> bool:
    return all(c in "0123456789.,+- " for c in text)


def bounds(points: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the south-west and north-east corners (lat, lon) of at least one point, as they are unwrapped."""
    lats, lons = [p[0] for p in points], [p[1] for p in points]
    return (min(lats), min(lons)), (max(lats), max(lons))
