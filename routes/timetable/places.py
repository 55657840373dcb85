"""Which stops are one place: those of one station, and, where a feed gives no parent, those of one name and spot."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import cos, floor, hypot, radians

from routes.gazetteer.folding import fold
from routes.geo import DEGREE_M, Coordinate
from routes.timetable.stops import Stop

NEAR_M, SAME_M = 500, 30
"""Stops of one name this near are one place; so are stops on one spot of which one's name begins the other's."""
WIDE = 2.1
"""Times as wide as that are the cells of the grids in which such stops are found: a little more than two."""
_BRACKETS = re.compile(r"\s*[(\[（].*?[)\]）]")
_PLATFORM = re.compile(
    r"[\s,;/–-]+(platform|plat|track|gleis|gl|steig|bussteig|voie|quai|binario|andén|anden|via|vía|stand|bay|stop)"
    r"\.?\s*([0-9]{0,3}\s*[a-z]?|[0-9]{1,3}(\s*[-–/+]\s*[0-9]{1,3})+)$",
    re.IGNORECASE,
)


def group_stops(stops: Sequence[Stop]) -> list[int]:
    """Return for each stop the index of the stop that its place is called after."""
    top = [_find_top(n, stops) for n in range(len(stops))]
    heads = sorted(set(top))
    leader = {n: n for n in heads}
    for one, other in _list_pairs(heads, stops):
        a, b = sorted((_lead(leader, one), _lead(leader, other)), key=lambda n: (len(stops[n].name), n))
        leader[b] = a
    return [_lead(leader, n) for n in top]


def _find_top(n: int, stops: Sequence[Stop]) -> int:
    for _ in range(4):
        if stops[n].parent < 0:
            return n
        n = stops[n].parent
    return n


def _lead(leader: dict[int, int], n: int) -> int:
    while leader[n] != n:
        n = leader[n]
    return n


def _list_pairs(heads: Sequence[int], stops: Sequence[Stop]) -> Iterator[tuple[int, int]]:
    """Yield pairs of top stops that are one place, each seldom twice."""
    named: dict[tuple[str, int, int], list[int]] = defaultdict(list)
    placed: dict[tuple[int, int], list[int]] = defaultdict(list)
    names: dict[str, str] = {}
    for n in heads:
        point, name = stops[n].coordinate, stops[n].name
        if point is None or not (key := names.get(name) or names.setdefault(name, base_name(name))):
            continue
        for cell in _list_cells(point, NEAR_M):
            yield from ((m, n) for m in named.get((key, *cell), ()) if _apart_m(stops[m].coordinate, point) <= NEAR_M)
        for cell in _list_cells(point, SAME_M):
            for m in placed.get(cell, ()):
                other = names[stops[m].name]
                if (other.startswith(key) or key.startswith(other)) and _apart_m(stops[m].coordinate, point) <= SAME_M:
                    yield m, n
        named[key, *_find_cell(point, NEAR_M)].append(n)
        placed[_find_cell(point, SAME_M)].append(n)


def _list_cells(point: Coordinate, within_m: int) -> Iterator[tuple[int, int]]:
    """Yield the cells of a grid in which what is as near to a point may lie, its own among them."""
    row = point.lat * DEGREE_M / (WIDE * within_m)
    for y in (floor(row - 0.5), floor(row + 0.5)):
        column = _find_column(point, y, within_m)
        yield from ((y, floor(column - 0.5)), (y, floor(column + 0.5)))


def _find_cell(point: Coordinate, within_m: int) -> tuple[int, int]:
    row = floor(point.lat * DEGREE_M / (WIDE * within_m))
    return row, floor(_find_column(point, row, within_m))


def _find_column(point: Coordinate, row: int, within_m: int) -> float:
    wide_m = WIDE * within_m
    return point.lon * DEGREE_M / wide_m * cos(radians(row * wide_m / DEGREE_M))


def base_name(name: str) -> str:
    """Return the letters of a name without what tells its platforms apart: `berlin` for `Berlin Hbf (tief)`."""
    bare = _PLATFORM.sub("", _BRACKETS.sub("", name)) or name
    return "".join(fold(word) for word in bare.split())


def _apart_m(one: Coordinate | None, other: Coordinate) -> float:
    return 1e9 if one is None else apart_m(one, other)


def apart_m(one: Coordinate, other: Coordinate) -> float:
    """Return the distance of two points near each other in metres, on a plane."""
    east = (other.lon - one.lon + 180) % 360 - 180
    return DEGREE_M * hypot(other.lat - one.lat, east * cos(radians((one.lat + other.lat) / 2)))
