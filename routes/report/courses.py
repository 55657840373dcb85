"""The legs of a document on the world's track: its own length beside the authored one, and the line on the ground."""

from __future__ import annotations

from typing import Any

from routes.rail.lines import COARSE_TOLERANCE_M, TOLERANCE_M, build_line, measure_coarseness
from routes.report.points import write_points
from routes.scenarios.track import Course, differs

Document = dict[str, Any]


def build_course(course: Course, length_m: int, *, is_coarse: bool = False) -> Document:
    """Return the metres that the network gives a leg, by what share they differ, and its line, which may be coarse.

    Its `points` are text. Longitudes are unwrapped past 180 degrees; the metres are along the leg, and end at its
    length. A coarse one is a line among many, of which the longest straight piece is not told.
    """
    coarse = measure_coarseness(course.chain)
    tolerance_m = COARSE_TOLERANCE_M if is_coarse else TOLERANCE_M
    longest = {} if is_coarse else {"longest_straight_m": coarse.longest_m}
    points = write_points(build_line(course.chain, length_m, tolerance_m=tolerance_m))
    return {
        "routed_m": course.routed_m,
        "deviation": round(course.routed_m / length_m - 1, 4),
        "differs": differs(length_m, course.routed_m),
        "schematic": coarse.is_schematic,
        "geometry": {"tolerance_m": tolerance_m, **longest, "points": points},
    }
