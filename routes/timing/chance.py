"""The chance of being on time: a chain of uncertain stages with windows, under one pace that all its running shares.

The pace is a factor e**b on every running time of one journey, b normal about zero. It is what makes a whole journey
slow or fast: without it the delays of the legs seem to cancel, and an interval meant to hold 95 % holds 77 %.
Chances are worked out for each of 41 paces and mixed when they are read, so that a sighting only changes the weights.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from math import ceil, erf, exp, pi, sqrt
from typing import Any, NamedTuple, TypeVar

from routes.halving import first_true
from routes.itinerary import PACE_DEVIATION
from routes.timing.curve import Curve, drop_after, step_back, value_at
from routes.timing.mixing import ROOT_HALF, mix_paces
from routes.timing.spread import (
    NEGLIGIBLE,
    NOTHING,
    STEPS_S,
    Spread,
    add_perhaps,
    add_spreads,
    certain,
    deviation_s,
    mean_s,
    regrid,
)
from routes.timing.windows import ALWAYS, Window, last_ready, next_open
from routes.units import MINUTE_S

PACE_POINTS, LEAST_PACES, MOST_PACES = 41, 21, 201
PACE_REACH = (
    4.8  # standard deviations either way; cut at four, the 99 % quantile of a week would come minutes too early
)
STEEP = 0.1  # of the highest mass: what begins or ends with more has a sharp edge
EVEN_STEP_S = 600  # at most, of what a point stands for: the coarsest point sets the grid of its stage
SMEAR_CELLS = 4  # at least, of what lies between two paces
BELL_REACH = 4  # deviations either way
BELL_PART = 8  # a bell or an even stretch is left out where it is narrower than the other by this
ROOT_TURN = sqrt(2 * pi)
T = TypeVar("T")


class Stage(NamedTuple):
    """What lies between two nodes: waiting for the window, running time that the pace moves, and all other time.

    `shared_s` are the mean running times here of the assumptions of which other stages hold a part too. `holds` are
    times that each come with a chance only.
    """

    run: Spread = NOTHING
    stand: Spread = NOTHING
    window: Window = ALWAYS
    shared_s: tuple[float, ...] = ()
    holds: tuple[tuple[float, Spread], ...] = ()


class Pace(NamedTuple):
    """Points of the shared log pace, and their weights, which sum to 1.

    Points are `apart`. Where stages share assumptions, whose keys are `shared`, each point is a draw of their running
    times, too: `factors` times the mean of each. The log of the first is spread over the gap about the point, of
    `gaps`; those of the others about theirs by `blurs`, and the log pace about its own by `deviation`.
    """

    logs: tuple[float, ...]
    weights: tuple[float, ...]
    apart: float = 0.0
    shared: tuple[tuple[str, ...], ...] = ()
    factors: tuple[tuple[float, ...], ...] = ()
    gaps: tuple[float, ...] = ()
    blurs: tuple[float, ...] = ()
    deviation: float = 0.0


class Chain(NamedTuple):
    """Stages made ready: for each stage its window, and its spread at each pace (one object where the pace is idle)."""

    pace: Pace
    windows: tuple[Window, ...]
    spreads: tuple[tuple[Spread, ...], ...]


class Outlook(NamedTuple):
    """For each node, and each pace, how the chance of meeting the deadline falls with the time of going on from there.

    Node 0 is the start of the first stage; the last node is the end of the last stage.
    """

    chain: Chain
    curves: tuple[tuple[Curve, ...], ...]


def build_pace(deviation: float = PACE_DEVIATION, *, points: int = PACE_POINTS) -> Pace:
    """Return the pace on an even grid over its reach; without deviation a single point."""
    if deviation == 0 or points == 1:
        return Pace((0.0,), (1.0,))
    places = [PACE_REACH * (2 * i / (points - 1) - 1) for i in range(points)]
    weights = [exp(-z * z / 2) for z in places]
    weights[0] = weights[-1] = weights[0] / 2  # the trapezoid rule
    return Pace(tuple([deviation * z for z in places]), normalise(weights), deviation * (places[1] - places[0]))


def normalise(weights: Sequence[float]) -> tuple[float, ...]:
    """Return the weights divided by their sum."""
    total = sum(weights)
    return tuple([w / total for w in weights])


def build_chain(stages: Sequence[Stage], pace: Pace) -> Chain:
    """Return the stages at each pace: e**b times the running time, plus the standing time."""
    spreads = tuple(_at_paces(stage, pace) for stage in stages)
    return Chain(pace, tuple(s.window for s in stages), spreads)


def _at_paces(stage: Stage, pace: Pace) -> tuple[Spread, ...]:
    """Return the time of a stage at each pace, on a grid as fine as that of the running time or of the standing."""
    if stage.run == NOTHING and not any(stage.shared_s):
        return (add_perhaps(stage.stand, stage.holds),) * len(pace.logs)
    runs = (NOTHING,) * len(pace.logs) if stage.run == NOTHING else _run_at_paces(stage.run, pace)
    if any(stage.shared_s):
        shares = [_share_at(stage.shared_s, *point, pace.blurs) for point in zip(pace.factors, pace.gaps, strict=True)]
        runs = tuple([add_spreads(pair) for pair in zip(runs, shares, strict=True)])
    coarsest = max(stage.stand.step_s, *(run.step_s for run in runs if not run.is_certain), 1)
    stand = regrid(stage.stand, coarsest)
    return tuple([add_perhaps(add_spreads((run, stand)), stage.holds) for run in runs])


def _share_at(shared_s: Sequence[float], factors: Sequence[float], gap: float, blurs: Sequence[float]) -> Spread:
    """Return the running time of shared assumptions at a point, spread over half the way to those about it."""
    parts_s = [mean_s * factor for mean_s, factor in zip(shared_s, factors, strict=True)]
    bell_s = sqrt(sum([(part_s * blur) ** 2 for part_s, blur in zip(parts_s, blurs, strict=True)]))
    return spread_about(round(sum(parts_s)), bell_s, gap * parts_s[0])


def _run_at_paces(run: Spread, pace: Pace) -> tuple[Spread, ...]:
    mixed = mix_paces(run, pace.deviation)
    if pace.apart > narrowness(mixed):
        mixed = smear(mixed, pace.apart * mean_s(mixed))
    return tuple([regrid(mixed, mixed.step_s, exp(b)) for b in pace.logs])


def pick_points(pace: Pace, kept: Sequence[int]) -> Pace:
    """Return a pace with some of its points only, their weights as they were."""
    logs, weights = tuple([pace.logs[n] for n in kept]), tuple([pace.weights[n] for n in kept])
    factors = tuple([pace.factors[n] for n in kept if pace.factors])
    gaps = tuple([pace.gaps[n] for n in kept if pace.gaps])
    return pace._replace(logs=logs, weights=weights, factors=factors, gaps=gaps)


def narrowness(run: Spread) -> float:
    """Return the standard deviation of a running time by its mean."""
    return deviation_s(run) / mean_s(run)


def smear(run: Spread, width: float) -> Spread:
    """Return a time spread evenly over some seconds more: over half the way to the next pace on either side.

    So a running time that is narrow beside the steps of the pace makes no steps of its own.
    """
    finest = max((s for s in STEPS_S if s <= width / SMEAR_CELLS), default=MINUTE_S)
    step = min(finest, EVEN_STEP_S) if run.is_certain else min(run.step_s, finest)
    count = round(width / step)
    if count < 2:
        return run
    level = Spread(-round((count - 1) * step / 2), step, (1 / count,) * count)
    return add_spreads((regrid(run, step), level))


def spread_about(middle_s: int, bell_s: float, width_s: float) -> Spread:
    """Return a time that is spread normally by `bell_s` and then evenly over `width_s`."""
    if bell_s < width_s / BELL_PART:
        return smear(certain(middle_s), width_s)
    step = max((s for s in STEPS_S if s <= sqrt(bell_s**2 * 12 + width_s**2) / SMEAR_CELLS), default=MINUTE_S)
    step = min(step, EVEN_STEP_S)
    count = int((BELL_REACH * bell_s + width_s / 2) / step)
    half = max(width_s, bell_s / BELL_PART) / 2 / bell_s
    below = [0.0, *(_rise((n + 0.5) * step / bell_s, half) for n in range(-count, count)), 1.0]
    return Spread(middle_s - count * step, step, tuple([b - a for a, b in pairwise(below)]))


def _rise(place: float, half: float) -> float:
    """Return the chance that a standard normal number and an even one within `half` either way sum to at most that."""
    return (_sum_normal(place + half) - _sum_normal(place - half)) / (2 * half)


def _sum_normal(place: float) -> float:
    """Return the integral of the normal distribution function up to a place."""
    return place * (1 + erf(place * ROOT_HALF)) / 2 + exp(-place * place / 2) / ROOT_TURN


def count_paces(runs: Sequence[Spread], deviation: float) -> int:
    """Return how many paces a chain of running times needs, so that its chances have no ripples.

    Neighbouring paces lie no further apart than the running time of any part of the chain is spread by itself; closer
    where one begins or ends at once.
    """
    moved = [run for run in runs if run != NOTHING]
    means, variances = [mean_s(run) for run in moved], [deviation_s(run) ** 2 for run in moved]
    parts = [slice(i, j) for i in range(len(moved)) for j in range(i + 1, len(moved) + 1)]
    least = min((sqrt(sum(variances[part])) / sum(means[part]) for part in parts), default=1.0)
    needed = 2 * ceil(PACE_REACH * deviation / least) + 1 if least > 0 else MOST_PACES
    is_steep = any(max(run.masses[0], run.masses[-1]) > STEEP * max(run.masses) for run in moved)
    return max(PACE_POINTS if is_steep else LEAST_PACES, min(MOST_PACES, needed))


def look_back(chain: Chain, deadline_s: int) -> Outlook:
    """Return the chances of meeting a deadline from every node: one pass backward.

    f_n(t) = [t <= deadline]; f_k(t) = the mean of f_{k+1}(w + time of stage k), where w is the first instant from t on
    that the window of stage k allows. The curves are before that wait, which is made when they are read.
    """
    return next(look_back_each(chain, (deadline_s,)))


def look_back_each(chain: Chain, deadlines_s: Sequence[int]) -> Iterator[Outlook]:
    """Yield the chances of meeting each of some deadlines; the last stage, which only moves with them, is shared."""
    paces, last = len(chain.pace.logs), chain.spreads[-1:]
    ends = [by_pace(partial(step_back, drop_after(0)), spreads) for spreads in last]
    for deadline_s in deadlines_s:
        curves = [(drop_after(deadline_s),) * paces, *(by_pace(partial(_move, by_s=deadline_s), end) for end in ends)]
        window = chain.windows[-1] if chain.windows else ALWAYS
        for before, spreads in zip(chain.windows[-2::-1], chain.spreads[-2::-1], strict=True):
            curves.append(by_pace(partial(step_back, window=window), curves[-1], spreads))
            window = before
        yield Outlook(chain, tuple(curves[::-1]))


def _move(curve: Curve, by_s: int) -> Curve:
    return curve._replace(start_s=curve.start_s + by_s)


def by_pace(function: Callable[..., T], *columns: tuple[Any, ...]) -> tuple[T, ...]:
    """Return the function of each pace's items; worked out once where the pace makes no difference to any of them."""
    if all(item is column[0] for column in columns for item in column):
        return (function(*[column[0] for column in columns]),) * len(columns[0])
    return tuple([function(*items) for items in zip(*columns, strict=True)])


def window_at(chain: Chain, node: int) -> Window:
    """Return the window that one waits for at a node; none at the end."""
    return chain.windows[node] if node < len(chain.windows) else ALWAYS


def chance_at(outlook: Outlook, node: int, at_s: float, *, weights: Sequence[float] | None = None) -> float:
    """Return the chance of meeting the deadline when one is ready to go on from a node at an instant.

    `weights` of the paces are those of the pace itself unless sightings have changed them.
    """
    opens_s = next_open(window_at(outlook.chain, node), at_s)
    curves = outlook.curves[node]
    if curves[0] is curves[-1]:
        return value_at(curves[0], opens_s)
    used = outlook.chain.pace.weights if weights is None else weights
    return sum([w * value_at(c, opens_s) for w, c in zip(used, curves, strict=True)])


def latest_s(outlook: Outlook, node: int, confidence: float, *, weights: Sequence[float] | None = None) -> int | None:
    """Return the last instant to go on from a node with at least this chance; None when no instant has it.

    Without spread it is exact to the second; else the whole minute (of the epoch) at or before it.
    """
    curves = outlook.curves[node]
    unit = 1 if curves[0].is_sharp and curves[0] is curves[-1] else MINUTE_S
    high = max(c.end_s for c in curves) // unit + 1
    low = last_ready(window_at(outlook.chain, node), min(c.start_s for c in curves)) // unit - 1
    wanted = confidence - NEGLIGIBLE

    def is_safe(units: int) -> bool:
        return chance_at(outlook, node, units * unit, weights=weights) >= wanted

    if not is_safe(low):
        return None
    return (first_true(low, high, lambda units: not is_safe(units)) - 1) * unit
