"""Paths on the world's track between places: the fewest minutes for a train, under the conditions of a question."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from routes.errors import InfeasibleError
from routes.gazetteer.station import Station
from routes.geo import Coordinate, geodesic_m
from routes.network.graph import Network
from routes.rail.alternatives import MOST_SHARED, find_alternatives, sum_cost
from routes.rail.graph import RailPath, RailPoint
from routes.rail.prefer import Prefers, factors
from routes.rail.search import MOST_FACTOR, find_path, part_lengths
from routes.scenarios.assumptions import find_assumption
from routes.scenarios.borders import SAME_GAUGE_MM, Borders
from routes.scenarios.plan import Pace
from routes.scenarios.staying import Home, stay_home
from routes.scenarios.track import SAME_AS, STATION_LIMIT_M, WINDING, WINDING_M, Track, reach_m
from routes.units import format_km

if TYPE_CHECKING:
    from numpy import bool_, float64
    from numpy.typing import NDArray

SLOWEST_KMH = 1.0
"""Stands where nothing is known of a pace: such track is the last choice, and the journey over it is refused."""

AWAY_WEIGHT, MOST_LINES = 20, 6
"""Assumed: a line a kilometre farther from a place is worth taking for a way twenty kilometres shorter, of the nearest
six."""

SAME_PLACE_M = 50
"""Two places whose track is nearer than this are one."""


Seek = Callable[[RailPoint, RailPoint], RailPath | None]
"""Finds the path between two points, None where there is none."""


class Wish(NamedTuple):
    """What a path has to be besides short: quick by what is known of the train, and out of some countries."""

    network: Network
    pace: Pace
    borders: Borders
    as_of: datetime
    avoid: frozenset[str]
    prefers: Prefers | None = None


def find_ways(track: Track, stations: Sequence[Station], wish: Wish, count: int) -> list[tuple[RailPath, ...]]:
    """Return up to `count` ways through some places, no two with more than MOST_SHARED in common.

    The first is that of `find_paths`, the others are the quickest first, whatever borders they cross.
    Through several places each way has the alternative of its own rank on every section that has one.
    Raises: InfeasibleError, as `find_paths` does.
    """
    first = find_paths(track, stations, wish).paths
    factor, gauges = weigh_edges(track, wish), _list_gauges(track, wish)
    sections = [
        find_alternatives(
            track.graph,
            track.hierarchy,
            path.start,
            path.end,
            count,
            avoid=wish.avoid,
            gauges_mm=gauges,
            factor=factor,
        )
        for path in first
    ]
    found = [first]
    for rank in range(max(len(section) for section in sections)):
        way = tuple(section[min(rank, len(section) - 1)] for section in sections if section)
        if all(share_track(track, way, other) <= MOST_SHARED for other in found):
            found.append(way)
    return found[:count]


def share_track(track: Track, one: Sequence[RailPath], other: Sequence[RailPath]) -> float:
    """Return the length of the track that two ways have in common, as a share of the shorter way."""
    edges = {edge for path in other for edge, _ in path.edges}
    common_m = sum(
        metres
        for path in one
        for (edge, _), metres in zip(path.edges, part_lengths(track.graph, path).tolist(), strict=True)
        if edge in edges
    )
    return min(1.0, float(common_m) / max(1, min(sum(path.length_m for path in way) for way in (one, other))))


def _note_far(path: RailPath, places: Sequence[Station]) -> Iterator[str]:
    """Yield how far the track begins from a place that has none as near as a station must be."""
    for place, point in zip(places, (path.start, path.end), strict=True):
        if point.away_m > STATION_LIMIT_M:
            yield (
                f"no track of the network is within {format_km(STATION_LIMIT_M)} of the middle of {place.name}: the "
                f"way is counted from {format_km(point.away_m)} away, where the nearest is"
            )


def _snap(track: Track, station: Station) -> RailPoint:
    try:
        return track.snap(station.coordinate, reach_m(station))
    except InfeasibleError as error:
        raise InfeasibleError(f"{station.name} is not on the track: {error.message}", hint=error.hint) from None


class Sought(NamedTuple):
    """The path from each place to the next, and what is to be said of far places and of quicker ways left."""

    paths: tuple[RailPath, ...]
    notes: tuple[str, ...]


def find_paths(track: Track, stations: Sequence[Station], wish: Wish) -> Sought:
    """Return the path from each of some places to the next: the quickest, but for one with fewer border controls.

    Raises: InfeasibleError, where a place is too far from any track, two are one place, or nothing joins them.
    """
    return seek_paths(track, stations, wish, weigh_edges(track, wish))


def seek_paths(track: Track, stations: Sequence[Station], wish: Wish, factor: NDArray[float64] | None) -> Sought:
    """Return what `find_paths` does, for one who asks often and has weighed the edges once."""
    points = [_snap(track, station) for station in stations]
    found = [_seek(track, one, two, wish, factor) for one, two in pairwise(points)]
    if None in found and (joined := _find_joined(track, stations)):
        points = joined
        found = [_seek(track, one, two, wish, factor) for one, two in pairwise(points)]
    if any(path and winds(path.length_m, *places) for path, places in zip(found, pairwise(stations), strict=True)):
        found = _leave_winding(track, stations, points, lambda one, two: _seek(track, one, two, wish, factor))
    for path, ends, places in zip(found, pairwise(points), pairwise(stations), strict=True):
        if path is None:
            raise _refuse(track, ends, places, wish)
        if path.length_m < SAME_PLACE_M:
            message = f"{places[0].name} and {places[1].name} are the same place on the track"
            raise InfeasibleError(message, hint="name two different places")
    return _stay_home(track, stations, [path for path in found if path is not None], wish, factor)


def _stay_home(
    track: Track,
    stations: Sequence[Station],
    quickest: Sequence[RailPath],
    wish: Wish,
    factor: NDArray[float64] | None,
) -> Sought:
    """Return the paths in place of the quickest that cross no needless border with control."""
    graph = track.graph
    home = Home(frozenset(station.country for station in stations), wish.borders.list_open(wish.as_of))
    weight = np.ones(len(graph.start)) if factor is None else factor
    stayed = []
    for path in quickest:

        def seek(shut: Collection[str], path: RailPath = path) -> RailPath | None:
            own = wish._replace(avoid=wish.avoid.union(shut))
            return _seek(track, path.start, path.end, own, factor)

        stayed.append(stay_home(graph, path, home, seek, lambda path: sum_cost(graph, path, weight)))
    far = dict.fromkeys(
        note for one, places in zip(stayed, pairwise(stations), strict=True) for note in _note_far(one.path, places)
    )
    return Sought(tuple(one.path for one in stayed), (*far, *(one.note for one in stayed if one.note)))


def winds(length_m: int, start: Station, end: Station) -> bool:
    """Return whether a way between two places is so long beside the geodesic that it may have missed its line."""
    return length_m >= WINDING * geodesic_m(start.coordinate, end.coordinate) and length_m >= WINDING_M


def _leave_winding(
    track: Track,
    stations: Sequence[Station],
    points: Sequence[RailPoint],
    seek: Seek,
) -> list[RailPath | None]:
    """Return the paths through each place's point of the lines beside it that makes them shortest, place by place.

    The nearest track to a place may be a line that leads round a country where another, not much farther, is meant.
    Metres from a place to its track count AWAY_WEIGHT times: a line far off is taken for a far shorter way only.
    """
    chosen = list(points)
    for index, station in enumerate(stations):
        lines = [
            point
            for point in track.snap_lines(station.coordinate, reach_m(station))
            if point.edge != chosen[index].edge
        ]
        measure = partial(_measure, chosen, index, seek)
        chosen[index] = min([chosen[index], *lines[:MOST_LINES]], key=measure)
    return [seek(one, two) for one, two in pairwise(chosen)]


def _measure(points: Sequence[RailPoint], index: int, seek: Seek, point: RailPoint) -> float:
    """Return the metres of the paths beside a place by another point for it, and of the way to that."""
    before, after = points[max(0, index - 1) : index], points[index + 1 : index + 2]
    paths = [*(seek(one, point) for one in before), *(seek(point, two) for two in after)]
    return AWAY_WEIGHT * point.away_m + sum(path.length_m if path else inf for path in paths)


def _find_joined(track: Track, stations: Sequence[Station]) -> list[RailPoint]:
    """Return for each place a point of one part of the network, the nearest to all together; [] where none is.

    The nearest track to the middle of a city may be of a tram or underground line that leads nowhere else.
    """
    near = [track.snap_parts(station.coordinate, reach_m(station)) for station in stations]
    common = set[int].intersection(*(set(points) for points in near))
    best = min(common, key=lambda part: (sum(points[part].away_m for points in near), part), default=None)
    return [] if best is None else [points[best] for points in near]


def _seek(
    track: Track, start: RailPoint, end: RailPoint, wish: Wish, factor: NDArray[float64] | None
) -> RailPath | None:
    gauges = _list_gauges(track, wish)
    return find_path(track.graph, track.hierarchy, start, end, avoid=wish.avoid, gauges_mm=gauges, factor=factor)


def _list_gauges(track: Track, wish: Wish) -> frozenset[int]:
    """Return the gauges that the train can run on, where the network knows any; else nothing, which closes no way."""
    own = wish.pace.gauges_mm if track.graph.gauge_mm.any() else ()
    return frozenset({*own, *(gauge for gauge, same in SAME_AS.items() if same in own)})


def _refuse(
    track: Track, points: tuple[RailPoint, RailPoint], stations: tuple[Station, Station], wish: Wish
) -> InfeasibleError:
    """Return why no path joins two places: what is avoided, the gauge, or water between them."""
    start, end = stations
    ways = f"no track joins {start.name} and {end.name}"
    free = wish._replace(avoid=frozenset())
    if wish.avoid and _seek(track, *points, free, None) is not None:
        named = ", ".join(sorted(wish.avoid))
        return InfeasibleError(f"{ways} without entering {named}", hint=f"avoid fewer countries than {named}")
    if wish.prefers is not None and _seek(track, *points, wish, None) is not None:
        hint = "take another train, or change highspeed in the [prefers] of its profile"
        return InfeasibleError(f"{ways} without a high-speed line, which the train never takes", hint=hint)
    if find_path(track.graph, track.hierarchy, *points) is not None:
        gauges = "/".join(str(gauge) for gauge in wish.pace.gauges_mm)
        return InfeasibleError(f"{ways} on {gauges} mm throughout", hint="take a train that runs on other gauges")
    message = f"{ways}: they lie on separate parts of the rail network, with water or a gap between them"
    return InfeasibleError(message, hint="go by sea or air: --mode sea, --mode air; or name a port on the way (--via)")


def weigh_edges(track: Track, wish: Wish) -> NDArray[float64] | None:
    """Return by what each edge's metres are multiplied so that they add up like minutes; None where all are alike.

    The fastest edge has 1. A country has its own pace, an authored segment its line's, and a border the time of its
    works on both sides and of a change of gauge. A speed that the network itself gives an edge is not exceeded. What
    the train prefers of track makes other track count longer, and bars some.
    """
    graph = track.graph
    seconds = graph.length_m * 3.6 / list_speeds(track, wish)
    work_s = _list_works(track, wish)
    seconds += work_s[graph.country[graph.start], graph.country[graph.end]]
    pace_s = seconds / graph.length_m
    weighed = np.minimum(pace_s / pace_s.min(), MOST_FACTOR)
    if wish.prefers is not None:
        liked = factors(graph, wish.prefers)
        weighed = np.where(np.isfinite(liked), np.minimum(weighed * liked, MOST_FACTOR), liked)
    return None if (weighed == weighed[0]).all() and np.isfinite(weighed[0]) else weighed


def list_speeds(track: Track, wish: Wish) -> NDArray[float64]:
    """Return the likely speed on each edge in km/h."""
    graph, pace = track.graph, wish.pace
    by_country = np.array([_speed_kmh(pace, f"speed.{code}") for code in graph.countries])
    kmh = by_country[graph.country[graph.start]]
    if graph.segments:
        known = {(s.start, s.end, s.line): s for s in wish.network.segments}
        of_line = [pace.speed(known[key]).likely if key in known else 0.0 for key in graph.segments]
        own = np.array(of_line)[np.maximum(graph.segment, 0)]
        kmh = np.where((graph.segment >= 0) & (own > 0), own, kmh)
    return np.asarray(np.where(graph.speed_kmh > 0, np.minimum(kmh, graph.speed_kmh), kmh))


def _speed_kmh(pace: Pace, key: str) -> float:
    found = find_assumption(pace.known, key, "speed")
    return found.likely if found else SLOWEST_KMH


def _list_works(track: Track, wish: Wish) -> NDArray[float64]:
    """Return the likely seconds at the border between each two countries: works on both sides, change of gauge."""
    codes = track.graph.countries
    own_s = _list_likely(wish, codes, "border")
    both_s = own_s[:, None] + own_s[None, :]
    at = {code: index for index, code in enumerate(codes)}
    for one, other in wish.borders.list_open(wish.as_of):
        if one in at and other in at:
            both_s[at[one], at[other]] = 0.0
    gauge_s = _list_likely(wish, codes, "gauge")
    both_s += np.where(_find_breaks(wish, codes), np.maximum(gauge_s[:, None], gauge_s[None, :]), 0.0)
    np.fill_diagonal(both_s, 0.0)
    unknown = np.array([not code for code in codes])
    both_s[unknown, :] = both_s[:, unknown] = 0.0
    return np.asarray(both_s)


def _list_likely(wish: Wish, countries: Sequence[str], kind: str) -> NDArray[float64]:
    """Return the likely seconds of a kind of work in each country, 0 where the train does none."""
    found = [find_assumption(wish.pace.known, f"{kind}.{code}", kind) for code in countries]
    return np.array([float(one.time.likely_s) if one else 0.0 for one in found])


def _find_breaks(wish: Wish, countries: Sequence[str]) -> NDArray[bool_]:
    """Return between which countries the main gauge changes to another one that the train has."""
    gauge_mm = np.array([wish.borders.gauge_mm(code) for code in countries])
    has = np.isin(gauge_mm, wish.pace.gauges_mm)
    breaks: NDArray[bool_] = np.abs(gauge_mm[:, None] - gauge_mm[None, :]) > SAME_GAUGE_MM
    return breaks & has[:, None] & has[None, :]


def suggest_turned(track: Track, stations: Sequence[Station]) -> str:
    """Return a hint for a position that is given the wrong way round: far from all track, where turned it is on some.

    "" where none is.
    """
    for station in stations:
        lat, lon = station.coordinate
        if station.kind == "point" and abs(lon) <= 90 and not _has_track(track, station.coordinate):
            turned = Coordinate(lon, lat)
            if _has_track(track, turned):
                return f"did you mean {turned.lat:g},{turned.lon:g}? Latitude comes first; or "
    return ""


def _has_track(track: Track, point: Coordinate) -> bool:
    try:
        track.snap(point, STATION_LIMIT_M)
    except InfeasibleError:
        return False
    return True
