from __future__ import annotations

from pathlib import Path

import pytest

from routes.findings import Finding
from routes.folders import DataFolder, packaged_folder
from routes.gazetteer.reader import read_gazetteer
from routes.gazetteer.station import Gazetteer


@pytest.fixture(scope="session")
def packaged() -> tuple[Gazetteer, list[Finding]]:
    return read_gazetteer([packaged_folder()])


@pytest.fixture(scope="session")
def gazetteer(packaged: tuple[Gazetteer, list[Finding]]) -> Gazetteer:
    return packaged[0]


@pytest.fixture
def own(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path, "own")
