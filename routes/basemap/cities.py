"""The populated places of Natural Earth, packed: found by folded name or code without reading all of them."""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKED = Path(__file__).with_name("cities.tsv.gz")
"""Written by `make basemap`. A line a city, the most populous first; then a blank line, and a line a country."""
SOURCE = "Natural Earth 2.0.0 (public domain)"
PREFIX = "city:"


class City(NamedTuple):
    """A populated place: position in degrees, IANA zone, the most people counted there, and its names by language.

    `population` is 0 where none is known. `capital` is true for the seat of a state. The first name is that of
    Natural Earth, in English or in Latin letters, and has the language `en`.
    """

    code: str
    country: str
    region: str
    lat: float
    lon: float
    zone: str
    population: int
    capital: bool
    names: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """Return the name in Latin letters."""
        return self.names[0][1]


def find_cities(key: str) -> tuple[City, ...]:
    """Return the cities that have a folded name, the most populous first; () for none."""
    return tuple(map(_read_city, _find_lines(f"|{key}|"))) if key.isalnum() else ()


def get_city(code: str) -> City | None:
    """Return the city with a code such as `city:paris_fr`."""
    plain = code.replace("_", "").replace(":", "").isalnum()
    return next(map(_read_city, _find_lines(f"\n{code}\t")), None) if plain else None


def list_cities() -> Iterator[City]:
    """Yield every city, the most populous first."""
    return map(_read_city, _texts()[0].strip("\n").split("\n"))


def list_city_keys() -> Iterator[tuple[str, str]]:
    """Yield each folded name with the code of its city; some 9 ms for all."""
    for line in _texts()[0].strip("\n").split("\n"):
        code, _, rest = line.partition("\t")
        for key in rest[rest.index("|") + 1 : rest.rindex("|")].split("|"):
            yield key, code


def list_country_keys(country: str) -> frozenset[str]:
    """Return the folded names of a country by its ISO code, `usa` and `unitedstates` among those of US."""
    text = _texts()[1]
    start = text.find(f"\n{country}\t")
    return frozenset(text[start + 4 : text.index("\n", start + 1)].split("|")) if start >= 0 else frozenset()


def list_all_country_keys() -> Iterator[tuple[str, list[str]]]:
    """Yield the ISO code of each country with its folded names."""
    for line in _texts()[1].strip("\n").split("\n"):
        code, _, keys = line.partition("\t")
        yield code, keys.split("|")


@cache
def _texts() -> tuple[str, str]:
    """Return the lines of the cities and those of the countries, each between line feeds; some 6 ms."""
    cities, _, countries = gzip.decompress(PACKED.read_bytes()).decode("utf-8").partition("\n\n")
    return f"\n{cities}\n", f"\n{countries}"


def _find_lines(piece: str) -> Iterator[str]:
    """Yield every line of a city that has a piece of text."""
    text, at = _texts()[0], 0
    while (at := text.find(piece, at)) >= 0:
        first = text.rindex("\n", 0, at + 1) + 1
        at = text.index("\n", at + 1)
        yield text[first:at]


def _read_city(line: str) -> City:
    code, country, region, lat, lon, zone, population, capital, _, *names = line.split("\t")
    pairs = tuple((lang, name) for lang, _, name in (text.partition(":") for text in names))
    return City(code, country, region, float(lat), float(lon), zone, int(population), capital == "1", pairs)
