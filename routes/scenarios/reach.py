"""How far by now: the places that can have been reached by an instant, by chance."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import NamedTuple, TypeVar

from routes import clock
from routes.errors import InfeasibleError, TimeError
from routes.gazetteer.station import Station
from routes.ids import StationCode
from routes.itinerary import Item, Itinerary, Leg
from routes.network.refusals import list_joined
from routes.scenarios.answers import EVEN
from routes.scenarios.assumptions import Assumption
from routes.scenarios.departures import Departure, list_departures, read_bound, read_departure
from routes.scenarios.evaluate import read_told, resolve_trip
from routes.scenarios.modes import RAIL
from routes.scenarios.phrases import AsOf, resolve_as_of
from routes.scenarios.plan import Trip, build_itineraries
from routes.scenarios.profiles import Profile, open_profile, plan_journey
from routes.scenarios.reach_told import drop_own, find_known, keep_passing, note_known, run_ways
from routes.scenarios.schema import Scenario
from routes.scenarios.terminals import KIND
from routes.scenarios.timed import Told
from routes.scenarios.world import World
from routes.timing.progress import Progress, chance_by, start_progress, time_by
from routes.timing.spread import Spread
from routes.timing.totals import total_times
from routes.units import round_chance
from routes.when import When, deadlines, format_when

T = TypeVar("T")
LEAST_CHANCE = 0.01
"""Places with less are only counted."""
MOST_PRINTED = 0.99
"""Chances above it are printed as one, `>99%`."""

# A journey is left out unseen when this share of its fast end is longer than the time there is: with every running
# time, by the shared pace at three of its deviations of 0.18, at 0.58 of its own, its chance is far below LEAST_CHANCE.
SHARE_OF_FASTEST = 0.5


class Place(NamedTuple):
    """A place that can have been reached, its way, the chance, and by when: by chance as for any arrival."""

    station: StationCode
    itinerary: Itinerary
    chance: float
    chance_last: float | None
    early: datetime
    expected: datetime | None
    late: datetime | None


class Reached(NamedTuple):
    """The places with a chance of one in a hundred, likeliest first; of the others only how many there are.

    `below` have less chance, and to `cut_off` there is no way.
    """

    query: Scenario
    profile: Profile
    trip: Trip
    as_of: AsOf
    today: bool
    left: Departure
    depart: When
    at: datetime
    at_when: When
    places: tuple[Place, ...]
    below: int
    cut_off: int
    assumptions: Mapping[str, Assumption]
    notes: tuple[str, ...]
    told: Told | None = None


def reach(world: World, query: Scenario, *, now: datetime) -> Reached:
    """Return where something that left one place can be at an instant, read on the clock of that place.

    Raises: PlaceError, TimeError, UsageError, InfeasibleError or DataError.
    """
    trip, notes = resolve_trip(world, query._replace(end=query.start))
    as_of = resolve_as_of(world, query, now)
    depart, left, at_when, at, said = read_reach_times(world, query, as_of, trip)
    notes += said
    profile = open_profile(world, query, trip.via, as_of=as_of.instant)
    told = read_told(world, query, as_of, profile.train)
    span_s = int((at - left.first).total_seconds())
    ways, slow, cut_off = _find_ways(world, profile, trip, span_s)
    if not ways and not slow:
        name, mode = world.gazetteer.stations[trip.origin].name, profile.train.mode
        hint = "name a place on a line of segments.csv, or one with an airport or a port for a plane or ship"
        raise InfeasibleError(f"nothing can be reached from {name} by {mode}", hint=hint)
    if told is None:
        places = [_build_place(way, total, left, at, query.confidence) for way, total in _total_ways(ways)]
    else:
        told, own = drop_own(told, trip.origin, left, world)
        notes += own
        known, count = find_known(told, ways, left, world, mode=profile.train.mode), len(ways)
        ways = keep_passing(known, ways, world)
        places = [
            _place_told(way, progress, left, at, query.confidence) for way, progress in run_ways(world, known, ways)
        ]
        notes += note_known(world, known, off=count - len(ways))
    kept = sorted((p for p in places if p.chance >= LEAST_CHANCE), key=_rank)
    keys = dict.fromkeys([*(k for p in kept for item in p.itinerary.items for k in item.keys), "pace"])
    assumed = profile.pace.known
    return Reached(
        query=query,
        profile=profile,
        trip=trip,
        as_of=as_of,
        today=clock.to_local(as_of.instant, as_of.zone).date() == clock.to_local(now, as_of.zone).date(),
        left=left,
        depart=depart,
        at=at,
        at_when=at_when,
        places=tuple(kept),
        below=slow + len(places) - len(kept),
        cut_off=cut_off,
        assumptions={key: assumed[key] for key in keys if key in assumed},
        notes=tuple(notes),
        told=told,
    )


def list_edges(places: Iterable[Place]) -> dict[Leg, float]:
    """Return the legs of the ways to places, each once, with the chance of having run it to its end.

    It is that of the likeliest place behind it; track that is run both ways counts once.
    """
    found: dict[tuple[frozenset[StationCode], str], tuple[Leg, float]] = {}
    for place in places:
        for leg in place.itinerary.legs:
            key = frozenset((leg.start, leg.end)), leg.line
            held = found.get(key, (leg, 0.0))
            found[key] = held[0], max(held[1], place.chance)
    return dict(found.values())


def _rank(place: Place) -> tuple[float, int, str]:
    """Return the rank: by chance in whole per cent, as printed, of which more than 99 is one; then by length."""
    return (
        -(1.0 if place.chance > MOST_PRINTED else round(round_chance(place.chance), 2)),
        place.itinerary.length_m,
        place.station,
    )


def read_reach_times(
    world: World, query: Scenario, as_of: AsOf, trip: Trip
) -> tuple[When, Departure, When, datetime, list[str]]:
    """Return when it left and the instant asked about, each of one reading, and how they were read.

    Raises: TimeError, when one cannot be read, or has several readings.
    """
    if not query.at.strip():
        raise TimeError("the instant to reach places by is empty", hint='give a time, such as --at "Tuesday 06:00"')
    zone = world.gazetteer.stations[trip.origin].zone
    depart, told = read_departure(world, query.depart, as_of, zone=zone, before=None)
    left = _get_one(list_departures(depart, as_of.instant), depart)
    at_when, said = read_bound(world, query.at, as_of, zone=zone, left=None if query.as_of else left.first)
    if len(at_when.readings) > 1:
        at_when, said = read_bound(world, query.at, as_of, zone=zone, left=left.first)
    notes = [*told, *said]
    at = _get_one(deadlines(at_when), at_when)
    if at <= left.first:
        notes.append(f"by then it has not left: {format_when(at_when)} is not after {format_when(depart)}")
    return depart, left, at_when, at, notes


def _get_one(readings: tuple[T, ...], when: When) -> T:
    if len(readings) > 1:
        hint = f'give one, such as "{when.readings[0].text}"'
        raise TimeError(f'"{when.phrase}" has {len(readings)} readings', hint=hint)
    return readings[0]


def _find_ways(world: World, profile: Profile, trip: Trip, span_s: int) -> tuple[list[Itinerary], int, int]:
    """Return the ways that may be done in a span, how many are far too long, and how many places have none."""
    ways: list[Itinerary] = []
    slow = cut_off = 0
    goals = list(_list_goals(world, profile.train.mode, trip.origin))
    joined: Collection[StationCode] = [station.code for station in goals]
    if profile.train.mode == RAIL:
        joined = list_joined(profile.network, trip.origin)
        goals = [goal for goal in goals if goal.code in joined or _is_looked_to(world, trip.origin, goal.code)]
    known = _find_at_once(profile, trip, goals)
    for station in goals:
        onward = trip._replace(destination=station.code)
        way = known.get(station.code) or (_find_way(profile, onward) if station.code in joined else None)
        if way is None:
            cut_off += 1
        elif sum(item.time.low_s for item in way.items) * SHARE_OF_FASTEST > span_s:
            slow += 1
        else:
            ways.append(way)
    return ways, slow, cut_off


def _is_looked_to(world: World, origin: StationCode, goal: StationCode) -> bool:
    """Return whether a way to a place was sought: on the world's track that is so of those near the origin only."""
    return not world.courses or (origin, goal) in world.network.refusals


def _find_at_once(profile: Profile, trip: Trip, goals: Iterable[Station]) -> dict[StationCode, Itinerary]:
    """Return the ways of a train that one search for each country finds; they are those of its single questions."""
    found: dict[StationCode, Itinerary] = {}
    if profile.train.mode == RAIL:
        for country in dict.fromkeys(station.country for station in goals):
            found |= build_itineraries(profile.network, profile.pace, trip, country)
    return found


def _find_way(profile: Profile, trip: Trip) -> Itinerary | None:
    if profile.train.mode == RAIL and not profile.network.ways_from(trip.destination):
        return None
    try:
        return plan_journey(profile, trip)
    except InfeasibleError:
        return None


def _list_goals(world: World, mode: str, origin: StationCode) -> Iterator[Station]:
    """Yield every place but the origin that a mode may lead to: stations, and the airports or ports of the mode."""
    for station in world.gazetteer.stations.values():
        if station.code != origin and (station.is_railway or station.kind == KIND.get(mode)):
            yield station


def _total_ways(ways: Iterable[Itinerary]) -> Iterator[tuple[Itinerary, Spread]]:
    """Yield each way with its total time; one that is the beginning of a longer one is worked out with that."""
    chains: list[tuple[tuple[Item, ...], list[Itinerary]]] = []
    for way in sorted(ways, key=lambda w: -len(w.items)):
        count = len(way.items)
        held = next((on for items, on in chains if items[:count] == way.items), None)
        if held is None:
            chains.append((way.items, [way]))
        else:
            held.append(way)
    for items, on in chains:
        totals = total_times(items, [len(way.items) for way in on], on[0].pace)
        yield from ((way, totals[len(way.items)]) for way in on)


def _build_place(way: Itinerary, total: Spread, left: Departure, at: datetime, confidence: float) -> Place:
    first_s = int(left.first.timestamp())
    progress = start_progress({0: total}, first_s)
    chance, last = (
        chance_by(progress, 0, (at - (start - left.first)).timestamp()) for start in (left.first, left.last)
    )
    found = [time_by(progress, 0, c) for c in (1 - confidence, EVEN, confidence)]
    early, expected, late = (datetime.fromtimestamp(at_s or first_s, UTC) for at_s in found)
    return Place(way.destination, way, chance, None if left.last == left.first else last, early, expected, late)


def _place_told(way: Itinerary, progress: Progress, left: Departure, at: datetime, confidence: float) -> Place:
    """Return a place by what was told: its chance, and when it is or was there."""
    end = len(way.items)
    found = [time_by(progress, end, c) for c in (1 - confidence, EVEN, confidence)]
    early, expected, late = (datetime.fromtimestamp(at_s, UTC) if at_s is not None else None for at_s in found)
    first = early or left.first
    return Place(way.destination, way, chance_by(progress, end, at.timestamp()), None, first, expected, late)
