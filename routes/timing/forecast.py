"""When a journey under way gets where: forward along a chain of stages, and what sightings say of pace and place."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from math import ceil
from typing import NamedTuple

from routes.errors import InfeasibleError
from routes.timing.chance import Chain, by_pace, normalise, window_at
from routes.timing.likelihood import (
    FINE_S,
    Likelihood,
    bell_spread,
    fit,
    is_idle,
    multiply,
    seen_at,
    step_over,
    unseen_by,
    weigh,
)
from routes.timing.spread import Spread, add_spreads, certain, chance_by, regrid, trim
from routes.timing.windows import FAR_S, Window, next_open, shut_spans

MISFIT = 0.001
"""The chance below which what was seen is no case of the model any more, but something that it does not know of."""
ERRORS = 3  # standard deviations of a sighting that count for it in this


class Sighting(NamedTuple):
    """Seen going on from a node (at the last one: arriving) at `at_s`; the error is a normal standard deviation.

    It is not after `until_s`. A bound tells only that it had come by then.
    """

    node: int
    at_s: int
    error_s: float
    until_s: int | None = None
    is_bound: bool = False


class Absence(NamedTuple):
    """Not seen going on from a node by `by_s`, where that would have been noticed with a chance."""

    node: int
    by_s: int
    noticed: float


Evidence = Sighting | Absence


class Misfit(NamedTuple):
    """What fits no pace, by its place in the evidence: too early for any (`is_fast`), or too late."""

    number: int
    node: int
    is_fast: bool


class Forecast(NamedTuple):
    """For each node, and each pace, when one goes on from there; and how likely each pace now is.

    `ahead` are these times before what was seen later is counted in. `hints` are, for each node and pace, how well its
    instants fit what was seen there and later; None where nothing was, or where a misfit cuts the chain.
    """

    chain: Chain
    weights: tuple[float, ...]
    times: tuple[tuple[Spread, ...], ...]
    ahead: tuple[tuple[Spread, ...], ...] = ()
    hints: tuple[tuple[Likelihood, ...] | None, ...] = ()
    misfits: tuple[Misfit, ...] = ()


def look_ahead(
    chain: Chain,
    start: Spread,
    evidence: Sequence[Evidence] = (),
    *,
    go_on: bool = False,
    shown: Collection[int] | None = None,
) -> Forecast:
    """Return the times of going on from every node for one who is ready at node 0 at `start`, given all evidence.

    Each piece changes the weights of the paces, by N(b) times the density of being seen there and then at pace b,
    and the times at every node after it and before it. With `go_on` what fits no pace is gone on from as if it were
    the start, with the paces as they were; else it is refused. A window has sharp edges in the times of the nodes
    that are `shown` (None: all); at others they are as fine as the grid of these.
    Raises: InfeasibleError, when the evidence fits no pace.
    """
    weights = chain.pace.weights
    ahead: list[tuple[Spread, ...]] = []
    misfits: dict[int, Misfit] = {}
    own: dict[int, list[Likelihood]] = {}
    now = (start,) * len(weights)
    for node in range(len(chain.windows) + 1):
        is_sharp = shown is None or node in shown or _is_finer(chain.spreads[node : node + 1], now)
        now = by_pace(partial(pass_window, window=window_at(chain, node), is_sharp=is_sharp), now)
        for index, item in _at_node(evidence, node):
            if go_on and (misfit := _find_misfit(weights, now, item)) is not None:
                misfits[node] = Misfit(index, node, misfit)
                now = (_begin_at(item),) * len(weights)
            elif not (isinstance(item, Sighting) and not item.is_bound and is_idle(item.at_s, item.error_s, now)):
                likelihood = _likelihood(item, now)
                own.setdefault(node, []).append(likelihood)
                weights, now = _see(weights, now, likelihood)
        ahead.append(now)
        if node < len(chain.windows):
            now = by_pace(_add, now, chain.spreads[node])
    times, hints = _look_over(chain, ahead, own, cuts=misfits)
    return Forecast(chain, weights, times, tuple(ahead), hints, tuple(misfits.values()))


def _is_finer(following: Sequence[tuple[Spread, ...]], now: tuple[Spread, ...]) -> bool:
    """Return whether the stage that follows is spread so little that a coarse grid before it would tell."""
    pairs = [pair for spreads in following for pair in zip(spreads, now, strict=True)]
    return any(after.is_certain or after.step_s < before.step_s for after, before in pairs)


def weigh_paces(forecast: Forecast, sighting: Evidence) -> tuple[float, ...]:
    """Return how likely each pace is after one more sighting, later than those that the forecast has.

    Raises: InfeasibleError, when the sighting fits no pace.
    """
    now = forecast.times[sighting.node]
    fits = by_pace(partial(fit, likelihood=_likelihood(sighting, now)), now)
    return _normalise([w * f for w, f in zip(forecast.weights, fits, strict=True)])


def _add(first: Spread, second: Spread) -> Spread:
    return add_spreads((first, second))


def pass_window(spread: Spread, window: Window, *, is_sharp: bool = True) -> Spread:
    """Return when one goes on who is ready at `spread`; what the window never lets on is left out of the masses.

    Where it `is_sharp`, the grid is made so fine that none goes on while the window is shut.
    """
    if spread.is_certain:
        opens_s = next_open(window, spread.base_s)
        return spread._replace(base_s=opens_s) if opens_s < FAR_S else Spread(FAR_S, FINE_S, (0.0,))
    end_s = spread.base_s + len(spread.masses) * spread.step_s
    spans = list(shut_spans(window, spread.base_s - spread.step_s, end_s))
    if not spans:
        return spread
    return _move_shut(regrid(spread, min(spread.step_s, FINE_S)), spans) if is_sharp else _shift_shut(spread, spans)


def _move_shut(spread: Spread, spans: Sequence[tuple[float, float]]) -> Spread:
    """Return the spread with the masses inside each span moved to its end, split by nearness between two cells."""
    base, step, masses = spread.base_s, spread.step_s, list(spread.masses)
    for shuts, opens in spans:
        first = max(0, ceil((shuts - base) / step))
        last = max(first, min(len(masses), ceil((opens - base) / step)))
        moved = sum(masses[first:last])
        masses[first:last] = [0.0] * (last - first)
        if opens < FAR_S and moved:
            place = (opens - base) / step
            whole = int(place) if place >= 0 else -1
            masses += [0.0] * (whole + 2 - len(masses))
            masses[max(whole, 0)] += moved * (1 - place + whole)
            masses[whole + 1] += moved * (place - whole)
    return trim(base, step, masses)


def _shift_shut(spread: Spread, spans: Sequence[tuple[float, float]]) -> Spread:
    """Return the spread with the mass inside each span moved to its end, on the same grid; means are kept.

    Of a cell at the edge of a span the part inside is moved; what stays and what is moved is split by nearness.
    """
    base, step, masses = spread.base_s, spread.step_s, list(spread.masses)
    count, held = len(masses), masses[:]
    for shuts, opens in spans:
        low, high = ((at - base) / step + 0.5 for at in (shuts, opens))  # in cells from the first edge
        low, high = max(low, 0.0), min(high, float(count))
        if low >= high:
            continue
        first, last = int(low), min(int(high), count - 1)
        moved = 0.0
        for cell in range(first, last + 1):
            start, end = max(low - cell, 0.0), min(high - cell, 1.0)
            if end <= start:
                continue
            inside = held[cell] * (end - start)
            masses[cell] -= inside
            moved += inside
            if end - start < 1:  # the rest has its middle off that of the cell
                _lean(masses, cell, held[cell] * ((start * start + (1 - end * end)) / 2 - (1 - end + start) / 2))
        if opens < FAR_S:
            _put(masses, (opens - base) / step, moved)
    return trim(base, step, masses)


def _lean(masses: list[float], cell: int, moment: float) -> None:
    """Move mass from a cell to a neighbour so that the mean moves by `moment` cells, as far as it has any."""
    other = cell + (1 if moment > 0 else -1)
    if 0 <= other < len(masses) and (part := min(abs(moment), masses[cell])):
        masses[cell] -= part
        masses[other] += part


def _put(masses: list[float], place: float, mass: float) -> None:
    """Add mass at a place in cells, split by nearness between two."""
    whole = max(int(place), 0) if place >= 0 else 0
    share = min(max(place - whole, 0.0), 1.0)
    masses += [0.0] * (whole + 2 - len(masses))
    masses[whole] += mass * (1 - share)
    masses[whole + 1] += mass * share


def _at_node(evidence: Sequence[Evidence], node: int) -> list[tuple[int, Evidence]]:
    return [(index, item) for index, item in enumerate(evidence) if item.node == node]


def _likelihood(item: Evidence, now: tuple[Spread, ...]) -> Likelihood:
    if isinstance(item, Absence):
        return unseen_by(item.by_s, item.noticed)
    return seen_at(item.at_s, item.error_s, now, until_s=item.until_s, is_bound=item.is_bound)


def _begin_at(item: Evidence) -> Spread:
    """Return when one goes on of whom nothing else is known."""
    return bell_spread(item.at_s, item.error_s, item.until_s) if isinstance(item, Sighting) else certain(item.by_s)


def _find_misfit(weights: Sequence[float], now: tuple[Spread, ...], item: Evidence) -> bool | None:
    """Return whether what was seen is too early for the model, or False where it is too late; None where it fits."""

    def chance(at_s: float) -> float:
        return sum([w * c for w, c in zip(weights, by_pace(partial(chance_by, seconds=at_s), now), strict=True)])

    if isinstance(item, Absence):
        return False if (1 - chance(item.by_s)) + chance(item.by_s) * (1 - item.noticed) < MISFIT else None
    if chance(item.at_s + ERRORS * item.error_s) < MISFIT:
        return True
    return False if not item.is_bound and 1 - chance(item.at_s - ERRORS * item.error_s) < MISFIT else None


def _see(
    weights: Sequence[float], now: tuple[Spread, ...], likelihood: Likelihood
) -> tuple[tuple[float, ...], tuple[Spread, ...]]:
    pairs = by_pace(partial(weigh, likelihood=likelihood), now)
    seen = _normalise([w * mean for w, (mean, _) in zip(weights, pairs, strict=True)])
    after = (pairs[0][1],) * len(pairs) if pairs[0] is pairs[-1] else tuple([spread for _, spread in pairs])
    return seen, after


def _normalise(weights: Sequence[float]) -> tuple[float, ...]:
    """Return the weights divided by their sum.

    Raises: InfeasibleError, when they are all zero.
    """
    if sum(weights) <= 0:
        raise InfeasibleError(
            "no pace of the train fits the sightings", hint="check place, clock and date of each, or give larger errors"
        )
    return normalise(weights)


def _look_over(
    chain: Chain,
    ahead: Sequence[tuple[Spread, ...]],
    own: Mapping[int, Sequence[Likelihood]],
    *,
    cuts: Mapping[int, Misfit],
) -> tuple[tuple[tuple[Spread, ...], ...], tuple[tuple[Likelihood, ...] | None, ...]]:
    """Return the times mended by what was seen later, and the hints of each node."""
    times = list(ahead)
    hints: list[tuple[Likelihood, ...] | None] = [None] * len(ahead)
    later: tuple[Likelihood, ...] | None = None
    for node in reversed(range(len(ahead))):
        if later is not None:
            times[node] = by_pace(mend, ahead[node], later)
        for likelihood in own.get(node, ()):
            later = (
                (likelihood,) * len(chain.pace.logs) if later is None else by_pace(partial(multiply, likelihood), later)
            )
        later = None if node in cuts else later
        hints[node] = later
        if node and later is not None:
            later = by_pace(partial(step_over, window=window_at(chain, node)), later, chain.spreads[node - 1])
    return tuple(times), tuple(hints)


def mend(spread: Spread, likelihood: Likelihood) -> Spread:
    """Return a spread as weighted by a likelihood."""
    return weigh(spread, likelihood)[1]
