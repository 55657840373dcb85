"""The scan of a profile: from the last connection to the first, every best pair of departure and arrival of all stops.

A value is an arrival, in seconds after the window begins, times `WEIGHT`, and the rides that it takes: so the least of
some values is the earliest arrival and, of those, the one with the fewest rides.

What `scan_profile` is given: `plan` is that of `scan`, the last instant first. `aboard` has for each day and run the
value of being aboard, NEVER where it leads nowhere and -1 where it does not run, and the connection where one leaves;
then room for both, for each connection of an instant. `span` has the instant from which values count, the last arrival
allowed, 1 where a change may take no time, else 0, and the first day of those aboard.

Connections of an instant are read again when a change in no time could join them: each run begins again with what it
was worth after the instant.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from routes.timetable.scan import FAR

WEIGHT = 1 << 20
"""More than the rides of a journey."""
NEVER = 1 << 60
"""The value of what does not lead to the goal."""


class Pairs(NamedTuple):
    """The best pairs of each stop, the latest departure first: those of stop s from `first[s]`, `count[s]` of them.

    Of each there is the departure of the first ride, the value, and the connections where that ride is entered and
    left.
    """

    first: Any
    count: Any
    depart: Any
    value: Any
    entered: Any
    left: Any


def scan_profile(plan: Any, order: Any, aboard: Any, pairs: Any, walks: Any, span: Any) -> None:
    """Fill the pairs, from the last group of a plan to the first."""
    instant, first, end, base, day = plan
    start, run_of, rows, (stop_of, times, _, follow, _, _, _, runs) = order
    (values, exits, saved, saved_exits), (low, counts, departs, found, entered, left) = aboard, pairs
    (walk_first, walk_to, walk_s, egress), (from_s, arrive_s, at_once, first_day) = walks, span
    group, begin, room, again, met, now = 0, 0, 0, 0, False, FAR
    while True:
        if group == len(instant) or instant[group] != now:
            if met:
                for i in range(room - 1, -1, -1):
                    values[saved[2 * i]], exits[saved[2 * i]] = saved[2 * i + 1], saved_exits[i]
                group, again, met = begin, 1, False
                continue
            if group == len(instant):
                return
            now, begin, room, again = instant[group], group, 0, 0
        row = (day[group] - first_day) * runs
        for i in range(end[group] - 1, first[group] - 1, -1):
            run, call, at = row + run_of[i], rows[2 * i], rows[2 * i + 1]
            best, leave = values[run], exits[run]
            if best < 0:
                continue
            if at_once and not again:
                saved[2 * room], saved[2 * room + 1], saved_exits[room], room = run, best, leave, room + 1
            after, stop, then = follow[run_of[i]], stop_of[call], base[group] + times[2 * at + 1]
            if after >= 0 and stop_of[call + 1] < 0 and 0 <= values[row + after] < best:
                best, leave = values[row + after], exits[row + after]
            if egress[stop] >= 0 and then + egress[stop] <= arrive_s:
                value = (then + egress[stop] - from_s) * WEIGHT
                if value < best:
                    best, leave = value, at
            for walk in range(walk_first[stop], walk_first[stop + 1]):
                there, ready_s = walk_to[walk], then + walk_s[walk]
                n = low[there] + counts[there] - 1
                while n >= low[there] and departs[n] < ready_s:
                    n -= 1
                if n >= low[there] and found[n] < best:
                    best, leave = found[n], at
            values[run], exits[run] = best, leave
            n = low[start[i]] + counts[start[i]] - 1
            if best < NEVER and (n < low[start[i]] or best + 1 < found[n]):
                if n < low[start[i]] or departs[n] != now:
                    n, counts[start[i]] = n + 1, counts[start[i]] + 1
                departs[n], found[n], entered[n], left[n], met = now, best + 1, at, leave, met or at_once == 1
        group += 1
