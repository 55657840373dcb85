"""Feeds in the forms that publishers give them: line ends, folders, encodings, calendars, zones, clashing ids."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from routes.errors import DataError, UsageError
from routes.geo import Coordinate
from routes.timetable.compiling import import_feeds
from routes.timetable.feed import read_feed
from routes.timetable.network import Network
from routes.timetable.places import group_stops
from routes.timetable.stops import PLATFORM, Stop
from routes.timetable.table import open_timetable
from tests.timetable.grid import Tables, build_tables, read_tables, write_zip
from tests.timetable.test_feed import GRID, replace, silent, tell, times
from tests.timetable.test_routing import ask_earliest

WHOLE = [36000, 37800, 39600, 43200, 45000, 46800]


def quote(text: str) -> str:
    return "\n".join(",".join(f'"{field}"' for field in line.split(",")) for line in text.splitlines()) + "\n"


def widen(text: str) -> str:
    head, *rows = text.splitlines()
    return "\n".join([head + ",", *(row + ",,," for row in rows)]) + "\n"


@pytest.mark.parametrize(
    "form",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r\n").rstrip(),
        lambda text: text.rstrip(),
        lambda text: text + "\n\n  \n",
        quote,
        widen,
        lambda text: text.replace(",", " , "),
        lambda text: "x_unknown," + "\n-,".join(text.rstrip().splitlines()) + "\n",
    ],
    ids=[
        "mark",
        "crlf",
        "crlf unended",
        "unended",
        "blank lines",
        "quotes",
        "empty columns",
        "blanks",
        "unknown column",
    ],
)
def test_table_is_read_in_every_usual_form(tmp_path: Path, form: Callable[[str], str]) -> None:
    tables = {name: form(text) for name, text in build_tables(GRID).items()}
    read = read_feed(write_zip(tmp_path / "f.zip", tables), tell=silent)
    assert (tell(read), read.told.left_out, times(read)) == ([], {}, WHOLE)


def test_tables_lie_in_a_folder_of_the_archive(tmp_path: Path) -> None:
    inner = {f"feed/v1/{name}": text for name, text in build_tables(GRID).items()}
    read = read_feed(
        write_zip(tmp_path / "f.zip", inner | {"readme.txt": "a,b\n", "__MACOSX/._x.txt": "?"}), tell=silent
    )
    assert (tell(read), times(read)) == ([], WHOLE)


def test_letters_of_another_encoding_are_told_and_the_rows_used(tmp_path: Path) -> None:
    tables = replace(build_tables(GRID), "stops.txt", "c,C,", "c,Köln,")
    path = tmp_path / "feed"
    read_tables(path, tables)
    (path / "stops.txt").write_bytes(tables["stops.txt"].encode("latin-1"))
    read = read_feed(path, tell=silent)
    assert tell(read) == [("text_garbled", "stops.txt", 0, "")] and times(read) == WHOLE


def test_service_on_demand_and_approximate_times_are_flagged(tmp_path: Path) -> None:
    tables = build_tables(GRID)
    lines = tables["stop_times.txt"].splitlines()
    lines = [f"{line},{'timepoint' if n == 0 else '0' if n == 2 else ''}" for n, line in enumerate(lines)]
    lines[4] = lines[4].replace(",0,0,0,", ",0,2,3,")
    tables |= {"stop_times.txt": "\n".join(lines) + "\n", "booking_rules.txt": "booking_rule_id\n1\n"}
    read = read_tables(tmp_path, tables)
    assert read.times.flags.tolist() == [0, 4, 0, 24, 0, 0]
    assert tell(read) == [("feature_unused", "booking_rules.txt", 0, "")]


@pytest.mark.parametrize(
    ("calendar", "dates", "days"),
    [
        ("", "service_id,date,exception_type\ns,20190502,1\ns,20190504,1\n", [0, 2]),
        ("s,0,1,0,0,0,0,0,20190429,20190515\n", "", [1, 8, 15]),
        ("s,1,1,1,1,1,1,1,20190501,20190503\ns,0,0,0,0,0,0,1,20190501,20190601\n", "", [0, 1, 2]),
        ("s,1,1,1,1,1,1,1,20190503,20190501\n", "service_id,date,exception_type\ns,20190502,1\n", [0]),
    ],
)
def test_days_come_from_either_table(tmp_path: Path, calendar: str, dates: str, days: list[int]) -> None:
    tables = build_tables(GRID)
    header = tables.pop("calendar.txt").splitlines()[0] + "\n"
    tables |= {"calendar.txt": header + calendar} if calendar else {}
    tables |= {"calendar_dates.txt": dates} if dates else {}
    (runs,) = read_tables(tmp_path, tables).calendar.runs.tolist()
    first = runs.index(True)
    assert [n for n, on in enumerate(runs) if on] == days or [n - first for n, on in enumerate(runs) if on] == days


def test_agencies_of_several_zones_are_told(tmp_path: Path) -> None:
    tables = build_tables(GRID)
    tables |= {"agency.txt": tables["agency.txt"] + "y,Other,https://example.org,Asia/Tokyo\n"}
    read = read_tables(tmp_path, tables)
    assert tell(read) == [("value_invalid", "agency.txt", 3, "agency_timezone")]
    assert read.agencies.zone == "Europe/Berlin"


def test_times_go_past_ten_days_and_no_farther_than_is_searched(tmp_path: Path) -> None:
    read = read_tables(tmp_path / "far", build_tables(GRID.replace("c 11:00", "c 250:00:05")))
    assert times(read)[2] == 250 * 3600 + 5
    read = read_tables(tmp_path / "farther", build_tables(GRID.replace("c 11:00", "c 2000:00")))
    assert tell(read)[0] == ("value_invalid", "stop_times.txt", 4, "arrival_time")


def test_ids_of_several_feeds_do_not_clash(tmp_path: Path) -> None:
    other = GRID.replace("a 50.1,8.1", "a 10.1,8.1").replace("b 50.2", "b 10.2").replace("c 50.3", "c 10.3")
    feeds = [write_zip(tmp_path / f"{n}.zip", build_tables(grid)) for n, grid in enumerate((GRID, other))]
    table = import_feeds(feeds, tmp_path, name="both", tell=silent).table
    assert len(set(table.arrays["place"].tolist())) == 6
    assert len(ask_earliest(Network(table), "a", "c", "2019-05-01 00:00")) == 1
    assert [len(feed["sha256"]) for feed in table.about["feeds"]] == [64, 64]


def test_import_that_fails_leaves_the_timetable_there_was(tmp_path: Path) -> None:
    good = write_zip(tmp_path / "good.zip", build_tables(GRID))
    import_feeds([good], tmp_path, name="one", tell=silent)
    kept = (tmp_path / "one.timetable.bin").read_bytes()
    tables = build_tables(GRID)
    del tables["stops.txt"]
    with pytest.raises(DataError):
        import_feeds([write_zip(tmp_path / "bad.zip", tables)], tmp_path, name="one", tell=silent)
    assert (tmp_path / "one.timetable.bin").read_bytes() == kept
    import_feeds(
        [write_zip(tmp_path / "less.zip", build_tables(GRID.replace("trip t2", "trip t3")))],
        tmp_path,
        name="one",
        tell=silent,
    )
    assert open_timetable(tmp_path, "one").texts["trip_ref"].list() == ["t1", "t3"]
    assert sorted(path.name for path in tmp_path.glob("one*")) == ["one.timetable.bin"]


@pytest.mark.parametrize(
    ("names", "is_one"),
    [
        (("Berlin Hbf", "Berlin Hbf (tief)"), True),
        (("München Hbf", "München Hbf Gl.5-10"), True),
        (("Köln Messe/Deutz", "Köln Messe/Deutz Gl.11-12"), True),
        (("Main St", "Main St Platform 2"), True),
        (("Frankfurt Flughafen Fernbf", "Frankfurt Flughafen Regionalbf"), False),
        (("Norddeich", "Norddeich Mole"), False),
        (("Platform 1", "Platform 2"), False),
    ],
)
def test_platforms_without_a_parent_are_one_place_by_their_names(names: tuple[str, str], is_one: bool) -> None:
    stops = [Stop(name, name, Coordinate(50.0, 8.0 + n / 500), PLATFORM, -1, "UTC", "") for n, name in enumerate(names)]
    assert (len(set(group_stops(stops))) == 1) == is_one


SHAPE = "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\n"


def with_shapes(tables: Tables, shape: str, rows: str) -> Tables:
    head, *trips = tables["trips.txt"].splitlines()
    text = "\n".join([f"{head},shape_id", *(f"{trip},{shape}" for trip in trips), ""])
    return tables | {"trips.txt": text, "shapes.txt": SHAPE + rows}


def test_shapes_are_thinned_and_sorted_and_those_not_there_told(tmp_path: Path) -> None:
    rows = "k,50.3,8.3,30\nk,50.1,8.1,1\nk,50.15,8.15001,2\nk,50.2,8.2,3\nother,1,1,1\nk,95,8,4\n"
    read = read_tables(tmp_path / "k", with_shapes(build_tables(GRID), "k", rows))
    assert read.shapes.lat_e7.tolist() == [501000000, 503000000] and list(read.shapes.numbers) == ["k"]
    assert tell(read) == [("lat_out_of_range", "shapes.txt", 7, "shape_pt_lat")]
    read = read_tables(tmp_path / "z", with_shapes(build_tables(GRID), "z", rows.replace(",95,", ",50,")))
    assert tell(read) == [("reference_unknown", "trips.txt", 0, "shape_id")]


def test_stopping_between_stops_is_told(tmp_path: Path) -> None:
    tables = build_tables(GRID)
    tables |= {"routes.txt": "route_id,agency_id,route_short_name,route_type,continuous_pickup\nr,x,R1,2,0\n"}
    read = read_tables(tmp_path, tables)
    assert tell(read) == [("feature_unused", "routes.txt", 2, "continuous_pickup")] and times(read) == WHOLE


def test_stopping_between_stops_after_one_is_told(tmp_path: Path) -> None:
    tables = build_tables(GRID)
    head, *rows = tables["stop_times.txt"].splitlines()
    more = [f"{row},{0 if n == 1 else ''}" for n, row in enumerate(rows)]
    read = read_tables(tmp_path, tables | {"stop_times.txt": "\n".join([f"{head},continuous_drop_off", *more, ""])})
    assert tell(read) == [("feature_unused", "stop_times.txt", 3, "continuous_drop_off")] and times(read) == WHOLE


def test_rows_on_demand_are_told_as_such_and_left_out(tmp_path: Path) -> None:
    tables = build_tables(GRID)
    head, *rows = tables["stop_times.txt"].splitlines()
    fields = ",location_id,location_group_id,start_pickup_drop_off_window"
    rows = [f"{row},,," for row in rows] + [
        "t1,,,,8,2,2,area,,08:00:00",
        "t1,,,,9,2,2,,group,",
        "t1,,,a,10,2,2,,,08:00:00",
    ]
    read = read_tables(tmp_path, tables | {"stop_times.txt": "\n".join([head + fields, *rows, "t1,,,,11,0,0,,,", ""])})
    last = len(rows) + 2
    assert tell(read) == [
        ("feature_unused", "stop_times.txt", last - 3, "location_id"),
        ("feature_unused", "stop_times.txt", last - 2, "location_group_id"),
        ("feature_unused", "stop_times.txt", last - 1, "start_pickup_drop_off_window"),
        ("value_missing", "stop_times.txt", last, "stop_id"),
    ]
    assert times(read) == WHOLE


def test_trip_without_stop_times_is_told_with_its_row(tmp_path: Path) -> None:
    tables = build_tables(GRID)
    read = read_tables(tmp_path, tables | {"trips.txt": tables["trips.txt"] + "r,s,idle,x\n"})
    row = len(tables["trips.txt"].splitlines()) + 1
    assert tell(read) == [("trip_unusable", "trips.txt", row, "trip_id")] and times(read) == WHOLE


def test_days_beyond_those_that_are_searched_are_told(tmp_path: Path) -> None:
    tables = build_tables(GRID)
    first, last = tables["calendar.txt"].splitlines()[1].split(",")[-2:]
    read = read_tables(
        tmp_path, tables | {"calendar.txt": tables["calendar.txt"].replace(f"{first},{last}", f"{first},20991231")}
    )
    assert tell(read) == [("feature_unused", "calendar.txt", 0, "end_date")]
    assert read.calendar.first_day + read.calendar.runs.shape[1] - 1 == date(2067, 12, 31).toordinal()


def test_column_named_twice_is_told_and_fault_names_its_field(tmp_path: Path) -> None:
    tables = build_tables(GRID)
    head, *rows = tables["stop_times.txt"].splitlines()
    rows[0] = rows[0].replace(":00,", ":7x,", 1)
    read = read_tables(
        tmp_path, tables | {"stop_times.txt": "\n".join([f"{head},stop_id", *(f"{row},a" for row in rows), ""])}
    )
    assert tell(read)[:2] == [
        ("column_repeated", "stop_times.txt", 1, "stop_id"),
        ("value_invalid", "stop_times.txt", 2, "arrival_time"),
    ]
    assert read.told.findings[1].message.startswith('arrival_time: "')


def test_frequencies_that_make_too_many_trips_are_refused_before_they_are_made(tmp_path: Path) -> None:
    tables = build_tables(GRID)
    rows = "".join(f"t1,00:00:00,{hours}:00:00,1,1\n" for hours in (1400, 1401))
    tables |= {"frequencies.txt": f"trip_id,start_time,end_time,headway_secs,exact_times\n{rows}"}
    with pytest.raises(DataError, match="makes more than 5,000,000 trips"):
        read_tables(tmp_path, tables)


def test_feed_named_twice_is_refused(tmp_path: Path) -> None:
    feed = write_zip(tmp_path / "f.zip", build_tables(GRID))
    with pytest.raises(UsageError, match="is named twice"):
        import_feeds([feed, tmp_path / "x" / ".." / "f.zip"], tmp_path, name="both", tell=silent)
