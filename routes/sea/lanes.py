"""The lanes of ships over the oceans, from the package searoute, and the shortest way along them."""

from __future__ import annotations

import heapq
from importlib.util import module_from_spec, spec_from_file_location
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from routes.folders import find_package
from routes.geo import SPHERE_M
from routes.sea.passages import PASSAGES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from numpy import float64
    from numpy.typing import NDArray

    from routes.sea.coast import Point

Node = tuple[float, float]
"""Longitude and latitude, as searoute has them."""

CLOSED = frozenset({"northwest"})
"""Passages that no journey takes unasked, by the word that searoute has for them: that through Arctic ice."""


ENTRANCES = 4
"""So many nodes near each end of a passage without a lane are joined to it; those over land are found out later."""


class Lanes(NamedTuple):
    """Nodes by number at (lat, lon), longitudes as searoute has them, and from each its neighbours with the metres."""

    points: NDArray[float64]
    ways: tuple[Mapping[int, float], ...]


class Lane(NamedTuple):
    """A way along lanes, node by node, and its metres with what was given at its ends."""

    nodes: tuple[int, ...]
    metres: float


def open_lanes() -> Lanes:
    """Return the lanes of searoute, without the closed ones; lengths are great circles between its nodes."""
    node_list, edge_list = _read_network()
    number = {node: index for index, node in enumerate(node_list)}
    laid = [pair for passage in PASSAGES if not passage.is_lane for pair in _lay(passage.axis, list(number))]
    for pair in laid:
        for node in pair:
            number.setdefault(node, len(number))
    points = np.array([(lat, lon) for lon, lat in number], float)
    pairs = [
        (number[start], number[end])
        for start, ends in edge_list.items()
        for end, facts in ends.items()
        if facts.get("passage") not in CLOSED and start != end
    ] + [(number[start], number[end]) for start, end in laid]
    first, second = np.array(pairs).T
    ways: list[dict[int, float]] = [{} for _ in number]
    for (one, two), metres in zip(pairs, arc_m(points[first], points[second]).tolist(), strict=True):
        ways[one][two] = ways[two][one] = metres
    return Lanes(points, tuple(ways))


def _lay(axis: Sequence[Node], nodes: Sequence[Node]) -> Iterator[tuple[Node, Node]]:
    """Yield the pieces of a passage that no lane goes through, and what joins its ends to the nearest nodes."""
    yield from pairwise(axis)
    points = np.array([(lat, lon) for lon, lat in nodes], float)
    for end in (axis[0], axis[-1]):
        near = np.argsort(arc_m(np.array([end[::-1]]), points), kind="stable")[:ENTRANCES]
        yield from ((end, nodes[n]) for n in near.tolist())


def _read_network() -> tuple[Mapping[Node, object], Mapping[Node, Mapping[Node, Mapping[str, object]]]]:
    """Return nodes and edges of searoute's network, whose file is loaded by itself: the package needs 0.4 s more."""
    folder = find_package("searoute")
    spec = folder and spec_from_file_location("searoute_lanes", folder / "data" / "marnet_dict.py")
    if not spec or spec.loader is None:
        raise ModuleNotFoundError("searoute is not installed")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.node_list, module.edge_list


def arc_m(start: NDArray[float64], end: NDArray[float64]) -> NDArray[float64]:
    """Return the great circles between points (lat, lon), whole arrays of them too."""
    (lat, lon), (lat2, lon2) = np.radians(start).T, np.radians(end).T
    half = np.sin((lat2 - lat) / 2) ** 2 + np.cos(lat) * np.cos(lat2) * np.sin((lon2 - lon) / 2) ** 2
    return np.asarray(2 * SPHERE_M * np.arcsin(np.sqrt(np.clip(half, 0, 1))))


def find_near(lanes: Lanes, west: float, south: float, east: float, north: float) -> list[tuple[int, Point]]:
    """Return the nodes in a box whose longitudes are unwrapped, each with its point in the frame of the box."""
    lats, lons = lanes.points.T
    turned = west + (lons - west) % 360
    inside = (lats >= south) & (lats <= north) & (turned <= east)
    return [(int(n), (float(lats[n]), float(turned[n]))) for n in np.flatnonzero(inside)]


def find_lane(
    lanes: Lanes,
    starts: Mapping[int, float],
    ends: Mapping[int, float],
    *,
    without: Collection[tuple[int, int]] = (),
) -> Lane | None:
    """Return the shortest way from one of several nodes to one of others, with the metres to and from them.

    `without` are pairs of neighbours between which it must not go.
    """
    best = dict(starts)
    before: dict[int, int] = {}
    queue = [(metres, node) for node, metres in starts.items()]
    heapq.heapify(queue)
    found, least = -1, float("inf")
    while queue:
        at_m, node = heapq.heappop(queue)
        if at_m >= least:
            break
        if at_m > best[node]:
            continue
        if node in ends and at_m + ends[node] < least:
            found, least = node, at_m + ends[node]
        for other, metres in lanes.ways[node].items():
            if at_m + metres < best.get(other, float("inf")) and (node, other) not in without:
                best[other] = at_m + metres
                before[other] = node
                heapq.heappush(queue, (at_m + metres, other))
    return Lane(_trace(before, found), least) if found >= 0 else None


def _trace(before: Mapping[int, int], node: int) -> tuple[int, ...]:
    nodes = [node]
    while nodes[-1] in before:
        nodes.append(before[nodes[-1]])
    return tuple(nodes[::-1])


def unwrap(points: Sequence[Point], *, once: bool = True) -> list[Point]:
    """Return points with each longitude within half a turn of the one before, those that repeat `once`."""
    found: list[Point] = []
    for lat, lon in points:
        turned = lon if not found else lon + 360 * round((found[-1][1] - lon) / 360)
        if not once or not found or (lat, turned) != found[-1]:
            found.append((lat, turned))
    return found
