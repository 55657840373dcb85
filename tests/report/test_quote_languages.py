"""The sentence to quote in every language: the same facts of every kind of answer, each in its own words."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import routes
from routes.api import Routes
from routes.clock import stamp
from routes.report.quote import build_quote
from routes.report.saying import _HOLE, _TABLE
from tests.build import at

Document = dict[str, Any]
AS_OF = "2023-09-11 09:00 Asia/Seoul"
FROM_TO = ("Pyongyang", "Vladivostok")
# Every kind of answer, with what changes its sentence.
QUESTIONS: dict[str, tuple[str, tuple[Any, ...], Document]] = {
    "latest": ("latest_departure", FROM_TO, {"arrive": "by 2023-09-14"}),
    "latest past": ("latest_departure", FROM_TO, {"arrive": "by 2023-09-10"}),
    "latest readings": ("latest_departure", FROM_TO, {"arrive": "Wednesday or Thursday"}),
    "latest air": ("latest_departure", FROM_TO, {"arrive": "by 2023-09-12 18:00", "mode": "air"}),
    "latest window": ("latest_departure", FROM_TO, {"arrive": "by 2023-09-14", "windows": ["Khasan 08:00-20:00"]}),
    "latest daylight": ("latest_departure", FROM_TO, {"arrive": "by 2023-09-14", "windows": ["Khasan daylight"]}),
    "arrival": ("arrival", FROM_TO, {"depart": "2023-09-12 10:00"}),
    "arrival past": ("arrival", FROM_TO, {"depart": "2023-09-01 10:00"}),
    "arrival sea": ("arrival", FROM_TO, {"depart": "2023-09-12 10:00", "mode": "sea"}),
    "arrival seen": ("arrival", FROM_TO, {"depart": None, "seen": ["dep Tumangang 2023-09-11 08:00"]}),
    "arrival not seen": (
        "arrival",
        FROM_TO,
        {"depart": "2023-09-10 22:00", "not_seen": ["Khasan by 2023-09-11 09:00 80%"]},
    ),
    "feasible": ("latest_departure", FROM_TO, {"arrive": "by 2023-09-13", "seen": ["dep Tumangang 2023-09-11 08:00"]}),
    "claim": ("feasible", ("Pyongyang", "Moscow"), {"left": "2023-09-11", "arrive": "by Friday"}),
    "claim at once": (
        "feasible",
        ("Pyongyang", "Moscow"),
        {"left": "2023-09-11 08:00", "arrive": "by 2023-09-11 09:00"},
    ),
    "distance": ("distance", FROM_TO, {}),
    "distance air": ("distance", FROM_TO, {"mode": "air"}),
    "compare": ("compare", ("Pyongyang", "Vladivostok,Vostochny"), {"arrive": "by Wed", "by": "train,plane,ship"}),
    "compare origins": (
        "compare",
        ("Pyongyang;Hamhung", "Vladivostok"),
        {"arrive": "by Wed 18:00 VLAT", "by": "train"},
    ),
    "reach": ("reach", ("Pyongyang",), {"left": "2023-09-10 17:00", "at": "2023-09-12 06:00"}),
    "reach a day": ("reach", ("Pyongyang",), {"left": "2023-09-13", "at": "2023-09-14 06:00"}),
    "reach before": ("reach", ("Pyongyang",), {"left": "2023-09-13", "at": "2023-09-12 06:00"}),
    "reach a moment": ("reach", ("Pyongyang",), {"left": "2023-09-10 17:00", "at": "2023-09-10 17:05"}),
}


@pytest.fixture(scope="module")
def data() -> Routes:
    return routes.load(now=at("2026-12-01T00:00Z"))


@cache
def ask_latest() -> Document:
    tool = routes.load(now=at("2026-12-01T00:00Z"))
    return tool.latest_departure(*FROM_TO, arrive="by 2023-09-14", as_of=AS_OF)


def list_foreign(text: str, document: Document) -> list[str]:
    """Return the words in Latin letters that are no name of a place, unit or timetable."""
    for station in document["stations"].values():
        text = text.replace(station["name"], "")
    return re.findall(r"\b(?!UTC|km\b|[IVX]+\b)[A-Za-z]{2,}", text)


def list_times(text: str) -> Counter[str]:
    return Counter(re.findall(r"\b\d\d:\d\d\b", text)) - Counter({"24:00": 99, "00:00": 99})


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_kind_of_answer_is_quoted_in_every_language(data: Routes, name: str) -> None:
    question, ends, given_ = QUESTIONS[name]
    found = getattr(data, question)(*ends, **given_, as_of=AS_OF)
    quote = found["quote"]
    assert quote.keys() == {"en", "ko", "ru"}
    for lang in ("ko", "ru"):
        assert not list_foreign(quote[lang], found)
        assert "{" not in quote[lang] and "  " not in quote[lang]
    assert re.match("[А-ЯЁ]", quote["ru"]) and quote["ru"].endswith(".")
    assert not re.search(r",,|\(\(|\)\(|: :|[,;:]\.|не ниже менее| \.", quote["ru"])
    assert re.search("[가-힣]", quote["ko"])
    assert list_times(quote["en"]) == list_times(quote["ru"])


HOURS = st.integers(-60, 90).map(lambda hours: f"2023-09-{11 + hours // 24:02d} {hours % 24:02d}:30")


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.none() | HOURS, min_size=3, max_size=3),
    st.sampled_from([[], ["safe"], ["safe", "even"], ["safe", "even", "too_late_after"]]),
    st.sampled_from([0.6, 0.9, 0.995]),
    st.booleans(),
)
def test_all_languages_say_the_same_times(
    hours: list[str | None], past: list[str], confidence: float, is_today: bool
) -> None:
    document = ask_latest()
    names = ("safe", "even", "too_late_after")
    stamps = {
        name: hour and stamp(at(f"{hour} Asia/Pyongyang"), "Asia/Pyongyang")
        for name, hour in zip(names, hours, strict=True)
    }
    row = {**document["answer"]["depart_by"], **stamps, "past": [name for name in past if stamps[name]]}
    answer = {**document["answer"], "depart_by": row, "confidence": confidence}
    asked = {**document, "answer": answer, "as_of": {**document["as_of"], "today": is_today}}
    quote = build_quote(asked)
    assert list_times(quote["en"]) == list_times(quote["ru"])
    assert not list_foreign(quote["ru"], asked)
    assert quote["ru"].count(". ") == quote["en"].count(". ") == quote["ko"].count(". ")


def test_every_fact_has_words_in_every_language_and_ends_without_a_space() -> None:
    head, *rows = (line.split("\t") for line in _TABLE.read_text(encoding="utf-8").splitlines())
    assert head == ["key", "en", "ko", "ru"]
    assert len({row[0] for row in rows}) == len(rows)
    for row in rows:
        assert len(row) == len(head) and any(row[1:]) and not row[-1].endswith(" ")
        for words in row[1:]:
            assert "{" not in _HOLE.sub("", re.sub(r"\{[01]\}", "", words))


def test_every_key_is_said_somewhere() -> None:
    keys = {line.split("\t")[0] for line in _TABLE.read_text(encoding="utf-8").splitlines()[1:]}
    code = "".join(path.read_text(encoding="utf-8") for path in _TABLE.parent.glob("*.py"))
    built = ("does ", "way ", "when ", "wait ", "latest past ", "spread ", "rows ", "seen ", "not seen ", "arrival ")
    verdicts = {"credible", "strained", "not credible", "impossible"}
    assert not [key for key in keys - verdicts if f'"{key}"' not in code and not key.startswith(built)]
