"""The line of a ride for a document: along the shape that the feed gives, else straight from stop to stop."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from routes.geo import Coordinate, geodesic_m, geodesic_points, wrap_coordinate
from routes.itinerary import ESTIMATED, GEODESIC
from routes.report.points import write_points
from routes.timetable.shapes import TOLERANCE_M, cut_shape
from routes.timetable.table import Timetable

Document = dict[str, Any]
Point = tuple[float, float]


class Drawn(NamedTuple):
    """The line of a ride: its text for a leg of a document, the metres at each stop, and the basis of these."""

    document: Document
    at_m: list[int]
    basis: str


def draw_ride(table: Timetable, trip: int, stops: Sequence[Coordinate]) -> Drawn:
    """Return the line of a ride from its first stop to its last, longitudes unwrapped.

    Straight pieces are geodesics, in points close enough to be drawn.
    """
    shape = _read_shape(table, trip)
    along = cut_shape(shape, stops) if shape else None
    at_m, rows, last, so_far_m = [0], list[tuple[float, float, int]](), None, 0
    for piece in along or [geodesic_points(a, b) for a, b in pairwise(stops)]:
        turns = 0 if last is None else round((last[1] - piece[0][1]) / 360)
        for lat, lon in piece:
            point = (lat, lon + 360 * turns)
            if point != last:
                so_far_m += geodesic_m(wrap_coordinate(*last), wrap_coordinate(*point)) if last else 0
                rows.append((*point, so_far_m))
            last = point
        at_m.append(so_far_m)
    geometry = {"tolerance_m": TOLERANCE_M if along else 0, "points": write_points(rows)}
    return Drawn({"schematic": not along, "geometry": geometry}, at_m, ESTIMATED if along else GEODESIC)


def _read_shape(table: Timetable, trip: int) -> list[Point]:
    arrays = table.arrays
    number = int(arrays["shape"][trip])
    if number < 0:
        return []
    part = slice(*arrays["shape_first"][number : number + 2].tolist())
    return list(
        zip((arrays["shape_lat_e7"][part] / 1e7).tolist(), (arrays["shape_lon_e7"][part] / 1e7).tolist(), strict=True)
    )
