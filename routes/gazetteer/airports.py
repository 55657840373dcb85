"""The world's airports, by IATA or ICAO code or name: read out of the package airportsdata without importing it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from routes.folders import find_package
from routes.gazetteer.beyond import Candidate
from routes.gazetteer.countries import AIRPORT_WORDS
from routes.gazetteer.folding import clean, fold
from routes.gazetteer.station import Station
from routes.geo import Coordinate
from routes.ids import StationCode

PREFIX = "air:"
SOURCE = "airportsdata (MIT)"
ACCURACY_M = 2000
"""A guess: half of a long runway, since the position is that of the runways in places, and the terminal's in others."""
_WORDS = frozenset((*AIRPORT_WORDS, "international", "intl", "airfield", "airpark", "aerodrome"))
_CODE = re.compile("[A-Z0-9_]{3,5}")
_ROW = re.compile(rb'\n"([^"]*)","[A-Z0-9]{3}","([^"]*)"')


class Airport(NamedTuple):
    """An airport or airfield: ICAO code or the local one that stands for it, IATA code or "", IANA zone."""

    icao: str
    iata: str
    name: str
    city: str
    region: str
    country: str
    lat: float
    lon: float
    zone: str

    @property
    def code(self) -> StationCode:
        """Return `air:uhww`, which no authored place has."""
        return StationCode(f"{PREFIX}{self.icao.lower()}")


def find_airports(text: str) -> list[Airport]:
    """Return the airports that a text names: by code in capitals, or by name; [] for none.

    Of a name the words for an airport may be left out, `Heathrow`, where it has an IATA code and the rest is not the
    name of its city. With one of them the name of a city stands for its airports that have such a code.
    """
    if text.startswith(PREFIX):
        return list(_find_by_code(text.removeprefix(PREFIX).upper()))
    by_code = list(_find_by_code(text)) if _CODE.fullmatch(text) else []
    return by_code or _find_by_name(text)


def list_airports() -> Iterator[Airport]:
    """Yield every airport; some 130 ms for all."""
    rows = csv.reader(_text().decode("utf-8").splitlines())
    next(rows)
    return map(_read_airport, rows)


def list_airport_keys() -> Iterator[tuple[str, str]]:
    """Yield the name of each airport that has an IATA code, in small letters, with its code; some 40 ms for all."""
    for icao, name in _ROW.findall(_text()):
        plain = name.decode("utf-8").casefold().removesuffix(" airport").removesuffix(" international")
        yield plain, f"{PREFIX}{icao.decode().lower()}"


def build_candidate(airport: Airport, how: str) -> Candidate:
    """Return an airport as a place that a text may name."""
    codes = "/".join(code for code in (airport.iata, airport.icao) if code)
    return Candidate(_build_station(airport), airport.name, how, remark=f"{airport.name} ({codes}), of {SOURCE}")


def _build_station(airport: Airport) -> Station:
    return Station(
        code=airport.code,
        name=airport.name,
        local_name=airport.name,
        country=airport.country,
        regions=tuple(part for part in (airport.city, airport.region) if part),
        coordinate=Coordinate(airport.lat, airport.lon),
        zone=airport.zone,
        kind="airport",
        position_accuracy_m=ACCURACY_M,
        source=SOURCE,
        origin="airports.csv",
    )


@cache
def _text() -> bytes:
    folder = find_package("airportsdata")  # the module itself would read all rows into dicts: 250 ms
    return (folder / "airports.csv").read_bytes() if folder else b""


def _find_by_code(code: str) -> Iterator[Airport]:
    """Yield the airport with an ICAO code, then that with an IATA code."""
    if not _CODE.fullmatch(code):
        return
    wanted = code.encode("ascii")
    for line in _find_lines(_text(), b'"' + wanted + b'"'):
        airport = _read_line(line)
        if code in (airport.icao, airport.iata):
            yield airport


def _find_by_name(text: str) -> list[Airport]:
    words = [word for word in re.split(r"[\W_]+", text.casefold()) if word]
    rest = [word for word in words if word not in _WORDS]
    if not rest or len(longest := max(rest, key=len)) < 3:
        return []
    named = [_read_line(line) for line in _find_lines(_text().lower(), longest.encode("utf-8"), of=_text())]
    key, says_airport = "".join(map(fold, rest)), len(rest) < len(words)
    whole = [a for a in named if _join_words(a.name) == key and (says_airport or _join_words(a.city) != key)]
    of_city = [a for a in named if says_airport and _join_words(a.city) == key]
    known = [a for a in dict.fromkeys([*whole, *of_city]) if a.iata]
    return known or _only_one(a for a in named if a.iata and _has_words(a, rest)) or (whole if says_airport else [])


def _has_words(airport: Airport, words: Iterable[str]) -> bool:
    """Return whether the name has every word, and more than its city has."""
    own, city = (set(re.split(r"[\W_]+", text.casefold())) for text in (airport.name, airport.city))
    return own.issuperset(words) and not city.issuperset(words)


def _only_one(found: Iterable[Airport]) -> list[Airport]:
    airports = list(found)
    return airports if len(airports) == 1 else []


def _join_words(name: str) -> str:
    """Return the folded words of a name but those for an airport."""
    return "".join(fold(word) for word in re.split(r"[\W_]+", name.casefold()) if word not in _WORDS)


def _find_lines(data: bytes, piece: bytes, *, of: bytes = b"") -> Iterator[bytes]:
    """Yield each line that has a piece; from `of`, which has the same lines, where that is given."""
    at = data.find(b"\n") + 1
    while (at := data.find(piece, at)) >= 0:
        first = data.rindex(b"\n", 0, at) + 1
        at = data.find(b"\n", at) + 1 or len(data)
        yield (of or data)[first : at - 1]


def _read_line(line: bytes) -> Airport:
    return _read_airport(next(csv.reader([line.decode("utf-8")])))


def _read_airport(row: list[str]) -> Airport:
    icao, iata, name, city, region, country, _, lat, lon, zone, _ = row
    return Airport(icao, iata, clean(name), clean(city), clean(region), country, float(lat), float(lon), zone)
