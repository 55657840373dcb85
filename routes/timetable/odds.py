"""The chance of being in time by timetable where vehicles are late: what leaving a place at each instant is worth."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from routes.timetable.connections import Connections
from routes.timetable.network import Network
from routes.timetable.search import MOST_DAYS, Access, Ridden, find_walks
from routes.units import DAY_S

ENOUGH = 0.9999
"""A worth from which on it is not asked whether leaving a day earlier still has a higher one."""

LONGEST_DAYS = 2 * MOST_DAYS
"""That are looked at before the last arrival of any worth: one may ask for as many days after a deadline as before."""

PART = 256
"""Connections after which it is asked whether those that leave earlier still matter."""

SAME = 1e-12
"""What two worths may differ by that are one."""

Worth = Any
"""A chance, or a row of them, one for each case that the caller tells apart; sums and multiples of it are taken."""

Exit = tuple[int, int, int, bool]
"""Where a vehicle is left: the stop time of its last connection, when, at which stop, and whether for good."""

Boarding = tuple[int, int, int]
"""When a vehicle leaves, on which service day, and the stop time at which it is boarded."""

Stay = tuple[float, Worth, Exit]
"""What it is worth to be aboard a run, on average and in each case, and where it is left for that."""


class Choice(NamedTuple):
    """A ride by which to go on: when it leaves, when and at which stop it is left, and whether for good, at the end."""

    ride: Ridden
    departs_s: int
    arrives_s: int
    stop: int
    is_last: bool


class Falling:
    """What being at a place is worth: instants, latest first, up to each of which it is `rows[i]`, and more before.

    `minus` are the instants with the other sign, and `means` the averages of the rows.
    """

    __slots__ = ("_boardings", "_exits", "means", "minus", "rows")

    def __init__(self) -> None:
        """Make one that is worth nothing at any instant."""
        self.minus, self.means, self.rows = list[int](), list[float](), list[Worth]()
        self._boardings, self._exits = list[Boarding](), list[Exit]()

    @property
    def times(self) -> list[int]:
        """Return the instants, latest first."""
        return [-at for at in self.minus]

    def get_choice(self, place: int) -> Choice:
        """Return what one does who comes up to an instant, by its place in the lists."""
        (departs_s, day, board), (alight, arrives_s, stop, is_last) = self._boardings[place], self._exits[place]
        return Choice(Ridden(day, board, alight), departs_s, arrives_s, stop, is_last)

    def add(self, at_s: int, stay: Stay, boarding: Boarding) -> bool:
        """Return whether something is new in this: up to `at_s` the place is worth as much as being aboard."""
        minus, means, mean = self.minus, self.means, stay[0]
        start = end = len(means)
        if minus and -at_s <= minus[-1]:
            start = end = bisect_right(minus, -at_s)
        if start and mean <= means[start - 1] + SAME:
            return False
        if start and minus[start - 1] == -at_s:
            start -= 1
        while end < len(means) and means[end] <= mean + SAME:
            end += 1
        minus[start:end], means[start:end], self.rows[start:end] = [-at_s], [mean], [stay[1]]
        self._boardings[start:end], self._exits[start:end] = [boarding], [stay[2]]
        return True

    def find(self, at_s: int) -> int:
        """Return the place in the lists of what is done by one who comes at an instant; -1 where nothing is left."""
        return bisect_right(self.minus, -at_s) - 1

    def after(self, at_s: int, place: int, late: Callable[[float], float]) -> Worth:
        """Return what it is worth on average to come at an instant, whose place is known, or later as chance has it."""
        total, done, minus, rows = 0.0, 0.0, self.minus, self.rows
        while place >= 0 and done < 1:
            by_then = late(-minus[place] - at_s)
            if by_then > done:
                total, done = total + (by_then - done) * rows[place], by_then
            place -= 1
        return total


class Wager(NamedTuple):
    """A question: where one starts and ends, and what it is worth to be set down at the end.

    `worth` has that of each of some instants at which the timetable has one there, late vehicles counted; `mean` is
    the average of such a row. `late` is the chance that a vehicle is late by no more than so many seconds where one
    changes. The last arrival of any worth is at `until_s`; it is not asked what leaving before `from_s` is worth.
    All that leaves after `asked_s` is looked at, even where leaving later is worth enough.
    """

    starts: Sequence[Access]
    ends: Sequence[Access]
    worth: Callable[[Sequence[int]], Sequence[Worth]]
    mean: Callable[[Worth], float]
    late: Callable[[float], float]
    until_s: int
    from_s: int
    asked_s: int = 1 << 62


class Odds(NamedTuple):
    """What being at the start is worth, and what being at each stop on the way is, for those who change there.

    `egress` are the seconds on foot to the end from each stop near it.
    """

    start: Falling
    stops: Mapping[int, Falling]
    egress: Mapping[int, int]


class Turn(NamedTuple):
    """A choice on the way: until when one must be there for it, and what the next one is worth if it is missed.

    `then` is that next one.
    """

    choice: Choice
    ready_s: int
    missed: float | None
    then: Choice | None


def find_odds(network: Network, wager: Wager) -> Odds:
    """Return what being at the start is worth by instant, for one who at each place goes on by what is worth most.

    A ride is boarded where the timetable has it leave on time, and decides for itself where it is best left. Who
    misses one takes what is worth most of those that leave later. Every vehicle is late independently of others.
    Source: the scan of J. Dibbelt, B. Strasser and D. Wagner, Delay-Robust Journeys in Timetable Networks with Minimum
    Expected Arrival Time, ATMOS 2014, with chances in place of mean arrivals.
    """
    search = _Search(network, wager)
    last = wager.until_s // DAY_S
    for number in range(last, max(last - LONGEST_DAYS, wager.from_s // DAY_S - 1), -1):
        if search.is_done(number * DAY_S + DAY_S):
            break
        search.read(network.list_day(number))
    return Odds(search.start, search.stops, search.egress)


def follow(odds: Odds, at_s: int, *, late_s: int) -> list[Turn]:
    """Return what one does who is at the start at an instant, where each vehicle is so many seconds late."""
    turns, falling = list[Turn](), odds.start
    while True:
        place = falling.find(at_s)
        if place < 0:
            return turns
        choice, missed = falling.get_choice(place), falling.means[place - 1] if place else None
        turns.append(Turn(choice, -falling.minus[place], missed, falling.get_choice(place - 1) if place else None))
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
        self._ingress, self.egress = find_walks(wager.starts, onward), find_walks(wager.ends, back)
        self._aboard: dict[int, Stay] = {}
        self._worths: dict[int, tuple[float, Worth]] = {}
        self.stops: dict[int, Falling] = {}
        self.start = Falling()

    def is_done(self, at_s: int) -> bool:
        """Return whether no ride that leaves before an instant can be worth more to anybody at the start."""
        start = self.start
        known_s = self._wager.asked_s
        return bool(start.means) and start.means[-1] >= ENOUGH and at_s <= min(known_s, -start.minus[-1])

    def read(self, rows: Connections) -> None:
        """Take in the connections of a day, those that leave last first; those of one instant until nothing changes."""
        depart, arrive = rows.depart, rows.arrive
        begin, end = bisect_left(depart, self._wager.from_s), bisect_right(depart, self._wager.until_s)
        self._weigh(arrive[begin:end], rows.end[begin:end])
        done = end
        for n in rows.instant:  # each place, latest first, whose connections may follow others of the same instant
            if begin <= n < done:
                self._take_parts(rows, range(done - 1, bisect_right(depart, depart[n]) - 1, -1))
                done = max(begin, bisect_left(depart, depart[n]))
                self._settle(rows, range(bisect_right(depart, depart[n], done, end) - 1, done - 1, -1))
        self._take_parts(rows, range(done - 1, begin - 1, -1))

    def _take_parts(self, rows: Connections, places: range) -> None:
        """Take in connections part by part, as long as any can be worth more to somebody at the start."""
        for n in range(0, len(places), PART):
            if self.is_done(rows.depart[places[n]]):
                return
            self._take(rows, places[n : n + PART])

    def _settle(self, rows: Connections, places: range) -> None:
        """Take in the connections of one instant, some of which end as they begin, until nothing changes."""
        runs = {rows.run[n] for n in places}
        before = {run: self._aboard[run] for run in runs if run in self._aboard}
        while self._take(rows, places):
            for run in runs:
                self._aboard.pop(run, None)
            self._aboard |= before

    def _weigh(self, arrive: Sequence[int], end: Sequence[int]) -> None:
        """Ask what it is worth to be at the end when the vehicles that stop near it have one there."""
        near = self.egress
        instants = {at_s + near[stop] for at_s, stop in zip(arrive, end, strict=True) if stop in near}
        fresh = sorted(instants - self._worths.keys())
        for at_s, row in zip(fresh, self._wager.worth(fresh), strict=True):
            self._worths[at_s] = self._wager.mean(row), row

    def _take(self, rows: Connections, places: range) -> bool:
        """Return whether connections, in this order, changed anything."""
        aboard, stops, egress, (mean_of, late) = self._aboard, self.stops, self.egress, self._wager[3:5]
        depart, arrive, start, end, run, at, day, _ = rows
        is_new = False
        for n in places:
            stop, best = end[n], aboard.get(run[n])
            most = best[0] + SAME if best else SAME
            arrives_s = arrive[n]
            if stop in egress:
                mean, row = self._worths[arrives_s + egress[stop]]
                if mean > most:
                    best, most = (mean, row, (at[n] + 1, arrives_s, stop, True)), mean + SAME
            if stop in stops:
                falling = stops[stop]
                place = bisect_right(falling.minus, -arrives_s) - 1
                if place >= 0 and falling.means[place] > most:  # else not even a punctual vehicle makes it better
                    row = falling.after(arrives_s, place, late)
                    mean = mean_of(row)
                    if mean > most:
                        best = mean, row, (at[n] + 1, arrives_s, stop, False)
            if best:
                aboard[run[n]] = best
                is_new |= self._board(start[n], best, (depart[n], day[n], at[n]))
        return is_new

    def _board(self, stop: int, best: Stay, boarding: Boarding) -> bool:
        """Return whether a ride from a stop is new to those who come there, or to where they change from, or start."""
        is_new, departs_s, stops = False, boarding[0], self.stops
        for there, walk_s in self._network.list_changes(stop):
            if there not in stops:
                stops[there] = Falling()
            is_new |= stops[there].add(departs_s - walk_s, best, boarding)
        if stop in self._ingress:
            self.start.add(departs_s - self._ingress[stop], best, boarding)
        return is_new
