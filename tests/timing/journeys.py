"""Small journeys for the tests of chance, and independent draws of them: 400,000 at a time, by a fixed seed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from routes.estimate import Estimate
from routes.halving import first_true
from routes.timing.chance import Outlook, Stage
from routes.timing.curve import values_at
from routes.timing.elicited import STRETCH, build_pert
from routes.timing.forecast import Forecast
from routes.timing.likelihood import instants
from routes.timing.spread import chance_by
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


def chance_gone(forecast: Forecast, node: int, at_s: float) -> float:
    """Return the chance of having gone on from a node (at the last: of having arrived) by an instant."""
    return sum(w * chance_by(s, at_s) for w, s in zip(forecast.weights, forecast.times[node], strict=True))


def chance_on_time(forecast: Forecast, outlook: Outlook, node: int) -> float:
    """Return the chance that the deadline of `outlook` is met by one who goes on from a node as forecast."""
    paces = zip(forecast.weights, forecast.times[node], outlook.curves[node], strict=True)
    return sum(w * float(np.dot(s.masses, values_at(c, instants(s)))) for w, s, c in paces)


def first_s(forecast: Forecast, node: int, chance: float) -> int | None:
    """Return the first second by which one has gone on from a node with a chance; None if it is never reached."""
    low = min(s.base_s - s.step_s for s in forecast.times[node])
    high = max(s.base_s + len(s.masses) * s.step_s for s in forecast.times[node])
    found = first_true(low, high, lambda at_s: chance_gone(forecast, node, at_s) >= chance)
    return found if chance_gone(forecast, node, found) >= chance else None
