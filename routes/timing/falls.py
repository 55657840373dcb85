"""How the chance of being in time falls with the time of setting out: a few dozen points of it, for a chart."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from typing import NamedTuple

from routes.itinerary import Itinerary
from routes.timing.chance import Outlook, Pace, Stage, build_chain, chance_at, latest_s, look_back
from routes.timing.stages import PLAIN, build_journey_chain, build_stages, list_nodes
from routes.timing.totals import total_time
from routes.timing.windows import Window
from routes.units import MINUTE_S

POINTS = 61
LEAST_CHANCE = 0.005  # the fall is shown from one less this, or from as much as can be had at most, down to it
MARGIN_S = 900  # on either side, so that a fall within one minute is seen too


class Fall(NamedTuple):
    """The chance of being in time for one who goes on at `start_s` and every `step_s` after it."""

    start_s: int
    step_s: int
    chances: tuple[float, ...]


def find_fall(
    itinerary: Itinerary, windows: Mapping[int, Window], deadline_s: int, *, pace: Pace | None = None
) -> Fall | None:
    """Return how the chance of ending by a deadline falls with the time of starting; None where it never has any.

    A `pace` is one that sightings have weighed. Instants are whole minutes of the epoch of the deadline.
    """
    outlook = _look_back(itinerary, deadline_s, windows=windows, pace=pace)
    last_s = latest_s(outlook, 0, LEAST_CHANCE)
    if last_s is None:
        return None
    most = chance_at(outlook, 0, min(curve.start_s for curve in outlook.curves[0]) - MINUTE_S)
    first_s = latest_s(outlook, 0, most * (1 - LEAST_CHANCE))
    instants = space_out(last_s if first_s is None else first_s, last_s)
    return Fall(instants.start, instants.step, tuple([chance_at(outlook, 0, at_s) for at_s in instants]))


def space_out(first_s: int, last_s: int) -> range:
    """Return the instants of a fall: whole minutes, from somewhat before one instant to somewhat after another."""
    low_s = first_s // MINUTE_S * MINUTE_S - MARGIN_S
    high_s = ceil(last_s / MINUTE_S) * MINUTE_S + MARGIN_S
    step_s = ceil((high_s - low_s) / (POINTS - 1) / MINUTE_S) * MINUTE_S
    return range(low_s, low_s + POINTS * step_s, step_s)


def _look_back(itinerary: Itinerary, deadline_s: int, *, windows: Mapping[int, Window], pace: Pace | None) -> Outlook:
    """Return the chances from the start on by the same times as the readings of a deadline rest on."""
    if pace:
        stages = build_stages(itinerary, nodes=list_nodes(itinerary, windows), windows=windows, pace=pace)
        return look_back(build_chain(stages, pace), deadline_s)
    if windows:
        return look_back(
            build_journey_chain(itinerary, nodes=list_nodes(itinerary, windows), windows=windows), deadline_s
        )
    return look_back(build_chain((Stage(stand=total_time(itinerary.items, itinerary.pace)),), PLAIN), deadline_s)
