"""The nearest track to a place of each part of the network that is not joined to the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from routes.rail.snap import LIMIT_M, Grid, find_nearest, list_edges_near

if TYPE_CHECKING:
    from numpy import int32
    from numpy.typing import NDArray

    from routes.geo import Coordinate
    from routes.rail.graph import RailGraph, RailPoint


def snap_parts(
    graph: RailGraph, place: Coordinate, part: NDArray[int32], *, limit_m: int = LIMIT_M, grid: Grid | None = None
) -> dict[int, RailPoint]:
    """Return the nearest point of each part that comes within a limit of a place; `part` numbers that of each node."""
    near = list_edges_near(graph, place, limit_m=limit_m, grid=grid)
    owner = part[graph.start[near]]
    points = {int(label): find_nearest(graph, place, near[owner == label]) for label in np.unique(owner)}
    return {label: point for label, point in points.items() if point is not None and point.away_m <= limit_m}
