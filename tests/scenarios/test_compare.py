"""Comparisons: the order of their rows, what a row says, and that it is the answer to its single question."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import routes
from routes.api import Routes
from routes.errors import InfeasibleError, TimeError, UsageError
from tests.build import write

AS_OF = "2023-09-11 09:00 Asia/Seoul"


@pytest.fixture(scope="module")
def data() -> Routes:
    return routes.load(now=datetime(2026, 12, 1, tzinfo=UTC))


def compare(data: Routes, start: Any = "Pyongyang", end: Any = "Vladivostok", **given: Any) -> list[dict[str, Any]]:
    document = data.compare(start, end, **{"arrive": "by Tuesday", "as_of": AS_OF, **given})
    rows: list[dict[str, Any]] = document["answer"]["rows"]
    return rows


def test_rows_stand_in_the_order_given(data: Routes) -> None:
    rows = compare(data, "Hamhung,Pyongyang", ["Moscow", "Vladivostok"], by="plane,train")
    assert [(row["from"], row["to"], row["mode"]) for row in rows] == [
        (start, end, mode)
        for start in ("hamhung", "pyongyang")
        for end in ("moscow_yar", "vladivostok")
        for mode in ("air", "rail")
    ]


@pytest.mark.parametrize("mode", ["rail", "air"])
@pytest.mark.parametrize("ends", [("Pyongyang", "Vladivostok"), ("Pyongyang", "Moscow"), ("Hamhung", "Khabarovsk-1")])
def test_row_is_the_answer_to_its_single_question(data: Routes, ends: tuple[str, str], mode: str) -> None:
    (row,) = compare(data, *ends, by=mode, confidence=0.8)
    given: dict[str, Any] = {"arrive": "by Tuesday", "as_of": AS_OF, "mode": mode, "confidence": 0.8}
    single = data.latest_departure(*ends, **given)
    for name in ("safe", "even", "too_late_after", "past"):
        assert row["depart_by"][name] == single["answer"]["depart_by"][name]
    assert row["arrive_by"] == single["answer"]["arrive_by"]
    assert row["length_m"] == single["itinerary"]["length_m"]
    claim = data.feasible(*ends, left="now", **given)
    assert row["on_time_now"] == claim["answer"]["on_time"]


def test_row_says_what_is_still_open(data: Routes) -> None:
    rows = compare(data, "Pyongyang", "Vladivostok,Vostochny,Khabarovsk-1", by="rail", as_of="2023-09-11 11:00 KST")
    assert [row["open"] for row in rows] == ["against the odds", "closed", "closed"]
    assert [row["open"] for row in compare(data, "Hamhung")] == ["open", "open", "open"]
    for row in rows:
        past = row["depart_by"]["past"]
        assert (row["open"] == "closed") == ("too_late_after" in past)


def test_deadline_is_read_on_the_clock_of_each_destination(data: Routes) -> None:
    rows = compare(data, "Pyongyang", "Vladivostok,Moscow,Beijing", by="rail", arrive="by Tue 24:00")
    assert [row["arrive_by"]["zone"] for row in rows] == ["Asia/Vladivostok", "Europe/Moscow", "Asia/Shanghai"]
    assert {row["arrive_by"]["local"][:16] for row in rows} == {"2023-09-13T00:00"}


def test_row_without_a_way_has_its_reason(data: Routes) -> None:
    row = compare(data, "Pyongyang", "Vostochny", by="rail,ship")[1]
    assert row["open"] == "no way" and row["depart_by"] is None and "no port of RU" in row["note"]


def test_no_row_with_a_way_is_refused(data: Routes) -> None:
    with pytest.raises(InfeasibleError):
        compare(data, "Pyongyang", "Pyongyang")


def test_each_reading_of_the_deadline_is_a_row(data: Routes) -> None:
    rows = compare(data, by="rail", arrive="Monday or Tuesday", as_of="2023-09-10 09:00 KST")
    assert [row["arrive_by"]["weekday"] for row in rows] == ["Tuesday", "Wednesday"]  # their midnights


def test_mode_alone_chooses_the_rows(data: Routes) -> None:
    assert [row["mode"] for row in compare(data, mode="air")] == ["air"]
    assert [row["train"] for row in compare(data, train="russian", start="Khasan")] == [
        "an ordinary Russian long-distance train",
        "an airliner",
        "a ship",
    ]


@pytest.mark.parametrize("given", [{"by": "road"}, {"by": "train,foot"}, {"seen": ["arr Khasan 06:00"], "by": "plane"}])
def test_what_a_comparison_cannot_take_is_refused(data: Routes, given: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        compare(data, **given)


def test_empty_deadline_is_refused(data: Routes) -> None:
    with pytest.raises(TimeError):
        compare(data, arrive=" ")


def test_scenario_file_gives_the_same_rows(data: Routes, tmp_path: Path) -> None:
    text = f"""schema = "routes-scenario/1"
title = "Which of these"
question = "compare"
origins = ["Pyongyang", "Kyongsong, North Hamgyong"]
destinations = ["Vladivostok", "Moscow"]
by = ["plane", "train"]
train = "special"
as_of = "{AS_OF}"
arrive = "by Tuesday"
"""
    query = data.scenario(str(write(tmp_path / "which.toml", text)))
    twin = compare(data, "Pyongyang;Kyongsong, North Hamgyong", "Vladivostok,Moscow", by="plane,train")
    assert data.answer(query)["answer"]["rows"] == twin


SEEN: dict[str, Any] = {
    "seen": ["arr Khasan 2023-09-12 06:00"],
    "as_of": "2023-09-12 12:00 KST",
    "arrive": "by Tuesday 14:00",
}


@pytest.mark.parametrize(
    "told",
    [
        SEEN,
        {"windows": ["arr Khasan 06:00-22:00"]},
        {"not_seen": ["Khasan by 2023-09-11 08:00"]},
        {**SEEN, "windows": ["Ussuriysk 06:00-22:00"], "not_seen": ["Vladivostok by 12:30"], "arrive": "by Tue 15:00"},
    ],
)
def test_row_by_train_is_weighed_as_its_single_question(data: Routes, told: dict[str, Any]) -> None:
    given: dict[str, Any] = {"arrive": "by Tuesday", "as_of": AS_OF, **told}
    train, plane = compare(data, by="train,plane", **told)
    single = data.latest_departure("Pyongyang", "Vladivostok", **given)["answer"]
    for name in ("safe", "even", "too_late_after"):
        assert train["depart_by"][name] == single["depart_by"][name]
    if "seen" in told:
        assert (train.get("seen"), train["on_time_now"]) == (True, pytest.approx(single["on_time"], abs=1e-4))
        assert train["open"] == ("open" if single["on_time"] >= 0.5 else "against the odds")
    else:
        claim = data.feasible("Pyongyang", "Vladivostok", left="now", **given)["answer"]
        assert (train.get("seen"), train["on_time_now"]) == (None, pytest.approx(claim["on_time"], abs=1e-4))
    bare = {"arrive": given["arrive"], "as_of": given["as_of"]}
    assert plane | {"way": 0} == compare(data, by="plane", **bare)[0]


def test_way_is_led_through_where_it_was_seen_and_what_is_off_it_changes_nothing(data: Routes) -> None:
    told: dict[str, Any] = {**SEEN, "arrive": "by 2023-09-14", "windows": ["Ussuriysk 06:00-22:00"]}
    document = data.compare("Pyongyang", "Tumangang,Beijing", by="train", **told)
    tumangang, beijing = document["answer"]["rows"]
    assert beijing["open"] in ("open", "against the odds") and beijing["length_m"] > 2_000_000
    assert any("Pyongyang – Beijing: the way is led through Khasan" in note for note in document["notes"])
    assert tumangang["length_m"] > 850_000  # back from Khasan
    assert "last seen" not in document["quote"]["en"] and "given what was seen" in document["quote"]["en"]
    assert "목격으로 본 확률" in document["quote"]["ko"]


def test_what_cannot_be_of_a_row_is_told_as_its_reason(data: Routes) -> None:
    rows = compare(data, "Pyongyang,Ussuriysk", by="train", seen=["dep Pyongyang 2023-09-11 08:00"])
    assert rows[0]["open"] != "no way"
    with pytest.raises(UsageError, match="no way is by train"):
        compare(data, by="plane", **SEEN)
    with pytest.raises(TimeError, match="after the as-of"):
        compare(data, by="train", seen=["arr Khasan 2023-09-13 06:00"])


def test_latest_departure_of_a_scenario_is_compared_by_every_mode(data: Routes) -> None:
    document = data.answer(data.spread(data.scenario("vladivostok-2023")))
    assert [(row["from"], row["to"], row["mode"]) for row in document["answer"]["rows"]] == [
        ("pyongyang", "vladivostok", "rail"),
        ("pyongyang", "vladivostok", "air"),
        ("pyongyang", "vladivostok", "sea"),
    ]
    assert document["question"]["scenario"] == "vladivostok-2023" and document["itinerary"] is None
