"""The readings of an answer by chance: at a stated confidence, at even odds, and at one in ten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from routes.itinerary import Event, Itinerary
from routes.timing.chance import build_chain, build_pace
from routes.timing.forecast import look_ahead, time_s
from routes.timing.spread import certain
from routes.timing.stages import build_stages, find_readings, list_nodes

EVEN, LATE = 0.5, 0.1


class Odds(NamedTuple):
    """Instants (UTC) by chance; None where no instant has that chance.

    `deadlines` has for each event the last instants with chance `confidence`, one half and one in ten of being in
    time. `arrive` has the instants by which it is there with chance one in ten, one half and `confidence`.
    """

    confidence: float
    deadlines: tuple[tuple[Event, tuple[datetime | None, ...]], ...]
    arrive: tuple[datetime | None, ...]


def build_odds(
    itinerary: Itinerary,
    anchors: Sequence[Event],
    *,
    confidence: float,
    departs_at: datetime,
    deadline: datetime | None,
) -> Odds:
    """Return the readings by chance of leaving at `departs_at`, and of the deadline at every anchor if there is one.

    Each range is an expert's: stretched twice about the likely value. The legs share one pace, and a hold happens in
    one journey of two; both are assumed (`routes/timing`), and nothing is scored on journeys yet.
    """
    stages = build_stages(itinerary, nodes=list_nodes(itinerary, ()))
    ahead = look_ahead(build_chain(stages, build_pace()), certain(int(departs_at.timestamp())))
    arrive = tuple(_instant(time_s(ahead, len(stages), chance)) for chance in (LATE, EVEN, confidence))
    if deadline is None:
        return Odds(confidence, (), arrive)
    chances = (confidence, EVEN, LATE)
    rows = tuple((event, _readings_at(itinerary, event, deadline, chances)) for event in anchors)
    return Odds(confidence, rows, arrive)


def _readings_at(
    itinerary: Itinerary, event: Event, deadline: datetime, chances: Sequence[float]
) -> tuple[datetime | None, ...]:
    """Return the readings at one anchor as those of the rest of the journey asked about alone."""
    rest = itinerary._replace(items=itinerary.items[event.boundary :])
    found = find_readings(rest, int(deadline.timestamp()), confidences=chances)
    return tuple(_instant(at_s) for at_s in found[0])


def _instant(at_s: int | None) -> datetime | None:
    return None if at_s is None else datetime.fromtimestamp(at_s, UTC)
