"""The canonical JSON document of an answer, which every renderer reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from routes import clock
from routes.estimate import Estimate
from routes.gazetteer.station import Station
from routes.ids import StationCode
from routes.itinerary import Leg
from routes.report.curves import build_curve
from routes.report.entries import build_assumption, build_stations
from routes.report.inputs import build_input
from routes.report.legs import build_events, build_legs, stamp_at
from routes.report.quote import build_quote
from routes.report.told import list_answer_told, list_shut_times, list_told, time_told
from routes.scenarios.allowances import Stretch, find_weakest, list_allowances
from routes.scenarios.answers import EVEN, Answer, Deadline, Readings
from routes.scenarios.assumptions import Assumption
from routes.scenarios.clocked import find_unclocked, known_runs
from routes.scenarios.drivers import Driver, list_drivers
from routes.scenarios.evaluate import Evaluation
from routes.scenarios.phrases import AsOf
from routes.scenarios.schema import Scenario
from routes.scenarios.world import World
from routes.timing.spread import quantile_s
from routes.timing.totals import total_time
from routes.units import round_chance
from routes.when import When

if TYPE_CHECKING:
    from routes.scenarios.turning import TurningPoint

Document = dict[str, Any]
VERSION = 1


def build_document(world: World, result: Evaluation) -> Document:
    """Return the answer as one object of plain values: lengths in metres, durations in seconds, times as stamps.

    A stamp is `{local, utc, zone, weekday}`. With several readings the first is `answer` and `itinerary`,
    the others are in `alternatives`, each with the same two keys.
    """
    answers = [_answer(world, result, a) for a in result.answers] or [_distance_answer(result)]
    for answer, points in zip(answers, result.turning, strict=False):
        answer["turning_points"] = [_turning_point(point, result.assumptions[point.key]) for point in points]
    if result.timed:
        answers = [a | t for a, t in zip(answers, _told_answers(world, result), strict=True)]
    journeys = [_itinerary(world, result, a) for a in result.answers] or [_itinerary(world, result, None)]
    pairs = [{"answer": a, "itinerary": i} for a, i in zip(answers, journeys, strict=True)]
    document: Document = {
        "schema": {"name": f"routes/{result.query.question}", "version": VERSION},
        "tzdata": clock.tzdata_version(),
        "as_of": _as_of(result),
        "question": _question(world, result),
        **pairs[0],
        "alternatives": pairs[1:],
        "assumptions": [build_assumption(a) for a in result.assumptions.values()],
        "sources": [_plain(source) for source in result.query.sources if _known(source, result.as_of.instant)],
        "notes": list(result.notes),
        "stations": build_stations(world, _station_codes(result)),
    }
    return document | {"input": build_input(document), "quote": build_quote(document)}


def build_head(
    world: World, query: Scenario, as_of: AsOf, *, today: bool, assumptions: Iterable[Assumption], codes: Iterable[str]
) -> Document:
    """Return what every document has beside question and answer, for one without a single itinerary (null)."""
    return {
        "schema": {"name": f"routes/{query.question}", "version": VERSION},
        "tzdata": clock.tzdata_version(),
        "as_of": {**clock.stamp(as_of.instant, as_of.zone), "whole_day": as_of.day is not None, "today": today},
        "question": {},
        "answer": {},
        "itinerary": None,
        "alternatives": [],
        "assumptions": [build_assumption(a) for a in assumptions],
        "sources": [_plain(source) for source in query.sources if _known(source, as_of.instant)],
        "notes": [],
        "stations": build_stations(world, codes),
    }


def _known(source: Any, as_of: datetime) -> bool:
    known_from = source.get("known_from")
    return known_from is None or bool(known_from <= as_of)


def _plain(source: Any) -> Document:
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in source.items()}


def _as_of(result: Evaluation) -> Document:
    as_of = result.as_of
    return {**clock.stamp(as_of.instant, as_of.zone), "whole_day": as_of.day is not None, "today": result.today}


def _question(world: World, result: Evaluation) -> Document:
    query, trip = result.query, result.trip
    return {
        "kind": query.question,
        "scenario": query.name or None,
        "title": query.title or None,
        "from": trip.origin,
        "to": trip.destination,
        "via": list(trip.via),
        "avoid": sorted(trip.avoid),
        "mode": result.train.mode,
        "turns": trip.turns,
        "train": {"name": result.train.name, "title": result.train.title, "origin": result.train.origin},
        "arrive": _phrase(result.arrive),
        "depart": _phrase(result.depart),
        "confidence": query.confidence,
        "set": list(query.settings),
        "lang": query.lang,
    } | list_told(result.timed, world.gazetteer.stations)


def _told_answers(world: World, result: Evaluation) -> list[Document]:
    """Return what each answer has beside the usual where the train was seen: when it left, and other readings."""
    stations, timed = world.gazetteer.stations, result.timed
    others = timed.otherwise if timed else ()
    end = stations[result.trip.destination]
    hours = timed.hours if timed else ()
    return [
        list_answer_told(a, stations[result.trip.origin], end, o) | list_shut_times(hours, stations, a)
        for a, o in zip(result.answers, others, strict=True)
    ]


def _phrase(when: When | None) -> Document | None:
    if when is None:
        return None
    readings = [{"text": r.text, "zone": r.zone} for r in when.readings]
    return {"phrase": when.phrase, "operator": when.operator, "readings": readings}


def _answer(world: World, result: Evaluation, answer: Answer) -> Document:
    stations, as_of = world.gazetteer.stations, result.as_of.instant
    start, end = stations[result.trip.origin], stations[result.trip.destination]
    at_end = answer.times[len(result.itinerary.items)]
    document: Document = {
        "confidence": answer.confidence,
        "depart": clock.stamp(answer.departs_at, start.zone),
        "arrive": {name: stamp_at(instant, end) for name, instant in at_end._asdict().items()},
        "clock_change_s": clock.offset_s(at_end.expected or at_end.early, end.zone)
        - clock.offset_s(answer.departs_at, start.zone),
        "anchors": [{"station": e.station, "event": e.event} for e in answer.anchors],
        "weakest": _stretch(find_weakest(result.itinerary, answer.anchors, answer.confidence)),
        "allowances": [one._asdict() for one in list_allowances(result.itinerary, answer.confidence)],
        "drivers": [describe_driver(driver) for driver in list_drivers(result.itinerary, stations, answer)],
    }
    if answer.deadline is not None:
        rows = [_deadline(d, stations, as_of) for d in answer.deadlines]
        for row, deadline in zip(rows, answer.deadlines, strict=True):
            row["behind"] = answer.behind is not None and deadline.event.boundary <= answer.behind
        document |= {
            "arrive_by": clock.stamp(answer.deadline, end.zone),
            "depart_by": next(row for row in rows if row["event"] == "dep"),
            "deadlines": rows,
            "by_hour": [
                {"arrive_by": clock.stamp(row.arrive_by, end.zone), **_readings(row.readings, start, as_of)}
                for row in answer.by_hour
            ],
            "date_flips": [
                {"arrive_by": clock.stamp(flip.arrive_by, end.zone), "leaves": flip.leaves.isoformat()}
                for flip in answer.flips
            ],
            "watch": [_deadline(d, stations, as_of) for d in answer.watch],
            "curve": build_curve(answer, stations, as_of),
            "departures": [] if result.timed and result.timed.bears else list_departures(answer),
        }
    document["unclocked"] = [
        {"from": gap.start, "to": gap.end, "length_m": gap.length_m}
        for gap in find_unclocked(result.itinerary.legs, known_runs(result.train, as_of))
    ]
    return document | ({} if answer.on_time is None else {"on_time": round_chance(answer.on_time)})


def list_departures(answer: Answer) -> list[Document]:
    """Return by how many seconds the other readings leave later than the itinerary, whose times all shift with it.

    They do, because no window shuts and nothing was seen. [] where the departure is given.
    """
    readings = answer.deadlines[0].readings._asdict() if answer.on_time is None else {}
    later = {name: clock.elapsed_s(answer.departs_at, at) for name, at in readings.items() if at is not None}
    return [{"reading": name, "later_s": later_s} for name, later_s in later.items() if later_s]


def describe_driver(driver: Driver) -> Document:
    """Return what drives a spread, its country null where it has none."""
    plain = driver._asdict() | {"country": driver.country or None, "keys": list(driver.keys)}
    return plain | {"share": round(driver.share, 4)}


def _turning_point(point: TurningPoint, held: Assumption) -> Document:
    now = {"low": held.low, "likely": held.likely, "high": held.high}
    return {
        "key": point.key,
        "unit": held.unit,
        "now": now,
        "value": point.value,
        "direction": point.direction or None,
        "becomes": point.becomes or None,
    }


def _deadline(deadline: Deadline, stations: Mapping[StationCode, Station], as_of: datetime) -> Document:
    event = deadline.event
    return {
        "station": event.station,
        "event": event.event,
        **_readings(deadline.readings, stations[event.station], as_of),
    }


def _readings(readings: Readings, station: Station, as_of: datetime) -> Document:
    """Return the three readings on the clock of a station, null where no instant has one, and those that are past."""
    instants = readings._asdict()
    stamps: Document = {name: stamp_at(instant, station) for name, instant in instants.items()}
    return stamps | {"past": [name for name, instant in instants.items() if instant is not None and instant < as_of]}


def _stretch(stretch: Stretch) -> Document:
    return {
        "from": stretch.start,
        "to": stretch.end,
        "low_s": stretch.low_s,
        "likely_s": stretch.likely_s,
        "high_s": stretch.high_s,
        "keys": list(stretch.keys),
    }


def _distance_answer(result: Evaluation) -> Document:
    itinerary = result.itinerary
    return {"length_m": itinerary.length_m, "error_m": itinerary.error_m, "basis": itinerary.basis}


def _itinerary(world: World, result: Evaluation, answer: Answer | None) -> Document:
    itinerary = result.itinerary
    items = itinerary.items
    circuity = itinerary.circuity
    return {
        "from": itinerary.origin,
        "to": itinerary.destination,
        "length_m": itinerary.length_m,
        "error_m": itinerary.error_m,
        "basis": itinerary.basis,
        "geodesic_m": itinerary.geodesic_m,
        "circuity": None if circuity is None else round(circuity, 3),
        **_under_way(result, answer),
        "pace": itinerary.pace,
        "legs": build_legs(world, itinerary.legs),
        "dwells": [
            {"station": w.at, "kind": w.kind, **_time(w.time), "keys": list(w.keys)}
            for w in items
            if not isinstance(w, Leg)
        ],
        "events": build_events(world, itinerary, answer.times if answer else None),
    }


def _under_way(result: Evaluation, answer: Answer | None) -> Document:
    """Return the time from end to end in seconds by chance: with one less the confidence, one half, the confidence."""
    itinerary, confidence = result.itinerary, result.query.confidence
    names = {"early_s": 1 - confidence, "expected_s": EVEN, "late_s": confidence}
    if answer and result.timed and result.timed.found and (answer.left or answer.depart):
        return dict(zip(names, time_told(answer, len(itinerary.items)), strict=True))
    total = total_time(itinerary.items, itinerary.pace)
    return {name: round(quantile_s(total, chance)) for name, chance in names.items()}


def _time(time: Estimate) -> Document:
    return {"low_s": time.low_s, "likely_s": time.likely_s, "high_s": time.high_s}


def _station_codes(result: Evaluation) -> list[str]:
    return [result.trip.origin, *(leg.end for leg in result.itinerary.legs), *result.trip.via]
