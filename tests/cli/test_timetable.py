"""The command timetable: a feed imported, and asked forward, backward and over a window."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from routes.api import load
from routes.cli.options import cache_folder
from routes.cli.timetable import ACTIONS
from routes.scenarios.timetables import Asked
from tests.cli.conftest import NOW, Run
from tests.cli.test_main import join_usage
from tests.timetable.grid import build_tables, write_zip

GRID = """
zone Europe/Berlin
days 20190501 20190531
stop 1 52.525589,13.369549 Europe/Berlin Mitte
stop 2 52.525589,13.369549 Europe/Berlin Mitte(tief)
stop 3 52.23,21.01 Europe/Warsaw Warszawa
stop 4 55.776673,37.579809 Europe/Moscow Moskva
stop 5 55.78,37.58 Europe/Moscow Ostrov
trip D1 2 08:00 3 14:00
trip D2 1 10:00 3 15:00 4 33:00
trip M1 3 15:30/15:40 4 30:00
change 4 5 600
"""


@pytest.fixture
def imported(run: Run, tmp_path: Path) -> Run:
    ran = run("timetable", "import", str(write_zip(tmp_path / "grid.zip", build_tables(GRID))), "--name", "grid")
    assert (ran.status, ran.err) == (0, "")
    return run


def ask(run: Run, *arguments: str) -> dict[str, Any]:
    ran = run("timetable", *arguments, "--json")
    assert ran.status == 0, ran.err
    document: dict[str, Any] = json.loads(ran.out)
    return document


def test_deadline_after_the_last_day_is_told_of(imported: Run) -> None:
    """What leaves later may run by the timetable that follows."""
    for arrive, is_told in (("2019-05-31 14:00", False), ("2019-06-08 14:00", True)):
        notes = ask(imported, "latest-departure", "Mitte", "Warszawa", "--arrive", arrive)["notes"]
        assert any(note.startswith("the timetable grid ends on 2019-05-31") for note in notes) is is_told


@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_explains_itself(run: Run, golden: Callable[[str, str], None], action: str) -> None:
    ran = run("timetable", action, "--help")
    assert ran.status == 0
    golden(f"tests/golden/help-timetable-{action}.txt", join_usage(ran.out))


def test_import_tells_what_was_read_and_left_out(run: Run, tmp_path: Path) -> None:
    tables = build_tables(GRID)
    tables["stop_times.txt"] += "D9,10:00:00,10:00:00,1,0,0,0\n"
    ran = run("timetable", "import", str(write_zip(tmp_path / "f.zip", tables)), "--name", "grid")
    assert ran.status == 0
    assert "f.zip/stop_times.txt:9:1: error:" in ran.err and 'trip_id "D9" is not in trips.txt' in ran.err
    assert "timetable grid: 5 stops, 1 routes, 3 trips, 7 stop times" in ran.out
    assert "left out  1 row of stop_times.txt" in ran.out
    assert run("timetable", "list").out == "grid\n"


def test_latest_departure_is_told_on_every_clock(imported: Run, golden: Callable[[str, str], None]) -> None:
    arrive = "2019-05-03 10:30"
    ran = imported("timetable", "latest-departure", "Mitte", "Moskva", "--arrive", arrive)
    assert ran.status == 0, ran.err
    golden("tests/golden/timetable-latest.txt", ran.out)


def test_stops_of_one_place_are_asked_as_one(imported: Run) -> None:
    for name in ("Mitte", "Mitte(tief)", "2", "grid:1", "mitte"):
        found = ask(imported, "latest-departure", name, "Warszawa", "--arrive", "2019-05-02 14:00")
        assert found["answer"]["depart"]["local"] == "2019-05-02T08:00:00+02:00"


def test_fewer_changes_stand_beside_the_best(imported: Run) -> None:
    found = ask(imported, "earliest-arrival", "Mitte", "Moskva", "--depart", "2019-05-02 09:00")
    rows = [found["answer"], *(pair["answer"] for pair in found["alternatives"])]
    assert [(row["arrive"]["expected"]["local"], row["changes"]) for row in rows] == [
        ("2019-05-03T07:00:00+03:00", 1),
        ("2019-05-03T10:00:00+03:00", 0),
    ]
    assert rows[0]["clock_change_s"] == 3600


def test_itinerary_has_the_shape_of_other_answers(imported: Run, run: Run) -> None:
    modelled = json.loads(
        run("latest-departure", "Khasan", "Vladivostok", "--arrive", "2023-09-12 18:00", "--json").out
    )
    found = ask(imported, "latest-departure", "Mitte", "Ostrov", "--arrive", "2019-05-03 10:00")
    theirs, ours = modelled["itinerary"], found["itinerary"]
    assert theirs.keys() == ours.keys()
    assert theirs["legs"][0].keys() - {"geometry"} <= ours["legs"][0].keys()
    assert theirs["events"][0].keys() == ours["events"][0].keys()
    assert [leg["mode"] for leg in ours["legs"]] == ["timetable", "timetable", "foot"]
    assert [(d["kind"], d["likely_s"]) for d in ours["dwells"]] == [("change", 2400), ("change", 0)]
    legs = ours["legs"]
    assert (legs[0]["trip"], legs[0]["route"], legs[0]["agency"]) == ("D2", "R1", "Agency")
    assert legs[0]["stops"][0]["depart"]["zone"] == "Europe/Berlin"
    assert legs[1]["stops"][-1]["arrive"]["local"] == "2019-05-03T07:00:00+03:00"
    assert ours["events"][-1]["time"]["local"] == "2019-05-03T07:10:00+03:00"
    assert {event["station"] for event in ours["events"]} <= found["stations"].keys()


def test_profile_lists_every_best_pair(imported: Run) -> None:
    window = ("--from", "2019-05-02", "--until", "2019-05-03")
    found = ask(imported, "profile", "Mitte", "Warszawa", *window)
    assert len([found["answer"], *found["alternatives"]]) == 4
    ran = imported("timetable", "profile", "Mitte", "Warszawa", *window)
    assert "4 best pairs" in ran.out and "Thu 2 May 08:00   Thu 2 May 14:00   6 h 00" in ran.out


def test_profile_over_a_night_of_two_offsets_tells_each(imported: Run, run: Run, tmp_path: Path) -> None:
    grid = "zone Europe/Berlin\ndays 20191026 20191027\nstop 1 52.5,13.3\nstop 2 53.5,13.3\n"
    trips = "trip a 1 26:30 2 27:00\ntrip b 1 03:30 2 04:30\n"
    feed = write_zip(tmp_path / "fall.zip", build_tables(grid + trips))
    run("timetable", "import", str(feed), "--name", "fall")
    way = ("1", "2", "--from", "2019-10-27", "--until", "2019-10-27 06:00", "--timetable", "fall")
    rows = run("timetable", "profile", *way).out.splitlines()
    assert [row[:32] for row in rows if row.startswith("Sun")] == [
        "Sun 27 Oct 02:30 UTC+2   Sun 27 ",
        "Sun 27 Oct 03:30 UTC+1   Sun 27 ",
    ]


def test_position_is_walked_from(imported: Run) -> None:
    where = ("52.5300,13.3700", "Warszawa", "--arrive", "2019-05-02 14:00", "--walk", "800")
    found = ask(imported, "latest-departure", *where)
    assert found["itinerary"]["legs"][0]["mode"] == "foot"
    assert found["answer"]["depart"]["local"] < "2019-05-02T08:00:00+02:00"
    ran = imported("timetable", "latest-departure", *where[:-1], "100")
    assert ran.status == 3 and "within 100 m" in ran.error


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["Mitte", "Nowhere", "--arrive", "2019-05-02 14:00"], 3, '"Nowhere" is no stop of the timetable grid'),
        (["Mitte", "Mitte(tief)", "--arrive", "2019-05-02 14:00"], 2, "are one place"),
        (["Mitte", "Warszawa", "--arrive", "2019-05-02 14:00", "--via", "Nowhere"], 3, "no stop of the timetable grid"),
        (["Mitte", "Warszawa", "--arrive", "2019-05-02 14:00", "--avoid", "Khasan"], 3, "Khasan is no stop"),
        (["Mitte", "Warszawa", "--arrive", "soonish"], 2, "cannot read"),
        (["Mitte", "Warszawa", "--arrive", "2018-05-02 14:00"], 4, "no journey of the timetable grid"),
        (["Mitte", "Warszawa", "--arrive", "2019-05-02 14:00", "--timetable", "x"], 2, 'no timetable "x"'),
        (["Mitte", "Warszawa", "--arrive", "2019-05-02 14:00", "--walk", "-5"], 2, "no walk"),
    ],
)
def test_question_without_answer_says_why(imported: Run, arguments: list[str], status: int, said: str) -> None:
    ran = imported("timetable", "latest-departure", *arguments)
    assert (ran.status, ran.out) == (status, "")
    assert said in ran.error and ran.hint


def test_python_twin_returns_the_same_document(imported: Run) -> None:
    asked = Asked("latest-departure", "grid", "Mitte", "Moskva", arrive="2019-05-03 10:30")
    document = load(now=NOW).timetable(asked, cache_folder())
    assert document == ask(imported, "latest-departure", "Mitte", "Moskva", "--arrive", "2019-05-03 10:30")


def test_small_timetable_is_answered_without_a_compiler(imported: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "numba", None)  # importing it would fail
    monkeypatch.delitem(__import__("sys").modules, "routes.timetable.compiled", raising=False)
    assert ask(imported, "latest-departure", "Mitte", "Warszawa", "--arrive", "2019-05-02 14:00")


def test_places_are_passed_aboard_and_avoided(imported: Run) -> None:
    way = ("latest-departure", "Mitte", "Moskva", "--arrive", "2019-05-03 10:30")
    aboard = ask(imported, *way, "--via", "Warszawa")
    assert [leg["trip"] for leg in aboard["itinerary"]["legs"]] == ["D2"]
    assert aboard["question"]["via"] == ["Warszawa"]
    named = ask(imported, *way, "--via", "Warszawa", "--via", "Москва")
    assert named["answer"] == aboard["answer"] and '"Москва" is read as Moskva' in named["notes"]
    assert ask(imported, *way, "--via", "Mitte", "--via", "Moskva")["answer"] == ask(imported, *way)["answer"]
    assert imported("timetable", *way, "--avoid", "Moskva").status == 2, "an end cannot be avoided"
    around = imported("timetable", *way, "--avoid", "Warszawa")
    assert around.status == 4
    other = imported("timetable", *way, "--avoid-route", "R1")
    assert other.status == 4
    unknown = imported("timetable", *way, "--avoid-route", "ICE")
    assert (unknown.status, unknown.error) == (3, 'error: no route of the timetable grid is called "ICE"')


HALLE = """
zone Europe/Berlin
days 20190501 20190531
stop 1 51.4776,11.9871 Europe/Berlin Halle(Saale)Hbf
stop 2 47.6830,13.0970 Europe/Vienna Hallein
stop 3 52.5256,13.3695 Europe/Berlin Berlin
stop 4 48.1402,11.5584 Europe/Berlin Muenchen
stop 5 51.3455,12.3815 Europe/Berlin Leipzig
trip A 3 08:00 1 09:00 4 12:00
trip B 3 08:00 2 12:00 4 13:00
trip C 3 07:00 5 08:00 4 11:00
"""


@pytest.mark.parametrize(
    ("grid", "status", "trips", "said"),
    [
        (HALLE, 0, ["A"], '"Halle" is read as Halle(Saale)Hbf'),
        (HALLE.replace("Leipzig", "Halle"), 0, ["C"], ""),
        (HALLE.replace("Leipzig", "Halle(Westf)"), 3, [], '"Halle" fits 2 places'),
    ],
)
def test_name_of_a_stop_goes_before_longer_ones_and_whole_words_before_part_of_one(
    run: Run, tmp_path: Path, grid: str, status: int, trips: list[str], said: str
) -> None:
    run("timetable", "import", str(write_zip(tmp_path / "grid.zip", build_tables(grid))), "--name", "grid")
    way = ("earliest-arrival", "Berlin", "Muenchen", "--depart", "2019-05-02 06:00", "--via", "Halle")
    ran = run("timetable", *way, "--json")
    assert ran.status == status and said in (ran.out.replace('\\"', '"') + ran.error)
    assert [leg["trip"] for leg in json.loads(ran.out)["itinerary"]["legs"]] == trips if trips else not ran.out
    assert "Hallein" not in ran.error


SHAPED = """shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence
k,52.5256,13.3695,1
k,53.5,17,2
k,53.50001,17.00001,3
k,52.23,21.01,4
"""


@pytest.fixture
def answered(run: Run, tmp_path: Path) -> Path:
    """Return the file of an answer over three stops and two clocks, its first ride along a shape."""
    tables = build_tables(GRID)
    lines = tables["trips.txt"].splitlines()
    trips = [f"{line},{'k' if ',D2,' in line else ''}" for line in lines[1:]]
    tables |= {"trips.txt": "\n".join([f"{lines[0]},shape_id", *trips, ""]), "shapes.txt": SHAPED}
    ran = run("timetable", "import", str(write_zip(tmp_path / "grid.zip", tables)), "--name", "grid")
    assert (ran.status, ran.err) == (0, "")
    ran = run("timetable", "earliest-arrival", "Mitte", "Moskva", "--depart", "2019-05-02 07:00", "--json")
    path = tmp_path / "kept.json"
    path.write_text(ran.out, encoding="utf-8")
    return path


def test_ride_is_drawn_along_its_shape_and_else_from_stop_to_stop(answered: Path) -> None:
    document = json.loads(answered.read_text(encoding="utf-8"))
    shaped = document["itinerary"]["legs"][0]
    assert (shaped["trip"], shaped["basis"], shaped["schematic"]) == ("D2", "estimated", False)
    assert [point.rpartition(",")[0] for point in shaped["geometry"]["points"].split()] == [
        "52.52561,13.36953",  # the point of the shape nearest to the stop
        "53.50001,17.00001",
        "52.23,21.01",
    ]
    straight = document["alternatives"][0]["itinerary"]["legs"][0]
    assert (straight["trip"], straight["basis"], straight["schematic"]) == ("D2", "geodesic", True)
    assert [(call["event"], call["time"]["zone"]) for call in straight["calls"]] == [("pass", "Europe/Warsaw")]
    assert straight["length_m"] == document["alternatives"][0]["itinerary"]["length_m"] < 1_700_000


def test_answer_goes_into_every_format_with_its_calls(run: Run, answered: Path) -> None:
    for form in ("geojson", "kml", "gpx", "csv", "ics", "md"):
        ran = run("export", str(answered), "--format", form)
        assert (ran.status, ran.err) == (0, ""), form
        assert "Warszawa" in ran.out
    rows = [row.split(",") for row in run("export", str(answered), "--format", "csv").out.splitlines()]
    assert [row[4:7:2] for row in rows if row[1] == "2"] == [
        ["Mitte", "leave"],
        ["Warszawa", "pass"],
        ["Moskva", "arrive"],
    ]


def test_answer_names_its_feed_publisher_days_and_licence(run: Run, tmp_path: Path) -> None:
    tables = build_tables(GRID) | {
        "feed_info.txt": "feed_publisher_name,feed_publisher_url,feed_lang,feed_start_date,feed_end_date,feed_version\n"
        "Lines,https://l.example,en,20190401,20190630,v|7\n",
        "attributions.txt": "route_id,organization_name,attribution_url,is_producer\n"
        "r,Maker,https://maker.example,1\n,Maker,https://maker.example,1\n,Other,,0\n",
    }
    feed, kept = write_zip(tmp_path / "grid.zip", tables), tmp_path / "kept.json"
    run("timetable", "import", str(feed), "--name", "grid", "--source", "Lines, CC BY 4.0")
    way = ("timetable", "earliest-arrival", "Mitte", "Moskva", "--depart", "2019-05-02 07:00")
    assert "2019-05-31; Maker, https://maker.example, Other, Lines, CC BY 4.0\n" in run(*way).out
    kept.write_text(run(*way, "--json").out, encoding="utf-8")
    told = next(line for line in run("export", str(kept), "--format", "md").out.splitlines() if "feed: " in line)
    assert told.startswith(
        "- feed: grid.zip; publisher: Lines; address: <https://l.example>; version: v&#124;7; "
        "valid by its publisher: 2019-04-01 to 2019-06-30; days of service: 2019-05-01 to 2019-05-31; "
        "agencies: Agency; credits: Maker, https://maker.example; Other; "
        "source and licence: Lines, CC BY 4.0; SHA-256: "
    )
    assert run("map", str(kept), "-o", str(tmp_path / "a.html")).status == 0
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "source and licence: Lines, CC BY 4.0" in page and "; timetable grid, Lines, CC BY 4.0" in page


def test_answer_is_drawn_as_page_picture_and_chart(run: Run, answered: Path, tmp_path: Path) -> None:
    page, picture, chart = (tmp_path / name for name in ("a.html", "a.svg", "c.svg"))
    assert run("map", str(answered), "-o", str(page)).status == 0
    assert run("map", str(answered), "-o", str(picture), "--chart", str(chart)).status == 0
    drawn = picture.read_text(encoding="utf-8")
    assert all(words in drawn for words in ("clocks +1 h", "straight from stop to stop", "along the timetable"))
    assert "R1 to 4" in page.read_text(encoding="utf-8")
    assert "A model, not a timetable" not in chart.read_text(encoding="utf-8")


def test_question_draws_what_its_kept_answer_draws(imported: Run, tmp_path: Path) -> None:
    bound = ("--arrive", "2019-05-15 12:00", "--as-of", "2019-05-01")
    page, chart, kept, again = (tmp_path / name for name in ("a.html", "a.svg", "a.json", "b.html"))
    ran = imported(
        "timetable", "latest-departure", "Mitte", "Moskva", *bound, "--json", "--map", str(page), "--chart", str(chart)
    )
    assert (ran.status, ran.err) == (0, f"map: {page}\nchart: {chart}\n")
    kept.write_text(ran.out, encoding="utf-8")
    assert imported("map", str(kept), "-o", str(again)).status == 0
    assert page.read_bytes() == again.read_bytes()
    assert chart.read_text(encoding="utf-8").startswith("<svg")


def test_markup_in_a_feed_stays_text(run: Run, tmp_path: Path) -> None:
    tables = build_tables(GRID)
    nasty = "<img src=x onerror=alert(1)>"
    tables |= {"stops.txt": tables["stops.txt"].replace("Warszawa", nasty), "routes.txt": tables["routes.txt"]}
    tables["routes.txt"] = tables["routes.txt"].replace("R1", "<script>alert(2)</script>")
    run("timetable", "import", str(write_zip(tmp_path / "grid.zip", tables)), "--name", "grid")
    ran = run("timetable", "earliest-arrival", "Mitte", "Moskva", "--depart", "2019-05-02 07:00", "--json")
    kept, page = tmp_path / "kept.json", tmp_path / "a.html"
    kept.write_text(ran.out, encoding="utf-8")
    assert run("map", str(kept), "-o", str(page)).status == 0
    text = page.read_text(encoding="utf-8")
    assert "<img src=x" not in text and "<script>alert(2)" not in text
