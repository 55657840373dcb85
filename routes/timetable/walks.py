"""Changes on foot between stops: those a feed tells of, and within a place those it leaves to us."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from routes.geo import Coordinate
from routes.timetable.places import apart_m
from routes.timetable.table import Timetable
from routes.timetable.transfers import FORBIDDEN_S, USUAL_S

if TYPE_CHECKING:
    from collections.abc import Mapping

CHANGE_S = 120
"""Where a feed gives no time for a change: assumed."""
WALK_M_S, DETOUR = 1.1, 1.3
"""On foot between stops: pace, and how much longer the way is than the straight line; both assumed."""
MOST_STOPS = 150
"""Of one place whose stops are all joined with each other."""


class Walks(NamedTuple):
    """Seconds of changes: those from stop s stand from `first[s]` to `first[s + 1]`; one to s itself is made there."""

    first: Any
    to: Any
    seconds: Any


def build_walks(table: Timetable, *, change_s: int) -> tuple[Walks, Walks]:
    """Return the changes forward, and backward from where they end; `change_s` is what one takes where none is given.

    The stops of a place without a time between them are joined by the time that the straight line needs, no less
    than `change_s`.
    """
    seconds = {(n, n): change_s for n in range(len(table.arrays["place"]))}
    seconds |= _join_places(table, change_s)
    named = zip(*(table.arrays[name].tolist() for name in ("change_from", "change_to", "change_s")), strict=True)
    for start, end, given_s in named:
        if given_s == FORBIDDEN_S:
            seconds.pop((start, end), None)
        elif given_s != USUAL_S:
            seconds[start, end] = given_s
        else:
            seconds.setdefault((start, end), max(change_s, walk_s(table, start, end)))
    count = len(table.arrays["place"])
    return _index(seconds, count), _index({(b, a): s for (a, b), s in seconds.items()}, count)


def _join_places(table: Timetable, change_s: int) -> dict[tuple[int, int], int]:
    members: dict[int, list[int]] = defaultdict(list)
    for stop, (place, kind) in enumerate(
        zip(table.arrays["place"].tolist(), table.arrays["kind"].tolist(), strict=True)
    ):
        if kind == 0:
            members[place].append(stop)
    return {
        (a, b): max(change_s, walk_s(table, a, b))
        for stops in members.values()
        for a in stops[:MOST_STOPS]
        for b in stops[:MOST_STOPS]
        if a != b
    }


def get_point(table: Timetable, stop: int) -> Coordinate:
    """Return the position of a stop."""
    return Coordinate(int(table.arrays["lat_e7"][stop]) / 1e7, int(table.arrays["lon_e7"][stop]) / 1e7)


def walk_s(table: Timetable, start: int, end: int) -> int:
    """Return the seconds on foot from one stop to another."""
    return walk_time_s(apart_m(get_point(table, start), get_point(table, end)))


def walk_time_s(straight_m: float) -> int:
    """Return the seconds on foot along a straight line, with a detour."""
    return round(straight_m * DETOUR / WALK_M_S)


def _index(seconds: Mapping[tuple[int, int], int], count: int) -> Walks:
    rows = sorted((start, end, needed_s) for (start, end), needed_s in seconds.items())
    first = [0] * (count + 2)
    for start, _, _ in rows:
        first[start + 1] += 1
    for n in range(count + 1):
        first[n + 1] += first[n]
    return Walks(first, [end for _, end, _ in rows], [needed_s for _, _, needed_s in rows])
