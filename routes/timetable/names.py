"""The places of a timetable as a gazetteer, so that their names are looked up as all others are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from routes.gazetteer.folding import fold
from routes.gazetteer.station import Gazetteer, Name, Station
from routes.gazetteer.zones import country_of_zone
from routes.geo import DEGREE_M, Coordinate
from routes.ids import StationCode
from routes.timetable.places import apart_m
from routes.timetable.search import Access
from routes.timetable.stops import PLATFORM
from routes.timetable.table import Timetable
from routes.timetable.walks import get_point, walk_time_s

ACCURACY_M = 300


class Places(NamedTuple):
    """The places of a timetable: a gazetteer of them, the code of each stop's place, and the stops of each place."""

    gazetteer: Gazetteer
    codes: Sequence[StationCode]
    stops: dict[StationCode, list[int]]


def build_places(table: Timetable) -> Places:
    """Return the places of a timetable; each goes by the names and ids of all its stops."""
    names, refs = table.texts["stop_name"].list(), table.texts["stop_ref"].list()
    heads, kinds = table.arrays["place"].tolist(), table.arrays["kind"].tolist()
    by_head: dict[int, StationCode] = {}
    taken: set[str] = set()
    for head in sorted(set(heads)):
        base = f"{table.name}:{re.sub(r'[^a-z0-9]+', '_', refs[head].casefold()).strip('_') or 'stop'}"
        code = base if base not in taken else f"{base}_{head}"
        taken.add(code)
        by_head[head] = StationCode(code)
    codes = [by_head[head] for head in heads]
    stops: dict[StationCode, list[int]] = defaultdict(list)
    known: list[Name] = []
    for stop, code in enumerate(codes):
        if kinds[stop] == PLATFORM:
            stops[code].append(stop)
        known += (Name(code, text, "", "official", "", "", table.name, "", "") for text in (names[stop], refs[stop]))
    stations = {code: _build_station(table, head, code, names[head]) for head, code in by_head.items()}
    unique = tuple(dict.fromkeys(name for name in known if fold(name.name)))
    return Places(Gazetteer(stations, unique), codes, dict(stops))


def _build_station(table: Timetable, head: int, code: StationCode, name: str) -> Station:
    zone = table.zones[int(table.arrays["zone"][head])]
    place = (name, name, country_of_zone(zone) or "XX", get_point(table, head), zone)
    credited = dict.fromkeys(feed["source"] for feed in table.about["feeds"] if feed["source"])
    source = ", ".join([f"timetable {table.name}", *credited])
    return Station(code, *place, "station", ACCURACY_M, source, "stops.txt")


def list_access(table: Timetable, places: Places, code: StationCode, *, walk_m: int) -> list[Access]:
    """Return the stops of a place, and those within a walk of it."""
    own = [Access(stop, 0) for stop in places.stops.get(code, [])]
    near = list_near(table, places.gazetteer.stations[code].coordinate, walk_m=walk_m) if walk_m else []
    return [*own, *(access for access in near if places.codes[access.stop] != code)]


def list_near(table: Timetable, point: Coordinate, *, walk_m: int) -> list[Access]:
    """Return the stops within a straight line of so many metres, with the seconds on foot."""
    lat = abs(table.arrays["lat_e7"] / 1e7 - point.lat) <= walk_m / DEGREE_M * 1.01
    found = [stop for stop in lat.nonzero()[0].tolist() if table.arrays["kind"][stop] == PLATFORM]
    away = [(stop, apart_m(point, get_point(table, stop))) for stop in found]
    return [Access(stop, walk_time_s(far_m)) for stop, far_m in away if far_m <= walk_m]
