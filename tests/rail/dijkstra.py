"""Lengths from one point to all nodes by a plain search, which knows no hierarchy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from routes.rail import scan
from routes.rail.compiled import compile_kernel
from routes.rail.graph import RailGraph, RailPoint
from routes.rail.hierarchy import seal, track_of

grow = compile_kernel(scan.grow)


def scan_lengths(graph: RailGraph, start: RailPoint) -> NDArray[np.int64]:
    """Return the metres from a point to every node by Dijkstra's search, -1 where there is no path."""
    ends, length_m = (graph.start[start.edge], graph.end[start.edge]), int(graph.length_m[start.edge])
    begin = np.array([(ends[0], start.at_m), (ends[1], length_m - start.at_m)], np.int64)
    cost, none = graph.length_m.astype(np.int64), np.full((2, 2), -1, np.int64)
    labels: NDArray[np.int64] = grow(tuple(map(seal, track_of(graph))), cost, begin, none, len(graph.country))[0]
    return labels - 1
