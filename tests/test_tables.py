"""CSV against columns: every fault is a finding that points at its place."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.checks import apply_checks
from routes.findings import Finding
from routes.tables import Column, parse_count, parse_gauges, parse_one_of, parse_yes, read_table

COLUMNS = (
    Column("code"),
    Column("km", parse_count, "write whole kilometres"),
    Column("note", required=False, default=""),
)


def read(text: str) -> tuple[list[dict[str, Any]], list[Finding]]:
    rows, findings = read_table(text, file="t.csv", columns=COLUMNS)
    return [row.values for row in rows if row.whole], findings


def places(findings: list[Finding]) -> list[str]:
    """Return `line:column code field` of each finding."""
    return [f"{f.line}:{f.column} {f.code} {f.field}".rstrip() for f in findings]


def test_rows_become_values_with_their_origin() -> None:
    rows, findings = read_table("code,km,note\na,5,\n\nb, 7 ,x\n", file="t.csv", columns=COLUMNS)
    assert [row.values for row in rows] == [{"code": "a", "km": 5, "note": ""}, {"code": "b", "km": 7, "note": "x"}]
    assert [row.origin for row in rows] == ["t.csv:2", "t.csv:4"]
    assert findings == []


def test_columns_may_come_in_any_order_and_optional_ones_may_be_absent() -> None:
    assert read("km,code\n5,a\n") == ([{"code": "a", "km": 5, "note": ""}], [])


def test_comments_and_blank_lines_are_skipped_and_counted() -> None:
    rows, findings = read("# about\n\ncode,km\n# more, with a comma\n , \na,x\n")
    assert rows == []
    assert places(findings) == ["6:3 value_invalid km"]


def test_faults_point_at_the_first_character_of_their_field() -> None:
    _, findings = read('code,km,note\n"a,b",x,\n"a ""b""",y,\n')
    assert places(findings) == ["2:7 value_invalid km", "3:11 value_invalid km"]
    assert findings[0].value == "x" and findings[0].remedy == "write whole kilometres"


def test_field_after_an_embedded_newline_is_on_the_line_where_it_begins() -> None:
    rows, findings = read('code,note,km\na,"one\ntwo",x\nb,,y\n')
    assert rows == []
    assert places(findings) == ["3:6 value_invalid km", "4:4 value_invalid km"]


def test_row_after_an_embedded_newline_keeps_its_line() -> None:
    rows, _ = read_table('code,km,note\na,1,"one\ntwo"\nb,2,\n', file="t.csv", columns=COLUMNS)
    assert [row.origin for row in rows] == ["t.csv:2", "t.csv:4"]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_of_both_kinds_count_alike(end: str) -> None:
    rows, findings = read(end.join(["code,km", "a,1", "b,x", 'c,"2"', ""]))
    assert rows == [{"code": "a", "km": 1, "note": ""}, {"code": "c", "km": 2, "note": ""}]
    assert places(findings) == ["3:3 value_invalid km"]


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c"])
def test_unicode_separator_inside_a_field_ends_no_row(separator: str) -> None:
    rows, findings = read(f"code,note,km\na,one{separator}two,1\nb,,x\n")
    assert rows == [{"code": "a", "note": f"one{separator}two", "km": 1}]
    assert places(findings) == ["3:4 value_invalid km"]


def test_nul_byte_is_a_finding() -> None:
    rows, findings = read("code,km\na,1\nb\0c,2\nd,3\n")
    assert [row["code"] for row in rows] == ["a", "d"]
    assert places(findings) == ["3:2 csv_syntax"]
    assert "NUL" in findings[0].message


def test_nul_byte_in_the_header_is_a_finding() -> None:
    assert places(read("co\0de,km\na,1\n")[1]) == ["1:3 csv_syntax"]


def test_field_beyond_the_limit_of_the_reader_is_a_finding() -> None:
    rows, findings = read(f"code,km\na,1\nb,{'9' * 140_000}\nc,3\n")
    assert [row["code"] for row in rows] == ["a", "c"]
    assert places(findings) == ["3:3 csv_syntax km"]
    assert "131072" in findings[0].message and "quote" in findings[0].remedy
    assert findings[0].value == "9" * 40


def test_unclosed_quote_is_a_finding_where_its_field_begins_and_the_next_lines_are_read() -> None:
    rows, findings = read('code,km\na,1\nb,"2\nc,3\nd,x\n')
    assert [row["code"] for row in rows] == ["a", "c"]
    assert places(findings) == ["3:3 csv_syntax km", "5:3 value_invalid km"]
    assert findings[0].value == '"2'


def test_quote_that_a_later_row_closes_hides_no_row_between() -> None:
    rows, findings = read('code,km,note\na,1,"one\nb,2,\nc,x,\nd,4,"two, three"\n')
    assert [row["code"] for row in rows] == ["b", "d"]
    assert places(findings) == ["2:5 csv_syntax note", "4:3 value_invalid km"]


def test_text_after_a_closing_quote_is_a_finding() -> None:
    rows, findings = read('code,km\n"a"b,1\nc,3\n')
    assert [row["code"] for row in rows] == ["c"]
    assert places(findings) == ["2:1 csv_syntax code"]


def test_comment_is_one_line_whatever_it_quotes() -> None:
    rows, findings = read('# a,"b"c\ncode,km\n# see,"x\na,1\n# or,"y"z\nb,2\n')
    assert [row["code"] for row in rows] == ["a", "b"]
    assert findings == []


def test_row_with_a_fault_keeps_the_fields_that_can_be_read() -> None:
    rows, _ = read_table("code,km,note\na,x,\nb,1\n", file="t.csv", columns=COLUMNS)
    assert [(row.whole, dict(row.values)) for row in rows] == [(False, {"code": "a", "note": ""}), (False, {})]
    assert [row.raw("code") for row in rows] == ["a", "b"]
    assert apply_checks(rows[0], [lambda row: [row.values["km"]], lambda row: [row.values["code"]]]) == ["a"]


def test_row_of_another_length_is_a_finding() -> None:
    rows, findings = read("code,km\na,1,2\nb\nc,3\n")
    assert [row["code"] for row in rows] == ["c"]
    assert places(findings) == ["2:1 row_length code", "3:1 row_length code"]
    assert findings[0].message == "3 fields where the header has 2"


def test_header_faults_are_all_reported_with_those_of_the_rows_under_it() -> None:
    rows, findings = read("kode,note,note,km\na,1,2,x\n")
    assert rows == []
    assert places(findings) == [
        "1:1 column_unknown kode",
        "1:6 column_repeated note",
        "1:1 column_missing code",
        "2:7 value_invalid km",
    ]


def test_column_that_is_absent_is_not_taken_for_empty_beside_a_misspelt_one() -> None:
    rows, findings = read_table("code,km,nota\na,1,x\n", file="t.csv", columns=COLUMNS)
    assert places(findings) == ["1:9 column_unknown nota"]
    assert [dict(row.values) for row in rows] == [{"code": "a", "km": 1}]


def test_no_row_is_read_under_a_header_of_which_nothing_is_known() -> None:
    assert places(read("code;km\na;1,5\n")[1]) == [
        "1:1 column_unknown code;km",
        "1:1 column_missing code",
        "1:1 column_missing km",
    ]


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", " , ,\n"])
def test_file_without_header_is_a_finding(text: str) -> None:
    rows, findings = read(text)
    assert rows == []
    assert places(findings) == ["1:1 header_missing"]
    assert findings[0].remedy == "begin the file with: code,km,note"


def test_every_fault_of_a_row_and_of_all_rows_is_reported_at_once() -> None:
    _, findings = read("code,km\n,x\nb,\n,-1\n")
    assert places(findings) == [
        "2:1 value_missing code",
        "2:2 value_invalid km",
        "3:3 value_missing km",
        "4:1 value_missing code",
        "4:2 value_invalid km",
    ]


def test_repeated_bad_field_is_reported_on_each_of_its_lines() -> None:
    assert places(read("code,km\na,x\nb,x\n")[1]) == ["2:3 value_invalid km", "3:3 value_invalid km"]


@pytest.mark.parametrize(
    ("parse", "good", "value", "bad"),
    [
        (parse_yes, "yes", True, ["Yes", "true", "1", ""]),
        (parse_count, "0", 0, ["-1", "1.5", "٣", "1_0", " 1", "²"]),
        (parse_gauges, "1435/1520", (1435, 1520), ["", "15", "1435/", "1435,1520", "9999"]),
        (parse_one_of("a", "b"), "b", "b", ["A", "", "ab"]),
    ],
)
def test_field_readers_take_what_their_column_holds_only(parse: Any, good: str, value: object, bad: list[str]) -> None:
    assert parse(good) == value
    for text in bad:
        with pytest.raises(ValueError, match=r".+"):
            parse(text)


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=8), max_size=30).map("".join))
def test_no_text_makes_the_reader_crash(text: str) -> None:
    rows, findings = read("code,km,note\n" + text)
    assert all(f.line >= 1 and f.column >= 1 for f in findings)
    assert all(set(row) == {"code", "km", "note"} for row in rows)


@given(st.lists(st.text(',"\n#a\r', min_size=1, max_size=6).map("x{}".format), min_size=1, max_size=4))
def test_quoted_fields_come_back_as_they_were(notes: list[str]) -> None:
    lines = [f'c,1,"{note.replace(chr(34), chr(34) * 2)}"' for note in notes]
    rows, findings = read("\n".join(["code,km,note", *lines, ""]))
    assert findings == []
    assert [row["note"] for row in rows] == [note.strip() for note in notes]
