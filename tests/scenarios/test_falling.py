"""The curve of a deadline: it falls, agrees with the readings, and stands on the clock of its place."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.clock import to_local
from routes.itinerary import Itinerary, Work
from routes.scenarios.allowances import list_allowances
from routes.scenarios.answers import Answer, Stations, build_answer
from routes.scenarios.falling import Curve, find_curve
from tests.build import at, build_journey
from tests.scenarios.test_laws_windows import INSTANTS, PLACES, RUNS, build_case, by, few, nights

SLACK = 0.002  # of what is read straight between points of the grid


def curve_of(answer: Answer, zone: str = "Asia/Pyongyang") -> Curve:
    """Return the curve of an answer that has one."""
    found = find_curve(answer, zone, as_of=datetime(2023, 9, 11, tzinfo=UTC))
    assert found is not None
    return found


@few
@given(RUNS.map(build_case), INSTANTS, PLACES, st.booleans())
def test_chance_falls_and_meets_each_reading_at_its_time(
    case: tuple[Itinerary, Stations], deadline: datetime, place: int, is_shut: bool
) -> None:
    answer = by(case, deadline, place, nights(deadline) if is_shut else ())
    curve = curve_of(answer)
    assert all(a >= b - 1e-9 for a, b in pairwise(curve.chances))
    assert all(0 <= chance <= 1 + 1e-9 for chance in curve.chances)
    for mark in curve.marks:
        if mark.chance is not None and mark.name != "as_of":
            index = int((mark.at - curve.first).total_seconds() // curve.step_s)
            assert curve.chances[index] >= mark.chance - SLACK
            assert curve.chances[min(index + 2, len(curve.chances) - 1)] <= mark.chance + SLACK


def test_fall_of_a_certain_journey_is_seen_in_full() -> None:
    itinerary, stations = build_journey("s0 Asia/Pyongyang KP\nrun 60min\ns1 Asia/Vladivostok RU")
    answer = build_answer(itinerary, stations, deadline=at("2023-09-12T14:00Z"))
    curve = curve_of(answer)
    assert (curve.chances[0], curve.chances[-1]) == (1.0, 0.0)
    assert {mark.at for mark in curve.marks if mark.chance} == {at("2023-09-12T13:00Z")}
    drops = [n for n, (a, b) in enumerate(pairwise(curve.chances)) if a > b]
    assert len(drops) == 1
    assert curve.first + timedelta(seconds=curve.step_s * drops[0]) <= at("2023-09-12T13:00Z")


@pytest.mark.parametrize(
    ("zone", "deadline", "hours"),
    [
        ("Asia/Pyongyang", "2023-09-12T14:00Z", {0, 6, 12, 18}),
        ("Europe/Berlin", "2023-10-29T14:00Z", {0, 6, 12, 18}),
        ("Asia/Kathmandu", "2023-09-12T14:00Z", {0, 6, 12, 18}),
    ],
)
def test_ticks_are_whole_hours_of_the_clock_of_the_place(zone: str, deadline: str, hours: set[int]) -> None:
    text = f"s0 {zone} KP\nrun 12h/18h/30h\ns1 {zone} KP"
    answer = build_answer(*build_journey(text), deadline=at(deadline))
    ticks = [to_local(tick, zone) for tick in curve_of(answer, zone).ticks]
    assert {(tick.hour, tick.minute) for tick in ticks} <= {(hour, 0) for hour in hours}
    assert 3 <= len(ticks) <= 8


def test_allowances_are_by_kind_and_what_may_not_come_says_how_often() -> None:
    ends = [f"s{number} Asia/Pyongyang KP" for number in range(3)]
    text = "\n".join([ends[0], "run 10h/12h/15h", ends[1], "stop 10min/20min/40min", "run 1h/2h/3h", ends[2]])
    itinerary, _ = build_journey(text)
    stop = next(item for item in itinerary.items if isinstance(item, Work))
    hold = stop._replace(kind="hold", law=stop.law._replace(chance=0.5))
    itinerary = itinerary._replace(items=(*itinerary.items[:2], hold, *itinerary.items[2:]))
    running, stopping, holding = sorted(
        list_allowances(itinerary), key=lambda a: ["running", "stop", "hold"].index(a.kind)
    )
    assert running.low_s < running.likely_s < running.high_s
    assert 13 * 3600 < running.likely_s < 16 * 3600
    assert (stopping.chance, holding.chance) == (1.0, 0.5)
    assert abs(stopping.likely_s - holding.likely_s) <= 60, "the times are those where it comes"
    assert list_allowances(itinerary._replace(items=())) == ()
