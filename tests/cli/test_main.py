"""The front door: help, commands that are none, and the program as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from routes.cli.main import COMMANDS
from routes.cli.stations import ACTIONS
from tests.cli.conftest import Run

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*COMMANDS, *(f"stations {action}" for action in ACTIONS)]


def start(*arguments: str, **variables: str) -> subprocess.Popen[bytes]:
    """Start the program with no user's data and these environment variables."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("ROUTES_", "PYTHONIO"))}
    env = {**kept, "PYTHONPATH": str(ROOT), "XDG_DATA_HOME": os.devnull, **variables}
    command = [sys.executable, "-m", "routes", *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_no_arguments_print_the_help_page(run: Run) -> None:
    assert run() == run("--help") == run("-h") == run("help")
    assert run().status == 0 and run().err == ""


def test_help_page_lists_every_command(run: Run, golden: Callable[[str, str], None]) -> None:
    text = run("--help").out
    assert all(f"  {name} " in text for name in COMMANDS)
    golden("tests/golden/help.txt", text)


@pytest.mark.parametrize("page", PAGES)
def test_every_command_explains_itself(run: Run, golden: Callable[[str, str], None], page: str) -> None:
    ran = run(*page.split(), "--help")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("usage: ")
    golden(f"tests/golden/help-{page.replace(' ', '-')}.txt", join_usage(ran.out))


def join_usage(text: str) -> str:
    """Return a help page with its usage on one line: Python releases break it at different places."""
    usage, rest = text.split("\n\n", 1)
    return f"{' '.join(usage.split())}\n\n{rest}"


def test_version_is_printed(run: Run) -> None:
    ran = run("--version")
    assert ran.status == 0 and ran.out.startswith("routes ")


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["arival"], "did you mean arrival"),
        (["latest"], "latest-departure"),
        (["xyzzy"], "the commands are ask"),
        (["latest departure for Tuesday"], 'routes ask "latest departure for Tuesday"'),
        ([""], "the commands are"),
        (["stations"], "the actions are find"),
        (["stations", "Khasan"], "routes stations find Khasan"),
        (["distance", "Khasan"], "routes distance"),
        (["distance", "Khasan", "Vladivostok", "--vai", "x"], "--help` lists what it takes"),
        (["distance", "Khasan", "Vladivostok", "--turns", "all"], "--help` lists what it takes"),
        (["latest-departure", "Khasan", "Vladivostok"], "--arrive"),
        (["arrival", "Khasan", "Vladivostok"], "--depart"),
        (["stations", "near", "42.4,130.6", "--count", "x"], "--help` lists what it takes"),
        (["map", "vladivostok-2023"], "--help` lists what it takes"),
    ],
)
def test_command_that_is_none_is_refused_with_what_to_write(run: Run, arguments: list[str], hint: str) -> None:
    ran = run(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert ran.error and hint in ran.hint
    assert len(ran.err.splitlines()) == 2


def test_program_prints_its_answer_and_ends_well() -> None:
    process = start("distance", "Khasan", "Vladivostok")
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0 and err == b""
    assert out.decode("utf-8").startswith("DISTANCE  Khasan → Vladivostok")


@pytest.mark.parametrize("arguments", [["distance", "Khasan", "Moscow", "--json"], ["--help"]])
def test_reader_that_leaves_early_is_no_fault(arguments: list[str]) -> None:
    process = start(*arguments)
    assert process.stdout and process.stderr
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(timeout=60) == 0
    process.stderr.close()


def test_terminal_without_the_letters_is_no_fault() -> None:
    process = start("distance", "Khasan", "Vladivostok", PYTHONIOENCODING="ascii")
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0 and err == b""
    assert out.startswith(b"DISTANCE  Khasan \\u2192 Vladivostok")


def test_refusal_ends_with_its_status_and_an_empty_output() -> None:
    process = start("distance", "Nowhere", "Vladivostok")
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (3, b"")
    assert err.startswith(b"error: ") and b"Traceback" not in err
