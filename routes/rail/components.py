"""Which parts of a network hang together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routes.rail.graph import RailGraph


def label_components(graph: RailGraph) -> NDArray[np.int32]:
    """Return the number of the component of each node: 0 is the one of most nodes, then by size and lowest node.

    Every node points at one of no higher number that it is joined to, and at last at the lowest of its component.
    """
    lowest = np.arange(len(graph.lat_e7), dtype=np.int32)
    while True:
        here, there = lowest[graph.start], lowest[graph.end]
        apart = here != there
        if not apart.any():
            break
        np.minimum.at(lowest, np.maximum(here, there)[apart], np.minimum(here, there)[apart])
        while (lowest[lowest] != lowest).any():
            lowest = lowest[lowest]
    roots, member, size = np.unique(lowest, return_inverse=True, return_counts=True)
    rank = np.empty(len(roots), np.int32)
    rank[np.lexsort((roots, -size))] = np.arange(len(roots))
    return rank[member]
