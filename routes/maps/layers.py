"""The Folium map: one constant skeleton for every page, and the styles by which the page's script draws on it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
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
# By chance, from dark and solid to pale and dotted: an order to be read in grey, and with every kind of colour vision.
CHANCE_STYLES: dict[str, dict[str, Any]] = {
    "chance-0": {"color": "#08306b", "weight": 5},
    "chance-1": {"color": "#2171b5", "weight": 4.5},
    "chance-2": {"color": "#4f9bcb", "weight": 4, "dashArray": "9 4"},
    "chance-3": {"color": "#7d99ac", "weight": 3, "dashArray": "2 5"},
}
BASIS_STYLES |= CHANCE_STYLES
STOP_STYLES |= {
    "chance-0": {"radius": 6, "weight": 1.5, "color": "#111111", "fillColor": "#08306b"},
    "chance-1": {"radius": 5, "weight": 1.5, "color": "#111111", "fillColor": "#4f9bcb"},
    "chance-2": {"radius": 5, "weight": 2, "color": "#2171b5", "fillColor": "#ffffff"},
    "chance-3": {"radius": 3.5, "weight": 1.5, "color": "#7d99ac", "fillColor": "#ffffff"},
}
# Where the network is coarse, and for the other ways that an answer lists, each told apart by its dash too.
SCHEMATIC_STYLE = {"dashArray": "10 4 2 4"}
OTHER_COLORS = ("#009e73", "#9b5aa6", "#d55e00", "#0072b2", "#7a6000", "#c0498a", "#444444")
OTHER_DASHES = ("", "12 4", "6 3 1 3", "3 4", "16 3 3 3", "8 8", "1 4", "10 3 2 3 2 3")
GROUPS = ("Route", "Symbols", "Stations")
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
# Nearer, the generalised border and the river that it follows part, and positions are good to some hundred metres.
MAX_ZOOM = 10


def pick_style(number: int) -> dict[str, Any]:
    """Return the colour and the dash of another way by its number; the first 56 differ in one of them at least."""
    color = OTHER_COLORS[number % len(OTHER_COLORS)]
    dash = OTHER_DASHES[number % len(OTHER_DASHES)]
    return {"color": color, "weight": 3.5, **({"dashArray": dash} if dash else {})}


class Layers(NamedTuple):
    """Folium's element and script, and the JavaScript names of the map, of its GROUPS and of its control."""

    html: str
    script: str
    map: str
    groups: tuple[str, ...]
    control: str


@cache
def build_layers() -> Layers:
    """Return the map with its groups, empty: the same bytes for every page, whose script fills them from data."""
    import folium  # half a second, which a flat picture does without

    page = folium.Map(location=(0, 0), zoom_start=2, tiles=None, zoom_control="topleft")
    page.options |= {"max_zoom": MAX_ZOOM, "min_zoom": 1, "zoom_snap": 0.25, "attribution_control": False}
    page.default_js, page.default_css = [], []  # the page itself carries Leaflet, and needs nothing else
    groups = [folium.FeatureGroup(name=name).add_to(page) for name in GROUPS]
    control = folium.LayerControl(collapsed=True).add_to(page)
    _number(page)
    html, script = _render(page)
    script += f"\nwindow.{control.get_name()} = {control.get_name()};"  # which Folium keeps to its own script
    return Layers(html, script, page.get_name(), tuple(group.get_name() for group in groups), control.get_name())


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
