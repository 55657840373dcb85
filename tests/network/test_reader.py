"""Faults in segments.csv and turns.csv, each found once and where it stands; a user's folder over ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from routes.findings import Finding
from routes.folders import DataFolder
from routes.geo import Coordinate
from routes.ids import StationCode
from routes.network.graph import Network, StationLike
from routes.network.reader import CIRCUITY_LIMIT, read_network
from tests.network.grid import Place

SEGMENTS = "from,to,line,length_m,error_m,basis,gauges_mm,electrified,border,source,note\n"
TURNS = "at,from,to,kind,low_min,likely_min,high_min,source,note\n"
GOOD = "a,b,main,12000,,official,1435,yes,no,timetable,\n"


def place(code: str, lat: float, country: str = "KP", *gauges_mm: int, change: bool = False) -> Place:
    return Place(StationCode(code), code.upper(), country, Coordinate(lat, 127), gauges_mm or (1435,), change)


# A tenth of a degree of latitude is about 11.1 km.
PLACES: dict[StationCode, StationLike] = {
    p.code: p for p in (place("a", 40), place("b", 40.1), place("c", 40.2), place("r", 40.3, "RU", 1520, change=True))
}


def read(
    folder: Path, segments: str, turns: str = "", own: tuple[str, str] = ("", "")
) -> tuple[Network, list[Finding]]:
    folders = []
    for label, rows in (("data", (segments, turns)), ("own", own)):
        path = folder / label
        path.mkdir()
        folders.append(DataFolder(path, label))
        for name, header, text in (("segments.csv", SEGMENTS, rows[0]), ("turns.csv", TURNS, rows[1])):
            if text or label == "data":
                (path / name).write_text(header + text, encoding="utf-8")
    return read_network(folders, PLACES)


def where(finding: Finding) -> str:
    return f"{finding.file}:{finding.line}:{finding.column} {finding.code}"


def test_every_planted_fault_is_found_in_one_run(tmp_path: Path) -> None:
    segments = (
        GOOD
        + "b,c,main,9000,,official,1435,,no,timetable,\n"
        + "b,b,main,9000,,official,1435,,no,timetable,\n"
        + "b,nowhere,main,9000,,official,1435,,no,,\n"
        + "b,a,main,13000,,official,1435,yes,no,timetable,\n"
        + "c,r,main,12000,,estimated,1435/1000,,no,assumed,\n"
        + "a,c,main,99000,,guessed,1435,,no,,\n"
        + 'a,c,"long, way round",99000,,official,1435,,no,assumed,because\n'
        + "a,c,round,99000,,estimated,1435,,no,assumed,because\n"
    )
    turns = (
        "b,a,r,regular,10,20,30,assumed,\n"
        "b,a,a,often,10,20,30,timetable,\n"
        "b,a,a,regular,30,20,10,timetable,\n"
        "zz,a,a,regular,10,20,30,timetable,\n"
        "a,b,b,regular,10,20,30,timetable,\n"
        "a,b,b,possible,10,20,30,timetable,\n"
    )
    network, findings = read(tmp_path, segments, turns)
    assert [where(f) for f in findings] == [
        "data/segments.csv:3:10 length_below_geodesic",
        "data/segments.csv:4:3 segment_loop",
        "data/segments.csv:5:3 station_unknown",
        "data/segments.csv:5:40 source_missing",
        "data/segments.csv:6:1 row_repeated",
        "data/segments.csv:7:27 segment_gauge",
        "data/segments.csv:7:38 border_mismatch",
        "data/segments.csv:7:49 guess_unexplained",
        "data/segments.csv:8:10 circuity_high",
        "data/segments.csv:8:17 value_invalid",
        "data/segments.csv:8:34 source_missing",
        "data/segments.csv:9:23 circuity_high",
        "data/segments.csv:9:30 basis_unsourced",
        "data/segments.csv:10:11 circuity_high",
        "data/turns.csv:2:5 turn_unconnected",
        "data/turns.csv:2:32 guess_unexplained",
        "data/turns.csv:3:7 value_invalid",
        "data/turns.csv:4:1 row_repeated",
        "data/turns.csv:4:15 estimate_order",
        "data/turns.csv:5:1 station_unknown",
        "data/turns.csv:7:1 row_repeated",
    ]
    assert [(s.start, s.end, s.line) for s in network.segments] == [("a", "b", "main"), ("a", "c", "round")]
    assert [(t.at, t.start, t.end, t.kind) for t in network.turns] == [("a", "b", "b", "regular")]
    assert all(f.message and f.remedy for f in findings)


def test_one_bad_field_hides_no_other_fault_of_its_row(tmp_path: Path) -> None:
    segments = GOOD + "b,c,main,5000,much,official,1000,maybe,yes,assumed,\nb,r,main,1e9,,guessed,1435,,no,,\n"
    turns = "b,a,nowhere,often,30,20,10,assumed,\n,a,a,regular,x,20,10,,\n"
    _, findings = read(tmp_path, segments, turns)
    assert [where(f) for f in findings] == [
        "data/segments.csv:3:15 value_invalid",
        "data/segments.csv:3:20 basis_unsourced",
        "data/segments.csv:3:29 segment_gauge",
        "data/segments.csv:3:34 value_invalid",
        "data/segments.csv:3:40 border_mismatch",
        "data/segments.csv:3:52 guess_unexplained",
        "data/segments.csv:4:10 value_invalid",
        "data/segments.csv:4:15 value_invalid",
        "data/segments.csv:4:29 border_mismatch",
        "data/segments.csv:4:32 source_missing",
        "data/turns.csv:2:5 station_unknown",
        "data/turns.csv:2:13 value_invalid",
        "data/turns.csv:2:19 estimate_order",
        "data/turns.csv:2:36 guess_unexplained",
        "data/turns.csv:3:1 value_missing",
        "data/turns.csv:3:14 value_invalid",
        "data/turns.csv:3:22 source_missing",
    ]


def test_what_follows_from_a_station_or_segment_left_out_is_no_second_finding(tmp_path: Path) -> None:
    segments = "a,b,main,x,,official,1435,,no,timetable,\nb,x,main,9,,official,1435,,no,timetable,\n"
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "segments.csv").write_text(SEGMENTS + segments, encoding="utf-8")
    turns = "b,a,a,regular,10,20,30,timetable,\nb,x,x,regular,10,20,30,timetable,\n"
    (tmp_path / "data" / "turns.csv").write_text(TURNS + turns, encoding="utf-8")
    network, findings = read_network([DataFolder(tmp_path / "data", "data")], PLACES, left_out={"x"})
    assert [where(f) for f in findings] == ["data/segments.csv:2:10 value_invalid"]
    assert network.segments == ()
    assert [turn.start for turn in network.turns] == ["a"]


def test_no_turn_is_called_unconnected_where_no_segment_could_be_read(tmp_path: Path) -> None:
    (tmp_path / "turns.csv").write_text(TURNS + "b,a,a,regular,10,20,30,timetable,\n", encoding="utf-8")
    _, findings = read_network([DataFolder(tmp_path, "data")], PLACES)
    assert [where(f) for f in findings] == ["data/segments.csv:0:0 file_missing"]


@pytest.mark.parametrize(("metres", "found"), [(50_000, []), (50_001, ["data/segments.csv:2:10 border_long"])])
def test_long_stretch_over_a_border_is_a_warning(tmp_path: Path, metres: int, found: list[str]) -> None:
    far = {**PLACES, StationCode("f"): place("f", 40.4, "RU", 1435)}
    (tmp_path / "segments.csv").write_text(SEGMENTS + f"a,f,main,{metres},,official,1435,,yes,x,\n", encoding="utf-8")
    (tmp_path / "turns.csv").write_text(TURNS, encoding="utf-8")
    network, findings = read_network([DataFolder(tmp_path, "data")], far)
    assert [where(f) for f in findings] == found
    assert len(network.segments) == 1


def test_good_rows_become_records(tmp_path: Path) -> None:
    network, findings = read(tmp_path, GOOD, "b,a,a,regular,10,20,30,assumed,because\n")
    assert findings == []
    segment, turn = network.segments[0], network.turns[0]
    assert (segment.length_m, segment.error_m, segment.electrified, segment.border) == (12000, 0, True, False)
    assert (segment.gauges_mm, segment.basis, segment.origin) == ((1435,), "official", "data/segments.csv:2")
    assert (turn.low_min, turn.likely_min, turn.high_min, turn.origin) == (10, 20, 30, "data/turns.csv:2")


def test_own_rows_replace_by_stations_and_line_in_either_direction_or_add(tmp_path: Path) -> None:
    own = "b,a,main,15000,500,estimated,1435,,no,survey,\na,b,second,16000,,estimated,1435,,no,survey,\n"
    turns = "b,a,a,regular,10,20,30,timetable,\n"
    network, findings = read(tmp_path, GOOD, turns, (own, "b,a,a,possible,1,2,3,survey,\n"))
    assert findings == []
    assert [(s.line, s.length_m, s.origin) for s in network.segments] == [
        ("main", 15000, "own/segments.csv:2"),
        ("second", 16000, "own/segments.csv:3"),
    ]
    assert [(t.kind, t.likely_min, t.origin) for t in network.turns] == [("possible", 2, "own/turns.csv:2")]


def test_own_turn_at_another_station_adds(tmp_path: Path) -> None:
    network, _ = read(tmp_path, GOOD, "b,a,a,regular,10,20,30,x,\n", ("", "a,b,b,regular,1,2,3,survey,\n"))
    assert [turn.at for turn in network.turns] == ["b", "a"]


def test_faulty_own_row_leaves_ours_in_place(tmp_path: Path) -> None:
    network, findings = read(tmp_path, GOOD, "", ("a,b,main,5000,,estimated,1435,,no,survey,\n", ""))
    assert [where(f) for f in findings] == ["own/segments.csv:2:10 length_below_geodesic"]
    assert network.segments[0].length_m == 12000


def test_length_within_its_stated_error_of_the_geodesic_passes(tmp_path: Path) -> None:
    rows = "a,b,main,11000,500,official,1435,,no,timetable,\nb,c,main,11000,50,official,1435,,no,timetable,\n"
    _, findings = read(tmp_path, rows)
    assert [where(f) for f in findings] == ["data/segments.csv:3:10 length_below_geodesic"]


def test_station_that_changes_to_a_gauge_without_track_is_reported(tmp_path: Path) -> None:
    _, findings = read(tmp_path, GOOD + "c,r,main,12000,,official,1520,,yes,timetable,\n")
    assert [where(f) for f in findings] == ["data/segments.csv:0:0 gauge_isolated"]
    assert findings[0].severity == "warning"


def test_missing_files_of_the_first_folder_are_reported_once_each(tmp_path: Path) -> None:
    network, findings = read_network([DataFolder(tmp_path, "data")], PLACES)
    assert [where(f) for f in findings] == ["data/segments.csv:0:0 file_missing", "data/turns.csv:0:0 file_missing"]
    assert network.segments == ()


def test_zero_length_is_no_track(tmp_path: Path) -> None:
    _, findings = read(tmp_path, "a,b,main,0,,official,1435,,no,timetable,\n")
    assert [where(f) for f in findings] == ["data/segments.csv:2:10 value_invalid"]


@pytest.mark.parametrize("metres", [33_200, 33_400])
def test_circuity_is_judged_by_the_exact_geodesic(tmp_path: Path, metres: int) -> None:
    geodesic = 11_104  # Geodesic.WGS84 from 40.0 to 40.1 north
    _, findings = read(tmp_path, f"a,b,main,{metres},,official,1435,,no,timetable,\n")
    assert bool(findings) is (metres > CIRCUITY_LIMIT * geodesic)
