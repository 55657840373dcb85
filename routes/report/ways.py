"""The ways of a document: what each is, beside the answer, and its legs."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import Any

from routes.report.courses import build_course
from routes.report.entries import build_stations
from routes.report.legs import build_events, build_leg
from routes.scenarios.answers import find_times
from routes.scenarios.schema import Scenario
from routes.scenarios.ways import Way, Ways
from routes.timing.spread import quantile_s
from routes.timing.totals import total_time

Document = dict[str, Any]
MOST_THROUGH = 5
"""Places named of a way; the largest gaps between them are left where there are more."""


def add_ways(document: Document, found: Ways, query: Scenario) -> Document:
    """Return an answer with `ways`, the first of which is the quickest on the world's track, and their stations."""
    stations = dict(document["stations"])
    for way in found.ways:
        stations |= build_stations(way.world, [way.itinerary.origin, *(leg.end for leg in way.itinerary.legs)])
    ways = [_build_way(way, query) | _build_times(way, query, document["answer"].get("depart")) for way in found.ways]
    notes = [*document["notes"], *found.notes]
    return document | {"ways": ways, "stations": stations, "notes": notes}


def _build_way(way: Way, query: Scenario) -> Document:
    """Return one way: lengths, countries, places passed, time under way by chance, and its legs."""
    itinerary, stations = way.itinerary, way.world.gazetteer.stations
    total, confidence = total_time(itinerary.items, itinerary.pace), query.confidence
    chances = {"early_s": 1 - confidence, "expected_s": 0.5, "late_s": confidence}
    countries = [country for country, _ in groupby(stations[code].country for code in itinerary.stations)]
    return {
        "length_m": itinerary.length_m,
        "basis": itinerary.basis,
        "countries": countries,
        "through": _pick_through(way),
        "shared": round(way.shared, 3),
        **{name: round(quantile_s(total, chance)) for name, chance in chances.items()},
        "legs": [_build_leg(way, index) for index in range(len(itinerary.legs))],
    }


def _build_times(way: Way, query: Scenario, depart: Document | None) -> Document:
    """Return the events of a way for one who leaves when the answer does; {} without lines on the ground, or times."""
    if depart is None or not query.geometry:
        return {}
    times = find_times(way.itinerary, datetime.fromisoformat(depart["utc"]), confidence=query.confidence)
    return {"events": build_events(way.world, way.itinerary, times)}


def _build_leg(way: Way, index: int) -> Document:
    leg = way.itinerary.legs[index]
    course = way.world.courses.get((leg.start, leg.end, leg.line))
    return build_leg(leg) | (build_course(course, leg.length_m) if course else {})


def _pick_through(way: Way) -> list[str]:
    """Return some of the places passed between the ends, evenly spread along the way; no border is among them."""
    itinerary, at_m, passed = way.itinerary, 0, list[tuple[int, str]]()
    for leg in itinerary.legs[:-1]:
        at_m += leg.length_m
        if way.world.gazetteer.stations[leg.end].kind != "border":
            passed.append((at_m, leg.end))
    wanted = [itinerary.length_m * (n + 1) / (MOST_THROUGH + 1) for n in range(MOST_THROUGH)]
    nearest = [min(passed, key=lambda stop: abs(stop[0] - target)) for target in wanted] if passed else []
    return [code for _, code in dict.fromkeys(sorted(nearest))]
