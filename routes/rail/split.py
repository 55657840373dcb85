"""Edges cut at points of them, so that a node stands at each."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np

from routes.rail.assemble import PER_EDGE, freeze_graph
from routes.rail.graph import E7, RailGraph, RailPoint

if TYPE_CHECKING:
    from numpy.typing import NDArray

K = TypeVar("K", bound=Hashable)


class Piece(NamedTuple):
    """A part of an edge between two nodes: which edge, its metres, and the points between as lat and lon in turn."""

    edge: int
    start: int
    end: int
    length_m: int
    shape_e7: list[int]


def split_edges(graph: RailGraph, points: Mapping[K, RailPoint]) -> tuple[RailGraph, dict[K, int]]:
    """Return the graph with a node at each point, and that node; a point at the end of an edge has the node there.

    Nodes keep their numbers, edges do not: those that were cut give way to their pieces at the end.
    """
    by_edge: dict[int, dict[int, list[K]]] = {}
    nodes: dict[K, int] = {}
    for key, point in points.items():
        if point.at_m <= 0:
            nodes[key] = int(graph.start[point.edge])
        elif point.at_m >= graph.length_m[point.edge]:
            nodes[key] = int(graph.end[point.edge])
        else:
            by_edge.setdefault(point.edge, {}).setdefault(point.at_m, []).append(key)
    places: list[tuple[int, int]] = []
    pieces: list[Piece] = []
    for edge, cuts in sorted(by_edge.items()):
        first = len(graph.lat_e7) + len(places)
        numbers = dict(zip(sorted(cuts), range(first, first + len(cuts)), strict=True))
        nodes |= {key: numbers[at_m] for at_m, keys in cuts.items() for key in keys}
        more_places, more_pieces = _cut(graph, edge, numbers)
        places += more_places
        pieces += more_pieces
    return _replace_edges(graph, places, pieces), nodes


def _cut(graph: RailGraph, edge: int, numbers: Mapping[int, int]) -> tuple[list[tuple[int, int]], list[Piece]]:
    """Return the positions of new nodes on an edge, and its pieces; `numbers` has the node at each metre, ascending."""
    drawn = draw_edge(graph, edge)
    total = int(graph.length_m[edge])
    reached = _measure(drawn) * total
    ends = [int(graph.start[edge]), *numbers.values(), int(graph.end[edge])]
    metres = [0, *numbers, total]
    places = [_place_at(drawn, reached, at_m) for at_m in numbers]
    pieces = []
    for n, (low, high) in enumerate(pairwise(metres)):
        inner = np.flatnonzero((reached[1:-1] > low) & (reached[1:-1] < high)) + 1
        pieces.append(Piece(edge, ends[n], ends[n + 1], high - low, [int(v) for v in drawn[inner].ravel()]))
    return places, pieces


def draw_edge(graph: RailGraph, edge: int) -> NDArray[np.int64]:
    """Return the drawn line of an edge from start to end: k rows of lat and lon in e7, longitudes unwrapped."""
    a, b = int(graph.start[edge]), int(graph.end[edge])
    inner = graph.shape_e7[2 * graph.shape_from[edge] : 2 * graph.shape_from[edge + 1]].reshape(-1, 2)
    ends = np.array([[graph.lat_e7[a], graph.lon_e7[a]], [graph.lat_e7[b], graph.lon_e7[b]]], np.int64)
    drawn = np.concatenate([ends[:1], inner, ends[1:]]).astype(np.int64)
    drawn[:, 1] = drawn[0, 1] + (drawn[:, 1] - drawn[0, 1] + 180 * E7) % (360 * E7) - 180 * E7
    return drawn


def _measure(drawn: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return which share of a drawn line lies before each of its points, from 0 to 1."""
    lat, lon = np.radians(drawn[:, 0] / E7), np.radians(drawn[:, 1] / E7)
    middle = np.cos((lat[1:] + lat[:-1]) / 2)
    steps = np.hypot(np.diff(lat), np.diff(lon) * middle)
    reached = np.concatenate([[0.0], np.cumsum(steps)])
    return reached / reached[-1] if reached[-1] > 0 else np.linspace(0, 1, len(drawn))


def _place_at(drawn: NDArray[np.int64], reached: NDArray[np.float64], at_m: int) -> tuple[int, int]:
    lat, lon = np.interp(at_m, reached, drawn[:, 0]), np.interp(at_m, reached, drawn[:, 1])
    return round(float(lat)), (round(float(lon)) + 180 * E7) % (360 * E7) - 180 * E7


def _replace_edges(graph: RailGraph, places: list[tuple[int, int]], pieces: list[Piece]) -> RailGraph:
    """Return the graph with nodes added, and pieces in place of the edges that they are of."""
    if not pieces:
        return graph
    whole = np.ones(len(graph.start), bool)
    of = np.array([piece.edge for piece in pieces], np.int64)
    whole[of] = False
    counts = np.diff(graph.shape_from)
    changed: dict[str, Any] = {name: _join(getattr(graph, name)[whole], getattr(graph, name)[of]) for name in PER_EDGE}
    changed["length_m"][-len(pieces) :] = [piece.length_m for piece in pieces]
    changed["start"] = _join(graph.start[whole], [piece.start for piece in pieces])
    changed["end"] = _join(graph.end[whole], [piece.end for piece in pieces])
    counts = _join(counts[whole], [len(piece.shape_e7) // 2 for piece in pieces])
    changed["shape_from"] = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    kept = graph.shape_e7[np.repeat(whole, np.diff(graph.shape_from) * 2)]
    changed["shape_e7"] = _join(kept, [value for piece in pieces for value in piece.shape_e7])
    changed["lat_e7"] = _join(graph.lat_e7, [lat for lat, _ in places])
    changed["lon_e7"] = _join(graph.lon_e7, [lon for _, lon in places])
    changed["country"] = _join(graph.country, _countries(graph, pieces, len(places)))
    return freeze_graph(graph._replace(**changed))


def _countries(graph: RailGraph, pieces: list[Piece], count: int) -> list[int]:
    """Return the country of each new node: that of the start of the edge that it is on."""
    found, base = [0] * count, len(graph.lat_e7)
    for piece in pieces:
        if piece.end >= base:
            found[piece.end - base] = int(graph.country[graph.start[piece.edge]])
    return found


def _join(first: NDArray[Any], more: Any) -> NDArray[Any]:
    return np.concatenate([first, np.asarray(more, first.dtype)])
