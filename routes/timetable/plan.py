"""The order in which a scan reads the streams of some service days: groups of connections by instant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from routes.timetable.blocks import Direction, Stream
from routes.timetable.network import Network


def build_plan(network: Network, direction: Direction, streams: Sequence[Stream]) -> Any:
    """Return instant, first and end, base and day of each group of some streams, in order of instants."""
    order = network.get_order(direction)
    parts = []
    for base_s, day, group, end in streams:
        first = order.first[group : end + 1]
        same = [np.full(end - group, value, np.int32) for value in (base_s, day)]
        parts.append((order.time[group:end] + np.int32(base_s), first[:-1], first[1:], *same))
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    if len(streams) > 1:
        rows = np.argsort(columns[0], kind="stable")
        columns = [column[rows] for column in columns]
    return tuple(column if network.is_compiled else column.tolist() for column in columns)
