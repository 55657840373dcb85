"""Where those end up who follow the odds of a timetable: each ride that may be taken with its share, and each end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

from routes.timetable.odds import Choice, Falling, Odds, Worth

LEAST = 1e-9
"""A share below which it is not asked where it ends up."""


class Outcome(NamedTuple):
    """The share of those who are at the end at each instant of the timetable, delays of the last vehicle not counted.

    `rides` are the choices that may be taken, in order of departure, each with the share that takes it.
    """

    ends: dict[int, Worth]
    rides: list[tuple[Choice, Worth]]


def follow_all(
    odds: Odds, shares: Sequence[Worth], late: Callable[[float], float], total: Callable[[Worth], float]
) -> Outcome:
    """Return what becomes of those who are at the start up to each instant of `odds.start`, latest first.

    Each vehicle is late by chance, and who comes too late for all that is in time goes nowhere. `total` is the size of
    a share.
    """
    taken: dict[Choice, Worth] = {}
    queue: list[tuple[int, Choice]] = []
    ends: dict[int, Worth] = {}
    rides: list[tuple[Choice, Worth]] = []

    def take(falling: Falling, place: int, share: Worth) -> None:
        if total(share) <= LEAST:
            return
        choice = falling.get_choice(place)
        if choice not in taken:
            heappush(queue, (choice.departs_s, choice))
        taken[choice] = taken.get(choice, 0.0) + share

    for place, share in enumerate(shares):
        take(odds.start, place, share)
    while queue:
        _, choice = heappop(queue)
        whole = taken.pop(choice)
        rides.append((choice, whole))
        if choice.is_last:
            there_s = choice.arrives_s + odds.egress[choice.stop]
            ends[there_s] = ends.get(there_s, 0.0) + whole
            continue
        falling = odds.stops[choice.stop]
        for place, part in _split(falling, choice.arrives_s, late):
            take(falling, place, part * whole)
    return Outcome(ends, rides)


def _split(falling: Falling, at_s: int, late: Callable[[float], float]) -> Iterator[tuple[int, float]]:
    """Yield what those do who come at an instant and as much later as chance has it, and the part that does so."""
    place, done = falling.find(at_s), 0.0
    while place >= 0 and done < 1:
        by_then = late(-falling.minus[place] - at_s)
        if by_then > done:
            yield place, by_then - done
            done = by_then
        place -= 1
