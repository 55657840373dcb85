"""A journey by ship: roads between the named places and their ports, the passages, and the time in port."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from routes.errors import InfeasibleError
from routes.gazetteer.station import Station
from routes.geo import Coordinate, geodesic_m, wrap_coordinate
from routes.ids import StationCode
from routes.itinerary import PACE_DEVIATION, ROUTED, Item, Itinerary, Leg
from routes.scenarios.flight import build_drive, build_work, get_pace_speed, refuse_avoided
from routes.scenarios.modes import ROAD, SEA
from routes.scenarios.plan import Pace, Trip
from routes.scenarios.terminals import PORT, describe_terminal, find_terminal
from routes.units import format_km

if TYPE_CHECKING:
    from routes.sea.ways import Sea, SeaWay

# Source: assumed. A place nearer to its port than this is the port itself: the town of the harbour.
TOWN_M = 30_000
# The worst of eleven passages held against published lengths is 3.1 % off (tests/sea/test_published.py).
ERROR_SHARE = 0.03


class _Call(NamedTuple):
    """A place that a journey by ship names, and its port."""

    place: Station
    port: Station

    @property
    def is_town(self) -> bool:
        """Return whether the place is the port, or the town of it: no road leads from one to the other."""
        return geodesic_m(self.place.coordinate, self.port.coordinate) <= TOWN_M

    @property
    def end(self) -> Coordinate:
        """Return where a journey that starts or ends here does so: at the place, or at the port of a town."""
        return self.port.coordinate if self.is_town else self.place.coordinate

    @property
    def berth(self) -> Station:
        """Return where the ship is taken to call: the place itself, or a port with a road to it."""
        return self.place if self.is_town else self.port


@cache
def open_sea() -> Sea:
    """Return coasts and lanes, opened once: they follow from files of the package."""
    from routes.sea.ways import Sea  # with numba, some 0.5 s: not before two ports are known

    return Sea()


@cache
def find_way(start: Coordinate, end: Coordinate, closed: frozenset[str] = frozenset()) -> SeaWay:
    """Return the way by sea between two positions, worked out once; not through the own waters of closed countries.

    Raises: InfeasibleError, when there is none.
    """
    from routes.sea.ways import find_sea_way

    sea = open_sea()
    if not closed:
        return find_sea_way(sea, start, end)
    try:
        return find_sea_way(sea.close(closed), start, end)
    except InfeasibleError as error:
        hint = f"leave --avoid {' '.join(sorted(closed))} out, or go another way: --mode rail, or air"
        raise InfeasibleError(f"{error}, avoiding {', '.join(sorted(closed))}", hint=hint) from error


def close_waters(avoid: Collection[str]) -> frozenset[str]:
    """Return those of the countries to avoid whose own waters hold a canal or strait that ships could take."""
    if not avoid:
        return frozenset()
    from routes.sea.passages import list_closing  # with shapely

    return frozenset(passage.country for passage in list_closing(avoid))


def build_voyage(pace: Pace, trip: Trip) -> Itinerary:
    """Return the journey by ship through the ports of the places named, each passage and work a timed item.

    Whoever starts at a port, or in its town, starts as the ship leaves, and whoever ends there is there as it arrives;
    from and to any other place a road and the time in port are added.
    Raises: InfeasibleError, when a place has no port, two in a row share one, no water joins two, or one is avoided.
    """
    stations = pace.stations
    named = [stations[code] for code in (trip.origin, *trip.via, trip.destination)]
    if trip.origin == trip.destination:
        raise InfeasibleError(f"the journey starts and ends at {named[0].name}", hint="name two different places")
    calls = [_Call(place, find_terminal(stations.values(), place, PORT)) for place in named]
    refuse_avoided([*named, *(call.port for call in calls)], trip.avoid)
    for one, two in pairwise(calls):
        if one.port.code == two.port.code:
            message = f"{one.place.name} and {two.place.name} have the same port, {one.port.name}"
            raise InfeasibleError(message, hint="go by rail: --mode rail")
    items: list[Item] = [*_depart(pace, calls[0])]
    for index, (start, end) in enumerate(pairwise(calls)):
        items += [*build_work(pace, "layover", start.berth.code)] if index else []
        items.append(_sail(pace, start, end, trip.avoid))
    items += _arrive(pace, calls[-1])
    paced = pace.known.get("pace")
    length_m = geodesic_m(calls[0].end, calls[-1].end)
    return Itinerary(trip.origin, trip.destination, tuple(items), length_m, paced.likely if paced else PACE_DEVIATION)


def _depart(pace: Pace, call: _Call) -> Iterator[Item]:
    if not call.is_town:
        yield build_drive(pace, call.place, call.port)
        yield from build_work(pace, "embark", call.port.code)


def _arrive(pace: Pace, call: _Call) -> Iterator[Item]:
    if not call.is_town:
        yield from build_work(pace, "disembark", call.port.code)
        yield build_drive(pace, call.port, call.place)


def _sail(pace: Pace, start: _Call, end: _Call, avoid: frozenset[str]) -> Leg:
    """Return a passage: over water as found, and straight from each port to the water that the map has."""
    try:
        way = find_way(start.port.coordinate, end.port.coordinate, close_waters(avoid))
    except InfeasibleError as error:
        message = f"no way by sea from {start.place.name} to {end.place.name}: {error.message}"
        raise InfeasibleError(message, hint=error.hint) from None
    away_m = way.start_away_m + way.end_away_m
    length_m = way.length_m + away_m
    speed = get_pace_speed(pace, "speed.sea")
    return Leg(
        start=start.berth.code,
        end=end.berth.code,
        length_m=length_m,
        error_m=round(ERROR_SHARE * length_m),
        basis=ROUTED,
        whole="",
        whole_m=0,
        line=SEA,
        gauge_mm=0,
        border=start.port.country != end.port.country,
        source=way.source,
        time=speed.run(length_m),
        keys=(speed.key,),
        law=speed.law,
        shape=_shape(way),
    )


def _shape(way: SeaWay) -> tuple[tuple[float, float, int], ...]:
    """Return the line of a passage: points along its geodesics, with the metres from the port."""
    from routes.sea.coast import draw

    points = draw(way.points)
    steps = [geodesic_m(wrap_coordinate(*one), wrap_coordinate(*two)) for one, two in pairwise(points)]
    metres = [way.start_away_m, *(way.start_away_m + run for run in accumulate(steps))]
    return tuple((lat, lon, at_m) for (lat, lon), at_m in zip(points, metres, strict=True))


def describe_voyage(itinerary: Itinerary, stations: Mapping[StationCode, Station], avoid: frozenset[str]) -> list[str]:
    """Return which ports serve the places, how far they lie from the water of the map, and what is passed."""
    sailed = [leg for leg in itinerary.legs if leg.line == SEA]
    roads = {leg.start for leg in itinerary.legs if leg.line == ROAD} | {
        leg.end for leg in itinerary.legs if leg.line == ROAD
    }
    codes = [itinerary.origin, *(leg.start for leg in sailed[1:]), itinerary.destination]
    found = []
    for index, code in enumerate(dict.fromkeys(codes)):
        place = stations[code]
        port = find_terminal(stations.values(), place, PORT)
        if port.code != code:
            word = "from" if index == 0 else "to" if code == itinerary.destination else "at"
            distance = format_km(geodesic_m(place.coordinate, port.coordinate))
            town = "" if code in roads else "; the town is taken for its port"
            found.append(f"{word} {place.name} by {describe_terminal(place, port, distance)}{town}")
    for leg in sailed:
        found += _describe_passage(leg, stations, avoid, several=len(sailed) > 1)
    if avoid:
        found.append(_describe_avoided(avoid))
    return [*dict.fromkeys(found), "no timetable of ships is looked at: the ship leaves when its people are aboard"]


def _describe_avoided(avoid: frozenset[str]) -> str:
    """Return what is kept out of: ports and canals, not the straits that ships may transit."""
    from routes.sea.passages import list_closing

    closed = [passage.name for passage in list_closing(avoid)]
    canals = f" and does not go through {' or '.join(closed)}" if closed else ""
    return (
        f"the ship does not call in {', '.join(sorted(avoid))}{canals}; through whose other waters it goes is not known"
    )


def _describe_passage(
    leg: Leg, stations: Mapping[StationCode, Station], avoid: frozenset[str], *, several: bool
) -> Iterator[str]:
    ports = [find_terminal(stations.values(), stations[code], PORT) for code in (leg.start, leg.end)]
    way = find_way(ports[0].coordinate, ports[1].coordinate, close_waters(avoid))
    if way.passages:
        what = f"{stations[leg.start].name} – {stations[leg.end].name}" if several else "it"
        names = [f"{p.name} ({p.country})" if p.country else p.name for p in way.passages]
        yield f"{what} goes through {', '.join(names)}"
    for passage in way.passages:
        if shores := avoid.intersection(passage.shores):
            yield f"{passage.name} is beside {', '.join(sorted(shores))}, but free to transit, and stays open"
    yield from _describe_snaps(way, ports)


def _describe_snaps(way: SeaWay, ports: Sequence[Station]) -> Iterator[str]:
    for port, away_m in zip(ports, (way.start_away_m, way.end_away_m), strict=True):
        if away_m >= 1_000:
            yield f"{port.name} lies {format_km(away_m)} from the water of the map, which are counted straight"
