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


def find_query(tool: Routes, **changes: Any) -> Any:
    """Return the scenario that was asked last, with other values."""
    query = tool.scenario(str(tool.world.folders[0].path / "scenarios" / "two.toml"))
    for name, value in changes.items():
        query = query._replace(**{name: value})
    return query


def test_question_that_no_joined_journey_answers_is_refused(tool: Routes) -> None:
    ask(tool, "by 2019-04-01 20:10")
    with pytest.raises(UsageError, match="cannot be asked for distance"):
        tool.answer(find_query(tool, question="distance"))
    with pytest.raises(TimeError, match="time to depart is empty"):
        tool.answer(find_query(tool, question="arrival"))
    with pytest.raises(UsageError, match="takes no not_seen") as caught:
        tool.answer(find_query(tool, not_seen=("Berlin by 2019-03-30 10:00",)))
    assert "later time to depart" in caught.value.hint
    with pytest.raises(UsageError, match="takes no alternatives"):
        tool.answer(find_query(tool, alternatives=3))


def test_refusal_gives_the_clock_of_the_place(tool: Routes) -> None:
    with pytest.raises(InfeasibleError, match=r"in time for Wed 20 Mar 2019 12:00 UTC\+5 in Ende"):
        ask(tool, "by 2019-03-20 12:00")


def test_hours_of_the_day_are_single_questions(tool: Routes) -> None:
    """Each row of the hours has the readings of a question of its own, and a date flips where that one does."""
    answer = ask(tool, "by 2019-04-01 24:00", more=DELAY)["answer"]
    for row in answer["by_hour"]:
        one = ask(tool, f"by {row['arrive_by']['local'][:16].replace('T', ' ')}", more=DELAY)["answer"]["depart_by"]
        assert [row[name] for name in ("safe", "even")] == [one[name] for name in ("safe", "even")]
    (flip,) = answer["date_flips"]
    assert flip["leaves"] == "2019-03-29"
    at_flip = ask(tool, f"by {flip['arrive_by']['utc'][:19].replace('T', ' ')} UTC", more=DELAY)
    assert not at_flip["answer"]["depart"]["local"].startswith("2019-03-29")
    just_before = at(flip["arrive_by"]["utc"]) - timedelta(minutes=1)
    before = ask(tool, f"by {just_before:%Y-%m-%d %H:%M} UTC", more=DELAY)
    assert before["answer"]["depart"]["local"].startswith("2019-03-29")


def test_train_before_is_taken_for_a_second_less(tool: Routes) -> None:
    answer = ask(tool, "by 2019-04-01 20:30")["answer"]
    assert local(answer["before"]["arrive_by"]) == "Mon 1 Apr 20:10"
    assert local(answer["before"]["even"]) == "Sat 30 Mar 07:58"
    (change,) = answer["connections"]
    assert (change["spare_s"], change["decides"], local(change["next"])) == (0, False, "Sun 31 Mar 09:00")


def test_curve_falls_from_one_to_the_other_train(tool: Routes) -> None:
    curve = ask(tool, "by 2019-04-01 20:20", more=DELAY)["answer"]["curve"]
    chances = curve["chances"]
    assert chances == sorted(chances, reverse=True)
    assert {mark["name"] for mark in curve["marks"]} == {"safe", "even", "too_late_after"}
    assert (round(chances[0], 2), chances[-1]) == (1.0, 0.0)


def test_turning_points_are_kept_on_being_asked(tool: Routes) -> None:
    """With the value of a turning point the headline is what it becomes."""
    ask(tool, "by 2019-04-01 20:20", more=DELAY)
    query = find_query(tool, why=True)
    points = {p["key"]: p for p in tool.answer(query)["answer"]["turning_points"] if p["value"] is not None}
    assert {"delay.line", "speed.KP"} - set(points) == {"speed.KP"}
    for key, point in points.items():
        document = tool.answer(query._replace(settings=(f"{key}={point['value']:.10g}",)))
        assert document["answer"]["depart"]["local"].startswith(point["becomes"])


def test_settings_reach_delays_changes_and_trains(tool: Routes) -> None:
    ask(tool, "by 2019-04-01 20:30")
    for setting, leaves in (
        ("delay.line=30", "Sat 30 Mar 07:58"),
        ("delay=20", "Sat 30 Mar 20:58"),
        ("change.moskva=31", "Sat 30 Mar 07:58"),
        ("change.Moskva=31", "Sat 30 Mar 07:58"),
        ("change.berlin=1h", "Sat 30 Mar 20:00"),
        ("change=1h", "Sat 30 Mar 20:00"),
        ("speed=50", "Fri 29 Mar 19:58"),
    ):
        document = tool.answer(find_query(tool, settings=(setting,)))
        assert local(document["answer"]["depart"]) == leaves, setting
    for setting, words in (
        ("delay.lime=3", 'no leg goes by a timetable "lime"'),
        ("change.ende=3", "no two legs meet"),
    ):
        with pytest.raises(UsageError, match=words):
            tool.answer(find_query(tool, settings=(setting,)))


@pytest.mark.parametrize(("seen", "chance"), [("20:58 +-10m", 0.45), ("20:38 +-10m", 0.9), ("21:18 +-10m", 0.0)])
def test_sighting_counts_with_its_error(tool: Routes, seen: str, chance: float) -> None:
    """The night train is reached from 20:58, and in time with 90 %."""
    ask(tool, "by 2019-04-01 20:30", more=DELAY)
    query = find_query(tool, as_of="2019-03-31 12:00 Europe/Berlin")
    document = tool.answer(query._replace(seen=(f"dep Anfang 2019-03-30 {seen}",)))
    assert document["answer"]["on_time"] == pytest.approx(chance, abs=0.01)
    if chance:
        assert document["answer"]["connections"][0]["chance"] == pytest.approx(chance / 0.9, abs=0.01)
    assert [item["station"] for item in document["question"]["seen"]] == ["anfang"]
    assert "seen leaving Anfang" in document["quote"]["en"]


def test_journey_counts_from_the_last_sighting(tool: Routes) -> None:
    ask(tool, "by 2019-04-01 20:30")
    query = find_query(tool, as_of="2019-04-02 12:00 Europe/Berlin")
    seen = ("dep Anfang 2019-03-30 12:00 +-5m", "arr Berlin 2019-03-30 21:00 +-5m")
    document = tool.answer(query._replace(seen=seen))
    assert (document["question"]["from"], len(document["question"]["legs"])) == ("berlin", 2)
    assert times(document)[-1] == "ende arr Mon 1 Apr 20:10"
    for text, words in (("arr Ende 2019-04-01 20:00", "where the journey ends"),):
        with pytest.raises(UsageError, match=words):
            tool.answer(query._replace(seen=(text,)))
    with pytest.raises(UsageError, match="is of no modelled leg"):
        tool.answer(query._replace(seen=("arr Berlin 2019-03-30 21:00",), legs=query.legs[1:], start="Berlin"))


def test_windows_hold_on_the_modelled_legs(tool: Routes) -> None:
    ask(tool, "by 2019-04-01 20:30")
    document = tool.answer(find_query(tool, windows=("Berlin 10:00-21:00",)))
    assert local(document["answer"]["depart"]) == "Sat 30 Mar 20:00", "let in until nine"
    assert [w["station"] for w in document["question"]["windows"]] == ["berlin"]
    for lang in ("en", "ko", "ru"):
        assert "21:00" in document["quote"][lang]
    later = tool.answer(find_query(tool, windows=("dep Moskva 06:00-08:00",), arrive="by 2019-04-02 10:00"))
    assert "moskva dep Mon 1 Apr 06:00" in times(later)
    with pytest.raises(UsageError, match="is of no modelled leg"):
        tool.answer(find_query(tool, legs=find_query(tool).legs[1:], start="Berlin", windows=("Berlin 10:00-21:00",)))
    with pytest.raises(PlaceError, match="Nowhere"):
        tool.answer(find_query(tool, windows=("Nowhere 10:00-21:00",)))


@pytest.mark.parametrize(("left", "chance"), [("20:58", 0.9), ("20:59", 0.0), ("07:58", 1.0)])
def test_claim_has_the_chance_of_its_departure(tool: Routes, left: str, chance: float) -> None:
    ask(tool, "by 2019-04-01 20:30", more=DELAY)
    document = tool.answer(find_query(tool, question="feasible", depart=f"2019-03-30 {left}"))
    assert document["answer"]["on_time"] == pytest.approx(chance, abs=1e-4)
    assert document["schema"]["name"] == "routes/feasible"


def test_missed_train_means_the_next_a_day_later(tool: Routes) -> None:
    """The day train of the morning after, which has other delays; nobody leads beyond the last day."""
    arrive = ask(tool, "2019-03-30 21:00", question="arrival", more=DELAY)["answer"]["arrive"]
    assert local(arrive["early"]) == "Tue 2 Apr 06:10"
    with pytest.raises(InfeasibleError, match="no journey of the timetable line"):
        ask(tool, "2019-04-03 21:00", question="arrival", more=DELAY)


def test_reach_has_each_place_on_the_way(tool: Routes) -> None:
    ask(tool, "by 2019-04-01 20:30", more=DELAY)
    query = find_query(tool, question="reach", depart="2019-03-30 20:58", at="2019-04-01 00:10 Europe/Moscow")
    rows = {row["station"]: row["chance"] for row in tool.answer(query)["answer"]["stations"]}
    # The night train is due at midnight, and late by no more than ten minutes with 75 %.
    assert rows == {"berlin": 1.0, "moskva": pytest.approx(0.75, abs=0.001)}


def test_comparison_has_a_row_for_each_origin_and_mode(tool: Routes) -> None:
    ask(tool, "by 2019-04-01 20:30", more=DELAY)
    legs = find_query(tool).legs
    document = tool.answer(tool.spread(find_query(tool, legs=legs[1:]), start=["Berlin"], by=["rail"]))
    rows = [(row["from"], row["mode"], row["open"]) for row in document["answer"]["rows"]]
    assert rows == [("berlin", "rail+timetable", "open")]
    assert any("no authored track joins Berlin and Ende" in note for note in document["notes"])
    assert local(document["answer"]["rows"][0]["depart_by"]["even"]) == "Sat 30 Mar 22:00"


@pytest.mark.parametrize("lang", ["en", "ko", "ru"])
def test_quote_names_the_timetable_in_each_language(tool: Routes, lang: str) -> None:
    for document in (
        ask(tool, "by 2019-04-01 20:20", more=DELAY),
        ask(tool, "by 2019-04-01 20:20"),
        ask(tool, "2019-03-30 20:58", question="arrival", more=DELAY),
        tool.answer(find_query(tool, question="feasible", arrive="by 2019-04-01 21:00")),
    ):
        assert "line" in document["quote"][lang]
        assert "no spread" not in document["quote"]["en"] or "assumed" in str(document["notes"]) or not DELAY


def test_document_has_all_that_a_modelled_one_has(tool: Routes) -> None:
    from tests.report.test_document import ANSWER, DEADLINE, HEAD, QUESTION

    document = ask(tool, "by 2019-04-01 20:20", more=DELAY)
    assert document.keys() == HEAD | {"quote"}
    assert document["answer"].keys() == ANSWER | DEADLINE | {"connections", "changes", "before", "planned", "chance"}
    assert document["question"].keys() == QUESTION | {"legs"}
    modelled = tool.latest_departure("Moskva", "Ende", arrive="by 2019-04-01 20:20", as_of="2019-03-20")
    assert document["itinerary"].keys() == modelled["itinerary"].keys()
    assert document["itinerary"]["events"][0].keys() == modelled["itinerary"]["events"][0].keys()
    own = modelled["itinerary"]["legs"][0].keys()
    assert all(leg.keys() >= own for leg in document["itinerary"]["legs"])
    assert document["answer"]["departures"] == [], "times do not shift with a departure where a train is waited for"


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


def test_window_changes_nothing_before_it(packaged: Routes, tmp_path: Path) -> None:
    source = Path(__file__).resolve().parents[2] / "docs" / "example-joined.toml"
    path = write(tmp_path / "mine.toml", source.read_text(encoding="utf-8"))
    query = packaged.scenario(str(path))._replace(question="arrival", arrive="", depart="2023-09-12 05:00")
    free, gated = (packaged.answer(query._replace(windows=w)) for w in ((), ("Khasan 06:00-22:00",)))
    found = [
        [line for line in format_answer(document).splitlines() if line.startswith(("Hamhung ", "Kilju "))]
        for document in (free, gated)
    ]
    assert len(found[0]) == 4
    assert found[0] == found[1]


def test_place_to_be_let_in_at_is_due_before_it_shuts(packaged: Routes, tmp_path: Path) -> None:
    source = Path(__file__).resolve().parents[2] / "docs" / "example-joined.toml"
    path = write(tmp_path / "mine.toml", source.read_text(encoding="utf-8"))
    document = packaged.answer(packaged.scenario(str(path))._replace(windows=("arr Khasan 06:00-11:00",)))
    due = next(row for row in document["answer"]["deadlines"] if row["station"] == "khasan")
    assert local(due["even"]) == local(document["answer"]["connections"][0]["ready_by"]) == "Thu 14 Sep 11:00"


def test_rows_of_a_comparison_keep_the_assumptions_of_their_own_trains(packaged: Routes, tmp_path: Path) -> None:
    source = Path(__file__).resolve().parents[2] / "docs" / "example-joined.toml"
    path = write(tmp_path / "mine.toml", source.read_text(encoding="utf-8"))
    document = packaged.answer(packaged.scenario(str(path))._replace(question="compare", by=("train", "plane")))
    paces = {row["key"] for row in document["assumptions"] if row["key"].endswith("pace")}
    assert paces == {"pace", "airliner/pace"}


def test_hostile_names_of_a_feed_are_shown_escaped(tool: Routes, tmp_path: Path) -> None:
    from routes.maps.page import build_page

    tables = build_tables(GRID)
    tables["routes.txt"] = tables["routes.txt"].replace("R1", "<script>alert(1)</script>\x1b[31m")
    tool.timetable_import([write_feed(tmp_path / "bad", tables)], tmp_path / "cache", name="bad")
    document = ask(tool, "by 2019-04-01 20:20", legs=LEGS.replace('"line"', '"bad"'))
    assert "\x1b" not in format_answer(document, why=True)
    assert "<script>alert" not in build_page(document)
