"""Authored segments laid on the network: their edges labelled, and scaled to add up to the authored length."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np

from routes.geo import SPHERE_M
from routes.rail.assemble import freeze_graph
from routes.rail.fit_way import Way, find_way
from routes.rail.graph import E7, RailGraph, find_passable

if TYPE_CHECKING:
    from numpy.typing import NDArray

DEVIATION = 0.3
"""A way whose length differs from the authored one by a greater share is another way."""

SLACK_M = 2000
"""How much shorter than the geodesic the track between two nodes may be, whose positions are rounded."""


class SegmentLike(Protocol):
    """What the network needs to know of an authored segment."""

    @property
    def start(self) -> str:
        """Return the code of the station at one end."""

    @property
    def end(self) -> str:
        """Return the code of the station at the other."""

    @property
    def line(self) -> str:
        """Return the line."""

    @property
    def length_m(self) -> int:
        """Return the track length."""

    @property
    def gauges_mm(self) -> tuple[int, ...]:
        """Return the gauges of the track."""


class Joined(NamedTuple):
    """A segment, and what the network has for it: the routed metres of its way, or the reason why there is none.

    The way is edges in travel order from the start of the segment: the number of an edge, or, where it is run over
    from end to start, -1 - number.
    """

    start: str
    end: str
    line: str
    length_m: int
    routed_m: int
    edges: tuple[int, ...]
    reason: str


class Track(NamedTuple):
    """The network to lay segments on: the nodes from south to north, with latitude and unit vector, the edges by start.

    The edges that start at node v are `leaving[first[v]]` to `leaving[first[v + 1]]`.
    """

    graph: RailGraph
    northward: NDArray[np.int64]
    lat_e7: NDArray[np.int32]
    vectors: NDArray[np.float64]
    first: NDArray[np.int64]
    leaving: NDArray[np.int64]


def join_segments(
    graph: RailGraph, segments: Sequence[SegmentLike], nodes: Mapping[str, int]
) -> tuple[RailGraph, tuple[Joined, ...]]:
    """Return the graph with labels and scaled lengths, and what came of each segment; `nodes` has that of each station.

    Each is laid along the way between its two stations, within their countries, that `find_way` finds for its length.
    An edge belongs to the first segment that runs over it, and keeps its length; the others of a segment take up
    what is left of its length.
    """
    track = index_track(graph)
    owner, length_m = graph.segment.copy(), graph.length_m.copy()
    labels: list[tuple[str, str, str]] = []
    found = []
    for segment in segments:
        joined = _lay(track, segment, nodes)
        if joined.edges:
            edges = np.array([e if e >= 0 else -1 - e for e in joined.edges])
            if reason := _scale(edges, joined, owner=owner, length_m=length_m, number=len(labels)):
                joined = joined._replace(edges=(), reason=reason)
            else:
                labels.append((segment.start, segment.end, segment.line))
        found.append(joined)
    changed = graph._replace(segment=owner, length_m=length_m, segments=tuple(labels))
    return freeze_graph(changed), tuple(found)


def _scale(
    edges: NDArray[np.int64],
    joined: Joined,
    *,
    owner: NDArray[np.int32],
    length_m: NDArray[np.int32],
    number: int,
) -> str:
    """Label the free edges of a way and scale their lengths, in place; return why not, where it cannot be done."""
    own = edges[owner[edges] < 0]
    left_m = joined.length_m - int(length_m[edges].sum()) + int(length_m[own].sum())
    routed = length_m[own].astype(np.int64)
    if not len(own):
        return "other segments have all of its track"
    if not (1 - DEVIATION) * left_m <= routed.sum() <= (1 + DEVIATION) * left_m or left_m < len(own):
        return f"other segments have part of its track, and {left_m} m are left for the other {routed.sum()} m"
    length_m[own], owner[own] = scale_lengths(routed, left_m), number
    return ""


def scale_lengths(routed: NDArray[Any], length_m: int) -> NDArray[np.int64]:
    """Return the metres of some edges scaled so that they add up to a length, each at least one metre."""
    reached = np.rint(np.cumsum(routed, dtype=np.int64) * (length_m / routed.sum(dtype=np.int64))).astype(np.int64)
    scaled: NDArray[np.int64] = np.maximum(np.diff(reached, prepend=0), 1)
    scaled[np.argmax(scaled)] += length_m - scaled.sum()
    return scaled


def find_known_way(track: Track, ends: tuple[int, int], known_m: int) -> Way:
    """Return the way between two nodes, in their countries, that comes nearest to a known length; else no edges."""
    limit_m = int((1 + DEVIATION) * known_m)
    region = _region(track, *ends, limit_m, ())
    way = find_way(track.graph, region, ends, known_m=known_m, limit_m=limit_m)
    return way if way.length_m >= (1 - DEVIATION) * known_m else Way((), 0)


def _lay(track: Track, segment: SegmentLike, nodes: Mapping[str, int]) -> Joined:
    """Return the shortest way of a segment on the network, or the reason why it has none."""
    bare = Joined(segment.start, segment.end, segment.line, segment.length_m, 0, (), "")
    lost = [code for code in (segment.start, segment.end) if code not in nodes]
    if lost:
        return bare._replace(reason=f"no track near {' and '.join(lost)}")
    start, end = nodes[segment.start], nodes[segment.end]
    if start == end:
        return bare._replace(reason="both stations are at one point of the track")
    limit_m = int((1 + DEVIATION) * segment.length_m)
    region = _region(track, start, end, limit_m, segment.gauges_mm)
    way = find_way(track.graph, region, (start, end), known_m=segment.length_m, limit_m=limit_m)
    if not way.edges:
        return bare._replace(reason=f"no way of up to {limit_m} m")
    if way.length_m < (1 - DEVIATION) * segment.length_m:
        return bare._replace(routed_m=way.length_m, reason=f"the way is only {way.length_m} m")
    return bare._replace(routed_m=way.length_m, edges=way.edges)


def _vectors(lat_e7: NDArray[np.int32], lon_e7: NDArray[np.int32]) -> NDArray[np.float64]:
    """Return the unit vectors of positions."""
    lat, lon = np.radians(lat_e7 / E7), np.radians(lon_e7 / E7)
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1)


def index_track(graph: RailGraph) -> Track:
    """Return a network with what finds its parts near a place; they stay right where only lengths are changed."""
    northward = np.argsort(graph.lat_e7, kind="stable")
    vectors = _vectors(graph.lat_e7[northward], graph.lon_e7[northward])
    leaving = np.argsort(graph.start, kind="stable")
    first = np.searchsorted(graph.start[leaving], np.arange(len(graph.lat_e7) + 1))
    return Track(graph, northward, graph.lat_e7[northward], vectors, first, leaving)


def _region(track: Track, start: int, end: int, limit_m: int, gauges_mm: Sequence[int]) -> NDArray[np.int64]:
    """Return the edges that a way of at most `limit_m` can use, of the countries of its ends and those gauges."""
    graph = track.graph
    nodes = _nodes_near(track, start, end, limit_m + SLACK_M)
    home = [graph.country[start], graph.country[end]]
    nodes = nodes[np.isin(graph.country[nodes], home) | (graph.country[nodes] == 0)]
    inside = np.zeros(len(graph.lat_e7), bool)
    inside[nodes] = True
    count = track.first[nodes + 1] - track.first[nodes]
    nth = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    leaving = track.leaving[np.repeat(track.first[nodes], count) + nth]
    near: NDArray[np.int64] = leaving[inside[graph.end[leaving]]]
    return near[find_passable(graph, gauges_mm)[near]] if graph.gauge_mm.any() else near


def _nodes_near(track: Track, start: int, end: int, limit_m: int) -> NDArray[np.int64]:
    """Return the nodes whose straight lines to two others are together no longer than a limit."""
    ends_e7 = track.graph.lat_e7[[start, end]]
    reach = round(np.degrees(limit_m / 2 / SPHERE_M) * E7) + 1  # each is within half the limit of one of the two
    low, high = np.searchsorted(track.lat_e7, [int(ends_e7.min()) - reach, int(ends_e7.max()) + reach + 1])
    near = track.vectors[low:high]
    ends = _vectors(track.graph.lat_e7[[start, end]], track.graph.lon_e7[[start, end]])
    chords = np.sqrt(np.maximum(0, 2 - 2 * (near @ ends.T))).sum(axis=1)
    within: NDArray[np.bool_] = chords * SPHERE_M <= limit_m  # a chord is never longer than its arc
    return track.northward[low:high][within]
