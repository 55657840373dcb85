"""Journeys that change mode on the way: one stretch by train, the next by plane or ship, joined by a change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from routes.errors import InfeasibleError, UsageError
from routes.estimate import ZERO
from routes.geo import geodesic_m
from routes.itinerary import Item, Itinerary, Work
from routes.scenarios.assumptions import SET, Assumption, Train
from routes.scenarios.modes import split_mode
from routes.scenarios.plan import Pace, Trip

PACE_NOTE = "Of each mode its own, weighed by the likely time of its stretches: {}."


class Stretch(NamedTuple):
    """A part of a journey by one mode, from one place that the question names to the next."""

    mode: str
    trip: Trip
    is_first: bool = False


def merge_trains(trains: Sequence[Train]) -> Train:
    """Return the profile of a journey by several: all that is known of each, where two know a key that of the first.

    Their paces stand apart, as `pace.rail` and so on.
    """
    held: set[str] = set()
    assumptions: list[Assumption] = []
    for train in trains:
        entries = [e._replace(key=f"pace.{train.mode}") if e.key == "pace" else e for e in train.assumptions]
        assumptions += [entry for entry in entries if entry.key not in held]
        held |= {entry.key for entry in entries}
    first = trains[0]
    return Train(
        "+".join(train.name for train in trains),
        " and ".join(train.title for train in trains),
        next((train.gauges_mm for train in trains if train.gauges_mm), ()),
        tuple(assumptions),
        " and ".join(train.origin for train in trains),
        tuple(run for train in trains for run in train.clocked),
        "+".join(train.mode for train in trains) if len(trains) > 1 else first.mode,
        tuple(window for train in trains for window in train.windows),
    )


def list_stretches(mode: str, trip: Trip) -> list[Stretch]:
    """Return the stretches of a journey, one for each of its modes.

    Raises: UsageError, when there is not one station to pass between each two.
    """
    modes, places = split_mode(mode), (trip.origin, *trip.via, trip.destination)
    if len(modes) != len(places) - 1:
        needed = len(modes) - 1
        what = "one place" if needed == 1 else f"{needed} places"
        stretches = "1 stretch" if len(places) == 2 else f"{len(places) - 1} stretches"
        raise UsageError(
            f"{', '.join(modes)} are {len(modes)} modes, and the journey has {stretches}",
            hint=f"name {what} on the way where it changes: --via Vladivostok --mode rail,air",
        )
    return [
        Stretch(part, trip._replace(origin=start, destination=end, via=()), is_first=index == 0)
        for index, (part, (start, end)) in enumerate(zip(modes, pairwise(places), strict=True))
    ]


def build_changing(pace: Pace, mode: str, trip: Trip, build: Callable[[Stretch], Itinerary]) -> Itinerary:
    """Return the journey of several modes, each stretch as its own mode builds it, with a change between two.

    The pace that all running shares is that of each mode weighed by the likely time of its stretches.
    Raises: UsageError or InfeasibleError, the latter naming the stretch that there is no way for.
    """
    items: list[Item] = []
    parts = []
    for index, stretch in enumerate(list_stretches(mode, trip)):
        part = _build(pace, stretch, build)
        parts.append(part)
        items += [*_change(pace, stretch)] if index else []
        items += part.items
    ends = (pace.stations[trip.origin].coordinate, pace.stations[trip.destination].coordinate)
    total_s = sum(part.likely_s for part in parts)
    shared = sum(part.pace * part.likely_s for part in parts) / total_s if total_s else parts[0].pace
    return Itinerary(trip.origin, trip.destination, tuple(items), geodesic_m(*ends), round(shared, 4))


def _build(pace: Pace, stretch: Stretch, build: Callable[[Stretch], Itinerary]) -> Itinerary:
    try:
        return build(stretch)
    except InfeasibleError as error:
        start, end = (pace.stations[code].name for code in (stretch.trip.origin, stretch.trip.destination))
        raise InfeasibleError(f"{start} to {end} by {stretch.mode}: {error.message}", hint=error.hint) from None


def _change(pace: Pace, stretch: Stretch) -> Iterator[Work]:
    found = pace.at("change", stretch.trip.origin)
    if found and found.time != ZERO:
        yield Work("change", stretch.trip.origin, found.time, (found.key,), found.law)


def describe_pace(known: Mapping[str, Assumption], itinerary: Itinerary) -> dict[str, Assumption]:
    """Return the pace that a journey of several modes shares, as an assumption, and those that it is made of."""
    own = {key: entry for key, entry in known.items() if key.startswith("pace.")}
    shared = known["pace"]
    if shared.origin != SET:
        note = PACE_NOTE.format(", ".join(f"{entry.likely:g} ({key})" for key, entry in own.items()))
        value = itinerary.pace
        shared = shared._replace(low=value, likely=value, high=value, note=note)
    return {**own, "pace": shared}


def split_journey(itinerary: Itinerary, stretches: Sequence[Stretch]) -> list[Itinerary]:
    """Return the parts of a joined journey, each an itinerary of its own, parted at the changes."""
    parts: list[list[Item]] = [[]]
    for item in itinerary.items:
        if isinstance(item, Work) and item.kind == "change":
            parts.append([])
        else:
            parts[-1].append(item)
    return [
        Itinerary(s.trip.origin, s.trip.destination, tuple(items), 0, itinerary.pace)
        for s, items in zip(stretches, parts, strict=True)
    ]
