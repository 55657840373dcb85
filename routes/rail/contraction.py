"""The order in which nodes leave the graph, and the shortcuts that keep all shortest lengths: kernels for numba.

A contraction hierarchy (Geisberger, Sanders, Schultes and Delling, 2008). The graph lives in half-edges: 2i and
2i + 1 are the two directions of edge i, in a doubly linked list for each node.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from routes.rail.heap import FAR, NODE_BITS, NODE_MASK, pop, push

if TYPE_CHECKING:
    from numpy import int64
    from numpy.typing import NDArray

    Array = NDArray[int64]

HEAD, NEXT, BEFORE, OTHER = 0, 1, 2, 3
"""Rows of `lists`: the first half-edge of a node; after and before a half-edge; the node that it leads to."""

WEIGHT, BACK, AHEAD, HOPS = 0, 1, 2, 3
"""Rows of `edges`: metres; the two arcs of a shortcut in the direction of half-edge 2i (-1 and the edge of the
graph, where it is none); edges of the graph under it."""

DISTANCE, AIM = 0, 1
"""Rows of `labels`: metres from the node of a search; 1 where it still looks for the node."""

WITNESSES = 30
"""Nodes that a search for a way round looks at; a missed one costs a needless shortcut, never a length."""


def link(lists: Array, half: int, node: int, other: int) -> None:
    """Put a half-edge from `node` to `other` at the beginning of the list of `node`."""
    first = lists[HEAD, node]
    lists[NEXT, half] = first
    lists[BEFORE, half] = -1
    lists[OTHER, half] = other
    if first >= 0:
        lists[BEFORE, first] = half
    lists[HEAD, node] = half


def unlink(lists: Array, half: int, node: int) -> None:
    """Take a half-edge out of the list of `node`."""
    after, before = lists[NEXT, half], lists[BEFORE, half]
    if before >= 0:
        lists[NEXT, before] = after
    else:
        lists[HEAD, node] = after
    if after >= 0:
        lists[BEFORE, after] = before


def find_half(lists: Array, node: int, other: int) -> int:
    """Return the half-edge from `node` to `other`, -1 for none."""
    half = lists[HEAD, node]
    while half >= 0 and lists[OTHER, half] != other:
        half = lists[NEXT, half]
    return int(half)


def put_edge(lists: Array, edges: Array, free: int, pair: Array) -> int:
    """Put an edge in the place `free`, or in that of a longer one between its ends; return the next free place.

    `pair` has both ends, metres, back, ahead and hops. A free place names the next one in its row BACK.
    """
    start, end = pair[0], pair[1]
    half = find_half(lists, start, end)
    if half < 0:
        half = 2 * free
        free = edges[BACK, free]
        link(lists, half, start, end)
        link(lists, half + 1, end, start)
    elif edges[WEIGHT, half >> 1] <= pair[2]:
        return free
    place = half >> 1
    turned = half & 1 == 1 and pair[3] >= 0
    edges[WEIGHT, place] = pair[2]
    edges[BACK, place] = pair[4] if turned else pair[3]
    edges[AHEAD, place] = pair[3] if turned else pair[4]
    edges[HOPS, place] = pair[5]
    return free


def look_round(
    lists: Array, edges: Array, labels: Array, heap: Array, touched: Array, start: int, avoid: int, most: int, aims: int
) -> int:
    """Label the nodes near `start` with their distance, not by way of `avoid`; return how many were labelled.

    Ends when all `aims` marked nodes are settled, beyond `most` metres, or after WITNESSES nodes. The labelled
    nodes are the first of `touched`.
    """
    labels[DISTANCE, start] = 0
    touched[0] = start
    count, size, settled = 1, 0, 0
    size = push(heap, size, start)
    while size > 0 and settled < WITNESSES:
        key = heap[0]
        size = pop(heap, size)
        distance, node = key >> NODE_BITS, key & NODE_MASK
        if distance > labels[DISTANCE, node]:
            continue
        if distance > most:
            break
        settled += 1
        if labels[AIM, node] == 1:
            aims -= 1
            if aims == 0:
                break
        half = lists[HEAD, node]
        while half >= 0:
            other = lists[OTHER, half]
            there = distance + edges[WEIGHT, half >> 1]
            if other != avoid and there <= most and there < labels[DISTANCE, other]:
                if labels[DISTANCE, other] == FAR:
                    touched[count] = other
                    count += 1
                labels[DISTANCE, other] = there
                size = push(heap, size, there << NODE_BITS | other)
            half = lists[NEXT, half]
    return count


def find_shortcuts(
    lists: Array, edges: Array, labels: Array, heap: Array, touched: Array, around: Array, node: int
) -> int:
    """Return how many shortcuts replace `node`; pairs of its half-edges are the first of `around`, two an entry."""
    found, half = 0, lists[HEAD, node]
    while half >= 0:
        most, aims, other = 0, 0, lists[NEXT, half]
        while other >= 0:
            labels[AIM, lists[OTHER, other]] = 1
            most = max(most, edges[WEIGHT, other >> 1])
            aims += 1
            other = lists[NEXT, other]
        if aims == 0:
            break
        near = edges[WEIGHT, half >> 1]
        count = look_round(lists, edges, labels, heap, touched, lists[OTHER, half], node, near + most, aims)
        other = lists[NEXT, half]
        while other >= 0:
            end = lists[OTHER, other]
            labels[AIM, end] = 0
            if labels[DISTANCE, end] > near + edges[WEIGHT, other >> 1]:
                around[2 * found], around[2 * found + 1] = half, other
                found += 1
            other = lists[NEXT, other]
        for place in range(count):
            labels[DISTANCE, touched[place]] = FAR
        half = lists[NEXT, half]
    return found


def weigh_node(lists: Array, edges: Array, around: Array, found: int, level: int, node: int) -> int:
    """Return the importance of a node, least first out: its level, and what its shortcuts add to what it takes away."""
    degree, gone, added = 0, 0, 0
    half = lists[HEAD, node]
    while half >= 0:
        degree += 1
        gone += edges[HOPS, half >> 1]
        half = lists[NEXT, half]
    if degree == 0:
        return 0
    for pair in range(found):
        added += edges[HOPS, around[2 * pair] >> 1] + edges[HOPS, around[2 * pair + 1] >> 1]
    return 1000 * level + 1000 * found // degree + 1000 * added // gone


def take_out(lists: Array, edges: Array, arcs: Array, count: int, free: int, node: int) -> int:
    """Move the edges of a node to the arcs from `count` on, and their places to the free ones; return the next free.

    Rows of `arcs`: node, metres, back, ahead, which a caller turns to ranks.
    """
    half = lists[HEAD, node]
    while half >= 0:
        edge, after, other = half >> 1, lists[NEXT, half], lists[OTHER, half]
        turned = half & 1 == 1 and edges[BACK, edge] >= 0
        arcs[0, count], arcs[1, count] = other, edges[WEIGHT, edge]
        arcs[2, count] = edges[AHEAD, edge] if turned else edges[BACK, edge]
        arcs[3, count] = edges[BACK, edge] if turned else edges[AHEAD, edge]
        edges[AHEAD, edge] = count
        count += 1
        unlink(lists, half ^ 1, other)
        edges[BACK, edge] = free
        free = edge
        half = after
    lists[HEAD, node] = -1
    return free


def fill_shortcuts(lists: Array, edges: Array, around: Array, found: int, pairs: Array) -> None:
    """Copy what the shortcuts are made of to `pairs`, as `put_edge` takes them; AHEAD has the arcs by now."""
    for pair in range(found):
        one, two = around[2 * pair], around[2 * pair + 1]
        pairs[pair, 0], pairs[pair, 1] = lists[OTHER, one], lists[OTHER, two]
        pairs[pair, 2] = edges[WEIGHT, one >> 1] + edges[WEIGHT, two >> 1]
        pairs[pair, 3], pairs[pair, 4] = edges[AHEAD, one >> 1], edges[AHEAD, two >> 1]
        pairs[pair, 5] = edges[HOPS, one >> 1] + edges[HOPS, two >> 1]


def count_edges(lists: Array, node: int) -> int:
    """Return how many edges a node has."""
    degree, half = 0, lists[HEAD, node]
    while half >= 0:
        degree += 1
        half = lists[NEXT, half]
    return degree


def fill_graph(track: tuple[Array, Array, Array], lists: Array, edges: Array, pair: Array) -> int:
    """Put in the edges that are no loops, the shortest of parallel ones; return the first free place."""
    start, end, length = track
    places = edges.shape[1]
    for edge in range(places):
        edges[BACK, edge] = edge + 1 if edge + 1 < places else -1
    free = 0
    pair[3], pair[5] = -1, 1
    for edge in range(len(start)):
        if start[edge] != end[edge]:
            pair[0], pair[1], pair[2], pair[4] = start[edge], end[edge], length[edge], edge
            free = put_edge(lists, edges, free, pair)
    return free


def make_room(nodes: int, edges: int, spare: int) -> tuple[Any, ...]:
    """Return the arrays that `contract` answers and works in, with room for `spare` edges more than there are.

    They are made here, as what makes arrays takes numba a third of its time to compile. A node is in the queue once,
    and once more for each arc that leads to it.
    """
    places = edges + spare
    labels = np.zeros((2, nodes), np.int64)
    labels[DISTANCE] = FAR
    return (
        np.full((4, max(nodes, 2 * places)), -1, np.int32),
        np.zeros((4, places), np.int32),
        np.empty((4, 2 * places), np.int32),
        np.zeros((2, nodes + 1), np.int32),
        labels,
        *(np.zeros(size, np.int64) for size in (2 * places + 2, nodes + 2 * places, nodes, nodes, nodes, spare)),
        np.empty((spare // 2, 6), np.int64),
    )


def contract(track: tuple[Array, Array, Array], room: tuple[Any, ...]) -> int:
    """Return how many arcs the hierarchy has, -1 where the room is too small.

    The arcs are the third array of the room; the fourth has two rows: rank of a node, first arc of a rank.
    """
    lists, edges, arcs, order, labels, near, queue, touched, level, worth, around, pairs = room
    nodes = order.shape[1] - 1
    free = fill_graph(track, lists, edges, pairs[0])
    size, count, rank = 0, 0, 0
    for node in range(nodes):
        size = push(queue, size, node)
    while size > 0:
        node, seen = queue[0] & NODE_MASK, queue[0] >> NODE_BITS
        size = pop(queue, size)
        if seen != worth[node]:
            continue
        degree = count_edges(lists, node)
        if degree * degree > len(around) or count + degree > arcs.shape[1]:
            return -1
        found = find_shortcuts(lists, edges, labels, near, touched, around, node)
        worth[node] = weigh_node(lists, edges, around, found, level[node], node)
        if worth[node] > seen and size > 0 and worth[node] > queue[0] >> NODE_BITS:
            size = push(queue, size, worth[node] << NODE_BITS | node)
            continue
        order[0, node], order[1, rank] = rank, count
        rank += 1
        free = take_out(lists, edges, arcs, count, free, node)
        fill_shortcuts(lists, edges, around, found, pairs)
        for pair in range(found):
            if free < 0:
                return -1
            free = put_edge(lists, edges, free, pairs[pair])
        for arc in range(count, count + degree):
            other = arcs[0, arc]
            level[other] = max(level[other], level[node] + 1)
            worth[other] = 0
            size = push(queue, size, other)
        worth[node] = -1
        count += degree
    order[1, nodes] = count
    return count
