"""What windows change and what they leave alone, over seeded random journeys."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from routes.itinerary import Itinerary, Leg
from routes.scenarios.answers import Answer, Readings, Stations, build_answer
from routes.timing.windows import FAR_S, Window, daily_hours
from tests.build import build_journey

MINUTE = timedelta(minutes=1)
HOURS = st.tuples(st.integers(1, 20), st.floats(0.6, 1), st.floats(1, 2)).map(
    lambda x: "/".join(f"{round(x[0] * 60 * share)}min" for share in (x[1], 1, x[2]))
)
RUNS = st.lists(HOURS, min_size=2, max_size=4)
INSTANTS = st.integers(10**9, 2 * 10**9).map(lambda s: datetime.fromtimestamp(s, UTC))
PLACES = st.integers(0, 20)
few = settings(max_examples=8, phases=(Phase.explicit, Phase.generate))


def build_case(runs: list[str]) -> tuple[Itinerary, Stations]:
    """Return a journey of runs with a stop after each but the last, each run resting on an assumption of its own."""
    lines = ["s0 Asia/Pyongyang KP"]
    for number, run in enumerate(runs, 1):
        lines += [f"run {run}", f"s{number} Asia/Vladivostok RU"]
        lines += ["stop 5min/15min/30min"] if number < len(runs) else []
    itinerary, stations = build_journey("\n".join(lines))
    items = [i._replace(keys=(f"speed.{n}",)) if isinstance(i, Leg) else i for n, i in enumerate(itinerary.items)]
    return itinerary._replace(items=tuple(items)), stations


def nights(about: datetime) -> Window:
    """Return the hours from 6 to 22 of the days about an instant, in UTC."""
    days = [about.date() + timedelta(days=n) for n in range(-15, 15)]
    return daily_hours(time(6), time(22), zone="UTC", days=days)


def by(case: tuple[Itinerary, Stations], deadline: datetime, place: int, window: Window) -> Answer:
    """Return the answer with a window at one of the boundaries; with an empty one there is none."""
    windows = {place % (len(case[0].items) + 1): window} if window else {}
    return build_answer(*case, deadline=deadline, windows=windows)


def pairs(one: Readings, other: Readings) -> list[tuple[datetime, datetime | None]]:
    """Return the readings side by side; the first are always there."""
    return [(a, b) for a, b in zip(one, other, strict=True) if a is not None]


@few
@given(RUNS.map(build_case), INSTANTS, PLACES)
def test_window_never_lets_anyone_leave_later(case: tuple[Itinerary, Stations], deadline: datetime, place: int) -> None:
    free, kept = (by(case, deadline, place, window) for window in ((), nights(deadline)))
    for before, after in zip(free.deadlines, kept.deadlines, strict=True):
        assert all(b is None or b <= a + 2 * MINUTE for a, b in pairs(before.readings, after.readings))
    for row, other in zip(free.by_hour, kept.by_hour, strict=True):
        assert all(b is None or b <= a + 2 * MINUTE for a, b in pairs(row.readings, other.readings))


@few
@given(RUNS.map(build_case), INSTANTS, PLACES)
def test_window_lets_nobody_arrive_earlier_and_times_stay_in_order(
    case: tuple[Itinerary, Stations], departs_at: datetime, place: int
) -> None:
    windows = {place % (len(case[0].items) + 1): nights(departs_at)}
    free, kept = (build_answer(*case, departs_at=departs_at, windows=w).times for w in ({}, windows))
    for boundary, times in free.items():
        for one, other in zip(times, kept[boundary], strict=True):
            assert one and other and other >= one - 3 * MINUTE
        early, expected, late = kept[boundary]
        assert expected and late and early <= expected <= late


@few
@given(RUNS.map(build_case), INSTANTS, PLACES)
def test_readings_stay_in_order_behind_a_window(
    case: tuple[Itinerary, Stations], deadline: datetime, place: int
) -> None:
    answer = by(case, deadline, place, nights(deadline))
    for row in (*answer.deadlines, *answer.watch):
        known = [reading for reading in row.readings if reading is not None]
        assert known == sorted(known)
        assert row.readings[3 - len(known) :] == tuple(known), "what has less chance is left when more has gone"


@few
@given(RUNS.map(build_case), INSTANTS, PLACES)
def test_window_that_is_always_open_changes_nothing(
    case: tuple[Itinerary, Stations], deadline: datetime, place: int
) -> None:
    free, kept = (by(case, deadline, place, window) for window in ((), ((-FAR_S, FAR_S),)))
    for before, after in zip(free.deadlines, kept.deadlines, strict=True):
        assert all(b and abs(a - b) <= 3 * MINUTE for a, b in pairs(before.readings, after.readings))
    assert all(abs(a.arrive_by - b.arrive_by) <= 3 * MINUTE for a, b in zip(free.flips, kept.flips, strict=False))


@few
@given(RUNS.map(build_case), INSTANTS, PLACES, st.lists(st.floats(0.5, 0.99), min_size=2, max_size=2).map(sorted))
def test_more_confidence_or_a_tighter_deadline_never_leaves_later_behind_a_window(
    case: tuple[Itinerary, Stations], deadline: datetime, place: int, chances: list[float]
) -> None:
    windows = {place % (len(case[0].items) + 1): nights(deadline)}
    less, more = (build_answer(*case, deadline=deadline, windows=windows, confidence=c) for c in chances)
    tight = build_answer(*case, deadline=deadline - timedelta(hours=1), windows=windows, confidence=chances[0])
    for a, b, c in zip(less.deadlines, more.deadlines, tight.deadlines, strict=True):
        assert b.readings.safe is None or (a.readings.safe is not None and b.readings.safe <= a.readings.safe)
        assert c.readings.safe is None or (a.readings.safe is not None and c.readings.safe <= a.readings.safe + MINUTE)
