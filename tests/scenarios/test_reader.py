"""Train and scenario files: what they become, one over another, and each fault at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from routes.errors import DataError, UsageError
from routes.findings import Finding
from routes.folders import DataFolder
from routes.scenarios.reader import find_scenario, get_scenario, get_train, list_names, read_scenario, read_train
from tests.build import build_train, write

ENTRY = """
[[assumption]]
key = "speed.KP"
low = 20
likely = 30
high = 40
unit = "km/h"
source = "test"
known_from = 2000-01-01T00:00:00Z
"""
HEAD = 'schema = "routes-train/1"\ntitle = "a train"\ngauges_mm = [1435]\n'
SCENARIO = """\
schema = "routes-scenario/1"
title = "A question"
question = "latest-departure"
from = "Pyongyang"
to = "Vladivostok"
train = "special"
arrive = "by Tuesday"
"""


@pytest.fixture
def ours(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "ours", "data")


@pytest.fixture
def own(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "own", "own")


def put_train(folder: DataFolder, text: str, name: str = "special") -> None:
    write(folder.path / "trains" / f"{name}.toml", text)


def places(findings: list[Finding]) -> list[str]:
    """Return `line:column code field` of each finding."""
    return [f"{f.line}:{f.column} {f.code} {f.field}".rstrip() for f in findings]


def train_faults(folder: DataFolder, text: str) -> list[str]:
    put_train(folder, text)
    return places(read_train([folder], "special")[1])


def scenario_faults(tmp_path: Path, text: str) -> list[str]:
    return places(read_scenario(write(tmp_path / "s.toml", text), "s.toml")[1])


def test_assumption_shows_the_line_it_comes_from(ours: DataFolder) -> None:
    put_train(ours, HEAD + ENTRY + ENTRY.replace("speed.KP", "speed.RU"))
    train = get_train([ours], "special")
    assert [(a.key, a.origin) for a in train.assumptions] == [
        ("speed.KP", "data/trains/special.toml:5"),
        ("speed.RU", "data/trains/special.toml:14"),
    ]


def test_one_value_stands_for_low_likely_and_high(ours: DataFolder) -> None:
    put_train(ours, HEAD + ENTRY.replace("low = 20\nlikely = 30\nhigh = 40", "value = 25"))
    (entry,) = get_train([ours], "special").assumptions
    assert (entry.low, entry.likely, entry.high) == (25, 25, 25)


def test_several_keys_share_one_entry(ours: DataFolder) -> None:
    put_train(ours, HEAD + ENTRY.replace('"speed.KP"', '["speed.KP", "speed.RU"]'))
    assert [a.key for a in get_train([ours], "special").assumptions] == ["speed.KP", "speed.RU"]


@pytest.mark.parametrize("head", ["[[ assumption ]]", "  [[assumption]] # pace", "[[assumption]]\r"])
def test_every_spelling_of_the_table_head_is_read(ours: DataFolder, head: str) -> None:
    put_train(ours, HEAD + ENTRY.replace("[[assumption]]", head) + ENTRY.replace("KP", "RU"))
    assert [a.origin[-2:] for a in get_train([ours], "special").assumptions] == [":5", "14"]


def test_entries_written_inline_are_read_too(ours: DataFolder) -> None:
    entry = '{key="speed", value=30, unit="km/h", source="test", known_from=2000-01-01T00:00:00Z}'
    put_train(ours, HEAD + f"assumption = [{entry}]\n")
    assert [a.key for a in get_train([ours], "special").assumptions] == ["speed"]


def test_fault_of_an_entry_written_inline_is_at_its_key(ours: DataFolder) -> None:
    entry = '{key="speed", value=30, unit="min", source="test", known_from=2000-01-01T00:00:00Z}'
    assert train_faults(ours, HEAD + f"assumption = [{entry}]\n") == ["4:1 unit_unknown unit"]


def test_users_entry_replaces_ours_and_shows_its_origin(ours: DataFolder, own: DataFolder) -> None:
    put_train(ours, HEAD + ENTRY + ENTRY.replace("KP", "RU"))
    put_train(own, 'schema = "routes-train/1"\n' + ENTRY.replace("likely = 30", "likely = 25"))
    train = get_train([ours, own], "special")
    assert [(a.key, a.likely, a.origin) for a in train.assumptions] == [
        ("speed.RU", 30, "data/trains/special.toml:14"),
        ("speed.KP", 25, "own/trains/special.toml:3"),
    ]
    assert (train.title, train.gauges_mm) == ("a train", (1435,))


def test_users_later_knowledge_leaves_what_was_known_before_it(ours: DataFolder, own: DataFolder) -> None:
    put_train(ours, build_train([["speed.KP", "33", "km/h"], ["speed.KP", "35", "km/h", "2024-01-01"]]))
    put_train(own, build_train([["speed.KP", "25", "km/h", "2023-01-01"]]))
    entries = get_train([ours, own], "special").assumptions
    assert [(a.likely, a.known_from and a.known_from.year) for a in entries] == [(33, 2000), (25, 2023)]


def test_train_of_the_users_own_needs_title_and_gauges(own: DataFolder) -> None:
    assert train_faults(own, 'schema = "routes-train/1"\n' + ENTRY) == ["1:1 key_missing title"]


def test_faults_of_a_train_are_all_reported_at_their_lines(ours: DataFolder) -> None:
    broken = (
        ENTRY.replace("low = 20", "low = 50")
        + ENTRY.replace('"km/h"', '"min"')
        + ENTRY.replace('"test"', '"assumed"')
        + ENTRY.replace("speed.KP", "tempo.KP")
        + ENTRY.replace("likely = 30\n", "")
        + ENTRY.replace("unit", "units")
        + ENTRY.replace("2000-01-01T00:00:00Z", "2000-01-01T00:00:00")
        + ENTRY.replace('source = "test"\n', "")
    )
    codes = [place.split()[1] for place in train_faults(ours, HEAD + broken)]
    assert codes == [
        *("estimate_order", "unit_unknown", "guess_unexplained", "key_unknown", "key_missing"),
        *("key_unknown", "key_missing", "value_invalid", "source_missing"),
    ]


def test_fault_of_one_key_or_table_hides_no_other(ours: DataFolder) -> None:
    entry = ENTRY.replace("2000-01-01T00:00:00Z", '"long ago"').replace('"test"', '"assumed"')
    entry = entry.replace("low = 20", "low = 50").replace('"km/h"', '"min"').replace("speed.KP", "speed.XX")
    text = HEAD.replace("[1435]", "[15]") + "x = 1\n" + entry + ENTRY.replace("likely = 30", 'likely = "x"\nlow2 = 1')
    put_train(ours, text + ENTRY.replace("low = 20", "low = 60").replace("likely = 30", "likely = ?"))
    _, findings = read_train([ours], "special", explain=lambda key: "" if key == "speed.KP" else "write speed.KP")
    assert sorted(places(findings), key=lambda place: int(place.split(":")[0])) == [
        "3:1 value_invalid gauges_mm",
        "4:1 key_unknown x",
        "7:1 key_unknown key",
        "9:1 estimate_order likely",
        "11:1 unit_unknown unit",
        "12:1 guess_unexplained source",
        "13:1 value_invalid known_from",
        "18:1 value_invalid likely",
        "19:1 key_unknown low2",
        "27:1 estimate_order low",
        "28:10 toml_syntax",
    ]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("title = a train\ngauges_mm = [15]\n", ["2:9 toml_syntax", "3:1 value_invalid gauges_mm"]),
        ("title = \ntitle = x\nx y\n", ["2:9 toml_syntax", "3:9 toml_syntax", "4:3 toml_syntax"]),
        ('title = "a"\ntitle = "b"\nx = 1\n', ["3:12 toml_syntax", "4:1 key_unknown x"]),
        ('x = 1\ntitle = """a\n', ["4:1 toml_syntax"]),
        ("gauges_mm = [\ntitle = 5\n", ["3:1 toml_syntax"]),
    ],
)
def test_line_that_is_no_toml_hides_no_other_where_it_ends_there(
    ours: DataFolder, text: str, faults: list[str]
) -> None:
    found = train_faults(ours, 'schema = "routes-train/1"\n' + text)
    assert [place for place in found if "missing" not in place] == faults


def test_users_entries_over_a_faulty_profile_need_no_title(ours: DataFolder, own: DataFolder) -> None:
    put_train(ours, HEAD + "x = 1\n" + ENTRY)
    put_train(own, 'schema = "routes-train/1"\n' + ENTRY)
    assert places(read_train([ours, own], "special")[1]) == ["4:1 key_unknown x"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("low = 20", "low = 50"), "8:1 estimate_order likely"),
        (("low = 20", "low = 0"), "8:1 estimate_order likely"),
        (("low = 20", "low = -1"), "7:1 value_invalid low"),
        (("low = 20", "low = nan"), "7:1 value_invalid low"),
        (("low = 20", "low = true"), "7:1 value_invalid low"),
        (('"km/h"', '"min"'), "10:1 unit_unknown unit"),
        (('"test"', '"assumed"'), "11:1 guess_unexplained source"),
        (('"test"', '" "'), "11:1 value_invalid source"),
        (("speed.KP", "tempo.KP"), "6:1 key_unknown key"),
        (('"speed.KP"', "[]"), "6:1 value_invalid key"),
        (("likely = 30\n", ""), "5:1 key_missing likely"),
        (("unit =", "units ="), "10:1 key_unknown units"),
        (("T00:00:00Z", "T00:00:00"), "12:1 value_invalid known_from"),
        (('source = "test"\n', ""), "5:1 source_missing source"),
        (("known_from = 2000-01-01T00:00:00Z\n", ""), "5:1 key_missing known_from"),
    ],
)
def test_fault_of_an_assumption_is_found_at_its_line(ours: DataFolder, change: tuple[str, str], fault: str) -> None:
    assert fault in train_faults(ours, HEAD + ENTRY.replace(*change))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (HEAD + "x = 1\n" + ENTRY, "4:1 key_unknown x"),
        (HEAD.replace("[1435]", "[15]") + ENTRY, "3:1 value_invalid gauges_mm"),
        (HEAD.replace("train/1", "train/2") + ENTRY, "1:1 value_invalid schema"),
        (HEAD, "1:1 key_missing assumption"),
        (HEAD + "assumption = 5\n", "4:1 value_invalid assumption"),
        (HEAD + "broken = \n", "4:10 toml_syntax"),
        (HEAD + 'title = "again"\n', "4:16 toml_syntax"),
    ],
)
def test_fault_of_a_train_file_is_found_at_its_line(ours: DataFolder, text: str, fault: str) -> None:
    assert train_faults(ours, text)[0] == fault


def test_file_that_is_not_utf8_is_a_finding(ours: DataFolder) -> None:
    path = write(ours.path / "trains" / "special.toml", "")
    path.write_bytes('title = "поезд"'.encode("cp1251"))
    with pytest.raises(DataError) as fault:
        get_train([ours], "special")
    assert [f.code for f in fault.value.findings] == ["file_unreadable"]


def test_unknown_train_is_refused_with_those_there_are(ours: DataFolder) -> None:
    put_train(ours, HEAD + ENTRY, "russian")
    with pytest.raises(UsageError, match='"spezial"') as fault:
        get_train([ours], "spezial")
    assert fault.value.hint == "there are: russian"


def test_names_of_all_folders_are_listed_once_and_sorted(ours: DataFolder, own: DataFolder) -> None:
    for folder, name in ((ours, "special"), (own, "special"), (own, "cargo")):
        put_train(folder, HEAD + ENTRY, name)
    assert list_names([ours, own], "trains") == ["cargo", "special"]


def test_scenario_keeps_names_and_phrases_as_written(tmp_path: Path) -> None:
    text = SCENARIO + 'via = ["Ussuriysk"]\navoid = ["CN"]\nset = ["speed.KP=30"]\n'
    scenario, findings = read_scenario(write(tmp_path / "mine.toml", text), "own/scenarios/mine.toml")
    assert findings == [] and scenario is not None
    assert (scenario.name, scenario.origin) == ("mine", "own/scenarios/mine.toml")
    assert (scenario.start, scenario.arrive, scenario.turns) == ("Pyongyang", "by Tuesday", "regular")
    assert (scenario.via, scenario.avoid, scenario.settings) == (("Ussuriysk",), ("CN",), ("speed.KP=30",))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (SCENARIO.replace('arrive = "by Tuesday"\n', ""), "3:1 key_missing question"),
        (SCENARIO.replace("latest-departure", "arrival"), "3:1 key_missing question"),
        (SCENARIO.replace("latest-departure", "when"), "3:1 value_invalid question"),
        (SCENARIO.replace('from = "Pyongyang"\n', ""), "1:1 key_missing from"),
        (SCENARIO + "as_of = 2023-09-11\n", "8:1 value_invalid as_of"),
        (SCENARIO + 'via = "Ussuriysk"\n', "8:1 value_invalid via"),
        (SCENARIO + 'turns = "any"\n', "8:1 value_invalid turns"),
        (SCENARIO + '[[source]]\ntitle = "x"\n', "8:1 key_missing says"),
        (SCENARIO + '[[source]]\ntitle = "x"\nsays = "y"\nurl = 5\n', "11:1 value_invalid url"),
        (SCENARIO + "[source]\n", "8:1 value_invalid source"),
        (SCENARIO + "deadline = 5\n", "8:1 key_unknown deadline"),
        (SCENARIO + "via = [\n", "9:1 toml_syntax"),
    ],
)
def test_fault_of_a_scenario_is_found_at_its_line(tmp_path: Path, text: str, fault: str) -> None:
    assert fault in scenario_faults(tmp_path, text)


def test_users_scenario_goes_before_ours(ours: DataFolder, own: DataFolder) -> None:
    for folder in (ours, own):
        write(folder.path / "scenarios" / "s.toml", SCENARIO)
    assert find_scenario([ours, own], "s")[1] == "own/scenarios/s.toml"


def test_unknown_scenario_is_refused_with_those_there_are(ours: DataFolder) -> None:
    write(ours.path / "scenarios" / "vladivostok.toml", SCENARIO)
    with pytest.raises(UsageError, match='"hanoi"') as fault:
        get_scenario([ours], "hanoi")
    assert "there are: vladivostok;" in fault.value.hint and "routes new NAME" in fault.value.hint


def test_scenario_with_faults_gives_no_question(ours: DataFolder) -> None:
    write(ours.path / "scenarios" / "s.toml", SCENARIO + "x = 1\n")
    with pytest.raises(DataError, match="the scenario s has faults") as fault:
        get_scenario([ours], "s")
    assert places(list(fault.value.findings)) == ["8:1 key_unknown x"]
