"""The network as read from `segments.csv` and `turns.csv` of the data folders, with every fault in them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

from routes.checks import UNREAD, UnreadError
from routes.findings import Finding
from routes.folders import DataFolder
from routes.geo import SPHERE_M, Coordinate, geodesic_m
from routes.ids import StationCode
from routes.network.graph import BASES, TURN_KINDS, Network, Segment, StationLike, Turn
from routes.stacks import Check, Key, Layout, Stack, list_files, read_stack
from routes.tables import ACCESSED, Column, Row, check_source, parse_count, parse_gauges, parse_one_of, parse_yes

CIRCUITY_LIMIT = 3.0
"""Track longer than this many geodesics is reported; the longest known ratio here is 2.0, round Lake Baikal."""

BORDER_LIMIT_M = 50_000
"""A border segment beyond this is reported; between two border stations the longest here has 26 km."""

Stations = Mapping[StationCode, StationLike]


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
    ACCESSED,
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


class Places(NamedTuple):
    """What the rows of a network are checked against: the stations, and the codes that stand in rows with an error."""

    stations: Stations
    left_out: Collection[str]

    def may_have(self, code: str) -> bool:
        """Return whether a code is that of a station, or may be that of one whose row has an error."""
        return code in self.stations or code in self.left_out or UNREAD in self.left_out


def _check_codes(row: Row, fields: Sequence[str], places: Places) -> list[Finding]:
    found = []
    for field in fields:
        code = row.values.get(field)
        if code not in places.stations and code is not None and not places.may_have(code):
            remedy = "correct the code, or add the station to stations.csv"
            found.append(row.finding("station_unknown", field, f'there is no station "{code}"', remedy))
    return found


def _check_ends(row: Row, places: Places) -> list[Finding]:
    return _check_codes(row, ("from", "to"), places)


def _check_loop(row: Row, places: Places) -> list[Finding]:
    if row.values["from"] != row.values["to"] or not places.may_have(row.values["from"]):
        return []
    message = f"the segment begins and ends at {row.values['from']}"
    return [row.finding("segment_loop", "to", message, "name the neighbour at the other end")]


def _get_ends(row: Row, places: Places) -> tuple[StationLike, StationLike]:
    """Return the two stations of a segment; raises UnreadError where they are not two usable ones."""
    start, end = places.stations.get(row.values["from"]), places.stations.get(row.values["to"])
    if start is None or end is None or start is end:
        raise UnreadError("from")
    return start, end


def _check_basis(row: Row) -> list[Finding]:
    if row.values["basis"] == "official" and row.values["source"] == "assumed":
        remedy = "name the source that states this length, or write estimated"
        return [row.finding("basis_unsourced", "basis", "an official length cannot be assumed", remedy)]
    return []


def _check_length(row: Row, places: Places) -> list[Finding]:
    """Compare track with the geodesic; a length plus its stated error may not fall short of it."""
    start, end = _get_ends(row, places)
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
    return 2 * SPHERE_M * asin(sqrt(min(1.0, half)))


def _check_border(row: Row, places: Places) -> list[Finding]:
    start, end = _get_ends(row, places)
    crosses = start.country != end.country
    if crosses == row.values["border"]:
        return []
    message = f"{start.code} lies in {start.country} and {end.code} in {end.country}"
    return [row.finding("border_mismatch", "border", message, f"write {'yes' if crosses else 'no'}")]


def _check_stretch(row: Row, places: Places) -> list[Finding]:
    """Warn of a border segment so long that the pace of a bridge is wrong for it."""
    length_m = row.values["length_m"]
    if not row.values["border"] or length_m <= BORDER_LIMIT_M or _check_border(row, places):
        return []
    message = f"{length_m} m over a border: the border stretch runs at border speed"
    return [row.finding("border_long", "length_m", message, "add the border stations, and the track between them")]


def _check_gauges(row: Row, places: Places) -> list[Finding]:
    start, end = _get_ends(row, places)
    listed = {*start.gauges_mm, *end.gauges_mm}
    strange = [str(gauge_mm) for gauge_mm in row.values["gauges_mm"] if gauge_mm not in listed]
    if not strange:
        return []
    message = f"neither {start.code} nor {end.code} has the gauge {'/'.join(strange)} mm"
    remedy = "correct the gauge here, or add it to a station in stations.csv"
    return [row.finding("segment_gauge", "gauges_mm", message, remedy)]


def _check_turn(row: Row, places: Places) -> list[Finding]:
    return _check_codes(row, ("at", "from", "to"), places)


def _check_joined(row: Row, places: Places, joined: Collection[tuple[str, str]]) -> list[Finding]:
    """Return a finding for each neighbour that a turn names and no segment joins to its station."""
    at, stations = row.values["at"], places.stations
    if at not in stations:
        return []
    neighbours = [(field, row.values.get(field)) for field in ("from", "to")]
    remedy = "name a neighbour, or add the segment to segments.csv"
    return [
        row.finding("turn_unconnected", field, f"no segment joins {at} and {code}", remedy)
        for field, code in neighbours
        if code in stations and (at, code) not in joined
    ]


def _check_minutes(row: Row) -> list[Finding]:
    low, likely, high = (row.values[field] for field in ("low_min", "likely_min", "high_min"))
    if low <= likely <= high:
        return []
    message = f"{low}, {likely} and {high} minutes are not in ascending order"
    return [row.finding("estimate_order", "low_min", message, "write low, likely and high in ascending order")]


def read_network(
    folders: Sequence[DataFolder], stations: Stations, *, left_out: Collection[str] = ()
) -> tuple[Network, list[Finding]]:
    """Return the network of all folders, and every fault in their files.

    A row of a later folder replaces the segment of the same two stations and line, or the turn of the
    same movement, in whichever direction it is written; other rows add. Only the first folder must have
    the files. A row with a fault of severity error is left out, and so, without a finding of its own, is one
    that names a station whose row was: `left_out` holds their codes.
    """
    places = Places(stations, left_out)
    rows = read_stack(list_files(folders, "segments.csv"), SEGMENTS, _list_segment_checks(places))
    turn_rows = read_stack(list_files(folders, "turns.csv"), TURNS, _list_turn_checks(places, rows))
    usable, lost = _split_usable(rows, ("from", "to"), places)
    usable_turns, _ = _split_usable(turn_rows, ("at", "from", "to"), places)
    segments, turns = tuple(map(_build_segment, usable)), tuple(map(_build_turn, usable_turns))
    network = Network(segments, turns, stations, rows.name_left_out("line") | turn_rows.name_left_out("at"))
    return network, rows.findings + turn_rows.findings + _find_isolated(network, folders, lost)


def _list_segment_checks(places: Places) -> list[Check]:
    checks = (_check_ends, _check_loop, _check_length, _check_border, _check_stretch, _check_gauges)
    return [check_source, _check_basis, *(partial(check, places=places) for check in checks)]


def _list_turn_checks(places: Places, segments: Stack) -> list[Check]:
    """Return the checks of a turn; whether its neighbours are joined only where all segments are known."""
    checks: list[Check] = [check_source, _check_minutes, partial(_check_turn, places=places)]
    if segments.unread:
        return checks
    ends = [(row.values["from"], row.values["to"]) for row in segments.rows.values()]
    ends += [(row.raw("from"), row.raw("to")) for row in segments.left_out]
    joined = {*ends, *((end, start) for start, end in ends)}
    return [*checks, partial(_check_joined, places=places, joined=joined)]


def _split_usable(rows: Stack, fields: Sequence[str], places: Places) -> tuple[list[Row], frozenset[str]]:
    """Return the rows whose stations are all in use, and the codes of stations that the others name."""
    usable, lost = list(rows.rows.values()), rows.name_left_out(*fields)
    if not places.left_out:
        return usable, lost
    unused = [row for row in usable if any(row.values[field] not in places.stations for field in fields)]
    usable = [row for row in usable if all(row.values[field] in places.stations for field in fields)]
    return usable, lost.union(row.values[field] for row in unused for field in fields)


def _segment_key(row: Row) -> Key:
    return (*sorted((row.values["from"], row.values["to"])), row.values["line"])


def _turn_key(row: Row) -> Key:
    return (row.values["at"], *sorted((row.values["from"], row.values["to"])))


SEGMENTS = Layout(SEGMENT_COLUMNS, _segment_key, "stations and line, in this or the other direction,", "from")
TURNS = Layout(TURN_COLUMNS, _turn_key, "movement, in this or the other direction,", "at")


def _find_isolated(network: Network, folders: Sequence[DataFolder], lost: Collection[str]) -> list[Finding]:
    """Report each station that changes gauge though track of only one gauge reaches it.

    Not one of `lost`: track with an error reaches it, which may be of the other gauge.
    """
    if UNREAD in lost:
        return []
    file = f"{folders[0].label}/segments.csv" if folders else "segments.csv"
    findings = []
    for code, station in network.stations.items():
        if station.changes_gauge and code not in lost:
            gauges = {gauge_mm for way in network.ways_from(code) for gauge_mm in way.segment.gauges_mm}
            if len(gauges) == 1:
                message = f"{code} changes gauge, but only track of {gauges.pop()} mm reaches it"
                remedy = "add the track of the other gauge, or set changes_gauge to no in stations.csv"
                findings.append(Finding("gauge_isolated", file, 0, 0, "gauges_mm", code, message, remedy))
    return findings


def _build_segment(row: Row) -> Segment:
    *values, accessed = (row.values[column.name] for column in SEGMENT_COLUMNS)
    return Segment(*[*values, row.origin, accessed])


def _build_turn(row: Row) -> Turn:
    return Turn(*([row.values[column.name] for column in TURN_COLUMNS] + [row.origin]))
