"""When something left, as a claim says it: an instant, or a day or part of one of which the first instant counts."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from routes.errors import TimeError
from routes.ids import StationCode
from routes.scenarios.phrases import AsOf, read_phrase
from routes.scenarios.world import World
from routes.when import Reading, When, deadlines, format_when


class Departure(NamedTuple):
    """The first and the last instant at which it can have left by one reading; they are one for a clock time.

    With `seen_at` it is when it was seen there, from which a claim counts.
    """

    reading: Reading | None
    first: datetime
    last: datetime
    seen_at: StationCode | None = None


def list_departures(when: When, as_of: datetime) -> tuple[Departure, ...]:
    """Return the span of each reading; of one that the as-of instant lies in, only what had passed by then.

    Raises: TimeError, when a reading has no first instant.
    """
    found = []
    for reading in when.readings:
        if reading.start is None:
            hint = 'give a day or a time: "Monday", "2023-09-11 09:00"'
            raise TimeError(f'"{when.phrase}" does not say since when it may have left', hint=hint)
        end = reading.start if reading.end is None or when.kind == "instant" else reading.end
        found.append(Departure(reading, reading.start, as_of if reading.start < as_of < end else end))
    return tuple(found)


def read_departure(world: World, phrase: str, as_of: AsOf, *, zone: str, before: datetime | None) -> When:
    """Return what the phrase of a departure means: of a weekday or hour past and one to come, the nearer.

    One that lies before the instant `before` comes first. An empty phrase is the as-of instant.
    Raises: TimeError, when it cannot be read.
    """
    phrase = phrase or "now"
    ahead, past = (_try(world, phrase, as_of, zone=zone, past=is_past) for is_past in (False, True))
    if isinstance(ahead, TimeError) and isinstance(past, TimeError):
        raise ahead
    found = [when for when in (past, ahead) if isinstance(when, When)]
    now = as_of.reference(zone)

    def rank(when: When) -> tuple[bool, float]:
        start = when.readings[0].start or when.readings[0].end or now
        return before is not None and start >= before, abs((start - now).total_seconds())

    return min(found, key=rank)


def _try(world: World, phrase: str, as_of: AsOf, *, zone: str, past: bool) -> When | TimeError:
    try:
        return read_phrase(world, phrase, as_of, zone=zone, past=past)
    except TimeError as error:
        return error


def read_bound(world: World, phrase: str, as_of: AsOf, *, zone: str, left: datetime | None) -> tuple[When, list[str]]:
    """Return what the phrase of a deadline means, and a note where it is not counted from the as-of instant.

    Where the question gives no as-of, so that the present stands for it, `left` is given: a weekday or hour of one
    that left before is the first after that.
    Raises: TimeError, when it cannot be read.
    """
    when = read_phrase(world, phrase, as_of, zone=zone)
    if left is None or left >= as_of.instant or when.from_now:
        return when, []
    after = read_phrase(world, phrase, AsOf(left, zone, None), zone=zone)
    if after.readings == when.readings:
        return when, []
    said = (
        f'"{phrase}" is read as {format_when(after)}, the first after leaving; --as-of sets another day to count from'
    )
    return after, [said]


def last_deadline(when: When) -> datetime:
    """Return the last acceptable instant of any reading."""
    return max(deadlines(when))
