"""A path as a line: vertices with metres from its start, positions and countries, to be cut and drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from routes.geo import Coordinate
from routes.rail.graph import E7, RailGraph, RailPath

if TYPE_CHECKING:
    from numpy import float64, int64
    from numpy.typing import NDArray

FLICKER_M = 3_000
"""A stay in another country shorter than this, with the same country on both sides, is the error of a position."""
NEAR_BORDER_M = 1_000
"""How far on either side of a border the track is cut, where the nodes are not nearer to it."""
BISECTIONS = 12  # a hop of 80 km, the longest known, to 20 m

CountryOf = Callable[[float, float], str]


class Chain(NamedTuple):
    """n vertices in travel order, and the edge of each of the n - 1 hops; a path without length has one vertex.

    `lon` is unwrapped: neighbours are less than 180 degrees apart. `node` is -1 for a vertex within an edge, and so
    is `country`, an index of the graph's countries, where no node says more.
    """

    at_m: NDArray[float64]
    lat: NDArray[float64]
    lon: NDArray[float64]
    node: NDArray[int64]
    country: NDArray[int64]
    edge: NDArray[int64]

    @property
    def length_m(self) -> int:
        """Return the track length."""
        return round(float(self.at_m[-1]))


class Crossing(NamedTuple):
    """Where a path leaves one country for another: the border itself and the two ends of the short track across it."""

    start_m: int
    at_m: int
    end_m: int
    leaves: str
    enters: str


class _Vertex(NamedTuple):
    at_m: float
    lat: float
    lon: float
    node: int


def build_chain(graph: RailGraph, path: RailPath) -> Chain:
    """Return the vertices of a path, the points between the nodes of its edges included."""
    vertices: list[_Vertex] = []
    edges: list[int] = []
    for index, (edge, forward) in enumerate(path.edges):
        length_m = int(graph.length_m[edge])
        first_m = _along(path.start.at_m, length_m, forward=forward) if index == 0 else 0
        last_m = _along(path.end.at_m, length_m, forward=forward) if index == len(path.edges) - 1 else length_m
        if first_m == last_m and len(path.edges) > 1:
            continue
        part = list(_clip(_list_vertices(graph, edge, forward=forward), first_m, last_m))
        base_m = vertices[-1].at_m if vertices else 0.0
        part = [vertex._replace(at_m=base_m + vertex.at_m - first_m) for vertex in part]
        edges += [edge] * (len(part) - 1)
        vertices += part[1:] if vertices else part
    at_m, lat, lon, node = (np.array(column) for column in zip(*vertices, strict=True))
    node = node.astype(np.int64)
    lon = np.unwrap(lon, period=360.0)
    country = np.where(node >= 0, graph.country[np.maximum(node, 0)].astype(np.int64), -1)
    return Chain(at_m, lat, lon, node, country, np.array(edges, dtype=np.int64))


def _along(at_m: int, length_m: int, *, forward: bool) -> int:
    return at_m if forward else length_m - at_m


def _list_vertices(graph: RailGraph, edge: int, *, forward: bool) -> list[_Vertex]:
    """Return the vertices of a whole edge in travel order; the drawn line is stretched to the length of the track."""
    ends = int(graph.start[edge]), int(graph.end[edge])
    first, last = int(graph.shape_from[edge]), int(graph.shape_from[edge + 1])
    if first == last:
        return _list_ends(graph, ends, int(graph.length_m[edge]), forward=forward)
    shape = graph.shape_e7[2 * first : 2 * last].reshape(-1, 2)
    lat = np.concatenate([graph.lat_e7[[ends[0]]], shape[:, 0], graph.lat_e7[[ends[1]]]]) / E7
    lon = np.unwrap(np.concatenate([graph.lon_e7[[ends[0]]], shape[:, 1], graph.lon_e7[[ends[1]]]]) / E7, period=360.0)
    drawn = np.hypot(np.diff(lat), np.diff(lon) * np.cos(np.radians(lat[:-1])))
    so_far = np.concatenate([[0.0], np.cumsum(drawn)])
    length_m = int(graph.length_m[edge])
    at_m = so_far * (length_m / so_far[-1]) if so_far[-1] > 0 else np.linspace(0.0, length_m, len(lat))
    nodes = [ends[0], *([-1] * len(shape)), ends[1]]
    rows = [_Vertex(*row) for row in zip(at_m.tolist(), lat.tolist(), lon.tolist(), nodes, strict=True)]
    return rows if forward else [row._replace(at_m=length_m - row.at_m) for row in reversed(rows)]


def _list_ends(graph: RailGraph, ends: tuple[int, int], length_m: int, *, forward: bool) -> list[_Vertex]:
    """Return the two vertices of a straight edge in travel order, without arrays, which cost more than they hold."""
    one, two = ends if forward else ends[::-1]
    lat, lon = (float(column[one]) / E7 for column in (graph.lat_e7, graph.lon_e7))
    end_lat, end_lon = (float(column[two]) / E7 for column in (graph.lat_e7, graph.lon_e7))
    end_lon -= 360 * round((end_lon - lon) / 360)
    return [_Vertex(0.0, lat, lon, one), _Vertex(float(length_m), end_lat, end_lon, two)]


def _clip(vertices: list[_Vertex], first_m: float, last_m: float) -> Iterator[_Vertex]:
    """Yield the vertices between two places on an edge, with one at each of them."""
    yield _interpolate(vertices, first_m)
    yield from (v for v in vertices if first_m < v.at_m < last_m)
    yield _interpolate(vertices, last_m)


def _interpolate(vertices: list[_Vertex], at_m: float) -> _Vertex:
    exact = next((v for v in vertices if v.at_m == at_m and v.node >= 0), None)
    if exact:
        return exact
    known = [v.at_m for v in vertices]
    lat, lon = (
        float(np.interp(at_m, known, column)) for column in ([v.lat for v in vertices], [v.lon for v in vertices])
    )
    return _Vertex(at_m, lat, lon, -1)


def locate(chain: Chain, at_m: float) -> Coordinate:
    """Return the position at a distance from the start, its longitude from -180 to 180."""
    lat, lon = (float(np.interp(at_m, chain.at_m, column)) for column in (chain.lat, chain.lon))
    return Coordinate(round(lat, 5), round((lon + 180) % 360 - 180, 5))


def list_crossings(graph: RailGraph, chain: Chain, country_of: CountryOf) -> tuple[Crossing, ...]:
    """Return every border on the way; `country_of` a latitude and longitude finds where on a hop it lies."""
    found = []
    for (leaves, _, low_m), (enters, high_m, _) in pairwise(list_stays(graph, chain)):
        at_m = _bisect(chain, low_m, high_m, leaves, country_of)
        start_m, end_m = max(low_m, at_m - NEAR_BORDER_M), min(high_m, at_m + NEAR_BORDER_M)
        found.append(Crossing(round(start_m), round(at_m), round(end_m), leaves, enters))
    return tuple(found)


def list_stays(graph: RailGraph, chain: Chain) -> list[tuple[str, float, float]]:
    """Return the countries in travel order, each with the metres of its first and last node, without flickers."""
    stays: list[tuple[str, float, float]] = []
    for at_m, index in zip(chain.at_m.tolist(), chain.country.tolist(), strict=True):
        country = graph.countries[index] if index >= 0 else ""
        if not country:
            continue
        if stays and stays[-1][0] == country:
            stays[-1] = (country, stays[-1][1], at_m)
        elif len(stays) > 1 and stays[-2][0] == country and stays[-1][2] - stays[-1][1] < FLICKER_M:
            stays.pop()
            stays[-1] = (country, stays[-1][1], at_m)
        else:
            stays.append((country, at_m, at_m))
    return stays


def _bisect(chain: Chain, low_m: float, high_m: float, home: str, country_of: CountryOf) -> float:
    for _ in range(BISECTIONS):
        middle_m = (low_m + high_m) / 2
        if country_of(*locate(chain, middle_m)) == home:
            low_m = middle_m
        else:
            high_m = middle_m
    return (low_m + high_m) / 2


def cut(chain: Chain, start_m: float, end_m: float) -> Chain:
    """Return the part of a chain between two distances from its start, which it counts from its own."""
    inside = np.flatnonzero((chain.at_m > start_m) & (chain.at_m < end_m))
    first, last = np.searchsorted(chain.at_m, [start_m, end_m], side="left")
    ends = [[np.interp(at_m, chain.at_m, column) for at_m in (start_m, end_m)] for column in (chain.lat, chain.lon)]
    lat, lon = (
        np.concatenate([[a], column[inside], [b]]) for (a, b), column in zip(ends, (chain.lat, chain.lon), strict=True)
    )
    at_m = np.concatenate([[start_m], chain.at_m[inside], [end_m]]) - start_m
    nodes = [_at_vertex(chain, chain.node, i, at) for i, at in ((first, start_m), (last, end_m))]
    countries = [_at_vertex(chain, chain.country, i, at) for i, at in ((first, start_m), (last, end_m))]
    node = np.concatenate([nodes[:1], chain.node[inside], nodes[1:]]).astype(np.int64)
    country = np.concatenate([countries[:1], chain.country[inside], countries[1:]]).astype(np.int64)
    hops = np.searchsorted(chain.at_m, (at_m[:-1] + at_m[1:]) / 2 + start_m, side="right") - 1
    return Chain(at_m, lat, lon, node, country, chain.edge[np.clip(hops, 0, len(chain.edge) - 1)])


def _at_vertex(chain: Chain, column: NDArray[int64], index: int, at_m: float) -> int:
    """Return the value of a vertex that lies at a distance; -1 where none does."""
    return int(column[index]) if index < len(column) and chain.at_m[index] == at_m else -1


def reverse(chain: Chain) -> Chain:
    """Return a chain run the other way."""
    at_m = chain.at_m[-1] - chain.at_m[::-1]
    nodes = chain.node[::-1], chain.country[::-1], chain.edge[::-1]
    return Chain(at_m, chain.lat[::-1], chain.lon[::-1], *nodes)
