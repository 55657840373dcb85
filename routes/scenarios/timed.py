"""A question with evidence or windows: what was told of the journey, put in its place on the way, and answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from routes.errors import InfeasibleError, UsageError
from routes.ids import StationCode
from routes.itinerary import Itinerary, list_events
from routes.scenarios.answers import Answer, Times, build_answer
from routes.scenarios.clues import (
    Placed,
    Variant,
    describe,
    find_all,
    list_variants,
    note_misfits,
    refuse_impossible,
    refuse_late_arrival,
    refuse_lost,
)
from routes.scenarios.evidence import Sighted, Unsighted, Vantage, read_absence, read_sighting
from routes.scenarios.left_in import Left, find_left, read_left
from routes.scenarios.schema import Scenario
from routes.scenarios.sighted import Case, build_sighted
from routes.scenarios.swift import note_swift
from routes.scenarios.window_phrases import ALWAYS_OPEN, Hours, build_windows, find_span, read_rule, read_window
from routes.sentences import format_chance
from routes.timing.progress import Seen, chance_by, run_progress
from routes.timing.stages import NO_WINDOWS
from routes.when import Reading

if TYPE_CHECKING:
    from routes.scenarios.assumptions import Train
    from routes.scenarios.phrases import AsOf, Phrased
    from routes.scenarios.world import World

OPEN_ENDS: list[tuple[None, None]] = [(None, None)]
EVENT_NOUNS = {"arr": "arrival", "dep": "departure", "pass": "passing"}
COME = {"arr": "come", "dep": "left", "pass": "passed"}
VAGUE_S = 30 * 86_400
"""A standard deviation from which a sighting does not date a journey that something else does."""


class Told(NamedTuple):
    """What a question tells of the journey: sightings, their absence, and windows (its own, then the train's)."""

    vantage: Vantage
    evidence: tuple[Sighted | Unsighted, ...]
    hours: tuple[Hours, ...]

    def arrives_at(self, code: StationCode) -> bool:
        """Return whether it tells of an arrival at a station."""
        return any(item.event == "arr" and item.station == code for item in self.evidence)


class Otherwise(NamedTuple):
    """What the arrival would be, were one sighting read otherwise: None where that cannot be.

    `is_later` tells a reading that is after the as-of instant, and so can hardly be meant.
    """

    variant: Variant
    arrive: Times | None
    is_later: bool


class Timed(NamedTuple):
    """The answers of a question with all that was told, what was made of it, and whether any of it bears on them."""

    answers: tuple[Answer, ...]
    notes: tuple[str, ...]
    found: tuple[Placed, ...]
    otherwise: tuple[tuple[Otherwise, ...], ...]
    hours: tuple[Hours, ...]
    bears: bool


def read_told(world: World, query: Scenario, as_of: AsOf, train: Train) -> Told:
    """Return what a question and its train tell of the journey.

    Raises: UsageError, PlaceError or TimeError, for what cannot be read; a distance has no sightings.
    """
    if query.question == "distance":
        raise UsageError("a distance does not depend on sightings or windows", hint="leave seen and windows out")
    vantage = Vantage(world.gazetteer, as_of)
    evidence: list[Sighted | Unsighted] = [read_sighting(vantage, text) for text in query.seen]
    evidence += [read_absence(vantage, text) for text in query.not_seen]
    hours = [read_window(vantage, text) for text in query.windows]
    return Told(vantage, tuple(evidence), (*hours, *_list_own(vantage, train)))


def _list_own(vantage: Vantage, train: Train) -> Iterator[Hours]:
    """Yield the windows of the train that were known at the as-of instant: of each event the one known last."""
    known: dict[tuple[StationCode, str], Hours] = {}
    entries = sorted(train.windows, key=lambda w: w.known_from)
    for entry in entries:
        if entry.known_from <= vantage.as_of.instant and entry.station in vantage.gazetteer.stations:
            blank = Hours(
                f"{entry.station} {entry.open}", entry.event, StationCode(entry.station), "", origin=entry.origin
            )
            hours = read_rule(vantage, blank._replace(source=entry.source, note=entry.note), entry.open)
            known[hours.station, hours.event] = hours
    yield from known.values()


class Witnessed(NamedTuple):
    """A question as resolved, with what was told; `arriving` is its journey from the arrival at the origin on."""

    query: Scenario
    itinerary: Itinerary
    times: Phrased
    told: Told
    arriving: Callable[[], Itinerary]


def answer_told(world: World, question: Witnessed) -> Timed:
    """Return the answers of a question with all that was told, one for each reading of its times.

    Raises: UsageError, when a station is not on the way; InfeasibleError, when not all can be true, or a window never
    opens.
    """
    query, itinerary, times, told, _ = question
    arrive, depart = times.arrive, times.depart
    stations = world.gazetteer.stations
    named = [h for h in told.hours if h.origin == "--window" or h.station in itinerary.stations]
    own = [h for h in named if h.rule != ALWAYS_OPEN]
    early = [e for e in told.evidence if depart and e.event == "arr" and e.station == itinerary.origin]
    found = find_all(itinerary, stations, [e for e in told.evidence if e not in early], told.vantage.as_of.instant)
    _refuse_bounds_alone(question, found)
    ends = list(zip(arrive.readings, times.ends, strict=True)) if arrive else OPEN_ENDS
    starts = list(zip(depart.readings, times.starts, strict=True)) if depart else OPEN_ENDS
    known = [at for _, at in (*ends, *starts) if at] + [one.at for one in found]
    windows = build_windows(itinerary, stations, own, find_span(itinerary, known, len(own))) if own else NO_WINDOWS
    heard = tuple(one for one in found if depart or not _is_vague(one, found, is_due=arrive is not None))
    case = Case(itinerary, stations, tuple(one.clue for one in heard), windows, query.confidence)
    notes = [*(_note(world, one) for one in found), *(_note_again(world, one) for one in found if one.again)]
    notes += [f'the window "{h.text}" is always open, and changes nothing' for h in named if h not in own]
    notes += [
        f'"{one.evidence.text}" is far too vague to date the journey, and changes nothing'
        for one in found
        if one not in heard
    ]
    zone = stations[itinerary.origin].zone
    left = read_left(world, query.left, told.vantage.as_of, zone=zone) if query.left else None
    answers, otherwise = [], []
    notes += [f'"{item.text}" is of before the departure that is given, and changes nothing' for item in early]
    for (a, deadline), (b, departs_at) in product(ends, starts):
        refuse_late_arrival(stations, early, departs_at)
        answer, more = _answer(case, heard, Ends(a, deadline, b, departs_at), left)
        answers.append(answer)
        notes += note_swift(world, itinerary, heard, question.told.vantage.as_of.instant)
        others = _list_otherwise(world, question, case, heard, departs_at)
        otherwise.append(tuple(_number(other, found.index(heard[other.variant.number])) for other in others))
        notes += more
    return Timed(tuple(answers), tuple(dict.fromkeys(notes)), found, tuple(otherwise), tuple(own), bool(heard or own))


def _is_vague(one: Placed, found: Sequence[Placed], *, is_due: bool) -> bool:
    """Return whether a sighting's error is of months, while a deadline or another sighting dates the journey."""
    errors = [other.clue.error_s for other in found if isinstance(other.clue, Seen)]
    return isinstance(one.clue, Seen) and one.clue.error_s >= VAGUE_S and (is_due or min(errors) < VAGUE_S)


def _number(other: Otherwise, number: int) -> Otherwise:
    return other._replace(variant=other.variant._replace(number=number))


def _refuse_bounds_alone(question: Witnessed, found: Sequence[Placed]) -> None:
    """Raise InfeasibleError where all that was seen is that it had arrived by an instant."""
    bounds = [one for one in found if one.is_bound]
    if (
        bounds
        and not question.times.depart
        and not any(isinstance(o.evidence, Sighted) and not o.is_bound for o in found)
    ):
        raise InfeasibleError(
            f'"{bounds[0].evidence.text}" tells only that it had arrived by then, not when it set out or arrived',
            hint="add where it was seen before, or when it left",
        )


class Ends(NamedTuple):
    """One reading of the arrival and one of the departure."""

    arrive: Reading | None
    deadline: datetime | None
    depart: Reading | None
    departs_at: datetime | None


def _answer(case: Case, found: Sequence[Placed], ends: Ends, left: Left | None) -> tuple[Answer, list[str]]:
    """Return one answer and what is to be noted of it."""
    arrive, deadline, depart, departs_at = ends
    if any(isinstance(one.clue, Seen) for one in found) or (found and departs_at):
        refuse_impossible(case.itinerary, case.stations, found, departs_at)
        answer, progress = build_sighted(case, arrive=arrive, deadline=deadline, depart=depart, departs_at=departs_at)
        if left:
            leaves = next(e.boundary for e in list_events(case.itinerary) if e.event == "dep")
            answer = answer._replace(left_in=find_left(left, progress, leaves))
        refuse_lost(case.stations, found, progress)
        return answer, list(note_misfits(case.itinerary, case.stations, found, progress, departs_at))
    answer = build_answer(
        case.itinerary,
        case.stations,
        arrive=arrive,
        deadline=deadline,
        depart=depart,
        departs_at=departs_at,
        confidence=case.confidence,
        windows=case.windows,
    )
    return answer, [_note_at_best(case, one, deadline) for one in found if deadline]


def _note_at_best(case: Case, one: Placed, deadline: datetime) -> str:
    """Return what an absence alone says of a deadline: the chance, had it come there right after."""
    rest = case.itinerary._replace(items=case.itinerary.items[one.event.boundary :])
    windows = {b - one.event.boundary: w for b, w in case.windows.items() if b >= one.event.boundary}
    end = len(rest.items)
    progress = run_progress(rest, int(one.at.timestamp()), boundaries=(end,), windows=windows)
    chance = chance_by(progress, end, deadline.timestamp())
    most = "at most " if one.clue[2] == 1 else ""
    then = f"had it {COME[one.event.event]} right then"
    return f"{describe(case.stations, one)}: {then}, it would be in time with {most}{format_chance(chance)}"


def _note(world: World, one: Placed) -> str:
    """Return how a piece of evidence was read, and what of it is assumed."""
    item = one.evidence
    taken = {
        "event": f"that it was the {EVENT_NOUNS[one.event.event if isinstance(item, Unsighted) else item.event]}",
        "clock": "the clock of the place",
        "error": "the error",
        "chance": "that it would have been noticed",
    }
    assumed = [text for name, text in taken.items() if name in item.assumed]
    rest = f"; assumed: {', '.join(assumed)}" if assumed else ""
    spread = "; ± is taken as two standard deviations" if isinstance(item, Sighted) else ""
    if isinstance(item, Sighted) and item.span:
        spread = f"; the middle of {item.span}, with half its width as ±, which is taken as two standard deviations"
    rest += "; it had arrived by then, which is all that it tells" if one.is_bound else ""
    chance = (
        f", which would have been noticed with {format_chance(item.noticed)}" if isinstance(item, Unsighted) else ""
    )
    return f'"{item.text}" is read as {describe(world.gazetteer.stations, one)}{chance}{spread}{rest}'


def _note_again(world: World, one: Placed) -> str:
    name = world.gazetteer.stations[one.event.station].name
    return f"the way comes to {name} {len(one.again) + 1} times; it is taken to be the first"


def _list_otherwise(
    world: World, question: Witnessed, case: Case, found: Sequence[Placed], departs_at: datetime | None
) -> Iterator[Otherwise]:
    """Yield the arrival for each other reading of the sightings that leave their event or clock open.

    A question in words leaves both open.
    """
    neighbours = [
        way.end for code in case.itinerary.stations for way in world.network.ways_from(code) if way.segment.border
    ]
    yield from _list_arriving(world, question, found, departs_at, case)
    for variant in list_variants(case.itinerary, case.stations, found, neighbours):
        if _is_open(question, found[variant.number]):
            others = [variant.found if n == variant.number else one for n, one in enumerate(found)]
            is_later = variant.found.at > question.told.vantage.as_of.instant
            yield Otherwise(variant, _try_arrival(case, others, departs_at), is_later)


def _is_open(question: Witnessed, one: Placed) -> bool:
    return question.query.in_words or bool(one.evidence.assumed & {"event", "clock"})


def _list_arriving(
    world: World, question: Witnessed, found: Sequence[Placed], departs_at: datetime | None, case: Case
) -> Iterator[Otherwise]:
    """Yield the arrival for a departure from the origin, or a passing, that was an arrival there."""
    itinerary, stations = case.itinerary, world.gazetteer.stations
    for number, one in enumerate(found):
        item = one.evidence
        if departs_at or item.station != itinerary.origin or item.event == "arr" or not isinstance(item, Sighted):
            continue
        longer = question.arriving()
        if _is_open(question, one) and len(longer.items) > len(itinerary.items):
            shift = len(longer.items) - len(itinerary.items)
            arrived = item._replace(event="arr")
            others = find_all(
                longer, stations, [arrived if n == number else f.evidence for n, f in enumerate(found)], one.known_at
            )
            windows = {b + shift: w for b, w in case.windows.items()}
            moved = case._replace(itinerary=longer, windows=windows)
            yield Otherwise(Variant(number, "arr", "", others[number]), _try_arrival(moved, others, departs_at), False)


def _try_arrival(case: Case, found: Sequence[Placed], departs_at: datetime | None) -> Times | None:
    """Return the arrival by other evidence, or None where it cannot all be true."""
    try:
        refuse_impossible(case.itinerary, case.stations, found, departs_at)
        return case._replace(clues=tuple(one.clue for one in found)).arrival(departs_at)
    except InfeasibleError:
        return None
