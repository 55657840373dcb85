"""Sightings that imply a speed above all that is documented there: possible, and so to be told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from routes.itinerary import Itinerary, Leg
from routes.scenarios.clues import Placed, describe
from routes.scenarios.evidence import Sighted
from routes.scenarios.fastest import find_fastest_way
from routes.scenarios.paces import read_paces
from routes.units import format_duration, format_km, speed_kmh

if TYPE_CHECKING:
    from routes.scenarios.world import World


def note_swift(world: World, itinerary: Itinerary, found: Sequence[Placed], as_of: datetime) -> Iterator[str]:
    """Yield a note for each two sightings, one after the other, that imply more than the fastest documented pace."""
    seen = [one for one in found if isinstance(one.evidence, Sighted) and not one.is_bound]
    ordered = sorted(seen, key=lambda one: (one.event.boundary, one.at))
    paces = read_paces(world.folders)[0] if len(ordered) > 1 else ()
    for first, second in pairwise(ordered):
        part = itinerary._replace(items=itinerary.items[first.event.boundary : second.event.boundary])
        if not any(isinstance(item, Leg) for item in part.items):
            continue
        stations = world.gazetteer.stations
        spare_s = int((second.at - first.at + _error(first) + _error(second)).total_seconds())
        fastest = find_fastest_way(part, stations, paces, as_of=as_of)
        if 0 < spare_s < fastest.time_s:
            yield (
                f"{describe(stations, first)}; {describe(stations, second)}: {format_km(part.length_m)} in at most "
                f"{format_duration(spare_s)} is {speed_kmh(part.length_m, spare_s):.0f} km/h, faster than anything "
                f"documented there ({fastest.kmh:.0f} km/h): place, clock or time of one may be wrong"
            )


def _error(found: Placed) -> timedelta:
    return timedelta(seconds=found.evidence.error_s if isinstance(found.evidence, Sighted) else 0)
