"""Scenarios whose legs go by timetables and profiles in turn: places, zones, delays, refusals and documents."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import routes
from routes.api import Routes
from routes.errors import DataError, InfeasibleError, PlaceError, TimeError, UsageError
from routes.maps.legend import name_bases
from routes.report.words import format_answer
from routes.scenarios.check import check_folders
from routes.scenarios.world import keep_timetables
from tests.build import at, build_routes, local, write
from tests.timetable.grid import build_tables, write_feed

WORLD = """
station anfang DE Europe/Berlin 52.0,12.2
station berlin DE Europe/Berlin 52.525,13.369
station moskva RU Europe/Moscow 55.777,37.582
station ende RU Asia/Yekaterinburg 56.858,60.606
track anfang berlin 100
track moskva ende 1800
speed 100 km/h
pace 0 log
"""
GRID = """
zone Europe/Berlin
days 20190329 20190402
stop b 52.525,13.369 Europe/Berlin Berlin
stop m 55.777,37.582 Europe/Moscow Moskva
stop far 48.2,16.4 Europe/Vienna Ende
trip night b 22:00 m 46:00
trip day b 09:00 m 33:00
"""
HEAD = """
schema = "routes-scenario/1"
title = "Over two clocks"
question = "{question}"
as_of = "2019-03-20 12:00 Europe/Berlin"
from = "Anfang"
to = "Ende"
train = "special"
{time}
"""
LEGS = """
[[leg]]
to = "Berlin"

[[leg]]
to = "Moskva"
timetable = "line"

[[leg]]
change = "10 min"
"""
DELAY = """
[[delay]]
timetable = "line"
shares = [0.6, 0.9, 1]
values = [0, 20, 240]
unit = "min"
source = "test"
known_from = 2019-01-01T00:00:00Z
"""


@pytest.fixture
def tool(tmp_path: Path) -> Routes:
    """Return a world of two modelled lines, between which a timetable leads."""
    made = build_routes(tmp_path / "data", WORLD, now="2019-03-20T12:00:00+00:00")
    made.timetable_import([write_feed(tmp_path / "feed", build_tables(GRID))], tmp_path / "cache", name="line")
    return made._replace(world=made.world._replace(open_timetable=keep_timetables(tmp_path / "cache")))


def ask(tool: Routes, text: str, *, legs: str = LEGS, question: str = "latest-departure", more: str = "") -> Any:
    folder = tool.world.folders[0].path
    key = "arrive" if question == "latest-departure" else "depart"
    head = HEAD.format(question=question, time=f'{key} = "{text}"')
    path = write(folder / "scenarios" / "two.toml", head + legs + more)
    return tool.answer(tool.scenario(str(path)))


def times(document: Any) -> list[str]:
    return [f"{e['station']} {e['event']} {local(e['time'])}" for e in document["itinerary"]["events"]]


def test_latest_departure_runs_through_zones_and_a_clock_change(tool: Routes) -> None:
    document = ask(tool, "by 2019-04-01 20:10")
    assert times(document) == [
        "anfang dep Sat 30 Mar 20:58",
        "berlin arr Sat 30 Mar 21:58",
        "berlin dep Sat 30 Mar 22:00",
        "moskva arr Mon 1 Apr 00:00",
        "moskva dep Mon 1 Apr 00:10",
        "ende arr Mon 1 Apr 20:10",
    ]
    assert document["answer"]["clock_change_s"] == 4 * 3600
    (ride,) = [leg for leg in document["itinerary"]["legs"] if leg.get("timetable")]
    assert (ride["trip"], ride["service_day"], ride["agency"], ride["time_basis"]) == (
        "night",
        "2019-03-30",
        "Agency",
        "timetable",
    )
    assert ride["feeds"][0]["from"] == "2019-03-29"


def test_a_second_less_is_the_train_before(tool: Routes) -> None:
    late, early = ask(tool, "by 2019-04-01 20:10:00"), ask(tool, "by 2019-04-01 20:09:59")
    assert local(late["answer"]["depart"]) == "Sat 30 Mar 20:58"
    assert local(early["answer"]["depart"]) == "Sat 30 Mar 07:58"
    assert local(early["answer"]["arrive"]["expected"]) == "Mon 1 Apr 07:10"


@pytest.mark.parametrize("delay", ["", DELAY])
def test_arrival_and_latest_departure_answer_each_other(tool: Routes, delay: str) -> None:
    latest = ask(tool, "by 2019-04-02 03:00", more=delay)
    leaves = at(latest["answer"]["depart_by"]["even"]["utc"])
    for moved_s, is_in_time in ((0, True), (60, False)):
        text = f"{leaves + timedelta(seconds=moved_s):%Y-%m-%d %H:%M:%S} UTC"
        arrives = ask(tool, text, question="arrival", more=delay)["answer"]["arrive"]["expected"]
        assert (at(arrives["utc"]) <= at("2019-04-01T22:00:00+00:00")) is is_in_time


def test_delays_lower_the_chance_and_a_missed_train_counts_by_the_next(tool: Routes) -> None:
    document = ask(tool, "by 2019-04-01 20:30", more=DELAY)
    row = document["answer"]["depart_by"]
    # The night train is in time when it is late by 20 min or less: 90 %. The day train always is.
    assert [local(row[name]) for name in ("safe", "even")] == ["Sat 30 Mar 20:58"] * 2
    (change,) = document["answer"]["connections"]
    assert (change["station"], change["chance"], change["if_missed"]) == ("berlin", 1.0, None)
    assert local(change["ready_by"]) == "Sat 30 Mar 21:58", "before the change, which takes 2 min"
    tight = ask(tool, "by 2019-04-01 20:20", more=DELAY)["answer"]["depart_by"]
    assert [local(tight[name]) for name in ("safe", "even")] == ["Sat 30 Mar 07:58", "Sat 30 Mar 20:58"]


def test_confidence_is_monotone(tool: Routes) -> None:
    folder = tool.world.folders[0].path
    ask(tool, "by 2019-04-01 20:20", more=DELAY)
    query = tool.scenario(str(folder / "scenarios" / "two.toml"))
    found = [
        tool.answer(query._replace(confidence=level))["answer"]["depart_by"]["safe"]["utc"]
        for level in (0.5, 0.74, 0.76, 0.9, 0.99)
    ]
    assert found == sorted(found, reverse=True)


def test_delays_of_the_users_file_hold_from_when_they_were_known(tool: Routes) -> None:
    own = DELAY.replace("2019-01-01", "2019-03-25")
    write(tool.world.folders[0].path / "delays.toml", f'schema = "routes-delays/1"\n{own}')
    unknown = ask(tool, "by 2019-04-01 20:20")
    assert any("no delays of line are given" in note for note in unknown["notes"])
    write(tool.world.folders[0].path / "delays.toml", f'schema = "routes-delays/1"\n{DELAY}')
    known = ask(tool, "by 2019-04-01 20:20")
    assert local(known["answer"]["depart_by"]["safe"]) == "Sat 30 Mar 07:58"
    (told,) = [entry for entry in known["assumptions"] if entry["key"] == "delay.line"]
    assert (told["low"], told["value"], told["source"]) == (0, 0, "test")


def test_scheduled_leg_may_come_first_or_last(tool: Routes) -> None:
    folder = tool.world.folders[0].path
    for start, end, legs in (
        ("Berlin", "Ende", '[[leg]]\nto = "Moskva"\ntimetable = "line"\n[[leg]]\n'),
        ("Anfang", "Moskva", '[[leg]]\nto = "Berlin"\n[[leg]]\ntimetable = "line"\n'),
        ("Berlin", "Moskva", '[[leg]]\ntimetable = "line"\n'),
    ):
        text = HEAD.format(question="latest-departure", time='arrive = "by 2019-04-01 20:30"')
        text = text.replace('"Anfang"', f'"{start}"').replace('"Ende"', f'"{end}"')
        path = write(folder / "scenarios" / "two.toml", text + legs)
        document = tool.answer(tool.scenario(str(path)))
        assert [leg["trip"] for leg in document["itinerary"]["legs"] if leg.get("timetable")] == [
            "night" if end == "Ende" else "day"
        ]


@pytest.mark.parametrize(
    ("old", "new", "error", "words"),
    [
        ('"line"', '"lime"', UsageError, 'there is no timetable "lime"'),
        ('to = "Moskva"', 'to = "Moskwa X"', PlaceError, "is no stop of the timetable line"),
        ('to = "Berlin"', 'to = "Berlyn"', PlaceError, "Berlyn"),
        ('timetable = "line"', 'timetable = "line"\ntrain = "special"', DataError, "faults"),
        ('change = "10 min"', 'change = "soon"', DataError, "faults"),
    ],
)
def test_what_cannot_be_is_refused(tool: Routes, old: str, new: str, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        ask(tool, "by 2019-04-01 20:10", legs=LEGS.replace(old, new))


@pytest.mark.parametrize("text", ["by 2019-03-20 12:00", "by 2019-05-20 12:00"])
def test_days_without_services_are_named(tool: Routes, text: str) -> None:
    with pytest.raises(InfeasibleError) as caught:
        ask(tool, text)
    assert "2019-03-29 to 2019-04-02" in caught.value.hint


def test_two_places_of_one_name_are_not_joined(tool: Routes) -> None:
    legs = LEGS.replace('to = "Moskva"', 'to = "Ende"') + 'to = "Ende"\n'
    with pytest.raises(UsageError, match="lies 3,"):
        ask(tool, "by 2019-04-01 20:10", legs=legs)


def test_question_that_no_joined_journey_answers_is_refused(tool: Routes) -> None:
    ask(tool, "by 2019-04-01 20:10")
    query = tool.scenario(str(tool.world.folders[0].path / "scenarios" / "two.toml"))
    with pytest.raises(UsageError, match="cannot be asked for distance"):
        tool.answer(query._replace(question="distance"))
    with pytest.raises(TimeError, match="time to depart is empty"):
        tool.answer(query._replace(question="arrival"))
    with pytest.raises(UsageError, match="takes no seen"):
        tool.answer(query._replace(seen=("arr Berlin 2019-03-30 10:00",)))


def test_check_tells_all_faults_of_legs_at_once(tmp_path: Path, tool: Routes) -> None:
    folder = tool.world.folders[0].path
    text = HEAD.format(question="latest-departure", time='arrive = "by 2019-04-01 20:10"')
    legs = LEGS.replace('"Berlin"', '"Nowhere 7"').replace("[[leg]]\nchange", '[[leg]]\ntimetable = "lime"\nchange')
    write(folder / "scenarios" / "bad.toml", text + legs)
    write(folder / "scenarios" / "worse.toml", text + LEGS.replace('"line"', '"line"\nmode = "rail"\nwalk_m = 0'))
    found = check_folders(tool.world.folders, now=tool.now, cache=tmp_path / "cache")[1]
    told = {(f.file.rpartition("/")[2], f.field, f.value) for f in found if f.file.startswith("world/scenarios")}
    assert {("bad.toml", "to"), ("bad.toml", "timetable")} <= {(file, field) for file, field, _ in told}
    assert {("worse.toml", "walk_m")} <= {(file, field) for file, field, _ in told}


def test_document_is_json_and_reads_as_words(tool: Routes) -> None:
    document = ask(tool, "by 2019-04-01 20:20", more=DELAY)
    assert json.loads(json.dumps(document)) == document
    words = format_answer(document, why=True)
    assert "Rides by timetable" in words
    assert "delay.line" in words
    assert "Berlin" in words
    assert name_bases(document)["geodesic"] == "straight from stop to stop", "nothing flies"


@pytest.fixture(scope="module")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> Routes:
    """Return the packaged world with the example feed."""
    cache = tmp_path_factory.mktemp("cache")
    tool = routes.load(now=at("2023-09-11T00:00Z"), cache=cache)
    feed = Path(__file__).resolve().parents[2] / "docs" / "example-feed"
    tool.timetable_import([feed], cache, name="example")
    return tool


@pytest.mark.parametrize("form", ["geojson", "kml", "gpx", "csv", "ics", "md"])
def test_exports_hold_a_joined_journey(packaged: Routes, tmp_path: Path, form: str) -> None:
    head = HEAD.format(question="latest-departure", time='arrive = "2023-09-14 22:00"')
    head = head.replace("2019-03-20 12:00 Europe/Berlin", "2023-09-11").replace("Anfang", "Pyongyang")
    legs = LEGS.replace('"line"', '"example"').replace('"Berlin"', '"Khasan"').replace('"Moskva"', '"Ussuriysk"')
    path = write(tmp_path / "mine.toml", head.replace('"Ende"', '"Vladivostok"') + legs)
    assert "Ussuriysk" in packaged.export(str(path), form)


def test_hostile_names_of_a_feed_are_shown_escaped(tool: Routes, tmp_path: Path) -> None:
    from routes.maps.page import build_page

    tables = build_tables(GRID)
    tables["routes.txt"] = tables["routes.txt"].replace("R1", "<script>alert(1)</script>\x1b[31m")
    tool.timetable_import([write_feed(tmp_path / "bad", tables)], tmp_path / "cache", name="bad")
    document = ask(tool, "by 2019-04-01 20:20", legs=LEGS.replace('"line"', '"bad"'))
    assert "\x1b" not in format_answer(document, why=True)
    assert "<script>alert" not in build_page(document)
