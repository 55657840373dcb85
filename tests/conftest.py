"""What every test stands on: no network, seeded cases, and golden files that `make golden` rewrites."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import settings

settings.register_profile("seeded", derandomize=True, deadline=None, database=None)
settings.load_profile("seeded")
ROOT = Path(__file__).resolve().parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-golden", action="store_true", help="rewrite golden files instead of comparing")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every attempt to look up a host or to connect fails, loopback included."""

    def refuse(*_args: object, **_kwargs: object) -> NoReturn:
        raise AssertionError("a test reached for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    monkeypatch.setattr(socket.socket, "sendto", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Return a check that a text equals a file, named by its path in the repository (`tests/golden/help.txt`)."""
    rewrite = bool(request.config.getoption("--write-golden"))

    def check(name: str, text: str) -> None:
        path = ROOT / name
        if rewrite:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8"))
        assert path.is_file(), f"{name} does not exist; make golden writes it"
        assert text == path.read_bytes().decode("utf-8"), f"{name} differs; make golden rewrites it"

    return check
