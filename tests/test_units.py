"""Durations, lengths and speeds as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.errors import UsageError
from routes.units import format_duration, format_km, parse_duration, run_seconds, speed_kmh


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("90 min", 90),
        ("1h30", 90),
        ("1 h 30", 90),
        ("1:30", 90),
        ("1 h 30 min", 90),
        ("1.5 hours", 90),
        ("1,5 h", 90),
        ("2d 3h", 51 * 60),
        ("2 days and 3 hours", 51 * 60),
        ("0 min", 0),
        ("45m", 45),
        ("30 s", 0.5),
        ("1\N{NO-BREAK SPACE}h", 60),
        (" 2 HRS ", 120),
    ],
)
def test_duration_is_read(text: str, minutes: float) -> None:
    assert parse_duration(text) == minutes * 60


@pytest.mark.parametrize(
    "text",
    ["", "90", "1h90", "1:75", "-5 min", "3 months", "h", "5 min x", "1 h 5", "one hour", "1e3 min", "5 min and"],
)
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="as a duration") as fault:
        parse_duration(text)
    assert fault.value.hint


def test_a_comma_before_three_digits_may_mean_thousands_and_is_refused() -> None:
    with pytest.raises(UsageError):
        parse_duration("1,500 min")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 min"),
        (29, "0 min"),
        (30, "1 min"),
        (3_569, "59 min"),
        (3_570, "1 h 00"),
        (7_200, "2 h 00"),
        (116_100, "32 h 15"),
        (-1_800, "-30 min"),
        (-20, "0 min"),
        (3_000_000, "833 h 20"),
    ],
)
def test_duration_is_printed_to_the_nearest_minute(seconds: int, text: str) -> None:
    assert format_duration(seconds) == text


@given(st.integers(0, 10**7))
def test_printed_duration_reads_back_within_half_a_minute(seconds: int) -> None:
    text = format_duration(seconds)
    assert abs(parse_duration(text) - seconds) <= 30


@pytest.mark.parametrize(
    ("metres", "text"),
    [(0, "0 km"), (4_800, "4.8 km"), (5_000, "5 km"), (99_960, "100 km"), (99_999, "100 km"), (1_222_500, "1,223 km")],
)
def test_length_is_printed_as_written_in_papers(metres: int, text: str) -> None:
    assert format_km(metres) == text


def test_speed_is_infinite_when_no_time_passes() -> None:
    assert speed_kmh(373_000, 22_380) == pytest.approx(60)
    assert speed_kmh(1_000, 0) == float("inf")


def test_run_is_rounded_up_to_whole_seconds() -> None:
    assert run_seconds(60_000, 60) == 3_600
    assert run_seconds(1_000, 70) == 52  # 51.43 s


@given(st.integers(1, 10**7), st.floats(1, 400))
def test_a_run_is_never_faster_than_its_speed_nor_a_second_slower(length_m: int, speed: float) -> None:
    exact = length_m * 3.6 / speed
    assert exact <= run_seconds(length_m, speed) < exact + 1
