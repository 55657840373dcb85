"""What there is to draw: the stops, lines and marks of an answer's document, with longitudes unwrapped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from routes.claim_sentences import name_by
from routes.geo import Coordinate, bounds
from routes.maps.apart import find_apart, name_journey
from routes.maps.changes import list_changes
from routes.maps.lines import Line, Mark, Point, draw_legs, find_point, put_beside
from routes.maps.sightings import format_label, list_sightings
from routes.sentences import format_chance, station_name
from routes.stamps import format_bound
from routes.units import format_duration, format_km

Document = Mapping[str, Any]
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
MARKED_WORKS = ("gauge", "locomotive", "reversal")


class Stop(NamedTuple):
    """A station of the route at (lat, lon), the longitude unwrapped; `role` is start, end, stop or pass."""

    code: str
    point: Point
    role: str


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
    points = {document["question"]["from"]: find_point(document, document["question"]["from"])}
    for line in lines:
        points.setdefault(line.start, line.ends[0])
        points.setdefault(line.end, line.ends[1])
    for code, point in _list_calls(document, lines):
        points.setdefault(code, point)
    stops = tuple(Stop(code, point, _role(document, code)) for code, point in points.items())
    marks = (
        *(Mark(c.kind, c.point, c.label, c.text) for c in list_changes(document, lines)),
        *_work_marks(document, points),
        *_claim_marks(document, lines),
        *_sighting_marks(document, points),
    )
    return Features(stops, lines, marks, tuple(others.values()), tuple(others))


def _list_calls(document: Document, lines: Sequence[Line]) -> Iterator[tuple[str, Point]]:
    """Yield the places at which a ride by timetable calls on its way."""
    for leg, line in zip(document["itinerary"]["legs"], lines, strict=True):
        for call in leg.get("calls", ()):
            place = Coordinate(*find_point(document, call["station"]))
            yield call["station"], put_beside(place, min(line.points, key=lambda p: abs(p[0] - place.lat)))


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
            point = put_beside(Coordinate(place["lat"], place["lon"]), lines[-1].ends[1])
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


def _role(document: Document, code: str) -> str:
    if code in (document["itinerary"]["from"], document["itinerary"]["to"]):
        return "start" if code == document["itinerary"]["from"] else "end"
    worked = {dwell["station"] for dwell in document["itinerary"]["dwells"]}
    calls = [call for leg in document["itinerary"]["legs"] for call in leg.get("calls", ())]
    worked |= {call["station"] for call in calls if call["event"] != "pass"}
    return "stop" if code in worked or code in document["question"]["via"] else "pass"


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
        point = points.get(code) or find_point(document, code)
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
