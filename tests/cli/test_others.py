"""The commands new, stations, check, map and ask: what they write, and that they never write half."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from routes.folders import packaged_folder
from tests.build import write
from tests.cli.conftest import Run
from tests.timetable.grid import write_zip

DUNAI = ["stations", "add", "dunai", "--name", "Dunai", "--country", "RU", "--at", "42.87,132.33"]
REST = ["--zone", "Asia/Vladivostok", "--gauges", "1520", "--accuracy", "500", "--source", "own survey"]


def test_new_scenario_passes_the_check_and_answers(run: Run, kept: Path) -> None:
    ran = run("new", "hanoi-2026")
    path = kept / "scenarios" / "hanoi-2026.toml"
    assert (ran.status, ran.out, ran.err) == (0, f"{path}\n", "")
    checked = run("check", "--data", str(kept))
    assert checked.status == 0 and checked.out.endswith("0 errors, 0 warnings\n")


def test_new_scenario_is_written_in_the_folder_that_is_named(run: Run, tmp_path: Path) -> None:
    assert run("new", "a", "--data", str(tmp_path / "own")).out == f"{tmp_path}/own/scenarios/a.toml\n"
    assert json.loads(run("new", "b", "-o", str(tmp_path / "b.toml"), "--json").out)["path"] == f"{tmp_path}/b.toml"


def test_new_never_overwrites(run: Run, kept: Path) -> None:
    path = write(kept / "scenarios" / "mine.toml", "precious")
    ran = run("new", "mine")
    assert (ran.status, ran.out) == (2, "") and "is there already" in ran.error
    assert path.read_text(encoding="utf-8") == "precious"


def test_new_does_not_cover_a_scenario_of_the_tool(run: Run, kept: Path) -> None:
    ran = run("new", "vladivostok-2023")
    assert ran.status == 2 and "comes with the tool" in ran.error
    assert not kept.exists()


@pytest.mark.parametrize("name", ["", "../evil", "Hanoi", "a b", "-x", "a/b", "имя"])
def test_new_refuses_names_that_are_no_file_names(run: Run, kept: Path, name: str) -> None:
    assert run("new", "--", name).status == 2
    assert not kept.exists()


def test_new_that_cannot_be_written_leaves_nothing(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "file", "kept")
    assert run("new", "a", "--data", str(tmp_path / "file")).status == 2
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_station_of_the_users_own_is_added_found_and_travelled_from(run: Run, kept: Path) -> None:
    ran = run(*DUNAI, *REST, "--local", "Дунай", "--lang", "ru")
    assert ran.status == 0 and f"{kept}/stations.csv:2: dunai,Dunai,RU" in ran.out
    assert run("stations", "find", "Дунай").out.startswith("dunai ")
    assert run("check").status == 0
    assert "Dunai" in run("distance", "Dunai", "Vladivostok").error  # no track reaches it yet


def test_added_station_is_told_as_json(run: Run) -> None:
    rows = json.loads(run(*DUNAI, *REST, "--json").out)
    assert [Path(row["path"]).name for row in rows] == ["stations.csv", "names.csv"]


@pytest.mark.parametrize(
    ("options", "status"),
    [
        (["--zone", "Asia/Wladiwostok"], 5),
        (["--gauges", "15"], 5),
        (["--accuracy", "-5"], 5),
        (["--country", "Russia"], 5),
        (["--at", "142.87,132.33"], 2),
        (["--at", "Dunai"], 2),
        (["--local", "Дунай"], 2),
        (["--source", "assumed"], 5),
    ],
)
def test_wrong_station_is_refused_and_nothing_is_written(run: Run, kept: Path, options: list[str], status: int) -> None:
    ran = run(*DUNAI, *REST, *options)
    assert (ran.status, ran.out) == (status, "") and ran.error and ran.hint
    assert not kept.exists()


def test_station_of_ours_is_not_covered_by_accident(run: Run, kept: Path) -> None:
    ran = run("stations", "add", "khasan", *DUNAI[3:], *REST)
    assert ran.status == 2 and "already Khasan" in ran.error
    assert not kept.exists()


@pytest.mark.parametrize("point", ["42.43,130.64", "42 25 48 N, 130 38 24 E", "42°25′48″N 130°38′24″E"])
def test_nearest_place_to_a_point_is_found(run: Run, point: str) -> None:
    assert "khasan" in run("stations", "near", point, "--count", "1").out


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["find", "Nowhereville"], 3),
        (["show", "Nowhereville"], 3),
        (["near", "91,0"], 2),
        (["near", "0,200"], 2),
        (["near", "Khasan"], 2),
        (["near", "42,130", "--count", "0"], 2),
    ],
)
def test_place_that_cannot_be_told_is_refused(run: Run, arguments: list[str], status: int) -> None:
    ran = run("stations", *arguments)
    assert (ran.status, ran.out) == (status, "") and ran.error and ran.hint


def test_check_counts_what_it_read(run: Run) -> None:
    ran = run("check")
    assert ran.status == 0 and ran.out.startswith("checked ") and ran.out.endswith("0 errors, 0 warnings\n")


def test_check_prints_all_findings_and_ends_with_5(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "segments.csv", "from,to\n")
    write(tmp_path / "trains" / "x.toml", "schema = ")
    ran = run("check", "--data", str(tmp_path))
    assert ran.status == 5
    assert f"{tmp_path}/segments.csv:1:1: error: " in ran.out and f"{tmp_path}/trains/x.toml:1:1: error: " in ran.out
    found = json.loads(run("check", "--data", str(tmp_path), "--json").out)["findings"]
    assert {f["code"] for f in found} == {"column_missing", "toml_syntax"}
    assert all(f["severity"] == "error" and f["remedy"] and f["line"] for f in found)


def test_check_warns_without_failing(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "station.csv", "")
    ran = run("check", "--data", str(tmp_path))
    assert ran.status == 0 and "1 warning" in ran.out
    assert ran.out.startswith(f"{tmp_path}/station.csv: warning: ")


def test_check_takes_files_as_if_they_lay_in_the_data_folder(run: Run, tmp_path: Path) -> None:
    places, wrong = tmp_path / "places.csv", tmp_path / "mine.toml"
    header = (packaged_folder().path / "stations.csv").read_text(encoding="utf-8").splitlines()[0]
    write(places, f"{header}\nmine,Mine,KP,,400,129,Asia/Pyongyang,station,1435,,1000,,,own,\n")
    assert run("new", "mine", "-o", str(wrong)).status == 0
    said = f"checked {wrong} (scenario): 0 errors, 0 warnings"
    assert " ".join(run("check", str(wrong)).out.split()) == said, "in as many lines as the path asks for"
    write(wrong, wrong.read_text(encoding="utf-8").replace("Pyongyang", "Pyongyangg"))
    ran = run("check", str(places), str(wrong))
    assert ran.status == 5 and "2 errors, 1 warning" in ran.out
    assert f"{places}:2:15: error: lat is 400.0, outside -90 to 90" in ran.out
    assert f"{wrong}:" in ran.out and '"Pyongyangg" is not' in ran.out
    assert json.loads(run("check", str(places), "--json").out)["files"] == {str(places): "stations.csv"}
    beside = places.rename(tmp_path / "stations.csv")
    names = (
        "code,name,lang,kind,from,to,source,note\nmine,마인,ko,official,,,own,\nmine,Main,ko-Latn,romanisation,,,own,\n"
    )
    write(tmp_path / "names.csv", names)
    assert "1 error, 0 warnings" in run("check", str(beside)).out, "a table is checked with those beside it"


def test_check_reads_a_feed_without_keeping_it(run: Run, tmp_path: Path) -> None:
    ran = run("check", "docs/example-feed")
    assert (ran.status, ran.err) == (0, "") and "docs/example-feed (GTFS feed), 16 stops" in ran.out
    assert run("timetable", "list").out.startswith("none")
    tables = {file.name: file.read_text(encoding="utf-8") for file in Path("docs/example-feed").glob("*.txt")}
    tables["stop_times.txt"] += "none,10:00:00,10:00:00,khasan,1\n" * 12
    ran = run("check", str(write_zip(tmp_path / "f.zip", tables)))
    assert ran.status == 5 and "and 2 more of the same kinds" in ran.out


@pytest.mark.parametrize(
    ("name", "said"), [("a.txt", "no file that is checked"), ("a.csv", "no table"), ("b.toml", "not exist")]
)
def test_check_refuses_a_file_that_is_of_no_kind_it_knows(run: Run, tmp_path: Path, name: str, said: str) -> None:
    write(tmp_path / name.replace("b.", "c."), "one,two\n1,2\n")
    ran = run("check", str(tmp_path / name))
    assert (ran.status, ran.out) == (2, "") and said in ran.error and ran.hint


def test_map_draws_a_scenario_by_name_or_file(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert run("map", "vladivostok-2023", "-o", str(page)) == (0, "", f"map: {page}\n")
    first = page.read_bytes()
    mine = shutil.copy(
        packaged_folder().path / "scenarios" / "vladivostok-2023.toml", tmp_path / "vladivostok-2023.toml"
    )
    assert run("map", str(mine), "-o", str(page)).status == 0
    assert page.read_bytes() == first


@pytest.mark.parametrize(
    ("scenario", "page", "status"),
    [("nowhere", "a.html", 2), ("vladivostok-2023", "a.pdf", 2), ("broken.toml", "a.html", 2)],
)
def test_map_that_cannot_be_drawn_writes_nothing(
    run: Run, tmp_path: Path, scenario: str, page: str, status: int
) -> None:
    ran = run("map", scenario, "-o", str(tmp_path / page))
    assert (ran.status, ran.out) == (status, "") and ran.error and ran.hint
    assert list(tmp_path.iterdir()) == []


def test_map_of_a_broken_scenario_is_bad_data(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "broken.toml", "schema = ")
    ran = run("map", str(path), "-o", str(tmp_path / "a.html"))
    assert (ran.status, ran.out) == (5, "") and "broken.toml:1:1: error:" in ran.err
    assert not (tmp_path / "a.html").exists()


def test_question_in_words_is_answered(run: Run) -> None:
    ran = run("ask", "latest", "departure", "for", "Tuesday", "arrival")
    assert (ran.status, ran.err) == (0, "")
    assert "Mon 11 Sep" in ran.out and "NOT TODAY" in ran.out
    assert json.loads(run("ask", "latest departure for Tuesday arrival", "--json").out)["answer"]["depart_by"]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [(["gibberish blah"], 2), ([""], 2), (["latest departure for Tuesday arrival", "--scenario", "none"], 2)],
)
def test_words_that_are_no_question_are_refused(run: Run, arguments: list[str], status: int) -> None:
    ran = run("ask", *arguments)
    assert (ran.status, ran.out) == (status, "") and ran.error and ran.hint
