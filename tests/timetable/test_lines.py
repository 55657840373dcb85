"""Lanes of runs of the same stops, against plain comparisons of them."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from routes.timetable.lines import Lines, build_lanes

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
def test_a_lane_has_the_runs_of_the_same_stops_and_service_as_long_as_none_catches_up(
    drawn: tuple[list[Run], list[int], list[int]],
) -> None:
    runs, follow, services = drawn
    groups: dict[Any, list[int]] = defaultdict(list)
    for n, run in enumerate(runs):
        alone = n if follow[n] >= 0 or n in follow else -1
        if run:
            groups[services[n], tuple(row[:2] for row in run), alone].append(n)
    expected = []
    for group in groups.values():
        ordered = sorted(group, key=lambda n: runs[n][0][2])
        expected.append([ordered[0]])
        for one, other in pairwise(ordered):
            pairs = zip(runs[one], runs[other], strict=True)
            if all(a[2] < b[2] and a[3] < b[3] for a, b in pairs):
                expected[-1].append(other)
            else:
                expected.append([other])
    lines = build_lines(runs, follow)
    lanes = build_lanes(lines, np.array(services, np.int32))
    found: dict[int, list[int]] = defaultdict(list)
    for n in sorted((n for n, run in enumerate(runs) if run), key=lambda n: runs[n][0][2]):
        found[int(lines.first[n] + lanes.shift[n])].append(n)
    assert sorted(found.values()) == sorted(expected)
    nobody = len(lanes.lead)
    calls = [nobody]
    for n, size in enumerate(lanes.sizes.tolist()):
        assert lanes.first[n] == len(calls)
        calls += [n] * size + [nobody]
    assert lanes.lane.tolist() == calls
    assert {int(call): int(run) for call, run in zip(lanes.first, lanes.lead, strict=True)} == {
        call: members[0] for call, members in found.items()
    }


@given(draw_runs())
def test_runs_share_the_times_of_one_of_the_same_stops_and_times_between_them(
    drawn: tuple[list[Run], list[int], list[int]],
) -> None:
    runs, follow, services = drawn
    lines = build_lines(runs, follow)
    lanes = build_lanes(lines, np.array(services, np.int32))
    for n, run in enumerate(runs):
        places = [int(lanes.place[int(lines.first[n]) + c + int(lanes.turn[n])]) for c in range(len(run))]
        rows = [(int(lines.start[p]), int(lines.end[p]), int(lines.depart[p]), int(lines.arrive[p])) for p in places]
        assert _count_from_start(rows) == _count_from_start(run)
    assert len(lanes.place) <= len(lines.at)


def _count_from_start(run: Run) -> Run:
    """Return a run with its times counted from its first departure."""
    return [(start, end, depart - run[0][2], arrive - run[0][2]) for start, end, depart, arrive in run]
