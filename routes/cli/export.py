"""The command export: an answer in the format of another program."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from routes.cli.kept import is_kept, lay_kept, read_kept
from routes.cli.options import (
    Parser,
    add_evidence_options,
    add_question_options,
    add_quote_option,
    load_routes,
    new_parser,
    print_json,
    question_options,
)
from routes.errors import UsageError
from routes.report.exports.formats import DRAWN, FORMATS, build_export, find_format, refuse_unfit, wants_lines
from routes.scenarios.schema import override

SUMMARY = """\
Print an answer in the format of another program: a scenario's, or one that was kept.

CSV is as RFC 4180 has it, in UTF-8 without a byte order mark, which programs would read as part of the
first name. A spreadsheet takes it by its import of text (Excel: Data, From Text/CSV), not by a double click."""


def run(arguments: list[str], now: datetime) -> int:
    """Export an answer and return the exit status."""
    parser = new_parser(
        "export",
        SUMMARY,
        "routes export vladivostok-2023 -o vladivostok.gpx",
    )
    help_answer = "name or file of a scenario; an answer printed by --json or a page drawn by map; - for stdin"
    parser.add_argument("answer", metavar="SCENARIO|ITINERARY.json", help=help_answer)
    help_format = f"{', '.join(FORMATS)} (by the suffix of FILE)"
    parser.add_argument("--format", choices=tuple(FORMATS), metavar="FORMAT", dest="form", help=help_format)
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="the file to write (stdout)")
    add_evidence_options(parser)
    add_question_options(parser)
    add_quote_option(parser)
    options = parser.parse_args(arguments[1:])
    form = _pick_format(options)
    document = _read(options, parser, form, now) if is_kept(options.answer) else _ask(options, form, now)
    text = build_export(document, form)
    if options.output:
        from routes.folders import write_text

        write_text(options.output, text)
        print(f"{form}: {options.output.resolve()}", file=sys.stderr)
    else:
        _print_bytes(text)
    if options.json:
        print_json(document)
    elif options.why:
        from routes.cli.options import print_words

        print_words(document, why=True)
    return 0


def _pick_format(options: argparse.Namespace) -> str:
    """Return the format as given, or as the suffix of the file says."""
    if (options.json or options.why) and not options.output:
        raise UsageError("the export and the answer would both be printed", hint="name a file for the export: -o FILE")
    named = find_format(options.output.name) if options.output else None
    if named and options.form and named != options.form:
        hint = f"leave --format out, or end the name in {FORMATS[options.form][2][0]}"
        raise UsageError(f'--format {options.form}, but "{options.output}" is the name of {named}', hint=hint)
    form: str | None = options.form or named
    if form is None:
        hint = f"name one with --format: {', '.join(FORMATS)}"
        name = f'"{options.output}" does not say which format' if options.output else "the format is not given"
        raise UsageError(name, hint=hint)
    return form


def _read(options: argparse.Namespace, parser: Parser, form: str, now: datetime) -> dict[str, Any]:
    """Return a kept answer, with the lines of its legs where the format shows them."""
    document = read_kept(options, parser)
    return lay_kept(document, options, now) if form in DRAWN else document


def _ask(options: argparse.Namespace, form: str, now: datetime) -> dict[str, Any]:
    """Return the answer of a scenario, with the lines of its legs where the format shows them."""
    routes = load_routes(options, now)
    query = override(routes.scenario(options.answer), question_options(options))
    refuse_unfit(query.question, form)
    return routes.answer(query._replace(geometry=wants_lines(query, form)))


def _print_bytes(text: str) -> None:
    """Print text as UTF-8 whatever the terminal's own encoding, with its own line breaks."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8"))
    sys.stdout.buffer.flush()
