"""A path on the world's track as segments between stations: authored ones as they are, new ones for the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from routes.gazetteer.station import Station
from routes.ids import StationCode
from routes.network.graph import REGULAR, ROUTED, UNKNOWN_MM, Network, Segment, Turn
from routes.rail.chain import Chain, build_chain, cut, list_crossings, reverse
from routes.rail.graph import RailPath, RailPoint, list_gauges
from routes.rail.passing import list_passed
from routes.scenarios.crossing import Stop, add_borders
from routes.scenarios.passed_cities import add_cities
from routes.scenarios.plan import ASKED_NOTE
from routes.scenarios.track import LINE, SAME_AS, Course, Key, Track

if TYPE_CHECKING:
    from routes.rail.chain import Crossing

OWN_SHARE, USED_SHARE = 0.75, 0.5
"""A stretch lies on a segment when the first share of its metres does; a path uses a segment from the second on."""

ALIKE = 0.1
"""Track that is partly a segment's, and as long as it but for this share, is another track of the same line."""

NEAR_M, USED_NEAR_M = 1_000, 5_000
"""A path passes the authored stations as near as the first; those of a segment that it uses as near as the second."""


class Laid(NamedTuple):
    """What a path adds to a network, and the courses of its legs, both ways; `stops` are in travel order."""

    segments: tuple[Segment, ...]
    turns: tuple[Turn, ...]
    stations: Mapping[StationCode, Station]
    courses: Mapping[Key, Course]
    stops: tuple[StationCode, ...]


def lay_paths(
    network: Network, track: Track, paths: Sequence[RailPath], named: Sequence[StationCode], *, told: str = ""
) -> Laid:
    """Return what the paths between named stations, one after the other, add to a network.

    Cities on the way that are named in what was `told` of the journey are stops in any case.
    Where the second of two paths runs back over the first, a reversal at the station between them is added.
    """
    chains = [build_chain(track.graph, path) for path in paths]
    parts = [
        lay_path(network, track, chain, ends, told=told) for chain, ends in zip(chains, pairwise(named), strict=True)
    ]
    turns = [
        turn
        for (one, two), (before, after) in zip(pairwise(parts), pairwise(chains), strict=True)
        for turn in _list_turns(one, two, runs_back=_runs_back(before, after))
    ]
    return merge_laid([*parts, Laid((), tuple(turns), {}, {}, ())])


def merge_laid(parts: Sequence[Laid]) -> Laid:
    """Return what several paths add, each segment, turn and station once."""
    segments = {(s.start, s.end, s.line): s for part in parts for s in part.segments}
    turns = {(t.at, t.start, t.end): t for part in parts for t in part.turns}
    stations = {code: s for part in parts for code, s in part.stations.items()}
    courses = {key: c for part in parts for key, c in part.courses.items()}
    stops = [code for part in parts for code in part.stops]
    kept = tuple(code for n, code in enumerate(stops) if n == 0 or code != stops[n - 1])
    return Laid(tuple(segments.values()), tuple(turns.values()), stations, courses, kept)


def _runs_back(before: Chain, after: Chain) -> bool:
    return bool(len(before.edge) and len(after.edge) and before.edge[-1] == after.edge[0])


def _list_turns(one: Laid, two: Laid, *, runs_back: bool) -> Iterator[Turn]:
    if runs_back and len(one.stops) > 1 and len(two.stops) > 1:
        yield Turn(two.stops[0], one.stops[-2], two.stops[1], REGULAR, 10, 30, 60, "assumed", ASKED_NOTE, "--via")


def lay_path(
    network: Network, track: Track, chain: Chain, ends: tuple[StationCode, StationCode], *, told: str = ""
) -> Laid:
    """Return what one path adds to a network that has the authored segments and the stations at its ends."""
    stops = _list_stops(network, track, chain, ends)
    crossings = list_crossings(track.graph, chain, track.country_of)
    parts = [_lay_stretch(network, track, chain, crossings, pair, told=told) for pair in pairwise(stops)]
    return merge_laid(parts)


def _list_stops(network: Network, track: Track, chain: Chain, ends: tuple[StationCode, StationCode]) -> list[Stop]:
    """Return the ends and the authored stations passed between them, in travel order.

    A path may take another track through a station than its segments do, and so miss their node.
    """
    used = {code for segment in _list_used(network, track, chain) for code in (segment.start, segment.end)}
    codes = [code for code in dict.fromkeys(track.stations.values()) if code not in ends]
    places = np.array([network.stations[code].coordinate for code in codes]).reshape(-1, 2)
    passed = list_passed(chain, places[:, 0], places[:, 1], limit_m=USED_NEAR_M)
    inner = [Stop(p.at_m, codes[p.number]) for p in passed if p.away_m <= NEAR_M or codes[p.number] in used]
    exact = {
        track.stations[node]: at_m for at_m, node in zip(chain.at_m, chain.node, strict=True) if node in track.stations
    }
    inner = [Stop(float(exact.get(stop.code, stop.at_m)), stop.code) for stop in inner]
    return [Stop(0.0, ends[0]), *sorted(inner), Stop(float(chain.at_m[-1]), ends[1])]


def _list_used(network: Network, track: Track, chain: Chain) -> list[Segment]:
    """Return the authored segments most of whose track a path runs over."""
    on_path, lengths = set(chain.edge.tolist()), track.graph.length_m
    used = []
    for segment in network.segments:
        edges = [edge for edge, _ in track.ways.get((segment.start, segment.end, segment.line), ())]
        if edges and sum(int(lengths[e]) for e in edges if e in on_path) >= USED_SHARE * segment.length_m:
            used.append(segment)
    return used


def _lay_stretch(
    network: Network, track: Track, chain: Chain, crossings: Sequence[Crossing], ends: tuple[Stop, Stop], *, told: str
) -> Laid:
    """Return the track between two neighbouring stops: the authored segment that it is, or new ones."""
    first, last = ends
    part = cut(chain, first.at_m, last.at_m)
    known = _find_authored(network, track, part, first.code, last.code)
    if known:
        return Laid((), (), {}, _both_ways(track, first.code, last.code, known.line, part), (first.code, last.code))
    inner = [c for c in crossings if first.at_m <= c.start_m and c.end_m <= last.at_m]
    cuts, borders = add_borders(track, chain, inner, first, last)
    cuts, cities = add_cities(network, chain, cuts, told=told)
    stations = borders | cities
    segments, courses = [], dict[Key, Course]()
    for one, two in pairwise(cuts):
        piece = cut(chain, one.at_m, two.at_m)
        both = [borders.get(stop.code) for stop in (one, two)]
        is_border = bool(both[0] and both[1] and both[0].country != both[1].country)
        segment = _build_segment(network, track, piece, (one.code, two.code), border=is_border)
        segments.append(segment)
        courses |= _both_ways(track, one.code, two.code, segment.line, piece)
    return Laid(tuple(segments), (), stations, courses, tuple(stop.code for stop in cuts))


def _find_authored(network: Network, track: Track, part: Chain, start: StationCode, end: StationCode) -> Segment | None:
    """Return the segment between two stations that a stretch lies on, or None."""
    lengths, edges = np.diff(part.at_m), set(part.edge.tolist())
    for way in network.ways_from(start):
        segment = way.segment
        own = track.ways.get((segment.start, segment.end, segment.line), ()) if way.end == end else ()
        if own and not edges.isdisjoint(on := {edge for edge, _ in own}):
            share_m = lengths[[edge in on for edge in part.edge.tolist()]].sum()
            if (
                share_m >= OWN_SHARE * part.at_m[-1]
                or abs(part.at_m[-1] - segment.length_m) <= ALIKE * segment.length_m
            ):
                return segment
    return None


def _both_ways(track: Track, start: StationCode, end: StationCode, line: str, part: Chain) -> dict[Key, Course]:
    """Return the course of a leg, and that of its way back."""
    scale = track.routed_m[part.edge] / track.graph.length_m[part.edge]
    routed_m = round(float((np.diff(part.at_m) * scale).sum()))
    return {(start, end, line): Course(part, routed_m), (end, start, line): Course(reverse(part), routed_m)}


def _build_segment(
    network: Network, track: Track, piece: Chain, ends: tuple[StationCode, StationCode], *, border: bool
) -> Segment:
    """Return the track of a piece: of an authored segment, which it is a part of, or of none."""
    part_of = _find_part(network, track, piece)
    new = Segment(
        *ends,
        line=LINE,
        length_m=max(1, piece.length_m),
        error_m=0,
        basis=ROUTED,
        whole="",
        gauges_mm=_list_gauges(track, piece),
        electrified=_find_wires(track, piece),
        border=border,
        source=track.credit,
        note="the sum of the lengths of the network's edges",
        origin="routes network",
    )
    if part_of is None:
        return new
    return new._replace(
        line=part_of.line,
        gauges_mm=part_of.gauges_mm,
        electrified=part_of.electrified,
        source=f"{part_of.source}; {track.credit}",
        note=f"a part of {part_of.start}-{part_of.end}, by the network",
        origin=part_of.origin,
    )


def _find_part(network: Network, track: Track, piece: Chain) -> Segment | None:
    """Return the authored segment that nearly all of a piece lies on, or None."""
    lengths, labels = np.diff(piece.at_m), track.graph.segment[piece.edge]
    for label in np.unique(labels[labels >= 0]).tolist():
        if lengths[labels == label].sum() >= OWN_SHARE * piece.at_m[-1]:
            key = track.graph.segments[label]
            return next((s for s in network.segments if (s.start, s.end, s.line) == key), None)
    return None


def _list_gauges(track: Track, piece: Chain) -> tuple[int, ...]:
    """Return the gauges that all edges of a piece have; UNKNOWN_MM where one is not known, or none is of all."""
    found = [{SAME_AS.get(mm, mm) for mm in list_gauges(track.graph, edge)} for edge in np.unique(piece.edge).tolist()]
    common = set.intersection(*found) if found else set()
    return tuple(sorted(common)) or (UNKNOWN_MM,)


def _find_wires(track: Track, piece: Chain) -> bool | None:
    """Return whether a piece has wires throughout or nowhere; None where that is not known, or changes."""
    known = set(track.graph.electrified[piece.edge].tolist())
    return bool(known.pop()) if known in ({0}, {1}) else None


def lay_leg(network: Network, track: Track, start: StationCode, end: StationCode, line: str) -> dict[Key, Course]:
    """Return the course of an authored segment both ways, as it lies on the world's track; none where it does not."""
    found = dict[Key, Course]()
    for way in network.ways_from(start):
        segment = way.segment
        edges = track.ways.get((segment.start, segment.end, segment.line))
        if edges and (way.end, segment.line) == (end, line):
            chain = build_chain(track.graph, _path_over(track, edges))
            found |= _both_ways(track, segment.start, segment.end, line, chain)
    return found


def _path_over(track: Track, edges: tuple[tuple[int, bool], ...]) -> RailPath:
    """Return the path over whole edges."""
    lengths = [int(track.graph.length_m[edge]) for edge, _ in edges]
    (first, ahead), (last, onward) = edges[0], edges[-1]
    ends = RailPoint(first, 0 if ahead else lengths[0], 0), RailPoint(last, lengths[-1] if onward else 0, 0)
    return RailPath(*ends, edges, sum(lengths))
