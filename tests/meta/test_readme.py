"""What README.md shows is what happens: its commands run, in order, and print what stands below them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from shutil import copy, copytree

import pytest

from routes.cli.main import COMMANDS, main
from tests.meta.source import ROOT
from tests.wheels import RAIL, require_wheel

README = (ROOT / "README.md").read_text(encoding="utf-8")
NOW = datetime(2026, 12, 1, tzinfo=UTC)  # long after the cases of the page, so that it says NOT TODAY
ANYTHING = "..."


@dataclass(frozen=True, slots=True)
class Example:
    """A command as a page shows it: its line, its words, and the output below it (None where none is shown)."""

    line: int
    command: str
    output: tuple[str, ...] | None


def read_examples(text: str) -> Iterator[Example]:
    """Yield the commands in ```console fences (`$ command`, then its output) and in ```sh fences (commands only)."""
    fence, at, command = "", 0, ""
    output: list[str] = []
    for number, line in enumerate([*text.splitlines(), "```"], start=1):
        opened = re.fullmatch(r"\s*```(\S*)\s*", line)
        starts = fence == "sh" or (fence == "console" and line.startswith("$ "))
        if command and (opened or starts):
            yield Example(at, command, tuple(output) or None)
            command = ""
        if opened:
            fence = opened[1] if not fence else ""
        elif starts and line.strip() and not line.startswith("#"):
            at, command, output = number, line.removeprefix("$ "), []
        elif command:
            output.append(line.rstrip())


def matches(shown: tuple[str, ...], real: list[str]) -> bool:
    """Return whether the real lines are those shown, where `...` alone stands for any number of lines."""
    if not shown:
        return not real
    if shown[0] == ANYTHING:
        return any(matches(shown[1:], real[n:]) for n in range(len(real) + 1))
    return bool(real) and shown[0] == real[0] and matches(shown[1:], real[1:])


EXAMPLES = list(read_examples(README))
ROUTES = [e for e in EXAMPLES if e.command.split()[0] == "routes"]
BUILD = "routes network build"
_HEADS = [number for number, line in enumerate(README.splitlines(), start=1) if line.startswith("## ")]
ABROAD = next(e.line for e in ROUTES if e.command == BUILD)
HOME_AGAIN = next(line for line in _HEADS if line > ABROAD)
"""The examples from here on, up to the next heading, ask the network that the first of them builds."""


@pytest.fixture(scope="module")
def reader_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the one folder in which all the commands run, so that a later one sees what an earlier one wrote.

    Of the checkout it has the example feed and scenario, where the page says that they lie."""
    folder = tmp_path_factory.mktemp("reader")
    copytree(ROOT / "docs" / "example-feed", folder / "docs" / "example-feed")
    copy(ROOT / "docs" / "example-joined.toml", folder / "docs" / "example-joined.toml")
    return folder


@pytest.fixture
def as_reader(reader_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand where a newcomer stands: an empty home, no settings, a terminal of 80 columns."""
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(reader_folder))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("ROUTES_DATA", raising=False)
    monkeypatch.chdir(reader_folder)


@pytest.mark.usefixtures("as_reader")
@pytest.mark.parametrize("example", ROUTES, ids=lambda e: f"line {e.line}: {e.command}")
def test_command_prints_what_the_page_shows(example: Example, capsys: pytest.CaptureFixture[str]) -> None:
    words = shlex.split(example.command, comments=True)
    if ABROAD <= example.line < HOME_AGAIN:
        wheel = require_wheel(RAIL)
        words += ["--wheel", str(wheel)] if example.command == BUILD else []
    assert not set(words) & {"|", ">", "&&", ";"}, "show one plain command on a line; it runs without a shell"
    try:
        status = main(words[1:], now=NOW)
    except SystemExit as stop:  # the argument parser, for --help
        status = int(stop.code or 0)
    printed = capsys.readouterr()
    real = [line.rstrip() for line in (printed.out + printed.err).splitlines()]
    if example.output is not None:
        assert matches(example.output, real), "\n".join(["README.md shows other output; the real one is:", *real])
    fails = any(line.startswith("error:") for line in example.output or ())
    assert (status != 0) == fails, printed.err


@pytest.mark.usefixtures("as_reader")
def test_python_example_prints_what_its_comments_say(capsys: pytest.CaptureFixture[str]) -> None:
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    promised = [line.rpartition("  # ")[2] for block in blocks for line in block.splitlines() if "print(" in line]
    for block in blocks:
        exec(compile(block, "README.md", "exec"), {})
    assert promised
    assert capsys.readouterr().out.splitlines() == promised


def test_there_are_examples_with_output() -> None:
    assert ROUTES
    assert any(e.output for e in ROUTES)


def test_other_commands_are_tasks_or_plain_installs() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))
    for example in EXAMPLES:
        first, *rest = shlex.split(example.command, comments=True)
        if first == "make":
            assert {word for word in rest if "=" not in word} <= targets, example
        elif first != "routes":
            assert first in ("pip", "git", "cd") or [first, *rest[:2]] == ["python3", "-m", "venv"], example


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented(name: str) -> None:
    assert re.search(rf"\broutes {re.escape(name)}\b", README), f"README.md does not mention `routes {name}`"


def test_planted_page_is_read() -> None:
    console = "```console\n$ routes a 'b c'\none\n\ntwo\n$ make demo\n```\n"
    page = f"{console}\n```text\n$ no\n```\n```sh\n# why\nroutes d\n```\n"
    assert list(read_examples(page)) == [
        Example(2, "routes a 'b c'", ("one", "", "two")),
        Example(6, "make demo", None),
        Example(14, "routes d", None),
    ]


@pytest.mark.parametrize(
    ("shown", "real", "same"),
    [
        (("a", "b"), ["a", "b"], True),
        (("a", "b"), ["a", "c"], False),
        (("a",), ["a", "b"], False),
        (("a", "..."), ["a"], True),
        (("...", "c"), ["a", "b", "c"], True),
        (("a", "...", "c"), ["a", "b"], False),
    ],
)
def test_output_is_compared_line_by_line(shown: tuple[str, ...], real: list[str], same: bool) -> None:
    assert matches(shown, real) is same
