"""Many questions or a matrix as flows: how often each way between two places is asked for, from a CSV file."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from csv import writer
from datetime import UTC, datetime
from functools import cache, partial
from io import StringIO
from itertools import product
from math import isfinite
from pathlib import Path
from typing import NamedTuple

from routes.checks import apply_checks
from routes.errors import DataError, PlaceError, UsageError
from routes.findings import Finding
from routes.folders import read_text
from routes.geo import Coordinate
from routes.scenarios.matrix import COLUMNS as PLACE_COLUMNS
from routes.scenarios.matrix import find_station
from routes.scenarios.modes import parse_mode
from routes.scenarios.schema import QUESTIONS
from routes.scenarios.world import World
from routes.tables import Column, Row, parse_one_of, read_table
from routes.units import parse_degrees
from routes.when import parse_when

SIDES = ("from", "to")
Find = Callable[[str], Coordinate]


class Flow(NamedTuple):
    """A way between two places, each by its number in the list, and how often it is taken.

    `length_m` and `run_s` are None where no row gives them.
    """

    start: int
    end: int
    volume: float
    length_m: int | None
    run_s: int | None


class Flows(NamedTuple):
    """The flows of a file, the greatest last, so that it is drawn over the others; `places` are what they join.

    `itself` counts rows from a place to itself, `trackless` those that no track joins by a matrix; neither is drawn.
    """

    name: str
    places: tuple[tuple[str, Coordinate], ...]
    flows: tuple[Flow, ...]
    rows: int
    itself: int
    trackless: int


def _parse_count(field: str) -> float:
    try:
        value = float(field)
    except ValueError:
        value = -1.0
    if not isfinite(value) or value < 0:
        raise ValueError(f'"{field}" is not a count')
    return value


def _parse_whole(field: str) -> int:
    if not field.isascii() or not field.isdigit():
        raise ValueError(f'"{field}" is not a whole number')
    return int(field[:15])


@cache
def _parse_time(field: str) -> str:
    """Return a phrase that can be read as a time, whatever day it then means."""
    parse_when(field, now=datetime(2026, 1, 1, tzinfo=UTC), zone="UTC")
    return field


def _position(side: str) -> tuple[Column, Column]:
    lat = Column(f"{side}_lat", parse_degrees(90), "write degrees north", required=False, code="lat_out_of_range")
    return lat, Column(f"{side}_lon", parse_degrees(180), "write degrees east", required=False, code="lon_out_of_range")


QUESTION = (
    Column("question", parse_one_of(*QUESTIONS), "name one of these", required=False),
    *(
        Column(name, _parse_time, "write such as 2023-09-12 12:00", required=False)
        for name in ("depart", "arrive", "left", "by", "as_of")
    ),
    Column("mode", parse_mode, "write rail, air or sea", required=False),
    *(Column(name, required=False) for name in ("via", "train", "title")),
)
"""Columns of a file of questions, which ask more of a way than a map of flows shows: they are checked, not asked."""
COLUMNS = (
    *(Column(side, remedy="name a place as other commands take it") for side in SIDES),
    *_position("from"),
    *_position("to"),
    Column("count", _parse_count, "write a number from 0, or nothing for 1", required=False, default=1.0),
    *(Column(name, _parse_whole, "write a whole number, or nothing", required=False) for name in ("length_m", "run_s")),
    *QUESTION,
)


def read_flows(world: World, path: Path, *, places: Path | None = None) -> Flows:
    """Return the flows of a CSV file: `from`, `to`, `count` (1 where it is not given), `length_m` and `run_s`.

    What `routes matrix --json` prints is read too.
    A row is one flow or one question; rows of the same way add up. A place is where `from_lat` and `from_lon` of its
    row say, or its row in `places`, a list as a matrix takes it, or as other commands find its name.
    Raises: DataError, with every fault of both files.
    """
    known, findings = _read_places(places) if places else ({}, [])
    text, faults = read_text(path, label=str(path))
    text = _write_rows(text, label=str(path)) if text.lstrip()[:1] == "{" else text
    rows, more = read_table(text, file=str(path), columns=COLUMNS) if not faults else ([], [])
    found: dict[str, Coordinate | PlaceError | UsageError] = {}

    def find(name: str) -> Coordinate:
        if name not in found:
            found[name] = known[name] if name in known else _look_up(world, name)
        if isinstance(where := found[name], Coordinate):
            return where
        raise where

    findings += [*faults, *more, *(f for row in rows for f in _row_faults(row, find))]
    if findings:
        listed = sorted(findings, key=lambda f: (f.file, f.line, f.column))
        count = "1 row" if len(listed) == 1 else f"{len(listed)} fields"
        raise DataError(f"{count} cannot be used", hint="mend them and draw the map again", findings=listed)
    added = _add_up(path.name, rows, find)
    if not added.flows:
        raise DataError(f'"{path}" has no flow to draw', hint="give rows of from and to, with counts above 0")
    return added


def _write_rows(text: str, *, label: str) -> str:
    """Return a matrix that was printed as JSON as the CSV that it would have been.

    Raises: DataError, when it is another JSON.
    """
    try:
        matrix = json.loads(text)
        if not str(matrix["schema"]).startswith("routes-matrix/"):
            raise ValueError
        pairs = product(enumerate(matrix["from"]), enumerate(matrix["to"]))
        cells = [(start, end, matrix["length_m"][n][m], matrix["run_s"][n][m]) for (n, start), (m, end) in pairs]
    except (ValueError, LookupError, TypeError, RecursionError):
        hint = "give a CSV file of from, to and count, or what routes matrix prints; draw an answer without --many"
        raise DataError(f'"{label}" is JSON, but no matrix of this tool', hint=hint) from None
    out = StringIO()
    writer(out, lineterminator="\n").writerows([("from", "to", "length_m", "run_s"), *cells])
    return out.getvalue()


def _look_up(world: World, name: str) -> Coordinate | PlaceError | UsageError:
    try:
        return find_station(world, name).coordinate
    except (PlaceError, UsageError) as fault:
        return fault


def _read_places(path: Path) -> tuple[dict[str, Coordinate], list[Finding]]:
    """Return where the places of a list are, by what it calls them, and every fault of the list."""
    text, faults = read_text(path, label=str(path))
    rows, findings = read_table(text, file=str(path), columns=PLACE_COLUMNS) if not faults else ([], [])
    known = {}
    for row in rows:
        place, lat, lon = (row.values.get(name) for name in ("place", "lat", "lon"))
        if place and lat is not None and lon is not None:
            known[place] = Coordinate(lat, lon)
    return known, [*faults, *findings]


def _row_faults(row: Row, find: Find) -> list[Finding]:
    """Return what keeps the places of a row from being found."""
    return apply_checks(row, [partial(_side_faults, side=side, find=find) for side in SIDES])


def _side_faults(row: Row, *, side: str, find: Find) -> list[Finding]:
    names = (f"{side}_lat", f"{side}_lon")
    given = [name for name in names if row.values[name] is not None]
    if len(given) == 1:
        missing = names[given[0] == names[0]]
        shown = missing if missing in row.header else given[0]
        return [row.finding("value_missing", shown, f"{given[0]} stands without {missing}", "give both, or neither")]
    try:
        if not given:
            find(row.values[side])
    except (PlaceError, UsageError) as fault:
        return [row.finding("place_unknown", side, fault.message, fault.hint)]
    return []


def _add_up(name: str, rows: Sequence[Row], find: Find) -> Flows:
    numbers: dict[Coordinate, int] = {}
    labels: list[str] = []
    sums: dict[tuple[int, int], Flow] = {}
    itself = trackless = 0
    for row in rows:
        ends = []
        for side in SIDES:
            lat, lon = row.values[f"{side}_lat"], row.values[f"{side}_lon"]
            where = find(row.values[side]) if lat is None else Coordinate(lat, lon)
            if where not in numbers:
                numbers[where] = len(labels)
                labels.append(row.values[side])
            ends.append(numbers[where])
        length_m, run_s = row.values["length_m"], row.values["run_s"]
        if ends[0] == ends[1]:
            itself += 1
        elif "length_m" in row.header and length_m is None:
            trackless += 1
        elif row.values["count"]:
            before = sums.get((ends[0], ends[1]), Flow(ends[0], ends[1], 0.0, length_m, run_s))
            sums[ends[0], ends[1]] = before._replace(volume=before.volume + row.values["count"])
    flows = sorted(sums.values(), key=lambda flow: (flow.volume, flow.start, flow.end))
    return Flows(name, tuple(zip(labels, numbers, strict=True)), tuple(flows), len(rows), itself, trackless)
