"""The search against every walk there is, on small random networks with turns, gauges, via stations and countries."""

from __future__ import annotations

from random import Random

import pytest

from routes.errors import InfeasibleError
from routes.ids import StationCode
from routes.network.graph import Network, Segment
from routes.network.paths import find_path
from routes.network.search import Costs
from tests.network.grid import build_network, plain_costs

Total = tuple[int, int]
Spot = tuple[str, str, str, int, int]
COUNTRIES = ("KP", "RU", "CN")


class Oracle:
    """Tries every walk that repeats no (segment, direction, gauge, via passed) and keeps the best total."""

    def __init__(self, network: Network, costs: Costs, goal: str, via: tuple[str, ...], avoid: str, turns: str) -> None:
        self.network, self.costs, self.goal, self.via, self.avoid, self.turns = network, costs, goal, via, avoid, turns
        self.best: Total | None = None

    def solve(self, origin: str) -> Total | None:
        passed = self.count_via(origin, 0)
        if origin == self.goal and passed == len(self.via):
            return (0, 0)
        for segment, end in self.neighbours(origin):
            for gauge_mm in set(segment.gauges_mm) & set(self.costs.gauges_mm):
                self.walk(segment, origin, end, gauge_mm, passed, (0, 0), frozenset())
        return self.best

    def walk(
        self, segment: Segment, start: str, end: str, gauge_mm: int, passed: int, total: Total, seen: frozenset[Spot]
    ) -> None:
        if self.network.stations[StationCode(end)].country in self.avoid.split():
            return
        border_s = sum(self.costs.border_s(segment, StationCode(c)) for c in (start, end)) if segment.border else 0
        total = (total[0] + self.costs.run_s(segment) + border_s, total[1] + segment.length_m)
        passed = self.count_via(end, passed)
        spot = (start, end, segment.line, gauge_mm, passed)
        if spot in seen or (self.best is not None and total >= self.best):
            return
        if end == self.goal and passed == len(self.via):
            self.best = total
            return
        for onward, after in self.neighbours(end):
            turn_s = self.turn_seconds(end, start, after)
            for next_mm in set(onward.gauges_mm) & set(self.costs.gauges_mm):
                gauge_s = self.gauge_seconds(end, gauge_mm, next_mm)
                if turn_s is not None and gauge_s is not None:
                    extra_s = turn_s + gauge_s + self.costs.stop_s(StationCode(end))
                    self.walk(onward, end, after, next_mm, passed, (total[0] + extra_s, total[1]), seen | {spot})

    def neighbours(self, station: str) -> list[tuple[Segment, StationCode]]:
        return [(s, s.end) for s in self.network.segments if s.start == station] + [
            (s, s.start) for s in self.network.segments if s.end == station
        ]

    def turn_seconds(self, at: str, start: str, end: str) -> int | None:
        for turn in self.network.turns:
            if turn.at == at and {turn.start, turn.end} == {start, end}:
                return None if turn.kind == "possible" and self.turns == "regular" else self.costs.turn_s(turn)
        return None if start == end else 0

    def gauge_seconds(self, at: str, old_mm: int, new_mm: int) -> int | None:
        if old_mm == new_mm:
            return 0
        station = self.network.stations[StationCode(at)]
        return self.costs.gauge_s(station.code, old_mm, new_mm) if station.changes_gauge else None

    def count_via(self, station: str, passed: int) -> int:
        while passed < len(self.via) and self.via[passed] == station:
            passed += 1
        return passed


def draw_lots(rng: Random) -> str:
    """Return a network of 3 to 5 stations as text; about half of its turns are possible ones only."""
    names = "abcde"[: rng.randint(3, 5)]
    pairs = [(a, b) for n, a in enumerate(names) for b in names[n + 1 :]]
    chosen = rng.sample(pairs, min(len(pairs), rng.randint(len(names) - 1, 6)))
    gauges = ["1435", "1435", "1520", "1435/1520"]
    lines = [f"{a} {b} {rng.randint(1, 9)} {rng.choice(gauges)} l{n}" for n, (a, b) in enumerate(chosen)]
    for n in range(rng.randint(0, 1)):
        a, b = rng.choice(chosen)
        lines.append(f"{a} {b} {rng.randint(1, 9)} {rng.choice(gauges)} second{n}")
    turns = {}
    for _ in range(rng.randint(0, 5)):
        at = rng.choice(names)
        beside = [b if a == at else a for a, b in chosen if at in (a, b)]
        if beside:
            start, end = sorted(rng.choices(beside, k=2))
            turns[at, start, end] = f"{rng.randint(0, 9)} {rng.choice(['regular', 'possible'])}"
    lines += [f"turn {' '.join(key)} {rest}" for key, rest in turns.items()]
    return "\n".join([*lines, *(f"at {c} {rng.choice(COUNTRIES)} {rng.choice(['change', ''])}" for c in names)])


@pytest.mark.parametrize("batch", range(10))
def test_search_equals_every_walk(batch: int) -> None:
    found = 0
    for seed in range(batch * 60, batch * 60 + 60):
        rng = Random(seed)
        text = draw_lots(rng)
        network = build_network(text)
        names = sorted(network.stations)
        origin, goal = rng.choice(names), rng.choice(names)
        via = tuple(rng.choices(names, k=rng.choice([0, 0, 1, 2])))
        avoid, turns = rng.choice(["", "", "CN", "RU CN"]), rng.choice(["regular", "possible"])
        gauges = rng.choice([(1435,), (1520,), (1435, 1520), (1435, 1520)])
        costs = plain_costs(*gauges, gauge_s=rng.choice([0, 90, 600, None]), border_s=rng.choice([0, 100]), stop_s=30)
        named = {network.stations[code].country for code in (origin, goal, *via)}
        best = None
        if not named & set(avoid.split()):
            best = Oracle(network, costs, goal, via, avoid, turns).solve(origin)
        try:
            path = find_path(network, origin, goal, costs=costs, via=via, avoid=frozenset(avoid.split()), turns=turns)
        except InfeasibleError as refusal:
            assert best is None, (seed, text, origin, goal, via, avoid, turns)
            assert refusal.message
            assert refusal.hint
            continue
        found += 1
        assert best is not None, (seed, text, origin, goal, via, avoid, turns)
        assert path.length_m == best[1], (seed, text, origin, goal, via, avoid, turns)
    assert 10 < found < 60


@pytest.mark.parametrize("seed", range(200))
def test_way_back_is_as_long_and_answers_repeat(seed: int) -> None:
    rng = Random(seed)
    text = draw_lots(rng)
    lines = text.splitlines()
    rng.shuffle(lines)
    network, shuffled = build_network(text), build_network("\n".join(sorted(lines, key=lambda x: x[:2] == "at")))
    names = sorted(network.stations)
    origin, goal = rng.sample(names, 2)
    costs = plain_costs(1435, 1520, gauge_s=120, border_s=60)
    try:
        there = find_path(network, origin, goal, costs=costs)
    except InfeasibleError:
        with pytest.raises(InfeasibleError):
            find_path(network, goal, origin, costs=costs)
        return
    assert find_path(network, goal, origin, costs=costs).length_m == there.length_m
    assert find_path(network, origin, goal, costs=costs) == there
    assert find_path(shuffled, origin, goal, costs=costs).stations == there.stations
    assert there.length_m == sum(step.segment.length_m for step in there.steps)
