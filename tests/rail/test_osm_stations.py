"""Stations of an OpenStreetMap file."""

from __future__ import annotations

from pathlib import Path

import pytest

from routes.errors import DataError
from routes.findings import Finding
from routes.rail.osm_stations import OsmStation, read_osm_stations
from tests.rail.extract import N, W, write_extract

STATION = {"railway": "station"}


def read(tmp_path: Path, *objects: N | W) -> tuple[list[OsmStation], list[Finding]]:
    nodes, ways = [o for o in objects if isinstance(o, N)], [o for o in objects if isinstance(o, W)]
    return read_osm_stations(write_extract(tmp_path / "x.osm.pbf", nodes, ways))


def test_names_in_every_language_come_with_language_and_kind(tmp_path: Path) -> None:
    tags = {
        "railway": "station",
        "name": "Хасан",
        "name:en": "Khasan",
        "name:ko": "하싼",
        "name:zh-Hans": "哈桑",
        "name:ja-Latn": "Hasan",
        "int_name": "Hasan",
        "old_name": "Подгорная;Старая",
        "old_name:en": "Podgornaya",
        "name:etymology:wikidata": "Q1",
        "alt_name": "Khasan-1",
    }
    (row,), findings = read(tmp_path, N(1, 42.43, 130.64, tags))
    assert not findings
    assert row.name == "Хасан"
    assert [(n.text, n.lang, n.kind) for n in row.names] == [
        ("Хасан", "", "official"),
        ("Khasan", "en", "official"),
        ("Hasan", "ja-Latn", "romanisation"),
        ("하싼", "ko", "official"),
        ("哈桑", "zh-Hans", "official"),
        ("Hasan", "", "romanisation"),
        ("Подгорная", "", "historic"),
        ("Старая", "", "historic"),
        ("Podgornaya", "en", "historic"),
        ("Khasan-1", "", "place"),
    ]


def test_codes_come_with_their_key(tmp_path: Path) -> None:
    codes = {
        "uic_ref": "2059450",
        "railway:ref": "Хас",
        "esr:user": "988306",
        "express:code": "2034010",
        "ref:x": "1;2",
    }
    (row,), _ = read(tmp_path, N(1, 42.43, 130.64, {**STATION, "name": "Хасан", **codes, "fax": "5"}))
    assert dict(row.codes) == {**codes, "ref:x": "2"}
    assert ("ref:x", "1") in row.codes


def test_stops_join_their_station_and_bring_what_it_lacks(tmp_path: Path) -> None:
    stop = {"railway": "stop", "name": "Minsk", "ref": "7", "name:be": "Мінск", "uic_ref": "2100001"}
    (row,), _ = read(
        tmp_path,
        N(1, 53.8910, 27.5500, stop),
        N(2, 53.8900, 27.5510, {**STATION, "name": "Minsk", "gauge": "1520"}),
        N(3, 53.8912, 27.5502, {**stop, "ref": "8"}),
    )
    assert (row.kind, row.origin, row.gauges_mm) == ("station", "node/2", (1520,))
    assert [n.text for n in row.names] == ["Minsk", "Мінск"]
    assert row.codes == (("uic_ref", "2100001"),)


def test_stations_of_one_name_far_apart_stay_two(tmp_path: Path) -> None:
    rows, _ = read(tmp_path, N(1, 50, 10, {**STATION, "name": "A"}), N(2, 50.02, 10, {**STATION, "name": "A"}))
    assert [r.origin for r in rows] == ["node/1", "node/2"]


@pytest.mark.parametrize(
    "tags",
    [
        {"station": "subway"},
        {"station": "light_rail"},
        {"subway": "yes"},
        {"disused": "yes"},
        {"abandoned": "yes"},
        {"railway": "tram_stop"},
        {"railway": "station_site"},
    ],
)
def test_what_no_train_of_the_network_calls_at_is_left_out(tmp_path: Path, tags: dict[str, str]) -> None:
    assert read(tmp_path, N(1, 50, 10, {**STATION, "name": "A", **tags})) == ([], [])


def test_underground_station_with_trains_is_kept(tmp_path: Path) -> None:
    rows, _ = read(tmp_path, N(1, 50, 10, {**STATION, "name": "A", "subway": "yes", "train": "yes"}))
    assert len(rows) == 1


def test_station_drawn_as_a_way_lies_in_its_middle(tmp_path: Path) -> None:
    corners = [N(1, 50, 10), N(2, 50.002, 10), N(3, 50.002, 10.004), N(4, 50, 10.004)]
    (row,), _ = read(tmp_path, *corners, W(9, [1, 2, 3, 4, 1, 77], {**STATION, "name": "A"}))
    assert row.coordinate == (50.001, 10.002)
    assert row.origin == "way/9"


def test_nameless_stations_are_one_finding_and_nameless_stops_none(tmp_path: Path) -> None:
    nameless = [N(i, 50, i / 100, STATION) for i in range(1, 6)]
    rows, findings = read(tmp_path, *nameless, N(9, 50, 10, {"railway": "stop"}))
    assert not rows
    assert [(f.code, f.message) for f in findings] == [
        ("osm_station_invalid", "stations without a name: node/1, node/2, node/3 and 2 more")
    ]


def test_station_without_position_is_a_finding(tmp_path: Path) -> None:
    rows, findings = read(tmp_path, W(9, [1, 2], {**STATION, "name": "A"}))
    assert not rows
    assert [f.code for f in findings] == ["osm_station_invalid"]


def test_markup_stays_text_and_controls_go(tmp_path: Path) -> None:
    name = "<b>A</b>\x1b[31m\u202e x"
    (row,), _ = read(tmp_path, N(1, 50, 10, {**STATION, "name": name, "name:en": "A" * 300}))
    assert row.name == "<b>A</b>[31m x"
    assert len(row.names) == 1


def test_name_of_no_letters_is_no_name(tmp_path: Path) -> None:
    rows, findings = read(tmp_path, N(1, 50, 10, {**STATION, "name": "\u200b ; "}))
    assert not rows
    assert [f.field for f in findings] == ["name"]


def test_same_file_gives_the_same_rows_in_the_same_order(tmp_path: Path) -> None:
    nodes = [N(i, 50 + i / 10, 10, {**STATION, "name": f"S{i % 7}"}) for i in range(1, 20)]
    assert read(tmp_path, *nodes) == read(tmp_path, *nodes[::-1])


@pytest.mark.parametrize("content", [b"", b"hello world" * 50, bytes(500), b"<osm>"])
def test_what_is_no_extract_is_refused_with_a_hint(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.osm.pbf"
    path.write_bytes(content)
    with pytest.raises(DataError, match="cannot read") as caught:
        read_osm_stations(path)
    assert caught.value.hint
    assert [f.code for f in caught.value.findings] == ["file_unreadable"]


def test_truncated_file_is_refused(tmp_path: Path) -> None:
    nodes = [N(i, 50 + i / 1000, 10, {**STATION, "name": f"S{i}"}) for i in range(1, 2000)]
    path = write_extract(tmp_path / "x.osm.pbf", nodes)
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(DataError, match="damaged"):
        read_osm_stations(path)


def test_missing_file_and_folder_are_refused(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "none.osm.pbf", "file_missing"), (tmp_path, "file_unreadable")):
        with pytest.raises(DataError) as caught:
            read_osm_stations(path)
        assert [f.code for f in caught.value.findings] == [code]
