"""The document of a claim: the usual answer of its main mode, and what every mode makes of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Any

from routes import clock
from routes.geo import Coordinate, geodesic_points, wrap_coordinate
from routes.report.document import Document, build_document
from routes.report.entries import build_stations
from routes.report.inputs import build_input
from routes.report.legs import build_events, build_legs
from routes.report.quote import build_quote
from routes.scenarios.answers import Answer, find_times
from routes.scenarios.departures import Departure
from routes.scenarios.fastest import Fastest
from routes.scenarios.feasible import CREDIBLE_CHANCE, Claim, Weighed
from routes.scenarios.paces import DocumentedPace
from routes.scenarios.positions import Position, find_positions
from routes.scenarios.schema import Scenario
from routes.scenarios.world import World
from routes.units import round_chance


def build_claims(world: World, weighed: Weighed) -> Document:
    """Return the document of a claim: `answer` has the `verdict` of the main mode, and `claims` with one of each mode.

    `answer.left` is when it is taken to have left; `last` is null for a clock time. With `seen_at` it is when it was
    seen there, from which the claim of a train counts.
    """
    document = build_document(world, weighed.evaluation)
    parts = [document, *document["alternatives"]]
    main, stations = weighed.evaluation.train.mode, world.gazetteer.stations
    origin = weighed.evaluation.trip.origin
    query, answers = weighed.evaluation.query, weighed.evaluation.answers
    for part, answer, left, claims in zip(parts, answers, weighed.departures, weighed.claims, strict=True):
        part["answer"] |= {
            "verdict": next(claim.verdict for claim in claims if claim.mode == main),
            "credible_from": CREDIBLE_CHANCE,
            "left": _left(left, stations[left.seen_at or origin].zone),
            "claims": [_claim(claim) | _way(world, claim, main, left, query=query) for claim in claims],
            "by_then": [
                _position(position, part["itinerary"]["legs"], document["stations"])
                for position in _find_positions(weighed, answer)
            ],
        }
        part["answer"]["on_time"] = next(c["on_time"] for c in part["answer"]["claims"] if c["mode"] == main)
        document["stations"] |= build_stations(world, _list_codes(claims))
    return document | {"input": build_input(document), "quote": build_quote(document)}


def _way(world: World, claim: Claim, main: str, left: Departure, *, query: Scenario) -> Document:
    """Return the legs of a way by another mode than the main one, whose legs are those of the itinerary.

    With lines on the ground it has its `events` too, leaving at the first instant that is claimed.
    """
    if claim.itinerary is None or claim.mode == main:
        return {"legs": []}
    legs = build_legs(world, claim.itinerary.legs)
    if not query.geometry:
        return {"legs": legs}
    times = find_times(claim.itinerary, left.first, confidence=query.confidence)
    return {"legs": legs, "events": build_events(world, claim.itinerary, times)}


def _list_codes(claims: Iterable[Claim]) -> list[str]:
    return [code for claim in claims if claim.itinerary for code in claim.itinerary.stations]


def _find_positions(weighed: Weighed, answer: Answer) -> tuple[Position, ...]:
    """Return how far it can have come by the time that is claimed."""
    itinerary = weighed.evaluation.itinerary
    return find_positions(itinerary, answer, answer.deadline) if answer.deadline else ()


def _position(position: Position, legs: Sequence[Document], stations: Document) -> Document:
    """Return a place on the way, on the line of its leg where that is known, else on the geodesic."""
    if position.leg is None:
        station = stations[str(position.station)]
        return {**position._asdict(), "lat": station["lat"], "lon": station["lon"]}
    leg = legs[position.leg]
    start, end = (Coordinate(stations[leg[name]]["lat"], stations[leg[name]]["lon"]) for name in ("from", "to"))
    rows = [point.split(",") for point in leg.get("geometry", {}).get("points", "").split()]
    points = [(float(lat), float(lon)) for lat, lon, _ in rows] or geodesic_points(start, end)
    marks_m = [float(at_m) for _, _, at_m in rows] or [
        n * leg["length_m"] / (len(points) - 1) for n in range(len(points))
    ]
    lat, lon = _read_between(points, marks_m, position.share * leg["length_m"])
    return {**position._asdict(), "lat": round(lat, 5), "lon": round(wrap_coordinate(lat, lon).lon, 5)}


def _read_between(points: Sequence[tuple[float, float]], marks_m: Sequence[float], at_m: float) -> tuple[float, float]:
    """Return the point at some metres along a line, straight between its points."""
    after = min(max(bisect_right(marks_m, at_m), 1), len(points) - 1)
    (lat, lon), (lat_to, lon_to) = points[after - 1 : after + 1]
    width_m = marks_m[after] - marks_m[after - 1]
    part = min(1.0, max(0.0, (at_m - marks_m[after - 1]) / width_m)) if width_m else 0.0
    return lat + part * (lat_to - lat), lon + part * (lon_to - lon)


def _left(left: Departure, zone: str) -> Document:
    last = None if left.last == left.first else clock.stamp(left.last, zone)
    seen = {"seen_at": left.seen_at} if left.seen_at else {}
    return {"first": clock.stamp(left.first, zone), "last": last, **seen}


def _claim(claim: Claim) -> Document:
    itinerary = claim.itinerary
    head = {"mode": claim.mode, "train": claim.train, "verdict": claim.verdict}
    if itinerary is None or claim.fastest is None:
        names = (
            "on_time",
            "on_time_last",
            "length_m",
            "basis",
            "available_s",
            "needed_kmh",
            *_fastest(None),
            "late_by_s",
        )
        return {**head, **dict.fromkeys(names), "note": claim.note or None}
    return {
        **head,
        "on_time": round_chance(claim.on_time),
        "on_time_last": None if claim.on_time_last is None else round_chance(claim.on_time_last),
        "length_m": itinerary.length_m,
        "basis": itinerary.basis,
        "available_s": claim.available_s,
        "needed_kmh": None if claim.needed_kmh is None else round(claim.needed_kmh, 1),
        **_fastest(claim.fastest),
        "late_by_s": claim.late_by_s,
        "note": claim.note or None,
    }


def _fastest(fastest: Fastest | None) -> dict[str, Any]:
    if fastest is None:
        return dict.fromkeys(("fastest_kmh", "fastest_time_s", "fastest_source", "fastest_paces"))
    return {
        "fastest_kmh": round(fastest.kmh, 1),
        "fastest_time_s": fastest.time_s,
        "fastest_source": "; ".join(dict.fromkeys(pace.source for pace in fastest.paces)) or None,
        "fastest_paces": [_pace(pace) for pace in fastest.paces],
    }


def _pace(pace: DocumentedPace) -> Document:
    return {
        "country": pace.country,
        "what": pace.what,
        "year": pace.year,
        "kmh": round(pace.kmh, 1),
        "source": pace.source,
        "note": pace.note or None,
        "known_from": pace.known_from.isoformat(),
        "origin": pace.origin,
    }
