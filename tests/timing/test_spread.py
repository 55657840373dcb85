from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routes.estimate import Estimate
from routes.timing.convolve import convolve
from routes.timing.elicited import LogT, build_hold, build_log_t, build_pert
from routes.timing.spread import (
    Spread,
    add_spreads,
    certain,
    chance_by,
    mean_s,
    mix_spreads,
    quantile_s,
    regrid,
    score_s,
)
from tests.timing.journeys import DWELL, HOUR, MIN, RUN, draw_pert

ESTIMATES = st.lists(st.integers(0, 40 * HOUR), min_size=3, max_size=3).map(lambda x: Estimate(*sorted(x)))
SPREADS = ESTIMATES.map(build_pert)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40), st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_convolution_equals_the_sums_of_products(masses: list[float], values: list[float]) -> None:
    masses = [m / max(1.0, sum(masses)) for m in masses]
    assert convolve(masses, values) == pytest.approx(np.convolve(masses, values).tolist(), abs=1e-7)


def test_estimate_without_spread_is_certain_to_the_second() -> None:
    assert build_pert(Estimate(5027, 5027, 5027)) == certain(5027)


@given(ESTIMATES)
def test_pert_has_the_mean_of_the_stretched_estimate(estimate: Estimate) -> None:
    low = max(0, estimate.likely_s - 2 * (estimate.likely_s - estimate.low_s))
    high = estimate.likely_s + 2 * (estimate.high_s - estimate.likely_s)
    spread = build_pert(estimate)
    assert sum(spread.masses) == pytest.approx(1)
    assert mean_s(spread) == pytest.approx((low + 4 * estimate.likely_s + high) / 6, abs=1)


def test_pert_keeps_above_floor_and_zero() -> None:
    assert quantile_s(build_pert(RUN, floor_s=180 * MIN), 0) >= 179 * MIN
    assert quantile_s(build_pert(Estimate(0, 10 * MIN, HOUR)), 0) >= -MIN


def test_hold_may_not_come() -> None:
    hold = build_hold(Estimate(2 * HOUR, 4 * HOUR, 8 * HOUR), chance=0.3)
    assert chance_by(hold, 10 * MIN) == pytest.approx(0.7, abs=1e-3)
    assert mean_s(hold) == pytest.approx(0.3 * mean_s(build_pert(Estimate(2 * HOUR, 4 * HOUR, 8 * HOUR))), rel=0.01)
    assert build_hold(Estimate(0, 0, HOUR), chance=0) == certain(0)


@pytest.mark.parametrize("legs", [1, 3, 6])
def test_sum_equals_a_reference_on_a_grid_of_two_seconds(legs: int) -> None:
    step, length = 2, 2**16
    places = (np.arange(length) + 0.5) * step
    fine = np.ones(length // 2 + 1, dtype=complex)
    for low, mode, high in [(140, 240, 420), (0, 20, 60)] * legs:
        x = np.clip((places / MIN - low) / (high - low), 0, 1)
        density = x ** (4 * (mode - low) / (high - low)) * (1 - x) ** (4 * (high - mode) / (high - low))
        fine = fine * np.fft.rfft(density / density.sum())
    sums = np.cumsum(np.fft.irfft(fine))
    total = add_spreads([build_pert(RUN), build_pert(DWELL)] * legs)
    for chance in (0.05, 0.5, 0.95):
        expected = float(np.searchsorted(sums, chance)) * step + legs * step
        assert quantile_s(total, chance) == pytest.approx(expected, abs=MIN)


def test_wide_and_narrow_parts_add_to_the_minute() -> None:
    wide = Estimate(21 * HOUR, 26 * HOUR, 33 * HOUR)
    rng = np.random.default_rng(7)
    draws = sum(draw_pert(e, rng, 4_000_000) for e in (wide, DWELL, DWELL, RUN))
    total = add_spreads(build_pert(e) for e in (wide, DWELL, DWELL, RUN))
    assert quantile_s(total, 0.95) == pytest.approx(float(np.quantile(draws, 0.95)), abs=1.5 * MIN)  # 0.5 is the draws'


@given(SPREADS, st.floats(0.5, 2))
def test_scaling_keeps_mean_and_mass(spread: Spread, factor: float) -> None:
    scaled = regrid(spread, spread.step_s, factor)
    assert sum(scaled.masses) == pytest.approx(1)
    assert mean_s(scaled) == pytest.approx(factor * mean_s(spread), abs=1)


@given(SPREADS, st.lists(st.floats(0.001, 0.999), min_size=2, max_size=2).map(sorted))
def test_quantiles_rise_and_undo_the_distribution(spread: Spread, chances: list[float]) -> None:
    low, high = (quantile_s(spread, c) for c in chances)
    assert low <= high
    if not spread.is_certain:
        assert chance_by(spread, low) == pytest.approx(chances[0], abs=1e-6)


def test_mixture_has_the_chances_of_its_parts() -> None:
    parts = (build_pert(RUN), build_pert(DWELL), certain(2 * HOUR))
    mixed = mix_spreads((0.5, 0.3, 0.2), parts)
    assert chance_by(mixed, 90 * MIN) == pytest.approx(0.3, abs=1e-3)
    assert chance_by(mixed, 130 * MIN) == pytest.approx(0.5, abs=1e-3)


def test_score_of_a_certain_time_is_its_error() -> None:
    assert score_s(certain(600), 900) == 300


@settings(deadline=None)
@given(SPREADS, st.integers(0, 90 * HOUR))
def test_score_equals_the_sum_over_seconds_grid(spread: Spread, seen_s: int) -> None:
    cells = np.linspace(min(seen_s, -HOUR), max(seen_s, 121 * HOUR), 4001)
    middles = (cells[:-1] + cells[1:]) / 2
    width = float(cells[1] - cells[0])
    reference = sum((chance_by(spread, float(t)) - (seen_s <= t)) ** 2 for t in middles) * width
    assert score_s(spread, seen_s) == pytest.approx(reference, abs=3 * width)


def test_log_t_spread_has_the_quantiles_of_draws() -> None:
    fitted = LogT(7, 0.1, 0.15)
    draws = 6 * HOUR * np.exp(0.1 + 0.15 * np.random.default_rng(3).standard_t(7, 4_000_000))
    spread = build_log_t(6 * HOUR, fitted)
    for chance in (0.05, 0.5, 0.95):
        assert quantile_s(spread, chance) == pytest.approx(float(np.quantile(draws, chance)), abs=MIN)
