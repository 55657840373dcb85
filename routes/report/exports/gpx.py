"""An answer as GPX 1.1: a track with the expected times in UTC, and the stations as waypoints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from routes.geo import cut_world
from routes.report.exports.beside import (
    find_forecast,
    format_forecast,
    list_edges,
    list_origins,
    list_told,
    list_way_tracks,
    list_ways,
)
from routes.report.exports.elements import add, format_degrees, format_xml, new_root
from routes.report.exports.moves import Point, Track, Visit, list_tracks, list_visits, name_ride, place_station
from routes.report.exports.parts import Part, format_about, format_event, format_title, list_parts
from routes.report.exports.places import list_places
from routes.report.exports.texts import clean_line
from routes.sentences import station_name
from routes.sentences_why import format_source
from routes.units import format_km

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Document = Mapping[str, Any]
Timed = tuple[Point, str | None]
NAMESPACE = "http://www.topografix.com/GPX/1/1"
LAST_LON = 179.99999
"""The schema's longitudes end below 180: a segment that leads there stops a metre before it, on its own side."""


def build_gpx(document: Document) -> str:
    """Return one track for each reading, then one for each other way, which has times where the document has them.

    An answer of rows has its places as waypoints, and a reach the track to them as one. Only the points at stations
    have times: between them none is computed.
    """
    root = new_root("gpx", {"version": "1.1", "creator": "routes", "xmlns": NAMESPACE})
    top = add(root, "metadata")
    add(top, "name", clean_line(format_title(document)))
    add(top, "desc", format_about(document))
    add(top, "time", document["as_of"]["utc"])
    parts = [] if document["itinerary"] is None else list_parts(document)
    for part in parts:
        tracks = list_tracks(part.document)
        for visit in list_visits(part.document):
            _add_waypoint(root, part, visit, tracks)
    for point in list(_list_points(document)):
        _add_named(root, document, *point)
    for part in parts:
        name = ", ".join(filter(None, [format_title(document), part.label]))
        _add_track(root, name, list(_segments(list_tracks(part.document))))
    if edges := list_edges(document):
        pieces = [piece for _, line in edges for piece in cut_world(line)]
        _add_track(root, "Track", [[(point, None) for point in piece] for piece in pieces])
    for way in list_ways(document):
        _add_track(root, way.name, list(_segments(list_way_tracks(document, way))))
    return format_xml(root)


def _list_points(document: Document) -> Iterator[tuple[str, str, Document | None, str]]:
    """Yield what is shown at a station beside the journey: its name, the station, a time or None, and what is said."""
    if document["itinerary"] is None:
        for code in list_origins(document):
            yield station_name(document, code), code, None, "origin"
        for place in list_places(document):
            yield place.name, place.station, place.stamp, place.text
    for part in () if document["itinerary"] is None else list_parts(document):
        if forecast := find_forecast(part.document):
            code = part.document["itinerary"]["to"]
            name = f"{station_name(document, code)}, arrival by any train"
            yield name, code, forecast["expected"], format_forecast(part.document)
    for told in list_told(document):
        yield told.name, told.station, told.stamp, told.text


def _add_named(root: Element, document: Document, name: str, code: str, stamp: Document | None, text: str) -> None:
    station = document["stations"][code]
    waypoint = _add_point(root, "wpt", place_station(station), stamp)
    add(waypoint, "name", clean_line(name))
    add(waypoint, "desc", text)
    add(waypoint, "src", clean_line(format_source(station)))


def _add_waypoint(root: Element, part: Part, visit: Visit, tracks: Sequence[Track]) -> None:
    station = part.document["stations"][visit.station]
    waypoint = _add_point(root, "wpt", place_station(station, tracks), visit.events[0]["time"])
    add(waypoint, "name", clean_line(station["name"]))
    told = [event for event in map(format_event, visit.events) if event]
    so_far = f"{format_km(visit.events[0]['at_m'])} from the start"
    by = list(dict.fromkeys(name_ride(event["ride"]) for event in visit.events if "ride" in event))
    add(waypoint, "desc", "; ".join([*filter(None, [part.label]), *told, *by, so_far]))
    add(waypoint, "src", clean_line(format_source(station)))


def _add_track(root: Element, name: str, segments: Sequence[Sequence[Timed]]) -> None:
    track = add(root, "trk")
    add(track, "name", clean_line(name))
    for segment in segments:
        points = add(track, "trkseg")
        for point, time in segment:
            _add_point(points, "trkpt", point, None if time is None else {"utc": time})


def _segments(tracks: Sequence[Track]) -> Iterator[list[Timed]]:
    """Yield the points of a journey in pieces that cross neither 180 degrees nor a pole, with times at ends of legs."""
    segment: list[Timed] = []
    for track in tracks:
        start, end = (event["time"] and event["time"]["utc"] for event in (track.start, track.end))
        for number, piece in enumerate(cut_world(track.points)):
            timed: list[Timed] = [(point, None) for point in piece]
            if number == 0:
                timed[0] = (piece[0], start)
            if segment and (number or _is_apart(segment[-1][0], piece[0])):
                yield segment
                segment = []
            segment += timed[1:] if segment and segment[-1] == timed[0] else timed
        segment[-1] = (segment[-1][0], end)
    if segment:
        yield segment


def _is_apart(one: Point, two: Point) -> bool:
    """Return whether two points of one journey lie on the two sides of 180 degrees or of a pole."""
    return abs(one[1] - two[1]) > 179


def _add_point(parent: Element, tag: str, point: Point, time: Document | None) -> Element:
    lat, lon = point[0], min(point[1], LAST_LON)
    element = add(parent, tag, attributes={"lat": format_degrees(lat), "lon": format_degrees(lon)})
    if time is not None:
        add(element, "time", time["utc"])
    return element
