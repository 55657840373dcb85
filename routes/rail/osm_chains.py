"""Ways made into edges: joined at the nodes they share, parted where they branch, each chain between one edge."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from routes.rail.lengths import measure_pieces

if TYPE_CHECKING:
    from numpy import bool_, float64, int32, int64
    from numpy.typing import NDArray

SAMPLE_M = 1_000
"""How often the country is asked for along a line; a shorter visit to another country can go unseen."""

CountryOf = Callable[["NDArray[int32]", "NDArray[int32]"], "NDArray[int64]"]
Chain = tuple[tuple[int, bool], ...]


class Lines(NamedTuple):
    """Runs of track through nodes: `node` holds those of every run one after another, run r from first[r] on.

    `kind` and `speed_kmh` have one entry a run, `first` one more; runs of one kind are alike in all but speed. `x` and
    `y` are the positions of the nodes in ten-millionths of a degree, longitude and latitude.
    """

    node: NDArray[int64]
    first: NDArray[int64]
    kind: NDArray[int64]
    speed_kmh: NDArray[int64]
    x: NDArray[int32]
    y: NDArray[int32]


class Pieces(NamedTuple):
    """Parts of runs without a branch, from the position `first` in `Lines.node` to `last`, with their metres."""

    first: NDArray[int64]
    last: NDArray[int64]
    run: NDArray[int64]
    length_m: NDArray[float64]


class Edges(NamedTuple):
    """Edges as lists of nodes, ends included, all in one array: edge e from first[e] to first[e + 1]."""

    node: NDArray[int64]
    first: NDArray[int64]
    length_m: NDArray[float64]
    speed_kmh: NDArray[int64]
    kind: NDArray[int64]


def build_edges(lines: Lines, country_of: CountryOf | None = None) -> Edges:
    """Return the edges of some lines, none from a node to itself.

    Chains end where three or more pieces of track meet, where track ends or becomes of another kind, and, with
    `country_of`, on both sides of a border.
    """
    pieces, forced = _cut_pieces(lines, country_of)
    if not len(pieces.first):
        none = np.zeros(0, np.int64)
        return Edges(none, np.zeros(1, np.int64), np.zeros(0), none, none)
    parts = [_lay_chain(lines, pieces, chain) for chain in _trace_chains(lines, pieces, forced)]
    return _gather([half for part in parts for half in _open_loop(lines, part)])


def _cut_pieces(lines: Lines, country_of: CountryOf | None) -> tuple[Pieces, NDArray[bool_]]:
    """Return the pieces, and for each node whether chains must end there."""
    at = np.arange(len(lines.node) - 1)
    run = np.repeat(np.arange(len(lines.kind)), np.diff(lines.first))
    a, b = lines.node[:-1], lines.node[1:]
    at = at[(run[:-1] == run[1:]) & (a != b)]
    key = np.minimum(a[at], b[at]) * len(lines.x) + np.maximum(a[at], b[at])
    at = at[np.sort(np.unique(key, return_index=True)[1])]  # track that two ways have in common is there once
    a, b = a[at], b[at]
    length_m = measure_pieces(lines.y[a], lines.x[a], lines.y[b], lines.x[b])
    degree = np.bincount(a, minlength=len(lines.x)) + np.bincount(b, minlength=len(lines.x))
    forced = degree != 2
    if country_of is not None and len(at):
        forced[_find_borders(lines, at, length_m, country_of)] = True
    begins = np.ones(len(at), bool)
    begins[1:] = (np.diff(at) != 1) | forced[a[1:]]
    first = np.flatnonzero(begins)
    last = np.append(first[1:], len(at))[: len(first)] - 1
    total_m = np.add.reduceat(length_m, first) if len(at) else length_m
    return Pieces(at[first], at[last] + 1, run[at[first]], total_m), forced


def _find_borders(
    lines: Lines, at: NDArray[int64], length_m: NDArray[float64], country_of: CountryOf
) -> NDArray[int64]:
    """Return the nodes on both sides of each place where a run goes over into another country."""
    begins = np.append(True, np.diff(at) != 1)
    ends = np.append(begins[1:], True)
    mark = np.floor(np.cumsum(length_m) / SAMPLE_M)
    chosen = np.append(True, np.diff(mark) > 0) | begins
    here = np.sort(np.concatenate([at[chosen], at[ends] + 1]))
    country = country_of(lines.y[lines.node[here]], lines.x[lines.node[here]])
    run = np.searchsorted(lines.first, here, side="right")
    crosses = np.flatnonzero((np.diff(country) != 0) & (np.diff(run) == 0))
    return np.asarray(lines.node[np.concatenate([here[crosses], here[crosses + 1]])])


def _trace_chains(lines: Lines, pieces: Pieces, forced: NDArray[bool_]) -> Iterator[Chain]:
    """Yield every chain of pieces that join where nothing else does, each piece with whether it is run forwards."""
    starts, ends = lines.node[pieces.first].tolist(), lines.node[pieces.last].tolist()
    kind = lines.kind[pieces.run].tolist()
    joins = _find_joins(starts, ends, kind=kind, forced=forced)
    done = bytearray(len(starts))
    order = [p for p in range(len(starts)) if starts[p] not in joins]
    order += [~p for p in range(len(starts)) if ends[p] not in joins]
    for seed in [*order, *range(len(starts))]:  # open ends first; what is left then is rings
        piece, forward = (seed, True) if seed >= 0 else (~seed, False)
        if done[piece]:
            continue
        chain = []
        while not done[piece]:
            done[piece] = 1
            chain.append((piece, forward))
            node = ends[piece] if forward else starts[piece]
            if node not in joins:
                break
            one, other = joins[node]
            piece = other if piece == one else one
            forward = starts[piece] == node
        yield tuple(chain)


def _find_joins(
    starts: list[int], ends: list[int], *, kind: list[int], forced: NDArray[bool_]
) -> dict[int, tuple[int, int]]:
    """Return the two pieces that meet at each node where just two of one kind do."""
    free = (~forced).tolist()
    met: dict[int, list[int]] = {}
    for piece, (start, end) in enumerate(zip(starts, ends, strict=True)):
        for node in (start, end):
            if free[node]:
                met.setdefault(node, []).append(piece)
    return {n: (p[0], p[1]) for n, p in met.items() if len(p) == 2 and kind[p[0]] == kind[p[1]]}


class _Part(NamedTuple):
    nodes: NDArray[int64]
    length_m: float
    speed_kmh: int
    kind: int


def _lay_chain(lines: Lines, pieces: Pieces, chain: Chain) -> _Part:
    """Return the nodes of a chain in order, its metres, and its speed."""
    rows: list[NDArray[int64]] = []
    for piece, forward in chain:
        row = lines.node[pieces.first[piece] : pieces.last[piece] + 1]
        rows.append((row if forward else row[::-1])[1 if rows else 0 :])
    numbers = [piece for piece, _ in chain]
    lengths, runs = pieces.length_m[numbers].tolist(), pieces.run[numbers]
    speed = _mean_speed(lengths, lines.speed_kmh[runs].tolist())
    nodes = rows[0] if len(rows) == 1 else np.concatenate(rows)
    return _Part(nodes, sum(lengths), speed, int(lines.kind[runs[0]]))


def _mean_speed(lengths_m: list[float], speeds_kmh: list[int]) -> int:
    """Return the speed by which a chain takes the time of its parts; those without one are left out, 0 if all are."""
    known = [(length, speed) for length, speed in zip(lengths_m, speeds_kmh, strict=True) if speed]
    hours = sum(length / speed for length, speed in known)
    return round(sum(length for length, _ in known) / hours) if hours > 0 else max(speeds_kmh)


def _open_loop(lines: Lines, part: _Part) -> list[_Part]:
    """Return the part itself, or, of one that ends where it begins, its two halves."""
    nodes = part.nodes
    if nodes[0] != nodes[-1]:
        return [part]
    a, b = nodes[:-1], nodes[1:]
    so_far = np.cumsum(measure_pieces(lines.y[a], lines.x[a], lines.y[b], lines.x[b]))
    middle = int(np.clip(np.searchsorted(so_far, so_far[-1] / 2), 0, len(nodes) - 3)) + 1
    first_m = float(so_far[middle - 1])
    one = part._replace(nodes=nodes[: middle + 1], length_m=first_m)
    return [one, part._replace(nodes=nodes[middle:], length_m=float(so_far[-1]) - first_m)]


def _gather(parts: list[_Part]) -> Edges:
    counts = [len(p.nodes) for p in parts]
    return Edges(
        np.concatenate([p.nodes for p in parts]),
        np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        np.array([p.length_m for p in parts]),
        np.array([p.speed_kmh for p in parts], np.int64),
        np.array([p.kind for p in parts], np.int64),
    )
