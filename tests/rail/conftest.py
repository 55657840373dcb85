"""The packaged network of the world for the tests that need it; made once, and never fetched here."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.wheels import RAIL, require_wheel


@pytest.fixture(scope="session")
def real_wheel() -> Path:
    """Return the wheel of scgraph_data, or leave the test out with the reason; in CI that is a failure."""
    return require_wheel(RAIL)
