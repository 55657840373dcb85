"""Stages of a joined journey, modelled and by timetable, to the chance of being in time from each place on the way."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial
from math import ceil, floor
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from routes.timetable.network import Network
from routes.timetable.odds import Falling, Odds, Wager, find_odds
from routes.timetable.search import Access
from routes.timing.lateness import PUNCTUAL, Lateness, build_lateness, spread_lateness
from routes.timing.spread import Spread, add_spreads

if TYPE_CHECKING:
    from numpy.typing import NDArray

MINUTE_S, DAY_S = 60, 86_400
CLOSE = 1e-9
"""What two chances may differ by that are one."""
LONGEST_S = 60 * DAY_S
"""Of a journey."""


class Run(NamedTuple):
    """A modelled stage: its time at each pace that the modelled stages of one journey share."""

    spreads: tuple[Spread, ...]


class Ride(NamedTuple):
    """A stage by timetable: where it starts and ends there, and how late each vehicle is."""

    network: Network
    starts: Sequence[Access]
    ends: Sequence[Access]
    late: Lateness


Stage = Run | Ride


class Course(NamedTuple):
    """Stages in travel order, the seconds of the change before each, and how likely each of the paces is."""

    stages: tuple[Stage, ...]
    changes_s: tuple[int, ...]
    weights: tuple[float, ...]

    @property
    def is_certain(self) -> bool:
        """Return whether nothing of it is spread."""
        spreads = [s for stage in self.stages if isinstance(stage, Run) for s in stage.spreads]
        rides = [stage for stage in self.stages if isinstance(stage, Ride)]
        return all(s.is_certain for s in spreads) and all(r.late.is_certain for r in rides)


class Marks(NamedTuple):
    """What it is worth to be at a place up to each of some instants, in order; nothing after the last.

    There is a column for each pace.
    """

    times: NDArray[np.int64]
    rows: NDArray[np.float64]


class View(NamedTuple):
    """What being at the start of a stage is worth: that of `marks` after a time with a law for each pace (or one)."""

    marks: Marks
    laws: tuple[Lateness, ...]
    shift_s: int
    odds: Odds | None = None

    def worth(self, instants: Sequence[int]) -> NDArray[np.float64]:
        """Return a row for each instant: the chance at each pace of one who is there then."""
        times, rows = self.marks
        found = np.zeros((len(instants), rows.shape[1]))
        if not len(times) or not len(instants):
            return found
        spans = times - (np.array(instants)[:, None] + self.shift_s)
        if len(self.laws) == 1:
            return _steps(self.laws[0], spans) @ rows
        for n, law in enumerate(self.laws):
            found[:, n] = _steps(law, spans) @ rows[:, n]
        return found


def _steps(law: Lateness, spans: NDArray[Any]) -> NDArray[np.float64]:
    """Return for each row the chance of needing more than all shorter of its spans and no more than each."""
    by_then = np.where(spans < law.seconds[0], 0.0, np.interp(spans, law.seconds, law.shares))
    by_then[:, 1:] -= by_then[:, :-1].copy()
    return by_then


def look_back(course: Course, deadline_s: int, *, from_s: int = -(1 << 62)) -> list[View]:
    """Return what being at the start of each stage is worth, before its change, and last what being at the end is.

    The worth is the chance of having ended by the deadline. Nothing is asked of leaving before `from_s`.
    """
    count = len(course.weights)
    view = View(Marks(np.array([deadline_s]), np.ones((1, count))), (PUNCTUAL,), 0)
    views = [view]
    for stage, change_s in zip(course.stages[::-1], course.changes_s[::-1], strict=True):
        if isinstance(stage, Run):
            laws = _add(view.laws, _list_laws(stage.spreads))
            view = View(view.marks, laws, view.shift_s + change_s)
        else:
            odds = find_odds(stage.network, _build_wager(stage, view, course.weights, from_s))
            view = View(_mark(odds.start, count), (PUNCTUAL,), change_s, odds)
        views.append(view)
    return views[::-1]


@lru_cache(maxsize=16)  # the same for every deadline
def _add(laws: tuple[Lateness, ...], others: tuple[Lateness, ...]) -> tuple[Lateness, ...]:
    """Return the laws of a time and one more, at each pace; what is certain only moves the other, exactly."""
    count = max(len(laws), len(others))
    return tuple(_add_one(laws[n % len(laws)], others[n % len(others)]) for n in range(count))


@lru_cache(maxsize=16)
def _list_laws(spreads: tuple[Spread, ...]) -> tuple[Lateness, ...]:
    return tuple(build_lateness(spread) for spread in spreads)


def _add_one(law: Lateness, other: Lateness) -> Lateness:
    for one, rest in ((law, other), (other, law)):
        if one.is_certain:
            return Lateness(tuple([s + one.seconds[0] for s in rest.seconds]), rest.shares)
    return build_lateness(add_spreads((spread_lateness(law), spread_lateness(other))))


def _build_wager(ride: Ride, then: View, weights: Sequence[float], from_s: int) -> Wager:
    """Return what is asked of the timetable: what coming to its end, as late as its vehicles are, is worth."""
    laws = _add(then.laws, (ride.late,))
    late_view = then._replace(laws=laws)
    shares = np.array(weights)
    until_s = int(then.marks.times[-1]) - then.shift_s if len(then.marks.times) else from_s - 1
    ends = (ride.starts, ride.ends)
    if len(weights) == 1:
        return Wager(*ends, lambda found: late_view.worth(found)[:, 0].tolist(), float, ride.late.by, until_s, from_s)
    return Wager(*ends, lambda found: [*late_view.worth(found)], partial(_mean, shares), ride.late.by, until_s, from_s)


def _mean(weights: NDArray[np.float64], row: Any) -> float:
    return float(np.sum(weights * row))


def _mark(falling: Falling, count: int) -> Marks:
    times = np.array(falling.times[::-1], np.int64)
    rows = [np.broadcast_to(np.asarray(row, np.float64), (count,)) for row in falling.rows[::-1]]
    return Marks(times, np.array(rows).reshape(len(times), count))


def chance_at(course: Course, view: View, at_s: int) -> float:
    """Return the chance of being in time for one who is at a place at an instant."""
    return _mean(np.array(course.weights), view.worth([at_s])[0])


def latest_s(course: Course, view: View, confidence: float) -> int | None:
    """Return the last instant to be at a place with a chance of being in time; None where none has it.

    It is exact where nothing lies between that is spread, else the last whole minute.
    """
    times = view.marks.times
    if not len(times):
        return None
    if all(law.is_certain for law in view.laws):
        before_s = view.shift_s + round(max(law.seconds[0] for law in view.laws))
        found = [int(t) - before_s for t in times if chance_at(course, view, int(t) - before_s) >= confidence - CLOSE]
        return max(found, default=None)
    longest = max(law.seconds[-1] for law in view.laws)
    shortest = min(law.seconds[0] for law in view.laws)
    low = floor((int(times[0]) - view.shift_s - longest) / MINUTE_S) - 1
    high = ceil((int(times[-1]) - view.shift_s - shortest) / MINUTE_S) + 1
    if chance_at(course, view, low * MINUTE_S) < confidence - CLOSE:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        good = chance_at(course, view, middle * MINUTE_S) >= confidence - CLOSE
        low, high = (middle, high) if good else (low, middle)
    return low * MINUTE_S


class Arrivals:
    """When a journey that leaves at an instant is there, by chance; what was asked once is kept."""

    __slots__ = ("_chances", "_course", "_departs_s", "_unit")

    def __init__(self, course: Course, departs_s: int) -> None:
        """Take a departure; times are exact where nothing is spread, else whole minutes."""
        self._course, self._departs_s = course, departs_s
        self._unit = 1 if course.is_certain else MINUTE_S
        self._chances: dict[int, float] = {}

    def find_s(self, confidence: float) -> int | None:
        """Return the first instant by which one is there with a chance, who wants to be there then; None in 60 days."""
        wanted, start = confidence - CLOSE, self._departs_s // self._unit - 1
        low = max((end for end, chance in self._chances.items() if chance < wanted), default=start)
        high = min((end for end, chance in self._chances.items() if chance >= wanted), default=None)
        reach = max(3600 // self._unit, low - start)
        while high is None:
            if self._chance_by(low + reach) >= wanted:
                high = low + reach
                break
            low, reach = low + reach, 2 * reach
            if reach * self._unit > 2 * LONGEST_S:
                return None
        while high - low > 1:
            middle = (low + high) // 2
            is_late = self._chance_by(middle) < wanted
            low, high = (middle, high) if is_late else (low, middle)
        return high * self._unit

    def _chance_by(self, end: int) -> float:
        if end not in self._chances:
            views = look_back(self._course, end * self._unit, from_s=self._departs_s)
            self._chances[end] = chance_at(self._course, views[0], self._departs_s)
        return self._chances[end]
