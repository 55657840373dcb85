"""The command network build on extracts of OpenStreetMap."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from routes.cli.main import main
from tests.rail.extract import RAIL, N, W, write_extract

NODES = [N(1, 50, 10), N(2, 50, 10.01), N(3, 50, 10.02), N(9, 50, 10, {"railway": "halt", "name": "A"})]


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def test_build_tells_what_was_left_out_and_what_lacks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gauge = {**RAIL, "gauge": "\x1b[31m"}
    ways = [W(1, [1, 2, 77], gauge), W(2, [2, 3], {**RAIL, "service": "siding"})]
    path = write_extract(tmp_path / "x.osm.pbf", NODES, ways)
    assert main(["network", "build", "--osm", str(path), "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)
    assert "[osm_node_missing]" in err
    assert "[osm_tag_unreadable]" in err
    assert "ways of track: 1; left out: 1 siding" in err
    assert "stations: 1; `routes stations import FILE`" in err
    assert "\x1b[31m" not in err


def test_faults_of_all_extracts_are_told_and_the_cache_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.osm.pbf"
    bad.write_bytes(b"no extract")
    assert main(["network", "build", "--osm", str(bad), "--osm", str(tmp_path / "none.pbf")]) == 5
    err = capsys.readouterr().err
    assert "[file_unreadable]" in err
    assert "[file_missing]" in err
    assert "hint: name a whole extract" in err
    assert not list((tmp_path / "cache").rglob("*.bin"))


def test_extract_without_track_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_extract(tmp_path / "x.osm.pbf", NODES, [W(1, [1, 2], {"railway": "tram"})])
    assert main(["network", "build", "--osm", str(path)]) == 5
    assert "(met: 1 tram)" in capsys.readouterr().err
