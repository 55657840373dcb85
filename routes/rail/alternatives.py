"""Several paths between two points that are really different: each leaves the others for a good part of its length."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from routes.rail.graph import E7
from routes.rail.search import MOST_FACTOR, find_path, part_lengths, scan_path

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy import bool_, float64, floating, int64
    from numpy.typing import NDArray

    from routes.rail.graph import Hierarchy, RailGraph, RailPath, RailPoint

MOST_SHARED = 0.6
"""The greatest share of the shorter path that two alternatives have in common."""

PENALTY = 1.4
"""What an edge costs more each time that a path has run along it."""

TRIES = 16
"""Searches for another path before it is said that there is none."""

MOST_DETOUR = 2.0
"""A path that costs more than this many times the best is no alternative to it."""

CELL_E7 = E7 // 100
"""Points count as beside a path in cells of a hundredth of a degree, about a kilometre, and in those next to them."""

BESIDE_M = 5000
"""An edge no longer than this with both ends beside a path is track of the same line, and so is a longer one that is
drawn beside it all along."""


def find_alternatives(
    graph: RailGraph,
    hierarchy: Hierarchy,
    start: RailPoint,
    end: RailPoint,
    count: int,
    *,
    avoid: Collection[str] = frozenset(),
    gauges_mm: Collection[int] = (),
    factor: NDArray[floating] | None = None,
) -> tuple[RailPath, ...]:
    """Return up to `count` paths that meet the conditions of `find_path`, cheapest first; its own is one of them.

    Any two share at most MOST_SHARED of the shorter one, where a second track beside the first counts as
    shared. Fewer where TRIES searches find no more; none where there is no path.
    Source: the penalty method, as described by Abraham, Delling, Goldberg and Werneck (2013).
    """
    best = find_path(graph, hierarchy, start, end, avoid=avoid, gauges_mm=gauges_mm, factor=factor)
    if best is None or count < 1:
        return ()
    base = np.ones(len(graph.start)) if factor is None else factor.astype(np.float64)
    cells, paths, lined = _find_cells(graph), [best], [_find_beside(graph, best, _find_cells(graph))]
    penalty = np.where(lined[0], PENALTY, 1.0)
    for _ in range(TRIES):
        if len(paths) >= count:
            break
        weighed = np.where(np.isfinite(base), np.minimum(base * penalty, MOST_FACTOR), base)
        path = scan_path(graph, start, end, avoid=avoid, gauges_mm=gauges_mm, factor=weighed)
        if path is None:
            break
        beside = _find_beside(graph, path, cells)
        penalty = np.where(beside, penalty * PENALTY, penalty)
        short = sum_cost(graph, path, base) <= MOST_DETOUR * sum_cost(graph, best, base)
        if short and all(_is_other(graph, path, beside, p, b) for p, b in zip(paths, lined, strict=True)):
            paths.append(path)
            lined.append(beside)
    return tuple(sorted(paths, key=lambda p: (sum_cost(graph, p, base), p.length_m, tuple(p.edges))))


def sum_cost(graph: RailGraph, path: RailPath, factor: NDArray[float64]) -> int:
    """Return what a path costs: the metres on each edge times its factor, in whole metres."""
    edges = np.asarray([edge for edge, _ in path.edges])
    return round(float((part_lengths(graph, path) * factor[edges]).sum()))


def _is_other(
    graph: RailGraph, one: RailPath, beside_one: NDArray[bool_], two: RailPath, beside_two: NDArray[bool_]
) -> bool:
    """Return whether two paths share little enough, seen from either."""
    shorter = max(1, min(one.length_m, two.length_m))
    for path, beside in ((one, beside_two), (two, beside_one)):
        edges = np.asarray([edge for edge, _ in path.edges])
        if part_lengths(graph, path)[beside[edges]].sum() > MOST_SHARED * shorter:
            return False
    return True


def _find_cells(graph: RailGraph) -> tuple[NDArray[int64], NDArray[int64]]:
    """Return the number of the cell of each node and each point between, with room between rows for cells beside."""
    lat, lon = (
        np.concatenate(pair) for pair in ((graph.lat_e7, graph.shape_e7[::2]), (graph.lon_e7, graph.shape_e7[1::2]))
    )
    cells = lat.astype(np.int64) // CELL_E7 * 40_000 + lon.astype(np.int64) // CELL_E7
    return cells[: len(graph.lat_e7)], cells[len(graph.lat_e7) :]


def _find_beside(graph: RailGraph, path: RailPath, cells: tuple[NDArray[int64], NDArray[int64]]) -> NDArray[bool_]:
    """Return for each edge whether it is one of a path, a short one beside it, or one drawn all along it."""
    edges, (of_nodes, of_shapes) = np.asarray([edge for edge, _ in path.edges]), cells
    inner = np.repeat(np.isin(np.arange(len(graph.start)), edges), np.diff(graph.shape_from))
    passed = np.unique(np.concatenate((of_nodes[graph.start[edges]], of_nodes[graph.end[edges]], of_shapes[inner])))
    around = np.unique([passed + down * 40_000 + across for down in (-1, 0, 1) for across in (-1, 0, 1)])
    near = np.isin(of_nodes, around)
    along = np.concatenate(([0], np.cumsum(np.isin(of_shapes, around))))[graph.shape_from]
    drawn = (np.diff(along) == np.diff(graph.shape_from)) & (np.diff(graph.shape_from) > 0)
    beside: NDArray[bool_] = near[graph.start] & near[graph.end] & ((graph.length_m <= BESIDE_M) | drawn)
    beside[edges] = True
    return beside
