"""The tables of open borders and main gauges, and what follows from them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from routes.folders import DataFolder, packaged_folder
from routes.gazetteer.countries import list_countries
from routes.scenarios.borders import Borders, read_borders
from tests.build import write

NOW = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def borders() -> Borders:
    return read_borders([packaged_folder()])[0]


def test_packaged_tables_have_no_fault_and_real_countries(borders: Borders) -> None:
    assert not read_borders([packaged_folder()])[1]
    assert {area.country for area in borders.areas} | set(borders.gauges) <= set(list_countries())


@pytest.mark.parametrize(
    ("one", "other", "year", "is_open"),
    [
        ("FR", "DE", 2026, True),
        ("DE", "PL", 2026, True),
        ("DE", "PL", 2005, False),
        ("PL", "BY", 2026, False),
        ("BY", "RU", 2026, True),
        ("LT", "RU", 2026, False),
        ("RO", "HU", 2024, False),
        ("RO", "HU", 2026, True),
        ("CN", "MN", 2026, False),
    ],
)
def test_borders_are_open_within_an_area_since_both_are_in_it(
    borders: Borders, one: str, other: str, year: int, is_open: bool
) -> None:
    known = borders.list_open(datetime(year, 6, 1, tzinfo=UTC))
    assert ((one, other) in known) is is_open
    assert ((other, one) in known) is is_open


@pytest.mark.parametrize(
    ("one", "other", "breaks"),
    [
        ("PL", "BY", True),
        ("FR", "ES", True),
        ("RU", "FI", False),
        ("FR", "DE", False),
        ("CN", "RU", True),
        ("BR", "AR", False),
    ],
)
def test_gauge_breaks_where_both_main_gauges_are_known_and_differ(
    borders: Borders, one: str, other: str, breaks: bool
) -> None:
    assert borders.breaks_gauge(one, other) is breaks


@pytest.mark.parametrize(
    ("file", "row", "code"),
    [
        ("gauges.csv", "fr,1435,test,", "value_invalid"),
        ("gauges.csv", "FR,1435/1520,test,", "value_invalid"),
        ("gauges.csv", "FR,1435,assumed,", "guess_unexplained"),
        ("open_borders.csv", "FR,home,soon,law,", "time_unreadable"),
        ("open_borders.csv", "FR,home,1995-03-26T00:00Z,,", "source_missing"),
    ],
)
def test_fault_of_a_row_is_found(tmp_path: Path, file: str, row: str, code: str) -> None:
    heads = {"gauges.csv": "country,gauge_mm,source,note", "open_borders.csv": "country,area,known_from,source,note"}
    write(tmp_path / file, f"{heads[file]}\n{row}\n")
    _, findings = read_borders([DataFolder(tmp_path, "mine")])
    assert [(f.code, f.file, f.line) for f in findings] == [(code, f"mine/{file}", 2)]


def test_own_row_stands_over_ours(tmp_path: Path) -> None:
    write(tmp_path / "gauges.csv", "country,gauge_mm,source,note\nBR,1000,test,\n")
    borders, findings = read_borders([packaged_folder(), DataFolder(tmp_path, "mine")])
    assert not findings
    assert (borders.gauge_mm("BR"), borders.gauge_mm("FR")) == (1000, 1435)
