"""The world's track as arrays: nodes with positions and countries, undirected edges with metres, points on edges."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, overload

if TYPE_CHECKING:
    from array import array
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


class Steps(Sequence[tuple[int, bool]]):
    """Edges in travel order, each with whether it is run over from its start to its end, kept as numbers.

    `codes` has `2 * edge`, plus 1 for from start to end: numpy reads it as it is, and a path of thousands of
    edges costs no thousand objects.
    """

    __slots__ = ("codes",)

    def __init__(self, codes: array[int]) -> None:
        self.codes = codes

    def __len__(self) -> int:
        """Return how many edges there are."""
        return len(self.codes)

    @overload
    def __getitem__(self, place: int) -> tuple[int, bool]: ...

    @overload
    def __getitem__(self, place: slice) -> Steps: ...

    def __getitem__(self, place: int | slice) -> tuple[int, bool] | Steps:
        """Return one edge with its direction, or some of them."""
        if isinstance(place, slice):
            return Steps(self.codes[place])
        code = self.codes[place]
        return code >> 1, code & 1 == 1

    def __eq__(self, other: object) -> bool:
        """Return whether both are the same edges in the same directions."""
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        """Return the hash of the tuple that it equals."""
        return hash(tuple(self))

    def __repr__(self) -> str:
        """Return the edges as they are written in a tuple."""
        return repr(tuple(self))


class RailPath(NamedTuple):
    """A path between two points: the edges run over in travel order, each with whether it runs from start to end.

    The first and last edge are run over in part only. `length_m` is the sum of the whole edges and the two
    parts. A path within one edge has that edge once.
    """

    start: RailPoint
    end: RailPoint
    edges: Sequence[tuple[int, bool]]
    length_m: int


class Hierarchy(NamedTuple):
    """A contraction hierarchy of a RailGraph: every shortest path climbs, then descends, in ranks.

    `rank` has an entry for each node. The arcs of the node of rank r lead to nodes of higher rank and are those from
    `first[r]` to `first[r + 1]`; `target` is the rank at the other end, `weight_m` whole metres. A shortcut is the
    arc `back` run over from its target, then the arc `ahead`. An arc that is an edge of the graph has it as
    `ahead`, and as `back` -1 where the edge starts at the lower rank, -2 where it ends there.
    """

    rank: NDArray[int32]
    first: NDArray[int32]
    target: NDArray[int32]
    weight_m: NDArray[int32]
    back: NDArray[int32]
    ahead: NDArray[int32]


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
