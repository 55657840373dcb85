"""A journey of modelled legs and legs by timetable answered: its readings, its plan, and the chance of each change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from routes.clock import format_local, format_offset
from routes.errors import InfeasibleError
from routes.gazetteer.station import Station
from routes.itinerary import Leg
from routes.scenarios.answers import EVEN, Readings, Times
from routes.scenarios.clues import Placed
from routes.scenarios.drivers import Driver
from routes.scenarios.evaluate import require_phrase
from routes.scenarios.feasible import read_claim_times
from routes.scenarios.joined.deadline import (
    Aimed,
    Before,
    Due,
    Levels,
    find_before,
    find_due,
    read_levels,
)
from routes.scenarios.joined.drivers import list_drivers
from routes.scenarios.joined.flow import Ahead, aim_at, head_for_soonest
from routes.scenarios.joined.legs import Joining, Modelled, Part, Timed, is_today, join_legs, read_start
from routes.scenarios.joined.odds import Relay, View, chance_at, enter, latest_s, look_back
from routes.scenarios.joined.plan import Planned, Turned, plan_parts
from routes.scenarios.joined.refusals import explain, refuse, refuse_after
from routes.scenarios.joined.relay import build_relay
from routes.scenarios.joined.sightings import start_where_seen
from routes.scenarios.joined.windows import open_windows
from routes.scenarios.phrases import AsOf, Phrased, note_clocks, note_phrases, read_times
from routes.scenarios.plan import Trip
from routes.scenarios.reach import read_reach_times
from routes.scenarios.schema import Scenario
from routes.scenarios.timetables import note_end
from routes.scenarios.window_phrases import Hours
from routes.scenarios.world import World
from routes.timetable.table import instant, seconds
from routes.units import MINUTE_S, format_duration
from routes.when import Reading, When

if TYPE_CHECKING:
    from routes.scenarios.turning import TurningPoint


class JoinedAnswer(NamedTuple):
    """One answer: that of a deadline, or of a departure, with the plan that is looked to.

    `readings` are for each part those of being at its start, before its change, and last the deadline itself; they are
    empty without one. `times` are those at the end, and `chance` is that of being in time for who leaves as it says.
    `ahead` is how one goes on, and when one is where; `before` is what the train before would be for,
    and `leaving_now` the chance of who leaves at the as-of instant.
    """

    arrive: Reading | None
    depart: Reading | None
    deadline: datetime | None
    departs_at: datetime
    times: Times
    readings: tuple[Readings, ...]
    plan: tuple[Turned, ...]
    on_time: float | None
    ahead: Ahead
    chance: float | None = None
    leaving_now: float | None = None
    due: Due = Due()
    drivers: tuple[Driver, ...] = ()
    before: Before | None = None
    turning: tuple[TurningPoint, ...] = ()


class Joined(NamedTuple):
    """A question to a joined journey as resolved: its world and legs, and one answer for each reading.

    `hours` are the windows that are waited for, and `others` notes on arrivals that are not those of the rides as
    planned.
    """

    world: World
    query: Scenario
    trip: Trip
    as_of: AsOf
    today: bool
    parts: tuple[Part, ...]
    relay: Relay
    pace: float
    arrive: When | None
    depart: When | None
    answers: tuple[JoinedAnswer, ...]
    notes: tuple[str, ...]
    others: tuple[str, ...]
    hours: tuple[Hours, ...]
    seen: Placed | None


def evaluate_joined(world: World, query: Scenario, *, now: datetime) -> Joined:
    """Return the answer to a question whose legs are named.

    Raises: UsageError, PlaceError, TimeError, DataError; InfeasibleError, when no journey answers it.
    """
    refuse(query)
    require_phrase(query)
    as_of = read_start(world, query, now)
    joining = join_legs(world, query, as_of, now=now)
    if joining.faults:
        raise joining.faults[0].error
    worlds, parts = (world, joining.world), joining.parts
    seen, world = start_where_seen(worlds, query, as_of, parts), joining.world
    parts = seen.parts if seen else parts
    trip = Trip(parts[0].start, parts[-1].end)
    asked, notes = _read_times(world, query, as_of, trip)
    asked = Phrased(asked.arrive, None, asked.ends, (seen.departs_at,)) if seen else asked
    parts, hours = open_windows(worlds, query, as_of, parts, [*asked.ends, *asked.starts])
    pace, relay = build_relay(parts)
    relay = relay._replace(onset=seen.onset) if seen else relay
    notes += seen.notes if seen else ()
    notes += [
        *note_phrases(as_of, asked.arrive, asked.depart),
        *note_clocks(as_of, world, trip),
        *_list_notes(joining),
        *_list_beyond(world, parts, asked),
    ]
    answers = tuple(_answer(Inquiry(world, query, parts, relay, pace, as_of.instant, None), asked))
    others = dict.fromkeys(note for answer in answers for note in _note_other(world, parts, answer))
    return Joined(
        world=world,
        query=query,
        trip=trip,
        as_of=as_of,
        today=is_today(as_of, now),
        parts=parts,
        relay=relay,
        pace=pace,
        arrive=asked.arrive,
        depart=asked.depart,
        answers=answers,
        notes=tuple(notes),
        others=tuple(others),
        hours=hours,
        seen=seen.found if seen else None,
    )


def _read_times(world: World, query: Scenario, as_of: AsOf, trip: Trip) -> tuple[Phrased, list[str]]:
    """Return what the phrases of a question mean; of a claim that names a day of leaving, its first instant counts."""
    if query.question == "reach":
        depart, left, _, _, notes = read_reach_times(world, query, as_of, trip)
        return Phrased(None, depart, starts=(left.first,)), notes
    if query.question != "feasible":
        return read_times(world, query, as_of, trip), []
    times, departures, notes = read_claim_times(world, query, as_of, trip)
    if any(one.first != one.last for one in departures):
        notes.append("of the time of leaving the first instant counts, which is generous")
    return times, notes


def _list_beyond(world: World, parts: Sequence[Part], asked: Phrased) -> Iterator[str]:
    """Yield which timetables end before the deadline, so that a later train may only be unknown."""
    zone = world.gazetteer.stations[parts[-1].end].zone
    for way in (part.way for part in parts if isinstance(part.way, Timed)):
        yield from note_end(way.opened.network.table, asked.ends, zone)


def _list_notes(joining: Joining) -> Iterator[str]:
    """Yield what is taken for granted of changes, delays and windows."""
    guessed = sorted({part.change_s for part in joining.parts if not part.is_stated})
    if guessed:
        times = " or ".join(format_duration(s) for s in guessed)
        yield f"a change between two legs takes {times} where the scenario gives none (assumed)"
    timed = [part.way for part in joining.parts if isinstance(part.way, Timed)]
    for way in {way.opened.network.table.name: way for way in timed}.values():
        name = way.opened.network.table.name
        if way.delay.law.is_certain and way.delay.stated.known_from is None:
            yield f"no delays of {name} are given: its vehicles are taken to be punctual"
        else:
            yield (
                f"each vehicle of {name} leaves on time and arrives late by chance, independently of the others; "
                "a missed one counts by the next that is still in time"
            )


def _note_other(world: World, parts: Sequence[Part], answer: JoinedAnswer) -> Iterator[str]:
    """Yield that the expected arrival is not that of the rides as planned, where it is another."""
    if any(change.spare_s < 0 for turned in answer.plan for change in turned.changes):
        yield "who comes as expected misses the last ride that leads on: the times are of those who make it"
        return
    last, zone = answer.plan[-1], world.gazetteer.stations[parts[-1].end].zone
    planned = [instant(at_s) for at_s in last.times[max(last.times)]]
    others = [
        (name, at)
        for name, at, own in zip(Times._fields, answer.times, planned, strict=True)
        if at and abs((at - own).total_seconds()) > MINUTE_S
    ]
    if others and any(turned.trek for turned in answer.plan):
        own = f"{format_local(planned[1], zone)} ({format_offset(planned[1], zone)})"
        told = " and ".join(f"the {name} arrival, {format_local(at, zone)}," for name, at in others)
        yield (
            f"by the rides listed, all going as expected, it arrives at {own}; {told} may be by other trains, "
            "and the places before have the times of the rides listed"
        )


def _answer(question: Inquiry, asked: Phrased) -> Iterator[JoinedAnswer]:
    """Yield one answer for each reading of the arrival with each reading of the departure."""
    arrive, depart = asked.arrive, asked.depart
    ends = [*zip(arrive.readings, asked.ends, strict=True)] if arrive else [(None, None)]
    readings = depart.readings if depart else (None,) * max(1, len(asked.starts))
    starts = [*zip(readings, asked.starts or (None,), strict=True)]
    for (a, deadline), (b, departs_at) in product(ends, starts):
        yield question._replace(deadline=deadline).answer(departs_at)._replace(arrive=a, depart=b)


class Inquiry(NamedTuple):
    """One reading of a question."""

    world: World
    query: Scenario
    parts: Sequence[Part]
    relay: Relay
    pace: float
    as_of: datetime
    deadline: datetime | None

    def build(self, parts: Sequence[Part]) -> Relay:
        """Return the stages of other legs, begun as these are."""
        return build_relay(parts)[1]._replace(onset=self.relay.onset)

    @property
    def levels(self) -> Levels:
        """Return the chances of the three readings of a deadline."""
        return self.query.confidence, EVEN, 1 - self.query.confidence

    @property
    def ends(self) -> tuple[Station, Station]:
        """Return the places where the journey starts and ends."""
        stations = self.world.gazetteer.stations
        return stations[self.parts[0].start], stations[self.parts[-1].end]

    def answer(self, departs_at: datetime | None) -> JoinedAnswer:
        """Return the answer for a departure, or without one for the last that is in time with even odds."""
        given_s = None if departs_at is None else seconds(departs_at)
        ahead = self._look(given_s)
        planned = Planned(self.parts, self.relay, ahead.views, self.pace, self.levels[::-1], ahead.flows)
        times, plan = self._find_times(ahead), tuple(plan_parts(planned, ahead.departs_s))
        found = JoinedAnswer(None, None, self.deadline, instant(ahead.departs_s), times, (), plan, None, ahead)
        found = found._replace(drivers=self._list_drivers(given_s))
        if self.deadline is None:
            return self._turn(found)
        stations = self.world.gazetteer.stations
        aimed = Aimed(self.parts, self.relay, stations, self.levels, self.deadline)
        chance = min(1.0, chance_at(self.relay, ahead.views[0], ahead.departs_s))
        found = found._replace(
            readings=tuple(read_levels(self.relay, view, self.levels) for view in enter(self.relay, ahead.views)),
            on_time=None if given_s is None else chance,
            chance=chance,
            leaving_now=chance_at(self.relay, ahead.views[0], seconds(self.as_of)),
            due=find_due(aimed, ahead.views[0]),
            before=find_before(aimed, ahead.views) if given_s is None else None,
        )
        return self._turn(found)

    def _turn(self, answer: JoinedAnswer) -> JoinedAnswer:
        """Return an answer with its turning points, where they are asked for."""
        if not self.query.why:
            return answer
        from routes.scenarios.joined.turning import list_turning  # what most answers do not show

        return answer._replace(turning=list_turning(self, answer))

    def _look(self, given_s: int | None) -> Ahead:
        """Return the journey looked at from its departure.

        Raises: InfeasibleError, where nothing is in time, or nothing leads to the end any more.
        """
        if self.deadline is not None:
            deadline_s = seconds(self.deadline)
            if given_s is not None:
                return aim_at(self.relay, deadline_s, lambda _views: given_s, asked_s=given_s)
            return aim_at(self.relay, deadline_s, self._pick)
        if given_s is None:
            raise self._explain([])
        return head_for_soonest(self.relay, given_s)

    def _pick(self, views: Sequence[View]) -> int:
        """Return the last departure that is in time with even odds, else the last that is not yet too late."""
        stations = self.world.gazetteer.stations
        rows = [read_levels(self.relay, view, self.levels) for view in views]
        refuse_after(self.parts, rows, [stations[part.end].zone for part in self.parts])
        departs_at = rows[0].even or rows[0].too_late_after
        if departs_at is None:
            raise self._explain(views)
        return seconds(departs_at)

    def _find_times(self, ahead: Ahead) -> Times:
        early, even, late = (ahead.flows[-1].find_s(self.relay, level) for level in self.levels[::-1])
        if early is None or (self.deadline is None and late is None):
            raise self._explain([])
        return Times(instant(early), *(None if at_s is None else instant(at_s) for at_s in (even, late)))

    def _list_drivers(self, given_s: int | None) -> tuple[Driver, ...]:
        """Return what drives the spread: of the departures where none is given, else of the arrivals."""

        def measure(relay: Relay) -> int | None:
            relay = relay._replace(onset=self.relay.onset)
            if self.deadline is not None and given_s is None:
                view = look_back(relay, seconds(self.deadline))[0]
                found = [latest_s(relay, view, level) for level in (self.levels[2], self.levels[0])]
            else:
                flow = self._replace(relay=relay)._look(given_s).flows[-1]
                found = [flow.find_s(relay, level) for level in (self.levels[0], self.levels[2])]
            last, first = found
            return None if last is None or first is None else last - first

        return list_drivers(self.parts, self.world.gazetteer.stations, self.pace, measure)

    def _explain(self, views: Sequence[View]) -> InfeasibleError:
        return explain(self.parts, self.relay, views, self.ends[1], self.deadline)


def list_modelled(joined: Joined) -> list[Leg]:
    """Return the legs on track or other ways of no timetable."""
    return [leg for part in joined.parts if isinstance(part.way, Modelled) for leg in part.way.itinerary.legs]
