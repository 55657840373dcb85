"""The packed format: lines of whole quanta in tiles, as variable-length differences; to bytes and back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy import int64, uint8
    from numpy.typing import NDArray

MAGIC = b"routes-basemap-1\n"
QUANTUM_DEG = 0.001
"""Coordinates are whole thousandths of a degree, about 111 m; the lines are thinned to twice that."""
PER_DEG = 1000


OUTER, HOLE = 0, 1
"""The kinds of rings; a hole follows the outer ring that it lies in."""


class Line(NamedTuple):
    """A line, or a ring that ends where it began: n rows (longitude, latitude) in quanta, and what it is."""

    kind: int
    quanta: NDArray[int64]


class Lines(NamedTuple):
    """The n lines of some tiles: kinds, points of all in one array, n + 1 bounds between them, and each one's tile."""

    kinds: NDArray[int64]
    quanta: NDArray[int64]
    starts: NDArray[int64]
    tiles: NDArray[int64]


class Layer(NamedTuple):
    """One kind of thing on the map: the size of its tiles in degrees, and the encoded lines of each tile."""

    tile_deg: int
    tiles: Mapping[int, bytes]


def tile_index(lon: float, lat: float, tile_deg: int) -> int:
    """Return the number of the tile that holds a point; rows run from the South Pole, columns from 180° west."""
    return int((lat + 90) // tile_deg) * (360 // tile_deg) + int((lon + 180) // tile_deg)


def encode_lines(lines: Sequence[Line]) -> bytes:
    """Return the bytes of a tile: how many lines, kind and points of each, then every step from point to point.

    The first step starts at 0, 0; that to a line's first point starts at the last of the line before.
    """
    heads = [len(lines), *(number for line in lines for number in (line.kind, len(line.quanta)))]
    points = np.concatenate([line.quanta for line in lines])
    steps = np.diff(points, axis=0, prepend=np.zeros((1, 2), np.int64)).ravel()
    zigzag = (steps << 1) ^ (steps >> 63)
    return _encode(np.concatenate([np.array(heads, np.int64), zigzag]))


def decode_lines(tiles: Sequence[bytes]) -> Lines:
    """Return the lines of one tile or more, each as `encode_lines` made it; a line's tile is the place of that here."""
    ends = np.cumsum([len(tile) for tile in tiles])
    numbers, stops = _decode(np.frombuffer(b"".join(tiles), np.uint8))
    begins = np.concatenate([[0], np.searchsorted(stops, ends[:-1])])
    counts = numbers[begins]
    owners = np.repeat(np.arange(len(tiles)), counts)
    heads = begins[owners] + 1 + 2 * _count_up(counts)
    kinds, sizes = numbers[heads], numbers[heads + 1]
    is_step = np.ones(len(numbers), bool)
    is_step[np.concatenate([begins, heads, heads + 1])] = False
    zigzag = numbers[is_step]
    points = np.cumsum(((zigzag >> 1) ^ -(zigzag & 1)).reshape(-1, 2), axis=0)
    starts = np.concatenate([[0], np.cumsum(sizes)])
    firsts = starts[np.searchsorted(owners, np.arange(1, len(tiles)))]  # where each tile but the first begins
    rests = np.concatenate([np.zeros((1, 2), np.int64), points[firsts - 1]])  # steps run on, but a tile starts at 0, 0
    return Lines(kinds, points - np.repeat(rests[owners], sizes, axis=0), starts, owners)


def _count_up(counts: NDArray[int64]) -> NDArray[int64]:
    """Return 0 to n - 1 for each count n, one after the other."""
    return np.asarray(np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts))


def _encode(numbers: NDArray[int64]) -> bytes:
    """Return numbers of at least zero, seven bits a byte, low bits first; all but a number's last byte have bit 8."""
    shifts = np.arange(0, 35, 7)
    groups = numbers[:, None] >> shifts
    used = np.maximum(1, (groups > 0).sum(axis=1))
    wanted = np.arange(len(shifts)) < used[:, None]
    more = np.arange(len(shifts)) < used[:, None] - 1
    return bytes(((groups & 0x7F) | (more << 7))[wanted].astype(np.uint8))


def _decode(data: NDArray[uint8]) -> tuple[NDArray[int64], NDArray[int64]]:
    """Return the numbers, and the place of the last byte of each."""
    ends = np.flatnonzero(data < 0x80)
    starts = np.concatenate([[0], ends[:-1] + 1])
    seven = data & 0x7F
    numbers = seven[starts].astype(np.int64)
    longer, byte = np.flatnonzero(ends > starts), 1
    while len(longer):
        numbers[longer] |= seven[starts[longer] + byte].astype(np.int64) << 7 * byte
        byte += 1
        longer = longer[ends[longer] - starts[longer] >= byte]
    return numbers, ends


def encode_layers(layers: Mapping[str, Layer]) -> bytes:
    """Return the whole file: a line of its own, a line of JSON that says where each tile lies, and the tiles."""
    index, bodies, at = {}, [], 0
    for name, layer in layers.items():
        rows = []
        for tile, body in sorted(layer.tiles.items()):
            rows.append([tile, at, len(body)])
            bodies.append(body)
            at += len(body)
        index[name] = {"tile_deg": layer.tile_deg, "tiles": rows}
    head = json.dumps(index, separators=(",", ":"), sort_keys=True).encode()
    return b"".join([MAGIC, head, b"\n", *bodies])


def decode_layers(data: bytes) -> dict[str, Layer]:
    """Return the layers of a packed file, their tiles still encoded.

    Raises: ValueError, for anything else.
    """
    if not data.startswith(MAGIC):
        raise ValueError("not a packed base map")
    end = data.index(b"\n", len(MAGIC))
    base = end + 1
    return {
        name: Layer(layer["tile_deg"], _tiles(data, base, layer["tiles"]))
        for name, layer in json.loads(data[len(MAGIC) : end]).items()
    }


def _tiles(data: bytes, base: int, rows: Iterable[Sequence[int]]) -> dict[int, bytes]:
    return {tile: data[base + at : base + at + size] for tile, at, size in rows}
