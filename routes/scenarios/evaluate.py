"""A question answered: names and phrases resolved, the itinerary built, the times worked out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from routes import clock
from routes.errors import TimeError
from routes.gazetteer.names import get_place
from routes.ids import StationCode
from routes.itinerary import Itinerary, Leg
from routes.scenarios.alternatives import compare_lines, list_alternatives
from routes.scenarios.answers import EVEN, Answer, build_answer
from routes.scenarios.assumptions import SET, Assumption, Train, apply_settings
from routes.scenarios.modes import AIR, CHANGE, SEA
from routes.scenarios.phrases import AsOf, Phrased, note_clocks, note_phrases, read_times, resolve_as_of
from routes.scenarios.plan import Trip
from routes.scenarios.profiles import Profile, open_profile, plan_journey
from routes.scenarios.schema import Scenario, list_avoided
from routes.scenarios.track import LINE
from routes.scenarios.world import World
from routes.when import When

if TYPE_CHECKING:
    from routes.scenarios.timed import Timed, Told
    from routes.scenarios.turning import TurningPoint


class Bench(NamedTuple):
    """How the verdict on a claim is found: the chance that turns it, and the word for a way, its answer and chance."""

    threshold: float
    judge: Callable[[Itinerary, Answer, float], str]


class Evaluation(NamedTuple):
    """A question as resolved, its itinerary, the assumptions in use by key, and one answer for each reading.

    `turning` are the turning points of each answer, where the question asks why. `timed` has what was made of
    sightings and windows, where there are any.
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
    timed: Timed | None = None


def evaluate(
    world: World, query: Scenario, *, now: datetime, times: Phrased | None = None, bench: Bench | None = None
) -> Evaluation:
    """Return the answer to a question; `now` (aware) is the as-of instant of a question that gives none.

    `times` are what its phrases mean where the caller has read them, and `bench` how a claim is judged.
    Raises: PlaceError, TimeError, UsageError, InfeasibleError or DataError, each with what to do.
    """
    require_phrase(query)
    trip, notes = resolve_trip(world, query)
    as_of = resolve_as_of(world, query, now)
    profile = open_profile(world, query, trip.via, as_of=as_of.instant)
    known = profile.pace.known
    told = read_told(world, query, as_of, profile.train)
    arrives = told is not None and not query.depart and told.arrives_at(trip.origin)
    itinerary = plan_journey(profile, trip, arrives=arrives)
    used = dict.fromkeys([*(key for item in itinerary.items for key in item.keys), "pace"])
    times = times or read_times(world, query, as_of, trip)
    arrive, depart = times.arrive, times.depart
    notes += note_way(world, profile, trip, itinerary)
    notes += _note_approach(world, profile, trip, itinerary) if arrives and profile.train.mode not in (AIR, SEA) else []
    if query.settings:
        before = plan_journey(profile._replace(pace=profile.usual), trip, arrives=arrives)
        notes += [*compare_lines(before, itinerary), *_idle_settings(known, used)]
    notes += note_phrases(as_of, arrive, depart)
    notes += note_clocks(as_of, world, trip) if arrive or depart else []
    arriving = partial(plan_journey, profile, trip, arrives=True)
    asked = Planned(query, itinerary, times, told, arriving)
    answers, timed = _answer(world, asked)
    notes += timed.notes if timed else ()
    evaluation = Evaluation(
        query=query,
        trip=trip,
        train=profile.train,
        as_of=as_of,
        today=clock.to_local(as_of.instant, as_of.zone).date() == clock.to_local(now, as_of.zone).date(),
        itinerary=itinerary,
        assumptions=_list_used(profile, used, itinerary),
        arrive=arrive,
        depart=depart,
        answers=tuple(answers),
        notes=tuple(notes),
        timed=timed,
    )
    if not query.why:
        return evaluation
    return evaluation._replace(turning=_list_turning(world, evaluation, profile, asked, bench=bench))


def _list_used(profile: Profile, used: Collection[str], itinerary: Itinerary) -> dict[str, Assumption]:
    known = profile.pace.known
    found = {key: known[key] for key in used if key in known}
    if CHANGE in profile.train.mode:
        from routes.scenarios.changing import describe_pace

        return found | describe_pace(known, itinerary)
    return found


def _list_turning(
    world: World, result: Evaluation, profile: Profile, asked: Planned, *, bench: Bench | None
) -> tuple[tuple[TurningPoint, ...], ...]:
    """Return the turning points of each answer: the question asked again with one assumption certain."""
    from routes.scenarios.drivers import list_drivers
    from routes.scenarios.turning import Again, Retrial, list_turning_points

    def rebuild(key: str, value: float) -> Itinerary:
        known = apply_settings(profile.pace.known, [f"{key}={value:.10g}"], valid=())
        told = asked.told
        arrives = told is not None and not query.depart and told.arrives_at(result.trip.origin)
        return plan_journey(profile._replace(pace=profile.pace._replace(known=known)), result.trip, arrives=arrives)

    def ask(index: int, itinerary: Itinerary) -> Answer:
        return _answer(world, asked._replace(itinerary=itinerary), brief=True)[0][index]

    def judge(answer: Answer, itinerary: Itinerary, chance: float) -> str:
        return bench.judge(itinerary, answer, chance) if bench else ""

    query, stations = result.query, world.gazetteer.stations
    ends = stations[result.trip.origin].zone, stations[result.trip.destination].zone
    return tuple(
        list_turning_points(
            Retrial(
                answer,
                ends,
                result.assumptions,
                Again(
                    result.itinerary,
                    rebuild,
                    partial(ask, index),
                    is_plain=asked.told is None,
                    judge=partial(judge, answer) if bench else None,
                ),
                threshold=bench.threshold if bench else EVEN,
                order=[key for driver in list_drivers(result.itinerary, stations, answer) for key in driver.keys],
            )
        )
        for index, answer in enumerate(result.answers)
    )


def _note_approach(world: World, profile: Profile, trip: Trip, itinerary: Itinerary) -> list[str]:
    """Return what is taken to be done where the train was seen to arrive, and whether its way there is known."""
    from routes.scenarios.plan import build_approach

    stations = world.gazetteer.stations
    name, known = stations[trip.origin].name, build_approach(profile.network, profile.pace, trip)
    start = next(n for n, item in enumerate(itinerary.items) if isinstance(item, Leg))
    works = [item.kind for item in itinerary.items[:start] if not isinstance(item, Leg)]
    done = ", ".join(dict.fromkeys(works)) or "nothing"
    if known and trip.approach:
        return [f"it is taken to come to {name} from {stations[trip.approach].name}; done there: {done}"]
    unknown = f"which way it came to {name} is not known, and would be of a journey asked from where it set out"
    return [f"{unknown}; taken to be done there: {done}"]


def note_way(world: World, profile: Profile, trip: Trip, itinerary: Itinerary) -> list[str]:
    """Return what is to be said of the way: other lines for a train, the airports or ports for a plane or ship."""
    mode, stations = profile.train.mode, world.gazetteer.stations
    if CHANGE in mode:
        from routes.scenarios.changing import list_stretches, split_journey
        from routes.scenarios.profiles import by_stretch

        stretches = list_stretches(mode, trip)
        parts = zip(stretches, split_journey(itinerary, stretches), strict=True)
        notes = [note for s, part in parts for note in note_way(world, by_stretch(profile, s.mode), s.trip, part)]
        return list(dict.fromkeys(notes))
    if mode == AIR:
        from routes.scenarios.flight import describe_flight  # what a train does not need

        return describe_flight(itinerary, stations, trip.avoid)
    if mode == SEA:
        from routes.scenarios.voyage import describe_voyage

        return describe_voyage(itinerary, stations, trip.avoid)
    found = list_alternatives(profile.network, profile.pace, trip, itinerary)
    if world.courses or any(leg.line == LINE for leg in itinerary.legs):
        from routes.scenarios.track_notes import note_track  # what the authored track does not need

        found += note_track(world, profile, itinerary)
    return found


def read_told(world: World, query: Scenario, as_of: AsOf, train: Train) -> Told | None:
    """Return the sightings and windows of a question; None where it has none."""
    if not (query.seen or query.not_seen or query.windows or (train.windows and query.question != "distance")):
        return None
    from routes.scenarios.timed import read_told as read  # the grammar of sightings, which most questions do not need

    return read(world, query, as_of, train)


class Planned(NamedTuple):
    """A question as planned: its itinerary and times, what was told, and how it would be, arriving at its origin."""

    query: Scenario
    itinerary: Itinerary
    times: Phrased
    told: Told | None
    arriving: Callable[[], Itinerary]


def _answer(world: World, asked: Planned, *, brief: bool = False) -> tuple[Sequence[Answer], Timed | None]:
    """Return the answers, and what was made of what was told, if anything was."""
    query, itinerary, times, told, arriving = asked
    if told is None:
        return _list_answers(world, itinerary, times, confidence=query.confidence, brief=brief), None
    from routes.scenarios.timed import Witnessed, answer_told

    timed = answer_told(world, Witnessed(query, itinerary, times, told, arriving))
    return timed.answers, timed


def require_phrase(query: Scenario) -> None:
    """Raise TimeError when the phrase that this kind of question rests on is empty."""
    arrive, depart = ("arrive", query.arrive), ("depart", query.depart)
    needed = {"latest-departure": arrive, "arrival": depart, "feasible": arrive}
    name, phrase = needed.get(query.question, ("", "none"))
    if query.question == "arrival" and query.seen and not query.depart:
        return
    if not phrase.strip():
        hint = f'give a time to {name}, such as "by Tuesday noon" or "2019-04-24 11:40"'
        hint += " (--depart), or tell where it was seen (--seen)" if query.question == "arrival" else ""
        raise TimeError(f"the time to {name} is empty", hint=hint)


def resolve_trip(world: World, query: Scenario) -> tuple[Trip, list[str]]:
    """Return the places of a question as codes, and how a name was read where that needs saying.

    Raises: PlaceError, for a name that fits no place or several; UsageError, for a country that there is not.
    """
    stations, notes = world.gazetteer.stations, dict[str, None]()

    def resolve(text: str) -> StationCode:
        match = get_place(world.gazetteer, text)
        if match.remark:
            notes[f'"{text}" is read as {stations[match.code].name}: {match.remark}'] = None
        return match.code

    avoid = list_avoided(query)
    if query.avoid:
        from routes.scenarios.countries import refuse_strange  # few questions need names of countries

        refuse_strange(world, query.avoid)
    via = tuple(resolve(v) for v in query.via)
    approach = resolve(query.approach) if query.approach else None
    return Trip(resolve(query.start), resolve(query.end), via, avoid, query.turns, approach), list(notes)


def _idle_settings(known: Mapping[str, Assumption], used: Collection[str]) -> list[str]:
    """Return a note for each value set for this question that moves nothing; a time set to zero takes work away."""
    idle = (a for a in known.values() if a.origin == SET and a.key not in used and (a.unit == "km/h" or a.high > 0))
    return [f"{SET} {a.key} changes nothing: nothing on this path rests on it" for a in idle]


def _list_answers(
    world: World, itinerary: Itinerary, times: Phrased, *, confidence: float, brief: bool = False
) -> list[Answer]:
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
            brief=brief,
        )
        for (a, d), (b, s) in product(ends, starts)
    ]
