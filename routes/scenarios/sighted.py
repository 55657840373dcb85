"""The answer of a journey that was seen, or not seen, on its way: times, readings and chances given all evidence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from routes.errors import InfeasibleError
from routes.itinerary import Event, Itinerary, list_events
from routes.scenarios.answers import (
    CONFIDENCE,
    EVEN,
    Answer,
    Deadline,
    Readings,
    Stations,
    Times,
    Windows,
    build_answer,
    cut_before,
    find_anchors,
    share_out,
    timeline,
)
from routes.timing.chance import Pace
from routes.timing.falls import Fall, find_fall
from routes.timing.progress import Clue, Progress, Seen, chance_by, find_updated, run_progress, time_by
from routes.timing.propagate import Direction
from routes.timing.stages import NO_WINDOWS
from routes.when import Reading

LEAST_CHANCE = 1e-4  # as finely as a chance is told


class Case(NamedTuple):
    """A journey with all that is known of it: its windows, what was seen, and the confidence that is wanted."""

    itinerary: Itinerary
    stations: Stations
    clues: tuple[Clue, ...]
    windows: Windows = NO_WINDOWS
    confidence: float = CONFIDENCE

    def run(self, departs_at: datetime | None, boundaries: Iterable[int]) -> Progress:
        """Return the progress of the journey at boundaries, given all clues."""
        start_s = None if departs_at is None else _seconds(departs_at)
        return run_progress(self.itinerary, start_s, boundaries=boundaries, windows=self.windows, clues=self.clues)

    def times(self, progress: Progress) -> dict[int, Times]:
        """Return the times of a progress by boundary.

        Raises: InfeasibleError, when its windows never let it there.
        """
        chances = (1 - self.confidence, EVEN, self.confidence)
        found = {b: [time_by(progress, b, chance) for chance in chances] for b in progress.times}
        if any(at_s is None for row in found.values() for at_s in row):
            hint = "leave a --window out, make it wider, or take a later time"
            raise InfeasibleError("the windows that the train must wait for allow no arrival", hint=hint)
        return {b: Times(*(_utc(at_s) for at_s in row if at_s is not None)) for b, row in found.items()}

    def arrival(self, departs_at: datetime | None) -> Times:
        """Return when the journey ends, given all clues."""
        end = len(self.itinerary.items)
        return self.times(self.run(departs_at, (end,)))[end]

    def updated(self, boundary: int, deadline: datetime, pace: Pace) -> Readings:
        """Return the readings of a deadline at a boundary, under paces that sightings have weighed."""
        rest, windows = cut_before(self.itinerary, self.windows, boundary)
        chances = (self.confidence, EVEN, 1 - self.confidence)
        row = find_updated(rest, _seconds(deadline), pace=pace, windows=windows, confidences=chances)
        return Readings(*(None if at_s is None else _utc(at_s) for at_s in row))

    def fall(self, boundary: int, deadline: datetime, pace: Pace | None) -> Fall | None:
        """Return how the chance of a deadline falls with the time of going on from a boundary, under such paces."""
        return find_fall(*cut_before(self.itinerary, self.windows, boundary), _seconds(deadline), pace=pace)


def _seconds(instant: datetime) -> int:
    return int(instant.timestamp())


def _utc(at_s: int) -> datetime:
    return datetime.fromtimestamp(at_s, UTC)


def build_sighted(
    case: Case,
    *,
    arrive: Reading | None = None,
    deadline: datetime | None = None,
    depart: Reading | None = None,
    departs_at: datetime | None = None,
) -> tuple[Answer, Progress]:
    """Return the answer given all clues, and the progress it rests on.

    Without a departure at least one clue is a sighting, and of these it is worked out when it left. The readings of
    what lies behind are those of before; of what lies ahead, those of the pace that was seen.
    Raises: InfeasibleError, when the windows never let the journey end, or not by the deadline.
    """
    itinerary, events = case.itinerary, list_events(case.itinerary)
    seen = [clue for clue in case.clues if isinstance(clue, Seen)]
    about = departs_at or _utc(seen[0].at_s)
    anchors = find_anchors(itinerary, case.stations, timeline(itinerary, "likely_s", about, Direction.FORWARD))
    exact = {e.boundary for e in (*events, *anchors) if e.event != "pass" or e in anchors}
    progress = case.run(departs_at, exact | {clue.boundary for clue in case.clues})
    known = case.times(progress)
    times = {e.boundary: share_out(itinerary, known, e.boundary) for e in events}
    leaves = next(e.boundary for e in events if e.event == "dep")
    answer = build_answer(
        itinerary,
        case.stations,
        arrive=arrive,
        deadline=deadline,
        depart=depart,
        departs_at=departs_at or times[leaves].expected,
        confidence=case.confidence,
        windows=case.windows,
    )
    answer = answer._replace(
        times=times,
        left=None if departs_at else times[leaves],
        behind=max((clue.boundary for clue in seen), default=None),
    )
    return (answer if deadline is None else _update(case, answer, progress, deadline)), progress


def _update(case: Case, answer: Answer, progress: Progress, deadline: datetime) -> Answer:
    """Return the answer with the deadline read anew from the last sighting on; what lies behind is not watched for."""
    behind = answer.behind or 0

    def read(row: Deadline) -> Deadline:
        if progress.pace is None or row.event.boundary < behind:
            return row
        return row._replace(readings=case.updated(row.event.boundary, deadline, progress.pace))

    ahead = _find_ahead(answer)
    return answer._replace(
        fall=case.fall(ahead.boundary, deadline, progress.pace) if ahead else None,
        falls_from=ahead,
        deadlines=tuple(read(row) for row in answer.deadlines),
        watch=tuple(read(row) for row in answer.watch if answer.behind is None or row.event.boundary > behind),
        on_time=_chance(progress, len(case.itinerary.items), deadline),
    )


def _find_ahead(answer: Answer) -> Event | None:
    """Return the first event with a deadline that is not behind the last sighting, nor the end; None for none."""
    if answer.behind is None:
        return answer.falls_from
    events = [row.event for row in answer.deadlines[:-1]]
    return next((event for event in events if event.boundary > (answer.behind or 0)), None)


def _chance(progress: Progress, end: int, deadline: datetime) -> float:
    """Return the chance of being there in time; what is spread at all is neither sure nor out of the question."""
    chance = chance_by(progress, end, _seconds(deadline))
    is_sure = all(spread.is_certain for spread in progress.times[end].spreads)
    return chance if is_sure else min(max(chance, LEAST_CHANCE), 1 - LEAST_CHANCE)
