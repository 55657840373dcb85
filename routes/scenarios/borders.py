"""What is known of the border between two countries: whether trains stop there for control, and the gauge beyond it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from routes.findings import Finding
from routes.folders import DataFolder
from routes.scenarios.journey_columns import parse_instant
from routes.stacks import Key, Layout, Stack, read_stack
from routes.tables import Column, Row, check_source, parse_gauges

SAME_GAUGE_MM = 5
"""Cars run through between gauges as near as 1520 and 1524 mm."""


class OpenArea(NamedTuple):
    """An area within which trains cross borders without a stop for control, and since when a country is in it."""

    country: str
    area: str
    known_from: datetime
    source: str
    note: str
    origin: str


class MainGauge(NamedTuple):
    """The gauge of most track of a country."""

    country: str
    gauge_mm: int
    source: str
    note: str


class Borders(NamedTuple):
    """Both tables: the areas of each country, and its main gauge where it has one."""

    areas: tuple[OpenArea, ...]
    gauges: Mapping[str, MainGauge]

    def list_open(self, as_of: datetime) -> dict[tuple[str, str], OpenArea]:
        """Return the pairs of countries that shared an area as of an instant, each with the later entry of the two."""
        joined = [a for a in self.areas if a.known_from <= as_of]
        return {
            (a.country, b.country): max((a, b), key=lambda entry: entry.known_from)
            for a in joined
            for b in joined
            if a.area == b.area and a.country != b.country
        }

    def gauge_mm(self, country: str) -> int:
        """Return the main gauge of a country, 0 where none is known."""
        found = self.gauges.get(country)
        return found.gauge_mm if found else 0

    def breaks_gauge(self, one: str, other: str) -> bool:
        """Return whether the main gauges of two countries are known and differ."""
        gauges = self.gauge_mm(one), self.gauge_mm(other)
        return all(gauges) and abs(gauges[0] - gauges[1]) > SAME_GAUGE_MM


def read_borders(folders: Sequence[DataFolder]) -> tuple[Borders, list[Finding]]:
    """Return both tables, a user's rows over ours by their key, and every fault."""
    areas = _read(folders, "open_borders.csv", AREAS)
    gauges = _read(folders, "gauges.csv", GAUGES)
    found = Borders(
        tuple(_build_area(row) for row in areas.rows.values()),
        {row.values["country"]: _build_gauge(row) for row in gauges.rows.values()},
    )
    return found, [*areas.findings, *gauges.findings]


def _read(folders: Iterable[DataFolder], name: str, layout: Layout) -> Stack:
    return read_stack([(f, [name]) for f in folders if (f.path / name).exists()], layout, [check_source])


def _parse_country(field: str) -> str:
    if not (len(field) == 2 and field.isascii() and field.isalpha() and field.isupper()):
        raise ValueError(f'"{field}" is not a country code of two capitals')
    return field


def _parse_gauge(field: str) -> int:
    gauges_mm = parse_gauges(field)
    if len(gauges_mm) != 1:
        raise ValueError(f'"{field}" is not one gauge')
    return gauges_mm[0]


def _key(*fields: str) -> Callable[[Row], Key]:
    return lambda row: tuple(row.values[field] for field in fields)


_COUNTRY = Column("country", _parse_country, "write two capitals such as FR")
_REST = (Column("source", required=False, default=""), Column("note", required=False, default=""))
AREAS = Layout(
    (
        _COUNTRY,
        Column("area", remedy="name the area, as its other countries do"),
        Column(
            "known_from", parse_instant, "write an instant in UTC, such as 2007-12-21T00:00Z", code="time_unreadable"
        ),
        *_REST,
    ),
    _key("country", "area"),
    "country and area",
    "area",
)
GAUGES = Layout(
    (_COUNTRY, Column("gauge_mm", _parse_gauge, "write millimetres, such as 1435"), *_REST),
    _key("country"),
    "country",
    "country",
)


def _build_area(row: Row) -> OpenArea:
    values = row.values
    texts = values["source"], values["note"], row.origin
    return OpenArea(values["country"], values["area"], values["known_from"], *texts)


def _build_gauge(row: Row) -> MainGauge:
    return MainGauge(*(row.values[k] for k in ("country", "gauge_mm", "source", "note")))
