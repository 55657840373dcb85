"""Lists of places become rows of lengths and times; what cannot be used of them is told, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from routes.api import Routes
from routes.cli.matrix import format_rows, quote_field
from routes.errors import DataError, UsageError
from tests.build import write
from tests.scenarios.far import build_far

ENDS = "place,lat,lon\nNancy,,\nKehl bridge,48.575,7.87\nAttu,52.9,179.6\n"


@pytest.fixture
def far(tmp_path: Path) -> Routes:
    return build_far(tmp_path / "data")


def test_lengths_and_times_of_all_pairs(far: Routes, tmp_path: Path) -> None:
    write(tmp_path / "from.csv", "place\nParis\n")
    write(tmp_path / "to.csv", ENDS)
    document = far.matrix(tmp_path / "from.csv", tmp_path / "to.csv")
    assert (document["from"], document["to"]) == (["Paris"], ["Nancy", "Kehl bridge", "Attu"])
    assert document["length_m"] == [[353_000, 515_000, None]]
    nancy_s, kehl_s, attu_s = document["run_s"][0]
    assert (nancy_s, attu_s) == (353 * 60, None)  # 60 km/h in France
    assert 503 * 60 <= kehl_s <= 515 * 60


def test_document_says_which_way_its_lengths_are_of(far: Routes, tmp_path: Path) -> None:
    write(tmp_path / "from.csv", "place\nParis\n")
    document = far.matrix(tmp_path / "from.csv", tmp_path / "from.csv")
    assert document["way"] == "shortest"
    assert "`routes distance` gives the quickest" in document["notes"][0]


def test_train_and_settings_choose_the_pace(far: Routes, tmp_path: Path) -> None:
    write(tmp_path / "from.csv", "place\nParis\n")
    write(tmp_path / "to.csv", "place\nNancy\n")
    document = far.matrix(tmp_path / "from.csv", tmp_path / "to.csv", settings=["speed.FR=120"])
    assert document["run_s"] == [[353 * 30]]


def test_all_faults_of_both_lists_are_told_at_once(far: Routes, tmp_path: Path) -> None:
    write(tmp_path / "from.csv", "place,lat,lon\nXyzzy,,\nParis,,\n,95,3\nAtlantic,0,-30\nhalf,48,\n,,7\n")
    write(tmp_path / "to.csv", "place\nNancy\nPlugh\n")
    with pytest.raises(DataError) as refused:
        far.matrix(tmp_path / "from.csv", tmp_path / "to.csv")
    places = [(Path(f.file).name, f.line, f.code) for f in refused.value.findings]
    assert places == [
        ("from.csv", 2, "place_unknown"),
        ("from.csv", 4, "lat_out_of_range"),
        ("from.csv", 5, "off_track"),
        ("from.csv", 6, "value_missing"),
        ("from.csv", 7, "value_missing"),
        ("to.csv", 3, "place_unknown"),
    ]


def test_skip_leaves_faulty_rows_out(far: Routes, tmp_path: Path) -> None:
    write(tmp_path / "from.csv", "place\nParis\nXyzzy\n")
    document = far.matrix(tmp_path / "from.csv", tmp_path / "from.csv", skip=True)
    assert (document["from"], document["length_m"]) == (["Paris"], [[0]])
    assert [f["code"] for f in document["left_out"]] == ["place_unknown"]


def test_lists_without_a_usable_row_have_an_empty_matrix(far: Routes, tmp_path: Path) -> None:
    write(tmp_path / "from.csv", "place\n")
    assert far.matrix(tmp_path / "from.csv", tmp_path / "from.csv")["length_m"] == []


def test_missing_file_is_a_finding(far: Routes, tmp_path: Path) -> None:
    with pytest.raises(DataError) as refused:
        far.matrix(tmp_path / "none.csv", tmp_path / "none.csv")
    assert [f.code for f in refused.value.findings] == ["file_missing"]


def test_world_without_its_track_names_what_is_missing(far: Routes, tmp_path: Path) -> None:
    bare = far._replace(world=far.world._replace(open_track=None))
    with pytest.raises(UsageError, match="not at hand"):
        bare.matrix(tmp_path / "from.csv", tmp_path / "from.csv")


def test_lines_have_a_blank_where_no_track_joins_two(far: Routes, tmp_path: Path) -> None:
    write(tmp_path / "from.csv", "place\nParis\n")
    write(tmp_path / "to.csv", ENDS)
    lists, rows = far.scan_matrix(tmp_path / "from.csv", tmp_path / "to.csv", skip=False, options={})
    lines = "".join(line for some in rows for line in format_rows(lists, some)).splitlines()
    assert lines[0] == "Paris,Nancy,353000,21180"
    assert lines[2] == "Paris,Attu,,"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Paris", "Paris"),
        ("Paris, FR", '"Paris, FR"'),
        ('the "City"', '"the ""City"""'),
        ("=1+1", "'=1+1"),
        ("@x", "'@x"),
        ("-33.9,151.2", '"-33.9,151.2"'),
        ("a\nb", '"a\nb"'),
    ],
)
def test_names_are_quoted_and_no_formula(text: str, field: str) -> None:
    assert quote_field(text) == field
