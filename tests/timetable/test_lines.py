"""Runs linked to later ones of the same stops, and patterns of runs, against plain searches."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from routes.timetable.bounds import build_patterns
from routes.timetable.lines import Lines, link_runs

Run = list[tuple[int, int, int, int]]
"""Start, end, departure and arrival of each connection."""


@st.composite
def draw_runs(draw: st.DrawFn) -> tuple[list[Run], list[int], list[int]]:
    """Return runs of few stops and times, the run as which each goes on (-1 for none), and their services."""
    count = draw(st.integers(0, 8))
    runs, number = list[Run](), st.integers(0, 3)
    for _ in range(count):
        stops = draw(st.lists(st.integers(0, 2), min_size=1, max_size=4))
        times = draw(st.lists(number, min_size=2 * len(stops), max_size=2 * len(stops)))
        at = [sum(times[: n + 1]) for n in range(len(times))]
        runs.append([(a, b, at[2 * n], at[2 * n + 1]) for n, (a, b) in enumerate(pairwise(stops))])
    follow = [-1] * count
    full = [n for n in range(count) if runs[n]]
    for one, other in pairwise(full):
        follow[one] = other if draw(st.integers(0, 3)) == 0 else -1
    return runs, follow, [draw(st.integers(0, 1)) for _ in range(count)]


def build_lines(runs: list[Run], follow: list[int]) -> Lines:
    """Return runs as lines."""
    rows = np.array([row for run in runs for row in run], np.int32).reshape(-1, 4)
    first = np.cumsum([0, *map(len, runs)]).astype(np.int32)
    start, end, depart, arrive = (np.ascontiguousarray(rows[:, n]) for n in range(4))
    at, trip = (np.arange(count, dtype=np.int32) for count in (len(rows), len(runs)))
    return Lines(at, start, end, depart, arrive, first, trip, np.array(follow, np.int32), 3)


@given(draw_runs())
def test_a_run_is_linked_to_the_next_of_its_stops_and_service_that_is_nowhere_before_it(
    drawn: tuple[list[Run], list[int], list[int]],
) -> None:
    runs, follow, services = drawn
    groups: dict[Any, list[int]] = defaultdict(list)
    for n, run in enumerate(runs):
        if run and follow[n] < 0 and n not in follow:
            groups[services[n], tuple(row[:2] for row in run)].append(n)
    expected = [-1] * len(runs)
    for group in groups.values():
        for one, other in pairwise(sorted(group, key=lambda n: runs[n][0][2])):
            pairs = zip(runs[one], runs[other], strict=True)
            if all(a[2] <= b[2] and a[3] <= b[3] for a, b in pairs):
                expected[one] = other
    assert link_runs(build_lines(runs, follow), np.array(services, np.int32)).tolist() == expected


@given(draw_runs())
def test_patterns_are_the_stops_of_rides_each_once(drawn: tuple[list[Run], list[int], list[int]]) -> None:
    runs, follow, _ = drawn
    expected = set()
    for n in range(len(runs)):
        if n not in follow:
            ride, at = list[tuple[int, int]](), n
            while at >= 0:
                ride, at = [*ride, *(row[:2] for row in runs[at])], follow[at]
            expected.add(tuple(ride))
    found = build_patterns(build_lines(runs, follow))
    rows = list(zip(found.start.tolist(), found.end.tolist(), strict=True))
    ends = [*found.first.tolist(), len(rows)]
    patterns = [tuple(rows[a:b]) for a, b in pairwise(ends)]
    assert sorted(patterns) == sorted(expected - {()})
    assert found.pattern.tolist() == [n for n, (a, b) in enumerate(pairwise(ends)) for _ in range(a, b)]
