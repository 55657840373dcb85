"""Wheels of the packaged network made for a test: a few nodes and edges in the form that the real ones have."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

Nodes = Sequence[tuple[float, float]]
Edges = Mapping[tuple[int, int], float]
MEMBER = "scgraph_data/world_railways.py"

NODES: Nodes = (
    (42.400, 130.600),
    (42.420, 130.640),
    (42.460, 130.660),
    (42.480, 130.700),
    (42.481, 130.704),
    (42.500, 130.800),
    (50.000, 10.000),
    (50.010, 10.010),
)
EDGES: Edges = {(0, 1): 4.5, (1, 2): 5.2, (2, 3): 4.1, (4, 5): 8.9, (6, 7): 1.5}
"""Three components: a line of four nodes near Khasan, a line of two that goes on after a gap, and one far away."""


def write_text(nodes: Nodes = NODES, edges: Edges = EDGES) -> str:
    """Return the text of world_railways.py: each edge at both its ends, and a loop of no length at each node."""
    rows: list[dict[int, float]] = [{} for _ in nodes]
    for (a, b), km in edges.items():
        rows[a][b] = km
        rows[b][a] = km
    for number, row in enumerate(rows):
        row[number] = 0.0
    places = [list(node) for node in nodes]
    made = "world_railways_geograph = GeoGraph(graph=graph, nodes=nodes)"
    return f"\nfrom scgraph.core import GeoGraph\ngraph={rows}\nnodes={places}\n{made}\n"


def write_wheel(path: Path, text: str | None = None, *, version: str = "2.0.0", member: str = MEMBER) -> Path:
    """Return the path of a wheel of that version with that text, ours unless given."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("scgraph_data/__init__.py", "raise ImportError('this package is never imported')")
        archive.writestr(member, write_text() if text is None else text)
        archive.writestr(f"scgraph_data-{version}.dist-info/METADATA", f"Name: scgraph_data\nVersion: {version}\n")
    return path
