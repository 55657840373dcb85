"""An answer as GPX 1.1: a track with the expected times in UTC, and the stations as waypoints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from routes.geo import cut_antimeridian
from routes.report.exports.elements import add, format_degrees, format_xml, new_root
from routes.report.exports.parts import (
    Part,
    Point,
    Track,
    Visit,
    format_about,
    format_event,
    format_title,
    list_lines,
    list_other_ways,
    list_parts,
    list_tracks,
    list_visits,
)
from routes.report.exports.texts import clean_line
from routes.sentences_why import format_source
from routes.units import format_km

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Document = Mapping[str, Any]
Timed = tuple[Point, str | None]
NAMESPACE = "http://www.topografix.com/GPX/1/1"


def build_gpx(document: Document) -> str:
    """Return one track for each reading, then one without times for each other way.

    Only the points at stations have times: between them none is computed.
    """
    root = new_root("gpx", {"version": "1.1", "creator": "routes", "xmlns": NAMESPACE})
    top = add(root, "metadata")
    add(top, "name", clean_line(format_title(document)))
    add(top, "desc", format_about(document))
    add(top, "time", document["as_of"]["utc"])
    parts = list_parts(document)
    for part in parts:
        for visit in list_visits(part.document["itinerary"]):
            _add_waypoint(root, part, visit)
    for part in parts:
        name = ", ".join(filter(None, [format_title(document), part.label]))
        _add_track(root, name, list(_segments(list_tracks(part.document))))
    for number, way in list_other_ways(document):
        lines = list_lines(document, way["legs"])
        pieces = [piece for line in lines for piece in cut_antimeridian(line)]
        _add_track(root, f"Way {number}", [[(point, None) for point in piece] for piece in pieces])
    return format_xml(root)


def _add_waypoint(root: Element, part: Part, visit: Visit) -> None:
    station = part.document["stations"][visit.station]
    waypoint = _add_point(root, "wpt", (station["lat"], station["lon"]), visit.events[0]["time"])
    add(waypoint, "name", clean_line(station["name"]))
    told = [event for event in map(format_event, visit.events) if event]
    so_far = f"{format_km(visit.events[0]['at_m'])} from the start"
    add(waypoint, "desc", "; ".join([*filter(None, [part.label]), *told, so_far]))
    add(waypoint, "src", clean_line(format_source(station)))


def _add_track(root: Element, name: str, segments: Sequence[Sequence[Timed]]) -> None:
    track = add(root, "trk")
    add(track, "name", clean_line(name))
    for segment in segments:
        points = add(track, "trkseg")
        for point, time in segment:
            _add_point(points, "trkpt", point, None if time is None else {"utc": time})


def _segments(tracks: Sequence[Track]) -> Iterator[list[Timed]]:
    """Yield the points of a journey in pieces that do not cross 180 degrees, with times where legs begin and end."""
    segment: list[Timed] = []
    for track in tracks:
        start, end = (event["time"] and event["time"]["utc"] for event in (track.start, track.end))
        for number, piece in enumerate(cut_antimeridian(track.points)):
            timed: list[Timed] = [(point, None) for point in piece]
            if number == 0:
                timed[0] = (piece[0], start)
                if segment and _is_apart(segment[-1][0], piece[0]):
                    yield segment
                    segment = []
            elif segment:
                yield segment
                segment = []
            segment += timed[1:] if segment and segment[-1] == timed[0] else timed
        segment[-1] = (segment[-1][0], end)
    if segment:
        yield segment


def _is_apart(one: Point, two: Point) -> bool:
    """Return whether two points of one journey lie on the two sides of 180 degrees."""
    return abs(one[1] - two[1]) > 180


def _add_point(parent: Element, tag: str, point: Point, time: Document | None) -> Element:
    lat, lon = point[0], -180.0 if point[1] == 180 else point[1]  # the schema's longitudes end below 180
    element = add(parent, tag, attributes={"lat": format_degrees(lat), "lon": format_degrees(lon)})
    if time is not None:
        add(element, "time", time["utc"])
    return element
