"""The Folium map: one constant skeleton for every page, and the styles by which the page's script draws on it."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import folium

# Okabe and Ito (2008), "Color universal design": told apart with every kind of colour vision. Dashes say the same.
BASIS_STYLES: dict[str, dict[str, Any]] = {
    "official": {"color": "#0072b2"},
    "routed": {"color": "#0072b2", "dashArray": "14 7"},
    "estimated": {"color": "#d55e00", "dashArray": "7 7"},
    "geodesic": {"color": "#cc79a7", "dashArray": "2 6"},
}
STOP_STYLES: dict[str, dict[str, Any]] = {
    "start": {"radius": 8, "weight": 3, "color": "#111111", "fillColor": "#f0e442"},
    "end": {"radius": 8, "weight": 3, "color": "#111111", "fillColor": "#111111"},
    "stop": {"radius": 6, "weight": 2, "color": "#111111", "fillColor": "#ffffff"},
    "pass": {"radius": 3.5, "weight": 1.5, "color": "#444444", "fillColor": "#ffffff"},
}
# Where the network is coarse, and for the other ways that an answer lists, each told apart by its dash too.
SCHEMATIC_STYLE = {"dashArray": "10 4 2 4"}
OTHER_STYLES: tuple[dict[str, Any], ...] = (
    {"color": "#009e73", "dashArray": "12 4"},
    {"color": "#9b5aa6", "dashArray": "6 3 1 3"},
    {"color": "#7a6000", "dashArray": "3 4"},
    {"color": "#666666", "dashArray": "1 3"},
)
# The symbols, as page.css has them: colour, whether round, and their shape in a square of 16.
_OUTLINE = 'fill="none" stroke="#fff" stroke-width="1.8"'
SYMBOL_STYLES: dict[str, dict[str, Any]] = {
    "border": {
        "color": "#7a1f5c",
        "round": True,
        "drawn": 'fill="none" stroke="#fff" stroke-width="2"',
        "shape": '<path d="M8 1v14" stroke-dasharray="3 2"/><path d="M1 8h4M15 8h-4"/>',
    },
    "clock": {
        "color": "#00664a",
        "round": True,
        "drawn": _OUTLINE,
        "shape": '<circle cx="8" cy="8" r="6"/><path d="M8 4v4l3 2"/>',
    },
    "gauge": {
        "color": "#333333",
        "round": False,
        "drawn": _OUTLINE,
        "shape": '<path d="M6 1v6L3 11v4M10 1v6l3 4v4"/>',
    },
    "locomotive": {
        "color": "#333333",
        "round": False,
        "drawn": 'fill="#fff"',
        "shape": '<path d="M3 2h10v9H3zM5 4v3h6V4zM3 13h2l-1 2H2zM11 13h2l1 2h-2z" fill-rule="evenodd"/>',
    },
    "reversal": {
        "color": "#333333",
        "round": False,
        "drawn": _OUTLINE,
        "shape": '<path d="M4 15V6a4 4 0 0 1 8 0v6M9 10l3 3 3-3"/>',
    },
}
# The ground, in the colours that the page's script has for it.
GROUND_STYLES: dict[str, Any] = {
    "sea": "#dde7ed",
    "land": "#f8f7f3",
    "strokes": {
        "shore": {"stroke": "#93a9b4", "stroke-width": 0.8},
        "border": {"stroke": "#8d8d8d", "stroke-width": 1, "stroke-dasharray": "6 3"},
        "disputed": {"stroke": "#8d8d8d", "stroke-width": 1, "stroke-dasharray": "1 4"},
        "river": {"stroke": "#b3cbd8", "stroke-width": 1},
        "net": {"stroke": "#6b7470", "stroke-width": 0.5, "stroke-opacity": 0.28},
    },
    "net_label": {"font-size": 10, "fill": "#6b7470"},
}
OTHER_WAYS = "Other ways"
GROUPS = (OTHER_WAYS, "Route", "Symbols", "Stations")
# Nearer, the generalised border and the river that it follows part, and positions are good to some hundred metres.
MAX_ZOOM = 10


class Layers(NamedTuple):
    """Folium's element and script, and the JavaScript names of the map and of its groups, in the order of GROUPS."""

    html: str
    script: str
    map: str
    groups: tuple[str, ...]


@cache
def build_layers() -> Layers:
    """Return the map with its groups, empty: the same bytes for every page, whose script fills them from data."""
    page = folium.Map(location=(0, 0), zoom_start=2, tiles=None, zoom_control="topleft")
    page.options |= {"max_zoom": MAX_ZOOM, "min_zoom": 1, "zoom_snap": 0.25, "attribution_control": False}
    page.default_js, page.default_css = [], []  # the page itself carries Leaflet, and needs nothing else
    groups = [folium.FeatureGroup(name=name).add_to(page) for name in GROUPS]
    folium.LayerControl(collapsed=True).add_to(page)
    _number(page)
    html, script = _render(page)
    return Layers(html, script, page.get_name(), tuple(group.get_name() for group in groups))


def _render(page: folium.Map) -> tuple[str, str]:
    """Return Folium's element and script; its head is left out, which the page writes itself."""
    figure: Any = page.get_root()
    for child in list(figure._children.values()):
        child.render()
    return figure.html.render().strip(), figure.script.render().strip()


def _number(root: Any) -> None:
    """Replace the random ids of an element and all below it by numbers, in the order they stand in."""
    elements, index = [root], 0
    while index < len(elements):
        elements[index]._id = str(index)
        elements.extend(elements[index]._children.values())
        index += 1
