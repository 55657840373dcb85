"""Whether any trips lead from some stops to others at all, whatever their times: else 60 days would be searched."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from routes.timetable.table import Timetable
from routes.timetable.walks import Walks


def is_joined(table: Timetable, walks: Walks, starts: Iterable[int], ends: Iterable[int]) -> bool:
    """Return False when no chain of trips and changes, in either direction of travel, joins any start with any end."""
    arrays, stops = table.arrays, len(table.arrays["lat_e7"])
    trip = np.repeat(np.arange(len(arrays["first"]) - 1), np.diff(arrays["first"]))
    first, to = np.array(walks.first[: stops + 1]), np.array(walks.to, np.int64) % stops
    source = np.repeat(np.arange(stops), np.diff(first))
    to = to[: len(source)]
    near, goal = np.zeros(stops, np.bool_), np.zeros(stops, np.bool_)
    near[[n % stops for n in starts]] = True
    goal[[n % stops for n in ends]] = True
    size = 0
    while size < (size := int(np.count_nonzero(near))):
        if (near & goal).any():
            return True
        taken = np.zeros(len(arrays["first"]) - 1, np.bool_)
        taken[trip[near[arrays["stop"]]]] = True
        near[arrays["stop"][taken[trip]]] = True
        near[to[near[source]]] = True
        near[source[near[to]]] = True
    return False
