"""The command new: a commented scenario to fill in."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from routes.cli.options import kept_folder, new_parser, own_folder, print_json
from routes.errors import UsageError
from routes.folders import stack_folders, write_text
from routes.scenarios.reader import list_names

TEMPLATE = """\
# A question worth keeping. Fill it in, then: routes map {asked} -o {name}.html
schema = "routes-scenario/1"
title = "{title}"

# latest-departure (needs arrive), arrival (needs depart), distance, feasible (arrive, and depart or not),
# compare (arrive; from or origins, to or destinations) or reach (depart and at; no to)
question = "latest-departure"
# Only what was known at this instant is used; without it, what is known today.
as_of = "{as_of}"

from = "Pyongyang"
to = "Vladivostok"
# via = ["Ussuriysk"]             # stations to pass, in order
# avoid = ["CN"]                  # countries not to enter (ISO codes)
train = "special"                 # a file of trains/
# mode = "rail"                   # or air or sea; rail,air changes at the one station of via
turns = "regular"                 # or possible: reversals that could be made but usually are not
arrive = "by Tuesday noon"        # in the destination's clock
# depart = "2019-04-24 11:40"     # in the origin's clock; feasible and reach also take a day
# at = "2019-04-24 18:00"         # for a reach, in the origin's clock
# origins = ["Pyongyang"]         # for a comparison, with destinations and the modes by which to go
# destinations = ["Vladivostok", "Moscow"]
# by = ["rail", "air", "sea"]
# seen = ["arr Khasan 2019-04-24 10:40 +-10m"]    # arr, dep or pass; the clock of the place unless it names one
# not_seen = ["Khasan by 2019-04-24 09:00"]       # with the chance of being noticed: "… 80%"
# windows = ["Khasan 06:00-22:00"]                # hours, daylight, "not before …"; "arr Khasan …" to be let in
# set = ["speed.KP=30"]           # assumptions of your own; `--why` lists the keys
# confidence = 0.9                # the chance of the safe reading; the too late one has the rest
# lang = "ko"                     # of the sentence to quote: en, ko or ru

# The evidence log: one table for each source of what stands above; `--why` prints it.
# [[source]]
# title = "Who said it, and when"
# url = "https://example.org/"
# archive = "https://web.archive.org/web/{archived}/https://example.org/"   # a copy that stays
# accessed = {day}                   # when you read it
# known_from = {day}T00:00:00Z       # an earlier --as-of does not show it
# says = "What it says, in a sentence."
"""


def run(arguments: list[str], now: datetime) -> int:
    """Write the template of a scenario, never over an existing file, and return the exit status."""
    parser = new_parser("new", "Begin a scenario of your own: a commented file to fill in.", "routes new hanoi-2026")
    parser.add_argument("name", metavar="NAME", help="letters, digits and hyphens")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write here, not into your data folder")
    options = parser.parse_args(arguments[1:])
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", options.name):
        raise UsageError(f'"{options.name}" cannot name a scenario', hint="use a-z, 0-9 and hyphens: hanoi-2026")
    folder = own_folder(options.data) or kept_folder()
    path = options.output or folder / "scenarios" / f"{options.name}.toml"
    if path.exists():
        raise UsageError(f'"{path}" is there already', hint="edit it, or choose another name")
    if options.output is None and options.name in (taken := list_names(stack_folders(None), "scenarios")):
        hint = f"choose another name; these come with the tool: {', '.join(taken)}"
        raise UsageError(f'"{options.name}" is the name of a scenario that comes with the tool', hint=hint)
    title = options.name.replace("-", " ").capitalize()
    asked = options.name if options.output is None else f'"{path}"'
    as_of = f"{now:%Y-%m-%d %H:%M} UTC"
    text = TEMPLATE.format(
        asked=asked, name=options.name, title=title, as_of=as_of, day=now.date(), archived=f"{now:%Y%m%d}"
    )
    write_text(path, text)
    if options.json:
        print_json({"path": str(path), "name": options.name})
    else:
        print(path)
    return 0
