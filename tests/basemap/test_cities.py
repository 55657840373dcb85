from __future__ import annotations

import re
from collections import Counter

import pytest

from routes.basemap.build_cities import OTHER_NAMES
from routes.basemap.cities import City, find_cities, get_city, list_cities, list_city_keys, list_country_keys
from routes.clock import get_zone
from routes.gazetteer.folding import fold
from routes.gazetteer.zones import country_of_zone, find_zone
from routes.geo import Coordinate

CITIES = tuple(list_cities())


def test_every_city_of_natural_earth_is_there_once() -> None:
    assert len(CITIES) == 7322
    assert not [code for code, n in Counter(c.code for c in CITIES).items() if n > 1]


def test_cities_are_on_the_earth_with_a_country_and_a_zone_of_tzdata() -> None:
    for city in CITIES:
        assert -90 <= city.lat <= 90, city
        assert -180 <= city.lon <= 180, city
        assert re.fullmatch("[A-Z]{2}", city.country), city
        assert get_zone(city.zone), city
        assert all(name == name.strip() and name.isprintable() for _, name in city.names), city


def test_zones_are_of_the_country_of_their_city() -> None:
    """Antarctic stations keep another country's clock, and tzdata has no zone of Kosovo's own."""
    wrong = [c for c in CITIES if country_of_zone(c.zone) != c.country and c.country not in ("AQ", "XK")]
    assert not wrong


def test_zones_are_those_of_the_positions_but_where_the_position_lies_abroad() -> None:
    differing = {c.code for c in CITIES if find_zone(Coordinate(c.lat, c.lon)) != c.zone}
    assert differing == {
        "city:28_de_noviembre_ar",
        "city:guajara_miram_br",
        "city:mbamba_bay_tz",
        "city:monaco_mc",
        "city:puerto_heath_bo",
        "city:windsor_ca",
    }


def test_packed_keys_are_the_folded_names() -> None:
    keys: dict[str, set[str]] = {}
    for key, code in list_city_keys():
        keys.setdefault(code, set()).add(key)
    assert {c.code: {fold(name) for _, name in c.names} for c in CITIES} == keys


@pytest.mark.parametrize("name", ["Paris", "파리", "Париж", "巴黎", "パリ", "París", "Parigi"])
def test_city_is_found_in_other_languages(name: str) -> None:
    assert [c.code for c in find_cities(fold(name))] == ["city:paris_fr"]


@pytest.mark.parametrize("name", ["Copenhagen", "København", "코펜하겐", "Копенгаген", "Kopenhagen"])
def test_city_that_its_zone_calls_otherwise_has_the_names_of_the_zone(name: str) -> None:
    assert [c.code for c in find_cities(fold(name))] == ["city:kobenhavn_dk"]


def test_every_other_name_is_one_of_a_city() -> None:
    named = {code: {name for _, name in city.names} for code in OTHER_NAMES if (city := get_city(code))}
    assert {code: text for code, text in OTHER_NAMES.items() if text.split(":")[1] not in named.get(code, ())} == {}


def test_codes_find_their_city() -> None:
    for city in CITIES[::97]:
        assert get_city(city.code) == city


@pytest.mark.parametrize("code", ["city:atlantis_xx", "city:", "", "city:paris_fr\t", "aris_fr", "city:paris_f"])
def test_what_is_no_code_finds_none(code: str) -> None:
    assert get_city(code) is None


@pytest.mark.parametrize("key", ["", "|", "par", "atlantis", "\n", "paris\tparis"])
def test_what_is_no_name_finds_none(key: str) -> None:
    assert find_cities(key) == ()


def test_most_populous_comes_first() -> None:
    found: tuple[City, ...] = find_cities("springfield")
    assert len(found) == 5
    assert [c.population for c in found] == sorted((c.population for c in found), reverse=True)


def test_countries_are_named_in_many_ways() -> None:
    assert {"usa", "unitedstates", "미국"} <= list_country_keys("US")
    assert "uk" in list_country_keys("GB")
    assert list_country_keys("XX") == frozenset()
