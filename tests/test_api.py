"""The article's case end to end: April 2019 as it ran, September 2023 as it looked, and no hindsight in either."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import routes
from routes.api import Routes
from routes.errors import UsageError
from routes.folders import DataFolder, packaged_folder
from routes.scenarios.world import load_world
from tests.build import at, local

NOW = datetime(2026, 11, 23, tzinfo=UTC)
AS_OF = "2023-09-11 09:00 Asia/Seoul"
READINGS = ("safe", "even", "too_late_after")


@pytest.fixture(scope="module")
def tool() -> Routes:
    return routes.load(now=NOW)


def ask(tool: Routes, arrive: str) -> dict[str, Any]:
    """Return the answer for Pyongyang to Vladivostok as of the morning of 11 September 2023."""
    answer = tool.latest_departure("Pyongyang", "Vladivostok", arrive=arrive, as_of=AS_OF)["answer"]
    assert isinstance(answer, dict)
    return answer


def test_clock_at_khasan_is_an_hour_ahead_of_pyongyang(tool: Routes) -> None:
    document = tool.arrival("Khasan", "Pyongyang", depart="2019-04-24 10:40")
    leaves = document["answer"]["depart"]
    assert (leaves["local"], leaves["utc"]) == ("2019-04-24T10:40:00+10:00", "2019-04-24T00:40:00Z")
    same = tool.arrival("Khasan", "Pyongyang", depart="2019-04-24 09:40 Pyongyang time")
    assert same["answer"]["depart"] == leaves


@pytest.mark.parametrize(
    ("as_of", "off_min"), [("2019-04-24 11:40 Asia/Vladivostok", 40), ("2023-09-11", 10), ("2026-11-23", 10)]
)
def test_train_of_2019_is_expected_when_it_was_seen_to_arrive(tool: Routes, as_of: str, off_min: int) -> None:
    """Seen at 17:55, to ten minutes; nothing of its run was known while it ran."""
    document = tool.arrival("Khasan", "Vladivostok", depart="2019-04-24 11:40", as_of=as_of)
    early, expected, late = (at(document["answer"]["arrive"][name]["utc"]) for name in ("early", "expected", "late"))
    seen = at("2019-04-24 17:55 Asia/Vladivostok")
    assert abs(expected - seen) <= timedelta(minutes=off_min)
    assert early < seen - timedelta(minutes=10) and seen + timedelta(minutes=10) < late
    assert early < expected < late


@pytest.mark.parametrize("arrive", ["by the end of Tuesday 2023-09-12", "by Tuesday", "by Tuesday 24:00", "Tuesday"])
def test_tuesday_means_leaving_pyongyang_on_monday_and_the_country_on_tuesday(tool: Routes, arrive: str) -> None:
    answer = ask(tool, arrive)
    assert local(answer["depart_by"]["even"]).startswith("Mon 11 Sep")
    rows = {(row["station"], row["event"]): row for row in answer["deadlines"]}
    for anchor in (("tumangang", "dep"), ("khasan", "arr")):
        assert all(rows[anchor][name]["weekday"] == "Tuesday" for name in READINGS)
        assert all("2023-09-12T" in rows[anchor][name]["local"] for name in READINGS)
    assert answer["depart_by"]["past"] == ["safe", "even"]  # at 9:00 on that Monday there is still a chance
    assert local(answer["depart_by"]["too_late_after"]).startswith("Mon 11 Sep")


@pytest.mark.parametrize("arrive", ["by Tuesday morning", "by Tuesday noon", "Tuesday 09:00", "before Tuesday noon"])
def test_tuesday_morning_means_leaving_pyongyang_on_sunday(tool: Routes, arrive: str) -> None:
    assert local(ask(tool, arrive)["depart_by"]["even"]).startswith("Sun 10 Sep")


@pytest.mark.parametrize("arrive", ["by Monday", "by Monday evening", "Monday 18:00", "by Tuesday noon"])
def test_monday_is_out_of_reach_in_all_readings(tool: Routes, arrive: str) -> None:
    assert ask(tool, arrive)["depart_by"]["past"] == list(READINGS)


def test_on_monday_the_border_could_still_be_crossed_in_time_for_monday(tool: Routes) -> None:
    rows = {row["station"]: row for row in ask(tool, "by Monday")["deadlines"]}
    assert rows["tumangang"]["past"] == rows["khasan"]["past"] == []


def test_monday_or_tuesday_gives_one_answer_each(tool: Routes) -> None:
    document = tool.latest_departure("Pyongyang", "Vladivostok", arrive="Monday or Tuesday", as_of=AS_OF)
    answers = [document["answer"], *(a["answer"] for a in document["alternatives"])]
    assert [local(a["arrive_by"]) for a in answers] == ["Tue 12 Sep 00:00", "Wed 13 Sep 00:00"]


def test_date_flips_at_an_arrival_on_tuesday(tool: Routes) -> None:
    (flip,) = ask(tool, "by Tuesday")["date_flips"]
    assert (flip["leaves"], flip["arrive_by"]["weekday"]) == ("2023-09-10", "Tuesday")


def without_later_knowledge(folder: Path, as_of: datetime) -> Path:
    """Write a copy of the data whose trains lack every assumption known only after `as_of`, line by line."""
    shutil.copytree(packaged_folder().path, folder)
    dropped = 0
    for path in (folder / "trains").glob("*.toml"):
        blocks = re.split(r"(?m)^(?=\[\[(?:assumption|clocked)\]\])", path.read_text(encoding="utf-8"))
        for place, block in enumerate(blocks):
            known = re.search(r"(?m)^known_from = (\S+)$", block)
            if known and datetime.fromisoformat(known[1]) > as_of:
                blocks[place], dropped = "\n" * block.count("\n"), dropped + 1
        path.write_text("".join(blocks), encoding="utf-8")
    assert dropped, "the copy must differ, or it shows nothing"
    return folder


@pytest.mark.parametrize("scenario", ["vladivostok-2023", "khasan-2019"])
def test_later_knowledge_changes_nothing(tool: Routes, tmp_path: Path, scenario: str) -> None:
    query = tool.scenario(scenario)
    document = tool.answer(query)
    copy = without_later_knowledge(tmp_path / "data", datetime.fromisoformat(document["as_of"]["local"]))
    then = Routes(load_world([DataFolder(copy, "data")]), NOW)
    assert then.answer(then.scenario(scenario)) == document


def test_knowledge_of_an_answer_is_no_younger_than_its_as_of(tool: Routes) -> None:
    document = tool.answer(tool.scenario("khasan-2019"))
    as_of = datetime.fromisoformat(document["as_of"]["utc"])
    known = [datetime.fromisoformat(a["known_from"]) for a in document["assumptions"]]
    assert known and max(known) <= as_of
    assert document["sources"] == []  # its only source was published twenty minutes later


def test_answer_without_as_of_is_of_the_instant_of_loading(tool: Routes) -> None:
    document = tool.arrival("Khasan", "Vladivostok", depart="2019-04-24 11:40")
    assert (document["as_of"]["utc"], document["as_of"]["today"]) == ("2026-11-23T00:00:00Z", True)
    assert not tool.answer(tool.scenario())["as_of"]["today"]


def test_same_question_gives_the_same_document(tool: Routes) -> None:
    assert tool.answer(tool.scenario()) == routes.load(now=NOW).answer(tool.scenario())


def test_scenario_is_found_by_name_and_by_path(tool: Routes, tmp_path: Path) -> None:
    path = shutil.copy(packaged_folder().path / "scenarios" / "khasan-2019.toml", tmp_path / "mine.toml")
    assert tool.scenario(str(path))._replace(name="", origin="") == tool.scenario("khasan-2019")._replace(
        name="", origin=""
    )


def test_present_without_a_zone_is_refused() -> None:
    with pytest.raises(UsageError, match="no time zone"):
        routes.load(now=at("2026-11-23T00:00Z").replace(tzinfo=None))


def test_package_offers_load_and_nothing_by_mistake() -> None:
    assert routes.Routes is Routes
    with pytest.raises(AttributeError):
        routes.lode  # noqa: B018


@pytest.mark.parametrize("number", [0, 1])
def test_other_readings_leave_so_much_later_as_asking_about_them_says(tool: Routes, number: int) -> None:
    document = tool.latest_departure("Pyongyang", "Vladivostok", arrive="by Tuesday noon", as_of=AS_OF)
    departure = document["answer"]["departures"][number]
    leaves = document["answer"]["depart_by"][departure["reading"]]["local"]
    other = tool.arrival("Pyongyang", "Vladivostok", depart=leaves, as_of=AS_OF)
    later = timedelta(seconds=departure["later_s"])
    for event, moved in zip(document["itinerary"]["events"], other["itinerary"]["events"], strict=True):
        for name in ("early", "time", "late"):
            assert at(event[name]["utc"]) + later == at(moved[name]["utc"])


def test_a_window_leaves_no_other_departure_to_shift_to(tool: Routes) -> None:
    windows = ["arr Khasan 06:00-22:00"]
    document = tool.latest_departure("Pyongyang", "Vladivostok", arrive="by Tuesday", as_of=AS_OF, windows=windows)
    assert document["answer"]["departures"] == []
