"""How estimates add."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from routes.estimate import ZERO, Estimate, add_estimates

ESTIMATES = st.lists(st.tuples(*[st.integers(0, 10**6)] * 3).map(lambda v: Estimate(*sorted(v))), max_size=8)


def test_ends_add_apart() -> None:
    assert add_estimates([Estimate(1, 2, 3), Estimate(10, 20, 30)]) == Estimate(11, 22, 33)


def test_no_parts_are_zero() -> None:
    assert add_estimates([]) == ZERO


@given(ESTIMATES)
def test_order_does_not_count_and_the_sum_stays_in_order(parts: list[Estimate]) -> None:
    total = add_estimates(parts)
    assert add_estimates(reversed(parts)) == total
    assert total.low_s <= total.likely_s <= total.high_s
