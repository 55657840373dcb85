"""A timetable made ready for questions: its connections in the order of each direction, its changes, its days."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from routes.timetable.blocks import BACKWARD, FORWARD, Direction
from routes.timetable.connections import Connections, find_chains, list_connections
from routes.timetable.fewest_rides import NO_WAY, Needs, Reach, build_reach, spread
from routes.timetable.lines import Lanes, Lines, build_lanes, build_lines
from routes.timetable.order import Order, Rides, build_order, build_rides
from routes.timetable.profile_scan import NEVER, scan_profile
from routes.timetable.scan import FAR, scan
from routes.timetable.staging import Stages, stage_walks
from routes.timetable.table import Timetable
from routes.timetable.walks import CHANGE_S, Walks, build_walks
from routes.units import DAY_S

if TYPE_CHECKING:
    from numpy.typing import NDArray

LARGE = 500_000
"""Connections of a timetable from which on the compiled scans pay for their import."""
MOST_KEPT = 300_000
"""Connections of single days that are kept for further questions; each takes some 300 bytes."""


class Network:
    """A timetable made ready for questions; what a direction needs is built when it is first asked."""

    __slots__ = (
        *("_changes", "_connections", "_lanes", "_marks", "_orders", "_reaches", "_rides"),
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
        self._rides: dict[int, Rides] = {}
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
            rides, forward = self._get_rides(direction), direction.is_forward
            self._orders[direction.sign] = build_order(self.table, self.lines, self.lanes, rides, forward=forward)
        return self._orders[direction.sign]

    def _get_rides(self, direction: Direction) -> Rides:
        """Return how runs go on in a direction, kept from an earlier question or built."""
        if direction.sign not in self._rides:
            self._rides[direction.sign] = build_rides(self.lines, self.lanes, forward=direction.is_forward)
        return self._rides[direction.sign]

    def get_columns(self, direction: Direction) -> tuple[Any, Any, Any, tuple[Any, ...]]:
        """Return start, run, rows and rides of an order as the scan in use reads them fastest.

        In plain Python that is as views, which give whole numbers.
        """
        order = self.get_order(direction)
        if self.is_compiled:
            return order.start, order.run, order.rows, tuple(order.rides)
        return _view(order.start), _view(order.run), _view(order.rows), tuple(map(_view, order.rides))

    def count_rides(self, egress: Any, direction: Direction, *, most: int, days: range) -> Needs:
        """Return the fewest rides to where `egress` is not negative, in a direction, by what runs on some days.

        It is NO_WAY where more than `most` are needed.
        """
        fill, reach = self.fill, self._get_reach(direction)
        board, leave, queue = fill(NO_WAY, self.stops), fill(NO_WAY, self.stops), fill(0, self.stops)
        near = np.flatnonzero(np.asarray(egress) >= 0).tolist()
        for n, stop in enumerate(near):
            queue[n], leave[stop] = stop, 0
        walks = self.walks[1 if direction.is_forward else 0][:2]
        read = ~self._list_lanes(days)[self.lanes.lane]
        is_read = read if self.is_compiled else read.tolist()
        self.spread(tuple(reach), walks, (board, leave), queue, is_read, (len(near), most))
        return Needs(board, leave)

    def _get_reach(self, direction: Direction) -> Reach:
        """Return the calls as a spread reads them, kept from an earlier question or built."""
        if direction.sign not in self._reaches:
            both = self._get_rides(direction), self._get_rides(BACKWARD if direction.is_forward else FORWARD)
            reach = build_reach(*both, self.stops)
            lists: dict[str, Any] = (
                {} if self.is_compiled else {n: getattr(reach, n).tolist() for n in reach._fields[:4]}
            )
            self._reaches[direction.sign] = reach._replace(**lists)
        return self._reaches[direction.sign]

    def find_place(self, entered: int, direction: Direction) -> tuple[int, int]:
        """Return the service day and the connection of a number that a scan gave to where a ride is entered."""
        order = self.get_order(direction)
        day, n = divmod(entered, len(order.run))
        return day, int(order.rows[2 * n]) - int(self.lanes.shift[order.run[n]])

    def find_end(self, place: int, call: int) -> int:
        """Return the connection of a call at which one leaves who has entered at another connection."""
        lanes = self.lanes
        run = int(self.lines.first.searchsorted(np.int32(place), side="right")) - 1
        lane, entry = (
            int(lanes.first.searchsorted(n, side="right")) - 1 for n in (call, place + int(lanes.shift[run]))
        )
        return call - int(lanes.shift[run if lane == entry else lanes.lead[lane]])

    def list_running(self, days: range) -> NDArray[np.bool_]:
        """Return for each run whether it runs on any of some service days."""
        arrays = self.table.arrays
        rows = arrays["runs"].reshape(self.table.days, -1)[days.start : days.stop]
        on = np.unpackbits(np.bitwise_or.reduce(rows, axis=0)) > 0
        running: NDArray[np.bool_] = on[arrays["service"][self.lines.trip]]
        return running

    def get_marks(self, day: int) -> NDArray[np.int32]:
        """Return for each lane FAR where it runs on a service day, else -FAR, as for calls of nobody."""
        if day not in self._marks:
            runs = self._list_lanes(range(day, day + 1))
            self._marks[day] = np.where(runs, np.int32(FAR), np.int32(-FAR))
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

    def _list_lanes(self, days: range) -> NDArray[np.bool_]:
        """Return for each lane whether it runs on any of some service days, and that nobody's does not."""
        return np.append(self.list_running(days)[self.lanes.lead], np.False_)

    def build_values(self, days: range) -> Any:
        """Return NEVER for each run of service days where it runs, else -1, and beside it room for a call."""
        values = np.full((len(days) * len(self.lines.trip), 2), -1)
        values[:, 0] = np.where(np.concatenate([self.list_running(range(day, day + 1)) for day in days]), NEVER, -1)
        return values.reshape(-1) if self.is_compiled else values.reshape(-1).tolist()

    @property
    def scan(self) -> Callable[..., int]:
        """Return the scan, compiled for a large timetable."""
        return self._choose(scan)

    @property
    def spread(self) -> Callable[..., None]:
        """Return the spread of the rides that are needed, compiled for a large timetable."""
        return self._choose(spread)

    @property
    def scan_profile(self) -> Callable[..., None]:
        """Return the scan of a profile, compiled for a large timetable."""
        return self._choose(scan_profile)

    def _choose(self, kernel: Callable[..., Any]) -> Callable[..., Any]:
        if not self.is_compiled:
            return kernel
        from routes.timetable.compiled import COMPILED  # numba, for large timetables only

        return COMPILED[kernel]

    def fill(self, value: int, count: int, kind: Any = np.int32) -> Any:
        """Return an array of one value, as the scan in use reads it fastest."""
        return np.full(count, value, kind) if self.is_compiled else [value] * count

    def fit(self, values: list[int]) -> Any:
        """Return whole numbers as the scan in use reads them fastest."""
        return np.array(values, np.int64) if self.is_compiled else values


def _view(part: Any) -> Any:
    """Return an array as a view that gives whole numbers; a number as it is."""
    return part if isinstance(part, int) else memoryview(part)
