"""The curve of an answer: how the chance of being in time falls, on the clock of the place, with its readings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

from routes import clock
from routes.errors import TimeError
from routes.itinerary import Event
from routes.scenarios.answers import EVEN, Answer
from routes.timing.falls import Fall
from routes.units import round_chance

TICKS_H = (1, 3, 6, 12, 24, 48, 96, 168)
MOST_TICKS = 7


class Mark(NamedTuple):
    """An instant on the curve: a reading, the departure that was `asked`, or the `as_of` instant, without a chance."""

    name: str
    at: datetime
    chance: float | None


class Curve(NamedTuple):
    """The chance of being in time for an event at `first` and every `step_s` after it, until `last`.

    `ticks` are hours of the clock of its place; all instants lie between first and last.
    """

    event: Event
    first: datetime
    last: datetime
    step_s: int
    chances: tuple[float, ...]
    marks: tuple[Mark, ...]
    ticks: tuple[datetime, ...]


def find_curve(answer: Answer, zone: str, *, as_of: datetime) -> Curve | None:
    """Return the curve of an answer with a deadline, on the clock of the place it is of; None where there is none."""
    fall, event = answer.fall, answer.falls_from
    if fall is None or event is None:
        return None
    first, last = (datetime.fromtimestamp(at_s, UTC) for at_s in (fall.start_s, _end_s(fall)))
    marks = tuple(mark for mark in _list_marks(answer, event, as_of) if first <= mark.at <= last)
    return Curve(event, first, last, fall.step_s, fall.chances, marks, tuple(_list_ticks(first, last, zone)))


def _end_s(fall: Fall) -> int:
    return fall.start_s + fall.step_s * (len(fall.chances) - 1)


def _list_marks(answer: Answer, event: Event, as_of: datetime) -> Iterator[Mark]:
    readings = next(row.readings for row in answer.deadlines if row.event == event)
    chances = (answer.confidence, EVEN, 1 - answer.confidence)
    for (name, at), chance in zip(readings._asdict().items(), chances, strict=True):
        if at is not None:
            yield Mark(name, at, round_chance(chance))
    if answer.depart is not None and answer.on_time is not None and answer.behind is None:
        yield Mark("asked", answer.departs_at, round_chance(answer.on_time))
    yield Mark("as_of", as_of, None)


def _list_ticks(first: datetime, last: datetime, zone: str) -> Iterator[datetime]:
    """Yield hours of the clock from one instant to another, at even steps; one that the clocks skip is left out."""
    hours = (last - first) / timedelta(hours=1)
    step = next((step for step in TICKS_H if hours / step <= MOST_TICKS), TICKS_H[-1])
    day = clock.to_local(first, zone).date()
    while clock.day_start(day, zone) <= last:
        for hour in range(0, 24, step):
            with suppress(TimeError):
                at = clock.to_instant(datetime.combine(day, time(hour)), zone)
                if first <= at <= last:
                    yield at
        day += timedelta(days=max(1, step // 24))
