"""The scan of a profile: from the last connection to the first, every best pair of departure and arrival of all stops.

A value is an arrival, in seconds after the window begins, times `WEIGHT`, and the rides that it takes: so the least of
some values is the earliest arrival and, of those, the one with the fewest rides.

What `scan_profile` is given: `plan` is that of `scan`, the last instant first. `aboard` has for each day and run the
value of being aboard, NEVER where it leads nowhere and -1 where it does not run, and the call at which one leaves; then
room for run, value and call of each connection of an instant. `span` has the instant from which values count, the last
arrival allowed, 1 where a change may take no time, else 0, and the first day of those aboard.

The least value of a stop is kept apart: where it betters nothing, the pairs of the stop need not be read.

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
    """The best pairs of each stop, the latest departure first: those of stop s after `first[s]`, as far as `last[s]`.

    Of each there is in `rows` the departure of the first ride, the value, and where that ride is entered, as in
    `Labels`, times the number of calls, and the call at which it is left. The one at `first[s]` leads nowhere, later
    than all. `least` has the value of the last of each stop.
    """

    first: Any
    last: Any
    least: Any
    rows: Any


def scan_profile(plan: Any, order: Any, aboard: Any, pairs: Any, walks: Any, span: Any) -> None:
    """Fill the pairs, from the last group of a plan to the first."""
    instant, first, end, day = plan
    start, run_of, rows, (stop_of, times, _, follow, _, size, calls, runs) = order
    (values, saved), (_, last, least, found) = aboard, pairs
    (walk_first, walk_to, walk_s, egress), (from_s, arrive_s, at_once, first_day) = walks, span
    group, begin, room, again, met, now = 0, 0, 0, 0, False, FAR
    while True:
        if group == len(instant) or instant[group] != now:
            if met:
                for i in range(3 * room - 3, -1, -3):
                    values[saved[i]], values[saved[i] + 1] = saved[i + 1], saved[i + 2]
                group, again, met = begin, 1, False
                continue
            if group == len(instant):
                return
            now, begin, room, again = instant[group], group, 0, 0
        row = (day[group] - first_day) * runs
        for i in range(end[group] - 1, first[group] - 1, -1):
            run, call, at = 2 * (row + run_of[i]), rows[2 * i], rows[2 * i + 1]
            best, leave = values[run], values[run + 1]
            if best < 0:
                continue
            if at_once and not again:
                saved[3 * room], saved[3 * room + 1], saved[3 * room + 2], room = run, best, leave, room + 1
            stop, then = stop_of[call], now + times[2 * at + 1] - times[2 * at]
            if stop_of[call + 1] < -1:
                after = 2 * (row + follow[run_of[i]])
                if 0 <= values[after] < best:
                    best, leave = values[after], values[after + 1]
            if egress[stop] >= 0 and then + egress[stop] <= arrive_s:
                value = (then + egress[stop] - from_s) * WEIGHT
                if value < best:
                    best, leave = value, call
            for walk in range(walk_first[stop], walk_first[stop + 1]):
                if least[walk_to[walk]] < best:
                    ready_s, n = then + walk_s[walk], 3 * last[walk_to[walk]]
                    while found[n] < ready_s:
                        n -= 3
                    if found[n + 1] < best:
                        best, leave = found[n + 1], call
            values[run], values[run + 1] = best, leave
            if best + 1 < least[start[i]]:
                n = last[start[i]]
                if found[3 * n] != now:
                    last[start[i]] = n = n + 1
                found[3 * n], found[3 * n + 1] = now, best + 1
                found[3 * n + 2] = (day[group] * size + i) * calls + leave
                least[start[i]], met = best + 1, met or at_once == 1
        group += 1
