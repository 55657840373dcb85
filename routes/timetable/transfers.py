"""The changes that a feed tells of: transfers.txt, pathways.txt, and trips that go on as another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

from routes.timetable.archive import Feed
from routes.timetable.faults import Faults
from routes.timetable.reading import read_batches
from routes.timetable.stops import BOARDING_AREA, PLATFORM, STATION, Stop

USUAL_S, FORBIDDEN_S = -2, -1
"""In place of seconds: a change that takes the usual time of the question, and one that is not possible."""
# Of a pathway without traversal_time, all assumed: a walker's metres a second, seconds a stair, a lift with its wait.
WALK_M_S, STAIR_S, LIFT_S = 1.1, 1.0, 60
FILE = "transfers.txt"


class Changes(NamedTuple):
    """Changes between stops as (from, to) to seconds, and pairs of trips of which the second is the first going on."""

    seconds: Mapping[tuple[int, int], int]
    in_seat: Sequence[tuple[int, int]]


def read_changes(feed: Feed, faults: Faults, *, stops: Sequence[Stop], trips: Mapping[str, int]) -> Changes:
    """Return what a feed tells of changes; a rule of a platform goes before one of its station."""
    index = {stop.ref: n for n, stop in enumerate(stops)}
    seconds = _walk_pathways(feed, faults, stops, index)
    by_station: dict[tuple[int, int], int] = {}
    by_stop: dict[tuple[int, int], int] = {}
    in_seat: list[tuple[int, int]] = []
    for row, start, end, kind, least_s, narrow, pair in _read_rows(feed, faults):
        if kind in (4, 5):
            in_seat += _find_pair(row, pair, trips, faults) if kind == 4 else ()
        elif narrow:
            message = "a transfer between certain routes or trips only is not read"
            faults.add("transfer_unused", FILE, row, narrow, "", message, "the change takes its usual time")
        elif start not in index or end not in index:
            field, value = ("from_stop_id", start) if start not in index else ("to_stop_id", end)
            message = f'{field} "{value}" is not in stops.txt'
            faults.add("reference_unknown", FILE, row, field, value, message, "correct it; the transfer is left out")
            faults.leave_out(FILE)
        else:
            needed_s = {1: 0, 3: FORBIDDEN_S}.get(kind, least_s if least_s >= 0 else USUAL_S)
            wide = STATION in (stops[index[start]].kind, stops[index[end]].kind)
            (by_station if wide else by_stop)[index[start], index[end]] = needed_s
    below = _list_platforms(stops)
    for (one, other), needed_s in by_station.items():
        seconds |= {(a, b): needed_s for a in below.get(one, [one]) for b in below.get(other, [other])}
    return Changes(seconds | by_stop, in_seat)


Rule = tuple[int, str, str, int, int, str, tuple[str, str]]


def _read_rows(feed: Feed, faults: Faults) -> Iterator[Rule]:
    """Yield row, both stops, type, least seconds, the field that narrows it to routes or trips, and both trips."""
    for batch in read_batches(feed, FILE, faults):
        named = ("from_stop_id", "to_stop_id", "from_route_id", "to_route_id", "from_trip_id", "to_trip_id")
        numbers = (batch.get("transfer_type", 0), batch.get("min_transfer_time", -1))
        for row, start, end, *others, kind, least_s in zip(batch.rows, *map(batch.get, named), *numbers, strict=True):
            narrow = next((name for name, value in zip(named[2:], others, strict=True) if value), "")
            yield row, start, end, kind, least_s, narrow, (others[2], others[3])


def _find_pair(row: int, pair: tuple[str, str], trips: Mapping[str, int], faults: Faults) -> Iterator[tuple[int, int]]:
    """Yield the trips of an in-seat transfer."""
    for field, ref in zip(("from_trip_id", "to_trip_id"), pair, strict=True):
        if ref not in trips:
            message = f'{field} "{ref}" is not in trips.txt'
            faults.add("reference_unknown", FILE, row, field, ref, message, "correct it; the transfer is left out")
            faults.leave_out(FILE)
            return
    if min(trips[pair[0]], trips[pair[1]]) >= 0:
        yield trips[pair[0]], trips[pair[1]]


def _list_platforms(stops: Sequence[Stop]) -> dict[int, list[int]]:
    """Return the platforms of each station."""
    found: dict[int, list[int]] = {n: [] for n, stop in enumerate(stops) if stop.kind == STATION}
    for n, stop in enumerate(stops):
        if stop.kind == PLATFORM and stop.parent in found:
            found[stop.parent].append(n)
    return found


def _walk_pathways(
    feed: Feed, faults: Faults, stops: Sequence[Stop], index: Mapping[str, int]
) -> dict[tuple[int, int], int]:
    """Return the seconds between platforms that pathways join, by the fastest way of each pair."""
    ways: dict[int, list[tuple[int, int]]] = {}
    for batch in read_batches(feed, "pathways.txt", faults):
        ends = (batch.get("from_stop_id"), batch.get("to_stop_id"), batch.get("pathway_mode", 1))
        sizes = (batch.get("traversal_time", -1), batch.get("length", -1.0), batch.get("stair_count"))
        for row, start, end, mode, both, time, length, stairs in zip(
            batch.rows, *ends, batch.get("is_bidirectional", 0), *sizes, strict=True
        ):
            if start not in index or end not in index:
                field, value = ("from_stop_id", start) if start not in index else ("to_stop_id", end)
                message = f'{field} "{value}" is not in stops.txt'
                remedy = "correct it; the pathway is left out"
                faults.add("reference_unknown", "pathways.txt", row, field, value, message, remedy)
                faults.leave_out("pathways.txt")
                continue
            needed_s = time if time >= 0 else _walk_s(mode, length, stairs)
            ways.setdefault(index[start], []).append((index[end], needed_s))
            if both:
                ways.setdefault(index[end], []).append((index[start], needed_s))
    found: dict[tuple[int, int], int] = {}
    for start in ways:
        if stops[start].kind in (PLATFORM, BOARDING_AREA):
            found |= {
                (_platform(start, stops), _platform(end, stops)): needed_s
                for end, needed_s in _spread(ways, start).items()
                if stops[end].kind in (PLATFORM, BOARDING_AREA) and _platform(end, stops) != _platform(start, stops)
            }
    return found


def _platform(n: int, stops: Sequence[Stop]) -> int:
    """Return the platform of a boarding area, which is where vehicles stop; a platform is its own."""
    return stops[n].parent if stops[n].kind == BOARDING_AREA and stops[n].parent >= 0 else n


def _walk_s(mode: int, length: float, stairs: str) -> int:
    steps = int(stairs) if stairs.lstrip("-").isdigit() else 0
    return round(max(0.0, length) / WALK_M_S + abs(steps) * STAIR_S) + (LIFT_S if mode == 5 else 0)


def _spread(ways: Mapping[int, Sequence[tuple[int, int]]], start: int) -> dict[int, int]:
    """Return the least seconds to every place that pathways lead to."""
    done: dict[int, int] = {}
    queue = [(0, start)]
    while queue:
        at_s, here = heappop(queue)
        if here in done:
            continue
        done[here] = at_s
        for there, needed_s in ways.get(here, ()):
            if there not in done:
                heappush(queue, (at_s + needed_s, there))
    return done
