"""The questions asked of a timetable: latest departure, earliest arrival, and every best pair of a window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from routes.timetable.blocks import BACKWARD, FORWARD
from routes.timetable.network import Network
from routes.timetable.profiles import build_profile, list_journeys
from routes.timetable.search import (
    MOST_DAYS,
    Access,
    Question,
    Ridden,
    find_best,
    find_pareto,
    find_within,
)
from routes.units import DAY_S


class Trek(NamedTuple):
    """A journey by timetable: when one leaves and arrives, in seconds of the epoch, with the walks at both ends."""

    departs_s: int
    arrives_s: int
    rides: tuple[Ridden, ...]

    @property
    def changes(self) -> int:
        """Return how often one changes from ride to ride."""
        return len(self.rides) - 1


def find_last(network: Network, starts: Sequence[Access], ends: Sequence[Access], *, arrive_s: int) -> Trek | None:
    """Return a journey that arrives by an instant and leaves as late as any; None where there is none."""
    found = find_best(network, Question(ends, starts, -arrive_s, BACKWARD))
    return found and Trek(-found.goal_s, arrive_s, found.rides)


def find_first(network: Network, starts: Sequence[Access], ends: Sequence[Access], *, depart_s: int) -> Trek | None:
    """Return a journey that leaves from an instant on and arrives as early as any; None where there is none."""
    found = find_best(network, Question(starts, ends, depart_s, FORWARD))
    return found and Trek(depart_s, found.goal_s, found.rides)


def find_latest(network: Network, starts: Sequence[Access], ends: Sequence[Access], *, arrive_s: int) -> list[Trek]:
    """Return the journeys that arrive by an instant and leave later than every one with fewer changes.

    The latest comes first; each arrives as early as one that leaves then, with as few changes, can.
    """
    found = find_pareto(network, Question(ends, starts, -arrive_s, BACKWARD))
    ends_s = [(-best.goal_s, len(best.rides)) for best in reversed(found)]
    return [_arrive_early(network, starts, ends, (depart_s, arrive_s), rides) for depart_s, rides in ends_s]


def find_earliest(network: Network, starts: Sequence[Access], ends: Sequence[Access], *, depart_s: int) -> list[Trek]:
    """Return the journeys that leave from an instant on and arrive earlier than every one with fewer changes.

    The earliest comes first; each leaves as late as one that arrives then, with as few changes, can.
    """
    found = find_pareto(network, Question(starts, ends, depart_s, FORWARD))
    ends_s = [(best.goal_s, len(best.rides)) for best in reversed(found)]
    return [_leave_late(network, starts, ends, (depart_s, arrive_s), rides) for arrive_s, rides in ends_s]


def find_profile(
    network: Network, starts: Sequence[Access], ends: Sequence[Access], *, from_s: int, until_s: int
) -> list[Trek]:
    """Return each best pair of departure, in [from, until), and arrival: no other leaves as late and arrives as early.

    Each is the journey with the fewest changes of its pair; in order of departure.
    """
    if from_s >= until_s:
        return []
    beyond = find_first(network, starts, ends, depart_s=until_s)
    last_s = until_s + MOST_DAYS * DAY_S if beyond is None else beyond.arrives_s - 1
    profile = build_profile(network, ends, from_s=from_s, arrive_s=last_s)
    return [Trek(*journey) for journey in list_journeys(profile, starts) if journey.departs_s < until_s]


def _arrive_early(
    network: Network, starts: Sequence[Access], ends: Sequence[Access], span: tuple[int, int], rides: int
) -> Trek:
    """Return the journey that leaves at an instant and arrives first, with at most so many rides."""
    depart_s, arrive_s = span
    question = Question(starts, ends, depart_s, FORWARD)
    best = find_within(network, question, rides=rides, bound_s=arrive_s + 1)
    if best is None:
        raise AssertionError("the journey that was found leaves then")
    return Trek(depart_s, best.goal_s, best.rides)


def _leave_late(
    network: Network, starts: Sequence[Access], ends: Sequence[Access], span: tuple[int, int], rides: int
) -> Trek:
    """Return the journey that arrives at an instant and leaves last, with at most so many rides."""
    depart_s, arrive_s = span
    question = Question(ends, starts, -arrive_s, BACKWARD)
    best = find_within(network, question, rides=rides, bound_s=1 - depart_s)
    if best is None:
        raise AssertionError("the journey that was found arrives then")
    return Trek(-best.goal_s, arrive_s, best.rides)
