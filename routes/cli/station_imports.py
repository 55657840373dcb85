"""The actions import and sources of the command stations."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from routes.cli.options import Parser, kept_folder, new_parser, own_folder, print_json
from routes.findings import format_finding
from routes.gazetteer.imported import FILE_NAME, delete_source, list_sources
from routes.scenarios.import_stations import Imported, import_stations

SHOWN = 20
"""Faults that are told in full; the others are counted, unless all are asked for."""


def run_action(action: str, arguments: list[str]) -> None:
    """Run `import` or `sources`."""
    if action == "import":
        _import(_import_parser().parse_args(arguments))
    else:
        _sources(_sources_parser().parse_args(arguments))


def _import_parser() -> Parser:
    parser = new_parser(
        "stations import",
        "Take in stations: a GTFS feed (.zip) or its stops.txt, an OpenStreetMap extract (.osm.pbf), Trainline's\n"
        "stations.csv, or a CSV with the columns of stations.csv, of which name, lat and lon must be there. What was\n"
        "taken in under the same name before is replaced; a row with a fault is left out and told of.",
        "routes stations import feed.zip --as db",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="the file to read")
    parser.add_argument("--as", default="", dest="name", metavar="NAME", help="what codes begin with (the file's name)")
    parser.add_argument("--source", default="", metavar="TEXT", help="whom to credit, with the licence")
    parser.add_argument("--all", action="store_true", help=f"print every fault, not the first {SHOWN} only")
    return parser


def _import(options: argparse.Namespace) -> None:
    folder = own_folder(options.data) or kept_folder()
    done = import_stations(options.file, folder, name=options.name, credit=options.source)
    shown = done.findings if options.all or options.json else done.findings[:SHOWN]
    if options.json:
        faults = [{**finding._asdict(), "severity": finding.severity} for finding in shown]
        source = {**done.source._asdict(), "replaced": done.replaced, "parts": done.parts}
        print_json({**source, "file": str(done.file), "findings": faults})
        return
    for finding in shown:
        print(format_finding(finding), file=sys.stderr)
    if len(shown) < len(done.findings):
        print(f"and {len(done.findings) - len(shown)} more faults; --all prints them", file=sys.stderr)
    print(_describe(done))


def _describe(done: Imported) -> str:
    source = done.source
    lines = [f"{source.stations:,} stations of {source.title} as {source.name}, in {done.file}"]
    if source.left_out:
        lines.append(f"{source.left_out:,} rows with a fault are left out")
    if done.parts:
        lines.append(f"{done.parts:,} rows are platforms and entrances of stations, or other points")
    if done.replaced:
        lines.append(f"it takes the place of what was read from {done.replaced}")
    return "\n".join(lines)


def _sources_parser() -> Parser:
    parser = new_parser("stations sources", "Print what was imported.", "routes stations sources --remove db")
    parser.add_argument("--remove", default="", metavar="NAME", help="take this source out again")
    return parser


def _sources(options: argparse.Namespace) -> None:
    file = (own_folder(options.data) or kept_folder()) / FILE_NAME
    if options.remove:
        delete_source(file, options.remove)
    sources = list_sources(file)
    if options.json:
        print_json([source._asdict() for source in sources])
        return
    for source in sources:
        print(f"{source.name:<20}{source.stations:>8,} stations  {source.title}, {source.path}  [{source.credit}]")
    if not sources:
        print("nothing has been imported", file=sys.stderr)
