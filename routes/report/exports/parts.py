"""The journeys of a document as exports show them: readings, visits of stations, and tracks with their events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from routes.geo import Coordinate, geodesic_points
from routes.sentences import format_as_of, station_name
from routes.sentences_scheduled import SCHEDULED_KINDS, is_scheduled, list_events
from routes.stamps import format_stamp, format_utc, format_zone
from routes.units import format_duration, format_km

Document = Mapping[str, Any]
Point = tuple[float, float]
KINDS = {
    "latest-departure": "Latest departure",
    "arrival": "Arrival",
    "feasible": "Could it be",
    "distance": "Distance",
    "compare": "Which of these",
    "reach": "Reach",
    **SCHEDULED_KINDS,
}
EVENTS = {"arr": "arrive", "pass": "pass", "dep": "leave"}
TIMES = {"time": "expected", "early": "early", "late": "late"}


class Part(NamedTuple):
    """One reading of the question: the document with that reading's answer, and `2 of 3` where there are several."""

    document: Document
    number: int
    label: str


class Visit(NamedTuple):
    """A station of the journey with its events in order: an arrival, a departure, both, or a passage."""

    station: str
    events: tuple[Document, ...]


class Track(NamedTuple):
    """A leg with the events at its ends, and its (lat, lon) points with longitudes unwrapped along the journey."""

    leg: Document
    start: Document
    end: Document
    points: tuple[Point, ...]


def list_parts(document: Document) -> list[Part]:
    """Return each reading of the question."""
    answers = [document, *({**document, **part} for part in document["alternatives"])]
    word = "journey" if is_scheduled(document) else "reading"
    labels = [f"{word} {n} of {len(answers)}" if len(answers) > 1 else "" for n in range(1, len(answers) + 1)]
    return [Part(answer, n, label) for n, (answer, label) in enumerate(zip(answers, labels, strict=True), start=1)]


def list_other_ways(document: Document) -> list[tuple[int, Document]]:
    """Return the ways that an answer lists beside its own, which is the first of them, with their numbers from 2 on."""
    return list(enumerate(document.get("ways") or (), start=1))[1:]


def list_visits(itinerary: Document) -> list[Visit]:
    """Return the stations in travel order, each as often as the journey comes there."""
    visits: list[Visit] = []
    for event in list_events(itinerary):
        if event["event"] == "dep" and visits and visits[-1].events[-1]["event"] == "arr":
            visits[-1] = Visit(visits[-1].station, (*visits[-1].events, event))
        else:
            visits.append(Visit(event["station"], (event,)))
    return visits


def list_tracks(document: Document) -> list[Track]:
    """Return the legs of a reading with their lines."""
    moves = [(a, b) for a, b in pairwise(document["itinerary"]["events"]) if a["event"] != "arr"]
    legs = document["itinerary"]["legs"]
    return [Track(leg, *move, line) for leg, move, line in zip(legs, moves, list_lines(document, legs), strict=True)]


def list_lines(document: Document, legs: Sequence[Document]) -> Iterator[tuple[Point, ...]]:
    """Yield the line of each leg, on the ground or else the geodesic, shifted by whole turns to join the one before."""
    lon: float | None = None
    for leg in legs:
        rows = [point.split(",") for point in leg.get("geometry", {}).get("points", "").split()]
        points = [(float(row[0]), float(row[1])) for row in rows] or geodesic_points(*_ends(document, leg))
        points = points * 2 if len(points) == 1 else points
        turns = 0 if lon is None else round((lon - points[0][1]) / 360)
        points = [(lat, east + 360 * turns) for lat, east in points]
        lon = points[-1][1]
        yield tuple(points)


def _ends(document: Document, leg: Document) -> list[Coordinate]:
    stations = [document["stations"][leg[end]] for end in ("from", "to")]
    return [Coordinate(station["lat"], station["lon"]) for station in stations]


def format_title(document: Document) -> str:
    """Return the title of the scenario, or the question with its ends."""
    question = document["question"]
    kind = KINDS.get(question["kind"], "Journey")
    ends = [_name(document, question.get(end)) for end in ("from", "to") if question.get(end)]
    return str(question.get("title") or f"{kind}: {' → '.join(ends)}".removesuffix(": "))


def _name(document: Document, code: Any) -> str:
    return station_name(document, code) if code in document["stations"] else str(code)


def format_clocks(stamp: Document | None, *, up: bool = False) -> str:
    """Return a time on its own clock and in UTC, `Mon 11 Sep 2023 14:45 UTC+9 Asia/Pyongyang (05:45 UTC)`, or never."""
    if stamp is None:
        return "never"
    zone = f"{format_zone(stamp)} {stamp['zone']}".removesuffix(" UTC") if stamp["zone"] != "UTC" else "UTC"
    return f"{format_stamp(stamp, with_year=True, up=up)} {zone} ({format_utc(stamp, up=up)})"


def has_times(event: Document) -> bool:
    """Return whether an event has any time: those of a distance have none."""
    return any(event[name] is not None for name in TIMES)


def format_event(event: Document) -> str:
    """Return an event with its expected time and, where they differ, its early and late ones; "" without times."""
    if not has_times(event):
        return ""
    up = event["event"] == "arr"
    text = f"{EVENTS[event['event']]} {format_clocks(event['time'], up=up)}"
    if event["early"] == event["time"] == event["late"]:
        return text
    return f"{text}; early {format_clocks(event['early'], up=up)}; late {format_clocks(event['late'], up=up)}"


def format_leg(leg: Document) -> str:
    """Return a leg's line, length with basis, and time under way."""
    error = f" ±{format_km(leg['error_m'])}" if leg["error_m"] else ""
    span = " to ".join(format_duration(leg[key]) for key in ("run_low_s", "run_high_s"))
    drawn = "line on the ground" if leg.get("geometry") else "drawn as a geodesic"
    return (
        f"{leg['line']}: {format_km(leg['length_m'])}{error} ({leg['basis']}), "
        f"{format_duration(leg['run_s'])} ({span}), "
        f"{leg['speed_kmh']:g} km/h; {drawn}"
    )


def format_about(document: Document) -> str:
    """Return what an export says of itself: as of when, the sentence to quote, and what times are."""
    return f"{format_as_of(document)}. {document['quote']['en']} tzdata {document['tzdata']}."
