"""The document of a joined journey: that of any other, with trips, changes and delays where a timetable has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from routes import clock
from routes.clock import elapsed_s
from routes.gazetteer.station import Station
from routes.itinerary import Itinerary, list_events
from routes.report.document import Document, build_document, describe_driver
from routes.report.entries import build_stations, lend_names
from routes.report.imported import list_sources
from routes.report.inputs import build_input
from routes.report.joined_laid import CHANGE, Laid, build_itinerary, find_train, lay_out, with_stops
from routes.report.quote import build_quote
from routes.report.told import describe_sighting, describe_window
from routes.scenarios.answers import Answer, Deadline, Times
from routes.scenarios.assumptions import PACE, SET, Assumption
from routes.scenarios.evaluate import Evaluation
from routes.scenarios.joined.evaluate import Joined, JoinedAnswer
from routes.scenarios.joined.legs import Part, Timed
from routes.scenarios.joined.plan import Change
from routes.scenarios.joined.turning import list_assumptions
from routes.scenarios.turning import TurningPoint
from routes.scenarios.world import World
from routes.timetable.table import instant
from routes.timetable.walks import CHANGE_S
from routes.units import format_duration, round_chance

CHANGE_NOTE = "What a change takes where neither the feed nor the scenario gives a time."


def build_joined(world: World, joined: Joined) -> Document:
    """Return the answer as one object of plain values; `world` is that of its legs, with lines where asked for."""
    documents = [_build_one(world, joined, answer) for answer in joined.answers]
    first, *others = documents
    alternatives = [{"answer": other["answer"], "itinerary": other["itinerary"]} for other in others]
    stations = {code: entry for document in documents for code, entry in document["stations"].items()}
    whole = first | {"alternatives": alternatives, "stations": stations}
    return whole | {"input": build_input(whole), "quote": build_quote(whole)}


def _build_one(world: World, joined: Joined, answer: JoinedAnswer) -> Document:
    base, world = world, with_stops(world, joined.parts)
    laid = lay_out(joined.parts, answer)
    itinerary = build_itinerary(world, joined, laid)
    document = build_document(
        world,
        _evaluate(world, joined, itinerary, _build_answer(itinerary, laid, joined, answer), answer.turning),
    )
    legs = [leg | laid.timed.get(n, {}) for n, leg in enumerate(document["itinerary"]["legs"])]
    called = [call["station"] for more in laid.timed.values() for call in more.get("calls", ())]
    document["stations"] = lend_names(base, build_stations(world, [*document["stations"], *called]))
    span = [None if at is None else elapsed_s(answer.departs_at, at) for at in answer.times]
    document["itinerary"] |= {"legs": legs, **dict(zip(("early_s", "expected_s", "late_s"), span, strict=True))}
    connections = list(_list_changes(world, joined, answer))
    rides = sum(len(turned.trek.rides) for turned in answer.plan if turned.trek)
    document["answer"] |= {
        "unclocked": _pick_unclocked(document["answer"]["unclocked"], legs, laid.timed),
        "connections": connections,
        "changes": len(joined.parts) - 1 + max(0, rides - _count_timed(joined.parts)),
        "planned": _describe_planned(world, joined, laid),
        "drivers": [describe_driver(driver) for driver in answer.drivers],
        "before": _describe_before(world, joined, answer),
        **({} if answer.chance is None else {"chance": round_chance(answer.chance), "departures": []}),
    }
    stations = world.gazetteer.stations
    document["question"]["windows"] = [describe_window(h, stations[h.station].zone) for h in joined.hours]
    document["question"]["seen"] = [describe_sighting(joined.seen)] if joined.seen else []
    document["question"]["legs"] = [_describe_part(part) for part in joined.parts]
    document["sources"] += _list_feeds(joined.parts)
    return document


def _list_feeds(parts: Sequence[Part]) -> list[Document]:
    """Return the feeds of all timetables, each once, as sources of the answer."""
    ways = [part.way for part in parts if isinstance(part.way, Timed)]
    tables = {way.opened.network.table.name: way.opened.network.table for way in ways}
    found = []
    for name, table in tables.items():
        for source in list_sources(table):
            version = f", version {source['version']}" if source["version"] else ""
            says = f"The timetable {name}: feed {source['feed']}{version}, services {source['from']} to {source['to']}."
            found.append({**source, "timetable": name, "says": says})
    return found


def _pick_unclocked(
    gaps: Sequence[Document], legs: Sequence[Document], timed: Mapping[int, Document]
) -> list[Document]:
    """Return what nobody has clocked without what goes by timetable."""
    scheduled = {code for n in timed for code in (legs[n]["from"], legs[n]["to"])}
    modelled = {code for n, leg in enumerate(legs) if n not in timed for code in (leg["from"], leg["to"])}
    within = modelled - scheduled if timed else modelled
    return [gap for gap in gaps if {gap["from"], gap["to"]} & within]


def _build_answer(itinerary: Itinerary, laid: Laid, joined: Joined, answer: JoinedAnswer) -> Answer:
    events = list_events(itinerary)
    leaves = next(e for e in events if e.event == "dep")
    ends = [next(e for e in events if e.boundary == b and e.event != "dep") for b in laid.ends]
    goes = [e for b in laid.ends[:-1] if (e := next((e for e in events if e.boundary > b and e.event == "dep"), None))]
    rows = [Deadline(e, r) for e, r in zip([leaves, *ends], answer.readings, strict=False)]
    for within in answer.due.within:
        boundary = laid.begins[within.part] + within.event.boundary
        rows += [
            Deadline(e, within.readings) for e in events if (e.boundary, e.event) == (boundary, within.event.event)
        ]
    rows.sort(key=lambda row: row.event.boundary)
    passed = [row.event for row in rows]
    return Answer(
        arrive=answer.arrive,
        depart=answer.depart,
        deadline=answer.deadline,
        departs_at=answer.departs_at,
        confidence=joined.query.confidence,
        times=find_times(laid, answer),
        anchors=tuple(sorted({leaves, *ends, *goes, *passed}, key=lambda e: e.boundary)),
        deadlines=tuple(rows),
        by_hour=answer.due.by_hour,
        flips=answer.due.flips,
        watch=tuple(rows[1:-1]),
        on_time=answer.on_time,
        fall=answer.due.fall,
        falls_from=leaves if answer.due.fall else None,
    )


def find_times(laid: Laid, answer: JoinedAnswer) -> dict[int, Times]:
    """Return the times at each boundary of a joined journey."""
    times = {b: Times(*(instant(at_s) for at_s in span)) for b, span in laid.times.items()}
    return times | {len(laid.items): answer.times}


def _evaluate(
    world: World, joined: Joined, itinerary: Itinerary, answer: Answer, turning: tuple[TurningPoint, ...]
) -> Evaluation:
    return Evaluation(
        query=joined.query,
        trip=joined.trip,
        train=find_train(world, joined),
        as_of=joined.as_of,
        today=joined.today,
        itinerary=itinerary,
        assumptions=list_used(joined),
        arrive=joined.arrive,
        depart=joined.depart,
        answers=(answer,),
        notes=(*joined.notes, *joined.others),
        turning=(turning,) if joined.query.why else (),
    )


def list_used(joined: Joined) -> dict[str, Assumption]:
    """Return what the answer rests on, by key: of the modelled legs, of changes and of delays."""
    found = list_assumptions(joined.parts)
    return found | {CHANGE: _assume_change(joined.parts)} | ({} if "pace" in found else {"pace": PACE})


def _assume_change(parts: Sequence[Part]) -> Assumption:
    stated = ", ".join(format_duration(part.change_s) for part in parts[1:] if part.is_stated)
    note = f"{CHANGE_NOTE} Stated between legs: {stated}." if stated else CHANGE_NOTE
    usual_s = next((part.way.opened.change_s for part in parts if isinstance(part.way, Timed)), CHANGE_S)
    is_set = usual_s != CHANGE_S
    source, origin = ("set for this question", SET) if is_set else ("assumed", "routes/timetable/walks.py")
    return Assumption(CHANGE, *(usual_s / 60,) * 3, "min", source, note, None if is_set else PACE.known_from, origin)


def _describe_part(part: Part) -> Document:
    way = part.way
    own: Mapping[str, str | None]
    if isinstance(way, Timed):
        own = {"timetable": way.opened.network.table.name, "train": None}
    else:
        own = {"timetable": None, "train": way.profile.train.name}
    return {"from": part.start, "to": part.end, **own, "change_s": part.change_s}


def _count_timed(parts: Sequence[Part]) -> int:
    return sum(isinstance(part.way, Timed) for part in parts)


def _describe_planned(world: World, joined: Joined, laid: Laid) -> Document:
    """Return the arrival by the rides listed, if all goes as expected."""
    at_s = laid.times[len(laid.items)][1]
    return clock.stamp(instant(at_s), world.gazetteer.stations[joined.trip.destination].zone)


def _list_changes(world: World, joined: Joined, answer: JoinedAnswer) -> Iterator[Document]:
    """Yield each change into a ride, its chance, what one who misses it still has, and whether most hangs on it."""
    stations, changes = world.gazetteer.stations, [change for turned in answer.plan for change in turned.changes]
    least = min((change.chance for change in changes if change.chance < 1), default=None)
    for n, turned in enumerate(answer.plan):
        for change in turned.changes:
            missed = None if answer.deadline is None else change.missed
            described = _describe_change(change._replace(missed=missed), n, stations[change.at])
            yield described | {"decides": change.chance == least}


def _describe_before(world: World, joined: Joined, answer: JoinedAnswer) -> Document | None:
    """Return from which deadline on the even departure stays as it is, and the readings of one just before it."""
    if answer.before is None:
        return None
    start, end = (world.gazetteer.stations[code] for code in joined.trip[:2])
    readings = answer.before.readings._asdict().items()
    found = {name: None if at is None else clock.stamp(at, start.zone) for name, at in readings}
    return {"arrive_by": clock.stamp(answer.before.first, end.zone), **found}


def _describe_change(change: Change, n: int, station: Station) -> Document:
    return {
        "station": station.code,
        "leg": n + 1,
        "ready_by": clock.stamp(instant(change.ready_s), station.zone),
        "chance": round_chance(change.chance),
        "spare_s": change.spare_s,
        "if_missed": None if change.missed is None else round_chance(change.missed),
        "next": None if change.then_s is None else clock.stamp(instant(change.then_s), station.zone),
    }
