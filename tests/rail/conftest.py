"""The packaged network of the world for the tests that need it; made once, and never fetched here."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

VARIABLE = "ROUTES_RAIL_WHEEL"


def find_wheel(variables: dict[str, str]) -> Path | str:
    """Return the wheel that the environment names, or why there is none; raises where CI has none."""
    named = variables.get(VARIABLE, "")
    if named and Path(named).is_file():
        return Path(named)
    reason = f"{VARIABLE} names no file" if named else f"{VARIABLE} is not set: `make test` fetches the wheel"
    if variables.get("CI", "").lower() in ("1", "true", "yes"):
        raise FileNotFoundError(f"the tests on the real network may not be left out here: {reason}")
    return reason


@pytest.fixture(scope="session")
def real_wheel() -> Path:
    """Return the wheel of scgraph_data, or leave the test out with the reason; in CI that is a failure."""
    found = find_wheel(dict(os.environ))
    if isinstance(found, str):
        pytest.skip(found)
    return found
