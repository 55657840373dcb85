"""How well each instant fits what was seen, or was not: curves that weigh a spread of times and step over a stage."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import ceil, erf, exp, sqrt
from typing import NamedTuple

from routes.timing.curve import SHARP_S, Curve, integrate, step_back, value_at, values_at
from routes.timing.spread import Spread, pick_step, regrid, trim
from routes.timing.windows import ALWAYS, Window

LEAST_ERROR_S = 30.0  # half of the minute to which clocks are read
KERNEL_REACH, KERNEL_POINTS = 8, 6  # standard deviations either way, points for each
FINE_S = 60
IDLE = 1e-3  # by how much the logarithm of a likelihood may differ that says nothing


class Likelihood(NamedTuple):
    """How well each instant of an event fits: a curve, or, of what was not seen, one less a curve."""

    curve: Curve
    is_missing: bool = False


def seen_at(
    at_s: int,
    error_s: float,
    spreads: Iterable[Spread] = (),
    *,
    until_s: int | None = None,
    is_bound: bool = False,
) -> Likelihood:
    """Return how well each instant fits a sighting with a normal error: a bell of height one, or zero after `until_s`.

    Where spreads are given it is cut to the times that they hold possible, and is one value before these. A bound, of
    what had come by `at_s`, fits every earlier instant alike.
    """
    step = round(max(error_s, LEAST_ERROR_S) / KERNEL_POINTS)
    first, last = -KERNEL_REACH * KERNEL_POINTS, KERNEL_REACH * KERNEL_POINTS
    spans = [(s.base_s - s.step_s, s.base_s + len(s.masses) * s.step_s) for s in {id(s): s for s in spreads}.values()]
    if spans:
        first = min(max(first, (min(low for low, _ in spans) - at_s) // step), last - 1)
        last = max(min(last, -((at_s - max(high for _, high in spans)) // step)), first + 1)
    if is_bound:
        first = min([first, *((low - at_s) // step for low, _ in spans)])
    end = last if until_s is None else (until_s - at_s) // step
    heights = (exp(-(((0 if is_bound and i < 0 else i) / KERNEL_POINTS) ** 2) / 2) for i in range(first, last + 1))
    values = tuple([height if i <= end else 0.0 for i, height in enumerate(heights, first)])
    before = values[0] if is_bound or first > -KERNEL_REACH * KERNEL_POINTS else 0.0
    return Likelihood(Curve(at_s + first * step, step, values, before))


def is_idle(at_s: int, error_s: float, spreads: Iterable[Spread]) -> bool:
    """Return whether a sighting fits all times that are held possible alike, so that it says nothing."""
    ends = [
        end for s in {id(s): s for s in spreads}.values() for end in (s.base_s, s.base_s + len(s.masses) * s.step_s)
    ]
    squares = [((end - at_s) / max(error_s, LEAST_ERROR_S)) ** 2 / 2 for end in ends]
    return max(squares) - min(squares) < IDLE and max(squares) < 1


def unseen_by(by_s: int, noticed: float) -> Likelihood:
    """Return how well each instant fits that nothing was seen by `by_s`, where it would have been noticed by chance."""
    return Likelihood(Curve(by_s, SHARP_S, (noticed, 0.0), noticed), is_missing=True)


def bell_spread(at_s: int, error_s: float, until_s: int | None = None) -> Spread:
    """Return the instants of a sighting by chance, where nothing else is known: normal, and cut off at `until_s`."""
    deviation = max(error_s, LEAST_ERROR_S)
    step = pick_step(deviation)
    count = ceil(KERNEL_REACH * deviation / step)
    edges = [(i - 0.5) * step / deviation / sqrt(2) for i in range(-count, count + 2)]
    masses = [(erf(b) - erf(a)) / 2 for a, b in pairwise(edges)]
    if until_s is not None:
        masses = masses[: max(1, (until_s - at_s) // step + count + 1)]
        masses = [mass / sum(masses) for mass in masses]
    return trim(at_s - count * step, step, masses)


def multiply(first: Likelihood, second: Likelihood) -> Likelihood:
    """Return the product of two likelihoods, on the points of the finer curve; what was not seen as means of cells."""
    if first.is_missing and second.is_missing:
        return Likelihood(_join_missing(first.curve, second.curve), is_missing=True)
    if first.is_missing or second.is_missing:
        seen, missing = (second.curve, first.curve) if first.is_missing else (first.curve, second.curve)
        values = [v * (1 - m) for v, m in zip(seen.values, _cell_means(missing, points(seen)), strict=True)]
        return Likelihood(seen._replace(values=tuple(values)))
    fine, other = sorted((first.curve, second.curve), key=lambda curve: curve.step_s)
    values = [a * b for a, b in zip(fine.values, values_at(other, points(fine)), strict=True)]
    return Likelihood(fine._replace(values=tuple(values)))


def _join_missing(first: Curve, second: Curve) -> Curve:
    """Return the chance of at least one of two independent reasons: a + b - a * b."""
    step = max(FINE_S, min(first.step_s, second.step_s))
    start, end = min(first.start_s, second.start_s) - step, max(first.end_s, second.end_s) + step
    grid = range(start, end + step, step)
    pairs = zip(_cell_means(first, grid), _cell_means(second, grid), strict=True)
    return Curve(
        start,
        step,
        tuple([a + b - a * b for a, b in pairs]),
        first.before + second.before - first.before * second.before,
    )


def _cell_means(curve: Curve, grid: range) -> list[float]:
    """Return the means of a curve over the cells about evenly spaced instants."""
    edges = range(grid.start - grid.step // 2, grid.start - grid.step // 2 + len(grid) * grid.step + 1, grid.step)
    return [min(max((b - a) / grid.step, 0.0), 1.0) for a, b in pairwise(integrate(curve, ALWAYS, edges))]


def points(curve: Curve) -> range:
    """Return the instants of a curve's values."""
    return range(curve.start_s, curve.end_s + 1, curve.step_s)


def instants(spread: Spread) -> range:
    """Return the middles of a spread's cells."""
    return range(spread.base_s, spread.base_s + len(spread.masses) * spread.step_s, spread.step_s)


def step_over(likelihood: Likelihood, spread: Spread, window: Window) -> Likelihood:
    """Return the likelihood one stage back; of a curve the highest value is one, for only its shape counts."""
    back = step_back(likelihood.curve, spread, window)
    top = max(back.before, *back.values)
    if likelihood.is_missing or not top:
        return likelihood._replace(curve=back)
    return Likelihood(back._replace(values=tuple([v / top for v in back.values]), before=back.before / top))


def fit(spread: Spread, likelihood: Likelihood) -> float:
    """Return the mean of a likelihood over a spread."""
    return sum((_weigh_missing if likelihood.is_missing else _weigh)(spread, likelihood)[2])


def weigh(spread: Spread, likelihood: Likelihood) -> tuple[float, Spread]:
    """Return the mean of a likelihood over a spread, and the spread as weighted by it; unchanged where nothing fits."""
    base, step, masses = _weigh_missing(spread, likelihood) if likelihood.is_missing else _weigh(spread, likelihood)
    total = sum(masses)
    return total, trim(base, step, [m / total for m in masses]) if total > 0 else spread


def _weigh(spread: Spread, likelihood: Likelihood) -> tuple[int, int, Sequence[float]]:
    curve = likelihood.curve
    if spread.is_certain or curve.step_s >= spread.step_s:
        masses = [m * v for m, v in zip(spread.masses, values_at(curve, instants(spread)), strict=True)]
        return spread.base_s, spread.step_s, masses
    density = Curve(spread.base_s, spread.step_s, spread.masses, 0.0)
    part = curve.step_s / spread.step_s
    masses = [v * part * d for v, d in zip(curve.values, values_at(density, points(curve)), strict=True)]
    return curve.start_s, curve.step_s, masses


def _weigh_missing(spread: Spread, likelihood: Likelihood) -> tuple[int, int, Sequence[float]]:
    if spread.is_certain:
        return (
            spread.base_s,
            spread.step_s,
            [spread.masses[0] * (1 - min(value_at(likelihood.curve, spread.base_s), 1.0))],
        )
    fine = regrid(spread, min(spread.step_s, FINE_S))
    means = _cell_means(likelihood.curve, instants(fine))
    return fine.base_s, fine.step_s, [m * (1 - v) for m, v in zip(fine.masses, means, strict=True)]
