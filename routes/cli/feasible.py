"""The command feasible: whether what left one place can be at another in time, by every mode."""

from __future__ import annotations

import argparse
from datetime import datetime

from routes.cli.options import (
    add_evidence_options,
    add_map_option,
    add_question_options,
    load_routes,
    new_parser,
    print_answer,
    question_options,
)
from routes.errors import UsageError


def run(arguments: list[str], now: datetime) -> int:
    """Weigh a claim and return the exit status; any verdict is an answer."""
    parser = new_parser(
        "feasible",
        "Print whether what left FROM can be at TO in time: by train and plane, by chance and what is documented.",
        'routes feasible Pyongyang Moscow --left 2023-09-11 --arrive "by Friday" --as-of 2023-09-12',
    )
    help_start = "station or airport in any script, or its code; without TO the name or file of a scenario"
    parser.add_argument("start", metavar="FROM", help=help_start)
    parser.add_argument("end", metavar="TO", nargs="?", help="station or airport in any script, or its code")
    help_left = 'such as "2023-09-10 17:00"; of a day or part of one, its first instant counts'
    parser.add_argument("--left", metavar="WHEN", help=f"{help_left}; or --seen")
    parser.add_argument("--arrive", metavar="WHEN", help='such as "by Friday"')
    add_evidence_options(parser)
    add_question_options(parser)
    add_map_option(parser)
    options = parser.parse_args(arguments[1:])
    if options.end is None:
        return _weigh_scenario(options, now)
    if options.arrive is None:
        raise UsageError("it does not say when it is to be there", hint='add --arrive "by Friday"')
    if options.left is None and not options.seen:
        raise UsageError(
            "it does not say when it left, nor where it was seen",
            hint='add --left "2023-09-10 17:00", or --seen "arr Khasan 2023-09-12 06:00"',
        )
    routes = load_routes(options, now)
    given = question_options(options)
    document = routes.feasible(options.start, options.end, left=options.left or "", arrive=options.arrive, **given)
    print_answer(document, options)
    return 0


def _weigh_scenario(options: argparse.Namespace, now: datetime) -> int:
    """Weigh the claim of a scenario, with what the options say in place of its own."""
    from routes.scenarios.schema import override

    routes = load_routes(options, now)
    query = override(routes.scenario(options.start), question_options(options))
    query = query._replace(depart=options.left or query.depart, arrive=options.arrive or query.arrive)
    print_answer(routes.answer(query._replace(question="feasible")), options)
    return 0
