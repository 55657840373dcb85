"""Whole answers as a person reads them, in golden files, and the wording that must not mislead."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import routes
from routes.api import Routes
from routes.report.words import format_answer
from tests.build import at, build_routes

Golden = Callable[[str, str], None]
AS_OF = "2023-09-11 09:00 Asia/Seoul"


@pytest.fixture(scope="module")
def tool() -> Routes:
    return routes.load(now=at("2026-11-23T00:00Z"))


def latest(tool: Routes, arrive: str, *, start: str = "Pyongyang", end: str = "Vladivostok", as_of: str = AS_OF) -> str:
    return format_answer(tool.latest_departure(start, end, arrive=arrive, as_of=as_of))


def line(text: str, start: str) -> str:
    """Return the one line of a text that begins so."""
    (found,) = (row for row in text.splitlines() if row.startswith(start))
    return found


@pytest.mark.parametrize(
    ("name", "ask"),
    [
        ("latest-tuesday", lambda t: t.answer(t.scenario())),
        ("latest-past", lambda t: t.latest_departure("Pyongyang", "Vladivostok", arrive="by Monday", as_of=AS_OF)),
        ("arrival-2019", lambda t: t.answer(t.scenario("khasan-2019"))),
        ("distance", lambda t: t.distance("Khasan", "Vladivostok", as_of="2023-09-11")),
    ],
)
def test_answer_reads_as_before(tool: Routes, golden: Golden, name: str, ask: Callable[[Routes], Any]) -> None:
    golden(f"tests/golden/{name}.txt", format_answer(ask(tool)) + "\n")


def test_answer_with_its_reasons_reads_as_before(tool: Routes, golden: Golden) -> None:
    document = tool.answer(tool.scenario("khasan-2019"))
    text = format_answer(document | {"tzdata": "2026x"}, why=True)
    golden("tests/golden/arrival-2019-why.txt", text + "\n")


def test_end_of_tuesday_is_tuesday_and_never_wednesday(tool: Routes) -> None:
    text = latest(tool, "by Tuesday")
    assert line(text, "Vladivostok arrive").count("Tue 12 Sep 24:00") == 3
    assert line(text, "LATEST DEPARTURE").endswith("by Tue 12 Sep 2023 24:00 Vladivostok")
    assert "Wed" not in text


def test_past_is_marked_and_told(tool: Routes) -> None:
    text = latest(tool, "by Tuesday")
    assert line(text, "Pyongyang leave").count("*") == 2 and "* already past" in text
    assert "*" not in latest(tool, "by Tuesday", as_of="2023-09-01")


def test_out_of_reach_is_said_first(tool: Routes) -> None:
    text = latest(tool, "by Monday")
    assert text.split("\n\n")[1].startswith(
        "Out of reach: with even one chance in ten, it had to leave Pyongyang by Sun 10 Sep"
    )


def test_even_odds_past_leaves_one_chance_in_ten(tool: Routes) -> None:
    text = latest(tool, "by Tuesday")
    assert "already past." in text and "With a chance of 10% only: leave Pyongyang by Mon 11 Sep" in text


def test_another_confidence_names_its_readings_and_what_is_too_late(tool: Routes) -> None:
    document = tool.latest_departure("Pyongyang", "Vladivostok", arrive="by Tuesday", as_of=AS_OF, confidence=0.8)
    text = format_answer(document)
    assert re.split(r"  +", line(text, "local time"))[1:] == ["safe 80%", "even odds", "too late after"]
    assert "leave Pyongyang: safe 80%" in line(text, "to arrive by")
    assert "With a chance of 20% only:" in text and "in time with less than 20%" in " ".join(text.split())


def test_reading_that_no_instant_has_is_never(tool: Routes) -> None:
    document = tool.latest_departure("Pyongyang", "Vladivostok", arrive="by Tuesday", as_of=AS_OF)
    for row in (*document["answer"]["deadlines"], *document["answer"]["by_hour"]):
        row |= {"safe": None, "past": []}
    text = format_answer(document)
    for row in (line(text, "Pyongyang leave"), line(text, "Tue 12 Sep 06:00")):
        assert re.split(r"  +", row)[1] == "never"
    document["answer"]["depart_by"] |= {"even": None}
    for row in document["answer"]["watch"]:
        row["even"] = None
    text = format_answer(document)
    assert "Even odds: never, no departure has them.\nWith a chance of 10% only: leave Pyongyang by Mon 11 Sep" in text
    assert "Watch:" not in text


def test_what_to_watch_names_each_event_and_its_last_instant(tool: Routes) -> None:
    words = " ".join(latest(tool, "by Tuesday").split())
    found = re.search(
        r"Watch: not gone from Tumangang by (Tue 12 Sep \d\d:\d\d); not at Khasan by (\S+ \d+ Sep \S+): ", words
    )
    assert found and "then Tue 12 Sep 24:00 drops below even odds." in words
    rows = [line(latest(tool, "by Tuesday"), name) for name in ("Tumangang leave", "Khasan arrive")]
    assert found[1] in rows[0] and found[2] in rows[1]


def test_chance_is_told_where_departure_and_deadline_are_given(tool: Routes) -> None:
    text = format_answer(tool.ask("can it be there by Tuesday noon if it leaves today 15:00?"))
    assert re.search(r"In time with <?\d+% \(leaving Mon 11 Sep 2023 15:00 Pyongyang\)\.", text)


def test_year_is_shown_where_times_lie_in_two(tool: Routes) -> None:
    text = latest(tool, "by 2024-01-02 06:00", as_of="2023-12-30")
    row = line(text, "Pyongyang leave")
    assert "Sun 31 Dec 2023" in row
    assert "Tue 2 Jan 2024 06:00" in line(text, "Vladivostok arrive")
    assert "2023" not in line(latest(tool, "by Tuesday"), "Pyongyang leave")


def test_both_offsets_are_shown_where_the_clock_changes_within_a_row(tool: Routes) -> None:
    text = latest(tool, "by 2018-05-05 00:30", end="Kalli", as_of="2018-05-01")
    assert line(text, "Pyongyang leave").endswith("UTC+8:30 / UTC+9")


def test_utc_shows_its_date_where_it_is_another(tool: Routes) -> None:
    text = latest(tool, "by 2018-05-05 00:30", end="Kalli", as_of="2018-05-01")
    assert "Sat 5 May 00:00 local (Fri 4 May 15:00 UTC)" in text


def test_deadlines_are_rounded_down_and_arrivals_up(tmp_path: Path) -> None:
    world = "station aa RU UTC 55,37\nstation bb RU UTC 55.1,37\ntrack aa bb 61\nspeed 70 km/h\n"
    tool = build_routes(tmp_path, world)  # 52 min 18 s
    latest_text = format_answer(tool.latest_departure("Aa", "Bb", arrive="by 2023-09-12 12:00"))
    assert line(latest_text, "Aa leave").count("Tue 12 Sep 11:07") == 3
    arrival_text = format_answer(tool.arrival("Aa", "Bb", depart="2023-09-12 12:00"))
    assert line(arrival_text, "Bb arrive").count("Tue 12 Sep 12:53") == 3


@pytest.mark.parametrize("why", [False, True])
def test_lines_fit_a_terminal_unless_an_address_is_longer(tool: Routes, why: bool) -> None:
    documents = [
        tool.answer(tool.scenario()),
        tool.answer(tool.scenario("khasan-2019")),
        tool.distance("Pyongyang", "Moscow", as_of="2023-09-11"),
        tool.latest_departure("Pyongyang", "Moscow", arrive="by 2024-01-02", as_of="2023-12-01"),
    ]
    for row in "\n".join(format_answer(d, why=why) for d in documents).splitlines():
        assert len(row) <= 120 or max(map(len, row.split())) > 80, row


def test_scenario_and_its_age_are_named(tool: Routes) -> None:
    text = format_answer(tool.answer(tool.scenario()))
    assert line(text, "AS OF") == "AS OF Mon 11 Sep 2023 09:00 Seoul (scenario vladivostok-2023), NOT TODAY"
    now = format_answer(tool.arrival("Khasan", "Vladivostok", depart="tomorrow 06:00"))
    assert "NOT TODAY" not in now


def test_alternatives_are_answered_one_after_another(tool: Routes) -> None:
    text = latest(tool, "Monday or Tuesday")
    assert text.count("LATEST DEPARTURE") == 2
    assert text.count("Assumes:") == 1


def test_pace_offered_to_try_is_that_of_most_of_the_track(tool: Routes) -> None:
    assert "--set speed.KP=26" in line(latest(tool, "by Tuesday"), "Try:")


def test_every_weekday_of_an_answer_fits_its_date(tool: Routes) -> None:
    names = dict(zip(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], range(7), strict=True))
    words = latest(tool, "by Tuesday").split()
    found = [
        (day, int(words[i + 1])) for i, day in enumerate(words) if day in names and words[i + 2 : i + 3] == ["Sep"]
    ]
    assert len(found) > 20
    assert all((names[day] - 4) % 7 == (date - 1) % 7 for day, date in found)  # 1 September 2023 was a Friday
