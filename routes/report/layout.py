"""Lines for a terminal: sentences wrapped, and columns as wide as they must be."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from unicodedata import east_asian_width

WIDTH = 100
NARROWEST = 4  # of a first column that makes room


def wrap_text(text: str, indent: str = "") -> list[str]:
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


def build_table(head: Sequence[str], rows: Sequence[Sequence[str]], *, is_loose: bool = False) -> list[str]:
    """Return lines with columns as wide as their widest cell, and the table in 100 columns where that can be.

    In a wider one a long name in the first column stands on a line of its own above the rest of its row. A last
    column that `is_loose` counts for no width: a cell of it that does not fit stands below its row.
    """
    kept = len(head) - is_loose
    widths = [max(len(row[i]) for row in (head, *rows)) for i in range(kept)]
    widths[0] = min(widths[0], max(NARROWEST, WIDTH - sum(widths[1:]) - 2 * (kept - 1)))
    lines, name = list[str](), ""
    for row in (head, *rows):
        is_long = len(row[0]) > widths[0]
        lines += [row[0]] if is_long and row[0] != name else []
        cells = ["", *row[1:]] if is_long else row
        line = "  ".join(c.ljust(w) for c, w in zip(cells, widths, strict=False))
        lines += [line.rstrip()] if kept == len(head) else _add_loose(line, row[-1])
        name = row[0]
    return lines


def _add_loose(line: str, cell: str) -> list[str]:
    """Return a line with its last cell, which stands below it where both are too wide."""
    whole = f"{line}  {cell}".rstrip()
    return [whole] if len(whole) <= WIDTH else [line.rstrip(), *wrap_text(cell, "    ")]
