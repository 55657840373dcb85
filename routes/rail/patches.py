"""The packaged network with its gaps closed and its near misses kept apart, as the reviewed list says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from routes.rail.assemble import add_edges, keep_edges, node_at
from routes.rail.graph import RailGraph
from routes.rail.patch_table import BLOCK, Patch

TOLERANCE_M = 150
"""How far a node may lie from where a patch names it: both are rounded to three decimals, some 80 m at most each."""


class Patched(NamedTuple):
    """What came of a patch: `joined`, `there already`, `removed`, `kept apart`, or `no such node` in this network."""

    patch: Patch
    outcome: str


JOINED, THERE, REMOVED, APART, NO_NODE = "joined", "there already", "removed", "kept apart", "no such node"


def apply_patches(graph: RailGraph, patches: Sequence[Patch]) -> tuple[RailGraph, tuple[Patched, ...]]:
    """Return the graph with its gaps closed and without the blocked edges, and what came of each patch."""
    kept = np.ones(len(graph.start), bool)
    ends, lengths_m, done = [], [], []
    for patch in patches:
        (a, off_a), (b, off_b) = node_at(graph, patch.start), node_at(graph, patch.end)
        if max(off_a, off_b) > TOLERANCE_M or a == b:
            done.append(Patched(patch, NO_NODE))
            continue
        between = np.flatnonzero((graph.start == min(a, b)) & (graph.end == max(a, b)))
        between = np.union1d(between, np.flatnonzero((graph.start == max(a, b)) & (graph.end == min(a, b))))
        if patch.action == BLOCK:
            kept[between] = False
            done.append(Patched(patch, REMOVED if len(between) else APART))
        elif len(between):
            done.append(Patched(patch, THERE))
        else:
            ends.append((min(a, b), max(a, b)))
            lengths_m.append(patch.length_m)
            done.append(Patched(patch, JOINED))
    return add_edges(keep_edges(graph, kept), ends, lengths_m), tuple(done)
