"""The authored network, read once."""

from __future__ import annotations

import pytest

from routes.findings import Finding
from routes.folders import DataFolder
from routes.gazetteer.reader import read_gazetteer
from routes.network.graph import Network
from routes.network.reader import read_network
from tests.network.grid import DATA


@pytest.fixture(scope="session")
def read_result() -> tuple[Network, list[Finding]]:
    folders = [DataFolder(DATA, "data")]
    gazetteer, _ = read_gazetteer(folders)
    return read_network(folders, gazetteer.stations)


@pytest.fixture(scope="session")
def rails(read_result: tuple[Network, list[Finding]]) -> Network:
    return read_result[0]
