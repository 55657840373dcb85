"""The command timetable: a feed imported, and asked forward, backward and over a window."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from routes.api import load
from routes.cli.options import cache_folder
from routes.cli.timetable import ACTIONS
from routes.scenarios.timetables import Asked
from tests.cli.conftest import NOW, Run
from tests.cli.test_main import join_usage
from tests.timetable.grid import build_tables, write_zip

GRID = """
zone Europe/Berlin
days 20190501 20190531
stop 1 52.525589,13.369549 Europe/Berlin Mitte
stop 2 52.525589,13.369549 Europe/Berlin Mitte(tief)
stop 3 52.23,21.01 Europe/Warsaw Warszawa
stop 4 55.776673,37.579809 Europe/Moscow Moskva
stop 5 55.78,37.58 Europe/Moscow Ostrov
trip D1 2 08:00 3 14:00
trip D2 1 10:00 3 15:00 4 33:00
trip M1 3 15:30/15:40 4 30:00
change 4 5 600
"""


@pytest.fixture
def imported(run: Run, tmp_path: Path) -> Run:
    ran = run("timetable", "import", str(write_zip(tmp_path / "grid.zip", build_tables(GRID))), "--name", "grid")
    assert (ran.status, ran.err) == (0, "")
    return run


def ask(run: Run, *arguments: str) -> dict[str, Any]:
    ran = run("timetable", *arguments, "--json")
    assert ran.status == 0, ran.err
    document: dict[str, Any] = json.loads(ran.out)
    return document


@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_explains_itself(run: Run, golden: Callable[[str, str], None], action: str) -> None:
    ran = run("timetable", action, "--help")
    assert ran.status == 0
    golden(f"tests/golden/help-timetable-{action}.txt", join_usage(ran.out))


def test_import_tells_what_was_read_and_left_out(run: Run, tmp_path: Path) -> None:
    tables = build_tables(GRID)
    tables["stop_times.txt"] += "D9,10:00:00,10:00:00,1,0,0,0\n"
    ran = run("timetable", "import", str(write_zip(tmp_path / "f.zip", tables)), "--name", "grid")
    assert ran.status == 0
    assert "f.zip/stop_times.txt:9:1: error:" in ran.err and 'trip_id "D9" is not in trips.txt' in ran.err
    assert "timetable grid: 5 stops, 1 routes, 3 trips, 7 stop times" in ran.out
    assert "left out  1 row of stop_times.txt" in ran.out
    assert run("timetable", "list").out == "grid\n"


def test_latest_departure_is_told_on_every_clock(imported: Run, golden: Callable[[str, str], None]) -> None:
    arrive = "2019-05-03 10:30"
    ran = imported("timetable", "latest-departure", "Mitte", "Moskva", "--arrive", arrive)
    assert ran.status == 0, ran.err
    golden("tests/golden/timetable-latest.txt", ran.out)


def test_stops_of_one_place_are_asked_as_one(imported: Run) -> None:
    for name in ("Mitte", "Mitte(tief)", "2", "grid:1", "mitte"):
        found = ask(imported, "latest-departure", name, "Warszawa", "--arrive", "2019-05-02 14:00")
        assert found["answer"]["depart"]["local"] == "2019-05-02T08:00:00+02:00"


def test_fewer_changes_stand_beside_the_best(imported: Run) -> None:
    found = ask(imported, "earliest-arrival", "Mitte", "Moskva", "--depart", "2019-05-02 09:00")
    rows = [found["answer"], *(pair["answer"] for pair in found["alternatives"])]
    assert [(row["arrive"]["local"], row["changes"]) for row in rows] == [
        ("2019-05-03T07:00:00+03:00", 1),
        ("2019-05-03T10:00:00+03:00", 0),
    ]
    assert rows[0]["clock_change_s"] == 3600


def test_itinerary_has_the_shape_of_other_answers(imported: Run, run: Run) -> None:
    modelled = json.loads(
        run("latest-departure", "Khasan", "Vladivostok", "--arrive", "2023-09-12 18:00", "--json").out
    )
    found = ask(imported, "latest-departure", "Mitte", "Ostrov", "--arrive", "2019-05-03 10:00")
    theirs, ours = modelled["itinerary"], found["itinerary"]
    assert theirs.keys() == ours.keys()
    assert theirs["legs"][0].keys() - {"geometry"} <= ours["legs"][0].keys()
    assert theirs["events"][0].keys() == ours["events"][0].keys()
    assert [leg["mode"] for leg in ours["legs"]] == ["timetable", "timetable", "foot"]
    assert [(d["kind"], d["likely_s"]) for d in ours["dwells"]] == [("change", 2400), ("change", 0)]
    legs = ours["legs"]
    assert (legs[0]["trip"], legs[0]["route"], legs[0]["agency"]) == ("D2", "R1", "Agency")
    assert legs[0]["stops"][0]["depart"]["zone"] == "Europe/Berlin"
    assert legs[1]["stops"][-1]["arrive"]["local"] == "2019-05-03T07:00:00+03:00"
    assert ours["events"][-1]["time"]["local"] == "2019-05-03T07:10:00+03:00"
    assert {event["station"] for event in ours["events"]} <= found["stations"].keys()


def test_profile_lists_every_best_pair(imported: Run) -> None:
    window = ("--from", "2019-05-02", "--until", "2019-05-03")
    found = ask(imported, "profile", "Mitte", "Warszawa", *window)
    assert len([found["answer"], *found["alternatives"]]) == 4
    ran = imported("timetable", "profile", "Mitte", "Warszawa", *window)
    assert "4 best pairs" in ran.out and "Thu 2 May 08:00   Thu 2 May 14:00   6 h 00" in ran.out


def test_position_is_walked_from(imported: Run) -> None:
    where = ("52.5300,13.3700", "Warszawa", "--arrive", "2019-05-02 14:00", "--walk", "800")
    found = ask(imported, "latest-departure", *where)
    assert found["itinerary"]["legs"][0]["mode"] == "foot"
    assert found["answer"]["depart"]["local"] < "2019-05-02T08:00:00+02:00"
    ran = imported("timetable", "latest-departure", *where[:-1], "100")
    assert ran.status == 3 and "within 100 m" in ran.error


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["Mitte", "Nowhere", "--arrive", "2019-05-02 14:00"], 3, '"Nowhere" is no stop of the timetable grid'),
        (["Mitte", "Mitte(tief)", "--arrive", "2019-05-02 14:00"], 2, "are one place"),
        (["Mitte", "Warszawa", "--arrive", "soonish"], 2, "cannot read"),
        (["Mitte", "Warszawa", "--arrive", "2018-05-02 14:00"], 4, "no journey of the timetable grid"),
        (["Mitte", "Warszawa", "--arrive", "2019-05-02 14:00", "--timetable", "x"], 2, 'no timetable "x"'),
        (["Mitte", "Warszawa", "--arrive", "2019-05-02 14:00", "--walk", "-5"], 2, "no walk"),
    ],
)
def test_question_without_answer_says_why(imported: Run, arguments: list[str], status: int, said: str) -> None:
    ran = imported("timetable", "latest-departure", *arguments)
    assert (ran.status, ran.out) == (status, "")
    assert said in ran.error and ran.hint


def test_python_twin_returns_the_same_document(imported: Run) -> None:
    asked = Asked("latest-departure", "grid", "Mitte", "Moskva", arrive="2019-05-03 10:30")
    document = load(now=NOW).timetable(asked, cache_folder())
    assert document == ask(imported, "latest-departure", "Mitte", "Moskva", "--arrive", "2019-05-03 10:30")


def test_small_timetable_is_answered_without_a_compiler(imported: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "numba", None)  # importing it would fail
    monkeypatch.delitem(__import__("sys").modules, "routes.timetable.compiled", raising=False)
    assert ask(imported, "latest-departure", "Mitte", "Warszawa", "--arrive", "2019-05-02 14:00")


def test_places_are_passed_aboard_and_avoided(imported: Run) -> None:
    way = ("latest-departure", "Mitte", "Moskva", "--arrive", "2019-05-03 10:30")
    aboard = ask(imported, *way, "--via", "Warszawa")
    assert [leg["trip"] for leg in aboard["itinerary"]["legs"]] == ["D2"]
    assert aboard["question"]["via"] == ["Warszawa"]
    around = imported("timetable", *way, "--avoid", "Warszawa")
    assert around.status == 4
    other = imported("timetable", *way, "--avoid-route", "R1")
    assert other.status == 4
    unknown = imported("timetable", *way, "--avoid-route", "ICE")
    assert (unknown.status, unknown.error) == (3, 'error: no route of the timetable grid is called "ICE"')
