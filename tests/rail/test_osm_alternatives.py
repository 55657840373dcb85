"""The second track of a line is no other way."""

from __future__ import annotations

from pathlib import Path

import pytest

from routes.geo import Coordinate
from routes.rail.alternatives import find_alternatives
from routes.rail.hierarchy import build_hierarchy
from routes.rail.osm import read_osm
from routes.rail.snap import snap
from tests.rail.extract import RAIL, N, W, write_extract

COUNT = 60
CROSSOVER = {**RAIL, "service": "crossover"}


def ways(folder: Path, every: int, *, detour: bool = False) -> list[int]:
    """Return the lengths of up to three ways along 42 km of two tracks with a crossover every so many points."""
    nodes = [N(i, 50, 10 + i / 100) for i in range(1, COUNT + 1)]
    nodes += [N(100 + i, 50.00004, 10 + i / 100) for i in range(3, COUNT - 1)]
    tracks = [W(1, range(1, COUNT + 1)), W(2, [2, *range(103, 100 + COUNT - 1), COUNT - 1])]
    tracks += [W(10 + i, [i, 101 + i], CROSSOVER) for i in range(5, COUNT - 5, every)]
    if detour:
        nodes += [N(300 + i, 50.1, 10 + i / 100) for i in range(2, COUNT)]
        tracks.append(W(3, [2, *range(302, 300 + COUNT), COUNT - 1]))
    graph = read_osm([write_extract(folder / "x.osm.pbf", nodes, tracks)]).graph
    ends = (snap(graph, Coordinate(50, lon)) for lon in (10.011, 10.595))
    start, end = ends
    return [path.length_m for path in find_alternatives(graph, build_hierarchy(graph), start, end, 3)]


@pytest.mark.parametrize("every", [5, 15, 100])
def test_second_track_is_no_other_way_however_far_the_crossovers(tmp_path: Path, every: int) -> None:
    assert len(ways(tmp_path, every)) == 1


def test_other_line_is_another_way(tmp_path: Path) -> None:
    shortest, other = ways(tmp_path, 15, detour=True)
    assert 15_000 < other - shortest < 30_000
