"""The sea, opened once for all tests."""

from __future__ import annotations

import pytest

from routes.sea.ways import Sea


@pytest.fixture(scope="session")
def sea() -> Sea:
    return Sea()
