"""What journeys teach of the next: of pace by comparison with a base, of standing by mixing cases with a prior."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil, exp, sqrt
from typing import NamedTuple

from routes.timing.spread import Spread, add_spreads, mean_s, mix_spreads, pick_step, trim

LEAST_ERROR_S = 30.0  # half of the minute to which clocks are read
BELL_REACH = 4
IMPOSSIBLE = 1e-9


class Prior(NamedTuple):
    """A normal-inverse-gamma prior of log times: spread of the mean, spread of one journey, weight in journeys."""

    mean_deviation: float = 0.20
    deviation: float = 0.12
    freedom: float = 4.0


PRIOR = Prior()


class LogCase(NamedTuple):
    """The logarithm of one journey's (time / base time), and the standard error with which it was measured."""

    log: float
    error: float


class Level(NamedTuple):
    """What is known of the mean log time of one kind of running: `middle`, by `weight` journeys, the prior's too."""

    middle: float
    weight: float


class Learned(NamedTuple):
    """The level of each kind of running, and what they share: the scale of one journey about its level.

    The log time of the next journey is `middle + scale * sqrt(1 + 1 / weight)` times Student's t with `freedom`.
    """

    levels: Mapping[str, Level]
    freedom: float
    scale: float

    @property
    def deviation(self) -> float:
        """Return the standard deviation of one journey about its level: that of a normal as wide as the t."""
        return self.scale * sqrt(self.freedom / (self.freedom - 2))


def learn_logs(groups: Mapping[str, Sequence[LogCase]], *, prior: Prior = PRIOR) -> Learned:
    """Return what cases of several kinds of running teach, the scale of one journey pooled over all of them.

    Conjugate normal-inverse-gamma update with prior mean 0, whose weight is (deviation / mean_deviation) squared
    journeys. A case that was measured with an error e counts as w = d^2 / (d^2 + e^2) of a journey, d the prior's
    deviation of one: an exact one as 1, one known only to an hour in six hardly at all.

    Source: K. Murphy, Conjugate Bayesian analysis of the Gaussian distribution (2007), section 6; the weights are ours.
    """
    base = (prior.deviation / prior.mean_deviation) ** 2
    freedom, squares, levels = prior.freedom, prior.freedom * prior.deviation**2, dict[str, Level]()
    for key, cases in groups.items():
        weights = [prior.deviation**2 / (prior.deviation**2 + case.error**2) for case in cases]
        count, total = sum(weights), sum(w * case.log for w, case in zip(weights, cases, strict=True))
        mean = total / count if count else 0.0
        squares += sum(w * (case.log - mean) ** 2 for w, case in zip(weights, cases, strict=True))
        squares += base * count * mean**2 / (base + count)
        freedom += count
        levels[key] = Level(total / (base + count), base + count)
    return Learned(levels, freedom, sqrt(squares / freedom))


class Stand(NamedTuple):
    """One case of standing: the chance that there was any, and how long it then took."""

    chance: float
    time: Spread


def bell(error_s: float) -> Spread:
    """Return the spread of an error of measurement: normal about zero with this standard deviation."""
    deviation = max(error_s, LEAST_ERROR_S)
    step = pick_step(deviation)
    count = ceil(BELL_REACH * deviation / step)
    masses = [exp(-((i * step / deviation) ** 2) / 2) for i in range(-count, count + 1)]
    total = sum(masses)
    return trim(-count * step, step, [m / total for m in masses])


def judge_stand(prior: Stand, rest: Spread, *, elapsed_s: float, error_s: float) -> Stand | None:
    """Return how long the train stood that took `elapsed_s` (measured with an error) for this and the rest together.

    By Bayes from the prior. Where the prior holds nothing like it possible, it is what the rest leaves over. None
    where the rest alone takes longer than all of it.
    """
    blurred = add_spreads((rest, bell(error_s)))
    time = prior.time
    masses = [
        m * _density(blurred, elapsed_s - time.base_s - i * time.step_s) if m else 0.0
        for i, m in enumerate(time.masses)
    ]
    some, none = prior.chance * sum(masses), (1 - prior.chance) * _density(blurred, elapsed_s)
    if (some + none) * blurred.step_s > IMPOSSIBLE:
        held = trim(time.base_s, time.step_s, [m / sum(masses) for m in masses]) if some else time
        return Stand(some / (some + none), held)
    return None if elapsed_s <= mean_s(rest) else Stand(1.0, _left_over(blurred, elapsed_s))


def _density(spread: Spread, seconds: float) -> float:
    """Return the chance per second near a time."""
    index = int((seconds - spread.base_s) / spread.step_s + 0.5) if seconds > spread.base_s - spread.step_s / 2 else -1
    return spread.masses[index] / spread.step_s if 0 <= index < len(spread.masses) else 0.0


def _left_over(rest: Spread, elapsed_s: float) -> Spread:
    """Return the spread of what is left of a time when the rest has been taken off, above zero."""
    last = len(rest.masses) - 1
    base = round(elapsed_s) - rest.base_s - last * rest.step_s
    first = max(0, -(base // rest.step_s))
    masses = rest.masses[::-1][first:]
    return trim(base + first * rest.step_s, rest.step_s, [m / sum(masses) for m in masses])


def mix_stands(stands: Sequence[Stand]) -> Stand:
    """Return the stand to come when any of these, each as likely, may happen again."""
    chance = sum(stand.chance for stand in stands)
    some = [stand for stand in stands if stand.chance > 0]
    mixed = mix_spreads([stand.chance / chance for stand in some], [stand.time for stand in some])
    return Stand(chance / len(stands), mixed)
