"""How far by now, and which of these, asked in words: of fixed form, and refused where a part cannot be read."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

import pytest

from routes.api import Routes, load
from routes.errors import UsageError
from routes.report.words import format_answer
from routes.scenarios.ask import understand
from routes.scenarios.ask_others import understand_other
from routes.scenarios.schema import Scenario

NOW = datetime(2023, 9, 11, tzinfo=UTC)  # Monday 09:00 in Seoul


@cache
def loaded() -> Routes:
    return load(now=NOW)


def read(words: str) -> Scenario:
    tool = loaded()
    return understand(words, gazetteer=tool.world.gazetteer, as_of=NOW, scenario=tool.scenario()).query


@pytest.mark.parametrize(
    ("words", "start", "depart", "at"),
    [
        ("how far can it have come by Tuesday 06:00 if it left Pyongyang on Sunday 17:00?", "Pyongyang", "Sunday 17:00",
         "Tuesday 06:00"),
        ("How far could the train be by Tuesday noon, having left Khasan at 10:40?", "Khasan", "10:40", "Tuesday noon"),
        ("how far can he have got by now if he left Pyongyang on Sunday", "Pyongyang", "Sunday", "now"),
    ],
)  # fmt: skip
def test_how_far_by_now_is_a_reach(words: str, start: str, depart: str, at: str) -> None:
    query = read(words)
    assert (query.question, query.start, query.depart, query.at) == ("reach", start, depart, at)


@pytest.mark.parametrize(
    ("words", "ends", "arrive", "by"),
    [
        ("Vladivostok, Vostochny or Moscow: which are still open for Tuesday?", ("Vladivostok", "Vostochny", "Moscow"),
         "Tuesday", ()),
        ("Vladivostok or Moscow, which of these are still possible by Tuesday noon by train or plane?",
         ("Vladivostok", "Moscow"), "by Tuesday noon", ("rail", "air")),
        ("which of Vladivostok, Vostochny and Moscow are still open?", ("Vladivostok", "Vostochny", "Moscow"),
         "by Tuesday", ()),
        ("Which of Vladivostok and Moscow are still open by plane?", ("Vladivostok", "Moscow"), "by Tuesday", ("air",)),
    ],
)  # fmt: skip
def test_which_of_these_is_a_comparison(words: str, ends: tuple[str, ...], arrive: str, by: tuple[str, ...]) -> None:
    query = read(words)
    assert (query.question, query.destinations, query.arrive, query.by) == ("compare", ends, arrive, by)
    assert query.start == loaded().scenario().start


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("how far can it have come by Tuesday if it left Mars on Sunday?", "Mars on Sunday"),
        ("how far can it have come by teatime if it left Pyongyang on Sunday?", "teatime"),
        ("Vladivostok or Atlantis: which are still open for Tuesday?", "Atlantis"),
        ("Vladivostok or Moscow: which are still open for teatime?", "teatime"),
    ],
)
def test_part_that_cannot_be_read_is_named(words: str, message: str) -> None:
    with pytest.raises(UsageError) as refused:
        read(words)
    assert message in refused.value.message and refused.value.hint


@pytest.mark.parametrize(
    "words", ["how far is it from Khasan to Vladivostok", "which train is open?", "how far can it"]
)
def test_other_words_are_left_to_the_other_grammar(words: str) -> None:
    tool = loaded()
    assert understand_other(words, tool.world.gazetteer, tool.scenario()) is None


def test_answer_says_how_it_was_understood() -> None:
    document = loaded().ask("Vladivostok or Moscow: which are still open for Tuesday?")
    text = format_answer(document)
    assert text.startswith(
        "UNDERSTOOD  which are still open; from Pyongyang (scenario vladivostok-2023) to Vladivostok"
    )
    assert "\nCOMPARE  Pyongyang" in text and "\nQuote: Of the ways from Pyongyang" in text
