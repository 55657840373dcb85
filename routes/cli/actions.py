"""What commands with actions share, such as `routes network build`: the action, its options, its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from routes.cli.options import Parser, load_routes
from routes.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from datetime import datetime

    from routes.api import Routes

    Part = tuple[Callable[[], "Parser"], Callable[[argparse.Namespace, Routes], None]]
    """Of a command with actions, one of them: what reads its options, and what answers."""


def read_action(arguments: Sequence[str], actions: Mapping[str, str], *, hint: str = "") -> str | None:
    """Return the action that follows a command; None for `--help`, which is answered here. `hint` adds to ours.

    Raises: UsageError, where there is no action, or one that the command does not have.
    """
    command, listed = arguments[0], ", ".join(actions)
    if len(arguments) < 2:
        raise UsageError(f"{command} needs an action", hint=f"the actions are {listed}")
    action = arguments[1]
    if action in ("-h", "--help"):
        width = max(map(len, actions)) + 2
        lines = [f"  {name:<{width}}{summary}" for name, summary in actions.items()]
        print(f"usage: routes {command} ACTION ...\n", *lines, sep="\n")
        return None
    if action not in actions:
        raise UsageError(f'"{action}" is not an action of {command}', hint=f"the actions are {listed}{hint}")
    return action


def run_action(
    arguments: Sequence[str], now: datetime, *, actions: Mapping[str, str], parts: Mapping[str, Part]
) -> int:
    """Run one of the actions of a command and return the exit status."""
    action = read_action(arguments, actions)
    if action is None:
        return 0
    parser, answer = parts[action]
    options = parser().parse_args(arguments[2:])
    answer(options, load_routes(options, now))
    return 0
