"""Earliest arrivals and, by the same scan backward, latest departures; with and without counting changes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from routes.timetable.blocks import DAY_S, Block, Direction
from routes.timetable.network import Network
from routes.timetable.reachable import is_joined
from routes.timetable.scan import FAR
from routes.timetable.walks import Walks

MOST_DAYS = 62
"""That are searched: 60 of a journey, and one at each end."""
CHECKED_DAYS = 3
"""After which it is asked whether the ends are joined at all."""
MOST_RIDES = 200
"""Of one journey where changes are counted."""


class Access(NamedTuple):
    """A stop at one end of a journey and the seconds on foot between it and the end."""

    stop: int
    walk_s: int


class Ridden(NamedTuple):
    """One ride of a journey: the service day, and the stop times at which it is boarded and left."""

    day: int
    board: int
    alight: int


class Found(NamedTuple):
    """A journey: its rides in travel order, and the signed instant of its far end as the search counted it."""

    goal_s: int
    rides: tuple[Ridden, ...]


class _Labels(NamedTuple):
    """For each stop: when it can be left, the earliest arrival by a ride, and where that ride was entered and left."""

    ready: Any
    reached: Any
    entered: Any
    left: Any


class Question(NamedTuple):
    """What is searched in a direction: stops to begin and to end at, and the signed instant to begin at.

    Backward one begins where the journey ends, and instants are counted down.
    """

    starts: Sequence[Access]
    ends: Sequence[Access]
    at_s: int
    direction: Direction


class _Goal(NamedTuple):
    """The best arrival at the goal, signed, and the connections at which its last ride was entered and left."""

    at_s: int
    entered: int
    left: int


def find_best(network: Network, question: Question) -> Found | None:
    """Return a journey with the best far end however often it changes; None where none is found in 60 days."""
    search = _Search(network, question)
    labels = search.begin()
    goal = search.run(labels.ready, labels, FAR)
    return search.trace(goal, [labels]) if goal.at_s < FAR else None


def find_pareto(network: Network, question: Question, *, most_rides: int = MOST_RIDES) -> list[Found]:
    """Return the journeys of which each arrives earlier than every one with fewer rides, fewest rides first."""
    search = _Search(network, question)
    free = search.begin()
    best = search.run(free.ready, free, FAR)
    if best.at_s >= FAR:
        return []
    rounds, found, bound_s = [search.begin()], list[Found](), FAR
    while bound_s > best.at_s and len(rounds) <= most_rides:
        labels = search.follow(rounds[-1])
        goal = search.run(rounds[-1].ready, labels, bound_s)
        rounds.append(labels)
        if goal.at_s < bound_s:
            bound_s = goal.at_s
            found.append(search.trace(goal, rounds))
    return found


class _Search:
    """One question on its way: its blocks as far as they were read, and what every scan of it needs."""

    __slots__ = ("_blocks", "_egress", "_network", "_next", "_question", "_walks")

    def __init__(self, network: Network, question: Question) -> None:
        self._network, self._question = network, question
        is_forward = question.direction.is_forward
        self._walks, back = network.walks if is_forward else network.walks[::-1]
        self._egress = network.fill(-1, len(self._walks.first) - 1)
        for stop, walk_s in _with_walks(question.ends, back).items():
            self._egress[stop] = walk_s
        self._blocks: list[tuple[int, Block]] = []
        self._next = question.at_s // DAY_S

    def begin(self) -> _Labels:
        """Return labels where nothing is reached but on foot from the start."""
        fill, count = self._network.fill, len(self._egress)
        labels = _Labels(fill(FAR, count), fill(FAR, count), fill(-1, count), fill(-1, count))
        labels.reached[count - 1] = -FAR  # where no passenger may leave a vehicle
        for stop, walk_s in _with_walks(self._question.starts, self._walks).items():
            labels.ready[stop] = self._question.at_s + walk_s
        return labels

    def follow(self, before: _Labels) -> _Labels:
        """Return labels for one ride more, in which nothing is bettered yet."""
        fill, count = self._network.fill, len(self._egress)
        return _Labels(before.ready.copy(), before.reached.copy(), fill(-1, count), fill(-1, count))

    def run(self, board: Any, labels: _Labels, bound_s: int) -> _Goal:
        """Return the goal when it cannot be bettered any more; only what is below the bound counts."""
        network, start_s = self._network, self._question.at_s
        rides = network.rides
        goal: Any = network.fill(-1, 3)
        goal[0] = bound_s
        aboard, low = network.fill(-1, 0), 0
        for base, block in self._walk_blocks():
            low = low if len(aboard) else block.slot
            aboard, low = self._make_room(aboard, low, block, rides)
            first = 0 if base else bisect_left(block.columns[0], start_s)
            shift = (block.slot - low) * rides
            columns, walks = tuple(block.columns), (*self._walks, self._egress)
            if network.scan(columns, first, base, shift, board, tuple(labels), aboard, walks, goal):
                break
        return _Goal(*(int(value) for value in goal))

    def _make_room(self, aboard: Any, low: int, block: Block, rides: int) -> tuple[Any, int]:
        """Return the marks of runs with room for those of a block, and the slot that they begin with."""
        before = max(0, low - block.slot) * rides
        after = max(0, (block.slot + block.slots - low) * rides - len(aboard))
        if not before and not after:
            return aboard, low
        fill = self._network.fill
        parts = fill(-1, before), aboard, fill(-1, after)
        joined = np.concatenate(parts) if self._network.is_compiled else [*parts[0], *parts[1], *parts[2]]
        return joined, min(low, block.slot)

    def _walk_blocks(self) -> Iterator[tuple[int, Block]]:
        """Yield the blocks from the start on, each with the place of its first connection."""
        yield from self._blocks
        while self._next < self._question.at_s // DAY_S + MOST_DAYS:
            if len(self._blocks) == CHECKED_DAYS and not self._is_joined():
                return
            block = self._network.get_block(self._next, self._question.direction)
            self._next += 1
            if block is not None:
                base = self._blocks[-1][0] + len(self._blocks[-1][1].at) if self._blocks else 0
                self._blocks.append((base, block))
                yield base, block

    def _is_joined(self) -> bool:
        """Return whether the timetable joins the ends at all; asked once some days have been searched in vain."""
        network, question = self._network, self._question
        ends = ((access.stop for access in side) for side in (question.starts, question.ends))
        return is_joined(network.table, self._walks, *ends)

    def trace(self, goal: _Goal, rounds: Sequence[_Labels]) -> Found:
        """Return the journey that led to a goal, by the labels of each round (or of the one scan that counted none)."""
        rides, entered, left = [self._build_ride(goal.entered, goal.left)], goal.entered, goal.left
        level = len(rounds) - 1
        while True:
            stop = self._start_of(entered)
            level = max(0, level - 1)
            while level and rounds[level].entered[stop] < 0:
                level -= 1
            entered, left = int(rounds[level].entered[stop]), int(rounds[level].left[stop])
            if entered < 0:
                break
            rides.append(self._build_ride(entered, left))
        return Found(goal.at_s, tuple(rides[::-1] if self._question.direction.is_forward else rides))

    def _locate(self, place: int) -> tuple[Block, int]:
        n = bisect_right(self._blocks, place, key=lambda entry: entry[0]) - 1
        return self._blocks[n][1], place - self._blocks[n][0]

    def _start_of(self, place: int) -> int:
        """Return the stop at which the connection of a place begins in the direction."""
        block, n = self._locate(place)
        return int(block.columns[2][n])

    def _build_ride(self, entered: int, left: int) -> Ridden:
        (one, a), (other, b) = self._locate(entered), self._locate(left)
        if self._question.direction.is_forward:
            return Ridden(int(one.day[a]), int(one.at[a]), int(other.at[b]) + 1)
        return Ridden(int(other.day[b]), int(other.at[b]), int(one.at[a]) + 1)


def _with_walks(ends: Sequence[Access], walks: Walks) -> Mapping[int, int]:
    """Return the seconds on foot to each stop from the nearest of some, those after a change on foot included."""
    found: dict[int, int] = {}
    for stop, walk_s in ends:
        found[stop] = min(walk_s, found.get(stop, FAR))
    for stop, walk_s in ends:
        for n in range(int(walks.first[stop]), int(walks.first[stop + 1])):
            there, then_s = int(walks.to[n]), walk_s + int(walks.seconds[n])
            if there != stop and then_s < found.get(there, FAR):
                found[there] = then_s
    return found
