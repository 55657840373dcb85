"""A way that crosses fewer borders with control is taken, unless it takes far longer, and what was left is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from routes.api import Routes
from tests.scenarios.far import build_far
from tests.scenarios.test_meeting import countries

EPERNAY, DIJON, BASEL, KARLSRUHE, FREIBURG = "49.04,3.96", "47.32,5.04", "47.547,7.59", "48.994,8.4", "48.0,7.84"
LONGER = "dijon basel 260 basel freiburg 65 freiburg karlsruhe 140 karlsruhe kehl 75 kehl strasbourg 12"
HOME = f"{LONGER} strasbourg dijon"


def build_detour(folder: Path, home_km: int) -> Routes:
    """Return a world where Dijon-Strasbourg is 552 km by Switzerland and Germany, and `home_km` within France."""
    return build_far(folder, edges=f"{HOME} {home_km}")


def open_borders(folder: Path, *codes: str) -> None:
    rows = "".join(f"{code},home,2000-01-01T00:00Z,law,\n" for code in codes)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "open_borders.csv").write_text(f"country,area,known_from,source,note\n{rows}", encoding="utf-8")


def test_way_at_home_is_taken_and_the_quicker_one_told(tmp_path: Path) -> None:
    document = build_detour(tmp_path, 900).distance(DIJON, "48.585,7.735")
    assert countries(document) == ["FR"]
    assert document["answer"]["length_m"] == 900_000
    (note,) = [note for note in document["notes"] if "would be quicker" in note]
    assert note.startswith("a way by CH, DE would be quicker, 552 km of track where this one has 900 km")
    assert "3 more borders with control" in note


def test_way_at_home_that_takes_far_longer_is_left(tmp_path: Path) -> None:
    document = build_detour(tmp_path, 2000).distance(DIJON, "48.585,7.735")
    assert countries(document) == ["FR", "CH", "DE", "FR"]
    assert not any("would be quicker" in note for note in document["notes"])
    assert any("leaves FR" in note for note in document["notes"])


def test_open_border_is_no_reason_to_stay(tmp_path: Path) -> None:
    open_borders(tmp_path, "FR", "CH", "DE")
    document = build_detour(tmp_path, 700).distance(DIJON, "48.585,7.735")
    assert countries(document) == ["FR", "CH", "DE", "FR"]


def test_via_leads_abroad(tmp_path: Path) -> None:
    document = build_detour(tmp_path, 900).distance(DIJON, "48.585,7.735", via=[FREIBURG])
    assert "DE" in countries(document)


def test_third_country_between_two_named_is_left_out(tmp_path: Path) -> None:
    """By Switzerland 465 km and two borders; without it one border, and by far the longer way or not."""
    document = build_detour(tmp_path, 900).distance(DIJON, KARLSRUHE)
    assert countries(document) == ["FR", "CH", "DE"]
    near = build_detour(tmp_path / "near", 500).distance(DIJON, KARLSRUHE)
    assert countries(near) == ["FR", "DE"]


def test_change_of_gauge_counts_in_the_choice_of_a_way(tmp_path: Path) -> None:
    """Two ways of two borders each: the shorter one by a country of another gauge loses two changes of an hour."""
    edges = "dijon basel 260 basel freiburg 65 dijon strasbourg 300 strasbourg kehl 12 kehl freiburg 62"
    plain = build_far(tmp_path / "plain", edges=edges)
    assert countries(plain.distance(DIJON, FREIBURG))[-1] == "DE"
    (tmp_path / "gauged").mkdir()
    rows = "FR,1435,test,\nCH,1520,test,\nDE,1435,test,\n"
    (tmp_path / "gauged" / "gauges.csv").write_text(f"country,gauge_mm,source,note\n{rows}", encoding="utf-8")
    open_borders(tmp_path / "gauged", "FR", "CH", "DE")
    assert countries(build_far(tmp_path / "gauged", edges=edges).distance(DIJON, FREIBURG)) == ["FR", "DE"]


@pytest.mark.parametrize("end", ["Paris", EPERNAY])
def test_way_that_never_leaves_home_says_nothing(tmp_path: Path, end: str) -> None:
    notes = build_far(tmp_path).distance(DIJON, end)["notes"]
    assert not any("would be quicker" in note for note in notes)
