"""Whether it left in a span of time: the chance of that, given where it was seen."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from routes.errors import TimeError
from routes.scenarios.answers import LeftIn
from routes.scenarios.phrases import AsOf, read_phrase
from routes.scenarios.world import World
from routes.timing.progress import Progress, chance_by
from routes.when import When, format_when


class Span(NamedTuple):
    """From when, and until when, it is asked whether it left; None for an open end."""

    first: datetime | None
    last: datetime | None


class Left(NamedTuple):
    """The spans of a phrase, as read, one for each of its alternatives."""

    text: str
    spans: tuple[Span, ...]


def read_left(world: World, phrase: str, as_of: AsOf, *, zone: str) -> Left:
    """Return the spans that a phrase means on the clocks of the origin; of a weekday, the last that had begun.

    Raises: TimeError, for one instant, which has no chance of its own, and for a phrase of several meanings.
    """
    when = read_phrase(world, phrase, as_of, zone=zone, past=True)
    if len(when.readings) > 1 and not when.alternatives:
        raise TimeError(f'"{phrase}" can be {format_when(when)}', hint="give the date, such as 2023-09-11")
    spans = tuple(Span(r.start, r.end) for r in when.readings)
    if any(span.first == span.last for span in spans):
        hint = 'ask of a span: "on Monday", "by 17:00", "between 16:00 and 18:00"'
        raise TimeError(f'"{phrase}" is one minute, in which it hardly left', hint=hint)
    return Left(_show(when), spans)


def _show(when: When) -> str:
    """Return `on Mon 11 Sep 2023`, `by …` or `from … to …`, without the zone."""
    texts = " or ".join(reading.text for reading in when.readings)
    return f"{when.operator if when.kind != 'interval' else 'from'} {texts}"


def find_left(asked: Left, progress: Progress, boundary: int) -> LeftIn:
    """Return the chance of having left in the spans, by a progress that was worked out from sightings."""
    chance = 0.0
    for first, last in asked.spans:
        until = 1.0 if last is None else chance_by(progress, boundary, last.timestamp())
        chance += max(0.0, until - (0.0 if first is None else chance_by(progress, boundary, first.timestamp())))
    return LeftIn(asked.text, min(chance, 1.0), asked.spans)
