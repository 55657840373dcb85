"""The hierarchy of a network: built once, then asked for a path in a fraction of a millisecond."""

from __future__ import annotations

import sys
from array import array
from functools import lru_cache
from itertools import count
from threading import get_ident
from typing import TYPE_CHECKING, Any

from routes.rail.graph import Hierarchy, RailPath, Steps

if TYPE_CHECKING:
    from numpy import int32
    from numpy.typing import NDArray

    from routes.rail.graph import RailGraph, RailPoint

PLAIN_QUESTIONS = 64
"""Questions that a process answers in plain Python, at 3 ms each, before numba is worth its import and loading."""

_ASKED = count()
"""Counts the questions of this process; it decides how an answer is computed, never what it is."""


def build_hierarchy(graph: RailGraph) -> Hierarchy:
    """Return the hierarchy of a network; loops are left out, and of parallel edges all but the shortest.

    The same network has the same hierarchy. 163,000 nodes take about two seconds.
    """
    return rank_nodes(track_of(graph), len(graph.lat_e7))


def rank_nodes(track: tuple[NDArray[int32], NDArray[int32], NDArray[int32]], nodes: int) -> Hierarchy:
    """Return the hierarchy of so many nodes and the edges between them, as `track_of` has these."""
    import numpy as np

    from routes.rail.compiled import contract
    from routes.rail.contraction import make_room

    spare, made = len(track[0]) // 16 + 1024, -1
    while made < 0:
        room = make_room(track, nodes, spare)
        made = contract(*room)
        spare *= 4
    arcs, rank, first = room[3:6]
    target, weight, back, ahead = arcs.reshape(-1, 4)[:made].T.copy()
    whole = back < 0
    ahead[whole] = -1 - back[whole]
    starts_low = rank[track[0][ahead[whole]]] < rank[track[1][ahead[whole]]]
    back[whole] = np.where(starts_low, -1, -2)
    return Hierarchy(rank, first, rank[target], weight, back, ahead)


def track_of(graph: RailGraph) -> tuple[NDArray[int32], NDArray[int32], NDArray[int32]]:
    """Return the starts, ends and metres of the edges, which is all that a search knows of them."""
    return graph.start, graph.end, graph.length_m


def seal(numbers: NDArray[int32]) -> NDArray[int32]:
    """Return a view that cannot be written to, so that numba has one type for what is built and what is loaded."""
    view = numbers.view()
    view.flags.writeable = False
    return view


def find_shortest(graph: RailGraph, hierarchy: Hierarchy, start: RailPoint, end: RailPoint) -> RailPath | None:
    """Return the shortest path between two points, None where none joins them.

    The first questions of a process are answered in plain Python by the same functions, unless numba is there already.
    """
    plain = _is_cold()
    travel, view = _plain() if plain else _compiled()
    sizes = len(hierarchy.rank), len(hierarchy.target)
    room = _plain_room(*sizes) if plain else fast_room(*sizes)
    track, arcs = tuple(view(a) for a in track_of(graph)), tuple(view(a) for a in hierarchy)
    steps, length_m = travel(track, arcs, room, start.edge, start.at_m, end.edge, end.at_m)
    if steps == 0:
        return None
    codes = array("q")
    codes.frombytes(memoryview(room[3])[:steps].cast("B"))
    return RailPath(start, end, Steps(codes), length_m)


def _is_cold() -> bool:
    """Return whether this process has asked so little that numba is not worth its import, and has not imported it."""
    return "routes.rail.compiled" not in sys.modules and next(_ASKED) < PLAIN_QUESTIONS


def is_cold(questions: int) -> bool:
    """Return whether so many questions more are answered before numba is loaded."""
    return "routes.rail.compiled" not in sys.modules and questions <= PLAIN_QUESTIONS


def _plain() -> tuple[Any, Any]:
    """Return the search in plain Python, and how it sees an array: numpy gives out single numbers slowly."""
    from routes.rail.ascend import travel

    return travel, memoryview


def _compiled() -> tuple[Any, Any]:
    """Return the search compiled, and how it sees an array."""
    from routes.rail.compiled import travel

    return travel, seal


def _plain_room(nodes: int, arcs: int) -> tuple[Any, ...]:
    """Return labels, heap, touched and out for one question; zeros that are not touched cost nothing."""
    return tuple(memoryview(bytearray(8 * size)).cast("q") for size in _sizes(nodes, arcs))


def fast_room(nodes: int, arcs: int) -> tuple[Any, ...]:
    """Return labels, heap, touched and out for this thread; the labels are 0 between questions."""
    return _kept_room(nodes, arcs, get_ident())


@lru_cache(maxsize=8)
def _kept_room(nodes: int, arcs: int, thread: int) -> tuple[Any, ...]:
    import numpy as np

    return tuple(np.zeros(size, np.int64) for size in _sizes(nodes, arcs))


def _sizes(nodes: int, arcs: int) -> tuple[int, int, int, int]:
    """Return the most that labels, heap (later a stack), touched and out can take; a path has no node twice.

    An end on a loop is noted twice, once for either way round.
    """
    return 6 * nodes, 2 * arcs + 8, 2 * nodes + 4, nodes + 4
