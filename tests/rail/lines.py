"""Networks with positions for a test: nodes by latitude and longitude, straight edges or drawn ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from routes.rail.assemble import bare_graph, freeze_graph
from routes.rail.graph import E7, RailGraph

Point = tuple[float, float]


def draw_network(
    nodes: Sequence[Point],
    edges: Mapping[tuple[int, int], int],
    *,
    shapes: Mapping[tuple[int, int], Sequence[Point]] | None = None,
    countries: str = "",
) -> RailGraph:
    """Return a network; `shapes` has the points between the ends of an edge, `countries` a letter a node."""
    ends = np.array(list(edges), np.int32).reshape(-1, 2)
    lat, lon = (np.rint(np.array(axis) * E7).astype(np.int32) for axis in zip(*nodes, strict=True))
    graph = bare_graph(lat, lon, start=ends[:, 0], end=ends[:, 1], length_m=np.array(list(edges.values()), np.int32))
    inner = [list((shapes or {}).get(pair, ())) for pair in edges]
    flat = [value for points in inner for point in points for value in point]
    named = ("", *sorted(set(countries)))
    return freeze_graph(
        graph._replace(
            shape_from=np.cumsum([0, *(len(points) for points in inner)]).astype(np.int32),
            shape_e7=np.rint(np.array(flat) * E7).astype(np.int32),
            countries=named,
            country=np.array([named.index(letter) for letter in countries or [""] * len(nodes)], np.int16),
        )
    )
