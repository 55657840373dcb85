"""Durations laid end to end from one fixed instant, forward or backward: one body with a direction."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum


class Direction(Enum):
    """Which end of the chain is fixed."""

    FORWARD = 1
    BACKWARD = -1


def propagate(durations_s: Sequence[int], *, fixed_s: int, direction: Direction) -> list[int]:
    """Return the n + 1 boundary times around n durations, in travel order, in the seconds of `fixed_s`.

    Forward, `fixed_s` is the first boundary; backward it is the last.
    """
    step = direction.value
    times = [fixed_s]
    for duration in durations_s[::step]:
        times.append(times[-1] + step * duration)
    return times[::step]
