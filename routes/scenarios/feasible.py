"""Could it be: a claim weighed for every mode of travel, by chance, by what is documented, and by physics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import product
from typing import NamedTuple

from routes.errors import InfeasibleError
from routes.itinerary import Itinerary, Leg
from routes.scenarios.alternatives import find_abroad
from routes.scenarios.answers import Answer
from routes.scenarios.claim_sights import (
    OTHERS,
    cut_rest,
    depart_seen,
    find_last,
    find_last_chances,
    is_told,
    note_left,
    read_seen_times,
    without_told,
)
from routes.scenarios.clues import Placed
from routes.scenarios.departures import Departure, list_departures, read_bound, read_departure
from routes.scenarios.evaluate import Bench, Evaluation, evaluate, resolve_trip
from routes.scenarios.fastest import Fastest, find_fastest_way, record_seconds
from routes.scenarios.modes import MODES, RAIL, split_mode
from routes.scenarios.paces import DocumentedPace, read_paces
from routes.scenarios.phrases import AsOf, Phrased, resolve_as_of
from routes.scenarios.plan import Trip
from routes.scenarios.profiles import Profile, by_mode, open_profile, plan_journey
from routes.scenarios.reader import get_train
from routes.scenarios.schema import Scenario
from routes.scenarios.window_phrases import Hours, build_windows, find_span
from routes.scenarios.world import World
from routes.timing.progress import chance_by, run_progress
from routes.timing.stages import NO_WINDOWS
from routes.timing.windows import Window
from routes.units import format_duration, format_km, speed_kmh
from routes.when import deadlines

CREDIBLE, STRAINED, NOT_CREDIBLE, IMPOSSIBLE, NO_WAY = "credible", "strained", "not credible", "impossible", "no way"
CREDIBLE_CHANCE = 0.25
"""A claim is credible from this chance on; below it, strained where something documented was fast enough."""


class Way(NamedTuple):
    """The way of one mode, by its profile, or why there is none (`itinerary` is None)."""

    mode: str
    profile: Profile
    itinerary: Itinerary | None
    reason: str = ""


class Claim(NamedTuple):
    """What one mode makes of a claim; without a way only the reason, in `note`, says something.

    `on_time_last` is the chance of one who left at the last instant, where the claim names a day. Speeds are those of
    the whole way; `needed_kmh` is None where no time is left. `late_by_s` is at the fastest documented pace.
    """

    mode: str
    train: str
    verdict: str
    note: str
    on_time: float = 0.0
    on_time_last: float | None = None
    itinerary: Itinerary | None = None
    available_s: int = 0
    needed_kmh: float | None = None
    fastest: Fastest | None = None
    late_by_s: int = 0


class _Case(NamedTuple):
    """One reading of a claim, what it is weighed against, and by mode the chances that are worked out already.

    `seen` is the sighting from which it counts, of which `left` has the instant; `on_time_last` are the chances of one
    who left at the last instant, and `hours` the windows of a train.
    """

    world: World
    paces: Sequence[DocumentedPace]
    as_of: datetime
    trip: Trip
    left: Departure
    deadline: datetime | None
    on_time: Mapping[str, float | None]
    on_time_last: Mapping[str, float | None] = {}
    seen: Placed | None = None
    hours: tuple[Hours, ...] = ()

    @property
    def available_s(self) -> int:
        """Return the seconds from the first instant of leaving to the deadline; below zero where it comes first."""
        return int((self.deadline - self.left.first).total_seconds()) if self.deadline else 0


class Weighed(NamedTuple):
    """A claim as answered for its main mode, and for each answer the departure it rests on and a claim by mode."""

    evaluation: Evaluation
    departures: tuple[Departure, ...]
    claims: tuple[tuple[Claim, ...], ...]


def weigh(world: World, query: Scenario, *, now: datetime) -> Weighed:
    """Return the claim that something left at one time and is there at another, weighed for every mode.

    The main mode is the question's own, or the first that has a way.
    Raises: InfeasibleError, when no mode has a way; PlaceError, TimeError, UsageError or DataError.
    """
    (trip, _), as_of = resolve_trip(world, query), resolve_as_of(world, query, now)
    own = get_train(world.folders, query.train).mode if not query.mode else query.mode
    modes = MODES if own in MODES else (own, *MODES)
    ways = [find_way(world, by_mode(query, mode, own=own), trip, as_of) for mode in modes]
    main = _pick_main(ways, own)
    asked = query if RAIL in split_mode(main) else without_told(query)
    times, departures, notes = _read_departures(world, asked, as_of, trip)
    asked = by_mode(asked if times.depart else asked._replace(depart=""), main, own=own)
    paces = read_paces(world.folders)[0]
    blank = _Case(world, paces, as_of.instant, trip, Departure(None, as_of.instant, as_of.instant), None, {})
    first = evaluate(world, asked._replace(why=False), now=now, times=times) if asked.why and is_told(asked) else None
    hint = find_last(first) if first else None
    blank = blank._replace(hours=first.timed.hours) if first and first.timed else blank

    def judge_trial(itinerary: Itinerary, answer: Answer, chance: float) -> str:
        return _measure(main, itinerary, _place(blank, answer, hint), chance).verdict

    evaluation = evaluate(world, asked, now=now, times=times, bench=Bench(CREDIBLE_CHANCE, judge_trial))
    seen = find_last(evaluation)
    has_told = is_told(asked) or evaluation.timed is not None
    lasts = find_last_chances(world, asked, times, departures, now=now) if has_told and not seen else []
    spans, claims = [], []
    starts = departures if times.depart else (None,)
    for n, (answer, (_, start)) in enumerate(zip(evaluation.answers, product(times.ends, starts), strict=True)):
        left = start or Departure(None, answer.departs_at, answer.departs_at)
        hours = evaluation.timed.hours if evaluation.timed else ()
        case = _place(blank, answer, None)._replace(left=left, hours=hours)
        own_case = case._replace(on_time={main: answer.on_time}, on_time_last={main: lasts[n]} if lasts else {})
        own_case = own_case._replace(left=depart_seen(seen), seen=seen) if seen else own_case
        spans.append(own_case.left)
        claims.append(tuple(_weigh_way(way, own_case if way.mode == main else case) for way in ways))
    if query.depart and not times.depart:
        notes += note_left(query.depart, departures, evaluation.answers, world.gazetteer.stations[trip.origin])
    if is_told(query) and any(way.itinerary and RAIL not in split_mode(way.mode) for way in ways):
        notes.append(OTHERS)
    evaluation = evaluation._replace(query=query, notes=(*evaluation.notes, *notes))
    return Weighed(evaluation, tuple(spans), tuple(claims))


def list_legs(weighed: Weighed) -> Iterator[tuple[Leg, ...]]:
    """Yield the legs of the way of each claim."""
    yield weighed.evaluation.itinerary.legs
    yield from (claim.itinerary.legs for claims in weighed.claims for claim in claims if claim.itinerary)


def _place(case: _Case, answer: Answer, seen: Placed | None) -> _Case:
    """Return a case at the departure and the deadline of an answer, or at the sighting from which it counts."""
    left = depart_seen(seen) if seen else Departure(None, answer.departs_at, answer.departs_at)
    return case._replace(left=left, deadline=answer.deadline, seen=seen)


def _read_departures(
    world: World, query: Scenario, as_of: AsOf, trip: Trip
) -> tuple[Phrased, tuple[Departure, ...], list[str]]:
    """Return the times of a claim; of one whose train was seen, a departure counts only where it is one instant."""
    if not query.seen:
        return read_claim_times(world, query, as_of, trip)
    times, notes = read_seen_times(world, query, as_of, zone=world.gazetteer.stations[trip.destination].zone)
    if not query.depart:
        return times, (), notes
    given, departures, more = read_claim_times(world, query, as_of, trip)
    if any(one.first != one.last for one in departures):
        return times, departures, notes
    return given, departures, more


def read_claim_times(
    world: World, query: Scenario, as_of: AsOf, trip: Trip
) -> tuple[Phrased, tuple[Departure, ...], list[str]]:
    """Return the times of a claim, when it can have left by each reading, and how its phrases were read."""
    stations = world.gazetteer.stations
    zone, end_zone = stations[trip.origin].zone, stations[trip.destination].zone
    arrive, _ = read_bound(world, query.arrive, as_of, zone=end_zone, left=None)
    depart, notes = read_departure(world, query.depart, as_of, zone=zone, before=max(deadlines(arrive)))
    departures = list_departures(depart, as_of.instant)
    arrive, said = read_bound(world, query.arrive, as_of, zone=end_zone, left=min(d.first for d in departures))
    times = Phrased(arrive, depart, deadlines(arrive), tuple(d.first for d in departures))
    return times, departures, [*notes, *said]


def find_way(world: World, query: Scenario, trip: Trip, as_of: AsOf) -> Way:
    """Return the way of a question's mode, with the reason where there is none."""
    profile = open_profile(world, query, trip.via, as_of=as_of.instant)
    try:
        return Way(profile.train.mode, profile, plan_journey(profile, trip))
    except InfeasibleError as error:
        return Way(profile.train.mode, profile, None, error.message)


def _pick_main(ways: Sequence[Way], own: str) -> str:
    """Return the question's own mode where it has a way, else the first that has.

    Raises: InfeasibleError, with every reason, when none has.
    """
    found = [way.mode for way in ways if way.itinerary]
    if not found and len({way.reason for way in ways}) == 1:
        raise InfeasibleError(ways[0].reason, hint="name two different places")
    if not found:
        reasons = "; ".join(f"by {way.mode}: {way.reason}" for way in ways)
        raise InfeasibleError(f"there is no way by any mode: {reasons}", hint="name other places, or take --avoid out")
    return own if own in found else found[0]


def _weigh_way(way: Way, case: _Case) -> Claim:
    """Return what one mode makes of a claim."""
    title, itinerary, left, deadline = way.profile.train.title, way.itinerary, case.left, case.deadline
    if itinerary is None or deadline is None:
        return Claim(way.mode, title, NO_WAY, way.reason)
    known = case.on_time.get(way.mode)
    claim = _measure(
        way.mode, itinerary, case, find_chance(itinerary, left.first, deadline) if known is None else known
    )
    last = case.on_time_last.get(way.mode)
    if last is None and left.last != left.first:
        last = find_chance(itinerary, left.last, deadline)
    other = _weigh_abroad(way, case) if claim.verdict in (STRAINED, NOT_CREDIBLE) and not case.seen else ""
    return claim._replace(train=title, on_time_last=last, note="; ".join(text for text in (claim.note, other) if text))


def _measure(mode: str, itinerary: Itinerary, case: _Case, chance: float) -> Claim:
    """Return the claim of one itinerary, judged, with the speeds that it needs and that are documented."""
    stations = case.world.gazetteer.stations
    itinerary = cut_rest(itinerary, stations, case.seen) if case.seen else itinerary
    start_s, windows = int(case.left.first.timestamp()), _open_windows(mode, itinerary, case)
    fastest = find_fastest_way(itinerary, stations, case.paces, as_of=case.as_of, start_s=start_s, windows=windows)
    available_s = case.available_s
    claim = Claim(
        mode=mode,
        train="",
        verdict="",
        note="; ".join(text for text in (_describe_gaps(fastest), _describe_wait(fastest)) if text),
        on_time=chance,
        itinerary=itinerary,
        available_s=available_s,
        needed_kmh=speed_kmh(itinerary.length_m, available_s) if available_s > 0 else None,
        fastest=fastest,
        late_by_s=max(0, fastest.time_s - available_s),
    )
    return claim._replace(verdict=judge(claim))


def _weigh_abroad(way: Way, case: _Case) -> str:
    """Return how a claim would stand by a faster way through other countries, where there is one."""
    if way.mode != RAIL or way.itinerary is None or case.deadline is None:
        return ""
    network, pace = way.profile.network, way.profile.pace
    abroad = find_abroad(network, pace, case.trip, way.itinerary)
    if abroad is None:
        return ""
    chance = find_chance(abroad.itinerary, case.left.first, case.deadline)
    other = _measure(way.mode, abroad.itinerary, case, chance)
    length = format_km(abroad.itinerary.length_m)
    return f"through {abroad.countries}, {length}, it would be {other.verdict}: {abroad.options}"


def find_chance(itinerary: Itinerary, departs_at: datetime, deadline: datetime) -> float:
    """Return the chance of being there by a deadline for one who leaves at an instant."""
    end = len(itinerary.items)
    progress = run_progress(itinerary, int(departs_at.timestamp()), boundaries=(end,))
    return chance_by(progress, end, int(deadline.timestamp()))


def judge(claim: Claim) -> str:
    """Return the verdict on a claim whose numbers are known.

    Impossible is what no record ever reached; credible what has a chance of a quarter; of the rest, strained is what
    something documented was fast enough for.
    """
    if claim.itinerary is None or claim.fastest is None:
        return NO_WAY
    if claim.available_s <= 0 or claim.available_s < record_seconds(claim.itinerary, mode=claim.mode):
        return IMPOSSIBLE
    if claim.on_time >= CREDIBLE_CHANCE:
        return CREDIBLE
    return STRAINED if claim.fastest.time_s <= claim.available_s else NOT_CREDIBLE


def _open_windows(mode: str, itinerary: Itinerary, case: _Case) -> Mapping[int, Window]:
    """Return the windows of a train on its way; where it was seen at the start, it waits for none there."""
    hours = [h for h in case.hours if mode == RAIL and h.station in itinerary.stations]
    if not hours:
        return NO_WINDOWS
    known = [case.left.first, *([case.deadline] if case.deadline else [])]
    found = build_windows(itinerary, case.world.gazetteer.stations, hours, find_span(itinerary, known, len(hours)))
    return {boundary: window for boundary, window in found.items() if boundary or not case.seen}


def _describe_wait(fastest: Fastest) -> str:
    if not fastest.wait_s:
        return ""
    return f"at the fastest documented pace it waits {format_duration(fastest.wait_s)} for windows"


def _describe_gaps(fastest: Fastest) -> str:
    if not fastest.undocumented:
        return ""
    return f"no pace is documented of {', '.join(fastest.undocumented)}: the fast end of the profile stands in"
