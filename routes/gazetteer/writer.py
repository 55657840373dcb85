"""A place of the user's own, checked like any row and appended to the files of a folder."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from routes.checks import apply_checks
from routes.errors import DataError, UsageError
from routes.findings import Finding
from routes.folders import read_text, write_text
from routes.gazetteer.checks import NAME_CHECKS, STATION_CHECKS
from routes.gazetteer.columns import NAME_COLUMNS, STATION_COLUMNS
from routes.gazetteer.folding import clean
from routes.gazetteer.station import Gazetteer
from routes.tables import Column, Row, read_table


class WrittenRow(NamedTuple):
    """A row that was appended: the file, its line there, and its text."""

    path: Path
    line: int
    text: str


class _Addition(NamedTuple):
    """The whole new text of a file, and the rows by which it grew."""

    path: Path
    text: str
    rows: tuple[WrittenRow, ...]


def add_station(
    folder: Path,
    station: Mapping[str, str],
    *,
    gazetteer: Gazetteer,
    names: Sequence[Mapping[str, str]] = (),
    replace: bool = False,
) -> tuple[WrittenRow, ...]:
    """Return the rows written to stations.csv and names.csv of the user's own folder.

    `station` and each of `names` give the text of a field by column name; `names` need no code. Everything
    is checked before anything is written, and each file is written whole or not at all. With `replace` the
    code may be one of a lower folder, whose row it then covers.

    Raises: UsageError, when the code is taken or the folder cannot be written; DataError, when a field is wrong.
    """
    code = station.get("code", "").strip()
    taken = next((place for place in gazetteer.stations.values() if place.code == code), None)
    if taken is not None and not replace:
        raise UsageError(
            f'the code "{code}" is already {taken.name}, {taken.country} ({taken.origin})',
            hint="choose another code, or cover that place with --replace",
        )
    additions = [_append(folder / "stations.csv", [station], columns=STATION_COLUMNS, checks=STATION_CHECKS)]
    if names:
        rows = [{**name, "code": code} for name in names]
        additions.append(_append(folder / "names.csv", rows, columns=NAME_COLUMNS, checks=NAME_CHECKS))
    for addition in additions:
        write_text(addition.path, addition.text)
    return tuple(row for addition in additions for row in addition.rows)


def _append(
    path: Path,
    rows: Sequence[Mapping[str, str]],
    *,
    columns: Sequence[Column],
    checks: Sequence[Callable[[Row], list[Finding]]],
) -> _Addition:
    """Return the text of a file with rows added at its end; raises DataError when one of them is wrong."""
    old = _existing_text(path, columns)
    header = _header(old)
    _check_fields(rows, header, path)
    texts = [_format_row([row.get(name, "") for name in header]) for row in rows]
    first = old.count("\n") + 1
    text = old + "".join(texts)
    read, findings = read_table(text, file=str(path), columns=columns)
    new = [row for row in read if row.line >= first]
    faults = [f for f in findings if f.line >= first or f.line <= 1] + [
        f for row in new for f in apply_checks(row, checks)
    ]
    faults += _find_repeated([row for row in read if row.whole])
    if faults:
        raise DataError(f"nothing was written: {faults[0].message}", hint=faults[0].remedy, findings=faults)
    return _Addition(
        path, text, tuple(WrittenRow(path, r.line, t.rstrip("\n")) for r, t in zip(new, texts, strict=True))
    )


def _existing_text(path: Path, columns: Sequence[Column]) -> str:
    """Return the file's text, ending in a newline, or a header line where there is no file yet."""
    if not path.exists():
        return _format_row([column.name for column in columns])
    text, findings = read_text(path, label=str(path))
    if findings:
        raise DataError(f"{path}: {findings[0].message}", hint=findings[0].remedy, findings=findings)
    if not text.strip():
        return _format_row([column.name for column in columns])
    return text if text.endswith("\n") else text + "\n"


def _header(text: str) -> list[str]:
    lines = (fields for fields in csv.reader(io.StringIO(text, newline="")) if fields and not fields[0].startswith("#"))
    return [name.strip() for name in next(lines, [])]


def _check_fields(rows: Sequence[Mapping[str, str]], header: Sequence[str], path: Path) -> None:
    """Raise UsageError when a row has a field that the file has no column for."""
    for name in dict.fromkeys(name for row in rows for name, field in row.items() if field):
        if name not in header:
            raise UsageError(f'{path} has no column "{name}"', hint=f"its columns are: {', '.join(header)}")


def _format_row(fields: Sequence[str]) -> str:
    """Return one CSV line with its newline; line breaks become spaces, invisible characters go."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerow([clean(field) for field in fields])
    return buffer.getvalue()


def _find_repeated(rows: Sequence[Row]) -> list[Finding]:
    """Return a finding for the last row if an earlier one of the same file has its key."""
    columns = ("code", "name", "lang", "kind") if rows and "lang" in rows[0].values else ("code",)
    seen: dict[tuple[object, ...], Row] = {}
    found = []
    for row in rows:
        key = tuple(row.values[column] for column in columns)
        if key in seen:
            message = f"{key[0]} stands already on line {seen[key].line}"
            found.append(row.finding("row_repeated", "code", message, "keep one of the two lines"))
        seen.setdefault(key, row)
    return found
