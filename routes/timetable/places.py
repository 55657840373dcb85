"""Which stops are one place: those of one station, and, where a feed gives no parent, those of one name and spot."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import cos, hypot, radians

from routes.gazetteer.folding import fold
from routes.geo import DEGREE_M, Coordinate
from routes.timetable.stops import Stop

NEAR_M, SAME_M = 500, 30
"""Stops of one name this near are one place; so are stops on one spot of which one's name begins the other's."""
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
    by_name: dict[str, list[int]] = defaultdict(list)
    by_cell: dict[tuple[int, int], list[int]] = defaultdict(list)
    for n in heads:
        point = stops[n].coordinate
        if point is None or not (key := base_name(stops[n].name)):
            continue
        yield from ((m, n) for m in by_name[key] if _apart_m(stops[m].coordinate, point) <= NEAR_M)
        by_name[key].append(n)
        cell = round(point.lat * 2000), round(point.lon * 2000)
        for m in by_cell[cell]:
            other = base_name(stops[m].name)
            if (other.startswith(key) or key.startswith(other)) and _apart_m(stops[m].coordinate, point) <= SAME_M:
                yield m, n
        by_cell[cell].append(n)


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
