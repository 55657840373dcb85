"""Where a journey can be at an instant: how far along its way, by chance."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from routes.ids import StationCode
from routes.itinerary import Event, Itinerary, list_events
from routes.scenarios.answers import EVEN, Answer


class Position(NamedTuple):
    """How far it has come at least, with a chance, in metres from its start: at a `station`, or within a leg.

    `leg` is its place among the legs, and `share` how much of it is run.
    """

    chance: float
    at_m: int
    station: StationCode | None
    leg: int | None = None
    share: float = 0.0


def find_positions(itinerary: Itinerary, answer: Answer, at: datetime) -> tuple[Position, ...]:
    """Return how far it has come by an instant with the confidence, one half, and the rest; none before it has left.

    Between two events it goes evenly.
    """
    chances = {"late": answer.confidence, "expected": EVEN, "early": round(1 - answer.confidence, 4)}
    found = (_find(itinerary, answer, name, chance, at) for name, chance in chances.items())
    return tuple(position for position in found if position is not None)


def _find(itinerary: Itinerary, answer: Answer, name: str, chance: float, at: datetime) -> Position | None:
    last: Position | None = None
    for event, here, then in _list_steps(itinerary, answer, name):
        if here is None or here > at:
            break
        last = Position(chance, event.at_m, event.station)
        if then is not None and here < at < then[1] and then[0].at_m > event.at_m:
            share = (at - here) / (then[1] - here)
            leg = sum(1 for e in list_events(itinerary) if e.event != "dep" and 0 < e.boundary <= event.boundary)
            along_m = round(event.at_m + share * (then[0].at_m - event.at_m))
            return Position(chance, along_m, None, leg, round(share, 4))
    return last


def _list_steps(
    itinerary: Itinerary, answer: Answer, name: str
) -> Iterator[tuple[Event, datetime | None, tuple[Event, datetime] | None]]:
    """Yield each event with its instant, and the next one with its own, None at the end or where there is none."""
    timed = [(event, getattr(answer.times[event.boundary], name)) for event in list_events(itinerary)]
    for (event, at), (after, then) in pairwise(timed):
        yield event, at, (after, then) if then is not None else None
    yield (*timed[-1], None)
