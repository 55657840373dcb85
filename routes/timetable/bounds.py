"""The fewest rides from each stop to a goal, whatever their times: what a search by number of rides need not try."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from routes.timetable.blocks import Direction
from routes.timetable.lines import Lines

if TYPE_CHECKING:
    from numpy.typing import NDArray

NO_WAY = 1_000
"""Rides, where none lead to the goal."""
_PRIMES = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)


class Patterns(NamedTuple):
    """One run of all those that serve the same stops: its connections, those of a pattern beside each other.

    Each has the place of its pattern, and these where they begin, `first`.
    """

    start: NDArray[np.int32]
    end: NDArray[np.int32]
    pattern: NDArray[np.int64]
    first: NDArray[np.int64]


class Needs(NamedTuple):
    """The rides from each stop to the goal for those who board there, and for those who arrive."""

    board: Any
    leave: Any


def build_patterns(lines: Lines) -> Patterns:
    """Return the patterns of lines; runs that go on as each other are one."""
    counts = np.diff(lines.first)
    head, order = _join_chains(lines)
    chain = np.repeat(head, counts)[order]
    begins = np.flatnonzero(np.append(True, chain[1:] != chain[:-1])) if len(order) else np.zeros(0, np.int64)
    sizes = np.diff(np.append(begins, len(order)))
    place = np.arange(len(order)) - np.repeat(begins, sizes)
    mixed = lines.start[order].astype(np.uint64) * _PRIMES[0] + lines.end[order].astype(np.uint64)
    mixed = (mixed ^ (mixed >> np.uint64(29))) * (place.astype(np.uint64) * _PRIMES[1] | np.uint64(1))
    keys = np.add.reduceat(mixed, begins) if len(begins) else mixed
    _, chosen = np.unique(keys, return_index=True)
    kept = np.zeros(len(begins), np.bool_)
    kept[chosen] = True
    rows = order[np.repeat(kept, sizes)]
    pattern = np.repeat(np.arange(len(chosen)), sizes[kept])
    first = np.cumsum(sizes[kept]) - sizes[kept]
    return Patterns(lines.start[rows], lines.end[rows], pattern, first)


def _join_chains(lines: Lines) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return for each run the first of those that go on as each other, and connections with theirs together."""
    head, rank = np.arange(len(lines.trip)), np.zeros(len(lines.trip), np.int64)
    if bool((lines.follow < 0).all()):
        return head, np.arange(len(lines.at))
    ahead = np.full(len(lines.trip), -1, np.int64)
    before = np.flatnonzero(lines.follow >= 0)
    ahead[lines.follow[before]] = before
    while len(back := np.flatnonzero(ahead[head] >= 0)):
        head[back] = ahead[head[back]]
        rank[back] += 1
    run = lines.run
    return head, np.lexsort((np.arange(len(run)), rank[run], head[run]))


class Reach(NamedTuple):
    """Patterns as a spread reads them in a direction: where each connection is entered, and its pattern; -1 ends them.

    Those that are left at stop s are `at[first[s]:first[s + 1]]`; the one before c is `c - step`.
    """

    enter: Any
    pattern: Any
    first: Any
    at: Any
    step: int


def build_reach(patterns: Patterns, stops: int, direction: Direction) -> Reach:
    """Return patterns that serve so many stops as a spread reads them in a direction."""
    enter, leave = patterns[:2] if direction.is_forward else patterns[1::-1]
    at = np.argsort(leave, kind="stable").astype(np.int32)
    first = np.searchsorted(leave[at], np.arange(stops + 1)).astype(np.int32)
    return Reach(enter, np.append(patterns.pattern, -1).astype(np.int32), first, at, direction.sign)


def spread(reach: Any, walks: Any, needs: Any, queue: Any, is_read: Any, limits: Any) -> None:
    """Fill the rides that are needed by those who board at each stop and who arrive there, no more than a most.

    `queue` has the stops that need none, and room for all; `walks` are those against the direction. Each connection is
    read once: what is entered before it in its pattern is worth as much or more.
    """
    (enter, pattern, first, at, step), (walk_first, walk_to), (board, leave) = reach, walks, needs
    (size, most), begin, rides = limits, 0, 0
    while rides < most and begin < size:
        end, rides = size, rides + 1
        for n in range(begin, end):
            for i in range(first[queue[n]], first[queue[n] + 1]):
                place, line = at[i], pattern[at[i]]
                while pattern[place] == line and not is_read[place]:
                    is_read[place], there = True, enter[place]
                    place -= step
                    if board[there] <= rides or there == len(board) - 1:
                        continue
                    board[there] = rides
                    for walk in range(walk_first[there], walk_first[there + 1]):
                        if leave[walk_to[walk]] > rides:
                            leave[walk_to[walk]], queue[size], size = rides, walk_to[walk], size + 1
        begin = end
