"""Small journeys for the tests of chance, and independent draws of them: 400,000 at a time, by a fixed seed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from routes.estimate import Estimate
from routes.timing.chance import Stage
from routes.timing.elicited import STRETCH, build_pert
from routes.timing.windows import ALWAYS, FAR_S, Window

MIN, HOUR, DAY = 60, 3600, 86_400
DRAWS = 400_000
RUN = Estimate(190 * MIN, 240 * MIN, 330 * MIN)
DWELL = Estimate(10 * MIN, 20 * MIN, 40 * MIN)
BORDER: Window = tuple((day * DAY + 6 * HOUR, day * DAY + 22 * HOUR) for day in range(-8, 8))
Draws = NDArray[np.float64]


def build_legs(count: int, windows: dict[int, Window] | None = None) -> list[Stage]:
    """Return equal legs, each a run and a dwell, with windows by the number of the leg they stand before."""
    run, stand = build_pert(RUN), build_pert(DWELL)
    return [Stage(run, stand, (windows or {}).get(leg, ALWAYS)) for leg in range(count)]


def draw_pert(estimate: Estimate, rng: np.random.Generator, count: int = DRAWS) -> Draws:
    low, mode, high = estimate
    a, c = max(mode - STRETCH * (mode - low), 0), mode + STRETCH * (high - mode)
    shares: Draws = rng.beta(1 + 4 * (mode - a) / (c - a), 1 + 4 * (c - mode) / (c - a), count)
    return a + (c - a) * shares


def draw_pace(deviation: float, rng: np.random.Generator, count: int = DRAWS) -> Draws:
    paces: Draws = np.exp(deviation * rng.standard_normal(count))
    return paces


def wait(window: Window, ready: Draws) -> Draws:
    if not window:
        return ready
    opens = np.array([start for start, _ in window] + [FAR_S], dtype=float)
    on: Draws = np.maximum(ready, opens[np.searchsorted(np.array([end for _, end in window], dtype=float), ready)])
    return on


def draw_times(start_s: float, legs: int, windows: dict[int, Window], rng: np.random.Generator) -> list[Draws]:
    """Return the drawn instants of being ready at each node, from a start at node 0."""
    pace = draw_pace(0.18, rng)
    times = [np.full(DRAWS, float(start_s))]
    for leg in range(legs):
        on = wait(windows.get(leg, ALWAYS), times[-1])
        times.append(on + pace * draw_pert(RUN, rng) + draw_pert(DWELL, rng))
    return times
