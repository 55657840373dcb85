"""Where a question leaves the authored track: the world with the track that it needs, laid between its places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from itertools import pairwise, product
from pathlib import Path
from typing import TYPE_CHECKING

from routes.errors import InfeasibleError, PlaceError, RoutesError, UsageError
from routes.gazetteer.names import get_place
from routes.gazetteer.station import Gazetteer
from routes.ids import StationCode
from routes.itinerary import Leg
from routes.network.graph import Network
from routes.scenarios.modes import CHANGE, RAIL, split_mode
from routes.scenarios.phrases import resolve_as_of
from routes.scenarios.profiles import by_mode, open_profile
from routes.scenarios.reader import get_train
from routes.scenarios.schema import Scenario, list_avoided
from routes.scenarios.terminals import list_modes, list_names
from routes.scenarios.world import World, get_track, with_places

if TYPE_CHECKING:
    from routes.scenarios.laying import Laid
    from routes.scenarios.seeking import Wish
    from routes.scenarios.track import Key, OpenTrack, Track

Refusals = dict[tuple[StationCode, StationCode], tuple[str, str]]
Passed = Mapping[tuple[StationCode, StationCode], frozenset[str]]
Ways = tuple[StationCode, ...]
"""The places that one journey is asked to pass: its origin, its via stations, its destination."""


def meet(world: World, query: Scenario, *, now: datetime) -> World:
    """Return the world with the track between the places of a question; the same one where the authored track has it.

    Why two places cannot be joined is kept with the network, and told when a way between them is sought. Nothing is
    opened for a question whose places the authored track joins, nor for one that goes by air alone.
    """
    world = _admit_places(world, query)
    if query.question == "reach":
        return _meet_reach(world, query, now=now)
    avoid = list_avoided(query)
    wanted = [ways for ways in list_ways(world, query) if not _is_joined(world.network, ways, avoid)]
    if not wanted or not _goes_by_rail(world, query):
        return world
    track = _open(world)
    if isinstance(track, UsageError):
        return _refuse(world, wanted, track)
    return _lay(world, query, track, wanted, now=now)


def _open(world: World) -> Track | UsageError:
    """Return the world's track, or why there is none."""
    try:
        return get_track(world)
    except UsageError as fault:
        return fault


def _meet_reach(world: World, query: Scenario, *, now: datetime) -> World:
    """Return the world with the track from a place off the authored track to cities and stations around it."""
    (origin, *_), *_ = [*list_ways(world, query._replace(end=query.start, via=query.via or (query.start,))), [""]]
    if not origin or world.network.ways_from(origin) or not _goes_by_rail(world, query):
        return world
    track = _open(world)
    if isinstance(track, UsageError):
        raise InfeasibleError(f"nothing can be reached on track that is not there: {track.message}", hint=track.hint)
    from routes.scenarios.goals import list_goals

    goals = list_goals(world.gazetteer, origin)
    stations = {**{goal.code: goal for goal in goals}, **world.gazetteer.stations}
    gazetteer = Gazetteer(stations, world.gazetteer.names, world.gazetteer.left_out)
    via = [get_place(gazetteer, text).code for text in query.via]
    wanted = [(origin, *via, goal.code) for goal in goals if goal.code not in via]
    return _lay(_add_refusals(world._replace(gazetteer=gazetteer), {}), query, track, wanted, now=now)


def _admit_places(world: World, query: Scenario) -> World:
    """Return the world with every place that a question names; the same one where the gazetteer has them all."""
    named = [query.start, query.end, query.approach, *query.origins, *query.destinations, *query.via]
    world = with_places(world, named)
    return world if len(world.network.stations) == len(world.gazetteer.stations) else _add_refusals(world, {})


def _goes_by_rail(world: World, query: Scenario) -> bool:
    return any(RAIL in split_mode(mode) for mode in list_modes(world, query))


def list_ways(world: World, query: Scenario) -> Iterator[Ways]:
    """Yield the places of each journey by rail, or stretch of one that changes, that a question asks of.

    None where a name is not known: it is told later.
    """
    modes = [mode for mode in list_modes(world, query) if RAIL in split_mode(mode)]
    try:
        journeys = [[get_place(world.gazetteer, text).code for text in names] for names in list_names(query)]
    except PlaceError:
        return
    for codes, mode in product(journeys, modes):
        ways = [tuple(codes)] if CHANGE not in mode else _list_stretches(codes, mode)
        yield from (way for way in ways if way[0] != way[-1] or len(way) > 2)


def _list_stretches(codes: Sequence[StationCode], mode: str) -> list[Ways]:
    parts = zip(split_mode(mode), pairwise(codes), strict=False)
    return [pair for part, pair in parts if part == RAIL]


def _is_joined(network: Network, ways: Ways, avoid: frozenset[str]) -> bool:
    """Return whether the segments of a network join places one after the other, outside the countries to avoid."""
    reached, waiting = {ways[0]}, [ways[0]]
    while waiting and not reached.issuperset(ways):
        for way in network.ways_from(waiting.pop()):
            if way.end not in reached and network.stations[way.end].country not in avoid:
                reached.add(way.end)
                waiting.append(way.end)
    return reached.issuperset(ways)


def _refuse(world: World, wanted: Sequence[Ways], fault: RoutesError) -> World:
    """Return the world in which nothing joins these places, with why and what to do."""
    stations = world.gazetteer.stations
    refusals = {
        (ways[0], ways[-1]): (
            f"no authored track joins {' and '.join(dict.fromkeys(stations[code].name for code in ways))}, and "
            f"{fault.message} (`routes network build`)",
            fault.hint,
        )
        for ways in wanted
    }
    return _add_refusals(world, refusals)


def extend(world: World, laid: Laid, refusals: Refusals, wish: Wish, *, passed: Passed | None = None) -> World:
    """Return the world with what was laid, which has `passed` countries, and with what is refused."""
    from routes.scenarios.crossing import dress_borders

    network, gazetteer = world.network, world.gazetteer
    dressed = dress_borders(laid.segments, laid.stations, wish.borders, gauges_mm=wish.pace.gauges_mm, as_of=wish.as_of)
    stations = {**dressed.stations, **gazetteer.stations}
    return world._replace(
        gazetteer=Gazetteer(stations, gazetteer.names, gazetteer.left_out),
        network=Network(
            (*network.segments, *laid.segments),
            (*network.turns, *laid.turns),
            stations,
            network.left_out,
            {**network.refusals, **refusals},
            {**network.passed, **(passed or {})},
        ),
        courses={**world.courses, **laid.courses},
        known={**world.known, **dressed.known},
    )


def _add_refusals(world: World, refusals: Refusals) -> World:
    """Return the world with what is refused."""
    network = world.network
    same = network.segments, network.turns, world.gazetteer.stations, network.left_out
    return world._replace(network=Network(*same, {**network.refusals, **refusals}, network.passed))


def _lay(world: World, query: Scenario, track: Track, wanted: Sequence[Ways], *, now: datetime) -> World:
    """Return the world with the track of each journey, or with why there is none."""
    from routes.scenarios.laying import lay_paths, merge_laid
    from routes.scenarios.seeking import seek_paths, suggest_turned, weigh_edges

    wish, told = build_wish(world, query, now), " ".join((*query.seen, *query.not_seen, *query.windows))
    factor = weigh_edges(track, wish)
    parts: list[Laid] = []
    refusals: Refusals = {}
    left, passed = dict(world.left), dict[tuple[StationCode, StationCode], frozenset[str]]()
    for ways in wanted:
        stations = [world.gazetteer.stations[code] for code in ways]
        try:
            sought = seek_paths(track, stations, wish, factor)
            laid = lay_paths(world.network, track, sought.paths, ways, told=told)
        except InfeasibleError as error:
            refusals[ways[0], ways[-1]] = (error.message, f"{suggest_turned(track, stations)}{error.hint}")
            continue
        parts.append(laid)
        left[ways[0], ways[-1]] = sought.notes
        known = {**world.gazetteer.stations, **laid.stations}
        passed[ways[0], ways[-1]] = frozenset(known[code].country for code in laid.stops)
    if not parts:
        return _add_refusals(world, refusals)
    return extend(world._replace(left=left), merge_laid(parts), refusals, wish, passed=passed)


def build_wish(world: World, query: Scenario, now: datetime) -> Wish:
    """Return what paths on the world's track have to be for a question by rail."""
    from routes.scenarios.borders import read_borders
    from routes.scenarios.preferences import find_preference
    from routes.scenarios.seeking import Wish

    as_of = resolve_as_of(world, query._replace(start=(query.origins or (query.start,))[0]), now).instant
    by_rail = by_mode(query, RAIL, own=get_train(world.folders, query.train).mode)
    profile = open_profile(world, by_rail, (), as_of=as_of)
    avoid = list_avoided(query)
    preference = find_preference(profile.train.prefers, as_of)
    prefers = preference.prefers if preference else None
    return Wish(world.network, profile.pace, read_borders(world.folders)[0], as_of, avoid, prefers)


def keep_open(world: World, folder: Path) -> OpenTrack:
    """Return what opens the network kept in a folder, once, when it is first needed."""

    @cache
    def opened() -> Track:
        from routes.scenarios.opening import open_track  # numpy and the network

        return open_track(world, folder)

    return opened


def lay_legs(world: World, legs: Iterable[Leg]) -> World:
    """Return the world with the course of every leg by rail; as it is where the world's track is not built."""
    return lay_keys(world, [(leg.start, leg.end, leg.line) for leg in legs if leg.gauge_mm])


def lay_keys(world: World, keys: Iterable[Key]) -> World:
    """Return the world with the course of every segment of these ends and lines, as `lay_legs` does."""
    bare = dict.fromkeys(key for key in keys if key not in world.courses)
    if not bare or world.open_track is None:
        return world
    track = _open(world)
    if isinstance(track, UsageError):
        return world
    from routes.scenarios.laying import lay_leg

    courses = dict(world.courses)
    for key in bare:
        courses |= lay_leg(world.network, track, *key)
    return world._replace(courses=courses)
