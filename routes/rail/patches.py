"""The packaged network with its gaps closed and its near misses kept apart, as the reviewed list says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from routes.rail.assemble import add_edges, find_nodes, freeze_graph, keep_edges
from routes.rail.graph import RailGraph
from routes.rail.join import Track, find_known_way, index_track, scale_lengths
from routes.rail.patch_table import BLOCK, LENGTH, Patch

TOLERANCE_M = 150
"""How far a node may lie from where a patch names it: both are rounded to three decimals, some 80 m at most each."""


class Patched(NamedTuple):
    """What came of a patch: one of the outcomes below, with the metres where it has some."""

    patch: Patch
    outcome: str


JOINED, THERE, REMOVED, APART, NO_NODE = "joined", "there already", "removed", "kept apart", "no such node"
SCALED, NO_WAY = "scaled", "no way of about that length"


def apply_patches(graph: RailGraph, patches: Sequence[Patch]) -> tuple[RailGraph, tuple[Patched, ...]]:
    """Return the graph with its gaps closed, without blocked edges, its track as long as is known; and the outcomes.

    Lengths are set last, each on the way that then lies between its two nodes.
    """
    kept = np.ones(len(graph.start), bool)
    ends, lengths_m, done = [], [], list[Patched]()
    lengths: list[tuple[int, int, Patch, int]] = []
    nodes = find_nodes(graph, [end for patch in patches for end in (patch.start, patch.end)], TOLERANCE_M)
    among = _list_among(graph, nodes)
    for patch, a, b in zip(patches, nodes[0::2], nodes[1::2], strict=True):
        if a == b or min(a, b) < 0:
            done.append(Patched(patch, NO_NODE))
            continue
        between = among.get((min(a, b), max(a, b)), [])
        if patch.action == LENGTH:
            lengths.append((a, b, patch, len(done)))
            done.append(Patched(patch, NO_WAY))
        elif patch.action == BLOCK:
            kept[between] = False
            done.append(Patched(patch, REMOVED if len(between) else APART))
        elif len(between):
            done.append(Patched(patch, THERE))
        else:
            ends.append((min(a, b), max(a, b)))
            lengths_m.append(patch.length_m)
            done.append(Patched(patch, JOINED))
    mended = add_edges(keep_edges(graph, kept), ends, lengths_m)
    if not lengths:
        return mended, tuple(done)
    track = index_track(mended)
    for a, b, patch, number in lengths:
        scaled = _set_length(track, (a, b), patch.length_m)
        if scaled is not None:
            track, done[number] = scaled, Patched(patch, SCALED)
    return track.graph, tuple(done)


def _list_among(graph: RailGraph, nodes: Sequence[int]) -> dict[tuple[int, int], list[int]]:
    """Return the edges between any two of some nodes, by the lower and the higher."""
    is_one = np.zeros(len(graph.lat_e7) + 1, bool)
    is_one[nodes] = True  # the last for -1, which stands for no node
    among: dict[tuple[int, int], list[int]] = {}
    for edge in np.flatnonzero(is_one[graph.start] & is_one[graph.end]).tolist():
        a, b = int(graph.start[edge]), int(graph.end[edge])
        among.setdefault((min(a, b), max(a, b)), []).append(edge)
    return among


def _set_length(track: Track, ends: tuple[int, int], length_m: int) -> Track | None:
    """Return the track on which the way between two nodes has a length, None where no way is of about that length."""
    found = find_known_way(track, ends, length_m)
    if not found.edges:
        return None
    edges = np.array([e if e >= 0 else -1 - e for e in found.edges])
    changed = track.graph.length_m.copy()
    changed[edges] = scale_lengths(track.graph.length_m[edges], length_m)
    return track._replace(graph=freeze_graph(track.graph._replace(length_m=changed)))
