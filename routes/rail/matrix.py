"""Lengths and times between many points of a network at once: all pairs of two lists, one point to all nodes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from routes.rail.hierarchy import fast_room, find_shortest, is_cold, seal, track_of

if TYPE_CHECKING:
    from numpy import floating, int64
    from numpy.typing import NDArray

    from routes.rail.graph import Hierarchy, RailGraph, RailPath, RailPoint

BLOCK = 256
"""Rows computed at a time: with 10,000 columns they take 41 MB."""


class Rows(NamedTuple):
    """Some rows of a matrix: the place of the first, metres and seconds to each end; -1 for no path.

    The seconds are those of the shortest path, not of the fastest; all 0 where no speed was given.
    """

    first: int
    length_m: NDArray[int64]
    run_s: NDArray[int64]


def scan_pairs(
    graph: RailGraph,
    hierarchy: Hierarchy,
    starts: Sequence[RailPoint],
    ends: Sequence[RailPoint],
    *,
    speed_kmh: NDArray[floating] | None = None,
) -> Iterator[Rows]:
    """Yield the rows of the matrix from `starts` to `ends`, some at a time, in order.

    `speed_kmh` has the speed on each edge; with it there are times.
    """
    if starts and ends and is_cold(len(starts) * len(ends)):
        yield scan_few(graph, hierarchy, starts, ends, speed_kmh=speed_kmh)
        return
    from routes.rail.compiled import fill_rows, note_ends, weigh_arcs

    track, arcs = tuple(map(seal, track_of(graph))), tuple(map(seal, hierarchy))
    room = fast_room(len(hierarchy.rank), len(hierarchy.target))
    edge_ms, arc_ms = np.zeros(0, np.int64), np.zeros(0, np.int64)
    if speed_kmh is not None:
        edge_ms, arc_ms = _weigh_edges(graph, speed_kmh), np.empty(len(arcs[2]), np.int64)
        weigh_arcs(arcs, edge_ms, arc_ms)
    rows, columns = (_table(graph, points, edge_ms) for points in (starts, ends))
    times, bucket = np.zeros(2 * len(hierarchy.rank), np.int64), np.zeros(len(hierarchy.rank), np.int32)
    notes, first = note_ends(track, arcs, room, times, columns, arc_ms, bucket)
    for at in range(0, len(rows), BLOCK):
        some = rows[at : at + BLOCK]
        found = np.zeros((2, len(some), len(columns)), np.int64)
        fill_rows(track, arcs, room, times, some, columns, arc_ms, (bucket, notes, first), found)
        yield Rows(at, found[0], np.where(found[0] < 0, -1, (found[1] + 500) // 1000))


def _weigh_edges(graph: RailGraph, speed_kmh: NDArray[floating]) -> NDArray[int64]:
    """Return the milliseconds on each edge."""
    edge_ms: NDArray[int64] = np.rint(graph.length_m * (3600 / speed_kmh)).astype(np.int64)
    return edge_ms


def scan_few(
    graph: RailGraph,
    hierarchy: Hierarchy,
    starts: Sequence[RailPoint],
    ends: Sequence[RailPoint],
    *,
    speed_kmh: NDArray[floating] | None,
) -> Rows:
    """Return the whole matrix of few points pair by pair: sooner done than numba is loaded, or has compiled for it."""
    edge_ms = np.zeros(0, np.int64) if speed_kmh is None else _weigh_edges(graph, speed_kmh)
    rows, columns = (_table(graph, points, edge_ms) for points in (starts, ends))
    found = np.full((2, len(starts), len(ends)), -1, np.int64)
    for row, start in enumerate(starts):
        for column, end in enumerate(ends):
            if path := find_shortest(graph, hierarchy, start, end):
                found[0, row, column] = path.length_m
                found[1, row, column] = _sum_ms(path, rows[row], columns[column], edge_ms)
    return Rows(0, found[0], np.where(found[0] < 0, -1, (found[1] + 500) // 1000))


def _sum_ms(path: RailPath, start: NDArray[int64], end: NDArray[int64], edge_ms: NDArray[int64]) -> int:
    """Return the milliseconds of a path between two points of a table, 0 where no edge has any."""
    (_, leaves_at_end), (_, enters_at_start) = path.edges[0], path.edges[-1]
    if not len(edge_ms) or len(path.edges) == 1:
        return abs(int(start[2] - end[2]))
    middle = [edge for edge, _ in path.edges[1:-1]]
    return int(edge_ms[middle].sum()) + int(start[3 if leaves_at_end else 2] + end[2 if enters_at_start else 3])


def _table(graph: RailGraph, points: Sequence[RailPoint], edge_ms: NDArray[int64]) -> NDArray[int64]:
    """Return a row for each point: edge, metres from its start, milliseconds to its start and to its end."""
    table = np.zeros((len(points), 4), np.int64)
    if points:
        table[:, 0], table[:, 1] = np.array([(p.edge, p.at_m) for p in points], np.int64).T
    if len(edge_ms):
        edge = table[:, 0]
        table[:, 2] = edge_ms[edge] * table[:, 1] // graph.length_m[edge]
        table[:, 3] = edge_ms[edge] - table[:, 2]
    return table


def find_lengths(graph: RailGraph, hierarchy: Hierarchy, start: RailPoint) -> NDArray[int64]:
    """Return the metres from a point to every node of the network, -1 where there is no path."""
    from routes.rail.compiled import spread

    room = fast_room(len(hierarchy.rank), len(hierarchy.target))
    metres = np.empty(len(hierarchy.rank), np.int64)
    spread(tuple(map(seal, track_of(graph))), tuple(map(seal, hierarchy)), room, start.edge, start.at_m, metres)
    found: NDArray[int64] = metres[hierarchy.rank]
    return found
