"""Lines for a terminal: sentences wrapped, and columns as wide as they must be."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from unicodedata import east_asian_width

WIDTH = 100


def wrap(text: str, indent: str = "") -> list[str]:
    """Return a sentence as lines of at most 100 columns; addresses and names with hyphens stay whole."""
    if not text.isascii() and any(_width(c) > 1 for c in text):
        return _wrap_wide(text, indent)
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _width(character: str) -> int:
    """Return the columns that a character takes: two for one of Korean, Chinese or Japanese."""
    return 2 if east_asian_width(character) in "WF" else 1


def _wrap_wide(text: str, indent: str) -> list[str]:
    lines, used = [indent], len(indent)
    for word in text.split():
        width, space = sum(map(_width, word)), bool(lines[-1].strip())
        if space and used + 1 + width > WIDTH:
            lines.append(f"{indent}  ")
            used, space = len(indent) + 2, False
        lines[-1] += f" {word}" if space else word
        used += width + space
    return lines


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return lines with columns as wide as their widest cell."""
    widths = [max(len(row[i]) for row in (head, *rows)) for i in range(len(head))]
    return ["  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in (head, *rows)]
