"""Alternatives are paths like any, and differ by length."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from routes.rail.alternatives import MOST_DETOUR, MOST_SHARED, find_alternatives
from routes.rail.graph import RailGraph, RailPath, RailPoint
from routes.rail.hierarchy import build_hierarchy
from routes.rail.search import find_path, part_lengths
from tests.rail.networks import build_network, check_path, networks, points


def share_paths(graph: RailGraph, one: RailPath, two: RailPath) -> float:
    """Return the share of the shorter of two paths whose edges are in both."""
    edges = {edge for edge, _ in two.edges}
    parts = zip(one.edges, part_lengths(graph, one).tolist(), strict=True)
    shared_m = sum(int(metres) for (edge, _), metres in parts if edge in edges)
    return shared_m / max(1, min(one.length_m, two.length_m))


@given(st.data(), networks())
def test_alternatives_share_little_and_the_first_is_the_best(data: st.DataObject, graph: RailGraph) -> None:
    hierarchy = build_hierarchy(graph)
    start, end = data.draw(points(graph)), data.draw(points(graph))
    best = find_path(graph, hierarchy, start, end)
    paths = find_alternatives(graph, hierarchy, start, end, 3)
    assert bool(paths) == (best is not None)
    assert all(share_paths(graph, *pair) <= MOST_SHARED for pair in combinations(paths, 2))
    for path in paths:
        check_path(graph, path)
        assert part_lengths(graph, path).sum() == path.length_m
        assert best is not None
        assert best.length_m <= path.length_m <= MOST_DETOUR * best.length_m
    assert paths == find_alternatives(graph, hierarchy, start, end, 3)


def build_ladder(rungs: int) -> tuple[RailGraph, RailPoint, RailPoint]:
    """Return lines a degree apart from node 0 to node 1, each longer than the one before, and a point before either."""
    lines = [edge for i in range(rungs) for edge in ((0, 2 + i, 50_000 + 900 * i), (2 + i, 1, 50_000))]
    graph = build_network([*lines, (0, 2 + rungs, 5000), (1, 3 + rungs, 5000)])
    lat_e7 = graph.lat_e7.copy()
    lat_e7[2 : 2 + rungs] = [10_000_000 * (1 + i) for i in range(rungs)]
    return graph._replace(lat_e7=lat_e7), RailPoint(2 * rungs, 4000, 0), RailPoint(2 * rungs + 1, 4000, 0)


def test_lines_between_two_stems_are_found_shortest_first() -> None:
    graph, start, end = build_ladder(4)
    hierarchy = build_hierarchy(graph)
    assert [p.length_m for p in find_alternatives(graph, hierarchy, start, end, 3)] == [108_000, 108_900, 109_800]
    assert len(find_alternatives(graph, hierarchy, start, end, 9)) == 4


def test_factor_orders_alternatives_and_bars_one() -> None:
    graph, start, end = build_ladder(3)
    factor = np.ones(len(graph.start))
    factor[0], factor[2] = 1.5, np.inf
    paths = find_alternatives(graph, build_hierarchy(graph), start, end, 3, factor=factor)
    assert [p.length_m for p in paths] == [109_800, 108_000]


def test_second_track_beside_the_first_is_no_alternative() -> None:
    graph = build_network([(0, 1, 4000), (1, 2, 4000), (0, 3, 4010), (3, 2, 4010), (0, 4, 100), (2, 5, 100)])
    ends = RailPoint(4, 100, 0), RailPoint(5, 100, 0)
    assert len(find_alternatives(graph, build_hierarchy(graph), *ends, 3)) == 1
