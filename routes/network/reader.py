"""The network as read from `segments.csv` and `turns.csv` of the data folders, with every fault in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import asin, cos, radians, sin, sqrt
from typing import Any

from routes.findings import CATALOGUE, ERROR, Finding
from routes.folders import DataFolder, read_text
from routes.geo import Coordinate, geodesic_m
from routes.ids import StationCode
from routes.network.graph import BASES, TURN_KINDS, Network, Segment, StationLike, Turn
from routes.tables import Column, Row, parse_count, parse_gauges, parse_one_of, parse_yes, read_table

CIRCUITY_LIMIT = 3.0
"""Track longer than this many geodesics is reported; the longest known ratio here is 2.0, round Lake Baikal."""

EARTH_RADIUS_M = 6_371_009
"""Mean radius of the GRS 80 ellipsoid (Moritz, 2000)."""

Stations = Mapping[StationCode, StationLike]
Check = Callable[[Row, Stations], list[Finding]]


def parse_length(field: str) -> int:
    """Return a length of at least one metre, in whole metres; raises ValueError otherwise."""
    metres = parse_count(field)
    if metres == 0:
        raise ValueError("a length of 0 m is no track")
    return metres


SEGMENT_COLUMNS = (
    Column("from", remedy="write the code of a station"),
    Column("to", remedy="write the code of a station"),
    Column("line", remedy="name the line, so that two lines between the same stations stay apart"),
    Column("length_m", parse_length, "write whole metres, such as 5000"),
    Column("error_m", parse_count, "write whole metres, or leave it empty", required=False, default=0),
    Column("basis", parse_one_of(*BASES), "write official only when the source states this length"),
    Column("whole", remedy="name what this is a share of, or leave it empty", required=False, default=""),
    Column("gauges_mm", parse_gauges, "write 1435, or 1435/1520 for track of both gauges"),
    Column("electrified", parse_yes, "write yes or no, or leave it empty if unknown", required=False),
    Column("border", parse_yes, "write yes when the two stations lie in different countries, else no"),
    Column("source", required=False, default=""),
    Column("note", required=False, default=""),
)

TURN_COLUMNS = (
    Column("at", remedy="write the code of the station where the train reverses"),
    Column("from", remedy="write the code of the neighbour it comes from"),
    Column("to", remedy="write the code of the neighbour it goes to"),
    Column("kind", parse_one_of(*TURN_KINDS), "write regular, or possible when no train is known to do it"),
    Column("low_min", parse_count, "write whole minutes"),
    Column("likely_min", parse_count, "write whole minutes"),
    Column("high_min", parse_count, "write whole minutes"),
    Column("source", required=False, default=""),
    Column("note", required=False, default=""),
)


def read_network(folders: Sequence[DataFolder], stations: Stations) -> tuple[Network, list[Finding]]:
    """Return the network of all folders, and every fault in their files.

    A row of a later folder replaces the segment of the same two stations and line, or the turn of the
    same movement, in whichever direction it is written; other rows add. Only the first folder must have
    the files. A row with a fault of severity error is left out.
    """
    segment_rows, findings = _read_rows(
        folders, "segments.csv", SEGMENT_COLUMNS, _segment_key, _check_segment, stations
    )
    segments = tuple(_build_segment(row) for row in segment_rows)
    check = _build_turn_check(segments)
    turn_rows, more = _read_rows(folders, "turns.csv", TURN_COLUMNS, _turn_key, check, stations)
    network = Network(segments, tuple(_build_turn(row) for row in turn_rows), stations)
    return network, findings + more + _find_isolated(network, folders)


def _read_rows(
    folders: Sequence[DataFolder],
    name: str,
    columns: Sequence[Column],
    key: Callable[[Row], tuple[Any, ...]],
    check: Check,
    stations: Stations,
) -> tuple[list[Row], list[Finding]]:
    """Return the rows that count, in the order of first appearance, and the findings in file order."""
    kept: dict[tuple[Any, ...], Row] = {}
    findings: list[Finding] = []
    for folder in folders:
        path = folder.path / name
        if folder is not folders[0] and not path.exists():
            continue
        file = f"{folder.label}/{name}"
        text, unread = read_text(path, label=file)
        rows, faults = ([], unread) if unread else read_table(text, file=file, columns=columns)
        good, more = _check_rows(rows, key, check, stations)
        kept |= good
        findings += sorted(faults + more, key=lambda f: (f.line, f.column))
    return list(kept.values()), findings


def _check_rows(
    rows: Sequence[Row], key: Callable[[Row], tuple[Any, ...]], check: Check, stations: Stations
) -> tuple[dict[tuple[Any, ...], Row], list[Finding]]:
    """Return the usable rows of one file by key, and what is wrong with all of them."""
    good: dict[tuple[Any, ...], Row] = {}
    findings: list[Finding] = []
    seen: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        first = seen.setdefault(key(row), row)
        faults = _check_source(row) + check(row, stations)
        if first is not row:
            message = f"this is the same as line {first.line}, in this or the other direction"
            faults.append(row.finding("row_repeated", row.header[0], message, "keep one of the two"))
        if not any(CATALOGUE[fault.code][0] == ERROR for fault in faults):
            good[key(row)] = row
        findings += faults
    return good, findings


def _segment_key(row: Row) -> tuple[Any, ...]:
    return (*sorted((row.values["from"], row.values["to"])), row.values["line"])


def _turn_key(row: Row) -> tuple[Any, ...]:
    return (row.values["at"], *sorted((row.values["from"], row.values["to"])))


def _check_source(row: Row) -> list[Finding]:
    if not row.values["source"]:
        remedy = "name the source, or write assumed and say in the note what the guess rests on"
        return [row.finding("source_missing", "source", "the source is empty", remedy)]
    if row.values["source"] == "assumed" and not row.values["note"]:
        message = "the source is assumed, and the note does not say why"
        return [row.finding("guess_unexplained", "note", message, "say in the note what the guess rests on")]
    return []


def _check_codes(row: Row, fields: Sequence[str], stations: Stations) -> list[Finding]:
    remedy = "correct the code, or add the station to stations.csv"
    return [
        row.finding("station_unknown", field, f'there is no station "{row.values[field]}"', remedy)
        for field in fields
        if row.values[field] not in stations
    ]


def _check_segment(row: Row, stations: Stations) -> list[Finding]:
    faults = _check_codes(row, ("from", "to"), stations)
    if faults:
        return faults
    if row.values["from"] == row.values["to"]:
        message = f"the segment begins and ends at {row.values['from']}"
        return [row.finding("segment_loop", "to", message, "name the neighbour at the other end")]
    ends = stations[row.values["from"]], stations[row.values["to"]]
    return _check_basis(row) + _check_length(row, *ends) + _check_border(row, *ends) + _check_gauges(row, *ends)


def _check_basis(row: Row) -> list[Finding]:
    if row.values["basis"] == "official" and row.values["source"] == "assumed":
        remedy = "name the source that states this length, or write estimated"
        return [row.finding("basis_unsourced", "basis", "an official length cannot be assumed", remedy)]
    return []


def _check_length(row: Row, start: StationLike, end: StationLike) -> list[Finding]:
    """Compare track with the geodesic; a length plus its stated error may not fall short of it."""
    length_m, error_m = row.values["length_m"], row.values["error_m"]
    rough_m = _sphere_m(start.coordinate, end.coordinate)
    if rough_m * 1.01 <= length_m <= rough_m * (CIRCUITY_LIMIT - 0.05):
        return []  # the sphere differs from the ellipsoid by less than 0.6 %, so the exact line is not needed
    geodesic = geodesic_m(start.coordinate, end.coordinate)
    if length_m + error_m < geodesic:
        message = f"{length_m} m is shorter than the straight line of {geodesic} m"
        remedy = "correct the length, or the position of a station"
        return [row.finding("length_below_geodesic", "length_m", message, remedy)]
    if length_m > CIRCUITY_LIMIT * geodesic:
        message = f"{length_m} m is {length_m / max(geodesic, 1):.1f} times the straight line of {geodesic} m"
        return [
            row.finding("circuity_high", "length_m", message, "check the length and the positions of both stations")
        ]
    return []


def _sphere_m(start: Coordinate, end: Coordinate) -> float:
    """Return the great-circle length on a sphere, within 0.6 % of the geodesic (haversine formula)."""
    lat1, lat2 = radians(start.lat), radians(end.lat)
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin(radians(end.lon - start.lon) / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(sqrt(min(1.0, half)))


def _check_border(row: Row, start: StationLike, end: StationLike) -> list[Finding]:
    crosses = start.country != end.country
    if crosses == row.values["border"]:
        return []
    message = f"{start.code} lies in {start.country} and {end.code} in {end.country}"
    return [row.finding("border_mismatch", "border", message, f"write {'yes' if crosses else 'no'}")]


def _check_gauges(row: Row, start: StationLike, end: StationLike) -> list[Finding]:
    listed = {*start.gauges_mm, *end.gauges_mm}
    strange = [str(gauge_mm) for gauge_mm in row.values["gauges_mm"] if gauge_mm not in listed]
    if not strange:
        return []
    message = f"neither {start.code} nor {end.code} has the gauge {'/'.join(strange)} mm"
    remedy = "correct the gauge here, or add it to a station in stations.csv"
    return [row.finding("segment_gauge", "gauges_mm", message, remedy)]


def _build_turn_check(segments: Sequence[Segment]) -> Check:
    """Return the check of a turn, which must name two neighbours of its station."""
    joined = {(s.start, s.end) for s in segments} | {(s.end, s.start) for s in segments}

    def check(row: Row, stations: Stations) -> list[Finding]:
        at, values = row.values["at"], row.values
        faults = _check_codes(row, ("at", "from", "to"), stations)
        known = [field for field in ("from", "to") if at in stations and values[field] in stations]
        for field in known:
            if (at, values[field]) not in joined:
                message = f"no usable segment joins {at} and {values[field]}"
                remedy = "name a neighbour, or add the segment to segments.csv"
                faults.append(row.finding("turn_unconnected", field, message, remedy))
        return faults + _check_minutes(row)

    return check


def _check_minutes(row: Row) -> list[Finding]:
    low, likely, high = (row.values[field] for field in ("low_min", "likely_min", "high_min"))
    if low <= likely <= high:
        return []
    message = f"{low}, {likely} and {high} minutes are not in ascending order"
    return [row.finding("estimate_order", "low_min", message, "write low, likely and high in ascending order")]


def _find_isolated(network: Network, folders: Sequence[DataFolder]) -> list[Finding]:
    """Report each station that changes gauge though track of only one gauge reaches it."""
    file = f"{folders[0].label}/segments.csv" if folders else "segments.csv"
    findings = []
    for code, station in network.stations.items():
        if station.changes_gauge:
            gauges = {gauge_mm for way in network.ways_from(code) for gauge_mm in way.segment.gauges_mm}
            if len(gauges) == 1:
                message = f"{code} changes gauge, but only track of {gauges.pop()} mm reaches it"
                remedy = "add the track of the other gauge, or set changes_gauge to no in stations.csv"
                findings.append(Finding("gauge_isolated", file, 0, 0, "gauges_mm", code, message, remedy))
    return findings


def _build_segment(row: Row) -> Segment:
    return Segment(*([row.values[column.name] for column in SEGMENT_COLUMNS] + [row.origin]))


def _build_turn(row: Row) -> Turn:
    return Turn(*([row.values[column.name] for column in TURN_COLUMNS] + [row.origin]))
