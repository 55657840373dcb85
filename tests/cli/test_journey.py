"""The questions on the command line: answers, JSON alone, refusals by their remedy, and a user's own folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.build import write, write_world
from tests.cli.conftest import Ran, Run

LATEST = ["latest-departure", "Pyongyang", "Vladivostok"]
ARRIVAL = ["arrival", "Khasan", "Vladivostok"]
AS_OF = ["--as-of", "2023-09-11 09:00 KST"]


def assert_refused(ran: Ran, status: int) -> None:
    """Check what every refusal keeps: status, nothing on stdout, one error and one hint, no traceback."""
    assert (ran.status, ran.out) == (status, ""), ran.err
    assert len([line for line in ran.err.splitlines() if line.startswith("error: ")]) == 1
    assert len([line for line in ran.err.splitlines() if line.startswith("hint: ")]) == 1
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("arguments", "head"),
    [
        (
            [*LATEST, "--arrive", "by Tuesday", *AS_OF],
            "LATEST DEPARTURE  Pyongyang → Vladivostok by Tue 12 Sep 2023 24:00",
        ),
        ([*ARRIVAL, "--depart", "2019-04-24 11:40"], "ARRIVAL  Khasan → Vladivostok, leaving Wed 24 Apr 2019 11:40"),
        (["distance", "하산", "Владивосток"], "DISTANCE  Khasan → Vladivostok"),
    ],
)
def test_question_is_answered_on_stdout_alone(run: Run, arguments: list[str], head: str) -> None:
    ran = run(*arguments)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith(head)
    assert "WHY" not in ran.out and "WHY" in run(*arguments, "--why").out.upper()


@pytest.mark.parametrize(
    "arguments",
    [
        [*LATEST, "--arrive", "Monday or Tuesday", *AS_OF, "--why"],
        [*ARRIVAL, "--depart", "2019-04-24 11:40"],
        ["distance", "Khasan", "Vladivostok"],
        ["stations", "find", "Khasan"],
        ["stations", "near", "42.43,130.64"],
        ["stations", "show", "khasan"],
        ["check"],
    ],
)
def test_json_stands_alone_on_stdout(run: Run, arguments: list[str]) -> None:
    ran = run(*arguments, "--json")
    assert (ran.status, ran.err) == (0, "")
    assert json.loads(ran.out)
    assert ran.out.endswith(("}\n", "]\n"))


def test_json_is_what_python_returns(run: Run) -> None:
    document = json.loads(run(*LATEST, "--arrive", "by Tuesday", *AS_OF, "--json").out)
    assert document["answer"]["depart_by"]["even"]["weekday"] == "Monday"
    assert document["as_of"]["utc"] == "2023-09-11T00:00:00Z" and not document["as_of"]["today"]


@pytest.mark.parametrize("name", ["Nowhereville", "Kyongsong2", "", "🚂"])
def test_unknown_name_is_refused_with_3(run: Run, name: str) -> None:
    assert_refused(run("distance", name, "Vladivostok"), 3)


@pytest.mark.parametrize("name", ["Kyongsong", "경성"])
def test_ambiguous_name_is_refused_with_3_and_its_candidates(run: Run, name: str) -> None:
    ran = run("distance", name, "Vladivostok")
    assert_refused(ran, 3)
    assert "(code kyongsong)" in ran.hint and "(code seoul)" in ran.hint


@pytest.mark.parametrize(
    "phrase",
    [
        *("25:00", "by Blursday", "2023-02-30", "by 2023-13-01", "", "after Tuesday", "soon", "by 03/04/2023"),
        *("by next week", "2018-05-04 23:45 Pyongyang time", "2015-08-14 23:45 Pyongyang time", "9999-12-31"),
    ],
)
def test_unreadable_deadline_is_refused_with_2(run: Run, phrase: str) -> None:
    assert_refused(run(*LATEST, "--arrive", phrase, *AS_OF), 2)


@pytest.mark.parametrize(
    "phrase", ["Tuesday", "by Tuesday 12:00", "", "2018-05-04 23:45 Pyongyang time", "Tuesday 24:01"]
)
def test_departure_without_one_instant_is_refused_with_2(run: Run, phrase: str) -> None:
    assert_refused(run(*ARRIVAL, "--depart", phrase), 2)


@pytest.mark.parametrize("phrase", ["03/04/2023", "Monday or Tuesday", "by Monday", "Blursday", "2015-08-14 23:45 PYT"])
def test_as_of_that_is_no_one_instant_is_refused_with_2(run: Run, phrase: str) -> None:
    assert_refused(run("distance", "Pyongyang", "Vladivostok", "--as-of", phrase), 2)


@pytest.mark.parametrize(
    "options",
    [
        ["--set", "sped.KP=30"],
        ["--set", "speed.KP"],
        ["--set", "speed.KP=fast"],
        ["--set", "speed.KP=0"],
        ["--set", "speed.KP=40/30/20"],
        ["--set", "hold.KP=yesterday"],
        ["--train", "spezial"],
        ["--avoid", "Chinna"],
        ["--data", "/nowhere/at/all"],
    ],
)
def test_option_that_fits_nothing_is_refused_with_2(run: Run, options: list[str]) -> None:
    assert_refused(run("distance", "Pyongyang", "Vladivostok", *options), 2)


@pytest.mark.parametrize(
    "arguments",
    [
        ["Pyongyang", "Vladivostok", "--avoid", "RU"],
        ["Pyongyang", "Beijing", "--avoid", "CN"],
        ["Pyongyang", "Vladivostok", "--train", "russian"],
        ["Khasan", "Khasan"],
        ["Pyongyang", "Vladivostok", "--as-of", "1950-01-01"],
    ],
)
def test_question_without_an_answer_is_refused_with_4(run: Run, arguments: list[str]) -> None:
    assert_refused(run("distance", *arguments), 4)


def test_bad_data_is_refused_with_5_and_every_finding(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "own"
    write(own / "stations.csv", "code,name,country,lat,lon,zone,kind,gauges_mm,position_accuracy_m,source\n"
          "dunai,Dunai,RU,142.87,132.33,Asia/Vladivostok,station,1520,500,survey\n"
          "dunay,Dunay,RU,42.87,132.33,Asia/Wladiwostok,halt,1520,500,survey\n")  # fmt: skip
    write(own / "turns.csv", "at,to\n")
    ran = run("distance", "Khasan", "Vladivostok", "--data", str(own))
    assert_refused(ran, 5)
    assert f"{own}/stations.csv:2:16: error: lat is 142.87" in ran.err
    assert f"{own}/stations.csv:3:46: error:" in ran.err
    assert f"{own}/turns.csv:1:1: error:" in ran.err


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("stations.csv", b"code,name\xff\n", "file_unreadable"),
        ("segments.csv", b'from,to\n"a', "column_missing"),
        ("names.csv", b"", "header_missing"),
        ("trains/special.toml", b"schema = \n", "toml_syntax"),
        ("trains/special.toml", "поезд".encode("cp1251"), "file_unreadable"),
        ("trains/special.toml", b'schema = "routes-train/1"\nassumption = 5\n', "value_invalid"),
    ],
)
def test_broken_file_of_the_users_own_is_refused_with_5(
    run: Run, tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    path = write(tmp_path / "own" / name, "")
    path.write_bytes(content)
    ran = run("distance", "Khasan", "Vladivostok", "--data", str(tmp_path / "own"))
    assert_refused(ran, 5)
    assert f"[{code}]" in ran.err


def test_users_pace_replaces_ours_and_shows_its_line(run: Run, tmp_path: Path) -> None:
    own = write_world(tmp_path / "own", "speed.RU 20 km/h\ngauges 1435/1520")
    ran = run(*ARRIVAL, "--depart", "2019-04-24 11:40", "--data", str(own), "--why")
    assert f"speed.RU = 20 km/h  [{own}/trains/special.toml:5]" in ran.out
    assert "locomotive.ussuriysk = 10/15/40 min  [data/trains/special.toml:" in ran.out


def test_users_segment_replaces_ours(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "own"
    head = "from,to,line,length_m,basis,gauges_mm,electrified,border,source\n"
    write(own / "segments.csv", head + "makhalino,khasan,Baranovsky-Khasan,51000,official,1520,no,no,own survey\n")
    before, after = (
        json.loads(run("distance", "Khasan", "Vladivostok", "--json", *data).out) for data in ([], ["--data", str(own)])
    )
    assert after["answer"]["length_m"] == before["answer"]["length_m"] + 10_000
    assert after["itinerary"]["legs"][0]["source"] == "own survey"


def test_folder_is_named_by_the_environment_and_the_option_goes_before_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fast, slow = (write_world(tmp_path / n, f"speed.RU {n} km/h\ngauges 1435/1520") for n in ("69", "49"))
    monkeypatch.setenv("ROUTES_DATA", str(slow))
    assert "49 km/h" in run(*ARRIVAL, "--depart", "2019-04-24 11:40").out
    assert "69 km/h" in run(*ARRIVAL, "--depart", "2019-04-24 11:40", "--data", str(fast)).out
    monkeypatch.setenv("ROUTES_DATA", str(tmp_path / "none"))
    assert_refused(run(*ARRIVAL, "--depart", "2019-04-24 11:40"), 2)


def test_kept_folder_is_used_when_it_is_there(run: Run, kept: Path) -> None:
    write_world(kept, "speed.RU 49 km/h\ngauges 1435/1520")
    assert "49 km/h" in run(*ARRIVAL, "--depart", "2019-04-24 11:40").out


def test_doubtful_rows_are_told_on_stderr_and_do_not_stop_the_answer(run: Run, tmp_path: Path) -> None:
    own = write_world(tmp_path / "own", "station dunai RU Asia/Vladivostok 132.33,42.87")
    text = (own / "stations.csv").read_text(encoding="utf-8").replace("132.33,42.87", "42.87,-132.33")
    write(own / "stations.csv", text)
    ran = run("distance", "Khasan", "Vladivostok", "--data", str(own), "--json")
    assert ran.status == 0 and ran.err.startswith("warning: ")
    assert json.loads(ran.out)["answer"]["length_m"] == 373_000


@pytest.mark.parametrize("name", ["page.pdf", "page", "page.html/x"])
def test_page_of_another_name_is_refused_and_nothing_is_written(run: Run, tmp_path: Path, name: str) -> None:
    ran = run("distance", "Khasan", "Vladivostok", "--map", str(tmp_path / name))
    assert_refused(ran, 2)
    assert list(tmp_path.iterdir()) == []


def test_page_is_drawn_beside_the_answer(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "maps" / "page.html"
    ran = run(*ARRIVAL, "--depart", "2019-04-24 11:40", "--map", str(page), "--json")
    assert ran.status == 0 and ran.err == f"map: {page}\n"
    assert json.loads(ran.out) and page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert [p.name for p in page.parent.iterdir()] == ["page.html"]


def test_page_that_cannot_be_written_leaves_stdout_empty(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "file", "kept")
    ran = run(*ARRIVAL, "--depart", "2019-04-24 11:40", "--map", str(tmp_path / "file" / "page.html"))
    assert_refused(ran, 2)
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_scenario_is_asked_by_its_name(run: Run) -> None:
    ran = run("latest-departure", "vladivostok-2023", "--arrive", "by Tuesday noon", "--as-of", "2023-09-11 09:00 KST")
    assert (ran.status, ran.out.splitlines()[0]) == (
        0,
        "LATEST DEPARTURE  Pyongyang → Vladivostok by Tue 12 Sep 2023 12:00 Vladivostok",
    )
    assert_refused(run("latest-departure", "nowhere-2023", "--arrive", "by Tuesday noon"), 2)
    assert_refused(run("latest-departure", "Pyongyang", "Vladivostok"), 2)
