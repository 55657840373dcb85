"""CSV tables read against a list of columns; every fault becomes a finding with line and column."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from routes.findings import Finding


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, how a field becomes a value, and what to write instead of a bad one.

    `parse` takes the stripped field and raises ValueError with a message for people. An empty field is
    `default`, or a finding when the column is required.
    """

    name: str
    parse: Callable[[str], Any] = str
    remedy: str = "fill in this field"
    required: bool = True
    default: Any = None
    code: str = "value_invalid"


@dataclass(frozen=True, slots=True)
class Row:
    """One data row: parsed values by column name, and where it stands (`file`, `line`, the raw fields)."""

    values: dict[str, Any]
    file: str
    line: int
    fields: tuple[str, ...]
    header: tuple[str, ...]

    @property
    def origin(self) -> str:
        """Return `file:line`, which goes with every value taken from this row."""
        return f"{self.file}:{self.line}"

    def finding(self, code: str, field: str, message: str, remedy: str) -> Finding:
        """Return a finding that points at the first character of `field` in this row."""
        index = self.header.index(field) if field in self.header else 0
        value = self.fields[index] if index < len(self.fields) else ""
        return Finding(code, self.file, self.line, _column(self.fields, index), field, value, message, remedy)


def _column(fields: Sequence[str], index: int) -> int:
    """Return the character column (from 1) of a field, as the csv module would write the row."""
    before = io.StringIO()
    csv.writer(before, lineterminator="").writerow([*fields[:index], ""])
    text = before.getvalue()
    return len(text.removesuffix('""')) + 1 if index == 0 else len(text.rsplit("\n", 1)[-1]) + 1


def read_table(text: str, *, file: str, columns: Sequence[Column]) -> tuple[list[Row], list[Finding]]:
    """Return the good rows and every fault of a CSV text with a header line.

    A row with a fault is left out and reported; blank lines and lines that begin with # are skipped.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    findings: list[Finding] = []
    rows: list[Row] = []
    header: tuple[str, ...] | None = None
    line = 1
    try:
        for fields in reader:
            start, line = line, reader.line_num + 1
            if not any(f.strip() for f in fields) or fields[0].startswith("#"):
                continue
            if header is None:
                header = tuple(f.strip() for f in fields)
                findings += _check_header(header, file=file, line=start, columns=columns)
                if findings:
                    return [], findings
                continue
            row, faults = _read_row(fields, header, file=file, line=start, columns=columns)
            findings += faults
            if not faults:
                rows.append(row)
    except csv.Error as fault:
        remedy = "close the quote, or double a quote inside a quoted field"
        findings.append(Finding("csv_syntax", file, line, 1, "", "", f"not valid CSV: {fault}", remedy))
    if header is None and not findings:
        remedy = f"begin the file with: {','.join(c.name for c in columns)}"
        findings.append(Finding("header_missing", file, 1, 1, "", "", "the file has no header line", remedy))
    return rows, findings


def _check_header(header: tuple[str, ...], *, file: str, line: int, columns: Sequence[Column]) -> list[Finding]:
    known = {c.name for c in columns}
    found = []

    def add(code: str, name: str, message: str, remedy: str) -> None:
        column = _column(header, header.index(name)) if name in header else 1
        found.append(Finding(code, file, line, column, name, name, message, remedy))

    for name in dict.fromkeys(header):
        if name not in known:
            add(
                "column_unknown", name, f'column "{name}" is unknown', f"use only: {', '.join(c.name for c in columns)}"
            )
        if header.count(name) > 1:
            add("column_repeated", name, f'column "{name}" occurs {header.count(name)} times', "keep one of them")
    for column in columns:
        if column.required and column.name not in header:
            add("column_missing", column.name, f'column "{column.name}" is missing', "add it to the header and rows")
    return found


def _read_row(
    fields: list[str], header: tuple[str, ...], *, file: str, line: int, columns: Sequence[Column]
) -> tuple[Row, list[Finding]]:
    row = Row({}, file, line, tuple(fields), header)
    if len(fields) != len(header):
        message = f"{len(fields)} fields where the header has {len(header)}"
        return row, [row.finding("row_length", header[0], message, "quote fields that contain commas")]
    faults = []
    raw = dict(zip(header, fields, strict=True))
    for column in columns:
        field = raw.get(column.name, "").strip()
        if not field:
            row.values[column.name] = column.default
            if column.required:
                faults.append(row.finding("value_missing", column.name, f"{column.name} is empty", column.remedy))
            continue
        try:
            row.values[column.name] = column.parse(field)
        except ValueError as fault:
            faults.append(row.finding(column.code, column.name, str(fault), column.remedy))
    return row, faults


def parse_yes(field: str) -> bool:
    """Return True for `yes` and False for `no`; raises ValueError otherwise."""
    if field not in ("yes", "no"):
        raise ValueError(f'"{field}" is neither yes nor no')
    return field == "yes"


def parse_count(field: str) -> int:
    """Return a whole number of zero or more, in plain digits; raises ValueError otherwise."""
    if not (field.isascii() and field.isdigit()):
        raise ValueError(f'"{field}" is not a whole number')
    return int(field)


def parse_gauges(field: str) -> tuple[int, ...]:
    """Return the gauges in millimetres that `1435/1520` lists, at least one; raises ValueError otherwise."""
    gauges = tuple(parse_count(g) for g in field.split("/"))
    if any(not 300 <= g <= 3000 for g in gauges):
        raise ValueError(f'"{field}" has a gauge outside 300 to 3000 mm')
    return gauges


def parse_one_of(*allowed: str) -> Callable[[str], str]:
    """Return a reader that accepts just these words."""

    def parse(field: str) -> str:
        if field not in allowed:
            raise ValueError(f'"{field}" is none of: {", ".join(allowed)}')
        return field

    return parse
