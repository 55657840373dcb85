"""Where a place meets planes and ships: its airport and port, authored ones first, then the world's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from routes.errors import InfeasibleError, PlaceError
from routes.gazetteer.airport_sizes import CLOSED, LARGE, SERVED, SOURCE, find_size
from routes.gazetteer.names import get_place
from routes.gazetteer.station import Gazetteer, Station
from routes.geo import Coordinate, geodesic_m
from routes.scenarios.modes import AIR, MODES, SEA, parse_modes, split_mode
from routes.scenarios.reader import get_train
from routes.scenarios.schema import Scenario
from routes.scenarios.world import World

AIRPORT, PORT = "airport", "port"
KIND = {AIR: AIRPORT, SEA: PORT}
# Source: assumed. Whoever lives farther from an airport or a port than this begins the journey in another way.
LIMIT_M = {AIRPORT: 200_000, PORT: 100_000}
# Source: assumed. Within this distance a large airport is taken before a nearer one that is not.
LARGE_M = 100_000
SHORTEST_DEGREE_M = 110_000
"""A degree of latitude is nowhere shorter: 110,574 m at the equator, on WGS 84."""
BEYOND = ("airports.csv", "ports.geojson")
"""The origin of airports and ports that no file of ours has: those of airportsdata and searoute."""


def find_terminal(stations: Iterable[Station], place: Station, kind: str) -> Station:
    """Return the airport or port that serves a place: the place itself, or one of its country within reach by road.

    An authored one goes before one that is not; among those, a large airport nearby before the nearest with flights.
    Raises: InfeasibleError, when there is none.
    """
    if place.kind == kind:
        return place
    near = [(s, geodesic_m(place.coordinate, s.coordinate)) for s in stations if s.kind == kind]
    within = [(s, away_m) for s, away_m in near if away_m <= LIMIT_M[kind]]
    found = min(
        (pair for pair in within if pair[0].country == place.country),
        key=lambda pair: _rank(*pair),
        default=None,
    )
    if found:
        return found[0]
    abroad = [s.name for s, _ in sorted(within, key=lambda pair: (pair[1], pair[0].code))]
    article = "an airport" if kind == AIRPORT else "a port"
    where = f"name {abroad[0]} itself, which is abroad" if abroad else f"name {article}"
    raise InfeasibleError(
        f"no {kind} of {place.country} in the gazetteer lies within {LIMIT_M[kind] // 1000} km of {place.name}",
        hint=f"{where}, or add one: `routes stations add` with --kind {kind}",
    )


def _rank(station: Station, away_m: int) -> tuple[int, int, str]:
    """Return what the best terminal has least of: not authored, small or too far, metres away, code."""
    if station.origin not in BEYOND:
        return 0, away_m, station.code
    if station.kind == PORT:
        return 1, away_m, station.code
    size = _find_size(station)
    rank = {LARGE: 1 if away_m <= LARGE_M else 2, SERVED: 2, CLOSED: 4}.get(size, 3)
    return rank, away_m, station.code


def _find_size(airport: Station) -> str:
    """Return whether an airport of the world is large, served or closed, "" where that is not known."""
    from routes.gazetteer import airports

    return next((find_size(found.iata) for found in airports.find_airports(airport.code)), "")


def serve(world: World, query: Scenario) -> World:
    """Return the world with the airports and ports that a question needs and the files do not have.

    Nothing is opened where the authored ones suffice; a name that is not known is told later.
    """
    try:
        wanted = list(_list_wanted(world, query))
    except PlaceError:
        return world
    stations = dict(world.gazetteer.stations)
    for place, kind in dict.fromkeys(wanted):
        try:
            find_terminal(stations.values(), place, kind)
        except InfeasibleError:
            found = _find_beyond(place, kind)
            stations |= {found.code: found} if found else {}
    if len(stations) == len(world.gazetteer.stations):
        return world
    gazetteer = Gazetteer(stations, world.gazetteer.names, world.gazetteer.left_out)
    return world._replace(gazetteer=gazetteer)


def _list_wanted(world: World, query: Scenario) -> Iterator[tuple[Station, str]]:
    """Yield each place from or to which a question goes by plane or ship, with the kind of terminal needed."""
    for mode in list_modes(world, query):
        if not any(part in KIND for part in split_mode(mode)):
            continue
        for names in list_names(query):
            codes = [get_place(world.gazetteer, text).code for text in names]
            places = [world.gazetteer.stations[code] for code in codes]
            for part, pair in zip(spread_modes(mode, len(places) - 1), pairwise(places), strict=False):
                yield from ((place, KIND[part]) for place in pair if part in KIND)


def list_modes(world: World, query: Scenario) -> Sequence[str]:
    """Return the modes by which a question asks for ways, its own first."""
    own = query.mode or get_train(world.folders, query.train).mode
    if query.question == "compare":
        return parse_modes(query.by or ((query.mode,) if query.mode else ()))
    return (own, *MODES) if query.question == "feasible" else (own,)


def list_names(query: Scenario) -> Iterator[tuple[str, ...]]:
    """Yield the places that each journey of a question is to pass, as it names them; a reach has no end."""
    ends = query.destinations or ((query.end,) if query.end else ())
    for start in query.origins or (query.start,):
        yield from ((start, *query.via, end) for end in ends)


def spread_modes(mode: str, stretches: int) -> tuple[str, ...]:
    """Return the mode of each stretch; one mode is that of all of them."""
    parts = split_mode(mode)
    return parts * stretches if len(parts) == 1 else parts


def _find_beyond(place: Station, kind: str) -> Station | None:
    """Return the airport with an IATA code, or the port, that serves a place best; None where none is in reach."""
    if kind == AIRPORT:
        from routes.gazetteer import airports  # a table of the world that few questions need

        known = (a for a in airports.list_airports() if a.iata and a.country == place.country)
        found = [airports.build_candidate(a, "code").station for a in known if _is_near(place, a.lat, kind)]
    else:
        from routes.gazetteer import ports

        near = (port for port in ports.list_ports() if _is_near(place, port.lat, kind))
        found = [ports.build_candidate(port, "code").station for port in near]
    pairs = [(s, geodesic_m(place.coordinate, s.coordinate)) for s in found if s.country == place.country]
    inside = [pair for pair in pairs if pair[1] <= LIMIT_M[kind]]
    return min(inside, key=lambda pair: _rank(*pair))[0] if inside else None


def _is_near(place: Station, lat: float, kind: str) -> bool:
    """Return whether a place at a latitude may be within the limit; the longitude is weighed later, being slower."""
    return abs(place.coordinate.lat - lat) <= LIMIT_M[kind] / SHORTEST_DEGREE_M


def describe_terminal(place: Station, terminal: Station, distance: str) -> str:
    """Return `Sheremetyevo International Airport, 28 km away`, with how it was chosen where no file of ours has it."""
    if terminal.origin not in BEYOND:
        return f"{terminal.name}, {distance} away"
    if terminal.kind == PORT:
        return f"{terminal.name} ({terminal.code}, of searoute), {distance} away, the nearest of {place.country}"
    how = {
        LARGE: f"the nearest large one, of {SOURCE}",
        SERVED: f"the nearest with scheduled flights, of {SOURCE}",
        CLOSED: f"closed by {SOURCE}, and none other near",
    }.get(_find_size(terminal), "the nearest with an IATA code; nothing is known of its traffic")
    others = ", ".join(_list_other_large(place, terminal)) if _find_size(terminal) == LARGE else ""
    told = f"{how}, before {others}" if others else how
    return (
        f"{terminal.name} ({terminal.code}, of airportsdata), {distance} away: {told}; "
        "name another airport by its code to go by it"
    )


def _list_other_large(place: Station, terminal: Station) -> list[str]:
    """Return `Haneda Airport (HND)` for each other large airport near a place, the nearest first."""
    from routes.gazetteer import airports

    found = [
        (geodesic_m(place.coordinate, Coordinate(a.lat, a.lon)), f"{a.name} ({a.iata})")
        for a in airports.list_airports()
        if a.country == place.country and find_size(a.iata) == LARGE and a.code != terminal.code
        if _is_near(place, a.lat, AIRPORT)
    ]
    return [name for away_m, name in sorted(found) if away_m <= LARGE_M]
