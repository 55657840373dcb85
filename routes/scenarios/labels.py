"""Names that a user puts on a map: of seas, areas, borders and places, from a CSV file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from routes.errors import DataError
from routes.folders import read_text
from routes.tables import Column, read_table
from routes.units import parse_degrees

KINDS = ("sea", "area", "border", "place")
LANG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class Label(NamedTuple):
    """A name at a position; one with a `lang` is shown where labels are in that language, one without always."""

    name: str
    lat: float
    lon: float
    kind: str = "area"
    lang: str = ""


def _parse_kind(field: str) -> str:
    if field not in KINDS:
        raise ValueError(f'"{field}" is not a kind of name')
    return field


def parse_lang(field: str) -> str:
    """Return a language tag such as ru or zh-Hans; raises ValueError for what cannot be one."""
    if not LANG.fullmatch(field):
        raise ValueError(f'"{field}" is not a language tag')
    return field


COLUMNS = (
    Column("name", remedy="write what is to be drawn"),
    Column("lat", parse_degrees(90), "write degrees north", code="lat_out_of_range"),
    Column("lon", parse_degrees(180), "write degrees east", code="lon_out_of_range"),
    Column(
        "kind", _parse_kind, f"write one of {', '.join(KINDS)}, or nothing for area", required=False, default="area"
    ),
    Column("lang", parse_lang, "write a tag such as ko, or nothing for all", required=False, default=""),
    Column("source", required=False, default=""),
)


def read_labels(path: Path) -> tuple[Label, ...]:
    """Return the names of a CSV file: `name`, `lat`, `lon`, and where it has them `kind`, `lang` and `source`.

    Raises: DataError, with every fault of the file.
    """
    text, findings = read_text(path, label=str(path))
    rows, more = read_table(text, file=str(path), columns=COLUMNS) if not findings else ([], [])
    if findings := [*findings, *more]:
        count = "1 fault" if len(findings) == 1 else f"{len(findings)} faults"
        raise DataError(f'"{path}" has {count}', hint="mend the names and draw the map again", findings=findings)
    return tuple(Label(*(row.values[name] for name in Label._fields)) for row in rows)
