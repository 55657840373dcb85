from __future__ import annotations

from collections.abc import Sequence

import pytest

from routes.gazetteer.stops import Stop, read_stops

GTFS = "stop_id,stop_name,stop_lat,stop_lon,stop_timezone,location_type,parent_station,wheelchair_boarding\n"


def read(text: str) -> tuple[list[Stop], int, list[str]]:
    """Return the stations, the parts and the findings as `line code field`."""
    _, sheet = read_stops(text, file="stops.txt")
    return sheet.stops, sheet.parts, [f"{f.line} {f.code} {f.field}" for f in sheet.findings]


def test_zone_is_of_the_row_else_of_the_position() -> None:
    stops, _, faults = read(GTFS + "1,Khasan,42.43,130.64,,,,1\n2,Somewhere,42.43,130.64,Asia/Seoul,0,,\n")
    assert [(s.ref, s.name, s.zone, s.country) for s in stops] == [
        ("1", "Khasan", "Asia/Vladivostok", "RU"),
        ("2", "Somewhere", "Asia/Seoul", "RU"),
    ]
    assert not faults


def test_platforms_and_entrances_belong_to_their_station() -> None:
    rows = "s,Centre,50,8,,1,,\np,Centre platform 1,50,8,,0,s,\ne,Entrance,50,8,,2,s,\nn,,,,,3,s,\n"
    stops, parts, faults = read(GTFS + rows)
    assert [s.ref for s in stops] == ["s"]
    assert (parts, faults) == (3, [])


def test_stop_of_a_missing_station_stands_alone_and_is_told_of() -> None:
    stops, _, faults = read(GTFS + "p,Lonely,50,8,,0,gone,\n")
    assert [s.ref for s in stops] == ["p"]
    assert faults == ["2 parent_unknown parent_station"]


@pytest.mark.parametrize(("row", "fault"), [
    ("1,Nowhere,,8,,,,", "value_missing stop_lat"),
    ("1,Nowhere,50,,,,,", "value_missing stop_lon"),
    ("1,,50,8,,,,", "value_missing stop_name"),
    ("1,Null,0,0,,,,", "value_missing stop_lat"),
    ("1,Far,95,8,,,,", "lat_out_of_range stop_lat"),
    ("1,Far,50,188,,,,", "lon_out_of_range stop_lon"),
    ("1,Odd,fifty,8,,,,", "value_invalid stop_lat"),
    ("1,Odd,nan,8,,,,", "value_invalid stop_lat"),
    ("1,Clock,50,8,Mars/Base,,,", "zone_unknown stop_timezone"),
    ("1,Short,50", "row_length stop_id"),
    ("1,\u200b\u202e,50,8,,,,", "value_invalid stop_name"),
    (f"1,{'x' * 201},50,8,,,,", "value_invalid stop_name"),
    ('1,"Open,50,8,,,,', "csv_syntax stop_name"),
])  # fmt: skip
def test_row_with_a_fault_is_left_out_and_the_others_stay(row: str, fault: str) -> None:
    stops, _, faults = read(f"{GTFS}a,First,50,8,,,,\n{row}\n")
    assert [s.ref for s in stops] == ["a"]
    assert faults == [f"3 {fault}"]


def test_all_faults_are_told_at_once() -> None:
    _, _, faults = read(f"{GTFS}1,,95,188,,,,\n2,Good,1,1,,,,\n3,Bad,x,y,,,,\n")
    assert len(faults) == 5


@pytest.mark.parametrize(("text", "fault"), [
    ("", "header_missing"), ("a,b\n1,2\n", "header_missing"), ("stop_id,stop_name\n1,A\n", "column_missing"),
    ("lat,lon\n1,2\n", "column_missing"),
])  # fmt: skip
def test_table_of_no_known_kind_is_refused(text: str, fault: str) -> None:
    stops, _, faults = read(text)
    assert not stops
    assert [f.split()[1] for f in faults] == [fault]


def test_names_lose_what_cannot_be_seen() -> None:
    stops, _, _ = read(f"{GTFS}1,\u202eevil\x07  name<script>,50,8,,,,\n")
    assert stops[0].name == "evil name<script>"


def test_trainlines_list_is_read_with_names_in_other_languages() -> None:
    text = (
        "id;name;slug;latitude;longitude;parent_station_id;country;time_zone;info:de;info:ko\n"
        "1;Praha;praha;50.083;14.435;;CZ;Europe/Prague;Prag;프라하\n2;Odd;odd;;;;CZ;Europe/Prague;;\n"
    )
    stops, _, faults = read(text)
    assert [(s.ref, s.names, s.country, s.zone) for s in stops] == [
        ("1", (("de", "Prag"), ("ko", "프라하")), "CZ", "Europe/Prague")
    ]
    assert faults == ["3 value_missing latitude", "3 value_missing longitude"]


def test_our_own_columns_may_be_few_or_all() -> None:
    few, _, faults = read("name,lat,lon\nDunai,42.87,132.33\n")
    assert [(s.ref, s.zone, s.kind) for s in few] == [("Dunai", "Asia/Vladivostok", "station")]
    full = "code,name,country,lat,lon,zone,kind,gauges_mm,position_accuracy_m,source,note\n"
    stops, _, more = read(full + "dunai,Dunai,RU,42.87,132.33,Asia/Vladivostok,junction,1520,500,own survey,\n")
    assert [(s.ref, s.kind, s.gauges_mm, s.accuracy_m, s.source) for s in stops] == [
        ("dunai", "junction", (1520,), 500, "own survey")
    ]
    assert not faults
    assert not more


def origins(stops: Sequence[Stop]) -> list[str]:
    return [stop.origin for stop in stops]


def test_origin_is_the_row() -> None:
    stops, _, _ = read(f"{GTFS}1,A,50,8,,,,\n\n2,B,51,8,,,,\n")
    assert origins(stops) == ["stops.txt:2", "stops.txt:4"]
