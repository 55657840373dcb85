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

CELL, FINE_CELL = 0.5, 0.25  # deviations of the log pace: running times as near as that are taken together
REACH = 4.5  # deviations of the log pace either way
ROOT_HALF = sqrt(0.5)
ROOTS = ((sqrt(5) - 1) / 2, sqrt(2) - 1, sqrt(3) - 1, (sqrt(13) - 3) / 2, sqrt(7) - 2, sqrt(11) - 3)
DRAW_SCALE = 0.7  # of the logistic law of the points, in deviations of the log of the time


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
    below[0], below[-1] = 0.0, 1.0  # what lies beyond the ends is of the first and the last cell
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
    """Points of the whole running time of one assumption at every pace, and a log pace that fits it at each.

    For each its weight, its factor on the mean running time, a log pace, about which the pace is still spread by
    `deviation`, and the `gaps` between the logs of the factors about it.
    """

    weights: tuple[float, ...]
    factors: tuple[float, ...]
    logs: tuple[float, ...]
    gaps: tuple[float, ...]
    deviation: float


def draw_paces(run: Spread, deviation: float, *, turns: Sequence[float], blur: float) -> Draws:
    """Return points of the log of e**b times a running time, b normal, each with one b of those that lead to it.

    There is a point for each of the `turns`, the share of these b that is to lie below the one taken; `blur` is the
    share of their deviation that is left about each. At 1 it is their mean.
    """
    own = log_moments(run)[1]
    width = max(deviation, own / 20)  # of the bell about each running time; without a pace, next to none
    atoms = list_atoms(run, FINE_CELL * width)
    places, gaps = _list_places(atoms, sqrt(own**2 + width**2), len(turns))
    weights, logs, variances = list[float](), list[float](), list[float]()
    atom_logs = [(w, log(r)) for w, r in atoms]
    for place, gap, turn in zip(places, gaps, turns, strict=True):
        fits = [(w * gap * exp(-(((place - r) / width) ** 2) / 2), place - r) for w, r in reversed(atom_logs)]
        weight = sum(fit for fit, _ in fits)
        middle = sum(fit * b for fit, b in fits) / weight if weight and deviation else 0.0
        weights.append(weight)
        variances.append(sum(fit * (b - middle) ** 2 for fit, b in fits))
        logs.append(middle + sqrt(1 - blur**2) * (_pick_place(fits, turn * weight) - middle) if deviation else 0.0)
    total, whole = sum(weights), sum(w * r for w, r in atoms)
    return Draws(
        tuple([w / total for w in weights]),
        tuple([exp(p) / whole for p in places]),
        tuple(logs),
        tuple(gaps),
        blur * sqrt(sum(variances) / total) if deviation else 0.0,
    )


def _list_places(atoms: Sequence[tuple[float, float]], spread: float, count: int) -> tuple[list[float], list[float]]:
    """Return places about the mean log of some running times, and the gaps about each: dense where most cases lie.

    They are even in the chances of a logistic law a little wider than the cases are, and so reach far into the tails.
    """
    mean, scale = sum(w * log(r) for w, r in atoms), DRAW_SCALE * spread
    shares = [(i + 0.5) / count for i in range(count)]
    return [mean + scale * log(u / (1 - u)) for u in shares], [scale / (count * u * (1 - u)) for u in shares]


def _pick_place(fits: Sequence[tuple[float, float]], below: float) -> float:
    """Return the place, among weighted ones in order, with so much of the weight below it; straight between them."""
    done, last = 0.0, (0.0, fits[0][1])
    for weight, place in fits:
        middle = done + weight / 2
        if middle >= below:
            span = middle - last[0]
            return last[1] + (place - last[1]) * ((below - last[0]) / span if span else 1.0)
        done, last = done + weight, (middle, place)
    return last[1]


def draw_times(run: Spread, *, turns: Sequence[float], blur: float) -> list[float]:
    """Return a running time by its mean for each of the `turns`, the share that is to lie below it.

    `blur` is the share of the deviation of its log that is left about each.
    """
    sums, (mean, _) = list(accumulate(run.masses)), log_moments(run)
    whole = run.base_s + run.step_s * sum(map(mul, count_up(), run.masses)) / sums[-1]
    found = []
    for turn in turns:
        index = min(bisect_left(sums, turn * sums[-1]), len(sums) - 1)
        part = (turn * sums[-1] - (sums[index] - run.masses[index])) / (run.masses[index] or 1.0)
        place = log(max(run.base_s + run.step_s * (index + part - 0.5), 1.0))
        found.append(exp(mean + sqrt(1 - blur**2) * (place - mean)) / whole)
    return found


def log_moments(run: Spread) -> tuple[float, float]:
    """Return the mean and the standard deviation of the log of a running time."""
    atoms = list_atoms(run, 0.0)
    mean = sum(w * log(r) for w, r in atoms)
    return mean, sqrt(sum(w * (log(r) - mean) ** 2 for w, r in atoms))


def list_turns(count: int, columns: int) -> list[list[float]]:
    """Return columns of that many shares between 0 and 1 which lie evenly all over, together and with their number.

    They are the multiples of square roots, without their whole part.
    Source: H. Niederreiter, Random Number Generation and Quasi-Monte Carlo Methods (1992), section 3.1.
    """
    return [[(0.5 + i * ROOTS[n % len(ROOTS)]) % 1 for i in range(count)] for n in range(columns)]
