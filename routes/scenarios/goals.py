"""The cities to which a reach from a place of the world looks: the nearest ones, and the greatest not too far away."""

from __future__ import annotations

from routes.basemap.cities import City, list_cities
from routes.gazetteer.station import Gazetteer, Station
from routes.geo import Coordinate, geodesic_m, sphere_m
from routes.ids import StationCode
from routes.scenarios.city_places import build_station

LEAST_PEOPLE, NEAREST, GREATEST = 100_000, 30, 20
"""Cities of so many people count: so many of the nearest, and so many of the greatest within reach of a long day."""

FAR_M, BESIDE_M = 1_500_000, 15_000
"""How far the greatest may be; and what is nearer than the second is the origin itself."""

SPHERE_OFF = 0.006
"""By what share a great circle may be longer or shorter than the geodesic: 0.56 % at most."""


def list_goals(gazetteer: Gazetteer, origin: StationCode) -> list[Station]:
    """Return the cities to look to, as stations, in the order of their codes, and the authored stations as near."""
    here = gazetteer.stations[origin].coordinate
    cities = [(_away_m(here, city), city) for city in _list_near(here)]
    apart = [(away_m, city) for away_m, city in cities if away_m > BESIDE_M]
    nearest = sorted(apart, key=lambda pair: (pair[0], pair[1].code))[:NEAREST]
    greatest = [pair for pair in apart if pair[0] <= FAR_M][:GREATEST]
    reach_m = max((away_m for away_m, _ in (*nearest, *greatest)), default=0)
    found = {city.code: build_station(city) for _, city in (*nearest, *greatest)}
    known = [
        station
        for station in gazetteer.stations.values()
        if station.is_railway and station.code != origin and geodesic_m(here, station.coordinate) <= max(reach_m, FAR_M)
    ]
    return [*(found[code] for code in sorted(found)), *known]


def _list_near(here: Coordinate) -> list[City]:
    """Return the cities that can be among the nearest or within reach, the most populous first.

    They are sifted on a sphere, whose distances are within SPHERE_OFF of the geodesics, which take 0.3 ms each.
    """
    cities = [city for city in list_cities() if city.population >= LEAST_PEOPLE]
    rough_m = [sphere_m(here, Coordinate(city.lat, city.lon)) for city in cities]
    beyond = [away_m for away_m in sorted(rough_m) if away_m > BESIDE_M * (1 + SPHERE_OFF)]
    limit_m = max([FAR_M, *beyond[NEAREST - 1 : NEAREST]]) * (1 + SPHERE_OFF) ** 2
    few = len(beyond) < NEAREST
    return [city for city, away_m in zip(cities, rough_m, strict=True) if few or away_m <= limit_m]


def _away_m(here: Coordinate, city: City) -> int:
    return geodesic_m(here, Coordinate(city.lat, city.lon))
