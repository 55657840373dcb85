"""A table of a feed read in batches of columns; rows with a fault are findings, and are left out."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import compress, islice
from typing import IO, Any, NamedTuple

from routes.errors import DataError
from routes.timetable.archive import HINT, Feed, read_text
from routes.timetable.columns import TABLES, Field
from routes.timetable.faults import Faults

BATCH = 50_000
LONGEST_LINE = 200_000
"""Letters; the longest line of a real table has a few hundred. One field may have 131,072, as csv allows."""
BAD = object()
"""Stands for a field that cannot be read until its row is dropped."""


class Batch(NamedTuple):
    """Rows of a table: their numbers (1 is the header), and the values of each column of the reference.

    A column that the table lacks is missing.
    """

    rows: Sequence[int]
    columns: dict[str, Sequence[Any]]

    def get(self, name: str, default: Any = "") -> Sequence[Any]:
        """Return a column; one of defaults where the table lacks it."""
        found = self.columns.get(name)
        return [default] * len(self.rows) if found is None else found


def read_batches(feed: Feed, file: str, faults: Faults) -> Iterator[Batch]:
    """Yield the sound rows of a table in batches; nothing where the feed lacks it or its header is not usable.

    Raises: DataError, where a line is so long that the table was made to harm.
    """
    if file not in feed.sizes:
        return
    with read_text(feed, file) as text:
        reader = csv.reader(_limit_lines(text, f"{feed.label}/{file}"))
        stream = _read_rows(reader)
        header = [name.strip() for name in next(stream, [])]
        fields = _plan(header, file, faults)
        if not fields:
            return
        readers = [(field, header.index(field.name), _Values(field)) for field in fields]
        row = 2
        while raw := list(islice(stream, BATCH)):
            yield _convert(raw, row, len(header), readers, file, faults)
            row += len(raw)


def _limit_lines(text: IO[str], label: str) -> Iterator[str]:
    for line in iter(partial(text.readline, LONGEST_LINE), ""):
        if len(line) == LONGEST_LINE:
            raise DataError(f"{label} is refused: it has a line of {LONGEST_LINE:,} letters or more", hint=HINT)
        yield line


class _Broken(list[str]):
    """A row that is no CSV, as where a quote is never closed: in place of fields it has what is wrong."""


def _read_rows(reader: Any) -> Iterator[list[str]]:
    """Yield each row, the broken ones too: the reading goes on with the line after."""
    while True:
        try:
            yield from reader
        except csv.Error as fault:
            yield _Broken([str(fault)])
        else:
            return


def _plan(header: list[str], file: str, faults: Faults) -> list[Field]:
    """Return the columns to read; [] where one that must be there is missing."""
    if not header:
        faults.add("header_missing", file, 1, "", "", "the table has no header line", "begin it with the column names")
        return []
    for field in TABLES[file]:
        if field.needed and field.name not in header:
            message = f"the required column {field.name} is missing, so the table is not read"
            faults.add("column_missing", file, 1, field.name, "", message, "add the column, as the GTFS reference says")
            return []
    return [field for field in TABLES[file] if field.name in header]


def _convert(
    raw: list[list[str]],
    first: int,
    width: int,
    readers: list[tuple[Field, int, _Values]],
    file: str,
    faults: Faults,
) -> Batch:
    rows: Sequence[int] = range(first, first + len(raw))
    if set(map(len, raw)) != {width} or any(type(row) is _Broken for row in raw):
        rows, raw = _drop_misshapen(rows, raw, width, file, faults)
    if not raw:
        return Batch([], {})
    parts = list(zip(*raw, strict=True))
    columns: dict[str, Sequence[Any]] = {}
    broken: set[int] = set()
    for field, at, values in readers:
        columns[field.name] = read = values.read(parts[at])
        if values.is_bad:
            broken.update(_tell_bad(read, parts[at], rows, values, file, faults))
            values.is_bad = False
    if not broken:
        return Batch(rows, columns)
    faults.leave_out(file, len(broken))
    sound = [n not in broken for n in range(len(raw))]
    return Batch(list(compress(rows, sound)), {name: list(compress(part, sound)) for name, part in columns.items()})


def _drop_misshapen(
    rows: Sequence[int], raw: list[list[str]], width: int, file: str, faults: Faults
) -> tuple[Sequence[int], list[list[str]]]:
    """Return the rows that have as many fields as the header; blank lines are no rows, the others are findings."""
    kept: list[tuple[int, list[str]]] = []
    for number, row in zip(rows, raw, strict=True):
        if isinstance(row, _Broken):
            faults.add("csv_syntax", file, number, "", "", f"not valid CSV: {row[0]}", "close the quote")
            faults.leave_out(file)
        elif len(row) == width:
            kept.append((number, row))
        elif any(field.strip() for field in row):
            message = f"{len(row)} fields where the header has {width}"
            faults.add("row_length", file, number, "", row[0], message, "quote a field that contains a comma")
            faults.leave_out(file)
    return [number for number, _ in kept], [row for _, row in kept]


def _tell_bad(
    read: Sequence[Any], texts: Sequence[str], rows: Sequence[int], values: _Values, file: str, faults: Faults
) -> Iterator[int]:
    """Yield the places of values that cannot be read, each told."""
    for place, value in enumerate(read):
        if value is BAD:
            field, text = values.field, texts[place].strip()
            code, message = values.explain(text)
            faults.add(code, file, rows[place], field.name, text, message, "correct the field; the row is left out")
            yield place


class _Values(dict[str, Any]):
    """Turns the fields of one column to values; a text read before is not read again."""

    __slots__ = ("field", "has_bad", "is_bad")
    MOST = 500_000

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field, self.is_bad, self.has_bad = field, False, False

    def read(self, texts: Sequence[str]) -> Sequence[Any]:
        """Return the values, BAD for what cannot be read; `is_bad` says that there is one."""
        if self.field.parse is None:
            plain = [text.strip() for text in texts]
            if self.field.filled and "" in plain:
                self.is_bad = True
                return [text or BAD for text in plain]
            return plain
        if len(self) > self.MOST:
            self.clear()
        values = [self[text] for text in texts]
        self.is_bad = self.has_bad and BAD in values
        return values

    def __missing__(self, text: str) -> Any:
        plain = text.strip()
        try:
            value = self._parse(plain)
        except ValueError:
            value = BAD
        self.has_bad = self.has_bad or value is BAD
        self[text] = value
        return value

    def _parse(self, plain: str) -> Any:
        if not plain:
            return BAD if self.field.filled else self.field.default
        return plain if self.field.parse is None else self.field.parse(plain)

    def explain(self, plain: str) -> tuple[str, str]:
        """Return code and message of a field that is BAD."""
        if not plain:
            return "value_missing", f"{self.field.name} is empty, and the GTFS reference requires it"
        try:
            self._parse(plain)
        except ValueError as fault:
            return self.field.code, str(fault)
        return self.field.code, f'"{plain}" cannot be read'
