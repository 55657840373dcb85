"""Other lines that a journey could take, said beside the answer so that none is ruled out in silence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from routes.errors import InfeasibleError
from routes.ids import StationCode
from routes.itinerary import Itinerary, Work
from routes.network.graph import POSSIBLE, Network
from routes.scenarios.plan import Pace, Trip, build_itinerary
from routes.units import format_duration, format_km

WORTH_SAYING = 0.95  # of the likely time: a way abroad that saves less is not worth a note


def list_alternatives(network: Network, pace: Pace, trip: Trip, chosen: Itinerary) -> list[str]:
    """Return a sentence for each other line that is shorter or faster, with the option that takes it."""
    return [*_by_possible_turns(network, pace, trip, chosen), *_by_other_countries(network, pace, trip, chosen)]


def _by_possible_turns(network: Network, pace: Pace, trip: Trip, chosen: Itinerary) -> Iterator[str]:
    other = None if trip.turns == POSSIBLE else _find(network, pace, trip._replace(turns=POSSIBLE))
    if other and other.length_m < chosen.length_m:
        usual = _reversals(chosen)
        names = " and ".join(pace.stations[code].name for code in _reversals(other) if code not in usual)
        how = f"by reversing at {names}, which no train is known to do: --turns possible"
        yield f"{format_km(other.length_m)} of track are possible {how}"


def _by_other_countries(network: Network, pace: Pace, trip: Trip, chosen: Itinerary) -> Iterator[str]:
    """Yield the way through other countries, as its own options give it."""
    if other := find_abroad(network, pace, trip, chosen):
        saved = format_duration(chosen.likely_s - other.itinerary.likely_s)
        length = format_km(other.itinerary.length_m)
        yield f"through {other.countries} it would be {length} and likely {saved} less: {other.options}"


class Abroad(NamedTuple):
    """A faster way through other countries: which, the options that take it, and its itinerary."""

    countries: str
    options: str
    itinerary: Itinerary


def find_abroad(network: Network, pace: Pace, trip: Trip, chosen: Itinerary) -> Abroad | None:
    """Return the way through other countries where it is faster: one station of each is named and tried."""
    free = None if trip.via else _find(network, pace, trip, usual=False)
    if free is None:
        return None
    home = {pace.stations[code].country for code in chosen.stations}
    abroad = [code for code in free.stations if pace.stations[code].country not in home]
    groups = [list(codes) for _, codes in groupby(abroad, key=lambda code: pace.stations[code].country)]
    via = tuple(codes[len(codes) // 2] for codes in groups)
    other = _find(network, pace, trip._replace(via=via)) if via else None
    if other and other.likely_s <= chosen.likely_s * WORTH_SAYING:
        countries = " and ".join(dict.fromkeys(pace.stations[codes[0]].country for codes in groups))
        return Abroad(countries, " ".join(f'--via "{pace.stations[code].name}"' for code in via), other)
    return None


def _reversals(itinerary: Itinerary) -> list[StationCode]:
    return [item.at for item in itinerary.items if isinstance(item, Work) and item.kind == "reversal"]


def _find(network: Network, pace: Pace, trip: Trip, *, usual: bool = True) -> Itinerary | None:
    try:
        return build_itinerary(network, pace, trip, usual=usual)
    except InfeasibleError:
        return None


def compare_lines(before: Itinerary, after: Itinerary) -> Sequence[str]:
    """Return a sentence when the settings of a question moved the journey to another line; else nothing."""
    if before.stations == after.stations:
        return ()
    lines = ", ".join(line for line, _ in groupby(leg.line for leg in before.legs))
    return (f"what is set moves the journey to other track; without it the line is {lines}",)
