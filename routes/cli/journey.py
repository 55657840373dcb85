"""The questions with named ends: latest-departure, arrival and distance."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import TYPE_CHECKING, Any

from routes.cli.options import (
    Parser,
    add_evidence_options,
    add_map_option,
    add_question_options,
    add_ways_option,
    load_routes,
    new_parser,
    print_answer,
    question_options,
)
from routes.errors import UsageError

if TYPE_CHECKING:
    from routes.api import Routes

_COMMANDS = {
    "latest-departure": (
        "Print when it must leave FROM to reach TO in time, in each place's own clock.",
        'routes latest-departure Pyongyang Vladivostok --arrive "by Tuesday noon" --as-of 2023-09-11',
    ),
    "arrival": (
        "Print when it reaches TO, leaving FROM at a given time.",
        'routes arrival Khasan Vladivostok --depart "2019-04-24 11:40"',
    ),
    "distance": (
        "Print the track length from FROM to TO, leg by leg, with the basis of each.",
        "routes distance Khasan Vladivostok --turns possible",
    ),
}


def run(arguments: list[str], now: datetime) -> int:
    """Answer one of the three questions and return the exit status."""
    command = arguments[0]
    options = _parser(command).parse_args(arguments[1:])
    routes = load_routes(options, now)
    given = question_options(options)
    if options.end is None:
        document = _answer_scenario(routes, command, options)
    elif command == "latest-departure":
        if options.arrive is None:
            raise UsageError("it does not say when it is to arrive", hint='add --arrive "by Tuesday noon"')
        document = routes.latest_departure(options.start, options.end, arrive=options.arrive, **given)
    elif command == "arrival":
        if options.depart is None and not options.seen:
            raise UsageError(
                "it does not say when it leaves, nor where it was seen",
                hint='add --depart "2019-04-24 11:40", or --seen "arr Khasan 2019-04-24 10:40"',
            )
        document = routes.arrival(options.start, options.end, depart=options.depart or "", **given)
    else:
        document = routes.distance(options.start, options.end, **given)
    print_answer(document, options)
    return 0


def _answer_scenario(routes: Routes, command: str, options: argparse.Namespace) -> dict[str, Any]:
    """Return the answer of a scenario asked this way, with what the options say in place of its own."""
    from routes.scenarios.schema import override

    query = override(routes.scenario(options.start), question_options(options))._replace(question=command)
    if command == "latest-departure":
        query = query._replace(arrive=options.arrive or query.arrive, depart="")
    if command == "arrival":
        query = query._replace(depart=options.depart or query.depart, arrive="")
    return routes.answer(query)


def _parser(command: str) -> Parser:
    parser = new_parser(command, *_COMMANDS[command])
    help_end = help_start = "station name in any script, or its code"
    is_timed = command != "distance"
    help_start += "; without TO the name or file of a scenario" if is_timed else ""
    parser.add_argument("start", metavar="FROM", help=help_start)
    parser.add_argument("end", metavar="TO", nargs="?" if is_timed else None, help=help_end)
    if command == "latest-departure":
        parser.add_argument("--arrive", metavar="WHEN", help='such as "by Tuesday noon"')
    if command == "arrival":
        parser.add_argument("--depart", metavar="WHEN", help='such as "2019-04-24 11:40"; or --seen')
    if command != "distance":
        add_evidence_options(parser)
    add_question_options(parser)
    add_ways_option(parser)
    add_map_option(parser)
    return parser
