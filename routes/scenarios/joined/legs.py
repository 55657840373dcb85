"""The legs of a joined journey made ready: each planned on its track or opened in its timetable, place by place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any, NamedTuple

from routes.clock import to_local
from routes.errors import PlaceError, RoutesError, UsageError
from routes.gazetteer.beyond import Candidate, with_place
from routes.gazetteer.folding import fold
from routes.gazetteer.names import get_place
from routes.gazetteer.station import Station
from routes.geo import geodesic_m
from routes.ids import StationCode
from routes.itinerary import Itinerary
from routes.scenarios.delays import Delay, find_delay
from routes.scenarios.joined.settings import CHANGE, Settings, read_settings, set_delay
from routes.scenarios.meeting import meet
from routes.scenarios.modes import parse_mode, split_mode, usual_profile
from routes.scenarios.phrases import AsOf, read_as_of
from routes.scenarios.plan import Trip
from routes.scenarios.profiles import Profile, open_profile, plan_journey
from routes.scenarios.reader import get_train
from routes.scenarios.schema import Scenario, list_avoided
from routes.scenarios.terminals import serve
from routes.scenarios.timetables import MOST_WALK_M, Asked, End, Opened, find_end, open_network, refuse_same
from routes.scenarios.world import World, with_places
from routes.sentences_scheduled import visible
from routes.timetable.names import Places, build_places
from routes.timetable.table import Timetable
from routes.timetable.walks import build_walks, walk_time_s
from routes.timing.windows import Window
from routes.units import parse_duration


class Modelled(NamedTuple):
    """A leg that stands in no timetable, as planned; `prefix` marks the keys of a profile that is not the journey's.

    `windows` are when it may go on at boundaries of its itinerary, in seconds of the epoch of timetables.
    """

    profile: Profile
    trip: Trip
    itinerary: Itinerary
    prefix: str
    windows: tuple[tuple[int, Window], ...] = ()


class Timed(NamedTuple):
    """A leg by timetable: its two ends there, and how late its vehicles are."""

    opened: Opened
    delay: Delay


class Part(NamedTuple):
    """One leg of a joined journey between two places, after a change that is stated or taken for granted."""

    start: StationCode
    end: StationCode
    change_s: int
    is_stated: bool
    way: Modelled | Timed


class LegFault(NamedTuple):
    """What is wrong with a leg: its number and the key at which it shows."""

    leg: int
    field: str
    error: RoutesError


class _Read(NamedTuple):
    """A timetable read for one leg, with its places."""

    table: Timetable
    places: Places


class _Joint(NamedTuple):
    """A place where legs meet: its station, and what it is in the timetables of the leg before and of that after."""

    station: Station
    before: End | None
    after: End | None


class Joining(NamedTuple):
    """The legs of a journey as far as they can be made ready, the world with their places, and what is wrong."""

    world: World
    parts: tuple[Part, ...]
    faults: tuple[LegFault, ...]


def join_legs(world: World, query: Scenario, as_of: AsOf, *, now: datetime) -> Joining:
    """Return the legs of a journey with every fault that they have; without any, all of them are there."""
    settings = _read_settings(world, query)
    tables = [_read_table(world, leg.get("timetable"), n) for n, leg in enumerate(query.legs)]
    faults = [one for one in tables if isinstance(one, LegFault)]
    reads = [one if isinstance(one, _Read) else None for one in tables]
    joints = []
    for n, text in enumerate([query.start, *(leg.get("to") or query.end for leg in query.legs)]):
        world, joint = _meet_place(world, query, n, text, reads)
        if isinstance(joint, _Joint):
            joints.append(joint)
        elif joint:
            faults.append(joint)
    if faults:
        return Joining(world, (), tuple(faults))
    settings = settings._replace(changes=_place_changes(settings, joints))
    parts = []
    for n, ends in enumerate(pairwise(joints)):
        try:
            world, part = _build_part(world, query, n, ends, reads[n], settings, as_of, now)
            parts.append(part)
        except RoutesError as error:
            faults.append(LegFault(n, "timetable" if reads[n] else "to", error))
    return Joining(world, tuple(parts), tuple(faults))


def _read_settings(world: World, query: Scenario) -> Settings:
    timetables = [leg["timetable"] for leg in query.legs if leg.get("timetable")]
    trains = [_name_train(world, query, leg) for leg in query.legs if not leg.get("timetable")]
    return read_settings(query, timetables, trains) if query.settings else Settings((), (), {})


def _place_changes(settings: Settings, joints: Sequence[_Joint]) -> dict[str, int]:
    """Return what is set of changes by the codes of their places, which may be set by name.

    Raises: UsageError, for a place where no two legs meet.
    """
    met = [joint.station for joint in joints[1:-1]]
    known = {"": ""} | {fold(text): one.code for one in met for text in (one.name, one.code)}
    if strange := sorted(name for name in settings.changes if fold(name) not in known):
        where = ", ".join(one.code for one in met) or "none"
        hint = f"they meet at {where}; {CHANGE}=TIME sets all that nothing states"
        raise UsageError(f'no two legs meet at "{strange[0]}"', hint=hint)
    return {known[fold(name)]: change_s for name, change_s in settings.changes.items()}


def _read_table(world: World, name: str | None, n: int) -> _Read | LegFault | None:
    if not name:
        return None
    try:
        if world.open_timetable is None:
            raise UsageError("no timetables are at hand", hint="open them with load(cache=…)")
        table = world.open_timetable(name)
        return _Read(table, build_places(table))
    except RoutesError as error:
        return LegFault(n, "timetable", error)


def _meet_place(
    world: World, query: Scenario, n: int, text: str, reads: Sequence[_Read | None]
) -> tuple[World, _Joint | LegFault | None]:
    """Return the place at the start of leg `n`, which is the end of the leg before, and the world with it.

    None where the timetable of one of the two could not be read, which is told of that.
    """
    sides = [i for i in (n - 1, n) if 0 <= i < len(query.legs)]
    if any(query.legs[i].get("timetable") and not reads[i] for i in sides):
        return world, None
    try:
        ends = {i: _find_side(world, query, i, text, read) for i in sides if (read := reads[i])}
        station: Station | None = None
        if len(ends) < len(sides):
            world, station = _find_station(world, text, [*ends.values()])
        station = station or _show(next(iter(ends.values())).station)
        for end in ends.values():
            _refuse_apart(station, end.station)
    except RoutesError as error:
        return world, LegFault(min(max(n - 1, 0), len(query.legs) - 1), "to", error)
    return _admit(world, station), _Joint(station, ends.get(n - 1), ends.get(n))


def _find_side(world: World, query: Scenario, i: int, text: str, read: _Read) -> End:
    return find_end(world, read.table, read.places, text, query.legs[i].get("walk_m") or 0)


def _find_station(world: World, text: str, ends: Sequence[End]) -> tuple[World, Station]:
    """Return a place of the gazetteer, else the stop of that name of a timetable beside, and the world with it."""
    try:
        world = with_places(world, [text])
        return world, world.gazetteer.stations[get_place(world.gazetteer, text).code]
    except PlaceError:
        if not ends:
            raise
        return world, _show(ends[0].station)


def _show(station: Station) -> Station:
    """Return a stop of a feed with the control characters of its name as escapes."""
    return station._replace(name=visible(station.name), local_name=visible(station.local_name))


def _refuse_apart(here: Station, there: Station) -> None:
    apart_m = geodesic_m(here.coordinate, there.coordinate)
    if apart_m > MOST_WALK_M:
        message = f"{there.name} of the timetable lies {apart_m // 1000:,} km from {here.name} [{here.code}]"
        raise UsageError(message, hint="they are two places of one name: write a code, a stop_id or a position")


def _admit(world: World, station: Station) -> World:
    if station.code in world.gazetteer.stations:
        return world
    candidate = Candidate(station, station.code, "code")
    return world._replace(gazetteer=with_place(world.gazetteer, candidate, station.code))


def _build_part(
    world: World,
    query: Scenario,
    n: int,
    ends: tuple[_Joint, _Joint],
    read: _Read | None,
    settings: Settings,
    as_of: AsOf,
    now: datetime,
) -> tuple[World, Part]:
    start, end = ends
    leg, codes = query.legs[n], (start.station.code, end.station.code)
    if codes[0] == codes[1]:
        raise UsageError(f"a leg starts and ends at {start.station.name}", hint="name two different places")
    stated = leg.get("change")
    known_s = 0 if not n else parse_duration(stated) if stated else None
    if n and codes[0] in settings.changes:
        known_s = settings.changes[codes[0]]
    if known_s is None:
        known_s = _find_change_s(query, n, start, read, settings.change_s)
    change_s = _guess_change_s(start, settings.change_s) if known_s is None else known_s
    if read:
        way: Timed | Modelled = _open_timed(world, query, n, ends, read, settings, as_of)
    else:
        world, way = _plan(world, query, n, codes, settings, as_of, now)
    return world, Part(*codes, change_s, known_s is not None, way)


def _find_change_s(query: Scenario, n: int, joint: _Joint, read: _Read | None, usual_s: int) -> int | None:
    """Return the longest change that the timetable of two legs in turn has at a place; None where they are of two."""
    same = read and query.legs[n].get("timetable") == query.legs[n - 1].get("timetable")
    if not (same and read and joint.before and joint.after):
        return None
    walks, _ = build_walks(read.table, change_s=usual_s)
    ends = {access.stop for access in joint.after.access}
    stops = [access.stop for access in joint.before.access]
    rows = (m for stop in stops for m in range(int(walks.first[stop]), int(walks.first[stop + 1])))
    return max((int(walks.seconds[m]) for m in rows if walks.to[m] in ends), default=None)


def _guess_change_s(joint: _Joint, usual_s: int) -> int:
    """Return the usual seconds of a change, or of the walk between what two legs call one place."""
    places = [joint.station, *(end.station for end in (joint.before, joint.after) if end)]
    apart_m = max(geodesic_m(a.coordinate, b.coordinate) for a, b in pairwise([*places, places[0]]))
    return max(usual_s, walk_time_s(apart_m))


def _open_timed(
    world: World,
    query: Scenario,
    n: int,
    ends: tuple[_Joint, _Joint],
    read: _Read,
    settings: Settings,
    as_of: AsOf,
) -> Timed:
    leg, (table, places) = query.legs[n], read
    start, end = ends[0].after, ends[1].before
    if start is None or end is None:
        raise UsageError("a leg by timetable has no ends in it", hint="name stops of the timetable")
    refuse_same(start, end, walk="walk_m")
    asked = Asked("latest-departure", table.name, start.station.name, end.station.name, via=tuple(leg.get("via") or ()))
    network, end = open_network(world, table, places, asked, (start, end), settings.change_s)
    delay = find_delay(world.folders, query, table.name, as_of=as_of.instant)
    return Timed(Opened(network, places, start, end, settings.change_s), set_delay(delay, settings.delays))


def _plan(
    world: World,
    query: Scenario,
    n: int,
    codes: tuple[StationCode, StationCode],
    settings: Settings,
    as_of: AsOf,
    now: datetime,
) -> tuple[World, Modelled]:
    """Return a modelled leg, and the world with the track that it needs."""
    leg = query.legs[n]
    mode, train = _name_mode(query, leg), _name_train(world, query, leg)
    asked = query._replace(
        question="distance",
        start=codes[0],
        end=codes[1],
        via=tuple(leg.get("via") or ()),
        train=train,
        mode=mode,
        legs=(),
        settings=settings.pick_train(train, is_own=train == query.train),
        as_of=query.as_of or as_of.instant.isoformat(),
    )
    world = serve(meet(world, asked, now=now), asked)
    via = tuple(get_place(world.gazetteer, text).code for text in asked.via)
    profile = open_profile(world, asked, via, as_of=as_of.instant)
    trip = Trip(*codes, via, list_avoided(query), query.turns)
    prefix = "" if train == query.train else f"{train}/"
    return world, Modelled(profile, trip, mark_keys(plan_journey(profile, trip), prefix), prefix)


def _name_mode(query: Scenario, leg: Mapping[str, Any]) -> str:
    return parse_mode(leg["mode"]) if leg.get("mode") else "" if leg.get("train") else query.mode


def _name_train(world: World, query: Scenario, leg: Mapping[str, Any]) -> str:
    """Return the profile of a modelled leg."""
    return leg.get("train") or _find_train(world, query, _name_mode(query, leg))


def _find_train(world: World, query: Scenario, mode: str) -> str:
    """Return the profile of the journey where it goes by a mode, else the usual one of that mode."""
    if not mode or set(split_mode(mode)) & set(split_mode(get_train(world.folders, query.train).mode)):
        return query.train
    return usual_profile(mode)


def mark_keys(itinerary: Itinerary, prefix: str) -> Itinerary:
    """Return a journey whose assumptions are told from those of like keys of other profiles."""
    if not prefix:
        return itinerary
    items = (item._replace(keys=tuple(prefix + key for key in item.keys)) for item in itinerary.items)
    return itinerary._replace(items=tuple(items))


def read_start(world: World, query: Scenario, now: datetime) -> AsOf:
    """Return the instant whose knowledge counts; on the clock of UTC where the origin is a stop of a timetable only."""
    try:
        known = with_places(world, [query.start])
        zone = known.gazetteer.stations[get_place(known.gazetteer, query.start).code].zone
    except LookupError:
        zone = "UTC"
    return read_as_of(world, query.as_of, zone=zone, now=now)


def is_today(as_of: AsOf, now: datetime) -> bool:
    """Return whether the as-of instant lies on the present day, on its own clock."""
    return to_local(as_of.instant, as_of.zone).date() == to_local(now, as_of.zone).date()
