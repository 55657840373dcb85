"""Stops split for transfers that hold for certain routes or trips only, so that the search needs no rule but stops.

A stop that such a rule names gets a copy for each set of trips that the rules tell apart: a copy is of the same place
and name, and the stop times of those trips are moved to it. Between copies the most exact rule holds.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from routes.timetable.stop_times import StopTimes
from routes.timetable.stops import Stop
from routes.timetable.transfers import Changes, Rule
from routes.timetable.trips import Trip

Mark = tuple[int, int]
"""What tells trips of one stop apart: the trip and the route that rules name, -1 for none."""
NONE: Mark = (-1, -1)


class Split(NamedTuple):
    """Stops with their copies at the end, stop times at these, and changes between all of them."""

    stops: Sequence[Stop]
    times: StopTimes
    changes: Changes


def split_stops(stops: Sequence[Stop], trips: Sequence[Trip], times: StopTimes, changes: Changes) -> Split:
    """Return a feed in which every transfer is one between stops.

    Trips that one vehicle runs, where passengers cannot simply stay, are joined by a change of no time.
    """
    in_seat, others = _part_links(times, changes, len(trips))
    narrow = [*changes.narrow, *_list_links(times, others, len(trips))]
    changes = changes._replace(in_seat=in_seat, re_board=others)
    if not narrow:
        return Split(stops, times, changes)
    named: dict[int, tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
    for rule in narrow:
        for stop, trip, route in zip((rule.start, rule.end), rule.trips, rule.routes, strict=True):
            named[stop][0].add(trip)
            named[stop][1].add(route)
    copies: dict[int, dict[Mark, int]] = {stop: {NONE: stop} for stop in named}
    moved, more = times.stop.copy(), list(stops)
    for at in np.flatnonzero(np.isin(times.stop, sorted(named))).tolist():
        stop, trip = int(times.stop[at]), int(times.trip[at])
        route = trips[trip].route
        mark = (trip if trip in named[stop][0] else -1, route if route in named[stop][1] else -1)
        if mark not in copies[stop]:
            copies[stop][mark] = len(more)
            more.append(stops[stop])
        moved[at] = copies[stop][mark]
    seconds = dict(_spread(changes, copies)) | dict(_apply(narrow, copies))
    return Split(more, times._replace(stop=moved), changes._replace(seconds=seconds))


def _spread(changes: Changes, copies: dict[int, dict[Mark, int]]) -> Iterator[tuple[tuple[int, int], int]]:
    """Yield each change between two stops for all their copies."""
    for (start, end), needed_s in changes.seconds.items():
        for one in copies.get(start, {NONE: start}).values():
            for other in copies.get(end, {NONE: end}).values():
                yield (one, other), needed_s


def _apply(narrow: Sequence[Rule], copies: dict[int, dict[Mark, int]]) -> Iterator[tuple[tuple[int, int], int]]:
    """Yield what rules say of the copies they hold for, the most exact last."""
    for rule in sorted(narrow, key=lambda rule: rule.rank):
        for mark, one in copies[rule.start].items():
            for other_mark, other in copies[rule.end].items():
                if _fits(rule, 0, mark) and _fits(rule, 1, other_mark):
                    yield (one, other), rule.needed_s


def _fits(rule: Rule, side: int, mark: Mark) -> bool:
    trip, route = rule.trips[side], rule.routes[side]
    return trip in (-1, mark[0]) and route in (-1, mark[1])


def _part_links(times: StopTimes, changes: Changes, count: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return the pairs of trips between which one stays aboard, and those where one gets out and in again.

    A vehicle that is parted or joined, and one that goes on the day after, is of the second kind.
    """
    ptr = np.searchsorted(times.trip, np.arange(count + 1))
    pairs = [p for p in dict.fromkeys(changes.in_seat) if all(ptr[n] < ptr[n + 1] for n in p)]
    ahead, behind = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    simple = [
        (a, b) for a, b in pairs if ahead[a] == behind[b] == 1 and times.arrive[ptr[a + 1] - 1] <= times.depart[ptr[b]]
    ]
    stay = set(simple)
    return simple, [*(pair for pair in pairs if pair not in stay), *changes.re_board]


def _list_links(times: StopTimes, pairs: Sequence[tuple[int, int]], count: int) -> Iterator[Rule]:
    """Yield a change of no time from the last stop of a trip to the first of the one that its vehicle runs next."""
    ptr = np.searchsorted(times.trip, np.arange(count + 1))
    for one, other in pairs:
        if ptr[one] < ptr[one + 1] and ptr[other] < ptr[other + 1]:
            ends = int(times.stop[ptr[one + 1] - 1]), int(times.stop[ptr[other]])
            yield Rule(*ends, (-1, -1), (one, other), 0, is_wide=False)
