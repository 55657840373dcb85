"""The fewest rides from each stop to a goal, whatever their times: what a search by number of rides need not try."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from routes.timetable.blocks import Direction
from routes.timetable.lines import Lines, mix_stops
from routes.timetable.walks import Walks

if TYPE_CHECKING:
    from numpy.typing import NDArray

NO_WAY = 1_000
"""Rides, where none lead to the goal."""


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

    board: NDArray[np.int32]
    leave: NDArray[np.int32]


def build_patterns(lines: Lines) -> Patterns:
    """Return the patterns of lines; runs that go on as each other are one."""
    counts = np.diff(lines.first)
    head, order = _join_chains(lines)
    chain = np.repeat(head, counts)[order]
    begins = np.flatnonzero(np.append(True, chain[1:] != chain[:-1])) if len(order) else np.zeros(0, np.int64)
    sizes = np.diff(np.append(begins, len(order)))
    place = np.arange(len(order)) - np.repeat(begins, sizes)
    mixed = mix_stops(lines.start[order], lines.end[order], place)
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


def count_rides(patterns: Patterns, walks: Walks, egress: Any, direction: Direction, *, most: int) -> Needs:
    """Return the fewest rides from each stop to where `egress` is not negative; more than `most` are not told apart.

    `walks` are those of the direction; backward, a ride leads from its end to its start.
    """
    to, first = np.asarray(walks.to), np.asarray(walks.first)
    source = np.repeat(np.arange(len(first) - 1), np.diff(first))
    leave = np.where(np.asarray(egress) >= 0, 0, NO_WAY).astype(np.int32)
    board = np.full(len(leave), NO_WAY, np.int32)
    for rides in range(1, most + 1):
        new = np.unique(_list_boarding(patterns, leave < rides, direction))
        new = new[board[new] > rides]
        new = new[new < len(leave) - 1]
        if not len(new):
            break
        board[new] = rides
        near = np.unique(source[board[to] == rides])
        leave[near] = np.minimum(leave[near], rides)
    return Needs(board, leave)


def _list_boarding(patterns: Patterns, wanted: NDArray[np.bool_], direction: Direction) -> NDArray[np.int32]:
    """Return the stops from which a pattern leads to some that are wanted."""
    start, end, pattern, first = patterns
    place = np.arange(len(start))
    if not len(start):
        return start
    if direction.is_forward:
        last = np.maximum.reduceat(np.where(wanted[end], place, -1), first)
        return start[place <= last[pattern]]
    least = np.minimum.reduceat(np.where(wanted[start], place, len(place)), first)
    return end[place >= least[pattern]]
