"""What is packed comes back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.basemap.tiles import Layer, Line, decode_layers, decode_lines, encode_layers, encode_lines, tile_index

POINTS = st.lists(st.tuples(st.integers(-180_000, 180_000), st.integers(-90_000, 90_000)), min_size=1, max_size=30)
LINES = st.lists(st.tuples(st.integers(0, 300), POINTS), min_size=1, max_size=8)


@given(st.lists(LINES, min_size=1, max_size=4))
def test_lines_come_back(given_tiles: list[list[tuple[int, list[tuple[int, int]]]]]) -> None:
    found = decode_lines(
        [encode_lines([Line(kind, np.array(points)) for kind, points in tile]) for tile in given_tiles]
    )
    listed = [(number, kind, points) for number, tile in enumerate(given_tiles) for kind, points in tile]
    parts = [[tuple(p) for p in part.tolist()] for part in np.split(found.quanta, found.starts[1:-1])]
    assert list(zip(found.tiles.tolist(), found.kinds.tolist(), parts, strict=True)) == listed


def test_layers_come_back() -> None:
    layers = {"a": Layer(10, {5: b"xyz", 3: b"\n"}), "b": Layer(360, {0: b"q"})}
    assert decode_layers(encode_layers(layers)) == layers


def test_other_file_is_refused() -> None:
    with pytest.raises(ValueError, match="not a packed base map"):
        decode_layers(b"{}")


def test_tile_of_a_point() -> None:
    assert tile_index(-180, -90, 10) == 0
    assert tile_index(130.6, 42.4, 10) == 13 * 36 + 31
