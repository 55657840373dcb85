"""How far by now: the places, their order, and that each is the answer to its single question."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import routes
from routes.api import Routes
from routes.errors import InfeasibleError, TimeError, UsageError
from tests.build import write

AS_OF = "2023-09-12 09:00 Asia/Seoul"
LEFT = "2023-09-10 17:00"


@pytest.fixture(scope="module")
def data() -> Routes:
    return routes.load(now=datetime(2026, 12, 1, tzinfo=UTC))


def reach(data: Routes, at: str, start: str = "Pyongyang", **given: Any) -> dict[str, Any]:
    return data.reach(start, at=at, **{"left": LEFT, "as_of": AS_OF, **given})


def chances(document: dict[str, Any]) -> dict[str, float]:
    return {row["station"]: row["chance"] for row in document["answer"]["stations"]}


def instant(stamp: dict[str, str]) -> datetime:
    return datetime.fromisoformat(stamp["utc"])


def test_places_are_listed_likeliest_and_nearest_first(data: Routes) -> None:
    answer = reach(data, "2023-09-12 06:00")["answer"]
    ranks = [(1 if row["chance"] > 0.99 else round(row["chance"], 2), -row["length_m"]) for row in answer["stations"]]
    assert (
        ranks == sorted(ranks, reverse=True)
        and min(row["chance"] for row in answer["stations"]) >= answer["least_chance"]
    )
    assert "pyongyang" not in {row["station"] for row in answer["stations"]}
    assert answer["below"] > 0 and answer["cut_off"] > 0


def test_instant_before_leaving_says_that_it_has_not_left(data: Routes) -> None:
    early = reach(data, "2023-09-10 16:00")
    assert early["answer"]["stations"] == [] and any(
        note.startswith("by then it has not left") for note in early["notes"]
    )
    assert not any("has not left" in note for note in reach(data, "2023-09-10 18:00")["notes"])


def test_places_of_one_printed_chance_are_nearest_first(data: Routes) -> None:
    stations = reach(data, "2023-09-25 06:00")["answer"]["stations"]
    sure = [row["length_m"] for row in stations if row["chance"] > 0.99]
    assert len(sure) > 5 and sure == sorted(sure)


def test_every_place_is_counted_once(data: Routes) -> None:
    railway = sum(s.is_railway for s in data.world.gazetteer.stations.values()) - 1
    for at in ("2023-09-10 18:00", "2023-09-12 06:00", "2023-09-25 06:00"):
        answer = reach(data, at)["answer"]
        assert len(answer["stations"]) + answer["below"] + answer["cut_off"] == railway


@pytest.mark.parametrize("station", ["kowon", "tumangang", "khasan", "vladivostok", "beijing", "zamyn_uud"])
def test_place_is_the_answer_to_its_single_question(data: Routes, station: str) -> None:
    document = reach(data, "2023-09-12 06:00")
    row = next(row for row in document["answer"]["stations"] if row["station"] == station)
    single = data.arrival("Pyongyang", station, depart=LEFT, as_of=AS_OF)
    assert row["length_m"] == single["itinerary"]["length_m"]
    for name in ("early", "expected", "late"):
        assert abs(instant(row[name]) - instant(single["answer"]["arrive"][name])) < timedelta(minutes=1)
    claim = data.feasible("Pyongyang", station, left=LEFT, arrive="by 2023-09-12 06:00 Asia/Pyongyang", as_of=AS_OF)
    assert row["chance"] == pytest.approx(claim["answer"]["on_time"], abs=0.005)


def test_place_that_is_not_listed_is_out_of_reach(data: Routes) -> None:
    answer = reach(data, "2023-09-12 06:00")["answer"]
    assert "ulaanbaatar" not in {row["station"] for row in answer["stations"]}
    by = "by 2023-09-12 06:00 Asia/Pyongyang"
    claim = data.feasible("Pyongyang", "Ulaanbaatar", left=LEFT, arrive=by, as_of=AS_OF)
    assert claim["answer"]["on_time"] < answer["least_chance"]


def test_chance_never_falls_with_time(data: Routes) -> None:
    found = [chances(reach(data, f"2023-09-12 {hour:02}:00")) for hour in range(0, 24, 6)]
    for before, after in pairwise(found):
        assert all(after.get(code, 0) >= chance - 0.0001 for code, chance in before.items())


def test_chance_never_rises_along_the_way(data: Routes) -> None:
    found = chances(reach(data, "2023-09-12 06:00"))
    way = ["kalli", "sunchon", "kowon", "hamhung", "kilju", "chongjin", "rajin", "tumangang", "khasan", "ussuriysk"]
    along = [found[code] for code in way]
    assert along == sorted(along, reverse=True)


def test_prune_hides_nothing(data: Routes, monkeypatch: pytest.MonkeyPatch) -> None:
    pruned = reach(data, "2023-09-11 12:00")["answer"]
    monkeypatch.setattr("routes.scenarios.reach.SHARE_OF_FASTEST", 0.0)
    assert reach(data, "2023-09-11 12:00")["answer"] == pruned


def test_day_of_leaving_counts_from_its_first_instant(data: Routes) -> None:
    day, first = (reach(data, "2023-09-11 20:00", left=left) for left in ("2023-09-11", "2023-09-11 00:00"))
    assert chances(day) == chances(first)
    assert all(row["chance_last"] <= row["chance"] for row in day["answer"]["stations"])
    assert day["answer"]["left"]["last"]["local"] == "2023-09-12T00:00:00+09:00"


def test_nothing_is_reached_before_leaving(data: Routes) -> None:
    assert reach(data, "2023-09-10 12:00")["answer"]["stations"] == []


def test_plane_reaches_airports_and_their_towns(data: Routes) -> None:
    found = chances(reach(data, "2023-09-11 06:00", mode="air"))
    assert {"vvo", "vladivostok", "svo"} <= found.keys() and "kyongsong" not in found


def test_places_have_positions_for_a_map(data: Routes) -> None:
    document = reach(data, "2023-09-10 20:00")
    for row in document["answer"]["stations"]:
        station = document["stations"][row["station"]]
        assert (row["lat"], row["lon"]) == (station["lat"], station["lon"])


@pytest.mark.parametrize("at", ["", "after Tuesday", "Monday or Tuesday", "Blursday"])
def test_instant_that_is_not_one_is_refused(data: Routes, at: str) -> None:
    with pytest.raises(TimeError):
        reach(data, at)


def test_place_without_any_way_is_refused(data: Routes) -> None:
    with pytest.raises(InfeasibleError):
        reach(data, "2023-09-12 06:00", start="SVO")


SEEN = "arr Khasan 2023-09-12 06:00 +-10m"


def seen_at(data: Routes, at: str = "2023-09-12 16:00", **given: Any) -> dict[str, Any]:
    return reach(data, at, **{"as_of": "2023-09-12 12:00 KST", "seen": [SEEN], **given})


def test_sighting_conditions_where_it_can_be(data: Routes) -> None:
    bare, seen = reach(data, "2023-09-12 16:00", as_of="2023-09-12 12:00 KST"), seen_at(data)
    before, after = chances(bare), chances(seen)
    assert after["tumangang"] > 0.9999 > before["tumangang"] > 0.9
    assert before["namyang"] > 0.9 and "namyang" not in after  # it went by Khasan
    assert after["vladivostok"] != before["vladivostok"]
    single = data.feasible(
        "Khasan", "Vladivostok", arrive="by 2023-09-12 17:00", seen=[SEEN], as_of="2023-09-12 12:00 KST"
    )
    assert after["vladivostok"] == pytest.approx(single["answer"]["on_time"], abs=0.005)
    assert any("reckoned from Khasan" in note for note in seen["notes"])
    assert (
        ", last seen arriving at Khasan at 06:00 on " in seen["quote"]["en"] and "목격으로 보아" in seen["quote"]["ko"]
    )
    assert seen["question"]["seen"][0]["station"] == "khasan"


def test_places_before_a_sighting_are_those_between_both(data: Routes) -> None:
    rows = {row["station"]: row for row in seen_at(data)["answer"]["stations"]}
    left, seen = datetime.fromisoformat("2023-09-10T08:00Z"), datetime.fromisoformat("2023-09-11T20:00Z")
    order = ["kowon", "hamhung", "tumangang"]
    found = [instant(rows[station]["expected"]) for station in order]
    assert left < found[0] < found[1] < found[2] < seen


def test_absence_and_window_count_too(data: Routes) -> None:
    at = "2023-09-12 04:30"  # 05:30 at Khasan
    bare = chances(reach(data, at))
    absent = chances(reach(data, at, not_seen=["Khasan by 2023-09-12 04:00"]))
    shut = chances(reach(data, at, windows=["arr Khasan 06:00-22:00"]))
    assert absent.get("khasan", 0) < bare["khasan"] and shut.get("khasan", 0) < bare["khasan"]
    assert absent["namyang"] == bare["namyang"] == shut["namyang"]


def test_what_cannot_be_or_says_nothing_is_told(data: Routes) -> None:
    with pytest.raises(InfeasibleError, match="it cannot be both"):
        seen_at(data, seen=["arr Vladivostok 2023-09-10 19:00"])
    with pytest.raises(UsageError, match="no way leads to Moscow"):
        seen_at(data, seen=["arr Moscow 2023-09-12 06:00"])
    document = seen_at(data, seen=["dep Pyongyang 2023-09-10 17:00"])
    assert any("changes nothing" in note for note in document["notes"])


def test_sighting_is_refused_of_a_plane(data: Routes) -> None:
    with pytest.raises(UsageError):
        reach(data, "2023-09-12 06:00", seen=["arr Khasan 2023-09-12 06:00"], mode="air", as_of="2023-09-12 12:00 KST")


def test_scenario_file_gives_the_same_answer(data: Routes, tmp_path: Path) -> None:
    text = f"""schema = "routes-scenario/1"
title = "How far by now"
question = "reach"
from = "Pyongyang"
train = "special"
as_of = "{AS_OF}"
depart = "{LEFT}"
at = "2023-09-12 06:00"
"""
    query = data.scenario(str(write(tmp_path / "far.toml", text)))
    assert data.answer(query)["answer"] == reach(data, "2023-09-12 06:00")["answer"]
