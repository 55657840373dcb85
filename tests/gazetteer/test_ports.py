from __future__ import annotations

import pytest

from routes.gazetteer.ports import build_candidate, find_ports, list_port_keys, list_ports
from routes.gazetteer.zones import country_of_zone


def test_ports_have_codes_of_their_own() -> None:
    ports = list_ports()
    assert len(ports) > 3_900
    assert len({port.code for port in ports}) == len(ports)


@pytest.mark.parametrize(("text", "code"), [
    ("RUVVO", "port:ruvvo"), ("RU VVO", "port:ruvvo"), ("port:ruvvo", "port:ruvvo"), ("Vladivostok", "port:ruvvo"),
    ("Rotterdam port", "port:nlrtm"), ("Port of Rotterdam", "port:nlrtm"), ("Port Said", "port:egpsd"),
])  # fmt: skip
def test_port_is_found_by_code_and_name(text: str, code: str) -> None:
    assert [port.code for port in find_ports(text)] == [code]


@pytest.mark.parametrize("text", ["", "port", "ruvvo", "Atlantis", "port:", "XXXXX", "|", "\n"])
def test_what_is_no_port_finds_none(text: str) -> None:
    assert find_ports(text) == []


@pytest.mark.parametrize(("text", "country", "zone"), [
    ("Dandong", "CN", "Asia/Shanghai"),  # its position lies on the far bank of the Yalu
    ("Philipsburg", "SX", "America/Lower_Princes"),  # under the code of a country that is no more
    ("ASPGO", "PA", "America/Panama"),  # under the code of another country
])  # fmt: skip
def test_zone_is_of_the_country_of_the_port(text: str, country: str, zone: str) -> None:
    (port,) = find_ports(text)
    station = build_candidate(port, "exact").station
    assert (station.country, station.zone) == (country, zone)


def test_zones_agree_with_countries() -> None:
    stations = [build_candidate(port, "").station for port in list_ports()[::23]]
    assert not [s for s in stations if country_of_zone(s.zone) not in (s.country, "")]


def test_keys_have_every_port() -> None:
    assert len(list(list_port_keys())) >= len(list_ports())
