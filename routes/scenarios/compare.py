"""Which of these: every origin with every destination by every mode, each with its three readings of the deadline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import product
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from routes import clock
from routes.errors import InfeasibleError, TimeError
from routes.ids import StationCode
from routes.itinerary import Itinerary
from routes.scenarios.answers import EVEN, Readings, Times, find_times
from routes.scenarios.assumptions import Assumption
from routes.scenarios.claim_sights import is_told
from routes.scenarios.compare_told import answer_way, check_told, read_leaving
from routes.scenarios.evaluate import resolve_trip
from routes.scenarios.feasible import Way, find_chance, find_way
from routes.scenarios.modes import RAIL, parse_modes
from routes.scenarios.phrases import AsOf, read_as_of, read_phrase
from routes.scenarios.place_lists import resolve_places
from routes.scenarios.plan import Trip
from routes.scenarios.profiles import by_mode
from routes.scenarios.reader import get_train
from routes.scenarios.schema import Scenario
from routes.scenarios.world import World
from routes.timing.stages import find_readings
from routes.when import Reading, deadlines

if TYPE_CHECKING:
    from routes.scenarios.timed import Timed

OTHERS_APART = "what was seen, and windows, are those of a train: the ways by plane do not count them"
NO_TIMES: Mapping[int, Times] = MappingProxyType({})
OPEN, AGAINST, CLOSED, NO_WAY = "open", "against the odds", "closed", "no way"


class Row(NamedTuple):
    """One way to one deadline; without a way (`itinerary` is None) only the reason says something.

    `status` is what is still open at the as-of instant, and `on_time` the chance of one who leaves then; of a train
    that was `seen`, both are those given what was. `times` are those of leaving at `departs_at`, by boundary, where
    they are asked for: as late as even odds allow, or else as late as any do.
    """

    origin: StationCode
    destination: StationCode
    mode: str
    train: str
    reading: Reading
    deadline: datetime
    itinerary: Itinerary | None
    status: str
    readings: Readings = Readings(None, None, None)
    on_time: float | None = None
    reason: str = ""
    seen: bool = False
    departs_at: datetime | None = None
    times: Mapping[int, Times] = NO_TIMES


class Comparison(NamedTuple):
    """A comparison as resolved, with its rows in the order in which origins, destinations and modes were given."""

    query: Scenario
    as_of: AsOf
    today: bool
    origins: tuple[StationCode, ...]
    destinations: tuple[StationCode, ...]
    modes: tuple[str, ...]
    trip: Trip
    rows: tuple[Row, ...]
    assumptions: Mapping[str, Assumption]
    notes: tuple[str, ...]
    timed: Timed | None = None


def compare(
    world: World, query: Scenario, *, now: datetime, used: Mapping[str, Assumption] = MappingProxyType({})
) -> Comparison:
    """Return a row for each origin, destination and mode; the deadline is read in each destination's own clock.

    Its assumptions are those `used` by other rows beside it, and its own.

    Raises: InfeasibleError, when no row has a way; PlaceError, TimeError, UsageError or DataError.
    """
    if not query.arrive.strip():
        raise TimeError("the time to arrive is empty", hint='give a time, such as "by Tuesday noon"')
    notes = list[str]()
    origins = resolve_places(world.gazetteer, query.origins or (query.start,), notes)
    destinations = resolve_places(world.gazetteer, query.destinations or (query.end,), notes)
    stations, modes = world.gazetteer.stations, parse_modes(query.by or (query.mode,))
    as_of = read_as_of(world, query.as_of, zone=stations[origins[0]].zone, now=now)
    base, _ = resolve_trip(world, query._replace(start=origins[0], end=destinations[0]))
    own = get_train(world.folders, query.train).mode
    check_told(world, query, as_of, modes, rail=RAIL)
    timed: Timed | None = None
    rows: list[Row] = []
    for origin, destination, mode in product(origins, destinations, modes):
        trip = base._replace(origin=origin, destination=destination)
        way = find_way(world, by_mode(query, mode, own=own), trip, as_of)
        used = {**used, **_list_used(way, used)}
        notes += _note_track(world, way, notes)
        if mode == RAIL and way.itinerary and (is_told(query) or way.profile.train.windows):
            told = _build_told(world, by_mode(query, mode, own=own), trip, way, as_of, now=now)
            rows += told.rows
            timed = timed or told.timed
            notes += told.notes
        else:
            rows += _build_rows(world, query, trip, way, as_of)
    if all(row.itinerary is None for row in rows):
        reasons = "; ".join(dict.fromkeys(row.reason for row in rows))
        raise InfeasibleError(f"there is no way between these places: {reasons}", hint="name other places or modes")
    rows = [_time_row(row, query.confidence) for row in rows] if query.geometry else rows
    today = clock.to_local(as_of.instant, as_of.zone).date() == clock.to_local(now, as_of.zone).date()
    notes += [OTHERS_APART] if is_told(query) and len(modes) > 1 else []
    notes = list(dict.fromkeys(notes))
    return Comparison(query, as_of, today, origins, destinations, modes, base, tuple(rows), used, tuple(notes), timed)


class _Rows(NamedTuple):
    """The rows of a way with what was told, what was made of that, and notes."""

    rows: tuple[Row, ...]
    timed: Timed | None
    notes: tuple[str, ...]


def _build_told(world: World, query: Scenario, trip: Trip, way: Way, as_of: AsOf, *, now: datetime) -> _Rows:
    """Return a row for each reading of the deadline, each as the answer to its single question."""
    when = read_phrase(world, query.arrive, as_of, zone=world.gazetteer.stations[trip.destination].zone)
    told = answer_way(world, query, trip, as_of, when=when, now=now)
    what, rows = (trip.origin, trip.destination, way.mode, way.profile.train.title), list[Row]()
    for n, (reading, end) in enumerate(zip(when.readings, deadlines(when), strict=True)):
        row = Row(*what, reading, end, told.itinerary, NO_WAY, reason=told.reason)
        if told.evaluation:
            answer = told.evaluation.answers[n]
            readings, is_seen = read_leaving(answer), bool(query.seen)
            chance = answer.on_time or 0.0
            status = judge_chance(chance, query.confidence) if is_seen else judge(readings, as_of.instant)
            row = row._replace(readings=readings, status=status, on_time=chance, seen=is_seen)
            row = row._replace(departs_at=answer.departs_at, times=answer.times)
        rows.append(row)
    timed = told.evaluation.timed if told.evaluation else None
    return _Rows(tuple(rows), timed, (*told.notes, *(timed.notes if timed else ())))


def judge_chance(chance: float, confidence: float) -> str:
    """Return what is still open of a train that was seen, by its chance."""
    return OPEN if chance >= EVEN else AGAINST if chance >= 1 - confidence - 1e-9 else CLOSED


def _note_track(world: World, way: Way, told: Sequence[str]) -> list[str]:
    """Return what is to be said of a way on the world's track that was not told before."""
    if way.itinerary is None or not world.courses:
        return []
    from routes.scenarios.track_notes import note_track  # what the authored track does not need

    return [note for note in note_track(world, way.profile, way.itinerary) if note not in told]


def _list_used(way: Way, others: Mapping[str, Assumption]) -> dict[str, Assumption]:
    """Return what a way rests on by key, with its train where others have another value by that key."""
    if way.itinerary is None:
        return {}
    keys = dict.fromkeys([*(key for item in way.itinerary.items for key in item.keys), "pace"])
    known, train = way.profile.pace.known, way.profile.train.name
    own = {key: known[key] for key in keys if key in known}
    names = {key: key if others.get(key, value) == value else f"{train}/{key}" for key, value in own.items()}
    return {names[key]: value._replace(key=names[key]) for key, value in own.items()}


def _build_rows(world: World, query: Scenario, trip: Trip, way: Way, as_of: AsOf) -> list[Row]:
    """Return a row for each reading of the deadline on the destination's clock."""
    when = read_phrase(world, query.arrive, as_of, zone=world.gazetteer.stations[trip.destination].zone)
    ends = zip(when.readings, deadlines(when), strict=True)
    what = (trip.origin, trip.destination, way.mode, way.profile.train.title)
    rows = [Row(*what, reading, end, way.itinerary, NO_WAY, reason=way.reason) for reading, end in ends]
    return [_build_row(row, query.confidence, as_of) for row in rows]


def _build_row(row: Row, confidence: float, as_of: AsOf) -> Row:
    if row.itinerary is None:
        return row
    chances = (confidence, EVEN, 1 - confidence)
    deadline_s = int(row.deadline.timestamp())
    (found,) = find_readings(row.itinerary, [deadline_s], confidences=chances)
    readings = Readings(*(None if at_s is None else datetime.fromtimestamp(at_s, UTC) for at_s in found))
    on_time = find_chance(row.itinerary, as_of.instant, row.deadline)
    return row._replace(readings=readings, status=judge(readings, as_of.instant), on_time=on_time)


def _time_row(row: Row, confidence: float) -> Row:
    """Return a row with the times of its journey, where what was told has not given them."""
    departs_at = row.readings.even or row.readings.too_late_after
    if row.itinerary is None or departs_at is None or row.times:
        return row
    return row._replace(departs_at=departs_at, times=find_times(row.itinerary, departs_at, confidence=confidence))


def judge(readings: Readings, as_of: datetime) -> str:
    """Return what is still open at an instant: even odds, only less than that, or not even the last reading."""
    if readings.even is not None and readings.even >= as_of:
        return OPEN
    return AGAINST if readings.too_late_after is not None and readings.too_late_after >= as_of else CLOSED
