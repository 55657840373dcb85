"""The time of a journey worked out again with arrays, on a grid of seconds, and draws of it with shared assumptions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import erfc, exp, sqrt
from typing import NamedTuple

import numpy as np

from routes.estimate import Estimate, Law
from routes.ids import StationCode
from routes.itinerary import Item, Itinerary, Leg, Work
from routes.timing.elicited import stretch_of
from routes.timing.windows import Window
from tests.timing.journeys import DRAWS, Draws, wait

TOP_MS = 160 / 3.6
Z = np.linspace(-9, 9, 72_001)
NORMAL = np.array([erfc(-z / sqrt(2)) / 2 for z in Z])
ELICITED = Law()


def leg(low_s: float, likely_s: float, high_s: float, key: str, *, law: Law = ELICITED, km: float = 1) -> Leg:
    """Return a leg whose running time rests on an assumption."""
    time, a, b = Estimate(round(low_s), round(likely_s), round(high_s)), StationCode("a"), StationCode("b")
    return Leg(a, b, round(km * 1000), 0, "official", "", 0, "line", 1435, False, "test", time, (key,), law)


def work(low_s: float, likely_s: float, high_s: float, *, law: Law = ELICITED, kind: str = "stop") -> Work:
    """Return a work that is drawn by itself."""
    return Work(kind, StationCode("b"), Estimate(round(low_s), round(likely_s), round(high_s)), (kind,), law)


def journey(*items: Item, pace: float = 0.18) -> Itinerary:
    """Return a journey of these items."""
    return Itinerary(StationCode("a"), StationCode("b"), items, 1000, pace)


class Beta(NamedTuple):
    """The bounds of a PERT spread and its two powers."""

    low: float
    high: float
    left: float
    right: float


def _beta(time: Estimate, law: Law, floor_s: float) -> Beta:
    stretch, mode = stretch_of(law.coverage), time.likely_s
    low = max(mode - stretch * (mode - time.low_s), min(floor_s, mode), 0)
    high = mode + stretch * (time.high_s - mode)
    return Beta(low, high, 4 * (mode - low) / (high - low), 4 * (high - mode) / (high - low))


class Line(NamedTuple):
    """Chances of a time: `masses[i]` at `start_s + i * step_s`."""

    start_s: float
    step_s: float
    masses: Draws

    def plus(self, other: Line) -> Line:
        count = len(self.masses) + len(other.masses) - 1
        size = 1 << (count - 1).bit_length()
        product = np.fft.irfft(np.fft.rfft(self.masses, size) * np.fft.rfft(other.masses, size), size)[:count]
        return Line(self.start_s + other.start_s, self.step_s, product)

    def quantile_s(self, chance: float) -> float:
        sums = np.cumsum(self.masses)
        index = int(np.searchsorted(sums, chance))
        before = sums[index - 1] if index else 0.0
        return self.start_s + (index - 0.5 + float((chance - before) / (sums[index] - before))) * self.step_s


def _line(time: Estimate, law: Law, step_s: float, floor_s: float = 0) -> Line:
    if time.low_s == time.high_s:
        return Line(time.likely_s, step_s, np.ones(1))
    if law.freedom:
        places = (np.arange(int(time.likely_s * 6 / step_s)) + 0.5) * step_s
        density = (1 + (np.log(places / time.likely_s) / law.scale) ** 2 / law.freedom) ** (-(law.freedom + 1) / 2)
        masses = density / places
    else:
        beta = _beta(time, law, floor_s)
        fine = np.linspace(beta.low, beta.high, 40_001)
        x = (fine[1:] + fine[:-1]) / 2
        share = (x - beta.low) / (beta.high - beta.low)
        weights = share**beta.left * (1 - share) ** beta.right
        masses = np.bincount((x / step_s).astype(int), weights)
    return Line(step_s / 2, step_s, masses / masses.sum())


def _at_every_pace(run: Line, deviation: float) -> Line:
    """Return the sum over running times of the chances that the pace makes each as long as each instant."""
    times = run.start_s + np.arange(len(run.masses)) * run.step_s
    edges = np.arange(int(times[-1] * exp(6 * deviation) / run.step_s) + 2) * run.step_s
    logs, sums = np.log(np.maximum(edges, 1e-9)), np.zeros(len(edges))
    for part in np.array_split(np.flatnonzero(run.masses > 1e-12), 400):
        weight = run.masses[part].sum()
        if weight > 0:
            middle = float((run.masses[part] * times[part]).sum() / weight)
            sums += weight * np.interp((logs - np.log(middle)) / deviation, Z, NORMAL)
    return Line(run.step_s / 2, run.step_s, np.diff(sums))


def exact_quantiles(itinerary: Itinerary, chances: Sequence[float], *, step_s: float = 5) -> list[float]:
    """Return quantiles of the time of a journey without windows, legs of one assumption sharing one draw."""
    groups: dict[tuple[str, ...], list[Leg]] = {}
    for each in itinerary.legs:
        groups.setdefault(each.keys, []).append(each)
    run, rest = Line(0, step_s, np.ones(1)), Line(0, step_s, np.ones(1))
    for legs in groups.values():
        time = Estimate(*(sum(times) for times in zip(*(x.time for x in legs), strict=True)))
        line = _line(time, legs[0].law, step_s, sum(x.length_m for x in legs) / TOP_MS)
        run, rest = (run, rest.plus(line)) if len(line.masses) == 1 else (run.plus(line), rest)
    for item in itinerary.items:
        if isinstance(item, Work):
            line = _line(item.time, item.law._replace(chance=1.0), step_s)
            held = rest.plus(line)
            rest = held if item.law.chance == 1 else _either(rest, held, item.law.chance)
    total = rest if len(run.masses) == 1 else _at_every_pace(run, itinerary.pace).plus(rest)
    return [total.quantile_s(chance) for chance in chances]


def _either(without: Line, held: Line, chance: float) -> Line:
    shift = round((held.start_s - without.start_s) / without.step_s)
    masses = np.zeros(shift + len(held.masses))
    masses[: len(without.masses)] += (1 - chance) * without.masses
    masses[shift:] += chance * held.masses
    return without._replace(masses=masses)


def draw_course(itinerary: Itinerary, start_s: float, windows: Mapping[int, Window], *, seed: int) -> list[Draws]:
    """Return drawn instants of going on at each boundary; legs of one assumption share its draw, and all the pace."""
    rng = np.random.default_rng(seed)
    pace = np.exp(itinerary.pace * rng.standard_normal(DRAWS))
    shares: dict[tuple[str, ...], Draws] = {}
    now, found = np.full(DRAWS, float(start_s)), list[Draws]()
    for boundary, item in enumerate(itinerary.items):
        now = wait(windows.get(boundary, ()), now)
        found.append(now)
        if isinstance(item, Leg):
            if item.keys not in shares:
                shares[item.keys] = _draw_share(itinerary, item, rng)
            moved = pace if item.time.low_s < item.time.high_s else 1.0
            now = now + moved * shares[item.keys] * item.time.likely_s
        else:
            comes = rng.random(DRAWS) < item.law.chance
            now = now + comes * _draw(item.time, item.law, 0, rng)
    return [*found, wait(windows.get(len(itinerary.items), ()), now)]


def _draw_share(itinerary: Itinerary, like: Leg, rng: np.random.Generator) -> Draws:
    legs = [x for x in itinerary.legs if x.keys == like.keys]
    time = Estimate(*(sum(times) for times in zip(*(x.time for x in legs), strict=True)))
    drawn: Draws = _draw(time, like.law, sum(x.length_m for x in legs) / TOP_MS, rng) / time.likely_s
    return drawn


def _draw(time: Estimate, law: Law, floor_s: float, rng: np.random.Generator) -> Draws:
    if time.low_s == time.high_s:
        return np.full(DRAWS, float(time.likely_s))
    if law.freedom:
        learned: Draws = time.likely_s * np.exp(law.scale * rng.standard_t(law.freedom, DRAWS))
        return learned
    beta = _beta(time, law, floor_s)
    drawn: Draws = beta.low + (beta.high - beta.low) * rng.beta(1 + beta.left, 1 + beta.right, DRAWS)
    return drawn
