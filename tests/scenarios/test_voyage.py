"""Journeys by ship: which ports, what stands around a passage, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest

import routes
from routes.api import Routes
from routes.errors import InfeasibleError

AS_OF = "2023-09-11 09:00 Asia/Seoul"
NOW = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def data() -> Routes:
    return routes.load(now=NOW)


def sail(data: Routes, start: str, end: str, **given: Any) -> dict[str, Any]:
    return data.latest_departure(start, end, arrive="by Tuesday", as_of=AS_OF, mode="sea", **given)


def shape(document: dict[str, Any]) -> list[str]:
    return [f"{leg['from']} {leg['line']} {leg['to']}" for leg in document["itinerary"]["legs"]]


def works(document: dict[str, Any]) -> list[str]:
    return [f"{d['kind']} {d['station']}" for d in document["itinerary"]["dwells"]]


def test_town_is_taken_for_its_port(data: Routes) -> None:
    document = sail(data, "Rajin", "Vladivostok")
    assert shape(document) == ["rajin sea vladivostok"]
    assert works(document) == []
    assert document["itinerary"]["length_m"] == pytest.approx(167_000, rel=0.02)
    assert document["itinerary"]["basis"] == "routed"
    assert any("Port of Rajin, 8.9 km away; the town is taken" in note for note in document["notes"])


@pytest.mark.parametrize("ends", [("Nampo", "Dalian"), ("Rajin", "Vladivostok"), ("Pyongyang", "Chongjin")])
def test_way_is_never_below_the_geodesic(data: Routes, ends: tuple[str, str]) -> None:
    assert data.distance(*ends, mode="sea")["itinerary"]["circuity"] >= 1


def test_voyage_between_ports_is_the_passage_alone(data: Routes) -> None:
    document = sail(data, "KPNJN", "порт Владивосток")
    assert shape(document) == ["rajin_port sea vladivostok_port"] and works(document) == []


def test_place_inland_has_a_road_to_its_port(data: Routes) -> None:
    document = sail(data, "Pyongyang", "Vladivostok")
    assert shape(document) == ["pyongyang road nampo_port", "nampo_port sea vladivostok"]
    assert works(document) == ["embark nampo_port"]


def test_port_of_call_stands_there(data: Routes) -> None:
    document = sail(data, "Wonsan", "Vladivostok", via=["Rajin"])
    assert shape(document)[-2:] == ["city:wonsan_kp sea rajin", "rajin sea vladivostok"]
    assert "layover rajin" in works(document)


def test_line_on_the_water_is_kept_with_every_answer(data: Routes) -> None:
    (leg,) = data.distance("Rajin", "Vladivostok", mode="sea")["itinerary"]["legs"]
    rows = [[float(number) for number in row.split(",")] for row in leg["geometry"]["points"].split()]
    assert len(rows) > 5 and rows[-1][2] <= leg["length_m"]
    assert all(one[2] <= two[2] for one, two in pairwise(rows))


@pytest.mark.parametrize(
    ("ends", "given", "message"),
    [
        (("Pyongyang", "Moscow"), {}, "no port of RU in the gazetteer lies within 100 km of Moscow"),
        (("Rajin", "Rajin"), {}, "starts and ends at Rajin"),
        (("Vladivostok", "Port of Vladivostok"), {}, "have the same port"),
        (("Rajin", "Vladivostok"), {"avoid": ["RU"]}, "is to be avoided"),
    ],
)
def test_places_without_a_passage_are_refused(
    data: Routes, ends: tuple[str, str], given: dict[str, Any], message: str
) -> None:
    with pytest.raises(InfeasibleError, match=message):
        sail(data, *ends, **given)


def test_ship_is_a_row_and_a_claim_beside_the_others(data: Routes) -> None:
    rows = data.compare("Rajin", "Vladivostok", arrive="by Tuesday", as_of=AS_OF)["answer"]["rows"]
    assert [row["mode"] for row in rows] == ["rail", "air", "sea"] and rows[2]["open"] == "open"
    weighed = data.feasible("Rajin", "Vladivostok", left="2023-09-11", arrive="by Tuesday", as_of=AS_OF)
    assert {claim["mode"]: claim["verdict"] for claim in weighed["answer"]["claims"]}["sea"] == "credible"
    assert "by ship credible" in weighed["quote"]["en"] and "배로는" in weighed["quote"]["ko"]


def test_korean_sentence_speaks_of_the_ship(data: Routes) -> None:
    quote = sail(data, "Rajin", "Vladivostok")["quote"]
    assert "배가 블라디보스토크에" in quote["ko"] and "열차" not in quote["ko"]
    assert "a ship must leave Rajin" in quote["en"]
    assert "바닷길로" in data.distance("Rajin", "Vladivostok", mode="sea")["quote"]["ko"]


def test_notes_name_the_passages_and_what_avoiding_a_country_closes(data: Routes) -> None:
    plain = " ".join(data.distance("Singapore", "Rotterdam", mode="sea")["notes"])
    assert "it goes through the Strait of Malacca, the Bab el-Mandeb, the Suez Canal (EG)" in plain
    avoided = data.distance("Singapore", "Rotterdam", mode="sea", avoid=["EG"])
    notes = " ".join(avoided["notes"])
    assert "goes through the Suez" not in notes.replace("does not go through", "") and "Suez Canal;" in notes
    assert avoided["itinerary"]["length_m"] == pytest.approx(21_800_000, rel=0.03)


def test_strait_beside_an_avoided_country_is_said_to_stay_open(data: Routes) -> None:
    notes = data.distance("Odessa, UA", "Piraeus", mode="sea", avoid=["TR"])["notes"]
    assert "the Bosporus is beside TR, but free to transit, and stays open" in notes


def test_each_passage_says_what_it_goes_through(data: Routes) -> None:
    notes = data.distance("Singapore", "Rotterdam", mode="sea", via=["Port Said"])["notes"]
    assert any(" – Rotterdam goes through the Strait of Gibraltar" in note for note in notes)
    assert len(notes) == len(set(notes))
