"""Several ways between the places of a question that have little track in common, each with its own journey."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from routes.errors import InfeasibleError, UsageError
from routes.itinerary import Itinerary
from routes.network.graph import Network
from routes.scenarios.evaluate import resolve_trip
from routes.scenarios.laying import Laid, lay_paths
from routes.scenarios.meeting import build_wish, extend, list_ways
from routes.scenarios.phrases import resolve_as_of
from routes.scenarios.plan import add_asked_turns, build_itinerary
from routes.scenarios.profiles import open_profile
from routes.scenarios.schema import Scenario
from routes.scenarios.seeking import find_ways as seek_ways
from routes.scenarios.seeking import share_track
from routes.scenarios.world import World

MOST_WAYS = 9


class Way(NamedTuple):
    """A way: the world in which its track is laid, its itinerary, and its largest share with a way before it."""

    world: World
    itinerary: Itinerary
    shared: float


class Ways(NamedTuple):
    """The ways found, the quickest first, and what is to be said of those that were sought and not found."""

    ways: tuple[Way, ...]
    notes: tuple[str, ...]


def find_ways(world: World, query: Scenario, *, now: datetime) -> Ways:
    """Return as many ways as a question asks for, where there are so many; its places are in the world.

    Raises: UsageError, for a question of several journeys, or where the world's track is not built; InfeasibleError.
    """
    if query.question in ("compare", "reach") or not 2 <= query.alternatives <= MOST_WAYS:
        hint = f"ask distance, arrival or latest-departure with --alternatives 2 to {MOST_WAYS}"
        raise UsageError(f"{query.question} cannot list {query.alternatives} alternatives", hint=hint)
    if world.open_track is None:
        raise UsageError("alternatives are sought on the world's track", hint="open it with load(cache=…)")
    track, wish = world.open_track(), build_wish(world, query, now)
    (codes,) = list_ways(world, query)
    stations = [world.gazetteer.stations[code] for code in codes]
    sought = seek_ways(track, stations, wish, query.alternatives)
    found: list[Way] = []
    missed = 0
    for index, paths in enumerate(sought):
        laid = lay_paths(world.network, track, paths, codes)
        own = extend(world, laid, {}, wish)
        own = own._replace(network=_keep_way(own.network, laid))
        try:
            itinerary = _plan(own, query, now)
        except InfeasibleError:
            missed += 1
            continue
        shared = max((share_track(track, paths, other) for other in sought[:index]), default=0.0)
        found.append(Way(own, itinerary, shared))
    notes = []
    if missed:
        notes.append(f"{missed} more would need a reversal or a gauge that is not known of this train")
    if len(found) < query.alternatives:
        notes.append(f"no more than {len(found)} ways with at most 60 % of track in common were found")
    return Ways(tuple(found), tuple(notes))


def _keep_way(network: Network, laid: Laid) -> Network:
    """Return a network of the one way that was laid, with every turn on it."""
    ends = {(key[0], key[1], key[2]) for key in laid.courses}
    segments = tuple(s for s in network.segments if (s.start, s.end, s.line) in ends)
    return Network(segments, network.turns, network.stations, network.left_out)


def _plan(world: World, query: Scenario, now: datetime) -> Itinerary:
    trip, _ = resolve_trip(world, query)
    profile = open_profile(world, query, trip.via, as_of=resolve_as_of(world, query, now).instant)
    return build_itinerary(add_asked_turns(world.network, trip.via), profile.pace, trip, usual=False)
