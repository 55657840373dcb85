"""The journey in time: where the train is at each instant, and what the label says of it."""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes import clock
from routes.maps.features import build_features
from routes.maps.frames import MOST_STEPS, READINGS
from routes.maps.plays import build_plays
from tests.maps.documents import (
    ALL,
    PLACES,
    START,
    ZONES,
    Document,
    arrival,
    by_air,
    compare,
    distance,
    event,
    feasible,
    latest_departure,
    leg,
    never_even,
    reach,
    seen,
    two_readings,
)


def play_of(document: Document) -> dict[str, Any]:
    """Return the first play with its first train, and where that is at each instant."""
    play = build_plays(document)[0]
    return {**play["trains"][0], **play, **find_positions(play, play["trains"][0])}


def find_positions(play: dict[str, Any], train: dict[str, Any]) -> dict[str, list[int]]:
    """Return the metres that a train has run at each instant in its three readings, as the page's script finds them."""
    return {name: [_find_position(train, train[name], at) for at in play["at"]] for name in READINGS}


def _find_position(train: dict[str, Any], times: list[int], at: int) -> int:
    after, at_m = bisect_right(times, at), list[int](train["at_m"])
    if after in (0, len(times)):
        return at_m[min(after, len(times) - 1)]
    (start, end), (start_m, end_m) = times[after - 1 : after + 1], at_m[after - 1 : after + 1]
    return round(start_m + (end_m - start_m) * (at - start) / (end - start))


def frame_at(play: dict[str, Any], hours: float) -> dict[str, Any]:
    """Return the frame so many hours after the start of the documents' journey, which is the first instant."""
    index = play["at"].index(round(hours * 3600))
    return {name: play[name][index] for name in ("late", "time", "early", "clock", "utc", "place", "band")}


def test_known_positions_at_known_times() -> None:
    play = play_of(latest_departure())
    assert [frame_at(play, hours)["time"] for hours in (0, 1, 2, 3, 4, 5, 6, 10.25)] == [
        *(0, 50_000, 100_000, 100_000, 100_000, 150_000, 200_000, 400_000)
    ]


def test_early_train_is_ahead_and_late_one_behind() -> None:
    frame = frame_at(play_of(latest_departure()), 5)
    # early and late are an hour off: it has passed Khasan at five hours, or has left Tumangang at five
    assert (frame["late"], frame["early"]) == (100_000, 200_000)
    assert frame["band"] == "80%: from Tumangang – Khasan to Khasan – Ussuriysk"


@pytest.mark.parametrize("build", ALL, ids=lambda b: b.__name__)
def test_frames_rise_and_bands_hold_the_train(build: Any) -> None:
    if not build_plays(build()):
        assert build().get("answer", {}).get("depart") is None
        return
    play = play_of(build())
    assert all(a < b for a, b in pairwise(play["at"]))
    assert all(late <= at <= early for late, at, early in zip(play["late"], play["time"], play["early"], strict=True))
    assert len({len(play[name]) for name in ("at", "late", "time", "early", "clock", "utc", "place", "band")}) == 1
    assert all(text.count("UTC") >= 1 for text in play["clock"])
    assert all(text.endswith(" UTC") for text in play["utc"])


@pytest.mark.parametrize(
    ("hours", "clocks", "utc", "place"),
    [
        (0, "Mon 11 Sep 14:45 UTC+9", "05:45 UTC", "leaving Pyongyang"),
        (1, "Mon 11 Sep 15:45 UTC+9", "06:45 UTC", "between Pyongyang and Tumangang"),
        (2, "Mon 11 Sep 16:45 UTC+9", "07:45 UTC", "arriving at Tumangang"),
        (3, "Mon 11 Sep 17:45 UTC+9", "08:45 UTC", "at Tumangang"),
        (4, "Mon 11 Sep 18:45 UTC+9", "09:45 UTC", "leaving Tumangang"),
        (
            5,
            "Mon 11 Sep 19:45 UTC+9 (Pyongyang) / Mon 11 Sep 20:45 UTC+10 (Vladivostok)",
            "10:45 UTC",
            "between Tumangang and Khasan",
        ),
        (6, "Mon 11 Sep 21:45 UTC+10", "11:45 UTC", "passing Khasan"),
        (8.2, "Mon 11 Sep 23:57 UTC+10", "13:57 UTC", "leaving Ussuriysk"),
        (10.25, "Tue 12 Sep 02:00 UTC+10", "Mon 11 Sep 16:00 UTC", "arriving at Khasan"),
        (11.25, "Tue 12 Sep 03:00 UTC+10", "Mon 11 Sep 17:00 UTC", "at Khasan, arrived"),
    ],
)
def test_label_is_the_clock_of_the_place(hours: float, clocks: str, utc: str, place: str) -> None:
    frame = frame_at(play_of(latest_departure()), hours)
    assert (frame["clock"], frame["utc"], frame["place"]) == (clocks, utc, place)


def test_trains_of_a_comparison_move_on_one_clock() -> None:
    (play,) = build_plays(compare())
    rail, air = play["trains"]
    assert [(train["name"], train["way"]) for train in (rail, air)] == [
        ("Khasan by train", 0),
        ("Ussuriysk by plane", 1),
    ]
    for hours, metres in ((0, (0, 0)), (5, (150_000, 0)), (7.5, (200_000, 50_000)), (8, (200_000, 100_000))):
        index = play["at"].index(round(hours * 3600))
        assert tuple(find_positions(play, train)["time"][index] for train in (rail, air)) == metres
    index = play["at"].index(8 * 3600)
    assert play["utc"][index] == "Mon 11 Sep 13:45 UTC"
    assert (rail["clock"][index], rail["place"][index]) == ("Mon 11 Sep 23:45 UTC+10", "at Khasan, arrived")
    assert (air["clock"][index], air["place"][index]) == ("Mon 11 Sep 23:45 UTC+10", "arriving at Ussuriysk")
    assert play["days"] == []  # by UTC all of it is on one day
    assert [mark[2] for mark in play["marks"]] == ["to arrive by Mon 11 Sep 24:00 UTC+10"]
    assert "edged where its train is with 80%" in play["about"]


def test_comparison_kept_without_lines_is_not_played() -> None:
    document = compare()
    for row in document["answer"]["rows"]:
        row.pop("events", None)
    assert build_plays(document) == []


def test_other_ways_of_a_claim_move_with_the_main_one() -> None:
    document = feasible()
    claim = document["answer"]["claims"][1]
    claim["events"] = [event("aa", "dep", 0, 0, spread_h=0), event("cc", "arr", 2, 100_000)]
    (play,) = build_plays(document)
    assert [(train["name"], train["way"]) for train in play["trains"]] == [("By train", None), ("By plane", 0)]
    assert play["trains"][1]["vehicles"] == ["air"]


def test_reading_that_goes_another_way_is_played_along_its_own_line() -> None:
    document = two_readings()
    other = document["alternatives"][0]
    other["answer"]["changes"] = 1
    other["itinerary"]["legs"] = [leg("aa", "dd"), *other["itinerary"]["legs"][3:]]
    assert [len(way) for way in build_features(document).others] == [2]
    assert [play["trains"][0]["way"] for play in build_plays(document)] == [None, 0]
    assert build_features(two_readings()).others == ()


def test_ride_by_timetable_moves_by_its_calls() -> None:
    document = arrival()
    document["itinerary"]["legs"] = [leg("aa", "dd")]
    document["itinerary"]["events"] = [
        event("aa", "dep", 0, 0, spread_h=0),
        event("dd", "arr", 4, 100_000, spread_h=0),
    ]
    document["itinerary"]["legs"][0]["calls"] = [
        event("bb", "arr", 1, 60_000, spread_h=0),
        event("bb", "dep", 3, 60_000, spread_h=0),
        event("cc", "pass", 3.5, 80_000, spread_h=0),
    ]
    play = play_of(document)
    frames = {hours: frame_at(play, hours) for hours in (0.5, 1, 2, 3, 3.5, 4)}
    assert [frame["time"] for frame in frames.values()] == [30_000, 60_000, 60_000, 60_000, 80_000, 100_000]
    assert [frames[hours]["place"] for hours in (1, 2, 3, 3.5)] == [
        *("arriving at Tumangang", "at Tumangang", "leaving Tumangang", "passing Khasan")
    ]


def test_answer_without_times_is_not_played() -> None:
    assert build_plays(distance()) == []
    assert build_plays(reach()) == []
    nowhere = latest_departure()
    nowhere["itinerary"]["legs"] = []
    assert build_plays(nowhere) == []


def test_days_begin_on_the_clock_of_the_place() -> None:
    assert play_of(latest_departure())["days"] == [[29_700, "Tue 12 Sep"]]  # midnight in Vladivostok, 14:00 UTC


def test_deadline_and_claims_stand_on_the_slider() -> None:
    assert [mark[1:3] for mark in play_of(latest_departure())["marks"]] == [
        ["deadline", "to arrive by Mon 11 Sep 24:00 UTC+10"]
    ]
    document = feasible()
    document["answer"]["left"]["last"] = clock.stamp(START + timedelta(hours=2), ZONES["aa"])
    assert play_of(document)["marks"] == [
        [7_200, "claimed", "claimed gone by Mon 11 Sep 16:45 UTC+9", 0],
        [29_700, "deadline", "claimed there by Mon 11 Sep 24:00 UTC+10", 0],
    ]


def test_sightings_stand_on_the_slider_with_their_error() -> None:
    assert play_of(seen())["marks"] == [
        [14_400, "seen", "seen at Tumangang Mon 11 Sep 18:45 UTC+9 ±10 min", 600],
        [25_200, "unseen", "not seen at Khasan by Mon 11 Sep 22:45 UTC+10", 0],
    ]


def test_mark_near_the_journey_is_within_and_one_far_off_is_not() -> None:
    for hours, count in ((14, 1), (40, 0)):
        document = latest_departure()
        document["answer"]["arrive_by"] = clock.stamp(START + timedelta(hours=hours), ZONES["cc"])
        assert len(play_of(document)["marks"]) == count


def test_player_says_what_is_played() -> None:
    at = "leaving Mon 11 Sep 14:45 UTC+9"
    assert play_of(latest_departure())["about"].startswith(
        f"Played: the departure with even odds of being in time, {at}."
    )
    assert "the departure with 10% of being in time" in play_of(never_even())["about"]
    assert play_of(feasible())["about"].startswith(f"Played: the expected journey, {at}.")


def test_each_reading_of_the_question_is_played() -> None:
    plays = build_plays(two_readings())
    names = ["by Mon 11 Sep 2023 24:00 Vladivostok", "by Tue 12 Sep 2023 11:45 Vladivostok"]
    assert [play["name"] for play in plays] == names
    assert build_plays(distance()) == []


def test_vehicle_is_that_of_the_leg() -> None:
    assert play_of(by_air())["vehicles"] == ["road", "air", "road", "road"]
    assert play_of(latest_departure())["vehicles"] == ["rail"] * 4


def test_reading_that_never_comes_stands_where_it_was() -> None:
    document = latest_departure()
    for row in document["itinerary"]["events"][4:]:
        row |= {"time": None, "late": None}
    play = play_of(document)
    assert play["time"][-1] == play["late"][-1] == 200_000
    assert play["early"][-1] == 400_000
    assert play["place"][-1] == "Khasan: from here on no time has even odds"


@given(st.floats(0.05, 24 * 400), st.sampled_from(sorted(PLACES)), st.integers(0, 86_400))
def test_any_length_of_journey_has_a_few_hundred_frames(hours: float, code: str, offset_s: int) -> None:
    document = latest_departure()
    document["itinerary"]["events"] = [
        event("aa", "dep", 0, 0, spread_h=0),
        event(code, "arr", hours, 400_000, spread_h=0),
    ]
    for row in document["itinerary"]["events"]:
        for key in ("early", "time", "late"):
            instant = datetime.fromisoformat(row[key]["utc"]).astimezone(UTC) + timedelta(seconds=offset_s)
            row[key] = clock.stamp(instant, row[key]["zone"])
    document["answer"] = {key: value for key, value in document["answer"].items() if key != "arrive_by"}
    play = play_of(document)
    assert 2 <= len(play["at"]) <= MOST_STEPS + 4
    assert (play["time"][0], play["time"][-1]) == (0, 400_000)
    assert all(a <= b for a, b in pairwise(play["time"]))


def test_each_reading_of_a_deadline_is_played_from_its_own_departure() -> None:
    document = latest_departure()
    later = [("safe", -5 * 3600), ("too_late_after", 5 * 3600)]
    document["answer"]["departures"] = [{"reading": name, "later_s": seconds} for name, seconds in later]
    even, *others = build_plays(document)
    assert [play["name"].split(":")[0] for play in (even, *others)] == ["even odds", "safe 90%", "too late after"]
    assert [play["about"].split(" of being")[0].removeprefix("Played: the departure with ") for play in others] == [
        *("90%", "10%")
    ]
    for play, (_, seconds) in zip(others, later, strict=True):
        (train,) = play["trains"]
        at = train["clock"][next(n for n, metres in enumerate(find_positions(play, train)["time"]) if metres) - 1]
        leaves = clock.stamp(START + timedelta(seconds=seconds), ZONES["aa"])
        assert f"{leaves['local'][11:16]} UTC+9" in at and leaves["local"][11:16] in play["about"]


def test_departure_is_told_to_the_minute_as_its_table_has_it() -> None:
    document = arrival()
    for instant in (
        document["answer"]["depart"],
        *(document["itinerary"]["events"][0][k] for k in ("time", "early", "late")),
    ):
        instant |= {name: instant[name].replace(":00+", ":20+").replace(":00Z", ":20Z") for name in ("local", "utc")}
    certain = play_of(document)
    document["itinerary"]["events"][0]["late"] = document["itinerary"]["events"][1]["late"]
    unsure = play_of(document)
    at = document["answer"]["depart"]["local"][11:16]
    assert at in certain["about"] and at in certain["clock"][0]
    assert at not in unsure["about"] and at not in unsure["clock"][0]
