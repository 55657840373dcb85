"""The command network: build the rail network of the world in the cache, and tell what is there."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from routes.cli.actions import run_action
from routes.cli.options import Parser, cache_folder, new_parser, print_json
from routes.cli.progress import Bar
from routes.errors import UsageError
from routes.findings import format_finding

if TYPE_CHECKING:
    from routes.api import Routes
    from routes.cli.actions import Part
    from routes.rail.osm import OsmNetwork

ACTIONS = {
    "build": "build the network from its packaged data or from extracts of OpenStreetMap",
    "status": "print what the network holds, and its licence and credit",
}


def run(arguments: list[str], now: datetime) -> int:
    """Run one of the actions and return the exit status."""
    return run_action(arguments, now, actions=ACTIONS, parts=_PARTS)


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


def _build(options: argparse.Namespace, routes: Routes) -> None:
    if options.service and not options.osm:
        raise UsageError("--service is for extracts of OpenStreetMap", hint="name one with --osm FILE")
    heard: list[OsmNetwork] = []
    with Bar() as bar:
        status = routes.network_build(
            cache_folder(),
            wheel=options.wheel,
            osm=options.osm,
            service=options.service,
            tell=bar.tell,
            hear=heard.append,
        )
    for found in heard:
        _print_extract(found)
    _print_status(status, options)


def _print_extract(found: OsmNetwork) -> None:
    """Print to stderr what is wrong with extracts, what was left out of them, and how to know their stations."""
    for finding in found.findings:
        print(format_finding(finding), file=sys.stderr)
    left = ", ".join(f"{count:,} {reason}" for reason, count in found.left_out.items()) or "nothing"
    print(f"ways of track: {found.ways:,}; left out: {left}", file=sys.stderr)
    if found.stations:
        note = "`routes stations import FILE` makes them known by name"
        print(f"stations: {len(found.stations):,}; {note}", file=sys.stderr)


def _status_parser() -> Parser:
    return new_parser("network status", "Print what the rail network holds.", "routes network status --json")


def _tell_status(options: argparse.Namespace, routes: Routes) -> None:
    _print_status(routes.network_status(cache_folder()), options)


def _print_status(status: dict[str, Any], options: argparse.Namespace) -> None:
    from routes.report.railways import format_status

    if options.json:
        print_json(status)
    else:
        print(format_status(status))


_PARTS: dict[str, Part] = {
    "build": (_build_parser, _build),
    "status": (_status_parser, _tell_status),
}
