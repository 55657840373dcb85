"""The places nearest to a position, of the authored gazetteer, of what was imported, and of the world."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import nsmallest
from math import cos, radians

from routes.gazetteer.nearby import Near, find_near
from routes.gazetteer.station import Station
from routes.geo import Coordinate, geodesic_m
from routes.ids import StationCode
from routes.scenarios.known import Known
from routes.scenarios.look_up import find_by_code, list_files

SPARE = 10
"""Places ranked beyond those asked for, since a flat map may order the last of them wrongly."""


def find_near_all(known: Known, point: Coordinate, *, count: int, everything: bool) -> tuple[Near, ...]:
    """Return the places nearest to a point, nearest first, at most `count`: authored and imported ones.

    With `everything` cities, airports that have an IATA code, and ports are among them.
    """
    found = list(find_near(known.gazetteer, point, count=count))
    for file in list_files(known):
        from routes.gazetteer.imported import find_near_imported

        found += [Near(station, metres) for metres, station in find_near_imported(file, point, most=count)]
    if everything:
        found += [Near(s, geodesic_m(point, s.coordinate)) for s in _list_world(known, point, count)]
    return tuple(sorted(found, key=lambda near: (near.distance_m, near.station.code))[:count])


def _list_world(known: Known, point: Coordinate, count: int) -> Iterator[Station]:
    """Yield the places of the world that are nearest on a flat map around the point, and some more."""
    from routes.basemap.cities import list_cities
    from routes.gazetteer.airports import list_airports
    from routes.gazetteer.ports import list_ports

    places = [(city.code, city.lat, city.lon) for city in list_cities()]
    places += [(airport.code, airport.lat, airport.lon) for airport in list_airports() if airport.iata]
    places += [(port.code, port.lat, port.lon) for port in list_ports()]

    def away(place: tuple[str, float, float]) -> float:
        _, lat, lon = place
        east = abs(lon - point.lon)
        shrunk = min(east, 360 - east) * cos(radians((lat + point.lat) / 2))
        return (lat - point.lat) ** 2 + shrunk**2

    for code, *_ in nsmallest(count + SPARE, places, key=away):
        if station := find_by_code(known, StationCode(code)):
            yield station
