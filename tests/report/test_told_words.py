"""What was told, and what to watch for, in words: no past tense before its time, and no long lists."""

from __future__ import annotations

from typing import Any

import pytest

import routes
from routes.api import Routes
from routes.report.words import format_answer
from routes.sentences import format_watch
from tests.build import at

SEEN = "arr Khasan 2019-04-24 10:40 Asia/Vladivostok +-10m"


@pytest.fixture(scope="module")
def data() -> Routes:
    return routes.load(now=at("2026-12-01T00:00Z"))


def test_departure_worked_out_is_not_put_in_the_past(data: Routes) -> None:
    text = format_answer(data.arrival("Khasan", "Vladivostok", seen=[SEEN], as_of="2019-04-24 11:00 VLAT"))
    assert "\nLeaving Khasan: Wed 24 Apr " in text and "It left" not in text


def test_other_readings_stay_within_the_page(data: Routes) -> None:
    seen = [SEEN.replace(" Asia/Vladivostok", "")]
    text = format_answer(data.arrival("Khasan", "Vladivostok", seen=seen, as_of="2019-04-24 11:00 VLAT"))
    assert "\narrival, had it been" in text and "\na departure  " in text
    assert "\nKorean time (UTC+9), later than as of  " in text
    assert max(map(len, text.splitlines())) <= 100


def test_next_four_tripwires_are_told_and_the_others_counted(data: Routes) -> None:
    document = data.latest_departure("Pyongyang", "Moscow", arrive="by 2023-09-25", as_of="2023-09-11")
    watched = document["answer"]["watch"]
    (sentence,) = format_watch(document, rest=" in --json")
    assert len(watched) > 4 and sentence.count(" by ") == 4
    assert sentence.endswith(f"drops below even odds (and {len(watched) - 4} more in --json).")
    past = document | {"answer": document["answer"] | {"watch": [row | {"past": ["even"]} for row in watched[:-5]]}}
    (sentence,) = format_watch(past)
    assert sentence.count(" by ") == 1 and "(already past): then" in sentence
    passed = [row | {"past": ["even"]} for row in watched[:-2]] + watched[-2:]
    (sentence,) = format_watch(document | {"answer": document["answer"] | {"watch": passed}})
    assert sentence.count(" by ") == 2 and "already past" not in sentence


def test_nothing_to_watch_is_no_sentence(data: Routes) -> None:
    document = data.latest_departure("Pyongyang", "Moscow", arrive="by 2023-09-25", as_of="2023-09-11")
    never = [row | {"even": None} for row in document["answer"]["watch"]]
    assert format_watch(document | {"answer": document["answer"] | {"watch": never}}) == []


def test_way_by_air_lacks_no_clocked_run(data: Routes) -> None:
    document = data.arrival("Pyongyang", "Moscow", mode="air", depart="2023-09-12 10:00", as_of="2023-09-11")
    assert document["answer"]["unclocked"] == []
    assert "clocked run" not in format_answer(document)


@pytest.mark.parametrize("why", [False, True])
def test_answer_over_the_turn_of_a_year_stays_within_the_page(data: Routes, why: bool) -> None:
    given: Any = {"as_of": "2023-12-20", "why": why}
    answers = [
        data.latest_departure("Pyongyang", "Moscow", arrive="by 2024-01-02", **given),
        data.arrival("Pyongyang", "Moscow", depart="2023-12-28 10:00", **given),
        data.arrival("Pyongyang", "Moscow", depart="2023-12-28 10:00", mode="air", **given),
    ]
    for document in answers:
        assert max(map(len, format_answer(document, why=why).splitlines())) <= 100
