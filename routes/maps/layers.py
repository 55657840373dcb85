"""The Folium map: lines, stations and symbols as layers that hold coordinates and constants, no text from data."""

from __future__ import annotations

from typing import Any, NamedTuple

import folium

from routes.maps.features import Features, Line, Mark, Stop

# Okabe and Ito (2008), "Color universal design": told apart with every kind of colour vision. Dashes say the same.
BASIS_STYLES: dict[str, dict[str, Any]] = {
    "official": {"color": "#0072b2", "dash_array": None},
    "routed": {"color": "#0072b2", "dash_array": "14 7"},
    "estimated": {"color": "#d55e00", "dash_array": "7 7"},
    "geodesic": {"color": "#cc79a7", "dash_array": "2 6"},
}
SCHEMATIC_DASHES = "10 4 2 4"
STOP_STYLES: dict[str, dict[str, Any]] = {
    "start": {"radius": 8, "weight": 3, "color": "#111111", "fill_color": "#f0e442"},
    "end": {"radius": 8, "weight": 3, "color": "#111111", "fill_color": "#111111"},
    "stop": {"radius": 6, "weight": 2, "color": "#111111", "fill_color": "#ffffff"},
    "pass": {"radius": 3.5, "weight": 1.5, "color": "#444444", "fill_color": "#ffffff"},
}
SYMBOL_PX, BELOW_PX, ABOVE_PX, APART_PX = 20, 20, -21, 22
MAX_ZOOM = 13  # positions are good to some hundred metres; nearer would promise more
# https://operations.osmfoundation.org/policies/tiles/ asks for this address, this credit, and a Referer.
TILES = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
TILES_CREDIT = '© <a href="https://www.openstreetmap.org/copyright">OpenStreetMap</a> contributors'


class Layers(NamedTuple):
    """Folium's element and script, and the JavaScript names of its layers in the order of the features."""

    html: str
    script: str
    map: str
    tiles: str
    lines: tuple[str, ...]
    casings: tuple[str, ...]
    stops: tuple[str, ...]
    marks: tuple[str, ...]


def build_layers(features: Features) -> Layers:
    """Return the map with all features on it; its ids are numbered, so that same features give same bytes."""
    page = _new_map(features)
    groups = {name: folium.FeatureGroup(name=name).add_to(page) for name in ("Route", "Symbols", "Stations")}
    casings = [_casing(line).add_to(groups["Route"]) for line in features.lines]
    lines = [_line(line).add_to(groups["Route"]) for line in features.lines]
    stops = {stop.code: _circle(stop).add_to(groups["Stations"]) for stop in _passed_first(features.stops)}
    marks = [_symbol(mark).add_to(groups["Symbols"]) for mark in features.marks]
    tiles = _tiles()
    tiles.add_to(page)
    folium.LayerControl(collapsed=True).add_to(page)
    _number(page)
    html, script = _render(page)
    return Layers(
        html=html,
        script=script,
        map=page.get_name(),
        tiles=tiles.get_name(),
        lines=tuple(line.get_name() for line in lines),
        casings=tuple(casing.get_name() for casing in casings),
        stops=tuple(stops[stop.code].get_name() for stop in features.stops),
        marks=tuple(mark.get_name() for mark in marks),
    )


def _new_map(features: Features) -> folium.Map:
    """Return the empty map around the first stop; the page's script fits it to the room there is.

    Folium's own fitting would run an animation against that.
    """
    page = folium.Map(location=features.stops[0].point, zoom_start=4, tiles=None, zoom_control="topleft")
    page.options |= {"max_zoom": MAX_ZOOM, "min_zoom": 1, "zoom_snap": 0.25, "attribution_control": False}
    page.default_js, page.default_css = [], []  # the page itself names where Leaflet alone is loaded from
    return page


def _tiles() -> folium.TileLayer:
    """Return the background, not on the map and not in its list: the page adds it when the reader asks."""
    tiles = folium.TileLayer(TILES, attr=TILES_CREDIT, name="OpenStreetMap", control=False, show=False, max_zoom=19)
    tiles.options["referrer_policy"] = "strict-origin-when-cross-origin"
    return tiles


def _render(page: folium.Map) -> tuple[str, str]:
    """Return Folium's element and script; its head is left out, which the page writes itself."""
    figure: Any = page.get_root()
    for child in list(figure._children.values()):
        child.render()
    return figure.html.render().strip(), figure.script.render().strip()


def _passed_first(stops: tuple[Stop, ...]) -> list[Stop]:
    """Return the stops in the order to draw: those the train passes below those where it stops."""
    return sorted(stops, key=lambda stop: list(STOP_STYLES)[::-1].index(stop.role))


def _casing(line: Line) -> folium.PolyLine:
    casing = folium.PolyLine(line.points, color="#ffffff", weight=8, opacity=0.9)
    casing.options["interactive"] = False
    return casing


def _line(line: Line) -> folium.PolyLine:
    style = BASIS_STYLES[line.basis] | ({"dash_array": SCHEMATIC_DASHES} if line.is_schematic else {})
    return folium.PolyLine(line.points, weight=4, line_cap="butt", **style)


def _circle(stop: Stop) -> folium.CircleMarker:
    return folium.CircleMarker(stop.point, fill_opacity=1, **STOP_STYLES[stop.role])


def _symbol(mark: Mark) -> folium.Marker:
    """Return the symbol beside its place: works in a row above the station, borders and clocks below the line."""
    across = round((mark.slot - (mark.slots - 1) / 2) * APART_PX)
    down = BELOW_PX if mark.kind in ("border", "clock") else ABOVE_PX
    anchor = (SYMBOL_PX // 2 - across, SYMBOL_PX // 2 - down)
    icon = folium.DivIcon(
        icon_size=(SYMBOL_PX, SYMBOL_PX),
        icon_anchor=anchor,
        popup_anchor=(across, down),
        class_name=f"symbol symbol-{mark.kind}",
    )
    return folium.Marker(mark.point, icon=icon)


def _number(root: Any) -> None:
    """Replace the random ids of an element and all below it by numbers, in the order they stand in."""
    elements, index = [root], 0
    while index < len(elements):
        elements[index]._id = str(index)
        elements.extend(elements[index]._children.values())
        index += 1
