"""The command map: an answer drawn as a page, or as a flat picture."""

from __future__ import annotations

import argparse
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from routes.cli.drawing import PICTURES, Drawing, draw_answer, list_faults, read_look, write_drawings
from routes.cli.kept import is_kept, lay_kept, read_kept, refuse_question
from routes.cli.options import (
    Parser,
    add_chart_option,
    add_evidence_options,
    add_look_options,
    add_question_options,
    add_ways_option,
    load_routes,
    new_parser,
    print_json,
    print_words,
    question_options,
)
from routes.errors import DataError, RoutesError, UsageError
from routes.scenarios.schema import override


def run(arguments: list[str], now: datetime) -> int:
    """Draw an answer and return the exit status."""
    parser = _parser()
    options = parser.parse_args(arguments[1:])
    if options.many or options.places or options.answer is None:
        return _draw_many(options, parser, now)
    document = _draw_kept(options, parser, now) if is_kept(options.answer) else _draw_scenario(options, now)
    if options.json:
        print_json(document)
    elif options.why:
        print_words(document, why=True)
    return 0


def _draw_scenario(options: argparse.Namespace, now: datetime) -> dict[str, Any]:
    routes = load_routes(options, now)
    query = override(routes.scenario(options.answer), question_options(options))
    document = routes.answer(query)
    draw_answer(document, options, page=options.output)
    return document


def _draw_kept(options: argparse.Namespace, parser: Parser, now: datetime) -> dict[str, Any]:
    """Draw an answer that somebody kept, and may have altered.

    Raises: DataError, when it lacks what a page shows.
    """
    document = read_kept(options, parser, shown=("lang",))
    try:
        document = lay_kept(document, options, now)
        draw_answer(document, options, page=options.output)
    except RoutesError:
        raise
    except (LookupError, TypeError, ValueError, AttributeError) as fault:
        message = f"the answer lacks what a page shows: {type(fault).__name__}: {fault}"
        raise DataError(message, hint="ask the question anew and keep what --json prints") from None
    return document


def _draw_many(options: argparse.Namespace, parser: Parser, now: datetime) -> int:
    """Draw the flows of a file and return the exit status.

    Raises: UsageError, when a question is asked besides; DataError, with every fault of the file.
    """
    if not options.many or options.answer is not None:
        hint = "routes map SCENARIO -o FILE.html, or routes map --many FILE.csv [--places FILE.csv] -o FILE.html"
        raise UsageError("a map shows one answer, or with --many the flows of a file", hint=hint)
    refuse_question(options, parser, "a file of flows is drawn as it is", hint="draw it without that", shown=("lang",))
    from routes.maps.flat.files import build_flow_file
    from routes.maps.flows import build_flow_page
    from routes.scenarios.flows import read_flows

    flows = read_flows(load_routes(options, now).world, options.many, places=options.places)
    if options.output.suffix.lower() in PICTURES:
        data, left_out = build_flow_file(flows, options.output, look=read_look(options))
    else:
        data, left_out = build_flow_page(flows, tiles=options.tiles, look=read_look(options)).encode("utf-8"), ""
    write_drawings([Drawing("map", options.output, {options.output: data}, left_out)])
    if options.json:
        from routes.report.flows import build_flows

        print_json(build_flows(flows))
    return 0


def _parser() -> Parser:
    parser = new_parser(
        "map",
        "Draw an answer, a scenario's or one that was kept: a page for a browser, or a flat picture to edit or print.",
        "routes map vladivostok-2023 -o maps/vladivostok-2023.html",
    )
    help_answer = "name or file of a scenario; an answer printed by --json or a page drawn by map; - for stdin"
    parser.add_argument("answer", nargs="?", metavar="SCENARIO|ITINERARY.json", help=help_answer)
    help_output = "what to write: a page (.html), an editable picture (.svg), or one of pixels (.png)"
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help=help_output)
    add_chart_option(parser)
    help_embed = "also write the folder NAME-embed beside a page: a frame to paste, a picture, alt text, credit"
    parser.add_argument("--embed", action="store_true", help=help_embed)
    help_many = (
        "draw flows in place of an answer: a CSV of from, to and count (1), where what questions have besides is "
        "checked and not asked, or what routes matrix prints"
    )
    parser.add_argument("--many", type=Path, metavar="FILE.csv", help=help_many)
    help_places = "where the places of --many are: a CSV of place, lat and lon, as routes matrix takes it"
    parser.add_argument("--places", type=Path, metavar="FILE.csv", help=help_places)
    add_look_options(parser)
    add_evidence_options(parser)
    add_question_options(parser)
    add_ways_option(parser)
    parser.checks.append(partial(list_faults, page="output"))
    return parser
