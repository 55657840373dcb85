"""A question answered: names and phrases resolved, the itinerary built, the times worked out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from itertools import product
from typing import Literal, NamedTuple

from routes import clock
from routes.errors import TimeError, UsageError
from routes.gazetteer.names import find_places, get_place
from routes.ids import StationCode
from routes.itinerary import Itinerary
from routes.scenarios.alternatives import compare_lines, list_alternatives
from routes.scenarios.answers import Answer, build_answer
from routes.scenarios.assumptions import SET, Assumption, Train
from routes.scenarios.modes import AIR
from routes.scenarios.plan import Trip
from routes.scenarios.profiles import Profile, open_profile, plan_journey
from routes.scenarios.schema import Scenario
from routes.scenarios.world import World
from routes.when import When, deadlines, instants, parse_when


class AsOf(NamedTuple):
    """The instant whose knowledge counts; given as a bare date, it is the start of that day at the origin."""

    instant: datetime
    zone: str
    day: date | None

    def reference(self, zone: str) -> datetime:
        """Return the instant from which words such as `today` count in a zone; a bare date is that date everywhere."""
        return clock.day_start(self.day, zone) if self.day else self.instant


class Times(NamedTuple):
    """What the phrases of a question mean, and for each reading the last instant to arrive and the one of leaving."""

    arrive: When | None
    depart: When | None
    ends: tuple[datetime, ...] = ()
    starts: tuple[datetime, ...] = ()


class Evaluation(NamedTuple):
    """A question as resolved, its itinerary, the assumptions in use by key, and one answer for each reading."""

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


def evaluate(world: World, query: Scenario, *, now: datetime, times: Times | None = None) -> Evaluation:
    """Return the answer to a question; `now` (aware) is the as-of instant of a question that gives none.

    `times` are what its phrases mean where the caller has read them.
    Raises: PlaceError, TimeError, UsageError, InfeasibleError or DataError, each with what to do.
    """
    _require_phrase(query)
    notes: list[str] = []
    trip = resolve_trip(world, query, notes)
    as_of = resolve_as_of(world, query, now)
    profile = open_profile(world, query, trip.via, as_of=as_of.instant)
    known = profile.pace.known
    itinerary = plan_journey(profile, trip)
    used = dict.fromkeys([*(key for item in itinerary.items for key in item.keys), "pace"])
    times = times or _read_times(world, query, as_of, trip)
    arrive, depart = times.arrive, times.depart
    notes += note_way(world, profile, trip, itinerary)
    if query.settings:
        before = plan_journey(profile._replace(pace=profile.usual), trip)
        notes += [*compare_lines(before, itinerary), *_idle_settings(known, used)]
    notes += _notes(as_of, arrive, depart)
    notes += _clock_notes(as_of, world, trip) if arrive or depart else []
    return Evaluation(
        query=query,
        trip=trip,
        train=profile.train,
        as_of=as_of,
        today=clock.to_local(as_of.instant, as_of.zone).date() == clock.to_local(now, as_of.zone).date(),
        itinerary=itinerary,
        assumptions={key: known[key] for key in used if key in known},
        arrive=arrive,
        depart=depart,
        answers=tuple(_answers(world, itinerary, times, confidence=query.confidence)),
        notes=tuple(notes),
    )


def note_way(world: World, profile: Profile, trip: Trip, itinerary: Itinerary) -> list[str]:
    """Return what is to be said of the way: other lines for a train, the airports for a plane."""
    if profile.train.mode == AIR:
        from routes.scenarios.flight import describe_flight  # what a train does not need

        return describe_flight(itinerary, world.gazetteer.stations, trip.avoid)
    return list_alternatives(profile.network, profile.pace, trip, itinerary)


def _require_phrase(query: Scenario) -> None:
    """Raise TimeError when the phrase that this kind of question rests on is empty."""
    arrive, depart = ("arrive", query.arrive), ("depart", query.depart)
    needed = {"latest-departure": arrive, "arrival": depart, "feasible": arrive}
    name, phrase = needed.get(query.question, ("", "none"))
    if not phrase.strip():
        hint = 'give a time, such as "by Tuesday noon" or "2019-04-24 11:40"'
        raise TimeError(f"the time to {name} is empty", hint=hint)


def resolve_trip(world: World, query: Scenario, notes: list[str]) -> Trip:
    """Return the places of a question as codes, and add to `notes` how a name was read where that needs saying.

    Raises: PlaceError, for a name that fits no place or several; UsageError, for a country that there is not.
    """
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


def _read_times(world: World, query: Scenario, as_of: AsOf, trip: Trip) -> Times:
    arrive = _parse(world, query.arrive, as_of, trip.destination)
    depart = _parse(world, query.depart, as_of, trip.origin)
    return Times(arrive, depart, deadlines(arrive) if arrive else (), instants(depart) if depart else ())


def _parse(world: World, phrase: str, as_of: AsOf, code: StationCode) -> When | None:
    return read_phrase(world, phrase, as_of, zone=world.gazetteer.stations[code].zone) if phrase else None


def read_phrase(world: World, phrase: str, as_of: AsOf, *, zone: str, past: bool = False) -> When:
    """Return what a phrase of a time means on the clocks of a zone; of what is `past` the latest that had begun.

    Raises: TimeError, when it cannot be read, or means several dates of which one is to be chosen.
    """

    def parse(now: datetime) -> When:
        prefer: Literal["past", "future"] = "past" if past else "future"
        return parse_when(phrase, now=now, zone=zone, prefer=prefer, zone_of=lambda t: zone_of_place(world, t))

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


def _answers(world: World, itinerary: Itinerary, times: Times, *, confidence: float) -> list[Answer]:
    """Return one answer for each reading of the arrival with each reading of the departure."""
    arrive, depart = times.arrive, times.depart
    if not (arrive or depart):
        return []
    ends = list(zip(arrive.readings, times.ends, strict=True)) if arrive else [(None, None)]
    starts = list(zip(depart.readings, times.starts, strict=True)) if depart else [(None, None)]
    return [
        build_answer(
            itinerary,
            world.gazetteer.stations,
            arrive=a,
            deadline=d,
            depart=b,
            departs_at=s,
            confidence=confidence,
        )
        for (a, d), (b, s) in product(ends, starts)
    ]
