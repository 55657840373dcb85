"""The rail network as questions use it: track, hierarchy, grid, and what it was made of; packed and unpacked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from routes.arrays import DamagedError, Stored
from routes.rail.graph import Hierarchy, RailGraph
from routes.rail.join import Joined
from routes.rail.snap import Grid

if TYPE_CHECKING:
    from numpy.typing import NDArray

VERSION = 2
"""Of the layout of the stored arrays and of how they are made; a network of another version is built anew."""

CREDIT = "© OpenStreetMap contributors"


class Source(NamedTuple):
    """What a network is made of: the data by name and version, where it was found, the SHA-256 of its text.

    The digest is "" for an extract. Nodes, edges and metres are those of the data, before anything was mended.
    """

    name: str
    found: str
    digest: str
    licence: str
    credit: str
    nodes: int
    edges: int
    length_m: int


class RailNetwork(NamedTuple):
    """The track with all that was derived of it.

    `component` numbers the component of each node, 0 the largest. `routed_m` has the metres of each edge by the
    data, where `graph.length_m` has those that make authored segments add up. `nodes` has the node of each authored
    station. `patches` are action, from, to and outcome. `key` tells what was authored when it was built.
    """

    graph: RailGraph
    grid: Grid
    hierarchy: Hierarchy
    component: NDArray[np.int32]
    routed_m: NDArray[np.int32]
    nodes: Mapping[str, int]
    joins: tuple[Joined, ...]
    patches: tuple[tuple[str, str, str, str], ...]
    source: Source
    key: str


def pack_graph(graph: RailGraph) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Return the arrays of a graph by name, and its other parts."""
    arrays = {f"graph.{name}": part for name, part in graph._asdict().items() if isinstance(part, np.ndarray)}
    others = {name: part for name, part in graph._asdict().items() if not isinstance(part, np.ndarray)}
    return arrays, others


def unpack_graph(stored: Stored, others: Mapping[str, Any]) -> RailGraph:
    """Return the graph that was packed; raises DamagedError where a part is missing or of another length."""
    graph = RailGraph(
        **_take(stored, "graph."),
        countries=tuple(others["countries"]),
        segments=tuple((start, end, line) for start, end, line in others["segments"]),
        mixed_gauges=tuple(tuple(gauges) for gauges in others["mixed_gauges"]),
    )
    if len(graph.lat_e7) != len(graph.country) or len(graph.start) != len(graph.length_m):
        raise DamagedError("the arrays of the graph do not fit together")
    return graph


def _take(stored: Stored, prefix: str) -> dict[str, Any]:
    return {name.removeprefix(prefix): array for name, array in stored.arrays.items() if name.startswith(prefix)}


def pack_network(network: RailNetwork) -> Stored:
    """Return a network as arrays and what goes with them."""
    arrays, others = pack_graph(network.graph)
    arrays |= {f"grid.{name}": array for name, array in network.grid._asdict().items()}
    arrays |= {f"hierarchy.{name}": array for name, array in network.hierarchy._asdict().items()}
    arrays |= {"component": network.component, "routed_m": network.routed_m}
    counts = [len(joined.edges) for joined in network.joins]
    arrays["join.first"] = np.cumsum([0, *counts]).astype(np.int32)
    arrays["join.edge"] = np.array([edge for joined in network.joins for edge in joined.edges], np.int32)
    about = {
        "version": VERSION,
        "key": network.key,
        "source": network.source._asdict(),
        "patches": network.patches,
        "nodes": dict(network.nodes),
        "joins": [joined._replace(edges=()) for joined in network.joins],
        "graph": others,
    }
    return Stored(arrays, about)


def unpack_network(stored: Stored) -> RailNetwork:
    """Return the network that was packed.

    Raises: DamagedError, when it is of another version, or a part is missing.
    """
    about = stored.about
    if about.get("version") != VERSION:
        raise DamagedError(f"it is of version {about.get('version')}, not {VERSION}")
    try:
        return RailNetwork(
            graph=unpack_graph(stored, about["graph"]),
            grid=Grid(**_take(stored, "grid.")),
            hierarchy=Hierarchy(**_take(stored, "hierarchy.")),
            component=stored.arrays["component"],
            routed_m=stored.arrays["routed_m"],
            nodes=about["nodes"],
            joins=_unpack_joins(stored),
            patches=tuple((action, start, end, outcome) for action, start, end, outcome in about["patches"]),
            source=Source(**about["source"]),
            key=about["key"],
        )
    except (KeyError, TypeError, ValueError, IndexError) as fault:
        raise DamagedError(f"a part is missing: {fault}") from None


def _unpack_joins(stored: Stored) -> tuple[Joined, ...]:
    first, edges = stored.arrays["join.first"].tolist(), stored.arrays["join.edge"].tolist()
    joins = [Joined(*row) for row in stored.about["joins"]]
    return tuple(joined._replace(edges=tuple(edges[first[n] : first[n + 1]])) for n, joined in enumerate(joins))
