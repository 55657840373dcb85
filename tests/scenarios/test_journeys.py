"""Faults in the files of journeys and forecasts, each found once and where it stands; own rows over ours."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from routes.clock import elapsed_s
from routes.findings import Finding
from routes.folders import DataFolder, packaged_folder
from routes.gazetteer.station import Gazetteer
from routes.scenarios.check import check_folders
from routes.scenarios.journey_columns import parse_instant, parse_reading
from routes.scenarios.journeys import find_outcome, read_forecasts, read_journeys

HEADER = "journey,seq,station,event,local_time,clock_zone,precision_min,confidence,known_from,source,note\n"
FORECASTS = "forecast,journey,station,event,predicted_local,clock_zone,precision_min,made_at,known_from,source,note\n"
GOOD = "trip,1,khasan,dep,2019-04-24T11:40,Asia/Vladivostok,10,B,2019-04-24T02:00Z,a page,\n"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def where(finding: Finding) -> str:
    return f"{finding.file}:{finding.line}:{finding.column} {finding.code}"


def write(folder: Path, files: dict[str, str], label: str = "data") -> DataFolder:
    (folder / label / "journeys").mkdir(parents=True)
    for name, text in files.items():
        (folder / label / "journeys" / name).write_text(text, encoding="utf-8")
    return DataFolder(folder / label, label)


def test_clock_goes_back_from_khasan_to_tumangang(places: Gazetteer, tmp_path: Path) -> None:
    text = (
        HEADER
        + "trip,1,khasan,dep,2019-04-26T15:30,Asia/Vladivostok,0,B,2019-04-27T00:00Z,a page,\n"
        + "trip,2,tumangang,arr,2019-04-26T15:00,Asia/Pyongyang,0,B,2019-04-27T00:00Z,a page,\n"
    )
    (start, end), findings = read_journeys([write(tmp_path, {"x.csv": text})], places)
    assert findings == []
    assert elapsed_s(start.at, end.at) == 30 * 60


def test_every_planted_fault_is_found_in_one_run(places: Gazetteer, tmp_path: Path) -> None:
    rows = (
        GOOD
        + "trip,2,nowhere,arr,2019-04-24T12:40,Asia/Vladivostok,10,B,2019-04-24T03:00Z,a page,\n"
        + "trip,3,khasan,arr,24.04.2019 12:40,Asia/Vladivostok,10,B,2019-04-24T03:00Z,a page,\n"
        + "trip,4,khasan,arr,2019-02-30T12:40,Asia/Vladivostok,10,B,2019-04-24T03:00,a page,\n"
        + "trip,5,khasan,arr,2011-03-27T02:30,Asia/Vladivostok,10,B,2019-04-24T03:00Z,a page,\n"
        + "trip,6,khasan,arr,2010-10-31T02:30,Asia/Vladivostok,10,B,2019-04-24T03:00Z,a page,\n"
        + "trip,7,khasan,arr,2019-04-24T12:40,Asia/Vladivostock,10,B,2019-04-24T03:00Z,a page,\n"
        + "trip,8,ussuriysk,arr,2019-04-24T11:10,Asia/Vladivostok,10,B,2019-04-24T03:00Z,a page,\n"
        + "trip,9,ussuriysk,arr,2019-04-24T12:40,Asia/Vladivostok,10,E,2019-04-24T03:00Z,a page,\n"
        + "trip,10,ussuriysk,arr,2019-04-24T12:40,Asia/Vladivostok,10,B,2019-04-24T02:29Z,a page,\n"
        + "trip,1,ussuriysk,arr,2019-04-24T12:40,Asia/Vladivostok,10,B,2019-04-24T03:00Z,a page,\n"
        + "trip,11,ussuriysk,stop,2019-04-24T12:40,Asia/Vladivostok,99999,B,2019-04-24T03:00Z,,\n"
        + "trip,12,ussuriysk,arr,2019-04-24T12:40,Asia/Vladivostok,10,B,2019-04-24T03:00Z,,\n"
        + "trip,13,ussuriysk,arr,2019-04-24T12:40,Asia/Vladivostok,10,B,2019-04-24T03:00Z,assumed,\n"
    )
    observations, findings = read_journeys([write(tmp_path, {"trip.csv": HEADER + rows})], places)
    assert [where(f).removeprefix("data/journeys/trip.csv:") for f in findings] == [
        "3:8 station_unknown",
        "4:19 time_unreadable",
        "5:19 time_unreadable",
        "5:58 time_unreadable",
        "6:19 reading_in_gap_or_fold",
        "7:19 reading_in_gap_or_fold",
        "8:36 zone_unknown",
        "9:6 event_order",
        "10:59 confidence_unknown",
        "11:62 known_too_early",
        "12:6 row_repeated",
        "13:19 value_invalid",
        "13:58 value_invalid",
        "13:84 source_missing",
        "14:80 source_missing",
        "15:60 guess_overrated",
        "15:88 guess_unexplained",
    ]
    assert [o.seq for o in observations] == [1]
    assert all(f.message and f.remedy and f.severity == "error" for f in findings)


def test_every_planted_fault_of_forecasts_is_found_in_one_run(places: Gazetteer, tmp_path: Path) -> None:
    rows = (
        "fa,trip,vladivostok,arr,2019-04-24T16:00,Asia/Vladivostok,,2019-04-24T05:14Z,2019-04-24T05:14Z,a page,\n"
        "fa,trip,vladivostok,arr,2019-04-24T16:00,Asia/Vladivostok,,,2019-04-24T05:14Z,a page,\n"
        "fb,tour,nowhere,arr,2019-04-24T16:00,Asia/Vladivostok,,,2019-04-24T05:14Z,a page,\n"
        "fc,trip,vladivostok,arr,2019-04-24T16:00,Asia/Vladivostok,,2019-04-24T06:01Z,2019-04-24T06:00Z,a page,\n"
        "fd,trip,vladivostok,arr,16:00,MSK,,yesterday,2019-04-24T06:00Z,a page,\n"
    )
    folders = [write(tmp_path, {"forecasts.csv": FORECASTS + rows, "trip.csv": HEADER + GOOD})]
    observations, none = read_journeys(folders, places)
    forecasts, findings = read_forecasts(folders, places)
    assert none == []
    assert [where(f).removeprefix("data/journeys/forecasts.csv:") for f in findings] == [
        "3:1 row_repeated",
        "4:4 journey_unknown",
        "4:9 station_unknown",
        "5:60 forecast_late",
        "5:78 known_too_early",
        "6:25 time_unreadable",
        "6:31 zone_unknown",
        "6:36 time_unreadable",
    ]
    assert [f.forecast for f in forecasts] == ["fa"]
    assert find_outcome(forecasts[0], observations) is None


def test_one_bad_field_hides_no_other_fault_of_its_row(places: Gazetteer, tmp_path: Path) -> None:
    rows = (
        GOOD
        + "trip,2,nowhere,stop,2019-04-24T09:40,Asia/Vladivostok,10,E,2019-04-23T03:00Z,assumed,\n"
        + "trip,1,khasan,arr,noon,Asia/Vladivostok,10,A,2019-04-24T03:00Z,assumed,\n"
        + "trip,3,khasan,arr,2019-04-24T09:30,Asia/Vladivostok,10,B,2019-04-24T03:00Z,,\n"
    )
    forecast = "fa,tour,nowhere,stop,2019-04-24T16:00,Asia/Vladivostok,,2019-04-24T07:00Z,2019-04-24T06:00Z,,\n"
    folder = write(tmp_path, {"trip.csv": HEADER + rows, "forecasts.csv": FORECASTS + forecast})
    findings = read_journeys([folder], places)[1] + read_forecasts([folder], places)[1]
    assert [where(f).removeprefix("data/journeys/") for f in findings] == [
        "trip.csv:3:6 event_order",
        "trip.csv:3:8 station_unknown",
        "trip.csv:3:16 value_invalid",
        "trip.csv:3:58 confidence_unknown",
        "trip.csv:3:60 known_too_early",
        "trip.csv:3:86 guess_unexplained",
        "trip.csv:4:6 row_repeated",
        "trip.csv:4:19 time_unreadable",
        "trip.csv:4:44 guess_overrated",
        "trip.csv:4:72 guess_unexplained",
        "trip.csv:5:6 event_order",
        "trip.csv:5:76 source_missing",
        "forecasts.csv:2:4 journey_unknown",
        "forecasts.csv:2:9 station_unknown",
        "forecasts.csv:2:17 value_invalid",
        "forecasts.csv:2:57 forecast_late",
        "forecasts.csv:2:75 known_too_early",
        "forecasts.csv:2:93 source_missing",
    ]


def test_what_follows_from_a_row_left_out_is_no_second_finding(places: Gazetteer, tmp_path: Path) -> None:
    known = Gazetteer(places.stations, places.names, frozenset({"mended_later"}))
    forecast = "fa,trip,mended_later,arr,2019-04-24T16:00,Asia/Vladivostok,,,2019-04-24T06:00Z,a page,\n"
    folder = write(tmp_path, {"trip.csv": HEADER + GOOD.replace("B", "E"), "forecasts.csv": FORECASTS + forecast})
    assert [where(f) for f in read_journeys([folder], known)[1]] == ["data/journeys/trip.csv:2:56 confidence_unknown"]
    assert read_forecasts([folder], known) == ((), [])


def test_events_within_their_precision_keep_their_order(places: Gazetteer, tmp_path: Path) -> None:
    row = "trip,2,khasan,dep,2019-04-24T11:{},Asia/Vladivostok,10,B,2019-04-24T02:00Z,a page,\n"
    _, within = read_journeys([write(tmp_path / "a", {"x.csv": HEADER + GOOD + row.format(20)})], places)
    _, beyond = read_journeys([write(tmp_path / "b", {"x.csv": HEADER + GOOD + row.format(19)})], places)
    assert [f.code for f in within + beyond] == ["event_order"]


def test_own_rows_replace_by_journey_and_seq_or_add(places: Gazetteer, tmp_path: Path) -> None:
    own = GOOD.replace("11:40", "11:45") + GOOD.replace("trip,1", "trip,2").replace("11:40", "11:50")
    folders = [write(tmp_path, {"x.csv": HEADER + GOOD}), write(tmp_path, {"y.csv": HEADER + own}, "own")]
    observations, findings = read_journeys(folders, places)
    assert findings == []
    assert [(o.seq, o.local.reading.minute, o.origin) for o in observations] == [
        (1, 45, "own/journeys/y.csv:2"),
        (2, 50, "own/journeys/y.csv:3"),
    ]


def test_faulty_own_row_leaves_ours_in_place(places: Gazetteer, tmp_path: Path) -> None:
    own = GOOD.replace(",B,", ",Z,")
    folders = [write(tmp_path, {"x.csv": HEADER + GOOD}), write(tmp_path, {"x.csv": HEADER + own}, "own")]
    observations, findings = read_journeys(folders, places)
    assert [where(f) for f in findings] == ["own/journeys/x.csv:2:56 confidence_unknown"]
    assert [o.origin for o in observations] == ["data/journeys/x.csv:2"]


def test_row_repeated_in_another_file_of_the_folder_is_reported(places: Gazetteer, tmp_path: Path) -> None:
    folder = write(tmp_path, {"x.csv": HEADER + GOOD, "y.csv": HEADER + GOOD})
    _, findings = read_journeys([folder], places)
    assert [where(f) for f in findings] == ["data/journeys/y.csv:2:6 row_repeated"]
    assert "data/journeys/x.csv:2" in findings[0].message


def test_reading_in_a_fold_is_told_apart_by_an_offset(places: Gazetteer, tmp_path: Path) -> None:
    row = GOOD.replace("2019-04-24T11:40,Asia/Vladivostok", "2010-10-31T02:30,UTC+11")
    (event,), findings = read_journeys([write(tmp_path, {"x.csv": HEADER + row})], places)
    assert findings == []
    assert event.at == utc("2010-10-30T15:30")


def test_folder_without_journeys_has_none_and_no_fault(places: Gazetteer, tmp_path: Path) -> None:
    assert read_journeys([DataFolder(tmp_path, "own")], places) == ((), [])


def test_check_counts_journeys_and_reports_their_faults(tmp_path: Path) -> None:
    own = write(tmp_path, {"x.csv": HEADER + GOOD.replace("khasan", "nowhere")}, "own")
    counts, findings = check_folders([packaged_folder(), own], now=utc("2023-09-11T00:00"))
    assert {k: counts[k] for k in ("journeys", "observations", "forecasts")} == {
        "journeys": 3,
        "observations": 21,
        "forecasts": 10,
    }
    assert [where(f) for f in findings] == ["own/journeys/x.csv:2:8 station_unknown"]


@pytest.mark.parametrize("text", ["", "2019-04-24", "2019-04-24T24:00", "0001-01-01T00:00", "2019-04-24T10:40:00"])
def test_other_readings_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="date and time"):
        parse_reading(text)


@pytest.mark.parametrize("text", ["2019-04-24T10:40", "2019-04-24", "2019-04-31T10:40Z", "2019-04-24T10:40+99:00"])
def test_other_instants_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="instant"):
        parse_instant(text)


def test_no_length_between_two_stations_is_a_fault(places: Gazetteer, tmp_path: Path) -> None:
    rows = (
        "first,1,khasan,dep,2019-04-24T11:40,Asia/Vladivostok,10,B,2019-04-24T09:00Z,a page,,0\n"
        "second,2,khasan,dep,2019-04-24T12:40,Asia/Vladivostok,10,B,2019-04-24T09:00Z,a page,,0\n"
        "second,3,ussuriysk,arr,2019-04-24T16:40,Asia/Vladivostok,10,B,2019-04-24T09:00Z,a page,,0\n"
        "second,1,khasan,arr,2019-04-24T11:40,Asia/Vladivostok,10,B,2019-04-24T09:00Z,a page,,0\n"
        "second,4,vladivostok,arr,2019-04-24T18:40,Asia/Vladivostok,10,B,2019-04-24T09:00Z,a page,,112000\n"
    )
    folder = write(tmp_path, {"x.csv": HEADER.rstrip() + ",length_m\n" + rows})
    kept, findings = read_journeys([folder], places)
    assert [where(f) for f in findings] == ["data/journeys/x.csv:4:89 length_zero"]
    assert [(o.journey, o.seq) for o in kept] == [("first", 1), ("second", 1), ("second", 2), ("second", 4)]
    _, checked = check_folders([packaged_folder(), folder._replace(label="own")], now=utc("2026-11-27T00:00"))
    assert [f.code for f in checked if "x.csv" in f.file] == ["length_zero"]
