"""The preferences of a train's profile: what they become, since when they hold, each fault at its line."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from routes.folders import DataFolder
from routes.rail.prefer import Prefers
from routes.scenarios.preferences import find_preference
from routes.scenarios.reader import get_train, read_train
from tests.build import write
from tests.scenarios.test_reader import ENTRY, HEAD, places

PREFERS = """
[prefers]
highspeed = "never"
usage = ["main", "branch"]
electrified = false
min_gauge_mm = 1435
max_gauge_mm = 1520
min_speed_kmh = 60
detour = 1.5
source = "test"
known_from = 2020-01-01T00:00:00Z
"""


@pytest.fixture
def ours(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "ours", "data")


def put(folder: DataFolder, text: str) -> None:
    write(folder.path / "trains" / "special.toml", text)


def test_preferences_are_read_with_their_origin(ours: DataFolder) -> None:
    put(ours, HEAD + PREFERS + ENTRY)
    (found,) = get_train([ours], "special").prefers
    assert found.prefers == Prefers("never", ("main", "branch"), False, 1435, 1520, 60, 1.5)
    assert (found.source, found.origin) == ("test", "data/trains/special.toml:5")


def test_what_is_left_out_is_no_preference(ours: DataFolder) -> None:
    put(ours, HEAD + '[prefers]\nelectrified = true\nsource = "test"\nknown_from = 2020-01-01T00:00:00Z\n' + ENTRY)
    (found,) = get_train([ours], "special").prefers
    assert found.prefers == Prefers(electrified=True, detour=2.0)
    put(ours, HEAD + ENTRY)
    assert get_train([ours], "special").prefers == ()


def test_preference_holds_since_it_was_known_and_a_users_own_after_that(ours: DataFolder, tmp_path: Path) -> None:
    own = DataFolder(tmp_path / "own", "own")
    put(ours, HEAD + PREFERS + ENTRY)
    put(own, 'schema = "routes-train/1"\n' + PREFERS.replace("never", "yes").replace("2020", "2022"))
    prefers = get_train([ours, own], "special").prefers
    found = [find_preference(prefers, datetime(year, 6, 1, tzinfo=UTC)) for year in (2019, 2020, 2022)]
    assert [f and f.prefers.highspeed for f in found] == [None, "never", "yes"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (('"never"', "true"), "6:1 value_invalid highspeed"),
        (('"never"', '"perhaps"'), "6:1 value_invalid highspeed"),
        (('"main"', '"Hauptbahn"'), "7:1 value_invalid usage"),
        (('["main", "branch"]', "[]"), "7:1 value_invalid usage"),
        (('["main", "branch"]', "[[]]"), "7:1 value_invalid usage"),
        (("false", '"no"'), "8:1 value_invalid electrified"),
        (("= 1435", "= 1.435"), "9:1 value_invalid min_gauge_mm"),
        (("= 1435", "= 1600"), "9:1 value_invalid min_gauge_mm"),
        (("= 1520", "= true"), "10:1 value_invalid max_gauge_mm"),
        (("= 60", "= 0"), "11:1 value_invalid min_speed_kmh"),
        (("= 1.5", "= 0.5"), "12:1 value_invalid detour"),
        (("= 1.5", "= nan"), "12:1 value_invalid detour"),
        (('"test"', '"assumed"'), "13:1 guess_unexplained source"),
        (('source = "test"\n', ""), "5:1 source_missing source"),
        (("known_from = 2020-01-01T00:00:00Z\n", ""), "5:1 key_missing known_from"),
        (("detour", "detours"), "12:1 key_unknown detours"),
        (("[prefers]", "[[prefers]]"), "5:1 value_invalid prefers"),
    ],
)
def test_fault_of_a_preference_is_found_at_its_line(ours: DataFolder, change: tuple[str, str], fault: str) -> None:
    put(ours, HEAD + PREFERS.replace(*change) + ENTRY)
    assert fault in places(read_train([ours], "special")[1])


def test_faults_of_preferences_hide_no_other(ours: DataFolder) -> None:
    text = PREFERS.replace('"never"', "5").replace('"test"', '"assumed"').replace("= 1435", "= 1600")
    put(ours, HEAD + "x = 1\n" + text + ENTRY.replace("low = 20", "low = 50"))
    found = places(read_train([ours], "special")[1])
    assert [place.split()[1] for place in found] == [
        *("key_unknown", "estimate_order", "value_invalid", "guess_unexplained", "value_invalid"),
    ]


def test_empty_table_is_not_taken_for_none(ours: DataFolder) -> None:
    put(ours, HEAD + "[prefers]\n" + ENTRY)
    assert [place.split()[1] for place in places(read_train([ours], "special")[1])] == ["source_missing", "key_missing"]
