"""Which of these: every origin with every destination by every mode, each with its three readings of the deadline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import product
from typing import NamedTuple

from routes import clock
from routes.errors import InfeasibleError, TimeError
from routes.ids import StationCode
from routes.itinerary import Itinerary
from routes.scenarios.answers import EVEN, Readings
from routes.scenarios.assumptions import Assumption
from routes.scenarios.evaluate import resolve_trip
from routes.scenarios.feasible import Way, find_chance, find_way
from routes.scenarios.modes import parse_modes
from routes.scenarios.phrases import AsOf, read_as_of, read_phrase
from routes.scenarios.place_lists import resolve_places
from routes.scenarios.plan import Trip
from routes.scenarios.profiles import by_mode
from routes.scenarios.reader import get_train
from routes.scenarios.schema import Scenario
from routes.scenarios.unread import refuse_unread
from routes.scenarios.world import World
from routes.timing.stages import find_readings
from routes.when import Reading, deadlines

OPEN, AGAINST, CLOSED, NO_WAY = "open", "against the odds", "closed", "no way"


class Row(NamedTuple):
    """One way to one deadline; without a way (`itinerary` is None) only the reason says something.

    `status` is what is still open at the as-of instant, and `on_time` the chance of one who leaves then.
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


def compare(world: World, query: Scenario, *, now: datetime) -> Comparison:
    """Return a row for each origin, destination and mode; the deadline is read in each destination's own clock.

    Raises: InfeasibleError, when no row has a way; PlaceError, TimeError, UsageError or DataError.
    """
    if not query.arrive.strip():
        raise TimeError("the time to arrive is empty", hint='give a time, such as "by Tuesday noon"')
    notes = refuse_unread(query)
    origins = resolve_places(world.gazetteer, query.origins or (query.start,), notes)
    destinations = resolve_places(world.gazetteer, query.destinations or (query.end,), notes)
    stations, modes = world.gazetteer.stations, parse_modes(query.by or (query.mode,))
    as_of = read_as_of(world, query.as_of, zone=stations[origins[0]].zone, now=now)
    base = resolve_trip(world, query._replace(start=origins[0], end=destinations[0]), [])
    own = get_train(world.folders, query.train).mode
    rows: list[Row] = []
    used: dict[str, Assumption] = {}
    for origin, destination, mode in product(origins, destinations, modes):
        trip = base._replace(origin=origin, destination=destination)
        way = find_way(world, by_mode(query, mode, own=own), trip, as_of)
        used |= _list_used(way)
        notes += _note_track(world, way, notes)
        rows += _build_rows(world, query, trip, way, as_of)
    if all(row.itinerary is None for row in rows):
        reasons = "; ".join(dict.fromkeys(row.reason for row in rows))
        raise InfeasibleError(f"there is no way between these places: {reasons}", hint="name other places or modes")
    today = clock.to_local(as_of.instant, as_of.zone).date() == clock.to_local(now, as_of.zone).date()
    return Comparison(query, as_of, today, origins, destinations, modes, base, tuple(rows), used, tuple(notes))


def _note_track(world: World, way: Way, told: Sequence[str]) -> list[str]:
    """Return what is to be said of a way on the world's track that was not told before."""
    if way.itinerary is None or not world.courses:
        return []
    from routes.scenarios.track_notes import note_track  # what the authored track does not need

    return [note for note in note_track(world, way.profile, way.itinerary) if note not in told]


def _list_used(way: Way) -> dict[str, Assumption]:
    if way.itinerary is None:
        return {}
    keys = dict.fromkeys([*(key for item in way.itinerary.items for key in item.keys), "pace"])
    return {key: way.profile.pace.known[key] for key in keys if key in way.profile.pace.known}


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


def judge(readings: Readings, as_of: datetime) -> str:
    """Return what is still open at an instant: even odds, only less than that, or not even the last reading."""
    if readings.even is not None and readings.even >= as_of:
        return OPEN
    return AGAINST if readings.too_late_after is not None and readings.too_late_after >= as_of else CLOSED
