"""Findings as a person reads them."""

from __future__ import annotations

from routes.findings import CATALOGUE, ERROR, WARNING, Finding, format_finding


def test_finding_names_place_severity_code_and_remedy() -> None:
    finding = Finding(
        "lat_out_of_range", "data/stations.csv", 41, 9, "lat", "151.2", "lat is 151.2", "swap lat and lon"
    )
    assert format_finding(finding) == (
        "data/stations.csv:41:9: error: lat is 151.2 [lat_out_of_range]\n  fix: swap lat and lon"
    )


def test_severity_is_that_of_the_catalogue() -> None:
    assert Finding("circuity_high", "", 1, 1, "", "", "", "").severity == WARNING
    assert {severity for severity, _ in CATALOGUE.values()} == {ERROR, WARNING}


def test_finding_of_a_whole_file_names_no_line() -> None:
    finding = Finding("file_missing", "data/turns.csv", 0, 0, "", "", "the file does not exist", "create it")
    assert format_finding(finding).startswith("data/turns.csv: error: the file does not exist")
