"""CSV tables read against a list of columns; every fault becomes a finding with line and column."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from routes.checks import Readable
from routes.findings import Finding

SHOWN = 40
"""Letters of a field that is no valid CSV; it may run on to the end of the file."""


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
    """One data row: parsed values by column name, and where it stands (`file`, `line`, its text as written).

    A row with a fault is not `whole`, and its values are a Readable of the fields that can be read.
    """

    values: dict[str, Any]
    file: str
    line: int
    text: str
    header: tuple[str, ...]
    whole: bool = True

    @property
    def origin(self) -> str:
        """Return `file:line`, which goes with every value taken from this row."""
        return f"{self.file}:{self.line}"

    def raw(self, field: str) -> str:
        """Return a field as written, but for its quotes; "" where the row has none of that name."""
        index = self.header.index(field) if field in self.header else len(self.header)
        return next((_unquote(self.text[a:b]) for a, b in islice(_find_fields(self.text), index, None)), "")

    def finding(self, code: str, field: str, message: str, remedy: str) -> Finding:
        """Return a finding that points at the first character of `field` in this row."""
        index = self.header.index(field) if field in self.header else 0
        start, end = next(islice(_find_fields(self.text), index, None), (0, 0))
        down, column = _place(self.text, start)
        value = _unquote(self.text[start:end])
        return Finding(code, self.file, self.line + down, column, field, value, message, remedy)


# A field as it should be: in quotes, with those inside doubled, or without a quote at its beginning.
_FIELD = re.compile(r'"[^"]*(?:""[^"]*)*"(?=[,\r\n]|\Z)|(?!")[^,\r\n]*')


def _find_fields(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each field of a row begins and ends; the first that is no valid CSV is the last."""
    start = 0
    while found := _FIELD.match(text, start):
        yield start, found.end()
        if text[found.end() : found.end() + 1] != ",":
            return
        start = found.end() + 1
    yield start, min(len(text), start + SHOWN)


def _place(text: str, start: int) -> tuple[int, int]:
    """Return how many lines below the first (from 0) and at which character (from 1) a position is."""
    return text.count("\n", 0, start), start - text.rfind("\n", 0, start)


def _unquote(field: str) -> str:
    bare = field.strip()
    return bare[1:].removesuffix('"').replace('""', '"').strip() if bare.startswith('"') else bare


def read_table(text: str, *, file: str, columns: Sequence[Column]) -> tuple[list[Row], list[Finding]]:
    """Return the rows and every fault of a CSV text with a header line.

    A row with a fault is not `whole`: it serves further checks only. After a row that is no CSV the reading
    goes on with the next line. Blank lines and lines that begin with # are skipped.
    """
    table = _Table(text, file, columns)
    line = table.read_header()
    while line < len(table.lines):
        line = table.read_rows(line)
    return table.rows, table.findings


class _Table:
    """A file on its way to rows: its lines, how they are read, and what came of them so far."""

    __slots__ = ("columns", "file", "findings", "has_nul", "header", "lines", "plan", "rows", "whole")

    def __init__(self, text: str, file: str, columns: Sequence[Column]) -> None:
        self.lines = list(io.StringIO(text, newline=""))
        self.file, self.columns, self.has_nul = file, columns, "\0" in text
        self.header: tuple[str, ...] = ()
        self.whole = True
        self.plan: list[tuple[str, int, _Reader]] = []
        self.rows: list[Row] = []
        self.findings: list[Finding] = []

    def read_header(self) -> int:
        """Read the header and what is wrong with it; return the line (from 0) after it, or the end without one."""
        for first, line in enumerate(self.lines):
            if line[0] != "#" and line.replace(",", "").strip():
                return self._take_header(first)
        remedy = f"begin the file with: {','.join(c.name for c in self.columns)}"
        message = "the file has no header line"
        self.findings.append(Finding("header_missing", self.file, 1, 1, "", "", message, remedy))
        return len(self.lines)

    def _take_header(self, first: int) -> int:
        reader = csv.reader(islice(self.lines, first, None), strict=True)
        try:
            names = tuple(name.strip() for name in next(reader))
        except csv.Error as fault:
            self._add_broken(first, first + reader.line_num, str(fault))
            return len(self.lines)
        end = first + reader.line_num
        row = Row({}, self.file, first + 1, "".join(self.lines[first:end]), names)
        if "\0" in row.text:
            self.findings += _find_nul(row)
            return len(self.lines)
        self.header = names
        self.findings += _check_header(row, self.columns)
        self.whole = not self.findings
        self.plan = _plan(self.columns, names, whole=self.whole)
        return end if any(c.name in names for c in self.columns) else len(self.lines)

    def read_rows(self, line: int) -> int:
        """Read rows from a line on; return the line to go on from: the next after what is no CSV, or the end."""
        lines, file, header, plan, whole = self.lines, self.file, self.header, self.plan, self.whole
        has_nul, add, start = self.has_nul, self.rows.append, line
        reader = csv.reader(lines[line:], strict=True)
        try:
            for fields in reader:
                first, start = start, line + reader.line_num
                text = lines[first] if start == first + 1 else "".join(lines[first:start])
                if text[0] == "#":
                    if start > first + 1:
                        return first + 1  # a comment is one line, whatever it quotes
                    continue
                if not "".join(fields).strip():
                    continue
                row = Row({}, file, first + 1, text, header)
                faults = _find_nul(row) if has_nul and "\0" in text else _fill_row(row, fields, plan)
                if faults or not whole:
                    self.findings += faults
                    row = row._replace(values=Readable(row.values), whole=False)
                add(row)
        except csv.Error as fault:
            return self._add_broken(start, line + reader.line_num, str(fault))
        return len(lines)

    def _add_broken(self, first: int, end: int, fault: str) -> int:
        """Note lines that are no CSV, at the field that is none; return the line (from 0) after its beginning."""
        text = "".join(self.lines[first:end])
        if text[0] == "#":
            return first + 1
        spans = list(_find_fields(text))
        limit = csv.field_size_limit()
        index = next((i for i, (a, b) in enumerate(spans) if b - a > limit), len(spans) - 1)
        begin = spans[index][0]
        shown = text[begin : begin + SHOWN].partition("\n")[0].rstrip("\r")
        row = Row(Readable(), self.file, first + 1, text[:begin] + shown, self.header, whole=False)
        down, column = _place(text, begin)
        name = self.header[index] if index < len(self.header) else ""
        value, remedy = shown.strip(), "close the quote, or double a quote inside a quoted field"
        where = (self.file, row.line + down, column, name, value)
        what = fault if "limit" in fault else "a quote opens here and is not closed, or text follows the closing one"
        self.findings.append(Finding("csv_syntax", *where, f"not valid CSV: {what}", remedy))
        self.rows.append(row)
        return first + 1 + down


def _find_nul(row: Row) -> list[Finding]:
    before = row.text[: row.text.index("\0")]
    line, column = row.line + before.count("\n"), len(before) - before.rfind("\n")
    remedy = "remove it; a spreadsheet or an editor may have to write the file anew"
    return [Finding("csv_syntax", row.file, line, column, "", "", "a NUL byte is no text", remedy)]


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


class _Reader(dict[str, Any]):
    """What each field of a column became, since most fields repeat; a new one is read when first asked for."""

    __slots__ = ("column",)

    def __init__(self, column: Column) -> None:
        super().__init__()
        self.column = column

    def __missing__(self, field: str) -> Any:
        """Return the value of a field; raises ValueError with what is wrong with it."""
        text = field.strip()
        if not text and self.column.required:
            raise ValueError("")
        self[field] = value = self.column.parse(text) if text else self.column.default
        return value


def _plan(columns: Sequence[Column], header: Sequence[str], *, whole: bool) -> list[tuple[str, int, _Reader]]:
    """Return name, place and reader of each column that can be read.

    One that may be absent, and is, is read past the end of a row, unless the header has a fault: it may then
    be what a misspelt name was meant for.
    """
    places = {c.name: header.index(c.name) if c.name in header else len(header) for c in columns}
    readable = [c for c in columns if header.count(c.name) == 1 or (whole and c.name not in header)]
    return [(c.name, places[c.name], _Reader(c)) for c in readable]


def _fill_row(row: Row, fields: list[str], plan: Sequence[tuple[str, int, _Reader]]) -> list[Finding]:
    """Put the parsed fields into `row.values` and return what is wrong with them."""
    if len(fields) != len(row.header):
        message = f"{len(fields)} fields where the header has {len(row.header)}"
        return [row.finding("row_length", row.header[0], message, "quote a field that contains a comma")]
    faults = []
    fields.append("")  # it stands for every column that the file lacks
    values = row.values
    for name, index, reader in plan:
        try:
            values[name] = reader[fields[index]]
        except ValueError as fault:
            column = reader.column
            code = column.code if str(fault) or column.code != "value_invalid" else "value_missing"
            faults.append(row.finding(code, name, str(fault) or f"{name} is empty", column.remedy))
    return faults


def check_source(row: Row) -> list[Finding]:
    """Return a finding where a row names no source, or a guess that its note does not explain."""
    if not row.values["source"]:
        remedy = "name the source, or write assumed and say in the note what the guess rests on"
        return [row.finding("source_missing", "source", "the source is empty", remedy)]
    if row.values["source"] == "assumed" and not row.values["note"]:
        message = "the source is assumed, and the note does not say why"
        return [row.finding("guess_unexplained", "note", message, "say in the note what the guess rests on")]
    return []


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


def parse_day(field: str) -> str:
    """Return a date as written, such as 2026-11-20; raises ValueError otherwise."""
    try:
        return date.fromisoformat(field).isoformat()
    except ValueError:
        raise ValueError(f'"{field}" is not a date') from None


ACCESSED = Column("accessed", parse_day, "write the day on which you read the source", required=False, default="")
"""The column that any row with a source may have."""


def parse_one_of(*allowed: str) -> Callable[[str], str]:
    """Return a reader that accepts just these words."""

    def parse(field: str) -> str:
        if field not in allowed:
            raise ValueError(f'"{field}" is none of: {", ".join(allowed)}')
        return field

    return parse
