"""Places to pass in order and stops or routes to avoid, as copies of the connections: the scan knows nothing of them.

With v places to pass, each stop stands v + 1 times, once for each number of them passed, and each connection with it.
A ride that calls at such a place goes on among the stops of the next stage, for those who were aboard before: they
have a copy of the run of their own, which nobody boards after the call. A call at a stop to avoid ends every copy.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from routes.timetable.blocks import Block, Direction
from routes.timetable.stop_times import NO_ALIGHTING, NO_BOARDING
from routes.timetable.table import Timetable
from routes.timetable.walks import Walks

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Stages(NamedTuple):
    """The copies of each connection by its stop time `at`, from `first[at]` to `first[at + 1]`: run copy, start, end.

    Stop s of stage k is `s + k * stops`; after all of them comes the one where nobody boards or leaves.
    """

    first: NDArray[np.int32]
    copy: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    ride: NDArray[np.int32]
    stops: int
    size: int
    copies: int

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
    nowhere = stops * count
    special = np.zeros(stops, np.bool_)
    special[sorted(avoid.union(*via))] = True
    trip = np.repeat(np.arange(len(arrays["first"]) - 1), np.diff(arrays["first"]))
    is_last = np.zeros(len(trip), np.bool_)
    is_last[arrays["first"][1:] - 1] = True
    touched = np.unique(trip[special[arrays["stop"]]]).tolist()
    barred = np.isin(arrays["route"], sorted(avoid_routes))
    plain = np.flatnonzero(~is_last & ~np.isin(trip, touched) & ~barred[trip])
    rows = [_copy_plain(arrays, plain, stage, stops, nowhere) for stage in range(count)]
    made = [
        row
        for n in touched
        if not barred[n]
        for row in _copy_trip(arrays, range(*arrays["first"][n : n + 2].tolist()), via, avoid, (stops, nowhere))
    ]
    joined = np.concatenate([*rows, np.array(made, np.int32).reshape(-1, 4)])
    joined = joined[np.argsort(joined[:, 0], kind="stable")]
    first = np.searchsorted(joined[:, 0], np.arange(len(trip) + 1)).astype(np.int32)
    ride = arrays["ride"].copy()
    split = np.isin(ride, ride[touched])
    ride[split] = np.flatnonzero(split)
    copies = int(joined[:, 1].max(initial=0)) + 1
    return Stages(first, joined[:, 1], joined[:, 2], joined[:, 3], ride, stops, count, copies)


def _copy_plain(arrays: Any, at: NDArray[Any], stage: int, stops: int, nowhere: int) -> NDArray[np.int32]:
    """Return the copies for one stage of connections that call at no place that matters."""
    flags, stop = arrays["flags"], arrays["stop"]
    start = np.where(flags[at] & NO_BOARDING, nowhere, stop[at] + stage * stops)
    end = np.where(flags[at + 1] & NO_ALIGHTING, nowhere, stop[at + 1] + stage * stops)
    return np.stack([at, np.full(len(at), stage), start, end], axis=1).astype(np.int32)


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


def stage_block(table: Timetable, block: Block | None, stages: Stages, direction: Direction) -> Block | None:
    """Return a block with the copies of its connections."""
    if block is None:
        return None
    counts = stages.first[block.at + 1] - stages.first[block.at]
    source = np.repeat(np.arange(len(block.at)), counts)
    if not len(source):
        return None
    begun = np.cumsum(counts) - counts
    row = np.arange(len(source)) - begun[source] + stages.first[block.at[source]]
    rides = len(table.arrays["ride"])
    trip = np.searchsorted(table.arrays["first"], block.at[source], side="right") - 1
    slot = block.columns[4][source] // rides
    run = (slot * stages.copies + stages.copy[row]) * rides + stages.ride[trip]
    ends = (stages.start[row], stages.end[row]) if direction.is_forward else (stages.end[row], stages.start[row])
    parts: list[Any] = [block.columns[0][source], block.columns[1][source], *ends, run.astype(np.int32)]
    columns = (parts[0], parts[1], parts[2], parts[3], parts[4])
    return block._replace(columns=columns, at=block.at[source], day=block.day[source])


def stage_walks(walks: Walks, stages: Stages) -> Walks:
    """Return the changes of every stage, each among the stops of its own."""
    first, to, seconds, size = [0], list[int](), list[int](), len(walks.to)
    for stage in range(stages.size):
        first += [n + stage * size for n in walks.first[1 : stages.stops + 1]]
        to += [stop + stage * stages.stops for stop in walks.to]
        seconds += walks.seconds
    return Walks([*first, first[-1]], to, seconds)
