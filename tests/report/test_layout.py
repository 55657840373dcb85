"""Tables stay within a hundred columns: long names stand above their row, loose last cells below it."""

from __future__ import annotations

from routes.report.layout import WIDTH, build_table

WIDE = "9" * 80
LONG = "Krasnoyarsk-Passazhirsky arrive"


def test_narrow_table_is_as_wide_as_its_cells() -> None:
    assert build_table(["a", "b"], [["Khasan", "1"], ["x", "22"]]) == ["a       b", "Khasan  1", "x       22"]


def test_long_name_stands_above_its_row_once() -> None:
    lines = build_table(["place", "time"], [["Khasan", WIDE], [LONG, WIDE], [LONG, WIDE]])
    assert lines == [
        f"{'place':18}  time",
        f"{'Khasan':18}  {WIDE}",
        LONG,
        f"{'':18}  {WIDE}",
        f"{'':18}  {WIDE}",
    ]


def test_loose_last_cell_stands_below_where_it_does_not_fit() -> None:
    lines = build_table(["what", "time", "keys"], [["run", "1 h", "k"], ["run", "2 h", "k " * 60]], is_loose=True)
    assert lines[1] == "run   1 h   k"
    assert lines[2] == "run   2 h" and lines[3].startswith("    k k k")
    assert all(len(line) <= WIDTH for line in lines)


def test_names_that_both_are_too_long_and_loose_cells_fit() -> None:
    lines = build_table(["what", "time", "keys"], [[LONG * 3, WIDE, "speed.KP"]], is_loose=True)
    assert all(len(line) <= WIDTH for line in lines)
    assert lines[-3] == LONG * 3 and lines[-1] == "    speed.KP"


def test_empty_table_is_its_head() -> None:
    assert build_table(["a", "b"], []) == ["a  b"]
