"""A question answered: names and phrases resolved, the itinerary built, the times worked out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from functools import partial
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from routes import clock
from routes.errors import TimeError, UsageError
from routes.gazetteer.names import find_places, get_place
from routes.ids import StationCode
from routes.itinerary import Itinerary
from routes.scenarios.alternatives import compare_lines, list_alternatives
from routes.scenarios.answers import Answer, build_answer
from routes.scenarios.assumptions import PACE, SET, Assumption, Train, apply_settings, known_assumptions
from routes.scenarios.keys import Keys
from routes.scenarios.plan import Pace, Trip, add_asked_turns, add_turns, build_itinerary
from routes.scenarios.reader import get_train
from routes.scenarios.schema import Scenario
from routes.scenarios.world import World
from routes.when import When, deadlines, instants, parse_when

if TYPE_CHECKING:
    from routes.network.graph import Network
    from routes.scenarios.turning import TurningPoint


class AsOf(NamedTuple):
    """The instant whose knowledge counts; given as a bare date, it is the start of that day at the origin."""

    instant: datetime
    zone: str
    day: date | None

    def reference(self, zone: str) -> datetime:
        """Return the instant from which words such as `today` count in a zone; a bare date is that date everywhere."""
        return clock.day_start(self.day, zone) if self.day else self.instant


class Evaluation(NamedTuple):
    """A question as resolved, its itinerary, the assumptions in use by key, and one answer for each reading.

    `turning` are the turning points of each answer, where the question asks why.
    """

    query: Scenario
    trip: Trip
    train: Train
    as_of: AsOf
    today: bool
    itinerary: Itinerary
    assumptions: Mapping[str, Assumption]
    arrive: When | None
    depart: When | None
    answers: tuple[Answer, ...]
    notes: tuple[str, ...]
    turning: tuple[tuple[TurningPoint, ...], ...] = ()


def evaluate(world: World, query: Scenario, *, now: datetime) -> Evaluation:
    """Return the answer to a question; `now` (aware) is the as-of instant of a question that gives none.

    Raises: PlaceError, TimeError, UsageError, InfeasibleError or DataError, each with what to do.
    """
    _require_phrase(query)
    notes: list[str] = []
    trip = _resolve_trip(world, query, notes)
    as_of = resolve_as_of(world, query, now)
    train = get_train(world.folders, query.train)
    network = add_asked_turns(world.network, trip.via)
    known = {PACE.key: PACE, **add_turns(known_assumptions(train, as_of.instant), network.turns)}
    usual = Pace(known, train.gauges_mm, world.gazetteer.stations)
    if query.settings:
        known = apply_settings(known, query.settings, valid=Keys(world))
    pace = usual._replace(known=known)
    itinerary = build_itinerary(network, pace, trip)
    used = dict.fromkeys([*(key for item in itinerary.items for key in item.keys), "pace"])
    arrive = _parse(world, query.arrive, as_of, trip.destination)
    depart = _parse(world, query.depart, as_of, trip.origin)
    notes += list_alternatives(network, pace, trip, itinerary)
    if query.settings:
        notes += [*compare_lines(build_itinerary(network, usual, trip), itinerary), *_idle_settings(known, used)]
    notes += _notes(as_of, arrive, depart)
    notes += _clock_notes(as_of, world, trip) if arrive or depart else []
    evaluation = Evaluation(
        query=query,
        trip=trip,
        train=train,
        as_of=as_of,
        today=clock.to_local(as_of.instant, as_of.zone).date() == clock.to_local(now, as_of.zone).date(),
        itinerary=itinerary,
        assumptions={key: known[key] for key in used if key in known},
        arrive=arrive,
        depart=depart,
        answers=tuple(_answers(world, itinerary, arrive, depart, confidence=query.confidence)),
        notes=tuple(notes),
    )
    return evaluation._replace(turning=_list_turning(world, evaluation, pace, network)) if query.why else evaluation


def _list_turning(
    world: World, result: Evaluation, pace: Pace, network: Network
) -> tuple[tuple[TurningPoint, ...], ...]:
    """Return the turning points of each answer: the question asked again with one assumption certain."""
    from routes.scenarios.drivers import list_drivers
    from routes.scenarios.turning import Frame, list_turning_points

    def rebuild(key: str, value: float) -> Itinerary:
        known = apply_settings(pace.known, [f"{key}={value:.10g}"], valid=())
        return build_itinerary(network, pace._replace(known=known), result.trip)

    def ask(index: int, itinerary: Itinerary) -> Answer:
        return _answers(world, itinerary, result.arrive, result.depart, confidence=result.query.confidence, brief=True)[
            index
        ]

    query, stations = result.query, world.gazetteer.stations
    ends = stations[result.trip.origin].zone, stations[result.trip.destination].zone
    return tuple(
        list_turning_points(
            Frame(
                result.itinerary,
                answer,
                ends,
                result.assumptions,
                rebuild,
                partial(ask, index),
                is_plain=not (query.windows or query.seen or query.not_seen),
                order=[key for driver in list_drivers(result.itinerary, stations, answer) for key in driver.keys],
            )
        )
        for index, answer in enumerate(result.answers)
    )


def _require_phrase(query: Scenario) -> None:
    """Raise TimeError when the phrase that this kind of question rests on is empty."""
    needed = {"latest-departure": ("arrive", query.arrive), "arrival": ("depart", query.depart)}
    name, phrase = needed.get(query.question, ("", "none"))
    if not phrase.strip():
        hint = 'give a time, such as "by Tuesday noon" or "2019-04-24 11:40"'
        raise TimeError(f"the time to {name} is empty", hint=hint)


def _resolve_trip(world: World, query: Scenario, notes: list[str]) -> Trip:
    stations = world.gazetteer.stations

    def resolve(text: str) -> StationCode:
        match = get_place(world.gazetteer, text)
        if match.remark:
            notes.append(f'"{text}" is read as {stations[match.code].name}: {match.remark}')
        return match.code

    countries = sorted({s.country for s in stations.values()})
    avoid = frozenset(c.strip().upper() for c in query.avoid)
    if unknown := sorted(avoid.difference(countries)):
        raise UsageError(f'no country here has the code "{unknown[0]}"', hint=f"the codes are {', '.join(countries)}")
    via = tuple(resolve(v) for v in query.via)
    return Trip(resolve(query.start), resolve(query.end), via, avoid, query.turns)


def zone_of_place(world: World, text: str) -> str | None:
    """Return the zone of a named place, or None: what `10:40 Vladivostok time` needs."""
    zones = {world.gazetteer.stations[m.code].zone for m in find_places(world.gazetteer, text) if m.how != "prefix"}
    return zones.pop() if len(zones) == 1 else None


def resolve_as_of(world: World, query: Scenario, now: datetime) -> AsOf:
    """Return the instant whose knowledge counts for a question: its own, else `now`.

    Raises: PlaceError, when its origin is unknown; TimeError, when its as-of is not one instant or day.
    """
    zone = world.gazetteer.stations[get_place(world.gazetteer, query.start).code].zone
    return read_as_of(world, query.as_of, zone=zone, now=now)


def read_as_of(world: World, phrase: str, *, zone: str, now: datetime) -> AsOf:
    """Return the instant that a phrase means on the clocks of a zone; `now` for an empty one.

    Raises: TimeError, when it is not one instant or day.
    """
    if not phrase:
        return AsOf(now, zone, None)
    when = parse_when(phrase, now=now, zone=zone, prefer="past", zone_of=lambda t: zone_of_place(world, t))
    reading = when.readings[0]
    if len(when.readings) > 1 or reading.start is None or when.kind not in ("instant", "day"):
        hint = 'give a date, or a date and time: "2023-09-11 09:00 KST"'
        raise TimeError(f'"{phrase}" is not one as-of instant', hint=hint)
    day = clock.to_local(reading.start, reading.zone).date() if when.kind == "day" else None
    return AsOf(reading.start, reading.zone, day)


def _parse(world: World, phrase: str, as_of: AsOf, code: StationCode) -> When | None:
    return read_phrase(world, phrase, as_of, zone=world.gazetteer.stations[code].zone) if phrase else None


def read_phrase(world: World, phrase: str, as_of: AsOf, *, zone: str) -> When:
    """Return what a phrase of a time means on the clocks of a zone.

    Raises: TimeError, when it cannot be read, or means several dates of which one is to be chosen.
    """

    def parse(now: datetime) -> When:
        return parse_when(phrase, now=now, zone=zone, zone_of=lambda t: zone_of_place(world, t))

    when = parse(as_of.reference(zone))
    if when.counted:
        when = parse(as_of.instant)
    if when.must_choose:
        hint = "write the month as a word, or the date as 2023-09-12"
        raise TimeError(f'"{phrase}" can be {_readings(when)}', hint=hint)
    return when


def _readings(when: When) -> str:
    """Return every reading of a phrase, each with the clock it is read on."""
    return " or ".join(f"{r.text} {clock.zone_city(r.zone)}" for r in when.readings)


def _clock_notes(as_of: AsOf, world: World, trip: Trip) -> list[str]:
    """Return a note for each end where the as-of instant falls on another date than on its own clock."""
    here = clock.to_local(as_of.instant, as_of.zone).date()
    zones = dict.fromkeys(world.gazetteer.stations[code].zone for code in (trip.origin, trip.destination))
    dates = {zone: clock.to_local(as_of.instant, zone).date() for zone in zones}
    return [
        f'as of then it is {clock.format_date(day)} in {clock.zone_city(zone)}: "today" counts from that day there'
        for zone, day in dates.items()
        if day != here and not as_of.day
    ]


def _notes(as_of: AsOf, *phrases: When | None) -> list[str]:
    notes = []
    if as_of.day:
        notes.append(
            f"as of {as_of.day}: the start of that day in {clock.zone_city(as_of.zone)}; nothing of it is known"
        )
    for when in phrases:
        if when and len(when.readings) > 1 and not when.alternatives:
            notes.append(f'"{when.phrase}" can be {_readings(when)}; each is answered')
    return notes


def _idle_settings(known: Mapping[str, Assumption], used: Collection[str]) -> list[str]:
    """Return a note for each value set for this question that moves nothing; a time set to zero takes work away."""
    idle = (a for a in known.values() if a.origin == SET and a.key not in used and (a.unit == "km/h" or a.high > 0))
    return [f"{SET} {a.key} changes nothing: nothing on this path rests on it" for a in idle]


def _answers(
    world: World,
    itinerary: Itinerary,
    arrive: When | None,
    depart: When | None,
    *,
    confidence: float,
    brief: bool = False,
) -> list[Answer]:
    """Return one answer for each reading of the arrival with each reading of the departure."""
    if not (arrive or depart):
        return []
    ends = list(zip(arrive.readings, deadlines(arrive), strict=True)) if arrive else [(None, None)]
    starts = list(zip(depart.readings, instants(depart), strict=True)) if depart else [(None, None)]
    return [
        build_answer(
            itinerary,
            world.gazetteer.stations,
            arrive=a,
            deadline=d,
            depart=b,
            departs_at=s,
            confidence=confidence,
            brief=brief,
        )
        for (a, d), (b, s) in product(ends, starts)
    ]
