"""The command compare: places and modes, row by row."""

from __future__ import annotations

import argparse
from datetime import datetime

from routes.api import Routes
from routes.cli.options import (
    Parser,
    add_evidence_options,
    add_map_option,
    add_question_options,
    load_routes,
    new_parser,
    print_answer,
    question_options,
)
from routes.errors import RoutesError, UsageError
from routes.report.document import Document
from routes.scenarios.schema import Scenario, override


def run(arguments: list[str], now: datetime) -> int:
    """Compare places and modes, of a scenario or as given, and return the exit status."""
    options = _parser().parse_args(arguments[1:])
    routes = load_routes(options, now)
    document = _answer(routes, options)
    print_answer(document, options)
    return 0


def _parser() -> Parser:
    parser = new_parser(
        "compare",
        "Print the three readings of a deadline for each origin, destination and mode, and what is still open.",
        'routes compare Pyongyang --to Vladivostok,Moscow --by train,plane --arrive "by Tue 24:00" --as-of 2023-09-11',
    )
    help_start = "one or more origins, or the name of a scenario"
    parser.add_argument("start", metavar="FROM", nargs="?", default="", help=help_start)
    several = 'several as "A,B" or "A;B", or repeated'
    parser.add_argument(
        "--from", action="append", default=[], metavar="FROM", dest="origins", help=f"origins, {several}"
    )
    parser.add_argument("--to", action="append", default=[], metavar="TO", dest="ends", help=f"destinations, {several}")
    parser.add_argument(
        "--by",
        action="append",
        default=[],
        metavar="MODES",
        help="such as train,plane,ship; train+plane changes at --via",
    )
    help_arrive = 'such as "by Tue 24:00", in the clock of each destination'
    parser.add_argument("--arrive", default="", metavar="WHEN", help=help_arrive)
    add_evidence_options(parser)
    add_question_options(parser)
    add_map_option(parser)
    return parser


def _answer(routes: Routes, options: argparse.Namespace) -> Document:
    """Return the comparison of the places given, or of a scenario where FROM is the name of one."""
    given = question_options(options)
    base = _find_scenario(routes, options)
    if base is None:
        _require(options)
        origins = [*([options.start] if options.start else []), *options.origins]
        ends = (_split(routes, origins), _split(routes, options.ends))
        return routes.compare(*ends, arrive=options.arrive, by=options.by, **given)
    query = override(base._replace(arrive=options.arrive or base.arrive), given)
    ends = (_split(routes, options.origins), _split(routes, options.ends))
    return routes.answer(routes.spread(query, start=ends[0], end=ends[1], by=options.by))


def _split(routes: Routes, texts: list[str]) -> list[str]:
    from routes.scenarios.place_lists import split_places

    return [name for text in texts for name in split_places(routes.world.gazetteer, text)]


def _find_scenario(routes: Routes, options: argparse.Namespace) -> Scenario | None:
    """Return the scenario that FROM names, or None where places are given.

    Raises: UsageError, when it names neither, and no destinations are given; DataError, when its file has faults.
    """
    from routes.gazetteer.names import find_places
    from routes.scenarios.reader import find_scenario

    if not options.start or (options.ends and find_places(routes.world.gazetteer, options.start)):
        return None
    try:
        find_scenario(routes.world.folders, options.start)
    except RoutesError:
        if options.ends or find_places(routes.world.gazetteer, options.start):
            return None
        raise
    return routes.scenario(options.start)


def _require(options: argparse.Namespace) -> None:
    missing = [
        name
        for name, value in {
            "FROM": options.start or options.origins,
            "--to": options.ends,
            "--arrive": options.arrive,
        }.items()
        if not value
    ]
    if missing:
        hint = 'routes compare Pyongyang --to Vladivostok,Moscow --arrive "by Tuesday", or the name of a scenario'
        raise UsageError(f"a comparison needs {' and '.join(missing)}", hint=hint)
