"""What cases teach: the closed formula, the weight of an error, and standing told by what the rest leaves over."""

from __future__ import annotations

from math import sqrt

import pytest

from routes.estimate import Estimate
from routes.timing.elicited import build_hold, build_pert
from routes.timing.learn import LogCase, Stand, bell, judge_stand, learn_logs, mix_stands
from routes.timing.spread import certain, chance_by, deviation_s, mean_s, quantile_s
from tests.timing.journeys import HOUR, MIN


def test_without_journeys_the_prior_remains() -> None:
    learned = learn_logs({"speed": []})
    assert (learned.freedom, learned.scale) == pytest.approx((4, 0.12))
    assert learned.levels["speed"] == pytest.approx((0, 0.36))
    assert learned.deviation == pytest.approx(0.12 * sqrt(2))


def test_three_exact_journeys_by_hand() -> None:
    learned = learn_logs({"speed": [LogCase(x, 0) for x in (0.1, 0.2, 0.3)]})
    squares = 4 * 0.12**2 + 0.02 + 0.36 * 3 * 0.2**2 / 3.36
    assert (learned.freedom, learned.scale) == pytest.approx((7, sqrt(squares / 7)))
    assert learned.levels["speed"] == pytest.approx((0.6 / 3.36, 3.36))


def test_a_journey_clocked_as_loosely_as_journeys_differ_counts_half() -> None:
    learned = learn_logs({"speed": [LogCase(0.2, 0.12)]})
    assert learned.levels["speed"] == pytest.approx((0.1 / 0.86, 0.86))
    assert learned.freedom == pytest.approx(4.5)


def test_scatter_is_pooled_over_kinds_and_levels_are_not() -> None:
    cases = [LogCase(0.1, 0), LogCase(-0.1, 0)]
    both = learn_logs({"a": cases, "b": [LogCase(x.log + 1, 0) for x in cases]})
    assert both.freedom == 8
    assert both.levels["a"].middle == pytest.approx(0)
    assert both.levels["b"].middle == pytest.approx(2 / 2.36)


def test_a_stay_clocked_at_both_ends_is_what_the_clocks_say() -> None:
    prior = Stand(1.0, build_pert(Estimate(30 * MIN, 60 * MIN, 180 * MIN)))
    found = judge_stand(prior, certain(0), elapsed_s=HOUR, error_s=5 * MIN)
    assert found is not None and found.chance == 1
    assert mean_s(found.time) == pytest.approx(HOUR, abs=MIN)
    assert deviation_s(found.time) == pytest.approx(5 * MIN, rel=0.1)


def test_a_long_time_makes_a_hold_likely_and_a_short_one_makes_it_unlikely() -> None:
    estimate, rest = Estimate(HOUR, 4 * HOUR, 12 * HOUR), build_pert(Estimate(18 * HOUR, 20 * HOUR, 24 * HOUR))
    prior = Stand(0.5, build_hold(estimate, chance=1))
    late, early = (judge_stand(prior, rest, elapsed_s=h * HOUR, error_s=MIN) for h in (40, 19))
    assert late and early and late.chance > 0.99 and early.chance < 0.3
    assert mean_s(late.time) == pytest.approx(18.5 * HOUR, abs=3 * HOUR)


def test_beyond_the_reach_of_the_prior_what_is_left_over_counts() -> None:
    prior = Stand(0.5, build_hold(Estimate(HOUR, 2 * HOUR, 3 * HOUR), chance=1))
    found = judge_stand(prior, certain(10 * HOUR), elapsed_s=60 * HOUR, error_s=10 * MIN)
    assert found and found.chance == 1
    assert quantile_s(found.time, 0.5) == pytest.approx(50 * HOUR, abs=10 * MIN)


def test_shorter_than_the_rest_says_nothing() -> None:
    prior = Stand(1.0, build_pert(Estimate(HOUR, 2 * HOUR, 3 * HOUR)))
    assert judge_stand(prior, certain(10 * HOUR), elapsed_s=5 * HOUR, error_s=MIN) is None


def test_mixture_weighs_the_prior_as_one_case() -> None:
    mixed = mix_stands([Stand(0.5, certain(HOUR)), Stand(1.0, certain(10 * HOUR))])
    assert mixed.chance == pytest.approx(0.75)
    assert chance_by(mixed.time, 2 * HOUR) == pytest.approx(1 / 3)


@pytest.mark.parametrize("error_s", [0, 30, 300, 7200])
def test_bell_is_centred_and_as_wide_as_the_error(error_s: float) -> None:
    assert mean_s(bell(error_s)) == pytest.approx(0, abs=1)
    assert deviation_s(bell(error_s)) == pytest.approx(max(error_s, 30), rel=0.1)
