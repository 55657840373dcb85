"""Journeys by plane: which airports, what stands around a flight, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import routes
from routes.api import Routes
from routes.errors import InfeasibleError, UsageError
from tests.build import write

AS_OF = "2023-09-11 09:00 Asia/Seoul"
NOW = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def data() -> Routes:
    return routes.load(now=NOW)


def fly(data: Routes, start: str, end: str, **given: Any) -> dict[str, Any]:
    return data.latest_departure(start, end, arrive="by Tuesday", as_of=AS_OF, mode="air", **given)


def shape(document: dict[str, Any]) -> list[str]:
    return [f"{leg['from']} {leg['line']} {leg['to']}" for leg in document["itinerary"]["legs"]]


def works(document: dict[str, Any]) -> list[str]:
    return [f"{d['kind']} {d['station']}" for d in document["itinerary"]["dwells"]]


def test_flight_between_cities_has_a_road_and_works_at_both_ends(data: Routes) -> None:
    document = fly(data, "Pyongyang", "Moscow")
    assert shape(document) == ["pyongyang road fnj", "fnj air svo", "svo road moscow_yar"]
    assert works(document) == ["board fnj", "alight svo"]
    assert {leg["basis"] for leg in document["itinerary"]["legs"]} == {"geodesic"}
    assert document["question"]["mode"] == "air" and document["question"]["train"]["name"] == "airliner"
    assert "from Pyongyang by Pyongyang International Airport, 25 km away" in document["notes"]


def test_flight_between_airports_is_the_flight_alone(data: Routes) -> None:
    document = fly(data, "FNJ", "Sheremetyevo")
    assert shape(document) == ["fnj air svo"] and works(document) == []


def test_flight_by_another_city_stands_there(data: Routes) -> None:
    document = fly(data, "FNJ", "HAN", via=["Beijing"])
    assert shape(document) == ["fnj air pek", "pek air han"] and works(document) == ["layover pek"]


@pytest.mark.parametrize(
    ("ends", "message"),
    [
        (("Pyongyang", "Hamhung"), "have the same airport"),
        (("Pyongyang", "Pyongyang"), "starts and ends at Pyongyang"),
    ],
)
def test_places_without_a_flight_are_refused(data: Routes, ends: tuple[str, str], message: str) -> None:
    with pytest.raises(InfeasibleError, match=message):
        fly(data, *ends)


@pytest.mark.parametrize(
    ("place", "airport", "how"),
    [
        ("Vostochny", "air:uhbb", "166 km away: the nearest with scheduled flights"),
        ("Tumangang", "air:zkhm", "136 km away: the nearest with scheduled flights"),
        ("Hamhung", "fnj", "Pyongyang International Airport, 177 km away"),
    ],
)
def test_airport_is_an_authored_one_else_one_of_the_world(data: Routes, place: str, airport: str, how: str) -> None:
    document = fly(data, place, "Moscow")
    assert document["itinerary"]["legs"][0]["to"] == airport
    assert how in next(note for note in document["notes"] if note.startswith("from "))


def test_country_to_avoid_is_not_flown_to(data: Routes) -> None:
    with pytest.raises(InfeasibleError, match="is to be avoided"):
        fly(data, "Pyongyang", "Moscow", via=["Beijing"], avoid=["CN"])


def test_time_of_a_flight_is_its_block_and_the_geodesic(data: Routes) -> None:
    settings = ["speed.air=800", "block=40", "pace=0"]
    document = data.arrival("FNJ", "SVO", depart="2023-09-11 10:00", as_of=AS_OF, mode="air", settings=settings)
    leg = document["itinerary"]["legs"][0]
    assert leg["run_s"] == 40 * 60 + -int(-(leg["length_m"] * 3.6 / 800) // 1)
    assert document["answer"]["arrive"]["early"] == document["answer"]["arrive"]["late"]


def test_block_time_agrees_with_the_published_flight(data: Routes) -> None:
    leg = fly(data, "FNJ", "VVO")["itinerary"]["legs"][0]
    assert leg["run_low_s"] <= 90 * 60 <= leg["run_high_s"] and leg["run_low_s"] <= 100 * 60 <= leg["run_high_s"]


def test_published_flight_is_not_known_before_it_was(data: Routes) -> None:
    document = data.distance("FNJ", "VVO", mode="air", as_of="2023-08-01")
    block = next(a for a in document["assumptions"] if a["key"] == "block")
    assert block["source"] == "assumed"


def test_profile_of_another_mode_is_refused(data: Routes) -> None:
    with pytest.raises(UsageError, match="does not go by air"):
        data.distance("Pyongyang", "Vladivostok", mode="air", train="special")


@pytest.mark.parametrize("mode", ["road", "foot", "rail,foot", ","])
def test_mode_that_is_not_known_is_refused(data: Routes, mode: str) -> None:
    with pytest.raises(UsageError) as refused:
        data.distance("Pyongyang", "Vladivostok", mode=mode)
    assert "rail (train), air (plane) and sea (ship)" in refused.value.hint


def test_profile_brings_its_mode(data: Routes) -> None:
    by_train = data.distance("Pyongyang", "Vladivostok", as_of=AS_OF)
    by_plane = data.distance("Pyongyang", "Vladivostok", as_of=AS_OF, train="airliner")
    assert by_train["question"]["mode"] == "rail" and by_plane["question"]["mode"] == "air"
    assert by_plane["answer"]["length_m"] < by_train["answer"]["length_m"]


def test_airport_of_ones_own_serves_its_town(tmp_path: Path) -> None:
    head = "code,name,country,lat,lon,zone,kind,position_accuracy_m,source\n"
    row = "bqs,Ignatyevo Airport,RU,50.4254,127.4120,Asia/Yakutsk,airport,1000,survey\n"
    write(tmp_path / "stations.csv", head + row)
    document = routes.load(tmp_path, now=NOW).distance("Pyongyang", "Vostochny", mode="air")
    assert shape(document) == ["pyongyang road fnj", "fnj air bqs", "bqs road vostochny"]


@pytest.mark.parametrize(
    ("place", "airport"),
    [("Berlin", "air:eddb"), ("London, GB", "air:egll"), ("Istanbul", "air:ltfm"), ("Tokyo", "air:rjtt")],
)
def test_city_has_a_large_open_airport(place: str, airport: str) -> None:
    document = routes.load(now=datetime(2026, 12, 1, tzinfo=UTC)).distance(place, "Madrid", mode="air")
    assert document["itinerary"]["legs"][0]["to"] == airport
    assert any("the nearest large one, of OurAirports" in note for note in document["notes"])


def test_other_large_airports_of_a_city_are_named() -> None:
    document = routes.load(now=datetime(2026, 12, 1, tzinfo=UTC)).distance("Paris", "Madrid", mode="air")
    assert any("before Charles de Gaulle International Airport (CDG)" in note for note in document["notes"])
    assert not any("Madrid" in note and "before" in note for note in document["notes"])
