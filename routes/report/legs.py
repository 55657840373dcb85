"""Legs and events of a journey as a document has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from routes import clock
from routes.gazetteer.station import Station
from routes.itinerary import Event, Itinerary, Leg, list_events
from routes.report.points import write_points
from routes.scenarios.answers import Times
from routes.scenarios.world import World
from routes.units import speed_kmh

Document = dict[str, Any]
SHAPE_TOLERANCE_M = 30
"""How far a line at sea, straight in degrees from point to point, departs from the geodesics it stands for."""


def build_legs(world: World, legs: Sequence[Leg], *, is_coarse: bool = False) -> list[Document]:
    """Return legs, with lengths and lines of those laid on the world's track; lines among many are coarse.

    An answer that is kept is drawn later, so it has every line that it rests on.
    """
    built = [build_leg(leg) | _shape(leg) for leg in legs]
    if not world.courses:
        return built
    from routes.report.courses import build_course  # what the authored track does not need

    courses = [world.courses.get((leg.start, leg.end, leg.line)) for leg in legs]
    return [
        document | (build_course(course, document["length_m"], is_coarse=is_coarse) if course else {})
        for document, course in zip(built, courses, strict=True)
    ]


def _shape(leg: Leg) -> Document:
    """Return the line of a leg that has one of its own, as text like that of track."""
    if not leg.shape:
        return {}
    longest_m = max((two[2] - one[2] for one, two in pairwise(leg.shape)), default=0)
    points = write_points(leg.shape)
    return {"geometry": {"tolerance_m": SHAPE_TOLERANCE_M, "longest_straight_m": longest_m, "points": points}}


def build_leg(leg: Leg) -> Document:
    """Return a leg as its line, length and time."""
    return {
        "from": leg.start,
        "to": leg.end,
        "length_m": leg.length_m,
        "error_m": leg.error_m,
        "basis": leg.basis,
        "whole": leg.whole or None,
        "line": leg.line,
        "gauge_mm": leg.gauge_mm or None,
        "border": leg.border,
        "source": leg.source,
        "accessed": leg.accessed or None,
        "run_s": leg.time.likely_s,
        "run_low_s": leg.time.low_s,
        "run_high_s": leg.time.high_s,
        "speed_kmh": round(speed_kmh(leg.length_m, leg.time.likely_s), 1),
        "keys": list(leg.keys),
    }


def build_events(world: World, itinerary: Itinerary, times: Mapping[int, Times] | None) -> list[Document]:
    """Return every departure, arrival and passing of a journey with its three times; nulls for one without."""
    return [_event(world, event, times[event.boundary] if times else None) for event in list_events(itinerary)]


def _event(world: World, event: Event, times: Times | None) -> Document:
    document: Document = {"station": event.station, "event": event.event, "at_m": event.at_m}
    if times is None:
        return document | {"time": None, "early": None, "late": None}
    station = world.gazetteer.stations[event.station]
    return document | {
        "time": stamp_at(times.expected, station),
        "early": stamp_at(times.early, station),
        "late": stamp_at(times.late, station),
    }


def stamp_at(instant: datetime | None, station: Station) -> Document | None:
    """Return an instant in UTC and on the clock of a station; None for none."""
    return None if instant is None else clock.stamp(instant, station.zone)
