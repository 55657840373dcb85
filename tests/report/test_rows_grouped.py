"""Rows of a comparison are put together by deadline: one instant, or one reading on the clocks of all places."""

from __future__ import annotations

from typing import Any

from routes.clock import stamp
from routes.sentences_rows import group_deadlines
from tests.build import at

Row = dict[str, Any]
VLAT, MSK, KST = "Asia/Vladivostok", "Europe/Moscow", "Asia/Seoul"


def row(to: str, local: str, zone: str, mode: str = "rail") -> Row:
    return {"from": "a", "to": to, "mode": mode, "arrive_by": stamp(at(f"{local} {zone}"), zone)}


def grouped(rows: list[Row]) -> list[tuple[str, bool, str]]:
    return [
        (group.stamp["local"][:16], group.is_local, "".join(row["to"] for row in group.rows))
        for group in group_deadlines(rows)
    ]


def test_same_time_on_several_clocks_is_one_deadline() -> None:
    rows = [row("v", "2023-09-13 00:00", VLAT), row("m", "2023-09-13 00:00", MSK)]
    assert grouped(rows) == [("2023-09-13T00:00", True, "vm")]


def test_same_instant_is_one_deadline_on_the_first_clock() -> None:
    rows = [row("v", "2023-09-13 18:00", VLAT), row("m", "2023-09-13 11:00", MSK)]
    assert grouped(rows) == [("2023-09-13T18:00", False, "vm")]


def test_readings_and_modes_are_told_apart() -> None:
    days = ("2023-09-12 00:00", "2023-09-13 00:00")
    rows = [row("v", day, VLAT, mode) for mode in ("rail", "air") for day in days]
    assert grouped(rows) == [("2023-09-12T00:00", False, "vv"), ("2023-09-13T00:00", False, "vv")]


def test_other_days_on_other_clocks_are_deadlines_of_their_own() -> None:
    rows = [row("v", "2023-09-13 00:00", VLAT), row("m", "2023-09-12 00:00", MSK), row("s", "2023-09-13 00:00", KST)]
    assert grouped(rows) == [("2023-09-13T00:00", True, "vs"), ("2023-09-12T00:00", False, "m")]


def test_no_rows_have_no_deadline() -> None:
    assert grouped([]) == []
