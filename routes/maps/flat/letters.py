"""How wide text is, near enough to keep labels apart and to break lines, whichever font the reader has."""

from __future__ import annotations

import unicodedata

# Advances of Noto Sans 2.15 (regular) in hundredths of the size, in base 16, from space to tilde; Arial's are less.
_ADVANCES = bytes.fromhex(
    "1a1b2941395349161e1e37391b201b25393939393939393939391b1b3939392b5a40413f493834494a221b3e345b4c4e3c4e3e37"
    "38493c5d3b3939212521392c1c383e303e38223e3e1a1a351a5e3e3c3e3e2930243e334f35332f26372639"
)
_OTHER, _WIDE, _BOLD = 66, 100, 1.07


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a line of text in a size; letters of East Asia are as wide as they are high."""
    return sum(map(_advance, text)) * size / 100 * (_BOLD if bold else 1.0)


def _advance(letter: str) -> int:
    code = ord(letter)
    if 32 <= code < 127:
        return _ADVANCES[code - 32]
    if unicodedata.combining(letter):
        return 0
    if unicodedata.east_asian_width(letter) in "WF":
        return _WIDE
    base = unicodedata.normalize("NFD", letter)[0]
    return _ADVANCES[ord(base) - 32] if 32 <= ord(base) < 127 else _OTHER


def break_lines(text: str, size: float, width: float, *, bold: bool = False, most: int = 9) -> list[str]:
    """Return text as lines no wider than `width`, the last cut with an ellipsis where there would be over `most`."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if text_width(longer, size, bold=bold) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > most:
        lines[most - 1 :] = [f"{lines[most - 1]} …"]
    return [shorten(line, size, width, bold=bold) for line in lines if line]


def shorten(text: str, size: float, width: float, *, bold: bool = False) -> str:
    """Return text that fits a width, its end cut with an ellipsis where it does not."""
    if text_width(text, size, bold=bold) <= width:
        return text
    bare = text.removesuffix(" …")
    while bare and text_width(f"{bare} …", size, bold=bold) > width:
        bare = bare[:-1]
    return f"{bare.rstrip()} …"
