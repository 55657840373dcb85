"""The commands calibrate and backtest: what they print and write, and how they refuse."""

from __future__ import annotations

import json
from pathlib import Path

from routes.folders import packaged_folder
from tests.build import write
from tests.cli.conftest import Run

MARKER = "# ---- fitted by `routes calibrate`: do not edit below"


def test_profile_is_written_into_the_users_own_folder(run: Run, kept: Path) -> None:
    ran = run("calibrate", "special")
    path = kept / "trains" / "special.toml"
    assert ran.status == 0 and ran.err == f"profile: {path}\n"
    assert path.read_text(encoding="utf-8").startswith(f'schema = "routes-train/1"\n\n{MARKER}\n')
    assert run("check", "--data", str(kept)).status == 0


def test_profile_written_changes_no_answer(run: Run) -> None:
    question = ("latest-departure", "Pyongyang", "Vladivostok", "--arrive", "by Tuesday", "--as-of", "2023-09-11")
    before = run(*question).out
    assert run("calibrate", "special").status == 0
    assert run(*question).out == before


def test_look_back_writes_only_where_it_is_told_to(run: Run, kept: Path, tmp_path: Path) -> None:
    back = ("calibrate", "special", "--as-of", "2023-09-20")
    ran = run(*back)
    assert ran.status == 0 and "not written, being a look back" in ran.err and not (kept / "trains").exists()
    assert json.loads(run(*back, "--json").out)["path"] is None
    assert run(*back, "-o", str(tmp_path / "then.toml")).err == f"profile: {tmp_path / 'then.toml'}\n"


def test_packaged_folder_over_itself_gives_the_same_bytes(run: Run, tmp_path: Path) -> None:
    own = packaged_folder().path
    path = tmp_path / "special.toml"
    path.write_bytes((own / "trains" / "special.toml").read_bytes())
    before = path.read_bytes()
    assert run("calibrate", "special", "--data", str(own), "-o", str(path)).status == 0
    assert path.read_bytes() == before


def test_calibration_prints_what_is_used_and_what_is_not(run: Run, tmp_path: Path) -> None:
    ran = run("calibrate", "special", "-o", str(tmp_path / "x.toml"))
    assert "Khasan leave → Vladivostok arrive" in ran.out and "NOT USED" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 105


def test_train_without_journeys_writes_nothing(run: Run, kept: Path) -> None:
    ran = run("calibrate", "russian")
    assert ran.status == 0 and "No documented journey of this train" in ran.out
    assert not kept.exists()


def test_unknown_train_is_refused_with_those_there_are(run: Run) -> None:
    ran = run("calibrate", "../trains/special")
    assert (ran.status, ran.hint) == (2, "hint: there are: airliner, russian, ship, special")


def test_file_that_is_not_text_is_left_alone(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(b"\xff\xfe")
    assert run("calibrate", "special", "-o", str(path)).status == 5
    assert path.read_bytes() == b"\xff\xfe"


def test_json_has_what_the_words_have(run: Run, tmp_path: Path) -> None:
    document = json.loads(run("calibrate", "special", "--json", "-o", str(tmp_path / "x.toml")).out)
    assert document["schema"]["name"] == "routes/calibrate" and document["path"] == str(tmp_path / "x.toml")
    scored = json.loads(run("backtest", "--json").out)
    assert scored["schema"]["name"] == "routes/backtest" and scored["score"]["n"] == len(scored["forecasts"])


def test_faults_of_a_file_end_with_status_5_and_their_places(run: Run, tmp_path: Path) -> None:
    header = "journey,seq,station,event,local_time,clock_zone,precision_min,confidence,known_from,source,note\n"
    row = "trip,1,nowhere,dep,2024-05-01T08:00,Asia/Seoul,5,A,2024-05-02T00:00Z,a page,\n"
    path = write(tmp_path / "x.csv", header + row + row.replace("1,nowhere", "2,khasan").replace("08:00", "09:00"))
    ran = run("backtest", str(path))
    assert ran.status == 5 and f"{path}:2:8: error: there is no station" in ran.err and ran.out == ""
