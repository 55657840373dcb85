"""A journey of modelled legs and legs by timetable answered: its readings, its plan, and the chance of each change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import accumulate, product
from typing import NamedTuple

from routes.clock import elapsed_s
from routes.errors import InfeasibleError, UsageError
from routes.itinerary import PACE_DEVIATION, Itinerary, Leg
from routes.scenarios.answers import EVEN, Readings, Times
from routes.scenarios.evaluate import require_phrase
from routes.scenarios.joined_odds import (
    Arrivals,
    Course,
    Ride,
    Run,
    View,
    chance_at,
    latest_s,
    look_back,
)
from routes.scenarios.joined_plan import Planned, Turned, plan_parts
from routes.scenarios.joining import Joining, Modelled, Part, Timed, is_today, join_legs, read_start
from routes.scenarios.phrases import AsOf, note_clocks, note_phrases, read_times
from routes.scenarios.phrases import Times as Asked
from routes.scenarios.plan import Trip
from routes.scenarios.schema import Scenario
from routes.scenarios.timetables import list_days
from routes.scenarios.world import World
from routes.timetable.table import EPOCH
from routes.timing.spread import Spread
from routes.timing.stages import build_journey_chain
from routes.timing.totals import total_time
from routes.timing.windows import ALWAYS
from routes.units import format_duration
from routes.when import Reading, When

CANNOT = {"seen": "seen", "not_seen": "not_seen", "windows": "window", "via": "via", "origins": "origins"}
"""What a scenario of legs cannot have, by the field of its record."""


class JoinedAnswer(NamedTuple):
    """One answer: that of a deadline, or of a departure, with the plan that is looked to.

    `readings` are for each part those of being at its start, before its change, and last the deadline itself; they are
    empty without one. `times` are those at the end.
    """

    arrive: Reading | None
    depart: Reading | None
    deadline: datetime | None
    departs_at: datetime
    times: Times
    readings: tuple[Readings, ...]
    plan: tuple[Turned, ...]
    on_time: float | None


class Joined(NamedTuple):
    """A question to a joined journey as resolved: its world and legs, and one answer for each reading."""

    world: World
    query: Scenario
    trip: Trip
    as_of: AsOf
    today: bool
    parts: tuple[Part, ...]
    pace: float
    arrive: When | None
    depart: When | None
    answers: tuple[JoinedAnswer, ...]
    notes: tuple[str, ...]


def evaluate_joined(world: World, query: Scenario, *, now: datetime) -> Joined:
    """Return the answer to a question whose legs are named.

    Raises: UsageError, PlaceError, TimeError, DataError; InfeasibleError, when no journey answers it.
    """
    _refuse(query)
    require_phrase(query)
    as_of = read_start(world, query, now)
    joining = join_legs(world, query, as_of, now=now)
    if joining.faults:
        raise joining.faults[0].error
    world, parts = joining.world, joining.parts
    trip = Trip(parts[0].start, parts[-1].end)
    asked = read_times(world, query, as_of, trip)
    pace, course = build_course(parts)
    notes = [*note_phrases(as_of, asked.arrive, asked.depart), *note_clocks(as_of, world, trip), *_list_notes(joining)]
    return Joined(
        world=world,
        query=query,
        trip=trip,
        as_of=as_of,
        today=is_today(as_of, now),
        parts=parts,
        pace=pace,
        arrive=asked.arrive,
        depart=asked.depart,
        answers=tuple(_answer(query, parts, course, asked, pace=pace)),
        notes=tuple(notes),
    )


def _refuse(query: Scenario) -> None:
    """Raise UsageError for what cannot be asked of a journey of legs."""
    if query.question not in ("latest-departure", "arrival"):
        hint = "ask for latest-departure or arrival, or leave the legs out"
        raise UsageError(f"a journey of legs cannot be asked for {query.question}", hint=hint)
    strange = [word for field, word in CANNOT.items() if getattr(query, field)]
    strange += ["alternatives"] if query.alternatives else []
    if strange:
        hint = "leave it out; a leg has `via` and `change` of its own"
        raise UsageError(f"a journey of legs takes no {', '.join(strange)}", hint=hint)


def build_course(parts: Sequence[Part]) -> tuple[float, Course]:
    """Return the pace that the modelled legs share, and the stages of a journey ready to be asked for chances.

    Modelled legs share the pace and their draws of one assumption, as those of one journey do, whatever lies between.
    """
    own = [part.way.itinerary for part in parts if isinstance(part.way, Modelled)]
    pace = _share_pace(own)
    spreads, weights = list_spreads(own, pace)
    left = iter(spreads)
    stages = tuple(_build_ride(p.way) if isinstance(p.way, Timed) else Run(next(left)) for p in parts)
    return pace, Course(stages, tuple(part.change_s for part in parts), weights)


def list_spreads(own: Sequence[Itinerary], pace: float) -> tuple[Sequence[tuple[Spread, ...]], tuple[float, ...]]:
    """Return the time of each modelled leg at each pace, and how likely each pace is; one for all where one leg is."""
    if len(own) < 2:
        return [(total_time(itinerary.items, pace),) for itinerary in own], (1.0,)
    ends = [0, *accumulate(len(itinerary.items) for itinerary in own)]
    items = tuple(item for itinerary in own for item in itinerary.items)
    whole = Itinerary(own[0].origin, own[-1].destination, items, 0, pace)
    chain = build_journey_chain(whole, nodes=ends, windows=dict.fromkeys(ends[1:-1], ALWAYS))
    return chain.spreads, chain.pace.weights


def _share_pace(own: Sequence[Itinerary]) -> float:
    """Return the pace of each modelled leg, weighed by its likely time."""
    total_s = sum(itinerary.likely_s for itinerary in own)
    if not total_s:
        return own[0].pace if own else PACE_DEVIATION
    return round(sum(itinerary.pace * itinerary.likely_s for itinerary in own) / total_s, 4)


def _build_ride(way: Timed) -> Ride:
    scheduled = way.scheduled
    return Ride(scheduled.network, scheduled.start.access, scheduled.end.access, way.delay.law)


def _list_notes(joining: Joining) -> Iterator[str]:
    """Yield what is taken for granted of changes, delays and windows."""
    guessed = sorted({part.change_s for part in joining.parts if not part.is_stated})
    if guessed:
        times = " or ".join(format_duration(s) for s in guessed)
        yield f"a change between two legs takes {times} where the scenario gives none (assumed)"
    timed = [part.way for part in joining.parts if isinstance(part.way, Timed)]
    for way in {way.scheduled.network.table.name: way for way in timed}.values():
        name = way.scheduled.network.table.name
        if way.delay.law.is_certain and way.delay.stated.known_from is None:
            yield f"no delays of {name} are given: its vehicles are taken to be punctual"
        else:
            yield (
                f"each vehicle of {name} leaves on time and arrives late by chance, independently of the others; "
                "a missed one counts by the next that is still in time"
            )
    if any(isinstance(part.way, Modelled) and part.way.profile.train.windows for part in joining.parts):
        yield "hours during which a train may run are not waited for in a journey of legs"


def _seconds(at: datetime) -> int:
    return elapsed_s(EPOCH, at)


def instant(at_s: int) -> datetime:
    """Return the instant of so many seconds of the epoch of timetables."""
    return EPOCH + timedelta(seconds=at_s)


def _or_none(at_s: int | None) -> datetime | None:
    return None if at_s is None else instant(at_s)


def _answer(
    query: Scenario, parts: Sequence[Part], course: Course, asked: Asked, *, pace: float
) -> Iterator[JoinedAnswer]:
    """Yield one answer for each reading of the arrival with each reading of the departure."""
    arrive, depart = asked.arrive, asked.depart
    ends = [*zip(arrive.readings, asked.ends, strict=True)] if arrive else [(None, None)]
    starts = [*zip(depart.readings, asked.starts, strict=True)] if depart else [(None, None)]
    for (a, deadline), (b, departs_at) in product(ends, starts):
        one = _Question(query, parts, course, pace, deadline)
        yield one.answer(departs_at)._replace(arrive=a, depart=b)


class _Question(NamedTuple):
    """One reading of a question."""

    query: Scenario
    parts: Sequence[Part]
    course: Course
    pace: float
    deadline: datetime | None

    @property
    def levels(self) -> tuple[float, float, float]:
        """Return the chances of the three readings of a deadline."""
        return self.query.confidence, EVEN, 1 - self.query.confidence

    def answer(self, departs_at: datetime | None) -> JoinedAnswer:
        """Return the answer for a departure, or without one for the last that is in time with even odds."""
        course, views, rows, on_time = self.course, list[View](), list[Readings](), None
        if self.deadline is not None:
            deadline_s = _seconds(self.deadline)
            views = look_back(course, deadline_s)
            rows = [self._read(view) for view in views]
            self._refuse_after(rows)
        given = departs_at
        departs_at = departs_at or (rows[0].even or rows[0].too_late_after if rows else None)
        if departs_at is None:
            raise self._explain(views)
        departs_s = _seconds(departs_at)
        if given is not None and views:
            on_time = chance_at(course, views[0], departs_s)
        times = self._find_times(departs_s)
        aim = views or look_back(course, _seconds(times.expected or times.early), from_s=departs_s)
        plan = tuple(plan_parts(Planned(self.parts, course, aim, self.pace, self.levels[::-1]), departs_s))
        return JoinedAnswer(None, None, self.deadline, departs_at, times, tuple(rows), plan, on_time)

    def _read(self, view: View) -> Readings:
        return Readings(*(_or_none(latest_s(self.course, view, level)) for level in self.levels))

    def _refuse_after(self, rows: Sequence[Readings]) -> None:
        """Raise InfeasibleError where a leg would have to end after all that its timetable knows of."""
        for n, part in enumerate(self.parts):
            until = rows[n + 1].even or rows[n + 1].too_late_after
            if not isinstance(part.way, Timed) or until is None:
                continue
            table = part.way.scheduled.network.table
            first, last = list_days(table)
            longest = timedelta(seconds=int(table.arrays["arrive"].max()), days=1)
            if until.date() > last + longest:
                message = f"leg {n + 1} would end on {until.date()}, after the last day of the timetable {table.name}"
                raise InfeasibleError(message, hint=f"it has services from {first} to {last}: import a later one")

    def _find_times(self, departs_s: int) -> Times:
        arrivals = Arrivals(self.course, departs_s)
        early, even, late = (arrivals.find_s(level) for level in self.levels[::-1])
        if early is None or late is None or even is None:
            raise self._explain([])
        return Times(instant(early), instant(even), instant(late))

    def _explain(self, views: Sequence[View]) -> InfeasibleError:
        """Return why nothing is in time: the last leg by timetable that has no journey then, and when it has any."""
        timed = [(n, part.way) for n, part in enumerate(self.parts) if isinstance(part.way, Timed)]
        if not timed:
            return InfeasibleError("no departure of this journey is in time", hint="take a later time")
        empty = [(n, way) for n, way in timed if views and not len(views[n].marks.times)]
        n, way = empty[-1] if empty else timed[0]
        table = way.scheduled.network.table
        start, end = (side.station.name for side in (way.scheduled.start, way.scheduled.end))
        first, last = list_days(table)
        when = f" by {self.deadline:%Y-%m-%d %H:%M} UTC" if self.deadline else " then"
        message = f"leg {n + 1}: no journey of the timetable {table.name} leads from {start} to {end}{when}"
        return InfeasibleError(message, hint=f"it has services from {first} to {last}; 60 days are searched")


def list_modelled(joined: Joined) -> list[Leg]:
    """Return the legs on track or other ways of no timetable."""
    return [leg for part in joined.parts if isinstance(part.way, Modelled) for leg in part.way.itinerary.legs]
