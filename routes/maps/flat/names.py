"""The names that a map's maker chose, of seas, areas, borders and places, on a flat picture."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from routes.maps.flat.frame import Frame
from routes.maps.flat.svg import clean, layer, text
from routes.maps.look import Look, is_spoken, turn_labels

STYLES: Mapping[str, Mapping[str, Any]] = {
    "sea": {"font-size": 14, "font-style": "italic", "fill": "#33617d", "letter-spacing": 0.9},
    "area": {"font-size": 12, "font-weight": 600, "fill": "#5c5c5c", "letter-spacing": 1.7},
    "border": {"font-size": 11, "font-style": "italic", "fill": "#555555"},
    "place": {"font-size": 12, "fill": "#333333"},
}
EDGE = 24.0


def draw_names(look: Look, frame: Frame) -> str:
    """Return the layer of the names that lie in the picture, in its language; "" where there are none."""
    return layer("Names", _list_names(look, frame))


def _list_names(look: Look, frame: Frame) -> Iterator[str]:
    for label in turn_labels(look, frame.view.lon):
        spot = frame.spot((label.lat, label.lon))
        is_shown = not label.lang or is_spoken(label.lang, look.lang or "en")
        if is_shown and frame.holds(spot, margin=EDGE):
            name = clean(label.name).upper() if label.kind == "area" else clean(label.name)
            yield text(spot, name, {**STYLES[label.kind], "text-anchor": "middle"})
