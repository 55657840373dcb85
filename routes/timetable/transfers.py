"""The changes that a feed tells of: transfers.txt, pathways.txt, and trips that go on as another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

from routes.errors import DataError
from routes.timetable.archive import HINT, Feed
from routes.timetable.faults import Faults
from routes.timetable.reading import read_batches
from routes.timetable.stops import BOARDING_AREA, PLATFORM, STATION, Stop

USUAL_S, FORBIDDEN_S = -2, -1
"""In place of seconds: a change that takes the usual time of the question, and one that is not possible."""
# Of a pathway without traversal_time, all assumed: a walker's metres a second, seconds a stair, a lift with its wait.
WALK_M_S, STAIR_S, LIFT_S = 1.1, 1.0, 60
FILE = "transfers.txt"
LINKED, UNKNOWN = (4, 5), -9
MOST_RULES = 5_000_000
"""A station stands for its platforms, so that few rows may be many transfers."""
RANKS = [(0, 0), (1, 0), (1, 1), (2, 0), (2, 1), (2, 2)]
"""How exactly a rule names both sides, the least first: 2 by trip, 1 by route."""


class Rule(NamedTuple):
    """A row of transfers.txt: from a stop to another, for certain routes or trips only where these are not -1.

    `is_wide` where a station stands for its platforms.
    """

    start: int
    end: int
    routes: tuple[int, int]
    trips: tuple[int, int]
    needed_s: int
    is_wide: bool

    @property
    def rank(self) -> tuple[int, bool]:
        """Return which of several rules goes before: trips before routes before stops, as the reference ranks them."""
        sides = zip(self.trips, self.routes, strict=True)
        sizes = sorted((2 if trip >= 0 else 1 if route >= 0 else 0 for trip, route in sides), reverse=True)
        return RANKS.index((sizes[0], sizes[1])), not self.is_wide

    @property
    def is_narrow(self) -> bool:
        """Return whether the rule holds for certain routes or trips only."""
        return max(*self.routes, *self.trips) >= 0


class Changes(NamedTuple):
    """Changes between stops as (from, to) to seconds, and `narrow` rules for certain routes or trips.

    Of pairs of trips run by one vehicle, passengers stay `in_seat`, or have to get out and in again (`re_board`).
    """

    seconds: Mapping[tuple[int, int], int]
    narrow: Sequence[Rule]
    in_seat: Sequence[tuple[int, int]]
    re_board: Sequence[tuple[int, int]]


class Ids(NamedTuple):
    """The places of stops, routes and trips by id."""

    stops: Mapping[str, int]
    routes: Mapping[str, int]
    trips: Mapping[str, int]


def read_changes(feed: Feed, faults: Faults, *, stops: Sequence[Stop], ids: Ids) -> Changes:
    """Return what a feed tells of changes; a rule of a platform goes before one of its station."""
    seconds = _walk_pathways(feed, faults, stops, ids.stops)
    below = _list_platforms(stops)
    pairs: dict[int, list[tuple[int, int]]] = {4: [], 5: []}
    rules: list[Rule] = []
    for row, kind, least_s, named in _read_rows(feed, faults):
        found = _find_ids(row, kind, named, ids, faults)
        if found is None or -2 in found:
            continue
        start, end, from_route, to_route, from_trip, to_trip = found
        if kind in pairs:
            pairs[kind].append((from_trip, to_trip))
            continue
        needed_s = {1: 0, 3: FORBIDDEN_S}.get(kind, least_s if least_s >= 0 else USUAL_S)
        wide = STATION in (stops[start].kind, stops[end].kind)
        starts, ends = below.get(start, [start]), below.get(end, [end])
        if len(rules) + len(starts) * len(ends) > MOST_RULES:
            message = f"{feed.label}/{FILE} makes more than {MOST_RULES:,} transfers between platforms"
            raise DataError(message, hint=HINT)
        names = (from_route, to_route), (from_trip, to_trip)
        rules += (Rule(a, b, *names, needed_s, wide) for a in starts for b in ends)
    rules.sort(key=lambda rule: rule.rank)
    seconds |= {(rule.start, rule.end): rule.needed_s for rule in rules if not rule.is_narrow}
    return Changes(seconds, [rule for rule in rules if rule.is_narrow], pairs[4], pairs[5])


NAMED = ("from_stop_id", "to_stop_id", "from_route_id", "to_route_id", "from_trip_id", "to_trip_id")


def _read_rows(feed: Feed, faults: Faults) -> Iterator[tuple[int, int, int, tuple[str, ...]]]:
    """Yield row, type, least seconds, and the ids of both stops, routes and trips."""
    for batch in read_batches(feed, FILE, faults):
        numbers = (batch.get("transfer_type", 0), batch.get("min_transfer_time", -1))
        for row, kind, least_s, *named in zip(batch.rows, *numbers, *map(batch.get, NAMED), strict=True):
            yield row, kind, least_s, tuple(named)


def _find_ids(row: int, kind: int, named: tuple[str, ...], ids: Ids, faults: Faults) -> list[int] | None:
    """Return the places of the ids of a row, -1 for those left blank; None, and told, where one is not known."""
    needed = NAMED[4:] if kind in LINKED else NAMED[:2]
    tables = (ids.stops, ids.stops, ids.routes, ids.routes, ids.trips, ids.trips)
    found: list[int] = []
    for field, ref, table in zip(NAMED, named, tables, strict=True):
        found.append(table.get(ref, UNKNOWN) if ref else -1)
        if found[-1] == UNKNOWN or (not ref and field in needed):
            code = "reference_unknown" if ref else "value_missing"
            message = f'{field} "{ref}" is not in the feed' if ref else f"{field} is empty, and this transfer needs it"
            faults.add(code, FILE, row, field, ref, message, "correct it; the transfer is left out")
            faults.leave_out(FILE)
            return None
    return found


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
