"""The laws of chance on the packaged data, asked as a user would."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

import routes
from routes.api import Routes

AS_OF = "2023-09-11 09:00 Asia/Seoul"
READINGS = ("safe", "even", "too_late_after")
Document = dict[str, Any]


@pytest.fixture(scope="module")
def data() -> Routes:
    return routes.load(now=datetime(2026, 12, 1, tzinfo=UTC))


def ask(data: Routes, **options: Any) -> Document:
    return data.latest_departure("Pyongyang", "Vladivostok", arrive="by Tuesday", as_of=AS_OF, **options)


def instant(stamp: dict[str, str]) -> datetime:
    return datetime.fromisoformat(stamp["utc"])


def even(document: Document) -> datetime:
    return instant(document["answer"]["depart_by"]["even"])


def test_readings_stand_in_order_at_every_anchor_and_along_the_way(data: Routes) -> None:
    rows = ask(data)["answer"]["deadlines"]
    assert [row["station"] for row in rows] == ["pyongyang", "tumangang", "khasan", "vladivostok"]
    for row in rows[:-1]:
        assert instant(row["safe"]) < instant(row["even"]) < instant(row["too_late_after"])
    for name in READINGS:
        assert all(instant(a[name]) < instant(b[name]) for a, b in pairwise(rows))
        assert rows[-1][name] == ask(data)["answer"]["arrive_by"]


def test_more_confidence_leaves_earlier(data: Routes) -> None:
    rows = [ask(data, confidence=c)["answer"]["depart_by"] for c in (0.6, 0.8, 0.9, 0.95)]
    safe, late = ([instant(row[name]) for row in rows] for name in ("safe", "too_late_after"))
    assert safe == sorted(safe, reverse=True) and len(set(safe)) == 4
    assert late == sorted(late) and len(set(late)) == 4
    assert len({instant(row["even"]) for row in rows}) == 1


def set_likely(document: Document) -> list[str]:
    """Return the settings that hold every assumption to its likely value; a hold to what it lasts when it comes."""
    held = [a for a in document["assumptions"] if a["key"] != "pace"]
    return ["pace=0", *(f"{a['key']}={a['value']}{'' if a['unit'] == 'km/h' else a['unit']}" for a in held)]


def test_without_spread_every_reading_is_the_likely_answer_to_the_second(data: Routes) -> None:
    document = ask(data, settings=set_likely(ask(data)))
    answer, itinerary = document["answer"], document["itinerary"]
    spent_s = sum(leg["run_s"] for leg in itinerary["legs"]) + sum(d["likely_s"] for d in itinerary["dwells"])
    row = answer["depart_by"]
    assert row["safe"] == row["even"] == row["too_late_after"] == answer["depart"]
    assert instant(answer["arrive_by"]) - instant(row["even"]) == timedelta(seconds=spent_s)
    assert answer["arrive"]["early"] == answer["arrive"]["late"] == answer["arrive_by"]
    assert {itinerary[name] for name in ("early_s", "expected_s", "late_s")} == {spent_s}


def test_even_odds_come_before_the_likely_value_where_ranges_lean_to_the_slow_side(data: Routes) -> None:
    running = [a for a in ask(data)["assumptions"] if a["unit"] == "km/h"]
    assert all(a["value"] / a["low"] >= a["high"] / a["value"] for a in running if a["key"].startswith("speed.KP"))
    free = ["hold.pyongyang-tumangang=0"]
    likely = [setting for setting in set_likely(ask(data)) if not setting.startswith("hold")]
    assert even(ask(data, settings=free)) < even(ask(data, settings=free + likely))


def test_arrival_by_chance_is_in_order(data: Routes) -> None:
    answer = data.arrival("Khasan", "Vladivostok", depart="2019-04-24 11:40", as_of=AS_OF)["answer"]
    arrive = answer["arrive"]
    assert instant(arrive["early"]) < instant(arrive["expected"]) < instant(arrive["late"])
    assert "deadlines" not in answer


def test_anchor_far_down_the_way_reads_as_the_same_question_asked_from_there(data: Routes) -> None:
    given: dict[str, Any] = {"arrive": "2026-12-20 12:00", "as_of": "2026-01-01"}
    whole = data.latest_departure("Khasan", "Moscow", **given)["answer"]["deadlines"]
    alone = data.latest_departure("Omsk", "Moscow", **given)["answer"]["depart_by"]
    at_omsk = next(row for row in whole if (row["station"], row["event"]) == ("omsk", "dep"))
    for name in READINGS:
        assert abs(instant(at_omsk[name]) - instant(alone[name])) <= timedelta(minutes=1)


def test_hold_that_is_set_is_no_toss(data: Routes) -> None:
    free, held = (even(ask(data, settings=[f"hold.pyongyang-tumangang={h}h"])) for h in (0, 7))
    assert free - held == timedelta(hours=7)
