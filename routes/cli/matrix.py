"""The command matrix: lengths and times of all pairs of two lists of places."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from routes.cli.options import Parser, load_routes, new_parser, print_json
from routes.findings import format_finding
from routes.report.matrix import build_matrix

if TYPE_CHECKING:
    from routes.rail.matrix import Rows
    from routes.scenarios.matrix import Lists
    from routes.scenarios.schema import Options

SUMMARY = """\
Print the length and the time of the shortest path from each place of one list to each of another, as CSV.

A list is a CSV file with a column `place` (names, codes or positions as other commands take them), or
with `lat` and `lon`, where `place` is what to call them. length_m is track in metres. run_s is seconds
under way at the train's likely paces, without stops, borders and changes of gauge. Both are empty
where no track joins two places. The shortest path is not always the way that `routes distance` gives,
which is the quickest for the train, borders and changes of gauge counted, and crosses no needless
border. Needs the world's track: `routes network build`."""


def run(arguments: list[str], now: datetime) -> int:
    """Print the matrix and return the exit status."""
    options = _parser().parse_args(arguments[1:])
    routes = load_routes(options, now)
    given: Options = {"as_of": options.as_of, "train": options.train, "settings": options.settings}
    lists, rows = routes.scan_matrix(options.starts, options.ends, skip=options.skip, options=given)
    for finding in lists.findings:
        print(format_finding(finding), file=sys.stderr)
    if options.json:
        print_json(build_matrix(lists, rows))
        return 0
    sys.stdout.write("from,to,length_m,run_s\n")
    for some in rows:
        sys.stdout.writelines(format_rows(lists, some))
    return 0


def _parser() -> Parser:
    parser = new_parser("matrix", SUMMARY, "routes matrix origins.csv destinations.csv > lengths.csv")
    parser.add_argument("starts", type=Path, metavar="FROM.csv", help="where the paths begin")
    parser.add_argument("ends", type=Path, metavar="TO.csv", help="where they end")
    parser.add_argument("--train", default="", metavar="NAME", help="profile whose paces give the times (special)")
    parser.add_argument("--as-of", default="", metavar="WHEN", help="take the paces known at this instant")
    help_set = "replace a pace, such as speed.KP=30"
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", dest="settings", help=help_set)
    parser.add_argument("--skip", action="store_true", help="leave out rows with faults, which are told all the same")
    return parser


def format_rows(lists: Lists, some: Rows) -> Iterator[str]:
    """Yield the lines of some rows of the matrix, those of one start at a time."""
    ends = [quote_field(spot.label) for spot in lists.ends]
    for place, (metres, seconds) in enumerate(zip(some.length_m.tolist(), some.run_s.tolist(), strict=True)):
        start = quote_field(lists.starts[some.first + place].label)
        cells = zip(ends, metres, seconds, strict=True)
        yield "".join(f"{start},{end},{m},{s}\n" if m >= 0 else f"{start},{end},,\n" for end, m, s in cells)


def quote_field(text: str) -> str:
    """Return a field of a CSV line, in quotes where it needs them.

    A spreadsheet takes a text that begins with one of =+-@ for a formula, so such a name has an apostrophe before it;
    a number keeps its sign.
    """
    if text[:1] in "=+-@\t\r" and not is_number(text.partition(",")[0]):
        text = f"'{text}"
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"\r\n') else text


def is_number(text: str) -> bool:
    """Return whether a text is a number."""
    try:
        float(text)
    except ValueError:
        return False
    return True
