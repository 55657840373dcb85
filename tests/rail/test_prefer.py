"""What a train prefers of track."""

from __future__ import annotations

import doctest
from math import inf, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.rail import prefer
from routes.rail.assemble import bare_graph
from routes.rail.graph import USAGES, RailGraph
from routes.rail.prefer import PREFERRED_USAGES, Prefers, factors


def graph(**columns: list[int]) -> RailGraph:
    """Return edges in a row with these columns; nothing else is known of them."""
    count = len(next(iter(columns.values()))) if columns else 3
    start = np.arange(count, dtype=np.int32)
    nodes = np.arange(count + 1, dtype=np.int32)
    made = bare_graph(nodes, nodes, start=start, end=start + 1, length_m=start + 1)
    given = {name: np.array(column, np.int16) for name, column in columns.items()}
    return RailGraph._make(given.get(name, value) for name, value in zip(RailGraph._fields, made, strict=True))


@pytest.mark.parametrize(
    ("columns", "prefers", "expected"),
    [
        ({"highspeed": [1, 0, -1]}, Prefers(highspeed="no"), [2, 1, sqrt(2)]),
        ({"highspeed": [1, 0, -1]}, Prefers(highspeed="yes"), [1, 2, sqrt(2)]),
        ({"highspeed": [1, 0, -1]}, Prefers(highspeed="never"), [inf, 1, 1]),
        ({"usage": [1, 2, 4, 0]}, Prefers(usage=("main", "branch"), detour=4), [1, 1, 4, 2]),
        ({"electrified": [1, 0, -1]}, Prefers(electrified=True), [1, 2, sqrt(2)]),
        ({"electrified": [1, 0, -1]}, Prefers(electrified=False), [2, 1, sqrt(2)]),
        ({"gauge_mm": [1435, 1000, 1676, 0]}, Prefers(min_gauge_mm=1435, max_gauge_mm=1600), [1, 2, 2, sqrt(2)]),
        ({"gauge_mm": [1435, 1000]}, Prefers(min_gauge_mm=1435), [1, 2]),
        ({"gauge_mm": [1435, 1000]}, Prefers(max_gauge_mm=1067), [2, 1]),
        ({"speed_kmh": [160, 40, 0]}, Prefers(min_speed_kmh=80), [1, 2, sqrt(2)]),
        ({"speed_kmh": [160, 40], "electrified": [0, 0]}, Prefers(min_speed_kmh=80, electrified=True), [1, 2]),
        ({"speed_kmh": [160, 40], "electrified": [1, 0]}, Prefers(min_speed_kmh=80, electrified=True), [1, 4]),
    ],
)
def test_track_that_is_not_preferred_counts_longer(
    columns: dict[str, list[int]], prefers: Prefers, expected: list[float]
) -> None:
    assert factors(graph(**columns), prefers).tolist() == pytest.approx(expected)


def test_track_of_several_gauges_counts_by_the_one_that_fits() -> None:
    made = graph(gauge_mm=[-1, 1520, -2])._replace(mixed_gauges=((1435, 1520), (1000, 1067)))
    assert factors(made, Prefers(max_gauge_mm=1435)).tolist() == [1, 2, 1]


def test_network_of_which_nothing_is_known_is_not_weighed() -> None:
    everything = Prefers("no", ("main",), electrified=True, min_gauge_mm=1435, max_gauge_mm=1520, min_speed_kmh=80)
    assert factors(graph(), everything).tolist() == [1, 1, 1]
    assert factors(graph(), Prefers()).tolist() == [1, 1, 1]
    assert factors(graph(gauge_mm=[]), everything).tolist() == []


def test_every_usage_can_be_preferred() -> None:
    assert set(PREFERRED_USAGES) == set(USAGES) - {""}


column = st.lists(st.integers(-1, 1), min_size=5, max_size=5)


@given(column, column, st.floats(1, 100), st.sampled_from(["", "yes", "no"]), st.sampled_from([None, True, False]))
def test_best_track_counts_once_and_none_less(
    highspeed: list[int], electrified: list[int], detour: float, fast: str, power: bool | None
) -> None:
    prefers = Prefers(fast, electrified=power, detour=detour)
    found = factors(graph(highspeed=highspeed, electrified=electrified), prefers)
    assert found.min() == 1
    assert (found <= detour**2 + 1e-9).all()


def test_example_holds() -> None:
    assert doctest.testmod(prefer).failed == 0
