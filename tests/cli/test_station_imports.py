from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run

TEXT = "code,name,lat,lon\n1,Xanten,51.66,6.45\n2,Bad,95,8\n3,Xylo <b>\u202e,51.7,6.5\n"


def test_stations_are_imported_found_shown_listed_and_taken_out(run: Run, kept: Path, tmp_path: Path) -> None:
    path = tmp_path / "feed.csv"
    path.write_text(TEXT, encoding="utf-8")
    ran = run("stations", "import", str(path))
    assert ran.status == 0
    assert "2 stations of CSV" in ran.out
    assert f"{path}:3:" in ran.err
    assert "[lat_out_of_range]" in ran.err
    assert (kept / "imported.sqlite").is_file()
    assert "feed:1" in run("stations", "find", "Xanten").out
    assert "Europe/Berlin" in run("stations", "show", "Xanten").out
    near = json.loads(run("stations", "near", "51.66,6.45", "--count", "2", "--json").out)
    assert [row["code"] for row in near] == ["feed:1", "feed:3"]
    assert "\u202e" not in run("stations", "find", "xyl").out
    assert run("check").status == 0
    assert "it takes the place" in run("stations", "import", str(path)).out
    assert [s["stations"] for s in json.loads(run("stations", "sources", "--json").out)] == [2]
    assert run("stations", "sources", "--remove", "feed").status == 0
    assert run("stations", "show", "Xanten").status == 3
    assert run("stations", "sources", "--remove", "feed").status == 2


def test_places_of_the_world_are_found_shown_and_near(run: Run) -> None:
    assert "city:paris_fr" in run("stations", "find", "Paris").out
    assert "air:egll" in run("stations", "find", "Heathrow").out
    shown = json.loads(run("stations", "show", "파리", "--json").out)
    assert (shown["code"], shown["zone"], shown["country"]) == ("city:paris_fr", "Europe/Paris", "FR")
    near = json.loads(run("stations", "near", "48.86,2.35", "--all", "--json", "--count", "3").out)
    assert near[0]["code"] == "city:paris_fr"
    assert "Etc/GMT" in run("stations", "show", "30,-40").out


def test_position_south_of_the_equator_begins_no_option(run: Run) -> None:
    ran = run("stations", "show", "-33.87,151.21")
    assert ran.status == 0
    assert "Australia/Sydney" in ran.out


def test_import_without_a_station_fails_with_findings(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "feed.csv"
    path.write_text("stop_id,stop_name\n1,A\n", encoding="utf-8")
    ran = run("stations", "import", str(path))
    assert ran.status == 5
    assert "[column_missing]" in ran.err


def test_near_tells_of_the_world_where_the_gazetteer_has_nothing_near(run: Run) -> None:
    assert "--all" in run("stations", "near", "48.85,2.35").out
    assert "--all" not in run("stations", "near", "42.43,130.64", "--count", "1").out
    assert "--all" not in run("stations", "near", "48.85,2.35", "--all").out


def test_found_places_stand_apart_from_long_codes(run: Run) -> None:
    lines = run("stations", "find", "Springfield").out.splitlines()
    assert any(line.startswith("city:springfield_us_missouri Springfield, ") for line in lines)
