"""The questions asked of a timetable: latest departure, earliest arrival, and every best pair of a window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from routes.timetable.blocks import BACKWARD, FORWARD
from routes.timetable.network import Network
from routes.timetable.search import Access, Question, Ridden, find_best, find_pareto

MOST_PAIRS = 5_000
"""Of a profile."""


class Trek(NamedTuple):
    """A journey by timetable: when one leaves and arrives, in seconds of the epoch, with the walks at both ends."""

    departs_s: int
    arrives_s: int
    rides: tuple[Ridden, ...]

    @property
    def changes(self) -> int:
        """Return how often one changes from ride to ride."""
        return len(self.rides) - 1


def find_latest(network: Network, starts: Sequence[Access], ends: Sequence[Access], *, arrive_s: int) -> list[Trek]:
    """Return the journeys that arrive by an instant and leave later than every one with fewer changes.

    The latest comes first; each arrives as early as one that leaves then, with as few changes, can.
    """
    question = Question(ends, starts, -arrive_s, BACKWARD)
    found = find_pareto(network, question)
    return [_arrive_early(network, starts, ends, -best.goal_s, len(best.rides)) for best in reversed(found)]


def find_earliest(network: Network, starts: Sequence[Access], ends: Sequence[Access], *, depart_s: int) -> list[Trek]:
    """Return the journeys that leave from an instant on and arrive earlier than every one with fewer changes.

    The earliest comes first; each leaves as late as one that arrives then, with as few changes, can.
    """
    found = find_pareto(network, Question(starts, ends, depart_s, FORWARD))
    return [_leave_late(network, starts, ends, best.goal_s, len(best.rides)) for best in reversed(found)]


def find_profile(
    network: Network, starts: Sequence[Access], ends: Sequence[Access], *, from_s: int, until_s: int
) -> list[Trek]:
    """Return each best pair of departure, in [from, until), and arrival: no other leaves as late and arrives as early.

    Each is the journey with the fewest changes of its pair; in order of departure.
    """
    found: list[Trek] = []
    while from_s < until_s and len(found) < MOST_PAIRS:
        first = find_best(network, Question(starts, ends, from_s, FORWARD))
        if first is None:
            break
        best = find_latest(network, starts, ends, arrive_s=first.goal_s)[0]
        if best.departs_s >= until_s:
            break
        found.append(best)
        from_s = best.departs_s + 1
    return found


def _arrive_early(
    network: Network, starts: Sequence[Access], ends: Sequence[Access], depart_s: int, rides: int
) -> Trek:
    """Return the journey that leaves at an instant and arrives first, with at most so many rides."""
    best = find_pareto(network, Question(starts, ends, depart_s, FORWARD), most_rides=rides)[-1]
    return Trek(depart_s, best.goal_s, best.rides)


def _leave_late(network: Network, starts: Sequence[Access], ends: Sequence[Access], arrive_s: int, rides: int) -> Trek:
    """Return the journey that arrives at an instant and leaves last, with at most so many rides."""
    best = find_pareto(network, Question(ends, starts, -arrive_s, BACKWARD), most_rides=rides)[-1]
    return Trek(-best.goal_s, arrive_s, best.rides)
