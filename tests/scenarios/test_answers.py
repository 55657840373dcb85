"""Deadlines, arrival hours, flips of the departure date, and the weakest stretch, on small journeys."""

from __future__ import annotations

import pytest

from routes.scenarios.answers import Answer, Stations, build_answer, find_weakest
from routes.when import Reading
from tests.build import at, build_journey, draw, draw_deadlines, draw_readings, draw_timeline

BORDER = """
pyongyang Asia/Pyongyang KP
run 20h/24h/30h
tumangang Asia/Pyongyang KP
border 30m
run 30m
khasan Asia/Vladivostok RU
border 1h
run 5h/6h/8h
vladivostok Asia/Vladivostok RU
"""


def answer_by(text: str, deadline: str) -> tuple[Answer, Stations]:
    itinerary, stations = build_journey(text)
    return build_answer(itinerary, stations, deadline=at(deadline)), stations


def draw_hours(answer: Answer, stations: Stations, *, zone: str) -> list[str]:
    """Return `Tue 12 Sep 12:00 +10: leave safe | even | too late` for each arrival hour."""
    origin = stations[answer.anchors[0].station].zone
    return [f"{draw(h.arrive_by, zone)}: {draw_readings(h.readings, origin)}" for h in answer.by_hour]


def test_every_border_has_its_own_deadline_in_its_own_clock() -> None:
    answer, stations = answer_by(BORDER, "2023-09-13 00:00 Asia/Vladivostok")
    assert draw_deadlines(answer, stations) == [
        "pyongyang dep: Mon 11 Sep 07:00 +9 | Mon 11 Sep 15:00 +9 | Mon 11 Sep 20:00 +9",
        "tumangang dep: Tue 12 Sep 13:30 +9 | Tue 12 Sep 15:30 +9 | Tue 12 Sep 16:30 +9",
        "khasan arr: Tue 12 Sep 15:00 +10 | Tue 12 Sep 17:00 +10 | Tue 12 Sep 18:00 +10",
        "vladivostok arr: Wed 13 Sep 00:00 +10 | Wed 13 Sep 00:00 +10 | Wed 13 Sep 00:00 +10",
    ]


def test_expected_journey_leaves_at_the_even_reading_and_arrives_at_the_deadline() -> None:
    answer, stations = answer_by(BORDER, "2023-09-13 00:00 Asia/Vladivostok")
    itinerary, _ = build_journey(BORDER)
    assert draw_timeline(itinerary, answer.expected, stations) == (
        "pyongyang dep Mon 11 Sep 15:00 +9, tumangang arr Tue 12 Sep 15:00 +9, tumangang dep Tue 12 Sep 15:30 +9, "
        "khasan arr Tue 12 Sep 17:00 +10, khasan dep Tue 12 Sep 18:00 +10, vladivostok arr Wed 13 Sep 00:00 +10"
    )


def test_early_and_late_leave_at_the_expected_departure() -> None:
    itinerary, stations = build_journey(BORDER)
    answer = build_answer(itinerary, stations, departs_at=at("2023-09-11 15:00 Asia/Pyongyang"))
    ends = [draw(t[-1], "Asia/Vladivostok") for t in (answer.early, answer.expected, answer.late)]
    assert ends == ["Tue 12 Sep 19:00 +10", "Wed 13 Sep 00:00 +10", "Wed 13 Sep 08:00 +10"]
    assert {t[0] for t in (answer.early, answer.expected, answer.late)} == {at("2023-09-11T06:00Z")}
    assert (answer.deadlines, answer.by_hour, answer.flips) == ((), (), ())


def test_change_of_zone_within_a_country_is_an_anchor_and_no_border() -> None:
    text = "chita Asia/Chita\nrun 2h\nmogocha Asia/Chita\nrun 3h\nkhabarovsk Asia/Vladivostok\nrun 1h\n"
    answer, _ = answer_by(text + "end Asia/Vladivostok", "2023-09-12 12:00 Asia/Vladivostok")
    assert [f"{e.station} {e.event}" for e in answer.anchors] == [
        "chita dep",
        "mogocha pass",
        "khabarovsk pass",
        "end arr",
    ]


def test_zones_with_one_offset_are_no_clock_change() -> None:
    answer, _ = answer_by("seoul Asia/Seoul KR\nrun 1h\nbusan Asia/Tokyo KR", "2023-09-12 12:00 Asia/Tokyo")
    assert [e.station for e in answer.anchors] == ["seoul", "busan"]
    mid = "seoul Asia/Seoul KR\nrun 1h\nmid Asia/Tokyo KR\nrun 1h\nbusan Asia/Tokyo KR"
    assert [e.station for e in answer_by(mid, "2023-09-12 12:00 Asia/Tokyo")[0].anchors] == ["seoul", "busan"]


def test_no_spread_makes_three_equal_readings() -> None:
    answer, _ = answer_by("a UTC\nrun 10h\nb UTC", "2023-09-12T12:00Z")
    assert all(len(set(d.readings)) == 1 for d in answer.deadlines)
    assert answer.early == answer.expected == answer.late


def test_arrival_hours_cover_the_day_of_the_deadline_and_the_deadline_itself() -> None:
    answer, stations = answer_by("a UTC\nrun 1h/2h/4h\nb UTC", "2023-09-12T13:30Z")
    hours = draw_hours(answer, stations, zone="UTC")
    assert [h[:16] for h in hours] == [
        f"Tue 12 Sep {t}" for t in ("06:00", "09:00", "12:00", "13:30", "15:00", "18:00", "21:00")
    ] + ["Wed 13 Sep 00:00"]
    assert hours[0] == "Tue 12 Sep 06:00 UTC: Tue 12 Sep 02:00 UTC | Tue 12 Sep 04:00 UTC | Tue 12 Sep 05:00 UTC"


def test_deadline_at_midnight_belongs_to_the_day_that_ends() -> None:
    answer, _ = answer_by("a UTC\nrun 2h\nb UTC", "2023-09-13T00:00Z")
    assert draw(answer.by_hour[0].arrive_by, "UTC") == "Tue 12 Sep 06:00 UTC"
    assert answer.by_hour[-1].arrive_by == answer.deadline


def flips(text: str, deadline: str, zone: str) -> list[str]:
    answer, _ = answer_by(text, deadline)
    return [f"{draw(f.arrive_by, zone)} leaves {f.leaves}" for f in answer.flips]


def test_date_flip_is_the_arrival_for_leaving_at_midnight() -> None:
    text = "pyongyang Asia/Pyongyang KP\nrun 10h/36h/50h\nvladivostok Asia/Vladivostok RU"
    assert flips(text, "2023-09-12 12:00 Asia/Vladivostok", "Asia/Vladivostok") == [
        "Tue 12 Sep 13:00 +10 leaves 2023-09-10"
    ]


def test_flip_exactly_at_midnight_lies_on_no_arrival_day() -> None:
    text = "a UTC\nrun 24h\nb UTC"
    assert flips(text, "2023-09-13T00:00Z", "UTC") == []
    answer, _ = answer_by(text, "2023-09-13T00:00Z")
    assert draw(answer.deadlines[0].readings.even, "UTC") == "Tue 12 Sep 00:00 UTC"


@pytest.mark.parametrize(
    ("run", "flip"),
    [("23h59", "Tue 12 Sep 23:59 UTC leaves 2023-09-11"), ("1min", "Tue 12 Sep 00:01 UTC leaves 2023-09-11")],
)
def test_flip_a_minute_from_midnight_is_reported(run: str, flip: str) -> None:
    assert flips(f"a UTC\nrun {run}\nb UTC", "2023-09-12T12:00Z", "UTC") == [flip]


def test_journey_of_several_weeks_keeps_its_dates() -> None:
    text = "a Asia/Pyongyang KP\nrun 400h/500h/600h\nb Europe/Moscow RU"
    answer, stations = answer_by(text, "2023-11-01 00:00 Europe/Moscow")
    assert draw_deadlines(answer, stations)[0] == (
        "a dep: Sat 7 Oct 06:00 +9 | Wed 11 Oct 10:00 +9 | Sun 15 Oct 14:00 +9"
    )


@pytest.mark.parametrize(
    ("deadline", "verdict"),
    [
        ("16:00", "yes"),
        ("15:59", "likely"),
        ("14:00", "likely"),
        ("13:59", "unlikely"),
        ("13:00", "unlikely"),
        ("12:59", "no"),
    ],
)
def test_verdict_says_which_end_of_the_run_is_in_time(deadline: str, verdict: str) -> None:
    itinerary, stations = build_journey("a UTC\nrun 1h/2h/4h\nb UTC")
    reading = Reading(None, None, "", "UTC")
    ends = {"deadline": at(f"2023-09-12T{deadline}Z"), "departs_at": at("2023-09-12T12:00Z")}
    assert build_answer(itinerary, stations, depart=reading, arrive=reading, **ends).verdict == verdict


def test_question_without_times_is_a_fault_of_the_caller() -> None:
    with pytest.raises(ValueError, match="neither"):
        build_answer(*build_journey("a UTC\nrun 1h\nb UTC"))


def test_weakest_stretch_is_the_widest_between_anchors_with_its_widest_keys_first() -> None:
    itinerary, stations = build_journey(BORDER)
    answer = build_answer(itinerary, stations, departs_at=at("2023-09-11T06:00Z"))
    weakest = find_weakest(itinerary, answer.anchors)
    assert (weakest.start, weakest.end) == ("pyongyang", "tumangang")
    assert (weakest.low_s, weakest.likely_s, weakest.high_s) == (20 * 3600 + 1800, 24 * 3600 + 1800, 30 * 3600 + 1800)
    assert weakest.keys == ("speed", "border.tumangang")
