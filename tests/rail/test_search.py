"""The hierarchy finds what Dijkstra's search finds, in plain Python and compiled; conditions hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.errors import UsageError
from routes.rail import hierarchy as rail_hierarchy
from routes.rail.graph import RailGraph, RailPath, RailPoint
from routes.rail.hierarchy import build_hierarchy, find_shortest
from routes.rail.search import find_path, scan_path
from tests.rail.networks import build_network, check_path, networks, points

LINE = [(0, 1, 10), (1, 2, 20), (2, 3, 30)]


def find(graph: RailGraph, start: tuple[int, int], end: tuple[int, int]) -> RailPath | None:
    return find_path(graph, build_hierarchy(graph), RailPoint(*start, 0), RailPoint(*end, 0))


@given(st.data(), networks())
def test_hierarchy_equals_dijkstra(data: st.DataObject, graph: RailGraph) -> None:
    hierarchy = build_hierarchy(graph)
    start, end = data.draw(points(graph)), data.draw(points(graph))
    fast, plain = find_path(graph, hierarchy, start, end), scan_path(graph, start, end)
    assert (fast and fast.length_m) == (plain and plain.length_m)
    for path in (fast, plain):
        if path:
            check_path(graph, path)


@given(st.data(), networks())
def test_plain_python_equals_compiled(data: st.DataObject, graph: RailGraph) -> None:
    hierarchy = build_hierarchy(graph)
    start, end = data.draw(points(graph)), data.draw(points(graph))
    compiled = find_shortest(graph, hierarchy, start, end)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rail_hierarchy, "_is_cold", lambda: True)
        assert find_shortest(graph, hierarchy, start, end) == compiled


@given(st.data(), networks())
def test_conditions_hold(data: st.DataObject, graph: RailGraph) -> None:
    start, end = data.draw(points(graph)), data.draw(points(graph))
    factor = np.array(data.draw(st.lists(st.integers(1, 5), min_size=len(graph.start), max_size=len(graph.start))))
    hierarchy = build_hierarchy(graph)
    free = scan_path(graph, start, end)
    path = find_path(graph, hierarchy, start, end, avoid={"B"}, gauges_mm=(1435,), factor=factor)
    if path is None:
        return
    check_path(graph, path)
    assert free is not None
    assert path.length_m >= free.length_m
    assert all(graph.gauge_mm[edge] in (0, 1435) for edge, _ in path.edges)
    between = [edge for edge, _ in path.edges[1:-1]]
    assert all(graph.countries[graph.country[n]] == "A" for e in between for n in (graph.start[e], graph.end[e]))


@given(st.data(), networks())
def test_distance_is_symmetric_and_keeps_the_triangle(data: st.DataObject, graph: RailGraph) -> None:
    hierarchy = build_hierarchy(graph)
    a, b, c = (data.draw(points(graph)) for _ in range(3))
    there, back = find_path(graph, hierarchy, a, b), find_path(graph, hierarchy, b, a)
    assert (there and there.length_m) == (back and back.length_m)
    on, whole = find_path(graph, hierarchy, b, c), find_path(graph, hierarchy, a, c)
    if there and on:
        assert whole is not None
        assert whole.length_m <= there.length_m + on.length_m


@given(networks())
def test_same_network_has_the_same_hierarchy(graph: RailGraph) -> None:
    for one, two in zip(build_hierarchy(graph), build_hierarchy(graph), strict=True):
        assert np.array_equal(one, two)


def test_path_within_one_edge_has_it_once() -> None:
    path = find(build_network(LINE), (2, 25), (2, 5))
    assert path is not None
    assert (tuple(path.edges), path.length_m) == (((2, False),), 20)


def test_path_leaves_a_long_edge_for_a_shorter_one_beside_it() -> None:
    path = find(build_network([(0, 1, 100), (0, 1, 6)]), (0, 3), (0, 98))
    assert path is not None
    assert (tuple(path.edges), path.length_m) == (((0, False), (1, True), (0, False)), 11)


def test_distance_to_the_same_point_is_zero() -> None:
    path = find(build_network(LINE), (1, 7), (1, 7))
    assert path is not None
    assert path.length_m == 0
    assert find(build_network(LINE), (0, 10), (1, 0)) is not None


def test_neighbouring_edges_meet_at_their_node() -> None:
    path = find(build_network(LINE), (0, 10), (1, 0))
    assert path is not None
    assert path.length_m == 0
    assert [edge for edge, _ in path.edges] == [0, 1]


def test_separate_parts_have_no_path() -> None:
    graph = build_network([(0, 1, 5), (2, 3, 5)])
    assert find(graph, (0, 1), (1, 1)) is None
    assert scan_path(graph, RailPoint(0, 1, 0), RailPoint(1, 1, 0)) is None


def test_point_on_a_loop_is_reached_the_shorter_way_round() -> None:
    path = find(build_network([(0, 1, 5), (1, 1, 10)]), (0, 0), (1, 8))
    assert path is not None
    assert (tuple(path.edges), path.length_m) == (((0, True), (1, False)), 7)


def test_hub_of_many_edges_is_contracted() -> None:
    spokes = 90
    ring = [(1 + i, 1 + (i + 1) % spokes, 30) for i in range(spokes)]
    graph = build_network([(0, 1 + i, 10) for i in range(spokes)] + ring)
    path = find(graph, (0, 10), (45, 10))
    assert path is not None
    assert path.length_m == 20


def test_country_to_avoid_is_gone_round() -> None:
    graph = build_network([(0, 1, 5), (1, 2, 5), (0, 3, 9), (3, 2, 9)], countries="ABAA")
    hierarchy = build_hierarchy(graph)
    ends = RailPoint(0, 0, 0), RailPoint(1, 5, 0)
    direct = find_path(graph, hierarchy, *ends)
    round_it = find_path(graph, hierarchy, *ends, avoid={"B"})
    assert direct is not None
    assert round_it is not None
    assert (direct.length_m, round_it.length_m) == (10, 18)
    assert find_path(graph, hierarchy, *ends, avoid={"A", "B"}) is None


def test_infinite_factor_bars_an_edge() -> None:
    graph = build_network([(0, 1, 5), (0, 1, 50), (1, 2, 5)])
    ends = RailPoint(0, 0, 0), RailPoint(2, 5, 0)
    barred = scan_path(graph, *ends, factor=np.array([np.inf, 1, 1]))
    assert barred is None  # the start itself stands on the barred edge


@pytest.mark.parametrize("factor", [[1.0], [0.0, 1, 1], [1, 1, float("nan")], [1, 1, 1001]])
def test_unusable_factor_is_refused(factor: list[float]) -> None:
    graph = build_network(LINE)
    with pytest.raises(UsageError, match="factors"):
        scan_path(graph, RailPoint(0, 0, 0), RailPoint(1, 0, 0), factor=np.array(factor))
