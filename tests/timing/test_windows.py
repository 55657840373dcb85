from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from routes.timing.windows import ALWAYS, FAR_S, both_open, daily_hours, last_ready, next_open, not_before, shut_spans
from tests.timing.journeys import BORDER, DAY, HOUR

INSTANTS = st.integers(-5 * DAY, 5 * DAY)


def test_window_waits_for_the_morning() -> None:
    assert next_open(BORDER, 23 * HOUR) == DAY + 6 * HOUR
    assert next_open(BORDER, 12 * HOUR) == 12 * HOUR
    assert next_open(BORDER, 22 * HOUR) == 22 * HOUR
    assert next_open(((0, 10),), 11) == FAR_S
    assert next_open(ALWAYS, 7) == 7


def test_last_ready_is_the_closing_before_a_deadline_at_night() -> None:
    assert last_ready(BORDER, DAY + 2 * HOUR) == 22 * HOUR
    assert last_ready(not_before(HOUR), 5) == -FAR_S


@given(INSTANTS, INSTANTS)
def test_one_is_let_on_in_time_exactly_up_to_the_last_ready(ready: int, by: int) -> None:
    assert (next_open(BORDER, ready) <= by) == (ready <= last_ready(BORDER, by))


def test_shut_spans_are_the_nights() -> None:
    assert list(shut_spans(BORDER, 0, 2 * DAY)) == [
        (0, 6 * HOUR),
        (22 * HOUR, DAY + 6 * HOUR),
        (DAY + 22 * HOUR, 2 * DAY + 6 * HOUR),
    ]
    assert not list(shut_spans(ALWAYS, 0, DAY))


def test_two_windows_are_open_together() -> None:
    assert both_open(((0, 10), (20, 30)), ((5, 25),)) == ((5, 10), (20, 25))
    assert both_open(ALWAYS, BORDER) == BORDER


def hours_of(day: date, opens: time, shuts: time) -> list[tuple[datetime, timedelta]]:
    spans = daily_hours(opens, shuts, zone="Europe/Berlin", days=[day])
    return [(datetime.fromtimestamp(a, UTC), timedelta(seconds=b - a)) for a, b in spans]


def test_hours_of_a_day_on_which_the_clocks_change() -> None:
    spring, autumn = date(2023, 3, 26), date(2023, 10, 29)
    assert hours_of(spring, time(1), time(4)) == [(datetime(2023, 3, 26, 0, tzinfo=UTC), timedelta(hours=2))]
    assert hours_of(spring, time(2, 30), time(4)) == [(datetime(2023, 3, 26, 1, tzinfo=UTC), timedelta(hours=1))]
    assert hours_of(autumn, time(2, 30), time(4)) == [
        (datetime(2023, 10, 29, 0, 30, tzinfo=UTC), timedelta(hours=2, minutes=30))
    ]
    assert hours_of(autumn, time(1), time(2, 30)) == [
        (datetime(2023, 10, 28, 23, tzinfo=UTC), timedelta(hours=2, minutes=30))
    ]


def test_hours_over_midnight_end_the_next_day() -> None:
    assert hours_of(date(2023, 7, 1), time(22), time(6)) == [(datetime(2023, 7, 1, 20, tzinfo=UTC), timedelta(hours=8))]
    assert hours_of(date(2023, 7, 1), time(0), time(0)) == [
        (datetime(2023, 6, 30, 22, tzinfo=UTC), timedelta(hours=24))
    ]
