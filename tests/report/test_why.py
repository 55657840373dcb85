"""What `--why` prints beside the timed items: drivers, turning points, spreads, evidence."""

from __future__ import annotations

from typing import Any

import pytest

import routes
from routes.api import Routes
from routes.report.layout import wrap_text
from routes.report.why import format_why
from routes.scenarios.schema import override
from routes.sentences_why import format_driver, format_spread
from tests.build import at

AS_OF = "2023-09-11 09:00 Asia/Seoul"
ENTRY = {"key": "k", "low": 1, "value": 2, "high": 4, "unit": "h", "coverage": 0.8, "chance": 1.0, "cases": []}


@pytest.fixture(scope="module")
def data() -> Routes:
    return routes.load(now=at("2026-12-01T00:00Z"))


def why(document: dict[str, Any]) -> str:
    return "\n".join(format_why(document))


def test_drivers_and_turning_points_are_printed(data: Routes) -> None:
    document = data.latest_departure("Pyongyang", "Vladivostok", arrive="by Tuesday", as_of=AS_OF, why=True)
    text = why(document)
    first = document["answer"]["drivers"][0]
    assert "between safe and too late, " in text
    assert f" is {format_driver(first)}." in text
    assert "\nTURNING POINTS\n" in text
    point = document["answer"]["turning_points"][0]
    assert f"{point['value']:g} {point['unit']} or " in text
    assert "certain (--set KEY=VALUE), all else as it is." in " ".join(text.split())
    assert "No single value changes it: " in text


def test_without_turning_points_there_is_no_heading_for_them(data: Routes) -> None:
    text = why(data.distance("Khasan", "Vladivostok", as_of="2023-09-11"))
    assert "TURNING" not in text
    assert "DRIVERS" not in text
    assert "EVIDENCE" not in text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "80% of cases are taken to lie from 1 to 4 h, the rest beyond"),
        ({"coverage": 0.5}, "50% of cases are taken to lie from 1 to 4 h"),
        ({"low": 2, "high": 2}, "taken as certain"),
        ({"chance": 0.4}, "comes in 40% of journeys, and else takes no time; 80% of cases"),
        ({"chance": 0.4, "low": 2, "high": 2}, "comes in 40% of journeys, and else takes no time; then of this length"),
        ({"learned": {"freedom": 6, "scale": 0.1}}, "two cases in three within a factor of about 1.11"),
        ({"cases": ["2019 out"]}, "learned from 1 clocked case: 2019 out"),
        ({"cases": ["2019 out", "2023 out"]}, "learned from 2 clocked cases: 2019 out, 2023 out"),
        ({"unit": "log", "value": 0.18}, "within a factor of 1.20 in two journeys of three"),
        ({"unit": "log", "value": 0}, "no pace is shared"),
    ],
)
def test_spread_in_plain_words(change: dict[str, Any], words: str) -> None:
    assert words in format_spread(ENTRY | change)


def test_shared_pace_is_an_assumption_with_its_source(data: Routes) -> None:
    document = data.arrival("Khasan", "Vladivostok", depart="2023-09-12 10:00", as_of=AS_OF)
    (pace,) = (entry for entry in document["assumptions"] if entry["key"] == "pace")
    assert pace["value"] == document["itinerary"]["pace"]
    assert pace["source"]
    assert pace["note"]


def test_evidence_is_listed_and_hidden_by_as_of(data: Routes) -> None:
    scenario = data.scenario()
    text = why(data.answer(scenario))
    assert "\nEVIDENCE\n" in text
    assert "  url: http://www.koreaherald.com/view.php?ud=20190424000246" in text
    assert "known from 2019-04-24 01:33 UTC" in text
    assert "EVIDENCE" not in why(data.answer(override(scenario, {"as_of": "2019-04-20"})))


def test_archive_and_access_date_are_shown(data: Routes) -> None:
    source = {"title": "A", "says": "b", "archive": "https://example.org/copy", "accessed": "2023-09-11"}
    document = data.distance("Khasan", "Vladivostok", as_of="2023-09-11") | {"sources": [source]}
    assert "EVIDENCE\nA\n  says: b\n  archive: https://example.org/copy\n  accessed: 2023-09-11" in why(document)


def test_korean_lines_keep_to_the_columns_of_a_terminal() -> None:
    lines = wrap_text("블라디보스토크 " * 40)
    assert all(sum(1 + (c >= "가") for c in line) <= 100 for line in lines)
    assert " ".join(line.strip() for line in lines).split() == ["블라디보스토크"] * 40
