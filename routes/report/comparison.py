"""The document of a comparison: a row for each origin, destination, mode and reading of the deadline."""

from __future__ import annotations

from collections.abc import Sequence

from routes import clock
from routes.itinerary import Itinerary
from routes.report.document import Document, build_head
from routes.report.entries import build_stations
from routes.report.inputs import build_input
from routes.report.legs import build_events, build_legs
from routes.report.quote import build_quote
from routes.report.told import list_told
from routes.scenarios.compare import Comparison, Row
from routes.scenarios.world import World
from routes.units import round_chance


def build_comparison(world: World, found: Comparison) -> Document:
    """Return the comparison; `open` of a row says what is still possible as of then, on the origin's clock.

    `on_time_now` is the chance of one who leaves at the as-of instant. A row without a way has nulls and a `note`. With
    lines on the ground a row has the `events` too of a journey that leaves at `depart`, for a map that moves.
    `ways` are those of the rows with their legs, each once; the `way` of a row is its place among them.
    """
    query = found.query
    ways = list_ways(found)
    passed = [code for row in ways if row.itinerary for code in row.itinerary.stations]
    codes = [*found.origins, *found.destinations, *found.trip.via, *passed]
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
    answer = {
        "confidence": query.confidence,
        "rows": [_row(world, row, found) | {"way": _find_way(ways, row)} for row in found.rows],
        "ways": [_way(world, row) for row in ways],
    }
    document = head | {"question": question, "answer": answer, "notes": list(found.notes)}
    return document | {"input": build_input(document), "quote": build_quote(document)}


def list_ways(found: Comparison) -> list[Row]:
    """Return the first row of each way that there is; the rows of one way are of several readings of the deadline."""
    first: dict[tuple[str, str, str, Itinerary], Row] = {}
    for row in found.rows:
        if row.itinerary:
            first.setdefault((row.origin, row.destination, row.mode, row.itinerary), row)
    return list(first.values())


def _find_way(ways: Sequence[Row], row: Row) -> int | None:
    key = row.origin, row.destination, row.mode, row.itinerary
    return next((n for n, w in enumerate(ways) if (w.origin, w.destination, w.mode, w.itinerary) == key), None)


def _way(world: World, row: Row) -> Document:
    itinerary = row.itinerary
    return {
        **_name_way(row),
        "legs": build_legs(world, itinerary.legs, is_coarse=True) if itinerary else [],
    }


def _name_way(row: Row) -> Document:
    return {
        "from": row.origin,
        "to": row.destination,
        "mode": row.mode,
        "train": row.train,
        "length_m": row.itinerary.length_m if row.itinerary else None,
        "basis": row.itinerary.basis if row.itinerary else None,
    }


def _row(world: World, row: Row, found: Comparison) -> Document:
    stations, itinerary = world.gazetteer.stations, row.itinerary
    zone, end_zone = stations[row.origin].zone, stations[row.destination].zone
    readings = row.readings._asdict()
    stamps = {name: None if at is None else clock.stamp(at, zone) for name, at in readings.items()}
    past = [name for name, at in readings.items() if at is not None and at < found.as_of.instant]
    return {
        **_name_way(row),
        "arrive_by": clock.stamp(row.deadline, end_zone),
        "depart_by": {**stamps, "past": past} if itinerary else None,
        "open": row.status,
        "on_time_now": None if row.on_time is None else round_chance(row.on_time),
        **({"seen": True} if row.seen else {}),
        **(_build_times(world, row) if found.query.geometry else {}),
        "note": row.reason or None,
    }


def _build_times(world: World, row: Row) -> Document:
    if row.itinerary is None or row.departs_at is None:
        return {}
    depart = clock.stamp(row.departs_at, world.gazetteer.stations[row.origin].zone)
    return {"depart": depart, "events": build_events(world, row.itinerary, row.times)}
