"""Questions to a hierarchy: plain functions over whole numbers, run as they are or compiled by numba.

A cold process answers one question sooner without numba, which takes longer to import than the answer takes in plain
Python; `routes.rail.compiled` has the same functions compiled, for those who ask more.

Nodes are ranks here. A search has two sides, one from each point; the entry of node v on a side is `2 * v + side`, and
has three labels from `3 * entry` on: metres plus one, or 0 where it is not reached; the arc that led there, or
-1; the entry before it, or for a beginning, whether it is the end of its edge. All labels are 0 before
and after a question, so that it costs what it touches and no more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from routes.rail.heap import NODE_BITS, NODE_MASK, pop, push

if TYPE_CHECKING:
    from routes.rail.heap import Numbers

    Track = tuple[Numbers, Numbers, Numbers]
    Arcs = tuple[Numbers, Numbers, Numbers, Numbers, Numbers, Numbers]
    Room = tuple[Numbers, Numbers, Numbers, Numbers]


def begin(track: Track, rank: Numbers, room: Room, size: int, side: int, edge: int, at_m: int) -> int:
    """Label both ends of an edge with their metres from a point on it; return the new size of heap and touched."""
    labels, heap, touched, _ = room
    for end in range(2):
        entry = 2 * rank[track[end][edge]] + side
        metres = 1 + (track[2][edge] - at_m if end else at_m)
        if labels[3 * entry] == 0 or metres < labels[3 * entry]:
            labels[3 * entry] = metres
            labels[3 * entry + 1] = -1
            labels[3 * entry + 2] = end
            touched[size] = entry
            size = push(heap, size, metres << NODE_BITS | entry)
    return size


def climb(arcs: Arcs, room: Room, size: int) -> tuple[int, int, int]:
    """Return the shortest sum of labels of both sides, where they meet (-1: nowhere), and how many are touched.

    Begins with `size` entries in the heap, each of them touched. With one side only, it labels all that is above it.
    """
    first, target, weight = arcs[1], arcs[2], arcs[3]
    labels, heap, touched, _ = room
    best, meeting, count = 0, -1, size
    while size > 0:
        key = heap[0]
        size = pop(heap, size)
        metres, entry = key >> NODE_BITS, key & NODE_MASK
        if metres > labels[3 * entry]:
            continue
        if meeting >= 0 and metres >= best:
            break
        node, side = entry >> 1, entry & 1
        other = labels[3 * (entry ^ 1)]
        if other > 0 and (meeting < 0 or metres + other < best):
            best, meeting = metres + other, node
        for arc in range(first[node], first[node + 1]):
            above = labels[3 * (2 * target[arc] + side)]
            if above > 0 and above + weight[arc] < metres:
                break  # stalled: the way here is no shortest one, so none goes on from it
        else:
            for arc in range(first[node], first[node + 1]):
                there, to = metres + weight[arc], 2 * target[arc] + side
                if labels[3 * to] == 0:
                    touched[count] = to
                    count += 1
                elif labels[3 * to] <= there:
                    continue
                labels[3 * to] = there
                labels[3 * to + 1] = arc
                labels[3 * to + 2] = entry
                size = push(heap, size, there << NODE_BITS | to)
    return best, meeting, count


def wipe(room: Room, count: int) -> None:
    """Set the labels of all that was touched to 0."""
    labels, _, touched, _ = room
    for place in range(count):
        labels[3 * touched[place]] = 0


def trace(room: Room, entry: int) -> tuple[int, int]:
    """Put the arcs from an entry back to its beginning into `out`; return how many, and the end of the edge there."""
    labels, _, _, out = room
    count = 0
    while labels[3 * entry + 1] >= 0:
        out[count] = labels[3 * entry + 1]
        count += 1
        entry = labels[3 * entry + 2]
    return count, labels[3 * entry + 2]


def unpack(arcs: Arcs, room: Room, meeting: int, first_edge: int, last_edge: int) -> int:
    """Fill `out` with the edges from beginning to beginning by way of `meeting`; return how many.

    An edge is `2 * edge`, plus 1 where it is run over from its start. The heap serves as the stack of arcs yet to be
    unpacked: `2 * arc`, plus 1 where it is run over from its target.
    """
    back, ahead = arcs[4], arcs[5]
    _, stack, _, out = room
    size, ends_at_end = trace(room, 2 * meeting + 1)
    for place in range(size):
        stack[place] = 2 * out[size - 1 - place] + 1
    steps, leaves_at_end = trace(room, 2 * meeting)
    for place in range(steps):
        stack[size + place] = 2 * out[place]
    size += steps
    out[0] = 2 * first_edge + leaves_at_end
    count = 1
    while size > 0:
        size -= 1
        arc, turned = stack[size] >> 1, stack[size] & 1
        if back[arc] < 0:
            out[count] = 2 * ahead[arc] + ((back[arc] + 2) ^ turned)
            count += 1
        else:
            under = ahead[arc] if turned == 0 else back[arc]
            stack[size] = 2 * under
            stack[size + 1] = 2 * (back[arc] + ahead[arc] - under) + 1
            size += 2
    out[count] = 2 * last_edge + 1 - ends_at_end
    return count + 1


def travel(
    track: Track, arcs: Arcs, room: Room, start_edge: int, start_m: int, end_edge: int, end_m: int
) -> tuple[int, int]:
    """Return how many edges the shortest path between two points runs over, 0 for no path, and its metres.

    `track` has the starts, ends and metres of the edges. The edges are the first of `out`, as `unpack` says.
    """
    size = begin(track, arcs[0], room, 0, 0, start_edge, start_m)
    size = begin(track, arcs[0], room, size, 1, end_edge, end_m)
    best, meeting, touched = climb(arcs, room, size)
    straight = end_m - start_m if end_m >= start_m else start_m - end_m
    if start_edge == end_edge and (meeting < 0 or straight + 2 <= best):
        room[3][0] = 2 * start_edge + (1 if end_m >= start_m else 0)
        count, best = 1, straight + 2
    elif meeting < 0:
        count = 0
    else:
        count = unpack(arcs, room, meeting, start_edge, end_edge)
    wipe(room, touched)
    return count, best - 2
