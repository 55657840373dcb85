"""Trips of one vehicle and block: whom it takes on without a change, on the days on which it does."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.timetable.compiling import build_timetable
from routes.timetable.network import Network
from routes.timetable.routing import find_earliest
from tests.timetable.grid import Tables, build_tables, list_access, read_tables, seconds

FIRST = date(2019, 5, 6)
STOPS = 6


def build_block(runs: list[set[int]], *, dates: int, shuffle: int = 0) -> Tables:
    """Return a feed whose trip n leads from stop n to the next in one block, on days counted from the first."""
    trips = "".join(f"trip t{n} s{n} {10 + n}:00 s{n + 1} {11 + n}:00\n" for n in range(len(runs)))
    stops = "".join(f"stop s{n} {50 + n},8\n" for n in range(len(runs) + 1))
    tables = build_tables(f"zone UTC\ndays 20190506 20190506\n{stops}{trips}")
    rows = [f"r,s{n},t{n},x,k" for n in range(len(runs))]
    random.Random(shuffle).shuffle(rows)
    tables["trips.txt"] = "\n".join(["route_id,service_id,trip_id,trip_headsign,block_id", *rows, ""])
    del tables["calendar.txt"]
    on = [f"s{n},{FIRST + timedelta(days=day):%Y%m%d},1" for n, days in enumerate(runs) for day in sorted(days)]
    off = [f"s{n},{FIRST + timedelta(days=dates):%Y%m%d},2" for n in range(len(runs))]
    tables["calendar_dates.txt"] = "\n".join(["service_id,date,exception_type", *on, *off, ""])
    return tables


def list_unchanged(network: Network, day: int, last: int) -> set[tuple[int, int]]:
    """Return the stops between which one goes on a day without a change."""
    found, day_s = set(), seconds(f"{FIRST + timedelta(days=day)} 00:00")
    for start in range(last):
        for end in range(start + 1, last + 1):
            ends = list_access(network.table, f"s{start}"), list_access(network.table, f"s{end}")
            ways = find_earliest(network, *ends, depart_s=day_s + (10 + start) * 3600)
            if any(way.changes == 0 and way.arrives_s == day_s + (10 + end) * 3600 for way in ways):
                found.add((start, end))
    return found


@given(st.lists(st.sets(st.integers(0, 3)), min_size=2, max_size=STOPS - 1), st.integers(0, 9))
def test_passengers_stay_aboard_where_and_when_all_trips_between_run(
    tmp_path_factory: pytest.TempPathFactory, runs: list[set[int]], shuffle: int
) -> None:
    if not any(runs):
        return
    read = read_tables(tmp_path_factory.mktemp("feed"), build_block(runs, dates=4, shuffle=shuffle))
    network = Network(build_timetable([read], name="test"))
    for day in range(4):
        expected = {
            (start, end)
            for start in range(len(runs))
            for end in range(start + 1, len(runs) + 1)
            if all(day in runs[n] for n in range(start, end))
        }
        assert list_unchanged(network, day, len(runs)) == expected


def test_trip_is_parted_no_more_than_its_days_need(tmp_path: Path) -> None:
    alike = read_tables(tmp_path / "alike", build_block([{0, 1}, {0, 1}], dates=2))
    assert len(alike.trips) == 2, "days are the same, if by two names"
    parted = read_tables(tmp_path / "parted", build_block([{0, 1, 2}, {1}, {3}], dates=4))
    assert sorted(trip.ref for trip in parted.trips) == ["t0", "t0", "t1", "t2"]
    ends = [int(parted.calendar.runs[trip.service].sum()) for trip in parted.trips]
    assert sorted(ends) == [1, 1, 1, 2]


def test_vehicle_that_leaves_elsewhere_or_earlier_takes_nobody_on(tmp_path: Path) -> None:
    tables = build_block([{0, 1}, {0}], dates=2)
    tables["stop_times.txt"] = tables["stop_times.txt"].replace("11:00:00,11:00:00,s1,0", "10:59:00,10:59:00,s1,0")
    read = read_tables(tmp_path, tables)
    assert [trip.ref for trip in read.trips] == ["t0", "t1"] or [trip.ref for trip in read.trips] == ["t1", "t0"]
