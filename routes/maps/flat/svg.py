"""Pieces of SVG from text of any origin: everything is escaped here, and what XML cannot hold is dropped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np

from routes.basemap.reader import thin_lines

Spot = tuple[float, float]
"""A place in the picture, in its units: across from the left, down from the top."""
STRAIGHT = 0.15
"""How far a line may leave what it shows, in units: less than the eye sees."""
FONT = "Noto Sans, Helvetica Neue, Helvetica, Arial, sans-serif"
"""What letters are drawn with: the first that the reader's machine has. A PNG always has the first."""
HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" '
    'width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" font-family="{font}" font-size="12" '
    'aria-labelledby="picture-title picture-description"{lang}>'
)
# What XML 1.0 cannot hold, the controls of C1, and those that turn the direction of the text around them.
_DROPPED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
IDENTS = re.compile(r' (?:inkscape:\w+|id)="(?!map-frame")[^"]*"')
"""What an editor shows of a layer, which a page has no use for; and ids, which belong to the page."""
_GROUP = re.compile(r"(<g(?: [^>]*)?(?<!/)>|</g>)")
# An element that holds no other, with its name and with what is said of its colours, lines and letters.
_ELEMENT = re.compile(
    r'<(circle|line|path|text)(?: (?:c?[xyr]|[xy][12]|d)="[^"]*")*'
    r'((?: (?:fill|stroke|font|text)[-a-z]*="[^"]*")+)[^<>]*(?:/>|>[^<>]*</\1>)'
)
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})


def clean(text: object) -> str:
    """Return text as one line without controls; `→`, which many fonts lack, becomes a dash."""
    return " ".join(_DROPPED.sub("", str(text)).replace("→", "–").split())


def escape(text: object) -> str:
    """Return cleaned text as XML shows it, in an element or an attribute."""
    return clean(text).translate(_ESCAPES)


def element(name: str, values: Mapping[str, object], inner: str = "") -> str:
    """Return an element with its attributes in the order given; those that are None are left out."""
    listed = "".join(f' {key}="{_value(value)}"' for key, value in values.items() if value is not None)
    return f"<{name}{listed}>{inner}</{name}>" if inner else f"<{name}{listed}/>"


def _value(value: object) -> str:
    return number(value) if isinstance(value, float) else escape(value)


def number(value: float) -> str:
    """Return a length to a tenth of a unit, without a needless zero or sign."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def layer(name: str, parts: Iterable[str], *, clip: str | None = None, style: dict[str, object] | None = None) -> str:
    """Return a group that Inkscape shows as a layer and Illustrator by its id; "" without parts."""
    inner = "\n".join(part for part in parts if part)
    ident = name.lower().replace(" ", "-")
    values: dict[str, object] = {"id": ident, "inkscape:groupmode": "layer", "inkscape:label": name}
    return element("g", values | {"clip-path": clip} | (style or {}), f"\n{inner}\n") if inner else ""


def group(ident: str, parts: Iterable[str]) -> str:
    """Return a group with an id of ours; "" without parts."""
    inner = "".join(part for part in parts if part)
    return element("g", {"id": ident}, inner) if inner else ""


def text(spot: Spot, words: object, values: Mapping[str, object] | None = None) -> str:
    """Return text that starts at a spot on its baseline; "" for none."""
    shown = escape(words)
    return element("text", {"x": float(spot[0]), "y": float(spot[1]), **(values or {})}, shown) if shown else ""


def share_styles(svg: str) -> str:
    """Return SVG in one line, where elements of one kind and style in a row have it from a group around them.

    Groups that say nothing of what they hold are left out.
    """
    whole, runs = "".join(_list_said(svg.replace("\n", ""))), list[list[re.Match[str]]]()
    for piece in _ELEMENT.finditer(whole):
        if runs and runs[-1][-1].end() == piece.start() and runs[-1][-1].groups() == piece.groups():
            runs[-1].append(piece)
        else:
            runs.append([piece])
    parts, end = list[str](), 0
    for run in runs:
        parts += [whole[end : run[0].start()], _share_style(run)]
        end = run[-1].end()
    return "".join([*parts, whole[end:]])


def _list_said(svg: str) -> Iterator[str]:
    """Yield the pieces of SVG without its bare groups."""
    bare: list[bool] = []
    for piece in _GROUP.split(svg):
        if piece.startswith("<g") and _GROUP.fullmatch(piece):
            bare.append(piece == "<g>")
        if not (bare and bare[-1] and _GROUP.fullmatch(piece)):
            yield piece
        if piece == "</g>":
            bare.pop()


def _share_style(run: Sequence[re.Match[str]]) -> str:
    style = run[0][2]
    if (len(run) - 1) * len(style) < len("<g></g>"):
        return "".join(piece[0] for piece in run)
    return f"<g{style}>{''.join(piece[0].replace(style, '', 1) for piece in run)}</g>"


def thin_spots(line: Sequence[Spot], step: float = STRAIGHT) -> list[Spot]:
    """Return a line without the spots that lie within a step of what is left; its ends stay."""
    if len(line) < 3:
        return list(line)
    (kept,) = thin_lines([np.array(line, float)], step)
    return [(x, y) for x, y in kept.tolist()]


def path_data(lines: Iterable[Sequence[Spot]], *, closed: bool = False, is_whole: bool = False) -> str:
    """Return the data of a path through lines, in steps of a tenth of a unit, or in whole ones."""
    return "".join(_line_data(line, closed, is_whole) for line in lines)


def _line_data(line: Sequence[Spot], closed: bool, is_whole: bool) -> str:
    parts, write = (1, str) if is_whole else (10, _tenth)
    whole = [(round(x * parts), round(y * parts)) for x, y in line]
    moves = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(whole)]
    kept = [move for move in moves if move != (0, 0)]
    if not kept:
        return ""
    steps = " ".join(f"{write(x)}{_joined(write(y))}" for x, y in kept)
    return f"M{write(whole[0][0])}{_joined(write(whole[0][1]))}l{steps}{'z' if closed else ''}"


def _tenth(value: int) -> str:
    sign, whole = "-" if value < 0 else "", abs(value)
    return f"{sign}{whole // 10 or ''}.{whole % 10}" if whole % 10 else f"{sign}{whole // 10}" if whole else "0"


def _joined(shown: str) -> str:
    return shown if shown[0] == "-" else f" {shown}"
