"""Tests of the synthetic day that the timetable engines are timed on."""

from __future__ import annotations

from itertools import groupby, pairwise
from pathlib import Path
from zipfile import ZipFile

import pytest

from bench.london import build_town, list_departures, time_stops, write_london
from routes.timetable.feed import Read, read_feed
from routes.timetable.stops import STATION

SIZE, SEED = 0.01, 1


@pytest.fixture(scope="module")
def feed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("london") / "tiny.zip"
    write_london(path, size=SIZE, seed=SEED)
    return path


@pytest.fixture(scope="module")
def read(feed: Path) -> Read:
    return read_feed(feed, tell=lambda _step, _share: None)


def test_same_seed_writes_the_same_tables_and_another_seed_others(feed: Path, tmp_path: Path) -> None:
    write_london(tmp_path / "again.zip", size=SIZE, seed=SEED)
    write_london(tmp_path / "other.zip", size=SIZE, seed=SEED + 1)
    with ZipFile(feed) as one, ZipFile(tmp_path / "again.zip") as again, ZipFile(tmp_path / "other.zip") as other:
        assert all(one.read(name) == again.read(name) for name in one.namelist())
        assert one.read("stop_times.txt") != other.read("stop_times.txt")


def test_counts_are_those_of_the_feed_and_nothing_of_it_is_faulty(read: Read, tmp_path: Path) -> None:
    counts = write_london(tmp_path / "again.zip", size=SIZE, seed=SEED)
    platforms = [stop for stop in read.stops if stop.kind != STATION]
    assert not read.told.findings
    assert counts["stops"] == len(platforms) and counts["trips"] == len(read.trips)
    assert counts["connections"] == len(read.times.trip) - len(read.trips)
    assert counts["footpaths"] == len(read.changes.seconds)


def test_footpaths_are_closed(read: Read) -> None:
    paths = read.changes.seconds
    onward = [(a, b, c) for a, b in paths for d, c in paths if b == d and a != c]
    assert onward
    assert all(paths[a, c] <= paths[a, b] + paths[b, c] for a, b, c in onward)


def test_trips_of_a_line_never_overtake_each_other_within_an_hour() -> None:
    for line in build_town(size=SIZE, seed=SEED).lines:
        begins = list_departures(line, SEED)
        assert begins == sorted(set(begins))
        for hour, some in groupby(begins, key=lambda minute: minute // 60):
            rides = [[begin + after for after in time_stops(line, hour)] for begin in some]
            assert all(ride == sorted(ride) for ride in rides)
            assert all(a < b for one, other in pairwise(rides) for a, b in zip(one, other, strict=True))


def test_every_place_is_served_and_lines_run_past_midnight(read: Read) -> None:
    called = set(read.times.stop.tolist())
    assert called == {n for n, stop in enumerate(read.stops) if stop.kind != STATION}
    assert int(read.times.arrive.max()) > 24 * 3600
    assert int(read.times.depart.max()) % 60 == 0
