"""A line of the map as a small picture, for legend and tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def draw_swatch(style: Mapping[str, Any]) -> str:
    """Return a line in a style of ours, as the map draws it."""
    dash = f' stroke-dasharray="{style["dashArray"]}"' if style.get("dashArray") else ""
    line = f'stroke="{style["color"]}" stroke-width="{style.get("weight", 4)}"{dash}'
    return f'<svg class="swatch" viewBox="0 0 34 10" aria-hidden="true"><path d="M0 5H34" fill="none" {line}/></svg>'
