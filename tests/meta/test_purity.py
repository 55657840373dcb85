"""The present time, the environment, randomness and printing stay in `cli/`; tests have no clock at all."""

from __future__ import annotations

import socket

import pytest

from tests.meta.source import Source, parse_source, read_sources, used_names

CLOCK = (
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    *(f"time.{name}" for name in ("time", "time_ns", "localtime", "gmtime", "monotonic", "perf_counter", "sleep")),
)
OUTSIDE = (
    *("os.environ", "os.environb", "os.getenv", "os.urandom", "platformdirs", "secrets", "uuid.uuid1", "uuid.uuid4"),
    *("print", "input", "sys.stdin", "sys.stdout", "sys.stderr", "sys.argv"),
)
PRINTERS = ("routes/cli/", "routes/__main__.py")
CLOCK_READERS = ("routes/api.py",)  # `load()` is the other outer door: its `now` is the present unless given


def impure_uses(source: Source, forbidden: tuple[str, ...]) -> list[str]:
    """Return path, line and name of each forbidden use; `random.Random(seed)` is no chance and is allowed."""
    return [
        f"{source.path}:{line}: {name}"
        for line, name in used_names(source)
        if any(name == f or name.endswith(f".{f}") or name.startswith(f"{f}.") for f in forbidden)
        or (name.startswith("random.") and not name.startswith("random.Random"))
    ]


@pytest.mark.parametrize("source", read_sources("routes"), ids=lambda s: s.path)
def test_package_is_pure_outside_the_command_line(source: Source) -> None:
    if not source.path.startswith(PRINTERS):
        assert not impure_uses(source, OUTSIDE)
    if not source.path.startswith((*PRINTERS, *CLOCK_READERS)):
        assert not impure_uses(source, CLOCK)


@pytest.mark.parametrize("source", read_sources("tests"), ids=lambda s: s.path)
def test_tests_have_no_real_clock(source: Source) -> None:
    assert not impure_uses(source, CLOCK)


@pytest.mark.parametrize(
    "text",
    [
        "from datetime import datetime\nNOW = datetime.now(UTC)",
        "import datetime as dt\ndef f(clock=dt.datetime.now): ...",
        "from time import time",
        "import time as t\nt.time()",
        "date.today()",
        "import os as o\no.environ['X']",
        "from os import environ",
        "print('x')",
        "sys.stdout.write('x')",
        "import random\nrandom.random()",
        "from random import choice",
    ],
)
def test_planted_impurity_is_found(text: str) -> None:
    assert impure_uses(parse_source("routes/clock.py", text), CLOCK + OUTSIDE)


@pytest.mark.parametrize(
    "text", ["import random\nrandom.Random(4)", "question.now", "from datetime import time\ntime()"]
)
def test_pure_code_passes(text: str) -> None:
    assert not impure_uses(parse_source("routes/clock.py", text), CLOCK + OUTSIDE)


def test_network_is_refused() -> None:
    with socket.socket() as channel, pytest.raises(AssertionError, match="reached for the network"):
        channel.connect(("127.0.0.1", 9))
    with pytest.raises(AssertionError, match="reached for the network"):
        socket.create_connection(("localhost", 9))
