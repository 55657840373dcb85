"""Spreads from what is known: three elicited times, a hold that may or may not come, journeys of the past."""

from __future__ import annotations

from functools import cache, lru_cache
from math import ceil, exp, lgamma, log, pi, sqrt
from typing import NamedTuple

from routes.estimate import COVERAGE, Estimate, Law
from routes.halving import solve
from routes.timing.spread import STEPS_S, Spread, certain, mix_spreads, pick_step, trim

STRETCH = 2.0  # an elicited 80 % interval taken as bounds covers 74 % of simulated runs at nominal 95 %; doubled, 90 %
MOST_POINTS = 400  # of a grid that must also resolve a jump
TAIL_FACTOR = 6.0  # a journey six times as long as its base is as good as never
TAIL_REACH = 12.0  # scales either way; with five degrees of freedom one case in 14,000 lies beyond


class LogT(NamedTuple):
    """The logarithm of (time / base time) to come: `middle + scale * t`, Student's t with `freedom`."""

    freedom: float
    middle: float
    scale: float


@lru_cache(maxsize=512)  # a question asks for the same few spreads at each of its anchors
def build_spread(estimate: Estimate, law: Law, *, wider: float = 1.0, floor_s: float = 0) -> Spread:
    """Return the spread of a time by its law, its width `wider` times as large; never below `floor_s`.

    A time learned from journeys is a log-t about the likely one; any other is a PERT spread whose low and high hold
    the stated share of cases. One that may not come at all is zero otherwise.
    """
    if law.freedom > 0 and estimate.low_s < estimate.high_s:
        learned = build_log_t(estimate.likely_s, LogT(law.freedom, 0.0, law.scale))
        spread = learned if law.chance == 1 else mix_spreads((1 - law.chance, law.chance), (certain(0), learned))
    elif law.chance < 1:
        spread = build_hold(estimate, chance=law.chance, stretch=stretch_of(law.coverage))
    else:
        spread = build_pert(estimate, stretch=stretch_of(law.coverage), floor_s=floor_s)
    return spread


def stretch_of(coverage: float) -> float:
    """Return by how much a range is stretched about the likely value that is said to hold `coverage` of the cases.

    At the usual 80 % it is the measured factor of two; at any other share it is in the proportion in which the range
    of a symmetric PERT spread grows, which is cut at its ends for 100 %.
    """
    return STRETCH * _half_width(COVERAGE) / _half_width(coverage)


@cache
def _half_width(coverage: float) -> float:
    """Return how far from the middle a share of a symmetric PERT spread over 0 to 1 lies: of a beta(3, 3)."""

    def share(x: float) -> float:
        return 1 - 2 * (0.5 - x) ** 3 * (10 - 15 * (0.5 - x) + 6 * (0.5 - x) ** 2)

    return solve(share, coverage, high=0.5)


def build_pert(
    estimate: Estimate, *, stretch: float = STRETCH, floor_s: float = 0, step_s: int | None = None
) -> Spread:
    """Return the PERT spread of three elicited times; a certain time when they are equal.

    Low and high count as an 80 % interval: each is moved to `stretch` times its distance from the likely time, but
    never below `floor_s` (such as the time at top speed) or zero, nor the floor above the likely time.

    Source: D. Malcolm et al., Application of a Technique for Research and Development Program Evaluation, Operations
    Research 7 (1959): a beta spread over [a, c] with mean (a + 4 mode + c) / 6.
    """
    mode = estimate.likely_s
    low = max(mode - stretch * (mode - estimate.low_s), min(floor_s, mode), 0)
    high = mode + stretch * (estimate.high_s - mode)
    mean = (low + 4 * mode + high) / 6
    if estimate.low_s == estimate.high_s or high <= low:
        return certain(mode)
    step = step_s or pick_step(sqrt((mean - low) * (high - mean) / 7))
    if high - low <= step:
        return certain(round(mean))
    return _beta(low, mode, high, step=step)


def _beta(low: float, mode: float, high: float, *, step: int) -> Spread:
    """Return the beta spread by the density at the middle of each cell, moved to the exact mean."""
    width = high - low
    left, right = 4 * (mode - low) / width, 4 * (high - mode) / width
    count = ceil(width / step)
    cut = width / step - (count - 1)  # the part of the last cell that lies inside
    places = [(i + 0.5) * step / width for i in range(count - 1)] + [1 - cut * step / width / 2]
    density = [x**left * (1 - x) ** right for x in places]
    density[-1] *= cut
    total = sum(density)
    masses = [d / total for d in density]
    mean = sum(i * m for i, m in enumerate(masses)) * step
    return trim(round((low + 4 * mode + high) / 6 - mean), step, masses)


def build_hold(estimate: Estimate, *, chance: float, stretch: float = STRETCH) -> Spread:
    """Return the spread of a hold that comes with a chance and then lasts as the estimate says."""
    if not 0 <= chance <= 1:
        raise ValueError(f"the chance of a hold is {chance}, outside 0 to 1")
    width = stretch * (estimate.high_s - estimate.low_s)
    step = next((s for s in STEPS_S if s * MOST_POINTS >= width), STEPS_S[-1])
    held = build_pert(estimate, stretch=stretch, step_s=step)
    if chance in (0, 1) or held == certain(0):
        return held if chance == 1 else certain(0)
    return mix_spreads((1 - chance, chance), (certain(0), held))


@lru_cache(maxsize=256)
def build_log_t(base_s: float, fitted: LogT) -> Spread:
    """Return the spread of the next time, `base_s` shifted by a log-t.

    Tails beyond twelve scales, or a factor of six, sit at the ends. One question asks for the same spread many times.
    """
    centre = base_s * exp(fitted.middle)
    if fitted.scale <= 0:
        return certain(round(centre))
    step = pick_step(centre * fitted.scale)
    reach = min(TAIL_FACTOR, exp(TAIL_REACH * fitted.scale))
    low = max(1, int(centre / reach) // step)
    middles = [(i + 0.5) * step for i in range(low, ceil(centre * reach / step))]
    masses = [step * _density((log(t / base_s) - fitted.middle) / fitted.scale, fitted) / t for t in middles]
    rest = max(0.0, 1 - sum(masses)) / 2
    masses[0] += rest
    masses[-1] += rest
    total = sum(masses)
    return trim(round(middles[0]), step, [m / total for m in masses])


def _density(t: float, fitted: LogT) -> float:
    """Return the density of Student's t at `t`, per unit of log time."""
    n = fitted.freedom
    constant = exp(lgamma((n + 1) / 2) - lgamma(n / 2)) / sqrt(n * pi)
    return float(constant * (1 + t * t / n) ** (-(n + 1) / 2) / fitted.scale)
