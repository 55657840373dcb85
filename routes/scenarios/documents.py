"""A TOML file with its text, so that every fault of every key can be pointed at; one fault hides no other."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from routes.checks import Readable
from routes.findings import Finding
from routes.folders import read_text
from routes.scenarios.assumption_checks import Fault
from routes.scenarios.schema import Table

_HEAD = re.compile(r"\s*\[\[?\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r'\s*"?([\w-]+)"?\s*=')
_PLACEHOLDER = "{}"
"""Stands for a value that is no TOML: no key takes an inline table, so it is never taken for a value."""


class Document(NamedTuple):
    """A parsed TOML file, the faults found so far, and the lines that are no TOML, of which nothing more is said.

    `values` is None where the text as a whole is none.
    """

    label: str
    text: str
    values: dict[str, Any] | None
    findings: list[Finding]
    broken: frozenset[int] = frozenset()

    def add(
        self, code: str, key: str, message: str, remedy: str, *, table: str = "", index: int = 0, value: str = ""
    ) -> None:
        """Note a fault of a key at its line and column; of one that is missing, at the head of its table."""
        line, column, written = _locate(self.text, table, index, key)
        if line not in self.broken:
            self.findings.append(Finding(code, self.label, line, column, key, value or written, message, remedy))

    def heads(self, table: str) -> list[int]:
        """Return the line of each [[table]] of that name."""
        heads = ((n, _HEAD.match(line)) for n, line in enumerate(self.text.split("\n"), 1))
        return [n for n, head in heads if head and head[1] == table]


def _locate(text: str, table: str, index: int, key: str) -> tuple[int, int, str]:
    """Return line and column (from 1) of a key in the `index`-th [[table]], else of the table's head, and its text."""
    seen, current, head = -1, "", 0 if table else 1
    for number, line in enumerate(text.split("\n"), 1):
        if found := _HEAD.match(line):
            current = found[1]
            if not table and current == key:
                return number, 1, ""
            seen += current == table
            head = number if current == table and seen == index else head
        elif (current, seen if table else 0) == (table, index) and (
            found := re.match(rf'\s*"?{re.escape(key)}"?\s*=\s*(.*?)\s*$', line)
        ):
            return number, len(line) - len(line.lstrip()) + 1, found[1]
    return (head, 1, "") if head else _locate(text, "", 0, table)  # tables that are written inline


def read_document(path: Path, label: str) -> Document:
    """Return a TOML file. A line that is no TOML is a finding, and the others are read without it."""
    text, findings = read_text(path, label=label)
    if findings:
        return Document(label, "", None, findings)
    lines, broken = text.split("\n"), set[int]()
    while True:
        try:
            values = tomllib.loads("\n".join(lines))
        except tomllib.TOMLDecodeError as fault:
            line, column = _blame(str(fault), lines)
            mended = _mend(lines[line - 1], str(fault), is_known=line in broken)
            if line not in broken:
                findings.append(_syntax_finding(label, line, column, lines[line - 1].strip(), str(fault)))
            broken.add(line)
            if mended is None:
                return Document(label, text, None, findings)
            lines[line - 1] = mended
        else:
            return Document(label, text, values, findings, frozenset(broken))


def _blame(fault: str, lines: Sequence[str]) -> tuple[int, int]:
    at = re.search(r"line (\d+), column (\d+)", fault)
    return (int(at[1]), int(at[2])) if at else (len(lines), 1)


def _syntax_finding(label: str, line: int, column: int, value: str, fault: str) -> Finding:
    remedy = "mend the TOML: texts in double quotes, one key a line, each key once"
    return Finding("toml_syntax", label, line, column, "", value, fault, remedy)


def _mend(line: str, fault: str, *, is_known: bool) -> str | None:
    """Return what to read in place of a line that is no TOML; None where the fault began on an earlier line."""
    if "overwrite" in fault:
        return "" if line.strip() and not line.lstrip().startswith("[") else None
    try:
        tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        key = _KEY.match(line)
        if is_known or line.lstrip().startswith("["):
            return None
        return f"{key[0]} {_PLACEHOLDER}" if key else ""
    return None


def note_faults(document: Document, faults: Iterable[Fault], *, table: str = "", index: int = 0) -> None:
    """Add what is wrong with a table to the faults of its file."""
    for code, field, message, remedy, value in faults:
        document.add(code, field, message, remedy, table=table, index=index, value=value)


def check_table(
    document: Document, values: Mapping[str, Any], spec: Table, *, table: str = "", index: int = 0
) -> Readable:
    """Return the keys of one table that are right, None for those that may be absent and are; note what is wrong."""
    good = Readable({key: None for key, entry in spec.items() if key not in values and not entry.required})
    for key, value in values.items():
        if key not in spec:
            remedy = f"use only: {', '.join(spec)}"
            document.add("key_unknown", key, f'key "{key}" is unknown here', remedy, table=table, index=index)
        elif fault := spec[key].check(value):
            document.add("value_invalid", key, f"{key} {fault}", "mend the value", table=table, index=index)
        else:
            good[key] = value
    for key, entry in spec.items():
        if entry.required and key not in values:
            code = "source_missing" if key == "source" else "key_missing"
            document.add(code, key, f'key "{key}" is missing', "add it", table=table, index=index)
    return good
