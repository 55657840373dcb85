"""The connection scan: one body for both directions, plain Python or compiled, that fills labels of stops."""

from __future__ import annotations

from typing import Any

FAR = 2_000_000_000
"""Later than every instant; an instant never reached."""


def scan(
    connections: Any, first: int, base: int, shift: int, board: Any, labels: Any, aboard: Any, walks: Any, goal: Any
) -> bool:
    """Return True when no connection of a block can better the goal any more; fill the labels.

    `connections` are departure, arrival, start, end and run of each, in order of departure, those of one run in the
    order it takes them. `first` is the one to begin with; `base` is added to places in the block, `shift` to runs.
    `board` is the instant from which each stop can be left; `labels` are, for each stop, the same for those who come
    by one more ride (the same array where changes are not counted), the earliest arrival by a ride, and the
    connections of that ride where it was entered and left. `aboard` has where each run was entered, -1 for nowhere.
    `walks` are first, to and seconds of the changes from each stop, that to itself among them, and the seconds from
    each stop to the goal, -1 where it is not near. `goal` is the earliest arrival there, and its ride.
    Connections of no length may let others of the same instant be caught, so an instant is read again until
    nothing changes.
    """
    depart, arrive, start, end, run = connections
    ready, reached, entered, left = labels
    walk_first, walk_to, walk_s, egress = walks
    count, i, begin, again = len(depart), first, first, False
    now = -FAR
    while True:
        if i == count or depart[i] != now:
            if again:
                i, again = begin, False
                continue
            if i == count:
                return False
            now, begin = depart[i], i
            if now >= goal[0]:
                return True
        on, place = aboard[run[i] + shift], base + i
        if (on < 0 or on > place) and board[start[i]] <= now:
            aboard[run[i] + shift] = on = place
        if 0 <= on <= place:
            at, stop = arrive[i], end[i]
            if at < reached[stop] and at < goal[0]:
                reached[stop] = at
                again = again or at == now
                for n in range(walk_first[stop], walk_first[stop + 1]):
                    then, there = at + walk_s[n], walk_to[n]
                    if then < ready[there]:
                        ready[there], entered[there], left[there] = then, on, place
                if egress[stop] >= 0 and at + egress[stop] < goal[0]:
                    goal[0], goal[1], goal[2] = at + egress[stop], on, place
        i += 1
