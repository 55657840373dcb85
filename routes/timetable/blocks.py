"""Service days as the streams of connections that a scan merges: each day of each zone is one, read where it lies."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from routes.clock import elapsed_s, service_day_start
from routes.timetable.table import EPOCH, Timetable
from routes.units import DAY_S

if TYPE_CHECKING:
    from routes.timetable.order import Order

_SHORTEST_S = 22 * 3600
"""Of a day on which clocks are moved."""


class Direction(NamedTuple):
    """Forward in time, or backward, where times are counted down and a ride is entered where passengers leave it."""

    sign: int

    @property
    def is_forward(self) -> bool:
        """Return whether instants count up."""
        return self.sign > 0


FORWARD, BACKWARD = Direction(1), Direction(-1)


class Stream(NamedTuple):
    """The connections of one service day in one zone that lie in a span: the groups from `group` to `end` of an order.

    The signed instant of a group is `base_s` and its time.
    """

    base_s: int
    day: int
    group: int
    end: int


@lru_cache(maxsize=4096)
def day_base_s(first_day: int, day: int, zone: str) -> int:
    """Return the instant from which the times of a service day count, in seconds of the epoch."""
    return elapsed_s(EPOCH, service_day_start(date.fromordinal(first_day + day), zone))


def list_streams(table: Timetable, order: Order, span: tuple[int, int], direction: Direction) -> list[Stream]:
    """Return the streams that have connections whose signed instant lies in a span.

    Every service day whose vehicles are under way then is among them, however long ago it began.
    """
    found = []
    for zone, (first, end) in enumerate(zip(order.zones, order.zones[1:], strict=False)):
        for day in _list_days(table, order, zone, span, direction) if first < end else ():
            base_s = direction.sign * day_base_s(table.first_day, day, table.zones[zone])
            times = order.time[first:end]
            group, last = (first + int(n) for n in times.searchsorted([span[0] - base_s, span[1] - base_s]))
            if group < last:
                found.append(Stream(base_s, day, group, last))
    return found


def count_days(order: Order) -> int:
    """Return a number of service days that those with connections in any span of a day lie within."""
    span_s = int(order.time.max(initial=0)) - int(order.time.min(initial=0)) + DAY_S
    return span_s // _SHORTEST_S + 4  # a day at either end, and two for what zones lie apart


def find_days(table: Timetable, order: Order, span: tuple[int, int], direction: Direction) -> range:
    """Return the service days whose connections may lie in a span, some more among them."""
    zones = [zone for zone, ends in enumerate(zip(order.zones, order.zones[1:], strict=False)) if ends[0] < ends[1]]
    days = [_list_days(table, order, zone, span, direction) for zone in zones]
    return range(min((some.start for some in days), default=0), max((some.stop for some in days), default=0))


def _list_days(table: Timetable, order: Order, zone: int, span: tuple[int, int], direction: Direction) -> range:
    """Return the service days whose connections may lie in a span, some more among them."""
    first, last = int(order.time[order.zones[zone]]), int(order.time[order.zones[zone + 1] - 1])
    start_s = (table.first_day - EPOCH.toordinal()) * DAY_S
    ends = [direction.sign * (span[0] - last), direction.sign * (span[1] - first)]
    low, high = (min(ends) - start_s) // DAY_S - 1, (max(ends) - start_s) // DAY_S + 2
    return range(max(0, low), min(table.days, high))
