"""The fewest rides from each stop to a goal, whatever their times: what a search by number of rides need not try."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from routes.timetable.order import Rides

NO_WAY = 1_000
"""Rides, where none lead to the goal."""


class Needs(NamedTuple):
    """The rides from each stop to the goal for those who board there, and for those who arrive."""

    board: Any
    leave: Any


class Reach(NamedTuple):
    """Calls as a spread reads them, against a direction: at which stop one boards, and how a lane begins.

    Those at which one leaves at stop s are `at[first[s]:first[s + 1]]`; the rest is as in the `Rides` of the other
    direction.
    """

    enter: Any
    links: Any
    first: Any
    at: Any
    step: int


def build_reach(rides: Rides, back: Rides, stops: int) -> Reach:
    """Return the calls of a direction and of the other one as a spread reads them."""
    at = np.argsort(rides.stop, kind="stable").astype(np.int32)
    first = np.searchsorted(rides.stop[at], np.arange(stops + 1)).astype(np.int32)
    return Reach(back.stop, back.links, first, at, back.step)


def spread(reach: Any, walks: Any, needs: Any, queue: Any, is_read: Any, limits: Any) -> None:
    """Fill the rides that are needed by those who board at each stop and who arrive there, no more than a most.

    `queue` has the stops that need none, and room for all; `walks` are those against the direction. Each call is read
    once: what is entered before it in its lane is worth as much or more. Those of nobody, and those of lanes that do
    not run, are read already.
    """
    (enter, links, first, at, step), (walk_first, walk_to), (board, leave) = reach, walks, needs
    (size, most), begin, rides = limits, 0, 0
    while rides < most and begin < size:
        end, rides = size, rides + 1
        for n in range(begin, end):
            for i in range(first[queue[n]], first[queue[n] + 1]):
                call = at[i]
                while not is_read[call]:
                    is_read[call], there = True, enter[call]
                    if rides < board[there] and there < len(board) - 1:
                        board[there] = rides
                        for walk in range(walk_first[there], walk_first[there + 1]):
                            if leave[walk_to[walk]] > rides:
                                leave[walk_to[walk]], queue[size], size = rides, walk_to[walk], size + 1
                    call += step
                    if enter[call] < 0:
                        call = links[-2 - 2 * enter[call]]
        begin = end
