"""Stretches without a clocked run are named, from the runs known at the time; faults of [[clocked]] are findings."""

from __future__ import annotations

from pathlib import Path

import pytest

from routes.folders import packaged_folder
from routes.scenarios.check import check_folders
from tests.build import at, build_routes, write

LINE = """
station aa RU Asia/Vladivostok 43.00,132.00
station bb RU Asia/Vladivostok 43.40,132.00
station cc RU Asia/Vladivostok 45.00,132.00
station dd RU Asia/Vladivostok 45.50,132.00
track aa bb 60
track bb cc 300
track cc dd 60
speed 40/60/80 km/h
"""
RUN = """
[[clocked]]
journey = "trip"
stations = ["bb", "aa"]
length_m = 60000
elapsed_s = 3600
known_from = 2020-01-01T00:00:00Z
"""


def gaps(folder: Path, as_of: str) -> list[tuple[str, str, int]]:
    tool = build_routes(folder, LINE)
    path = folder / "trains" / "special.toml"
    write(path, path.read_text(encoding="utf-8") + RUN)
    answer = tool.arrival("aa", "dd", depart="2023-05-01 08:00", as_of=as_of)["answer"]
    return [(gap["from"], gap["to"], gap["length_m"]) for gap in answer["unclocked"]]


def test_legs_without_a_run_are_one_stretch_and_a_run_counts_both_ways(tmp_path: Path) -> None:
    assert gaps(tmp_path, "2023-01-01") == [("bb", "dd", 360_000)]


def test_run_counts_from_the_instant_it_was_known(tmp_path: Path) -> None:
    assert gaps(tmp_path, "2019-12-31") == [("aa", "dd", 420_000)]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (("length_m = 60000", "length_m = -1"), "value_invalid length_m"),
        (("elapsed_s = 3600\n", ""), "key_missing elapsed_s"),
        (("journey =", "trip ="), "key_unknown trip"),
        (('["bb", "aa"]', '["bb"]'), "value_invalid stations"),
        (('["bb", "aa"]', '["bb", "nowhere"]'), "station_unknown stations"),
        (("2020-01-01T00:00:00Z", "2020-01-01"), "value_invalid known_from"),
    ],
)
def test_fault_of_a_clocked_run_is_found_where_it_stands(tmp_path: Path, change: tuple[str, str], found: str) -> None:
    build_routes(tmp_path, LINE)
    path = tmp_path / "trains" / "special.toml"
    write(path, path.read_text(encoding="utf-8") + RUN.replace(*change))
    folder = packaged_folder()._replace(path=tmp_path, label="world")
    findings = check_folders([folder], now=at("2023-01-01T00:00Z"))[1]
    assert found in [f"{f.code} {f.field}" for f in findings if f.file.endswith("special.toml") and f.line > 1]
