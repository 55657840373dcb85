"""What a train prefers of track leads it another way over the world's track."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from routes.api import Routes
from routes.errors import InfeasibleError
from routes.rail.graph import E7
from routes.scenarios.track import Track
from tests.scenarios.far import NODES, WORLD, build_far

SOURCED = 'source = "test"\nknown_from = 2000-01-01T00:00:00Z\n'
STUTTGART, PARIS, STRASBOURG = "48.784,9.182", "48.85,2.35", "48.585,7.735"


def build(folder: Path, prefers: str, *, fast: tuple[str, ...] = ("nancy",)) -> Routes:
    """Return a world in which the tracks at some places are high-speed lines, and its train prefers something."""
    routes = build_far(folder, WORLD)
    path = next(p for p in (folder / "trains").glob("*.toml") if p.stem not in ("airliner", "ship"))
    path.write_text(path.read_text() + (f"\n[prefers]\n{prefers}\n{SOURCED}" if prefers else ""))
    opened = routes.world.open_track
    assert opened is not None

    def mark() -> Track:
        track = opened()
        graph = track.graph
        spots = {(round(NODES[n][0] * E7), round(NODES[n][1] * E7)) for n in fast}
        at = [p in spots for p in zip(graph.lat_e7.tolist(), graph.lon_e7.tolist(), strict=True)]
        is_fast = np.array(at)[graph.start] | np.array(at)[graph.end]
        return track._replace(graph=graph._replace(highspeed=is_fast.astype(np.int16)))

    return routes._replace(world=routes.world._replace(open_track=mark))


def length_m(routes: Routes, start: str = PARIS, end: str = STUTTGART) -> int:
    return int(routes.distance(start, end)["answer"]["length_m"])


def test_short_way_is_taken_without_preference_and_left_with_one(tmp_path: Path) -> None:
    short = length_m(build(tmp_path / "a", ""))
    assert length_m(build(tmp_path / "b", 'highspeed = "yes"')) == short
    assert length_m(build(tmp_path / "c", 'highspeed = "no"\ndetour = 1.1')) == short
    # By Basel there are two borders with control, not one: it has to be worth it.
    assert length_m(build(tmp_path / "d", 'highspeed = "no"\ndetour = 4')) > short + 100_000
    assert length_m(build(tmp_path / "e", 'highspeed = "never"')) > short + 100_000


def test_barred_track_is_the_reason_where_there_is_no_other(tmp_path: Path) -> None:
    with pytest.raises(InfeasibleError, match="without a high-speed line"):
        length_m(build(tmp_path, 'highspeed = "never"', fast=("nancy", "kehl")), end=STRASBOURG)
