"""The packaged gazetteer, read once."""

from __future__ import annotations

import pytest

from routes.folders import packaged_folder
from routes.gazetteer.reader import read_gazetteer
from routes.gazetteer.station import Gazetteer


@pytest.fixture(scope="session")
def places() -> Gazetteer:
    return read_gazetteer([packaged_folder()])[0]
