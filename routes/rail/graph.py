"""The world's track as arrays: nodes with positions and countries, undirected edges with metres, points on edges."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy import bool_, int16, int32
    from numpy.typing import NDArray

E7 = 10_000_000
"""Positions are whole ten-millionths of a degree, which 32 bits hold."""


class RailGraph(NamedTuple):
    """n nodes and m undirected edges; every array is read-only once built, and may be a view of the cache file.

    `lat_e7`, `lon_e7` and `country` have n entries; the other arrays m, but for the shapes. `country` indexes
    `countries` (ISO codes). An edge runs from `start` to `end`; its `length_m` is track length, never below
    1, and never the length of its drawn line. `segment` indexes `segments`, the authored segments that lie on the
    network, -1 for none: the lengths of such edges add up to the official one. Gauge in millimetres, `speed_kmh` and
    `usage` (an index of USAGES) are 0 where nothing is known; `electrified` and `highspeed` are 1, 0, or -1 for
    not known.
    A track of several gauges, with three rails or four, has as `gauge_mm` a number below zero: -1 - i stands for
    `mixed_gauges[i]`; `list_gauges` and `find_passable` read it.
    The points between the nodes of edge e are `shape_e7[2 * i], shape_e7[2 * i + 1]` (lat, lon) for i from
    `shape_from[e]` to `shape_from[e + 1]`; a network of straight edges has none.
    """

    lat_e7: NDArray[int32]
    lon_e7: NDArray[int32]
    country: NDArray[int16]
    countries: tuple[str, ...]
    start: NDArray[int32]
    end: NDArray[int32]
    length_m: NDArray[int32]
    segment: NDArray[int32]
    segments: tuple[tuple[str, str, str], ...]
    gauge_mm: NDArray[int16]
    electrified: NDArray[int16]
    highspeed: NDArray[int16]
    speed_kmh: NDArray[int16]
    usage: NDArray[int16]
    shape_from: NDArray[int32]
    shape_e7: NDArray[int32]
    mixed_gauges: tuple[tuple[int, ...], ...] = ()


USAGES = ("", "main", "branch", "industrial", "military", "tourism", "freight", "test")
"""The values of OpenStreetMap's key `usage`, by the number that stands for each."""


class RailPoint(NamedTuple):
    """A point on an edge: `at_m` metres of track from its start, `away_m` geodesic metres off the place."""

    edge: int
    at_m: int
    away_m: int


class RailPath(NamedTuple):
    """A path between two points: the edges run over in travel order, each with whether it runs from start to end.

    The first and last edge are run over in part only. `length_m` is the sum of the whole edges and the two
    parts. A path within one edge has that edge once.
    """

    start: RailPoint
    end: RailPoint
    edges: tuple[tuple[int, bool], ...]
    length_m: int


class Hierarchy(NamedTuple):
    """A contraction hierarchy of a RailGraph: arcs towards nodes of higher rank, those of node v from first[v] on.

    `rank` has n entries, `first` n + 1, the others one an arc. `middle` is the node that a shortcut goes through,
    -1 for an edge of the graph; `edge` is that edge, -1 for a shortcut. `weight_m` is int32 metres.
    """

    rank: NDArray[int32]
    first: NDArray[int32]
    target: NDArray[int32]
    weight_m: NDArray[int32]
    middle: NDArray[int32]
    edge: NDArray[int32]


def list_gauges(graph: RailGraph, edge: int) -> tuple[int, ...]:
    """Return the gauges of an edge in millimetres, ascending; () where none is known."""
    gauge_mm = int(graph.gauge_mm[edge])
    return graph.mixed_gauges[-1 - gauge_mm] if gauge_mm < 0 else (gauge_mm,) if gauge_mm else ()


def find_passable(graph: RailGraph, gauges_mm: Iterable[int]) -> NDArray[bool_]:
    """Return for each edge whether a train of one of these gauges can run there; where none is known, it can."""
    import numpy as np

    own = frozenset(gauges_mm)
    mixed = [-1 - i for i, gauges in enumerate(graph.mixed_gauges) if not own.isdisjoint(gauges)]
    return np.isin(graph.gauge_mm, [0, *own, *mixed])
