"""One search for every station: its paths are those that single searches find, on random networks and on ours."""

from __future__ import annotations

from random import Random

import pytest

from routes.folders import packaged_folder
from routes.ids import StationCode
from routes.network.paths import find_path, find_tree
from routes.network.search import Conditions, scan_path, scan_tree
from routes.scenarios.world import load_world
from tests.network.grid import build_network, plain_costs
from tests.network.test_oracle import draw_lots


@pytest.mark.parametrize("seed", range(30))
def test_tree_has_the_paths_of_single_searches(seed: int) -> None:
    network = build_network(draw_lots(Random(seed)))
    costs, conditions = plain_costs(1435, 1520), Conditions()
    origin = min(network.stations)
    tree = scan_tree(network, origin, costs=costs, conditions=conditions)
    for code in network.stations:
        if code != origin:
            single = scan_path(network, origin, code, costs=costs, conditions=conditions)
            assert tree.get(code) == single


@pytest.mark.parametrize("origin", ["pyongyang", "vladivostok", "beijing", "irkutsk"])
def test_tree_of_a_country_has_the_usual_paths(origin: str) -> None:
    network = load_world((packaged_folder(),)).network
    costs, start = plain_costs(1435, 1520), StationCode(origin)
    for country in ("KP", "RU", "CN", "MN"):
        tree = find_tree(network, start, country, costs=costs)
        assert all(network.stations[code].country == country for code in tree)
        for code, path in list(tree.items())[::7]:
            assert path == find_path(network, start, code, costs=costs, usual=True)


def test_avoided_country_has_no_tree() -> None:
    network = load_world((packaged_folder(),)).network
    assert (
        find_tree(network, StationCode("pyongyang"), "RU", costs=plain_costs(1435, 1520), avoid=frozenset({"RU"})) == {}
    )
