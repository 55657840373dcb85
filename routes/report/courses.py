"""The legs of a document on the world's track: its own length beside the authored one, and the line on the ground."""

from __future__ import annotations

from typing import Any

from routes.rail.lines import TOLERANCE_M, build_line, measure_coarseness
from routes.scenarios.track import Course, differs

Document = dict[str, Any]


def build_course(course: Course, length_m: int, *, geometry: bool) -> Document:
    """Return the metres that the network gives a leg, by what share they differ, and whether its line is coarse.

    With `geometry`, its `points` are text, to be short: `lat,lon,metres` of each, parted by blanks. Longitudes are
    unwrapped past 180 degrees; the metres are along the leg, and end at its length.
    """
    coarse = measure_coarseness(course.chain)
    document: Document = {
        "routed_m": course.routed_m,
        "deviation": round(course.routed_m / length_m - 1, 4),
        "differs": differs(length_m, course.routed_m),
        "schematic": coarse.is_schematic,
    }
    if not geometry:
        return document
    points = " ".join(f"{lat:.5f},{lon:.5f},{at_m}" for lat, lon, at_m in build_line(course.chain, length_m))
    return document | {
        "geometry": {"tolerance_m": TOLERANCE_M, "longest_straight_m": coarse.longest_m, "points": points}
    }
