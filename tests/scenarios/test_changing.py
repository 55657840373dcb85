"""Journeys that change mode on the way: their stretches, what joins them, and their chances."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

import routes
from routes.api import Routes
from routes.errors import InfeasibleError, UsageError

AS_OF = "2023-09-11 09:00 Asia/Seoul"
NOW = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def data() -> Routes:
    return routes.load(now=NOW)


def go(data: Routes, via: list[str], mode: str, end: str = "Moscow", **given: Any) -> dict[str, Any]:
    return data.latest_departure("Pyongyang", end, arrive="by Friday", as_of=AS_OF, via=via, mode=mode, **given)


def test_each_stretch_is_that_of_its_mode(data: Routes) -> None:
    whole = go(data, ["Vladivostok"], "rail,air")["itinerary"]
    rail = data.distance("Pyongyang", "Vladivostok", as_of=AS_OF)["itinerary"]
    air = data.distance("Vladivostok", "Moscow", as_of=AS_OF, mode="air")["itinerary"]
    assert whole["length_m"] == rail["length_m"] + air["length_m"]
    assert [leg["line"] for leg in whole["legs"]] == [leg["line"] for leg in (*rail["legs"], *air["legs"])]
    kinds = [(dwell["kind"], dwell["station"]) for dwell in whole["dwells"]]
    change = kinds.index(("change", "vladivostok"))
    assert kinds[:change] == [(d["kind"], d["station"]) for d in rail["dwells"]]
    assert kinds[change + 1 :] == [(d["kind"], d["station"]) for d in air["dwells"]]


def test_readings_stand_in_order_and_why_explains_both(data: Routes) -> None:
    document = go(data, ["Vladivostok"], "train,plane", why=True)
    readings = document["answer"]["depart_by"]
    times = [readings[name]["utc"] for name in ("safe", "even", "too_late_after")]
    assert times == sorted(times)
    keys = {entry["key"]: entry for entry in document["assumptions"]}
    assert {"speed.KP", "speed.air", "change", "pace", "pace.rail", "pace.air"} <= keys.keys()
    assert keys["pace.air"]["value"] < keys["pace"]["value"] < keys["pace.rail"]["value"]
    assert document["question"]["mode"] == "rail+air" and document["question"]["train"]["name"] == "special+airliner"


def test_leaving_at_the_even_reading_arrives_at_even_odds(data: Routes) -> None:
    even = go(data, ["Vladivostok"], "rail,air")["answer"]["depart_by"]["even"]["local"]
    claim = data.feasible(
        "Pyongyang", "Moscow", left=even, arrive="by Friday", as_of=AS_OF, via=["Vladivostok"], mode="rail,air"
    )
    assert claim["answer"]["claims"][0]["mode"] == "rail+air"
    assert claim["answer"]["on_time"] == pytest.approx(0.5, abs=0.02)


def test_ship_may_be_one_of_the_stretches(data: Routes) -> None:
    document = go(data, ["Rajin"], "rail,sea", end="Vladivostok")
    assert [leg["line"] for leg in document["itinerary"]["legs"]][-1] == "sea"
    assert [d["kind"] for d in document["itinerary"]["dwells"]][-1] == "change"


def test_change_is_compared_beside_one_mode(data: Routes) -> None:
    rows = data.compare(
        "Pyongyang", "Moscow", arrive="by Friday", as_of=AS_OF, by="train,train+plane", via=["Vladivostok"]
    )["answer"]["rows"]
    assert [row["mode"] for row in rows] == ["rail", "rail+air"]
    assert [row["open"] for row in rows] == ["closed", "open"]


@pytest.mark.parametrize(("via", "mode"), [([], "rail,air"), (["Khasan", "Vladivostok"], "rail,air")])
def test_change_needs_a_station_for_each(data: Routes, via: list[str], mode: str) -> None:
    with pytest.raises(UsageError, match="2 modes"):
        go(data, via, mode)


def test_stretch_without_a_way_is_named(data: Routes) -> None:
    with pytest.raises(InfeasibleError, match="Vladivostok to Moscow Yaroslavsky by sea: no port of RU"):
        go(data, ["Vladivostok"], "rail,sea")


def test_korean_sentence_names_both(data: Routes) -> None:
    assert "열차와 비행기로 가는 이가 모스크바에" in go(data, ["Vladivostok"], "rail,air")["quote"]["ko"]
