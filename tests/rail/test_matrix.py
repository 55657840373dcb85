"""Matrices and sweeps say what single paths say."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from routes.rail.graph import RailGraph, RailPoint
from routes.rail.hierarchy import build_hierarchy
from routes.rail.matrix import BLOCK, find_lengths, scan_few, scan_pairs
from routes.rail.search import find_path, part_lengths
from tests.rail.dijkstra import scan_lengths
from tests.rail.networks import build_network, networks, points


@given(st.data(), networks())
def test_matrix_equals_single_paths(data: st.DataObject, graph: RailGraph) -> None:
    hierarchy = build_hierarchy(graph)
    starts = data.draw(st.lists(points(graph), max_size=4))
    ends = data.draw(st.lists(points(graph), max_size=4))
    speed_kmh = np.array(data.draw(st.lists(st.sampled_from((18, 36)), min_size=len(graph.start), max_size=99)))
    speed_kmh = speed_kmh[: len(graph.start)]
    for some in scan_pairs(graph, hierarchy, starts, ends, speed_kmh=speed_kmh):
        for row, start in enumerate(starts):
            for column, end in enumerate(ends):
                path = find_path(graph, hierarchy, start, end)
                assert some.length_m[row, column] == (path.length_m if path else -1)
                if path:
                    least, most = path.length_m / (36 / 3.6), path.length_m / (18 / 3.6)
                    assert least - 1 <= some.run_s[row, column] <= most + 1
                else:
                    assert some.run_s[row, column] == -1


@given(st.data(), networks())
def test_few_pairs_are_as_many(data: st.DataObject, graph: RailGraph) -> None:
    """Lengths are equal; of two shortest paths either may be timed, so times are compared where all speeds are one."""
    hierarchy, speed_kmh = build_hierarchy(graph), np.full(len(graph.start), 36.0)
    starts, ends = (data.draw(st.lists(points(graph), min_size=1, max_size=3)) for _ in range(2))
    few = scan_few(graph, hierarchy, starts, ends, speed_kmh=speed_kmh)
    (many,) = scan_pairs(graph, hierarchy, starts, ends, speed_kmh=speed_kmh)
    assert np.array_equal(few.length_m, many.length_m)
    assert np.abs(few.run_s - many.run_s).max() <= 1


@given(st.data(), networks())
def test_sweep_equals_dijkstra(data: st.DataObject, graph: RailGraph) -> None:
    start = data.draw(points(graph))
    assert np.array_equal(find_lengths(graph, build_hierarchy(graph), start), scan_lengths(graph, start))


def test_time_is_that_of_the_shortest_path() -> None:
    graph = build_network([(0, 1, 1000), (1, 2, 1000), (0, 2, 2100)])
    ends = RailPoint(0, 250, 0), RailPoint(1, 1000, 0)
    speeds = np.array([36.0, 18.0, 360.0])
    (some,) = scan_pairs(graph, build_hierarchy(graph), [ends[0]], [ends[1]], speed_kmh=speeds)
    assert (some.length_m.tolist(), some.run_s.tolist()) == ([[1750]], [[275]])


def test_rows_come_in_blocks() -> None:
    graph = build_network([(0, 1, 1000)])
    starts = [RailPoint(0, at_m, 0) for at_m in range(BLOCK + 3)]
    blocks = list(scan_pairs(graph, build_hierarchy(graph), starts, [RailPoint(0, 0, 0)]))
    assert [(some.first, len(some.length_m)) for some in blocks] == [(0, BLOCK), (BLOCK, 3)]
    assert np.concatenate([some.length_m[:, 0] for some in blocks]).tolist() == list(range(BLOCK + 3))


def test_parts_of_a_path_add_up() -> None:
    graph = build_network([(0, 1, 1000), (1, 2, 500)])
    path = find_path(graph, build_hierarchy(graph), RailPoint(0, 250, 0), RailPoint(1, 100, 0))
    assert path is not None
    assert part_lengths(graph, path).tolist() == [750, 100]
