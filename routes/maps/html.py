"""Pieces of HTML from text of any origin: everything is escaped here, and nothing but web addresses becomes a link."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

# What may stand in a link: http or https, then no space, quote, angle bracket, backslash or control character.
_ADDRESS = re.compile(r"https?://[^\s<>\"'`\\\x00-\x1f]+")


def tag(name: str, text: object, *, kind: str = "") -> str:
    """Return an element with escaped text; `kind` is its class and, like `name`, a constant of ours."""
    return wrap(name, [escape(str(text))], kind=kind)


def wrap(name: str, parts: Sequence[str], *, kind: str = "") -> str:
    """Return an element around pieces that are HTML already."""
    opening = f'{name} class="{kind}"' if kind else name
    return f"<{opening}>{''.join(parts)}</{name}>"


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]], *, kind: str = "") -> str:
    """Return a table of plain text whose first column names the rows; one that is too wide scrolls by itself.

    What follows a line break in a cell stands small below the rest. HTML lets a table leave out the ends of its cells
    and rows, and of what its heads are heads where none but the first row and the first column are.
    """
    top = f"<thead><tr>{''.join(f'<th>{escape(cell)}' for cell in head)}" if head else ""
    body = "".join(f"<tr><th>{_lines(row[0])}{''.join(map(_cell, row[1:]))}" for row in rows)
    title = tag("caption", caption) if caption else ""
    label = escape(caption or "table", quote=True)
    whole = wrap("table", [title, top, "<tbody>", body], kind=kind)
    return f'<div class="scroll" role="region" aria-label="{label}" tabindex="0">{whole}</div>'


def unbroken(reading: str) -> str:
    """Return a reading whose date stays on one line: a narrow cell breaks before the time of day."""
    date, space, time = reading.rpartition(" ")
    return date.replace(" ", "\N{NO-BREAK SPACE}") + space + time


def _cell(text: str) -> str:
    return ('<td class="past">' if text.endswith("*") else "<td>") + _lines(text)


def _lines(text: str) -> str:
    first, _, below = text.partition("\n")
    return escape(first) + (tag("small", below) if below else "")


def details(summary: str, parts: Sequence[str], *, is_open: bool = False) -> str:
    """Return a part of the page that opens and closes without script."""
    return f"<details{' open' if is_open else ''}><summary>{escape(summary)}</summary>{''.join(parts)}</details>"


def linked(text: str) -> str:
    """Return text as HTML in which each http or https address is a link, shown without its scheme.

    Example: `javascript:alert(1)` stays text.
    """
    parts, end = [], 0
    for match in _ADDRESS.finditer(text):
        address = match[0].rstrip(".,;:")
        while address.endswith(")") and address.count(")") > address.count("("):
            address = address[:-1].rstrip(".,;:")
        parts += [escape(text[end : match.start()]), _link(address)]
        end = match.start() + len(address)
    return "".join([*parts, escape(text[end:])])


def _link(address: str) -> str:
    shown = address.partition("://")[2].removeprefix("www.")
    return f'<a href="{escape(address, quote=True)}" rel="noopener noreferrer" target="_blank">{escape(shown)}</a>'
