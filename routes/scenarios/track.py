"""The world's track as questions see it: what is opened once, and what was laid of it for one question."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from routes.ids import StationCode

if TYPE_CHECKING:
    from numpy import int32
    from numpy.typing import NDArray

    from routes.gazetteer.station import Station
    from routes.geo import Coordinate
    from routes.rail.chain import Chain
    from routes.rail.graph import Hierarchy, RailGraph, RailPoint

LINE = "world track"
"""The line of a leg on track that no segment of the data files names."""

SAME_AS = {1524: 1520}
"""Gauges on which the same cars run through, by the one that profiles name."""

TOLD_SHARE = 0.03
"""From this difference of official and routed length on, a leg is told of."""

CITY = "city"
STATION_LIMIT_M, CITY_LIMIT_M = 5_000, 15_000
"""How far from a place its track may lie. Assumed for a city, which is no station: the middle of a large one lies as
far as this from a terminus in its outskirts; an answer says so."""

Key = tuple[StationCode, StationCode, str]
"""The two ends of a leg as it is run, and its line."""


class Track(NamedTuple):
    """The world's track, opened: the stations of segments.csv by the node on which each lies.

    `routed_m` has the metres of each edge by the network itself, where `graph.length_m` has those that make authored
    segments add up, and `ways` the edges of each such segment, in order from its start, as a path has them. `snap`
    gives the nearest track within some metres, and raises InfeasibleError for a place too far from any; `snap_parts`
    gives the nearest of each part of the network that is not joined to the others, `snap_lines` that of each line
    beside a place.
    `country_of` and `zone_of` answer for a latitude and longitude, with "" on the open sea.
    """

    graph: RailGraph
    hierarchy: Hierarchy
    stations: Mapping[int, StationCode]
    routed_m: NDArray[int32]
    ways: Mapping[Key, tuple[tuple[int, bool], ...]]
    credit: str
    snap: Callable[[Coordinate, int], RailPoint]
    snap_parts: Callable[[Coordinate, int], Mapping[int, RailPoint]]
    snap_lines: Callable[[Coordinate, int], Sequence[RailPoint]]
    zone_of: Callable[[float, float], str]
    country_of: Callable[[float, float], str]


WINDING, WINDING_M = 2.5, 100_000
"""A way so many times as long as the crow flies, and so long, may have missed its line, or track is missing: lines
through mountains reach twice."""

OpenTrack = Callable[[], Track]
"""Opens the world's track; raises UsageError, with the command that builds it, where there is none."""


class Course(NamedTuple):
    """The line on the ground of one leg, and the metres that the network gives it."""

    chain: Chain
    routed_m: int


def reach_m(place: Station) -> int:
    """Return how far from a place its track may lie."""
    return CITY_LIMIT_M if place.kind == CITY else STATION_LIMIT_M


def differs(length_m: int, routed_m: int) -> bool:
    """Return whether the length of a leg and that of the network differ by more than 3 %.

    >>> differs(1_000, 970), differs(1_000, 969)
    (False, True)
    """
    return abs(length_m - routed_m) > TOLD_SHARE * length_m
