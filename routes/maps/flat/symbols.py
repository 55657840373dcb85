"""The signs of a flat picture: discs of stations, and symbols of borders, clocks and works as on the page."""

from __future__ import annotations

from routes.maps.flat.svg import Spot, element
from routes.maps.layers import STOP_STYLES
from routes.maps.symbols import SYMBOL_STYLES

SYMBOL_SIZE = 18.0


def draw_stop(spot: Spot, role: str, *, ident: str | None = None, share: float = 1.0) -> str:
    """Return the disc of a station; `share` of its size on the page."""
    style = STOP_STYLES[role]
    return element(
        "circle",
        {
            "id": ident,
            "cx": float(spot[0]),
            "cy": float(spot[1]),
            "r": style["radius"] * share,
            "fill": style["fillColor"],
            "stroke": style["color"],
            "stroke-width": style["weight"] * share,
        },
    )


def draw_symbol(kind: str, spot: Spot, *, size: float = SYMBOL_SIZE) -> str:
    """Return a symbol with its middle at a spot."""
    style = SYMBOL_STYLES[kind]
    frame = {"width": 20, "height": 20, "rx": 10 if style.is_round else 4}
    box = element("rect", {**frame, "fill": style.color, "stroke": "#ffffff"})
    share = size / 20
    place = f"translate({spot[0] - size / 2:.1f} {spot[1] - size / 2:.1f}) scale({share:.2f})"
    sign = f'<g transform="translate(2 2)" {style.drawn}>{style.shape}</g>'
    return element("g", {"transform": place}, box + sign)
