"""The cities of the base map as places of a question."""

from __future__ import annotations

from collections.abc import Iterable

from routes.basemap.cities import SOURCE, City, list_country_keys
from routes.gazetteer.beyond import Candidate
from routes.gazetteer.folding import fold, is_long_enough
from routes.gazetteer.station import OWN_LANGUAGE, Station
from routes.geo import Coordinate
from routes.ids import StationCode

ACCURACY_M = 6000
"""Of 75 authored stations with the name of a city, nine in ten lie within 5.8 km of it, and half within 2.2 km."""


def build_candidate(city: City, how: str, matched: str) -> Candidate:
    """Return a city as a place that a text may name."""
    station = build_station(city)
    return Candidate(station, matched, how, city.population, city.capital, f"a city of {SOURCE}")


def build_station(city: City) -> Station:
    """Return the city as a station, whose name in its own script is known where CLDR has it."""
    local = next((name for lang, name in city.names if lang == OWN_LANGUAGE.get(city.country)), city.name)
    return Station(
        code=StationCode(city.code),
        name=city.name,
        local_name=local,
        country=city.country,
        regions=(city.region,) if city.region else (),
        coordinate=Coordinate(city.lat, city.lon),
        zone=city.zone,
        kind="city",
        position_accuracy_m=ACCURACY_M,
        source=SOURCE,
        origin="cities.tsv.gz",
    )


def fits(city: City, qualifiers: Iterable[str]) -> bool:
    """Return whether each word is the country, in any of its names, or begins the region or a word of it."""
    return all(_fits_one(city, fold(qualifier)) for qualifier in qualifiers)


def _fits_one(city: City, wanted: str) -> bool:
    if not wanted or wanted in (fold(city.country), "city") or wanted in list_country_keys(city.country):
        return True
    regions = [fold(part) for part in (city.region, *city.region.split())]
    return is_long_enough(wanted) and any(region.startswith(wanted) for region in regions)
