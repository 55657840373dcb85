"""The tables and columns of the GTFS Schedule reference that are read, and how a field becomes a value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from math import isfinite
from typing import Any, NamedTuple

from routes.clock import get_zone
from routes.errors import TimeError
from routes.gazetteer.folding import clean
from routes.units import parse_degrees

MOST_HOURS = 24 * 61
"""Of a time after the start of its service day: journeys of up to 60 days are searched."""
FIRST_YEAR, LAST_YEAR = 1900, 2200
_TIME = re.compile(r"(\d{1,4}):([0-5]\d):([0-5]\d)", re.ASCII)
_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
Parse = Callable[[str], Any]


class Field(NamedTuple):
    """A column of the reference: how a field is read, what an empty one means, and whether there must be one.

    `parse` is None for text that is taken as it is, and raises ValueError with what is wrong. `needed` says that
    the table is not read without the column; `filled` that no row is without a value.
    """

    name: str
    parse: Parse | None = None
    default: Any = ""
    needed: bool = False
    filled: bool = False
    code: str = "value_invalid"


def parse_time(text: str) -> int:
    """Return the seconds of `25:10:00` after the start of the service day; raises ValueError otherwise."""
    found = _TIME.fullmatch(text)
    if not found or int(found[1]) > MOST_HOURS:
        raise ValueError(f'"{text}" is not a Time, HH:MM:SS')
    return int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3])


def parse_date(text: str) -> int:
    """Return the day of `20190514` as its ordinal; raises ValueError otherwise."""
    found = _DATE.fullmatch(text)
    try:
        day = date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f'"{text}" is not a Date, YYYYMMDD')
    return day.toordinal()


def parse_count(text: str) -> int:
    """Return a whole number of zero or more; raises ValueError otherwise."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise ValueError(f'"{text}" is not a non-negative integer')
    return int(text)


def parse_metres(text: str) -> float:
    """Return a finite number of zero or more; raises ValueError otherwise."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not (isfinite(value) and value >= 0):
        raise ValueError(f'"{text}" is not a non-negative float')
    return value


def parse_zone(text: str) -> str:
    """Return an IANA zone; raises ValueError where there is none of that name."""
    try:
        get_zone(text)
    except TimeError as fault:
        raise ValueError(f"{fault.message}; {fault.hint}") from None
    return text


def parse_name(text: str) -> str:
    """Return text for people: without control characters, spaces single."""
    return clean(text)[:200]


def one_of(*allowed: int) -> Parse:
    """Return a reader of an enum that accepts just these numbers."""

    def parse(text: str) -> int:
        if not (text.isascii() and text.isdigit() and int(text[:6]) in allowed):
            raise ValueError(f'"{text}" is none of: {", ".join(map(str, allowed))}')
        return int(text[:6])

    return parse


def _key(name: str) -> Field:
    """Return a column of ids that every row has."""
    return Field(name, needed=True, filled=True)


def _flag(name: str, *allowed: int, default: int = 0) -> Field:
    return Field(name, one_of(*allowed), default)


_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
TABLES: Mapping[str, tuple[Field, ...]] = {
    "agency.txt": (
        Field("agency_id"),
        Field("agency_name", parse_name, needed=True),
        Field("agency_timezone", parse_zone, needed=True, filled=True, code="zone_unknown"),
    ),
    "stops.txt": (
        _key("stop_id"),
        Field("stop_name", parse_name),
        Field("stop_lat", parse_degrees(90), None, code="lat_out_of_range"),
        Field("stop_lon", parse_degrees(180), None, code="lon_out_of_range"),
        _flag("location_type", 0, 1, 2, 3, 4),
        Field("parent_station"),
        Field("stop_timezone", parse_zone, code="zone_unknown"),
        Field("platform_code", parse_name),
    ),
    "routes.txt": (
        _key("route_id"),
        Field("agency_id"),
        Field("route_short_name", parse_name),
        Field("route_long_name", parse_name),
        Field("route_type", parse_count, 3),
        _flag("continuous_pickup", 0, 1, 2, 3, default=1),
        _flag("continuous_drop_off", 0, 1, 2, 3, default=1),
    ),
    "trips.txt": (
        _key("route_id"),
        _key("service_id"),
        _key("trip_id"),
        Field("trip_headsign", parse_name),
        Field("trip_short_name", parse_name),
        Field("block_id"),
        Field("shape_id"),
    ),
    "stop_times.txt": (
        _key("trip_id"),
        Field("arrival_time", parse_time, -1, needed=True),
        Field("departure_time", parse_time, -1, needed=True),
        Field("stop_id", needed=True),
        Field("location_id"),
        Field("location_group_id"),
        Field("start_pickup_drop_off_window"),
        Field("stop_sequence", parse_count, needed=True, filled=True),
        _flag("pickup_type", 0, 1, 2, 3),
        _flag("drop_off_type", 0, 1, 2, 3),
        _flag("timepoint", 0, 1, default=1),
        _flag("continuous_pickup", 0, 1, 2, 3, default=1),
        _flag("continuous_drop_off", 0, 1, 2, 3, default=1),
        Field("shape_dist_traveled", parse_metres, -1.0),
    ),
    "shapes.txt": (
        _key("shape_id"),
        Field("shape_pt_lat", parse_degrees(90), needed=True, filled=True, code="lat_out_of_range"),
        Field("shape_pt_lon", parse_degrees(180), needed=True, filled=True, code="lon_out_of_range"),
        Field("shape_pt_sequence", parse_count, needed=True, filled=True),
    ),
    "calendar.txt": (
        _key("service_id"),
        *(Field(day, one_of(0, 1), needed=True, filled=True) for day in _DAYS),
        Field("start_date", parse_date, needed=True, filled=True),
        Field("end_date", parse_date, needed=True, filled=True),
    ),
    "calendar_dates.txt": (
        _key("service_id"),
        Field("date", parse_date, needed=True, filled=True),
        Field("exception_type", one_of(1, 2), needed=True, filled=True),
    ),
    "frequencies.txt": (
        _key("trip_id"),
        Field("start_time", parse_time, needed=True, filled=True),
        Field("end_time", parse_time, needed=True, filled=True),
        Field("headway_secs", parse_count, needed=True, filled=True),
        _flag("exact_times", 0, 1),
    ),
    "transfers.txt": (
        Field("from_stop_id"),
        Field("to_stop_id"),
        Field("from_route_id"),
        Field("to_route_id"),
        Field("from_trip_id"),
        Field("to_trip_id"),
        _flag("transfer_type", 0, 1, 2, 3, 4, 5),
        Field("min_transfer_time", parse_count, -1),
    ),
    "pathways.txt": (
        _key("pathway_id"),
        _key("from_stop_id"),
        _key("to_stop_id"),
        Field("pathway_mode", one_of(1, 2, 3, 4, 5, 6, 7), needed=True, filled=True),
        Field("is_bidirectional", one_of(0, 1), needed=True, filled=True),
        Field("length", parse_metres, -1.0),
        Field("traversal_time", parse_count, -1),
        Field("stair_count", str, ""),
    ),
    "feed_info.txt": (
        Field("feed_publisher_name", parse_name),
        Field("feed_publisher_url", parse_name),
        Field("feed_lang", parse_name),
        Field("feed_start_date", parse_date, 0),
        Field("feed_end_date", parse_date, 0),
        Field("feed_version", parse_name),
    ),
    "attributions.txt": (
        Field("organization_name", parse_name, needed=True),
        Field("attribution_url", parse_name),
    ),
}
DAYS = _DAYS
