"""CSV tables read against a list of columns; every fault becomes a finding with line and column."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from routes.findings import Finding


class Column(NamedTuple):
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


class Row(NamedTuple):
    """One data row: parsed values by column name, and where it stands (`file`, `line`, its text as written)."""

    values: dict[str, Any]
    file: str
    line: int
    text: str
    header: tuple[str, ...]

    @property
    def origin(self) -> str:
        """Return `file:line`, which goes with every value taken from this row."""
        return f"{self.file}:{self.line}"

    def finding(self, code: str, field: str, message: str, remedy: str) -> Finding:
        """Return a finding that points at the first character of `field` in this row."""
        index = self.header.index(field) if field in self.header else 0
        fields = next(csv.reader(io.StringIO(self.text, newline="")))
        value = fields[index].strip() if index < len(fields) else ""
        down, column = _locate(self.text, index)
        return Finding(code, self.file, self.line + down, column, field, value, message, remedy)


def _locate(text: str, index: int) -> tuple[int, int]:
    """Return how many lines below the first (from 0) and at which character (from 1) a field begins."""
    quoted, start = False, 0
    for position, char in enumerate(text):
        if index == 0:
            break
        if char == '"':
            quoted = not quoted
        elif char == "," and not quoted:
            index, start = index - 1, position + 1
    return text.count("\n", 0, start), start - text.rfind("\n", 0, start)


def read_table(text: str, *, file: str, columns: Sequence[Column]) -> tuple[list[Row], list[Finding]]:
    """Return the good rows and every fault of a CSV text with a header line.

    A row with a fault is left out and reported; blank lines and lines that begin with # are skipped.
    """
    lines = list(io.StringIO(text, newline=""))
    reader, has_nul = csv.reader(lines, strict=True), "\0" in text
    findings: list[Finding] = []
    rows: list[Row] = []
    readers: list[_Reader] = []
    header: tuple[str, ...] | None = None
    start = 0
    try:
        for fields in reader:
            first, start = start, reader.line_num
            if not "".join(fields).strip() or fields[0].startswith("#"):
                continue
            row_text = lines[first] if start == first + 1 else "".join(lines[first:start])
            row = Row({}, file, first + 1, row_text, header or tuple(f.strip() for f in fields))
            if has_nul and "\0" in row_text:
                findings.append(_nul_finding(row))
                if header is None:
                    return [], findings
                continue
            if header is None:
                header = row.header
                findings += _check_header(row, columns)
                if findings:
                    return [], findings
                readers = [_Reader(column, header) for column in columns]
                continue
            faults = _fill_row(row, fields, readers)
            findings += faults
            if not faults:
                rows.append(row)
    except csv.Error as fault:
        remedy = "close the quote, or double a quote inside a quoted field"
        findings.append(Finding("csv_syntax", file, start + 1, 1, "", "", f"not valid CSV: {fault}", remedy))
    if header is None and not findings:
        remedy = f"begin the file with: {','.join(c.name for c in columns)}"
        findings.append(Finding("header_missing", file, 1, 1, "", "", "the file has no header line", remedy))
    return rows, findings


def _nul_finding(row: Row) -> Finding:
    before = row.text[: row.text.index("\0")]
    line, column = row.line + before.count("\n"), len(before) - before.rfind("\n")
    remedy = "remove it; a spreadsheet or an editor may have to write the file anew"
    return Finding("csv_syntax", row.file, line, column, "", "", "a NUL byte is no text", remedy)


def _check_header(row: Row, columns: Sequence[Column]) -> list[Finding]:
    known = [c.name for c in columns]
    found = []
    for name in dict.fromkeys(row.header):
        if name not in known:
            remedy = f"use only: {', '.join(known)}"
            found.append(row.finding("column_unknown", name, f'column "{name}" is unknown', remedy))
        if row.header.count(name) > 1:
            found.append(row.finding("column_repeated", name, f'column "{name}" is repeated', "keep one of them"))
    for column in columns:
        if column.required and column.name not in row.header:
            message = f'column "{column.name}" is missing'
            found.append(row.finding("column_missing", column.name, message, "add it to the header and to the rows"))
    return found


class _Reader:
    """A column at its place in a file; keeps what each field became, since most fields repeat."""

    __slots__ = ("column", "index", "values")

    def __init__(self, column: Column, header: Sequence[str]) -> None:
        self.column = column
        self.index = header.index(column.name) if column.name in header else len(header)
        self.values: dict[str, Any] = {}

    def parse(self, field: str) -> Any:
        """Return the value of a field; raises ValueError with what is wrong with it."""
        text = field.strip()
        if not text and self.column.required:
            raise ValueError("")
        self.values[field] = value = self.column.parse(text) if text else self.column.default
        return value


def _fill_row(row: Row, fields: Sequence[str], readers: Sequence[_Reader]) -> list[Finding]:
    """Put the parsed fields into `row.values` and return what is wrong with them."""
    if len(fields) != len(row.header):
        message = f"{len(fields)} fields where the header has {len(row.header)}"
        return [row.finding("row_length", row.header[0], message, "quote a field that contains a comma")]
    faults = []
    fields, values = [*fields, ""], row.values  # the last stands for every column that the file lacks
    for reader in readers:
        column, field = reader.column, fields[reader.index]
        if field in reader.values:
            values[column.name] = reader.values[field]
            continue
        try:
            values[column.name] = reader.parse(field)
        except ValueError as fault:
            code = column.code if str(fault) or column.code != "value_invalid" else "value_missing"
            message = str(fault) or f"{column.name} is empty"
            faults.append(row.finding(code, column.name, message, column.remedy))
    return faults


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
