"""Rows of a comparison with what was told: each way by rail answered with its sightings, absences and windows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from routes import clock
from routes.errors import InfeasibleError, UsageError
from routes.itinerary import Itinerary
from routes.scenarios.answers import Answer, Readings
from routes.scenarios.evaluate import Evaluation, evaluate
from routes.scenarios.evidence import Vantage, read_absence, read_sighting
from routes.scenarios.phrases import AsOf, Phrased, read_phrase
from routes.scenarios.plan import Trip
from routes.scenarios.schema import Scenario
from routes.scenarios.window_phrases import read_window
from routes.scenarios.world import World
from routes.when import When, deadlines


class Told(NamedTuple):
    """One way with what was told: its itinerary, an answer for each deadline, or the reason why it cannot be."""

    evaluation: Evaluation | None
    reason: str = ""
    notes: tuple[str, ...] = ()

    @property
    def itinerary(self) -> Itinerary | None:
        """Return the way, where there is one."""
        return self.evaluation.itinerary if self.evaluation else None


def answer_way(world: World, query: Scenario, trip: Trip, as_of: AsOf, *, when: When, now: datetime) -> Told:
    """Return a way answered with what was told, as its single question is; `when` is its deadline.

    A way leads through the places where the train was seen. An absence or a window off it changes nothing.
    """
    stations = world.gazetteer.stations
    zone = stations[trip.origin].zone
    asked = query._replace(
        question="latest-departure" if query.seen else "feasible",
        start=trip.origin,
        end=trip.destination,
        origins=(),
        destinations=(),
        by=(),
        why=False,
        as_of=query.as_of if zone == as_of.zone or not query.as_of else _absolute(as_of),
    )
    leaves = None if query.seen else read_phrase(world, "now", as_of, zone=zone)
    times = Phrased(when, leaves, deadlines(when), (as_of.instant,) if leaves else ())
    try:
        return _answer(world, asked, Vantage(world.gazetteer, as_of), times, now=now)
    except InfeasibleError as error:
        return Told(None, error.message)


def _absolute(as_of: AsOf) -> str:
    return f"{clock.to_local(as_of.instant, as_of.zone):%Y-%m-%d %H:%M:%S} {as_of.zone}"


def _answer(world: World, asked: Scenario, vantage: Vantage, times: Phrased, *, now: datetime) -> Told:
    bare = evaluate(world, asked._replace(seen=(), not_seen=(), windows=()), now=now, times=times)
    stations = world.gazetteer.stations
    seen = sorted((read_sighting(vantage, text) for text in asked.seen), key=lambda one: one.at)
    via = [one.station for one in seen if one.station not in bare.itinerary.stations]
    if via:
        asked = asked._replace(via=(*asked.via, *dict.fromkeys(via)))
        bare = evaluate(world, asked._replace(seen=(), not_seen=(), windows=()), now=now, times=times)
    way, notes = bare.itinerary.stations, list[str]()
    named = f"{stations[way[0]].name} – {stations[way[-1]].name}"
    if via:
        notes.append(
            f"{named}: the way is led through {', '.join(stations[code].name for code in via)}, as it was seen"
        )
    absences = [text for text in asked.not_seen if read_absence(vantage, text).station in way]
    windows = [text for text in asked.windows if read_window(vantage, text).station in way]
    for text in (*asked.not_seen, *asked.windows):
        if text not in (*absences, *windows):
            notes.append(f'{named}: "{text}" is off this way, and changes nothing')
    told = asked._replace(not_seen=tuple(absences), windows=tuple(windows))
    return Told(evaluate(world, told, now=now, times=times), notes=tuple(notes))


def read_leaving(answer: Answer) -> Readings:
    """Return the readings of leaving the origin."""
    return next((row.readings for row in answer.deadlines if row.event.event == "dep"), Readings(None, None, None))


def check_told(world: World, query: Scenario, as_of: AsOf, modes: Sequence[str], *, rail: str) -> None:
    """Return nothing where what was told can be read, and is of a way by rail.

    Raises: UsageError, where all ways are by air; PlaceError or TimeError, where it cannot be read.
    """
    if rail not in modes and (query.seen or query.not_seen or query.windows):
        hint = "compare ways by train too: --by train,plane"
        raise UsageError("what was seen, and windows, are those of a train, and no way is by train", hint=hint)
    vantage = Vantage(world.gazetteer, as_of)
    for text in query.seen:
        read_sighting(vantage, text)
    for text in query.not_seen:
        read_absence(vantage, text)
    for text in query.windows:
        read_window(vantage, text)
