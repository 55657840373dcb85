from __future__ import annotations

import pytest

from routes.errors import PlaceError, UsageError
from routes.folders import packaged_folder
from routes.gazetteer.names import get_place
from routes.scenarios.admit import admit
from routes.scenarios.world import World, load_world


@pytest.fixture(scope="module")
def world() -> World:
    return load_world([packaged_folder()])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Paris", "city:paris_fr"),
        ("Paris, FR", "city:paris_fr"),
        ("paris (France)", "city:paris_fr"),
        ("베를린", "city:berlin_de"),
        ("London, Ontario", "city:london_ca"),
        ("London, Canada", "city:london_ca"),
        ("city:london_ca", "city:london_ca"),
        ("52.52, 13.405", "at:52.52,13.405"),
        ("at:52.52,13.405", "at:52.52,13.405"),
        ("33.5 S, 151.2 E", "at:-33.5,151.2"),
    ],
)
def test_place_beyond_the_gazetteer_is_admitted_and_found_again(world: World, text: str, code: str) -> None:
    admitted = admit(world, text)
    assert admitted.code == code
    assert get_place(admitted.world.gazetteer, text).code == code
    assert admitted.code not in world.gazetteer.stations
    assert admit(admitted.world, text) == admitted


@pytest.mark.parametrize("text", ["Pyongyang", "khasan", "Хасан", "경성, KP", "平壤"])
def test_authored_place_leaves_the_world_as_it_is(world: World, text: str) -> None:
    admitted = admit(world, text)
    assert admitted.world is world
    assert admitted.code == get_place(world.gazetteer, text).code


def test_remark_names_the_rivals_of_a_larger_city(world: World) -> None:
    remark = get_place(admit(world, "London").world.gazetteer, "London").remark
    assert "larger than London, Ontario, CA [city:london_ca]" in remark


def test_cities_of_like_size_are_refused_with_candidates(world: World) -> None:
    with pytest.raises(PlaceError) as caught:
        admit(world, "Birmingham")
    assert caught.value.candidates == ("city:birmingham_gb", "city:birmingham_us")
    assert all(code in caught.value.hint for code in caught.value.candidates)


def test_name_of_a_city_goes_before_the_beginning_of_an_authored_name(world: World) -> None:
    assert admit(world, "Nara").code == "city:nara_ml"


def test_position_off_the_earth_is_refused(world: World) -> None:
    with pytest.raises(UsageError):
        admit(world, "91,200")


@pytest.mark.parametrize(
    ("text", "zone", "country", "accuracy_m"),
    [
        ("42.43,130.64", "Asia/Vladivostok", "RU", 556),
        ("21.03,105.85", "Asia/Ho_Chi_Minh", "VN", 556),
        ("18.79,98.98", "Asia/Bangkok", "TH", 556),
        ("30,-40", "Etc/GMT+3", "ZZ", 55598),
        ("39.004712,125.736412", "Asia/Pyongyang", "KP", 1),
    ],
)
def test_position_has_zone_and_country_and_an_accuracy(
    world: World, text: str, zone: str, country: str, accuracy_m: int
) -> None:
    admitted = admit(world, text)
    place = admitted.world.gazetteer.stations[admitted.code]
    assert (place.zone, place.country, place.position_accuracy_m) == (zone, country, accuracy_m)
    assert f"zone {zone}" in get_place(admitted.world.gazetteer, text).remark
