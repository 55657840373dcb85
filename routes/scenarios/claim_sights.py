"""Claims of a train that was seen, or not seen, on its way: they are weighed from the last place where it was seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from routes.clock import format_local, zone_city
from routes.errors import InfeasibleError, UsageError
from routes.gazetteer.station import Station
from routes.ids import StationCode
from routes.itinerary import Itinerary
from routes.scenarios.answers import Answer
from routes.scenarios.clues import Placed, find_event
from routes.scenarios.departures import Departure, read_bound
from routes.scenarios.evaluate import Evaluation, evaluate
from routes.scenarios.evidence import Sighted, Vantage, read_sighting
from routes.scenarios.phrases import AsOf, Phrased
from routes.scenarios.schema import Scenario
from routes.scenarios.world import World
from routes.when import deadlines

if TYPE_CHECKING:
    from datetime import datetime

Stations = Mapping[StationCode, Station]
OTHERS = "what was seen, and windows, are those of a train: a claim by plane or ship does not count them"


def is_told(query: Scenario) -> bool:
    """Return whether a question tells anything of its journey beside its ends."""
    return bool(query.seen or query.not_seen or query.windows)


def without_told(query: Scenario) -> Scenario:
    """Return the question of what cannot have been seen: it goes by air.

    Raises: UsageError, where it then lacks its departure.
    """
    if query.seen and not query.depart:
        message = "what was seen counts for a train, and this claim is of a plane or ship"
        raise UsageError(message, hint="say when with --left")
    return query._replace(seen=(), not_seen=(), windows=())


def read_seen_times(world: World, query: Scenario, as_of: AsOf, *, zone: str) -> tuple[Phrased, list[str]]:
    """Return the deadline of a claim whose departure is worked out from sightings: the first after the last of them.

    Raises: UsageError, PlaceError or TimeError, for what cannot be read.
    """
    vantage = Vantage(world.gazetteer, as_of)
    last = max(read_sighting(vantage, text).at for text in query.seen)
    arrive, notes = read_bound(world, query.arrive, as_of, zone=zone, left=last)
    return Phrased(arrive, None, deadlines(arrive)), notes


def find_last(evaluation: Evaluation) -> Placed | None:
    """Return the sighting furthest on the way, and of two there the later; None without any."""
    found = evaluation.timed.found if evaluation.timed else ()
    seen = [one for one in found if isinstance(one.evidence, Sighted) and not one.is_bound]
    return max(seen, key=lambda one: (one.event.boundary, one.at), default=None)


def depart_seen(found: Placed) -> Departure:
    """Return a sighting as the departure from which a claim counts."""
    return Departure(None, found.at, found.at, found.evidence.station)


def cut_rest(itinerary: Itinerary, stations: Stations, found: Placed) -> Itinerary:
    """Return what lies ahead of a sighting."""
    item = found.evidence
    boundary = find_event(itinerary, stations, item.station, item.event)[0].boundary
    return itinerary._replace(origin=item.station, items=itinerary.items[boundary:])


def find_last_chances(
    world: World, query: Scenario, times: Phrased, departures: Sequence[Departure], *, now: datetime
) -> list[float | None]:
    """Return the chance of being in time for each answer, had it left at the last instant; None where it is the first.

    One that cannot have left then with all that was told is not in time.
    """
    if all(one.first == one.last for one in departures):
        return [None] * (len(departures) * len(times.ends))
    late = times._replace(starts=tuple(one.last for one in departures))
    try:
        return [answer.on_time for answer in evaluate(world, query, now=now, times=late).answers]
    except InfeasibleError:
        return [0.0] * (len(departures) * len(times.ends))


def note_left(phrase: str, spans: Sequence[Departure], answers: Sequence[Answer], station: Station) -> list[str]:
    """Return how a day of leaving stands beside sightings, from which it is worked out when it left."""
    notes = [f'"{phrase}" is no one instant: when it left is worked out from what was seen']
    for answer in answers:
        left = answer.left
        if left and left.late and not any(left.early <= span.last and span.first <= left.late for span in spans):
            early, late = (format_local(at, station.zone) for at in (left.early, left.late))
            city = zone_city(station.zone)
            notes.append(f'it left {station.name} from {early} to {late} {city} by what was seen, not "{phrase}"')
    return notes
