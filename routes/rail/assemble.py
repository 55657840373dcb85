"""A graph of track from bare nodes and edges; its arrays closed to writing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from routes.geo import SPHERE_M
from routes.rail.graph import E7, RailGraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from routes.geo import Coordinate

UNKNOWN = ("",)
"""The countries of a graph whose nodes have none yet."""

PER_EDGE = ("length_m", "segment", "gauge_mm", "electrified", "highspeed", "speed_kmh", "usage")
"""The arrays with an entry for each edge, beside its ends."""


def bare_graph(
    lat_e7: NDArray[np.int32],
    lon_e7: NDArray[np.int32],
    *,
    start: NDArray[np.int32],
    end: NDArray[np.int32],
    length_m: NDArray[np.int32],
) -> RailGraph:
    """Return a graph of straight edges of which nothing but the lengths is known; every country is "" yet."""
    n, m = len(lat_e7), len(start)
    return freeze_graph(
        RailGraph(
            lat_e7=lat_e7.astype(np.int32),
            lon_e7=lon_e7.astype(np.int32),
            country=np.zeros(n, np.int16),
            countries=UNKNOWN,
            start=start.astype(np.int32),
            end=end.astype(np.int32),
            length_m=np.maximum(length_m, 1).astype(np.int32),
            segment=np.full(m, -1, np.int32),
            segments=(),
            gauge_mm=np.zeros(m, np.int16),
            electrified=np.full(m, -1, np.int16),
            highspeed=np.full(m, -1, np.int16),
            speed_kmh=np.zeros(m, np.int16),
            usage=np.zeros(m, np.int16),
            shape_from=np.zeros(m + 1, np.int32),
            shape_e7=np.zeros(0, np.int32),
        )
    )


def freeze_graph(graph: RailGraph) -> RailGraph:
    """Return the same graph, its arrays closed to writing."""
    for part in graph:
        if isinstance(part, np.ndarray):
            part.setflags(write=False)
    return graph


def add_edges(graph: RailGraph, ends: Sequence[tuple[int, int]], lengths_m: Sequence[int]) -> RailGraph:
    """Return a graph with straight edges added, of which nothing but the length is known."""
    more = len(ends)
    if not more:
        return graph
    pairs = np.array(ends, np.int32).reshape(more, 2)
    unknown = {"segment": -1, "gauge_mm": 0, "electrified": -1, "highspeed": -1, "speed_kmh": 0, "usage": 0}
    changed: dict[str, Any] = {name: _lengthen(getattr(graph, name), more, value) for name, value in unknown.items()}
    changed["start"] = np.concatenate([graph.start, pairs[:, 0]])
    changed["end"] = np.concatenate([graph.end, pairs[:, 1]])
    changed["length_m"] = np.concatenate([graph.length_m, np.maximum(np.array(lengths_m, np.int32), 1)])
    changed["shape_from"] = _lengthen(graph.shape_from, more, int(graph.shape_from[-1]))
    return freeze_graph(graph._replace(**changed))


def _lengthen(array: NDArray[Any], more: int, value: int) -> NDArray[Any]:
    return np.concatenate([array, np.full(more, value, array.dtype)])


def keep_edges(graph: RailGraph, kept: NDArray[np.bool_]) -> RailGraph:
    """Return a graph of the edges that a mask of m truths keeps; nodes stay as they are."""
    if kept.all():
        return graph
    changed: dict[str, Any] = {name: getattr(graph, name)[kept] for name in ("start", "end", *PER_EDGE)}
    counts = np.diff(graph.shape_from)
    changed["shape_from"] = np.concatenate([[0], np.cumsum(counts[kept])]).astype(np.int32)
    changed["shape_e7"] = graph.shape_e7[np.repeat(kept, counts * 2)]
    return freeze_graph(graph._replace(**changed))


def find_nodes(graph: RailGraph, points: Sequence[Coordinate], within_m: float) -> list[int]:
    """Return the node nearest to each point, on a sphere; -1 where none is within so many metres."""
    reach = np.degrees(within_m / SPHERE_M) * E7
    northward = np.argsort(graph.lat_e7)
    lats_e7 = np.array([point.lat * E7 for point in points])
    lows = np.searchsorted(graph.lat_e7, lats_e7 - reach, sorter=northward).tolist()
    highs = np.searchsorted(graph.lat_e7, lats_e7 + reach, side="right", sorter=northward).tolist()
    bands = (np.sort(northward[low:high]) for low, high in zip(lows, highs, strict=True))
    return [_nearest_node(graph, point, band, within_m) for point, band in zip(points, bands, strict=True)]


def _nearest_node(graph: RailGraph, point: Coordinate, band: NDArray[np.int64], within_m: float) -> int:
    """Return the node of a band that is nearest to a point, the lowest of those equally near, as `find_nodes` does."""
    lat, lon = np.radians(graph.lat_e7[band] / E7), np.radians(graph.lon_e7[band] / E7)
    here_lat, here_lon = np.radians(point.lat), np.radians(point.lon)
    half = np.sin((lat - here_lat) / 2) ** 2 + np.cos(lat) * np.cos(here_lat) * np.sin((lon - here_lon) / 2) ** 2
    if not len(band) or half.min() > np.sin(within_m / SPHERE_M / 2) ** 2:
        return -1
    return int(band[np.argmin(half)])
