"""The rail network of the world from its data, step by step: patches, countries, segments, hierarchy."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from routes.geo import Coordinate
from routes.rail.components import label_components
from routes.rail.countries import name_countries
from routes.rail.graph import Hierarchy, RailGraph, RailPoint
from routes.rail.hierarchy import build_hierarchy
from routes.rail.join import SegmentLike, join_segments
from routes.rail.network import CREDIT, VERSION, RailNetwork, Source
from routes.rail.patch_table import Patch
from routes.rail.patches import apply_patches
from routes.rail.snap import Grid, build_grid, find_near
from routes.rail.source import PACKAGE, SourceText, read_graph
from routes.rail.split import split_edges

if TYPE_CHECKING:
    from routes.rail.patches import Patched

Tell = Callable[[str, float], None]
"""Is told what is being done, and which share of all work lies before it."""


def be_silent(step: str, share: float) -> None:
    """Take what is being done, and tell nobody."""
    del step, share


class Base(NamedTuple):
    """The track as the data has it, with the country of each node, before anything was mended."""

    graph: RailGraph
    source: Source


class Authored(NamedTuple):
    """What people know better: where the stations are, how long the track between them is, what is to be mended."""

    places: Mapping[str, Coordinate]
    segments: Sequence[SegmentLike]
    patches: Sequence[Patch]

    @property
    def key(self) -> str:
        """Return a digest that changes with anything of it that a network depends on."""
        rows = [(s.start, s.end, s.line, s.length_m, s.gauges_mm) for s in self.segments]
        patches = [(p.action, p.start, p.end, p.length_m) for p in self.patches]
        return sha256(repr((VERSION, sorted(self.places.items()), rows, patches)).encode()).hexdigest()


def build_base(text: SourceText, tell: Tell = be_silent) -> Base:
    """Return the track that a text spells out."""
    tell("reading the track", 0.02)
    graph = read_graph(text)
    tell("naming countries", 0.2)
    licence = f"the data ODbL 1.0, {PACKAGE} MIT"
    size = (len(graph.lat_e7), len(graph.start), int(graph.length_m.sum(dtype="int64")))
    source = Source(f"{PACKAGE} {text.version}", text.found, text.digest, licence, CREDIT, *size)
    return Base(name_countries(graph), source)


def build_network(
    base: Base,
    authored: Authored,
    tell: Tell = be_silent,
    *,
    rank: Callable[[RailGraph], Hierarchy] = build_hierarchy,
) -> RailNetwork:
    """Return the network with its gaps mended, the authored stations as nodes and the authored segments laid on it.

    `rank` builds the hierarchy of its nodes.
    """
    tell("mending", 0.35)
    graph, patched = apply_patches(base.graph, authored.patches)
    tell("laying the authored segments", 0.4)
    graph, nodes = split_edges(graph, _find_stations(graph, build_grid(graph), authored.places))
    routed_m = graph.length_m
    graph, joins = join_segments(graph, authored.segments, nodes)
    tell("indexing", 0.6)
    grid, component = build_grid(graph), label_components(graph)
    tell("ranking the nodes", 0.65)
    return RailNetwork(
        graph=graph,
        grid=grid,
        hierarchy=rank(graph),
        component=component,
        routed_m=routed_m,
        nodes=nodes,
        joins=joins,
        patches=tuple(map(_tell_patch, patched)),
        source=base.source,
        key=authored.key,
    )


def _find_stations(graph: RailGraph, grid: Grid, places: Mapping[str, Coordinate]) -> dict[str, RailPoint]:
    """Return the point of track of each station that has any near."""
    found = {code: find_near(graph, place, grid=grid) for code, place in places.items()}
    return {code: point for code, point in found.items() if point is not None}


def _tell_patch(patched: Patched) -> tuple[str, str, str, str]:
    start, end = (f"{point.lat:.3f},{point.lon:.3f}" for point in (patched.patch.start, patched.patch.end))
    return patched.patch.action, start, end, patched.outcome
