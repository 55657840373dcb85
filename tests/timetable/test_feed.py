"""GTFS in: good rows imported, bad ones told by file, row and field; archives made to harm refused."""

from __future__ import annotations

from itertools import combinations, pairwise
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.arrays import read_arrays
from routes.errors import DataError, UsageError
from routes.timetable.compiling import import_feeds
from routes.timetable.feed import Read, read_feed
from routes.timetable.stop_times import find_longest
from routes.timetable.table import open_timetable
from tests.timetable.grid import Tables, build_tables, read_tables, write_feed, write_zip

GRID = """
zone Europe/Berlin
days 20190501 20190503
stop a 50.1,8.1
stop b 50.2,8.2
stop c 50.3,8.3
trip t1 a 10:00 b 10:30 c 11:00
trip t2 a 12:00 b 12:30 c 13:00
"""


def silent(_step: str, _share: float) -> None:
    """Hear of progress."""


def tell(read: Read) -> list[tuple[str, str, int, str]]:
    return [(f.code, f.file.rpartition("/")[2], f.line, f.field) for f in read.told.findings]


def replace(tables: Tables, name: str, old: str, new: str) -> Tables:
    assert old in tables[name]
    return tables | {name: tables[name].replace(old, new)}


def times(read: Read) -> list[int]:
    return [int(at) for at in read.times.arrive]


def test_sound_feed_is_read_whole(tmp_path: Path) -> None:
    read = read_tables(tmp_path, build_tables(GRID))
    assert tell(read) == [] and read.told.left_out == {}
    assert times(read) == [36000, 37800, 39600, 43200, 45000, 46800]


@pytest.mark.parametrize(
    ("name", "old", "new", "told", "kept"),
    [
        ("stop_times.txt", "t1,10:30:00", "t1,10:3x:00", ("value_invalid", "stop_times.txt", 3, "arrival_time"), 5),
        ("stop_times.txt", "t1,10:30:00", "zz,10:30:00", ("reference_unknown", "stop_times.txt", 3, "trip_id"), 5),
        ("stop_times.txt", "10:30:00,b", "10:30:00,zz", ("reference_unknown", "stop_times.txt", 3, "stop_id"), 5),
        (
            "stop_times.txt",
            "t1,10:30:00,10:30:00",
            "t1,09:30:00,09:30:00",
            ("stop_time_order", "stop_times.txt", 3, "arrival_time"),
            5,
        ),
        ("stop_times.txt", "t1,10:00:00,10:00:00", "t1,,", ("value_missing", "stop_times.txt", 2, "arrival_time"), 5),
        ("stop_times.txt", "c,2,0,0\nt2", "c,1,0,0\nt2", ("row_repeated", "stop_times.txt", 4, "stop_sequence"), 5),
        ("stop_times.txt", "c,2,0,0\nt2", "c,2,0\nt2", ("row_length", "stop_times.txt", 4, ""), 5),
        ("trips.txt", "r,s,t1", "zz,s,t1", ("reference_unknown", "trips.txt", 2, "route_id"), 3),
        ("trips.txt", "r,s,t1", "r,zz,t1", ("reference_unknown", "trips.txt", 2, "service_id"), 3),
        ("trips.txt", "s,t2", "s,t1", ("row_repeated", "trips.txt", 3, "trip_id"), 3),
        ("stops.txt", "50.2,8.2", "95,8.2", ("lat_out_of_range", "stops.txt", 3, "stop_lat"), 4),
        ("stops.txt", "50.2,8.2,Europe/Berlin", "50.2,8.2,Mars", ("zone_unknown", "stops.txt", 3, "stop_timezone"), 4),
        ("calendar.txt", "s,1,1", "s,1,2", ("value_invalid", "calendar.txt", 2, "tuesday"), 0),
    ],
)
def test_bad_row_is_told_and_left_out(
    tmp_path: Path, name: str, old: str, new: str, told: tuple[str, str, int, str], kept: int
) -> None:
    tables = replace(build_tables(GRID), name, old, new)
    if not kept:
        with pytest.raises(DataError) as refused:
            read_tables(tmp_path, tables)
        assert refused.value.findings[0].code == told[0]
        return
    read = read_tables(tmp_path, tables)
    assert tell(read)[0] == told
    assert len(read.times.stop) == kept
    assert sum(read.told.left_out.values()) >= 1


def test_fault_of_many_rows_is_counted(tmp_path: Path) -> None:
    rows = "".join(f"zz,10:00:00,10:00:00,a,{n},0,0\n" for n in range(5000))
    tables = build_tables(GRID)
    read = read_tables(tmp_path, tables | {"stop_times.txt": tables["stop_times.txt"] + rows})
    assert len(read.told.findings) == 10
    assert read.told.counts["reference_unknown", "stop_times.txt", "trip_id"] == 5000
    assert read.told.left_out == {"stop_times.txt": 5000}


@pytest.mark.parametrize(("dist", "middle"), [(("", "", ""), 37800), (("0", "1", "4"), 36900)])
def test_blank_times_are_interpolated(tmp_path: Path, dist: tuple[str, str, str], middle: int) -> None:
    tables = build_tables(GRID.replace("b 10:30", "b -"))
    lines = tables["stop_times.txt"].splitlines()
    given = ["shape_dist_traveled", *dist, "", "", ""]
    text = "\n".join(f"{line},{far}" for line, far in zip(lines, given, strict=True)) + "\n"
    read = read_tables(tmp_path, tables | {"stop_times.txt": text})
    assert times(read)[:3] == [36000, middle, 39600]
    assert tell(read) == []


def test_exceptions_of_the_calendar_add_and_remove_days(tmp_path: Path) -> None:
    dates = "service_id,date,exception_type\ns,20190502,2\ns,20190510,1\n"
    calendar = read_tables(tmp_path, build_tables(GRID) | {"calendar_dates.txt": dates}).calendar
    assert [n for n, runs in enumerate(calendar.runs[0]) if runs] == [0, 2, 9]


def test_frequencies_become_trips(tmp_path: Path) -> None:
    header = "trip_id,start_time,end_time,headway_secs,exact_times\n"
    rows = header + "t1,06:00:00,07:00:00,1200,1\nt1,08:00:00,08:30:00,1800,0\n"
    read = read_tables(tmp_path, build_tables(GRID) | {"frequencies.txt": rows})
    first = [int(read.times.depart[n]) for n in range(0, len(read.times.stop), 3)]
    assert first == [43200, 21600, 22800, 24000, 28800]
    assert read.headway_s.tolist()[2:] == [0, 0, 0, 1800]


def test_stop_takes_the_zone_of_parent_then_of_position(tmp_path: Path) -> None:
    header = "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station,stop_timezone\n"
    rows = "a,A,50,8,0,p,\np,P,50,8,1,,Asia/Tokyo\nb,Moskva,55.77,37.58,0,,\nc,Wien,48.2,16.4,0,,\n"
    read = read_tables(tmp_path, build_tables(GRID) | {"stops.txt": header + rows})
    assert [stop.zone for stop in read.stops] == ["Asia/Tokyo", "Asia/Tokyo", "Europe/Moscow", "Europe/Vienna"]
    assert tell(read) == [("zone_by_position", "stops.txt", 4, "stop_timezone")]


def test_pathways_are_transfers_between_platforms(tmp_path: Path) -> None:
    header = "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station\n"
    stops = "p,P,50,8,1,\na,A,50,8,0,p\nb,B,50,8,0,p\nc,C,51,9,0,\nn,,,,3,p\n"
    ways = "pathway_id,from_stop_id,to_stop_id,pathway_mode,is_bidirectional,traversal_time,length\n"
    ways += "1,a,n,1,1,40,\n2,n,b,4,0,,110\n"
    read = read_tables(tmp_path, build_tables(GRID) | {"stops.txt": header + stops, "pathways.txt": ways})
    assert read.changes.seconds == {(1, 2): 140}


def test_transfer_of_a_station_holds_for_its_platforms(tmp_path: Path) -> None:
    header = "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station\n"
    stops = "p,P,50,8,1,\na,A,50,8,0,p\nb,B,50,8,0,p\nc,C,51,9,0,\n"
    transfers = "from_stop_id,to_stop_id,transfer_type,min_transfer_time\np,p,2,300\na,b,2,60\nzz,a,0,\n"
    read = read_tables(tmp_path, build_tables(GRID) | {"stops.txt": header + stops, "transfers.txt": transfers})
    assert read.changes.seconds == {(1, 1): 300, (1, 2): 60, (2, 1): 300, (2, 2): 300}
    assert tell(read) == [("reference_unknown", "transfers.txt", 4, "from_stop_id")]


def test_missing_table_is_refused_with_its_name(tmp_path: Path) -> None:
    tables = build_tables(GRID)
    del tables["routes.txt"]
    with pytest.raises(DataError, match=r"lacks routes\.txt"):
        read_tables(tmp_path, tables)


def test_missing_column_is_told(tmp_path: Path) -> None:
    tables = replace(build_tables(GRID), "stop_times.txt", "stop_sequence", "sequence")
    with pytest.raises(DataError) as refused:
        read_tables(tmp_path, tables)
    assert refused.value.findings[0].code == "column_missing"


@pytest.mark.parametrize("name", ["/etc/stops.txt", "../stops.txt", "a/../../stops.txt", "C:\\stops.txt", "..\\x.txt"])
def test_path_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    path = write_zip(tmp_path / "f.zip", build_tables(GRID) | {name: "x"})
    with pytest.raises(DataError, match="leads out of the archive"):
        read_feed(path, tell=silent)


def test_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "f.zip"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, text in build_tables(GRID).items():
            archive.writestr(name, text)
        with archive.open("shapes.txt", "w") as bomb:
            for _ in range(200):
                bomb.write(bytes(1_000_000))
    with pytest.raises(DataError, match="zip bomb"):
        read_feed(path, tell=silent)


def test_gigantic_field_is_told_and_gigantic_line_refused(tmp_path: Path) -> None:
    tables = build_tables(GRID)
    rows = tables["stops.txt"] + f"d,{'x' * 140_000},50,8,\n" + "e,E,50,8,Europe/Berlin\n"
    read = read_tables(tmp_path / "field", tables | {"stops.txt": rows})
    assert [stop.ref for stop in read.stops] == ["a", "b", "c", "e"]
    assert tell(read)[0][:3] == ("csv_syntax", "stops.txt", 5)
    with pytest.raises(DataError, match="letters or more"):
        read_tables(tmp_path / "line", tables | {"stops.txt": tables["stops.txt"] + "x" * 300_000})


def test_damaged_archive_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "f.zip", build_tables(GRID))
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(DataError, match="cannot unpack"):
        read_feed(path, tell=silent)
    with pytest.raises(UsageError, match="cannot read"):
        read_feed(tmp_path / "none.zip", tell=silent)


def test_timetable_comes_back_as_it_was_compiled(tmp_path: Path) -> None:
    feeds = [write_zip(tmp_path / f"{n}.zip", build_tables(GRID)) for n in range(2)]
    made = import_feeds(feeds, tmp_path, name="both", tell=silent)
    back = open_timetable(tmp_path, "both")
    assert {n: a.tolist() for n, a in back.arrays.items()} == {n: a.tolist() for n, a in made.table.arrays.items()}
    assert back.texts["stop_ref"].list() == list("abcabc")
    assert (back.first_day, back.days, back.zones) == (made.table.first_day, 3, ("Europe/Berlin",))


def test_damaged_or_missing_timetable_is_refused_with_a_way_out(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as missing:
        open_timetable(tmp_path, "none")
    assert "routes timetable import" in missing.value.hint
    made = import_feeds([write_feed(tmp_path / "f", build_tables(GRID))], tmp_path, name="one", tell=silent)
    data = bytearray(made.path.read_bytes())
    data[-1] ^= 1
    made.path.write_bytes(data)
    with pytest.raises(DataError, match="damaged"):
        open_timetable(tmp_path, "one")
    assert read_arrays(tmp_path / "other") is None


@pytest.mark.parametrize("name", ["", "../x", "A b", "x" * 50])
def test_name_that_cannot_be_kept_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="cannot name a timetable"):
        import_feeds([], tmp_path, name=name, tell=silent)


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from((0, 0, 1, 3))), min_size=1, max_size=8))
def test_fewest_stop_times_are_left_out_of_a_trip_that_goes_back(stays: list[tuple[int, int]]) -> None:
    arrive, depart = [come for come, _ in stays], [come + stay for come, stay in stays]
    fits = [
        places
        for size in range(1, len(stays) + 1)
        for places in combinations(range(len(stays)), size)
        if all(arrive[after] >= depart[before] for before, after in pairwise(places))
    ]
    most = max(map(len, fits))
    assert tuple(find_longest(arrive, depart)) == min(places for places in fits if len(places) == most)
