"""The chance of being in time by timetable: with punctual vehicles the latest departure, else that of many draws."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routes.timetable.network import Network
from routes.timetable.odds import Odds, Wager, find_odds, follow
from routes.timetable.routing import find_latest
from routes.timing.lateness import PUNCTUAL, Lateness
from tests.timetable import oracle
from tests.timetable.grid import build_grid, list_access, seconds

LATE = Lateness((0.0, 300.0, 1200.0, 3600.0), (0.5, 0.7, 0.9, 1.0))
GRID = """
zone UTC
days 20190501 20190504
stop a 50,8
stop b 51,9
stop c 52,10
stop d 53,11
trip t1 a 08:00 b 09:00/09:02 c 10:00
trip t2 a 08:20 b 09:10
trip t3 b 09:12 d 11:00
trip t4 b 09:30 d 11:30
trip t5 c 10:10 d 10:50
trip t6 c 11:00 d 11:20
trip t7 a 07:00 b 08:30 d 11:35
"""


def ask(network: Network, start: str, end: str, by: int, law: Lateness = PUNCTUAL) -> Odds:
    starts, ends = list_access(network.table, start), list_access(network.table, end)

    def worth(instants: Sequence[int]) -> list[float]:
        return [law.by(by - at_s) for at_s in instants]

    return find_odds(network, Wager(starts, ends, worth, float, law.by, by, -(1 << 40)))


@pytest.mark.parametrize("seed", range(40))
def test_punctual_odds_are_the_latest_departure(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    feed = oracle.draw_feed(chance, chance.choice(oracle.ZONES), chance.choice(oracle.FIRST_DAYS))
    network = Network(build_grid(tmp_path, oracle.write_grid(feed, "x")))
    ends = sorted({at for ride in oracle.list_rides(feed, "x") for _, at, *_ in ride})
    for _ in range(6):
        start, end = chance.sample([f"x{stop}" for stop in oracle.STOPS], 2)
        by = chance.choice(ends) - 946_684_800
        access = list_access(network.table, start), list_access(network.table, end)
        found = find_latest(network, *access, arrive_s=by)
        odds = ask(network, start, end, by).start
        assert odds.times[:1] == [trek.departs_s for trek in found[:1]]
        assert set(odds.means) <= {1.0}


def test_missed_connection_counts_by_the_next_that_is_in_time(tmp_path: Path) -> None:
    network = Network(build_grid(tmp_path, GRID), change_s=0)
    by = seconds("2019-05-01 11:30")
    law = Lateness((0.0, 600.0), (0.8, 1.0))
    odds = ask(network, "b", "d", by, law)
    assert odds.start.times[:2] == [seconds("2019-05-01 09:30"), seconds("2019-05-01 09:12")]
    assert odds.start.means[:2] == [pytest.approx(0.8), pytest.approx(1.0)]
    late_s = 60
    whole = ask(network, "a", "d", by, law)
    first = follow(whole, seconds("2019-05-01 08:20"), late_s=late_s)
    # t2 comes at 09:10 or later: t3 at 09:12 with 84 %, else t4 at 09:30, which is in time with 80 %.
    assert whole.start.means[0] == pytest.approx(0.84 + 0.16 * 0.8)
    assert [turn.ready_s for turn in first] == [seconds("2019-05-01 08:20"), seconds("2019-05-01 09:12")]
    assert first[1].missed == pytest.approx(0.8)


def walk(odds: Odds, at_s: int, by: int, chance: random.Random) -> bool:
    """Return whether one who follows the choices is in time, with delays drawn one by one."""
    falling = odds.start
    while True:
        place = falling.find(at_s)
        if place < 0:
            return False
        choice = falling.get_choice(place)
        at_s = choice.arrives_s + draw(LATE, chance.random())
        if choice.is_last:
            return at_s <= by
        falling = odds.stops[choice.stop]


def draw(law: Lateness, share: float) -> int:
    if share <= law.shares[0]:
        return int(law.seconds[0])
    n = next(i for i, s in enumerate(law.shares) if s >= share)
    part = (share - law.shares[n - 1]) / (law.shares[n] - law.shares[n - 1])
    return int(law.seconds[n - 1] + part * (law.seconds[n] - law.seconds[n - 1]))


def test_odds_are_those_of_many_draws(tmp_path: Path) -> None:
    network = Network(build_grid(tmp_path, GRID), change_s=120)
    by = seconds("2019-05-01 11:45")
    odds, chance = ask(network, "a", "d", by, LATE), random.Random(1)
    for at in ("07:00", "08:00", "08:20"):
        at_s = seconds(f"2019-05-01 {at}")
        mean = odds.start.means[odds.start.find(at_s)]
        won = sum(walk(odds, at_s, by, chance) for _ in range(100_000)) / 100_000
        assert mean == pytest.approx(won, abs=0.005)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), slack=st.integers(0, 5000))
def test_later_deadlines_and_earlier_departures_are_never_worse(
    tmp_path_factory: pytest.TempPathFactory, seed: int, slack: int
) -> None:
    chance = random.Random(seed)
    feed = oracle.draw_feed(chance, "UTC", chance.choice(oracle.FIRST_DAYS))
    network = Network(build_grid(tmp_path_factory.mktemp("odds"), oracle.write_grid(feed, "x")))
    start, end = chance.sample([f"x{stop}" for stop in oracle.STOPS], 2)
    by = chance.choice([at for ride in oracle.list_rides(feed, "x") for _, at, *_ in ride]) - 946_684_800
    one, other = (ask(network, start, end, at, LATE).start for at in (by, by + slack))
    assert one.means == sorted(one.means)
    for at_s, mean in zip(one.times, one.means, strict=True):
        assert other.means[other.find(at_s)] >= mean - 1e-9
