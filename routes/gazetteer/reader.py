"""stations.csv and names.csv of stacked folders, read into one gazetteer with every finding."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from routes.findings import Finding
from routes.folders import DataFolder, read_text
from routes.gazetteer.checks import check_country, check_name, check_station, missing_names
from routes.gazetteer.columns import NAME_COLUMNS, STATION_COLUMNS
from routes.gazetteer.station import OWN_LANGUAGE, Gazetteer, Name, Station
from routes.geo import Coordinate
from routes.ids import StationCode
from routes.tables import Column, Row, read_table


def read_gazetteer(folders: Sequence[DataFolder]) -> tuple[Gazetteer, list[Finding]]:
    """Return the places and names of all folders, the later over the earlier, and every finding.

    A station row replaces one with the same code in an earlier folder; a name row replaces one with the
    same code, name, language and kind. Only the first folder must have the files. Rows with an error are
    left out; rows with a warning are used.
    """
    station_rows, findings = _stack_rows(folders, "stations.csv", STATION_COLUMNS, check_station)
    name_rows, faults = _stack_rows(folders, "names.csv", NAME_COLUMNS, check_name)
    findings += faults
    findings += [finding for row in station_rows.values() for finding in check_country(row)]
    codes = {key[0] for key in station_rows}
    findings += _unknown_codes(name_rows.values(), codes)
    names = tuple(_build_name(row) for row in name_rows.values() if row.values["code"] in codes)
    local = _local_names(names, station_rows.values())
    stations = {StationCode(key[0]): _build_station(row, local.get(key[0], "")) for key, row in station_rows.items()}
    findings += _unnamed(stations.values(), names, station_rows)
    return Gazetteer(stations, names), findings


def _stack_rows(
    folders: Sequence[DataFolder], file: str, columns: Sequence[Column], check: Callable[[Row], list[Finding]]
) -> tuple[dict[tuple[str, ...], Row], list[Finding]]:
    """Return the usable rows of one file by key, a later folder's over an earlier's, and all findings."""
    stacked: dict[tuple[str, ...], Row] = {}
    findings: list[Finding] = []
    for folder in folders:
        if folder is folders[0] or (folder.path / file).exists():
            rows, faults = _read_rows(folder, file, columns, check)
            stacked |= rows
            findings += faults
    return stacked, findings


def _read_rows(
    folder: DataFolder, file: str, columns: Sequence[Column], check: Callable[[Row], list[Finding]]
) -> tuple[dict[tuple[str, ...], Row], list[Finding]]:
    """Return the usable rows of one file by key, and what is wrong with the others."""
    label = f"{folder.label}/{file}"
    text, findings = read_text(folder.path / file, label=label)
    if findings:
        return {}, findings
    rows, findings = read_table(text, file=label, columns=columns)
    kept: dict[tuple[str, ...], Row] = {}
    for row in rows:
        key = _key(row)
        faults = check(row) + (_repeated(row, kept[key]) if key in kept else [])
        findings += faults
        if not faults:
            kept[key] = row
    return kept, findings


def _key(row: Row) -> tuple[str, ...]:
    values = row.values
    return (values["code"], values["name"], values["lang"], values["kind"]) if "lang" in values else (values["code"],)


def _repeated(row: Row, first: Row) -> list[Finding]:
    message = f"{row.values['code']} stands already on line {first.line}"
    return [row.finding("row_repeated", "code", message, "keep one of the two lines")]


def _unknown_codes(rows: Iterable[Row], codes: set[str]) -> list[Finding]:
    """Return one finding for each code without a station, at its first name."""
    unknown: dict[str, list[Row]] = {}
    for row in rows:
        if row.values["code"] not in codes:
            unknown.setdefault(row.values["code"], []).append(row)
    found = []
    for code, group in unknown.items():
        more = f" (and {len(group) - 1} more names of it)" if len(group) > 1 else ""
        message = f'"{code}" is the code of no usable row in stations.csv{more}'
        found.append(
            group[0].finding("station_unknown", "code", message, "add or mend the station, or correct the code")
        )
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
    )


def _local_names(names: Iterable[Name], rows: Iterable[Row]) -> dict[str, str]:
    """Return the first official name of each place in the language of its country."""
    languages = {row.values["code"]: OWN_LANGUAGE.get(row.values["country"]) for row in rows}
    found: dict[str, str] = {}
    for name in names:
        if name.kind == "official" and name.lang == (languages[name.code] or name.lang):
            found.setdefault(name.code, name.name)
    return found


def _unnamed(stations: Iterable[Station], names: Iterable[Name], rows: Mapping[tuple[str, ...], Row]) -> list[Finding]:
    """Return a warning for each station that lacks a name in its own script or a romanisation."""
    by_code: dict[str, list[Name]] = {}
    for name in names:
        by_code.setdefault(name.code, []).append(name)
    found = []
    for station in stations:
        missing = missing_names(station, by_code.get(station.code, ()))
        if missing:
            message = f"{station.code} has no name of the kind: {', '.join(missing)}"
            row = rows[(station.code,)]
            found.append(row.finding("station_unnamed", "code", message, "add the name to names.csv beside this file"))
    return found
