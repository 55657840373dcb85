from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routes.errors import PlaceError, RoutesError, UsageError
from routes.folders import DataFolder, packaged_folder
from routes.gazetteer.names import get_place
from routes.scenarios.admit import admit
from routes.scenarios.ask_abroad import admit_words
from routes.scenarios.import_stations import import_stations
from routes.scenarios.known import Known
from routes.scenarios.place_lists import split_places
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


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Heathrow", "air:egll"),
        ("EGLL", "air:egll"),
        ("Vladivostok, airport", "vvo"),
        ("Rotterdam port", "port:nlrtm"),
        ("Rotterdam, port", "port:nlrtm"),
        ("NLRTM", "port:nlrtm"),
        ("Washington", "city:washington_d_c_us"),
    ],
)
def test_airports_and_ports_come_after_cities(world: World, text: str, code: str) -> None:
    admitted = admit(world, text)
    assert admitted.code == code
    assert get_place(admitted.world.gazetteer, text).code == code


def test_unknown_name_gets_the_nearest_three_of_all_sources(world: World) -> None:
    with pytest.raises(PlaceError) as caught:
        admit(world, "Berlinn")
    assert caught.value.candidates[0] == "city:berlin_de"
    assert len(caught.value.candidates) == 3


def test_misspelt_authored_name_is_suggested_as_before(world: World) -> None:
    with pytest.raises(PlaceError) as caught:
        admit(world, "Ussurijskk")
    assert caught.value.candidates[0] == "ussuriysk"
    assert "Уссурийск" in caught.value.hint


def test_city_elsewhere_than_said_is_refused_with_what_there_is(world: World) -> None:
    with pytest.raises(PlaceError, match='not in "Texas"') as caught:
        admit(world, "Paris, Texas")
    assert caught.value.candidates == ("city:paris_fr",)


@pytest.mark.parametrize(
    "text", ["", " ", "\u202e", "<script>alert(1)</script>", "a" * 9999, "'; DROP TABLE name; --", "%"]
)
def test_hostile_text_is_no_place(world: World, text: str) -> None:
    with pytest.raises(PlaceError):
        admit(world, text)


def test_codes_of_the_world_cannot_be_authored(world: World) -> None:
    """An authored code has no colon; every other has one."""
    assert not [code for code in world.gazetteer.stations if ":" in code]
    for text in ("Paris", "Heathrow", "NLRTM", "1,1"):
        assert ":" in admit(world, text).code


@pytest.fixture
def imported(world: World, tmp_path: Path) -> World:
    """Return the world with two small feeds imported."""
    (tmp_path / "a.csv").write_text(
        "code,name,lat,lon\n1,Paris,48.85,2.35\n2,Xanten Hbf,51.66,6.45\n", encoding="utf-8"
    )
    (tmp_path / "b.csv").write_text(
        "code,name,lat,lon\n7,Xanten Hbf,51.661,6.451\n8,Nara,34.7,135.8\n", encoding="utf-8"
    )
    for name in ("a", "b"):
        import_stations(tmp_path / f"{name}.csv", tmp_path / "own")
    return world._replace(folders=(*world.folders, DataFolder(tmp_path / "own", "own")))


def test_imported_station_goes_before_cities_and_after_authored_ones(imported: World) -> None:
    assert admit(imported, "Paris").code == "a:1"
    assert admit(imported, "a:1").code == "a:1"
    assert admit(imported, "Paris, France").code == "a:1"
    assert admit(imported, "Khasan").code == "khasan"


def test_two_feeds_that_have_one_station_name_one_place(imported: World) -> None:
    assert admit(imported, "xanten hbf").code == "a:2"


def test_remark_says_that_a_station_was_imported(imported: World) -> None:
    admitted = admit(imported, "Nara")
    assert "imported by you" in get_place(admitted.world.gazetteer, "Nara").remark


def test_misspelt_imported_name_is_suggested(imported: World) -> None:
    with pytest.raises(PlaceError) as caught:
        admit(imported, "Xantenn Hbf")
    assert "a:2" in caught.value.candidates


def test_list_names_positions_and_cities_with_their_country(world: World) -> None:
    gazetteer = world.gazetteer
    assert split_places(gazetteer, "52.5,13.4,48.8,2.3") == ("52.5, 13.4", "48.8, 2.3")
    assert split_places(gazetteer, "Paris,FR,Berlin") == ("Paris, FR", "Berlin")
    assert split_places(gazetteer, "Paris,Berlin") == ("Paris", "Berlin")
    with pytest.raises(UsageError, match="one place or two"):
        split_places(gazetteer, "London, Ontario")


def test_question_in_words_names_cities_of_the_world(world: World) -> None:
    known = Known(world.folders, world.gazetteer)
    found = admit_words(known, "how far is it from Paris to Berlin?")
    assert set(found.gazetteer.stations) - set(world.gazetteer.stations) == {"city:paris_fr", "city:berlin_de"}
    korean = admit_words(known, "파리에서 베를린까지 거리는?")
    assert set(korean.gazetteer.stations) == set(found.gazetteer.stations)


def test_question_in_words_on_authored_places_admits_nothing(world: World) -> None:
    known = Known(world.folders, world.gazetteer)
    assert admit_words(known, "when must it leave Pyongyang to be in Vladivostok on Tuesday?") is known


def test_ambiguous_city_in_words_is_refused_with_candidates(world: World) -> None:
    with pytest.raises(PlaceError) as caught:
        admit_words(Known(world.folders, world.gazetteer), "how far is it from Birmingham to Khasan?")
    assert "city:birmingham_us" in caught.value.candidates


words = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["Paris", "Paris, FR", "London, Ontario", "VVO", "Rotterdam, port", "city:berlin_de", "Nara", "Mos"]
    ),
    st.builds("{:.3f},{:.3f}".format, st.floats(-95, 95), st.floats(-185, 185)),
)


@settings(max_examples=60, deadline=None)
@given(text=words)
def test_any_text_is_one_place_found_again_or_refused(world: World, text: str) -> None:
    try:
        admitted = admit(world, text)
    except RoutesError as fault:
        assert fault.hint
        return
    assert get_place(admitted.world.gazetteer, text).code == admitted.code
    assert get_place(admitted.world.gazetteer, admitted.code).code == admitted.code
    assert set(admitted.world.gazetteer.stations) - set(world.gazetteer.stations) <= {admitted.code}
