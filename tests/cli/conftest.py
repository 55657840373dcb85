"""The command line as a function: what it prints and the status it ends with, at one pretended present."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from routes.cli.main import main

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


class Ran(NamedTuple):
    """What a command printed, and its exit status."""

    status: int
    out: str
    err: str

    @property
    def error(self) -> str:
        """Return the `error:` line."""
        return next((line for line in self.err.splitlines() if line.startswith("error: ")), "")

    @property
    def hint(self) -> str:
        """Return the `hint:` line."""
        return next((line for line in self.err.splitlines() if line.startswith("hint: ")), "")


Run = Callable[..., Ran]


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where the tool would keep a user's own data; it is not there yet."""
    monkeypatch.delenv("ROUTES_DATA", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "kept"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("sys.platform", "linux")
    return tmp_path / "kept" / "routes"


@pytest.fixture
def run(kept: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs the command line with these arguments."""
    assert not kept.exists()

    def run_it(*arguments: str) -> Ran:
        try:
            status = main(arguments, now=NOW)
        except SystemExit as end:  # how argparse ends after --help
            status = int(end.code or 0)
        return Ran(status, *capsys.readouterr())

    return run_it
