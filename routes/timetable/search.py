"""Earliest arrivals and, by the same scan backward, latest departures; with and without counting changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, cast

import numpy as np

from routes.timetable.blocks import Direction, Stream, count_days, day_base_s, find_days, list_streams
from routes.timetable.fewest_rides import NO_WAY, Needs
from routes.timetable.network import Network
from routes.timetable.plan import build_plan
from routes.timetable.scan import FAR, Goal, Labels
from routes.timetable.walks import Walks
from routes.units import DAY_S

MOST_DAYS = 62
"""That are searched: 60 of a journey, and one at each end."""
CHECKED_DAYS = 3
"""After which it is asked whether the ends are joined at all."""
MOST_RIDES = 200
"""Of one journey where changes are counted."""


class Access(NamedTuple):
    """A stop at one end of a journey and the seconds on foot between it and the end."""

    stop: int
    walk_s: int


class Ridden(NamedTuple):
    """One ride of a journey: the service day, and the stop times at which it is boarded and left."""

    day: int
    board: int
    alight: int


class Trail(NamedTuple):
    """A journey: its rides in travel order, and the signed instant of its far end as the search counted it."""

    goal_s: int
    rides: tuple[Ridden, ...]


class Question(NamedTuple):
    """What is searched in a direction: stops to begin and to end at, and the signed instant to begin at.

    Backward one begins where the journey ends, and instants are counted down.
    """

    starts: Sequence[Access]
    ends: Sequence[Access]
    at_s: int
    direction: Direction


def find_best(network: Network, question: Question) -> Trail | None:
    """Return a journey with the best far end however often it changes; None where none is found in 60 days."""
    search = _Search(network, question)
    search.begin()
    search.run()
    return search.trace(0)


def find_pareto(network: Network, question: Question) -> list[Trail]:
    """Return the journeys of 60 days of which each arrives earlier than all with fewer rides, fewest rides first."""
    best = find_best(network, question)
    if best is None:
        return []
    found = list[Trail]()
    if len(best.rides) > 1:
        search = _Search(network, question)
        if search.count(min(MOST_RIDES, len(best.rides) - 1), FAR):
            search.run()
            found = search.list_pareto()
    return found if found and found[-1].goal_s <= best.goal_s else [*found, best]


def find_within(network: Network, question: Question, *, rides: int, bound_s: int) -> Trail | None:
    """Return the journey with at most so many rides that arrives first, before a bound; None where there is none."""
    search = _Search(network, question)
    if not search.count(rides, bound_s):
        return None
    search.settle()
    search.run()
    return search.trace(rides)


class _Search:
    """One question on its way: the labels that are filled, and the service days that were read for it."""

    __slots__ = (
        *("_days", "_egress", "_goal", "_labels", "_least", "_levels", "_marks", "_most"),
        *("_needs", "_network", "_order", "_question", "_room", "_starts", "_walks"),
    )

    def __init__(self, network: Network, question: Question) -> None:
        self._network, self._question = network, question
        forward = question.direction.is_forward
        self._walks, back = network.walks if forward else network.walks[::-1]
        self._egress = list_egress(network, question.ends, back)
        self._starts = find_walks(question.starts, self._walks)
        self._order = network.get_columns(question.direction)
        self._days, self._room = set[int](), 0
        self._most, self._least = 0, 0
        self._marks, self._levels = np.zeros((0, 0, 0), np.int32), 1

    def begin(self) -> None:
        """Make labels where nothing is reached but on foot from the start, and rides are not counted."""
        fill, stops = self._network.fill, self._network.stops
        ready = fill(FAR, stops)
        self._make(None, ready, ready, (FAR, 0))

    def count(self, rides: int, bound_s: int) -> bool:
        """Make labels for each number of rides; return False when so few do not lead from the start to the goal."""
        network, stops = self._network, self._network.stops
        needs = self._count_rides(rides, bound_s)
        least = min((int(needs.board[stop]) for stop in self._starts), default=NO_WAY)
        if least > rides:
            return False
        ready, board = network.fill(FAR, stops * (rides + 1)), network.fill(FAR, stops)
        self._make(needs, board, ready, (bound_s, rides))
        self._levels, self._least = rides, least
        self._lower(rides)
        return True

    def _count_rides(self, most: int, until_s: int) -> Needs:
        """Return the fewest rides to the goal from each stop, by what runs until an instant."""
        network, (*_, at_s, direction) = self._network, self._question
        days = find_days(network.table, network.get_order(direction), (at_s, until_s), direction)
        return network.count_rides(self._egress, direction, most=most, days=days)

    def settle(self) -> None:
        """Search for the best with the most rides alone, not for those with fewer."""
        self._least = self._most

    def _lower(self, most: int) -> None:
        """Let no more than so many rides be worth anything: where more would be needed, nobody boards."""
        (board, ready, *_), stops = self._labels, self._network.stops
        needs: Any = self._needs.board if self._needs else []
        self._most = most
        if self._network.is_compiled:
            worth = np.flatnonzero(needs <= most)
            board[:] = FAR
            board[worth] = ready[(most - needs[worth]) * stops + worth]
        else:
            rows = enumerate(needs)
            board[:] = [ready[(most - need) * stops + n] if need <= most else FAR for n, need in rows]

    def _make(self, needs: Needs | None, board: Any, ready: Any, limits: tuple[int, int]) -> None:
        fill, stops = self._network.fill, self._network.stops
        bound_s, rides = limits
        size = stops * (rides + 1)
        reached, entered, left = fill(FAR, size), fill(-1, size, np.int64), fill(-1, size)
        for level in range(rides + 1):
            reached[level * stops + stops - 1] = -FAR  # where no passenger may leave a vehicle
            for stop, walk_s in self._starts.items():
                ready[level * stops + stop] = self._question.at_s + walk_s
        self._labels, self._needs = Labels(board, ready, reached, entered, left), needs
        self._goal = Goal(fill(bound_s, rides + 1), fill(-1, rides + 1, np.int64), fill(-1, rides + 1))

    def run(self) -> None:
        """Scan day by day until the goal cannot be bettered any more."""
        network, question = self._network, self._question
        number = question.at_s // DAY_S
        for n in range(MOST_DAYS):
            if n == CHECKED_DAYS and self._needs is None and not self._is_joined():
                return
            span = max(question.at_s, (number + n) * DAY_S), (number + n + 1) * DAY_S
            streams = list_streams(network.table, network.get_order(question.direction), span, question.direction)
            if streams and self._scan(streams):
                return
            if span[1] >= self._goal.at_s[self._least]:
                return

    def _scan(self, streams: Sequence[Stream]) -> bool:
        """Return True when nothing after some streams betters the goal."""
        network, group = self._network, 0
        self._fit_marks(streams)
        plan = build_plan(network, self._question.direction, streams)
        walks = *self._walks, self._egress
        marks = self._marks.reshape(-1) if network.is_compiled else memoryview(cast(Any, self._marks.reshape(-1)))
        while True:
            limits = group, self._most, self._levels, self._room
            needs = None if self._needs is None else tuple(self._needs)
            labels, goal = tuple(self._labels), tuple(self._goal)
            group = network.scan(plan, self._order, marks, labels, walks, needs, goal, limits)
            if group == len(plan[0]):
                return False
            most = self._most
            while most >= self._least and self._goal.at_s[most] <= plan[0][group]:
                most -= 1
            if most < self._least:
                return True
            self._lower(most)

    def _fit_marks(self, streams: Sequence[Stream]) -> None:
        """Have marks for the service days of some streams, in the room of days that are over."""
        lane = self._network.lanes.lane
        if not len(self._marks):
            self._room = count_days(self._network.get_order(self._question.direction))
            self._marks = np.empty((self._room, self._levels, len(lane)), np.int32)
        for day in {stream.day for stream in streams} - self._days:
            rows = self._marks[day % self._room]
            self._network.get_marks(day).take(lane, out=rows[0], mode="clip")
            rows[1:] = rows[0]
            self._days.add(day)

    def _is_joined(self) -> bool:
        """Return whether what runs in 60 days joins the ends; asked once some days have been searched in vain."""
        needs = self._count_rides(NO_WAY, self._question.at_s + MOST_DAYS * DAY_S)
        return any(int(needs.board[stop]) < NO_WAY for stop in self._starts)

    def list_pareto(self) -> list[Trail]:
        """Return the journeys of which each arrives earlier than every one with fewer rides, fewest rides first."""
        found = list[Trail]()
        for rides in range(1, len(self._goal.at_s)):
            best = self.trace(rides)
            if best is not None and (not found or best.goal_s < found[-1].goal_s):
                found.append(best)
        return found

    def trace(self, rides: int) -> Trail | None:
        """Return the best journey with at most so many rides; None where none was found."""
        goal = self._goal
        entered, left = int(goal.entered[rides]), int(goal.left[rides])
        if entered < 0:
            return None
        ridden, level = list[Ridden](), rides
        while entered >= 0:
            ridden.append(self._build_ride(entered, left))
            entered, left, level = self._look_back(entered, level)
        return Trail(int(goal.at_s[rides]), tuple(ridden[::-1] if self._question.direction.is_forward else ridden))

    def _look_back(self, entered: int, level: int) -> tuple[int, int, int]:
        """Return where the ride before was entered and left, and the rides up to it; -1 where there was none."""
        labels, stops = self._labels, self._network.stops
        day, place = self._network.find_place(entered, self._question.direction)
        now = self._find_instant(day, place)
        lines = self._network.lines
        stop = int((lines.start if self._question.direction.is_forward else lines.end)[place])
        level = max(0, level - 1)
        while level and labels.ready[(level - 1) * stops + stop] <= now:
            level -= 1
        return int(labels.entered[level * stops + stop]), int(labels.left[level * stops + stop]), level

    def _find_instant(self, day: int, place: int) -> int:
        """Return the signed instant at which a connection begins in the direction of the search."""
        lines, table = self._network.lines, self._network.table
        trip = int(lines.trip[int(lines.first.searchsorted(np.int32(place), side="right")) - 1])
        base_s = day_base_s(table.first_day, day, table.zones[int(table.arrays["trip_zone"][trip])])
        return (
            base_s + int(lines.depart[place])
            if self._question.direction.is_forward
            else -base_s - int(lines.arrive[place])
        )

    def _build_ride(self, entered: int, left: int) -> Ridden:
        direction, at = self._question.direction, self._network.lines.at
        day, place = self._network.find_place(entered, direction)
        end = self._network.find_end(place, left)
        first, last = (place, end) if direction.is_forward else (end, place)
        return Ridden(day, int(at[first]), int(at[last]) + 1)


def list_egress(network: Network, ends: Sequence[Access], walks: Walks) -> Any:
    """Return for each stop the seconds on foot to the nearest end, -1 where it is near none; by walks backward."""
    egress = network.fill(-1, network.stops)
    for stop, walk_s in find_walks(ends, walks).items():
        egress[stop] = walk_s
    return egress


def find_walks(ends: Sequence[Access], walks: Walks) -> Mapping[int, int]:
    """Return the seconds on foot to each stop from the nearest of some, those after a change on foot included."""
    found: dict[int, int] = {}
    for stop, walk_s in ends:
        found[stop] = min(walk_s, found.get(stop, FAR))
    for stop, walk_s in ends:
        for n in range(int(walks.first[stop]), int(walks.first[stop + 1])):
            there, then_s = int(walks.to[n]), walk_s + int(walks.seconds[n])
            if there != stop and then_s < found.get(there, FAR):
                found[there] = then_s
    return found
