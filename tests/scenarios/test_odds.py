"""Readings by chance beside an answer: their order, their laws, and that they change nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

import routes
from routes.api import Routes
from routes.report.document import READINGS

AS_OF = "2023-09-11 09:00 Asia/Seoul"


@pytest.fixture(scope="module")
def data() -> Routes:
    return routes.load(now=datetime(2026, 12, 1, tzinfo=UTC))


def ask(data: Routes, confidence: float = 0.0, **given: Any) -> dict[str, Any]:
    asked = {"arrive": "by Tuesday", "as_of": AS_OF} | given
    return data.latest_departure("Pyongyang", "Vladivostok", confidence=confidence, **asked)


def instant(stamp: dict[str, str]) -> datetime:
    return datetime.fromisoformat(stamp["utc"])


def test_answer_without_confidence_has_no_chance_and_is_otherwise_the_same(data: Routes) -> None:
    plain, odds = ask(data), ask(data, 0.9)
    assert "chance" not in plain["answer"]
    assert {k: v for k, v in odds["answer"].items() if k != "chance"} == plain["answer"]


def test_readings_stand_in_order_at_every_anchor_and_along_the_way(data: Routes) -> None:
    rows = ask(data, 0.9)["answer"]["chance"]["deadlines"]
    assert [row["station"] for row in rows] == ["pyongyang", "tumangang", "khasan", "vladivostok"]
    for row in rows:
        assert instant(row["safe"]) <= instant(row["even"]) <= instant(row["too_late_after"])
    for name in READINGS:
        assert all(instant(a[name]) < instant(b[name]) for a, b in pairwise(rows))


def test_more_confidence_leaves_earlier(data: Routes) -> None:
    safe = [instant(ask(data, c)["answer"]["chance"]["deadlines"][0]["safe"]) for c in (0.6, 0.8, 0.9, 0.95)]
    assert safe == sorted(safe, reverse=True)
    assert len(set(safe)) == 4


def test_without_spread_chance_is_the_likely_answer_to_the_second(data: Routes) -> None:
    keys = [a["key"] for a in ask(data)["assumptions"]]
    likely = {a["key"]: a["value"] for a in ask(data)["assumptions"]}
    answer = ask(data, 0.9, settings=[f"{key}={likely[key]}" for key in keys if "hold" not in key] + _no_hold())[
        "answer"
    ]
    row = answer["chance"]["deadlines"][0]
    assert row["safe"] == row["even"] == row["too_late_after"] == answer["depart_by"]["even"]


def _no_hold() -> list[str]:
    return ["hold.pyongyang-tumangang=0"]


def test_even_odds_come_before_the_likely_value_where_ranges_lean_to_the_slow_side(data: Routes) -> None:
    answer = ask(data, 0.9)["answer"]
    assert instant(answer["chance"]["deadlines"][0]["even"]) < instant(answer["depart_by"]["even"])


def test_arrival_by_chance_is_in_order(data: Routes) -> None:
    document = data.arrival("Khasan", "Vladivostok", depart="2019-04-24 11:40", as_of=AS_OF, confidence=0.9)
    arrive = document["answer"]["chance"]["arrive"]
    assert instant(arrive["early"]) < instant(arrive["expected"]) < instant(arrive["late"])
    assert document["answer"]["chance"]["deadlines"] == []


def test_anchor_far_down_the_way_reads_as_the_same_question_asked_from_there(data: Routes) -> None:
    given: dict[str, Any] = {"arrive": "2026-12-20 12:00", "as_of": "2026-01-01", "confidence": 0.9}
    whole = data.latest_departure("Khasan", "Moscow", **given)["answer"]["chance"]["deadlines"]
    alone = data.latest_departure("Kirov", "Moscow", **given)["answer"]["chance"]["deadlines"][0]
    at_kirov = next(row for row in whole if row["station"] == "kirov" and row["event"] in ("dep", "pass", "arr"))
    for name in READINGS:
        assert abs(instant(at_kirov[name]) - instant(alone[name])) < timedelta(minutes=45)


def test_hold_that_is_set_is_no_toss(data: Routes) -> None:
    free, held = (ask(data, 0.9, settings=[f"hold.pyongyang-tumangang={h}h"]) for h in (0, 7))
    even = [instant(d["answer"]["chance"]["deadlines"][0]["even"]) for d in (free, held)]
    assert abs(even[0] - even[1] - timedelta(hours=7)) < timedelta(minutes=5)
