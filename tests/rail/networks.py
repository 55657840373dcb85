"""Small networks of track from their edges, and what a path over them must be."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from hypothesis import strategies as st

from routes.rail.graph import RailGraph, RailPath, RailPoint

Edges = Sequence[tuple[int, int, int]]


def build_network(edges: Edges, *, nodes: int = 0, countries: str = "", gauges: Sequence[int] = ()) -> RailGraph:
    """Return a network of edges (start, end, metres); `countries` has a letter a node, X unless given."""
    count = max([nodes, *(1 + max(a, b) for a, b, _ in edges)])
    letters = countries or "X" * count
    named = tuple(sorted(set(letters)))
    start, end, length = np.array(edges, np.int32).reshape(-1, 3).T.copy()
    zero, unknown = np.zeros(len(edges), np.int16), np.full(len(edges), -1, np.int16)
    return RailGraph(
        np.zeros(count, np.int32),
        np.arange(count, dtype=np.int32),
        np.array([named.index(c) for c in letters], np.int16),
        named,
        start,
        end,
        length,
        np.full(len(edges), -1, np.int32),
        (),
        np.array(gauges, np.int16) if gauges else zero,
        unknown,
        unknown,
        zero,
        zero,
        np.zeros(len(edges) + 1, np.int32),
        np.zeros(0, np.int32),
    )


def check_path(graph: RailGraph, path: RailPath) -> None:
    """Fail unless a path hangs together from its start to its end, and its length is the sum of its edges."""
    assert path.edges[0][0] == path.start.edge
    assert path.edges[-1][0] == path.end.edge
    whole = sum(int(graph.length_m[edge]) for edge, _ in path.edges)
    ends = [(graph.start[e], graph.end[e]) if forward else (graph.end[e], graph.start[e]) for e, forward in path.edges]
    assert all(one[1] == two[0] for one, two in pairwise(ends))
    (first, goes), (last, comes) = path.edges[0], path.edges[-1]
    before = path.start.at_m if goes else int(graph.length_m[first]) - path.start.at_m
    after = int(graph.length_m[last]) - path.end.at_m if comes else path.end.at_m
    assert path.length_m == whole - before - after
    assert path.length_m >= 0


@st.composite
def networks(draw: st.DrawFn) -> RailGraph:
    """Return a small network: loops, parallel edges and separate parts are in it too."""
    nodes = draw(st.integers(2, 12))
    node = st.integers(0, nodes - 1)
    edges = draw(st.lists(st.tuples(node, node, st.integers(1, 9)), min_size=1, max_size=30))
    countries = "".join(draw(st.lists(st.sampled_from("AB"), min_size=nodes, max_size=nodes)))
    gauges = draw(st.lists(st.sampled_from((0, 1435, 1520)), min_size=len(edges), max_size=len(edges)))
    return build_network(edges, nodes=nodes, countries=countries, gauges=gauges)


@st.composite
def points(draw: st.DrawFn, graph: RailGraph) -> RailPoint:
    """Return a point on some edge of a network, its ends included."""
    edge = draw(st.integers(0, len(graph.start) - 1))
    return RailPoint(edge, draw(st.integers(0, int(graph.length_m[edge]))), 0)
