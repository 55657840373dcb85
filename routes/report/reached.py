"""The document of a reach: the places that can have been reached, likeliest first, with positions for a map."""

from __future__ import annotations

from routes import clock
from routes.report.document import Document, build_head
from routes.report.entries import build_stations
from routes.report.inputs import build_input
from routes.report.legs import build_legs
from routes.report.quote import build_quote
from routes.report.told import list_told_texts
from routes.scenarios.reach import LEAST_CHANCE, Place, Reached, list_edges
from routes.scenarios.world import World
from routes.units import round_chance
from routes.when import When


def build_reached(world: World, found: Reached) -> Document:
    """Return the places with their chance of having been reached at `answer.at`, each arrival on its place's clock.

    `below` counts the places with less than `least_chance`, and `cut_off` those to which there is no way. `edges` are
    the legs of all their ways, each once, with the chance of having run it.
    """
    query, origin = found.query, found.trip.origin
    zone = world.gazetteer.stations[origin].zone
    edges = list_edges(found.places)
    codes = [origin, *(place.station for place in found.places), *found.trip.via]
    codes += [end for leg in edges for end in (leg.start, leg.end)]
    head = build_head(world, query, found.as_of, today=found.today, assumptions=found.assumptions.values(), codes=codes)
    question = _question(found)
    told = list_told_texts(found.told, world.gazetteer.stations) if found.told else {}
    question |= told
    head["stations"] |= build_stations(world, [item["station"] for items in told.values() for item in items])
    last = None if found.left.last == found.left.first else clock.stamp(found.left.last, zone)
    legs = build_legs(world, list(edges), is_coarse=True)
    answer = {
        "confidence": query.confidence,
        "left": {"first": clock.stamp(found.left.first, zone), "last": last},
        "at": clock.stamp(found.at, zone),
        "stations": [_place(world, place) for place in found.places],
        "least_chance": LEAST_CHANCE,
        "below": found.below,
        "cut_off": found.cut_off,
        "edges": [leg | {"chance": round_chance(chance)} for leg, chance in zip(legs, edges.values(), strict=True)],
    }
    document = head | {"question": question, "answer": answer, "notes": list(found.notes)}
    return document | {"input": build_input(document), "quote": build_quote(document)}


def _question(found: Reached) -> Document:
    query, train = found.query, found.profile.train
    return {
        "kind": query.question,
        "scenario": query.name or None,
        "title": query.title or None,
        "from": found.trip.origin,
        "via": list(found.trip.via),
        "avoid": sorted(found.trip.avoid),
        "turns": found.trip.turns,
        "mode": train.mode,
        "train": {"name": train.name, "title": train.title, "origin": train.origin},
        "depart": _phrase(found.depart),
        "at": _phrase(found.at_when),
        "confidence": query.confidence,
        "set": list(query.settings),
        "lang": query.lang,
    }


def _phrase(when: When) -> Document:
    readings = [{"text": r.text, "zone": r.zone} for r in when.readings]
    return {"phrase": when.phrase, "operator": when.operator, "readings": readings}


def _place(world: World, place: Place) -> Document:
    station, way = world.gazetteer.stations[place.station], place.itinerary
    return {
        "station": place.station,
        "chance": round_chance(place.chance),
        "chance_last": None if place.chance_last is None else round_chance(place.chance_last),
        "length_m": way.length_m,
        "basis": way.basis,
        "early": clock.stamp(place.early, station.zone),
        "expected": clock.stamp(place.expected, station.zone) if place.expected else None,
        "late": clock.stamp(place.late, station.zone) if place.late else None,
        "lat": station.coordinate.lat,
        "lon": station.coordinate.lon,
    }
