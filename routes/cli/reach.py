"""The command reach: the places that can have been reached by an instant."""

from __future__ import annotations

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


def run(arguments: list[str], now: datetime) -> int:
    """Print how far it can have come and return the exit status."""
    parser = new_parser(
        "reach",
        "Print the places that what left FROM can have reached by then, likeliest first.",
        'routes reach Pyongyang --left "2023-09-10 17:00" --at "2023-09-12 06:00" --as-of 2023-09-12',
    )
    parser.add_argument("start", metavar="FROM", help="station or airport in any script, or its code")
    help_left = 'such as "2023-09-10 17:00"; of a day or part of one, its first instant counts'
    parser.add_argument("--left", required=True, metavar="WHEN", help=help_left)
    help_at = 'such as "Tuesday 06:00", in the clock of FROM'
    parser.add_argument("--at", required=True, metavar="WHEN", help=help_at)
    add_evidence_options(parser)
    add_question_options(parser)
    add_map_option(parser)
    options = parser.parse_args(arguments[1:])
    routes = load_routes(options, now)
    document = routes.reach(options.start, left=options.left, at=options.at, **question_options(options))
    print_answer(document, options)
    return 0
