"""The made-up country, in small."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from routes.rail.osm import read_osm
from tests.rail.synthetic import write_country


def test_country_is_one_network_with_its_crossovers(tmp_path: Path) -> None:
    found = read_osm([write_country(tmp_path / "x.osm.pbf", ways=2_000)])
    assert 1_000 < found.ways < 3_000
    assert set(found.left_out) == {"siding"}
    reached = {0}
    pairs = list(zip(found.graph.start.tolist(), found.graph.end.tolist(), strict=True))
    for _ in range(len(found.graph.lat_e7)):
        more = {b for a, b in pairs if a in reached} | {a for a, b in pairs if b in reached}
        if more <= reached:
            break
        reached |= more
    assert len(reached) > 0.95 * len(found.graph.lat_e7)
    assert np.diff(found.graph.shape_from).min() >= 0
