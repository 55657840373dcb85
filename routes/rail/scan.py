"""Dijkstra's search over a whole network, where some edges are barred or cost more: the oracle of the hierarchy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from routes.rail.heap import NODE_BITS, NODE_MASK, pop, push

if TYPE_CHECKING:
    from numpy import int64
    from numpy.typing import NDArray

    from routes.rail.ascend import Track

    Array = NDArray[int64]


def list_neighbours(track: Track, nodes: int) -> tuple[Array, Array]:
    """Return the edges of each node, in their order, and where those of a node begin."""
    start, end, length = track
    first = np.zeros(nodes + 2, np.int64)
    for edge in range(len(length)):
        first[start[edge] + 2] += 1
        first[end[edge] + 2] += 1
    for node in range(nodes + 1):
        first[node + 1] += first[node]
    listed = np.empty(2 * len(length), np.int64)
    for edge in range(len(length)):
        for node in (start[edge], end[edge]):
            listed[first[node + 1]] = edge
            first[node + 1] += 1
    return listed, first


def scan(track: Track, cost: Array, begin: Array, aim: Array, nodes: int) -> tuple[Array, int, int]:
    """Return the edges from a beginning to an aim, last first, with the cost, -1 for no path, and the aim.

    `cost` is that of each edge, -1 where it is barred. `begin` and `aim` have two rows each: node and cost of the
    part of an edge, -1 where it is barred. An edge is `2 * edge`, plus 1 where it is run over from its start; the
    last entry is the number of the beginning.
    """
    listed, first = list_neighbours(track, nodes)
    labels, came = np.zeros(nodes, np.int64), np.empty(nodes, np.int64)
    heap, size = np.empty(2 * len(cost) + 4, np.int64), 0
    for row in range(2):
        node, part = begin[row, 0], begin[row, 1]
        if part >= 0 and (labels[node] == 0 or part + 1 < labels[node]):
            labels[node], came[node] = part + 1, -1 - row
            size = push(heap, size, (part + 1) << NODE_BITS | node)
    best, chosen = -1, -1
    while size > 0:
        spent, node = heap[0] >> NODE_BITS, heap[0] & NODE_MASK
        size = pop(heap, size)
        if best >= 0 and spent - 1 >= best:
            break
        if spent > labels[node]:
            continue
        for row in range(2):
            if aim[row, 0] == node and aim[row, 1] >= 0 and (best < 0 or spent - 1 + aim[row, 1] < best):
                best, chosen = spent - 1 + aim[row, 1], row
        for place in range(first[node], first[node + 1]):
            edge = listed[place]
            if cost[edge] < 0:
                continue
            from_start = track[0][edge] == node
            other = track[1][edge] if from_start else track[0][edge]
            if labels[other] == 0 or spent + cost[edge] < labels[other]:
                labels[other] = spent + cost[edge]
                came[other] = 2 * edge + (1 if from_start else 0)
                size = push(heap, size, labels[other] << NODE_BITS | other)
    return trace_back(track, came, aim[chosen, 0] if chosen >= 0 else -1), best, chosen


def trace_back(track: Track, came: Array, node: int) -> Array:
    """Return the edges from a node back to its beginning, then the number of the beginning; nothing for node -1."""
    steps, count = np.empty(16, np.int64), 0
    while node >= 0:
        if count == len(steps):
            steps = np.concatenate((steps, steps))
        code = came[node]
        steps[count] = code if code >= 0 else -1 - code
        count += 1
        node = -1 if code < 0 else track[0][code >> 1] if code & 1 == 1 else track[1][code >> 1]
    return steps[:count]
