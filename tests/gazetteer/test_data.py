"""The packaged stations.csv and names.csv are complete and honest."""

from __future__ import annotations

from pathlib import Path

import pytest

from routes.clock import get_zone
from routes.findings import Finding
from routes.folders import packaged_folder
from routes.gazetteer.folding import clean, fold
from routes.gazetteer.station import OWN_LANGUAGE, Gazetteer, Name
from routes.geo import geodesic_m

RAILWAY_CODES = Path(__file__).with_name("codes.txt").read_text(encoding="utf-8").split()
AIRPORTS = ["fnj", "vvo", "khv", "pek", "pkx", "svo", "han", "icn", "ynj"]
SOURCES = {
    "OpenStreetMap contributors (ODbL 1.0)",
    "GeoNames (CC BY 4.0)",
    "Wikipedia (CC BY-SA)",
    "airportsdata (MIT)",
    "assumed",
}
# Diacritics that tell two places apart; without them each of these is refused.
TOLD_APART_BY_MARKS = {"Chŏngju", "Ch'ŏngju", "Píngxiáng", "Píngxiāng"}


def test_no_findings(packaged: tuple[Gazetteer, list[Finding]]) -> None:
    assert packaged[1] == []


@pytest.mark.parametrize("code", RAILWAY_CODES + AIRPORTS)
def test_every_expected_place_is_there(gazetteer: Gazetteer, code: str) -> None:
    assert gazetteer.station(code).kind == ("airport" if code in AIRPORTS else gazetteer.station(code).kind)


def test_every_place_has_own_script_and_romanisation(gazetteer: Gazetteer) -> None:
    for code, place in gazetteer.stations.items():
        names = gazetteer.by_code[code]
        assert any(n.lang == OWN_LANGUAGE[place.country] and n.kind == "official" for n in names), code
        assert any(n.kind == "romanisation" or n.lang == "en" for n in names[1:]), code
        assert place.local_name != place.name, code


# Names of cities that have several stations or one of another name: never the official name of the station.
CITIES = {"武汉", "武漢", "呼伦贝尔", "呼倫貝爾", "二连浩特", "二連浩特"}


def test_name_of_a_city_is_not_the_official_name_of_its_station(gazetteer: Gazetteer) -> None:
    found = [name for name in gazetteer.names if name.name in CITIES and name.lang.startswith("zh")]
    assert {name.name for name in found} == CITIES
    assert {name.kind for name in found} == {"media"}


def test_every_position_has_a_known_source_and_guesses_are_explained(gazetteer: Gazetteer) -> None:
    for place in gazetteer.stations.values():
        assert place.source in SOURCES, place.code
        assert place.source != "assumed" or len(place.note) > 20, place.code


def test_every_name_has_a_known_source(gazetteer: Gazetteer) -> None:
    known = {"general usage", "Wikipedia (CC BY-SA)", "Namuwiki (facts only)"}
    assert {name.source for name in gazetteer.names} == known


def test_every_zone_exists_and_suits_the_country(gazetteer: Gazetteer) -> None:
    only = {
        "KP": "Asia/Pyongyang",
        "KR": "Asia/Seoul",
        "CN": "Asia/Shanghai",
        "VN": "Asia/Ho_Chi_Minh",
        "MN": "Asia/Ulaanbaatar",
    }
    for place in gazetteer.stations.values():
        get_zone(place.zone)
        assert place.zone == only.get(place.country, place.zone), place.code


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        ("obluchye", "Asia/Vladivostok"),
        ("arkhara", "Asia/Yakutsk"),
        ("vostochny", "Asia/Yakutsk"),
        ("mogocha", "Asia/Chita"),
        ("ulan_ude", "Asia/Irkutsk"),
        ("perm2", "Asia/Yekaterinburg"),
        ("kirov", "Europe/Kirov"),
        ("nizhny", "Europe/Moscow"),
    ],
)
def test_zones_at_their_borders(gazetteer: Gazetteer, code: str, zone: str) -> None:
    assert gazetteer.station(code).zone == zone


def test_gauge_changes_where_two_gauges_meet(gazetteer: Gazetteer) -> None:
    changing = {p.code for p in gazetteer.stations.values() if p.changes_gauge}
    assert changing == {"tumangang", "zabaikalsk", "erenhot", "dong_dang", "grodekovo"}
    assert all("gauge: " in gazetteer.station(code).note for code in changing)


def test_no_two_railway_places_share_a_position(gazetteer: Gazetteer) -> None:
    places = [p for p in gazetteer.stations.values() if p.is_railway]
    for index, place in enumerate(places):
        for other in places[index + 1 :]:
            assert geodesic_m(place.coordinate, other.coordinate) > 1000, (place.code, other.code)


@pytest.mark.parametrize(
    ("start", "end", "least_m", "most_m"),
    [
        ("khasan", "tumangang", 2_500, 5_000),
        ("dandong", "sinuiju", 1_500, 3_000),
        ("namyang", "tumen", 1_000, 3_300),
        ("manzhouli", "zabaikalsk", 8_000, 14_000),
        ("naushki", "sukhbaatar", 13_000, 21_000),
        ("zamyn_uud", "erenhot", 7_000, 10_000),
        ("pingxiang", "dong_dang", 12_000, 18_000),
        ("suifenhe", "grodekovo", 15_000, 27_000),
        ("ussuriysk", "vladivostok", 70_000, 112_000),
        ("pyongyang", "fnj", 15_000, 30_000),
        ("kyongsong", "ranam", 13_000, 22_400),
        ("ranam", "chongjin", 10_000, 14_000),
    ],
)
def test_neighbours_lie_as_far_apart_as_they_should(
    gazetteer: Gazetteer, start: str, end: str, least_m: int, most_m: int
) -> None:
    found = geodesic_m(gazetteer.station(start).coordinate, gazetteer.station(end).coordinate)
    assert least_m <= found <= most_m


def test_names_hold_no_invisible_characters_and_fold_to_something(gazetteer: Gazetteer) -> None:
    text = (packaged_folder().path / "names.csv").read_text(encoding="utf-8")
    assert all(line == clean(line) for line in text.splitlines())
    assert all(len(fold(name.name)) >= 2 for name in gazetteer.names)


def test_an_exact_name_never_hides_a_homonym_that_differs_in_marks_only(gazetteer: Gazetteer) -> None:
    def tier(name: Name) -> int:
        return 2 if name.kind == "place" else 0 if gazetteer.stations[name.code].is_railway else 1

    def best(names: tuple[Name, ...]) -> set[str]:
        return {n.code for n in names if tier(n) == min(map(tier, names))}

    hidden = {name for name, rows in gazetteer.exact.items() if best(rows) != best(gazetteer.folded[fold(name)])}
    assert hidden - {"P'ing-hsiang", "Pinghsiang"} <= TOLD_APART_BY_MARKS


def test_codes_of_stations_are_printed_with_their_origin(gazetteer: Gazetteer) -> None:
    assert gazetteer.station("pyongyang").origin == "data/stations.csv:2"
    assert all(n.origin.startswith("data/names.csv:") for n in gazetteer.names)
