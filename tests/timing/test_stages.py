from __future__ import annotations

import pytest

from routes.estimate import Estimate, Law
from routes.ids import StationCode
from routes.itinerary import Item, Itinerary, Leg, Work
from routes.timing.chance import build_chain, build_pace, chance_at, look_back
from routes.timing.course import run_course, times_by
from routes.timing.propagate import Direction, propagate
from routes.timing.spread import certain, deviation_s, mean_s
from routes.timing.stages import build_journey_chain, build_stages, find_readings
from routes.timing.windows import FAR_S
from tests.timing.journeys import BORDER, DAY, HOUR, MIN


def leg(low_min: float, likely_min: float, high_min: float, *, key: str = "speed.KP") -> Leg:
    time = Estimate(round(low_min * MIN), round(likely_min * MIN), round(high_min * MIN))
    a, b = StationCode("a"), StationCode("b")
    return Leg(a, b, 30_000, 0, "official", "", 0, "line", 1435, False, "source", time, (key,))


def work(low_min: float, likely_min: float, high_min: float, *, kind: str = "stop") -> Work:
    time = Estimate(round(low_min * MIN), round(likely_min * MIN), round(high_min * MIN))
    return Work(kind, StationCode("b"), time, (kind,))


def journey(*items: Item) -> Itinerary:
    return Itinerary(StationCode("a"), StationCode("b"), items, 1000)


OPEN = ((-FAR_S, FAR_S),)
CHANCES = (0.9, 0.5, 0.1)
WHOLE = journey(
    leg(480, 600, 840), work(10, 20, 40), leg(50, 60, 90, key="speed.border"), leg(200, 240, 330, key="speed.RU")
)
CUT = journey(
    *[leg(80, 100, 140)] * 6, work(10, 20, 40), leg(50, 60, 90, key="speed.border"), leg(200, 240, 330, key="speed.RU")
)


def readings_at(itinerary: Itinerary, boundary: int, deadline_s: int) -> tuple[int | None, ...]:
    rest = itinerary._replace(items=itinerary.items[boundary:])
    return find_readings(rest, [deadline_s])[0]


def test_readings_at_every_boundary_come_in_order() -> None:
    readings = [readings_at(WHOLE, boundary, 2 * DAY) for boundary in range(5)]
    assert readings[4] == (2 * DAY,) * 3
    rows = [[s for s in row if s is not None] for row in readings]
    assert all(len(row) == 3 and row == sorted(row) for row in rows)
    assert all(list(column) == sorted(column) for column in zip(*rows, strict=True))


def test_several_deadlines_read_as_each_alone() -> None:
    for windows in ({}, {2: BORDER}):
        together = find_readings(WHOLE, [DAY, 2 * DAY + 7], windows=windows)
        assert together == [find_readings(WHOLE, [d], windows=windows)[0] for d in (DAY, 2 * DAY + 7)]


def test_stations_on_the_way_do_not_change_the_readings() -> None:
    assert find_readings(CUT, [2 * DAY]) == find_readings(WHOLE, [2 * DAY])


@pytest.mark.parametrize("boundaries", [(2,), (2, 3, 5), (1, 6, 7), (0, 8)])
def test_windows_that_are_always_open_change_no_reading(boundaries: tuple[int, ...]) -> None:
    free = find_readings(CUT, [2 * DAY], confidences=CHANCES)[0]
    kept = find_readings(CUT, [2 * DAY], confidences=CHANCES, windows=dict.fromkeys(boundaries, OPEN))[0]
    for one, other in zip(free, kept, strict=True):
        assert one == pytest.approx(other, abs=2 * MIN)  # each is a whole minute at or before its own


@pytest.mark.parametrize("boundaries", [(2,), (2, 3, 5), (1, 6, 7)])
def test_windows_that_are_always_open_change_no_time_on_the_way(boundaries: tuple[int, ...]) -> None:
    free, kept = (run_course(CUT, DAY, boundaries=range(9), windows=dict.fromkeys(b, OPEN)) for b in ((), boundaries))
    for boundary in range(9):
        one, other = (times_by(course, boundary, CHANCES) for course in (free, kept))
        assert one == pytest.approx(other, abs=2 * MIN)


def test_one_draw_is_shared_by_what_a_window_cuts() -> None:
    shared = build_journey_chain(CUT, nodes=(0, 3, 9))
    assert shared.pace.shared == ("speed.KP",)
    apart = build_stages(CUT, nodes=(0, 3, 9), shared=("speed.KP",))
    whole = build_stages(CUT, nodes=(0, 9), shared=("speed.KP",))
    assert sum(stage.shared_s for stage in apart) == pytest.approx(whole[0].shared_s)


def test_second_assumption_that_is_cut_keeps_the_spread_of_the_whole() -> None:
    uncut, pieces = ([deviation_s(s.run) ** 2 for s in build_stages(CUT, nodes=n)] for n in ((0, 9), (0, 3, 9)))
    assert sum(pieces) == pytest.approx(sum(uncut), rel=0.01)


def test_without_spread_the_readings_are_the_propagated_ones_to_the_second() -> None:
    items = (leg(71.3, 71.3, 71.3), work(5, 5, 5), leg(62.77, 62.77, 62.77), work(0, 0, 0, kind="hold"))
    expected = propagate([i.time.likely_s for i in items], fixed_s=DAY + 11, direction=Direction.BACKWARD)
    for windows in ({}, {2: OPEN}):
        assert set(find_readings(journey(*items), [DAY + 11], windows=windows)[0]) == {expected[0]}
    assert [set(readings_at(journey(*items), b, DAY + 11)) for b in range(5)] == [{s} for s in expected]


def test_hold_is_as_likely_as_said() -> None:
    for chance in (0.2, 0.8):
        held = work(60, 120, 180, kind="hold")._replace(law=Law(chance=chance))
        stages = build_stages(journey(held, leg(60, 60, 60)), nodes=(0, 2))
        assert mean_s(stages[0].stand) == pytest.approx(HOUR + chance * 2 * HOUR, rel=0.01)
        outlook = look_back(build_chain(stages, build_pace()), DAY)
        assert chance_at(outlook, 0, DAY - HOUR - 2 * MIN) == pytest.approx(1 - chance, abs=0.001)


def test_long_hold_that_does_not_come_costs_no_minute() -> None:
    held = work(0, 420, 1200, kind="hold")._replace(law=Law(chance=0.3))
    even = find_readings(journey(leg(60, 60, 60), held), [DAY])[0][1]
    assert even == pytest.approx(DAY - HOUR, abs=MIN)


def test_window_stands_before_the_item_after_its_boundary() -> None:
    deadline_s = DAY + 9 * HOUR
    free, kept = (find_readings(WHOLE, [deadline_s], windows=w)[0][0] for w in ({}, {2: BORDER}))
    assert free is not None and kept is not None
    assert free - kept > HOUR


def test_train_is_never_faster_than_the_top_speed() -> None:
    fast = build_stages(journey(leg(1, 15, 60)), nodes=(0, 1))[0].run
    assert fast.base_s - fast.step_s / 2 >= 30 / 160 * HOUR - MIN


def test_empty_stage_takes_no_time() -> None:
    stages = build_stages(journey(), nodes=(0, 0))
    assert stages[0].run == stages[0].stand == certain(0)
