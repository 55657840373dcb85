"""A running time at every pace, mixed: the sum over running times of the normal chances of the log pace."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from itertools import count as count_up
from math import ceil, erf, exp, log, sqrt
from operator import mul
from typing import NamedTuple

from routes.timing.spread import Spread, pick_step, trim

CELL = 0.5  # deviations of the log pace: running times as near as that are taken together
REACH = 4.5  # deviations of the log pace either way
ROOT_HALF = sqrt(0.5)
DRAW_POINTS = 101
DRAW_REACH = 4.0  # deviations of the log of the time either way; beyond lie six of 100,000 cases


@lru_cache(maxsize=32)
def mix_paces(run: Spread, deviation: float) -> Spread:
    """Return the running time at every pace, mixed: e**b times it, b normal, on a grid of its own.

    The chance of at most t is the mean, over running times r, of the normal chance of log(t / r): it has no ripples
    however narrow the running time is. Running times nearer to each other than the pace tells apart are taken together.
    """
    if deviation == 0:
        return run
    atoms = list_atoms(run, CELL * deviation)
    first, second = (sum(w * r**n for w, r in atoms) for n in (1, 2))
    step = pick_step(sqrt(second * exp(2 * deviation**2) - (first * exp(deviation**2 / 2)) ** 2))
    low = int(atoms[0][1] * exp(-REACH * deviation) // step) * step
    count = ceil((atoms[-1][1] * exp(REACH * deviation) - low) / step) + 1
    edges = [log(max(low + n * step, 1)) * ROOT_HALF / deviation for n in range(count)]
    below = [0.0] * count
    for weight, running in atoms:
        _add_below(below, edges, weight / 2, log(running) * ROOT_HALF / deviation)
    return trim(low + step // 2, step, [b - a for a, b in pairwise(below)])


def list_atoms(run: Spread, width: float) -> list[tuple[float, float]]:
    """Return the weights and seconds of two points for each part of a spread whose logarithm is no wider than `width`.

    They lie one deviation either side of the mean of the part, in order.
    """
    atoms, index, half = list[tuple[float, float]](), 0, run.step_s / 2
    while index < len(run.masses):
        start = max(run.base_s + index * run.step_s - half, 1.0)
        stop = max(index + 1, int((start * exp(width) - run.base_s + half) // run.step_s))
        masses = run.masses[index:stop]
        if total := sum(masses):
            mean = sum(map(mul, count_up(), masses)) / total
            variance = sum([m * (n - mean) ** 2 for n, m in enumerate(masses)]) / total
            apart = 0.0 if run.is_certain else run.step_s * sqrt(variance + 1 / 12)
            middle = run.base_s + run.step_s * (index + mean)
            atoms += [(total / 2, max(middle - apart, 1.0)), (total / 2, max(middle + apart, 1.0))]
        index = stop
    return atoms


def _add_below(below: list[float], edges: Sequence[float], half: float, middle: float) -> None:
    """Add to `below` the normal chance of at most each edge, twice `half` in all."""
    reach = REACH * ROOT_HALF
    first, last = bisect_left(edges, middle - reach), bisect_left(edges, middle + reach)
    inside = [half * (1 + erf(edge - middle)) for edge in edges[first:last]]
    below[first:last] = [a + b for a, b in zip(below[first:last], inside, strict=True)]
    below[last:] = [b + 2 * half for b in below[last:]]


class Draws(NamedTuple):
    """Points of the whole running time of one assumption at every pace, the pace being mixed in.

    For each its weight, its factor on the mean running time, and the mean of the log pace there, which is spread about
    this mean by `deviation`. The logs of the factors are `apart`.
    """

    weights: tuple[float, ...]
    factors: tuple[float, ...]
    logs: tuple[float, ...]
    apart: float
    deviation: float


def draw_paces(run: Spread, deviation: float) -> Draws:
    """Return even points of the log of e**b times a running time, b normal, and what each says of the pace b."""
    own = _log_deviation(run)
    width = max(deviation, own / 20)  # of the bell about each running time; without a pace, next to none
    atoms = list_atoms(run, CELL * width)
    mean = sum(w * log(r) for w, r in atoms)
    spread = sqrt(own**2 + width**2)
    whole = sum(w * r for w, r in atoms)
    weights, logs, variances = list[float](), list[float](), list[float]()
    places = [mean + DRAW_REACH * spread * (2 * i / (DRAW_POINTS - 1) - 1) for i in range(DRAW_POINTS)]
    for place in places:
        fits = [(w * exp(-(((place - log(r)) / width) ** 2) / 2), place - log(r)) for w, r in atoms]
        weight = sum(fit for fit, _ in fits)
        middle = sum(fit * b for fit, b in fits) / weight if weight and deviation else 0.0
        weights.append(weight)
        logs.append(middle)
        variances.append(sum(fit * (b - middle) ** 2 for fit, b in fits))
    total = sum(weights)
    rest = sqrt(sum(variances) / total) if deviation else 0.0
    return Draws(
        tuple([w / total for w in weights]),
        tuple([exp(p) / whole for p in places]),
        tuple(logs),
        places[1] - places[0],
        rest,
    )


def _log_deviation(run: Spread) -> float:
    """Return the standard deviation of the log of a running time."""
    atoms = list_atoms(run, 0.0)
    mean = sum(w * log(r) for w, r in atoms)
    return sqrt(sum(w * (log(r) - mean) ** 2 for w, r in atoms))


def cut_draws(run: Spread, count: int) -> list[Spread]:
    """Return a running time as that many parts, from fast to slow, each as likely as another."""
    sums = [0.0, *accumulate(run.masses)]
    edges = [sums[-1] * n / count for n in range(count + 1)]
    parts = []
    for low, high in pairwise(edges):
        masses = [max(0.0, min(b, high) - max(a, low)) * count for a, b in pairwise(sums)]
        parts.append(trim(run.base_s, run.step_s, masses))
    return parts
