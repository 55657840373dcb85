"""The command map: an answer drawn as a page."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path
from typing import Any

from routes.cli.kept import is_kept, read_kept
from routes.cli.options import (
    Parser,
    add_evidence_options,
    add_question_options,
    add_tiles_option,
    draw_page,
    load_routes,
    new_parser,
    print_json,
    print_words,
    question_options,
    refuse_undrawn,
)
from routes.errors import DataError, RoutesError
from routes.scenarios.schema import override


def run(arguments: list[str], now: datetime) -> int:
    """Draw an answer and return the exit status."""
    parser = _parser()
    options = parser.parse_args(arguments[1:])
    document = _draw_kept(options, parser) if is_kept(options.answer) else _draw_scenario(options, now)
    if options.json:
        print_json(document)
    elif options.why:
        print_words(document, why=True)
    return 0


def _draw_scenario(options: argparse.Namespace, now: datetime) -> dict[str, Any]:
    routes = load_routes(options, now)
    query = override(routes.scenario(options.answer), question_options(options))
    refuse_undrawn(query.question)
    document = routes.answer(query)
    draw_page(document, options.output, tiles=options.tiles)
    return document


def _draw_kept(options: argparse.Namespace, parser: Parser) -> dict[str, Any]:
    """Draw an answer that somebody kept, and may have altered.

    Raises: DataError, when it lacks what a page shows.
    """
    document = read_kept(options, parser)
    try:
        draw_page(document, options.output, tiles=options.tiles)
    except RoutesError:
        raise
    except (LookupError, TypeError, ValueError, AttributeError) as fault:
        message = f"the answer lacks what a page shows: {type(fault).__name__}: {fault}"
        raise DataError(message, hint="ask the question anew and keep what --json prints") from None
    return document


def _parser() -> Parser:
    parser = new_parser(
        "map",
        "Draw an answer as a page for a browser: a scenario's, or one that was kept.",
        "routes map vladivostok-2023 -o maps/vladivostok-2023.html",
    )
    help_answer = "name or file of a scenario; an answer printed by --json or a page drawn by map; - for stdin"
    parser.add_argument("answer", metavar="SCENARIO|ITINERARY.json", help=help_answer)
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="the page to write (.html)")
    add_tiles_option(parser)
    add_evidence_options(parser)
    add_question_options(parser)
    return parser
