"""An answer read back: the JSON that `--json` prints, or the page of a map, which holds the same."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from routes.errors import DataError, UsageError
from routes.report.document import VERSION
from routes.report.exports.shape import JOURNEYS, ROWS, list_faults

Document = dict[str, Any]
MOST_SHOWN = 5
HINT = "give what a question prints with --json, or a page that `routes map` drew"
HINTS = {"matrix": "a matrix is a table: routes matrix prints it as CSV where --json is left out"}
_ANSWER = re.compile(r'<script type="application/json" id="answer">(.*?)</script>', re.DOTALL)


def parse_answer(text: str, *, label: str) -> Document:
    """Return the document in a text, JSON or one of our pages; `label` names its file in messages.

    Raises: DataError, when it is no answer of this tool, or one with faults.
    """
    if text.lstrip()[:1] == "<":
        found = _ANSWER.search(text)
        if found is None:
            raise DataError(f'"{label}" is a page without an answer of this tool', hint=HINT)
        text = found[1]
    try:
        document = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as fault:
        raise DataError(f'"{label}" is not JSON: {fault}', hint=HINT) from None
    check_answer(document, label=label)
    return dict(document)


def check_answer(document: Any, *, label: str = "the answer") -> str:
    """Return the kind of question that a document answers.

    Raises: DataError, when it lacks what an export reads; UsageError, when it answers no question with a way or rows.
    """
    schema = document.get("schema") if isinstance(document, dict) else None
    name = schema.get("name") if isinstance(schema, dict) else None
    if not isinstance(name, str) or not name.startswith("routes/"):
        raise DataError(f'"{label}" is not an answer of this tool', hint=HINT)
    if not isinstance(schema, dict) or schema.get("version") != VERSION:
        hint = f"this release reads version {VERSION}; ask the question anew"
        raise DataError(f'"{label}" has another version of {name} than this release reads', hint=hint)
    kind = name.removeprefix("routes/")
    if kind not in (*JOURNEYS, *ROWS):
        raise UsageError(f'"{label}" is an answer without a journey or places ({kind})', hint=HINTS.get(kind, HINT))
    if faults := list_faults(document, kind):
        shown = "; ".join(faults[:MOST_SHOWN]) + (
            f"; and {len(faults) - MOST_SHOWN} more" if faults[MOST_SHOWN:] else ""
        )
        raise DataError(f'"{label}" has faults: {shown}', hint=HINT)
    return kind


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not a number of JSON")
