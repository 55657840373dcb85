"""The command ask: a question in words, against a scenario."""

from __future__ import annotations

from datetime import datetime

from routes.api import DEFAULT_SCENARIO
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
    """Answer a question in words and return the exit status."""
    parser = new_parser(
        "ask",
        "Answer a question in words; what it leaves open is taken from the scenario.",
        'routes ask "when must it leave Pyongyang to be in Vladivostok on Tuesday?"',
    )
    parser.add_argument("words", nargs="+", metavar="WORDS", help="the question")
    parser.add_argument(
        "--scenario", default=DEFAULT_SCENARIO, metavar="NAME", help=f"name or file of a scenario ({DEFAULT_SCENARIO})"
    )
    add_evidence_options(parser)
    add_question_options(parser)
    add_map_option(parser)
    options = parser.parse_args(arguments[1:])
    routes = load_routes(options, now)
    document = routes.ask(" ".join(options.words), scenario=options.scenario, **question_options(options))
    print_answer(document, options)
    return 0
