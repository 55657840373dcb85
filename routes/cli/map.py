"""The command map: a scenario drawn as a page."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from routes.cli.options import (
    add_evidence_options,
    add_question_options,
    add_tiles_option,
    add_ways_option,
    draw_page,
    load_routes,
    new_parser,
    print_json,
    print_words,
    question_options,
)
from routes.scenarios.schema import override


def run(arguments: list[str], now: datetime) -> int:
    """Draw a scenario and return the exit status."""
    parser = new_parser(
        "map",
        "Draw the answer of a scenario as a page for a browser.",
        "routes map vladivostok-2023 -o maps/vladivostok-2023.html",
    )
    parser.add_argument("scenario", metavar="SCENARIO", help="name or file of a scenario")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="the page to write (.html)")
    add_tiles_option(parser)
    add_evidence_options(parser)
    add_question_options(parser)
    add_ways_option(parser)
    options = parser.parse_args(arguments[1:])
    routes = load_routes(options, now)
    query = override(routes.scenario(options.scenario), question_options(options))
    document = routes.answer(query)
    draw_page(document, options.output, tiles=options.tiles)
    if options.json:
        print_json(document)
    elif options.why:
        print_words(document, why=True)
    return 0
