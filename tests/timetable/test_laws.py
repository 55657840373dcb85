"""The search against the oracle on random small timetables, and backward against forward."""

from __future__ import annotations

import random
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from routes.timetable.network import Network
from routes.timetable.routing import find_earliest, find_first, find_last, find_latest, find_profile
from routes.timetable.search import Access
from routes.timetable.staging import build_stages
from routes.timetable.table import EPOCH
from tests.timetable.grid import build_grid, list_access
from tests.timetable.oracle import FIRST_DAYS, STOPS, ZONES, Oracle, draw_feed, list_changes, list_rides, write_grid

SINCE_1970 = round(EPOCH.timestamp())
SPRING_S = round((datetime(2019, 3, 31, tzinfo=UTC) - EPOCH).total_seconds())
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
        self.network = Network(table, change_s=usual, compiled=False)
        self.compiled = Network(table, change_s=usual, compiled=True)
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
    every = case.oracle.arrive(case.start, case.end, case.early)
    for network in (case.network, case.compiled):
        found = find_earliest(network, *case.ends, depart_s=case.early - SINCE_1970)
        assert {len(t.rides): t.arrives_s + SINCE_1970 for t in found} == every
        first = find_first(network, *case.ends, depart_s=case.early - SINCE_1970)
        assert (first and first.arrives_s + SINCE_1970) == min(every.values(), default=None)


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
    for network in (case.network, case.compiled):
        found = find_latest(network, *case.ends, arrive_s=case.late - SINCE_1970)
        assert {len(t.rides): t.departs_s + SINCE_1970 for t in found} == best
        last = find_last(network, *case.ends, arrive_s=case.late - SINCE_1970)
        assert (last and last.departs_s + SINCE_1970) == max(best.values(), default=None)


@settings(max_examples=60)
@given(st.integers(0, 2**32))
def test_profile_has_every_best_pair(seed: int) -> None:
    case = Case(seed)
    pairs = set()
    leaves = [at for at in case.oracle.departures(case.start) if case.early <= at < case.early + 2 * 86_400]
    later = 1 << 60
    for leave in reversed(leaves):
        every = case.oracle.arrive(case.start, case.end, leave)
        arrival = min(every.values(), default=1 << 60)
        if arrival < later:
            pairs.add((leave, arrival, min(n for n, at in every.items() if at == arrival)))
            later = arrival
    from_s = case.early - SINCE_1970
    beyond = min(case.oracle.arrive(case.start, case.end, case.early + 2 * 86_400).values(), default=1 << 60)
    expected = {(leave, arrival, rides) for leave, arrival, rides in pairs if arrival < beyond}
    for network in (case.network, case.compiled):
        found = find_profile(network, *case.ends, from_s=from_s, until_s=from_s + 2 * 86_400)
        shown = {(t.departs_s + SINCE_1970, t.arrives_s + SINCE_1970, len(t.rides)) for t in found}
        assert shown == expected


@settings(max_examples=40)
@given(st.integers(0, 2**32))
def test_compiled_scan_answers_as_the_plain_one(seed: int) -> None:
    case = Case(seed)
    fast = case.compiled
    early_s, late_s = case.early - SINCE_1970, case.late - SINCE_1970
    for start, end in (case.ends, case.ends[::-1]):
        plain = find_earliest(case.network, start, end, depart_s=early_s)
        assert find_earliest(fast, start, end, depart_s=early_s) == plain
        assert find_latest(fast, start, end, arrive_s=late_s) == find_latest(case.network, start, end, arrive_s=late_s)


@settings(max_examples=200)
@given(st.integers(0, 2**32))
def test_places_to_pass_and_to_avoid_are_those_of_exhaustive_search(seed: int) -> None:
    case, chance = Case(seed), random.Random(seed + 1)
    others = sorted({stop for ride in case.oracle.rides for stop, *_ in ride} - {case.start, case.end})
    via = chance.choices(others, k=chance.choice((0, 1, 1, 2))) if others else []
    avoid = chance.choice([*others, ""])
    refs = case.table.texts["stop_ref"].list()
    sets = [{refs.index(stop)} for stop in via]
    stages = build_stages(case.table, via=sets, avoid={refs.index(avoid)} if avoid else set(), avoid_routes=set())
    network = Network(case.table, change_s=case.usual, stages=stages)
    ends = case.ends[0], [Access(access.stop + stages.last, 0) for access in case.ends[1]]
    expected = case.oracle.arrive_via(case.start, case.end, case.early, via=via, avoid=avoid)
    found = find_earliest(network, *ends, depart_s=case.early - SINCE_1970)
    assert (found[0].arrives_s + SINCE_1970 if found else None) == expected
    if found:
        latest = find_latest(network, *ends, arrive_s=found[0].arrives_s)[0]
        assert latest.departs_s >= found[0].departs_s
        leave = latest.departs_s + SINCE_1970
        again = case.oracle.arrive_via(case.start, case.end, leave + 1, via=via, avoid=avoid)
        assert again is None or again > found[0].arrives_s + SINCE_1970
        assert case.oracle.arrive_via(case.start, case.end, leave, via=via, avoid=avoid) == expected


def build_large(folder: Path, seed: int) -> Network:
    """Return a network of 40 stops and 600 trips a day over four days with the spring clock change."""
    chance = random.Random(seed)
    lines = ["zone Europe/Berlin", "days 20190329 20190401"]
    lines += [f"stop s{n} {30 + n / 2},{n % 7}" for n in range(40)]
    for n in range(600):
        at = chance.randrange(0, 30 * 60)
        words = []
        for stop in chance.sample(range(40), chance.randint(2, 9)):
            words += [f"s{stop}", f"{at // 60:02d}:{at % 60:02d}"]
            at += chance.choice((0, 3, 8, 8, 20))
        lines.append(f"trip t{n} {' '.join(words)}")
    return Network(build_grid(folder, "\n".join(lines)), change_s=180)


def test_leaving_at_the_latest_departure_arrives_in_time_and_a_second_later_does_not(tmp_path: Path) -> None:
    network, chance = build_large(tmp_path, 7), random.Random(8)
    answered = 0
    for _ in range(150):
        start, end = (
            [access] for access in list_access(network.table, *(f"s{n}" for n in chance.sample(range(40), 2)))
        )
        arrive_s = SPRING_S + chance.randrange(-2 * 86_400, 3 * 86_400)
        found = find_latest(network, start, end, arrive_s=arrive_s)
        for rides, trek in ((len(t.rides), t) for t in found):
            assert trek.arrives_s <= arrive_s
            again = [
                t for t in find_earliest(network, start, end, depart_s=trek.departs_s + 1) if len(t.rides) <= rides
            ]
            assert all(t.arrives_s > arrive_s for t in again)
        if found:
            answered += 1
            best = find_earliest(network, start, end, depart_s=found[0].departs_s)[0]
            assert best.arrives_s <= found[0].arrives_s
    assert answered > 100
