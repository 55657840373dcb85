"""How late a vehicle is: its law, and the same law as masses to be added."""

from __future__ import annotations

import pytest

from routes.estimate import ELICITED, Estimate
from routes.timing.elicited import build_spread
from routes.timing.lateness import PUNCTUAL, Lateness, build_lateness, spread_lateness
from routes.timing.spread import chance_by, mean_s

LAW = Lateness((0.0, 300.0, 1800.0), (0.6, 0.9, 1.0))


def test_share_on_time_is_had_at_once() -> None:
    assert [LAW.by(s) for s in (-1, 0, 150, 300, 1800, 9999)] == [0.0, 0.6, pytest.approx(0.75), 0.9, 1.0, 1.0]


def test_punctual_is_certain() -> None:
    assert PUNCTUAL.is_certain
    assert [PUNCTUAL.by(s) for s in (-1, 0, 1)] == [0.0, 1.0, 1.0]


def test_masses_have_the_chances_of_their_law() -> None:
    spread = spread_lateness(LAW)
    assert sum(spread.masses) == pytest.approx(1)
    for late_s in range(30, 1800, 60):
        assert chance_by(spread, late_s) == pytest.approx(LAW.by(late_s), abs=0.002)


def test_law_of_masses_gives_them_back_and_is_never_early() -> None:
    spread = build_spread(Estimate(0, 180, 1200), ELICITED)
    law = build_lateness(spread)
    assert law.by(-0.01) == 0
    for late_s in range(60, 3000, 137):
        assert law.by(late_s) == pytest.approx(chance_by(spread, late_s), abs=1e-9)
    assert mean_s(spread_lateness(law)) == pytest.approx(mean_s(spread), abs=30)
