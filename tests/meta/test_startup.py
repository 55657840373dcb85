"""Simple commands start without the heavy libraries."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from tests.meta.source import ROOT

HEAVY = {"numpy", "shapely", "folium", "geopy", "requests", "rapidfuzz", "jinja2", "pandas", "sqlite3", "tzfpy"}
QUESTION = ["latest-departure", "Pyongyang", "Vladivostok", "--arrive", "by Tuesday", "--as-of", "2023-09-11"]


def loaded_packages(*arguments: str) -> set[str]:
    """Return the top-level packages that Python loads to run with these arguments; the run must succeed."""
    command = [sys.executable, "-X", "importtime", *arguments]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    names = re.findall(r"^import time:[ \d]+\|[ \d]+\| +([\w.]+)$", done.stderr, re.MULTILINE)
    return {name.split(".")[0] for name in names}


@pytest.mark.parametrize("arguments", [["--help"], QUESTION, ["distance", "Pyongyang", "Vladivostok"]], ids=" ".join)
def test_command_loads_nothing_heavy(arguments: list[str]) -> None:
    found = loaded_packages("-m", "routes", *arguments)
    assert "routes" in found
    assert not found & HEAVY


def test_planted_import_is_seen() -> None:
    assert "geopy" in loaded_packages("-c", "import geopy")
