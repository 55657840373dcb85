from __future__ import annotations

import pytest

from routes.clock import get_zone
from routes.gazetteer.airports import build_candidate, find_airports, list_airport_keys, list_airports

AIRPORTS = tuple(list_airports())


def test_all_of_the_package_are_there_with_codes_of_their_own() -> None:
    assert len(AIRPORTS) > 28_000
    assert len({airport.code for airport in AIRPORTS}) == len(AIRPORTS)


def test_zones_are_in_tzdata_and_positions_on_the_earth() -> None:
    for zone in {airport.zone for airport in AIRPORTS}:
        assert get_zone(zone)
    assert all(-90 <= a.lat <= 90 and -180 <= a.lon <= 180 and a.name.isprintable() for a in AIRPORTS)


@pytest.mark.parametrize(
    "text", ["VVO", "UHWW", "air:uhww", "Vladivostok International Airport", "Vladivostok airport"]
)
def test_airport_is_found_by_code_and_name(text: str) -> None:
    assert [a.code for a in find_airports(text)] == ["air:uhww"]


@pytest.mark.parametrize(("text", "iata"), [("Heathrow", "LHR"), ("Charles de Gaulle", "CDG"), ("Sheremetyevo", "SVO")])
def test_word_for_an_airport_may_be_left_out(text: str, iata: str) -> None:
    assert [a.iata for a in find_airports(text)] == [iata]


@pytest.mark.parametrize(
    "text", ["Vladivostok", "vvo", "QQQQ", "Nowhere", "", "airport", '"', "\n", "air:", "air:xyz,"]
)
def test_mere_city_and_what_is_no_airport_find_none(text: str) -> None:
    assert find_airports(text) == []


def test_city_with_the_word_stands_for_each_of_its_airports() -> None:
    found = {airport.iata for airport in find_airports("Moscow airport")}
    assert {"SVO", "DME", "VKO"} <= found


def test_every_code_finds_its_airport() -> None:
    for airport in AIRPORTS[::503]:
        assert find_airports(airport.code)[0] == airport


def test_keys_are_of_the_airports_with_an_iata_code() -> None:
    keys = dict(list_airport_keys())
    assert keys["vladivostok"] == "air:uhww"
    assert {code for _, code in list_airport_keys()} == {a.code for a in AIRPORTS if a.iata}


def test_place_has_the_zone_of_the_package() -> None:
    found = build_candidate(find_airports("VVO")[0], "code")
    assert (found.station.zone, found.station.country, found.station.kind) == ("Asia/Vladivostok", "RU", "airport")
    assert "VVO/UHWW" in found.remark
