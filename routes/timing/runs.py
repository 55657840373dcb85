"""From length and speed to running time."""

from __future__ import annotations

from routes.estimate import Estimate
from routes.units import run_seconds


def run_estimate(length_m: int, *, low_kmh: float, likely_kmh: float, high_kmh: float) -> Estimate:
    """Return the running time over `length_m`; the highest speed gives the lowest time."""
    return Estimate(run_seconds(length_m, high_kmh), run_seconds(length_m, likely_kmh), run_seconds(length_m, low_kmh))
