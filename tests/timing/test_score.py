"""Intervals hold their ends, and a count of hits says little when it is small."""

from __future__ import annotations

import pytest

from routes.timing.elicited import build_pert
from routes.timing.score import covers, rate_interval
from routes.timing.spread import certain, quantile_s
from tests.timing.journeys import HOUR, MIN, RUN


@pytest.mark.parametrize(
    ("hits", "count", "low", "high"),
    [(6, 6, 0.5407, 1), (0, 6, 0, 0.4593), (9, 10, 0.5550, 0.9975), (90, 100, 0.8238, 0.9510)],
)
def test_interval_of_a_rate_is_that_of_clopper_and_pearson(hits: int, count: int, low: float, high: float) -> None:
    assert rate_interval(hits, count) == pytest.approx((low, high), abs=2e-4)


def test_central_interval_holds_its_ends_and_no_more() -> None:
    spread = build_pert(RUN)
    low, high = quantile_s(spread, 0.05), quantile_s(spread, 0.95)
    assert covers(spread, low, 0.9) and covers(spread, high, 0.9)
    assert not covers(spread, low - 2 * MIN, 0.9) and not covers(spread, high + 2 * MIN, 0.9)


def test_single_time_covers_itself_only() -> None:
    assert covers(certain(HOUR), HOUR, 0.5) and not covers(certain(HOUR), HOUR + MIN, 0.9)
