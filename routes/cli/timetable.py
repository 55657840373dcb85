"""The command timetable: import GTFS feeds, and ask them for departures, arrivals and profiles."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from routes.cli.actions import run_action
from routes.cli.drawing import draw_answer
from routes.cli.options import Parser, add_map_option, cache_folder, new_parser, print_json, read_quoted
from routes.cli.progress import Bar

if TYPE_CHECKING:
    from routes.api import Routes
    from routes.cli.actions import Part

ACTIONS = {
    "import": "read GTFS feeds and keep them as one timetable",
    "list": "print the timetables that were imported",
    "latest-departure": "when must one leave to arrive in time, by timetable",
    "earliest-arrival": "when does one arrive, by timetable",
    "profile": "every best pair of departure and arrival of a window",
}


def run(arguments: list[str], now: datetime) -> int:
    """Run one of the actions and return the exit status."""
    return run_action(arguments, now, actions=ACTIONS, parts=_PARTS)


def _import_parser() -> Parser:
    parser = new_parser(
        "timetable import",
        "Read GTFS Schedule feeds, zipped or as a folder, and keep them together as one timetable in the cache\n"
        "directory. Bad rows are left out and told with file, row and field, in the terms of the GTFS reference.",
        "routes timetable import feed.zip --name mine",
    )
    parser.add_argument("feeds", nargs="+", type=Path, metavar="FEED", help="a GTFS feed: a zip, or a folder")
    parser.add_argument("--name", required=True, help="what to call it: small letters, digits, - and _")
    parser.add_argument("--source", default="", metavar="TEXT", help="whom to credit, with the licence")
    return parser


def _import(options: argparse.Namespace, routes: Routes) -> None:
    with Bar() as bar:
        document = routes.timetable_import(
            options.feeds, cache_folder(), name=options.name, source=options.source, tell=bar.tell
        )
    if options.json:
        print_json(document)
        return
    from routes.findings import Finding, format_finding
    from routes.report.scheduled_words import format_imported

    for finding in document["findings"]:
        print(format_finding(Finding(**finding)), file=sys.stderr)
    more = sum(fault["rows"] for fault in document["faults"]) - len(document["findings"])
    if more:
        print(f"and {more:,} more of the same kinds; --json has their numbers", file=sys.stderr)
    print(format_imported(document))


def _list_parser() -> Parser:
    return new_parser("timetable list", "Print the timetables that were imported.", "routes timetable list")


def _list(options: argparse.Namespace, routes: Routes) -> None:
    from routes.timetable.table import list_timetables  # with numpy, which no other command needs

    del routes
    names = list_timetables(cache_folder())
    if options.json:
        print_json(names)
    else:
        print("\n".join(names) or "none; `routes timetable import FEED.zip --name NAME` reads one")


def _new_question(action: str, summary: str, example: str) -> Parser:
    parser = new_parser(f"timetable {action}", summary, f"routes timetable {action} {example}")
    parser.add_argument("start", metavar="FROM", help="stop by name or stop_id, or a place or position near stops")
    parser.add_argument("end", metavar="TO", help="stop by name or stop_id, or a place or position near stops")
    help_timetable = "name of the timetable (the only one there is)"
    parser.add_argument("--timetable", default="", metavar="NAME", help=help_timetable)
    parser.add_argument("--as-of", default="", metavar="WHEN", help="the instant from which words like today count")
    help_change = 'what a change takes where the feed gives no time, such as "5 min" (2 min)'
    parser.add_argument("--change", default="", metavar="TIME", help=help_change)
    help_via = "pass this stop, aboard or changing; repeat in order"
    parser.add_argument("--via", action="append", default=[], metavar="STOP", help=help_via)
    help_avoid = "take nothing that calls at this stop on the way; repeat"
    parser.add_argument("--avoid", action="append", default=[], metavar="STOP", help=help_avoid)
    help_route = "take no trip of this route, by name or route_id, or by its first word (ICE); repeat"
    parser.add_argument("--avoid-route", action="append", default=[], metavar="ROUTE", help=help_route)
    help_walk = (
        "walk up to so many metres to a stop near FROM, and from one near TO (0; 1000 beside a place of its own)"
    )
    parser.add_argument("--walk", type=int, default=0, metavar="METRES", help=help_walk)
    add_map_option(parser)
    return parser


def _latest_parser() -> Parser:
    summary = "Print the last departures that reach TO in time: the latest, and earlier ones with fewer changes."
    return _new_bounded("latest-departure", "arrive", summary, "by Tuesday noon")


def _earliest_parser() -> Parser:
    summary = "Print the first arrivals for leaving FROM then: the earliest, and later ones with fewer changes."
    return _new_bounded("earliest-arrival", "depart", summary, "Tuesday 18:00")


def _new_bounded(action: str, bound: str, summary: str, phrase: str) -> Parser:
    """Return the parser of a question about one bound in time."""
    parser = _new_question(action, summary, f'"Berlin Hbf" "München Hbf" --{bound} "2019-05-14 18:00"')
    side = "TO" if bound == "arrive" else "FROM"
    help_bound = f'such as "{phrase}", in the clock of {side}'
    parser.add_argument(f"--{bound}", required=True, metavar="WHEN", help=help_bound)
    return parser


def _profile_parser() -> Parser:
    parser = _new_question(
        "profile",
        "Print every pair of departure and arrival that no other betters, with the fewest changes of each.",
        '"Berlin Hbf" "München Hbf" --from "2019-05-14 06:00" --until "2019-05-14 12:00"',
    )
    help_from = 'first departure, such as "Tuesday 06:00", in the clock of FROM'
    parser.add_argument("--from", required=True, metavar="WHEN", dest="depart", help=help_from)
    parser.add_argument("--until", required=True, metavar="WHEN", help="last departure, in the clock of FROM")
    return parser


def _ask(kind: str) -> Callable[[argparse.Namespace, Routes], None]:
    def answer(options: argparse.Namespace, routes: Routes) -> None:
        from routes.report.scheduled_words import format_scheduled
        from routes.scenarios.timetables import Asked

        times = {name: getattr(options, name, "") for name in ("arrive", "depart", "until")}
        document = routes.timetable(
            Asked(
                kind,
                options.timetable,
                options.start,
                options.end,
                arrive=times["arrive"],
                depart=times["depart"],
                until=times["until"],
                as_of=options.as_of,
                change=options.change,
                walk_m=options.walk,
                via=options.via,
                avoid=options.avoid,
                avoid_routes=options.avoid_route,
                lang=read_quoted(options),
            ),
            cache_folder(),
        )
        draw_answer(document, options, page=options.map)
        if options.json:
            print_json(document)
        else:
            print(format_scheduled(document))

    return answer


_PARTS: dict[str, Part] = {
    "import": (_import_parser, _import),
    "list": (_list_parser, _list),
    "latest-departure": (_latest_parser, _ask("latest-departure")),
    "earliest-arrival": (_earliest_parser, _ask("earliest-arrival")),
    "profile": (_profile_parser, _ask("profile")),
}
