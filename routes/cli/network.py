"""The command network: build the rail network of the world in the cache, and tell what is there."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from routes.cli.options import Parser, cache_folder, new_parser, own_folder, print_json
from routes.cli.progress import Bar
from routes.errors import UsageError
from routes.folders import stack_folders

if TYPE_CHECKING:
    from routes.scenarios.world import World

ACTIONS = {
    "build": "build the network from its packaged data or from extracts of OpenStreetMap",
    "status": "print what the network holds, and its licence and credit",
}


def run(arguments: list[str], now: datetime) -> int:
    """Run one of the actions and return the exit status."""
    del now
    if len(arguments) < 2:
        raise UsageError("network needs an action", hint=f"the actions are {' and '.join(ACTIONS)}")
    action = arguments[1]
    if action in ("-h", "--help"):
        print("usage: routes network ACTION ...\n")
        print("\n".join(f"  {name:<7}{summary}" for name, summary in ACTIONS.items()))
        return 0
    if action not in ACTIONS:
        raise UsageError(f'"{action}" is not an action of network', hint=f"the actions are {' and '.join(ACTIONS)}")
    parser, answer = _PARTS[action]
    options = parser().parse_args(arguments[2:])
    answer(options, _load(options))
    return 0


def _load(options: argparse.Namespace) -> World:
    from routes.scenarios.world import load_world

    return load_world(stack_folders(own_folder(options.data)))


def _build_parser() -> Parser:
    parser = new_parser(
        "network build",
        "Build the rail network of the world in the cache directory. Without an option the packaged data is taken: as\n"
        "installed, as kept from the last time, or fetched by pip (25 MB, once).",
        "routes network build --osm finland.osm.pbf",
    )
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--wheel", type=Path, metavar="FILE", help="take the data from this wheel of scgraph_data")
    source.add_argument(
        "--osm", type=Path, action="append", default=[], metavar="FILE", help="take OpenStreetMap extracts; repeat"
    )
    parser.add_argument(
        "--service", action="append", default=[], metavar="KIND", help="keep tracks of this service too, such as siding"
    )
    return parser


def _build(options: argparse.Namespace, world: World) -> None:
    from routes.rail.cache import Wanted, make_network
    from routes.scenarios.railways import read_authored

    if options.service and not options.osm:
        raise UsageError("--service is for extracts of OpenStreetMap", hint="name one with --osm FILE")
    wanted = Wanted(options.wheel, tuple(options.osm), tuple(options.service))
    with Bar() as bar:
        make_network(cache_folder(), read_authored(world), wanted, bar.tell)
    _print_status(options, world)


def _status_parser() -> Parser:
    return new_parser("network status", "Print what the rail network holds.", "routes network status --json")


def _print_status(options: argparse.Namespace, world: World) -> None:
    """Print the network that is kept.

    Raises: UsageError, when there is none, or the file is damaged.
    """
    from routes.rail.cache import HINT, inspect_cache
    from routes.report.railways import build_status, format_status
    from routes.scenarios.railways import read_authored

    found = inspect_cache(cache_folder(), read_authored(world))
    if found.network is None:
        message = f"the rail network is {found.fault}" if found.fault else "the rail network of the world is not built"
        raise UsageError(message, hint=HINT)
    status = build_status(found.network, path=found.path, is_current=found.is_current)
    if options.json:
        print_json(status)
    else:
        print(format_status(status))


_PARTS: dict[str, tuple[Callable[[], Parser], Callable[[argparse.Namespace, World], None]]] = {
    "build": (_build_parser, _build),
    "status": (_status_parser, _print_status),
}
