"""The path between two points of a network, whatever the conditions: the hierarchy where there are none."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from routes.errors import UsageError
from routes.rail.graph import RailPath, Steps, find_passable
from routes.rail.hierarchy import find_shortest, seal, track_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy import bool_, floating, int64
    from numpy.typing import NDArray

    from routes.rail.graph import Hierarchy, RailGraph, RailPoint

MOST_FACTOR = 1000
"""The most that an edge may cost as a multiple of its length, so that no sum of costs is too large for its label."""


def find_path(
    graph: RailGraph,
    hierarchy: Hierarchy,
    start: RailPoint,
    end: RailPoint,
    *,
    avoid: Collection[str] = frozenset(),
    gauges_mm: Collection[int] = (),
    factor: NDArray[floating] | None = None,
) -> RailPath | None:
    """Return the shortest path between two points that meets the conditions, None where there is none.

    Without conditions the hierarchy answers, else `scan_path`, which has their meaning.

    Raises: UsageError, for a factor that `scan_path` refuses.
    """
    if not avoid and not gauges_mm and factor is None:
        return find_shortest(graph, hierarchy, start, end)
    return scan_path(graph, start, end, avoid=avoid, gauges_mm=gauges_mm, factor=factor)


def scan_path(
    graph: RailGraph,
    start: RailPoint,
    end: RailPoint,
    *,
    avoid: Collection[str] = frozenset(),
    gauges_mm: Collection[int] = (),
    factor: NDArray[floating] | None = None,
) -> RailPath | None:
    """Return the path of least cost by Dijkstra's search, None where there is none; its length is in metres always.

    No edge with an end in a country of `avoid` is run over, and none of known gauges without one in `gauges_mm`,
    unless that is empty. Of the edges of the two points the part is run over that leads to a permitted node. An edge
    costs its length times its `factor` (one an edge, above 0 and at most MOST_FACTOR; infinity bars it).

    Raises: UsageError, for a factor that is too large, too small or not one an edge.
    """
    import numpy as np

    from routes.rail.compiled import scan_track

    shut = np.isin(graph.country, [i for i, c in enumerate(graph.countries) if c in avoid])
    cost = _weigh(graph, gauges_mm, factor)
    begin, aim = (_find_parts(graph, point, shut, cost) for point in (start, end))
    whole = np.where(shut[graph.start] | shut[graph.end], -1, cost)
    steps, best, chosen = scan_track(tuple(map(seal, track_of(graph))), whole, begin, aim, len(graph.country))
    straight = round(cost[start.edge] * abs(end.at_m - start.at_m) / graph.length_m[start.edge])
    if start.edge == end.edge and begin[:, 1].max() >= 0 and (best < 0 or straight <= best):
        codes = array("q", [2 * start.edge + (end.at_m >= start.at_m)])
        return RailPath(start, end, Steps(codes), abs(end.at_m - start.at_m))
    if best < 0:
        return None
    leaves_at, middle = int(steps[-1]), steps[-2::-1] if len(steps) > 1 else steps[:0]
    codes = array("q", [2 * start.edge + leaves_at, *middle.tolist(), 2 * end.edge + 1 - chosen])
    length_m = int(graph.length_m[middle >> 1].sum(dtype=np.int64))
    ends_m = (_part_m(graph, start, leaves_at), _part_m(graph, end, chosen))
    return RailPath(start, end, Steps(codes), length_m + sum(ends_m))


def _part_m(graph: RailGraph, point: RailPoint, end: int) -> int:
    """Return the metres from a point to the start (0) or the end (1) of its edge."""
    return int(graph.length_m[point.edge]) - point.at_m if end else point.at_m


def _weigh(graph: RailGraph, gauges_mm: Collection[int], factor: NDArray[floating] | None) -> NDArray[int64]:
    """Return the cost of each edge, at least 1; -1 where its gauge or its factor bars it."""
    import numpy as np

    cost = graph.length_m.astype(np.int64)
    if factor is not None:
        if len(factor) != len(cost) or not (factor > 0).all() or (factor[np.isfinite(factor)] > MOST_FACTOR).any():
            hint = f"give one number above 0 and at most {MOST_FACTOR} for each of {len(cost):,} edges, or infinity"
            raise UsageError("the factors of the edges cannot be used", hint=hint)
        open_ = np.isfinite(factor)
        cost = np.where(open_, np.maximum(1, np.rint(graph.length_m * np.where(open_, factor, 1))), -1).astype(np.int64)
    if gauges_mm:
        cost[~find_passable(graph, gauges_mm)] = -1
    return cost


def _find_parts(graph: RailGraph, point: RailPoint, shut: NDArray[bool_], cost: NDArray[int64]) -> NDArray[int64]:
    """Return node and cost of the part of its edge from a point to either end, cost -1 where it is barred."""
    import numpy as np

    nodes = (int(graph.start[point.edge]), int(graph.end[point.edge]))
    length_m, whole = int(graph.length_m[point.edge]), int(cost[point.edge])
    parts_m = (point.at_m, length_m - point.at_m)
    costs = [-1 if whole < 0 or shut[n] else round(whole * p / length_m) for n, p in zip(nodes, parts_m, strict=True)]
    return np.array(list(zip(nodes, costs, strict=True)), np.int64)


def part_lengths(graph: RailGraph, path: RailPath) -> NDArray[int64]:
    """Return the metres that a path runs over on each of its edges, in travel order; they add up to its length."""
    import numpy as np

    edges = path.edges
    if len(edges) == 1:
        return np.array([path.length_m])
    metres: NDArray[int64] = graph.length_m[[edge for edge, _ in edges]].astype(np.int64)
    metres[0] = _part_m(graph, path.start, edges[0][1])
    metres[-1] = _part_m(graph, path.end, not edges[-1][1])
    return metres
