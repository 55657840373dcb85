"""The phrases of a question to instants: the as-of instant, the times of arriving and leaving, and notes on them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, NamedTuple

from routes import clock
from routes.errors import TimeError
from routes.gazetteer.names import find_places, get_place
from routes.ids import StationCode
from routes.scenarios.plan import Trip
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


class Phrased(NamedTuple):
    """What the phrases of a question mean, and for each reading the last instant to arrive and the one of leaving."""

    arrive: When | None
    depart: When | None
    ends: tuple[datetime, ...] = ()
    starts: tuple[datetime, ...] = ()


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


def read_times(world: World, query: Scenario, as_of: AsOf, trip: Trip) -> Phrased:
    """Return what the phrases of a question mean; a train that was seen has left before.

    Raises: TimeError, when one cannot be read, or is not what its question needs.
    """
    arrive = _parse(world, query.arrive, as_of, trip.destination)
    depart = _parse(world, query.depart, as_of, trip.origin, past=bool(query.seen))
    return Phrased(arrive, depart, deadlines(arrive) if arrive else (), instants(depart) if depart else ())


def _parse(world: World, phrase: str, as_of: AsOf, code: StationCode, *, past: bool = False) -> When | None:
    return read_phrase(world, phrase, as_of, zone=world.gazetteer.stations[code].zone, past=past) if phrase else None


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


def note_clocks(as_of: AsOf, world: World, trip: Trip) -> list[str]:
    """Return a note for each end where the as-of instant falls on another date than on its own clock."""
    here = clock.to_local(as_of.instant, as_of.zone).date()
    zones = dict.fromkeys(world.gazetteer.stations[code].zone for code in (trip.origin, trip.destination))
    dates = {zone: clock.to_local(as_of.instant, zone).date() for zone in zones}
    return [
        f'as of then it is {clock.format_date(day)} in {clock.zone_city(zone)}: "today" counts from that day there'
        for zone, day in dates.items()
        if day != here and not as_of.day
    ]


def note_phrases(as_of: AsOf, *phrases: When | None) -> list[str]:
    """Return what is to be said of a bare as-of date, and of phrases that have several readings."""
    notes = []
    if as_of.day:
        notes.append(
            f"as of {as_of.day}: the start of that day in {clock.zone_city(as_of.zone)}; nothing of it is known"
        )
    for when in phrases:
        if when and len(when.readings) > 1 and not when.alternatives:
            notes.append(f'"{when.phrase}" can be {_readings(when)}; each is answered')
    return notes
