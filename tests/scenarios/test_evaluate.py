"""A question resolved and answered in worlds of two or three stations."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import routes
from routes.api import Routes
from routes.errors import InfeasibleError, PlaceError, TimeError, UsageError
from tests.build import at, build_routes, local, write_world

DATE_LINE = """
station anadyr RU Asia/Kamchatka 64.73,177.51
station nome US America/Anchorage 64.50,-165.41
track anadyr nome 900 1435 strait
speed 60/90/120 km/h
speed.border 60/90/120 km/h
"""
BERLIN = """
station moskva RU Europe/Moscow 55.75,37.62
station berlin DE Europe/Berlin 52.52,13.40
track moskva berlin 1800
speed 75/90/100 km/h
"""


@pytest.fixture
def strait(tmp_path: Path) -> Routes:
    return build_routes(tmp_path, DATE_LINE)


@pytest.fixture(scope="module")
def tool() -> Routes:
    return routes.load(now=at("2026-11-23T00:00Z"))


def notes(document: dict[str, Any]) -> str:
    return " / ".join(document["notes"])


def test_date_line_is_crossed_in_a_folder_of_the_users_own(tmp_path: Path) -> None:
    tool = routes.load(write_world(tmp_path, DATE_LINE), now=at("2023-09-01T00:00Z"))
    answer = tool.arrival("Anadyr", "Nome", depart="2023-09-12 08:00")["answer"]
    assert local(answer["depart"]) == "Tue 12 Sep 08:00"
    assert local(answer["arrive"]["expected"]).startswith("Mon 11 Sep")
    assert local(answer["arrive"]["early"]) < "Mon 11 Sep 22:00" < local(answer["arrive"]["late"])
    assert answer["clock_change_s"] == -20 * 3600
    sure = tool.arrival("Anadyr", "Nome", depart="2023-09-12 08:00", settings=["speed.border=90"])["answer"]
    assert {local(stamp) for stamp in sure["arrive"].values()} == {"Mon 11 Sep 22:00"}


def test_today_is_the_date_of_the_clock_that_the_phrase_is_read_in(strait: Routes) -> None:
    late = strait._replace(now=at("2023-09-11T13:00Z"))  # the 12th at Anadyr, the 11th at Nome
    depart = late.arrival("Anadyr", "Nome", depart="today 12:00")["answer"]["depart"]
    arrive = late.latest_departure("Anadyr", "Nome", arrive="by today 12:00")["answer"]["arrive_by"]
    assert (local(depart), local(arrive)) == ("Tue 12 Sep 12:00", "Mon 11 Sep 12:00")


def test_bare_as_of_date_is_that_date_at_both_ends(strait: Routes) -> None:
    document = strait.latest_departure("Anadyr", "Nome", arrive="by tomorrow noon", as_of="2023-09-11")
    assert local(document["answer"]["arrive_by"]) == "Tue 12 Sep 12:00"
    assert local(document["as_of"]) == "Mon 11 Sep 00:00" and document["as_of"]["whole_day"]
    assert "start of that day in Kamchatka" in notes(document)


@pytest.mark.parametrize(("day", "first"), [("2023-03-26", "11:00"), ("2023-10-29", "12:00")])
def test_departures_for_the_short_and_the_long_day_miss_no_hour(tmp_path: Path, day: str, first: str) -> None:
    tool = build_routes(tmp_path, BERLIN, now="2023-01-01T00:00+00:00")
    spread = tool.latest_departure("Moskva", "Berlin", arrive=f"by Sunday {day}")["answer"]["by_hour"]
    for name in ("safe", "even", "too_late_after"):
        assert {at(b[name]["utc"]) - at(a[name]["utc"]) for a, b in pairwise(spread)} == {timedelta(hours=3)}
    sure = tool.latest_departure("Moskva", "Berlin", arrive=f"by Sunday {day}", settings=["speed=90"])
    rows = sure["answer"]["by_hour"]
    assert [local(r["arrive_by"])[-5:] for r in rows] == ["06:00", "09:00", "12:00", "15:00", "18:00", "21:00", "00:00"]
    evens = [at(r["even"]["utc"]) for r in rows]
    assert local(rows[0]["even"])[-5:] == first  # 20 h under way; Moscow is ahead by 1 h in summer, else 2 h
    assert {b - a for a, b in pairwise(evens)} == {timedelta(hours=3)}


def test_even_odds_are_the_middle_and_need_no_spread(tmp_path: Path) -> None:
    tool = build_routes(tmp_path, BERLIN.replace("75/90/100", "90"), now="2023-01-01T00:00+00:00")
    row = tool.latest_departure("Moskva", "Berlin", arrive="by 2023-02-01 12:00")["answer"]["depart_by"]
    assert row["safe"] == row["even"] == row["too_late_after"]


@pytest.mark.parametrize(
    ("arrive", "message"),
    [
        ("after Tuesday", "has no latest time"),
        ("25:00", "25:00"),
        ("by Blursday", "Blursday"),
        ("by 2023-02-30", "2023-02-30"),
        ("2018-05-04 23:45 Pyongyang time", "never happened"),
        ("2015-08-14 23:45 Pyongyang time", "happened twice"),
        ("by 03/04/2024", "can be"),
    ],
)
def test_arrival_that_is_no_one_deadline_is_refused(tool: Routes, arrive: str, message: str) -> None:
    with pytest.raises(TimeError) as fault:
        tool.latest_departure("Khasan", "Pyongyang", arrive=arrive, as_of="2015-01-01")
    assert message in fault.value.message and fault.value.hint


@pytest.mark.parametrize("depart", ["Tuesday", "by Tuesday 12:00", "Tuesday morning", "2018-05-04 23:45"])
def test_departure_that_is_no_one_instant_is_refused(tool: Routes, depart: str) -> None:
    with pytest.raises(TimeError) as fault:
        tool.arrival("Pyongyang", "Khasan", depart=depart, as_of="2018-01-01")
    assert fault.value.hint


@pytest.mark.parametrize("as_of", ["03/04/2023", "by Monday", "Monday or Tuesday", "Tuesday morning", "nonsense"])
def test_as_of_that_is_no_one_instant_is_refused(tool: Routes, as_of: str) -> None:
    with pytest.raises(TimeError, match=r"as-of instant|cannot read"):
        tool.arrival("Khasan", "Vladivostok", depart="2019-04-24 11:40", as_of=as_of)


def test_lost_half_hour_of_pyongyang_lies_inside_the_journey(tool: Routes) -> None:
    document = tool.arrival(
        "Pyongyang", "Kalli", depart="2018-05-04 23:15", as_of="2018-05-01", settings=["speed.KP.p-yongui=19"]
    )
    arrive = document["answer"]["arrive"]["expected"]
    assert arrive["local"] == "2018-05-05T00:45:00+09:00"  # an hour later
    assert document["answer"]["clock_change_s"] == 1_800
    back = tool.latest_departure(
        "Pyongyang", "Kalli", arrive="by 2018-05-05 00:45", as_of="2018-05-01", settings=["speed.KP.p-yongui=19"]
    )
    assert back["answer"]["depart_by"]["even"]["local"] == "2018-05-04T23:15:00+08:30"


def test_vladivostok_was_two_hours_ahead_of_pyongyang_in_2012(tool: Routes) -> None:
    document = tool.latest_departure(
        "Tumangang", "Khasan", arrive="by 2012-09-12 12:00", as_of="2012-09-01", settings=["speed.border=20"]
    )
    answer = document["answer"]
    assert local(answer["depart_by"]["even"]) == "Wed 12 Sep 09:45"  # 15 minutes on the bridge
    assert answer["clock_change_s"] == 7_200


def test_train_into_korea_arrives_by_its_clock_before_it_left(tool: Routes) -> None:
    document = tool.arrival(
        "Khasan", "Tumangang", depart="2025-01-15 15:30", as_of="2025-01-15", settings=["speed.border=20"]
    )
    answer = document["answer"]
    assert (local(answer["depart"]), local(answer["arrive"]["expected"])) == ("Wed 15 Jan 15:30", "Wed 15 Jan 14:45")
    assert answer["depart"]["utc"] < answer["arrive"]["early"]["utc"]


def test_weeks_of_travel_are_counted_over_four_zones(tool: Routes) -> None:
    answer = tool.latest_departure(
        "Pyongyang",
        "Moscow",
        arrive="by 2023-09-30",
        as_of="2023-09-11",
        settings=["speed=15", "speed.RU=15", "speed.KP=15"],
    )["answer"]
    assert answer["clock_change_s"] == -6 * 3600
    assert len({row["even"]["zone"] for row in answer["deadlines"]}) > 5
    assert [row["even"]["utc"] for row in answer["deadlines"]] == sorted(r["even"]["utc"] for r in answer["deadlines"])


def test_same_station_at_both_ends_is_refused(tool: Routes) -> None:
    with pytest.raises(InfeasibleError, match="starts and ends at Khasan"):
        tool.distance("Khasan", "Хасан")


@pytest.mark.parametrize(("name", "message"), [("Kasan", "Khasan"), ("Kyongsongg", "Kyongsong")])
def test_unknown_name_is_refused_with_the_nearest(tool: Routes, name: str, message: str) -> None:
    with pytest.raises(PlaceError) as fault:
        tool.distance(name, "Vladivostok")
    assert message in fault.value.hint


def test_countries_to_avoid_are_iso_codes_or_names(tool: Routes) -> None:
    assert tool.distance("Pyongyang", "Vladivostok", avoid=["cn"])["question"]["avoid"] == ["CN"]
    assert tool.distance("Pyongyang", "Vladivostok", avoid=["China"])["question"]["avoid"] == ["CN"]
    with pytest.raises(UsageError, match="Chinna"):
        tool.distance("Pyongyang", "Vladivostok", avoid=["Chinna"])
    with pytest.raises(InfeasibleError, match="North Korea"):
        tool.distance("Pyongyang", "Vladivostok", avoid=["KP"])


def test_train_of_one_gauge_cannot_leave_pyongyang(tool: Routes) -> None:
    with pytest.raises(InfeasibleError, match="1520") as fault:
        tool.distance("Pyongyang", "Vladivostok", train="russian")
    assert fault.value.hint


def test_setting_is_used_and_shown_as_such(tool: Routes) -> None:
    document = tool.distance("Pyongyang", "Vladivostok", settings=["speed.KP.p-yongui=19"])
    (entry,) = (a for a in document["assumptions"] if a["key"] == "speed.KP.p-yongui")
    assert (entry["value"], entry["origin"], entry["known_from"]) == (19, "--set", None)
    assert document["itinerary"]["legs"][0]["run_s"] == 3_600
    assert "changes nothing" not in notes(document)


@pytest.mark.parametrize("key", ["speed.VN", "stop.hanoi", "speed.CN.jingguang", "border"])
def test_setting_that_moves_nothing_is_told(tool: Routes, key: str) -> None:
    document = tool.distance("Khasan", "Vladivostok", settings=[f"{key}=30"])
    assert f"--set {key} changes nothing" in notes(document)


def test_setting_of_a_pace_at_a_station_is_refused(tool: Routes) -> None:
    with pytest.raises(UsageError, match="no assumption is called"):
        tool.distance("Khasan", "Vladivostok", settings=["speed.khasan=30"])


def test_setting_for_one_line_holds_on_that_line(tool: Routes) -> None:
    document = tool.distance("Khasan", "Vladivostok", settings=["speed.RU.baranovsky-khasan=20"])
    keys = [leg["keys"] for leg in document["itinerary"]["legs"]]
    assert keys[0] == ["speed.RU.baranovsky-khasan"] and keys[-1] == ["speed.RU"]


def test_work_set_to_zero_is_taken_away_without_a_note(tool: Routes) -> None:
    document = tool.distance("Pyongyang", "Vladivostok", settings=["hold.pyongyang-tumangang=0"])
    assert "hold" not in {d["kind"] for d in document["itinerary"]["dwells"]}
    assert "changes nothing" not in notes(document)


def test_nothing_known_yet_is_infeasible(tool: Routes) -> None:
    with pytest.raises(InfeasibleError, match="nothing is known"):
        tool.arrival("Khasan", "Vladivostok", depart="1999-04-24 11:40", as_of="1999-04-24")


def test_users_pace_known_later_does_not_change_the_past(tmp_path: Path) -> None:
    folder = write_world(tmp_path, "speed.KP.p-yongui 10 km/h 2024-01-01\ngauges 1435/1520")
    own, ours = routes.load(folder, now=at("2026-11-23T00:00Z")), routes.load(now=at("2026-11-23T00:00Z"))
    legs = [t.distance("Pyongyang", "Khasan", as_of="2023-09-11")["itinerary"]["legs"] for t in (own, ours)]
    assert legs[0] == legs[1]
    assert own.distance("Pyongyang", "Kalli")["itinerary"]["legs"][0]["speed_kmh"] == 10
