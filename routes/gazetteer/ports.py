"""The world's sea ports, by UN/LOCODE or name: read out of the package searoute without importing it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from routes.folders import find_package
from routes.gazetteer.beyond import Candidate
from routes.gazetteer.folding import fold
from routes.gazetteer.station import Station
from routes.gazetteer.zones import find_zone_of
from routes.geo import Coordinate
from routes.ids import StationCode

PREFIX = "port:"
SOURCE = "searoute (Apache-2.0)"
ACCURACY_M = 5000
"""A guess: most positions are in whole minutes, 1.9 km, and berths lie along the water; those of Rotterdam 20 km."""
PORT_WORDS = frozenset(("port", "of", "harbour", "harbor", "seaport", "порт", "hafen", "cang", "항", "港"))
_NAMED = re.compile(r'"name": "([^"]*)", "port": "([A-Z]{2}[A-Z0-9]{3})"')
_LOCODE = re.compile(r"([A-Z]{2}) ?([A-Z2-9]{3})")


class Port(NamedTuple):
    """A sea port: `locode` is its UN/LOCODE where the source is right; `code` is its own where two share one."""

    code: StationCode
    locode: str
    name: str
    country: str
    country_name: str
    lat: float
    lon: float


def find_ports(text: str) -> list[Port]:
    """Return the ports that a text names, by LOCODE in capitals or name, with or without `port`; [] for none."""
    if text.startswith(PREFIX):
        return [port for port in list_ports() if port.code == text]
    if (match := _LOCODE.fullmatch(text)) and (by_code := _find_locode(match[1] + match[2])):
        return by_code
    key = strip_port(text)
    return [port for port in list_ports() if key and key[:3] in port.name.casefold() and strip_port(port.name) == key]


def strip_port(text: str) -> str:
    """Return a folded name without words for a port; of one that has no others, with them."""
    words = [word for word in re.split(r"[\W_]+", text.casefold()) if word]
    return fold(" ".join([word for word in words if word not in PORT_WORDS] or words))


def _find_locode(locode: str) -> list[Port]:
    return [port for port in list_ports() if port.locode == locode]


@cache
def list_ports() -> tuple[Port, ...]:
    """Return every port in the order of the source; some 30 ms."""
    data = _read_bytes()
    return tuple(_number(_read_ports(json.loads(data)["features"]))) if data else ()


def list_port_keys() -> Iterator[tuple[str, str]]:
    """Yield the name of each port, in small letters, with its code; without reading the rest, some 5 ms."""
    for name, locode in _NAMED.findall(_read_bytes().decode("utf-8")):
        yield name.casefold(), f"{PREFIX}{locode.lower()}"


def _read_bytes() -> bytes:
    folder = find_package("searoute")  # the module itself would read the network of the seas
    return (folder / "data" / "ports.geojson").read_bytes() if folder else b""


def _read_ports(features: list[dict[str, dict[str, object]]]) -> Iterator[Port]:
    for feature in features:
        properties, point = feature["properties"], feature["geometry"]["coordinates"]
        locode, name = str(properties["port"] or ""), str(properties["name"])
        if not re.fullmatch("[A-Z]{2}[A-Z0-9]{3}", locode) or not isinstance(point, list):
            continue
        country_name = str(properties["cty"])
        yield Port(StationCode(""), locode, name, locode[:2], country_name, float(point[1]), float(point[0]))


def _number(ports: Iterator[Port]) -> Iterator[Port]:
    """Yield the ports with codes, `port:ruvvo`, and `port:arpud_2` for the second of one LOCODE."""
    counts: dict[str, int] = {}
    for port in ports:
        counts[port.locode] = count = counts.get(port.locode, 0) + 1
        yield port._replace(code=StationCode(f"{PREFIX}{port.locode.lower()}{f'_{count}' if count > 1 else ''}"))


def build_candidate(port: Port, how: str) -> Candidate:
    """Return a port as a place that a text may name, with the zone of its position."""
    point = Coordinate(round(port.lat, 6), round(port.lon, 6))
    country, zone = find_zone_of(point, port.country)
    station = Station(
        code=port.code,
        name=f"{port.name} port",
        local_name=f"{port.name} port",
        country=country,
        coordinate=point,
        zone=zone,
        kind="port",
        position_accuracy_m=ACCURACY_M,
        source=SOURCE,
        origin="ports.geojson",
    )
    return Candidate(station, port.name, how, remark=f"the port of {port.name} ({port.locode}), of {SOURCE}")
