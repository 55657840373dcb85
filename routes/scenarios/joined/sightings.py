"""A joined journey from where it was last seen: the legs from there on, and how exactly it is known when."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from math import ceil
from typing import NamedTuple, TypeVar

from routes.clock import format_local
from routes.errors import PlaceError, UsageError
from routes.ids import StationCode
from routes.scenarios.clues import Placed, find_all
from routes.scenarios.evidence import Sighted, Vantage, read_sighting
from routes.scenarios.joined.legs import Modelled, Part
from routes.scenarios.joined.odds import Onset
from routes.scenarios.phrases import AsOf
from routes.scenarios.schema import Scenario
from routes.scenarios.world import World
from routes.timing.lateness import build_lateness
from routes.timing.likelihood import LEAST_ERROR_S, bell_spread

T = TypeVar("T")
WIDEST = 8
"""Standard deviations on either side of an instant that are counted."""


class Seen(NamedTuple):
    """The legs from the last sighting on, it and those before it, when it was, and how exactly that is known."""

    parts: tuple[Part, ...]
    found: Placed
    departs_at: datetime
    onset: Onset
    notes: tuple[str, ...]


def start_where_seen(worlds: tuple[World, World], query: Scenario, as_of: AsOf, parts: Sequence[Part]) -> Seen | None:
    """Return a journey from its last sighting on; None where none is told.

    What lies before is left out: how fast it went until then does not bear on the rest. Of the `worlds` the first has
    no stops of the timetables.
    Raises: UsageError, PlaceError or TimeError, for what cannot be read, or was seen on no modelled leg.
    """
    if not query.seen:
        return None
    told = [ask_either(worlds, partial(_read, as_of, text)) for text in query.seen]
    last = max(told, key=lambda item: item.at)
    rest, found = _cut(worlds[1], parts, last)
    if not rest:
        raise UsageError(f'"{last.text}" is where the journey ends', hint="nothing is left to be asked")
    deviation = max(last.error_s / 2, LEAST_ERROR_S)
    early_s = ceil(WIDEST * deviation)
    onset = Onset(build_lateness(bell_spread(early_s, deviation)), early_s)
    return Seen(rest, found, last.at, onset, tuple(_list_notes(worlds[1], told, last)))


def _read(as_of: AsOf, text: str, world: World) -> Sighted:
    return read_sighting(Vantage(world.gazetteer, as_of), text)


def ask_either(worlds: tuple[World, World], ask: Callable[[World], T]) -> T:
    """Return what is asked of a world without the stops of timetables, else of that with them."""
    try:
        return ask(worlds[0])
    except PlaceError:
        return ask(worlds[1])


def _cut(world: World, parts: Sequence[Part], item: Sighted) -> tuple[tuple[Part, ...], Placed]:
    """Return the legs from a sighting on, and the event on the leg that it is of."""
    n = find_leg(parts, item.station, item.event)
    part = None if n is None else parts[n]
    if n is None or part is None or not isinstance(part.way, Modelled):
        hint = "tell of a place on such a leg; of one by timetable, ask for a later time to depart"
        raise UsageError(f'"{item.text}" is of no modelled leg', hint=hint)
    way = part.way.itinerary
    (found,) = find_all(way, world.gazetteer.stations, [item])
    boundary = found.event.boundary
    if boundary == len(way.items):
        return tuple(parts[n + 1 :]), found
    cut = way._replace(origin=item.station, items=way.items[boundary:])
    first = part._replace(start=item.station, change_s=0, way=part.way._replace(itinerary=cut))
    return (first, *parts[n + 1 :]), found


def find_leg(parts: Sequence[Part], station: StationCode, event: str) -> int | None:
    """Return the number of the modelled leg that an event at a place is of; None where it is of none.

    Where two legs meet, leaving is of the later one, and arriving of the earlier.
    """
    own = ((n, part.way) for n, part in enumerate(parts))
    legs = [n for n, way in own if isinstance(way, Modelled) and station in way.itinerary.stations]
    return None if not legs else legs[-1] if event == "dep" else legs[0]


def _list_notes(world: World, told: Sequence[Sighted], last: Sighted) -> Iterator[str]:
    station = world.gazetteer.stations[last.station]
    at = format_local(last.at, station.zone)
    yield (
        f'the journey counts from "{last.text}", read as {station.name} at {at} its time; '
        "how fast it went until then does not bear on the rest"
    )
    for item in told:
        if item is not last:
            yield f'"{item.text}" is of before that, and changes nothing'
