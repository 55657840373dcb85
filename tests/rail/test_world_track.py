"""The laws of lengths on the real network: fast search is Dijkstra's, and no track is shorter than the geodesic."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from routes.rail.build import build_base
from routes.rail.graph import Hierarchy, RailGraph, RailPath, RailPoint
from routes.rail.hierarchy import build_hierarchy
from routes.rail.lengths import measure_pieces
from routes.rail.matrix import find_lengths
from routes.rail.search import find_path, scan_path
from routes.rail.source import read_wheel
from tests.rail.dijkstra import scan_lengths
from tests.rail.networks import check_path

ROUNDED_M = 158
"""Both ends of an edge have three decimals: half a thousandth of a degree of latitude and of longitude is 79 m."""

SPHERE = 0.003
"""The lengths of edges of tens of kilometres are up to this much shorter than on the ellipsoid."""

World = tuple[RailGraph, Hierarchy]


@pytest.fixture(scope="module")
def world(real_wheel: Path) -> World:
    graph = build_base(read_wheel(real_wheel)).graph
    return graph, build_hierarchy(graph)


def draw_point(graph: RailGraph, drawn: random.Random, edge: int | None = None) -> RailPoint:
    edge = drawn.randrange(len(graph.start)) if edge is None else edge
    return RailPoint(edge, drawn.randint(0, int(graph.length_m[edge])), 0)


def least_m(graph: RailGraph, lengths: np.ndarray, start: RailPoint, end: RailPoint) -> int | None:
    """Return the metres from the point whose lengths to all nodes are given to another one."""
    from_ends = lengths[[graph.start[end.edge], graph.end[end.edge]]].tolist()
    parts = end.at_m, int(graph.length_m[end.edge]) - end.at_m
    found = [metres + part for metres, part in zip(from_ends, parts, strict=True) if metres >= 0]
    if start.edge == end.edge:
        found.append(abs(start.at_m - end.at_m))
    return min(found, default=None)


def length_of(path: RailPath | None) -> int | None:
    return path.length_m if path else None


def test_fast_search_equals_dijkstra_on_2000_pairs(world: World) -> None:
    graph, hierarchy = world
    drawn = random.Random(1)
    joined = 0
    for _ in range(50):
        start = draw_point(graph, drawn)
        lengths = scan_lengths(graph, start)
        assert np.array_equal(find_lengths(graph, hierarchy, start), lengths)
        beside = np.flatnonzero((graph.start == graph.end[start.edge]) | (graph.end == graph.end[start.edge])).tolist()
        ends = [draw_point(graph, drawn) for _ in range(36)]
        ends += [start, draw_point(graph, drawn, start.edge), *(draw_point(graph, drawn, e) for e in beside[:2])]
        for end in ends:
            path = find_path(graph, hierarchy, start, end)
            assert length_of(path) == least_m(graph, lengths, start, end), (start, end)
            joined += path is not None
            if path:
                check_path(graph, path)
    assert joined > 500


def test_distance_is_symmetric_and_keeps_the_triangle_on_the_real_network(world: World) -> None:
    graph, hierarchy = world
    drawn = random.Random(2)
    for _ in range(300):
        a, b, c = (draw_point(graph, drawn) for _ in range(3))
        there, back, on, whole = (find_path(graph, hierarchy, *ends) for ends in ((a, b), (b, a), (b, c), (a, c)))
        assert length_of(there) == length_of(back)
        if there and on:
            assert whole is not None
            assert whole.length_m <= there.length_m + on.length_m


def test_same_question_has_the_same_path(world: World) -> None:
    graph, hierarchy = world
    drawn = random.Random(3)
    again = build_hierarchy(graph)
    for _ in range(100):
        ends = draw_point(graph, drawn), draw_point(graph, drawn)
        assert find_path(graph, hierarchy, *ends) == find_path(graph, again, *ends)
    ends = RailPoint(0, 0, 0), RailPoint(len(graph.start) // 2, 0, 0)
    assert scan_path(graph, *ends) == scan_path(graph, *ends)


def test_no_track_is_shorter_than_the_geodesic_but_for_rounding(world: World) -> None:
    graph, hierarchy = world
    edges = measure(graph, graph.start, graph.end)
    short = edges - graph.length_m
    assert (short > 1).any(), "the tolerance is not needed any more"
    assert (short <= ROUNDED_M + SPHERE * edges).all()
    drawn = random.Random(4)
    for _ in range(1000):
        one, two = drawn.randrange(len(graph.start)), drawn.randrange(len(graph.start))
        path = find_path(graph, hierarchy, RailPoint(one, 0, 0), RailPoint(two, 0, 0))
        if path:
            (line_m,) = measure(graph, graph.start[[one]], graph.start[[two]])
            assert path.length_m >= (1 - SPHERE) * line_m - ROUNDED_M


def measure(graph: RailGraph, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Return the geodesic metres between nodes."""
    return measure_pieces(graph.lat_e7[starts], graph.lon_e7[starts], graph.lat_e7[ends], graph.lon_e7[ends])
