"""What stands below the map: the legend of what it shows, its limits, and the credits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from routes.basemap.reader import CREDIT
from routes.maps.features import Features
from routes.maps.html import tag, wrap
from routes.maps.layers import OTHER_STYLES
from routes.maps.look import Look, format_disclaimer
from routes.maps.method import format_credits
from routes.sentences import name_way

Document = Mapping[str, Any]
LIMITS = (
    "Drawn straight from station to station: a scheme of the route, not its {}. Generalised, not evidence of position."
)
DRAWN = (
    "Drawn along the network of the world's track, thinned to {} m, where that is known, else straight from station to "
    "station. Generalised, not evidence of position."
)
BEYOND = "The way reaches {:.1f}° {}, beyond this map, which ends at 85° {}: that part is drawn along its edge."
# Where Web Mercator ends, by which Leaflet draws: the latitude that makes the world a square.
MAP_ENDS_DEG = 85.0511
BASES = {
    "official": "official kilometres",
    "routed": "length routed on a map of the track",
    "estimated": "length estimated",
    "geodesic": "geodesic, by air or road",
}
ROLES = {"start": "start", "end": "end", "stop": "stops, or works are done", "pass": "passes"}
SYMBOLS = {
    "border": "border",
    "clock": "clocks change",
    "gauge": "change of gauge",
    "locomotive": "change of locomotive",
    "reversal": "reverses",
}


def build_legend(document: Document, features: Features, look: Look) -> str:
    """Return the caption of the map; the legend has only what is on it."""
    bases, roles = {line.basis for line in features.lines}, {stop.role for stop in features.stops}
    kinds = {mark.kind for mark in features.marks}
    entries = [_entry(f"line line-{basis}", text) for basis, text in BASES.items() if basis in bases]
    entries += [_entry(f"stop stop-{role}", text) for role, text in ROLES.items() if role in roles]
    entries += [_entry(f"symbol symbol-{kind}", text) for kind, text in SYMBOLS.items() if kind in kinds]
    if any(line.is_twice for line in features.lines):
        entries.append(_entry("twice", f"same {name_way(document)}, run twice"))
    path = "path" if bases == {"geodesic"} else "track"
    if any(line.is_schematic for line in features.lines):
        entries.append(_entry("line line-schematic", "schematic: the network is coarse here"))
    for number in range(len(features.others)):
        entries.append(_entry(f"line line-other line-other-{number % len(OTHER_STYLES)}", f"way {number + 2}"))
    tolerances = [leg["geometry"]["tolerance_m"] for leg in document["itinerary"]["legs"] if "geometry" in leg]
    limits = DRAWN.format(max(tolerances)) if tolerances else LIMITS.format(path)
    ground = f"{CREDIT}: a generalised base map. Drawn with Leaflet."
    furthest = max((point[0] for line in features.lines for point in line.points), key=abs, default=0.0)
    if abs(furthest) > MAP_ENDS_DEG:
        side = "N" if furthest > 0 else "S"
        limits = f"{BEYOND.format(abs(furthest), side, side)} {limits}"
    texts = [tag("p", limits), tag("p", f"Positions: {format_credits(document)}. {ground}"), format_disclaimer(look)]
    return wrap("figcaption", [wrap("ul", entries, kind="legend"), *texts])


def _entry(kind: str, text: str) -> str:
    return wrap("li", [f'<i class="{kind}"></i>', tag("span", text)])
