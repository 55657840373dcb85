"""When something left, as a claim says it: an instant, or a day or part of one of which the first instant counts."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from routes.errors import TimeError
from routes.ids import StationCode
from routes.scenarios.phrases import AsOf, read_phrase
from routes.scenarios.world import World
from routes.when import Reading, When, format_when


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


def read_departure(
    world: World, phrase: str, as_of: AsOf, *, zone: str, before: datetime | None
) -> tuple[When, list[str]]:
    """Return what the phrase of a departure means, and a note where it lies ahead and might lie behind.

    Of a weekday or hour past and one to come it is the nearer; one before the instant `before` comes first. An empty
    phrase is the as-of instant.
    Raises: TimeError, when it cannot be read.
    """
    phrase = phrase or "now"
    ahead, past = (_try(world, phrase, as_of, zone=zone, past=is_past) for is_past in (False, True))
    if isinstance(ahead, TimeError) and isinstance(past, TimeError):
        raise ahead
    found = [when for when in (past, ahead) if isinstance(when, When)]
    now = as_of.reference(zone)

    def start_of(when: When) -> datetime:
        return when.readings[0].start or when.readings[0].end or now

    def rank(when: When) -> tuple[bool, float]:
        start = start_of(when)
        return before is not None and start >= before, abs((start - now).total_seconds())

    nearest = min(found, key=rank)
    if isinstance(past, TimeError) or start_of(nearest) <= now or start_of(past) == start_of(nearest):
        return nearest, []
    said = f'leaving "{phrase}" is read as {format_when(nearest)}, which is to come, and may also be'
    return nearest, [f"{said} {format_when(past)}: give the date"]


def _try(world: World, phrase: str, as_of: AsOf, *, zone: str, past: bool) -> When | TimeError:
    try:
        return read_phrase(world, phrase, as_of, zone=zone, past=past)
    except TimeError as error:
        return error


def read_bound(world: World, phrase: str, as_of: AsOf, *, zone: str, left: datetime | None) -> tuple[When, list[str]]:
    """Return what the phrase of a deadline means, and a note where it is not counted from the as-of instant.

    Where `left` is given, a weekday or hour is the first after that; words such as "tomorrow" count from the as-of.
    Raises: TimeError, when it cannot be read.
    """
    when = read_phrase(world, phrase, as_of, zone=zone)
    if left is None or when.from_now:
        return when, []
    after = _drop_gone(read_phrase(world, phrase, AsOf(left, zone, None), zone=zone), left)
    if after.readings == when.readings:
        return when, []
    said = f'"{phrase}" is read as {format_when(after)}, the first after leaving'
    return after, [f"{said}; counted from the as-of instant it would be {format_when(when)}"]


def _drop_gone(when: When, left: datetime) -> When:
    """Return the phrase without the readings that end before leaving, where it may mean others too."""
    kept = tuple(r for r in when.readings if r.end is None or r.end > left)
    return when if when.alternatives or not kept else when._replace(readings=kept)
