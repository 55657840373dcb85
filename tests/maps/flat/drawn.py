"""Pictures read back as XML: their layers, texts and shapes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

SVG = "{http://www.w3.org/2000/svg}"
INKSCAPE = "{http://www.inkscape.org/namespaces/inkscape}"


def parse(svg: str) -> Element:
    """Return the root of a picture, which must be well-formed."""
    return ElementTree.fromstring(svg)


def find(root: Element, ident: str) -> Element:
    """Return the element with an id."""
    return next(element for element in root.iter() if element.get("id") == ident)


def layers(root: Element) -> list[str]:
    """Return the names of the layers as Inkscape shows them."""
    return [e.get(f"{INKSCAPE}label", "") for e in root if e.get(f"{INKSCAPE}groupmode") == "layer"]


def texts(root: Element) -> list[str]:
    """Return every text in it."""
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def points(data: str) -> list[tuple[float, float]]:
    """Return the points of a path of one move and relative steps, in order."""
    return [point for line in lines(data) for point in line]


def lines(data: str) -> Iterator[list[tuple[float, float]]]:
    """Yield the lines of a path, each as its points."""
    for piece in data.split("M")[1:]:
        numbers = [float(n) for n in re.findall(r"-?\d*\.?\d+", piece)]
        steps = list(zip(numbers[::2], numbers[1::2], strict=True))
        x, y = 0.0, 0.0
        line = []
        for across, down in steps:
            x, y = x + across, y + down
            line.append((x, y))
        yield line
