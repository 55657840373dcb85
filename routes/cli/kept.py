"""Answers that were kept, read in place of a question: what `--json` printed, or a page that `map` drew."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from routes.cli.options import Parser, load_routes
from routes.errors import DataError, UsageError

ANSWERS = (".json", ".html", ".htm")
# What tells how an answer is shown, and not what is asked.
_SHOWN = (
    "answer",
    "data",
    "json",
    "why",
    "geometry",
    "form",
    "output",
    "chart",
    "embed",
    "tiles",
    "worldview",
    "names",
    "many",
    "places",
)


def is_kept(name: str) -> bool:
    """Return whether a name is that of an answer in a file, or of standard input."""
    return name == "-" or Path(name).suffix.lower() in ANSWERS


def read_kept(options: argparse.Namespace, parser: Parser, *, shown: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the answer that `options.answer` names; what would change its question is refused.

    `shown` are options of a question that tell this command how to show its answer.

    Raises: UsageError, when the file cannot be read; DataError, when it is no answer.
    """
    from routes.report.exports.reader import parse_answer

    refuse_question(options, parser, "this answer is kept", hint="ask, and keep the new answer", shown=shown)
    label = "stdin" if options.answer == "-" else options.answer
    try:
        raw = sys.stdin.buffer.read() if options.answer == "-" else Path(options.answer).read_bytes()
        text = raw.decode("utf-8-sig")
    except OSError as fault:
        raise UsageError(f'cannot read "{label}": {fault.strerror}', hint="name a file you may read") from None
    except UnicodeDecodeError:
        raise DataError(f'"{label}" is not UTF-8 text', hint="keep what --json prints as UTF-8") from None
    return parse_answer(text, label=label)


def lay_kept(document: dict[str, Any], options: argparse.Namespace, now: datetime) -> dict[str, Any]:
    """Return a kept answer to draw: the lines that its legs lack are as the network has them."""
    from routes.report.laid_again import is_bare, lay_again

    return lay_again(load_routes(options, now).world, document) if is_bare(document) else document


def refuse_question(
    options: argparse.Namespace, parser: Parser, why: str, *, hint: str, shown: tuple[str, ...] = ()
) -> None:
    """Raise UsageError where an option asks something."""
    given = [k for k, v in vars(options).items() if k not in (*_SHOWN, *shown) and v != parser.get_default(k)]
    if given:
        option = f"--{min(given).replace('_', '-').replace('settings', 'set').replace('windows', 'window')}"
        raise UsageError(f"{option} asks a question anew, and {why}", hint=hint)
