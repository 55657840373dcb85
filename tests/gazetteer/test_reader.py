from __future__ import annotations

from pathlib import Path

import pytest

from routes.findings import WARNING, Finding, format_finding
from routes.folders import DataFolder, packaged_folder
from routes.gazetteer.names import find_places, get_place
from routes.gazetteer.reader import read_gazetteer
from routes.gazetteer.station import Gazetteer

STATION_HEADER = "code,name,country,region,lat,lon,zone,kind,gauges_mm,changes_gauge,position_accuracy_m,source,note\n"
NAME_HEADER = "code,name,lang,kind,from,to,source,note\n"
KHASAN = "khasan,Khasan,RU,Primorye,42.4299,130.6447,Asia/Vladivostok,border,1520,no,100,survey,"
NAMES = ["khasan,Хасан,ru,official,,,general usage,", "khasan,Khasan,ru-Latn,romanisation,,,general usage,"]


def read(folder: DataFolder, stations: list[str], names: list[str] | None = None) -> tuple[Gazetteer, list[Finding]]:
    """Return what is read from a folder with these rows."""
    (folder.path / "stations.csv").write_text(STATION_HEADER + "".join(f"{r}\n" for r in stations), encoding="utf-8")
    rows = NAMES if names is None else names
    (folder.path / "names.csv").write_text(NAME_HEADER + "".join(f"{r}\n" for r in rows), encoding="utf-8")
    return read_gazetteer([folder])


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def test_row_becomes_a_station(own: DataFolder) -> None:
    gazetteer, findings = read(own, [KHASAN])
    place = gazetteer.station("khasan")
    assert findings == []
    assert (place.coordinate.lat, place.gauges_mm, place.changes_gauge) == (42.4299, (1520,), False)
    assert (place.local_name, place.region, place.origin) == ("Хасан", "Primorye", "own/stations.csv:2")
    assert [n.origin for n in gazetteer.names] == ["own/names.csv:2", "own/names.csv:3"]


@pytest.mark.parametrize(
    ("day", "expected", "faults"),
    [("2026-11-20", "2026-11-20", []), ("", "", []), ("20.11.26", None, ["value_invalid"])],
)
def test_row_says_when_its_source_was_read(
    own: DataFolder, monkeypatch: pytest.MonkeyPatch, day: str, expected: str | None, faults: list[str]
) -> None:
    monkeypatch.setattr("tests.gazetteer.test_reader.STATION_HEADER", STATION_HEADER.replace(",note", ",note,accessed"))
    gazetteer, findings = read(own, [f"{KHASAN},{day}"])
    assert codes(findings) == faults
    assert [station.accessed for station in gazetteer.stations.values()] == ([] if faults else [expected])


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({4: "91"}, "lat_out_of_range", "lat"),
        ({5: "181"}, "lon_out_of_range", "lon"),
        ({4: "nan"}, "value_invalid", "lat"),
        ({4: "4e1"}, "value_invalid", "lat"),
        ({4: ""}, "value_missing", "lat"),
        ({0: "Khasan"}, "value_invalid", "code"),
        ({0: "../x"}, "value_invalid", "code"),
        ({1: "\u200b"}, "value_invalid", "name"),
        ({2: "Russia"}, "value_invalid", "country"),
        ({6: "Asia/Khasan"}, "zone_unknown", "zone"),
        ({6: "../../etc/passwd"}, "zone_unknown", "zone"),
        ({7: "halt"}, "value_invalid", "kind"),
        ({8: ""}, "value_missing", "gauges_mm"),
        ({8: "15"}, "value_invalid", "gauges_mm"),
        ({9: "yes"}, "value_invalid", "changes_gauge"),
        ({9: "maybe"}, "value_invalid", "changes_gauge"),
        ({10: "-5"}, "value_invalid", "position_accuracy_m"),
        ({11: ""}, "source_missing", "source"),
        ({11: "assumed"}, "guess_unexplained", "note"),
    ],
)
def test_faulty_field_is_found_where_it_stands(own: DataFolder, change: dict[int, str], code: str, field: str) -> None:
    fields = KHASAN.split(",")
    for index, value in change.items():
        fields[index] = value
    gazetteer, findings = read(own, [",".join(fields)], [] if field == "code" else NAMES)
    assert (codes(findings), findings[0].field, findings[0].line) == ([code], field, 2)
    assert gazetteer.stations == {}


def test_latitude_out_of_range_names_the_exchange(own: DataFolder) -> None:
    fields = KHASAN.split(",")
    fields[4], fields[5] = fields[5], fields[4]
    _, findings = read(own, [",".join(fields)])
    assert format_finding(findings[0]) == (
        "own/stations.csv:2:27: error: lat is 130.6447, outside -90 to 90; khasan has lon 42.4299, "
        "so the two fields look exchanged [lat_out_of_range]\n  fix: swap lat and lon on this line"
    )


@pytest.mark.parametrize(
    ("lat", "lon", "code"), [("37.62", "55.75", "axes_exchanged"), ("10", "10", "position_outside_country")]
)
def test_position_outside_its_country_is_used_with_a_warning(own: DataFolder, lat: str, lon: str, code: str) -> None:
    fields = KHASAN.split(",")
    fields[4:6] = [lat, lon]
    gazetteer, findings = read(own, [",".join(fields)])
    assert codes(findings) == [code]
    assert findings[0].severity == WARNING
    assert "khasan" in gazetteer.stations


def test_all_faults_are_found_in_one_run(own: DataFolder) -> None:
    rows = [KHASAN, KHASAN, KHASAN.replace("khasan", "b2").replace("survey", ""), "x,y"]
    names = [
        *NAMES,
        NAMES[0],
        "nowhere,Nowhere,en,exonym,,,general usage,",
        "nowhere,Нигде,ru,official,,,general usage,",
        "khasan,Foo,english,exonym,,,general usage,",
        "khasan,Bar,en,nickname,,,general usage,",
        "khasan,Baz,en,historic,1957,1935,general usage,",
        "khasan,Qux,en,historic,long ago,,general usage,",
        "khasan,Quux,en,exonym,,,,",
    ]
    _, findings = read(own, rows, names)
    assert sorted((f.file.partition("/")[2], f.line, f.code) for f in findings) == [
        ("names.csv", 4, "row_repeated"),
        ("names.csv", 5, "station_unknown"),
        ("names.csv", 7, "value_invalid"),
        ("names.csv", 8, "value_invalid"),
        ("names.csv", 9, "value_invalid"),
        ("names.csv", 10, "value_invalid"),
        ("names.csv", 11, "source_missing"),
        ("stations.csv", 3, "row_repeated"),
        ("stations.csv", 4, "source_missing"),
        ("stations.csv", 4, "station_unnamed"),
        ("stations.csv", 5, "row_length"),
    ]


def test_every_fault_of_one_row_is_found_in_one_run(own: DataFolder) -> None:
    row = "khasan,Khasan,Russia,Primorye,142.4299,east,Asia/Khasan,border,,yes,near,assumed,"
    name = "khasan,Хасан,russian,official,1957,1935,assumed,"
    _, findings = read(own, [row], [name])
    assert [f"{f.file}:{f.line}:{f.column} {f.code}" for f in findings] == [
        "own/stations.csv:2:15 value_invalid",
        "own/stations.csv:2:31 lat_out_of_range",
        "own/stations.csv:2:40 value_invalid",
        "own/stations.csv:2:45 zone_unknown",
        "own/stations.csv:2:64 value_missing",
        "own/stations.csv:2:69 value_invalid",
        "own/stations.csv:2:82 guess_unexplained",
        "own/names.csv:2:14 value_invalid",
        "own/names.csv:2:36 value_invalid",
        "own/names.csv:2:49 guess_unexplained",
    ]


@pytest.mark.parametrize(
    "row", [KHASAN.replace("42.4", "142.4"), KHASAN.replace("1520", "x"), 'khasan,"Khasan,RU', "khasan"]
)
def test_names_of_a_station_with_a_fault_are_no_second_finding(own: DataFolder, row: str) -> None:
    gazetteer, findings = read(own, [row])
    assert len(findings) == 1
    assert {"khasan", "Хасан"} <= gazetteer.left_out
    assert gazetteer.names == ()


def test_names_are_not_called_unknown_where_no_station_could_be_read(own: DataFolder) -> None:
    (own.path / "names.csv").write_text(NAME_HEADER + NAMES[0], encoding="utf-8")
    assert codes(read_gazetteer([own])[1]) == ["file_missing"]


def test_station_is_not_called_unnamed_while_a_name_of_it_has_a_fault(own: DataFolder) -> None:
    assert codes(read(own, [KHASAN], [NAMES[0], NAMES[1].replace("ru-Latn", "latin")])[1]) == ["value_invalid"]


@pytest.mark.parametrize(
    ("names", "missing"),
    [([], "own script, romanisation"), (NAMES[:1], "romanisation"), (NAMES[1:], "own script"), (NAMES, "")],
)
def test_station_without_names_is_a_warning(own: DataFolder, names: list[str], missing: str) -> None:
    gazetteer, findings = read(own, [KHASAN], names)
    assert [f.message for f in findings] == ([f"khasan has no name of the kind: {missing}"] if missing else [])
    assert "khasan" in gazetteer.stations


def test_airport_needs_no_gauge(own: DataFolder) -> None:
    row = "xyz,Xyz,DE,,52.3,13.5,Europe/Berlin,airport,,no,500,survey,"
    gazetteer, findings = read(own, [row], [])
    assert findings == []
    assert not gazetteer.station("xyz").is_railway


def test_missing_files_of_the_first_folder_are_found(own: DataFolder) -> None:
    _, findings = read_gazetteer([own])
    assert codes(findings) == ["file_missing", "file_missing"]


def test_own_folder_may_lack_both_files(own: DataFolder) -> None:
    _, findings = read_gazetteer([packaged_folder(), own])
    assert findings == []


def test_own_rows_add_and_replace(own: DataFolder) -> None:
    moved = KHASAN.replace("42.4299", "42.4300").replace("Khasan", "My Khasan")
    new = "posyet,Posyet,RU,Primorye,42.6500,130.8000,Asia/Vladivostok,port,,no,1000,survey,"
    names = [
        "posyet,Посьет,ru,official,,,general usage,",
        "posyet,Posyet,ru-Latn,romanisation,,,general usage,",
        "khasan,Border Post 1,en,media,,,general usage,",
        "vladivostok,Владивосток,ru,official,,,my own register,",
    ]
    read(own, [moved, new], names)
    gazetteer, findings = read_gazetteer([packaged_folder(), own])
    assert findings == []
    assert (gazetteer.station("khasan").name, gazetteer.station("khasan").origin) == ("My Khasan", "own/stations.csv:2")
    assert gazetteer.station("vladivostok").origin.startswith("data/stations.csv:")
    assert get_place(gazetteer, "Посьет").code == "posyet"
    assert get_place(gazetteer, "border post 1").code == "khasan"
    assert get_place(gazetteer, "Хасан").code == "khasan"
    replaced = [n for n in gazetteer.names if (n.code, n.name, n.lang) == ("vladivostok", "Владивосток", "ru")]
    assert [n.source for n in replaced if n.kind == "official"] == ["my own register"]


def test_bad_own_rows_leave_the_packaged_ones(own: DataFolder) -> None:
    read(own, [KHASAN.replace("42.4299", "142.4299")], [])
    gazetteer, findings = read_gazetteer([packaged_folder(), own])
    assert codes(findings) == ["lat_out_of_range"]
    assert gazetteer.station("khasan").origin.startswith("data/")


def test_own_homonym_makes_a_name_ambiguous(own: DataFolder) -> None:
    read(own, [KHASAN.replace("khasan", "khasan2").replace("RU,Primorye", "RU,Kalmykia")], [])
    gazetteer, _ = read_gazetteer([packaged_folder(), own])
    assert {match.code for match in find_places(gazetteer, "Khasan")} == {"khasan", "khasan2"}
    assert get_place(gazetteer, "Khasan, Kalmykia").code == "khasan2"


def test_hostile_fields_are_read_without_their_invisible_part(own: DataFolder) -> None:
    names = [*NAMES, "khasan,\u202e<script>alert(1)</script>\u200b,en,media,,,general usage,a\u0001note"]
    gazetteer, findings = read(own, [KHASAN], names)
    assert findings == []
    assert gazetteer.names[-1].name == "<script>alert(1)</script>"
    assert gazetteer.names[-1].note == "anote"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xff\xfe", "file_unreadable"),
        (b"", "header_missing"),
        (b'code,name\n"x', "column_missing"),
        (b"code;name;country\n", "column_unknown"),
    ],
)
def test_unreadable_file_is_a_finding(own: DataFolder, content: bytes, code: str) -> None:
    Path(own.path / "stations.csv").write_bytes(content)
    (own.path / "names.csv").write_text(NAME_HEADER, encoding="utf-8")
    _, findings = read_gazetteer([own])
    assert code in codes(findings)


def test_byte_order_mark_and_crlf_are_read(own: DataFolder) -> None:
    text = (STATION_HEADER + KHASAN + "\n").replace("\n", "\r\n")
    (own.path / "stations.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())
    (own.path / "names.csv").write_text(NAME_HEADER + "\n".join(NAMES), encoding="utf-8")
    gazetteer, findings = read_gazetteer([own])
    assert (findings, list(gazetteer.stations)) == ([], ["khasan"])
