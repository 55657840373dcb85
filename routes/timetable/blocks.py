"""The connections of one day in the order of a scan, from the service days before, of and after it."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from routes.clock import elapsed_s, service_day_start
from routes.timetable.stop_times import NO_ALIGHTING, NO_BOARDING
from routes.timetable.table import EPOCH, Timetable

if TYPE_CHECKING:
    from numpy.typing import NDArray

DAY_S = 86_400


class Direction(NamedTuple):
    """Forward in time, or backward, where times are counted down and a ride is entered where passengers leave it."""

    sign: int

    @property
    def is_forward(self) -> bool:
        """Return whether instants count up."""
        return self.sign > 0


FORWARD, BACKWARD = Direction(1), Direction(-1)


class Block(NamedTuple):
    """Connections whose signed departure lies in one day: five columns for `scan`, and what each is.

    `day` is the service day of each, `at` its stop time. `run` counts from `slot`, the least of those that the block
    has, `slots` of them; a slot is a service day in the order of the direction.
    """

    columns: tuple[Any, Any, Any, Any, Any]
    at: NDArray[np.int32]
    day: NDArray[np.int32]
    slot: int
    slots: int


@lru_cache(maxsize=4096)
def day_base_s(first_day: int, day: int, zone: str) -> int:
    """Return the instant from which the times of a service day count, in seconds of the epoch."""
    return elapsed_s(EPOCH, service_day_start(date.fromordinal(first_day + day), zone))


def build_block(table: Timetable, number: int, direction: Direction) -> Block | None:
    """Return the connections of the day `number` after the epoch, counted in the direction; None where there are none.

    Every service day whose vehicles are under way then is in it, however long ago it began.
    """
    low = number * DAY_S if direction.is_forward else -(number + 1) * DAY_S + 1
    parts: list[tuple[NDArray[Any], int, int]] = []
    for zone in range(len(table.arrays["zone_first"]) - 1):
        for day in _list_days(table, zone, low):
            base_s = day_base_s(table.first_day, day, table.zones[zone])
            found = _find_running(table, zone, day, (low - base_s, low - base_s + DAY_S), direction)
            if len(found):
                parts.append((found, day, base_s))
    return _assemble(table, parts, direction) if parts else None


def _list_days(table: Timetable, zone: int, low: int) -> range:
    """Return the service days whose connections may leave or arrive in the day after `low`."""
    first, last = table.arrays["zone_first"][zone : zone + 2].tolist()
    if first == last:
        return range(0)
    least, most = int(table.arrays["conn_depart"][first]), int(table.arrays["conn_arrive"][first])
    start_s = (table.first_day - EPOCH.toordinal()) * DAY_S
    begin = (low - most - start_s) // DAY_S - 1
    end = (low + DAY_S - least - start_s) // DAY_S + 2
    return range(max(0, begin), min(table.days, end))


def _find_running(
    table: Timetable, zone: int, day: int, span: tuple[int, int], direction: Direction
) -> NDArray[np.int32]:
    """Return the connections of a service day whose departure (backward: arrival) lies in a span of its seconds."""
    arrays = table.arrays
    first, last = arrays["zone_first"][zone : zone + 2].tolist()
    if direction.is_forward:
        a, b = np.searchsorted(arrays["conn_depart"][first:last], span).tolist()
        found = np.arange(first + a, first + b, dtype=np.int32)
    else:
        ascending = arrays["conn_arrive"][first:last][::-1]
        a, b = np.searchsorted(ascending, span).tolist()
        found = arrays["by_arrival"][last - b : last - a]
    width = len(arrays["runs"]) // table.days
    on = np.unpackbits(arrays["runs"][day * width : (day + 1) * width]).view(np.bool_)
    running: NDArray[np.int32] = found[on[arrays["service"][arrays["trip"][found]]]]
    return running


def _assemble(table: Timetable, parts: list[tuple[NDArray[Any], int, int]], direction: Direction) -> Block:
    arrays, nowhere = table.arrays, len(table.arrays["lat_e7"])
    found = np.concatenate([part for part, _, _ in parts])
    sizes = [len(part) for part, _, _ in parts]
    day = np.repeat(np.array([d for _, d, _ in parts], np.int32), sizes)
    base_s = np.repeat(np.array([s for _, _, s in parts], np.int32), sizes)
    at = arrays["at"][found]
    leave, come = base_s + arrays["depart"][at], base_s + arrays["arrive"][at + 1]
    order = np.argsort(leave if direction.is_forward else -come, kind="stable")
    found, day, at, leave, come = found[order], day[order], at[order], leave[order], come[order]
    start = np.where(arrays["flags"][at] & NO_BOARDING, nowhere, arrays["stop"][at])
    end = np.where(arrays["flags"][at + 1] & NO_ALIGHTING, nowhere, arrays["stop"][at + 1])
    slot = day if direction.is_forward else table.days - 1 - day
    least = int(slot.min())
    run = (slot - least) * len(arrays["ride"]) + arrays["ride"][arrays["trip"][found]]
    columns = (leave, come, start, end, run) if direction.is_forward else (-come, -leave, end, start, run)
    wide = tuple(np.ascontiguousarray(column, np.int32) for column in columns)
    return Block((wide[0], wide[1], wide[2], wide[3], wide[4]), at, day, least, int(slot.max()) - least + 1)
