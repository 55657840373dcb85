"""The line of a ride for a document: along the shape that the feed gives, else straight from stop to stop."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from routes.geo import Coordinate, geodesic_m, geodesic_points, wrap_coordinate
from routes.itinerary import ESTIMATED, GEODESIC
from routes.timetable.shapes import TOLERANCE_M, cut_shape
from routes.timetable.table import Timetable

Document = dict[str, Any]
Point = tuple[float, float]


def find_line(table: Timetable, trip: int, stops: Sequence[Coordinate]) -> tuple[list[Point], bool]:
    """Return the points of a ride from its first stop to its last, longitudes unwrapped, and whether a shape gives them.

    Straight pieces are geodesics, in points close enough to be drawn.
    """
    shape = _read_shape(table, trip)
    if shape and (cut := cut_shape(shape, stops)):
        return cut, True
    points: list[Point] = []
    for start, end in pairwise(stops):
        piece = geodesic_points(start, end)
        turns = round((points[-1][1] - piece[0][1]) / 360) if points else 0
        points += [(lat, lon + 360 * turns) for lat, lon in piece[1 if points else 0 :]]
    return points, False


def _read_shape(table: Timetable, trip: int) -> list[Point]:
    arrays = table.arrays
    number = int(arrays["shape"][trip])
    if number < 0:
        return []
    part = slice(*arrays["shape_first"][number : number + 2].tolist())
    return list(
        zip((arrays["shape_lat_e7"][part] / 1e7).tolist(), (arrays["shape_lon_e7"][part] / 1e7).tolist(), strict=True)
    )


def build_line(points: Sequence[Point], *, is_shape: bool) -> tuple[int, str, Document]:
    """Return the metres of a line, their basis, and what a leg has of it: `points` as text, as courses have them."""
    at_m, rows = 0, list[str]()
    for n, (lat, lon) in enumerate(points):
        at_m += geodesic_m(wrap_coordinate(*points[n - 1]), wrap_coordinate(lat, lon)) if n else 0
        rows.append(f"{lat:.5f},{lon:.5f},{at_m}")
    geometry = {"tolerance_m": TOLERANCE_M if is_shape else 0, "points": " ".join(rows)}
    return at_m, ESTIMATED if is_shape else GEODESIC, {"schematic": not is_shape, "geometry": geometry}
