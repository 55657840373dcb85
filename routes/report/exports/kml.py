"""An answer as KML 2.2: stations and legs with their times, for globes and map programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from routes.geo import cut_antimeridian, list_lonlat
from routes.report.exports.elements import add, format_degrees, format_xml, new_root
from routes.report.exports.parts import (
    TIMES,
    Part,
    Point,
    Track,
    Visit,
    format_about,
    format_event,
    format_leg,
    format_title,
    list_lines,
    list_other_ways,
    list_parts,
    list_tracks,
    list_visits,
)
from routes.report.exports.texts import clean_line
from routes.sentences import station_name

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Document = Mapping[str, Any]
NAMESPACE = "http://www.opengis.net/kml/2.2"
LEG_FIELDS = ("line", "length_m", "error_m", "basis", "source", "accessed", "run_s", "speed_kmh")
STATION_FIELDS = ("local_name", "country", "zone", "kind", "position_accuracy_m", "source", "accessed")
# Okabe and Ito's blue and orange, as KML has colours: opacity, blue, green, red.
COLOURS = {"leg": "ffb27200", "way": "ff009fe6"}


def build_kml(document: Document) -> str:
    """Return a folder of stations and one of legs for each reading, and one for each other way.

    Descriptions are HTML to the programs that show them, and are escaped for it.
    """
    root = new_root("kml", {"xmlns": NAMESPACE})
    top = add(root, "Document")
    add(top, "name", clean_line(format_title(document)))
    add(top, "description", escape(format_about(document)))
    for name, colour in COLOURS.items():
        line = add(add(top, "Style", attributes={"id": name}), "LineStyle")
        add(line, "color", colour)
        add(line, "width", "3")
    for part in list_parts(document):
        suffix = f", {part.label}" if part.label else ""
        stations = _folder(top, f"Stations{suffix}")
        for visit in list_visits(part.document["itinerary"]):
            _add_station(stations, part, visit)
        legs = _folder(top, f"Legs{suffix}")
        for track in list_tracks(part.document):
            _add_leg(legs, part, track)
    for number, way in list_other_ways(document):
        folder = _folder(top, f"Way {number}")
        for leg, points in zip(way["legs"], list_lines(document, way["legs"]), strict=True):
            _add_line(_placemark(folder, _ends(document, leg), format_leg(leg), style="way"), points)
    return format_xml(root)


def _folder(top: Element, name: str) -> Element:
    folder = add(top, "Folder")
    add(folder, "name", name)
    return folder


def _placemark(folder: Element, name: str, text: str, *, style: str = "", span: Sequence[Any] = ()) -> Element:
    """Return a placemark up to its style; of its two times, one alone is an instant, and what is null is left out."""
    placemark = add(folder, "Placemark")
    add(placemark, "name", clean_line(name))
    add(placemark, "description", escape(text))
    begin, end = (stamp and stamp["utc"] for stamp in span or (None, None))
    if begin == end and begin is not None:
        add(add(placemark, "TimeStamp"), "when", begin)
    elif begin is not None or end is not None:
        time = add(placemark, "TimeSpan")
        for tag, value in (("begin", begin), ("end", end)):
            if value is not None:
                add(time, tag, value)
    if style:
        add(placemark, "styleUrl", f"#{style}")
    return placemark


def _add_station(folder: Element, part: Part, visit: Visit) -> None:
    station = part.document["stations"][visit.station]
    span = (visit.events[0]["time"], visit.events[-1]["time"])
    text = "\n".join(filter(None, [format_event(event) for event in visit.events]))
    placemark = _placemark(folder, station["name"], text, span=span)
    fields = [("station", visit.station), ("at_m", visit.events[0]["at_m"])]
    fields += [(name, station.get(name)) for name in STATION_FIELDS]
    _add_data(placemark, [*fields, *(field for event in visit.events for field in _times(event))])
    point = add(placemark, "Point")
    add(point, "coordinates", _coordinates([(station["lat"], station["lon"])]))


def _add_leg(folder: Element, part: Part, track: Track) -> None:
    leg = track.leg
    span = (track.start["time"], track.end["time"])
    placemark = _placemark(folder, _ends(part.document, leg), format_leg(leg), style="leg", span=span)
    fields = [(name, leg.get(name)) for name in ("from", "to", *LEG_FIELDS)]
    _add_data(placemark, [*fields, *_times(track.start), *_times(track.end)])
    _add_line(placemark, track.points)


def _ends(document: Document, leg: Document) -> str:
    return " – ".join(station_name(document, leg[end]) for end in ("from", "to"))


def _times(event: Document) -> Iterable[tuple[str, Any]]:
    """Yield the times of an event on both clocks, by names such as `arr_early_local`."""
    for key, what in TIMES.items():
        for clock in ("local", "utc", "zone"):
            if event[key]:
                yield f"{event['event']}_{what}_{clock}", event[key][clock]


def _add_data(placemark: Element, fields: Iterable[tuple[str, Any]]) -> None:
    data = add(placemark, "ExtendedData")
    for name, value in fields:
        if value is not None:
            add(add(data, "Data", attributes={"name": name}), "value", str(value))


def _add_line(placemark: Element, points: Sequence[Point]) -> None:
    """Add a line that lies on the ground, in pieces where it crosses 180 degrees."""
    pieces = cut_antimeridian(points)
    parent = placemark if len(pieces) == 1 else add(placemark, "MultiGeometry")
    for piece in pieces:
        line = add(parent, "LineString")
        add(line, "tessellate", "1")
        add(line, "coordinates", _coordinates(piece))


def _coordinates(points: Sequence[Point]) -> str:
    return " ".join(",".join(map(format_degrees, pair)) for pair in list_lonlat(points))
