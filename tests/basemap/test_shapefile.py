"""Shapes of a small archive written here, byte by byte."""

from __future__ import annotations

import io
import struct
from zipfile import ZipFile

import pytest

from routes.basemap.shapefile import read_shapes


def record(kind: int, *parts: list[tuple[float, float]]) -> bytes:
    points = [number for part in parts for point in part for number in point]
    starts = [sum(map(len, parts[:n])) for n in range(len(parts))]
    head = struct.pack("<i32xii", kind, len(parts), len(points) // 2)
    return head + struct.pack(f"<{len(starts)}i{len(points)}d", *starts, *points)


def archive(records: list[bytes], names: list[str]) -> ZipFile:
    shapes, index = bytes(100), bytes(100)
    for number, body in enumerate(records):
        index += struct.pack(">ii", len(shapes) // 2, len(body) // 2)
        shapes += struct.pack(">ii", number + 1, len(body) // 2) + body
    field = struct.pack("<11sc4xB15x", b"name", b"C", 6)
    rows = b"".join(b" " + name.encode().ljust(6) for name in names)
    table = struct.pack("<4xIHH20x", len(names), 32 + len(field) + 1, 7) + field + b"\r" + rows
    file = io.BytesIO()
    with ZipFile(file, "w") as out:
        for suffix, data in (("shp", shapes), ("shx", index), ("dbf", table)):
            out.writestr(f"a.{suffix}", data)
    return ZipFile(file)


def test_parts_and_attributes_are_read() -> None:
    two = record(3, [(130.5, 42.4), (130.7, 42.3)], [(1.0, 2.0), (3.0, 4.0), (5.0, 6.0)])
    first, second = read_shapes(archive([two, struct.pack("<i", 0)], ["Tumen", "Ōkura"]), "a")
    assert [part.tolist() for part in first.parts] == [[[130.5, 42.4], [130.7, 42.3]], [[1, 2], [3, 4], [5, 6]]]
    assert first.attributes == {"name": "Tumen"}
    assert second.parts == ()
    assert second.attributes == {"name": "Ōkura"}


def test_points_are_refused() -> None:
    with pytest.raises(ValueError, match="shape of kind 1"):
        read_shapes(archive([struct.pack("<idd", 1, 0, 0)], ["x"]), "a")
