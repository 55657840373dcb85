"""The records of the gazetteer: a place where a journey can start, stop or change, and a name of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from routes.errors import PlaceError
from routes.gazetteer.folding import fold
from routes.geo import Coordinate
from routes.ids import StationCode

KINDS = ("station", "junction", "border", "airport", "port")
"""With the kinds of places that no file has: a city, which stands for its stations, and a mere position."""
NAME_KINDS = ("official", "romanisation", "historic", "exonym", "media", "place")
ASKED = "asked"
"""The kind of the name by which a question brought a place from beyond the files into the gazetteer."""

NAMESAKE_M = 10_000
"""How far apart two places of one name are one: a stop of a timetable, and a station."""

# The language whose script is a place's own, by country. Elsewhere any official name counts.
OWN_LANGUAGE: dict[str, str] = {
    "CN": "zh-Hans",
    "JP": "ja",
    "KP": "ko",
    "KR": "ko",
    "KZ": "kk",
    "MN": "mn",
    "RU": "ru",
    "VN": "vi",
}


class Station(NamedTuple):
    """A place in the gazetteer: WGS 84 position with its accuracy, IANA zone, gauges in millimetres.

    `regions` are spellings of one region, the English first. `local_name` is in the script of the country.
    `origin` is the `file:line` of the row, `accessed` the day on which its source was read. Airports and ports have no
    gauges.
    """

    code: StationCode
    name: str
    local_name: str
    country: str
    coordinate: Coordinate
    zone: str
    kind: str
    position_accuracy_m: int
    source: str
    origin: str
    regions: tuple[str, ...] = ()
    gauges_mm: tuple[int, ...] = ()
    changes_gauge: bool = False
    esr_code: str = ""
    express_code: str = ""
    note: str = ""
    accessed: str = ""

    @property
    def region(self) -> str:
        """Return the English spelling of the region, or "" where none is known."""
        return self.regions[0] if self.regions else ""

    @property
    def is_railway(self) -> bool:
        """Return True for all but airports and ports."""
        return self.kind not in ("airport", "port")


class Name(NamedTuple):
    """A name of a place: language (BCP 47), kind, and the years or dates between which it was in use.

    Kind `place` marks the name of something else, such as a river, that may be taken for the station.
    """

    code: StationCode
    name: str
    lang: str
    kind: str
    since: str
    until: str
    source: str
    note: str
    origin: str

    @property
    def remark(self) -> str:
        """Return what a reader must know when this name is used: its dates if historic, and its note."""
        parts = [_format_history(self.since, self.until)] if self.kind == "historic" else []
        return "; ".join([*parts, self.note] if self.note else parts)


def _format_history(since: str, until: str) -> str:
    """Return `historic name`, followed by `1935–1957`, `until 1957` or `from 1935` where known."""
    span = f"{since}–{until}" if since and until else f"until {until}" if until else f"from {since}" if since else ""
    return f"historic name {span}".rstrip()


class Gazetteer:
    """Every place by code, and every name of them in the order of the files.

    `left_out` are the codes and names that stand in rows with an error, which are of no place here.
    The indexes of the look-up are made when first needed, and kept; they follow from the rest.
    """

    __slots__ = ("_indexes", "left_out", "names", "stations")

    def __init__(
        self,
        stations: Mapping[StationCode, Station],
        names: tuple[Name, ...],
        left_out: frozenset[str] = frozenset(),
    ) -> None:
        self.stations = stations
        self.names = names
        self.left_out = left_out
        self._indexes: dict[str, Mapping[str, tuple[Name, ...]]] = {}

    def station(self, code: str) -> Station:
        """Return the place with that code.

        Raises: PlaceError, when there is none.
        """
        found = self.stations.get(StationCode(code))
        if found is None:
            hint = "write a code as `routes stations find NAME` prints it"
            raise PlaceError(f'"{code}" is not a code in the gazetteer', hint=hint)
        return found

    @property
    def exact(self) -> Mapping[str, tuple[Name, ...]]:
        """Return the names by spelling; the name in stations.csv counts as one."""
        return self._index("exact", lambda name: name.name)

    @property
    def folded(self) -> Mapping[str, tuple[Name, ...]]:
        """Return the names by folded spelling; some 7 ms for 1,700 names, and so made only when needed."""
        return self._index("folded", lambda name: fold(name.name))

    @property
    def by_code(self) -> Mapping[str, tuple[Name, ...]]:
        """Return the names of each place, that of stations.csv first."""
        return self._index("by_code", lambda name: name.code)

    def _index(self, kind: str, key_of: Callable[[Name], str]) -> Mapping[str, tuple[Name, ...]]:
        if kind not in self._indexes:
            self._indexes[kind] = _group((key_of(name), name) for name in self._all_names())
        return self._indexes[kind]

    def _all_names(self) -> Iterable[Name]:
        for code, place in self.stations.items():
            yield Name(code, place.name, "en", "official", "", "", place.source, "", place.origin)
        yield from self.names


def _group(pairs: Iterable[tuple[str, Name]]) -> dict[str, tuple[Name, ...]]:
    """Return the names under each key that is not empty."""
    lists: dict[str, list[Name]] = {}
    for key, name in pairs:
        if key:
            lists.setdefault(key, []).append(name)
    return {key: tuple(names) for key, names in lists.items()}
