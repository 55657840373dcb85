"""Whole journeys against arrays on a grid of seconds, and against 400,000 draws, with windows and without."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routes.estimate import Law
from routes.itinerary import Itinerary, Leg
from routes.timing.progress import chance_by, run_progress, times_by
from routes.timing.spread import quantile_s
from routes.timing.stages import find_readings
from routes.timing.totals import total_time, total_times
from routes.timing.windows import FAR_S, Window
from tests.timing.journeys import DAY, HOUR, MIN
from tests.timing.reference import draw_course, exact_quantiles, journey, leg, work

CHANCES = (0.05, 0.1, 0.5, 0.9, 0.95)
STOP, BORDER = work(10 * MIN, 20 * MIN, 40 * MIN), work(30 * MIN, HOUR, 2 * HOUR, kind="border")
HOLD = work(0, 0, 20 * HOUR, kind="hold")
MAYBE = work(0, 7 * HOUR, 20 * HOUR, kind="hold", law=Law(chance=0.3))
LEARNED = Law(freedom=7, scale=0.1)


def north(share: float = 1.0) -> tuple[float, float, float]:
    return 20 * HOUR * share, 24 * HOUR * share, 31 * HOUR * share


JOURNEYS: dict[str, Itinerary] = {
    "a day, a border, an evening": journey(leg(*north(), "kp"), STOP, BORDER, leg(5 * HOUR, 6 * HOUR, 8 * HOUR, "ru")),
    "held": journey(leg(*north(), "kp"), HOLD, STOP, leg(5 * HOUR, 6 * HOUR, 8 * HOUR, "ru")),
    "held perhaps": journey(leg(*north(), "kp"), MAYBE, leg(5 * HOUR, 6 * HOUR, 8 * HOUR, "ru")),
    "nothing but a hold perhaps": journey(leg(HOUR, HOUR, HOUR, "kp"), MAYBE),
    "narrow running": journey(leg(DAY - 400, DAY, DAY + 400, "kp"), STOP),
    "hardly any spread": journey(leg(DAY - 5, DAY, DAY + 5, "kp"), STOP),
    "many narrow ones": journey(*[leg(3.9 * HOUR, 4 * HOUR, 4.1 * HOUR, key) for key in "abcdef"]),
    "10,000 km": journey(leg(200 * HOUR, 250 * HOUR, 330 * HOUR, "ru", km=10_000), STOP),
    "10,000 km, narrow": journey(leg(249 * HOUR, 250 * HOUR, 251 * HOUR, "ru", km=10_000), STOP),
    "a minute and a half": journey(leg(60, 90, 150, "kp"), work(60, 120, 300)),
    "a dozen of them": journey(*[leg(60, 90, 150, key) for key in "abcdefghijkl"], work(60, 120, 300)),
    "learned": journey(leg(5 * HOUR, 6 * HOUR, 8 * HOUR, "ru", law=LEARNED), BORDER),
    "learned from many": journey(leg(5 * HOUR, 6 * HOUR, 8 * HOUR, "ru", law=Law(freedom=40, scale=0.02)), BORDER),
    "never fast": journey(leg(DAY, DAY, 2 * DAY, "kp", km=3_500), STOP),
    "never slow": journey(leg(DAY / 2, DAY, DAY, "kp"), STOP),
    "running without spread": journey(leg(DAY, DAY, DAY, "kp"), STOP, BORDER),
    "of other coverage": journey(leg(*north(), "kp", law=Law(coverage=0.5)), work(0, HOUR, 2 * HOUR)),
}


@pytest.mark.parametrize("name", JOURNEYS)
def test_quantiles_are_within_a_minute_of_a_grid_of_seconds(name: str) -> None:
    itinerary = JOURNEYS[name]
    total = total_time(itinerary.items, itinerary.pace)
    expected = exact_quantiles(itinerary, CHANCES, step_s=30 if itinerary.likely_s > 100 * HOUR else 5)
    for chance, exact_s in zip(CHANCES, expected, strict=True):
        assert quantile_s(total, chance) == pytest.approx(exact_s, abs=MIN)


@pytest.mark.parametrize("name", JOURNEYS)
def test_quantiles_through_a_chain_are_within_a_minute_and_the_minute_they_are_told_in(name: str) -> None:
    itinerary = JOURNEYS[name]
    expected = exact_quantiles(itinerary, CHANCES, step_s=30 if itinerary.likely_s > 100 * HOUR else 5)
    (found,) = find_readings(itinerary, [0], windows={0: ((-FAR_S, FAR_S),)}, confidences=CHANCES)
    for exact_s, at_s in zip(expected, found, strict=True):
        assert at_s is not None and -MIN <= -at_s - exact_s <= 2 * MIN


@settings(max_examples=15)
@given(
    st.lists(st.tuples(st.floats(0.05, 30), st.floats(0.6, 1), st.floats(1, 2)), min_size=1, max_size=4),
    st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0, 4)), max_size=3),
    st.sampled_from([0.05, 0.18, 0.3]),
)
def test_95_per_cent_of_any_journey_is_within_a_minute_of_the_grid(
    runs: list[tuple[float, float, float]], stands: list[tuple[float, float, float]], pace: float
) -> None:
    legs = [leg(h * low * HOUR, h * HOUR, h * high * HOUR, str(n)) for n, (h, low, high) in enumerate(runs)]
    works = [work(*(sum(parts[: n + 1]) * HOUR for n in range(3))) for parts in stands]
    itinerary = journey(*legs, *works, pace=pace)
    (exact_s,) = exact_quantiles(itinerary, [0.95], step_s=10)
    assert quantile_s(total_time(itinerary.items, pace), 0.95) == pytest.approx(exact_s, abs=MIN)


def share(times: tuple[float, float, float], part: float) -> tuple[float, float, float]:
    low, likely, high = times
    return low * part, likely * part, high * part


def nightly(opens: float, shuts: float) -> Window:
    return tuple((round(d * DAY + opens * HOUR), round(d * DAY + shuts * HOUR)) for d in range(-16, 17))


NIGHT, DAYLIGHT, OFFICE = nightly(6, 22), nightly(5.5, 18.5), nightly(8, 20)
RU = (5 * HOUR, 6 * HOUR, 8 * HOUR)
BRIDGE = leg(1200, 1500, 2400, "border")
CUT = (leg(*north(0.5), "kp"), leg(*north(0.5), "kp"), STOP, BRIDGE, BORDER, leg(*RU, "ru"))
HALF = leg(5 * HOUR, 12 * HOUR, 18 * HOUR, "kp", law=LEARNED)
KEPT: dict[str, tuple[Itinerary, dict[int, Window]]] = {
    "at a border": (journey(leg(*north(), "kp"), STOP, BRIDGE, BORDER, leg(*RU, "ru")), {2: NIGHT}),
    "at a border, held before": (journey(leg(*north(), "kp"), MAYBE, STOP, BRIDGE, leg(*RU, "ru")), {3: NIGHT}),
    "half way": (journey(*CUT), {1: NIGHT}),
    "half way and at a border": (journey(*CUT), {1: DAYLIGHT, 3: OFFICE}),
    "half way in two countries": (
        journey(*CUT[:-1], leg(*share(RU, 0.7), "ru"), leg(*share(RU, 0.3), "ru")),
        {1: NIGHT, 6: OFFICE},
    ),
    "half way, no shared pace": (journey(*CUT, pace=0.0), {1: NIGHT}),
    "half way, learned": (journey(HALF, HALF, STOP, leg(*RU, "ru")), {1: NIGHT}),
    "at the start": (journey(*CUT), {0: OFFICE}),
    "at the end": (journey(*CUT), {6: ((2 * DAY, FAR_S),)}),
    "narrow": (journey(leg(DAY - 400, DAY, DAY + 400, "kp"), STOP, BRIDGE, BORDER, leg(*RU, "ru")), {2: NIGHT}),
    "narrow twice": (
        journey(leg(DAY - 400, DAY, DAY + 400, "kp"), STOP, *[leg(20_000, 20_100, 20_200, key) for key in "xy"]),
        {1: NIGHT, 3: OFFICE},
    ),
}
DEADLINES = (3 * DAY + 2 * HOUR, 3 * DAY + 10 * HOUR, 3 * DAY + 18 * HOUR)


@pytest.mark.parametrize("name", KEPT)
def test_backward_then_forward_meets_the_deadline_with_the_stated_chance(name: str) -> None:
    """Leaving at a reading, at least so many of the draws are in time; leaving two minutes later, no more are."""
    itinerary, windows = KEPT[name]
    for deadline_s, row in zip(DEADLINES, find_readings(itinerary, DEADLINES, windows=windows), strict=True):
        for chance, leaves in zip((0.9, 0.5, 0.1), row, strict=True):
            if leaves is not None:
                now, later = (draw_course(itinerary, at, windows, seed=4)[-1] for at in (leaves, leaves + 2 * MIN))
                assert (now <= deadline_s).mean() >= chance - 0.005
                assert (later <= deadline_s).mean() <= chance + 0.005


@pytest.mark.parametrize("name", ["a day, a border, an evening", "held perhaps", "narrow running", "learned"])
def test_without_windows_backward_then_forward_meets_the_deadline_too(name: str) -> None:
    itinerary = JOURNEYS[name]
    drawn = draw_course(itinerary, 0, {}, seed=6)[-1]
    for chance, leaves in zip((0.9, 0.5, 0.1), find_readings(itinerary, [0])[0], strict=True):
        assert leaves is not None
        assert float((drawn <= -leaves).mean()) == pytest.approx(chance, abs=0.005)


@pytest.mark.parametrize("name", KEPT)
def test_chance_of_being_in_time_is_that_of_the_draws(name: str) -> None:
    itinerary, windows = KEPT[name]
    end = len(itinerary.items)
    for hours in (18, 30, 38, 50):
        progress = run_progress(itinerary, 3 * DAY - hours * HOUR, boundaries=(end,), windows=windows)
        drawn = draw_course(itinerary, 3 * DAY - hours * HOUR, windows, seed=hours)[end]
        for deadline_s in DEADLINES:
            assert chance_by(progress, end, deadline_s) == pytest.approx(float((drawn <= deadline_s).mean()), abs=0.005)


@pytest.mark.parametrize("name", KEPT)
def test_times_at_every_boundary_have_their_chances_and_are_in_order(name: str) -> None:
    itinerary, windows = KEPT[name]
    count = len(itinerary.items) + 1
    start_s = 3 * DAY + 9 * HOUR
    drawn = draw_course(itinerary, start_s, windows, seed=7)
    progress = run_progress(itinerary, start_s, boundaries=range(count), windows=windows)
    rows = [times_by(progress, boundary, (0.1, 0.5, 0.9)) for boundary in range(count)]
    for boundary, row in enumerate(rows):
        for chance, at_s in zip((0.1, 0.5, 0.9), row, strict=True):
            assert at_s is not None
            before, after = ((drawn[boundary] <= at_s + d).mean() for d in (-2 * MIN, 2 * MIN))
            assert before - 0.005 <= chance <= after + 0.005
    for column in zip(*rows, strict=True):
        assert list(column) == sorted(t for t in column if t is not None)


def test_times_along_the_way_are_those_of_the_ways_so_far() -> None:
    itinerary = journey(*CUT)
    for boundary, total in total_times(itinerary.items, range(7), 0.18).items():
        assert total == total_time(itinerary.items[:boundary], 0.18)


@pytest.mark.parametrize("pace", [0.05, 0.18, 0.36, 0.54])
def test_running_of_next_to_no_time_leaves_the_rest_as_it_is(pace: float) -> None:
    itinerary = journey(leg(0, 0, 60, "kp"), work(0, 0, 10 * HOUR), pace=pace)
    total = total_time(itinerary.items, pace)
    assert sum(total.masses) == pytest.approx(1, abs=1e-6)
    for chance, exact_s in zip(CHANCES, exact_quantiles(itinerary, CHANCES), strict=True):
        assert quantile_s(total, chance) == pytest.approx(exact_s, abs=MIN)


WIDE = {"a": (0.6, 1.0, 1.7), "b": (0.75, 1.0, 1.5), "c": (0.8, 1.0, 1.9)}


def _run(key: str, hours: float) -> Leg:
    return leg(*share(WIDE[key], hours * HOUR), key)


@pytest.mark.parametrize(("keys", "pace"), [("abab", 0.0), ("abac", 0.25), ("abba", 0.18)])
def test_wide_assumptions_on_both_sides_of_a_window_have_the_chances_of_the_draws(keys: str, pace: float) -> None:
    legs = [_run(key, 6 + 2 * n) for n, key in enumerate(keys)]
    itinerary, windows = journey(*legs, STOP, pace=pace), {2: DAYLIGHT}
    for hours in (34, 44, 54):
        progress = run_progress(itinerary, 3 * DAY - hours * HOUR, boundaries=(5,), windows=windows)
        in_time = float((draw_course(itinerary, 3 * DAY - hours * HOUR, windows, seed=hours)[5] <= 3 * DAY).mean())
        assert chance_by(progress, 5, 3 * DAY) == pytest.approx(in_time, abs=0.005)
