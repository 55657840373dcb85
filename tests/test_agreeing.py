"""Tests of the comparison with another engine: what it lets pass, and that it tells of what it must not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bench.agreeing import Case, Ours, Query, Tally, compare, excuse, list_undominated
from bench.nigiri import MOST_CHANGES, MOST_MINUTES, Peer, Point
from routes.timetable.network import Network
from tests.timetable.grid import build_grid, build_tables, write_zip

GRID = """
zone Etc/UTC
days 20300101 20300101
stop a 50.0,8.0
stop b 51.0,8.0
stop c 52.0,8.0
stop d 53.0,8.0
trip slow a 09:00 c 14:00
trip first a 10:00 b 11:00
trip second b 11:30 c 12:30
trip late a 12:00 d 200:00
"""
BEGIN = int(datetime(2030, 1, 1, 8, tzinfo=UTC).timestamp()) // 60


class Stand:
    """An engine that answers as ours does, but for what is done to its answers."""

    def __init__(self, network: Network, change: Callable[[list[Point]], list[Point]]) -> None:
        self.ours, self.change = Ours(network), change
        self.refs = network.table.texts["stop_ref"].list()

    def ask(self, start: str, end: str, minute: int) -> list[Point]:
        ends = self.refs.index(start), self.refs.index(end)
        return self.change(self.ours.list_best(Query(ends, (start, end), minute)))

    def range(self, start: str, end: str, begin: int, until: int) -> list[tuple[int, int, int]]:
        raise NotImplementedError


def _compare(folder: Path, change: Callable[[list[Point]], list[Point]], end: str = "c") -> Tally:
    network = Network(build_grid(folder, GRID))
    peer = Stand(network, change)
    query = Query((peer.refs.index("a"), peer.refs.index(end)), ("a", end), BEGIN)
    return compare(Case("small", network, peer, date(2030, 1, 1), 1, 0, 0), [query])


def test_same_answers_have_no_fault_and_each_question_is_timed(tmp_path: Path) -> None:
    tally = _compare(tmp_path, lambda points: points)
    assert (tally.faults, sum(tally.excused.values())) == ([], 0)
    assert tally.counts == {"journeys": 1, "departures": 1}
    assert {kind: len(spent) for kind, spent in tally.spent_s.items()} == dict.fromkeys(
        ("nigiri", "Pareto", "earliest arrival", "latest departure"), 1
    )


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda points: points[:1], id="a journey with fewer changes is missing"),
        pytest.param(lambda points: [], id="nothing is found"),
        pytest.param(lambda points: [Point(points[0].arrives_min - 1, 1), *points[1:]], id="a minute earlier"),
        pytest.param(
            lambda points: [point._replace(changes=point.changes + 1) for point in points], id="a change more"
        ),
    ],
)
def test_a_difference_without_a_rule_is_a_fault(tmp_path: Path, change: Callable[[list[Point]], list[Point]]) -> None:
    tally = _compare(tmp_path, change)
    assert tally.faults and "a to c from 2030-01-01 08:00 UTC" in tally.faults[0]


def test_a_latest_departure_after_which_the_peer_still_arrives_is_a_fault(tmp_path: Path) -> None:
    asked: list[int] = []

    def change(points: list[Point]) -> list[Point]:
        asked.append(len(asked))
        return points if len(asked) < 3 else [Point(BEGIN + 240, 1)]

    tally = _compare(tmp_path, change)
    assert any("after the latest departure" in fault for fault in tally.faults)


def test_a_train_of_more_than_five_days_is_no_fault_of_the_peer(tmp_path: Path) -> None:
    tally = _compare(tmp_path, lambda points: [], end="d")
    assert (tally.faults, list(tally.excused)) == ([], ["ours only: beyond nigiri's 5 days"])


@pytest.mark.parametrize(
    ("point", "is_ours", "is_excused"),
    [
        (Point(MOST_MINUTES, 0), True, False),
        (Point(MOST_MINUTES + 1, 0), True, True),
        (Point(MOST_MINUTES + 1, 0), False, False),
        (Point(60, MOST_CHANGES), True, False),
        (Point(60, MOST_CHANGES + 1), True, True),
        (Point(60, MOST_CHANGES + 1), False, False),
    ],
)
def test_only_the_limits_of_the_engine_that_lacks_a_journey_excuse_it(
    point: Point, is_ours: bool, is_excused: bool
) -> None:
    assert bool(excuse(point, is_ours=is_ours, minute=0)) == is_excused


def test_pairs_that_leave_earlier_and_arrive_no_earlier_are_left_out() -> None:
    assert list_undominated({(1, 9), (2, 9), (3, 12), (3, 11), (0, 8)}) == [(0, 8), (2, 9), (3, 11)]
    assert list_undominated(set()) == []


PARALLEL = """
zone Etc/UTC
days 20300101 20300101
stop a 50.0,8.0 Etc/UTC A
stop a1 50.0001,8.0 Etc/UTC A
stop b 51.0,8.0 Etc/UTC B
stop b1 51.0001,8.0 Etc/UTC B
trip one a 10:00 b 11:00
trip other a1 10:00 b1 11:00
change a a1 180
change a1 a 180
change b b1 180
change b1 b 180
"""


def test_the_peer_keeps_both_of_two_trips_at_the_same_minutes_between_the_same_places(tmp_path: Path) -> None:
    pytest.importorskip("pynigiri")
    peer = Peer(write_zip(tmp_path / "parallel.zip", build_tables(PARALLEL)), date(2030, 1, 1), 2)
    assert [peer.ask(start, end, BEGIN) for start, end in (("a", "b"), ("a1", "b1"))] == [[Point(BEGIN + 180, 0)]] * 2
