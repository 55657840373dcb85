"""Deadlines, arrival hours, flips of the departure date, and the weakest stretch, on small journeys."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from routes.errors import InfeasibleError
from routes.itinerary import Itinerary, list_events
from routes.scenarios.allowances import find_weakest
from routes.scenarios.answers import Answer, Stations, build_answer
from routes.timing.windows import FAR_S, daily_hours
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
SURE = BORDER.replace("20h/24h/30h", "24h").replace("5h/6h/8h", "6h")


def expected(answer: Answer, itinerary: Itinerary) -> list[datetime]:
    """Return the expected instants by boundary, which is given for every event; other boundaries repeat the last."""
    found = list[datetime]()
    for boundary in range(len(itinerary.items) + 1):
        time = answer.times[boundary].expected if boundary in answer.times else found[-1]
        assert time is not None
        found.append(time)
    return found


def answer_by(text: str, deadline: str) -> tuple[Answer, Stations]:
    itinerary, stations = build_journey(text)
    return build_answer(itinerary, stations, deadline=at(deadline)), stations


def draw_hours(answer: Answer, stations: Stations, *, zone: str) -> list[str]:
    """Return `Tue 12 Sep 12:00 +10: leave safe | even | too late` for each arrival hour."""
    origin = stations[answer.anchors[0].station].zone
    return [f"{draw(h.arrive_by, zone)}: {draw_readings(h.readings, origin)}" for h in answer.by_hour]


def test_every_border_has_its_own_deadline_in_its_own_clock() -> None:
    answer, stations = answer_by(SURE, "2023-09-13 00:00 Asia/Vladivostok")
    assert draw_deadlines(answer, stations) == [
        "pyongyang dep: " + " | ".join(["Mon 11 Sep 15:00 +9"] * 3),
        "tumangang dep: " + " | ".join(["Tue 12 Sep 15:30 +9"] * 3),
        "khasan arr: " + " | ".join(["Tue 12 Sep 17:00 +10"] * 3),
        "vladivostok arr: " + " | ".join(["Wed 13 Sep 00:00 +10"] * 3),
    ]


def test_readings_lie_about_the_likely_deadline_and_close_in_on_the_way() -> None:
    answer, _ = answer_by(BORDER, "2023-09-13 00:00 Asia/Vladivostok")
    likely, _ = answer_by(SURE, "2023-09-13 00:00 Asia/Vladivostok")
    widths = []
    for row, sure in zip(answer.deadlines, likely.deadlines, strict=True):
        safe, even, late = row.readings
        assert safe and even and late and sure.readings.even
        assert safe <= even <= late and safe <= sure.readings.even <= late
        assert even <= sure.readings.even  # these ranges lean to the slow side
        widths.append(late - safe)
    assert widths == sorted(widths, reverse=True) and widths[-1] == timedelta(0) < widths[-2]


def test_expected_journey_leaves_at_the_even_reading_and_arrives_at_the_deadline() -> None:
    answer, stations = answer_by(SURE, "2023-09-13 00:00 Asia/Vladivostok")
    itinerary, _ = build_journey(SURE)
    assert draw_timeline(itinerary, expected(answer, itinerary), stations) == (
        "pyongyang dep Mon 11 Sep 15:00 +9, tumangang arr Tue 12 Sep 15:00 +9, tumangang dep Tue 12 Sep 15:30 +9, "
        "khasan arr Tue 12 Sep 17:00 +10, khasan dep Tue 12 Sep 18:00 +10, vladivostok arr Wed 13 Sep 00:00 +10"
    )


def test_early_and_late_leave_at_the_departure_and_widen_on_the_way() -> None:
    itinerary, stations = build_journey(BORDER)
    answer = build_answer(itinerary, stations, departs_at=at("2023-09-11 15:00 Asia/Pyongyang"))
    assert set(answer.times[0]) == {at("2023-09-11T06:00Z")}
    rows = [answer.times[e.boundary] for e in list_events(itinerary)]
    assert all(t.expected and t.late and t.early <= t.expected <= t.late for t in rows)
    widths = [t.late - t.early for t in rows if t.late]
    assert widths == sorted(widths) and widths[-1] > timedelta(hours=10)
    assert (answer.deadlines, answer.by_hour, answer.flips, answer.watch) == ((), (), (), ())
    assert answer.on_time is None


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
    assert all(len(set(times)) == 1 for times in answer.times.values())


def test_arrival_hours_cover_the_day_of_the_deadline_and_the_deadline_itself() -> None:
    answer, stations = answer_by("a UTC\nrun 2h\nb UTC", "2023-09-12T13:30Z")
    hours = draw_hours(answer, stations, zone="UTC")
    assert [h[:16] for h in hours] == [
        f"Tue 12 Sep {t}" for t in ("06:00", "09:00", "12:00", "13:30", "15:00", "18:00", "21:00")
    ] + ["Wed 13 Sep 00:00"]
    assert hours[0] == "Tue 12 Sep 06:00 UTC: " + " | ".join(["Tue 12 Sep 04:00 UTC"] * 3)


def test_every_arrival_hour_leaves_the_same_time_before_it() -> None:
    answer, _ = answer_by("a UTC\nrun 1h/2h/4h\nb UTC", "2023-09-12T13:30Z")
    spare = {tuple(row.arrive_by - at for at in row.readings if at) for row in answer.by_hour}
    assert len(spare) == 1 and len(spare.pop()) == 3


def test_deadline_at_midnight_belongs_to_the_day_that_ends() -> None:
    answer, _ = answer_by("a UTC\nrun 2h\nb UTC", "2023-09-13T00:00Z")
    assert draw(answer.by_hour[0].arrive_by, "UTC") == "Tue 12 Sep 06:00 UTC"
    assert answer.by_hour[-1].arrive_by == answer.deadline


def flips(text: str, deadline: str, zone: str) -> list[str]:
    answer, _ = answer_by(text, deadline)
    return [f"{draw(f.arrive_by, zone)} leaves {f.leaves}" for f in answer.flips]


def test_date_flip_is_the_arrival_for_leaving_at_midnight() -> None:
    text = "pyongyang Asia/Pyongyang KP\nrun 36h\nvladivostok Asia/Vladivostok RU"
    assert flips(text, "2023-09-12 12:00 Asia/Vladivostok", "Asia/Vladivostok") == [
        "Tue 12 Sep 13:00 +10 leaves 2023-09-10"
    ]


def test_flip_exactly_at_midnight_lies_on_no_arrival_day() -> None:
    text = "a UTC\nrun 24h\nb UTC"
    assert flips(text, "2023-09-13T00:00Z", "UTC") == []
    answer, _ = answer_by(text, "2023-09-13T00:00Z")
    assert draw_readings(answer.deadlines[0].readings, "UTC").startswith("Tue 12 Sep 00:00 UTC")


@pytest.mark.parametrize(
    ("run", "flip"),
    [("23h59", "Tue 12 Sep 23:59 UTC leaves 2023-09-11"), ("1min", "Tue 12 Sep 00:01 UTC leaves 2023-09-11")],
)
def test_flip_a_minute_from_midnight_is_reported(run: str, flip: str) -> None:
    assert flips(f"a UTC\nrun {run}\nb UTC", "2023-09-12T12:00Z", "UTC") == [flip]


def test_journey_of_several_weeks_keeps_its_dates() -> None:
    text = "a Asia/Pyongyang KP\nrun 500h\nb Europe/Moscow RU"
    answer, stations = answer_by(text, "2023-11-01 00:00 Europe/Moscow")
    assert draw_deadlines(answer, stations)[0] == "a dep: " + " | ".join(["Wed 11 Oct 10:00 +9"] * 3)
    safe, even, late = (
        answer_by(text.replace("500h", "400h/500h/600h"), "2023-11-01 00:00 Europe/Moscow")[0].deadlines[0].readings
    )
    assert safe and even and late and safe < at("2023-10-11T01:00Z") < late


@pytest.mark.parametrize(
    "text", ["a UTC\nrun 1h/2h/4h\nb UTC", "a UTC\nrun 9h/10h/12h\nb UTC\nhold 1h/2h/3h 0.3\nrun 1h\nc UTC"]
)
def test_chance_of_a_given_departure_is_that_of_the_reading_it_leaves_at(text: str) -> None:
    itinerary, stations = build_journey(text)
    deadline = at("2023-09-12T16:00Z")
    readings = build_answer(itinerary, stations, deadline=deadline).deadlines[0].readings
    for reading, chance in zip(readings, (0.9, 0.5, 0.1), strict=True):
        answer = build_answer(itinerary, stations, deadline=deadline, departs_at=reading)
        assert answer.on_time is not None and chance <= answer.on_time < chance + 0.02
        assert answer.deadlines[0].readings == readings


@pytest.mark.parametrize(("deadline", "chance"), [("14:00", 1), ("13:59", 0)])
def test_chance_without_spread_is_a_yes_or_a_no(deadline: str, chance: float) -> None:
    itinerary, stations = build_journey("a UTC\nrun 2h\nb UTC")
    given = at(f"2023-09-12T{deadline}Z"), at("2023-09-12T12:00Z")
    assert build_answer(itinerary, stations, deadline=given[0], departs_at=given[1]).on_time == chance


NIGHTS = daily_hours(time(6), time(22), zone="UTC", days=[date(2023, 9, 1) + timedelta(days=n) for n in range(30)])


def test_border_shut_at_night_brings_every_deadline_before_it_forward() -> None:
    itinerary, stations = build_journey(SURE)
    deadline = at("2023-09-13T06:00Z")
    free, kept = (build_answer(itinerary, stations, deadline=deadline, windows=w) for w in ({}, {3: NIGHTS}))
    assert draw(at_even(free, 2), "UTC") == "Tue 12 Sep 23:00 UTC"  # shut
    assert draw(at_even(kept, 2), "UTC") == "Tue 12 Sep 22:00 UTC"  # on its closing
    assert at_even(kept, 0) == at_even(free, 0) - timedelta(hours=1)
    assert at_even(kept, 3) == at_even(free, 3)
    assert [row.arrive_by for row in kept.by_hour] == [row.arrive_by for row in free.by_hour]


def at_even(answer: Answer, number: int) -> datetime:
    """Return the even reading of an anchor."""
    even = answer.deadlines[number].readings.even
    assert even is not None
    return even


def test_chance_that_windows_leave_to_nobody_is_none_and_the_departure_is_the_best_there_is() -> None:
    itinerary, stations = build_journey("a UTC\nrun 1h/2h/4h\nb UTC")
    opens = int(at("2023-09-12T11:00Z").timestamp())
    for minutes, known in ((320, 3), (200, 2), (100, 1)):
        deadline = at("2023-09-12T11:00Z") + timedelta(minutes=minutes)
        answer = build_answer(itinerary, stations, deadline=deadline, windows={0: ((opens, FAR_S),)})
        readings = answer.deadlines[0].readings
        assert [r is not None for r in readings] == [n >= 3 - known for n in range(3)]
        assert answer.departs_at == (readings.even or readings.too_late_after)
    with pytest.raises(InfeasibleError, match="no departure that is in time"):
        build_answer(itinerary, stations, deadline=at("2023-09-12T11:20Z"), windows={0: ((opens, FAR_S),)})


def test_window_that_shuts_for_good_leaves_no_late_arrival() -> None:
    itinerary, stations = build_journey("a UTC\nrun 1h/2h/4h\nb UTC\nstop 5min\nrun 1h\nc UTC")
    departs, shuts = at("2023-09-12T12:00Z"), int(at("2023-09-12T14:30Z").timestamp())
    answer = build_answer(itinerary, stations, departs_at=departs, windows={1: ((0, shuts),)})
    end = answer.times[len(itinerary.items)]
    assert end.expected is not None and end.late is None
    with pytest.raises(InfeasibleError, match="no arrival"):
        build_answer(itinerary, stations, departs_at=at("2023-09-12T14:00Z"), windows={1: ((0, shuts),)})


def test_station_passed_between_two_stops_has_its_share_of_the_time() -> None:
    text = "a UTC\nrun 2h/3h/5h\nmid UTC\nrun 2h/3h/5h\nb UTC\nstop 5min/10min/20min\nrun 1h/1h30/2h30\nc UTC"
    itinerary, stations = build_journey(text)
    always = {2: ((-FAR_S, FAR_S),)}
    departs = at("2023-09-12T12:00Z")
    free, kept = (build_answer(itinerary, stations, departs_at=departs, windows=w) for w in ({}, always))
    for boundary, times in free.times.items():
        for one, other in zip(times, kept.times[boundary], strict=True):
            assert one and other and abs(one - other) < timedelta(minutes=2)


def test_question_without_times_is_a_fault_of_the_caller() -> None:
    with pytest.raises(ValueError, match="neither"):
        build_answer(*build_journey("a UTC\nrun 1h\nb UTC"))


def test_weakest_stretch_is_the_widest_between_anchors_with_its_widest_keys_first() -> None:
    itinerary, stations = build_journey(BORDER)
    answer = build_answer(itinerary, stations, departs_at=at("2023-09-11T06:00Z"))
    weakest = find_weakest(itinerary, answer.anchors)
    assert (weakest.start, weakest.end) == ("pyongyang", "tumangang")
    assert 17 * 3600 < weakest.low_s < 24 * 3600 + 1800 < weakest.likely_s < weakest.high_s < 36 * 3600
    assert weakest.keys == ("speed",)  # the border there is without spread
