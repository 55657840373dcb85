"""Places to pass in order and stops or routes to avoid, as copies of the connections: the scan knows nothing of them.

With v places to pass, each stop stands v + 1 times, once for each number of them passed, and each connection with it.
A ride that calls at such a place goes on among the stops of the next stage, for those who were aboard before: they
have a copy of the run of their own, which nobody boards after the call. A call at a stop to avoid ends every copy.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from routes.timetable.lines import Lines, build_lines, join_lines
from routes.timetable.stop_times import NO_ALIGHTING, NO_BOARDING
from routes.timetable.table import Timetable
from routes.timetable.walks import Walks

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Stages(NamedTuple):
    """The copies of all connections, and how many `stops` there are before they are copied for `size` stages.

    Stop s of stage k is `s + k * stops`; after all of them comes the one where nobody boards or leaves.
    """

    lines: Lines
    stops: int
    size: int

    @property
    def last(self) -> int:
        """Return what is added to a stop when all places have been passed."""
        return self.stops * (self.size - 1)


class _Copy(NamedTuple):
    """A run of those who boarded a trip at one stage, between two calls that matter."""

    number: int
    boarded: int
    stage: int


Row = tuple[int, int, int, int]


def build_stages(table: Timetable, *, via: Sequence[set[int]], avoid: set[int], avoid_routes: set[int]) -> Stages:
    """Return the copies of all connections for stops to pass, one set for each place in order, and those to avoid."""
    arrays, stops, count = table.arrays, len(table.arrays["lat_e7"]), len(via) + 1
    plain = build_lines(table)
    special = np.zeros(stops, np.bool_)
    special[sorted(avoid.union(*via))] = True
    trip = np.repeat(np.arange(len(arrays["first"]) - 1), np.diff(arrays["first"]))
    is_touched = np.zeros(len(plain.trip), np.bool_)
    is_touched[trip[special[arrays["stop"]]]] = True
    barred = np.isin(arrays["route"], sorted(avoid_routes))
    parts = [_copy_plain(plain, ~is_touched & ~barred, stage, (stops, count)) for stage in range(count)]
    for n in np.flatnonzero(is_touched & ~barred).tolist():
        parts.extend(_copy_touched(table, n, via, avoid, stops))
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    at, start, end, sizes, trips, stages = columns
    first = np.concatenate([[0], np.cumsum(sizes)])
    nowhere = stops * count
    lines = join_lines(table, (at, start, end), first, trips, stage=stages, stops=nowhere + 1)
    return Stages(lines, stops, count)


_Part = tuple[Any, Any, Any, Any, Any, Any]
"""Runs: stop time, start and end of their connections; the size, trip and stage of each."""


def _copy_plain(plain: Lines, kept: NDArray[np.bool_], stage: int, size: tuple[int, int]) -> _Part:
    """Return the copies for one stage of the runs that call at no place that matters."""
    stops, count = size
    counts = np.diff(plain.first)
    rows = np.repeat(kept, counts)
    ends = (np.where(end == stops, stops * count, end + stage * stops) for end in (plain.start[rows], plain.end[rows]))
    start, end = ends
    trips = plain.trip[kept]
    return plain.at[rows], start, end, counts[kept], trips, np.full(len(trips), stage)


def _copy_touched(table: Timetable, trip: int, via: Sequence[set[int]], avoid: set[int], stops: int) -> Iterator[_Part]:
    """Yield the copies of a trip that calls where it matters; none of them goes on as another."""
    span = range(*table.arrays["first"][trip : trip + 2].tolist())
    rows = _copy_trip(table.arrays, span, via, avoid, (stops, stops * (len(via) + 1)))
    copies: dict[int, list[Row]] = {}
    for row in rows:
        copies.setdefault(row[1], []).append(row)
    for number in sorted(copies):
        at, _, start, end = zip(*copies[number], strict=True)
        yield at, start, end, [len(at)], [trip], [-1]


def _copy_trip(arrays: Any, span: range, via: Sequence[set[int]], avoid: set[int], size: tuple[int, int]) -> list[Row]:
    """Return the copies of the connections of one trip that calls where it matters."""
    stops, nowhere = size
    copies = [_Copy(stage, stage, stage) for stage in range(len(via) + 1)]
    made, rows = len(copies), list[Row]()
    for at, then in pairwise(span):
        here, there = int(arrays["stop"][at]), int(arrays["stop"][then])
        if here in avoid or there in avoid:
            copies = [_Copy(made + stage, stage, stage) for stage in range(len(via) + 1)]
            made += len(copies)
            continue
        after = []
        for copy in copies:
            stage = copy.stage
            while stage < len(via) and there in via[stage]:
                stage += 1
            boards = copy.boarded == copy.stage and not arrays["flags"][at] & NO_BOARDING
            leaves = not arrays["flags"][then] & NO_ALIGHTING
            start, end = here + copy.stage * stops if boards else nowhere, there + stage * stops if leaves else nowhere
            rows.append((at, copy.number, start, end))
            after.append(copy._replace(stage=stage))
            if stage > copy.boarded == copy.stage:
                after.append(_Copy(made, copy.boarded, copy.boarded))
                made += 1
        copies = after
    return rows


def stage_walks(walks: Walks, stages: Stages) -> Walks:
    """Return the changes of every stage, each among the stops of its own."""
    first, to, seconds, size = [0], list[int](), list[int](), len(walks.to)
    for stage in range(stages.size):
        first += [n + stage * size for n in walks.first[1 : stages.stops + 1]]
        to += [stop + stage * stages.stops for stop in walks.to]
        seconds += walks.seconds
    return Walks([*first, first[-1]], to, seconds)
