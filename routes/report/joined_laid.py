"""A joined journey laid out as one itinerary: its legs by timetable among the modelled ones, with waits and changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from routes.estimate import Estimate
from routes.gazetteer.station import Gazetteer, Station
from routes.geo import geodesic_m
from routes.ids import StationCode
from routes.itinerary import Item, Itinerary, Leg, Work
from routes.report.document import Document
from routes.report.imported import list_sources
from routes.report.scheduled import list_timed_legs
from routes.scenarios.assumptions import Train
from routes.scenarios.joined.evaluate import Joined, JoinedAnswer
from routes.scenarios.joined.legs import Modelled, Part, Timed
from routes.scenarios.joined.plan import Span, Turned
from routes.scenarios.modes import RAIL
from routes.scenarios.reader import get_train
from routes.scenarios.world import World
from routes.sentences_scheduled import visible
from routes.timetable.routing import Trek
from routes.timetable.table import seconds

CHANGE = "change"
TRIP = (
    *("schematic", "geometry", "departs", "arrives", "mode", "trip", "trip_name", "headsign", "route", "route_id"),
    *("agency", "aboard", "service_day", "headway_s", "stops", "calls"),
)
"""What a leg by timetable has beside others."""


class Laid(NamedTuple):
    """A joined journey laid out: items, times at boundaries, where its legs begin and end, and those by timetable."""

    items: tuple[Item, ...]
    times: Mapping[int, Span]
    ends: tuple[int, ...] = ()
    timed: Mapping[int, Document] = {}
    begins: tuple[int, ...] = ()


def lay_out(parts: Sequence[Part], answer: JoinedAnswer) -> Laid:
    """Return the items of all legs, a wait before each ride and a change before what waits for nobody."""
    at_s = seconds(answer.departs_at)
    laid = Laid((), {0: (at_s,) * 3})
    for n, (part, turned) in enumerate(zip(parts, answer.plan, strict=True)):
        change_s = min(part.change_s, turned.departs_s - at_s)
        laid = _add_stay(laid, CHANGE if n else "wait", part.start, change_s)
        base = len(laid.items)
        if isinstance(part.way, Modelled):
            times = {base + b: span for b, span in turned.times.items() if b or base}
            laid = _add(laid, part.way.itinerary.items, times)
        elif turned.trek:
            laid = _add_stay(laid, "wait", part.start, turned.departs_s - at_s - change_s)
            laid = _add_rides(laid, part, part.way, turned, turned.trek)
        at_s = turned.arrives_s
        laid = laid._replace(begins=(*laid.begins, base), ends=(*laid.ends, len(laid.items)))
    return laid


def _add(laid: Laid, items: Sequence[Item], times: Mapping[int, Span]) -> Laid:
    return laid._replace(items=(*laid.items, *items), times={**laid.times, **times})


def _add_stay(laid: Laid, kind: str, at: StationCode, stay_s: int) -> Laid:
    if stay_s <= 0:
        return laid
    here = len(laid.items)
    early_s, even_s, late_s = laid.times[here]
    stay = Work(kind, at, Estimate(stay_s, stay_s, stay_s), (CHANGE,))
    return _add(laid, [stay], {here + 1: (early_s + stay_s, even_s + stay_s, late_s + stay_s)})


def _add_rides(laid: Laid, part: Part, way: Timed, turned: Turned, trek: Trek) -> Laid:
    """Return a journey with the legs of one by timetable, its ends called as the legs beside it call them."""
    same = {way.opened.start.station.code: part.start, way.opened.end.station.code: part.end}
    at_s, (early_s, even_s, late_s) = turned.departs_s, (span_s - trek.arrives_s for span_s in turned.times[1])
    key, before_m = (way.delay.stated.key,), sum(item.length_m for item in laid.items if isinstance(item, Leg))
    for leg, departs_s, arrives_s, document in list_timed_legs(way.opened, trek, before_m):
        start, end = same.get(leg.start, leg.start), same.get(leg.end, leg.end)
        laid = _add_stay(laid, "stop" if document.get("aboard") else CHANGE, start, departs_s - at_s)
        here, n = len(laid.items), sum(isinstance(item, Leg) for item in laid.items)
        times = {here: (departs_s,) * 3, here + 1: (arrives_s + early_s, arrives_s + even_s, arrives_s + late_s)}
        laid = _add(laid, [leg._replace(start=start, end=end, keys=key, line=visible(leg.line))], times)
        laid = laid._replace(timed={**laid.timed, n: _describe_leg(way, document)})
        at_s = arrives_s
    return laid


def _describe_leg(way: Timed, document: Document) -> Document:
    """Return what a leg by timetable has beside others: its trip, its stops, and the feed that has it."""
    found = {key: document[key] for key in TRIP if key in document}
    table = way.opened.network.table
    return found | {"time_basis": "timetable", "timetable": table.name, "feeds": list(list_sources(table))}


def with_stops(world: World, parts: Sequence[Part]) -> World:
    """Return the world with the places of all timetables, so that changes on the way have names and clocks."""
    stations: dict[StationCode, Station] = {}
    for part in parts:
        if isinstance(part.way, Timed):
            own = part.way.opened.places.gazetteer.stations
            stations |= {code: station._replace(name=visible(station.name)) for code, station in own.items()}
    base = world.gazetteer
    return world._replace(gazetteer=Gazetteer({**stations, **base.stations}, base.names, base.left_out))


def find_title(parts: Sequence[Part]) -> str:
    """Return who goes: `a journey by the special train and the timetable example`."""
    titles = [
        part.way.profile.train.title
        if isinstance(part.way, Modelled)
        else f"the timetable {part.way.opened.network.table.name}"
        for part in parts
    ]
    return f"a journey by {' and '.join(dict.fromkeys(titles))}"


def find_mode(parts: Sequence[Part]) -> str:
    """Return the modes of the modelled legs; by rail where there are none."""
    return "+".join(list_modes(parts)) or RAIL


def list_modes(parts: Sequence[Part]) -> list[str]:
    """Return the modes of the modelled legs, each once."""
    return list(dict.fromkeys(part.way.profile.train.mode for part in parts if isinstance(part.way, Modelled)))


def find_train(world: World, joined: Joined) -> Train:
    """Return the profile of a journey, titled after who goes."""
    base = get_train(world.folders, joined.query.train)
    return base._replace(title=find_title(joined.parts), mode=find_mode(joined.parts))


def build_itinerary(world: World, joined: Joined, laid: Laid) -> Itinerary:
    """Return a journey that was laid out, as the engine of modelled ones returns it."""
    start, end = (world.gazetteer.stations[code].coordinate for code in joined.trip[:2])
    return Itinerary(*joined.trip[:2], laid.items, geodesic_m(start, end), joined.pace)
