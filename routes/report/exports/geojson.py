"""An answer as GeoJSON (RFC 7946): legs and stations with their times, or the places of an answer of rows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from routes.geo import cut_world, list_lonlat, lonlat_box
from routes.report.exports.beside import (
    Told,
    find_forecast,
    list_edges,
    list_origins,
    list_told,
    list_way_tracks,
    list_ways,
)
from routes.report.exports.moves import Point, Track, Visit, list_ride, list_tracks, list_visits, place_station
from routes.report.exports.parts import TIMES, Part, find_drawn, format_title, list_parts, mark_time
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
    features = list(_rows(document) if document["itinerary"] is None else _journeys(document))
    features += [_told(document, number, told) for number, told in enumerate(list_told(document), start=1)]
    lines = [line for feature in features for line in _list_drawn(feature["geometry"])]
    collection = {
        "type": "FeatureCollection",
        "bbox": lonlat_box(lines) if lines else None,
        "name": format_title(document),
        "as_of": format_as_of(document),
        "quote": document["quote"]["en"],
        "tzdata": document["tzdata"],
        "features": features,
    }
    plain = _clean({key: value for key, value in collection.items() if value is not None})
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def _journeys(document: Document) -> Iterator[Feature]:
    for part in list_parts(document):
        tracks = list_tracks(part.document)
        for number, track in enumerate(tracks, start=1):
            yield _leg(part, number, track)
        for number, visit in enumerate(list_visits(part.document), start=1):
            yield _station(part, number, visit, tracks)
        if forecast := find_forecast(part.document):
            yield _forecast(part, forecast)
    yield from _ways(document)


def _rows(document: Document) -> Iterator[Feature]:
    """Yield the origins and places of an answer of rows, and the lines of its ways or of its track."""
    for number, code in enumerate(list_origins(document), start=1):
        station = document["stations"][code]
        yield _feature(
            f"origin-{number}", _point(place_station(station)), {"kind": "origin", **_describe(code, station)}
        )
    for number, (code, row) in enumerate(list_place_rows(document), start=1):
        yield _feature(
            f"place-{number}",
            _point(place_station(document["stations"][code])),
            {"kind": "place", "seq": number, **row},
        )
    for number, (edge, line) in enumerate(list_edges(document), start=1):
        said = {"kind": "edge", "seq": number, "chance": edge["chance"], **_fields(document, edge)}
        yield _feature(f"edge-{number}", _line(line), said)
    yield from _ways(document)


def _leg(part: Part, number: int, track: Track) -> Feature:
    properties = {
        "kind": "leg",
        "reading": part.number,
        "seq": number,
        **_fields(part.document, track.leg),
        **list_ride(track.leg),
        **{f"{end}_platform": _platform(event) for end, event in (("from", track.start), ("to", track.end))},
        **_times("depart", track.start),
        **_times("arrive", track.end),
    }
    return _feature(f"leg-{part.number}-{number}", _line(track.points), properties)


def _platform(event: Document) -> str | None:
    return (event.get("stop") or {}).get("platform")


def _fields(document: Document, leg: Document) -> dict[str, Any]:
    """Return what is told of a leg wherever it stands."""
    return {
        **{end: leg[end] for end in ("from", "to")},
        **{f"{end}_name": station_name(document, leg[end]) for end in ("from", "to")},
        **{name: leg.get(name) for name in LEG_FIELDS},
        **{name: leg[name] for name in ("whole", "gauge_mm", "routed_m", "schematic") if name in leg},
        "drawn": find_drawn(leg),
    }


def _station(part: Part, number: int, visit: Visit, tracks: Sequence[Track]) -> Feature:
    station = part.document["stations"][visit.station]
    properties = {
        "kind": "station",
        "reading": part.number,
        "seq": number,
        **_describe(visit.station, station),
        "at_m": visit.events[0]["at_m"],
        "platform": _platform(visit.events[-1]),
    }
    for event in visit.events:
        properties |= _times(NAMES[event["event"]], event)
    return _feature(f"station-{part.number}-{number}", _point(place_station(station, tracks)), properties)


def _describe(code: str, station: Document) -> dict[str, Any]:
    fields = {("place" if name == "kind" else name): station[name] for name in STATION_FIELDS if name in station}
    return {"station": code, **fields}


def _forecast(part: Part, forecast: Document) -> Feature:
    """Return the arrival by any train, beside that of the ride listed."""
    code = part.document["itinerary"]["to"]
    station = part.document["stations"][code]
    said = {"kind": "arrival_by_any_train", "reading": part.number, **_describe(code, station)}
    event = {"time": forecast["expected"], **forecast}
    return _feature(f"arrival-{part.number}", _point(place_station(station)), said | _times("arrive", event))


def _told(document: Document, number: int, told: Told) -> Feature:
    facts = {name: value for name, value in told.facts.items() if value is not None}
    said = {"kind": told.kind, "seq": number, "name": told.name, "station": told.station, **facts, "said": told.text}
    if told.stamp:
        said |= {clock: told.stamp[clock] for clock in ("local", "utc", "zone")}
    return _feature(f"told-{number}", _point(place_station(document["stations"][told.station])), said)


def _times(name: str, event: Document) -> dict[str, Any]:
    """Return the expected, early and late time of an event on both clocks, and its zone."""
    found: dict[str, Any] = {}
    for key, what in TIMES.items():
        stamp, prefix = event.get(key), name if key == "time" else f"{name}_{what}"
        found |= {f"{prefix}_{clock}": stamp[clock] if stamp else None for clock in ("local", "utc")}
    zones = [event[key]["zone"] for key in TIMES if event.get(key)]
    mark = {f"{name}_approximate": True} if mark_time(event) else {}
    return found | {f"{name}_zone": zones[0] if zones else None} | mark


def _ways(document: Document) -> Iterator[Feature]:
    """Yield the other ways of an answer, each leg as a line, with times where the document has them."""
    for way in list_ways(document):
        facts = {name: value for name, value in way.facts.items() if value is not None}
        for number, track in enumerate(list_way_tracks(document, way), start=1):
            properties = {"kind": way.kind, "way": way.number, "way_name": way.name, "seq": number}
            properties |= {f"way_{name}": value for name, value in facts.items()} | _fields(document, track.leg)
            if way.events:
                properties |= {**_times("depart", track.start), **_times("arrive", track.end)}
            yield _feature(f"{way.kind}-{way.number}-{number}", _line(track.points), properties)


def _point(place: Point) -> dict[str, Any]:
    return {"type": "Point", "coordinates": list_lonlat([place])[0]}


def _line(points: Sequence[Point]) -> dict[str, Any]:
    pieces = [list_lonlat(piece) for piece in cut_world(points)]
    if len(pieces) == 1:
        return {"type": "LineString", "coordinates": pieces[0]}
    return {"type": "MultiLineString", "coordinates": pieces}


def _list_drawn(geometry: Feature) -> list[list[Point]]:
    """Return the lines of a geometry as (lat, lon) pairs; a point is one of a single pair."""
    lines = geometry["coordinates"]
    lines = [[lines]] if geometry["type"] == "Point" else [lines] if geometry["type"] == "LineString" else lines
    return [[(lat, lon) for lon, lat in line] for line in lines]


def _feature(name: str, geometry: dict[str, Any], properties: dict[str, Any]) -> Feature:
    return {"type": "Feature", "id": name, "geometry": geometry, "properties": properties}


def _clean(value: Any) -> Any:
    """Return a value in which all text has bytes in UTF-8."""
    if isinstance(value, dict):
        return {clean_text(key): _clean(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_clean(item) for item in value]
    return clean_text(value) if isinstance(value, str) else value
