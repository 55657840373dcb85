"""The document of a comparison: a row for each origin, destination, mode and reading of the deadline."""

from __future__ import annotations

from routes import clock
from routes.report.document import Document, build_head
from routes.report.entries import build_stations
from routes.report.quote import build_quote
from routes.report.told import list_told
from routes.scenarios.compare import Comparison, Row
from routes.scenarios.world import World
from routes.units import round_chance


def build_comparison(world: World, found: Comparison) -> Document:
    """Return the comparison; `open` of a row says what is still possible as of then, on the origin's clock.

    `on_time_now` is the chance of one who leaves at the as-of instant. A row without a way has nulls and a `note`.
    """
    query = found.query
    codes = [*found.origins, *found.destinations, *found.trip.via]
    head = build_head(world, query, found.as_of, today=found.today, assumptions=found.assumptions.values(), codes=codes)
    question: Document = {
        "kind": query.question,
        "scenario": query.name or None,
        "title": query.title or None,
        "origins": list(found.origins),
        "destinations": list(found.destinations),
        "by": list(found.modes),
        "via": list(found.trip.via),
        "avoid": sorted(found.trip.avoid),
        "turns": found.trip.turns,
        "arrive": query.arrive,
        "confidence": query.confidence,
        "set": list(query.settings),
        "lang": query.lang,
    }
    told = list_told(found.timed, world.gazetteer.stations) if found.timed else {}
    question |= told
    head["stations"] |= build_stations(world, [item["station"] for items in told.values() for item in items])
    answer = {"confidence": query.confidence, "rows": [_row(world, row, found) for row in found.rows]}
    document = head | {"question": question, "answer": answer, "notes": list(found.notes)}
    return document | {"quote": build_quote(document)}


def _row(world: World, row: Row, found: Comparison) -> Document:
    stations, itinerary = world.gazetteer.stations, row.itinerary
    zone, end_zone = stations[row.origin].zone, stations[row.destination].zone
    readings = row.readings._asdict()
    stamps = {name: None if at is None else clock.stamp(at, zone) for name, at in readings.items()}
    past = [name for name, at in readings.items() if at is not None and at < found.as_of.instant]
    return {
        "from": row.origin,
        "to": row.destination,
        "mode": row.mode,
        "train": row.train,
        "length_m": itinerary.length_m if itinerary else None,
        "basis": itinerary.basis if itinerary else None,
        "arrive_by": clock.stamp(row.deadline, end_zone),
        "depart_by": {**stamps, "past": past} if itinerary else None,
        "open": row.status,
        "on_time_now": None if row.on_time is None else round_chance(row.on_time),
        **({"seen": True} if row.seen else {}),
        "note": row.reason or None,
    }
