"""Small answers made by hand: three stations, a border, a break of gauge, track that is run twice."""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta
from typing import Any

from routes import clock

Document = dict[str, Any]
START = datetime(2023, 9, 11, 5, 45, tzinfo=UTC)
ZONES = {"aa": "Asia/Pyongyang", "bb": "Asia/Pyongyang", "cc": "Asia/Vladivostok", "dd": "Asia/Vladivostok"}
PLACES = {"aa": (39.0, 125.7), "bb": (42.42, 130.61), "cc": (42.43, 130.64), "dd": (43.8, 131.98)}
NAMES = {
    "aa": ("Pyongyang", "평양"),
    "bb": ("Tumangang", "두만강"),
    "cc": ("Khasan", "Хасан"),
    "dd": ("Ussuriysk", "Уссурийск"),
}


def station(code: str) -> Document:
    """Return a station of the document."""
    name, local_name = NAMES[code]
    return {
        "name": name,
        "local_name": local_name,
        "country": "KP" if code in ("aa", "bb") else "RU",
        "lat": PLACES[code][0],
        "lon": PLACES[code][1],
        "zone": ZONES[code],
        "kind": "station",
        "gauges_mm": [1435],
        "position_accuracy_m": 100,
        "source": "OpenStreetMap contributors (ODbL 1.0)",
        "origin": "data/stations.csv:2",
    }


def leg(start: str, end: str, *, basis: str = "official", gauge_mm: int = 1520, border: bool = False) -> Document:
    """Return a leg of 100 km in two hours."""
    return {
        "from": start,
        "to": end,
        "length_m": 100_000,
        "error_m": 1_000 if basis == "estimated" else 0,
        "basis": basis,
        "whole": None,
        "line": "Hambuk",
        "gauge_mm": gauge_mm,
        "border": border,
        "source": "https://example.org/line",
        "run_s": 7200,
        "run_low_s": 7000,
        "run_high_s": 9000,
        "speed_kmh": 50.0,
        "keys": ["speed.KP"],
    }


def event(code: str, kind: str, hours: float, at_m: int, *, spread_h: float = 1.0) -> Document:
    """Return an event some hours after the start, early and late by `spread_h`."""
    shown = {"time": 0.0, "early": -spread_h, "late": spread_h}
    stamps = {key: clock.stamp(START + timedelta(hours=hours + h), ZONES[code]) for key, h in shown.items()}
    return {"station": code, "event": kind, "at_m": at_m, **stamps}


def deadline(code: str, kind: str, hours: float) -> Document:
    """Return a deadline row whose safe reading is past."""
    shown = {"safe": hours - 5, "even": hours, "too_late_after": hours + 5}
    stamps = {key: clock.stamp(START + timedelta(hours=h), ZONES[code]) for key, h in shown.items()}
    return {"station": code, "event": kind, **stamps, "past": ["safe"]}


def itinerary() -> Document:
    """Return a journey over the border to a station where it reverses and runs back over the same track."""
    return {
        "from": "aa",
        "to": "cc",
        "length_m": 400_000,
        "error_m": 1_000,
        "basis": "estimated",
        "geodesic_m": 250_000,
        "circuity": 1.6,
        "early_s": 28_000,
        "expected_s": 36_000,
        "late_s": 50_000,
        "legs": [
            leg("aa", "bb", basis="estimated", gauge_mm=1435),
            leg("bb", "cc", border=True),
            leg("cc", "dd"),
            leg("dd", "cc"),
        ],
        "dwells": [
            {"station": "bb", "kind": "gauge", "low_s": 3600, "likely_s": 7200, "high_s": 10800, "keys": []},
            {"station": "dd", "kind": "reversal", "low_s": 600, "likely_s": 600, "high_s": 600, "keys": []},
        ],
        "events": [
            event("aa", "dep", 0, 0, spread_h=0),
            event("bb", "arr", 2, 100_000),
            event("bb", "dep", 4, 100_000),
            event("cc", "pass", 6, 200_000),
            event("dd", "arr", 8, 300_000),
            event("dd", "dep", 8.2, 300_000),
            event("cc", "arr", 10.25, 400_000),
        ],
    }


def question() -> Document:
    """Return the question of a latest departure."""
    return {
        "kind": "latest-departure",
        "scenario": "vladivostok-2023",
        "title": "A summit on Tuesday",
        "from": "aa",
        "to": "cc",
        "via": [],
        "avoid": [],
        "turns": "regular",
        "train": {"name": "special", "title": "the special train", "origin": "data/trains/special.toml"},
        "arrive": {"phrase": "by Tuesday", "operator": "by", "readings": ["Tuesday"]},
        "depart": None,
        "confidence": 0.9,
        "set": ["speed.KP=30"],
    }


def answer() -> Document:
    """Return the answer to it, whose deadline is midnight in Vladivostok."""
    rows = [deadline("aa", "dep", 0), deadline("bb", "dep", 4), deadline("cc", "arr", 10.25)]
    arrive_by = clock.stamp(START + timedelta(hours=8.25), ZONES["cc"])
    return {
        "confidence": 0.9,
        "depart": clock.stamp(START, ZONES["aa"]),
        "arrive": {k: clock.stamp(START + timedelta(hours=10), ZONES["cc"]) for k in ("early", "expected", "late")},
        "clock_change_s": 3600,
        "anchors": [{"station": r["station"], "event": r["event"]} for r in rows],
        "weakest": {"from": "aa", "to": "bb", "low_s": 1, "likely_s": 2, "high_s": 3, "keys": ["speed.KP"]},
        "arrive_by": arrive_by,
        "depart_by": rows[0],
        "deadlines": rows,
        "by_hour": [{"arrive_by": arrive_by, **{k: v for k, v in rows[0].items() if k not in ("station", "event")}}],
        "date_flips": [{"arrive_by": arrive_by, "leaves": "2023-09-10"}],
        "watch": [deadline("bb", "dep", 4), deadline("dd", "arr", 8)],
    }


def assumption() -> Document:
    """Return a sourced assumption with a spread."""
    return {
        "key": "speed.KP",
        "value": 33,
        "low": 26,
        "high": 40,
        "unit": "km/h",
        "coverage": 0.8,
        "chance": 1.0,
        "learned": None,
        "cases": [],
        "source": "http://example.org/a ; https://example.org/b",
        "note": "Ordinary trains run at 31 km/h.",
        "known_from": "2008-09-20T12:25:00+00:00",
        "origin": "data/trains/special.toml:10",
    }


def latest_departure() -> Document:
    """Return the whole document of an answer to when to leave at the latest."""
    herald = {"title": "Korea Herald", "url": "https://example.org/herald", "says": "by Monday", "known_from": "2023"}
    return {
        "schema": {"name": "routes/latest-departure", "version": 1},
        "tzdata": "2025b",
        "as_of": {**clock.stamp(START - timedelta(hours=5), "Asia/Seoul"), "whole_day": False, "today": False},
        "question": question(),
        "answer": answer(),
        "itinerary": itinerary(),
        "alternatives": [],
        "assumptions": [assumption()],
        "sources": [herald],
        "notes": ["as of 2023-09-11"],
        "stations": {code: station(code) for code in NAMES},
    }


def distance() -> Document:
    """Return an answer to a distance, which has no times."""
    document = latest_departure()
    for row in document["itinerary"]["events"]:
        for key in ("time", "early", "late"):
            row[key] = None
    document["question"] |= {"kind": "distance", "arrive": None}
    document["answer"] = {"length_m": 400_000, "error_m": 1_000, "basis": "estimated"}
    return document


def arrival() -> Document:
    """Return an answer to when a train arrives that leaves at a given time."""
    document = latest_departure()
    document["question"] |= {"kind": "arrival", "arrive": None, "depart": {"phrase": "now"}}
    for key in ("arrive_by", "depart_by", "deadlines", "by_hour", "date_flips", "watch"):
        del document["answer"][key]
    return document


def feasible() -> Document:
    """Return an answer to whether a departure meets a deadline."""
    document = latest_departure()
    document["question"] |= {"kind": "feasible", "depart": {"phrase": "now"}}
    document["answer"]["on_time"] = 0.04
    return document


def never_safe() -> Document:
    """Return a latest departure at 80 % to which windows leave no safe reading, and later on none at all."""
    document = latest_departure()
    answer = document["answer"]
    answer["confidence"] = document["question"]["confidence"] = 0.8
    for row in (*answer["deadlines"], *answer["by_hour"], *answer["watch"]):
        row |= {"safe": None, "past": []}
    answer["depart_by"] = answer["deadlines"][0]
    answer["deadlines"][1] |= {"even": None, "too_late_after": None}
    answer["watch"][0] |= {"even": None, "too_late_after": None}
    answer["arrive"]["late"] = document["itinerary"]["events"][-1]["late"] = None
    return document


def two_readings() -> Document:
    """Return an answer to a phrase that can be read in two ways."""
    document = latest_departure()
    other = copy.deepcopy({key: document[key] for key in ("answer", "itinerary")})
    other["answer"]["arrive_by"] = clock.stamp(START + timedelta(hours=20), ZONES["cc"])
    return document | {"alternatives": [other]}


def over_the_antimeridian() -> Document:
    """Return an answer whose route runs from 177° east to 166° west and on."""
    document = latest_departure()
    for code, (lat, lon) in {
        "aa": (64.7, 177.5),
        "bb": (64.4, -173.3),
        "cc": (65.6, -168.1),
        "dd": (64.5, -165.4),
    }.items():
        document["stations"][code] |= {"lat": lat, "lon": lon}
    return document


ALL = (latest_departure, distance, arrival, feasible, never_safe, two_readings, over_the_antimeridian)
