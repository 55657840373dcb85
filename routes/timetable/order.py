"""Connections in the order of a scan, by their instants in a service day, in one direction of time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from routes.timetable.blocks import Direction
from routes.timetable.lines import Lines, link_runs
from routes.timetable.table import Timetable

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Rides(NamedTuple):
    """How runs go on in the direction: the connection after c is `c + step`, until the `tail` of its run.

    A connection ends at `stop` at the signed second `at_s`. `head` is the first connection of a run, `follow` the run
    after it, `later` one of the same stops and days that is nowhere before it, -1 for none. `size` is the number of
    connections, `runs` that of runs.
    """

    stop: Any
    at_s: Any
    head: Any
    tail: Any
    follow: Any
    later: Any
    step: int
    size: int
    runs: int


class Order(NamedTuple):
    """Connections in groups of one signed second `time`, those of group g from `first[g]`, of zone z from `zones[z]`.

    Of each there is the stop where one boards, its run and its place among the lines. Backward, seconds are counted
    down and one boards where passengers leave.
    """

    zones: tuple[int, ...]
    time: Any
    first: Any
    start: Any
    run: Any
    connection: Any
    rides: Rides


def build_order(table: Timetable, lines: Lines, direction: Direction) -> Order:
    """Return the connections of lines in the order of a scan."""
    forward = direction.is_forward
    order, zone = _sort(table, lines, forward=forward)
    signed = lines.depart[order] if forward else -lines.arrive[order]
    is_first = np.ones(len(order), np.bool_)
    is_first[1:] = (signed[1:] != signed[:-1]) | (zone[1:] != zone[:-1])
    begins = np.flatnonzero(is_first).astype(np.int32)
    zones = np.searchsorted(zone[begins], np.arange(len(table.zones) + 1)).tolist()
    runs = lines.run[order]
    start = (lines.start if forward else lines.end)[order]
    first = np.append(begins, np.int32(len(order)))
    return Order(tuple(zones), signed[begins], first, start, runs, order, _build_rides(table, lines, forward=forward))


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


def _build_rides(table: Timetable, lines: Lines, *, forward: bool) -> Rides:
    head, tail = lines.first[:-1].copy(), (lines.first[1:] - 1).astype(np.int32)
    counts = 1 if forward else -1, len(lines.at), len(lines.trip)
    later = link_runs(lines, table.arrays["service"][lines.trip])
    if forward:
        return Rides(lines.end, lines.arrive, head, tail, lines.follow, later, *counts)
    signed = (-lines.depart).astype(np.int32)
    return Rides(lines.start, signed, tail, head, _turn(lines.follow), _turn(later), *counts)


def _turn(links: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return for each run the one that is linked to it."""
    turned = np.full(len(links), -1, np.int32)
    linked = np.flatnonzero(links >= 0)
    turned[links[linked]] = linked
    return turned
