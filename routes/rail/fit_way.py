"""The way between two nodes over a small part of the network that comes nearest to a length known from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from heapq import heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

from routes.rail.graph import RailGraph

if TYPE_CHECKING:
    from numpy import int64
    from numpy.typing import NDArray

CLOSE = 0.05
"""The shortest way is taken where its length differs from the known one by no greater share than this."""

LINE_SHARE = 0.15
"""A longer way must follow a line of its own for this share of the known length: no way round by sidings."""

Leaving = Mapping[int, list[tuple[int, int, int]]]


class Way(NamedTuple):
    """Edges in travel order, -1 - number for one run over from end to start, and their metres; none for no way."""

    edges: tuple[int, ...]
    length_m: int


class Tree(NamedTuple):
    """The metres from a root to each node within a limit, and by which node and edge; the root by itself."""

    reached_m: dict[int, int]
    came: dict[int, tuple[int, int]]


def find_way(graph: RailGraph, region: NDArray[int64], ends: tuple[int, int], *, known_m: int, limit_m: int) -> Way:
    """Return the shortest way over the edges of a region, or the line whose length comes nearest to `known_m`.

    Where a fast line runs beside the old one, the shortest way differs from the length that is printed for the old
    one. The other ways are those that follow, for LINE_SHARE of the known length, track that lies on the shortest
    ways from it to both ends (the plateau method). No edges where no way is at most `limit_m` long.
    """
    start, end = ends
    leaving = _index(graph, region)
    ahead = _grow(leaving, start, limit_m)
    if end not in ahead.reached_m:
        return Way((), 0)
    shortest_m = ahead.reached_m[end]
    if abs(shortest_m - known_m) <= CLOSE * known_m:
        return Way(_trace(ahead, end), shortest_m)
    back = _grow(leaving, end, limit_m)
    best, through = abs(shortest_m - known_m), end
    for first, last in _plateaus(ahead, back):
        long_m = ahead.reached_m[last] - ahead.reached_m[first]
        off_m = abs(ahead.reached_m[first] + back.reached_m[first] - known_m)
        if long_m >= LINE_SHARE * known_m and (off_m, first) < (best, through):
            best, through = off_m, first
    behind = tuple(-1 - edge for edge in reversed(_trace(back, through)))
    return Way((*_trace(ahead, through), *behind), ahead.reached_m[through] + back.reached_m[through])


def _index(graph: RailGraph, region: NDArray[int64]) -> Leaving:
    """Return the edges that leave each node of a region, as the node they lead to, their metres, their number."""
    leaving: dict[int, list[tuple[int, int, int]]] = {}
    rows = (graph.start[region], graph.end[region], graph.length_m[region], region)
    for a, b, length_m, edge in zip(*(row.tolist() for row in rows), strict=True):
        leaving.setdefault(a, []).append((b, length_m, edge))
        leaving.setdefault(b, []).append((a, length_m, -1 - edge))
    return leaving


def _grow(leaving: Leaving, root: int, limit_m: int) -> Tree:
    """Return the tree of shortest ways from a node, as far as a limit (Dijkstra, 1959)."""
    best, came = {root: 0}, {root: (root, 0)}
    queue = [(0, root)]
    while queue:
        reached_m, node = heappop(queue)
        if reached_m > best[node]:
            continue
        for there, length_m, edge in leaving.get(node, ()):
            total_m = reached_m + length_m
            if total_m < best.get(there, limit_m + 1):
                best[there], came[there] = total_m, (node, edge)
                heappush(queue, (total_m, there))
    return Tree(best, came)


def _plateaus(ahead: Tree, back: Tree) -> list[tuple[int, int]]:
    """Return the first and last node of each stretch of edges that are in both trees, run over the same way."""
    after = {}
    for there, (here, edge) in ahead.came.items():
        if here != there and back.came.get(here) == (there, -1 - edge):
            after[here] = there
    plateaus = []
    for first in sorted(after.keys() - set(after.values())):
        last = first
        while last in after:
            last = after[last]
        plateaus.append((first, last))
    return plateaus


def _trace(tree: Tree, node: int) -> tuple[int, ...]:
    """Return the edges from the root to a node, in that order."""
    edges: list[int] = []
    while True:
        before, edge = tree.came[node]
        if before == node:
            return tuple(reversed(edges))
        edges.append(edge)
        node = before
