"""The command backtest: forecasts against documented journeys, and their score."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from routes.cli.options import load_routes, new_parser, print_json
from routes.report.backtest_words import format_backtest

SUMMARY = """\
Score forecasts against documented journeys.

Each journey is forecast from its first row graded A or B, and again from every such row on its way,
from what was known at that instant, with a fit that leaves the journey itself out. Without FILE it
is every journey of the data folders."""


def run(arguments: list[str], now: datetime) -> int:
    """Print the forecasts and their score, and return the exit status."""
    parser = new_parser("backtest", SUMMARY, "routes backtest my-journey.csv")
    help_file = "CSV with the columns of data/journeys; length_m gives the way where there is no track"
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help=help_file)
    parser.add_argument(
        "--train", default="", metavar="NAME", help="train profile for all of them (else as the file says)"
    )
    options = parser.parse_args(arguments[1:])
    document = load_routes(options, now).backtest(options.files, train=options.train)
    if options.json:
        print_json(document)
    else:
        print(format_backtest(document))
    return 0
