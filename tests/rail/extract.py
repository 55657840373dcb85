"""Extracts of OpenStreetMap made for a test: nodes and ways written as a PBF file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import osmium

RAIL = {"railway": "rail"}


class N(NamedTuple):
    """A node: latitude, longitude, tags."""

    id: int
    lat: float
    lon: float
    tags: Mapping[str, str] = {}
    version: int = 1


class W(NamedTuple):
    """A way: the nodes it runs through, and tags."""

    id: int
    nodes: Iterable[int]
    tags: Mapping[str, str] = RAIL
    version: int = 1


def write_extract(path: Path, nodes: Iterable[N], ways: Iterable[W] = ()) -> Path:
    """Return the path of an extract with these nodes and ways, and one relation, which no reader should mind."""
    path.unlink(missing_ok=True)
    with osmium.SimpleWriter(str(path)) as writer:
        for n in nodes:
            where = (n.lon, n.lat)
            writer.add_node(osmium.osm.mutable.Node(id=n.id, location=where, tags=n.tags, version=n.version))
        for w in ways:
            writer.add_way(osmium.osm.mutable.Way(id=w.id, nodes=list(w.nodes), tags=w.tags, version=w.version))
        relation = osmium.osm.mutable.Relation(id=1, members=[("w", 1, "")], tags={"type": "route", "route": "railway"})
        writer.add_relation(relation)
    return path
