from __future__ import annotations

import pytest

from routes.estimate import Estimate, Law
from routes.ids import StationCode
from routes.itinerary import Item, Itinerary, Leg, Work
from routes.timing.chance import build_chain, build_pace, chance_at, look_back
from routes.timing.propagate import Direction, propagate
from routes.timing.spread import certain, deviation_s, mean_s
from routes.timing.stages import build_stages, find_readings
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


WHOLE = journey(leg(480, 600, 840), work(10, 20, 40), leg(50, 60, 90, key="speed.border"), leg(200, 240, 330))
CUT = journey(*[leg(80, 100, 140)] * 6, work(10, 20, 40), leg(50, 60, 90, key="speed.border"), leg(200, 240, 330))


def readings_at(itinerary: Itinerary, boundary: int, deadline_s: int) -> tuple[int, ...]:
    """Return the readings of the rest of a journey from a boundary on."""
    rest = itinerary._replace(items=itinerary.items[boundary:])
    return tuple(s for s in find_readings(rest, [deadline_s])[0] if s is not None)


def test_readings_at_every_boundary_come_in_order() -> None:
    rows = [readings_at(WHOLE, boundary, 2 * DAY) for boundary in range(5)]
    assert rows[4] == (2 * DAY,) * 3
    assert all(len(row) == 3 and list(row) == sorted(row) for row in rows)
    assert all(list(column) == sorted(column) for column in zip(*rows, strict=True))


def test_stations_on_the_way_do_not_change_the_readings() -> None:
    assert find_readings(CUT, [2 * DAY]) == find_readings(WHOLE, [2 * DAY])


def test_nodes_on_the_way_hardly_change_the_readings() -> None:
    """Windows that are always open make nodes, and so take the way of those that are not."""
    whole = find_readings(CUT, [2 * DAY])[0]
    cut = find_readings(CUT, [2 * DAY], windows=dict.fromkeys((2, 3, 5), ((-9 * DAY, 9 * DAY),)))[0]
    for reading, other in zip(whole, cut, strict=True):
        assert reading == pytest.approx(other, abs=4 * MIN)


def test_pieces_of_one_assumption_are_spread_as_the_whole() -> None:
    even = journey(*[leg(80, 100, 140)] * 7, work(10, 20, 40), leg(50, 60, 90, key="speed.border"))
    uncut, pieces = ([deviation_s(s.run) ** 2 for s in build_stages(even, nodes=n)] for n in ((0, 9), (0, 3, 9)))
    assert sum(pieces) == pytest.approx(sum(uncut), rel=0.01)


def test_without_spread_the_readings_are_the_propagated_ones_to_the_second() -> None:
    items = (leg(71.3, 71.3, 71.3), work(5, 5, 5), leg(62.77, 62.77, 62.77), work(0, 0, 0, kind="hold"))
    expected = propagate([i.time.likely_s for i in items], fixed_s=DAY + 11, direction=Direction.BACKWARD)
    rows = [readings_at(journey(*items), boundary, DAY + 11) for boundary in range(5)]
    assert [set(row) for row in rows] == [{s} for s in expected]


def test_hold_is_as_likely_as_said() -> None:
    for chance in (0.2, 0.8):
        hold = work(60, 120, 180, kind="hold")._replace(law=Law(chance=chance))
        held = journey(hold, leg(60, 60, 60))
        (stage,) = build_stages(held, nodes=(0, 2))
        ((comes, spread),) = stage.holds
        assert (comes, stage.stand) == (chance, certain(HOUR))
        assert mean_s(spread) == pytest.approx(2 * HOUR, rel=0.01)
        outlook = look_back(build_chain([stage], build_pace()), DAY)
        assert chance_at(outlook, 0, DAY - HOUR - 2 * MIN) == pytest.approx(1 - chance, abs=0.001)


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
