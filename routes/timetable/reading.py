"""A table of a feed read in batches of columns; rows with a fault are findings, and are left out."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import chain, compress, islice
from operator import itemgetter
from typing import IO, Any, NamedTuple

from routes.errors import DataError
from routes.timetable.archive import HINT, Feed, read_text
from routes.timetable.columns import TABLES, Field
from routes.timetable.faults import Faults

BATCH = 500
"""Rows that are read at once: fewer than the lists after which Python looks for cycles among them."""
BLOCK = 100_000
"""Letters that are taken from a table at once."""
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
        reader = csv.reader(chain.from_iterable(_read_lines(text, file, faults)))
        header = [name.strip() for row in _take_rows(reader, 1) for name in row]
        fields = _plan(header, file, faults)
        if not fields:
            return
        readers = [(field, header.index(field.name), _Values(field)) for field in fields]
        row = 2
        while raw := _take_rows(reader, BATCH):
            yield _convert(raw, row, len(header), readers, file, faults)
            row += len(raw)


def _read_lines(text: IO[str], file: str, faults: Faults) -> Iterator[list[str]]:
    """Yield the lines of a text, with their ends, some thousands at a time; letters lost are told once."""
    is_lost = False
    while block := text.read(BLOCK):
        lines = list(StringIO(block + text.readline(LONGEST_LINE), newline=""))
        if len(max(lines, key=len)) >= LONGEST_LINE:
            message = f"{faults.label}/{file} is refused: it has a line of {LONGEST_LINE:,} letters or more"
            raise DataError(message, hint=HINT)
        if "\ufffd" in block and not is_lost:
            is_lost = True
            message = "the table is not UTF-8 throughout, so some letters are lost"
            faults.add("text_garbled", file, 0, "", "", message, "save it as UTF-8; its rows are used as they are")
        yield lines


class _Broken(list[str]):
    """A row that is no CSV, as where a quote is never closed: in place of fields it has what is wrong."""


def _take_rows(reader: Iterator[list[str]], count: int) -> list[list[str]]:
    """Return the next rows, the broken ones too: the reading goes on with the line after."""
    rows: list[list[str]] = []
    while True:
        try:
            rows.extend(islice(reader, count - len(rows)))
        except csv.Error as fault:
            rows.append(_Broken([str(fault)]))
        else:
            return rows


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
    for field in TABLES[file]:
        if header.count(field.name) > 1:
            message = f"the column {field.name} stands in the header twice; the first one is read"
            faults.add("column_repeated", file, 1, field.name, "", message, "keep one of them")
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
    if set(map(len, raw)) != {width} or _Broken in set(map(type, raw)):
        rows, raw = _drop_misshapen(rows, raw, width, file, faults)
    if not raw:
        return Batch([], {})
    columns: dict[str, Sequence[Any]] = {}
    broken: set[int] = set()
    for field, at, values in readers:
        texts = list(map(itemgetter(at), raw))
        columns[field.name] = read = values.read(texts)
        if values.is_bad:
            broken.update(_tell_bad(read, texts, rows, values, file, faults))
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
        elif len(row) == width or (len(row) > width and not any(field.strip() for field in row[width:])):
            kept.append((number, row[:width]))
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
            plain = list(map(str.strip, texts))
            if self.field.filled and "" in plain:
                self.is_bad = True
                return [text or BAD for text in plain]
            return plain
        if len(self) > self.MOST:
            self.clear()
        values = list(map(self.__getitem__, texts))
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
            return self.field.code, f"{self.field.name}: {fault}"
        return self.field.code, f'{self.field.name}: "{plain}" cannot be read'
