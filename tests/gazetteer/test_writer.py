from __future__ import annotations

from pathlib import Path

import pytest

from routes.errors import DataError, UsageError
from routes.folders import DataFolder, packaged_folder
from routes.gazetteer.names import get_place
from routes.gazetteer.reader import read_gazetteer
from routes.gazetteer.station import Gazetteer
from routes.gazetteer.writer import add_station

POSYET = {
    "code": "posyet",
    "name": "Posyet, the port",
    "country": "RU",
    "region": "Primorye",
    "lat": "42.6500",
    "lon": "130.8000",
    "zone": "Asia/Vladivostok",
    "kind": "station",
    "gauges_mm": "1520",
    "position_accuracy_m": "1000",
    "source": "assumed",
    "note": "read off a map",
}
NAMES = [
    {"name": "Посьет", "lang": "ru", "kind": "official", "source": "general usage"},
    {"name": "Posyet", "lang": "ru-Latn", "kind": "romanisation", "source": "general usage"},
]


def test_added_station_is_read_again(gazetteer: Gazetteer, own: DataFolder) -> None:
    written = add_station(own.path, POSYET, gazetteer=gazetteer, names=NAMES)
    assert [(row.path.name, row.line) for row in written] == [("stations.csv", 2), ("names.csv", 2), ("names.csv", 3)]
    assert written[0].text.startswith('posyet,"Posyet, the port",RU,Primorye,42.6500')
    both, findings = read_gazetteer([packaged_folder(), own])
    assert findings == []
    assert get_place(both, "Посьет").code == "posyet"
    assert both.station("posyet").origin == "own/stations.csv:2"


def test_second_station_is_appended_and_the_first_kept(gazetteer: Gazetteer, own: DataFolder) -> None:
    add_station(own.path, POSYET, gazetteer=gazetteer)
    path = own.path / "stations.csv"
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n"), encoding="utf-8")
    written = add_station(own.path, {**POSYET, "code": "posyet2"}, gazetteer=gazetteer)
    assert written[0].line == 3
    assert [line.split(",")[0] for line in path.read_text(encoding="utf-8").splitlines()] == [
        "code",
        "posyet",
        "posyet2",
    ]


def test_taken_code_is_refused_unless_it_shall_be_replaced(gazetteer: Gazetteer, own: DataFolder) -> None:
    with pytest.raises(UsageError, match=r'the code "khasan" is already Khasan, RU \(data/stations.csv:\d+\)'):
        add_station(own.path, {**POSYET, "code": "khasan"}, gazetteer=gazetteer)
    assert not list(own.path.iterdir())
    add_station(own.path, {**POSYET, "code": "khasan"}, gazetteer=gazetteer, replace=True)
    with pytest.raises(DataError, match="khasan stands already on line 2"):
        add_station(own.path, {**POSYET, "code": "khasan"}, gazetteer=gazetteer, replace=True)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"lat": "130.8", "lon": "42.65"}, "lat_out_of_range"),
        ({"country": "CN", "lat": "62"}, "position_outside_country"),
        ({"zone": "Asia/Posyet"}, "zone_unknown"),
        ({"source": ""}, "source_missing"),
        ({"note": ""}, "guess_unexplained"),
        ({"code": "Posyet!"}, "value_invalid"),
        ({"code": ""}, "value_missing"),
        ({"name": ""}, "value_missing"),
    ],
)
def test_wrong_field_is_refused_and_nothing_written(
    gazetteer: Gazetteer, own: DataFolder, change: dict[str, str], code: str
) -> None:
    with pytest.raises(DataError) as caught:
        add_station(own.path, {**POSYET, **change}, gazetteer=gazetteer, names=NAMES)
    assert [finding.code for finding in caught.value.findings] == [code]
    assert not list(own.path.iterdir())


def test_wrong_name_leaves_both_files_alone(gazetteer: Gazetteer, own: DataFolder) -> None:
    with pytest.raises(DataError):
        add_station(own.path, POSYET, gazetteer=gazetteer, names=[{**NAMES[0], "lang": "Russian"}])
    assert not list(own.path.iterdir())


def test_unknown_field_is_refused(gazetteer: Gazetteer, own: DataFolder) -> None:
    with pytest.raises(UsageError, match='no column "colour"'):
        add_station(own.path, {**POSYET, "colour": "green"}, gazetteer=gazetteer)


def test_line_breaks_in_a_field_do_not_make_a_second_row(gazetteer: Gazetteer, own: DataFolder) -> None:
    add_station(own.path, {**POSYET, "note": 'two\nlines, "quoted"\u200b'}, gazetteer=gazetteer)
    both, findings = read_gazetteer([packaged_folder(), own])
    assert both.station("posyet").note == 'two lines, "quoted"'
    assert {finding.code for finding in findings} == {"station_unnamed"}


def test_file_of_another_kind_is_refused(gazetteer: Gazetteer, own: DataFolder) -> None:
    Path(own.path / "stations.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DataError, match="not UTF-8"):
        add_station(own.path, POSYET, gazetteer=gazetteer)
