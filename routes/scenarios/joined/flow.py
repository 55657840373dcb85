"""A joined journey followed forward from a departure: when those who go on as planned are at each place, by chance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from math import ceil, floor
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from routes.halving import first_true
from routes.scenarios.answers import EVEN
from routes.scenarios.joined.odds import (
    CLOSE,
    FAR_S,
    Marks,
    Relay,
    Ride,
    Run,
    Slope,
    View,
    add_laws,
    chance_at,
    list_laws,
    look_back,
    mean_of,
    shares_by,
    space_grid,
)
from routes.timetable.following import follow_all
from routes.timetable.odds import Choice, Falling, Odds
from routes.timetable.search import MOST_DAYS
from routes.timing.lateness import PUNCTUAL, Lateness
from routes.timing.windows import FAR_S as WINDOWS_FAR_S
from routes.timing.windows import Window, next_open
from routes.units import DAY_S, MINUTE_S

if TYPE_CHECKING:
    from numpy.typing import NDArray

LOST = 1e-3
"""The share of those for whom no journey is left that is not looked into further."""
HORIZONS_S = tuple(days * DAY_S for days in (1, 4, 16, MOST_DAYS))
"""How long after a deadline is looked for a journey of those who miss it."""
FINE = 1e-6
"""The worth of being there a horizon earlier, against that of being in time: it decides where the chances are one."""


class Flow(NamedTuple):
    """When those who go on as planned are at a place: the shares of `marks` after a time with a law for each pace.

    There is a column for each pace. `rides` are those by which they came, each with its share of all.
    """

    marks: Marks
    laws: tuple[Lateness, ...]
    shift_s: int
    rides: tuple[tuple[Choice, float], ...] = ()

    def shares_by(self, instants: Sequence[int] | NDArray[np.int64]) -> NDArray[np.float64]:
        """Return a row for each instant: the share at each pace that is there by then."""
        times, rows = self.marks
        spans = np.asarray(instants, np.int64)[:, None] - times - self.shift_s
        found = [shares_by(law, spans) for law in self.laws]
        return np.stack([found[n % len(found)] @ rows[:, n] for n in range(rows.shape[1])], axis=1)

    def chance_by(self, relay: Relay, at_s: int) -> float:
        """Return the chance of being there by an instant."""
        return mean_of(np.array(relay.weights), self.shares_by([at_s])[0])

    def find_s(self, relay: Relay, chance: float) -> int | None:
        """Return the first instant by which one is there with a chance; None where it is less at any.

        It is exact where nothing is spread, else a whole minute.
        """
        times = self.marks.times
        if not len(times):
            return None
        unit = 1 if relay.is_certain else MINUTE_S
        ends = [(law.seconds[0], law.seconds[-1]) for law in self.laws]
        low = floor((int(times[0]) + self.shift_s + min(first for first, _ in ends)) / unit) - 1
        high = ceil((int(times[-1]) + self.shift_s + max(last for _, last in ends)) / unit)

        def is_there(units: int) -> bool:
            return self.chance_by(relay, units * unit) >= chance - CLOSE

        return first_true(low, high, is_there) * unit if is_there(high) else None


def look_ahead(relay: Relay, views: Sequence[View], departs_s: int) -> list[Flow]:
    """Return when one is at the start of each stage, before its change, and last at the end, who leaves at an instant.

    At each place one goes on by what is worth most by the views, as far as anything is worth something.
    """
    count = len(relay.weights)
    flow = Flow(Marks(np.array([departs_s]), np.ones((1, count))), (relay.onset.law,), -relay.onset.early_s)
    flows = [flow]
    for stage, change_s, view in zip(relay.stages, relay.changes_s, views, strict=False):
        flow = flow._replace(shift_s=flow.shift_s + change_s, rides=())
        if isinstance(stage, Run):
            flow = run_pieces(stage, flow)[-1]
        elif view.odds:
            flow = _ride(stage, view.odds, flow, relay)
        flows.append(flow)
    return flows


def run_pieces(run: Run, flow: Flow) -> list[Flow]:
    """Return when a modelled stage begins, goes on after each wait for a window, and ends; `flow` comes to it."""
    found = list[Flow]()
    for opens, spreads in run.pieces:
        flow = _wait(flow, opens) if opens else flow
        found.append(flow)
        flow = flow._replace(laws=add_laws(flow.laws, list_laws(spreads)))
    return [*found, flow]


def _wait(flow: Flow, opens: Window) -> Flow:
    """Return when one goes on who waits for a window; who comes after it has shut for good never does."""
    times, rows = flow.marks
    if not len(times):
        return flow
    if all(law.is_certain for law in flow.laws):
        known = sorted({int(t) + flow.shift_s + round(law.seconds[0]) for t in times for law in flow.laws})
    else:
        low = floor((int(times[0]) + flow.shift_s + min(law.seconds[0] for law in flow.laws)) / MINUTE_S) * MINUTE_S
        high = int(times[-1]) + flow.shift_s + ceil(max(law.seconds[-1] for law in flow.laws))
        known = [*space_grid(low, high)]
    shares = np.diff(flow.shares_by(known), axis=0, prepend=np.zeros((1, rows.shape[1])))
    goes, place = np.unique([next_open(opens, at_s) for at_s in known], return_inverse=True)
    summed = np.zeros((len(goes), rows.shape[1]))
    np.add.at(summed, place, shares)
    kept = (goes < WINDOWS_FAR_S) & (summed.sum(axis=1) > 0)
    return Flow(Marks(goes[kept].astype(np.int64), summed[kept]), (PUNCTUAL,), 0)


def _ride(stage: Ride, odds: Odds, flow: Flow, relay: Relay) -> Flow:
    weights = np.array(relay.weights)
    shares = _split(odds.start, flow)
    outcome = follow_all(odds, shares, stage.late.by, partial(mean_of, weights))
    times = sorted(outcome.ends)
    rows = np.array([outcome.ends[at_s] for at_s in times]).reshape(len(times), len(weights))
    rides = tuple((choice, mean_of(weights, share)) for choice, share in outcome.rides)
    return Flow(Marks(np.array(times, np.int64), rows), (stage.late,), 0, rides)


def _split(falling: Falling, flow: Flow) -> list[NDArray[np.float64]]:
    """Return a row for each instant of a place, latest first: the share at each pace that goes on by its ride."""
    if not falling.minus or not len(flow.marks.times):
        return []
    by_then = flow.shares_by(falling.times)
    by_then[:-1] -= by_then[1:].copy()
    return [*by_then]


class Ahead(NamedTuple):
    """A journey looked at from its departure: the views by which one goes on, and when one is at each place then."""

    departs_s: int
    views: list[View]
    flows: list[Flow]


def aim_at(relay: Relay, deadline_s: int, pick: Callable[[list[View]], int], *, asked_s: int = FAR_S) -> Ahead:
    """Return how one goes on who wants to be in time, and else there as soon as may be, leaving when `pick` says.

    A worth of the views is a chance of being in time, to a millionth. `asked_s` is what `pick` says, where it is known.
    """

    def look(horizon_s: int) -> Ahead:
        slope = Slope(deadline_s + horizon_s, FINE / horizon_s)
        views = look_back(relay, deadline_s, asked_s=asked_s, slope=slope)
        departs_s = pick(views)
        if departs_s < asked_s:  # earlier rides than those that are soon enough may be had from there
            views = look_back(relay, deadline_s, asked_s=departs_s, slope=slope)
        return Ahead(departs_s, views, look_ahead(relay, views, departs_s))

    return _widen(relay, look)


def _widen(relay: Relay, look: Callable[[int], Ahead]) -> Ahead:
    """Return what is seen over the first horizon within which as good as nobody is lost, else over the last."""
    for horizon_s in HORIZONS_S:
        ahead = look(horizon_s)
        if _find_lost(relay, ahead.flows) <= LOST:
            break
    return ahead


def head_for_soonest(relay: Relay, departs_s: int) -> Ahead:
    """Return how one goes on who wants to be there soon: by even odds at the first instant that allows of them.

    Where several ways do, it is that of the least mean arrival.
    """

    def look(horizon_s: int) -> Ahead:
        views = look_back(relay, None, from_s=departs_s, slope=Slope(departs_s + horizon_s, 1 / horizon_s))
        return Ahead(departs_s, views, look_ahead(relay, views, departs_s))

    ahead = _widen(relay, look)
    even_s = ahead.flows[-1].find_s(relay, EVEN)
    if even_s is None:
        return ahead
    unit = 1 if relay.is_certain else MINUTE_S
    first_s = find_first(relay, departs_s, even_s, unit)
    if first_s == even_s:
        return ahead
    return aim_at(relay, first_s, lambda _views: departs_s, asked_s=departs_s)


def _find_lost(relay: Relay, flows: Sequence[Flow]) -> float:
    rows = flows[-1].marks.rows
    return 1 - mean_of(np.array(relay.weights), rows.sum(axis=0)) if len(rows) else 1.0


def find_first(relay: Relay, departs_s: int, known_s: int, unit: int) -> int:
    """Return the first instant by which somebody can be there with even odds, given one by which it can be done."""

    def has_odds(units: int) -> bool:
        views = look_back(relay, units * unit, from_s=departs_s)
        return chance_at(relay, views[0], departs_s) >= EVEN - CLOSE

    high, reach = known_s // unit, 1
    low = high - reach
    while low * unit > departs_s and has_odds(low):
        high, reach = low, 2 * reach
        low = high - reach
    low = max(low, departs_s // unit - 1)
    return first_true(low, high, has_odds) * unit
