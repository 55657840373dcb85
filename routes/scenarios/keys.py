"""The keys that an assumption can have in this world: each kind, and what it can hold for."""

from __future__ import annotations

from collections.abc import Iterator

from routes.checks import UNREAD
from routes.ids import StationCode
from routes.scenarios.assumptions import KINDS, slug
from routes.scenarios.world import World

STATION_ONLY = ("locomotive", "reversal", "hold")


class Keys:
    """Every key that can move a time; there are too many pairs of stations to list, so membership is worked out.

    A pace holds for a country or a line in it; a locomotive change, a reversal or a hold for one station; a
    reversal also for one turn (`reversal.ussuriysk.baranovsky-baranovsky`) and a hold for a way
    (`hold.pyongyang-tumangang`); the rest for everywhere, a country or a station.
    """

    __slots__ = ("_left_out", "_listed", "_stations")

    def __init__(self, world: World) -> None:
        self._left_out = world.gazetteer.left_out | world.network.left_out
        self._stations = world.gazetteer.stations
        self._listed = dict.fromkeys(_list_keys(world))

    def __contains__(self, key: object) -> bool:
        return key in self._listed or self._is_way(str(key))

    def __iter__(self) -> Iterator[str]:
        return iter(self._listed)

    def explain(self, key: str) -> str:
        """Return what to write in place of a key that holds for nothing; "" for one that does, or may.

        It may where it is of a station, line or turn that was left out for a fault of its row.
        """
        from difflib import get_close_matches  # some 5 ms, and needed only by a check

        _, _, where = key.partition(".")
        parts = {where, *where.split("."), *where.rpartition(".")[2].split("-")}
        if key in self or UNREAD in self._left_out:
            return ""
        if parts & self._left_out or parts & {slug(name) for name in self._left_out}:
            return ""
        near = get_close_matches(key, self, n=2)
        return f"write {' or '.join(near)}" if near else "name a country, line or station as the data does"

    def _is_way(self, key: str) -> bool:
        kind, _, where = key.partition(".")
        first, _, last = where.partition("-")
        return kind == "hold" and StationCode(first) in self._stations and StationCode(last) in self._stations


def _list_keys(world: World) -> Iterator[str]:
    """Yield every key but the holds of ways: the general ones first, then by country, line and station."""
    stations = world.gazetteer.stations
    countries = list(dict.fromkeys(s.country for s in stations.values()))
    kinds = [kind for kind in KINDS if kind not in ("speed", "pace", *STATION_ONLY)]
    yield from ("speed", "speed.border", "speed.air", "speed.sea", "speed.road", "pace", *kinds)
    yield from (f"{kind}.{country}" for kind in ("speed", *kinds) for country in countries)
    yield from (f"speed.{stations[s.start].country}.{slug(s.line)}" for s in world.network.segments)
    yield from (f"{kind}.{code}" for kind in (*kinds, *STATION_ONLY) for code in stations)
    yield from (f"reversal.{turn.at}.{turn.start}-{turn.end}" for turn in world.network.turns)
