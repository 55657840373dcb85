"""When a journey under way gets where: forward along a chain of stages, and what sightings say of pace and place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from math import ceil, exp
from typing import NamedTuple

from routes.errors import InfeasibleError
from routes.timing.chance import Chain, Outlook, by_pace, normalise, window_at
from routes.timing.curve import Curve, step_back, values_at
from routes.timing.spread import Spread, add_spreads, chance_by, regrid, trim
from routes.timing.windows import ALWAYS, FAR_S, Window, next_open, shut_spans

LEAST_ERROR_S = 30.0  # half of the minute to which clocks are read
KERNEL_REACH, KERNEL_POINTS = 8, 6  # standard deviations either way, points for each
FINE_S = 60


class Sighting(NamedTuple):
    """Seen going on from a node (at the last one: arriving) at `at_s`; the error is a normal standard deviation."""

    node: int
    at_s: int
    error_s: float


class Forecast(NamedTuple):
    """For each node, and each pace, when one goes on from there; and how likely each pace now is."""

    chain: Chain
    weights: tuple[float, ...]
    times: tuple[tuple[Spread, ...], ...]


def look_ahead(chain: Chain, start: Spread, sightings: Sequence[Sighting] = ()) -> Forecast:
    """Return the times of going on from every node for one who is ready at node 0 at `start`, given all sightings.

    Each sighting changes the weights of the paces, by N(b) times the density of being seen there and then at pace b,
    and the times at every node after it and before it.
    Raises: InfeasibleError, when the sightings fit no pace.
    """
    kernels = _kernels(sightings)
    weights = chain.pace.weights
    times: list[tuple[Spread, ...]] = []
    now = (start,) * len(weights)
    for node in range(len(chain.windows) + 1):
        now = by_pace(partial(pass_window, window=window_at(chain, node)), now)
        if node in kernels:
            weights, now = _see(weights, now, kernels[node])
        times.append(now)
        if node < len(chain.windows):
            now = by_pace(_add, now, chain.spreads[node])
    return Forecast(chain, weights, tuple(_look_over(chain, times, kernels)))


def weigh_paces(forecast: Forecast, sighting: Sighting) -> tuple[float, ...]:
    """Return how likely each pace is after one more sighting, later than those that the forecast has.

    Raises: InfeasibleError, when the sighting fits no pace.
    """
    return _see(forecast.weights, forecast.times[sighting.node], _kernel(sighting))[0]


def chance_between(forecast: Forecast, node: int, start_s: float, end_s: float) -> float:
    """Return the chance of going on from a node (at the last: of arriving) after `start_s` and by `end_s`."""
    return _chance_by(forecast, node, end_s) - _chance_by(forecast, node, start_s)


def time_s(forecast: Forecast, node: int, chance: float) -> int | None:
    """Return the first second by which one has gone on from a node with this chance; None if it is never reached."""
    low = min(s.base_s - s.step_s for s in forecast.times[node])
    high = max(s.base_s + len(s.masses) * s.step_s for s in forecast.times[node])
    if _chance_by(forecast, node, high) < chance:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _chance_by(forecast, node, middle) >= chance else (middle, high)
    return high


def _chance_by(forecast: Forecast, node: int, at_s: float) -> float:
    chances = by_pace(partial(chance_by, seconds=at_s), forecast.times[node])
    return sum([w * c for w, c in zip(forecast.weights, chances, strict=True)])


def chance_on_time(forecast: Forecast, outlook: Outlook, node: int) -> float:
    """Return the chance that the deadline of `outlook` is met by one who goes on from a node as forecast.

    It would mislead at a node before the last sighting, of which it then uses the pace alone.
    """

    def chance(spread: Spread, curve: Curve) -> float:
        return sum([m * v for m, v in zip(spread.masses, values_at(curve, _instants(spread)), strict=True)])

    chances = by_pace(chance, forecast.times[node], outlook.curves[node])
    return sum([w * c for w, c in zip(forecast.weights, chances, strict=True)])


def _add(first: Spread, second: Spread) -> Spread:
    return add_spreads((first, second))


def pass_window(spread: Spread, window: Window) -> Spread:
    """Return when one goes on who is ready at `spread`; what the window never lets on is left out of the masses."""
    if spread.is_certain:
        opens_s = next_open(window, spread.base_s)
        return spread._replace(base_s=opens_s) if opens_s < FAR_S else Spread(FAR_S, FINE_S, (0.0,))
    end_s = spread.base_s + len(spread.masses) * spread.step_s
    spans = list(shut_spans(window, spread.base_s - spread.step_s, end_s))
    return _move_shut(regrid(spread, min(spread.step_s, FINE_S)), spans) if spans else spread


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


def _kernel(sighting: Sighting) -> Curve:
    """Return how well each instant fits a sighting: a bell of height one."""
    step = round(max(sighting.error_s, LEAST_ERROR_S) / KERNEL_POINTS)
    count = KERNEL_REACH * KERNEL_POINTS
    values = tuple([exp(-((i / KERNEL_POINTS) ** 2) / 2) for i in range(-count, count + 1)])
    return Curve(sighting.at_s - count * step, step, values, 0.0)


def _kernels(sightings: Sequence[Sighting]) -> dict[int, Curve]:
    found: dict[int, Curve] = {}
    for sighting in sightings:
        kernel = _kernel(sighting)
        found[sighting.node] = _multiply(found[sighting.node], kernel) if sighting.node in found else kernel
    return found


def _multiply(first: Curve, second: Curve) -> Curve:
    """Return the product of two curves on the points of the finer one."""
    fine, other = (first, second) if first.step_s <= second.step_s else (second, first)
    return fine._replace(
        values=tuple([a * b for a, b in zip(fine.values, values_at(other, _points(fine)), strict=True)])
    )


def _points(curve: Curve) -> range:
    return range(curve.start_s, curve.end_s + 1, curve.step_s)


def _instants(spread: Spread) -> range:
    return range(spread.base_s, spread.base_s + len(spread.masses) * spread.step_s, spread.step_s)


def _weigh(spread: Spread, curve: Curve) -> tuple[float, Spread]:
    """Return the mean of a curve over a spread, and the spread as weighted by the curve."""
    if spread.is_certain or curve.step_s >= spread.step_s:
        base, step = spread.base_s, spread.step_s
        masses = [m * v for m, v in zip(spread.masses, values_at(curve, _instants(spread)), strict=True)]
    else:
        base, step = curve.start_s, curve.step_s
        density = Curve(spread.base_s, spread.step_s, spread.masses, 0.0)
        part = step / spread.step_s
        masses = [v * part * d for v, d in zip(curve.values, values_at(density, _points(curve)), strict=True)]
    total = sum(masses)
    return total, trim(base, step, [m / total for m in masses]) if total > 0 else spread


def _see(
    weights: Sequence[float], now: tuple[Spread, ...], kernel: Curve
) -> tuple[tuple[float, ...], tuple[Spread, ...]]:
    pairs = by_pace(partial(_weigh, curve=kernel), now)
    seen = [w * likelihood for w, (likelihood, _) in zip(weights, pairs, strict=True)]
    if sum(seen) <= 0:
        raise InfeasibleError(
            "no pace of the train fits the sightings", hint="check place, clock and date of each, or give larger errors"
        )
    after = (pairs[0][1],) * len(pairs) if pairs[0] is pairs[-1] else tuple([spread for _, spread in pairs])
    return normalise(seen), after


def _look_over(
    chain: Chain, times: Sequence[tuple[Spread, ...]], kernels: Mapping[int, Curve]
) -> list[tuple[Spread, ...]]:
    """Return the times with those before the last sighting mended by what was seen after them."""
    last = max(kernels, default=0)
    mended, window = list(times), ALWAYS
    message: tuple[Curve, ...] = (kernels[last],) * len(chain.pace.logs) if kernels else ()
    for node in reversed(range(last)):
        message = by_pace(partial(_step_over, window=window), message, chain.spreads[node])
        mended[node] = by_pace(_mend, times[node], message)
        if node in kernels:
            message = by_pace(partial(_multiply, kernels[node]), message)
        window = chain.windows[node]
    return mended


def _step_over(curve: Curve, spread: Spread, window: Window) -> Curve:
    """Return the curve one stage back, its highest value one: only its shape counts."""
    back = step_back(curve, spread, window)
    top = max(back.before, *back.values)
    return back._replace(values=tuple([v / top for v in back.values]), before=back.before / top) if top else back


def _mend(spread: Spread, curve: Curve) -> Spread:
    return _weigh(spread, curve)[1]
