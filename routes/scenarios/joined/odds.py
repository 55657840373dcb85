"""The relay of a joined journey: stages, modelled and by timetable, to the chance of being in time from each place."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial
from math import ceil, floor
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from routes.halving import first_true
from routes.timetable.network import Network
from routes.timetable.odds import Falling, Odds, Wager, find_odds
from routes.timetable.search import MOST_DAYS, Access
from routes.timing.lateness import PUNCTUAL, Lateness, build_lateness, spread_lateness
from routes.timing.spread import NOTHING, Spread, add_spreads
from routes.timing.windows import ALWAYS, Window, last_ready, next_open
from routes.timing.windows import FAR_S as WINDOWS_FAR_S
from routes.units import DAY_S, MINUTE_S

if TYPE_CHECKING:
    from numpy.typing import NDArray

CLOSE = 1e-9
"""What two chances may differ by that are one."""
HOPELESS = 1e-5
"""A worth below which one is not in time."""
FAR_S = 1 << 62
MOST_POINTS = 6000
"""Of the grid on which what follows a window is known."""


PacedTime = tuple[Spread, ...]
"""The time of a modelled stage, or a piece of one, at each pace that those of one journey share."""


class Run(NamedTuple):
    """A modelled stage: its time, or that of its first piece, before which it waits until it `opens`.

    `rest` are further pieces, each with when it may begin.
    """

    spreads: PacedTime
    opens: Window = ALWAYS
    rest: tuple[tuple[Window, PacedTime], ...] = ()

    @property
    def pieces(self) -> tuple[tuple[Window, PacedTime], ...]:
        """Return each piece with when it may begin."""
        return ((self.opens, self.spreads), *self.rest)

    @property
    def entry(self) -> Window:
        """Return when one is let in at its end, which is before a last piece of no time."""
        return self.rest[-1][0] if self.rest and self.rest[-1][1] == (NOTHING,) else ALWAYS


class Ride(NamedTuple):
    """A stage by timetable: where it starts and ends there, and how late each vehicle is."""

    network: Network
    starts: Sequence[Access]
    ends: Sequence[Access]
    late: Lateness


Stage = Run | Ride


class Onset(NamedTuple):
    """How much later than an instant a journey begins by chance, of which so many seconds lie before it."""

    law: Lateness
    early_s: int


PROMPT = Onset(PUNCTUAL, 0)


class Relay(NamedTuple):
    """Stages in travel order, the seconds of the change before each, and how likely each of the paces is.

    `onset` is when it begins, who is said to be at the start at an instant.
    """

    stages: tuple[Stage, ...]
    changes_s: tuple[int, ...]
    weights: tuple[float, ...]
    onset: Onset = PROMPT

    @property
    def is_certain(self) -> bool:
        """Return whether nothing of it is spread."""
        runs = [stage for stage in self.stages if isinstance(stage, Run)]
        spreads = [spread for run in runs for _, spreads in run.pieces for spread in spreads]
        rides = [stage for stage in self.stages if isinstance(stage, Ride)]
        laws = [self.onset.law, *(ride.late for ride in rides)]
        return all(s.is_certain for s in spreads) and all(law.is_certain for law in laws)


class Marks(NamedTuple):
    """What it is worth to be at a place up to each of some instants, in order; nothing after the last.

    There is a column for each pace.
    """

    times: NDArray[np.int64]
    rows: NDArray[np.float64]


class Slope(NamedTuple):
    """What being at the end is worth beside being in time: so much for each second before an instant."""

    until_s: int
    per_s: float


class View(NamedTuple):
    """What being at the start of a stage is worth: that of `marks` after a time with a law for each pace (or one).

    With a `slope` it is more, the earlier one is there.
    """

    marks: Marks
    laws: tuple[Lateness, ...]
    shift_s: int
    odds: Odds | None = None
    slope: Slope | None = None

    def worth(self, instants: Sequence[int] | NDArray[np.int64]) -> NDArray[np.float64]:
        """Return a row for each instant: the worth at each pace for one who is there then."""
        times, rows = self.marks
        at = np.asarray(instants, np.int64) + self.shift_s
        found = np.zeros((len(at), rows.shape[1]))
        if len(times) and len(at):
            spans = times - at[:, None]
            shares = [_steps(law, spans) for law in self.laws]
            found = np.stack([shares[n % len(shares)] @ rows[:, n] for n in range(rows.shape[1])], axis=1)
        if self.slope:
            means = np.resize([law.mean_s for law in self.laws], rows.shape[1])
            found += self.slope.per_s * np.maximum(self.slope.until_s - at[:, None] - means, 0)
        return found

    @property
    def until_s(self) -> int | None:
        """Return the last instant at which it is worth anything to be there; None where it never is."""
        ends = [int(self.marks.times[-1])] if len(self.marks.times) else []
        ends += [self.slope.until_s] if self.slope else []
        return max(ends) - self.shift_s - floor(min(law.seconds[0] for law in self.laws)) if ends else None


def _steps(law: Lateness, spans: NDArray[Any]) -> NDArray[np.float64]:
    """Return for each row the chance of needing more than all shorter of its spans and no more than each."""
    by_then = shares_by(law, spans)
    by_then[:, 1:] -= by_then[:, :-1].copy()
    return by_then


def shares_by(law: Lateness, spans: NDArray[Any]) -> NDArray[np.float64]:
    """Return the chance of at most each of some times."""
    found: NDArray[np.float64] = np.where(spans < law.seconds[0], 0.0, np.interp(spans, law.seconds, law.shares))
    return found


def look_back(
    relay: Relay,
    deadline_s: int | None,
    *,
    from_s: int = -FAR_S,
    asked_s: int = FAR_S,
    slope: Slope | None = None,
) -> list[View]:
    """Return what being at the start of each stage is worth, before its change, and last what being at the end is.

    The worth is the chance of having ended by the deadline, where there is one, and that of the slope. Nothing is
    asked of leaving before `from_s`, nor 60 days before the deadline; who leaves at `asked_s` has all rides to choose
    from, even where a later one is as good as certain to be in time.
    """
    from_s = from_s if deadline_s is None else max(from_s, deadline_s - MOST_DAYS * DAY_S)
    count, ends = len(relay.weights), [] if deadline_s is None else [deadline_s]
    view = View(Marks(np.array(ends, np.int64), np.ones((len(ends), count))), (PUNCTUAL,), 0, slope=slope)
    views = [view]
    for stage, change_s in zip(relay.stages[::-1], relay.changes_s[::-1], strict=True):
        if isinstance(stage, Run):
            for opens, spreads in stage.pieces[::-1]:
                view = view._replace(laws=add_laws(view.laws, list_laws(spreads)), odds=None)
                view = _wait(view, opens) if opens else view
            view = view._replace(shift_s=view.shift_s + change_s)
        else:
            odds = find_odds(stage.network, _build_wager(stage, view, relay.weights, (from_s, asked_s)))
            view = View(_mark(odds.start, count), (PUNCTUAL,), change_s, odds)
        views.append(view)
    if relay.onset != PROMPT:
        law, early_s = relay.onset
        views[-1] = view._replace(laws=add_laws(view.laws, (law,)), shift_s=view.shift_s - early_s)
    return views[::-1]


def enter(relay: Relay, views: Sequence[View]) -> list[View]:
    """Return what coming to each place where stages meet is worth, where one may have to be let in."""
    before = [ALWAYS, *(stage.entry if isinstance(stage, Run) else ALWAYS for stage in relay.stages)]
    return [_wait(view, opens) if opens else view for opens, view in zip(before, views, strict=True)]


@lru_cache(maxsize=16)  # the same for every deadline
def add_laws(laws: tuple[Lateness, ...], others: tuple[Lateness, ...]) -> tuple[Lateness, ...]:
    """Return the laws of a time and one more, at each pace; what is certain only moves the other, exactly."""
    count = max(len(laws), len(others))
    return tuple(_add_one(laws[n % len(laws)], others[n % len(others)]) for n in range(count))


@lru_cache(maxsize=64)
def list_laws(spreads: PacedTime) -> tuple[Lateness, ...]:
    """Return the time of a modelled stage at each pace as laws."""
    return tuple(build_lateness(spread) for spread in spreads)


def _wait(view: View, opens: Window) -> View:
    """Return what being at a place is worth, where one waits for a window before one goes on.

    It is exact where nothing that follows is spread, else to a minute, or to a part of a longer span.
    """
    points = {
        last_ready(opens, int(at_s) - view.shift_s - round(law.seconds[0]))
        for at_s in view.marks.times
        for law in view.laws
    }
    until_s = view.until_s
    if until_s is not None and (view.slope or not all(law.is_certain for law in view.laws)):
        longest_s = max(law.seconds[-1] for law in view.laws)
        first_s = min(view.marks.times, default=until_s - round(1 / view.slope.per_s) if view.slope else until_s)
        first_s = floor((int(first_s) - view.shift_s - longest_s) / MINUTE_S) * MINUTE_S
        points |= {*space_grid(first_s, until_s)}
    times = np.array(sorted(at_s for at_s in points if at_s > -WINDOWS_FAR_S), np.int64)
    return View(Marks(times, view.worth([next_open(opens, int(at_s)) for at_s in times])), (PUNCTUAL,), 0)


def space_grid(first_s: int, last_s: int) -> range:
    """Return instants from a whole minute to past another, a minute apart or as much more as keeps them few."""
    step_s = max(1, ceil((last_s - first_s) / MINUTE_S / MOST_POINTS)) * MINUTE_S
    return range(first_s, last_s + step_s, step_s)


def _add_one(law: Lateness, other: Lateness) -> Lateness:
    for one, rest in ((law, other), (other, law)):
        if one.is_certain:
            return Lateness(tuple([s + one.seconds[0] for s in rest.seconds]), rest.shares)
    return build_lateness(add_spreads((spread_lateness(law), spread_lateness(other))))


def _build_wager(ride: Ride, then: View, weights: Sequence[float], since: tuple[int, int]) -> Wager:
    """Return what is asked of the timetable: what coming to its end, as late as its vehicles are, is worth."""
    late_view, shares = then._replace(laws=add_laws(then.laws, (ride.late,))), np.array(weights)
    until_s = since[0] - 1 if then.until_s is None else then.until_s
    ends = (ride.starts, ride.ends)
    if len(weights) == 1:
        return Wager(*ends, lambda found: late_view.worth(found)[:, 0].tolist(), float, ride.late.by, until_s, *since)
    return Wager(
        *ends, lambda found: [*late_view.worth(found)], partial(mean_of, shares), ride.late.by, until_s, *since
    )


def mean_of(weights: NDArray[np.float64], row: Any) -> float:
    """Return the mean of a row over the paces."""
    return float(weights @ row) if np.ndim(row) else float(row)


def _mark(falling: Falling, count: int) -> Marks:
    times = np.array(falling.times[::-1], np.int64)
    rows = [np.broadcast_to(np.asarray(row, np.float64), (count,)) for row in falling.rows[::-1]]
    return Marks(times, np.array(rows).reshape(len(times), count))


def chance_at(relay: Relay, view: View, at_s: int) -> float:
    """Return the chance of being in time for one who is at a place at an instant."""
    return mean_of(np.array(relay.weights), view.worth([at_s])[0])


def latest_s(relay: Relay, view: View, confidence: float) -> int | None:
    """Return the last instant to be at a place with a chance of being in time; None where none has it.

    It is exact where nothing lies between that is spread, else the last whole minute.
    """
    times = view.marks.times
    if not len(times):
        return None
    if all(law.is_certain for law in view.laws):
        before_s = view.shift_s + round(max(law.seconds[0] for law in view.laws))
        found = times[view.worth(times - before_s) @ np.array(relay.weights) >= confidence - CLOSE]
        return int(found[-1]) - before_s if len(found) else None
    longest = max(law.seconds[-1] for law in view.laws)
    shortest = min(law.seconds[0] for law in view.laws)
    low = floor((int(times[0]) - view.shift_s - longest) / MINUTE_S) - 1
    high = ceil((int(times[-1]) - view.shift_s - shortest) / MINUTE_S) + 1

    def is_late(minute: int) -> bool:
        return chance_at(relay, view, minute * MINUTE_S) < confidence - CLOSE

    return None if is_late(low) else (first_true(low, high, is_late) - 1) * MINUTE_S
