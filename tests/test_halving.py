"""Where a condition turns true, found by halving, is where a search one by one finds it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pytest import approx

from routes.halving import first_true, solve


@given(low=st.integers(-(10**12), 10**12), width=st.integers(1, 300), turn=st.integers(1, 300))
def test_first_true_is_that_of_a_search_one_by_one(low: int, width: int, turn: int) -> None:
    asked = list[int]()

    def is_true(n: int) -> bool:
        asked.append(n)
        return n >= low + turn

    high = low + width
    assert first_true(low, high, is_true) == next((n for n in range(low + 1, high) if n >= low + turn), high)
    assert all(low < n < high for n in asked)
    assert len(asked) <= width.bit_length()


@given(st.floats(0, 7), st.floats(0.1, 7))
def test_solution_is_where_a_rising_function_has_the_value(root: float, high: float) -> None:
    assert solve(lambda x: x**3 + x, root**3 + root, high=high) == approx(min(root, high), abs=2e-9)
