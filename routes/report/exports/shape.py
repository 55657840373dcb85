"""What a document must have to be exported: every field that an export reads, checked, all faults at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from math import isfinite
from typing import Any

from routes.sentences_scheduled import SCHEDULED_KINDS

Document = Mapping[str, Any]
Shape = Any
MOST_METRES = 1_000_000_000
JOURNEYS = ("latest-departure", "arrival", "feasible", "distance", *SCHEDULED_KINDS)
ROWS = ("compare", "reach")

STATION = {"name": "text", "country": "text", "lat": "lat", "lon": "lon", "zone": "text", "source": "text"}
LEG: dict[str, Shape] = {
    **dict.fromkeys(("from", "to"), "station"),
    **dict.fromkeys(("length_m", "error_m", "run_s", "run_low_s", "run_high_s", "speed_kmh"), "number"),
    **dict.fromkeys(("basis", "line", "source"), "text"),
    "border": "flag",
    "geometry?": {"points": "points"},
}
EVENT = {"station": "station", "event": "event", "at_m": "number", **dict.fromkeys(("time", "early", "late"), "stamp?")}
LEG["calls?"] = [EVENT]
ITINERARY = {
    **dict.fromkeys(("from", "to"), "station"),
    **dict.fromkeys(("length_m", "error_m", "geodesic_m"), "number"),
    "basis": "text",
    "legs": [LEG],
    "events": [EVENT],
}
READINGS = dict.fromkeys(("safe", "even", "too_late_after"), "stamp?")
DEADLINE = {"station": "station", "event": "event", **READINGS}
CURVE = {
    "station": "station",
    "event": "event",
    **dict.fromkeys(("first", "last"), "stamp"),
    "step_s": "number",
    "chances": ["number"],
    "marks": [{"name": "text", "at": "stamp", "at_s": "number", "chance": "number?"}],
    "ticks": [{"at": "stamp", "at_s": "number"}],
}
ALLOWANCE = {"kind": "text", **dict.fromkeys(("chance", "low_s", "likely_s", "high_s"), "number")}
PLACE = {"chance": "number", "at_m": "number", "lat": "lat", "lon": "lon"}
ANSWER = {"deadlines?": [DEADLINE], "curve?": CURVE, "allowances?": [ALLOWANCE], "by_then?": [PLACE]}
ASSUMPTION = {
    **dict.fromkeys(("key", "unit", "source", "origin"), "text"),
    **dict.fromkeys(("value", "low", "high"), "number"),
    "note": "text?",
    "known_from": "text?",
}
SOURCE = {
    **dict.fromkeys(("title?", "url?", "feed?", "version?", "valid_from?", "valid_to?", "from?", "to?"), "text"),
    **dict.fromkeys(("source?", "sha256?"), "text"),
    "agencies?": ["text"],
    "credits?": ["text"],
}
HEAD = {
    "tzdata": "text",
    "as_of": "stamp",
    "question": {"kind": "text"},
    "answer": ANSWER,
    "alternatives": [{"answer": ANSWER, "itinerary": ITINERARY}],
    "assumptions": [ASSUMPTION],
    "sources": [SOURCE],
    "notes": ["text"],
    "quote": {"en": "text"},
    "input?": {"sha256": "text"},
}
JOURNEY = {**HEAD, "itinerary": ITINERARY, "ways?": [{"length_m": "number", "legs": [LEG]}]}
COMPARED = {
    **dict.fromkeys(("from", "to"), "station"),
    **dict.fromkeys(("mode", "train", "open"), "text"),
    "length_m": "number?",
    "basis": "text?",
    "arrive_by": "stamp?",
    "depart_by?": READINGS,
    "on_time_now": "number?",
    "note": "text?",
    "way?": "number",
}
REACHED = {
    "station": "station",
    "basis": "text",
    **dict.fromkeys(("chance", "length_m"), "number"),
    **dict.fromkeys(("early", "expected", "late"), "stamp?"),
}
SHAPES = {
    **dict.fromkeys(JOURNEYS, JOURNEY),
    "compare": {**HEAD, "answer": {"rows": [COMPARED], "ways?": [{"from": "station", "to": "station", "legs": [LEG]}]}},
    "reach": {
        **HEAD,
        "answer": {"at": "stamp", "stations": [REACHED], "edges?": [{**LEG, "chance": "number"}]},
    },
}


def list_faults(document: Document, kind: str) -> list[str]:
    """Return what is wrong with a document, as `itinerary.legs[2].line is missing`; [] where an export can read it."""
    stations = document.get("stations")
    if not isinstance(stations, dict) or not all(isinstance(station, dict) for station in stations.values()):
        return ["stations is missing, or is no table of stations"]
    faults = [fault for code, s in stations.items() for fault in _check(s, STATION, f"stations.{code}", stations)]
    faults += _check(document, SHAPES[kind], "", stations)
    if not faults and kind in JOURNEYS:
        parts = [document, *document["alternatives"]]
        faults += [fault for part in parts for fault in _disorder(part["itinerary"])]
    return faults


def _check(value: Any, shape: Shape, path: str, codes: Collection[str]) -> Iterator[str]:
    if isinstance(shape, str):
        if not (value is None and shape.endswith("?")) and not _KINDS[shape.removesuffix("?")](value, codes):
            yield f"{path} is not {_NAMES[shape.removesuffix('?')]}"
    elif isinstance(shape, list):
        if not isinstance(value, list):
            yield f"{path} is not a list"
            return
        for number, item in enumerate(value):
            yield from _check(item, shape[0], f"{path}[{number}]", codes)
    elif not isinstance(value, dict):
        yield f"{path} is not an object"
    else:
        for name, part in shape.items():
            key = name.removesuffix("?")
            if key in value and not (value[key] is None and name.endswith("?")):
                yield from _check(value[key], part, f"{path}.{key}".lstrip("."), codes)
            elif not name.endswith("?"):
                yield f"{path}.{key}".lstrip(".") + " is missing"


def _disorder(itinerary: Document) -> Iterator[str]:
    """Yield where legs do not join, or where the events are not those of the legs."""
    legs, events = itinerary["legs"], itinerary["events"]
    ends = [itinerary["from"], *(leg["to"] for leg in legs)]
    starts = [*(leg["from"] for leg in legs), itinerary["to"]]
    if ends != starts:
        yield "itinerary.legs do not join from its start to its end"
    visited = [
        event["station"] for event, before in zip(events, [None, *events], strict=False) if _is_new(event, before)
    ]
    if visited != ends:
        yield "itinerary.events are not those of its legs"


def _is_new(event: Document, before: Document | None) -> bool:
    return before is None or (before["event"], event["event"]) != ("arr", "dep")


def _is_stamp(value: Any) -> bool:
    try:
        local, utc = (datetime.fromisoformat(value[key]) for key in ("local", "utc"))
        apart = local - utc
    except (KeyError, TypeError, ValueError, OverflowError):
        return False
    is_utc = utc.tzinfo is not None and utc.utcoffset() == timedelta(0)
    in_range = is_utc and datetime(2, 1, 1, tzinfo=UTC) < utc < datetime(9998, 1, 1, tzinfo=UTC)
    return in_range and not apart and isinstance(value.get("zone"), str) and not utc.microsecond


def _are_points(value: Any) -> bool:
    try:
        rows = [[float(part) for part in point.split(",")] for point in value.split()]
    except (AttributeError, ValueError):
        return False
    return bool(rows) and all(len(r) == 3 and _is_lat(r[0], ()) and isfinite(r[1]) and abs(r[1]) < 1e6 for r in rows)


def _is_number(value: Any, _codes: Collection[str]) -> bool:
    return type(value) in (int, float) and abs(value) < MOST_METRES  # which no NaN is


def _is_lat(value: Any, codes: Collection[str]) -> bool:
    return _is_number(value, codes) and abs(value) <= 90


_NAMES = {
    "text": "text",
    "number": "a number that can be",
    "flag": "true or false",
    "lat": "a latitude from -90 to 90",
    "lon": "a longitude from -180 to 180",
    "station": "the code of one of its stations",
    "event": "dep, arr or pass",
    "stamp": "a time with local, utc and zone that agree",
    "points": "points as lat,lon,metres",
}
_KINDS: dict[str, Callable[[Any, Collection[str]], bool]] = {
    "text": lambda value, _: isinstance(value, str),
    "number": _is_number,
    "flag": lambda value, _: isinstance(value, bool),
    "lat": _is_lat,
    "lon": lambda value, codes: _is_number(value, codes) and abs(value) <= 180,
    "station": lambda value, codes: isinstance(value, str) and value in codes,
    "event": lambda value, _: value in ("dep", "arr", "pass"),
    "stamp": lambda value, _: isinstance(value, dict) and _is_stamp(value),
    "points": lambda value, _: _are_points(value),
}
