"""What is written as text is read back."""

from __future__ import annotations

from itertools import groupby

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from routes.basemap.written import write_lines, write_rings
from tests.maps.reading import read_lines

LINES = st.lists(
    st.lists(st.tuples(st.integers(-720_000, 720_000), st.integers(-90_000, 90_000)), min_size=2, max_size=9),
    max_size=6,
)


@given(LINES)
def test_lines_are_read_as_they_were_written(lines: list[list[tuple[int, int]]]) -> None:
    text = write_lines(np.array([shapely.LineString(line) for line in lines], dtype=object), 0, 1)
    found = [[point for point, _ in groupby(line)] for line in read_lines(text, 1)]
    thinned = [shapely.LineString(line).simplify(0, preserve_topology=False).coords for line in lines]
    wanted = [[point for point, _ in groupby(line)] for line in thinned]
    assert found == [line for line in wanted if len(line) > 1]


def test_ring_that_shrinks_to_a_line_takes_its_hole_along() -> None:
    square = shapely.box(0, 0, 10, 10).difference(shapely.box(4, 4, 6, 6))
    flat = shapely.box(0, 0, 10, 0.1).difference(shapely.box(4, 0.02, 6, 0.05))
    assert [len(ring) for ring in read_lines(write_rings(np.array([flat, square]), 0, 1), 1)] == [5, 5]
    assert write_rings(np.array([], dtype=object), 0, 1) == ""
