"""Whole answers as a person reads them, in golden files, and the wording that must not mislead."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import routes
from routes.api import Routes
from routes.claim_sentences import format_chance_of
from routes.errors import InfeasibleError
from routes.report.words import format_answer
from routes.sentences import format_watch
from routes.stamps import format_stamp
from routes.units import round_chance
from tests.build import at, build_routes

Golden = Callable[[str, str], None]
AS_OF = "2023-09-11 09:00 Asia/Seoul"


@pytest.fixture(scope="module")
def tool() -> Routes:
    return routes.load(now=at("2026-11-23T00:00Z"))


def latest(
    tool: Routes, arrive: str, *, start: str = "Pyongyang", end: str = "Vladivostok", as_of: str = AS_OF, **given: Any
) -> str:
    return format_answer(tool.latest_departure(start, end, arrive=arrive, as_of=as_of, **given))


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
    text = format_answer(document | {"tzdata": "2026x", "input": {"sha256": "0" * 64}}, why=True)
    golden("tests/golden/arrival-2019-why.txt", text + "\n")


def test_end_of_tuesday_is_tuesday_and_never_wednesday(tool: Routes) -> None:
    text = latest(tool, "by Tuesday")
    assert line(text, "Vladivostok arrive").count("Tue 12 Sep 24:00") == 3
    assert line(text, "LATEST DEPARTURE").endswith("by Tue 12 Sep 2023 24:00 Vladivostok")
    assert "Wed" not in text


def test_past_is_marked_and_told(tool: Routes) -> None:
    document = tool.latest_departure("Pyongyang", "Vladivostok", arrive="by Tuesday", as_of=AS_OF)
    text, past = format_answer(document), document["answer"]["depart_by"]["past"]
    assert line(text, "Pyongyang leave").count("*") == len(past) >= 1 and "* already past" in text
    assert line(text, "Pyongyang leave").index("*") < line(text, "Pyongyang leave").index("UTC")
    assert "*" not in latest(tool, "by Tuesday", as_of="2023-09-01")


def test_out_of_reach_is_said_first(tool: Routes) -> None:
    text = latest(tool, "by Monday")
    assert text.split("\n\n")[1].startswith(
        "Out of reach: with even one chance in ten, it had to leave Pyongyang by Sun 10 Sep"
    )


def test_even_odds_past_leaves_what_chance_there_is(tool: Routes) -> None:
    text = latest(tool, "by Tuesday 21:00")
    assert "already past." in text and "With a chance of 10% only: leave Pyongyang by Mon 11 Sep" in text


def test_confidence_names_its_readings(tool: Routes) -> None:
    usual, other = (latest(tool, "by Tuesday 21:00", confidence=c) for c in (0.9, 0.8))
    assert " ".join(line(usual, "local time").split()) == "local time safe 90% even odds too late after"
    assert " ".join(line(other, "local time").split()) == "local time safe 80% even odds too late after"
    assert "leave Pyongyang: safe 80%  even odds" in line(other, "to arrive by")
    assert "With a chance of 20% only: leave Pyongyang by Mon 11 Sep" in other
    assert "safe is in time with 80%, even odds with 50%; who leaves after too late is in time with\n" in other
    assert "less than 20%, by the model of chance" in other
    assert "90%" not in other and "10%" not in other


def test_readings_that_no_departure_has_are_never(tool: Routes) -> None:
    window = "Tumangang not before 2023-09-12 {}"
    text = latest(tool, "by Tuesday", windows=[window.format("14:30")])
    assert line(text, "Pyongyang leave").split()[2] == "never"
    assert line(text, "Pyongyang leave").count("never") == 1
    assert line(text, "Tue 12 Sep 06:00").count("never") == 3, "nor does any chance of an early hour exist"
    assert "Even odds: leave Pyongyang by " in text
    assert "Waits for: Tumangang not before Tue 12 Sep 2023 14:30 to go on." in text
    text = latest(tool, "by Tuesday", windows=[window.format("15:30")])
    assert "\nEven odds: never, however early it leaves Pyongyang.\nWith a chance of 10% only: leave " in text
    assert line(text, "Pyongyang leave").count("never") == 2
    assert "not gone from Tumangang" not in line(text, "Watch:")
    assert "does not exist; leaving by" in " ".join(text.split())


def test_deadline_that_no_departure_meets_is_refused(tool: Routes) -> None:
    windows = ["Tumangang not before 2023-09-12 22:00"]
    with pytest.raises(InfeasibleError, match="allow no departure that is in time with 10%"):
        latest(tool, "by Tuesday", windows=windows)


def test_claim_that_no_departure_meets_is_answered(tool: Routes) -> None:
    windows = ["Tumangang not before 2023-09-12 22:00"]
    claim = tool.feasible(
        "Pyongyang", "Vladivostok", left="2023-09-10", arrive="by Tuesday", as_of=AS_OF, windows=windows
    )
    text = format_answer(claim, why=True)
    assert line(text, "Pyongyang leave").count("never") == 3
    assert line(text, "By train: not credible.").startswith("By train: not credible. In time with <1%. ")


def test_tripwires_are_the_even_odds_on_the_way(tool: Routes) -> None:
    document = tool.latest_departure("Pyongyang", "Vladivostok", arrive="by Tuesday", as_of=AS_OF)
    watch = [format_stamp(row["even"]) for row in document["answer"]["watch"]]
    assert format_watch(document) == [
        f"Watch: not gone from Tumangang by {watch[0]}; not at Khasan by {watch[1]}: "
        "then Tue 12 Sep 24:00 drops below even odds."
    ]
    assert " ".join(format_watch(document)[0].split()) in " ".join(format_answer(document).split())
    past = tool.latest_departure("Pyongyang", "Vladivostok", arrive="by Tuesday 06:00", as_of="2023-09-11 23:59 KST")
    assert all("even" in row["past"] for row in past["answer"]["watch"])
    assert format_watch(past)[0].count("(already past)") == 1, "the last one stands for all that are past"


def test_sighting_leads_and_its_other_readings_follow(tool: Routes) -> None:
    text = format_answer(tool.ask("seen at Khasan 10:40, when in Vladivostok?", as_of="2019-04-24 11:00 VLAT"))
    assert "\nSeen arriving at Khasan Wed 24 Apr 2019 10:40 Vladivostok (±10 min).\nExpected in Vladivostok: " in text
    assert "\nLeaving Khasan: Wed 24 Apr " in text and "It left" not in text
    assert line(text, "a departure  ").count("Wed 24 Apr") == 3
    assert line(text, "Korean time (UTC+9)").startswith("Korean time (UTC+9), later than as of")


def test_way_of_a_plane_is_no_track(tool: Routes) -> None:
    flight = tool.arrival("FNJ", "SVO", mode="air", depart="2023-09-11 10:00", as_of="2023-09-11")
    text = format_answer(flight, why=True)
    assert "of way (geodesic)" in text and " is flying." in text
    assert "track" not in text.replace("trains on poor track", "")


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
    text = latest(tool, "by 2018-05-05 00:45", end="Kalli", as_of="2018-05-01")
    assert re.search(r"Sat 5 May 00:(\d\d) local \(Fri 4 May 15:\1 UTC\)", text)


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
        *([] if why else [tool.arrival("FNJ", "SVO", mode="air", depart="2023-09-11 10:00", as_of="2023-09-11")]),
        tool.ask("seen at Khasan 10:40, when in Vladivostok?", as_of="2019-04-24 11:00 VLAT"),
        tool.feasible("Pyongyang", "Moscow", left="2023-09-11", arrive="by Friday", as_of="2023-09-12"),
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


@given(st.floats(0, 1), st.booleans())
def test_chance_of_a_spread_answer_is_never_printed_as_none_or_certain(chance: float, is_spread: bool) -> None:
    hours = ("01", "01", "02" if is_spread else "01")
    stamps = [{"utc": f"2023-09-12T{hour}:00:00Z"} for hour in hours]
    answer = {"arrive": dict(zip(("early", "expected", "late"), stamps, strict=True))}
    text = format_chance_of(answer, round_chance(chance))
    assert (text in ("0%", "100%")) == (not is_spread and chance in (0, 1))
