"""Times laid end to end from either end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from routes.timing.propagate import Direction, propagate

DURATIONS = st.lists(st.integers(0, 10**7), max_size=30)
FORWARD, BACKWARD = Direction.FORWARD, Direction.BACKWARD


def test_forward_starts_at_the_fixed_time() -> None:
    assert propagate([10, 0, 5], fixed_s=100, direction=FORWARD) == [100, 110, 110, 115]


def test_backward_ends_at_the_fixed_time_in_travel_order() -> None:
    assert propagate([10, 0, 5], fixed_s=100, direction=BACKWARD) == [85, 95, 95, 100]


def test_nothing_to_do_has_one_boundary() -> None:
    assert propagate([], fixed_s=7, direction=FORWARD) == [7] == propagate([], fixed_s=7, direction=BACKWARD)


@given(DURATIONS, st.integers(-(10**9), 10**9))
def test_backward_then_forward_is_the_same_chain(durations: list[int], fixed_s: int) -> None:
    back = propagate(durations, fixed_s=fixed_s, direction=BACKWARD)
    assert propagate(durations, fixed_s=back[0], direction=FORWARD) == back
    assert back[-1] == fixed_s and len(back) == len(durations) + 1


@given(DURATIONS, st.integers(0, 10**9), st.integers(0, 10**6))
def test_a_later_end_moves_every_boundary_by_as_much(durations: list[int], fixed_s: int, later: int) -> None:
    early = propagate(durations, fixed_s=fixed_s, direction=BACKWARD)
    assert propagate(durations, fixed_s=fixed_s + later, direction=BACKWARD) == [t + later for t in early]
