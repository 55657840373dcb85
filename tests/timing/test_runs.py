"""From length and speed to running time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from routes.estimate import Estimate
from routes.timing.runs import run_estimate

SPEEDS = st.tuples(*[st.floats(1, 400)] * 3).map(lambda s: tuple(sorted(s)))


def test_the_highest_speed_gives_the_lowest_time() -> None:
    assert run_estimate(120_000, low_kmh=30, likely_kmh=40, high_kmh=60) == Estimate(7_200, 10_800, 14_400)


def test_no_length_takes_no_time() -> None:
    assert run_estimate(0, low_kmh=30, likely_kmh=40, high_kmh=60) == Estimate(0, 0, 0)


@given(st.integers(0, 10_000_000), SPEEDS)
def test_times_are_in_order(length_m: int, speeds: tuple[float, float, float]) -> None:
    low, likely, high = speeds
    time = run_estimate(length_m, low_kmh=low, likely_kmh=likely, high_kmh=high)
    assert 0 <= time.low_s <= time.likely_s <= time.high_s
