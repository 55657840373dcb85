"""Questions to a published timetable: names to stops, phrases to instants, and the journeys that answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from routes.clock import to_local
from routes.errors import InfeasibleError, PlaceError, TimeError, UsageError
from routes.gazetteer.names import get_place
from routes.gazetteer.station import NAMESAKE_M, Gazetteer, Station
from routes.geo import geodesic_m
from routes.ids import StationCode
from routes.scenarios.known import Known, get_known
from routes.scenarios.phrases import AsOf, read_as_of, read_phrase
from routes.timetable.names import Places, build_places, list_access, list_near
from routes.timetable.network import Network
from routes.timetable.routing import Trek, find_earliest, find_latest, find_profile
from routes.timetable.search import Access
from routes.timetable.staging import Stages, build_stages
from routes.timetable.table import Timetable, list_timetables, open_timetable, seconds
from routes.timetable.walks import CHANGE_S
from routes.units import format_duration, format_km, parse_duration
from routes.when import When, deadlines, instants

if TYPE_CHECKING:
    from routes.scenarios.world import World

KINDS = ("latest-departure", "earliest-arrival", "profile")
NEAR_M, MOST_WALK_M = 1_000, 20_000
"""How far from a place that the timetable does not name one walks to a stop, unless told; at most."""


class Asked(NamedTuple):
    """A question to a timetable in words; what its kind does not need is "".

    `change` is what a change takes where the feed gives no time, and `walk_m` how far one walks at both ends. `via`
    are stops that vehicles on the way call at, in order; those to `avoid` none of them calls at while one is aboard.
    `lang` is the language of the sentence to quote.
    """

    kind: str
    timetable: str
    start: str
    end: str
    arrive: str = ""
    depart: str = ""
    until: str = ""
    as_of: str = ""
    change: str = ""
    walk_m: int = 0
    via: Sequence[str] = ()
    avoid: Sequence[str] = ()
    avoid_routes: Sequence[str] = ()
    lang: str = ""


class End(NamedTuple):
    """One end of a journey: its place, and the stops that are reached from there on foot or at once."""

    station: Station
    access: Sequence[Access]


class Opened(NamedTuple):
    """A timetable opened for journeys between two ends; a change takes `change_s` where the feed gives no time."""

    network: Network
    places: Places
    start: End
    end: End
    change_s: int


class Scheduled(NamedTuple):
    """The answer of a timetable: the question as read, and for each reading of its time the journeys, best first."""

    asked: Asked
    opened: Opened
    as_of: AsOf
    today: bool
    whens: tuple[When, ...]
    answers: tuple[tuple[Trek, ...], ...]


def ask_timetable(world: World, asked: Asked, *, cache: Path, now: datetime) -> Scheduled:
    """Return the journeys that answer a question.

    Raises: UsageError, PlaceError, TimeError, DataError; InfeasibleError, when no journey answers it.
    """
    if asked.kind not in KINDS:
        raise UsageError(f'"{asked.kind}" is no question to a timetable', hint=f"it answers {', '.join(KINDS)}")
    table = open_timetable(cache, _choose(asked.timetable, cache))
    if not 0 <= asked.walk_m <= MOST_WALK_M:
        raise UsageError(f"{asked.walk_m} m is no walk", hint=f"give 0 to {MOST_WALK_M:,} metres")
    change_s = parse_duration(asked.change) if asked.change else CHANGE_S
    places = build_places(table)
    start, end = (find_end(world, table, places, text, asked.walk_m) for text in (asked.start, asked.end))
    refuse_same(start, end, walk="--walk")
    as_of = read_as_of(world, asked.as_of, zone=start.station.zone, now=now)
    network, finish = open_network(world, table, places, asked, (start, end), change_s)
    whens, answers = _answer(world, asked, network, (start, finish), as_of)
    if not any(answers):
        raise _explain(table, start, end)
    today = to_local(as_of.instant, as_of.zone).date() == to_local(now, as_of.zone).date()
    opened = Opened(network, places, start, end, change_s)
    return Scheduled(asked, opened, as_of, today, whens, tuple(tuple(found) for found in answers))


def refuse_same(start: End, end: End, *, walk: str) -> None:
    """Raise UsageError for ends that share a stop; `walk` is what says how far one walks."""
    if {a.stop for a in start.access} & {a.stop for a in end.access}:
        message = f"{start.station.name} and {end.station.name} are one place, or within a walk of one stop"
        raise UsageError(message, hint=f"name two places apart, or walk less far with {walk}")


def open_network(
    world: World, table: Timetable, places: Places, asked: Asked, ends: tuple[End, End], change_s: int
) -> tuple[Network, End]:
    """Return a timetable made ready, and the end of journeys in it.

    Where there are places to pass, that is in the copies of its stops for those who passed them all.
    """
    stages, (_, end) = _build_passed(world, table, places, asked, ends), ends
    if stages:
        end = End(end.station, [Access(a.stop + stages.last, a.walk_s) for a in end.access])
    return Network(table, change_s=change_s, stages=stages), end


def _build_passed(world: World, table: Timetable, places: Places, asked: Asked, ends: tuple[End, End]) -> Stages | None:
    """Return the copies of stops and connections for places to pass and to avoid; None where there are none.

    Who begins at the first place to pass, or ends at the last, has passed it. Raises: PlaceError, UsageError.
    """
    if not (asked.via or asked.avoid or asked.avoid_routes):
        return None
    via, avoided = (
        [set(places.stops.get(find_stop(world, table, places, text).code, ())) for text in texts]
        for texts in (asked.via, asked.avoid)
    )
    first, last = ({a.stop for a in end.access} for end in ends)
    while via and first <= via[0]:
        del via[0]
    while via and last <= via[-1]:
        del via[-1]
    avoid = set[int]().union(*avoided)
    for end, stops in zip(ends, (first, last), strict=True):
        if stops <= avoid:
            raise UsageError(f"{end.station.name} is an end of the journey and to be avoided", hint="leave one out")
    routes = {number for text in asked.avoid_routes for number in _find_routes(table, text)}
    return build_stages(table, via=via, avoid=avoid, avoid_routes=routes)


def _find_routes(table: Timetable, text: str) -> list[int]:
    """Return the routes that bear a name or id; of `ICE` those whose name begins with this word."""
    names, refs = table.texts["route_name"].list(), table.texts["route_ref"].list()
    wanted = text.casefold()
    rows = enumerate(zip(names, refs, strict=True))
    found = [n for n, (name, ref) in rows if ref == text or f"{name.casefold()} ".startswith(f"{wanted} ")]
    if not found:
        raise PlaceError(f'no route of the timetable {table.name} is called "{text}"', hint="name one, such as a line")
    return found


def _choose(name: str, cache: Path) -> str:
    """Return the timetable that is asked: the one named, else the only one there is."""
    names = list_timetables(cache)
    if not name and len(names) > 1:
        raise UsageError("there are several timetables", hint=f"choose one with --timetable: {', '.join(names)}")
    return name or next(iter(names), "")


def find_end(world: World, table: Timetable, places: Places, text: str, walk_m: int) -> End:
    """Return the place of the timetable that a text names; else one of the gazetteer, with the stops near it."""
    code, station = _look_up(world, table, places, text)
    if code:
        return End(station, list_access(table, places, code, walk_m=walk_m))
    access = list_near(table, station.coordinate, walk_m=walk_m or NEAR_M)
    if not access:
        message = f"no stop of the timetable {table.name} lies within {walk_m or NEAR_M:,} m of {station.name}"
        raise PlaceError(message, hint=f"walk farther with --walk, or name a stop; {_tell_nearest(station, places)}")
    return End(station, access)


def find_stop(world: World, table: Timetable, places: Places, text: str) -> Station:
    """Return the place of the timetable that a text names, by the names it has there or in the gazetteer."""
    code, station = _look_up(world, table, places, text)
    if not code:
        raise PlaceError(
            f"{station.name} is no stop of the timetable {table.name}", hint=_tell_nearest(station, places)
        )
    return station


def _look_up(world: World, table: Timetable, places: Places, text: str) -> tuple[StationCode | None, Station]:
    """Return the place that a text names, with its code where it is one of the timetable.

    Raises: PlaceError, for a text that names several places or none.
    """
    try:
        code = get_place(places.gazetteer, text).code
        return code, places.gazetteer.stations[code]
    except PlaceError as fault:
        if fault.candidates and '" fits ' in fault.message:
            raise
        unknown = PlaceError(
            f'"{text}" is no stop of the timetable {table.name}', hint=fault.hint, candidates=fault.candidates
        )
    try:
        known, match = get_known(Known(world.folders, world.gazetteer), text)
    except PlaceError:
        raise unknown from None
    station = known.gazetteer.stations[match.code]
    namesake = _find_namesake(known.gazetteer, station, places)
    return namesake, places.gazetteer.stations[namesake] if namesake else station


def _find_namesake(gazetteer: Gazetteer, station: Station, places: Places) -> StationCode | None:
    """Return the place of a timetable that bears one of the names of a station, and lies where it does."""
    named = [station.name, *(name.name for name in gazetteer.names if name.code == station.code)]
    for text in dict.fromkeys(named):
        try:
            code = get_place(places.gazetteer, text).code
        except PlaceError:
            continue
        if geodesic_m(places.gazetteer.stations[code].coordinate, station.coordinate) <= NAMESAKE_M:
            return code
    return None


def _tell_nearest(station: Station, places: Places) -> str:
    """Return the three places of a timetable nearest to a station, with how far they are."""
    away = [(geodesic_m(place.coordinate, station.coordinate), place) for place in places.gazetteer.stations.values()]
    nearest = sorted(away, key=lambda row: (row[0], row[1].code))[:3]
    return "the nearest: " + "; ".join(f"{place.name} [{place.code}], {format_km(far_m)}" for far_m, place in nearest)


def _answer(
    world: World, asked: Asked, network: Network, ends: tuple[End, End], as_of: AsOf
) -> tuple[tuple[When, ...], list[list[Trek]]]:
    """Return the phrases as read, and the journeys for each reading."""
    (start, begin), (end, finish) = ends

    def read(phrase: str, station: Station) -> When:
        return read_phrase(world, phrase, as_of, zone=station.zone)

    if asked.kind == "latest-departure":
        when = read(asked.arrive, end)
        return (when,), [find_latest(network, begin, finish, arrive_s=at_s) for at_s in _list_ends(when)]
    when = read(asked.depart, start)
    starts = _list_starts(when)
    if asked.kind == "earliest-arrival":
        return (when,), [find_earliest(network, begin, finish, depart_s=at_s) for at_s in starts]
    until = read(asked.until, start)
    until_s = max(_list_ends(until)) + 1
    if until_s <= starts[0]:
        raise TimeError("the window ends before it begins", hint="give --from before --until")
    return (when, until), [find_profile(network, begin, finish, from_s=starts[0], until_s=until_s)]


def _list_ends(when: When) -> list[int]:
    """Return the last acceptable second of each reading: an instant itself, unless before it; of a day its last."""
    is_open = when.kind != "instant" or when.operator == "before"
    return [seconds(at) - is_open for at in deadlines(when)]


def _list_starts(when: When) -> list[int]:
    """Return the first second of each reading."""
    found = [reading.start for reading in when.readings if reading.start is not None]
    if len(found) < len(when.readings):
        found = list(instants(when))  # raises, and says what to write
    return [seconds(at) for at in found]


def _explain(table: Timetable, start: End, end: End) -> InfeasibleError:
    first, last = list_days(table)
    message = f"no journey of the timetable {table.name} leads from {start.station.name} to {end.station.name} then"
    return InfeasibleError(message, hint=f"it has services from {first} to {last}; journeys of 60 days are searched")


def list_days(table: Timetable) -> tuple[date, date]:
    """Return the first and last day of service."""
    first = date.fromordinal(table.first_day)
    return first, first + timedelta(days=table.days - 1)


def note_end(table: Timetable, deadlines: Sequence[datetime], zone: str) -> Iterator[str]:
    """Yield that a deadline lies after the last day of service, so that a later departure may only be unknown."""
    last = list_days(table)[1]
    if any(to_local(at, zone).date() > last + timedelta(days=1) for at in deadlines):
        unknown = "before the time to arrive: what leaves later is not known to it"
        yield f"the timetable {table.name} ends on {last}, {unknown}"


def note_change(change_s: int) -> str:
    """Return what a change takes where the feed gives no time."""
    return f"a change takes {format_duration(change_s)} where the feed gives no time"


def places_gazetteer(opened: Opened) -> Gazetteer:
    """Return the places of a timetable with both ends of a question, which may lie beside its stops."""
    base = opened.places.gazetteer
    ends = {end.station.code: end.station for end in (opened.start, opened.end)}
    return Gazetteer({**base.stations, **ends}, base.names)
