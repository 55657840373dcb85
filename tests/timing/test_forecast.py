from __future__ import annotations

import numpy as np
import pytest

from routes.errors import InfeasibleError
from routes.timing.chance import build_chain, build_pace, chance_at, latest_s, look_back
from routes.timing.forecast import (
    Sighting,
    look_ahead,
    pass_window,
    weigh_paces,
)
from routes.timing.spread import Spread, certain, chance_by
from routes.timing.windows import Window, not_before
from tests.timing.journeys import (
    BORDER,
    DAY,
    HOUR,
    MIN,
    Draws,
    build_legs,
    chance_gone,
    chance_on_time,
    draw_times,
    first_s,
    wait,
)

PACE = build_pace()
CHANCES = (0.05, 0.25, 0.5, 0.75, 0.95)


def drawn_times(windows: dict[int, Window], seed: int) -> list[Draws]:
    ready = draw_times(0, 4, windows, np.random.default_rng(seed))
    return [wait(windows.get(node, ()), t) for node, t in enumerate(ready)]


@pytest.mark.parametrize("windows", [{}, {2: BORDER}], ids=["open", "border hours"])
def test_times_at_every_node_equal_the_draws(windows: dict[int, Window]) -> None:
    forecast = look_ahead(build_chain(build_legs(4, windows), PACE), certain(0))
    for node, drawn in enumerate(drawn_times(windows, seed=2)):
        for hours in range(0, 40, 2):
            chance = chance_gone(forecast, node, hours * HOUR + 60)
            assert chance == pytest.approx(float((drawn <= hours * HOUR + 60).mean()), abs=0.005)


def test_forward_agrees_with_backward() -> None:
    chain = build_chain(build_legs(4, {2: BORDER}), PACE)
    for hours in (18, 22, 26, 30):
        outlook = look_back(chain, hours * HOUR)
        forecast = look_ahead(chain, certain(0))
        by_deadline = chance_gone(forecast, 4, hours * HOUR)
        assert by_deadline == pytest.approx(chance_at(outlook, 0, 0), abs=0.004)
        for node in range(4):
            assert chance_on_time(forecast, outlook, node) == pytest.approx(by_deadline, abs=0.004)


def test_window_that_never_opens_again_is_never_passed() -> None:
    forecast = look_ahead(build_chain(build_legs(2, {1: ((0, 4 * HOUR),)}), PACE), certain(0))
    assert first_s(forecast, 2, 0.9) is None
    assert 0.01 < chance_gone(forecast, 2, DAY) - chance_gone(forecast, 2, 0) < 0.9


def test_window_keeps_what_is_ready_before_it_opens() -> None:
    ready = Spread(8 * HOUR, MIN, (0.25,) * 4)
    assert chance_by(pass_window(ready, not_before(9 * HOUR)), 9 * HOUR + MIN) == pytest.approx(1)
    assert chance_by(pass_window(ready, not_before(9 * HOUR)), 9 * HOUR - MIN) == 0


def test_window_shut_before_and_after_takes_only_what_is_inside() -> None:
    ready = Spread(8 * HOUR, MIN, (0.25,) * 4)
    for shuts_min, passed in ((-60, 0), (1.5, 0.5), (60, 1)):
        window = ((0, HOUR), (7 * HOUR, round(8 * HOUR + shuts_min * MIN)))
        assert sum(pass_window(ready, window).masses) == pytest.approx(passed)


@pytest.mark.parametrize("windows", [{}, {2: BORDER}], ids=["open", "border hours"])
def test_sighting_with_a_huge_error_changes_nothing(windows: dict[int, Window]) -> None:
    chain = build_chain(build_legs(4, windows), PACE)
    plain = look_ahead(chain, certain(0))
    vague = look_ahead(chain, certain(0), [Sighting(2, 5 * HOUR, 1e9)])
    assert vague.weights == pytest.approx(plain.weights, abs=1e-6)
    for node in range(1, 5):
        for chance in CHANCES:
            assert first_s(vague, node, chance) == pytest.approx(first_s(plain, node, chance), abs=2)


@pytest.mark.parametrize("error_min", [5, 45])
def test_sighting_mends_what_follows_and_what_lies_before(error_min: int) -> None:
    """Against draws weighted by how well each fits the sighting."""
    windows = {3: BORDER}
    seen = Sighting(2, 11 * HOUR, error_min * MIN)
    forecast = look_ahead(build_chain(build_legs(4, windows), PACE), certain(0), [seen])
    drawn = drawn_times(windows, seed=8)
    weights = np.exp(-(((drawn[2] - seen.at_s) / seen.error_s) ** 2) / 2)
    for node in (1, 2, 3, 4):
        for chance in CHANCES:
            time = first_s(forecast, node, chance)
            assert time is not None
            reference = float((weights * (drawn[node] <= time)).sum() / weights.sum())
            assert reference == pytest.approx(chance, abs=0.02) or (node == 3 and reference > chance)


def test_two_sightings_on_one_way_narrow_the_rest() -> None:
    chain = build_chain(build_legs(4), PACE)
    one = [Sighting(1, 5 * HOUR, 10 * MIN)]
    two = [*one, Sighting(2, 10 * HOUR, 10 * MIN)]
    widths = []
    for seen in ([], one, two):
        forecast = look_ahead(chain, certain(0), seen)
        low, high = first_s(forecast, 4, 0.05), first_s(forecast, 4, 0.95)
        assert low is not None and high is not None
        widths.append(high - low)
    assert widths == sorted(widths, reverse=True)


def test_slow_first_leg_makes_the_rest_slow() -> None:
    chain = build_chain(build_legs(4), PACE)
    forecast = look_ahead(chain, certain(0))
    slow, fast = (weigh_paces(forecast, Sighting(1, h * HOUR, 10 * MIN)) for h in (6, 4))
    outlook = look_back(chain, DAY)
    readings = [latest_s(outlook, 1, 0.9, weights=w) for w in (slow, fast)]
    assert readings[0] is not None and readings[1] is not None
    assert readings[0] < readings[1]


def test_weights_of_one_sighting_are_those_of_the_whole_forecast() -> None:
    chain = build_chain(build_legs(3), PACE)
    seen = Sighting(1, 5 * HOUR, 10 * MIN)
    whole = look_ahead(chain, certain(0), [seen])
    assert whole.weights == pytest.approx(weigh_paces(look_ahead(chain, certain(0)), seen))


def test_sighting_that_no_pace_explains_is_refused() -> None:
    with pytest.raises(InfeasibleError, match="no pace"):
        look_ahead(build_chain(build_legs(3), PACE), certain(0), [Sighting(1, 10 * MIN, MIN)])
