"""Journeys by timetable on the smallest cases: midnight, clock changes, several days, changes, loops."""

from __future__ import annotations

from pathlib import Path

import pytest

from routes.timetable.blocks import FORWARD
from routes.timetable.compiling import build_timetable
from routes.timetable.fewest_rides import NO_WAY
from routes.timetable.network import Network
from routes.timetable.routing import find_earliest, find_latest, find_profile
from tests.timetable.grid import build_grid, build_tables, draw_trek, list_access, read_tables, seconds

STOPS = "stop a 50,8\nstop b 51,9\nstop c 52,10\nstop d 53,11\n"
UTC = "zone UTC\ndays 20190501 20190503\n" + STOPS


def ask_earliest(network: Network, start: str, end: str, at: str) -> list[str]:
    ends = list_access(network.table, start), list_access(network.table, end)
    return [draw_trek(network, trek) for trek in find_earliest(network, *ends, depart_s=seconds(at))]


def ask_latest(network: Network, start: str, end: str, at: str) -> list[str]:
    ends = list_access(network.table, start), list_access(network.table, end)
    return [draw_trek(network, trek) for trek in find_latest(network, *ends, arrive_s=seconds(at))]


def test_change_takes_its_time(tmp_path: Path) -> None:
    trips = "trip t1 a 10:00 b 11:00\ntrip t2 b 11:01 c 12:00\ntrip t3 b 11:02 c 12:30"
    network = Network(build_grid(tmp_path, UTC + trips))
    assert ask_earliest(network, "a", "c", "2019-05-01 09:00") == [
        "01 10:00: 10:00 a t1 b 11:00, 11:02 b t3 c 12:30 > 01 12:30"
    ]
    quick = Network(network.table, change_s=60)
    assert ask_earliest(quick, "a", "c", "2019-05-01 09:00") == [
        "01 10:00: 10:00 a t1 b 11:00, 11:01 b t2 c 12:00 > 01 12:00"
    ]


def test_change_that_is_not_possible_is_not_made(tmp_path: Path) -> None:
    trips = "trip t1 a 10:00 b 11:00\ntrip t2 b 12:00 c 13:00\nchange b b no"
    assert ask_earliest(Network(build_grid(tmp_path, UTC + trips)), "a", "c", "2019-05-01 09:00") == []


def test_arrival_past_midnight_keeps_service_day(tmp_path: Path) -> None:
    network = Network(build_grid(tmp_path, UTC + "trip t1 a 25:10 b 26:00"))
    assert ask_earliest(network, "a", "b", "2019-05-01 00:00") == ["02 01:10: 01:10 a t1 b 02:00 > 02 02:00"]
    assert ask_latest(network, "a", "b", "2019-05-03 00:00") == ["02 01:10: 01:10 a t1 b 02:00 > 02 02:00"]
    assert ask_earliest(network, "a", "b", "2019-05-04 00:00") == ["04 01:10: 01:10 a t1 b 02:00 > 04 02:00"]


def test_direct_train_of_250_hours_is_found_both_ways(tmp_path: Path) -> None:
    network = Network(build_grid(tmp_path, UTC + "trip t1 a 10:00 b 250:00"))
    shown = "01 10:00: 10:00 a t1 b 10:00 > 11 10:00"
    assert ask_earliest(network, "a", "b", "2019-05-01 09:00") == [shown]
    assert ask_latest(network, "a", "b", "2019-05-12 09:59") == [shown]


def test_vehicle_under_way_for_days_can_be_boarded(tmp_path: Path) -> None:
    network = Network(build_grid(tmp_path, UTC + "trip t1 a 10:00 b 200:00 c 210:00"))
    assert ask_earliest(network, "b", "c", "2019-05-09 00:00") == ["09 08:00: 08:00 b t1 c 18:00 > 09 18:00"]


@pytest.mark.parametrize(
    ("day", "leaves"),
    [("20190331", "31 01:00"), ("20191027", "27 02:00"), ("20190330", "30 02:00"), ("20191026", "26 01:00")],
)
def test_times_count_from_noon_less_twelve_hours(tmp_path: Path, day: str, leaves: str) -> None:
    grid = f"zone Europe/Berlin\ndays {day} {day}\n{STOPS}trip t1 a 03:00 b 12:00"
    network = Network(build_grid(tmp_path, grid))
    month = f"2019-{day[4:6]}"
    found = ask_earliest(network, "a", "b", f"{month}-{day[6:]} 00:00")
    assert found[0].startswith(f"{leaves}: ")


@pytest.mark.parametrize(
    ("trips", "end", "arrive", "rides"),
    [
        pytest.param(
            "trip t1 b 10:00 c 10:00\ntrip t2 a 10:00 b 10:00\ntrip t3 c 10:00 d 10:30",
            "d",
            "10:30",
            "10:00 a t2 b 10:00, 10:00 b t1 c 10:00, 10:00 c t3 d 10:30",
            id="caught in any order of the table",
        ),
        pytest.param(
            "trip t1 d 10:00 c 10:00 b 10:00 d 10:30 c 10:40\ntrip t2 a 10:00 b 10:00",
            "c",
            "10:40",
            "10:00 a t2 b 10:00, 10:00 b t1 c 10:40",
            id="not back to what was passed at the same instant",
        ),
    ],
)
def test_rides_of_no_length_follow_each_other(tmp_path: Path, trips: str, end: str, arrive: str, rides: str) -> None:
    network = Network(build_grid(tmp_path, UTC + trips), change_s=0)
    shown = f"01 10:00: {rides} > 01 {arrive}"
    assert ask_earliest(network, "a", end, "2019-05-01 10:00") == [shown]
    assert ask_latest(network, "a", end, f"2019-05-01 {arrive}") == [shown]


def test_loop_is_boarded_where_it_leaves_last(tmp_path: Path) -> None:
    network = Network(build_grid(tmp_path, UTC + "trip t1 a 10:00 b 10:10 a 10:20 c 10:30"))
    assert ask_latest(network, "a", "c", "2019-05-01 12:00") == ["01 10:20: 10:20 a t1 c 10:30 > 01 10:30"]
    assert ask_earliest(network, "a", "c", "2019-05-01 09:00") == ["01 10:20: 10:20 a t1 c 10:30 > 01 10:30"]


def test_fewer_changes_are_told_beside_the_best(tmp_path: Path) -> None:
    trips = "trip t1 a 10:00 b 10:30\ntrip t2 b 11:00 c 11:30\ntrip t3 a 10:00 c 12:00"
    network = Network(build_grid(tmp_path, UTC + trips))
    assert ask_earliest(network, "a", "c", "2019-05-01 10:00") == [
        "01 10:00: 10:00 a t1 b 10:30, 11:00 b t2 c 11:30 > 01 11:30",
        "01 10:00: 10:00 a t3 c 12:00 > 01 12:00",
    ]


def test_seventy_rides_make_one_journey(tmp_path: Path) -> None:
    stops = "".join(f"stop s{n} {n / 2},10\n" for n in range(72))
    trips = "".join(f"trip t{n} s{n} {n}:00 s{n + 1} {n}:30\n" for n in range(71))
    network = Network(build_grid(tmp_path, f"zone UTC\ndays 20190501 20190501\n{stops}{trips}"))
    (found,) = ask_earliest(network, "s0", "s71", "2019-05-01 00:00")
    assert found.count(" t") == 71 and found.endswith("> 03 22:30")
    assert ask_latest(network, "s0", "s71", "2019-05-06 00:00") == [found]


def test_profile_leaves_out_what_a_later_departure_overtakes(tmp_path: Path) -> None:
    trips = "trip slow a 09:00 b 15:00\ntrip t1 a 10:00 b 11:00\ntrip t2 a 12:00 b 13:00\n"
    network = Network(build_grid(tmp_path, UTC + trips))
    ends = list_access(network.table, "a"), list_access(network.table, "b")
    found = find_profile(network, *ends, from_s=seconds("2019-05-01 08:00"), until_s=seconds("2019-05-01 12:00"))
    assert [draw_trek(network, trek) for trek in found] == ["01 10:00: 10:00 a t1 b 11:00 > 01 11:00"]


def test_trips_of_one_block_are_not_left_between(tmp_path: Path) -> None:
    tables = build_tables(UTC + "trip t1 a 10:00 b 11:00\ntrip t2 b 11:00 c 12:00")
    rows = tables["trips.txt"].splitlines()
    blocked = "\n".join([rows[0] + ",block_id", *(row + ",k" for row in rows[1:]), ""])
    network = Network(build_timetable([read_tables(tmp_path, tables | {"trips.txt": blocked})], name="test"))
    ends = list_access(network.table, "a"), list_access(network.table, "c")
    (found,) = find_earliest(network, *ends, depart_s=seconds("2019-05-01 09:00"))
    assert (found.arrives_s, found.changes) == (seconds("2019-05-01 12:00"), 0)


def test_stops_of_one_spot_and_name_are_one_place(tmp_path: Path) -> None:
    stops = "stop a 50,8 UTC Mitte\nstop b 50,8 UTC Mitte(tief)\nstop c 51,9\nstop d 52,10\n"
    grid = f"zone UTC\ndays 20190501 20190501\n{stops}trip t1 c 10:00 a 11:00\ntrip t2 b 11:02 d 12:00"
    network = Network(build_grid(tmp_path, grid))
    assert ask_earliest(network, "c", "d", "2019-05-01 09:00") == [
        "01 10:00: 10:00 c t1 a 11:00, 11:02 b t2 d 12:00 > 01 12:00"
    ]


def test_stops_that_no_trips_join_are_known_before_60_days_are_searched(tmp_path: Path) -> None:
    trips = "trip t1 a 10:00 b 11:00\ntrip t2 b 12:00 a 13:00\ntrip t3 c 1:00 d 2:00"
    grid = "zone UTC\ndays 20190501 20190630\n" + STOPS + trips
    network = Network(build_grid(tmp_path, grid))
    egress = [-1, -1, -1, 0, -1]
    needs = network.count_rides(egress, FORWARD, most=9, days=range(61))
    assert needs.board == [NO_WAY, NO_WAY, 1, NO_WAY, NO_WAY]
    assert (
        ask_earliest(network, "a", "d", "2019-05-01 09:00") == ask_latest(network, "a", "d", "2019-06-01 09:00") == []
    )
