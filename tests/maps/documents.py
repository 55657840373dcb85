"""Small answers made by hand: three stations, a border, a break of gauge, track that is run twice."""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta
from typing import Any

from routes import clock
from routes.report.inputs import build_input
from routes.report.quote import build_quote

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
        "names": {"ko": local_name} if code in ("aa", "bb") else {},
        "country": "KP" if code in ("aa", "bb") else "RU",
        "lat": PLACES[code][0],
        "lon": PLACES[code][1],
        "zone": ZONES[code],
        "kind": "station",
        "gauges_mm": [1435],
        "position_accuracy_m": 100,
        "source": "OpenStreetMap contributors (ODbL 1.0)",
        "accessed": None,
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
        "accessed": None,
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
    return {"station": code, "event": kind, **stamps, "past": ["safe"], "behind": False}


def without(row: Document, *keys: str) -> Document:
    """Return a row without some of its keys."""
    return {k: v for k, v in row.items() if k not in keys}


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
        "pace": 0.18,
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


def phrase(words: str, operator: str, text: str, code: str) -> Document:
    """Return a phrase of time with its one reading, on the clock of a station."""
    return {"phrase": words, "operator": operator, "readings": [{"text": text, "zone": ZONES[code]}]}


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
        "mode": "rail",
        "turns": "regular",
        "train": {"name": "special", "title": "the special train", "origin": "data/trains/special.toml"},
        "arrive": {
            "phrase": "by Tuesday",
            "operator": "by",
            "readings": [{"text": "Tue 12 Sep 2023", "zone": ZONES["cc"]}],
        },
        "depart": None,
        "confidence": 0.9,
        "set": ["speed.KP=30"],
        "lang": "en",
        "seen": [],
        "not_seen": [],
        "windows": [],
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
        "drivers": [driver("running", "KP", 27_000, 0.75), driver("pace", None, 9_000, 0.25)],
        "arrive_by": arrive_by,
        "depart_by": rows[0],
        "deadlines": rows,
        "by_hour": [{"arrive_by": arrive_by, **without(rows[0], "station", "event", "behind")}],
        "date_flips": [{"arrive_by": arrive_by, "leaves": "2023-09-10"}],
        "watch": [without(row, "behind") for row in rows[1:2]],
        "unclocked": [{"from": "aa", "to": "bb", "length_m": 100_000}],
        "allowances": [allowance("running", 27_000), allowance("hold", 9_000, chance=0.5)],
        "curve": curve(),
        "departures": [],
    }


def allowance(kind: str, likely_s: int, *, chance: float = 1.0) -> Document:
    """Return what is allowed for one kind of time."""
    return {"kind": kind, "chance": chance, "low_s": likely_s // 2, "likely_s": likely_s, "high_s": likely_s * 2}


def curve() -> Document:
    """Return how the chance falls about the start, over twelve hours."""
    marks = [("safe", -5, 0.9), ("even", 0, 0.5), ("too_late_after", 5, 0.1), ("as_of", -5, None)]
    return {
        "station": "aa",
        "event": "dep",
        **{name: clock.stamp(START + timedelta(hours=h), ZONES["aa"]) for name, h in (("first", -6), ("last", 6))},
        "step_s": 3600,
        "chances": [0.98, 0.9, 0.82, 0.74, 0.66, 0.58, 0.5, 0.42, 0.34, 0.26, 0.18, 0.1, 0.02],
        "marks": [{"name": name, **placed(h), "chance": chance} for name, h, chance in marks],
        "ticks": [placed(h) for h in (-2.75, 0.25, 3.25)],
    }


def placed(hours: float) -> Document:
    """Return an instant of the curve some hours from the start."""
    at = clock.stamp(START + timedelta(hours=hours), ZONES["aa"])
    return {"at": at, "at_s": round((hours + 6) * 3600)}


def driver(kind: str, country: str | None, share_s: int, share: float) -> Document:
    """Return a kind of time that drives the ten hours between safe and too late."""
    return {"kind": kind, "country": country, "share_s": share_s, "share": share, "keys": ["speed.KP"]}


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
        "accessed": None,
        "note": "Ordinary trains run at 31 km/h.",
        "known_from": "2008-09-20T12:25:00+00:00",
        "origin": "data/trains/special.toml:10",
    }


def learned() -> Document:
    """Return an assumption that was learned from a clocked run."""
    spread = {"learned": {"freedom": 5.0, "scale": 0.1}, "cases": ["2019_out: cc dep to dd arr"]}
    return assumption() | spread | {"key": "speed.RU", "source": "fitted from 2019_out"}


def quoted(document: Document) -> Document:
    """Return a document with the hash of its input and its sentences to quote."""
    return document | {"input": build_input(document), "quote": build_quote(document)}


def bare() -> Document:
    """Return the document of a latest departure without its quote."""
    herald = {"title": "Korea Herald", "url": "https://example.org/herald", "says": "by Monday", "known_from": "2023"}
    return {
        "schema": {"name": "routes/latest-departure", "version": 1},
        "tzdata": "2025b",
        "as_of": {**clock.stamp(START - timedelta(hours=5), "Asia/Seoul"), "whole_day": False, "today": False},
        "question": question(),
        "answer": answer(),
        "itinerary": itinerary(),
        "alternatives": [],
        "assumptions": [assumption(), learned()],
        "sources": [herald],
        "notes": ["as of 2023-09-11"],
        "stations": {code: station(code) for code in NAMES},
    }


def latest_departure() -> Document:
    """Return the whole document of an answer to when to leave at the latest."""
    return quoted(bare())


def distance() -> Document:
    """Return an answer to a distance, which has no times."""
    document = bare()
    for row in document["itinerary"]["events"]:
        for key in ("time", "early", "late"):
            row[key] = None
    document["question"] |= {"kind": "distance", "arrive": None}
    document["answer"] = {"length_m": 400_000, "error_m": 1_000, "basis": "estimated"}
    return quoted(document)


def departing() -> Document:
    """Return the question's phrase of a departure."""
    return phrase("now", "on", "Mon 11 Sep 2023 14:45", "aa")


def bare_arrival() -> Document:
    """Return the document of an arrival without its quote."""
    document = bare()
    document["question"] |= {"kind": "arrival", "arrive": None, "depart": departing()}
    document["answer"] = without(
        document["answer"],
        "arrive_by",
        "depart_by",
        "deadlines",
        "by_hour",
        "date_flips",
        "watch",
        "curve",
        "departures",
    )
    return document


def arrival() -> Document:
    """Return an answer to when a train arrives that leaves at a given time."""
    return quoted(bare_arrival())


def seen() -> Document:
    """Return an answer to when a train arrives that was seen on the way, and not seen at its end."""
    document = bare_arrival()
    sighting = {"text": "dep Tumangang 18:45", "event": "dep", "station": "bb", "assumed": ["clock", "error"]}
    absence = {"text": "Khasan by 23:00", "event": "arr", "station": "cc", "assumed": ["chance", "clock", "event"]}
    window = {"text": "Tumangang 06:00-22:00", "station": "bb", "event": "dep", "rule": "hours"}
    times = {key: clock.stamp(START + timedelta(hours=h), ZONES["cc"]) for key, h in (("early", 9), ("expected", 11))}
    document["question"] |= {
        "depart": None,
        "seen": [{**sighting, "time": clock.stamp(START + timedelta(hours=4), ZONES["bb"]), "error_s": 600}],
        "not_seen": [{**absence, "by": clock.stamp(START + timedelta(hours=7), ZONES["cc"]), "noticed": 0.8}],
        "windows": [
            {
                **window,
                "opens": "06:00",
                "shuts": "22:00",
                "bound": None,
                "origin": "--window",
                "source": "",
                "note": "",
            }
        ],
    }
    other = {"seen": 0, "event": None, "zone": "Asia/Seoul", "station": "bb", "later_than_known": True}
    document["answer"] |= {
        "left": {k: clock.stamp(START, ZONES["aa"]) for k in ("early", "expected", "late")},
        "otherwise": [
            {**other, "time": sighting_time(9), "arrive": times | {"late": times["expected"]}},
            {
                **other,
                "event": "arr",
                "zone": None,
                "later_than_known": False,
                "time": sighting_time(4),
                "arrive": None,
            },
        ],
    }
    return quoted(document)


def sighting_time(hours: float) -> Document:
    """Return the stamp of a sighting some hours after the start."""
    return clock.stamp(START + timedelta(hours=hours), "Asia/Seoul")


def claim(mode: str, verdict: str, on_time: float) -> Document:
    """Return what one mode makes of a claim: 400 km in eight hours and a quarter."""
    pace = {"country": "KP", "what": "Train 8", "year": 2008, "kmh": 30.6, "source": "https://example.org/pace"}
    return {
        "mode": mode,
        "train": "the special train" if mode == "rail" else "an airliner",
        "verdict": verdict,
        "on_time": on_time,
        "on_time_last": None,
        "length_m": 400_000,
        "basis": "estimated" if mode == "rail" else "geodesic",
        "available_s": 29_700,
        "needed_kmh": 48.5,
        "fastest_kmh": 36.9,
        "fastest_time_s": 39_000,
        "fastest_source": "https://example.org/pace",
        "fastest_paces": [
            {**pace, "note": None, "known_from": "2008-10-01T00:00:00+00:00", "origin": "data/paces.csv:8"}
        ],
        "late_by_s": 9_300 if mode == "rail" else 0,
        "note": None,
        "legs": [] if mode == "rail" else [leg("aa", "cc", basis="geodesic") | {"line": "air", "gauge_mm": None}],
    }


def by_then(chance: float, at_m: int, **place: Any) -> Document:
    """Return how far it has come by the time that is claimed."""
    return {
        "chance": chance,
        "at_m": at_m,
        "station": None,
        "leg": None,
        "share": 0.0,
        "lat": 42.42,
        "lon": 130.61,
    } | place


def feasible() -> Document:
    """Return an answer to whether a departure can meet a deadline."""
    document = bare()
    document["schema"] = {"name": "routes/feasible", "version": 1}
    document["question"] |= {"kind": "feasible", "depart": departing()}
    document["answer"] |= {
        "on_time": 0.004,
        "verdict": "not credible",
        "credible_from": 0.25,
        "left": {"first": clock.stamp(START, ZONES["aa"]), "last": None},
        "claims": [claim("rail", "not credible", 0.004), claim("air", "credible", 0.999)],
        "by_then": [
            by_then(0.9, 50_000, leg=0, share=0.5, lat=40.7, lon=128.1),
            by_then(0.5, 100_000, station="bb"),
            by_then(0.1, 400_000, station="cc"),
        ],
    }
    return quoted(document)


def two_readings() -> Document:
    """Return an answer to a phrase that can be read in two ways."""
    document = bare()
    other = copy.deepcopy({key: document[key] for key in ("answer", "itinerary")})
    other["answer"]["arrive_by"] = clock.stamp(START + timedelta(hours=20), ZONES["cc"])
    return quoted(document | {"alternatives": [other]})


def never_safe() -> Document:
    """Return an answer of which no departure is safe, and for one arrival hour none has even odds."""
    document = bare()
    answered = document["answer"]
    for row in (*answered["deadlines"][:-1], *answered["by_hour"], *answered["watch"]):
        row |= {"safe": None, "past": []}
    answered["by_hour"][0]["even"] = None
    answered |= {"drivers": [], "date_flips": []}
    answered["curve"]["marks"] = [mark for mark in answered["curve"]["marks"] if mark["name"] != "safe"]
    return quoted(document)


def never_even() -> Document:
    """Return an answer of which no departure has even odds."""
    document = never_safe()
    for row in (*document["answer"]["deadlines"][:-1], *document["answer"]["watch"]):
        row["even"] = None
    return quoted(document)


def never_at_all() -> Document:
    """Return a claim of which no departure is in time, as where a border opens too late."""
    document = feasible()
    for row in (*document["answer"]["deadlines"], *document["answer"]["by_hour"], *document["answer"]["watch"]):
        row |= {"safe": None, "even": None, "too_late_after": None, "past": []}
    document["answer"]["curve"] = None
    return quoted(document)


def by_air() -> Document:
    """Return an arrival by road and plane, whose lengths are geodesics."""
    document = bare_arrival()
    document["question"] |= {
        "mode": "air",
        "train": {"name": "airliner", "title": "an airliner", "origin": "data/trains/airliner.toml"},
    }
    document["itinerary"] |= {"basis": "geodesic", "dwells": document["itinerary"]["dwells"][:1]}
    document["itinerary"]["dwells"][0] |= {"kind": "board"}
    for row, line in zip(document["itinerary"]["legs"], ("road", "air", "road", "road"), strict=True):
        row |= {"basis": "geodesic", "gauge_mm": None, "line": line}
    document["answer"]["unclocked"] = []
    document["answer"]["drivers"] = [driver("air", None, 9_000, 0.6), driver("board", "KP", 6_000, 0.4)]
    return quoted(document)


def rows_head(kind: str) -> Document:
    """Return what a document without a single itinerary has beside question and answer."""
    document = bare()
    shared = ("scenario", "title", "via", "avoid", "turns", "confidence", "set", "lang")
    asked = {key: document["question"][key] for key in shared}
    schema = {"name": f"routes/{kind}", "version": 1}
    return document | {"schema": schema, "itinerary": None, "question": {"kind": kind, **asked}}


def reached(code: str, chance: float, length_m: int) -> Document:
    """Return a place of a reach."""
    times = {key: clock.stamp(START + timedelta(hours=h), ZONES[code]) for key, h in (("early", 3), ("expected", 5))}
    place = {"station": code, "chance": chance, "chance_last": None, "length_m": length_m, "basis": "estimated"}
    lat, lon = PLACES[code]
    return {**place, **times, "late": clock.stamp(START + timedelta(hours=9), ZONES[code]), "lat": lat, "lon": lon}


def reach() -> Document:
    """Return how far something can have come that left four hours ago."""
    document = rows_head("reach")
    train = bare()["question"]["train"]
    at = phrase("Mon 18:45", "on", "Mon 11 Sep 2023 18:45", "aa")
    document["question"] |= {"from": "aa", "mode": "rail", "train": train, "depart": departing(), "at": at}
    document["answer"] = {
        "confidence": 0.9,
        "left": {"first": clock.stamp(START, ZONES["aa"]), "last": None},
        "at": clock.stamp(START + timedelta(hours=4), ZONES["aa"]),
        "stations": [reached("bb", 0.95, 100_000), reached("cc", 0.6, 200_000), reached("dd", 0.04, 300_000)],
        "least_chance": 0.01,
        "below": 3,
        "cut_off": 2,
        "edges": [
            leg("aa", "bb", basis="estimated", gauge_mm=1435) | {"chance": 0.95},
            leg("bb", "cc", border=True) | {"chance": 0.6},
            leg("cc", "dd") | {"chance": 0.04},
        ],
    }
    return quoted(document)


def compared(number: int, mode: str, status: str) -> Document:
    """Return a row of a comparison, whose way has this number."""
    row = deadline("aa", "dep", 0)
    return {
        "from": "aa",
        "to": "cc" if number == 0 else "dd",
        "mode": mode,
        "train": "the special train" if mode == "rail" else "an airliner",
        "length_m": 200_000,
        "basis": "estimated" if mode == "rail" else "geodesic",
        "arrive_by": clock.stamp(START + timedelta(hours=8.25), ZONES["cc"]),
        "depart_by": without(row, "station", "event", "behind"),
        "open": status,
        "on_time_now": 0.7,
        "note": None,
        "way": number,
    }


def compare() -> Document:
    """Return a comparison of two destinations, one by train and one by plane, and a third way that there is not."""
    document = rows_head("compare")
    ends = {"origins": ["aa"], "destinations": ["cc", "dd"], "by": ["rail", "air"]}
    document["question"] |= {**ends, "arrive": "by Monday"}
    rows = [compared(0, "rail", "against the odds"), compared(1, "air", "open")]
    gone = dict.fromkeys(("length_m", "basis", "depart_by", "on_time_now", "way"))
    rows.append(compared(1, "rail", "no way") | gone | {"note": "no track leads there"})
    air = leg("aa", "dd", basis="geodesic") | {"line": "air", "gauge_mm": None}
    kept = ("from", "to", "mode", "train", "length_m", "basis")
    ways = [{key: row[key] for key in kept} for row in rows[:2]]
    ways[0]["legs"] = [leg("aa", "bb", basis="estimated", gauge_mm=1435), leg("bb", "cc", border=True)]
    ways[1]["legs"] = [air]
    rows[0] |= {"depart": rows[0]["depart_by"]["even"], "events": itinerary()["events"][:3]}
    rows[0]["events"].append(event("cc", "arr", 6, 200_000))
    rows[1] |= {"depart": clock.stamp(START + timedelta(hours=7), ZONES["aa"])}
    rows[1]["events"] = [event("aa", "dep", 7, 0, spread_h=0), event("dd", "arr", 8, 100_000, spread_h=0.5)]
    document["answer"] = {"confidence": 0.9, "rows": rows, "ways": ways}
    return quoted(document)


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


ALL = (
    latest_departure,
    distance,
    arrival,
    seen,
    feasible,
    two_readings,
    never_safe,
    never_even,
    never_at_all,
    by_air,
    over_the_antimeridian,
    reach,
    compare,
)
