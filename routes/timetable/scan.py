"""The scan of connections: one body for both directions, plain Python or compiled, that fills labels of stops.

A run is followed when it is boarded, so connections are read for boarding only: whether their stop can be left yet, and
whether an earlier run of the same stops was boarded there before, which makes theirs needless. Those of one instant are
read again when a stop can be left at that very instant, which lets others be caught.

What `scan` is given: `plan` are instant, first and end, base and slot of groups of connections, in order of instants;
`limits` the place in it to begin with, the most rides, 1 where rides are counted, else 0, and the numbers of rides that
have marks. `marks` has, for each slot, number of rides before and run, how many of its connections come before the
first that was boarded, there or on an earlier run of the same stops; UNUSED where none was, 0 where it does not run.
`walks` are first, to and seconds of the changes from each stop, that to itself among them, and the seconds to the
goal, -1 where it is not near. `needs` are the rides to the goal that those who board at a stop, and those who arrive
there, need at least.
"""

from __future__ import annotations

from typing import Any, NamedTuple

FAR = 2_000_000_000
"""Later than every instant; an instant never reached."""
UNUSED = 65_535
"""The mark of a run that nobody has boarded; more than the connections of one."""


class Labels(NamedTuple):
    """What is known of stops: `board`, from when each is worth boarding at; the rest by number of rides and stop.

    From `ready` on one can leave, after a ride entered and left at two connections; `reached` is the first arrival.
    `board` is `ready` itself where rides are not counted.
    """

    board: Any
    ready: Any
    reached: Any
    entered: Any
    left: Any


class Goal(NamedTuple):
    """The first arrival by number of rides, and the connections where its last ride was entered and left."""

    at_s: Any
    entered: Any
    left: Any


def scan(plan: Any, order: Any, marks: Any, labels: Any, walks: Any, needs: Any, goal: Any, limits: Any) -> int:
    """Return the place in the plan from which on nothing betters the arrival by the most rides; fill the labels."""
    instant, first, end, base, slot = plan
    start, run_of, place_of, (stop_of, at_s, head, tail, follow, later, step, size, runs) = order
    (board, ready, reached, entered, left), (goal_s, goal_entered, goal_left) = labels, goal
    (walk_first, walk_to, walk_s, egress), (to_board, to_leave) = walks, needs
    (group, most, counted, levels), stops, begin, met, now = limits, len(board), 0, False, -FAR
    while True:
        if group == len(instant) or instant[group] != now:
            if met:
                group, met = begin, False
                continue
            if group == len(instant) or instant[group] >= goal_s[most]:
                return int(group)
            now, begin = instant[group], group
        for i in range(first[group], end[group]):
            if board[start[i]] > now:
                continue
            before = most - to_board[start[i]]
            while before > 0 and ready[(before - 1) * stops + start[i]] <= now:
                before -= 1
            run, place, rides, shift = run_of[i], place_of[i], before + counted, slot[group] * levels * runs
            entry = slot[group] * size + place
            while run >= 0 and (place - head[run]) * step < marks[shift + before * runs + run]:
                mark, passed = marks[shift + before * runs + run], (place - head[run]) * step
                for n in range(before, levels):
                    other = run
                    while other >= 0 and passed < marks[shift + n * runs + other]:
                        marks[shift + n * runs + other], other = passed, later[other]
                for at in range(place, tail[run] + step if mark == UNUSED else head[run] + mark * step, step):
                    then, stop = base[group] + at_s[at], stop_of[at]
                    if then >= goal_s[rides]:
                        break
                    in_all = rides + to_leave[stop]
                    if then >= reached[rides * stops + stop] or in_all > most or then >= goal_s[in_all]:
                        continue
                    for n in range(rides, most - to_leave[stop] + 1):
                        reached[n * stops + stop] = min(then, reached[n * stops + stop])
                    for walk in range(walk_first[stop], walk_first[stop + 1]):
                        there, ready_s = walk_to[walk], then + walk_s[walk]
                        for n in range(rides, most - to_board[there] + 1):
                            if ready_s < ready[n * stops + there]:
                                ready[n * stops + there], met = ready_s, met or ready_s == now
                                entered[n * stops + there], left[n * stops + there] = entry, at
                                board[there] = ready[(most - to_board[there]) * stops + there]
                    for n in range(rides, most + 1 if egress[stop] >= 0 else rides):
                        if then + egress[stop] < goal_s[n]:
                            goal_s[n], goal_entered[n], goal_left[n] = then + egress[stop], entry, at
                run, place = follow[run], head[follow[run]]
        group += 1
