"""An answer as GeoJSON (RFC 7946): legs and stations with their times, or the places of an answer of rows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from routes.geo import cut_antimeridian, list_lonlat, lonlat_box
from routes.report.exports.parts import (
    TIMES,
    Part,
    Point,
    Track,
    Visit,
    format_title,
    list_lines,
    list_other_ways,
    list_parts,
    list_tracks,
    list_visits,
)
from routes.report.exports.rows import list_place_rows
from routes.report.exports.texts import clean_text
from routes.sentences import format_as_of, station_name

Document = Mapping[str, Any]
Feature = dict[str, Any]
NAMES = {"dep": "depart", "arr": "arrive", "pass": "pass"}
LEG_FIELDS = (
    "line",
    "length_m",
    "error_m",
    "basis",
    "source",
    "accessed",
    "border",
    "run_s",
    "run_low_s",
    "run_high_s",
    "speed_kmh",
)
STATION_FIELDS = ("name", "local_name", "country", "zone", "kind", "position_accuracy_m", "source", "accessed")


def build_geojson(document: Document) -> str:
    """Return the features of an answer as one FeatureCollection with longitudes first; `null` is a time without one."""
    features, points = list[Feature](), list[Point]()
    if document["itinerary"] is None:
        features, points = _places(document)
    else:
        for part in list_parts(document):
            tracks = list_tracks(part.document)
            features += [_leg(part, n, track) for n, track in enumerate(tracks, start=1)]
            visits = list_visits(part.document["itinerary"])
            features += [_station(part, n, visit) for n, visit in enumerate(visits, start=1)]
            points += [point for track in tracks for point in track.points] or _points(document, visits)
        features += _ways(document)
    collection = {
        "type": "FeatureCollection",
        "bbox": lonlat_box(points) if points else None,
        "name": format_title(document),
        "as_of": format_as_of(document),
        "quote": document["quote"]["en"],
        "tzdata": document["tzdata"],
        "features": features,
    }
    plain = _clean({key: value for key, value in collection.items() if value is not None})
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def _leg(part: Part, number: int, track: Track) -> Feature:
    leg, document = track.leg, part.document
    properties = {
        "kind": "leg",
        "reading": part.number,
        "seq": number,
        **{end: leg[end] for end in ("from", "to")},
        **{f"{end}_name": station_name(document, leg[end]) for end in ("from", "to")},
        **{name: leg.get(name) for name in LEG_FIELDS},
        **{name: leg[name] for name in ("whole", "gauge_mm", "routed_m", "schematic") if name in leg},
        "drawn": "ground" if leg.get("geometry") else "geodesic",
        **_times("depart", track.start),
        **_times("arrive", track.end),
    }
    return _feature(f"leg-{part.number}-{number}", _line(track.points), properties)


def _station(part: Part, number: int, visit: Visit) -> Feature:
    station = part.document["stations"][visit.station]
    properties = {
        "kind": "station",
        "reading": part.number,
        "seq": number,
        "station": visit.station,
        **{("place" if name == "kind" else name): station[name] for name in STATION_FIELDS if name in station},
        "at_m": visit.events[0]["at_m"],
    }
    for event in visit.events:
        properties |= _times(NAMES[event["event"]], event)
    return _feature(f"station-{part.number}-{number}", _point(station), properties)


def _times(name: str, event: Document) -> dict[str, Any]:
    """Return the expected, early and late time of an event on both clocks, and its zone."""
    found: dict[str, Any] = {}
    for key, what in TIMES.items():
        stamp, prefix = event[key], name if key == "time" else f"{name}_{what}"
        found |= {f"{prefix}_{clock}": stamp[clock] if stamp else None for clock in ("local", "utc")}
    zones = [event[key]["zone"] for key in TIMES if event[key]]
    return found | {f"{name}_zone": zones[0] if zones else None}


def _ways(document: Document) -> Iterator[Feature]:
    """Yield the other ways that an answer lists, each leg as a line without times."""
    for way_number, way in list_other_ways(document):
        for number, (leg, line) in enumerate(zip(way["legs"], list_lines(document, way["legs"]), strict=True), start=1):
            properties = {"kind": "way", "way": way_number, "seq": number, "from": leg["from"], "to": leg["to"]}
            properties |= {name: leg.get(name) for name in LEG_FIELDS}
            yield _feature(f"way-{way_number}-{number}", _line(line), properties)


def _places(document: Document) -> tuple[list[Feature], list[Point]]:
    """Return the places of an answer of rows, and where they are."""
    features, points = list[Feature](), list[Point]()
    for number, (code, row) in enumerate(list_place_rows(document), start=1):
        station = document["stations"][code]
        features.append(_feature(f"place-{number}", _point(station), {"kind": "place", "seq": number, **row}))
        points.append((station["lat"], station["lon"]))
    return features, points


def _points(document: Document, visits: Sequence[Visit]) -> list[Point]:
    stations = [document["stations"][visit.station] for visit in visits]
    return [(station["lat"], station["lon"]) for station in stations]


def _point(station: Document) -> dict[str, Any]:
    return {"type": "Point", "coordinates": list_lonlat([(station["lat"], station["lon"])])[0]}


def _line(points: Sequence[Point]) -> dict[str, Any]:
    pieces = [list_lonlat(piece) for piece in cut_antimeridian(points)]
    if len(pieces) == 1:
        return {"type": "LineString", "coordinates": pieces[0]}
    return {"type": "MultiLineString", "coordinates": pieces}


def _feature(name: str, geometry: dict[str, Any], properties: dict[str, Any]) -> Feature:
    return {"type": "Feature", "id": name, "geometry": geometry, "properties": properties}


def _clean(value: Any) -> Any:
    """Return a value in which all text has bytes in UTF-8."""
    if isinstance(value, dict):
        return {clean_text(key): _clean(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_clean(item) for item in value]
    return clean_text(value) if isinstance(value, str) else value
