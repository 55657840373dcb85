"""The cities to which a reach from a place of the world looks."""

from __future__ import annotations

import pytest

from routes.basemap.cities import list_cities
from routes.geo import Coordinate, geodesic_m
from routes.scenarios import goals


@pytest.mark.parametrize("name", ["Jiaxing", "Blida", "Honolulu", "Wyndham", "Punta Arenas"])
def test_sifting_on_a_sphere_loses_no_city(name: str) -> None:
    cities = [city for city in list_cities() if city.population >= goals.LEAST_PEOPLE]
    here = next(Coordinate(city.lat, city.lon) for city in list_cities() if city.name == name)
    away = sorted((geodesic_m(here, Coordinate(city.lat, city.lon)), city.code) for city in cities)
    apart = [(away_m, code) for away_m, code in away if away_m > goals.BESIDE_M]
    wanted = {code for away_m, code in apart if away_m <= goals.FAR_M} | {code for _, code in apart[: goals.NEAREST]}
    assert wanted <= {city.code for city in goals._list_near(here)}
