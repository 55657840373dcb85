"""The scan of connections: one body for both directions, plain Python or compiled, that fills labels of stops.

A run is followed when it is boarded, so connections are read for boarding only: whether their stop can be left yet, and
whether an earlier run of their lane was boarded before them, which makes theirs needless. Those of one instant are
read again when a stop can be left at that very instant, which lets others be caught.

What `scan` is given: `plan` are instant, first and end, and day of groups of connections, in order of instants;
`limits` the place in it to begin with, the most rides, the numbers of rides that have marks, and of how many days there
are some. `marks` has, for each day in turn, number of rides before and call, when the first run that is ridden there
leaves; FAR where none is, -FAR where the lane does not run.
`walks` are first, to and seconds of the changes from each stop, that to itself among them, and the seconds to the
goal, -1 where it is not near. `needs` are the rides to the goal that those who board at a stop, and those who arrive
there, need at least; None where rides are not counted, of which numba makes a scan without them.
"""

from __future__ import annotations

from typing import Any, NamedTuple

FAR = 2_000_000_000
"""Later than every instant; an instant never reached."""


class Labels(NamedTuple):
    """What is known of stops: `board`, from when each is worth boarding at; the rest by number of rides and stop.

    From `ready` on one can leave, after a ride `entered` at a connection, its place in the order and its service day
    times the size of that, and `left` at a call; `reached` is the first arrival.
    `board` is `ready` itself where rides are not counted.
    """

    board: Any
    ready: Any
    reached: Any
    entered: Any
    left: Any


class Goal(NamedTuple):
    """The first arrival by number of rides, and where its last ride was entered and left."""

    at_s: Any
    entered: Any
    left: Any


def scan(plan: Any, order: Any, marks: Any, labels: Any, walks: Any, needs: Any, goal: Any, limits: Any) -> int:
    """Return the place in the plan from which on nothing betters the arrival by the most rides; fill the labels."""
    instant, first, end, day = plan
    start, _, rows, (stop_of, times, links, _, step, size, calls, _) = order
    (board, ready, reached, entered, left), (goal_s, goal_entered, goal_left) = labels, goal
    (walk_first, walk_to, walk_s, egress), stops, begin, met, now = walks, len(board), 0, False, -FAR
    group, (most, levels, counted) = limits[0], (0, 1, 0) if needs is None else (limits[1], limits[2], 1)
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
            row, before = day[group] % limits[3] * levels * calls, most
            before -= 0 if needs is None else needs[0][start[i]]
            while before > 0 and ready[(before - 1) * stops + start[i]] <= now:
                before -= 1
            level, call, at, rides, leave_s = row + before * calls, rows[2 * i], rows[2 * i + 1], before + counted, now
            entry, base_s = day[group] * size + i, now - times[2 * at]
            while leave_s < marks[level + call]:
                then, stop = base_s + times[2 * at + 1], stop_of[call]
                if then >= goal_s[rides]:
                    break
                for n in range(before, levels):
                    marks[row + n * calls + call] = min(leave_s, marks[row + n * calls + call])
                need = 0 if needs is None else needs[1][stop]
                if then < reached[rides * stops + stop] and rides + need <= most and then < goal_s[rides + need]:
                    for n in range(rides, most - need + 1):
                        reached[n * stops + stop] = min(then, reached[n * stops + stop])
                    for walk in range(walk_first[stop], walk_first[stop + 1]):
                        there, ready_s = walk_to[walk], then + walk_s[walk]
                        worst = most if needs is None else most - needs[0][there]
                        for n in range(rides, worst + 1):
                            if ready_s < ready[n * stops + there]:
                                ready[n * stops + there], met = ready_s, met or ready_s == now
                                entered[n * stops + there], left[n * stops + there] = entry, call
                                board[there] = ready[worst * stops + there]
                    for n in range(rides, most + 1 if egress[stop] >= 0 else rides):
                        if then + egress[stop] < goal_s[n]:
                            goal_s[n], goal_entered[n], goal_left[n] = then + egress[stop], entry, call
                call, at = call + step, at + step
                if stop_of[call] < 0:
                    call, at = links[-2 - 2 * stop_of[call]], links[-1 - 2 * stop_of[call]]
                leave_s = base_s + times[2 * at]
        group += 1
