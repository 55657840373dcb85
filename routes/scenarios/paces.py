"""Documented paces: the average speeds, stops included, that services of a country and mode are known to have run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from routes.findings import Finding
from routes.folders import DataFolder
from routes.scenarios.journey_columns import parse_instant
from routes.scenarios.modes import MODES
from routes.stacks import Key, Layout, list_files, read_stack
from routes.tables import Column, Row, check_source, parse_count, parse_one_of
from routes.units import speed_kmh

EVERYWHERE = "*"
"""Stands for the country of what holds in each."""

MAX_KMH = 4000


class DocumentedPace(NamedTuple):
    """What a service ran on average, its stops included; `year` is None where the source gives none."""

    country: str
    mode: str
    what: str
    kmh: float
    year: int | None
    source: str
    note: str
    known_from: datetime
    origin: str


def read_paces(folders: Sequence[DataFolder]) -> tuple[tuple[DocumentedPace, ...], list[Finding]]:
    """Return the paces in the order of the files, a user's rows over ours by their key, and every fault."""
    checks: list[Callable[[Row], list[Finding]]] = [_check_speed, check_source]
    stack = read_stack(list_files(folders, "paces.csv"), PACES, checks)
    return tuple(_build_pace(row) for row in stack.rows.values()), stack.findings


def find_fastest(paces: Iterable[DocumentedPace], *, country: str, mode: str, as_of: datetime) -> DocumentedPace | None:
    """Return the fastest pace that was known of a country, or of everywhere, and a mode; None where there is none."""
    known = [p for p in paces if p.mode == mode and p.country in (country, EVERYWHERE) and p.known_from <= as_of]
    return max(known, key=lambda pace: pace.kmh, default=None)


def _parse_country(field: str) -> str:
    if field != EVERYWHERE and not (len(field) == 2 and field.isascii() and field.isalpha() and field.isupper()):
        raise ValueError(f'"{field}" is neither a country code of two capitals nor {EVERYWHERE}')
    return field


def _parse_kmh(field: str) -> float:
    try:
        value = float(field)
    except ValueError:
        raise ValueError(f'"{field}" is not a speed') from None
    if not 1 <= value < MAX_KMH:
        raise ValueError(f"{field} km/h is no speed of a service")
    return value


_COLUMNS = (
    Column("country", _parse_country, "write two capitals such as KP, or * for everywhere"),
    Column("mode", parse_one_of(*MODES), f"use one of: {', '.join(MODES)}"),
    Column("what", remedy="name the service and its two ends"),
    Column("length_m", parse_count, "write whole metres, or give kmh", required=False),
    Column("time_min", parse_count, "write whole minutes, stops included, or give kmh", required=False),
    Column("kmh", _parse_kmh, "write the average in km/h, or length_m and time_min", required=False),
    Column("year", parse_count, "write the year in which it ran so, or leave it empty", required=False),
    Column("source", required=False, default=""),
    Column("note", required=False, default=""),
    Column("known_from", parse_instant, "write an instant in UTC, such as 2019-04-24T00:40Z", code="time_unreadable"),
)


def _key(row: Row) -> Key:
    return row.values["country"], row.values["mode"], row.values["what"]


PACES = Layout(_COLUMNS, _key, "country, mode and service", "what")


def _check_speed(row: Row) -> list[Finding]:
    """Return a finding unless there is a speed, or a length with a time, that is one of a service."""
    length_m, time_min, kmh = (row.values[name] for name in ("length_m", "time_min", "kmh"))
    if (length_m is None) != (time_min is None) or (kmh is None) == (length_m is None):
        remedy = "give length_m and time_min, or kmh alone"
        return [row.finding("value_missing", "kmh", "a speed must be given, and only once", remedy)]
    if kmh is None and not 1 <= speed_kmh(length_m, time_min * 60) < MAX_KMH:
        message = f"{length_m} m in {time_min} min is no speed of a service"
        return [row.finding("value_invalid", "time_min", message, "mend the length or the time")]
    return []


def _build_pace(row: Row) -> DocumentedPace:
    values = row.values
    kmh = values["kmh"] if values["kmh"] is not None else speed_kmh(values["length_m"], values["time_min"] * 60)
    texts = (values["source"], values["note"], values["known_from"], row.origin)
    return DocumentedPace(values["country"], values["mode"], values["what"], kmh, values["year"], *texts)
