"""The chance of being in time by timetable where vehicles are late: what leaving a place at each instant is worth."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from routes.timetable.blocks import DAY_S
from routes.timetable.connections import Connections, find_chains, list_connections
from routes.timetable.network import Network
from routes.timetable.search import MOST_DAYS, Access, Ridden

ENOUGH = 0.9999
"""A chance from which on it is not asked whether leaving a day earlier still has a higher one."""

SAME = 1e-12
"""What two chances may differ by that are one."""

Worth = Any
"""A chance, or a row of them, one for each case that the caller tells apart; sums and multiples of it are taken."""


class Choice(NamedTuple):
    """A ride by which to go on: when it leaves, when and at which stop it is left, and whether for good, at the end.

    `ends_s` is when one is at the end if all is punctual from there on.
    """

    ride: Ridden
    departs_s: int
    arrives_s: int
    stop: int
    is_last: bool
    ends_s: int


class Falling:
    """What being at a place is worth: instants, latest first, up to each of which it is `rows[i]`, and more before.

    `means` are the averages of the rows, and `choices` what one does there then.
    """

    __slots__ = ("choices", "means", "minus", "rows")

    def __init__(self) -> None:
        """Make one that is worth nothing at any instant."""
        self.minus, self.means = list[int](), list[float]()
        self.rows, self.choices = list[Worth](), list[Choice]()

    @property
    def times(self) -> list[int]:
        """Return the instants, latest first."""
        return [-at for at in self.minus]

    def add(self, at_s: int, mean: float, row: Worth, choice: Choice) -> bool:
        """Return whether something is new in this: up to `at_s` the place is worth so much, `mean` on average."""
        place = bisect_right(self.minus, -at_s)
        if place and not _betters(mean, choice.ends_s, self._get(place - 1)):
            return False
        new = _Stay(mean, choice.ends_s, row, choice)
        start = place - 1 if place and self.minus[place - 1] == -at_s else place
        end = place
        while end < len(self.means) and not _betters(self.means[end], self.choices[end].ends_s, new):
            end += 1
        self.minus[start:end], self.means[start:end] = [-at_s], [mean]
        self.rows[start:end], self.choices[start:end] = [row], [choice]
        return True

    def _get(self, place: int) -> _Stay:
        return _Stay(self.means[place], self.choices[place].ends_s, self.rows[place], self.choices[place])

    def find(self, at_s: int) -> int:
        """Return the place in the lists of what is done by one who comes at an instant; -1 where nothing is left."""
        return bisect_right(self.minus, -at_s) - 1

    def after(self, at_s: int, late: Callable[[float], float]) -> Worth:
        """Return what it is worth on average to come at an instant and as much later as chance has it."""
        place = self.find(at_s)
        total, done = 0.0, 0.0
        while place >= 0 and done < 1:
            by_then = late(-self.minus[place] - at_s)
            if by_then > done:
                total, done = total + (by_then - done) * self.rows[place], by_then
            place -= 1
        return total


class Wager(NamedTuple):
    """A question: where one starts and ends, and what it is worth to be set down at the end.

    `worth` has that of each of some instants at which the timetable has one there, late vehicles counted; `mean` is
    the average of such a row. `late` is the chance that a vehicle is late by no more than so many seconds where one
    changes. The last arrival of any worth is at `until_s`; it is not asked what leaving before `from_s` is worth.
    """

    starts: Sequence[Access]
    ends: Sequence[Access]
    worth: Callable[[Sequence[int]], Sequence[Worth]]
    mean: Callable[[Worth], float]
    late: Callable[[float], float]
    until_s: int
    from_s: int


class Odds(NamedTuple):
    """What being at the start is worth, and what being at each stop on the way is, for those who change there.

    `egress` are the seconds on foot to the end from each stop near it.
    """

    start: Falling
    stops: Mapping[int, Falling]
    egress: Mapping[int, int]


class Turn(NamedTuple):
    """A choice on the way: until when one must be there for it, and what the next one is worth if it is missed."""

    choice: Choice
    ready_s: int
    missed: float | None


def find_odds(network: Network, wager: Wager) -> Odds:
    """Return what being at the start is worth by instant, for one who at each place goes on by what is worth most.

    A ride is boarded where the timetable has it leave on time, and decides for itself where it is best left. Who
    misses one takes what is worth most of those that leave later. Every vehicle is late independently of others.
    Source: the scan of J. Dibbelt, B. Strasser and D. Wagner, Delay-Robust Journeys in Timetable Networks with Minimum
    Expected Arrival Time, ATMOS 2014, with chances in place of mean arrivals.
    """
    search = _Search(network, wager)
    last, chains = wager.until_s // DAY_S, find_chains(network.lines)
    for number in range(last, max(last - MOST_DAYS, wager.from_s // DAY_S - 1), -1):
        search.read(list_connections(network, (number * DAY_S, (number + 1) * DAY_S), chains))
        if search.start.means and search.start.means[-1] >= ENOUGH:
            break
    return Odds(search.start, search.stops, search.egress)


def follow(odds: Odds, at_s: int, *, late_s: int) -> list[Turn]:
    """Return what one does who is at the start at an instant, where each vehicle is so many seconds late."""
    turns, falling = list[Turn](), odds.start
    while True:
        place = falling.find(at_s)
        if place < 0:
            return turns
        choice = falling.choices[place]
        turns.append(Turn(choice, -falling.minus[place], falling.means[place - 1] if place else None))
        if choice.is_last:
            return turns
        at_s = choice.arrives_s + late_s
        falling = odds.stops[choice.stop]


class _Search:
    """One question on its way: what each stop, and staying aboard each run, is worth so far."""

    __slots__ = ("_aboard", "_ingress", "_network", "_wager", "_worths", "egress", "start", "stops")

    def __init__(self, network: Network, wager: Wager) -> None:
        self._network, self._wager = network, wager
        onward, back = network.walks
        self._ingress, self.egress = _extend(wager.starts, onward), _extend(wager.ends, back)
        self._aboard: dict[int, _Stay] = {}
        self._worths: dict[int, Worth] = {}
        self.stops: dict[int, Falling] = {}
        self.start = Falling()

    def read(self, rows: Connections) -> None:
        """Take in the connections of a day, those that leave last first; those of one instant until nothing changes."""
        depart, arrive = rows.depart, rows.arrive
        end = bisect_right(depart, self._wager.until_s)
        self._weigh(arrive[:end], rows.end)
        while end:
            begin = bisect_left(depart, depart[end - 1], 0, end)
            if any(arrive[n] == depart[n] for n in range(begin, end)):
                runs = set(rows.run[begin:end])
                before = {run: self._aboard[run] for run in runs if run in self._aboard}
                while self._read_instant(rows, range(end - 1, begin - 1, -1)):
                    for run in runs:
                        self._aboard.pop(run, None)
                    self._aboard |= before
            else:
                self._read_instant(rows, range(end - 1, begin - 1, -1))
            end = begin

    def _weigh(self, arrive: Sequence[int], end: Sequence[int]) -> None:
        """Ask what it is worth to be at the end when the vehicles that stop near it have one there."""
        near = self.egress
        instants = {at_s + near[stop] for at_s, stop in zip(arrive, end, strict=False) if stop in near}
        fresh = sorted(instants - self._worths.keys())
        self._worths.update(zip(fresh, self._wager.worth(fresh), strict=True))

    def _read_instant(self, rows: Connections, places: range) -> bool:
        """Return whether the connections of one instant changed anything."""
        return sum(self._take(rows, n) for n in places) > 0

    def _take(self, rows: Connections, n: int) -> bool:
        run, end = rows.run[n], rows.end[n]
        best = self._aboard.get(run)
        if best is None and end not in self.stops and end not in self.egress:
            return False
        depart, arrive, start = rows.depart[n], rows.arrive[n], rows.start[n]
        for row, ends_s, is_last in self._list_worths(end, arrive, best):
            mean = self._wager.mean(row)
            if mean > 0 and (best is None or _betters(mean, ends_s, best)):
                ride = Ridden(rows.day[n], rows.at[n], rows.at[n] + 1)
                best = _Stay(mean, ends_s, row, Choice(ride, depart, arrive, end, is_last, ends_s))
        if best is None:
            return False
        self._aboard[run] = best
        ride = best.choice.ride._replace(day=rows.day[n], board=rows.at[n])
        return self._board(start, best, best.choice._replace(ride=ride, departs_s=depart))

    def _list_worths(self, stop: int, at_s: int, best: _Stay | None) -> Iterator[tuple[Worth, int, bool]]:
        """Yield what it is worth to leave a vehicle at a stop, for being at the end or going on, and when that ends.

        Going on is left out where even a punctual vehicle makes it no better than the best.
        """
        if stop in self.egress:
            there_s = at_s + self.egress[stop]
            yield self._worths[there_s], there_s, True
        if stop in self.stops:
            falling = self.stops[stop]
            place = falling.find(at_s)
            if place >= 0:
                ends_s = falling.choices[place].ends_s
                if best is None or _betters(falling.means[place], ends_s, best):
                    yield falling.after(at_s, self._wager.late), ends_s, False

    def _board(self, stop: int, best: _Stay, choice: Choice) -> bool:
        """Return whether a ride from a stop is new to those who come there, or to where they change from, or start."""
        walks, is_new = self._network.walks[1], False
        for n in range(int(walks.first[stop]), int(walks.first[stop + 1])):
            there, ready_s = int(walks.to[n]), choice.departs_s - int(walks.seconds[n])
            is_new |= self._fall(there).add(ready_s, best.mean, best.row, choice)
        if stop in self._ingress:
            self.start.add(choice.departs_s - self._ingress[stop], best.mean, best.row, choice)
        return is_new

    def _fall(self, stop: int) -> Falling:
        if stop not in self.stops:
            self.stops[stop] = Falling()
        return self.stops[stop]


class _Stay(NamedTuple):
    """What it is worth to be aboard a run, and by which choice."""

    mean: float
    ends_s: int
    row: Worth
    choice: Choice


def _betters(mean: float, ends_s: int, best: _Stay) -> bool:
    """Return whether what is worth so much, and ends then, is better: worth more, or as much and there earlier."""
    return mean > best.mean + SAME or (mean >= best.mean - SAME and ends_s < best.ends_s)


def _extend(ends: Sequence[Access], walks: Any) -> dict[int, int]:
    """Return the seconds on foot between an end and each stop, those after a change on foot included."""
    found: dict[int, int] = {}
    for stop, walk_s in ends:
        beside = range(int(walks.first[stop]), int(walks.first[stop + 1]))
        near = {int(walks.to[n]): walk_s + int(walks.seconds[n]) for n in beside if int(walks.to[n]) != stop}
        for there, then_s in {**near, stop: walk_s}.items():
            found[there] = min(then_s, found.get(there, then_s))
    return found
