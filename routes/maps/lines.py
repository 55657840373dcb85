"""The lines of an answer: the points of a leg, unwrapped, with what a popup tells of it; and marks beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from routes.geo import Coordinate, geodesic_m, geodesic_points
from routes.itinerary import GEODESIC
from routes.sentences import station_name
from routes.sentences_why import format_source
from routes.units import format_duration, format_km

Document = Mapping[str, Any]
Point = tuple[float, float]
LONG_CHORD_M = 10_000
"""A leg drawn straight is schematic from here on, as a straight piece of the network is long (`rail/lines.py`)."""


class Line(NamedTuple):
    """One leg as (lat, lon) points along its line on the ground, or along the geodesic where none is known.

    `ends` are its two stations, `source` is that of its length. `is_twice` where the journey runs the same track again;
    `is_drawn` where the line is that of the track, and `is_schematic` where that is coarse.
    """

    start: str
    end: str
    points: tuple[Point, ...]
    basis: str
    is_twice: bool
    title: str
    text: str
    ends: tuple[Point, Point] = ((0.0, 0.0), (0.0, 0.0))
    is_drawn: bool = False
    is_schematic: bool = False
    source: str = ""


class Mark(NamedTuple):
    """A symbol: border, clock, gauge, locomotive, reversal, seen or unseen.

    `label` is drawn, in one or more lines, and `text` stands in the popup. `slot` and `slots` are its place in the row
    of symbols at one station; `told` is the sighting it stands for.
    """

    kind: str
    point: Point
    label: str
    text: str
    slot: int = 0
    slots: int = 1
    told: Document | None = None


def draw_legs(document: Document, legs: Sequence[Document]) -> Iterator[Line]:
    """Yield the legs, each shifted by whole turns of the globe so that it starts where the one before it ends."""
    runs = Counter(frozenset((leg["from"], leg["to"])) for leg in legs)
    lon: float | None = None
    for leg in legs:
        line = draw_leg(document, leg, lon=lon, is_twice=runs[frozenset((leg["from"], leg["to"]))] > 1)
        lon = line.points[-1][1]
        yield line


def draw_leg(document: Document, leg: Document, *, lon: float | None, is_twice: bool = False) -> Line:
    """Return one leg, shifted by whole turns of the globe so that it starts near a longitude, or else its station."""
    stations = [Coordinate(*find_point(document, leg[end])) for end in ("from", "to")]
    points = _read_points(leg) or geodesic_points(*stations)
    points = points * 2 if len(points) == 1 else points  # a line has two ends, however short it was thinned
    turns = round(((stations[0].lon if lon is None else lon) - points[0][1]) / 360)
    points = [(lat, east + 360 * turns) for lat, east in points]
    ends = (put_beside(stations[0], points[0]), put_beside(stations[1], points[-1]))
    title = f"{station_name(document, leg['from'])} – {station_name(document, leg['to'])}"
    drawn = ("geometry" in leg, _is_schematic(leg, stations))
    text = _leg_text(leg, is_twice, is_schematic=drawn[1])
    return Line(
        leg["from"], leg["to"], tuple(points), leg["basis"], is_twice, title, text, ends, *drawn, format_source(leg)
    )


def _is_schematic(leg: Document, ends: Sequence[Coordinate]) -> bool:
    """Return whether track or a lane is drawn in long straight pieces; a leg without a line is one such piece."""
    if leg["basis"] == GEODESIC:
        return False
    return bool(leg["schematic"] if "schematic" in leg else "geometry" not in leg and geodesic_m(*ends) > LONG_CHORD_M)


def _read_points(leg: Document) -> list[Point]:
    """Return the line of a leg on the ground, [] where the document has none."""
    rows = (point.split(",") for point in leg.get("geometry", {}).get("points", "").split())
    return [(float(lat), float(lon)) for lat, lon, _ in rows]


def put_beside(place: Coordinate, point: Point) -> Point:
    """Return a place with its longitude as near to that of a point as whole turns of the globe allow."""
    return place.lat, place.lon + 360 * round((point[1] - place.lon) / 360)


def _leg_text(leg: Document, is_twice: bool, *, is_schematic: bool) -> str:
    error = f" ±{format_km(leg['error_m'])}" if leg["error_m"] else ""
    low, high = (format_duration(leg[k]) for k in ("run_low_s", "run_high_s"))
    times = f" ({low} to {high})" if low != high else ""
    basis = f"{leg['basis']}, a share of {leg['whole']}" if leg.get("whole") else leg["basis"]
    again = f"; this {'track' if leg['gauge_mm'] else 'way'} is run twice" if is_twice else ""
    way = f"of track ({basis}), {leg['gauge_mm']} mm" if leg["gauge_mm"] else f"({basis})"
    routed = (
        f"; {format_km(leg['routed_m'])} by the network"
        if leg.get("routed_m", leg["length_m"]) != leg["length_m"]
        else ""
    )
    routed += "; drawn schematically" if is_schematic else ""
    return (
        f"{leg['line']}: {format_km(leg['length_m'])}{error} {way}{routed}; "
        f"{format_duration(leg['run_s'])}{times}, {leg['speed_kmh']:g} km/h{again}"
    )


def find_point(document: Document, code: str) -> Point:
    """Return where a station is."""
    station = document["stations"][code]
    return station["lat"], station["lon"]
