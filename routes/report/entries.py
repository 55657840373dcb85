"""The entries of a document that many answers share: an assumption with its spread, and the stations by code."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from routes.gazetteer.names import find_places
from routes.gazetteer.station import NAMESAKE_M, Name, Station
from routes.geo import Coordinate, geodesic_m
from routes.ids import StationCode
from routes.scenarios.assumptions import Assumption
from routes.scenarios.world import World

Document = dict[str, Any]
_OTHER_KINDS = ("historic", "place")
_OTHER_LANGS = ("en", "und")


def build_assumption(entry: Assumption) -> Document:
    """Return an assumption with its spread, its cases and where it comes from."""
    return {
        "key": entry.key,
        "value": entry.likely,
        "low": entry.low,
        "high": entry.high,
        "unit": entry.unit,
        "coverage": entry.law.coverage,
        "chance": entry.law.chance,
        "learned": {"freedom": entry.law.freedom, "scale": entry.law.scale} if entry.law.freedom else None,
        "cases": list(entry.cases),
        "source": entry.source,
        "accessed": entry.accessed or None,
        "note": entry.note,
        "known_from": entry.known_from.isoformat() if entry.known_from else None,
        "origin": entry.origin,
    }


def build_stations(world: World, codes: Iterable[str]) -> Document:
    """Return each station once, in the order of the codes."""
    wanted = dict.fromkeys(StationCode(code) for code in codes)
    names = _list_names(world.gazetteer.names, frozenset(wanted))
    return {code: _station(world.gazetteer.stations[code], names.get(code, {})) for code in wanted}


def lend_names(world: World, stations: Document) -> Document:
    """Return stations with the names of those of the gazetteer of their name that lie there, where they have none.

    Stops of a feed have one name only, of no language.
    """
    return {code: entry if any(entry["names"]) else _lend(world, entry) for code, entry in stations.items()}


def _lend(world: World, entry: Document) -> Document:
    here = Coordinate(entry["lat"], entry["lon"])
    for match in find_places(world.gazetteer, entry["name"]):
        station = world.gazetteer.stations[match.code]
        if match.how != "prefix" and geodesic_m(here, station.coordinate) <= NAMESAKE_M:
            lent = _list_names(world.gazetteer.names, frozenset([match.code])).get(match.code, {})
            return entry | {"names": lent | entry["names"]}
    return entry


def _list_names(names: Iterable[Name], codes: frozenset[StationCode]) -> dict[StationCode, dict[str, str]]:
    """Return the first name in each language of each of these stations, but for those in Latin letters and of old."""
    found: dict[StationCode, dict[str, str]] = {}
    for name in names:
        is_wanted = name.code in codes and name.kind not in _OTHER_KINDS and name.lang not in _OTHER_LANGS
        if is_wanted and not name.lang.endswith("-Latn"):
            found.setdefault(name.code, {}).setdefault(name.lang, name.name)
    return found


def _station(station: Station, names: dict[str, str]) -> Document:
    return {
        "name": station.name,
        "local_name": station.local_name,
        "names": names,
        "country": station.country,
        "lat": station.coordinate.lat,
        "lon": station.coordinate.lon,
        "zone": station.zone,
        "kind": station.kind,
        "gauges_mm": list(station.gauges_mm),
        "position_accuracy_m": station.position_accuracy_m,
        "source": station.source,
        "accessed": station.accessed or None,
        "origin": station.origin,
    }
