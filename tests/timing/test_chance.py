from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routes.estimate import Estimate
from routes.itinerary import PACE_DEVIATION
from routes.timing.chance import Outlook, Stage, build_chain, build_pace, chance_at, latest_s, look_back
from routes.timing.elicited import build_pert
from routes.timing.forecast import look_ahead
from routes.timing.mixing import mix_paces
from routes.timing.spread import add_spreads, certain
from routes.timing.stages import start_s
from routes.timing.windows import Window, not_before
from tests.timing.journeys import (
    BORDER,
    DAY,
    DRAWS,
    DWELL,
    HOUR,
    MIN,
    RUN,
    build_legs,
    draw_pace,
    draw_pert,
    draw_times,
    first_s,
)

WINDOWS = {1: BORDER, 3: BORDER}
PACE = build_pace()
CHAIN = build_chain(build_legs(4, WINDOWS), PACE)
DEADLINES = st.integers(0, 2 * DAY)
FEW = settings(max_examples=15, deadline=None)


def look(deadline_s: int, windows: dict[int, Window] | None = None, legs: int = 4) -> Outlook:
    return look_back(build_chain(build_legs(legs, windows), PACE), deadline_s)


@FEW
@given(DEADLINES, st.lists(st.floats(0.01, 0.99), min_size=2, max_size=2).map(sorted))
def test_more_confidence_never_leaves_later(deadline_s: int, confidences: list[float]) -> None:
    outlook = look_back(CHAIN, deadline_s)
    for node in range(5):
        late, early = (latest_s(outlook, node, c) for c in confidences)
        assert early is not None and late is not None and early <= late


@FEW
@given(st.lists(DEADLINES, min_size=2, max_size=2).map(sorted), st.floats(0.05, 0.95))
def test_a_tighter_deadline_never_leaves_later(deadlines: list[int], confidence: float) -> None:
    outlooks = [look_back(CHAIN, d) for d in deadlines]
    for node in range(5):
        tight, loose = (latest_s(outlook, node, confidence) for outlook in outlooks)
        assert tight is not None and loose is not None and tight <= loose


@FEW
@given(DEADLINES)
def test_chance_falls_with_every_minute(deadline_s: int) -> None:
    outlook = look_back(CHAIN, deadline_s)
    chances = [chance_at(outlook, 0, deadline_s - m * MIN) for m in range(0, 5 * 1440, 7)]
    assert all(late <= early + 1e-8 for late, early in pairwise(chances))
    assert (chances[0], chances[-1]) == pytest.approx((0, 1))


@pytest.mark.parametrize("windows", [{}, WINDOWS], ids=["open", "border hours"])
@pytest.mark.parametrize("confidence", [0.9, 0.5, 0.1])
def test_backward_then_forward_meets_the_deadline_with_its_chance(
    windows: dict[int, Window], confidence: float
) -> None:
    deadline_s = DAY + 9 * HOUR
    outlook = look(deadline_s, windows)
    leaves = latest_s(outlook, 0, confidence)
    assert leaves is not None
    stated = chance_at(outlook, 0, leaves)
    drawn = draw_times(leaves, 4, windows, np.random.default_rng(11))[-1]
    assert stated == pytest.approx(float((drawn <= deadline_s).mean()), abs=0.005)
    assert confidence <= stated <= confidence + 0.01 or windows


def test_chance_at_any_time_equals_the_draws() -> None:
    deadline_s = DAY + 9 * HOUR
    outlook = look(deadline_s, WINDOWS)
    for hours in (-4, 2, 6, 9, 12):
        drawn = draw_times(hours * HOUR, 4, WINDOWS, np.random.default_rng(hours + 20))[-1]
        assert chance_at(outlook, 0, hours * HOUR) == pytest.approx(float((drawn <= deadline_s).mean()), abs=0.005)


def test_without_spread_every_reading_is_the_likely_one_to_the_second() -> None:
    first, second = add_spreads((certain(5027), certain(61))), build_pert(Estimate(7001, 7001, 7001))
    for stages, pace in (
        ([Stage(stand=first), Stage(stand=second)], PACE),  # what is known without spread, no pace moves
        ([Stage(first), Stage(second)], build_pace(0)),
    ):
        outlook = look_back(build_chain(stages, pace), 100_003)
        assert {latest_s(outlook, 0, c) for c in (0.99, 0.9, 0.5, 0.1, 0.01)} == {100_003 - 5027 - 61 - 7001}
        assert latest_s(outlook, 2, 0.9) == 100_003


def test_without_spread_a_window_is_met_to_the_second() -> None:
    stages = [Stage(stand=certain(2 * HOUR + 7)), Stage(stand=certain(HOUR), window=BORDER)]
    outlook = look_back(build_chain(stages, PACE), DAY + 3 * HOUR)
    assert latest_s(outlook, 0, 0.9) == 22 * HOUR - 2 * HOUR - 7


def test_tiny_spread_is_within_a_minute_of_none() -> None:
    stages = [Stage(build_pert(Estimate(6999, 7000, 7001)), certain(61))]
    outlook = look_back(build_chain(stages, build_pace(0)), 100_003)
    assert latest_s(outlook, 0, 0.5) == pytest.approx(100_003 - 7061, abs=MIN)


def test_not_before_is_kept_and_may_make_a_deadline_impossible() -> None:
    stages = build_legs(1, {0: not_before(10 * HOUR)})
    outlook = look_back(build_chain(stages, PACE), 15 * HOUR)
    assert chance_at(outlook, 0, 0) == chance_at(outlook, 0, 10 * HOUR) < 0.9
    assert latest_s(outlook, 0, 0.9) is None
    inner = look_back(build_chain(build_legs(2, {1: not_before(10 * HOUR)}), PACE), 15 * HOUR)
    assert chance_at(inner, 0, 0) == pytest.approx(chance_at(outlook, 0, 0), abs=0.005)


def test_window_that_opens_after_the_deadline_leaves_no_chance() -> None:
    late = not_before(20 * HOUR)
    for first in (Stage(stand=certain(HOUR)), build_legs(1)[0]):
        outlook = look_back(build_chain([first, Stage(stand=certain(HOUR), window=late)], PACE), 15 * HOUR)
        assert latest_s(outlook, 0, 0.1) is None
        assert chance_at(outlook, 0, -DAY) == 0


def test_ignoring_a_border_shut_at_night_leaves_hours_too_late() -> None:
    deadline_s = DAY + 13 * HOUR
    kept, ignored = (latest_s(look(deadline_s, w), 0, 0.9) for w in ({2: BORDER}, None))
    assert kept is not None and ignored is not None
    assert ignored - kept > 2 * HOUR
    drawn = draw_times(ignored, 4, {2: BORDER}, np.random.default_rng(5))[-1]
    assert (drawn <= deadline_s).mean() < 0.5


def test_one_pass_answers_for_every_node() -> None:
    outlook = look(2 * DAY, WINDOWS)
    for node in range(1, 5):
        rest = look_back(build_chain(build_legs(4, WINDOWS)[node:], PACE), 2 * DAY)
        assert latest_s(outlook, node, 0.9) == latest_s(rest, 0, 0.9)


def test_without_windows_the_paces_may_be_mixed_beforehand() -> None:
    stages = [*build_legs(3), Stage(stand=certain(1234))]
    whole = look_back(build_chain(stages, PACE), DAY)
    for node in range(4):
        runs, stands = [s.run for s in stages[node:3]], [s.stand for s in stages[node:]]
        total = add_spreads((mix_paces(add_spreads(runs), PACE_DEVIATION), *stands) if runs else stands)
        for confidence in (0.95, 0.9, 0.5, 0.1):
            assert latest_s(whole, node, confidence) == pytest.approx(start_s(total, DAY, confidence), abs=MIN)


def coverage(deviation: float) -> float:
    """Return how many journeys with a shared pace of 0.18 fall into the 95 % interval of another deviation."""
    chain = build_chain(build_legs(6), build_pace(deviation))
    forecast = look_ahead(chain, certain(0))
    low, high = first_s(forecast, 6, 0.025), first_s(forecast, 6, 0.975)
    rng = np.random.default_rng(42)
    drawn = draw_pace(0.18, rng) * sum(draw_pert(RUN, rng) for _ in range(6))
    drawn += sum(draw_pert(DWELL, rng) for _ in range(6))
    assert low is not None and high is not None and len(drawn) == DRAWS
    return float(((drawn >= low) & (drawn <= high)).mean())


def test_nominal_95_covers_95_with_the_shared_pace_and_far_less_without() -> None:
    assert coverage(0.18) == pytest.approx(0.947, abs=0.005)
    assert coverage(0) < 0.8
