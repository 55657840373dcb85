"""Documented paces: their file, what was known of them when, and the fastest way that they make."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from routes.folders import stack_folders
from routes.scenarios.paces import find_fastest, read_paces
from tests.build import write

HEAD = "country,mode,what,length_m,time_min,kmh,year,source,note,known_from\n"
ROW = "KP,rail,local,100000,120,,2020,survey,,2021-01-01T00:00Z\n"


def read(tmp_path: Path, rows: str) -> list[str]:
    write(tmp_path / "paces.csv", HEAD + rows)
    own = [f for f in read_paces(stack_folders(tmp_path))[1] if not f.file.startswith("data/")]
    return [f"{f.line} {f.code} {f.field}" for f in own]


def test_packaged_paces_have_no_fault_and_a_speed() -> None:
    paces, findings = read_paces(stack_folders(None))
    assert findings == []
    speeds = {(p.country, p.what.split()[0]): round(p.kmh, 1) for p in paces}
    assert speeds["KP", "Train"] == 30.6
    assert speeds["RU", "Okean"] == 69.6
    assert [round(p.kmh, 1) for p in paces if p.what == "special train Khasan-Vladivostok"] == [59.7]


def test_fastest_is_that_of_the_country_known_by_then() -> None:
    paces = read_paces(stack_folders(None))[0]

    def fastest(country: str, mode: str, day: str) -> str:
        found = find_fastest(paces, country=country, mode=mode, as_of=datetime.fromisoformat(f"{day}T00:00+00:00"))
        return found.what if found else ""

    assert fastest("KP", "rail", "2023-09-11").startswith("Train 8")
    assert fastest("KP", "rail", "2008-01-01") == ""
    assert fastest("RU", "rail", "2008-12-01").startswith("Rossiya")
    assert fastest("CN", "rail", "2026-01-01").startswith("Z5")
    assert fastest("KP", "air", "2023-09-11").startswith("Aeroflot")
    assert fastest("KP", "air", "2026-01-01").startswith("Nordwind")


def test_own_rows_add_and_replace_by_their_key(tmp_path: Path) -> None:
    ours = "KP,rail,Train 8 Tumangang-Pyongyang,,,50,2024,survey,,2024-01-01T00:00Z\n"
    assert read(tmp_path, ROW + ours) == []
    paces = read_paces(stack_folders(tmp_path))[0]
    assert [p.kmh for p in paces if p.what in ("local", "Train 8 Tumangang-Pyongyang")] == [50.0, 50.0]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("kp,rail,x,1000,1,,,s,,2021-01-01T00:00Z", "value_invalid country"),
        ("KP,road,x,1000,1,,,s,,2021-01-01T00:00Z", "value_invalid mode"),
        ("KP,rail,,1000,1,,,s,,2021-01-01T00:00Z", "value_missing what"),
        ("KP,rail,x,1000,,,,s,,2021-01-01T00:00Z", "value_missing kmh"),
        ("KP,rail,x,,,,,s,,2021-01-01T00:00Z", "value_missing kmh"),
        ("KP,rail,x,1000,1,60,,s,,2021-01-01T00:00Z", "value_missing kmh"),
        ("KP,rail,x,1000,0,,,s,,2021-01-01T00:00Z", "value_invalid time_min"),
        ("KP,rail,x,,,nan,,s,,2021-01-01T00:00Z", "value_invalid kmh"),
        ("KP,rail,x,,,60,,,,2021-01-01T00:00Z", "source_missing source"),
        ("KP,rail,x,,,60,,assumed,,2021-01-01T00:00Z", "guess_unexplained note"),
        ("KP,rail,x,,,60,,s,,soon", "time_unreadable known_from"),
    ],
)
def test_fault_of_a_row_is_found(tmp_path: Path, row: str, fault: str) -> None:
    assert read(tmp_path, row + "\n") == [f"2 {fault}"]


def test_known_from_is_utc() -> None:
    assert all(p.known_from.tzinfo == UTC for p in read_paces(stack_folders(None))[0])
