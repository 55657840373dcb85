"""Components are numbered by size, and are what hangs together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from routes.rail.components import label_components
from tests.rail.networks import build_network

EDGES = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.just(5)), max_size=40)


def test_largest_is_the_first_and_lone_nodes_are_the_last() -> None:
    graph = build_network([(0, 1, 5), (2, 3, 5), (3, 4, 5)], nodes=6)
    assert label_components(graph).tolist() == [1, 1, 0, 0, 0, 2]


def test_network_without_edges_has_a_component_a_node() -> None:
    assert label_components(build_network([], nodes=3)).tolist() == [0, 1, 2]


@given(EDGES)
def test_nodes_share_a_component_when_a_walk_joins_them(edges: list[tuple[int, int, int]]) -> None:
    labels = label_components(build_network(edges, nodes=31)).tolist()
    joined = {node: {node} for node in range(31)}
    for a, b, _ in edges:
        whole = joined[a] | joined[b]
        for node in whole:
            joined[node] = whole
    assert all((labels[a] == labels[b]) == (b in joined[a]) for a in range(31) for b in range(31))
    sizes = [labels.count(label) for label in range(max(labels) + 1)]
    assert sizes == sorted(sizes, reverse=True)
