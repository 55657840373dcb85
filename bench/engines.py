"""Engines that find shortest paths, each prepared on the same track: ours and the peers of the extra `bench`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from routes.rail.graph import Hierarchy, RailGraph, RailPoint

Nodes = Sequence[int]


@dataclass(frozen=True, slots=True)
class Track:
    """The largest part of the network, as a graph and as its edges in plain lists, and our hierarchy of it."""

    graph: RailGraph
    hierarchy: Hierarchy
    edges: tuple[list[int], list[int], list[int]]
    points: list[RailPoint]


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine ready to be asked: `pair` finds one path, and `length_m` tells how long what it found is.

    `matrix` and `sweep` return the sum of all pairs' lengths, and of those from one node to all; None where the
    engine has no such question, or takes minutes for it.
    """

    pair: Callable[[int, int], Any]
    length_m: Callable[[Any], int]
    matrix: Callable[[Nodes, Nodes], int] | None = None
    sweep: Callable[[int], int] | None = None


def prepare_ours(track: Track) -> Engine:
    """Return our hierarchy, whose preparation is timed apart."""
    from routes.rail.matrix import find_lengths, scan_pairs
    from routes.rail.search import find_path

    graph, hierarchy, points = track.graph, track.hierarchy, track.points

    def matrix(starts: Nodes, ends: Nodes) -> int:
        rows = scan_pairs(graph, hierarchy, [points[n] for n in starts], [points[n] for n in ends])
        return sum(int(some.length_m.sum()) for some in rows)

    return Engine(
        lambda a, b: find_path(graph, hierarchy, points[a], points[b]),
        lambda path: path.length_m,
        matrix,
        lambda a: int(find_lengths(graph, hierarchy, points[a]).sum()),
    )


def prepare_scgraph(track: Track) -> Engine:
    """Return scgraph's contraction hierarchy; its own data cannot be read by 3.x, so it gets our edges."""
    from scgraph import Graph

    neighbours: list[dict[int, int]] = [{} for _ in track.points]
    for a, b, length_m in zip(*track.edges, strict=True):
        neighbours[a][b] = neighbours[b][a] = min(length_m, neighbours[a].get(b, length_m))
    hierarchy = Graph(neighbours).create_contraction_hierarchy()
    return Engine(hierarchy.search, lambda found: round(found["length"]))


def prepare_scipy(track: Track) -> Engine:
    """Return scipy's Dijkstra, which always searches to all nodes."""
    import numpy as np
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import dijkstra

    a, b, metres = (np.array(column) for column in track.edges)
    low, high = np.minimum(a, b), np.maximum(a, b)
    order = np.lexsort((metres, high, low))
    first = order[np.concatenate(([True], np.diff(low[order]) + np.diff(high[order]) * len(track.points) != 0))]
    ends = np.concatenate((a[first], b[first])), np.concatenate((b[first], a[first]))
    size = len(track.points)
    matrix = coo_array((np.tile(metres[first], 2).astype(float), ends), shape=(size, size)).tocsr()

    def pair(start: int, end: int) -> tuple[int, list[int]]:
        metres, before = dijkstra(matrix, indices=start, return_predecessors=True)
        path = [end]
        while path[-1] != start:
            path.append(int(before[path[-1]]))
        return round(metres[end]), path[::-1]

    return Engine(
        pair,
        lambda found: found[0],
        lambda starts, ends: round(dijkstra(matrix, indices=list(starts))[:, list(ends)].sum()),
        lambda start: round(dijkstra(matrix, indices=start).sum()),
    )


def prepare_igraph(track: Track) -> Engine:
    """Return igraph's Dijkstra, written in C."""
    from igraph import Graph

    starts, ends, metres = track.edges
    graph = Graph(n=len(track.points), edges=list(zip(starts, ends, strict=True)))
    return Engine(
        lambda a, b: graph.get_shortest_path(a, to=b, weights=metres, output="epath"),
        lambda edges: sum(metres[edge] for edge in edges),
        lambda a, b: round(sum(map(sum, graph.distances(list(a), list(b), weights=metres)))),
        lambda a: round(sum(graph.distances([a], weights=metres)[0])),
    )


def prepare_pandana(track: Track) -> Engine:
    """Return pandana's contraction hierarchy, written in C++.

    It keeps a thousandth of a unit, cut off, in 32 bits: metres would overflow, and kilometres lose one here and there,
    so each has a fifth of a metre more that is cut off again.
    """
    import numpy as np
    import pandas as pd
    from pandana import Network

    starts, ends, metres = track.edges
    graph = track.graph
    weights = pd.DataFrame({"km": (np.array(metres) + 0.2) / 1000})
    place = pd.Series(graph.lon_e7 / 1e7), pd.Series(graph.lat_e7 / 1e7)
    network = Network(*place, pd.Series(starts), pd.Series(ends), weights, twoway=True)
    shortest: dict[tuple[int, int], int] = {}
    for a, b, length_m in zip(*track.edges, strict=True):
        shortest[a, b] = shortest[b, a] = min(length_m, shortest.get((a, b), length_m))

    def matrix(a: Nodes, b: Nodes) -> int:
        return sum(round(1000 * km) for km in network.shortest_path_lengths(np.repeat(a, len(b)), np.tile(b, len(a))))

    return Engine(
        network.shortest_path,
        lambda path: sum(shortest[int(a), int(b)] for a, b in pairwise(path)),
        matrix,
    )


def prepare_networkx(track: Track) -> Engine:
    """Return networkx's search from both ends, in plain Python."""
    import networkx as nx

    graph = nx.Graph()
    for a, b, metres in sorted(zip(*track.edges, strict=True), key=lambda row: -row[2]):
        graph.add_edge(a, b, m=metres)
    return Engine(
        lambda a, b: nx.bidirectional_dijkstra(graph, a, b, weight="m"),
        lambda found: int(found[0]),
        None,
        lambda a: int(sum(nx.single_source_dijkstra_path_length(graph, a, weight="m").values())),
    )


PEERS: dict[str, Callable[[Track], Engine]] = {
    "scgraph": prepare_scgraph,
    "scipy": prepare_scipy,
    "igraph": prepare_igraph,
    "pandana": prepare_pandana,
    "networkx": prepare_networkx,
}
