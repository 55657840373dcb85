"""A path on the world's track as segments between stations: authored ones as they are, new ones for the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from routes.basemap.cities import City, list_cities
from routes.gazetteer.station import Station
from routes.geo import Coordinate
from routes.ids import StationCode
from routes.network.graph import REGULAR, ROUTED, UNKNOWN_MM, Network, Segment, Turn
from routes.rail.passing import Passed, list_passed
from routes.rail.search import find_path
from routes.rail.chain import Chain, Crossing, build_chain, cut, list_crossings, locate
from routes.scenarios.assumptions import Assumption
from routes.scenarios.borders import Borders, OpenArea
from routes.scenarios.city_places import build_station
from routes.scenarios.plan import ASKED_NOTE
from routes.scenarios.track import CREDIT, LINE, Course, Key, Track

if TYPE_CHECKING:
    from routes.rail.graph import RailPath, RailPoint

OWN_SHARE = 0.9
"""A stretch between two stations of a segment lies on it when this share of its metres does."""

INSIDE_M = (0, 1_000, 2_000, 5_000, 20_000)
"""How far from the cut beside a border the zone is asked for, until it is one of the country."""

CITY_NEAR_M, CITIES_APART_M = 5_000, 40_000
"""A city within this distance of the track is passed; of those on a stretch, none nearer than that to another stop."""

ACCURACY_M = 1_000
"""Nodes have three decimals; where a border is crossed is as good as the zones of coordinates are there."""


class Stop(NamedTuple):
    """A place where a path is cut: metres from its start, and the station there."""

    at_m: float
    code: StationCode


class Laid(NamedTuple):
    """What a path adds to a network, and the courses of its legs, both ways; `stops` are in travel order."""

    segments: tuple[Segment, ...]
    turns: tuple[Turn, ...]
    stations: Mapping[StationCode, Station]
    courses: Mapping[Key, Course]
    stops: tuple[StationCode, ...]


def lay_paths(network: Network, track: Track, paths: Sequence[RailPath], named: Sequence[StationCode]) -> Laid:
    """Return what the paths between named stations, one after the other, add to a network.

    Where the second of two paths runs back over the first, a reversal at the station between them is added.
    """
    parts = [
        lay_path(network, track, build_chain(track.graph, path), ends)
        for path, ends in zip(paths, pairwise(named), strict=True)
    ]
    chains = [build_chain(track.graph, path) for path in paths]
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


def lay_path(network: Network, track: Track, chain: Chain, ends: tuple[StationCode, StationCode]) -> Laid:
    """Return what one path adds to a network that has the authored segments and the stations at its ends."""
    stops = _list_stops(track, chain, ends)
    crossings = list_crossings(track.graph, chain, track.country_of)
    segments: list[Segment] = []
    stations: dict[StationCode, Station] = {}
    courses: dict[Key, Course] = {}
    codes: list[StationCode] = [stops[0].code]
    for first, last in pairwise(stops):
        part = cut(chain, first.at_m, last.at_m)
        known = _find_authored(network, track, part, first.code, last.code)
        if known:
            courses |= _both_ways(known, first.code, last.code, part, _joined_m(track, known, part))
            codes.append(last.code)
            continue
        inner = [c for c in crossings if first.at_m <= c.start_m and c.end_m <= last.at_m]
        cuts, new = _add_borders(track, chain, inner, first, last)
        cuts, passed = _add_cities(network, chain, cuts)
        stations |= new | passed
        for one, two in pairwise(cuts):
            piece = cut(chain, one.at_m, two.at_m)
            border = new[one.code].country != new[two.code].country if {one.code, two.code} <= new.keys() else False
            segment = _build_segment(network, track, piece, (one.code, two.code), border=border)
            segments.append(segment)
            courses |= _both_ways(segment, one.code, two.code, piece, piece.length_m)
            codes.append(two.code)
    return Laid(tuple(segments), (), stations, courses, tuple(codes))


def _list_stops(track: Track, chain: Chain, ends: tuple[StationCode, StationCode]) -> list[Stop]:
    """Return the ends and the authored stations passed between them, in travel order, no place twice running."""
    passed = [
        Stop(at_m, track.stations[node])
        for at_m, node in zip(chain.at_m.tolist(), chain.node.tolist(), strict=True)
        if node in track.stations
    ]
    inner = [stop for stop in passed if stop.code not in ends]
    return [Stop(0.0, ends[0]), *inner, Stop(float(chain.at_m[-1]), ends[1])]


def _find_authored(
    network: Network, track: Track, part: Chain, start: StationCode, end: StationCode
) -> Segment | None:
    """Return the segment between two stations that a stretch lies on, or None."""
    lengths = np.diff(part.at_m)
    labels = track.graph.segment[part.edge]
    for way in network.ways_from(start):
        if way.end != end:
            continue
        key = (way.segment.start, way.segment.end, way.segment.line)
        own = track.graph.segments.index(key) if key in track.graph.segments else -2
        if lengths[labels == own].sum() >= OWN_SHARE * part.at_m[-1]:
            return way.segment
    return None


def _joined_m(track: Track, segment: Segment, part: Chain) -> int:
    return track.joined_m.get((segment.start, segment.end, segment.line), part.length_m)


def _both_ways(segment: Segment, start: StationCode, end: StationCode, part: Chain, routed_m: int) -> dict[Key, Course]:
    return {
        (start, end, segment.line): Course(part, routed_m),
        (end, start, segment.line): Course(reverse(part), routed_m),
    }


def reverse(chain: Chain) -> Chain:
    """Return a chain run the other way."""
    return Chain(chain.at_m[-1] - chain.at_m[::-1], *(column[::-1] for column in chain[1:]))


def _add_borders(
    track: Track, chain: Chain, crossings: Sequence[Crossing], first: Stop, last: Stop
) -> tuple[list[Stop], dict[StationCode, Station]]:
    """Return the two stops with two more at each border between them, and the stations of these."""
    stops, stations = [first], dict[StationCode, Station]()
    for crossing in crossings:
        for at_m, here, there, inward in (
            (crossing.start_m, crossing.leaves, crossing.enters, -1),
            (crossing.end_m, crossing.enters, crossing.leaves, 1),
        ):
            station = _build_border(track, chain, at_m, here, there, inward=inward)
            stations[station.code] = station
            stops.append(Stop(at_m, station.code))
    return [*stops, last], stations


def _add_cities(
    network: Network, chain: Chain, cuts: Sequence[Stop]
) -> tuple[list[Stop], dict[StationCode, Station]]:
    """Return the stops of a stretch with the cities passed between them, the larger first, some way apart."""
    first_m, last_m = cuts[0].at_m, cuts[-1].at_m
    if last_m - first_m < 2 * CITIES_APART_M:
        return list(cuts), {}
    known = {network.stations[c.code].name for c in cuts if c.code in network.stations}
    stops, stations = list(cuts), dict[StationCode, Station]()
    for city, passed in _list_passed(cut(chain, first_m, last_m)):
        stop = Stop(first_m + passed.at_m, StationCode(city.code))
        if all(abs(stop.at_m - other.at_m) >= CITIES_APART_M for other in stops) and city.name not in known:
            stops.append(stop)
            stations[stop.code] = build_station(city)
    return sorted(stops), stations


def _list_passed(part: Chain) -> list[tuple[City, Passed]]:
    """Return the cities whose middle is near a stretch, the most populous first."""
    cities = list(list_cities())
    places = np.array([(city.lat, city.lon) for city in cities])
    passed = list_passed(part, places[:, 0], places[:, 1], limit_m=CITY_NEAR_M)
    return [(cities[one.number], one) for one in sorted(passed, key=lambda one: one.number)]


def _build_border(track: Track, chain: Chain, at_m: float, here: str, there: str, *, inward: int) -> Station:
    """Return the station on one side of a border, on the clock of its own country."""
    place = locate(chain, at_m)
    name = f"border {here}/{there} at {place.lat:.2f}, {place.lon:.2f}"
    zone = _find_zone(track, chain, at_m, here, inward=inward)
    source = "where the track crosses the border, by the zones of coordinates"
    identity = (_code_border(here, there, place), name, name, here, (), place, zone)
    return Station(*identity, "border", (), False, ACCURACY_M, "", "", source, "", "routes network")


def _code_border(here: str, there: str, place: Coordinate) -> StationCode:
    """Return a code such as `border_fr_de_n49193_e6999`."""
    lat, lon = (round(abs(value) * 1000) for value in place)
    axes = f"{'s' if place.lat < 0 else 'n'}{lat}_{'w' if place.lon < 0 else 'e'}{lon}"
    return StationCode(f"border_{here.lower()}_{there.lower()}_{axes}")


def _find_zone(track: Track, chain: Chain, at_m: float, country: str, *, inward: int) -> str:
    """Return the zone of the country nearest to a cut, on its own side; that of the place itself where none is near."""
    for away_m in INSIDE_M:
        place = locate(chain, min(max(at_m + inward * away_m, 0.0), float(chain.at_m[-1])))
        if track.country_of(*place) == country:
            return track.zone_of(*place)
    return track.zone_of(*locate(chain, at_m))


def _build_segment(
    network: Network, track: Track, piece: Chain, ends: tuple[StationCode, StationCode], *, border: bool
) -> Segment:
    """Return the track of a piece: of an authored segment, which it is a part of, or of none."""
    length_m = max(1, piece.length_m)
    part_of = _find_part(network, track, piece)
    if part_of is None:
        note = "the sum of the lengths of the network's edges; no gauge is known of it"
        return Segment(*ends, LINE, length_m, 0, ROUTED, "", (UNKNOWN_MM,), None, border, CREDIT, note, "routes network")
    note = f"a part of {part_of.start}-{part_of.end}, by the network"
    source = f"{part_of.source}; {CREDIT}"
    rest = (part_of.gauges_mm, part_of.electrified, border, source, note, part_of.origin)
    return Segment(*ends, part_of.line, length_m, 0, ROUTED, "", *rest)


def _find_part(network: Network, track: Track, piece: Chain) -> Segment | None:
    """Return the authored segment that nearly all of a piece lies on, or None."""
    lengths, labels = np.diff(piece.at_m), track.graph.segment[piece.edge]
    for label in np.unique(labels[labels >= 0]).tolist():
        if lengths[labels == label].sum() >= OWN_SHARE * piece.at_m[-1]:
            key = track.graph.segments[label]
            return next((s for s in network.segments if (s.start, s.end, s.line) == key), None)
    return None


def dress_borders(laid: Laid, borders: Borders, gauges_mm: Sequence[int], as_of: datetime) -> tuple[Laid, dict[str, Assumption]]:
    """Return what was laid with the change of gauge at its borders, and what is known of the works there.

    The gauge changes on the far side of a border where the main gauges differ and the train has both.
    """
    stations = dict(laid.stations)
    known: dict[str, Assumption] = {}
    open_areas = borders.list_open(as_of)
    for segment in laid.segments:
        if not segment.border:
            continue
        ends = [stations[code] for code in (segment.start, segment.end)]
        here, there = (station.country for station in ends)
        needed = {borders.gauge_mm(here), borders.gauge_mm(there)}
        if borders.breaks_gauge(here, there) and needed <= set(gauges_mm):
            stations[segment.end] = ends[1]._replace(changes_gauge=True)
        if area := open_areas.get((here, there)):
            known |= {key: _no_work(key, area) for key in (f"border.{station.code}" for station in ends)}
    return laid._replace(stations=stations), known


def _no_work(key: str, area: OpenArea) -> Assumption:
    note = f"no stop for control between the countries of the area {area.area}; {area.note}"
    return Assumption(key, 0, 0, 0, "min", area.source, note, area.known_from, area.origin)


def lay_leg(network: Network, track: Track, start: StationCode, end: StationCode, line: str) -> dict[Key, Course]:
    """Return the course of an authored segment both ways, as it was laid on the world's track; none where it was not."""
    node = {code: number for number, code in track.stations.items()}
    if start not in node or end not in node:
        return {}
    path = find_path(track.graph, track.hierarchy, *(_point(track, node[code]) for code in (start, end)))
    if path is None:
        return {}
    chain = build_chain(track.graph, path)
    segment = _find_authored(network, track, chain, start, end)
    if segment is None or segment.line != line:
        return {}
    return _both_ways(segment, start, end, chain, _joined_m(track, segment, chain))
