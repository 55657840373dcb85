"""Which stretches of a way have no clocked run of the train: nothing but an assumption says how long they take."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from routes.ids import StationCode
from routes.itinerary import Leg
from routes.scenarios.assumptions import Clocked, Train


class Unclocked(NamedTuple):
    """Consecutive legs of a way over which no run was clocked, and their length."""

    start: StationCode
    end: StationCode
    length_m: int


def known_runs(train: Train, as_of: datetime) -> list[Clocked]:
    """Return the clocked runs of a train that were known at an instant."""
    return [run for run in train.clocked if run.known_from <= as_of]


def find_unclocked(legs: Sequence[Leg], runs: Iterable[Clocked]) -> list[Unclocked]:
    """Return the stretches of track without a clocked run, in travel order, consecutive legs as one.

    A leg has one where its two ends follow each other in a clocked run, in either direction. Of legs by air and road,
    which are geodesics, nothing is said: no run is fitted to them.
    """
    pairs = {pair for run in runs for pair in pairwise(run.stations)}
    found: list[Unclocked] = []
    is_open = False
    for leg in legs:
        is_clocked = leg.basis == "geodesic" or (leg.start, leg.end) in pairs or (leg.end, leg.start) in pairs
        if not is_clocked and is_open:
            found[-1] = found[-1]._replace(end=leg.end, length_m=found[-1].length_m + leg.length_m)
        elif not is_clocked:
            found.append(Unclocked(leg.start, leg.end, leg.length_m))
        is_open = not is_clocked
    return found
