"""What there is to draw: the stops, lines and marks of an answer's document, with longitudes unwrapped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from routes.basemap.crossing import find_crossing
from routes.basemap.reader import open_basemap
from routes.claim_sentences import name_by
from routes.gazetteer.countries import COUNTRY_NAMES
from routes.geo import Coordinate, bounds, geodesic_points, wrap_coordinate
from routes.itinerary import GEODESIC
from routes.maps.apart import find_apart, name_journey
from routes.maps.sightings import format_label, list_sightings
from routes.sentences import format_chance, station_name
from routes.sentences_why import format_source
from routes.stamps import format_bound, offset_s
from routes.units import format_duration, format_km

Document = Mapping[str, Any]
Point = tuple[float, float]
WORKS = {
    "stop": "stop",
    "border": "border work",
    "gauge": "change of gauge",
    "locomotive": "change of locomotive",
    "reversal": "reversal",
    "hold": "held back",
    "board": "boarding",
    "alight": "leaving the airport",
    "layover": "layover",
    "embark": "boarding the ship",
    "disembark": "leaving the port",
    "change": "change of vehicle",
    "wait": "waiting for a departure",
}
AT_BORDER = "Marked where the drawn line meets the generalised border."
MIDWAY = "Marked midway: where between the two it is, the data do not say."
MARKED_WORKS = ("gauge", "locomotive", "reversal")


class Stop(NamedTuple):
    """A station of the route at (lat, lon), the longitude unwrapped; `role` is start, end, stop or pass."""

    code: str
    point: Point
    role: str


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


class Features(NamedTuple):
    """All that is drawn, in travel order; `others` are other ways, each as its legs and a layer with its name."""

    stops: tuple[Stop, ...]
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]
    others: tuple[tuple[Line, ...], ...] = ()
    names: tuple[str, ...] = ()


def build_features(document: Document) -> Features:
    """Return the stops, lines and marks of the first reading; every reading takes the same route."""
    if document["itinerary"] is None:
        from routes.maps.rows import build_row_features  # which rests on this module

        return build_row_features(document)
    lines = tuple(draw_legs(document, document["itinerary"]["legs"]))
    others = dict(_list_others(document))
    points = {document["question"]["from"]: _coordinate(document, document["question"]["from"])}
    for line in lines:
        points.setdefault(line.start, line.ends[0])
        points.setdefault(line.end, line.ends[1])
    for code, point in _list_calls(document, lines):
        points.setdefault(code, point)
    stops = tuple(Stop(code, point, _role(document, code)) for code, point in points.items())
    marks = (
        *_leg_marks(document, lines),
        *_work_marks(document, points),
        *_claim_marks(document, lines),
        *_sighting_marks(document, points),
    )
    return Features(stops, lines, marks, tuple(others.values()), tuple(others))


def _list_calls(document: Document, lines: Sequence[Line]) -> Iterator[tuple[str, Point]]:
    """Yield the places at which a ride by timetable calls on its way."""
    for leg, line in zip(document["itinerary"]["legs"], lines, strict=True):
        for call in leg.get("calls", ()):
            place = Coordinate(*_coordinate(document, call["station"]))
            yield call["station"], _beside(place, min(line.points, key=lambda p: abs(p[0] - place.lat)))


def _list_others(document: Document) -> Iterator[tuple[str, tuple[Line, ...]]]:
    """Yield the name and the legs of each other way of an answer, and of the other modes of a claim."""
    for number, way in enumerate(document.get("ways", ())[1:], start=2):
        yield f"Way {number}: {format_km(way['length_m'])}", tuple(draw_legs(document, way["legs"]))
    for number in find_apart(document):
        other = document["alternatives"][number]
        yield f"Or: {name_journey(other)}", tuple(draw_legs(document, other["itinerary"]["legs"]))
    for claim in document["answer"].get("claims", ()):
        if legs := claim.get("legs"):
            yield f"{name_by(claim['mode']).capitalize()}: {claim['verdict']}", tuple(draw_legs(document, legs))


def _claim_marks(document: Document, lines: Sequence[Line]) -> Iterator[Mark]:
    """Yield the place that is claimed, and how far it can have come by then, by chance."""
    answer = document["answer"]
    if "by_then" not in answer or not lines:
        return
    by = format_bound(answer["arrive_by"])
    yield Mark("claimed", lines[-1].ends[1], f"claimed: here by {by}", f"It is claimed to be here by {by}.", 0, 1)
    for place in answer["by_then"]:
        if place["at_m"] < document["itinerary"]["length_m"]:
            chance = format_chance(place["chance"])
            text = f"By {by} it has come at least as far as here with {chance}: {format_km(place['at_m'])}."
            point = _beside(Coordinate(place["lat"], place["lon"]), lines[-1].ends[1])
            yield Mark("possible", point, f"{chance}: at least here by {by}", text)


def list_bounds(features: Features) -> list[Point]:
    """Return the south-west and north-east corners of all that is drawn."""
    lines = [line for way in (features.lines, *features.others) for line in way]
    return list(bounds([*(p for line in lines for p in line.points), *(s.point for s in features.stops)]))


def list_parts(document: Document) -> list[Document]:
    """Return the document once for each reading of the question, with that reading's answer and itinerary."""
    return [document, *({**document, **part} for part in document["alternatives"])]


def is_crossing(document: Document, code: str) -> bool:
    """Return whether a station is only where track crosses a border, which the mark of that border names."""
    station = document["stations"][code]
    return bool(station["kind"] == "border" and str(station["name"]).startswith("border "))


def country_name(code: str) -> str:
    """Return `Russia` for RU, and the code itself for a country without a name here."""
    return COUNTRY_NAMES.get(code, (code,))[0]


def _coordinate(document: Document, code: str) -> Point:
    station = document["stations"][code]
    return station["lat"], station["lon"]


def _role(document: Document, code: str) -> str:
    if code in (document["itinerary"]["from"], document["itinerary"]["to"]):
        return "start" if code == document["itinerary"]["from"] else "end"
    worked = {dwell["station"] for dwell in document["itinerary"]["dwells"]}
    calls = [call for leg in document["itinerary"]["legs"] for call in leg.get("calls", ())]
    worked |= {call["station"] for call in calls if call["event"] != "pass"}
    return "stop" if code in worked or code in document["question"]["via"] else "pass"


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
    stations = [Coordinate(*_coordinate(document, leg[end])) for end in ("from", "to")]
    points = _read_points(leg) or geodesic_points(*stations)
    turns = round(((stations[0].lon if lon is None else lon) - points[0][1]) / 360)
    points = [(lat, east + 360 * turns) for lat, east in points]
    ends = (_beside(stations[0], points[0]), _beside(stations[1], points[-1]))
    title = f"{station_name(document, leg['from'])} – {station_name(document, leg['to'])}"
    drawn = ("geometry" in leg, bool(leg.get("schematic")) and "geometry" in leg and leg["basis"] != GEODESIC)
    text = _leg_text(leg, is_twice)
    return Line(
        leg["from"], leg["to"], tuple(points), leg["basis"], is_twice, title, text, ends, *drawn, format_source(leg)
    )


def _read_points(leg: Document) -> list[Point]:
    """Return the line of a leg on the ground, [] where the document has none."""
    rows = (point.split(",") for point in leg.get("geometry", {}).get("points", "").split())
    return [(float(lat), float(lon)) for lat, lon, _ in rows]


def _beside(place: Coordinate, point: Point) -> Point:
    """Return a place with its longitude as near to that of a point as whole turns of the globe allow."""
    return place.lat, place.lon + 360 * round((point[1] - place.lon) / 360)


def _leg_text(leg: Document, is_twice: bool) -> str:
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
    routed += "; drawn schematically" if leg.get("schematic") and "geometry" in leg else ""
    return (
        f"{leg['line']}: {format_km(leg['length_m'])}{error} {way}{routed}; "
        f"{format_duration(leg['run_s'])}{times}, {leg['speed_kmh']:g} km/h{again}"
    )


def _leg_marks(document: Document, lines: Sequence[Line]) -> Iterator[Mark]:
    """Yield a mark where a leg crosses a border or goes from one clock to another: at the border where it is known."""
    for leg, start, end in list_moves(document):
        line, clocks = lines[leg], format_clocks(measure_shift(start, end))
        way = document["itinerary"]["legs"][leg]
        is_whole = not way.get("calls")
        title = line.title if is_whole else " – ".join(station_name(document, e["station"]) for e in (start, end))
        if way["border"] and is_whole:
            countries = [document["stations"][way[side]]["country"] for side in ("from", "to")]
            label = ", ".join(part for part in (f"border {'/'.join(countries)}", clocks) if part)
            names = " – ".join(country_name(c) for c in countries)
            crossing = None if way["line"] in ("air", "sea") else find_crossing(open_basemap(), line.points)
            where = AT_BORDER if crossing else MIDWAY
            text = f"{names}, between {title}. {clocks.capitalize() or 'Same clock'}. {where}"
            yield Mark("border", crossing or _middle(line), label, text)
        elif clocks:
            point = _middle(line) if is_whole else _middle_call(document, line, start, end)
            yield Mark("clock", point, clocks, f"The clocks change between {title}: {clocks}. {MIDWAY}")


def _middle_call(document: Document, line: Line, start: Document, end: Document) -> Point:
    """Return the point of a line nearest to the middle between two of its stops."""
    ends = [Coordinate(*_coordinate(document, event["station"])) for event in (start, end)]
    between = geodesic_points(*ends, step_m=2_000)
    lat, lon = between[len(between) // 2]
    return min(line.points, key=lambda p: (p[0] - lat) ** 2 + ((p[1] - lon + 180) % 360 - 180) ** 2)


def format_clocks(change_s: int) -> str:
    """Return `clocks +1 h`, or "" where they do not change."""
    clocks = f"clocks {'+' if change_s > 0 else '−'}{format_duration(abs(change_s))}" if change_s else ""
    return clocks.removesuffix(" 00")


def _middle(line: Line) -> Point:
    """Return a point near the middle of a line: of one on the ground a point of it, else one of the geodesic."""
    if line.is_drawn:
        return line.points[len(line.points) // 2] if len(line.points) > 2 else _between(line.points[0], line.points[-1])
    first, last = (wrap_coordinate(*point) for point in (line.points[0], line.points[-1]))
    points = geodesic_points(first, last, step_m=2_000)
    lat, lon = points[len(points) // 2] if len(points) > 2 else _between(points[0], points[-1])
    return lat, lon + 360 * round((line.points[0][1] - first.lon) / 360)


def _between(first: Point, last: Point) -> Point:
    # Below 2 km the mean of the ends lies within a metre of the geodesic.
    return round((first[0] + last[0]) / 2, 5), round((first[1] + last[1]) / 2, 5)


def list_moves(document: Document) -> list[tuple[int, Document, Document]]:
    """Return each movement from event to event, calls of a ride among them, with the number of its leg."""
    found = []
    for number, (leg, (start, end)) in enumerate(zip(*_list_ends(document), strict=True)):
        calls = [start, *leg.get("calls", ()), end]
        found += [(number, a, b) for a, b in pairwise(calls) if a["event"] != "arr"]
    return found


def _list_ends(document: Document) -> tuple[Sequence[Document], list[tuple[Document, Document]]]:
    events = document["itinerary"]["events"]
    return document["itinerary"]["legs"], [(a, b) for a, b in pairwise(events) if a["event"] != "arr"]


def measure_shift(start: Document, end: Document) -> int:
    """Return the seconds by which the clocks are put on between two events, as their stamps show; 0 without times."""
    stamps = [event["time"] or event["early"] for event in (start, end)]
    return offset_s(stamps[1]) - offset_s(stamps[0]) if all(stamps) else 0


def _work_marks(document: Document, points: Mapping[str, Point]) -> Iterator[Mark]:
    for code, point in points.items():
        works = [d for d in document["itinerary"]["dwells"] if d["station"] == code and d["kind"] in MARKED_WORKS]
        for slot, work in enumerate(works):
            label = _gauge_label(document, code) if work["kind"] == "gauge" else WORKS[work["kind"]]
            text = f"{label[0].upper()}{label[1:]} at {station_name(document, code)}: {format_span(work)}."
            yield Mark(work["kind"], point, label, text, slot, len(works))


def _sighting_marks(document: Document, points: Mapping[str, Point]) -> Iterator[Mark]:
    """Yield what was seen and what was not, in a row at each station."""
    told = list(list_sightings(document))
    for code in dict.fromkeys(item["station"] for _, item in told):
        point = points.get(code) or _coordinate(document, code)
        here = [(kind, item) for kind, item in told if item["station"] == code]
        for slot, (kind, item) in enumerate(here):
            yield Mark(kind, point, format_label(kind, item), "", slot, len(here), item)


def format_span(work: Document) -> str:
    """Return `1 h 00 (40 min to 2 h 00)`, the likely time and the ends of the estimate."""
    likely, low, high = (format_duration(work[k]) for k in ("likely_s", "low_s", "high_s"))
    return likely if low == high else f"{likely} ({low} to {high})"


def _gauge_label(document: Document, code: str) -> str:
    for before, after in pairwise(document["itinerary"]["legs"]):
        if before["to"] == code and before["gauge_mm"] != after["gauge_mm"]:
            return f"gauge {before['gauge_mm']} → {after['gauge_mm']} mm"
    return WORKS["gauge"]
