"""Answers over changes of clocks: back over a border, half hours that never happened, long and short days."""

from __future__ import annotations

import pytest

from routes.scenarios.answers import Answer, Stations, build_answer
from tests.build import at, build_journey, draw, draw_deadlines, draw_readings

KHASAN_TUMANGANG = "khasan Asia/Vladivostok RU\nrun 30m\ntumangang Asia/Pyongyang KP"
TO_BERLIN = "moscow Europe/Moscow RU\nrun 10h\nberlin Europe/Berlin DE"
FROM_BERLIN = "berlin Europe/Berlin DE\nrun 10h\nmoscow Europe/Moscow RU"


def by(text: str, deadline: str) -> tuple[Answer, Stations]:
    itinerary, stations = build_journey(text)
    return build_answer(itinerary, stations, deadline=at(deadline)), stations


def leaving(text: str, departs: str) -> list[str]:
    """Return departure and expected arrival, each in its own clock."""
    itinerary, stations = build_journey(text)
    answer = build_answer(itinerary, stations, departs_at=at(departs))
    ends = (itinerary.origin, itinerary.destination)
    return [
        draw(instant, stations[code].zone)
        for code, instant in zip(ends, (answer.departs_at, answer.times[len(itinerary.items)].expected), strict=True)
        if instant is not None
    ]


def draw_even(answer: Answer, zone: str) -> str:
    """Return the even reading of the departure on the clocks of a zone."""
    return draw_readings(answer.deadlines[0].readings, zone).split(" | ")[1]


def hours(answer: Answer, zone: str) -> list[str]:
    """Return the arrival hours as the destination's clocks show them."""
    return [draw(row.arrive_by, zone) for row in answer.by_hour]


def test_train_over_the_border_westward_arrives_before_it_left_by_the_clock() -> None:
    assert leaving(KHASAN_TUMANGANG, "2025-01-15 15:30 Asia/Vladivostok") == [
        "Wed 15 Jan 15:30 +10",
        "Wed 15 Jan 15:00 +9",
    ]


def test_deadline_westward_over_the_border_reads_later_than_the_arrival() -> None:
    answer, stations = by(KHASAN_TUMANGANG, "2025-01-15 00:00 Asia/Pyongyang")
    assert draw_deadlines(answer, stations) == [
        "khasan dep: Wed 15 Jan 00:30 +10 | Wed 15 Jan 00:30 +10 | Wed 15 Jan 00:30 +10",
        "tumangang arr: Wed 15 Jan 00:00 +9 | Wed 15 Jan 00:00 +9 | Wed 15 Jan 00:00 +9",
    ]


def test_half_an_hour_that_never_happened_in_pyongyang_is_not_travelled() -> None:
    text = "pyongyang Asia/Pyongyang KP\nrun 1h\nsunchon Asia/Pyongyang KP"
    assert leaving(text, "2018-05-04 23:00 Asia/Pyongyang") == ["Fri 4 May 23:00 +8:30", "Sat 5 May 00:30 +9"]


def test_deadline_after_the_lost_half_hour_counts_back_over_it() -> None:
    answer, stations = by(
        "pyongyang Asia/Pyongyang KP\nrun 2h\nsunchon Asia/Pyongyang KP", "2018-05-05 00:30 Asia/Pyongyang"
    )
    assert draw_deadlines(answer, stations)[0] == (
        "pyongyang dep: Fri 4 May 22:00 +8:30 | Fri 4 May 22:00 +8:30 | Fri 4 May 22:00 +8:30"
    )


@pytest.mark.parametrize("deadline", ["2018-05-05 00:30", "2018-05-05 12:00", "2015-08-15 01:00", "2015-08-15 06:00"])
def test_spread_is_counted_in_elapsed_time_whatever_the_clocks_do(deadline: str) -> None:
    instant = at(f"{deadline} Asia/Pyongyang")
    itinerary, stations = build_journey("pyongyang Asia/Pyongyang KP\nrun 1h/2h/3h\nsunchon Asia/Pyongyang KP")
    readings = build_answer(itinerary, stations, deadline=instant).deadlines[0].readings
    spare = [instant - reading for reading in readings if reading is not None]
    usual = build_answer(itinerary, stations, deadline=at("2023-01-10T00:00Z")).deadlines[0].readings
    assert spare == [at("2023-01-10T00:00Z") - reading for reading in usual if reading is not None]


def test_end_of_the_short_day_in_pyongyang_is_the_start_of_the_gap() -> None:
    answer, _ = by("a Asia/Pyongyang KP\nrun 1h\nb Asia/Pyongyang KP", "2018-05-05 00:00 Asia/Pyongyang")
    assert hours(answer, "Asia/Pyongyang") == [
        *(f"Fri 4 May {h:02d}:00 +8:30" for h in (6, 9, 12, 15, 18, 21)),
        "Sat 5 May 00:00 +9",
    ]
    assert answer.by_hour[-1].arrive_by == at("2018-05-04T15:00Z")


def test_half_an_hour_that_came_twice_in_pyongyang_lengthens_the_day() -> None:
    text = "pyongyang Asia/Pyongyang KP\nrun 1h\nsunchon Asia/Pyongyang KP"
    assert leaving(text, "2015-08-14 23:15 Asia/Pyongyang") == ["Fri 14 Aug 23:15 +9", "Fri 14 Aug 23:45 +8:30"]


@pytest.mark.parametrize(
    ("day", "offset"), [("2010-01-15", "+10"), ("2010-07-15", "+11"), ("2013-01-15", "+11"), ("2015-01-15", "+10")]
)
def test_vladivostok_had_other_offsets_in_other_years(day: str, offset: str) -> None:
    answer, stations = by(
        "khasan Asia/Vladivostok RU\nrun 7h\nvladivostok Asia/Vladivostok RU", f"{day} 18:00 Asia/Vladivostok"
    )
    assert f"11:00 {offset}" in draw_deadlines(answer, stations)[0]
    tokyo = "vladivostok Asia/Vladivostok RU\nrun 2h\nniigata Asia/Tokyo JP"
    assert leaving(tokyo, f"{day} 10:00 Asia/Vladivostok")[1].endswith("11:00 +9" if offset == "+10" else "10:00 +9")


def test_date_line_eastward_arrives_the_day_before() -> None:
    text = "petropavlovsk Asia/Kamchatka RU\nrun 5h\nanchorage America/Anchorage US"
    assert leaving(text, "2023-09-12 12:00 Asia/Kamchatka") == ["Tue 12 Sep 12:00 +12", "Mon 11 Sep 21:00 -8"]


def test_date_line_westward_skips_a_date_of_departure() -> None:
    text = "pago Pacific/Pago_Pago AS\nrun 2h\nkiritimati Pacific/Kiritimati KI"
    answer, stations = by(text, "2023-09-12 12:00 Pacific/Kiritimati")
    assert draw_deadlines(answer, stations)[0].startswith("pago dep: Mon 11 Sep 09:00 -11")
    assert [(draw(f.arrive_by, "Pacific/Kiritimati"), str(f.leaves)) for f in answer.flips] == [
        ("Tue 12 Sep 03:00 +14", "2023-09-10")
    ]


def test_date_that_a_place_skipped_is_no_departure_date() -> None:
    text = "apia Pacific/Apia WS\nrun 2h\nfagatogo Pacific/Pago_Pago AS"
    answer, _ = by(text, "2011-12-30 12:00 Pacific/Pago_Pago")
    assert [(draw(f.arrive_by, "Pacific/Pago_Pago"), str(f.leaves)) for f in answer.flips] == [
        ("Fri 30 Dec 01:00 -11", "2011-12-29")
    ]  # Apia, then at UTC-10, went from Thursday 29 to Saturday 31


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [("2023-03-26", "+2", "Mon 27 Mar 00:00 +2"), ("2023-10-29", "+1", "Mon 30 Oct 00:00 +1")],
)
def test_arrival_hours_of_the_short_and_the_long_day_are_the_usual_ones(day: str, first: str, last: str) -> None:
    answer, _ = by(TO_BERLIN, f"{day} 12:00 Europe/Berlin")
    shown = hours(answer, "Europe/Berlin")
    assert [h[-8:-3] for h in shown[:-1]] == ["06:00", "09:00", "12:00", "15:00", "18:00", "21:00"]
    assert shown[0].endswith(first) and shown[-1] == last


def test_departures_for_the_short_day_lose_no_hour() -> None:
    answer, _ = by(TO_BERLIN, "2023-03-26 12:00 Europe/Berlin")
    even = [draw_readings(row.readings, "Europe/Moscow").split(" | ")[1] for row in answer.by_hour]
    assert even[:2] == ["Sat 25 Mar 21:00 +3", "Sun 26 Mar 00:00 +3"]  # 06:00 +2 is 04:00 UTC


@pytest.mark.parametrize(
    ("departs", "arrives"),
    [
        ("2023-03-25 20:00 Europe/Berlin", "Sun 26 Mar 08:00 +3"),
        ("2023-03-26 04:00 Europe/Berlin", "Sun 26 Mar 15:00 +3"),
        ("2023-10-29 04:00 Europe/Berlin", "Sun 29 Oct 16:00 +3"),
    ],
)
def test_clock_change_at_the_origin_moves_no_instant(departs: str, arrives: str) -> None:
    assert leaving(FROM_BERLIN, departs)[1] == arrives


@pytest.mark.parametrize(
    ("deadline", "even"),
    [("2023-03-26 05:00", "Sun 26 Mar 01:00 +1"), ("2023-10-29 04:00", "Sun 29 Oct 02:00 +2")],
)
def test_deadline_across_the_change_at_the_origin_is_exact(deadline: str, even: str) -> None:
    answer, _ = by("berlin Europe/Berlin DE\nrun 3h\nkoeln Europe/Berlin DE", f"{deadline} Europe/Berlin")
    assert draw_even(answer, "Europe/Berlin") == even


@pytest.mark.parametrize(
    ("run", "deadline", "expected"),
    [
        ("1h", "2023-03-26 04:00 Europe/Berlin", "Sun 26 Mar 03:00 +2"),
        ("2h", "2023-03-26 04:00 Europe/Berlin", "Sun 26 Mar 01:00 +1"),
        ("1h30", "2023-10-29 03:00 Europe/Berlin", "Sun 29 Oct 02:30 +2"),
        ("30m", "2023-10-29 03:00 Europe/Berlin", "Sun 29 Oct 02:30 +1"),
    ],
)
def test_departure_inside_the_change_shows_the_offset_that_tells_it(run: str, deadline: str, expected: str) -> None:
    answer, _ = by(f"berlin Europe/Berlin DE\nrun {run}\nkoeln Europe/Berlin DE", deadline)
    assert draw_even(answer, "Europe/Berlin") == expected


def test_day_whose_midnight_is_skipped_keeps_its_usual_hours() -> None:
    answer, _ = by("beirut Asia/Beirut LB\nrun 1h\ntripoli Asia/Beirut LB", "2022-03-27 12:00 Asia/Beirut")
    assert hours(answer, "Asia/Beirut")[:2] == ["Sun 27 Mar 06:00 +3", "Sun 27 Mar 09:00 +3"]


def test_flip_on_the_long_day_of_the_origin_counts_its_hour() -> None:
    answer, _ = by("berlin Europe/Berlin DE\nrun 24h\nmoscow Europe/Moscow RU", "2023-10-30 12:00 Europe/Moscow")
    assert [(draw(f.arrive_by, "Europe/Moscow"), str(f.leaves)) for f in answer.flips] == [
        ("Mon 30 Oct 01:00 +3", "2023-10-28")
    ]
    answer, _ = by("berlin Europe/Berlin DE\nrun 24h\nmoscow Europe/Moscow RU", "2023-10-31 12:00 Europe/Moscow")
    assert [draw(f.arrive_by, "Europe/Moscow") for f in answer.flips] == ["Tue 31 Oct 02:00 +3"]  # 25 hours later
