"""Kernels for many questions at once: all pairs of two lists of points, and one point to all nodes.

Buckets as of Knopp, Sanders, Schultes, Schulz and Wagner (2007): what is above each end is noted at the nodes, and each
start looks at the notes of the nodes above it. The sweep to all nodes is that of PHAST (Delling and others, 2011).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from routes.rail.ascend import begin, climb, wipe

if TYPE_CHECKING:
    from numpy import int64
    from numpy.typing import NDArray

    from routes.rail.ascend import Arcs, Room, Track

    Array = NDArray[int64]
    Noted = tuple[Array, Array, Array]


def weigh_arcs(arcs: Arcs, edge_ms: Array, arc_ms: Array) -> None:
    """Fill `arc_ms` with what each arc takes, where an edge takes `edge_ms`: a shortcut follows what it goes over."""
    back, ahead = arcs[4], arcs[5]
    for arc in range(len(arc_ms)):
        arc_ms[arc] = edge_ms[ahead[arc]] if back[arc] < 0 else arc_ms[back[arc]] + arc_ms[ahead[arc]]


def add_times(room: Room, times: Array, count: int, at_ms: Array, arc_ms: Array) -> None:
    """Fill the `times` of all touched entries: milliseconds plus one along the way that their labels tell.

    `at_ms` has those from the beginning to the start and to the end of its edge. `times` is 0 before.
    """
    labels, heap, touched, _ = room
    for place in range(count):
        entry, depth = touched[place], 0
        while times[entry] == 0:
            if labels[3 * entry + 1] < 0:
                times[entry] = 1 + at_ms[labels[3 * entry + 2]]
            else:
                heap[depth] = entry
                depth += 1
                entry = labels[3 * entry + 2]
        while depth > 0:
            depth -= 1
            below, entry = entry, heap[depth]
            times[entry] = times[below] + arc_ms[labels[3 * entry + 1]]


def look_up(track: Track, arcs: Arcs, room: Room, times: Array, points: Array, arc_ms: Array) -> int:
    """Label all that is above one point, with times unless `arc_ms` is empty; return how many entries are touched.

    `points` has the edge, the metres from its start, and the milliseconds to its start and its end.
    """
    size = begin(track, arcs[0], room, 0, 0, points[0], points[1])
    _, _, count = climb(arcs, room, size)
    if len(arc_ms) > 0:
        add_times(room, times, count, points[2:], arc_ms)
    return count


def forget(room: Room, times: Array, count: int) -> None:
    """Set labels and times of all that was touched to 0."""
    for place in range(count):
        times[room[2][place]] = 0
    wipe(room, count)


def note_ends(
    track: Track, arcs: Arcs, room: Room, times: Array, ends: Array, arc_ms: Array, bucket: Array
) -> tuple[Array, Array]:
    """Return the notes of all ends (end, metres, milliseconds), bucket by bucket, and where each bucket begins.

    `bucket` is 0 for all nodes, and becomes the number of each that has notes, from 1 on.
    """
    notes, noted, buckets = np.empty((4, 1024), np.int64), 0, 0
    for end in range(len(ends)):
        count = look_up(track, arcs, room, times, ends[end], arc_ms)
        while noted + count > notes.shape[1]:
            notes = np.concatenate((notes, notes), axis=1)
        for place in range(count):
            entry = room[2][place]
            if bucket[entry >> 1] == 0:
                buckets += 1
                bucket[entry >> 1] = buckets
            notes[0, noted], notes[1, noted] = bucket[entry >> 1], end
            notes[2, noted], notes[3, noted] = room[0][3 * entry] - 1, times[entry] - 1
            noted += 1
        forget(room, times, count)
    first = np.zeros(buckets + 3, np.int64)
    for note in range(noted):
        first[notes[0, note] + 2] += 1
    for number in range(buckets + 2):
        first[number + 1] += first[number]
    ordered = np.empty((3, noted), np.int64)
    for note in range(noted):
        place = first[notes[0, note] + 1]
        first[notes[0, note] + 1] += 1
        for row in range(3):
            ordered[row, place] = notes[row + 1, note]
    return ordered, first


def fill_rows(
    track: Track,
    arcs: Arcs,
    room: Room,
    times: Array,
    starts: Array,
    ends: Array,
    arc_ms: Array,
    noted: Noted,
    found: Array,
) -> None:
    """Fill `found[0]` with the metres from each start to each end, -1 for no path, and `found[1]` with milliseconds.

    `noted` has the buckets of the nodes, the notes and where those of a bucket begin.
    """
    bucket, notes, first = noted
    for start in range(len(starts)):
        count = look_up(track, arcs, room, times, starts[start], arc_ms)
        metres, ms = found[0, start], found[1, start]
        metres[:] = -1
        for place in range(count):
            entry = room[2][place]
            number = bucket[entry >> 1]
            if number > 0:
                here, spent = room[0][3 * entry] - 1, times[entry] - 1
                for note in range(first[number], first[number + 1]):
                    end, total = notes[0, note], here + notes[1, note]
                    if metres[end] < 0 or total < metres[end]:
                        metres[end] = total
                        ms[end] = spent + notes[2, note]
        forget(room, times, count)
        for end in range(len(ends)):
            if starts[start, 0] == ends[end, 0]:
                straight = abs(starts[start, 1] - ends[end, 1])
                if metres[end] < 0 or straight <= metres[end]:
                    metres[end], ms[end] = straight, abs(starts[start, 2] - ends[end, 2])


def spread(track: Track, arcs: Arcs, room: Room, edge: int, at_m: int, metres: Array) -> None:
    """Fill `metres` with those from a point to the node of each rank, -1 where there is no path."""
    first, target, weight = arcs[1], arcs[2], arcs[3]
    size = begin(track, arcs[0], room, 0, 0, edge, at_m)
    _, _, count = climb(arcs, room, size)
    for node in range(len(metres) - 1, -1, -1):
        least = room[0][6 * node] - 1
        for arc in range(first[node], first[node + 1]):
            above = metres[target[arc]]
            if above >= 0 and (least < 0 or above + weight[arc] < least):
                least = above + weight[arc]
        metres[node] = least
    wipe(room, count)
