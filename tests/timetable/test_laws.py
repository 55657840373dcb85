"""The search against the oracle on random small timetables, and backward against forward."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from routes.timetable.network import Network
from routes.timetable.routing import find_earliest, find_latest, find_profile
from routes.timetable.table import EPOCH
from tests.timetable.grid import build_grid, list_access
from tests.timetable.oracle import FIRST_DAYS, STOPS, ZONES, Oracle, draw_feed, list_changes, list_rides, write_grid

SINCE_1970 = round(EPOCH.timestamp())
SHIFTS = (0, 0, 0, -1, 1, -60, 600)


class Case:
    """A random timetable of two feeds in two zones, joined at one stop, the oracle's view of it, and a question."""

    def __init__(self, seed: int) -> None:
        chance = random.Random(seed)
        usual = chance.choice((0, 60, 120, 600))
        first = chance.choice(FIRST_DAYS)
        feeds = [(draw_feed(chance, chance.choice(ZONES), first), prefix) for prefix in ("x", "y")]
        with tempfile.TemporaryDirectory() as folder:
            table = build_grid(Path(folder), *(write_grid(feed, prefix) for feed, prefix in feeds))
        self.table, self.usual = table, usual
        self.network = Network(table, change_s=usual)
        changes: dict[tuple[str, str], int] = {}
        rides = []
        for feed, prefix in feeds:
            changes |= list_changes(feed, prefix, usual)
            rides += list(list_rides(feed, prefix))
        changes |= {("xa", "ya"): usual, ("ya", "xa"): usual}  # one place, called Hub by both feeds
        self.oracle = Oracle(rides, changes)
        prefixes = chance.choice(("xx", "yy", "xy", "yx"))
        self.start, self.end = (p + stop for p, stop in zip(prefixes, chance.sample(STOPS, 2), strict=True))
        instants = sorted(at for ride in rides for _, come, leave, _, _ in ride for at in (come, leave))
        halves = instants[: len(instants) // 2], instants[len(instants) // 2 :]
        self.early, self.late = (chance.choice(half) + chance.choice(SHIFTS) for half in halves)
        self.ends = list_access(table, self.start), list_access(table, self.end)


@settings(max_examples=250)
@given(st.integers(0, 2**32))
def test_earliest_arrivals_are_those_of_exhaustive_search(seed: int) -> None:
    case = Case(seed)
    expected = case.oracle.arrive(case.start, case.end, case.early)
    found = find_earliest(case.network, *case.ends, depart_s=case.early - SINCE_1970)
    assert {len(t.rides): t.arrives_s + SINCE_1970 for t in found} == expected


@settings(max_examples=150)
@given(st.integers(0, 2**32))
def test_latest_departures_are_those_of_exhaustive_search(seed: int) -> None:
    case = Case(seed)
    expected: dict[int, int] = {}
    for leave in case.oracle.departures(case.start):
        for rides, arrival in case.oracle.arrive(case.start, case.end, leave).items():
            if arrival <= case.late:
                expected[rides] = max(leave, expected.get(rides, leave))
    best = {n: at for n, at in expected.items() if all(at > other for k, other in expected.items() if k < n)}
    found = find_latest(case.network, *case.ends, arrive_s=case.late - SINCE_1970)
    assert {len(t.rides): t.departs_s + SINCE_1970 for t in found} == best


@settings(max_examples=60)
@given(st.integers(0, 2**32))
def test_profile_has_every_best_pair(seed: int) -> None:
    case = Case(seed)
    pairs = set()
    leaves = [at for at in case.oracle.departures(case.start) if case.early <= at < case.early + 2 * 86_400]
    later = 1 << 60
    for leave in reversed(leaves):
        arrival = min(case.oracle.arrive(case.start, case.end, leave).values(), default=1 << 60)
        if arrival < later:
            pairs.add((leave, arrival))
            later = arrival
    from_s = case.early - SINCE_1970
    found = find_profile(case.network, *case.ends, from_s=from_s, until_s=from_s + 2 * 86_400)
    shown = {(t.departs_s + SINCE_1970, t.arrives_s + SINCE_1970) for t in found}
    beyond = min(case.oracle.arrive(case.start, case.end, case.early + 2 * 86_400).values(), default=1 << 60)
    assert shown == {(leave, arrival) for leave, arrival in pairs if arrival < beyond}


@settings(max_examples=40)
@given(st.integers(0, 2**32))
def test_compiled_scan_answers_as_the_plain_one(seed: int) -> None:
    case = Case(seed)
    fast = Network(case.table, change_s=case.usual, compiled=True)
    early_s, late_s = case.early - SINCE_1970, case.late - SINCE_1970
    for start, end in (case.ends, case.ends[::-1]):
        plain = find_earliest(case.network, start, end, depart_s=early_s)
        assert find_earliest(fast, start, end, depart_s=early_s) == plain
        assert find_latest(fast, start, end, arrive_s=late_s) == find_latest(case.network, start, end, arrive_s=late_s)
