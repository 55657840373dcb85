"""What the commands share: the parser and its messages, common options, the user's own folder, printing."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from routes.cli.drawing import draw_answer
from routes.errors import UsageError

if TYPE_CHECKING:
    from datetime import datetime

    from routes.api import Routes
    from routes.scenarios.schema import Options


QUOTED = ("en", "ko", "ru")
"""The languages of the sentence to quote."""
WORLDVIEWS = ("neutral", "control", "none")


class Parser(argparse.ArgumentParser):
    """An argument parser whose faults are raised, so that they are told like all others."""

    def error(self, message: str) -> NoReturn:
        """Raise the fault as a usage error that shows the command written properly."""
        raise UsageError(message, hint=f"{self.epilog}; `{self.prog} --help` lists what it takes")


class _HelpFormatter(argparse.RawDescriptionHelpFormatter):
    """Help of one width everywhere: asking the terminal for its own costs 2 ms on every command."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=100)

    def _format_action_invocation(self, action: argparse.Action) -> str:
        """Return `-o, --output FILE`, which Python before 3.13 writes with FILE twice."""
        if not action.option_strings or action.nargs == 0:
            return super()._format_action_invocation(action)
        metavar = self._get_default_metavar_for_optional(action)
        return f"{', '.join(action.option_strings)} {self._format_args(action, metavar)}"


def new_parser(command: str, summary: str, example: str) -> Parser:
    """Return the parser of a command, with the options that every command has."""
    parser = Parser(
        prog=f"routes {command}",
        description=summary,
        epilog=f"example: {example}",
        allow_abbrev=False,
        formatter_class=_HelpFormatter,
    )
    parser.add_argument("--data", type=Path, metavar="DIR", help="your own data folder, laid over the packaged one")
    parser.add_argument("--json", action="store_true", help="print the answer as one JSON object")
    return parser


def add_question_options(parser: Parser) -> None:
    """Add what every question takes: the instant of knowledge, the path and the train, and how it is shown."""
    parser.add_argument("--as-of", default="", metavar="WHEN", help="answer with the knowledge of this instant")
    parser.add_argument("--why", action="store_true", help="list what the answer rests on, drives and turns it")
    parser.add_argument("--via", action="append", default=[], metavar="STATION", help="pass here; repeat in order")
    parser.add_argument(
        "--avoid", action="append", default=[], metavar="CC", help="country not to enter (ISO code or name)"
    )
    parser.add_argument("--mode", default="", metavar="MODE", help="rail, air or sea (rail); rail,air changes at --via")
    parser.add_argument("--train", default="", metavar="NAME", help="profile, such as special, airliner or ship")
    parser.add_argument("--turns", choices=("regular", "possible"), default="", help="reversals to allow")
    help_set = "replace an assumption by one value or low/likely/high, such as speed.KP=30 or border.khasan=1h/2h/3h"
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", dest="settings", help=help_set)
    help_confidence = "chance of the safe reading, 0.5 to 0.99 (0.9); too late is its rest"
    help_geometry = "give the line of each leg on the ground in --json (--map draws it too)"
    parser.add_argument("--geometry", action="store_true", help=help_geometry)
    parser.add_argument("--confidence", type=_confidence, default=0.0, metavar="P", help=help_confidence)


def add_evidence_options(parser: Parser) -> None:
    """Add what was seen of the journey, and when it may go on."""
    seen = 'arr, dep or pass, a station and a time: "arr Khasan 10:40 +-10m"; repeat'
    parser.add_argument("--seen", action="append", default=[], metavar="SIGHTING", help=seen)
    not_seen = 'where it was not by when: "Khasan by 15:00", or "Khasan by 15:00 80%%"; repeat'
    parser.add_argument("--not-seen", action="append", default=[], metavar="ABSENCE", help=not_seen)
    window = 'when it may go on (arr: be let in): "Khasan 06:00-22:00", "Tumangang daylight"; repeat'
    parser.add_argument("--window", action="append", default=[], metavar="WINDOW", dest="windows", help=window)


def _confidence(text: str) -> float:
    """Return a confidence such as 0.9 or 90%; raises ArgumentTypeError outside 0.5 to 0.99."""
    try:
        value = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        value = 0.0
    if not 0.5 <= value <= 0.99:
        raise argparse.ArgumentTypeError(f'"{text}" is not a confidence from 0.5 to 0.99')
    return value


def question_options(options: argparse.Namespace) -> Options:
    """Return what `add_question_options` read, by the names that the questions of `routes.api` have for it."""
    return {
        "as_of": options.as_of,
        "via": options.via,
        "avoid": options.avoid,
        "train": options.train,
        "mode": options.mode,
        "turns": options.turns,
        "settings": options.settings,
        "confidence": options.confidence,
        "lang": read_quoted(options),
        "why": options.why,
        "geometry": options.geometry or bool(getattr(options, "map", None) or getattr(options, "output", None)),
        "alternatives": _read_ways(getattr(options, "alternatives", None)),
        "seen": getattr(options, "seen", ()),
        "not_seen": getattr(options, "not_seen", ()),
        "windows": getattr(options, "windows", ()),
    }


def read_quoted(options: argparse.Namespace) -> str:
    """Return the language of the sentence to quote, "" where there is none in the language of the map."""
    return options.lang if options.lang in QUOTED else ""


def add_quote_option(parser: Parser) -> None:
    """Add the language of the sentence to quote, where there is no map."""
    parser.add_argument("--lang", choices=QUOTED, default="", help="language of the sentence to quote (en)")


def add_ways_option(parser: Parser) -> None:
    """Add the other ways that an answer lists, each a layer of its page."""
    help_ways = "also list this many ways that share little track, 2 to 9"
    parser.add_argument("--alternatives", type=int, metavar="N", help=help_ways)


def _read_ways(count: int | None) -> int:
    """Return how many ways are asked for, 0 where none were named.

    Raises: UsageError, for 0; other numbers that no answer lists are refused where the ways are sought.
    """
    if count is None:
        return 0
    if count == 0:
        raise UsageError("--alternatives 0 asks for no way", hint="leave it out for the one way, or give 2 to 9")
    return count


def add_map_option(parser: Parser) -> None:
    """Add the drawing of a page beside the answer in words."""
    help_map = "also draw the answer: a page (.html), or a flat picture (.svg, .png)"
    parser.add_argument("--map", type=Path, metavar="FILE", help=help_map)
    add_chart_option(parser)
    add_look_options(parser)


def add_look_options(parser: Parser) -> None:
    """Add what the maker of a map chooses of its ground, its names and its language."""
    help_lang = f"language of a map, such as ru; of the sentence to quote too, where {' or '.join(QUOTED)}"
    parser.add_argument("--lang", default="", metavar="TAG", type=_parse_lang, help=help_lang)
    help_worldview = (
        "borders: disputed and control lines dotted (neutral), lines of control as borders (control), or none"
    )
    parser.add_argument("--worldview", choices=WORLDVIEWS, default=WORLDVIEWS[0], help=help_worldview)
    help_names = "draw names of seas, areas, borders or places: a CSV of name, lat, lon, kind and lang"
    parser.add_argument("--names", type=Path, metavar="FILE.csv", help=help_names)
    add_tiles_option(parser)


def _parse_lang(text: str) -> str:
    """Return a language tag; raises ArgumentTypeError for what cannot be one."""
    from routes.scenarios.labels import parse_lang

    try:
        return parse_lang(text) if text else ""
    except ValueError as fault:
        raise argparse.ArgumentTypeError(f"{fault}; write one such as ru or zh-Hans") from None


def add_chart_option(parser: Parser) -> None:
    """Add the chart of distance and time beside the answer."""
    help_chart = "also draw the journey over time and distance (.svg, .png)"
    parser.add_argument("--chart", type=Path, metavar="FILE", help=help_chart)


def add_tiles_option(parser: Parser) -> None:
    """Add what lets the reader of a page load a background; without it the page loads nothing at all."""
    help_tiles = (
        "let the page's reader load OpenStreetMap tiles, whose host then learns of it (the page alone loads none)"
    )
    parser.add_argument("--tiles", action="store_true", help=help_tiles)


def kept_folder() -> Path:
    """Return where the tool keeps a user's own data on this system, whether or not it is there yet."""
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", Path.home())) / "routes"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "routes"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "routes"


def cache_folder() -> Path:
    """Return where the tool keeps what can be made again on this system, whether or not it is there yet."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "routes" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "routes"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "routes"


def own_folder(given: Path | None) -> Path | None:
    """Return the user's own data folder: as given, by ROUTES_DATA, or the kept one when it exists."""
    if given is not None:
        return given
    if named := os.environ.get("ROUTES_DATA"):
        return Path(named)
    kept = kept_folder()
    return kept if kept.is_dir() else None


def load_routes(options: argparse.Namespace, now: datetime) -> Routes:
    """Return the loaded data, with warnings about it told on stderr."""
    from routes.api import load

    routes = load(own_folder(options.data), now=now, cache=cache_folder())
    if count := len(routes.world.warnings):
        rows = "1 doubtful row" if count == 1 else f"{count} doubtful rows"
        print(f"warning: {rows} in the data files; `routes check` lists them", file=sys.stderr)
    return routes


def print_json(document: Any) -> None:
    """Print one JSON object, indented, in the scripts it is written in."""
    import json

    print(json.dumps(document, indent=2, ensure_ascii=False))


def print_answer(document: dict[str, Any], options: argparse.Namespace) -> None:
    """Print an answer as words or JSON, and draw its page when one is asked for."""
    draw_answer(document, options)
    if options.json:
        print_json(document)
    else:
        print_words(document, why=options.why)


def print_words(document: dict[str, Any], *, why: bool) -> None:
    """Print an answer for people, with all that it rests on when `why`."""
    from routes.report.words import format_answer

    print(format_answer(document, why=why))


def unknown_command(word: str, commands: Sequence[str]) -> UsageError:
    """Return the fault of a word that is no command, with the nearest ones."""
    import difflib

    near = difflib.get_close_matches(word, commands, n=2, cutoff=0.4)
    hint = f"did you mean {' or '.join(near)}?" if near else f"the commands are {', '.join(commands)}"
    if word.startswith("-"):
        hint = f"options come after the command: routes check {word} ..."
    if " " in word:
        hint = f'to ask in words: routes ask "{word}"'
    return UsageError(f'"{word}" is not a command', hint=hint)
