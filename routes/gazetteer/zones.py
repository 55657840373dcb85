"""The time zone of a position, and the country of a zone: for places whose own are not authored."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from routes.geo import Coordinate

SOURCE = "tzfpy (MIT; boundaries ODbL 1.0)"
BANGKOK, HANOI = "Asia/Bangkok", "Asia/Ho_Chi_Minh"


def find_zone(point: Coordinate) -> str:
    """Return the IANA zone at a position, at sea one of those such as `Etc/GMT+3`; the table takes 140 ms to load."""
    import tzfpy  # only for places that are not authored

    zone = tzfpy.get_tz(point.lon, point.lat)
    return HANOI if zone == BANGKOK and _is_in_vietnam(point) else zone


def _is_in_vietnam(point: Coordinate) -> bool:
    """Return whether a point of Asia/Bangkok is Vietnam's.

    tzfpy has its north, from 17 degrees on, under Bangkok, as their clocks agree since 1970. Thailand ends west of
    both meridians: at 104.8 by the Mekong, and at 101.4 in its north.
    """
    return (point.lat > 16.9 and point.lon > 105.0) or (point.lat > 18.6 and point.lon > 102.0)


def country_of_zone(zone: str) -> str:
    """Return the ISO code of the country that tzdata lists a zone under; "" at sea."""
    return _countries().get(zone, "")


@cache
def list_zones(country: str) -> tuple[str, ...]:
    """Return the zones that tzdata lists under a country."""
    return tuple(zone for zone, code in _countries().items() if code == country)


@cache
def _countries() -> dict[str, str]:
    """Return the country of each zone in tzdata's zone.tab, which names one country for each."""
    from importlib.resources import files

    text = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {row[2]: row[0] for row in rows}
