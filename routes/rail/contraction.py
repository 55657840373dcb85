"""The order in which nodes leave the graph, and the shortcuts that keep all shortest lengths: kernels for numba.

A contraction hierarchy (Geisberger, Sanders, Schultes and Delling, 2008). The graph is one array of records, WIDTH
numbers each: first those of the nodes, and one more whose list is that of the free places, then the edges, each as
two half-edges side by side, one for either direction. A record goes by the place of its first number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from routes.rail.heap import NODE_BITS, NODE_MASK, pop, push

if TYPE_CHECKING:
    from numpy import int32, int64
    from numpy.typing import NDArray

    Array = NDArray[int32]
    Wide = NDArray[int64]

WIDTH = 8
"""Half a line of the processor's cache. Keys of a heap have places, so that there can be 33 million nodes."""

FAR = 2**31 - 1
"""More metres than any arc has: the label of a node that is not reached."""

DISTANCE, AIM, LEVEL, WORTH = 1, 2, 3, 4
"""Of a node, after its first half-edge: metres from the node of a search; 1 where that still looks for it; how many
nodes left one after the other before it; its importance when it was last weighed."""

OTHER, WEIGHT, BACK, AHEAD, HOPS = 1, 2, 3, 4, 5
"""Of a half-edge, after the next one of its node: the node that it leads to; metres; the two arcs of a shortcut
(-1 - the edge of the graph, where it is none); edges of the graph under it."""

WITNESSES = 30
"""Nodes that a search for a way round looks at; a missed one costs a needless shortcut, never a length."""


def put_edge(graph: Array, free: int, edges: Array, at: int) -> None:
    """Put an edge in the first of the free places, or in that of a longer one between its ends.

    `edges` has its two ends, metres, back, ahead and hops from `at` on.
    """
    start, end, weight = edges[at], edges[at + 1], edges[at + 2]
    half = graph[start]
    while half >= 0 and graph[half + OTHER] != end:
        half = graph[half]
    if half < 0:
        half = graph[free]
        twin = half ^ WIDTH
        graph[free] = graph[half]
        graph[half], graph[twin] = graph[start], graph[end]
        graph[start], graph[end] = half, twin
        graph[half + OTHER], graph[twin + OTHER] = end, start
    elif graph[half + WEIGHT] <= weight:
        return
    twin = half ^ WIDTH
    graph[half + WEIGHT], graph[twin + WEIGHT] = weight, weight
    graph[half + BACK], graph[twin + AHEAD] = edges[at + 3], edges[at + 3]
    graph[half + AHEAD], graph[twin + BACK] = edges[at + 4], edges[at + 4]
    graph[half + HOPS], graph[twin + HOPS] = edges[at + 5], edges[at + 5]


def look_round(graph: Array, heap: Wide, touched: Wide, start: int, avoid: int, most: int, aims: int) -> int:
    """Label the nodes near `start` with their distance, not by way of `avoid`; return how many were labelled.

    Ends when all `aims` marked nodes are settled, beyond `most` metres, or after WITNESSES nodes. The labelled
    nodes are the first of `touched`.
    """
    graph[start + DISTANCE] = 0
    touched[0], heap[0] = start, start
    count, size, settled = 1, 1, 0
    while size > 0 and settled < WITNESSES:
        key = heap[0]
        size = pop(heap, size)
        distance, node = key >> NODE_BITS, key & NODE_MASK
        if distance > graph[node + DISTANCE]:
            continue
        if distance > most:
            break
        settled += 1
        aims -= graph[node + AIM]
        if aims == 0:
            break
        half = graph[node]
        while half >= 0:
            other = graph[half + OTHER]
            there = distance + graph[half + WEIGHT]
            if other != avoid and there <= most and there < graph[other + DISTANCE]:
                if graph[other + DISTANCE] == FAR:
                    touched[count] = other
                    count += 1
                graph[other + DISTANCE] = there
                size = push(heap, size, there << NODE_BITS | other)
            half = graph[half]
    return count


def find_shortcuts(graph: Array, heap: Wide, touched: Wide, around: Wide, node: int) -> int:
    """Return how many shortcuts replace `node`, -1 where `around` is too small for them.

    The two half-edges of the node that each joins are the first of `around`.
    """
    found, half = 0, graph[node]
    while half >= 0:
        most, aims, other = 0, 0, graph[half]
        while other >= 0:
            graph[graph[other + OTHER] + AIM] = 1
            most = max(most, graph[other + WEIGHT])
            aims += 1
            other = graph[other]
        if aims == 0:
            break
        if 2 * (found + aims) > len(around):
            return -1
        near = graph[half + WEIGHT]
        count = look_round(graph, heap, touched, graph[half + OTHER], node, near + most, aims)
        other = graph[half]
        while other >= 0:
            end = graph[other + OTHER]
            graph[end + AIM] = 0
            if graph[end + DISTANCE] > near + graph[other + WEIGHT]:
                around[2 * found], around[2 * found + 1] = half, other
                found += 1
            other = graph[other]
        for place in range(count):
            graph[touched[place] + DISTANCE] = FAR
        half = graph[half]
    return found


def weigh_node(graph: Array, around: Wide, found: int, node: int) -> int:
    """Return the importance of a node, least first out: its level, and what its shortcuts add to what it takes away."""
    degree, gone, added = 0, 0, 0
    half = graph[node]
    while half >= 0:
        degree += 1
        gone += graph[half + HOPS]
        half = graph[half]
    if degree == 0:
        return 0
    for place in range(2 * found):
        added += graph[around[place] + HOPS]
    level = int(graph[node + LEVEL])
    return 1000 * level + 1000 * found // degree + 1000 * added // gone


def take_out(graph: Array, arcs: Array, count: int, node: int) -> int:
    """Make arcs of the edges of a node, from number `count` on, and take them from its neighbours.

    Returns the next number, -1 where there is no room for more. An arc is the number of the node above, metres, back
    and ahead. The half-edges of the node itself stay, and have the numbers of their arcs in AHEAD.
    """
    half = graph[node]
    while half >= 0:
        if 4 * count == len(arcs):
            return -1
        before, twin = graph[half + OTHER], half ^ WIDTH
        arcs[4 * count], arcs[4 * count + 1] = before // WIDTH, graph[half + WEIGHT]
        arcs[4 * count + 2], arcs[4 * count + 3] = graph[half + BACK], graph[half + AHEAD]
        graph[half + AHEAD] = count
        count += 1
        while graph[before] != twin:
            before = graph[before]
        graph[before] = graph[twin]
        half = graph[half]
    return count


def put_shortcuts(graph: Array, free: int, around: Wide, found: int, edges: Array) -> bool:
    """Put in what `find_shortcuts` found, after `take_out`, by way of `edges`; return whether there was room for it."""
    for pair in range(found):
        if graph[free] < 0:
            return False
        one, two = around[2 * pair], around[2 * pair + 1]
        edges[0], edges[1] = graph[one + OTHER], graph[two + OTHER]
        edges[2], edges[5] = graph[one + WEIGHT] + graph[two + WEIGHT], graph[one + HOPS] + graph[two + HOPS]
        edges[3], edges[4] = graph[one + AHEAD], graph[two + AHEAD]
        put_edge(graph, free, edges, 0)
    return True


def make_room(track: tuple[NDArray[Any], NDArray[Any], NDArray[Any]], nodes: int, spare: int) -> tuple[Any, ...]:
    """Return the arrays that `contract` answers and works in, with room for `spare` edges more than there are.

    They are made here, as what makes arrays takes numba a third of its time to compile. A node is in the queue once,
    and once more for each arc that leads to it.
    """
    start, end, length_m = track
    real = np.flatnonzero(start != end)
    edges = np.ones((max(1, len(real)), 6), np.int32)
    edges[: len(real), :2] = WIDTH * np.stack([start[real], end[real]], axis=1)
    edges[: len(real), 2] = length_m[real]
    edges[: len(real), 3] = edges[: len(real), 4] = -1 - real
    first, places = nodes + 2 - nodes % 2, len(start) + spare
    graph = np.zeros((first + 2 * places, WIDTH), np.int32)
    graph[:, 0] = -1
    graph[:nodes, DISTANCE] = FAR
    free = np.arange(first, first + 2 * places, 2)
    graph[free[:-1], 0] = WIDTH * free[1:]
    graph[nodes, 0] = WIDTH * first
    whole = (np.zeros(size, np.int32) for size in (8 * places, nodes, nodes + 1))
    wide = (np.zeros(size, np.int64) for size in (2 * places + 2, nodes + 2 * places, nodes, spare))
    return (edges.ravel(), graph.ravel(), len(real), *whole, *wide)


def contract(
    edges: Array,
    graph: Array,
    many: int,
    arcs: Array,
    rank: Array,
    first: Array,
    heap: Wide,
    queue: Wide,
    touched: Wide,
    around: Wide,
) -> int:
    """Return how many arcs the hierarchy of so many edges has, -1 where the room is too small.

    Fills the arcs, the rank of each node and the first arc of each rank. Of parallel edges the shortest counts.
    """
    size, free, count, number = len(rank), WIDTH * len(rank), 0, 0
    for edge in range(many):
        put_edge(graph, free, edges, 6 * edge)
    for place in range(size):
        queue[place] = WIDTH * place
    while size > 0:
        node, seen = queue[0] & NODE_MASK, queue[0] >> NODE_BITS
        size = pop(queue, size)
        if seen != graph[node + WORTH]:
            continue
        found = find_shortcuts(graph, heap, touched, around, node)
        if found < 0:
            return -1
        worth = weigh_node(graph, around, found, node)
        graph[node + WORTH] = worth
        if worth > seen and size > 0 and worth > queue[0] >> NODE_BITS:
            size = push(queue, size, worth << NODE_BITS | node)
            continue
        rank[node // WIDTH], first[number] = number, count
        number += 1
        count = take_out(graph, arcs, count, node)
        if count < 0 or not put_shortcuts(graph, free, around, found, edges):
            return -1
        half = graph[node]
        while half >= 0:
            other, after = graph[half + OTHER], graph[half]
            graph[other + LEVEL] = max(graph[other + LEVEL], graph[node + LEVEL] + 1)
            graph[other + WORTH] = 0
            size = push(queue, size, other)
            graph[half & ~WIDTH], graph[free] = graph[free], half & ~WIDTH
            half = after
        graph[node + WORTH] = -1
    first[number] = count
    return count
