"""Lengths of many pieces at once, against the engine for one."""

from __future__ import annotations

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given
from hypothesis import strategies as st

from routes.rail.lengths import measure_pieces


def measure(lat0: int, lon0: int, lat1: int, lon1: int) -> float:
    columns = (np.array([value], np.int32) for value in (lat0, lon0, lat1, lon1))
    return float(measure_pieces(*columns)[0])


def true_m(lat0: int, lon0: int, lat1: int, lon1: int) -> float:
    return float(Geodesic.WGS84.Inverse(lat0 / 1e7, lon0 / 1e7, lat1 / 1e7, lon1 / 1e7)["s12"])


@given(
    st.integers(-900_000_000, 900_000_000),
    st.integers(-1_800_000_000, 1_800_000_000),
    st.floats(0, 360),
    st.floats(0, 200_000),
)
def test_length_is_that_of_the_exact_engine(lat: int, lon: int, bearing: float, away_m: float) -> None:
    there = Geodesic.WGS84.Direct(lat / 1e7, lon / 1e7, bearing, away_m)
    ends = (lat, lon, round(there["lat2"] * 1e7), round(there["lon2"] * 1e7))
    error_m = abs(measure(*ends) - true_m(*ends))
    assert error_m < (0.0001 if away_m <= 999 else 0.02)


@pytest.mark.parametrize(
    ("ends", "length_m"),
    [
        ((500_000_000, 100_000_000, 500_000_000, 100_000_000), 0),
        ((0, 1_800_000_000, 0, -1_800_000_000), 0),
        ((0, 1_799_999_000, 0, -1_799_999_000), 22.264),
        ((900_000_000, 0, 900_000_000, 900_000_000), 0),
        ((0, 0, 0, 1_799_000_000), 20_003_931.459 - 0.0),
    ],
)
def test_extremes(ends: tuple[int, int, int, int], length_m: float) -> None:
    assert measure(*ends) == pytest.approx(true_m(*ends), abs=0.001)
    assert true_m(*ends) == pytest.approx(length_m, rel=0.01, abs=0.001)
