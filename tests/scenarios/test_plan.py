"""From a path to timed items: works in their order, paces by line, locomotives where the wires begin."""

from __future__ import annotations

from pathlib import Path

import pytest

from routes.errors import InfeasibleError
from routes.itinerary import Item, Leg
from routes.scenarios.assumptions import known_assumptions
from routes.scenarios.plan import Pace, Trip, add_turns, build_itinerary
from routes.scenarios.reader import get_train
from routes.units import format_duration
from tests.build import at, build_routes

LINE = """
station aa KP Asia/Pyongyang 39.00,125.00 1435
station bb KP Asia/Pyongyang 39.01,125.00 1435/1520 change
station cc RU Asia/Vladivostok 39.02,125.00 1520
station dd RU Asia/Vladivostok 39.03,125.00 1520
track aa bb 60
track bb cc 6 1520 bridge
track cc dd 120 1520
gauges 1435/1520
speed.KP 20/30/60 km/h
speed.RU 40/60/80 km/h
speed.border 6/12/18 km/h
"""


def plan(folder: Path, text: str, start: str, end: str, **conditions: object) -> list[str]:
    """Return the items of an itinerary, such as `aa-bb 2 h 00` and `border bb 30 min`."""
    tool = build_routes(folder, text)
    train = get_train(tool.world.folders, "special")
    known = add_turns(known_assumptions(train, at("2023-01-01T00:00Z")), tool.world.network.turns)
    pace = Pace(known, train.gauges_mm, tool.world.gazetteer.stations)
    trip = Trip(start, end, **conditions)  # type: ignore[arg-type]
    return [draw(item) for item in build_itinerary(tool.world.network, pace, trip).items]


def draw(item: Item) -> str:
    what = f"{item.start}-{item.end}" if isinstance(item, Leg) else f"{item.kind} {item.at}"
    return f"{what} {format_duration(item.time.likely_s)}"


def test_works_stand_at_their_station_in_the_order_they_are_done(tmp_path: Path) -> None:
    works = "border 30 min\nborder.cc 60 min\ngauge.bb 120 min\nstop 10 min\nhold.aa-bb 300 min\n"
    assert plan(tmp_path, LINE + works, "aa", "dd") == [
        "aa-bb 2 h 00",
        "gauge bb 2 h 00",
        "stop bb 10 min",
        "hold bb 5 h 00",
        "border bb 30 min",
        "bb-cc 30 min",
        "border cc 1 h 00",
        "stop cc 10 min",
        "cc-dd 2 h 00",
    ]


def test_way_back_mirrors_the_works_but_not_a_hold_of_the_way_out(tmp_path: Path) -> None:
    works = "border 30 min\ngauge.bb 120 min\nhold.aa-bb 300 min\n"
    assert plan(tmp_path, LINE + works, "dd", "aa") == [
        "dd-cc 2 h 00",
        "border cc 30 min",
        "cc-bb 30 min",
        "border bb 30 min",
        "gauge bb 2 h 00",
        "bb-aa 2 h 00",
    ]


def test_hold_of_a_way_to_the_end_stands_where_the_train_is_last_under_way(tmp_path: Path) -> None:
    assert plan(tmp_path, LINE + "gauge.bb 120 min\nhold.dd-aa 60 min\n", "dd", "aa")[-2:] == [
        "hold bb 1 h 00",
        "bb-aa 2 h 00",
    ]
    assert "hold bb 1 h 00" not in plan(tmp_path, LINE + "gauge.bb 120 min\nhold.dd-aa 60 min\n", "cc", "aa")


def test_journey_begins_as_the_train_leaves_and_ends_as_it_arrives(tmp_path: Path) -> None:
    works = "border 30 min\nstop 10 min\nhold.bb-cc 60 min\ngauge 60 min\n"
    assert plan(tmp_path, LINE + works, "bb", "cc") == ["bb-cc 30 min"]


def test_train_that_cannot_change_gauge_finds_no_path(tmp_path: Path) -> None:
    with pytest.raises(InfeasibleError, match="cannot change there"):
        plan(tmp_path, LINE, "aa", "dd")


def test_journey_to_its_own_start_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InfeasibleError, match="starts and ends at Aa"):
        plan(tmp_path, LINE, "aa", "aa")


def test_work_that_takes_no_time_is_no_item(tmp_path: Path) -> None:
    assert plan(tmp_path, LINE + "gauge 0 min\nborder 0/0/0 min\n", "aa", "cc") == ["aa-bb 2 h 00", "bb-cc 30 min"]
    assert plan(tmp_path, LINE + "gauge 0 min\nborder 0/0/60 min\n", "aa", "cc")[1] == "border bb 0 min"


REVERSAL = """
station aa RU UTC 39.00,125.00
station bb RU UTC 39.01,125.00
station cc RU UTC 39.02,125.00
track aa bb 60
track bb cc 60
track cc bb 60 1435 other
turn bb aa cc 5/10/20
speed 60 km/h
"""


def test_reversal_takes_what_the_turn_says_unless_the_train_has_its_own(tmp_path: Path) -> None:
    assert plan(tmp_path / "turn", REVERSAL, "aa", "cc") == ["aa-bb 1 h 00", "reversal bb 10 min", "bb-cc 1 h 00"]
    own = plan(tmp_path / "own", REVERSAL + "reversal.bb 45 min\n", "aa", "cc")
    assert own[1] == "reversal bb 45 min"


def test_pace_of_a_line_holds_on_that_line_alone(tmp_path: Path) -> None:
    slow = plan(tmp_path, REVERSAL + "speed.RU.main 30 km/h\n", "aa", "cc")
    assert slow == ["aa-bb 2 h 00", "reversal bb 10 min", "bb-cc 1 h 00"]


WIRES = """
station aa RU UTC 39.00,125.00
station bb RU UTC 39.01,125.00
station cc RU UTC 39.02,125.00
station dd RU UTC 39.03,125.00
track aa bb 60
track bb cc 60
track cc dd 60
speed 60 km/h
locomotive.bb 20 min
locomotive.cc 30 min
"""


@pytest.mark.parametrize(
    ("wires", "changes"),
    [
        ("no yes yes", ["locomotive bb 20 min"]),
        ("yes yes no", ["locomotive cc 30 min"]),
        ("yes no no", ["locomotive bb 20 min"]),
        ("no no no", []),
        ("yes yes yes", []),
        ("no  yes", []),  # unknown between: no change is placed
        ("no yes no", ["locomotive bb 20 min", "locomotive cc 30 min"]),
    ],
)
def test_locomotive_changes_where_the_wires_begin_or_end(tmp_path: Path, wires: str, changes: list[str]) -> None:
    build_routes(tmp_path, WIRES)
    table = tmp_path / "segments.csv"
    head, *rows = table.read_text(encoding="utf-8").splitlines()
    wired = [f"{row},{wire}" for row, wire in zip(rows, wires.split(" "), strict=True)]
    table.write_text("\n".join([f"{head},electrified", *wired, ""]), encoding="utf-8")
    text = WIRES.replace("track aa bb 60\ntrack bb cc 60\ntrack cc dd 60\n", "")
    assert [item for item in plan(tmp_path, text, "aa", "dd") if item.startswith("locomotive")] == changes


def test_diesel_runs_on_under_the_wires_to_where_it_can_be_changed(tmp_path: Path) -> None:
    text = WIRES.replace("locomotive.bb 20 min\n", "")
    build_routes(tmp_path, text)
    table = tmp_path / "segments.csv"
    head, *rows = table.read_text(encoding="utf-8").splitlines()
    wired = [f"{row},{wire}" for row, wire in zip(rows, ("no", "yes", "yes"), strict=True)]
    table.write_text("\n".join([f"{head},electrified", *wired, ""]), encoding="utf-8")
    text = text.replace("track aa bb 60\ntrack bb cc 60\ntrack cc dd 60\n", "")
    assert "locomotive cc 30 min" in plan(tmp_path, text, "aa", "dd")
