"""A journey by plane: roads between the named places and their airports, the flights, and the time on the ground."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from routes.errors import InfeasibleError
from routes.estimate import ZERO, add_estimates
from routes.gazetteer.station import Station
from routes.geo import geodesic_m
from routes.ids import StationCode
from routes.itinerary import GEODESIC, PACE_DEVIATION, Item, Itinerary, Leg, Work
from routes.scenarios.assumptions import Assumption, find_assumption
from routes.scenarios.modes import AIR, ROAD
from routes.scenarios.plan import Pace, Trip
from routes.scenarios.terminals import AIRPORT, describe_terminal, find_terminal
from routes.units import format_km

FLIGHT = AIR
"""The line of a flight; roads to and from airports are of the line `road`."""

LENGTH_SOURCE = "geodesic between the positions in stations.csv"


def find_airport(stations: Sequence[Station], place: Station) -> Station:
    """Return the airport that serves a place: the place itself, or one in its country within reach by road.

    Raises: InfeasibleError, when there is none.
    """
    return find_terminal(stations, place, AIRPORT)


def build_flight(pace: Pace, trip: Trip) -> Itinerary:
    """Return the journey by plane through the airports of the places named, each flight and work a timed item.

    Whoever starts at an airport starts as the plane leaves, and whoever ends at one is there as it arrives; from and
    to any other place a road and the time at the airport are added. Lengths are geodesics.
    Raises: InfeasibleError, when a place has no airport, two in a row share one, or one lies in a country to avoid.
    """
    stations = pace.stations
    named = [stations[code] for code in (trip.origin, *trip.via, trip.destination)]
    if trip.origin == trip.destination:
        raise InfeasibleError(f"the journey starts and ends at {named[0].name}", hint="name two different places")
    airports = [find_airport(list(stations.values()), place) for place in named]
    refuse_avoided([*named, *airports], trip.avoid)
    for (place, one), (other, two) in pairwise(zip(named, airports, strict=True)):
        if one.code == two.code:
            message = f"{place.name} and {other.name} have the same airport, {one.name}"
            raise InfeasibleError(message, hint="go by rail: --mode rail")
    items: list[Item] = [*_depart(pace, named[0], airports[0])]
    for index, (start, end) in enumerate(pairwise(airports)):
        items += [*build_work(pace, "layover", start.code)] if index else []
        items.append(_fly(pace, start, end))
    items += _arrive(pace, airports[-1], named[-1])
    paced = pace.known.get("pace")
    length_m = geodesic_m(named[0].coordinate, named[-1].coordinate)
    deviation = paced.likely if paced else PACE_DEVIATION
    return Itinerary(trip.origin, trip.destination, tuple(items), length_m, deviation)


def refuse_avoided(places: Sequence[Station], avoid: frozenset[str]) -> None:
    """Raise InfeasibleError where one of these places lies in a country to avoid."""
    for place in places:
        if place.country in avoid:
            message = f"{place.name} lies in {place.country}, which is to be avoided"
            raise InfeasibleError(message, hint=f"leave --avoid {place.country} out")


def _depart(pace: Pace, place: Station, airport: Station) -> Iterator[Item]:
    if place.code != airport.code:
        yield build_drive(pace, place, airport)
        yield from build_work(pace, "board", airport.code)


def _arrive(pace: Pace, airport: Station, place: Station) -> Iterator[Item]:
    if place.code != airport.code:
        yield from build_work(pace, "alight", airport.code)
        yield build_drive(pace, airport, place)


def build_work(pace: Pace, kind: str, code: StationCode) -> Iterator[Work]:
    """Yield a work at a station, if it takes any time."""
    found = pace.at(kind, code)
    if found and found.time != ZERO:
        yield Work(kind, code, found.time, (found.key,), found.law)


def _fly(pace: Pace, start: Station, end: Station) -> Leg:
    """Return a flight: a fixed part for taxiing, climb and approach, and the geodesic at cruising speed."""
    block = find_assumption(pace.known, f"block.{start.code}", f"block.{start.country}", "block")
    return _leg(start, end, FLIGHT, get_pace_speed(pace, "speed.air"), block)


def build_drive(pace: Pace, start: Station, end: Station) -> Leg:
    """Return the road between a place and its airport or port, along the geodesic."""
    return _leg(start, end, ROAD, get_pace_speed(pace, "speed.road"), None)


def _leg(start: Station, end: Station, line: str, speed: Assumption, fixed: Assumption | None) -> Leg:
    length_m = geodesic_m(start.coordinate, end.coordinate)
    fixed = fixed if fixed and fixed.time != ZERO else None
    return Leg(
        start=start.code,
        end=end.code,
        length_m=length_m,
        error_m=start.position_accuracy_m + end.position_accuracy_m,
        basis=GEODESIC,
        whole="",
        whole_m=0,
        line=line,
        gauge_mm=0,
        border=start.country != end.country,
        source=LENGTH_SOURCE,
        time=add_estimates([speed.run(length_m), *([fixed.time] if fixed else [])]),
        keys=(speed.key, *([fixed.key] if fixed else [])),
        law=speed.law,
    )


def get_pace_speed(pace: Pace, key: str) -> Assumption:
    """Return a speed by its own key, or that for anything.

    Raises: InfeasibleError, when nothing was known yet.
    """
    found = find_assumption(pace.known, key, "speed")
    if found is None:
        hint = f"take a later --as-of, or give one: --set {key}=800"
        raise InfeasibleError(f"nothing is known of {key} as of that instant", hint=hint)
    return found


def describe_flight(itinerary: Itinerary, stations: Mapping[StationCode, Station], avoid: frozenset[str]) -> list[str]:
    """Return which airports serve the two ends, and what is not known of a flight."""
    roads = [leg for leg in itinerary.legs if leg.line == ROAD]
    named = {itinerary.origin: "from", itinerary.destination: "to"}
    found = []
    for leg in roads:
        place, airport = (leg.start, leg.end) if leg.start in named else (leg.end, leg.start)
        served = describe_terminal(stations[place], stations[airport], format_km(leg.length_m))
        found.append(f"{named[place]} {stations[place].name} by {served}")
    if avoid:
        found.append(f"the plane does not land in {', '.join(sorted(avoid))}; what it flies over is not known")
    return [*found, "no timetable of flights is looked at: the plane leaves when its people are aboard"]
