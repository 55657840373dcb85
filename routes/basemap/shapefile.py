"""Shapefiles out of a zip archive: the rings or lines of each record, and its attributes."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from zipfile import ZipFile

    from numpy import float64
    from numpy.typing import NDArray

_HEADER_BYTES = 100
_FIELD_BYTES, _FIELDS_END = 32, 0x0D
LINES, RINGS = 3, 5
"""The two kinds of shape that are read: lines, and polygons by their rings."""


class Shape(NamedTuple):
    """One record: its parts, each an array of n rows (longitude, latitude), and its attributes as text."""

    parts: tuple[NDArray[float64], ...]
    attributes: Mapping[str, str]


def read_shapes(archive: ZipFile, stem: str) -> list[Shape]:
    """Return the records of the shapefile `stem`.shp with those of `stem`.dbf, in order; empty shapes have no parts.

    Raises: KeyError, when the archive lacks a file; ValueError, for a shape that is neither lines nor rings.
    Source: the shapefile's technical description of 1998, and that of dBASE III.
    """
    shapes, index = archive.read(f"{stem}.shp"), archive.read(f"{stem}.shx")
    words = [offset for offset, _ in struct.iter_unpack(">ii", index[_HEADER_BYTES:])]
    rows = read_attributes(archive.read(f"{stem}.dbf"))
    return [Shape(_read_parts(shapes, 2 * word), row) for word, row in zip(words, rows, strict=True)]


def _read_parts(data: bytes, offset: int) -> tuple[NDArray[float64], ...]:
    """Return the parts of the record at `offset`: an 8-byte head, the kind, a box, two counts, parts, points."""
    (kind,) = struct.unpack_from("<i", data, offset + 8)
    if kind == 0:
        return ()
    if kind not in (LINES, RINGS):
        raise ValueError(f"shape of kind {kind} at byte {offset}")
    parts, points = struct.unpack_from("<ii", data, offset + 44)
    starts = np.frombuffer(data, "<i4", parts, offset + 52)
    pairs = np.frombuffer(data, "<f8", 2 * points, offset + 52 + 4 * parts).reshape(-1, 2)
    return tuple(np.split(pairs, starts[1:]))


def read_attributes(data: bytes, *, encoding: str = "utf-8") -> Iterator[dict[str, str]]:
    """Yield the rows of a dBASE table as text."""
    count, head, width = struct.unpack_from("<IHH", data, 4)
    fields, offset = [], _FIELD_BYTES
    while data[offset] != _FIELDS_END:
        fields.append((data[offset : offset + 11].split(b"\0")[0].decode("ascii"), data[offset + 16]))
        offset += _FIELD_BYTES
    for row in range(count):
        offset = head + row * width + 1  # the first byte marks deleted rows
        values = {}
        for name, size in fields:
            values[name] = data[offset : offset + size].decode(encoding, errors="replace").strip(" \0")
            offset += size
        yield values
