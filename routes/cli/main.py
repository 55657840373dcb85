"""The command line: one module per command, imported only when that command runs."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module
from io import TextIOWrapper

from routes.errors import DataError, OptionsError, RoutesError, UsageError
from routes.findings import format_finding

# Command: (module, what it does). The order is that of the help page.
COMMANDS: dict[str, tuple[str, str]] = {
    "ask": ("ask", "answer a question in words, against a scenario"),
    "latest-departure": ("journey", "when must it leave to arrive in time"),
    "arrival": ("journey", "when does it arrive"),
    "feasible": ("feasible", "could it be: a claim weighed by train, plane and ship"),
    "compare": ("compare", "which of these: places and modes, row by row"),
    "reach": ("reach", "how far can it have come by a given instant"),
    "distance": ("journey", "how far is it along the track"),
    "matrix": ("matrix", "lengths and times of all pairs of two lists of places"),
    "map": ("map", "draw a scenario as a page"),
    "export": ("export", "an answer as GeoJSON, KML, GPX, CSV, a calendar or Markdown"),
    "new": ("new", "begin a scenario of your own"),
    "stations": ("stations", "find, show and add stations"),
    "network": ("network", "build the rail network of the world, and tell of it"),
    "timetable": ("timetable", "import published timetables (GTFS), and search them forward and backward"),
    "calibrate": ("calibrate", "fit a train's profile from its documented journeys"),
    "backtest": ("backtest", "score forecasts against documented journeys"),
    "check": ("check", "check every data file"),
}

_USAGE = """usage: routes COMMAND ... [--json]

Journeys that stand in no timetable: distances along the track, arrivals in each place's own clock,
and latest departures, with the source of every assumption.

commands:
{commands}

examples:
  routes ask "latest departure for Tuesday arrival"
  routes latest-departure Pyongyang Vladivostok --arrive "by Tuesday noon" --as-of 2023-09-11
  routes stations find Хасан

`routes COMMAND --help` lists the options of a command.
exit status: 0 answer, 1 internal, 2 usage or unreadable time, 3 name, 4 infeasible, 5 bad data
"""


def main(argv: Sequence[str] | None = None, *, now: datetime | None = None) -> int:
    """Run one command and return its exit status; `now` (aware) stands in for the present in tests."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if any("\udc80" <= c <= "\udcff" for text in arguments for c in text):
        print("error: an argument is not text in the encoding of this terminal", file=sys.stderr)
        print("hint: use a UTF-8 terminal, such as LC_ALL=C.UTF-8", file=sys.stderr)
        return UsageError.exit_status
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        lines = [f"  {name:<18}{summary}" for name, (_, summary) in COMMANDS.items()]
        print(_USAGE.format(commands="\n".join(lines)), end="")
        return 0
    if arguments[0] == "--version":
        print(f"routes {_version()}")
        return 0
    try:
        return _run([_shield(text) for text in arguments], now or datetime.now(UTC))
    except RoutesError as fault:
        for part in fault.faults if isinstance(fault, OptionsError) else (fault,):
            _print_fault(part)
        return fault.exit_status


def _shield(text: str) -> str:
    """Return `-33.9,151.2`, a position south of the equator, with a space before it, so that it begins no option."""
    return f" {text}" if text[:1] == "-" and "," in text and text[1:2].isdigit() else text


def _run(arguments: list[str], now: datetime) -> int:
    from routes.cli.options import unknown_command

    if arguments[0] not in COMMANDS:
        raise unknown_command(arguments[0], list(COMMANDS))
    module = import_module(f"routes.cli.{COMMANDS[arguments[0]][0]}")
    status: int = module.run(arguments, now)
    return status


def _print_fault(fault: RoutesError) -> None:
    for finding in fault.findings if isinstance(fault, DataError) else ():
        print(format_finding(finding), file=sys.stderr)
    print(f"error: {_visible(fault.message)}", file=sys.stderr)
    if fault.hint:
        print(f"hint: {_visible(fault.hint)}", file=sys.stderr)


def _visible(text: str) -> str:
    """Return text in which control characters stand as escapes, so that no input steers the terminal."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def _version() -> str:
    """Return the version of the installed package, or of the checkout that runs without being installed."""
    import tomllib
    from importlib.metadata import PackageNotFoundError, version
    from pathlib import Path

    try:
        return version("routes")
    except PackageNotFoundError:
        project = Path(__file__).parents[2] / "pyproject.toml"
        return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])


def run() -> None:
    """Run the command line as a program: a broken pipe or an interrupt ends it without a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without these letters is no reason to fail
    gc.disable()  # a question is answered before a collection would pay: 4 ms
    try:
        status = main()
        sys.stdout.flush()
    except BrokenPipeError:
        status = 0  # the reader has had enough
    except KeyboardInterrupt:
        status = 130
    except OSError as fault:
        print(f"error: cannot write the answer: {fault.strerror}", file=sys.stderr)
        status = 1
    except Exception as fault:  # the last resort of a program for people
        print(f"error: internal fault: {type(fault).__name__}: {fault}", file=sys.stderr)
        print("hint: please report it with the command you ran", file=sys.stderr)
        status = 1
    os._exit(status)  # all is flushed and nothing is left to tear down: 4 ms
