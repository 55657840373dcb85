"""The command reach: the places that can have been reached by an instant."""

from __future__ import annotations

from datetime import datetime

from routes.api import Routes
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
from routes.scenarios.schema import Scenario, override


def find_question(routes: Routes, text: str) -> Scenario | None:
    """Return the scenario that a text names; None where it names a place, or neither.

    Raises: DataError, when its file has faults.
    """
    from routes.gazetteer.names import find_places
    from routes.scenarios.reader import find_scenario

    if find_places(routes.world.gazetteer, text):
        return None
    try:
        find_scenario(routes.world.folders, text)
    except UsageError:
        return None
    return routes.scenario(text)


def run(arguments: list[str], now: datetime) -> int:
    """Print how far it can have come and return the exit status."""
    parser = new_parser(
        "reach",
        "Print the places that what left FROM can have reached by then, likeliest first.",
        'routes reach Pyongyang --left "2023-09-10 17:00" --at "2023-09-12 06:00" --as-of 2023-09-12',
    )
    help_start = "station or airport in any script, or its code; or a scenario of legs"
    parser.add_argument("start", metavar="FROM", help=help_start)
    help_left = 'such as "2023-09-10 17:00"; of a day or part of one, its first instant counts'
    parser.add_argument("--left", metavar="WHEN", help=help_left)
    help_at = 'such as "Tuesday 06:00", in the clock of FROM'
    parser.add_argument("--at", required=True, metavar="WHEN", help=help_at)
    add_evidence_options(parser)
    add_question_options(parser)
    add_map_option(parser)
    options = parser.parse_args(arguments[1:])
    routes = load_routes(options, now)
    given = question_options(options)
    query = find_question(routes, options.start)
    if query is not None:
        asked = override(query, given)._replace(question="reach", depart=options.left or query.depart, at=options.at)
        print_answer(routes.answer(asked), options)
        return 0
    if options.left is None:
        raise UsageError("it does not say when it left", hint='add --left "2023-09-10 17:00"')
    document = routes.reach(options.start, left=options.left, at=options.at, **given)
    print_answer(document, options)
    return 0
