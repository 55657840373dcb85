"""The entries of a document that many answers share: an assumption with its spread, and the stations by code."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from routes.gazetteer.station import Name, Station
from routes.ids import StationCode
from routes.scenarios.assumptions import Assumption
from routes.scenarios.world import World

Document = dict[str, Any]


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
        "note": entry.note,
        "known_from": entry.known_from.isoformat() if entry.known_from else None,
        "origin": entry.origin,
    }


def build_stations(world: World, codes: Iterable[str]) -> Document:
    """Return each station once, in the order of the codes."""
    wanted = dict.fromkeys(StationCode(code) for code in codes)
    names = _korean_names(world.gazetteer.names, frozenset(wanted))
    return {code: _station(world.gazetteer.stations[code], names.get(code)) for code in wanted}


def _korean_names(names: Iterable[Name], codes: frozenset[StationCode]) -> dict[StationCode, str]:
    """Return the first Korean name of each of these stations that has one; one pass over all names, 0.1 ms."""
    found: dict[StationCode, str] = {}
    for name in names:
        if name.lang == "ko" and name.code in codes and name.kind not in ("historic", "place"):
            found.setdefault(name.code, name.name)
    return found


def _station(station: Station, korean: str | None) -> Document:
    return {
        "name": station.name,
        "local_name": station.local_name,
        "names": {"ko": korean} if korean else {},
        "country": station.country,
        "lat": station.coordinate.lat,
        "lon": station.coordinate.lon,
        "zone": station.zone,
        "kind": station.kind,
        "gauges_mm": list(station.gauges_mm),
        "position_accuracy_m": station.position_accuracy_m,
        "source": station.source,
        "origin": station.origin,
    }
