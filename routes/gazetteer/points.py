"""Any position as a place: its code, zone and country, and how exact it is as written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from routes.errors import UsageError
from routes.gazetteer.beyond import Candidate
from routes.gazetteer.station import Station
from routes.gazetteer.zones import SOURCE, country_of_zone, find_zone
from routes.geo import DEGREE_M, Coordinate, parse_coordinate
from routes.ids import StationCode

PREFIX = "at:"
NOWHERE = "ZZ"
"""The ISO code set aside for what is of no country: the sea."""
_FIGURES = re.compile(r"\d\s*[,;°'′\s]\s*[+-]?\d|\d\s*[NS]\b")

_FIGURES_ALONE = re.compile(r"[\d\s.,;°'′’\"″”NSEW+-]+")


def is_position(text: str) -> bool:
    """Return whether a text has the form of a position, which no name has, though it may be off the earth."""
    return text.startswith(PREFIX) or bool(_FIGURES.search(text.upper()))


def find_point(text: str) -> Candidate | None:
    """Return the place at a position such as `42.43,130.64`, or with the code `at:42.43,130.64`; None for other text.

    Raises: UsageError, for a position that is not on the earth, and for figures alone that are none as written.
    """
    plain = text.removeprefix(PREFIX)
    if not _FIGURES.search(plain.upper()):
        return None
    try:
        point = parse_coordinate(plain)
    except UsageError as fault:
        hint = next((f'did you mean "{other}"?' for other in _respell(plain)), "")
        if "not a point" in fault.message or _FIGURES_ALONE.fullmatch(plain.strip().upper()):
            raise UsageError(fault.message, hint=hint or fault.hint) from fault
        return None
    return _build_candidate(point, plain)


def _respell(text: str) -> Iterator[str]:
    """Yield what a text that is no position may mean: decimal commas, a semicolon between, longitude first."""
    halves = [
        half.strip() for half in re.split(r"[;\s]+" if text.count(",") != 1 else r"[;,]", text.strip(), maxsplit=1)
    ]
    if len(halves) != 2:
        return
    lat, lon = (half.strip(",").replace(",", ".") for half in halves)
    for spelling in (f"{lat},{lon}", f"{lon},{lat}"):
        try:
            parse_coordinate(spelling)
        except UsageError:
            continue
        yield spelling


def _build_candidate(point: Coordinate, text: str) -> Candidate:
    point = Coordinate(round(point.lat, 6) + 0.0, round(point.lon, 6) + 0.0)
    name, zone = f"{point.lat:.10g},{point.lon:.10g}", find_zone(point)
    country = country_of_zone(zone) or NOWHERE
    where = f"country {country}" if country != NOWHERE else "at sea"
    station = Station(
        code=StationCode(f"{PREFIX}{name}"),
        name=name,
        local_name=name,
        country=country,
        coordinate=point,
        zone=zone,
        kind="point",
        position_accuracy_m=_accuracy_m(text),
        source="as given",
        note=f"zone {zone}, {where}: by its position, from {SOURCE}",
        origin="as given",
    )
    return Candidate(station, name, "code", remark=station.note)


def _accuracy_m(text: str) -> int:
    """Return half of the last decimal that both numbers have, in metres of latitude; of minutes, half a minute."""
    decimals = [len(part) for part in re.findall(r"\d+\.?(\d*)", text)]
    if len(decimals) > 2:
        seconds = len(decimals) == 6
        return round(DEGREE_M / (7200 if seconds else 120))
    return max(1, round(DEGREE_M / 2 / float(10 ** min(decimals, default=0))))
