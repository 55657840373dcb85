"""Every data file checked in one run, each fault blamed on its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from routes.folders import packaged_folder, stack_folders
from routes.scenarios.check import check_folders
from tests.build import at, build_train, write

NOW = at("2026-11-23T00:00Z")
SCENARIO = """\
schema = "routes-scenario/1"
title = "A question"
question = "latest-departure"
as_of = "2023-09-11"
from = "Pyongyang"
to = "Vladivostok"
train = "special"
arrive = "by Tuesday"
"""


def check(folder: Path) -> list[str]:
    """Return `file:line code` of each finding about the user's own folder."""
    _, findings = check_folders(stack_folders(folder), now=NOW)
    return [f"{Path(f.file).name}:{f.line} {f.code}" for f in findings if f.file.startswith(str(folder))]


def test_packaged_data_has_no_fault_and_is_counted() -> None:
    counts, findings = check_folders((packaged_folder(),), now=NOW)
    assert findings == []
    assert all(counts[kind] > 0 for kind in ("stations", "names", "segments", "turns", "trains", "scenarios"))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("Pyongyang", "Pyongyangg"), "s.toml:5 place_unknown"),
        (("Vladivostok", "Qwertyville"), "s.toml:6 place_unknown"),
        (("special", "spezial"), "s.toml:7 train_unknown"),
        (("by Tuesday", "by Blursday"), "s.toml:8 time_unreadable"),
        (("2023-09-11", "03/04/2023"), "s.toml:4 time_unreadable"),
        (("special", "russian"), "s.toml:3 scenario_infeasible"),
        (('"by Tuesday"', '"by Tuesday"\navoid = ["RU"]'), "s.toml:3 scenario_infeasible"),
        (('"by Tuesday"', '"by Tuesday"\nvia = ["Qwertyville"]'), "s.toml:9 place_unknown"),
        (('"by Tuesday"', '"by Tuesday"\nset = ["sped=5"]'), "s.toml:9 value_invalid"),
        (('"by Tuesday"', '"by Tuesday"\navoid = ["XX"]'), "s.toml:9 value_invalid"),
        (("latest-departure", "latest"), "s.toml:3 value_invalid"),
        (('"A question"', '"A question'), "s.toml:2 toml_syntax"),
    ],
)
def test_scenario_is_checked_down_to_its_answer(tmp_path: Path, change: tuple[str, str], fault: str) -> None:
    write(tmp_path / "scenarios" / "s.toml", SCENARIO.replace(*change))
    assert check(tmp_path) == [fault]


def test_good_scenario_of_the_users_own_passes(tmp_path: Path) -> None:
    write(tmp_path / "scenarios" / "s.toml", SCENARIO)
    assert check(tmp_path) == []


@pytest.mark.parametrize(
    "key", ["stop.ussurisk", "speed.kp", "speed.RU.transsib", "speed.khasan", "locomotive", "border.RUS"]
)
def test_assumption_that_can_move_nothing_is_found(tmp_path: Path, key: str) -> None:
    unit = "km/h" if key.startswith("speed") else "min"
    write(
        tmp_path / "trains" / "special.toml",
        build_train([["speed.KP", "30", "km/h"], [key, "30", unit]], [["1435/1520"]]),
    )
    assert check(tmp_path) == ["special.toml:15 key_unknown"]


def test_file_or_folder_that_nothing_reads_is_a_warning(tmp_path: Path) -> None:
    for name in ("station.csv", ".hidden", "README.md", "scenario/s.toml"):
        write(tmp_path / name, "")
    for name in ("trains/special.tml", "scenarios/s.TOML", "scenarios/old/s.toml", "journeys/2019.txt"):
        write(tmp_path / name, "")
    for name in ("trains/README.md", "journeys/.hidden", "journeys/LICENSE.md"):
        write(tmp_path / name, "")
    (tmp_path / "trains" / "x.toml").mkdir()
    assert check(tmp_path) == [
        *("2019.txt:0 file_ignored", "scenario:0 file_ignored", "old:0 file_ignored", "s.TOML:0 file_ignored"),
        *("station.csv:0 file_ignored", "special.tml:0 file_ignored", "x.toml:0 file_ignored"),
    ]


def test_every_field_of_a_scenario_is_checked_on_its_own(tmp_path: Path) -> None:
    changes = {"Pyongyang": "Pyongyng", "Vladivostok": "Vladivostk", "by Tuesday": "Blursday", "2023-09-11": "sometime"}
    text = SCENARIO.replace('"special"', '"nope"')
    for old, new in changes.items():
        text = text.replace(old, new)
    lists = """\
  via = ["Ussuriysk", "Qwertyville", "Asdfton"]
avoid = ["XX", "CN", "YY"]
set = ["sped.KP=5", "speed.KP=30", "speed.KP", "stop=soon", "hold.nowhere=3h"]
depart = "Monday"
confidence = 2
deadline = "noon"
[[source]]
titel = "a page"
url = 5
"""
    write(tmp_path / "scenarios" / "s.toml", text + lists)
    _, findings = check_folders(stack_folders(tmp_path), now=NOW)
    assert [f"{f.line}:{f.column} {f.code} {f.field} {f.value}" for f in findings] == [
        "4:1 time_unreadable as_of sometime",
        "5:1 place_unknown from Pyongyng",
        "6:1 place_unknown to Vladivostk",
        "7:1 train_unknown train nope",
        "8:1 time_unreadable arrive Blursday",
        "9:3 place_unknown via Qwertyville",
        "9:3 place_unknown via Asdfton",
        "10:1 value_invalid avoid XX",
        "10:1 value_invalid avoid YY",
        "11:1 value_invalid set sped.KP=5",
        "11:1 value_invalid set speed.KP",
        "11:1 value_invalid set stop=soon",
        "11:1 value_invalid set hold.nowhere=3h",
        "12:1 time_unreadable depart Monday",
        "13:1 value_invalid confidence 2",
        '14:1 key_unknown deadline "noon"',
        "15:1 key_missing title ",
        "15:1 key_missing says ",
        '16:1 key_unknown titel "a page"',
        "17:1 value_invalid url 5",
    ]
    assert all(f.message and f.remedy for f in findings)


def test_faults_of_all_files_come_at_once_sorted_by_place(tmp_path: Path) -> None:
    write(tmp_path / "stations.csv", "code,name\nxx,X\n")
    write(tmp_path / "segments.csv", "from,to\n")
    (tmp_path / "names.csv").write_bytes(b"code,name\xff")
    write(tmp_path / "trains" / "cargo.toml", "schema = ")
    write(tmp_path / "scenarios" / "s.toml", SCENARIO.replace("special", "spezial"))
    found = check(tmp_path)
    assert {f.split(":")[0] for f in found} == {"stations.csv", "segments.csv", "names.csv", "cargo.toml", "s.toml"}
