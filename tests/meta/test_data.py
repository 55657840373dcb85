"""Every value in the data files says where it comes from; a guess explains itself."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.meta.source import ROOT

DATA = ROOT / "data"
VALUES = {"value", "low", "likely", "high"}


def walk_tables(value: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every table of a TOML document with its dotted path, those inside arrays included."""
    if isinstance(value, dict):
        yield path, value
        for key, inner in value.items():
            yield from walk_tables(inner, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from walk_tables(inner, f"{path}[{n}]")


def unsourced(document: dict[str, Any]) -> Iterator[str]:
    """Yield each table whose source is blank, or is a guess without a note."""
    for path, table in walk_tables(document):
        if "source" in table and not str(table["source"]).strip():
            yield f"{path}: source is blank"
        if table.get("source") == "assumed" and not str(table.get("note", "")).strip():
            yield f"{path}: assumed without a note"


def incomplete(document: dict[str, Any]) -> Iterator[str]:
    """Yield each assumption (a table with a value or a unit) that lacks a field every assumption has."""
    for path, table in walk_tables(document):
        if not table.keys() & {*VALUES, "unit"}:
            continue
        if "value" not in table and not {"low", "likely", "high"} <= table.keys():
            yield f"{path}: neither value nor low, likely and high"
        yield from (f"{path}: no {key}" for key in ("unit", "source", "known_from") if not _is_filled(table.get(key)))


def _is_filled(value: object) -> bool:
    return value is not None and str(value).strip() != ""


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _files(pattern: str) -> list[str]:
    return sorted(p.relative_to(ROOT).as_posix() for p in DATA.glob(pattern))


def test_there_are_data_files() -> None:
    assert _files("trains/*.toml")
    assert _files("scenarios/*.toml")
    assert _files("*.csv")


@pytest.mark.parametrize("name", _files("**/*.toml"))
def test_values_have_a_source_and_guesses_a_note(name: str) -> None:
    assert not list(unsourced(_read(ROOT / name)))


@pytest.mark.parametrize("name", _files("trains/*.toml"))
def test_assumptions_are_complete(name: str) -> None:
    found = list(walk_tables(_read(ROOT / name)))
    assert any("source" in table for _, table in found)
    assert not list(incomplete(_read(ROOT / name)))


@pytest.mark.parametrize("name", _files("**/*.csv"))
def test_rows_have_a_source(name: str) -> None:
    with (ROOT / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    assert rows
    assert "source" in rows[0]
    assert not [row for row in rows if not (row["source"] or "").strip()]
    assert not [row for row in rows if row["source"] == "assumed" and not (row.get("note") or "").strip()]


@pytest.mark.parametrize(
    "text",
    [
        "[pace]\nsource = ' '",
        "[pace]\nsource = 'assumed'",
        "[[stop]]\nminutes = { source = 'assumed', note = '' }",
    ],
)
def test_planted_blank_source_is_found(text: str) -> None:
    assert list(unsourced(tomllib.loads(text)))


@pytest.mark.parametrize(
    "text",
    [
        "[pace]\nvalue = 30\nunit = 'km/h'\nsource = 'x'",
        "[pace]\nlow = 1\nlikely = 2\nunit = 'min'\nsource = 'x'\nknown_from = 2019-04-26",
        "[pace]\nvalue = 1\nsource = 'x'\nknown_from = 2019-04-26",
    ],
)
def test_planted_gap_is_found(text: str) -> None:
    assert list(incomplete(tomllib.loads(text)))
