"""stations.csv and names.csv of stacked folders, read into one gazetteer with every finding."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from routes.checks import UNREAD
from routes.findings import Finding
from routes.folders import DataFolder
from routes.gazetteer.checks import NAME_CHECKS, STATION_CHECKS, missing_names
from routes.gazetteer.columns import NAME_COLUMNS, STATION_COLUMNS
from routes.gazetteer.station import OWN_LANGUAGE, Gazetteer, Name, Station
from routes.geo import Coordinate
from routes.ids import StationCode
from routes.stacks import Key, Layout, Stack, list_files, read_stack
from routes.tables import Row


def read_gazetteer(folders: Sequence[DataFolder]) -> tuple[Gazetteer, list[Finding]]:
    """Return the places and names of all folders, the later over the earlier, and every finding.

    A station row replaces one with the same code in an earlier folder; a name row replaces one with the
    same code, name, language and kind. Only the first folder must have the files. Rows with an error are
    left out; rows with a warning are used.
    """
    rows = read_stack(list_files(folders, "stations.csv"), STATIONS, STATION_CHECKS)
    name_rows = read_stack(list_files(folders, "names.csv"), NAMES, NAME_CHECKS)
    codes = {key[0] for key in rows.rows}
    lost = rows.name_left_out("code")
    every = [_build_name(row) for row in name_rows.rows.values()]
    names = tuple([name for name in every if name.code in codes])
    findings = [*rows.findings, *name_rows.findings]
    if len(names) < len(every) or name_rows.left_out:
        findings += _unknown_codes(name_rows, codes | lost)
    local = _local_names(names, rows.rows.values())
    stations = {StationCode(key[0]): _build_station(row, local.get(key[0], "")) for key, row in rows.rows.items()}
    findings += _unnamed(rows, name_rows, every)
    return Gazetteer(stations, names, _left_out(rows, name_rows, lost)), findings


def _station_key(row: Row) -> Key:
    return (row.values["code"],)


def _name_key(row: Row) -> Key:
    values = row.values
    return values["code"], values["name"], values["lang"], values["kind"]


STATIONS = Layout(STATION_COLUMNS, _station_key, "code", "code")
NAMES = Layout(NAME_COLUMNS, _name_key, "code, name, language and kind", "code")


def _left_out(rows: Stack, name_rows: Stack, lost: frozenset[str]) -> frozenset[str]:
    """Return every code and name that stands in a row with an error, or names a station whose row has one."""
    if not (lost or name_rows.left_out or name_rows.unread):
        return lost
    of_lost = {row.values["name"] for row in name_rows.rows.values() if row.values["code"] in lost}
    return rows.name_left_out("code", "name") | name_rows.name_left_out("name") | of_lost


def _unknown_codes(name_rows: Stack, known: frozenset[str] | set[str]) -> list[Finding]:
    """Return one finding for each code without a station row, at its first name."""
    if UNREAD in known:
        return []
    unknown: dict[str, list[Row]] = {}
    for row in chain(name_rows.rows.values(), name_rows.left_out):
        if (code := row.values.get("code")) is not None and code not in known:
            unknown.setdefault(code, []).append(row)
    found = []
    for code, group in unknown.items():
        more = f" (and {len(group) - 1} more names of it)" if len(group) > 1 else ""
        message = f'"{code}" is the code of no row in stations.csv{more}'
        found.append(group[0].finding("station_unknown", "code", message, "add the station, or correct the code"))
    return found


def _build_name(row: Row) -> Name:
    values = row.values
    return Name(
        StationCode(values["code"]),
        values["name"],
        values["lang"],
        values["kind"],
        values["from"],
        values["to"],
        values["source"],
        values["note"],
        row.origin,
    )


def _build_station(row: Row, local_name: str) -> Station:
    values = row.values
    return Station(
        code=StationCode(values["code"]),
        name=values["name"],
        local_name=local_name or values["name"],
        country=values["country"],
        regions=values["region"],
        coordinate=Coordinate(values["lat"], values["lon"]),
        zone=values["zone"],
        kind=values["kind"],
        gauges_mm=values["gauges_mm"],
        changes_gauge=values["changes_gauge"],
        position_accuracy_m=values["position_accuracy_m"],
        esr_code=values["esr_code"],
        express_code=values["express_code"],
        source=values["source"],
        note=values["note"],
        origin=row.origin,
        accessed=values["accessed"],
    )


def _local_names(names: Iterable[Name], rows: Iterable[Row]) -> dict[str, str]:
    """Return the first official name of each place in the language of its country."""
    languages = {row.values["code"]: OWN_LANGUAGE.get(row.values["country"]) for row in rows}
    found: dict[str, str] = {}
    for name in names:
        if name.kind == "official" and name.lang == (languages[name.code] or name.lang):
            found.setdefault(name.code, name.name)
    return found


def _unnamed(rows: Stack, name_rows: Stack, names: Iterable[Name]) -> list[Finding]:
    """Return a warning for each station that lacks a name in its own script or a romanisation.

    None for one that a name row with a fault may give what it lacks.
    """
    unsure = name_rows.name_left_out("code")
    if UNREAD in unsure:
        return []
    by_code: dict[str, list[Name]] = {}
    for name in names:
        by_code.setdefault(name.code, []).append(name)
    found = []
    lost = {row.raw("code"): row for row in rows.left_out if {"code", "name", "country"} <= row.values.keys()}
    for row in chain(rows.rows.values(), (row for code, row in lost.items() if (code,) not in rows.rows)):
        values = row.values
        if values["code"] in unsure:
            continue
        missing = missing_names(values["country"], values["name"], by_code.get(values["code"], ()))
        if missing:
            message = f"{values['code']} has no name of the kind: {', '.join(missing)}"
            found.append(row.finding("station_unnamed", "code", message, "add the name to names.csv beside this file"))
    return found
