"""A timetable made ready for questions: its connections in the order of each direction, its changes, its days."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from routes.timetable.blocks import DAY_S, Direction
from routes.timetable.bounds import NO_WAY, Needs, Patterns, Reach, build_patterns, build_reach, spread
from routes.timetable.connections import Connections, find_chains, list_connections
from routes.timetable.lines import Lanes, Lines, build_lanes, build_lines
from routes.timetable.order import Order, build_order
from routes.timetable.ranging import NEVER, scan_profile
from routes.timetable.scan import FAR, scan
from routes.timetable.staging import Stages, stage_walks
from routes.timetable.table import Timetable
from routes.timetable.walks import CHANGE_S, Walks, build_walks

if TYPE_CHECKING:
    from numpy.typing import NDArray

LARGE = 500_000
"""Connections of a timetable from which on the compiled scans pay for their import."""
KEPT_DAYS = 16
"""Service days of which it is kept what runs."""
MOST_KEPT = 300_000
"""Connections of single days that are kept for further questions; each takes some 300 bytes."""


class Network:
    """A timetable made ready for questions; what a direction needs is built when it is first asked."""

    __slots__ = (
        *("_changes", "_connections", "_lanes", "_marks", "_orders", "_patterns", "_reaches"),
        *("is_compiled", "lines", "stages", "table", "walks"),
    )

    def __init__(
        self,
        table: Timetable,
        *,
        change_s: int = CHANGE_S,
        compiled: bool | None = None,
        stages: Stages | None = None,
    ) -> None:
        """Make a network; `stages` are the copies of its stops for places to pass or to avoid."""
        self.table = table
        self.is_compiled = len(table.arrays["at"]) >= LARGE if compiled is None else compiled
        self.stages = stages
        self.lines: Lines = stages.lines if stages else build_lines(table)
        walks = build_walks(table, change_s=change_s)
        one, other = (stage_walks(part, stages) for part in walks) if stages else walks
        self.walks = self._fit(one), self._fit(other)
        self._orders: dict[int, Order] = {}
        self._lanes: Lanes | None = None
        self._marks: dict[int, NDArray[np.int32]] = {}
        self._patterns: Patterns | None = None
        self._reaches: dict[int, Reach] = {}
        self._connections: dict[int, Connections] = {}
        self._changes: dict[int, list[tuple[int, int]]] = {}

    def _fit(self, walks: Walks) -> Walks:
        return Walks(*(np.array(part, np.int32) for part in walks)) if self.is_compiled else walks

    @property
    def stops(self) -> int:
        """Return the number of stops with their copies, the one where nobody boards or leaves among them."""
        return self.lines.stops

    @property
    def lanes(self) -> Lanes:
        """Return the lanes of runs, kept from an earlier question or built."""
        if self._lanes is None:
            self._lanes = build_lanes(self.lines, self.table.arrays["service"][self.lines.trip])
        return self._lanes

    def get_order(self, direction: Direction) -> Order:
        """Return the connections in the order of a direction, kept from an earlier question or built."""
        if direction.sign not in self._orders:
            self._orders[direction.sign] = build_order(self.table, self.lines, self.lanes, direction)
        return self._orders[direction.sign]

    def get_columns(self, direction: Direction) -> Order:
        """Return the same as the scan in use reads it fastest: in plain Python, as views that give whole numbers."""
        order = self.get_order(direction)
        if self.is_compiled:
            return order
        runs: dict[str, Any] = {name: memoryview(getattr(order.rides, name)) for name in order.rides._fields[:4]}
        views: dict[str, Any] = {name: memoryview(getattr(order, name)) for name in order._fields[1:6]}
        views["rides"] = order.rides._replace(**runs)
        return order._replace(**views)

    def count_rides(self, egress: Any, direction: Direction, *, most: int) -> Needs:
        """Return the fewest rides to where `egress` is not negative, in a direction, NO_WAY for more than `most`."""
        fill, reach = self.fill, self._get_reach(direction)
        board, leave, queue = fill(NO_WAY, self.stops), fill(NO_WAY, self.stops), fill(0, self.stops)
        near = np.flatnonzero(np.asarray(egress) >= 0).tolist()
        for n, stop in enumerate(near):
            queue[n], leave[stop] = stop, 0
        walks = self.walks[1 if direction.is_forward else 0][:2]
        is_read = fill(0, len(reach.at), np.bool_)
        self.spread(tuple(reach), walks, (board, leave), queue, is_read, (len(near), most))
        return Needs(board, leave)

    def _get_reach(self, direction: Direction) -> Reach:
        """Return the patterns as a direction reads them, kept from an earlier question or built."""
        if self._patterns is None:
            self._patterns = build_patterns(self.lines)
        if direction.sign not in self._reaches:
            reach = build_reach(self._patterns, self.stops, direction)
            lists = (part.tolist() for part in reach[:4])
            self._reaches[direction.sign] = reach if self.is_compiled else Reach(*lists, reach.step)
        return self._reaches[direction.sign]

    def list_running(self, day: int) -> NDArray[np.bool_]:
        """Return for each run whether it runs on a service day."""
        arrays, width = self.table.arrays, len(self.table.arrays["runs"]) // self.table.days
        on = np.unpackbits(arrays["runs"][day * width : (day + 1) * width]) > 0
        return on[arrays["service"][self.lines.trip]]

    def get_marks(self, day: int) -> NDArray[np.int32]:
        """Return for each call FAR where its lane runs on a service day, else -FAR."""
        if day not in self._marks:
            if len(self._marks) == KEPT_DAYS:
                self._marks.clear()
            runs = np.where(self.list_running(day)[self.lanes.lead], np.int32(FAR), np.int32(-FAR))
            self._marks[day] = np.append(np.int32(-FAR), np.repeat(runs, self.lanes.sizes + 1))
            self._marks[day][self.lanes.first + self.lanes.sizes] = -FAR
        return self._marks[day]

    def list_day(self, number: int) -> Connections:
        """Return the connections that leave on a day of the epoch in UTC, kept from an earlier question or listed."""
        if number not in self._connections:
            found = list_connections(self, (number * DAY_S, (number + 1) * DAY_S), find_chains(self.lines))
            if sum(len(rows.depart) for rows in self._connections.values()) + len(found.depart) > MOST_KEPT:
                self._connections.clear()
            self._connections[number] = found
        return self._connections[number]

    def list_changes(self, stop: int) -> list[tuple[int, int]]:
        """Return from which stops one comes to a stop for a ride, itself among them, and in how many seconds."""
        if stop not in self._changes:
            walks = self.walks[1]
            rows = range(int(walks.first[stop]), int(walks.first[stop + 1]))
            self._changes[stop] = [(int(walks.to[n]), int(walks.seconds[n])) for n in rows]
        return self._changes[stop]

    def build_values(self, days: range) -> Any:
        """Return for each run of service days, one after the other, NEVER where it runs, else -1."""
        values = np.where(np.concatenate([self.list_running(day) for day in days]), NEVER, -1)
        return values if self.is_compiled else values.tolist()

    @property
    def scan(self) -> Callable[..., int]:
        """Return the scan, compiled for a large timetable."""
        if not self.is_compiled:
            return scan
        from routes.timetable.compiled import compiled_scan  # numba, for large timetables only

        found: Callable[..., int] = compiled_scan
        return found

    @property
    def spread(self) -> Callable[..., None]:
        """Return the spread of the rides that are needed, compiled for a large timetable."""
        if not self.is_compiled:
            return spread
        from routes.timetable.compiled import compiled_spread  # numba, for large timetables only

        found: Callable[..., None] = compiled_spread
        return found

    @property
    def scan_profile(self) -> Callable[..., None]:
        """Return the scan of a profile, compiled for a large timetable."""
        if not self.is_compiled:
            return scan_profile
        from routes.timetable.compiled import compiled_profile  # numba, for large timetables only

        found: Callable[..., None] = compiled_profile
        return found

    def fill(self, value: int, count: int, kind: Any = np.int32) -> Any:
        """Return an array of one value, as the scan in use reads it fastest."""
        return np.full(count, value, kind) if self.is_compiled else [value] * count

    def fit(self, values: list[int]) -> Any:
        """Return whole numbers as the scan in use reads them fastest."""
        return np.array(values, np.int64) if self.is_compiled else values
