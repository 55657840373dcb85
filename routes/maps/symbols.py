"""The symbols at places: one table, from which pages have their style sheet and flat pictures their shapes."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote


class Symbol(NamedTuple):
    """A symbol: its ground, round or square, and a shape in a square of 16, drawn with these attributes."""

    color: str
    is_round: bool
    drawn: str
    shape: str


_LINES = "fill='none' stroke='#fff' stroke-width='1.8'"
_FINE = "fill='none' stroke='#fff' stroke-width='1.6'"
_SOLID = "fill='#fff'"
_PLAIN = " '=/:;,.()"  # may stand in a data URL that is within double quotes
_EYE = "M1 8q7-9 14 0q-7 9-14 0z"
SYMBOL_STYLES: dict[str, Symbol] = {
    "border": Symbol(
        "#7a1f5c",
        True,
        "fill='none' stroke='#fff' stroke-width='2'",
        "<path d='M8 1v14' stroke-dasharray='3 2'/><path d='M1 8h4M15 8h-4'/>",
    ),
    "clock": Symbol("#00664a", True, _LINES, "<circle cx='8' cy='8' r='6'/><path d='M8 4v4l3 2'/>"),
    "gauge": Symbol("#333333", False, _LINES, "<path d='M6 1v6L3 11v4M10 1v6l3 4v4'/>"),
    "locomotive": Symbol(
        "#333333",
        False,
        _SOLID,
        "<path d='M3 2h10v9H3zM5 4v3h6V4zM3 13h2l-1 2H2zM11 13h2l1 2h-2z' fill-rule='evenodd'/>",
    ),
    "reversal": Symbol("#333333", False, _LINES, "<path d='M4 15V6a4 4 0 0 1 8 0v6M9 10l3 3 3-3'/>"),
    "claimed": Symbol("#b34700", True, _SOLID, "<path d='M4 2h8l-2 3 2 3H5.6v6H4z'/>"),
    "possible": Symbol("#0072b2", True, _SOLID, "<path d='M8 2l6 6-6 6-6-6z'/>"),
    "seen": Symbol("#0b4f8a", False, _FINE, f"<path d='{_EYE}'/><circle cx='8' cy='8' r='2' fill='#fff'/>"),
    "unseen": Symbol("#5a5a5a", False, _FINE, f"<path d='{_EYE}M2 14L14 2'/>"),
}


def build_symbol_sheet() -> str:
    """Return the style rules of every symbol, each with its picture inside; the same for every page."""
    return "\n".join(_rule(kind, symbol) for kind, symbol in SYMBOL_STYLES.items())


def _rule(kind: str, symbol: Symbol) -> str:
    svg = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16' {symbol.drawn}>{symbol.shape}</svg>"
    ground = f'background-color:{symbol.color};background-image:url("data:image/svg+xml,{quote(svg, safe=_PLAIN)}")'
    return f".symbol-{kind}{{{ground}{';border-radius:50%' if symbol.is_round else ''}}}"
