"""Edges are cut at points: metres, shapes and all else are kept."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from routes.rail.graph import E7, RailPoint
from routes.rail.split import draw_edge, split_edges
from tests.rail.lines import draw_network

NODES = [(10.0, 20.0), (10.0, 20.2), (10.2, 20.2)]
BENT = draw_network(NODES, {(0, 1): 40_000, (1, 2): 25_000}, shapes={(0, 1): [(10.1, 20.1)]}, countries="AAB")


def test_point_within_an_edge_becomes_a_node() -> None:
    graph, nodes = split_edges(BENT, {"half": RailPoint(1, 12_500, 0)})
    assert nodes == {"half": 3}
    assert (graph.lat_e7[3], graph.lon_e7[3]) == (101_000_000, 202_000_000)
    edges = {(int(a), int(b)): int(m) for a, b, m in zip(graph.start, graph.end, graph.length_m, strict=True)}
    assert edges == {(0, 1): 40_000, (1, 3): 12_500, (3, 2): 12_500}
    assert graph.countries[graph.country[3]] == "A"


def test_point_at_an_end_has_the_node_there() -> None:
    graph, nodes = split_edges(BENT, {"first": RailPoint(0, 0, 9), "last": RailPoint(0, 40_000, 9)})
    assert nodes == {"first": 0, "last": 1}
    assert graph is BENT


def test_two_places_at_one_point_share_a_node() -> None:
    graph, nodes = split_edges(BENT, {"a": RailPoint(1, 100, 5), "b": RailPoint(1, 100, 8), "c": RailPoint(1, 101, 0)})
    assert nodes["a"] == nodes["b"] != nodes["c"]
    assert sorted(graph.length_m.tolist()) == [1, 100, 24_899, 40_000]


def test_shape_is_shared_out_between_the_pieces() -> None:
    graph, nodes = split_edges(BENT, {"early": RailPoint(0, 10_000, 0)})
    drawn = [draw_edge(graph, edge).tolist() for edge in range(3)]
    middle = [graph.lat_e7[nodes["early"]], graph.lon_e7[nodes["early"]]]
    top = [round(10.1 * E7), round(20.1 * E7)]
    assert drawn[1] == [[100_000_000, 200_000_000], middle]
    assert drawn[2] == [middle, top, [100_000_000, 202_000_000]]


def test_point_over_the_antimeridian_keeps_its_place() -> None:
    graph = draw_network([(0.0, 179.9), (0.0, -179.9)], {(0, 1): 20_000})
    graph, nodes = split_edges(graph, {"far": RailPoint(0, 15_000, 0)})
    assert graph.lon_e7[nodes["far"]] / E7 == -179.95


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 40_000)), max_size=8))
def test_metres_and_positions_are_kept(cuts: list[tuple[int, int]]) -> None:
    points = {n: RailPoint(edge, min(at_m, int(BENT.length_m[edge])), 0) for n, (edge, at_m) in enumerate(cuts)}
    graph, nodes = split_edges(BENT, points)
    assert graph.length_m.sum() == BENT.length_m.sum()
    assert (graph.length_m >= 1).all()
    assert np.array_equal(graph.lat_e7[:3], BENT.lat_e7)
    assert len(graph.shape_from) == len(graph.start) + 1
    assert graph.shape_from[-1] * 2 == len(graph.shape_e7)
    assert nodes.keys() == points.keys()
    assert len(graph.lat_e7) - 3 == len(graph.start) - 2
