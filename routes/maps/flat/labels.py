"""Labels placed one after another, the weightier first, so that none covers another, a station or a symbol."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import inf
from typing import NamedTuple

import numpy as np

from routes.maps.flat.frame import Panel
from routes.maps.flat.svg import Spot

ROUTE_COST = 3.0
TAKEN_COST = 1000.0
DIRECTIONS = ((1, 0), (-1, 0), (1, -1), (1, 1), (-1, -1), (-1, 1), (0, -1), (0, 1))


class Area(NamedTuple):
    """A rectangle that something takes up."""

    left: float
    top: float
    right: float
    bottom: float

    def meets_any(self, others: Iterable[Area]) -> bool:
        """Return whether an area has a point in common with one of others."""
        left, top, right, bottom = self
        return any(left < x2 and x1 < right and top < y2 and y1 < bottom for x1, y1, x2, y2 in others)


class Room:
    """The panel as it fills: what is taken, and the spots of the route, which a label should not cover."""

    def __init__(self, panel: Panel, route: Sequence[Spot]) -> None:
        self.panel = panel
        self.route = np.array(route, float).reshape(-1, 2)
        self.taken: list[Area] = []
        self.stations: list[Spot] = []

    def take(self, area: Area) -> None:
        """Keep later labels off an area."""
        self.taken.append(area)

    def take_station(self, spot: Spot, radius: float) -> None:
        """Keep later labels off a station, and those of others from where they would seem to be its."""
        self.take(around(spot, radius))
        self.stations.append(spot)

    def place(
        self, anchor: Spot, size: Spot, *, gaps: Sequence[float], stray_cost: float = 0.0, must: bool = False
    ) -> Area | None:
        """Return the best free area of a size around an anchor, and take it; None where all are taken.

        `gaps` are the distances from the anchor that may be tried. The name of a station should be nearer to it than
        to any other, which is worth `stray_cost`. With `must` the least bad area is returned.
        """
        found: tuple[float, Area] | None = None
        for number, area in enumerate(_candidates(anchor, size, gaps)):
            if not self._is_inside(area):
                continue
            is_taken = self._is_taken(area)
            stray = stray_cost if stray_cost and self._is_stray(area, anchor) else 0.0
            if (is_taken and not must) or stray == inf:
                continue
            cost = number * 0.08 + self._cost(area) + TAKEN_COST * is_taken + stray
            if found is None or cost < found[0]:
                found = (cost, area)
        if found is None:
            return None
        self.take(found[1])
        return found[1]

    def _cost(self, area: Area) -> float:
        is_covered = (self.route > area[:2]) & (self.route < area[2:])
        return ROUTE_COST * int(np.count_nonzero(is_covered.all(axis=1)))

    def _is_stray(self, area: Area, anchor: Spot) -> bool:
        """Return whether an area is nearer to another station than to its own."""
        x, y = np.array([anchor, *self.stations]).T
        across = np.maximum(np.maximum(area.left - x, x - area.right), 0)
        down = np.maximum(np.maximum(area.top - y, y - area.bottom), 0)
        away = np.hypot(across, down)
        return bool((away[1:] < away[0]).any())

    def _is_inside(self, area: Area) -> bool:
        panel = self.panel
        across = panel.left + 4 <= area.left and area.right <= panel.right - 4
        return across and panel.top + 4 <= area.top and area.bottom <= panel.bottom - 4

    def _is_taken(self, area: Area) -> bool:
        return area.meets_any(self.taken)


def around(spot: Spot, radius: float) -> Area:
    """Return the area that a disc takes."""
    return Area(spot[0] - radius, spot[1] - radius, spot[0] + radius, spot[1] + radius)


def _candidates(anchor: Spot, size: Spot, gaps: Sequence[float]) -> Iterator[Area]:
    """Yield areas of a size beside, above and below an anchor, the nearest first."""
    wide, tall = size
    for gap in gaps:
        for across, down in DIRECTIONS:
            slant = 0.7 if across and down else 1.0
            left = anchor[0] + across * gap * slant - (0 if across > 0 else wide if across < 0 else wide / 2)
            top = anchor[1] + down * gap * slant - (0 if down > 0 else tall if down < 0 else tall / 2)
            yield Area(left, top, left + wide, top + tall)
