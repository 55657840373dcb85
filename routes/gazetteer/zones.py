"""The time zone of a position, and the country of a zone: for places whose own are not authored."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from routes.geo import wrap_coordinate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routes.geo import Coordinate

SOURCE = "tzfpy (MIT; boundaries ODbL 1.0)"
SIXTY_KM_DEG, STEPS = 0.54, 27
"""How far, in degrees of latitude, a position may lie beyond the border of the country that it is said to be in."""
BANGKOK, HANOI = "Asia/Bangkok", "Asia/Ho_Chi_Minh"


def find_zone(point: Coordinate) -> str:
    """Return the IANA zone at a position, at sea one of those such as `Etc/GMT+3`; the table takes 140 ms to load."""
    import tzfpy  # only for places that are not authored

    zone = tzfpy.get_tz(point.lon, point.lat)
    return HANOI if zone == BANGKOK and _is_in_vietnam(point.lat, point.lon) else zone


def find_zones(lats: Sequence[float], lons: Sequence[float]) -> list[str]:
    """Return what `find_zone` does of many positions, for which a call each for their parts is what takes the time."""
    import tzfpy

    zones = list(map(tzfpy.get_tz, lons, lats))
    for place, zone in enumerate(zones):
        if zone == BANGKOK and _is_in_vietnam(lats[place], lons[place]):
            zones[place] = HANOI
    return zones


def _is_in_vietnam(lat: float, lon: float) -> bool:
    """Return whether a point of Asia/Bangkok is Vietnam's.

    tzfpy has its north, from 17 degrees on, under Bangkok, as their clocks agree since 1970. Thailand ends west of
    both meridians: at 104.8 by the Mekong, and at 101.4 in its north.
    """
    return (lat > 16.9 and lon > 105.0) or (lat > 18.6 and lon > 102.0)


def find_zone_of(point: Coordinate, country: str) -> tuple[str, str]:
    """Return country and zone of a place that is said to be of a country, whose position may lie a little outside it.

    The zone is that of the position, or the nearest of the country within some 60 km. Where there is none both are
    those of the position, and the country stands only at sea.
    """
    zone, zones = find_zone(point), list_zones(country)
    if zone in zones:
        return country, zone
    near = _find_near(point, zones) if zones else ""
    return (country, near) if near else (country_of_zone(zone) or country, zone)


def _find_near(point: Coordinate, zones: Sequence[str]) -> str:
    """Return the one of some zones that lies nearest to a point, in eight directions; "" beyond some 60 km."""
    for step in range(1, STEPS + 1):
        away = SIXTY_KM_DEG * step / STEPS
        for north, east in ((0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1)):
            there = wrap_coordinate(point.lat + north * away, point.lon + east * away)
            if -90 <= there.lat <= 90 and (zone := find_zone(there)) in zones:
                return zone
    return ""


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
    return {row[2]: row[0] for row in read_tab("zone.tab")}


def read_tab(name: str) -> list[list[str]]:
    """Return the rows of a table of tzdata, split at tabs."""
    from importlib.resources import files  # 20 ms with all it brings

    text = files("tzdata").joinpath("zoneinfo", name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
