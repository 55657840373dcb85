"""Every best pair of departure and arrival of a window, of all stops at once, by one scan from its end to its start."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from routes.timetable.blocks import FORWARD, Stream, list_streams
from routes.timetable.network import Network
from routes.timetable.plan import build_plan
from routes.timetable.profile_scan import NEVER, WEIGHT, Pairs
from routes.timetable.scan import FAR
from routes.timetable.search import Access, Ridden, find_walks, list_egress
from routes.timetable.walks import Walks


class Profile(NamedTuple):
    """What a scan found: the pairs of each stop, and what is needed to tell their journeys."""

    network: Network
    pairs: Pairs
    walks: Walks
    from_s: int

    def list_rows(self, stop: int) -> list[tuple[int, int, int]]:
        """Return departure, value and first ride of the pairs of a stop, the latest departure first."""
        first, last = (3 * int(ends[stop]) + 3 for ends in (self.pairs.first, self.pairs.last))
        rows = [int(value) for value in self.pairs.rows[first:last]]
        return list(zip(rows[::3], rows[1::3], rows[2::3], strict=True))


def build_profile(network: Network, ends: Sequence[Access], *, from_s: int, arrive_s: int) -> Profile:
    """Return the best pairs of all stops for journeys to `ends` that leave from an instant on and arrive by another."""
    walks, back = network.walks
    egress = list_egress(network, ends, back)
    order = network.get_order(FORWARD)
    streams = list_streams(network.table, order, (from_s, arrive_s + 1), FORWARD)
    pairs = _build_pairs(network, streams)
    if streams:
        days = range(min(stream.day for stream in streams), max(stream.day for stream in streams) + 1)
        plan = tuple(column[::-1] for column in build_plan(network, FORWARD, streams))
        at_once = int(len(walks.seconds) > 0 and min(walks.seconds) == 0)
        aboard = _build_aboard(network, days, plan)
        span = from_s, arrive_s, at_once, days.start
        network.scan_profile(plan, network.get_columns(FORWARD), aboard, tuple(pairs), (*walks, egress), span)
    return Profile(network, pairs, walks, from_s)


def _build_aboard(network: Network, days: range, plan: Any) -> Any:
    """Return what runs are worth at first, and room for the connections of an instant."""
    values, fill = network.build_values(days), network.fill
    widths = np.asarray(plan[2]) - np.asarray(plan[1])
    room = int(np.bincount(np.unique(plan[0], return_inverse=True)[1], weights=widths).max())
    return values, fill(0, 3 * room, np.int64)


def _build_pairs(network: Network, streams: Sequence[Stream]) -> Pairs:
    """Return room for a pair of every connection."""
    order, fill = network.get_order(FORWARD), network.fill
    room = np.ones(network.stops, np.int64)
    for stream in streams:
        first, end = order.first[stream.group], order.first[stream.end]
        room += np.bincount(order.start[first:end], minlength=network.stops)
    size, first = int(room.sum()), np.cumsum(room) - room
    rows = np.empty(3 * size, np.int64) if network.is_compiled else [0] * (3 * size)
    for n in first.tolist():
        rows[3 * n], rows[3 * n + 1] = FAR, NEVER
    ends: list[Any] = [first.copy() if network.is_compiled else first.tolist() for _ in range(2)]
    least = fill(NEVER, network.stops, np.int64)
    least[network.stops - 1] = -1  # where nobody boards
    return Pairs(ends[0], ends[1], least, rows)


class Journey(NamedTuple):
    """A pair with its rides in travel order."""

    departs_s: int
    arrives_s: int
    rides: tuple[Ridden, ...]


def list_journeys(profile: Profile, starts: Sequence[Access]) -> list[Journey]:
    """Return the journeys of the best pairs from one place, with walks at its end, the first departure first.

    Of those that leave and arrive together it is the one with the fewest rides.
    """
    rows = sorted(_list_departures(profile, starts), key=lambda row: (-row[0], row[1]))
    found = list[Journey]()
    for departs_s, value, pair in rows:
        arrives_s = profile.from_s + value // WEIGHT
        if departs_s >= profile.from_s and (not found or arrives_s < found[-1].arrives_s):
            found.append(Journey(departs_s, arrives_s, tuple(_trace(profile, pair))))
    return found[::-1]


_Row = tuple[int, int, int]
"""A pair: departure, value, and first ride."""


def _list_departures(profile: Profile, starts: Sequence[Access]) -> Iterator[tuple[int, int, _Row]]:
    """Yield the departure, value and row of all pairs of the stops that a place is near."""
    for stop, walk_s in find_walks(starts, profile.walks).items():
        for row in profile.list_rows(stop):
            yield row[0] - walk_s, row[1], row


def _trace(profile: Profile, pair: _Row | None) -> Iterator[Ridden]:
    """Yield the rides of a pair."""
    network, lines = profile.network, profile.network.lines
    calls = network.get_order(FORWARD).rides.calls
    while pair:
        departs_s, value, ride = pair
        day, entered = network.find_place(ride // calls, FORWARD)
        left = network.find_end(entered, ride % calls)
        yield Ridden(day, int(lines.at[entered]), int(lines.at[left]) + 1)
        arrives_s = departs_s - int(lines.depart[entered]) + int(lines.arrive[left])
        pair = _find_next(profile, int(lines.end[left]), arrives_s, value - 1)


def _find_next(profile: Profile, stop: int, at_s: int, value: int) -> _Row | None:
    """Return the pair by which one who arrives goes on to reach a value; None when at the goal."""
    (_, last, _, rows), walks = profile.pairs, profile.walks
    if value % WEIGHT == 0:
        return None
    for walk in range(int(walks.first[stop]), int(walks.first[stop + 1])):
        there, ready_s = int(walks.to[walk]), at_s + int(walks.seconds[walk])
        n = 3 * int(last[there])
        while rows[n] < ready_s:
            n -= 3
        if rows[n + 1] == value:
            return int(rows[n]), value, int(rows[n + 2])
    raise AssertionError("a pair leads nowhere")
