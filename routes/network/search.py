"""The search for the fewest seconds, over directed segments with turns and gauges."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from heapq import heappop, heappush
from typing import NamedTuple

from routes.ids import StationCode
from routes.network.graph import POSSIBLE, REGULAR, UNKNOWN_MM, Network, Path, Segment, Step, Turn, Way

ANY = "any"
"""Turns of every kind, listed or not: only for finding out why there is no path."""

State = tuple[int, int, int]
"""Rank of the way just run, its gauge in millimetres, and how many via stations are passed."""


class Costs(NamedTuple):
    """What a train needs, in whole seconds of zero or more, as functions given by the caller.

    `gauges_mm` are the gauges it can run on or change to. `border_s` is asked for both stations beside
    a border segment, also where the path begins or ends there. `stop_s` is asked for each station passed
    through, not for the origin and destination. `gauge_s` is asked only where the station changes gauge
    at all; None means that this train cannot change there.
    """

    gauges_mm: tuple[int, ...]
    run_s: Callable[[Segment], int]
    turn_s: Callable[[Turn], int]
    border_s: Callable[[Segment, StationCode], int]
    gauge_s: Callable[[StationCode, int, int], int | None]
    stop_s: Callable[[StationCode], int]


class Conditions(NamedTuple):
    """What a path must obey besides the train: stations to pass in order, countries to avoid, turns allowed.

    `any_gauge` lets the train run on every gauge and change anywhere, which tells a gauge fault from others.
    `main_gauge` has it begin and end on the first gauge of the station, unless that station changes gauge.
    """

    via: tuple[StationCode, ...] = ()
    avoid: frozenset[str] = frozenset()
    turns: str = REGULAR
    any_gauge: bool = False
    main_gauge: bool = False


def scan_path(
    network: Network, origin: StationCode, destination: StationCode, *, costs: Costs, conditions: Conditions
) -> Path | None:
    """Return the path of fewest seconds under the conditions, or None. Source: Dijkstra (1959), over states."""
    if origin == destination and all(station == origin for station in conditions.via):
        return Path(())
    search = _Search(network, costs, conditions, {}, {}, {}, {})
    for state in search.settle(origin):
        if search.ways[state[0]].end == destination and search.may_end(state):
            return search.build_path(state)
    return None


def scan_tree(
    network: Network, origin: StationCode, *, costs: Costs, conditions: Conditions
) -> dict[StationCode, Path]:
    """Return the paths of fewest seconds to every other station that has one, each as `scan_path` gives it."""
    search = _Search(network, costs, conditions, {}, {}, {}, {})
    found: dict[StationCode, Path] = {}
    for state in search.settle(origin):
        station = search.ways[state[0]].end
        if station != origin and station not in found and search.may_end(state):
            found[station] = search.build_path(state)
    return found


class _Search(NamedTuple):
    """One search: the ways met and their seconds by rank; for each state reached, its best total and the one before."""

    network: Network
    costs: Costs
    conditions: Conditions
    ways: dict[int, Way]
    seconds: dict[int, int]
    best: dict[State, tuple[int, int]]
    before: dict[State, State | None]

    def first_steps(self, origin: StationCode) -> Iterator[tuple[int, Way, State]]:
        """Yield each way out of the origin on each gauge: the train begins on whichever of its gauges it likes."""
        passed = self._pass_via(origin, 0)
        for way in self.network.ways_from(origin):
            if self._may_enter(way.end):
                for gauge_mm in self._gauges_of(way.segment):
                    if self._is_at_home(origin, gauge_mm):
                        yield self._run_s(way), way, self._arrive(way, gauge_mm, passed)

    def settle(self, origin: StationCode) -> Iterator[State]:
        """Yield every state that can be reached in the order of its seconds, when nothing can shorten them any more."""
        heap: list[tuple[int, int, State]] = []
        for seconds, way, state in self.first_steps(origin):
            self.best[state], self.before[state] = (seconds, way.segment.length_m), None
            heappush(heap, (seconds, way.segment.length_m, state))
        done: set[State] = set()
        while heap:
            seconds, length_m, state = heappop(heap)
            if state in done:
                continue
            done.add(state)
            yield state
            for more_s, way, after in self.next_steps(state):
                total = seconds + more_s, length_m + way.segment.length_m
                if after not in done and (after not in self.best or total < self.best[after]):
                    self.best[after], self.before[after] = total, state
                    heappush(heap, (*total, after))

    def may_end(self, state: State) -> bool:
        """Return whether a state at the destination has passed every via station, on a gauge to end on."""
        rank, gauge_mm, passed = state
        return passed == len(self.conditions.via) and self._is_at_home(self.ways[rank].end, gauge_mm)

    def _is_at_home(self, station: StationCode, gauge_mm: int) -> bool:
        place = self.network.stations[station]
        return not self.conditions.main_gauge or place.changes_gauge or gauge_mm in (UNKNOWN_MM, *place.gauges_mm[:1])

    def next_steps(self, state: State) -> Iterator[tuple[int, Way, State]]:
        """Yield the extra seconds, the way and the state after it, for each movement that is allowed."""
        rank, gauge_mm, passed = state
        came, here = self.ways[rank].start, self.ways[rank].end
        stop_s = self.costs.stop_s(here)
        for way in self.network.ways_from(here):
            turn_s = self._turn_s(here, came, way.end)
            if turn_s is None or not self._may_enter(way.end):
                continue
            for next_gauge_mm in self._gauges_of(way.segment):
                gauge_s = 0 if next_gauge_mm == gauge_mm else self._gauge_s(here, gauge_mm, next_gauge_mm)
                if gauge_s is not None:
                    extra_s = stop_s + turn_s + gauge_s + self._run_s(way)
                    yield extra_s, way, self._arrive(way, next_gauge_mm, passed)

    def build_path(self, state: State) -> Path:
        """Return the steps that led to a state."""
        states: list[State] = [state]
        while (earlier := self.before[states[-1]]) is not None:
            states.append(earlier)
        steps: list[Step] = []
        for rank, gauge_mm, _ in reversed(states):
            way = self.ways[rank]
            turn = self.network.find_turn(way.start, steps[-1].start, way.end) if steps else None
            steps.append(Step(way.segment, way.start, way.end, gauge_mm, turn))
        return Path(tuple(steps))

    def _arrive(self, way: Way, gauge_mm: int, passed: int) -> State:
        self.ways[way.rank] = way
        return way.rank, gauge_mm, self._pass_via(way.end, passed)

    def _pass_via(self, station: StationCode, passed: int) -> int:
        via = self.conditions.via
        while passed < len(via) and via[passed] == station:
            passed += 1
        return passed

    def _may_enter(self, station: StationCode) -> bool:
        avoid = self.conditions.avoid
        return not avoid or self.network.stations[station].country not in avoid

    def _gauges_of(self, segment: Segment) -> tuple[int, ...]:
        if self.conditions.any_gauge:
            return segment.gauges_mm
        return tuple(g for g in segment.gauges_mm if g in self.costs.gauges_mm or g == UNKNOWN_MM)

    def _run_s(self, way: Way) -> int:
        if way.rank not in self.seconds:
            segment, costs = way.segment, self.costs
            border_s = costs.border_s(segment, way.start) + costs.border_s(segment, way.end) if segment.border else 0
            self.seconds[way.rank] = costs.run_s(segment) + border_s
        return self.seconds[way.rank]

    def _turn_s(self, here: StationCode, came: StationCode, goes: StationCode) -> int | None:
        turn = self.network.find_turn(here, came, goes)
        if turn is None:
            return 0 if came != goes or self.conditions.turns == ANY else None
        allowed = turn.kind == REGULAR or self.conditions.turns in (POSSIBLE, ANY)
        return self.costs.turn_s(turn) if allowed else None

    def _gauge_s(self, station: StationCode, gauge_mm: int, next_gauge_mm: int) -> int | None:
        if self.conditions.any_gauge or UNKNOWN_MM in (gauge_mm, next_gauge_mm):
            return 0
        if not self.network.stations[station].changes_gauge:
            return None
        return self.costs.gauge_s(station, gauge_mm, next_gauge_mm)
