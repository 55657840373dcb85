"""The places of the world by name, code or position: each source beyond the authored gazetteer, in its order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from routes.gazetteer.beyond import OTHER, Candidate, choose, describe
from routes.gazetteer.countries import AIRPORT_WORDS
from routes.gazetteer.folding import LONGEST, clean, fold, is_long_enough
from routes.gazetteer.names import split_qualifiers
from routes.gazetteer.station import Station
from routes.ids import StationCode
from routes.scenarios.known import Known

IMPORTED = "imported.sqlite"
MOST_BEGUN = 20
"""Places that are listed for the beginning of a name."""


def find_beyond(known: Known, text: str) -> tuple[Candidate, ...]:
    """Return the places beyond the gazetteer that a text names, of the first source that knows any; () for none.

    One, where one is meant; several where the text leaves it open.
    Where a source has a text only as another name of several places, the next ones are asked first.
    Raises: UsageError, for a position off the earth.
    """
    query = clean(text)[:LONGEST]
    unsure: tuple[Candidate, ...] = ()
    for find in _SOURCES:
        found = choose(find(known, query))
        if len(found) == 1 or any(c.how != OTHER for c in found):
            return found
        unsure = unsure or found
    return unsure


def find_named(known: Known, text: str) -> tuple[Candidate, ...]:
    """Return the imported stations or cities that a word of a question names: one where one is meant; () for none."""
    query = clean(text)[:LONGEST]
    return choose(_find_imported(known, query)) or choose(_find_cities(known, query))


def narrows(name: str, part: str) -> bool:
    """Return whether `52.5` and `13.4` are one position, or `London` and `Ontario` may be one city."""
    from routes.basemap.cities import find_cities
    from routes.scenarios.city_places import fits

    if "," not in name and _find_points(None, f"{name},{part}"):  # what has a comma is a position already
        return True
    return any(fits(city, (part,)) for city in find_cities(fold(name)))


def is_city(text: str) -> bool:
    """Return whether a text is the name of a city."""
    from routes.basemap.cities import find_cities

    return bool(find_cities(fold(text)))


def list_beyond(known: Known, text: str) -> list[Candidate]:
    """Return every place of every source that a text names, or else those of which it begins or is in a name."""
    query = clean(text)[:LONGEST]
    found = [candidate for find in _SOURCES for candidate in find(known, query)]
    return found or [*_find_begun_imported(known, query), *_find_begun_cities(query)][:MOST_BEGUN]


def _find_begun_imported(known: Known, text: str) -> Iterable[Candidate]:
    for file in list_files(known):
        from routes.gazetteer.imported import find_begun

        for hit in find_begun(file, fold(text), most=MOST_BEGUN):
            yield Candidate(hit.station, hit.matched, "prefix", remark=_credit(hit.station))


def _find_begun_cities(text: str) -> Iterable[Candidate]:
    from routes.basemap.cities import get_city, list_city_keys
    from routes.scenarios.city_places import build_candidate

    key = fold(text)
    codes = dict.fromkeys(code for name, code in list_city_keys() if is_long_enough(key) and name.startswith(key))
    cities = [city for code in list(codes)[:MOST_BEGUN] if (city := get_city(code))]
    return [build_candidate(city, "prefix", city.name) for city in cities]


def _find_cities(known: Known, text: str) -> Sequence[Candidate]:
    from routes.basemap.cities import PREFIX, find_cities, get_city
    from routes.scenarios.city_places import build_candidate, fits

    del known
    if text.startswith(PREFIX):
        city = get_city(text)
        return [build_candidate(city, "code", city.name)] if city else []
    whole = find_cities(fold(text))
    base, qualifiers = split_qualifiers(text)
    found = whole or [city for city in find_cities(fold(base)) if qualifiers and fits(city, qualifiers)]
    key = fold(text if whole else base)
    chief = [city for city in found if any(fold(n) == key for lang, n in city.names if lang != "en" or n == city.name)]
    return [
        build_candidate(city, "folded", next(n for _, n in city.names if fold(n) == key)) for city in chief or found
    ]


def _find_imported(known: Known, text: str) -> Sequence[Candidate]:
    """Return the user's own stations of a name: where there are any, those that are spelt so, and called so first."""
    files = list_files(known)
    if not files:
        return []
    from routes.gazetteer.imported import find_imported, get_imported  # SQLite, where a user has imported anything

    if station := next((found for file in files if (found := get_imported(file, text))), None):
        return [Candidate(station, station.name, "code", remark=_credit(station))]
    base, qualifiers = split_qualifiers(text)
    hits = [hit for file in files for hit in find_imported(file, fold(text))]
    if not hits and qualifiers:
        hits = [h for file in files for h in find_imported(file, fold(base)) if _fits(h.station, qualifiers)]
    chief = [hit for hit in hits if hit.matched == hit.station.name]
    best = [hit for hit in chief if hit.matched in (text, base)] or chief or hits
    how = "folded" if chief else OTHER
    return [Candidate(hit.station, hit.matched, how, remark=_credit(hit.station)) for hit in best]


def list_files(known: Known) -> list[Path]:
    """Return the files of imported stations in the user's own folders, the uppermost first."""
    return [file for folder in reversed(known.folders[1:]) if (file := folder.path / IMPORTED).is_file()]


def _credit(station: Station) -> str:
    return f"a station imported by you: {describe(station)}, from {station.source}"


def _fits(station: Station, qualifiers: Sequence[str]) -> bool:
    from routes.basemap.cities import list_country_keys

    places = {fold(station.country), *list_country_keys(station.country), fold(station.region), station.kind}
    return all(fold(qualifier) in places for qualifier in qualifiers)


def _find_airports(known: Known, text: str) -> Sequence[Candidate]:
    from routes.gazetteer.airports import build_candidate, find_airports

    del known
    base, qualifiers = split_qualifiers(text)
    found = find_airports(text) or find_airports(f"{base} airport" if _say(qualifiers, AIRPORT_WORDS) else "")
    return [build_candidate(airport, "exact") for airport in found]


def _find_ports(known: Known, text: str) -> Sequence[Candidate]:
    from routes.gazetteer.ports import PORT_WORDS, build_candidate, find_ports

    del known
    base, qualifiers = split_qualifiers(text)
    found = find_ports(text) or find_ports(f"{base} port" if _say(qualifiers, PORT_WORDS) else "")
    return [build_candidate(port, "exact") for port in found]


def _say(qualifiers: Sequence[str], words: Iterable[str]) -> bool:
    return bool(qualifiers) and all(qualifier.casefold() in words for qualifier in qualifiers)


def _find_points(known: Known | None, text: str) -> Sequence[Candidate]:
    from routes.gazetteer.points import find_point

    del known
    found = find_point(text)
    return [found] if found else []


_SOURCES: tuple[Callable[[Known, str], Sequence[Candidate]], ...] = (
    _find_points,
    _find_imported,
    _find_cities,
    _find_airports,
    _find_ports,
)
"""In the order in which they are asked; what is written as a position is one, and cannot be a name."""


def find_by_code(known: Known, code: str) -> Station | None:
    """Return the place of any source that has a code; None where there is none."""
    if (station := known.gazetteer.stations.get(StationCode(code))) is not None:
        return station
    exact = (c.station for find in _SOURCES for c in find(known, code))
    return next((station for station in exact if station.code == code), None)
