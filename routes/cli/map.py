"""The command map: a scenario drawn as a page, or as a flat picture."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from routes.cli.options import (
    add_chart_option,
    add_evidence_options,
    add_question_options,
    add_tiles_option,
    add_ways_option,
    check_suffix,
    draw_chart,
    draw_embed,
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
        "Draw the answer of a scenario: a page for a browser, or a flat picture to edit or print.",
        "routes map vladivostok-2023 -o maps/vladivostok-2023.html",
    )
    parser.add_argument("scenario", metavar="SCENARIO", help="name or file of a scenario")
    help_output = "what to write: a page (.html), an editable picture (.svg), or one of pixels (.png)"
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help=help_output)
    add_chart_option(parser)
    help_embed = "also write the folder NAME-embed beside a page: a frame to paste, a picture, alt text, credit"
    parser.add_argument("--embed", action="store_true", help=help_embed)
    add_tiles_option(parser)
    add_evidence_options(parser)
    add_question_options(parser)
    add_ways_option(parser)
    options = parser.parse_args(arguments[1:])
    routes = load_routes(options, now)
    query = override(routes.scenario(options.scenario), question_options(options))
    if options.embed:
        check_suffix(options.output, (".html", ".htm"))
    document = routes.answer(query)
    draw_page(document, options.output, tiles=options.tiles)
    if options.chart:
        draw_chart(document, options.chart)
    if options.embed:
        draw_embed(document, options.output)
    if options.json:
        print_json(document)
    elif options.why:
        print_words(document, why=True)
    return 0
