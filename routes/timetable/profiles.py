"""Every best pair of departure and arrival of a window, of all stops at once, by one scan from its end to its start."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from routes.timetable.blocks import FORWARD, Stream, list_streams
from routes.timetable.network import Network
from routes.timetable.plan import build_plan
from routes.timetable.ranging import WEIGHT, Pairs
from routes.timetable.search import Access, Ridden, find_walks
from routes.timetable.walks import Walks


class Pair(NamedTuple):
    """A best pair: when one leaves and arrives, in seconds of the epoch, and the rides of the journey between."""

    departs_s: int
    arrives_s: int
    rides: int


class Profile(NamedTuple):
    """What a scan found: the pairs of each stop, and what is needed to tell their journeys."""

    network: Network
    pairs: Pairs
    walks: Walks
    egress: Any
    streams: Sequence[Stream]
    from_s: int

    def list_pairs(self, stop: int) -> list[Pair]:
        """Return the best pairs of one who stands at a stop, the first departure first; no walk before the ride."""
        first = int(self.pairs.first[stop])
        found = list[Pair]()
        for n in range(first, first + int(self.pairs.count[stop])):
            arrival_s, rides = divmod(int(self.pairs.value[n]), WEIGHT)
            if not found or self.from_s + arrival_s < found[-1].arrives_s:
                found.append(Pair(int(self.pairs.depart[n]), self.from_s + arrival_s, rides))
        return found[::-1]


def build_profile(network: Network, ends: Sequence[Access], *, from_s: int, arrive_s: int) -> Profile:
    """Return the best pairs of all stops for journeys to `ends` that leave from an instant on and arrive by another."""
    walks, back = network.walks
    egress = network.fill(-1, network.stops)
    for stop, walk_s in find_walks(ends, back).items():
        egress[stop] = walk_s
    order = network.get_order(FORWARD)
    streams = list_streams(network.table, order, (from_s, arrive_s + 1), FORWARD)
    pairs = _build_pairs(network, streams)
    if streams:
        days = range(min(stream.day for stream in streams), max(stream.day for stream in streams) + 1)
        plan = tuple(column[::-1] for column in build_plan(network, FORWARD, streams))
        columns = network.get_columns(FORWARD)
        at_once = int(len(walks.seconds) > 0 and min(walks.seconds) == 0)
        aboard = _build_aboard(network, days, plan)
        columns_read, span = (*columns[3:6], tuple(columns.rides)), (from_s, arrive_s, at_once, days.start)
        network.scan_profile(plan, columns_read, aboard, tuple(pairs), (*walks, egress), span)
    return Profile(network, pairs, walks, egress, streams, from_s)


def _build_aboard(network: Network, days: range, plan: Any) -> Any:
    """Return what runs are worth at first, and room for the connections of an instant."""
    values, fill = network.build_values(days), network.fill
    widths = np.asarray(plan[2]) - np.asarray(plan[1])
    room = int(np.bincount(np.unique(plan[0], return_inverse=True)[1], weights=widths).max())
    return values, fill(0, len(values)), fill(0, 2 * room, np.int64), fill(0, room)


def _build_pairs(network: Network, streams: Sequence[Stream]) -> Pairs:
    """Return room for a pair of every connection."""
    order, fill = network.get_order(FORWARD), network.fill
    room = np.zeros(network.stops, np.int64)
    for stream in streams:
        first, end = order.first[stream.group], order.first[stream.end]
        room += np.bincount(order.start[first:end], minlength=network.stops)
    size, first = int(room.sum()), np.cumsum(room) - room
    columns = (np.int32, np.int64, np.int32, np.int32)
    filled = [np.empty(size, kind) if network.is_compiled else [0] * size for kind in columns]
    return Pairs(first if network.is_compiled else first.tolist(), fill(0, network.stops, np.int64), *filled)


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
    for departs_s, value, n in rows:
        arrives_s = profile.from_s + value // WEIGHT
        if departs_s >= profile.from_s and (not found or arrives_s < found[-1].arrives_s):
            found.append(Journey(departs_s, arrives_s, tuple(_trace(profile, n))))
    return found[::-1]


def _list_departures(profile: Profile, starts: Sequence[Access]) -> Iterator[tuple[int, int, int]]:
    """Yield the departure, value and place of all pairs of the stops that a place is near."""
    pairs = profile.pairs
    for stop, walk_s in find_walks(starts, profile.walks).items():
        for n in range(int(pairs.first[stop]), int(pairs.first[stop]) + int(pairs.count[stop])):
            yield int(pairs.depart[n]) - walk_s, int(pairs.value[n]), n


def _trace(profile: Profile, n: int) -> Iterator[Ridden]:
    """Yield the rides of a pair."""
    network, pairs = profile.network, profile.pairs
    lines = network.lines
    while n >= 0:
        entered, left = int(pairs.entered[n]), int(pairs.left[n])
        base_s, day = _find_day(profile, entered, int(pairs.depart[n]))
        yield Ridden(day, int(lines.at[entered]), int(lines.at[left]) + 1)
        n = _find_next(profile, int(lines.end[left]), base_s + int(lines.arrive[left]), int(pairs.value[n]) - 1)


def _find_day(profile: Profile, entered: int, departs_s: int) -> tuple[int, int]:
    """Return the instant from which times count on the service day of a connection that leaves then, and the day."""
    lines = profile.network.lines
    base_s = departs_s - int(lines.depart[entered])
    return base_s, next(stream.day for stream in profile.streams if stream.base_s == base_s)


def _find_next(profile: Profile, stop: int, at_s: int, value: int) -> int:
    """Return the place of the pair by which one who arrives goes on to reach a value; -1 when at the goal."""
    pairs, walks = profile.pairs, profile.walks
    if value % WEIGHT == 0:
        return -1
    for walk in range(int(walks.first[stop]), int(walks.first[stop + 1])):
        there, ready_s = int(walks.to[walk]), at_s + int(walks.seconds[walk])
        n, low = int(pairs.first[there]) + int(pairs.count[there]) - 1, int(pairs.first[there])
        while n >= low and int(pairs.depart[n]) < ready_s:
            n -= 1
        if n >= low and int(pairs.value[n]) == value:
            return n
    raise AssertionError("a pair leads nowhere")
