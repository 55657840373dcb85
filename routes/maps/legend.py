"""What stands below the map: the legend of what it shows, its limits, and the credits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from routes.basemap.reader import CREDIT
from routes.maps.features import Features
from routes.maps.html import tag, wrap
from routes.maps.layers import BASIS_STYLES, CHANCE_STYLES, SCHEMATIC_STYLE, pick_style
from routes.maps.look import Look, format_disclaimer
from routes.maps.method import format_credits, list_drawn_legs
from routes.maps.rows import CHANCES
from routes.maps.swatches import draw_swatch
from routes.sentences import name_way
from routes.sentences_scheduled import is_scheduled

Document = Mapping[str, Any]
LIMITS = (
    "Drawn straight from station to station: a scheme of the route, not its {}. Generalised, not evidence of position."
)
DRAWN = (
    "Drawn along {}, thinned to {} m, where that is known, else straight from station to station. Generalised, not "
    "evidence of position."
)
DRAWN_SCHEDULED = (
    "Drawn along the shapes of the timetable where it has them, else straight from stop to stop, dotted: a scheme of "
    "the route, not its track. Generalised, not evidence of position."
)
ALONG = {"rail": "the network of the world's track", "sea": "lanes over the sea", "ride": "shapes of the timetable"}
"""What a leg's line follows, by its kind."""
BEYOND = "The way reaches {:.1f}° {}, beyond this map, which ends at 85° {}: that part is drawn along its edge."
# Where Web Mercator ends, by which Leaflet draws: the latitude that makes the world a square.
MAP_ENDS_DEG = 85.0511
BASES = {
    "official": "official kilometres",
    "routed": "length routed on a map",
    "estimated": "length estimated",
    "geodesic": "geodesic, by air or road",
}
SCHEDULED_BASES = {"estimated": "along the timetable's shape", "geodesic": "straight from stop to stop"}
ROLES = {"start": "start", "end": "end", "stop": "stops, or works are done", "pass": "passes"}
SYMBOLS = {
    "border": "border",
    "clock": "clocks change",
    "gauge": "change of gauge",
    "locomotive": "change of locomotive",
    "reversal": "reverses",
    "claimed": "claimed",
    "possible": "possible by then",
    "seen": "seen, as told",
    "unseen": "not seen, as told",
}


def build_legend(document: Document, features: Features, look: Look) -> str:
    """Return the caption of the map; the legend has only what is on it."""
    bases, roles = {line.basis for line in features.lines}, {stop.role for stop in features.stops}
    kinds = {mark.kind for mark in features.marks}
    entries = [_line(BASIS_STYLES[basis], text) for basis, text in name_bases(document).items() if basis in bases]
    entries += [_entry(f"stop stop-{role}", text) for role, text in ROLES.items() if role in roles]
    entries += [_entry(f"symbol symbol-{kind}", text) for kind, text in SYMBOLS.items() if kind in kinds]
    if any(line.is_twice for line in features.lines):
        entries.append(_entry("twice", f"same {name_way(document)}, run twice"))
    if any(line.is_schematic for line in features.lines):
        schematic = {**BASIS_STYLES["routed"], **SCHEMATIC_STYLE}
        entries.append(_line(schematic, "schematic: long straight pieces"))
    entries += [_line(CHANCE_STYLES[kind], text) for kind, text in list_chances() if kind in bases]
    entries += [_line(pick_style(number), name) for number, name in enumerate(features.names)]
    ground = f"{CREDIT}: a generalised base map. Drawn with Leaflet."
    limits = format_limits(document, features)
    furthest = max((point[0] for line in features.lines for point in line.points), key=abs, default=0.0)
    if abs(furthest) > MAP_ENDS_DEG:
        side = "N" if furthest > 0 else "S"
        limits = f"{BEYOND.format(abs(furthest), side, side)} {limits}"
    view = tag("p", format_disclaimer(look), kind="view")
    texts = [tag("p", limits), tag("p", f"Positions: {format_credits(document)}. {ground}"), view]
    return wrap("figcaption", [wrap("ul", entries, kind="legend"), *texts])


def name_bases(document: Document) -> Mapping[str, str]:
    """Return what a line of each basis is: where it is one thing on rides by timetable and another elsewhere, both."""
    kinds = {basis: set[str]() for basis in BASES}
    for leg in list_drawn_legs(document):
        names = BASES | SCHEDULED_BASES if _kind(leg) == "ride" or is_scheduled(document) else BASES
        kinds.setdefault(leg["basis"], set()).add(names.get(leg["basis"], str(leg["basis"])))
    return {basis: ", or ".join(sorted(words, key=len)) or BASES[basis] for basis, words in kinds.items()}


def _kind(leg: Document) -> str:
    """Return which of ALONG a leg's line follows."""
    return "ride" if leg.get("mode") == "timetable" else "sea" if leg["line"] == "sea" else "rail"


def format_limits(document: Document, features: Features) -> str:
    """Return how the route is drawn, and what the map is no evidence of."""
    legs = list_drawn_legs(document)
    drawn = [leg for leg in legs if "geometry" in leg]
    along = [text for kind, text in ALONG.items() if any(_kind(leg) == kind for leg in drawn)]
    path = "path" if {leg["basis"] for leg in legs} == {"geodesic"} else "track"
    if is_scheduled(document):
        return DRAWN_SCHEDULED
    if not drawn:
        return LIMITS.format(path)
    return DRAWN.format(" and ".join(along), max(leg["geometry"]["tolerance_m"] for leg in drawn))


def list_chances() -> Iterator[tuple[str, str]]:
    """Yield the class of each chance with what it says."""
    for number, least in enumerate(CHANCES):
        above = f" to {CHANCES[number - 1]:.0%}" if number else " or more"
        yield (
            f"chance-{number}",
            f"reached with {least:.0%}{above}" if least else f"reached with less than {CHANCES[-2]:.0%}",
        )


def _line(style: Mapping[str, Any], text: str) -> str:
    return wrap("li", [draw_swatch(style), tag("span", text)])


def _entry(kind: str, text: str) -> str:
    return wrap("li", [f'<i class="{kind}"></i>', tag("span", text)])
