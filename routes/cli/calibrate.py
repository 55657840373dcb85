"""The command calibrate: a train's profile fitted from its documented journeys, and written."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from routes.cli.options import kept_folder, load_routes, new_parser, own_folder, print_json
from routes.folders import write_text
from routes.report.calibration import build_calibration, format_calibration
from routes.scenarios.documented import calibrate_train
from routes.scenarios.profile_file import merge_profile

SUMMARY = """\
Fit a train's profile from its documented journeys, and write it.

Prints the priors, what each stretch of a journey says, and the fit. What stands in the file
above the marker line stays as it is; the fitted part below it is written anew. A look back
with --as-of writes nothing, so that it alters no later answer, unless -o names a file."""


def run(arguments: list[str], now: datetime) -> int:
    """Print a calibration, write the profile, say on stderr where, and return the exit status."""
    parser = new_parser("calibrate", SUMMARY, "routes calibrate special --as-of 2023-09-11")
    parser.add_argument("train", metavar="TRAIN", help="train profile, such as special")
    parser.add_argument("--as-of", default="", metavar="WHEN", help="use only what was known at this instant (UTC)")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write here, not into your data folder")
    options = parser.parse_args(arguments[1:])
    routes = load_routes(options, now)
    result, as_of = calibrate_train(routes.world, options.train, as_of=options.as_of, now=now)
    folder = own_folder(options.data) or kept_folder()
    path = options.output or folder / "trains" / f"{options.train}.toml"
    document = build_calibration(routes.world, result, as_of)
    is_fitted = bool(result.entries or result.clocked or options.output)
    is_kept = is_fitted and bool(options.output or not options.as_of)
    if is_kept:
        write_text(path, merge_profile(path, result))
    if options.json:
        print_json(document | {"path": str(path) if is_kept else None})
    else:
        print(format_calibration(document))
    nothing = f"not written, being a look back: -o {path} writes it" if is_fitted else "nothing to write"
    print(f"profile: {path.resolve() if is_kept else nothing}", file=sys.stderr)
    return 0
