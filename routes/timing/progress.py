"""When a journey gets where: for each boundary of its itinerary the instants of being there, by chance."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from math import ceil, isinf
from typing import NamedTuple, TypeVar

from routes.itinerary import Itinerary
from routes.timing.chance import (
    Chain,
    Pace,
    build_chain,
    by_pace,
    latest_s,
    look_back,
    normalise,
    pick_points,
    window_at,
)
from routes.timing.forecast import Absence, Evidence, Forecast, Misfit, Sighting, look_ahead, mend
from routes.timing.likelihood import KERNEL_REACH, bell_spread, is_idle, step_over
from routes.timing.spread import Spread, add_spreads, certain, mix_spreads, quantile_s
from routes.timing.spread import chance_by as chance_of_spread
from routes.timing.stages import CONFIDENCES, NO_WINDOWS, build_journey_chain, build_stages, list_nodes
from routes.timing.totals import total_times
from routes.timing.windows import ALWAYS, Window, next_open

FLAT_CELLS = 500  # of the times of leaving that are held possible where it is not known
LONGEST_WAIT_S = 3 * 86_400  # for a window
IDLE_WEIGHT = 1e-6  # of a pace that is left out
VAGUE_S = 86_400  # errors below it always say something
HALF_CELL_S = 30  # of the grid on which a window holds up
SPARSE_PACES = 6  # of even weight: about twelve in all


class Seen(NamedTuple):
    """Seen at a boundary at `at_s`; the error is a normal standard deviation.

    It is not after `until_s`, at which it is known. A bound tells only that it had come by `at_s`.
    """

    boundary: int
    at_s: int
    error_s: float
    until_s: int | None = None
    is_bound: bool = False


class Unseen(NamedTuple):
    """Not at a boundary by `by_s`, so far as it would have been noticed: with that chance."""

    boundary: int
    by_s: int
    noticed: float


Clue = Seen | Unseen
T = TypeVar("T")


class Mixture(NamedTuple):
    """The times of one event, one spread for each pace, with the weights of the paces, which sum to 1."""

    weights: tuple[float, ...]
    spreads: tuple[Spread, ...]


class Progress(NamedTuple):
    """For each boundary the times of going on from there (at the end: of being there), in seconds of the start's epoch.

    There is one pace only where the paces are mixed already. `pace` has the weights as clues changed them; None where
    none did. `misfits` name the clues that fit no pace by their place; `windows` are those that were waited for.
    """

    times: Mapping[int, Mixture]
    pace: Pace | None = None
    misfits: tuple[Misfit, ...] = ()
    windows: Mapping[int, Window] = NO_WINDOWS


def run_progress(
    itinerary: Itinerary,
    start_s: int | None,
    *,
    boundaries: Iterable[int],
    windows: Mapping[int, Window] = NO_WINDOWS,
    clues: Sequence[Clue] = (),
) -> Progress:
    """Return when a journey that is ready to start at `start_s` gets to boundaries of its itinerary, given all clues.

    Without a start it left at any time, each as likely as another, and at least one clue is a sighting, no bound. A
    window holds nothing up where the train was seen. What fits no pace is gone on from as if the journey began there.
    """
    wanted = sorted(set(boundaries))
    heard = [n for n, clue in enumerate(clues) if not _is_idle(itinerary, start_s, clue)]
    clues = [clues[n] for n in heard]
    passed = {c.boundary for c in clues if isinstance(c, Seen) and not c.is_bound}
    windows = {b: w for b, w in windows.items() if b not in passed}
    if start_s is not None and not windows and not clues:
        totals = total_times(itinerary.items, wanted, itinerary.pace)
        return start_progress(totals, start_s)
    if start_s is None and not windows and len(clues) == 1 and isinstance(clues[0], Seen):
        return _run_about(itinerary, clues[0], wanted)
    if start_s is not None and not clues and (before := [b for b in wanted if b < min(windows)]):
        return _run_before(itinerary, start_s, before, wanted, windows=windows)
    nodes = list_nodes(itinerary, (*(c.boundary for c in clues), *windows))
    chain = build_journey_chain(itinerary, nodes=nodes, windows=windows)
    evidence = [_at_node(clue, nodes) for clue in clues]
    start = _start_of(chain, evidence) if start_s is None else certain(start_s)
    shown = None if clues else {nodes.index(b) for b in wanted if b in nodes}
    forecast = look_ahead(chain, start, evidence, go_on=True, shown=shown)
    times = {b: _times_at(itinerary, forecast, nodes, b) for b in wanted}
    misfits = tuple(m._replace(number=heard[m.number]) for m in forecast.misfits)
    return Progress(times, chain.pace._replace(weights=forecast.weights) if clues else None, misfits, windows)


def _run_before(
    itinerary: Itinerary, start_s: int, before: Sequence[int], wanted: Sequence[int], *, windows: Mapping[int, Window]
) -> Progress:
    """Return the progress of a journey where nothing was seen: up to its first window it is as without any."""
    first = start_progress(total_times(itinerary.items, before, itinerary.pace), start_s)
    later = [b for b in wanted if b not in first.times]
    if not later:
        return first
    rest = run_progress(itinerary, start_s, boundaries=later, windows=windows)
    return rest._replace(times={**first.times, **rest.times})


def start_progress(totals: Mapping[int, Spread], start_s: int) -> Progress:
    """Return the progress that starts at `start_s` and takes these times in all up to boundaries, paces mixed."""
    return Progress({b: _certain_pace(s._replace(base_s=s.base_s + start_s)) for b, s in totals.items()})


def _is_idle(itinerary: Itinerary, start_s: int | None, clue: Clue) -> bool:
    """Return whether a clue says nothing of a journey whose start is known: of the start itself, or far too vague."""
    if start_s is not None and clue.boundary == 0:
        return True
    if start_s is None or not isinstance(clue, Seen) or clue.is_bound or clue.error_s < VAGUE_S:
        return False
    total = total_times(itinerary.items, (clue.boundary,), itinerary.pace)[clue.boundary]
    return is_idle(clue.at_s, clue.error_s, (total._replace(base_s=total.base_s + start_s),))


def _certain_pace(spread: Spread) -> Mixture:
    return Mixture((1.0,), (spread,))


def _at_node(clue: Clue, nodes: Sequence[int]) -> Evidence:
    node = nodes.index(clue.boundary)
    if isinstance(clue, Seen):
        return Sighting(node, *clue[1:])
    return Absence(node, clue.by_s, clue.noticed)


def _run_about(itinerary: Itinerary, seen: Seen, wanted: Sequence[int]) -> Progress:
    """Return the progress of a journey of which one sighting is all that is known."""
    at, items, bell = seen.boundary, itinerary.items, bell_spread(seen.at_s, seen.error_s, seen.until_s)
    ahead = total_times(items[at:], [b - at for b in wanted if b >= at], itinerary.pace)
    behind = total_times(items[:at][::-1], [at - b for b in wanted if b < at], itinerary.pace)
    found = {at + b: _certain_pace(add_spreads((bell, total))) for b, total in ahead.items()}
    return Progress(found | {at - b: _certain_pace(add_spreads((bell, _negate(t)))) for b, t in behind.items()})


def _negate(spread: Spread) -> Spread:
    last_s = spread.base_s + (len(spread.masses) - 1) * spread.step_s
    return Spread(-last_s, spread.step_s, spread.masses[::-1])


def _start_of(chain: Chain, evidence: Sequence[Evidence]) -> Spread:
    """Return the times of leaving that could lead to the first sighting, each as likely as another."""
    first = min((e for e in evidence if isinstance(e, Sighting) and not e.is_bound), key=lambda e: (e.node, e.at_s))
    before = chain.spreads[: first.node]
    longest = sum(max(s.base_s + len(s.masses) * s.step_s for s in spreads) for spreads in before)
    shortest = sum(min(s.base_s for s in spreads) for spreads in before)
    waits = LONGEST_WAIT_S if any(chain.windows[: first.node + 1]) else 0
    reach = ceil(KERNEL_REACH * first.error_s)
    low, high = first.at_s - reach - longest - waits, first.at_s + reach - shortest
    step = max(1, ceil((high - low) / FLAT_CELLS / 60)) * 60
    count = (high - low) // step + 2
    return Spread(low, step, (1 / count,) * count)


def _times_at(itinerary: Itinerary, forecast: Forecast, nodes: Sequence[int], boundary: int) -> Mixture:
    """Return the times at a boundary: of its node, or, for some of the paces, between the nodes on either side."""
    node = bisect_right(nodes, boundary) - 1
    hints = forecast.hints[node + 1] if nodes[node] != boundary else None
    kept = _keep_paces(forecast.weights, sparse=hints is not None)
    weights = normalise([forecast.weights[n] for n in kept])
    if nodes[node] == boundary:
        return Mixture(weights, _pick(forecast.times[node], kept))
    pace = forecast.chain.pace
    is_behind = hints is not None or any(misfit.node == node + 1 for misfit in forecast.misfits)
    ends = (nodes[node], boundary, *([nodes[node + 1]] if is_behind else []))
    chain = build_chain(build_stages(itinerary, nodes=ends, pace=pace), pick_points(pace, kept))
    ahead = by_pace(_add, _pick(forecast.ahead[node], kept), chain.spreads[0])
    if hints is not None:
        window = window_at(forecast.chain, node + 1)
        back = by_pace(partial(step_over, window=window), _pick(hints, kept), chain.spreads[1])
        return Mixture(weights, by_pace(mend, ahead, back))
    if is_behind:
        behind = by_pace(_subtract, _pick(forecast.times[node + 1], kept), chain.spreads[1])
        return Mixture(weights, by_pace(_mix, ahead, behind))
    return Mixture(weights, ahead)


def _keep_paces(weights: Sequence[float], *, sparse: bool) -> list[int]:
    """Return the paces that matter; `sparse` as few as still lie closer than half of the deviation of their weights."""
    alive = [n for n, weight in enumerate(weights) if weight > IDLE_WEIGHT]
    spread_over = 1 / sum(w * w for w in weights)  # so many paces of even weight
    stride = max(1, int(spread_over / SPARSE_PACES)) if sparse else 1
    return alive[len(alive) % stride // 2 :: stride]


def _pick(column: Sequence[T], kept: Sequence[int]) -> tuple[T, ...]:
    return tuple([column[n] for n in kept])


def _add(first: Spread, second: Spread) -> Spread:
    return add_spreads((first, second))


def _subtract(first: Spread, second: Spread) -> Spread:
    return add_spreads((first, _negate(second)))


def _mix(first: Spread, second: Spread) -> Spread:
    """Return either of two times: it is not known before or after which of them the train stood."""
    return mix_spreads((0.5, 0.5), (first, second))


def chance_by(progress: Progress, boundary: int, at_s: float) -> float:
    """Return the chance of having gone on from a boundary (at the end: of being there) by an instant."""
    weights, spreads = progress.times[boundary]
    return sum([w * chance_of_spread(s, at_s) for w, s in zip(weights, spreads, strict=True)])


def time_by(progress: Progress, boundary: int, chance: float) -> int | None:
    """Return the first second by which one has gone on from a boundary with a chance; None if it is never reached."""
    return times_by(progress, boundary, (chance,))[0]


def times_by(progress: Progress, boundary: int, chances: Sequence[float]) -> list[int | None]:
    """Return `time_by` for each of some chances, the paces mixed once for all of them."""
    weights, spreads = progress.times[boundary]
    pairs = [(w, s) for w, s in zip(weights, spreads, strict=True) if any(s.masses)]
    if not pairs:
        return [None] * len(chances)
    mixed = spreads[0] if len(spreads) == 1 else mix_spreads(*zip(*pairs, strict=True))
    window = progress.windows.get(boundary, ALWAYS)
    found = [quantile_s(mixed, chance) for chance in chances]
    return [None if isinf(at_s) else _let_on(ceil(at_s), window) for at_s in found]


def _let_on(at_s: int, window: Window) -> int:
    """Return an instant at which a window is open: those who waited for it stand half a cell either side of that."""
    opens_s = next_open(window, at_s)
    return next((start for start, _ in window if 0 < opens_s - start <= HALF_CELL_S), opens_s)


def find_updated(
    itinerary: Itinerary,
    deadline_s: int,
    *,
    pace: Pace,
    windows: Mapping[int, Window] = NO_WINDOWS,
    confidences: Sequence[float] = CONFIDENCES,
) -> tuple[int | None, ...]:
    """Return the last instants, one for each confidence, to start a journey whose paces are weighed by sightings.

    They are as those of `find_readings`, at the paces that a progress has.
    """
    nodes = list_nodes(itinerary, windows)
    stages = build_stages(itinerary, nodes=nodes, windows=windows, pace=pace)
    outlook = look_back(build_chain(stages, pace), deadline_s)
    return tuple([latest_s(outlook, 0, confidence) for confidence in confidences])
