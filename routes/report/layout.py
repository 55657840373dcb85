"""Lines for a terminal: sentences wrapped, and columns as wide as they must be."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence


def wrap(text: str, indent: str = "") -> list[str]:
    """Return a sentence as lines of at most 100 characters; addresses and names with hyphens stay whole."""
    return textwrap.wrap(
        text,
        100,
        initial_indent=indent,
        subsequent_indent=indent + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return lines with columns as wide as their widest cell."""
    widths = [max(len(row[i]) for row in (head, *rows)) for i in range(len(head))]
    return ["  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in (head, *rows)]
