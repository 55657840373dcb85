"""Connections in the order of a scan, by their instants in a service day, in one direction of time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from routes.timetable.lines import Lanes, Lines
from routes.timetable.table import Timetable

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Rides(NamedTuple):
    """How runs go on in the direction: after the row of times r at call k comes `r + step` at `k + step`.

    `stop` is where the connections of a call end; after the last call of a lane it is -1, or -1 - n where its run goes
    on: at the call `links[2 * n]`, with the row `links[2 * n + 1]`. `times` are the signed seconds of each row at which
    its connection begins and ends; what counts is how far they are apart. `follow` is the run after each, -1 for none.
    `size` is the number of connections, `calls` that of calls, `runs` that of runs.
    """

    stop: Any
    times: Any
    links: Any
    follow: Any
    step: int
    size: int
    calls: int
    runs: int


class Order(NamedTuple):
    """Connections in groups of one signed second `time`, those of group g from `first[g]`, of zone z from `zones[z]`.

    Of each there is the stop where one boards, its run, and in `rows` its call and its row of times. Backward, seconds
    are counted down and one boards where passengers leave.
    """

    zones: tuple[int, ...]
    time: Any
    first: Any
    start: Any
    run: Any
    rows: Any
    rides: Rides


def build_order(table: Timetable, lines: Lines, lanes: Lanes, rides: Rides, *, forward: bool) -> Order:
    """Return the connections of lines in the order of a scan."""
    order, zone = _sort(table, lines, forward=forward)
    signed = lines.depart[order] if forward else -lines.arrive[order]
    is_first = np.ones(len(order), np.bool_)
    is_first[1:] = (signed[1:] != signed[:-1]) | (zone[1:] != zone[:-1])
    begins = np.flatnonzero(is_first).astype(np.int32)
    zones = np.searchsorted(zone[begins], np.arange(len(table.zones) + 1)).tolist()
    if bool((lines.follow < 0).all()):
        order = _gather(lines, order, np.cumsum(is_first), forward=forward)
    runs = lines.run[order]
    start = (lines.start if forward else lines.end)[order]
    first = np.append(begins, np.int32(len(order)))
    rows = _weave(order + lanes.shift[runs], order + lanes.turn[runs])
    return Order(tuple(zones), signed[begins], first, start, runs, rows, rides)


def _gather(lines: Lines, order: NDArray[np.int32], group: NDArray[np.int64], *, forward: bool) -> NDArray[np.int32]:
    """Return places so that those of a group stand by the stop where one boards, as what is known of stops lies.

    Forward, those of one run stay in its order.
    """
    place = np.arange(len(order))
    start, rank = (lines.start if forward else lines.end), np.zeros(len(order), np.int64)
    if forward:
        is_later = np.zeros(len(order), np.bool_)
        is_later[1:] = lines.depart[1:] == lines.depart[:-1]
        is_later[lines.first[:-1][np.diff(lines.first) > 0]] = False
        rank = place - np.maximum.accumulate(np.where(is_later, 0, place)) if is_later.any() else rank
    most = int(rank.max(initial=0))
    key = (group * (most + 1) + rank[order] if most else group) * lines.stops + start[order]
    bits = len(order).bit_length()
    spare = max(0, int(key.max(initial=0)).bit_length() + bits - 63)
    key = (key >> spare << bits) | place
    key.sort()
    gathered: NDArray[np.int32] = order[key & ((1 << bits) - 1)]
    return gathered


def _weave(one: NDArray[np.int32], other: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return two columns in turn, so that what is read together lies together."""
    return np.stack((one, other), axis=1).reshape(-1)


def _sort(table: Timetable, lines: Lines, *, forward: bool) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the places of connections by zone and instant, at one instant in the order of their run, and the zones."""
    arrays = table.arrays
    zone = arrays["trip_zone"][lines.trip[lines.run]]
    is_plain = len(lines.at) == len(arrays["at"]) and bool((np.diff(lines.at) > 0).all())
    if is_plain and bool((lines.follow < 0).all()):
        place = np.zeros(len(arrays["stop"]), np.int32)
        place[lines.at] = np.arange(len(lines.at), dtype=np.int32)
        order = place[arrays["at"] if forward else arrays["at"][arrays["by_arrival"]]]
    else:
        rank = _rank_chains(lines)
        order = np.lexsort((rank, lines.depart, zone) if forward else (-rank, -lines.arrive, zone))
    return order.astype(np.int32), zone[order]


def _rank_chains(lines: Lines) -> NDArray[np.int64]:
    """Return for each connection a number by which those of runs that go on as each other stand in order."""
    count = len(lines.trip)
    rank, before = np.zeros(count, np.int64), np.flatnonzero(lines.follow >= 0)
    moved = True
    while moved:
        lifted = np.zeros(count, np.int64)
        lifted[lines.follow[before]] = rank[before] + 1
        moved = bool((lifted != rank).any())
        rank = lifted
    return rank[lines.run] * len(lines.at) + np.arange(len(lines.at))


def build_rides(lines: Lines, lanes: Lanes, *, forward: bool) -> Rides:
    """Return how the runs of lanes go on."""
    head, tail = lines.first[:-1], lines.first[1:] - 1
    stop = np.full(len(lanes.lane), -1, np.int32)
    is_call = lanes.lane < len(lanes.lead)
    place = np.flatnonzero(is_call) - np.repeat(lanes.shift[lanes.lead], lanes.sizes)
    stop[is_call] = (lines.end if forward else lines.start)[place]
    follow = lines.follow if forward else _turn(lines.follow)
    before = np.flatnonzero(follow >= 0)
    then = follow[before]
    begin, end, step = (head[then], tail[before], 1) if forward else (tail[then], head[before], -1)
    stop[end + lanes.shift[before] + step] = -2 - np.arange(len(before))
    links = _weave(np.append(0, begin + lanes.shift[then]), np.append(0, begin + lanes.turn[then])).astype(np.int32)
    depart, arrive = lines.depart[lanes.place], lines.arrive[lanes.place]
    times = _weave(depart, arrive) if forward else _weave(-arrive, -depart)
    return Rides(stop, times, links, follow, step, len(lines.at), len(stop), len(lines.trip))


def _turn(links: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return for each run the one that is linked to it."""
    turned = np.full(len(links), -1, np.int32)
    linked = np.flatnonzero(links >= 0)
    turned[links[linked]] = linked
    return turned
