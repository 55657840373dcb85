"""Transfers of a feed as its reference ranks them, pathways, and trips that one vehicle runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from routes.errors import DataError
from routes.timetable.compiling import build_timetable
from routes.timetable.network import Network
from routes.timetable.routing import find_earliest, find_latest
from tests.timetable.grid import Tables, build_tables, draw_trek, list_access, read_tables, seconds
from tests.timetable.test_feed import tell
from tests.timetable.test_routing import ask_earliest

GRID = """
zone UTC
days 20190501 20190502
stop a 50,8
stop b 51,9
stop c 52,10
trip t1 a 10:00 b 11:00
trip t2 a 10:00 b 11:00
trip u1 b 11:01 c 11:30
trip u2 b 11:05 c 11:40
trip u3 b 11:10 c 12:00
"""
HEADER = "from_stop_id,to_stop_id,from_route_id,to_route_id,from_trip_id,to_trip_id,transfer_type,min_transfer_time\n"


def with_routes(tables: Tables, routes: dict[str, str]) -> Tables:
    """Return tables in which trips have these routes."""
    rows = [row.split(",") for row in tables["trips.txt"].splitlines()]
    for row in rows[1:]:
        row[0] = routes.get(row[2], row[0])
    more = "".join(f"{route},x,{route},,2\n" for route in sorted(set(routes.values())))
    trips = "\n".join(map(",".join, rows)) + "\n"
    return tables | {"trips.txt": trips, "routes.txt": tables["routes.txt"] + more}


def find_first(folder: Path, tables: Tables, *, avoid: str = "") -> str:
    """Return the trips of the earliest arrival in c after 10:00, leaving aboard no trip called `avoid`."""
    if avoid:
        lines = tables["stop_times.txt"].splitlines()
        kept = "\n".join(line for line in lines if not line.startswith(f"{avoid},"))
        tables = {**tables, "stop_times.txt": kept + "\n"}
    network = Network(build_timetable([read_tables(folder, tables)], name="test"))
    found = ask_earliest(network, "a", "c", "2019-05-01 10:00")
    return found[0].partition(": ")[2] if found else ""


@pytest.mark.parametrize(
    ("rules", "by_t1", "by_t2"),
    [
        ("b,b,,,,,2,300", "u2", "u2"),
        ("b,b,,,,,2,300\nb,b,,,t1,,2,60", "u1", "u2"),
        ("b,b,,,,,2,300\nb,b,,,,u1,1,", "u1", "u1"),
        ("b,b,,,t1,u1,1,\nb,b,,,,u1,3,", "u1", "u2"),
        ("b,b,R,,,,2,600\nb,b,,,t1,,2,60", "u1", "u3"),
        ("b,b,R,Q,,,3,\nb,b,R,,,,2,60", "", ""),
        ("b,b,,Q,t1,,1,\nb,b,R,Q,,,2,600", "u1", "u3"),
        ("b,b,,,t1,,2,600\nb,b,R,Q,,,1,", "u3", "u1"),
        ("b,b,,,,,3,\nb,b,,,t1,u3,0,", "u3", ""),
    ],
)
def test_most_exact_transfer_holds(tmp_path: Path, rules: str, by_t1: str, by_t2: str) -> None:
    tables = with_routes(build_tables(GRID), {"t1": "R", "t2": "R", "u1": "Q", "u2": "Q", "u3": "Q"})
    tables |= {"transfers.txt": HEADER + rules + "\n"}
    for first, then, other in (("t1", by_t1, "t2"), ("t2", by_t2, "t1")):
        found = find_first(tmp_path / first, tables, avoid=other)
        assert (f"b {then} c" in found) if then else not found, found


def test_stop_that_is_split_stays_one_place_with_its_own_name(tmp_path: Path) -> None:
    tables = build_tables(GRID) | {"transfers.txt": HEADER + "b,b,,,t1,u1,1,\n"}
    read = read_tables(tmp_path, tables)
    table = build_timetable([read], name="test")
    assert tell(read) == [] and table.texts["stop_ref"].list() == ["a", "b", "c", "b", "b"]
    assert table.arrays["place"].tolist() == [0, 1, 2, 1, 1]
    network = Network(table)
    starts = [a for ref in "a" for a in list_access(table, ref)]
    assert starts and table.about["copies"] == 2
    assert ask_earliest(network, "b", "c", "2019-05-01 11:02")[0].endswith("> 01 11:40")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("b,b,,,zz,u1,2,60", ("reference_unknown", "transfers.txt", 2, "from_trip_id")),
        ("b,b,zz,,,,2,60", ("reference_unknown", "transfers.txt", 2, "from_route_id")),
        (",b,,,,,2,60", ("value_missing", "transfers.txt", 2, "from_stop_id")),
        ("b,b,,,t1,,4,", ("value_missing", "transfers.txt", 2, "to_trip_id")),
        ("b,b,,,,,7,", ("value_invalid", "transfers.txt", 2, "transfer_type")),
    ],
)
def test_transfer_that_names_nothing_is_told(tmp_path: Path, row: str, told: tuple[str, str, int, str]) -> None:
    read = read_tables(tmp_path, build_tables(GRID) | {"transfers.txt": HEADER + row + "\n"})
    assert tell(read) == [told] and read.told.left_out == {"transfers.txt": 1}


@pytest.mark.parametrize(
    ("rules", "rides"),
    [
        ("", ["t1 b 11:00, 11:05 b u2 c 11:40", "t2 b 11:00, 11:05 b u2 c 11:40"]),
        (",,,,t1,u1,4,", ["t1 c 11:30"]),
        (",,,,t1,u1,5,", ["t1 b 11:00, 11:01 b u1 c 11:30"]),
        (",,,,t1,u1,4,\n,,,,t1,u2,4,", ["t1 b 11:00, 11:01 b u1 c 11:30"]),
        (",,,,t1,u1,4,\n,,,,t2,u1,4,", ["t1 b 11:00, 11:01 b u1 c 11:30", "t2 b 11:00, 11:01 b u1 c 11:30"]),
    ],
)
def test_trips_of_one_vehicle_are_joined(tmp_path: Path, rules: str, rides: list[str]) -> None:
    tables = build_tables(GRID) | {"transfers.txt": HEADER + "b,b,,,,,2,300\n" + rules + "\n"}
    found = find_first(tmp_path, tables)
    assert any(ride in found for ride in rides), found


def test_block_gives_way_to_a_link_that_says_otherwise(tmp_path: Path) -> None:
    tables = build_tables(GRID)
    rows = tables["trips.txt"].splitlines()
    blocks = {"t1": "k", "u1": "k"}
    trips = [rows[0] + ",block_id", *(f"{row},{blocks.get(row.split(',')[2], '')}" for row in rows[1:]), ""]
    tables |= {"trips.txt": "\n".join(trips)}
    assert "t1 c 11:30" in find_first(tmp_path / "block", tables)
    tables |= {"transfers.txt": HEADER + ",,,,t1,u1,5,\n"}
    assert "t1 b 11:00, 11:01 b u1 c" in find_first(tmp_path / "link", tables, avoid="t2")


WAYS = "pathway_id,from_stop_id,to_stop_id,pathway_mode,is_bidirectional,traversal_time,length,stair_count\n"


@pytest.mark.parametrize(
    ("ways", "expected"),
    [
        ("1,a,n,1,1,40,,\n2,n,b,1,1,20,,\n", {(1, 2): 60, (2, 1): 60}),
        ("1,a,n,1,1,40,,\n2,n,b,7,0,20,,\n", {(1, 2): 60}),
        ("1,a,b,2,1,,,30\n", {(1, 2): 30, (2, 1): 30}),
        ("1,a,b,2,1,,,-30\n", {(1, 2): 30, (2, 1): 30}),
        ("1,a,b,5,0,,,\n", {(1, 2): 60}),
        ("1,a,b,1,0,100,,\n2,a,n,1,0,10,,\n3,n,b,6,0,10,,\n", {(1, 2): 20}),
        ("1,g,b,1,0,10,,\n", {(1, 2): 10}),
    ],
)
def test_pathways_are_walked_by_the_fastest_way(
    tmp_path: Path, ways: str, expected: dict[tuple[int, int], int]
) -> None:
    header = "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station\n"
    stops = "p,P,50,8,1,\na,A,50,8,0,p\nb,B,50,8,0,p\nc,C,51,9,0,\nn,,,,3,p\ne,E,50,8,2,p\ng,,,,4,a\n"
    read = read_tables(tmp_path, build_tables(GRID) | {"stops.txt": header + stops, "pathways.txt": WAYS + ways})
    assert read.changes.seconds == expected


def test_headway_without_exact_times_allows_the_longest_wait(tmp_path: Path) -> None:
    header = "trip_id,start_time,end_time,headway_secs,exact_times\n"
    exact = build_tables(GRID) | {"frequencies.txt": header + "u3,12:00:00,13:00:00,1200,1\n"}
    loose = exact | {"frequencies.txt": header + "u3,12:00:00,13:00:00,1200,0\n"}
    for name, tables, arrives in (("exact", exact, "12:50"), ("loose", loose, "13:10")):
        network = Network(build_timetable([read_tables(tmp_path / name, tables)], name="test"))
        ends = list_access(network.table, "b"), list_access(network.table, "c")
        (found,) = find_earliest(network, *ends, depart_s=seconds("2019-05-01 11:50"))
        assert draw_trek(network, found).endswith(f"> 01 {arrives}")
        late = find_latest(network, *ends, arrive_s=found.arrives_s)[0]
        assert (late.departs_s, late.arrives_s) == (found.departs_s, found.arrives_s)


def test_stations_that_make_too_many_transfers_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("routes.timetable.transfers.MOST_RULES", 8)
    stops = "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station\nS,Hub,50,8,1,\n"
    platforms = "".join(f"{stop},Hub,50,8,0,S\n" for stop in "abc")
    tables = build_tables(GRID) | {"stops.txt": stops + platforms, "transfers.txt": HEADER + "S,S,,,,,2,60\n"}
    with pytest.raises(DataError, match="more than 8 transfers"):
        read_tables(tmp_path, tables)
