"""Tables of stations that others publish: GTFS stops, Trainline's list, or our own columns, to records and findings."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from routes.checks import UNREAD
from routes.clock import get_zone
from routes.errors import TimeError
from routes.findings import Finding
from routes.gazetteer.columns import STATION_COLUMNS, parse_degrees, parse_visible
from routes.gazetteer.folding import LONGEST, clean
from routes.gazetteer.points import NOWHERE
from routes.gazetteer.zones import country_of_zone, find_zone
from routes.geo import Coordinate
from routes.tables import Column, Row, read_table

PLACES = ("", "0", "1")
"""Values of GTFS `location_type` that are places to start from: a stop or platform, and a station."""
ACCURACY_M = 300
"""Where a table does not say how exact it is: of 482 stations of one name in two, 95 in 100 agree within 140 m."""


class Stop(NamedTuple):
    """A station of a table: `ref` is its own key there, `names` further names with their language."""

    ref: str
    name: str
    names: tuple[tuple[str, str], ...]
    country: str
    region: str
    coordinate: Coordinate
    zone: str
    kind: str
    gauges_mm: tuple[int, ...]
    accuracy_m: int
    source: str
    note: str
    origin: str


Given = Mapping[str, Any]
"""The fields of a row by our words for them; None for an empty one."""
NAMED_IN = "info:"
"""What stands before the language in a column of names, `info:ko`, as in Trainline's list."""


class Sheet(NamedTuple):
    """What was read of a table: its stations, how many rows are parts of one, and every fault of the others."""

    stops: list[Stop]
    parts: int
    findings: list[Finding]


class Format(NamedTuple):
    """A kind of table: what it is called, its columns, and by our words the names of those that are used.

    `needed` are the columns without which it is not read; `marks` those by which it is known.
    """

    title: str
    marks: tuple[str, ...]
    needed: tuple[str, ...]
    columns: tuple[Column, ...]
    words: Mapping[str, str]


def _column(name: str, parse: Callable[[str], object] = str, remedy: str = "correct it, or leave it empty") -> Column:
    return Column(name, parse, remedy, required=False)


def _degrees(name: str) -> Column:
    return _column(name, parse_degrees, "give decimal degrees")


GTFS = Format(
    "GTFS stops.txt",
    ("stop_id",),
    ("stop_id", "stop_name", "stop_lat", "stop_lon"),
    (
        _column("stop_name", parse_visible),
        _degrees("stop_lat"),
        _degrees("stop_lon"),
    ),
    {
        "ref": "stop_id",
        "name": "stop_name",
        "lat": "stop_lat",
        "lon": "stop_lon",
        "zone": "stop_timezone",
        "parent": "parent_station",
        "type": "location_type",
    },
)
TRAINLINE = Format(
    "Trainline's list of stations",
    ("latitude", "longitude", "time_zone"),
    ("id", "name", "latitude", "longitude"),
    (_column("name", parse_visible), _degrees("latitude"), _degrees("longitude")),
    {"ref": "id", "name": "name", "lat": "latitude", "lon": "longitude", "zone": "time_zone", "country": "country"},
)
_OPTIONAL = ("country", "region", "zone", "kind", "position_accuracy_m", "source")
OWN = Format(
    "CSV with the columns of stations.csv",
    ("lat", "lon"),
    ("name", "lat", "lon"),
    (
        _column("code", clean),  # the key of the row in its own table, of any form
        *(c._replace(required=False) if c.name in _OPTIONAL else c for c in STATION_COLUMNS if c.name != "code"),
    ),
    {
        "ref": "code",
        "name": "name",
        "lat": "lat",
        "lon": "lon",
        "zone": "zone",
        "country": "country",
        "regions": "region",
        "kind": "kind",
        "gauges": "gauges_mm",
        "accuracy": "position_accuracy_m",
        "source": "source",
        "note": "note",
    },
)
FORMATS = (GTFS, TRAINLINE, OWN)


def read_stops(text: str, *, file: str) -> tuple[Format | None, Sheet]:
    """Return the kind of a table and its stations; a row with a fault is left out, and told of in a finding.

    Columns that a table may have beside are passed over. The zone of a station is that of its row, else that of
    its position, by tzfpy; so is its country. Stops that belong to a station of the same table are parts of it.
    """
    text = _with_commas(text)
    header = _read_header(text)
    kind = next((f for f in FORMATS if all(mark in header for mark in f.marks)), None)
    if kind is None or any(name not in header for name in kind.needed):
        return kind, Sheet([], 0, [_headless(header, kind, file)])
    named = {column.name: column for column in kind.columns}
    columns = [named.get(name) or _column(name) for name in dict.fromkeys(header)]
    rows, findings = read_table(text, file=file, columns=columns)
    usable = [row for row in rows if row.whole]
    tops, parts, orphans = _split_parts(usable, kind)
    named_in = [name for name in header if name.startswith(NAMED_IN)]
    stops = [found for row in tops for found in _read_row(row, kind, named_in, findings)]
    return kind, Sheet(stops, parts, sorted([*findings, *orphans], key=lambda f: (f.line, f.column)))


def _read_header(text: str) -> list[str]:
    lines = (line for line in io.StringIO(text) if line.strip(" ,\r\n") and not line.startswith("#"))
    return [name.strip() for name in next(csv.reader([next(lines, "")]), [])]


def _with_commas(text: str) -> str:
    """Return a table whose header has semicolons with commas for them, line by line so that rows keep their place."""
    first = text.split("\n", 1)[0]
    if first.count(";") <= first.count(","):
        return text
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerows(csv.reader(text.splitlines(), delimiter=";"))
    return buffer.getvalue()


def _headless(header: Sequence[str], kind: Format | None, file: str) -> Finding:
    if kind is None:
        known = "; ".join(f"{f.title} ({', '.join(f.needed)})" for f in FORMATS)
        shown = ", ".join(header)[:LONGEST]
        return Finding("header_missing", file, 1, 1, "", shown, "the header is of no known table", f"read are: {known}")
    name = next(name for name in kind.needed if name not in header)
    return Finding("column_missing", file, 1, 1, name, "", f'column "{name}" is missing', f"{kind.title} has it")


def _split_parts(rows: Sequence[Row], kind: Format) -> tuple[list[Row], int, list[Finding]]:
    """Return the rows that are stations, how many are parts of one, and what is wrong with the parents named."""
    parent, typed, ref = kind.words.get("parent", UNREAD), kind.words.get("type", UNREAD), kind.words["ref"]
    known = {row.values.get(ref) for row in rows}
    tops, orphans = [], []
    for row in rows:
        if (row.values.get(typed) or "") not in PLACES:
            continue
        above = row.values.get(parent)
        if above and above not in known:
            message = f'there is no stop "{above}" in this table, so this stop stands alone'
            orphans.append(row.finding("parent_unknown", parent, message, "add the station, or leave the field empty"))
        if not above or above not in known:
            tops.append(row)
    return tops, len(rows) - len(tops), orphans


def _read_row(row: Row, kind: Format, named_in: Sequence[str], findings: list[Finding]) -> Iterator[Stop]:
    """Yield the station of a row, and nothing but findings where it has a fault."""
    values = row.values
    given: dict[str, Any] = {word: values.get(name) for word, name in kind.words.items()}
    if faults := [] if _is_plain(given) else [fault for check in _CHECKS for fault in check(row, given, kind)]:
        findings += faults
        return
    point = Coordinate(given["lat"], given["lon"])
    found = find_zone(point)
    zone = given.get("zone") or found
    yield Stop(
        ref=str(given.get("ref") or given["name"]),
        name=given["name"],
        names=tuple((name.removeprefix(NAMED_IN), clean(values[name])) for name in named_in if values[name]),
        country=given.get("country") or country_of_zone(found) or country_of_zone(zone) or NOWHERE,
        region=next(iter(given.get("regions") or ()), ""),
        coordinate=point,
        zone=zone,
        kind=given.get("kind") or "station",
        gauges_mm=given.get("gauges") or (),
        accuracy_m=given.get("accuracy") or ACCURACY_M,
        source=given.get("source") or "",
        note=given.get("note") or "",
        origin=row.origin,
    )


def _is_plain(given: Given) -> bool:
    """Return True for most rows without a fault, which then need not be looked at field by field."""
    name, lat, lon = given["name"], given["lat"], given["lon"]
    return (
        bool(name and lat and lon)
        and len(name) <= LONGEST
        and -90 <= lat <= 90
        and -180 <= lon <= 180
        and not _zone_fault(given.get("zone") or "")
        and not _is_strange(given.get("country") or "")
    )


@cache
def _zone_fault(zone: str) -> tuple[str, str] | None:
    """Return what is wrong with a zone and the remedy; None for a good one, or none."""
    try:
        if zone:
            get_zone(zone)
    except TimeError as fault:
        return fault.message, fault.hint
    return None


def _is_strange(country: str) -> bool:
    return bool(country) and not (len(country) == 2 and country.isascii() and country.isupper())


def _check_missing(row: Row, given: Given, kind: Format) -> Iterable[Finding]:
    for word in ("name", "lat", "lon"):
        if given[word] is None:
            column = kind.words[word]
            yield row.finding("value_missing", column, f"{column} is empty", "fill it in, or take the row out")
    if given["lat"] == 0 == given["lon"]:
        message = "the position is 0, 0, which stands for none"
        yield row.finding("value_missing", kind.words["lat"], message, "fill it in, or take the row out")


def _check_name(row: Row, given: Given, kind: Format) -> Iterable[Finding]:
    if len(given["name"] or "") > LONGEST:
        message = f"the name has {len(given['name'])} letters"
        yield row.finding("value_invalid", kind.words["name"], message, f"write no more than {LONGEST}")


def _check_position(row: Row, given: Given, kind: Format) -> Iterable[Finding]:
    lat, lon = given["lat"], given["lon"]
    if isinstance(lat, float) and not -90 <= lat <= 90:
        exchanged = isinstance(lon, float) and -90 <= lon <= 90 and -180 <= lat <= 180
        why = f", and the other field is {lon}: the two look exchanged" if exchanged else ""
        message, remedy = f"the latitude is {lat}, outside -90 to 90{why}", "give the latitude in degrees"
        yield row.finding("lat_out_of_range", kind.words["lat"], message, remedy)
    if isinstance(lon, float) and not -180 <= lon <= 180:
        message = f"the longitude is {lon}, outside -180 to 180"
        yield row.finding("lon_out_of_range", kind.words["lon"], message, "give the longitude in degrees")


def _check_zone(row: Row, given: Given, kind: Format) -> Iterable[Finding]:
    if fault := _zone_fault(given.get("zone") or ""):
        yield row.finding("zone_unknown", kind.words["zone"], *fault)


def _check_country(row: Row, given: Given, kind: Format) -> Iterable[Finding]:
    country = given.get("country") or ""
    if _is_strange(country):
        message = f'"{country}" is not a country code'
        yield row.finding("value_invalid", kind.words["country"], message, "give two capital letters, such as KP")


_CHECKS = (_check_missing, _check_name, _check_position, _check_zone, _check_country)
