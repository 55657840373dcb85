"""An answer as KML 2.2: stations and legs with their times, for globes and map programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from routes.claim_sentences import format_model_chance
from routes.geo import cut_world, list_lonlat
from routes.report.exports.beside import (
    Told,
    find_forecast,
    format_forecast,
    list_edges,
    list_origins,
    list_told,
    list_way_tracks,
    list_ways,
)
from routes.report.exports.elements import add, format_degrees, format_xml, new_root
from routes.report.exports.moves import (
    Point,
    Track,
    Visit,
    list_ride,
    list_tracks,
    list_visits,
    name_ride,
    place_station,
)
from routes.report.exports.parts import TIMES, Part, format_about, format_event, format_leg, format_title, list_parts
from routes.report.exports.places import list_places
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

    An answer of rows has a folder of its places in their stead, and a reach one of the track to them. Descriptions are
    HTML to the programs that show them, and are escaped for it.
    """
    root = new_root("kml", {"xmlns": NAMESPACE})
    top = add(root, "Document")
    add(top, "name", clean_line(format_title(document)))
    add(top, "description", escape(format_about(document)))
    for name, colour in COLOURS.items():
        line = add(add(top, "Style", attributes={"id": name}), "LineStyle")
        add(line, "color", colour)
        add(line, "width", "3")
    if document["itinerary"] is None:
        _add_places(top, document)
    else:
        for part in list_parts(document):
            _add_journey(top, part)
    for way in list_ways(document):
        folder = _folder(top, clean_line(way.name))
        for track in list_way_tracks(document, way):
            _add_leg(folder, document, track, style="way")
    if told := list_told(document):
        folder = _folder(top, "Told of it")
        for item in told:
            _add_told(folder, document, item)
    return format_xml(root)


def _add_journey(top: Element, part: Part) -> None:
    suffix = f", {part.label}" if part.label else ""
    stations = _folder(top, f"Stations{suffix}")
    tracks = list_tracks(part.document)
    for visit in list_visits(part.document):
        _add_station(stations, part, visit, tracks)
    if forecast := find_forecast(part.document):
        code = part.document["itinerary"]["to"]
        name = f"{station_name(part.document, code)}, arrival by any train"
        event = {"event": "arr", "time": forecast["expected"], **forecast}
        placemark = _placemark(stations, name, format_forecast(part.document), span=[forecast["expected"]] * 2)
        _add_data(placemark, [("station", code), *_times(event)])
        _add_point(placemark, place_station(part.document["stations"][code]))
    legs = _folder(top, f"Legs{suffix}")
    for track in tracks:
        _add_leg(legs, part.document, track, style="leg")


def _add_places(top: Element, document: Document) -> None:
    """Add the origins and the places of an answer of rows, and the track of a reach."""
    folder = _folder(top, "Origins")
    for code in list_origins(document):
        station = document["stations"][code]
        placemark = _placemark(folder, station["name"], "")
        _add_data(placemark, [("station", code), *((name, station.get(name)) for name in STATION_FIELDS)])
        _add_point(placemark, place_station(station))
    folder = _folder(top, "Places")
    for place in list_places(document):
        placemark = _placemark(folder, place.name, place.text, span=[place.stamp] * 2)
        _add_data(placemark, place.row.items())
        _add_point(placemark, place_station(document["stations"][place.station]))
    if edges := list_edges(document):
        folder = _folder(top, "Track")
        for edge, line in edges:
            text = f"Run to its end by then with {format_model_chance(edge['chance'])}. {format_leg(edge)}"
            placemark = _placemark(folder, _ends(document, edge), text, style="leg")
            _add_data(placemark, [(name, edge.get(name)) for name in ("from", "to", "chance", *LEG_FIELDS)])
            _add_line(placemark, line)


def _add_told(folder: Element, document: Document, told: Told) -> None:
    placemark = _placemark(folder, told.name, told.text, span=[told.stamp] * 2)
    _add_data(placemark, [("kind", told.kind), ("station", told.station), *told.facts.items()])
    _add_point(placemark, place_station(document["stations"][told.station]))


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


def _add_station(folder: Element, part: Part, visit: Visit, tracks: Sequence[Track]) -> None:
    station = part.document["stations"][visit.station]
    span = (visit.events[0]["time"], visit.events[-1]["time"])
    text = "\n".join(filter(None, [format_event(event) for event in visit.events]))
    placemark = _placemark(folder, station["name"], text, span=span)
    platform = (visit.events[-1].get("stop") or {}).get("platform")
    fields = [("station", visit.station), ("at_m", visit.events[0]["at_m"]), ("platform", platform)]
    fields += [(name, station.get(name)) for name in STATION_FIELDS]
    _add_data(placemark, [*fields, *(field for event in visit.events for field in _times(event))])
    _add_point(placemark, place_station(station, tracks))


def _add_point(placemark: Element, place: Point) -> None:
    add(add(placemark, "Point"), "coordinates", _coordinates([place]))


def _add_leg(folder: Element, document: Document, track: Track, *, style: str) -> None:
    leg = track.leg
    span = (track.start["time"], track.end["time"])
    by = name_ride(leg)
    name = ": ".join(filter(None, [by, _ends(document, leg)]))
    placemark = _placemark(folder, name, format_leg(leg), style=style, span=span)
    fields = [(name, leg.get(name)) for name in ("from", "to", *LEG_FIELDS)] + list(list_ride(leg).items())
    _add_data(placemark, [*fields, *_times(track.start), *_times(track.end)])
    _add_line(placemark, track.points)


def _ends(document: Document, leg: Document) -> str:
    return " – ".join(station_name(document, leg[end]) for end in ("from", "to"))


def _times(event: Document) -> Iterable[tuple[str, Any]]:
    """Yield the times of an event on both clocks, by names such as `arr_early_local`."""
    for key, what in TIMES.items():
        for clock in ("local", "utc", "zone"):
            if event.get(key):
                yield f"{event['event']}_{what}_{clock}", event[key][clock]


def _add_data(placemark: Element, fields: Iterable[tuple[str, Any]]) -> None:
    data = add(placemark, "ExtendedData")
    for name, value in fields:
        if value is not None:
            add(add(data, "Data", attributes={"name": name}), "value", str(value))


def _add_line(placemark: Element, points: Sequence[Point]) -> None:
    """Add a line that lies on the ground, in pieces where it crosses 180 degrees or a pole."""
    pieces = cut_world(points)
    parent = placemark if len(pieces) == 1 else add(placemark, "MultiGeometry")
    for piece in pieces:
        line = add(parent, "LineString")
        add(line, "tessellate", "1")
        add(line, "coordinates", _coordinates(piece))


def _coordinates(points: Sequence[Point]) -> str:
    return " ".join(",".join(map(format_degrees, pair)) for pair in list_lonlat(points))
