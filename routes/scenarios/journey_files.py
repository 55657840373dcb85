"""Files of journeys from anywhere, for a score: read with every fault, also those of the way between rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from routes.errors import DataError, InfeasibleError
from routes.findings import ERROR, Finding
from routes.folders import DataFolder
from routes.gazetteer.station import Station
from routes.ids import StationCode
from routes.scenarios.journey_checks import OBSERVATIONS, check_length, find_late, list_row_checks
from routes.scenarios.journeys import Observation, build_observation
from routes.scenarios.spans import CLOCKED_GRADES
from routes.stacks import read_stack
from routes.tables import Row
from routes.timing.totals import TOP_KMH
from routes.units import format_duration, format_km

Measure = Callable[[Observation, Observation], int]
"""Returns the metres of track that the model has between two rows; raises InfeasibleError where it has none."""
Joins = Callable[[Observation, Observation], str]
"""Returns "" where the model has a way from one row's station to the next, or why it has none."""


def read_files(
    paths: Sequence[Path],
    stations: Mapping[StationCode, Station],
    joins: Joins,
    measure: Measure,
    *,
    trains: Collection[str],
) -> tuple[Observation, ...]:
    """Return the rows of files with the columns of a journey, by journey and seq.

    A station may be one without track, or none of the gazetteer, where `length_m` gives the way to and from it.
    Raises: DataError, with every fault of every file.
    """
    files = [(DataFolder(path.parent, str(path.parent)), [path.name]) for path in paths]
    stack = read_stack(files, OBSERVATIONS, list_row_checks(trains))
    findings = [*stack.findings, *find_late(stack).values()]
    rows = sorted(stack.rows.values(), key=lambda row: (row.values["journey"], row.values["seq"]))
    findings += _check_ways(rows, stations, joins, is_whole=not stack.left_out)
    findings += _check_runs(rows, measure, spared={f.line for f in findings}) if not stack.left_out else []
    if faults := sorted((f for f in findings if f.severity == ERROR), key=lambda f: (f.file, f.line, f.column)):
        hint = "mend each; a journey's columns are told in data/README.md"
        raise DataError("the file of journeys has faults", hint=hint, findings=faults)
    return tuple(build_observation(row) for row in rows)


def _check_ways(
    rows: Sequence[Row], stations: Mapping[StationCode, Station], joins: Joins, *, is_whole: bool
) -> list[Finding]:
    """Return a finding for each row whose station is unknown, or to which no track leads, and no length is given.

    Where a row was left out for a fault, what lies between its neighbours is not judged.
    """
    odd = [row for row in rows if not re.fullmatch(r"[a-z0-9_]{1,64}", row.values["station"])]
    found = {row.origin: _unknown(row) for row in odd}
    for before, row in pairwise(rows) if is_whole else ():
        codes = [r.values["station"] for r in (before, row)]
        if before.values["journey"] != row.values["journey"] or codes[0] == codes[1]:
            continue
        if row.values["length_m"] is None:
            unknown = [r for r, code in zip((before, row), codes, strict=True) if code not in stations]
            found |= {r.origin: _unknown(r) for r in unknown}
            reason = "" if unknown else joins(build_observation(before), build_observation(row))
            if reason:
                found.setdefault(row.origin, row.finding("way_missing", "station", reason, LENGTH))
    return list(found.values())


def _check_runs(rows: Sequence[Row], measure: Measure, *, spared: Collection[int]) -> list[Finding]:
    """Return a finding for each row that no train can have come to from the one before: of no length, or too fast.

    A row of A or B is also held against the one of A or B before it. Those of the lines `spared` have other faults.
    """
    sure = [row for row in rows if row.values["confidence"] in CLOCKED_GRADES]
    found: dict[str, Finding] = {}
    for before, row in [*pairwise(rows), *pairwise(sure)]:
        is_one = before.values["journey"] == row.values["journey"] and not {before.line, row.line} & set(spared)
        if is_one and row.origin not in found and (finding := _check_run(before, row, measure)):
            found[row.origin] = finding
    return list(found.values())


def _check_run(before: Row, row: Row, measure: Measure) -> Finding | None:
    start, end = build_observation(before), build_observation(row)
    if start.station == end.station:
        return None
    if finding := check_length(before, row):
        return finding
    try:
        length_m = measure(start, end)
    except InfeasibleError:
        return None
    most_s = int((end.at - start.at).total_seconds()) + start.precision_s + end.precision_s
    if length_m * 3.6 <= TOP_KMH * most_s:
        return None
    message = (
        f"{format_km(length_m)} from {start.station} in at most {format_duration(most_s)}, and no train runs above "
        f"{TOP_KMH} km/h"
    )
    return row.finding(
        "run_too_fast", "local_time", message, "correct the times, their zones or precision, or length_m"
    )


LENGTH = "give the track between them as length_m of this row, or add it to segments.csv"


def _unknown(row: Row) -> Finding:
    message = f'there is no station "{row.values["station"]}"'
    remedy = "correct the code, or give the track to it, and from it in the row after, as length_m"
    return row.finding("station_unknown", "station", message, remedy)
