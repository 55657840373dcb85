from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest

from routes.errors import DataError, UsageError
from routes.gazetteer.imported import FILE_NAME, find_imported
from routes.scenarios.import_stations import import_stations

STOPS = "stop_id,stop_name,stop_lat,stop_lon\n1,Khasan,42.43,130.64\n2,Bad,95,8\n3,Platform,,\n"
OSM = """<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6"><node id="1" lat="42.43" lon="130.64" version="1"><tag k="railway" v="station"/>
<tag k="name" v="Хасан"/><tag k="name:en" v="Khasan"/></node></osm>
"""


def feed(path: Path, inside: str = "stops.txt", text: str = STOPS) -> Path:
    with ZipFile(path, "w") as archive:
        archive.writestr("agency.txt", "agency_id\n")
        archive.writestr(inside, text)
    return path


@pytest.mark.parametrize("inside", ["stops.txt", "gtfs/stops.txt"])
def test_feed_is_read_and_its_faults_are_told(tmp_path: Path, inside: str) -> None:
    done = import_stations(feed(tmp_path / "db-fv.zip", inside), tmp_path / "own")
    assert (done.source.name, done.source.stations, done.source.left_out) == ("db_fv", 1, 2)
    assert {f.code for f in done.findings} == {"lat_out_of_range", "value_missing"}
    assert {f.file for f in done.findings} == {f"{tmp_path / 'db-fv.zip'}/{inside}"}
    assert [h.station.code for h in find_imported(tmp_path / "own" / FILE_NAME, "khasan")] == ["db_fv:1"]


def test_stops_txt_is_named_after_its_folder(tmp_path: Path) -> None:
    (tmp_path / "Feed A").mkdir()
    path = tmp_path / "Feed A" / "stops.txt"
    path.write_text("\ufeff" + STOPS, encoding="utf-8")
    done = import_stations(path, tmp_path / "own")
    assert done.source.name == "feed_a"
    assert done.replaced == ""
    assert import_stations(path, tmp_path / "own").replaced == str(path)


def test_extract_of_openstreetmap_is_read(tmp_path: Path) -> None:
    path = tmp_path / "east.osm"
    path.write_text(OSM, encoding="utf-8")
    done = import_stations(path, tmp_path / "own")
    assert done.source.stations == 1
    assert "OpenStreetMap" in done.source.credit
    (hit,) = find_imported(tmp_path / "own" / FILE_NAME, "khasan")
    assert (hit.station.name, hit.station.zone, hit.station.country) == ("Хасан", "Asia/Vladivostok", "RU")


@pytest.mark.parametrize(("name", "data"), [
    ("none.zip", None), ("text.csv", b"\xff\xfe\x00name"), ("half.zip", b"PK\3\4 and no more"),
])  # fmt: skip
def test_file_that_cannot_be_read_is_refused(tmp_path: Path, name: str, data: bytes | None) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(UsageError):
        import_stations(tmp_path / name, tmp_path / "own")
    assert not (tmp_path / "own").exists()


def test_feed_without_stops_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no stops\.txt"):
        import_stations(feed(tmp_path / "a.zip", "trips.txt"), tmp_path / "own")


def test_table_without_a_usable_row_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("name,lat,lon\nBad,95,8\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        import_stations(path, tmp_path / "own")
    assert [f.code for f in caught.value.findings] == ["lat_out_of_range"]
    assert not (tmp_path / "own").exists()


@pytest.mark.parametrize("name", ["city", "at", "---"])
def test_name_that_cannot_begin_a_code_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text("name,lat,lon\nA,1,1\n", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot name a source"):
        import_stations(path, tmp_path / "own", name=name)
