"""XML written element by element: all text escaped, nothing in it that XML cannot hold."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from routes.report.exports.texts import clean_text


def new_root(tag: str, attributes: Mapping[str, str]) -> Element:
    """Return the root of a document."""
    return Element(tag, {key: clean_text(value) for key, value in attributes.items()})


def add(parent: Element, tag: str, text: str = "", *, attributes: Mapping[str, str] | None = None) -> Element:
    """Return a new element at the end of another, with this text."""
    element = SubElement(parent, tag, {key: clean_text(value) for key, value in (attributes or {}).items()})
    element.text = clean_text(text).replace("\r\n", "\n").replace("\r", "\n") or None
    return element


def format_xml(root: Element) -> str:
    """Return a document as text, indented, with its declaration."""
    indent(root, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def format_degrees(value: float) -> str:
    """Return degrees to a tenth of a metre, without trailing zeros.

    >>> format_degrees(-0.0), format_degrees(130.64)
    ('0', '130.64')
    """
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
