"""Questions in words: many wordings of each, what must be refused, and laws over any text."""

from __future__ import annotations

import csv
import random
import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import routes.errors
from routes.api import Routes, load
from routes.errors import PlaceError, RoutesError, TimeError, UsageError
from routes.gazetteer.names import get_place
from routes.scenarios import ask_times
from routes.scenarios.ask import Understood, understand
from routes.scenarios.ask_sides import EXAMPLES
from routes.scenarios.ask_words import lexicon
from routes.when import When, parse_when

HERE = Path(__file__).parent
NOW = datetime(2023, 9, 11, tzinfo=UTC)  # Monday 09:00 in Seoul


def read(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


QUESTIONS = read("questions.csv")
WORDS = sorted({word for row in QUESTIONS for word in row["words"].split()} | {"not", "China", "via", "Pingxiang"})


@cache
def routes_now() -> Routes:
    return load(now=NOW)


def ask(words: str, *, scenario: str = "vladivostok-2023") -> Understood:
    loaded = routes_now()
    base = loaded.scenario(scenario)
    return understand(words, gazetteer=loaded.world.gazetteer, as_of=NOW, scenario=base)


def code(name: str) -> str:
    return get_place(routes_now().world.gazetteer, name).code


@pytest.mark.parametrize("row", QUESTIONS, ids=lambda row: row["words"])
def test_wording_is_understood(row: dict[str, str]) -> None:
    query = ask(row["words"]).query
    found = {"question": query.question, "from": code(query.start), "to": code(query.end)}
    found |= {"via": " ".join(map(code, query.via)), "avoid": " ".join(query.avoid)}
    found |= {"arrive": query.arrive, "depart": query.depart}
    assert found == {key: value for key, value in row.items() if key != "words"}


@pytest.mark.parametrize("row", read("sightings.csv"), ids=lambda row: row["words"])
def test_wording_of_what_was_seen_is_understood(row: dict[str, str]) -> None:
    query = ask(row["words"]).query
    found = {"question": query.question, "from": code(query.start), "to": code(query.end)}
    found |= {"told": "; ".join((*query.seen, *query.not_seen)), "left": query.left}
    found |= {"arrive": query.arrive, "depart": query.depart}
    assert found == {key: value for key, value in row.items() if key != "words"}


def test_line_says_who_told_it() -> None:
    assert ask("TASS: seen at Khasan at 08:40, when in Vladivostok?").understood.endswith("; according to TASS")


@pytest.mark.parametrize("row", read("refused.csv"), ids=lambda row: row["words"])
def test_wording_is_refused(row: dict[str, str]) -> None:
    with pytest.raises(getattr(routes.errors, row["error"]), match=re.escape(row["says"])) as caught:
        ask(row["words"])
    assert caught.value.hint


def test_examples_of_the_hint_are_understood() -> None:
    examples = re.findall(r'"([^"]+)"', EXAMPLES)
    assert [ask(words).query.question for words in examples] == ["latest-departure", "arrival"]


# What is added, and said.


def test_line_says_what_came_from_the_scenario() -> None:
    assert ask("when must it leave to be in Vladivostok by Tuesday noon?").understood == (
        'latest departure; from Pyongyang (scenario vladivostok-2023) to Vladivostok; arriving "by Tuesday noon"'
    )


def test_line_names_the_scenario_once() -> None:
    assert ask("latest departure").understood == (
        "latest departure; from Pyongyang (scenario) to Vladivostok (scenario);"
        ' arriving "by Tuesday" (scenario vladivostok-2023)'
    )


def test_line_says_that_a_part_of_a_day_is_its_first_and_last_minute() -> None:
    assert ask("he left Pyongyang on Sunday evening, when does he reach Vladivostok?").understood == (
        'arrival; from Pyongyang to Vladivostok; leaving "2023-09-10 18:00 or 2023-09-11 00:00"'
        ' ("on Sunday evening", read as past, its first and last minute)'
    )


def test_date_just_past_is_not_taken_for_next_year() -> None:
    assert ask("departing Pyongyang 10 Sep 18:00, arrival Vladivostok?").query.depart == "2023-09-10 18:00"
    assert ask("when must it have left to arrive on 10 September?").query.arrive.startswith("Sun 10 Sep 2023")


def test_feasible_without_departure_leaves_at_the_as_of_instant() -> None:
    asked = ask("can it be there by Tuesday?")
    assert asked.query.depart == "2023-09-11T09:00+09:00"
    assert "leaving at the as-of instant" in asked.understood


def test_arrival_takes_the_departure_of_the_scenario() -> None:
    asked = ask("when will it be there?", scenario="khasan-2019")
    assert (asked.query.question, asked.query.depart) == ("arrival", "2019-04-24 11:40")
    assert 'leaving "2019-04-24 11:40" (scenario khasan-2019)' in asked.understood


def test_departure_of_the_scenario_is_not_used_for_another_start() -> None:
    with pytest.raises(UsageError, match="does not say when it leaves"):
        ask("when will it be there leaving Ussuriysk?", scenario="khasan-2019")


def test_arrival_of_the_scenario_is_not_used_for_another_end() -> None:
    assert ask("latest departure").query.arrive == "by Tuesday"
    with pytest.raises(UsageError, match="by when it must be there"):
        ask("latest departure to Moscow")


def test_way_of_the_scenario_is_kept_on_its_own_journey_only() -> None:
    base = routes_now().scenario()._replace(via=("Ussuriysk",), avoid=("CN",))
    gazetteer = routes_now().world.gazetteer
    kept = understand("latest departure for Tuesday", gazetteer=gazetteer, as_of=NOW, scenario=base).query
    other = understand("latest departure to Moscow for Friday", gazetteer=gazetteer, as_of=NOW, scenario=base).query
    assert (kept.via, kept.avoid, other.via, other.avoid) == (("Ussuriysk",), ("CN",), (), ())


@pytest.mark.parametrize(
    ("words", "field", "value"),
    [
        ("when must an ordinary train leave for Tuesday arrival", "train", "russian"),
        ("when must the special train leave for Tuesday arrival", "train", "special"),
        ("latest departure for Tuesday arrival speed.KP=30", "settings", ("speed.KP=30",)),
        ("latest departure for Tuesday arrival with possible turns", "turns", "possible"),
        ("latest departure for Tuesday arrival as of 10 September", "as_of", "2023-09-10"),
        ("as of 2023-09-10 12:00 KST, latest departure for Tuesday arrival", "as_of", "2023-09-10 12:00 Asia/Seoul"),
    ],
)
def test_option_is_read(words: str, field: str, value: object) -> None:
    assert getattr(ask(words).query, field) == value


def test_as_of_a_weekday_on_either_side_of_the_scenario_is_refused() -> None:
    with pytest.raises(TimeError, match="can be"):
        ask("latest departure for Friday arrival as of Wednesday")


def test_ambiguous_place_names_its_candidates() -> None:
    with pytest.raises(PlaceError) as caught:
        ask("when must it leave Pingxiang to be in Hanoi by Friday")
    assert caught.value.candidates == ("pingxiang", "pingxiang_jiangxi")
    assert ask("when must it leave Pingxiang, Guangxi to be in Hanoi by Friday").query.start == "Pingxiang, Guangxi"


def test_supposed_departure_that_would_be_after_the_arrival_is_past() -> None:
    assert ask("would it be there by Tuesday if it left on Sunday 17:00").query.depart == "2023-09-10 17:00"


# Laws.


@given(st.text(max_size=80) | st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))
@example("a")
@example("by by by in the the Tuesday or")
@example("Ulan-Ude - Ulan-Ude-")
@example("9월 12일 12시")
@settings(max_examples=400, deadline=None)
def test_any_text_is_understood_or_refused(words: str) -> None:
    try:
        asked = ask(words)
    except RoutesError as error:
        assert error.message
    else:
        assert asked.query.question in ("latest-departure", "arrival", "distance", "feasible")
        assert asked.understood


@given(st.sampled_from(QUESTIONS), st.integers(0, 10_000))
@settings(max_examples=150, deadline=None)
def test_shuffled_words_never_crash(row: dict[str, str], seed: int) -> None:
    words = row["words"].split()
    random.Random(seed).shuffle(words)
    try:
        ask(" ".join(words))
    except RoutesError as error:
        assert error.exit_status in (2, 3)


@given(st.sampled_from(QUESTIONS), st.sampled_from(["zebra", "bicycle", "twice", "never", "неделимо"]), st.data())
@settings(max_examples=300, deadline=None)
def test_unknown_word_makes_any_question_refused(row: dict[str, str], word: str, data: st.DataObject) -> None:
    words = row["words"].split()
    at = data.draw(st.integers(0, len(words)))
    with pytest.raises(RoutesError):
        ask(" ".join([*words[:at], word, *words[at:]]))


def test_case_of_letters_does_not_matter() -> None:
    for row in QUESTIONS:
        if not re.search(r"\b(May|March|CN|KP)\b", row["words"]):
            assert ask(row["words"].lower()).query.question == row["question"], row["words"]
            assert ask(row["words"].upper()).query.question == row["question"], row["words"]


def test_no_word_of_the_vocabulary_is_the_name_of_a_place() -> None:
    gazetteer = routes_now().world.gazetteer
    assert not [word for word in lexicon() if word in gazetteer.exact or word in gazetteer.stations]


def test_few_phrases_of_time_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def count(text: str, **rest: Any) -> When:
        tried.append(text)
        return parse_when(text, **rest)

    monkeypatch.setattr(ask_times, "parse_when", count)
    for row in QUESTIONS:
        tried.clear()
        ask(row["words"])
        assert len(tried) <= 12, row["words"]  # each takes some 0.3 ms; a question takes 1 to 4


# Answered whole.


def test_latest_departure_is_answered() -> None:
    document = routes_now().ask("when must it leave for a Tuesday arrival?")
    assert document["question"]["kind"] == "latest-departure"
    assert (document["question"]["from"], document["question"]["to"]) == ("pyongyang", "vladivostok")
    asked = routes_now().latest_departure("Pyongyang", "Vladivostok", arrive="Tuesday", as_of="2023-09-11 09:00 KST")
    assert document["answer"]["deadlines"] == asked["answer"]["deadlines"]


def test_distance_is_answered() -> None:
    document = routes_now().ask("how far is it from Хасан to 海参崴?")
    assert document["answer"] == routes_now().distance("Khasan", "Vladivostok")["answer"]


def test_arrival_is_answered() -> None:
    document = routes_now().ask("leaving Khasan at 11:40 on 24 April 2019, when does it reach Vladivostok?")
    twin = routes_now().arrival("Khasan", "Vladivostok", depart="2019-04-24 11:40", as_of="2023-09-11 09:00 KST")
    assert document["answer"]["arrive"] == twin["answer"]["arrive"]


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("can it be in Vladivostok by Friday?", "credible"),
        ("can it be in Vladivostok by noon today?", "impossible"),
        ("could it make Moscow by Friday if it left Pyongyang on Sunday 17:00", "not credible"),
    ],
)
def test_feasible_is_answered(words: str, verdict: str) -> None:
    document = routes_now().ask(words)
    assert (document["question"]["kind"], document["answer"]["verdict"]) == ("feasible", verdict)
    assert document["question"]["understood"].startswith("whether it can be there")


@pytest.mark.parametrize(
    ("words", "avoided"),
    [
        ("how far is it from Pyongyang to Moscow avoiding Kazakhstan", ("KZ",)),
        ("how far is it from Pyongyang to Moscow avoiding China, Mongolia and Kazakhstan", ("CN", "MN", "KZ")),
        ("how far is it from Pyongyang to Moscow without entering the USA", ("US",)),
    ],
)
def test_any_country_of_the_world_can_be_avoided_in_words(words: str, avoided: tuple[str, ...]) -> None:
    assert routes_now().ask(words)["question"]["avoid"] == sorted(avoided)
