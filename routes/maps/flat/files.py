"""Pictures and charts as files: SVG, or PNG from it, by the suffix of the name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from routes.maps.flat.picture import WIDTH, build_picture
from routes.maps.flat.png import build_png, find_undrawn
from routes.maps.look import Look
from routes.scenarios.flows import Flows

Document = Mapping[str, Any]
Build = Callable[[Document], str]


def build_file(document: Document, path: Path, *, build: Build = build_picture) -> tuple[bytes, str]:
    """Return what a file of this name holds, and the letters left out of it, for which this machine has no font.

    A PNG is twice as wide in pixels as the picture in its units, for print.
    """
    if path.suffix.lower() == ".png":
        return draw_png(document, width=2 * WIDTH, build=build)
    return build(document).encode("utf-8"), ""


def build_flow_file(flows: Flows, path: Path, *, look: Look) -> tuple[bytes, str]:
    """Return what a file of this name holds that shows flows, and the letters left out of it."""
    from routes.maps.flat.flows import build_flow_picture

    svg = build_flow_picture(flows, look=look)
    if path.suffix.lower() == ".png":
        return build_png(svg, width=2 * WIDTH), find_undrawn(svg)
    return svg.encode("utf-8"), ""


def draw_png(document: Document, *, width: int, build: Build = build_picture) -> tuple[bytes, str]:
    """Return a picture as PNG, and the letters left out of it; a local name goes whole, with its line."""
    svg = build(document)
    left_out = find_undrawn(svg)
    if left_out:
        stations = {
            code: {**station, "local_name": ""} if set(station["local_name"]) & set(left_out) else station
            for code, station in document["stations"].items()
        }
        svg = build({**document, "stations": stations})
    return build_png(svg, width=width), left_out
