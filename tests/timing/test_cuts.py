"""Random journeys whose windows cut wide assumptions apart, against 400,000 draws of each."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import count, islice
from math import sqrt
from typing import NamedTuple

import pytest

from routes.itinerary import Item, Itinerary
from routes.timing.chance import chance_at, look_back
from routes.timing.progress import chance_by, run_progress
from routes.timing.stages import build_journey_chain, find_readings, find_shared, list_nodes
from routes.timing.windows import FAR_S, Window
from tests.timing.journeys import DAY, DRAWS, HOUR, MIN
from tests.timing.reference import draw_course, journey, leg, work

SAMPLING = 3 * sqrt(0.25 / DRAWS)  # three standard deviations of a share of the draws, at worst
CLOSE = 0.005 + SAMPLING
FIRST_SEED = 20_261


class Case(NamedTuple):
    """A journey, the windows that it waits for, and a deadline."""

    itinerary: Itinerary
    windows: dict[int, Window]
    deadline_s: int


def nightly(opens: float, shuts: float) -> Window:
    """Return hours of each day."""
    return tuple((round(d * DAY + opens * HOUR), round(d * DAY + shuts * HOUR)) for d in range(-40, 41))


def draw_case(seed: int) -> Case:
    """Return a journey of two to eight legs on up to four assumptions, with up to three windows on the way."""
    rng = random.Random(seed)
    ranges = {key: (rng.uniform(0.5, 0.95), rng.uniform(1.1, 2.2)) for key in "abcd"[: rng.randint(2, 4)]}
    items = list[Item]()
    for _ in range(rng.randint(2, 8)):
        key, likely_s = rng.choice(list(ranges)), rng.uniform(1, 14) * HOUR
        low, high = ranges[key]
        items.append(leg(likely_s * low, likely_s, likely_s * high, key))
        if rng.random() < 0.5:
            items.append(work(5 * MIN, 15 * MIN, rng.uniform(20, 90) * MIN))
    windows = {rng.randrange(1, len(items)): draw_window(rng) for _ in range(rng.randint(1, 3))}
    pace = rng.choice([0.0, 0.05, 0.1, 0.18, 0.25])
    return Case(journey(*items, pace=pace), windows, 3 * DAY + round(rng.uniform(0, 24) * HOUR))


def draw_window(rng: random.Random) -> Window:
    """Return the hours of a border, daylight, or a day to wait for."""
    opens = rng.uniform(5, 9)
    kinds = (
        nightly(opens, opens + rng.uniform(6, 14)),
        nightly(5.5, 18.5),
        ((round(rng.uniform(-0.5, 1.5) * DAY), FAR_S),),
    )
    return rng.choice(kinds)


def list_cut(cuts: int) -> Iterator[Case]:
    """Yield journeys on which so many assumptions are cut."""
    cases = (draw_case(seed) for seed in count(FIRST_SEED))
    return (case for case in cases if len(find_shared(case[0], list_nodes(case[0], case[1]))) == cuts)


def find_worst(case: Case) -> float:
    """Return how far the chances of a journey are off, looking back and looking ahead, at worst over its readings."""
    itinerary, windows, deadline_s = case
    (row,) = find_readings(itinerary, [deadline_s], windows=windows)
    chain = build_journey_chain(itinerary, nodes=list_nodes(itinerary, windows), windows=windows)
    outlook, end, worst = look_back(chain, deadline_s), len(itinerary.items), 0.0
    for leaves in [at_s for at_s in row if at_s is not None]:
        drawn = float((draw_course(itinerary, leaves, windows, seed=end)[-1] <= deadline_s).mean())
        progress = run_progress(itinerary, leaves, boundaries=(end,), windows=windows)
        stated = (chance_at(outlook, 0, leaves), chance_by(progress, end, deadline_s))
        worst = max(worst, *(abs(chance - drawn) for chance in stated))
    return worst


@pytest.mark.parametrize(("cuts", "cases"), [(1, 4), (2, 4), (3, 2)])
def test_chances_are_those_of_the_draws_however_many_assumptions_are_cut(cuts: int, cases: int) -> None:
    for case in islice(list_cut(cuts), cases):
        assert find_worst(case) <= CLOSE
