"""The rows of one table over all data folders, a later folder's over an earlier's, with every fault of its files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from routes.checks import UNREAD, UnreadError, apply_checks
from routes.findings import ERROR, Finding
from routes.folders import DataFolder, read_text
from routes.tables import Column, Row, read_table

Key = tuple[Any, ...]
Check = Callable[[Row], list[Finding]]
Files = Sequence[tuple[DataFolder, Sequence[str]]]


class Layout(NamedTuple):
    """What a table holds: its columns, the key of a row, and what two rows of one key share, said at `field`."""

    columns: Sequence[Column]
    key: Callable[[Row], Key]
    same: str
    field: str


class Stack(NamedTuple):
    """The usable rows by key in the order of first appearance, those with an error, and all findings.

    `unread` is true where not even the keys of all rows are known, as of a file without a header.
    """

    rows: dict[Key, Row]
    left_out: list[Row]
    findings: list[Finding]
    unread: bool

    def name_left_out(self, *fields: str) -> frozenset[str]:
        """Return what stands in these fields of the rows left out, with UNREAD among it where more is unknown."""
        known = {row.raw(field) for row in self.left_out for field in fields} - {""}
        return frozenset(known | {UNREAD}) if self.unread else frozenset(known)


def list_files(folders: Sequence[DataFolder], name: str) -> Files:
    """Return each folder with the file of that name; the first has it listed in any case, so it is missed."""
    return [(f, [name]) for f in folders if f is folders[0] or (f.path / name).exists()]


def read_stack(files: Files, layout: Layout, checks: Sequence[Check]) -> Stack:
    """Return the rows of the files, checked.

    A row with an error is left out; the checks that need only what can be read of it run all the same. Two
    rows of one folder with the same key are an error of the second.
    """
    stacked: dict[Key, Row] = {}
    left_out: list[Row] = []
    findings: list[Finding] = []
    unread = False
    for folder, names in files:
        rows, faults, some = _read_files(folder, names, layout)
        good, left, more = _check_rows(rows, layout, checks)
        stacked |= good
        left_out += left
        findings += sorted(faults + more, key=lambda f: (f.file, f.line, f.column))
        unread = unread or some
    return Stack(stacked, left_out, findings, unread)


def _read_files(folder: DataFolder, names: Iterable[str], layout: Layout) -> tuple[list[Row], list[Finding], bool]:
    """Return the rows of some files of a folder, their faults, and whether the key of some rows is unknown."""
    rows: list[Row] = []
    findings: list[Finding] = []
    unread = False
    for name in names:
        label = f"{folder.label}/{name}"
        text, faults = read_text(folder.path / name, label=label)
        found, more = ([], []) if faults else read_table(text, file=label, columns=layout.columns)
        rows += found
        findings += faults + more
        unread = unread or (layout.field not in found[0].header if found else bool(faults or more))
    return rows, findings, unread


def _check_rows(
    rows: Sequence[Row], layout: Layout, checks: Sequence[Check]
) -> tuple[dict[Key, Row], list[Row], list[Finding]]:
    """Return the usable rows of one folder by key, those left out, and what is wrong with all of them."""
    seen: dict[Key, Row] = {}
    left_out: list[Row] = []
    findings: list[Finding] = []
    key_of = layout.key
    for row in rows:
        faults = apply_checks(row, checks)
        first = seen.setdefault(key_of(row) if row.whole else _find_key(row, layout), row)
        if first is row and row.whole and not faults:
            continue
        if first is not row:
            faults.append(_repeated(row, first, layout))
        if not row.whole or any(f.severity == ERROR for f in faults):
            left_out.append(row)
        findings += faults
    lost = {id(row) for row in left_out}
    good = {key: row for key, row in seen.items() if id(row) not in lost} if lost else seen
    return good, left_out, findings


def _find_key(row: Row, layout: Layout) -> Key:
    """Return the key of a row with a fault; where it cannot be read, one that no other row has."""
    try:
        return layout.key(row)
    except UnreadError:
        return (row.origin,)


def _repeated(row: Row, first: Row, layout: Layout) -> Finding:
    message = f"this has the same {layout.same} as {first.origin}"
    return row.finding("row_repeated", layout.field, message, "keep one of the two")
