"""What makes the time of a journey uncertain: the variance that each part brings, and its share of a width."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp
from typing import NamedTuple

from routes.itinerary import Item, Leg, Work
from routes.timing.chance import build_pace
from routes.timing.spread import deviation_s, mean_s
from routes.timing.totals import group_items, pace_variance, run_time, stand_time


class Part(NamedTuple):
    """The variance, in seconds squared, that some items bring to the time of a journey; without items, the pace's."""

    items: tuple[Item, ...]
    variance: float


def split_variance(items: Sequence[Item], deviation: float) -> list[Part]:
    """Return what adds up to the variance of the time that items take in all, under one shared log pace.

    With a running time R of independent groups R_k (the legs of one assumption) and a pace factor F = e**b,
    Var(F R) = Var(F) E[R]**2 + E[F**2] * the sum of Var(R_k): the first is the pace's part, each other a group's. The
    works are independent of it and of each other. What is certain brings nothing, and the pace does not move it.
    """
    groups = group_items(item for item in items if isinstance(item, Leg)).values()
    runs = [(tuple(legs), run_time(legs)) for legs in groups]
    moved = [(legs, run) for legs, run in runs if not run.is_certain]
    pace = build_pace(deviation)
    mean = sum(w * exp(b) for w, b in zip(pace.weights, pace.logs, strict=True))
    factor = pace_variance(pace)
    parts = [Part(legs, (factor + mean**2) * deviation_s(run) ** 2) for legs, run in moved]
    parts.append(Part((), factor * sum(mean_s(run) for _, run in moved) ** 2))
    parts += [Part((work,), deviation_s(stand_time(work)) ** 2) for work in items if isinstance(work, Work)]
    return [part for part in parts if part.variance > 0]


def share_out(width_s: int, weights: Sequence[float]) -> list[int]:
    """Return whole seconds in proportion to the weights that sum to the width exactly; the largest rests round up.

    Without weights there is nothing to share: the list is empty.
    """
    total = sum(weights)
    exact = [width_s * weight / total for weight in weights] if total > 0 else []
    shares = [int(share) for share in exact]
    by_rest = sorted(range(len(exact)), key=lambda i: shares[i] - exact[i])
    for index in by_rest[: width_s - sum(shares) if exact else 0]:
        shares[index] += 1
    return shares
