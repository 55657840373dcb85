"""Whole answers against 400,000 independent draws, and their 95 % quantiles against a grid of five seconds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from math import exp
from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from routes.estimate import Law
from routes.itinerary import Item, Itinerary, Leg, Work
from routes.scenarios.answers import Stations, Windows, build_answer
from routes.timing.stages import find_readings
from routes.timing.windows import Window
from tests.build import at, build_journey
from tests.timing.journeys import DRAWS, Draws, wait

MINUTE, DAY_S, TOP_MS = timedelta(minutes=1), 86_400, 160 / 3.6
STEP_S, CELLS = 5, 2**16  # of the fine grid: 91 hours
GRID = np.arange(CELLS, dtype=float) * STEP_S
PACES = np.linspace(-4.5, 4.5, 41)  # in standard deviations
DEADLINE = at("2023-09-14T09:00Z")
NIGHTS: Window = tuple(
    (day * DAY_S + 6 * 3600, day * DAY_S + 22 * 3600) for day in range(int(DEADLINE.timestamp()) // DAY_S - 9, 19_700)
)

PLAIN = """
a UTC KP
run 6h/8h/12h
b UTC KP
stop 10min/20min/40min
run 3h/4h/6h
c UTC RU
border 30min/1h/2h
run 5h/6h/8h
d UTC RU
"""
HELD = PLAIN.replace("run 3h", "hold 2h/4h/9h 0.3\nrun 3h")
NARROW = """
a UTC KP
run 55min/1h/70min
b UTC KP
stop 2min/3min/5min
run 20min/22min/25min
c UTC RU
"""


Complex = NDArray[np.complex128]


class Case(NamedTuple):
    """A journey, its places, and when it may go on."""

    itinerary: Itinerary
    stations: Stations
    windows: Windows


def build_case(text: str, *, keys: str, learned: str = "", shut: Sequence[int] = ()) -> Case:
    """Return a journey whose legs rest on the assumptions of these letters; those of `learned` are log-t."""
    itinerary, stations = build_journey(text)
    letters, items = iter(keys), list[Item]()
    for item in itinerary.items:
        if isinstance(item, Leg):
            key = next(letters)
            items.append(item._replace(keys=(key,), law=Law(freedom=5.0, scale=0.1) if key in learned else item.law))
        else:
            items.append(item)
    return Case(itinerary._replace(items=tuple(items)), stations, dict.fromkeys(shut, NIGHTS))


CASES = {
    "plain": build_case(PLAIN, keys="xyz"),
    "one assumption": build_case(PLAIN.replace("3h/4h/6h", "3h/4h/6h").replace("5h/6h/8h", "6h/8h/12h"), keys="xxx"),
    "hold with a chance": build_case(HELD, keys="xyz"),
    "learned": build_case(PLAIN, keys="xyz", learned="xz"),
    "hours of a border": build_case(PLAIN, keys="xyz", shut=[4]),
    "hold before hours of a border": build_case(HELD, keys="xyz", learned="z", shut=[5]),
    "two borders": build_case(PLAIN, keys="xyz", shut=[1, 4]),
    "minutes": build_case(NARROW, keys="xy"),
}
SHARED = {
    "one assumption on both sides of a border": build_case(
        PLAIN.replace("5h/6h/8h", "6h/8h/12h"), keys="xxx", shut=[4]
    ),
    "learned on both sides of a border": build_case(
        PLAIN.replace("5h/6h/8h", "6h/8h/12h"), keys="xxx", learned="x", shut=[4]
    ),
}


ALL = CASES | SHARED
CHANCES = (0.9, 0.5, 0.1)


def bounds(legs: Sequence[Leg] | Sequence[Work]) -> tuple[float, float, float]:
    """Return the ends and the mode of the PERT spread of one draw of all these times."""
    times = [item.time for item in legs]
    low, mode, high = (sum(parts) for parts in zip(*times, strict=True))
    floor = sum(item.length_m / TOP_MS for item in legs if isinstance(item, Leg))
    return max(mode - 2 * (mode - low), min(floor, mode), 0), mode, mode + 2 * (high - mode)


def draw_time(items: Sequence[Leg] | Sequence[Work], rng: np.random.Generator) -> Draws:
    """Return draws of one time by its law, whether it comes left aside."""
    a, mode, c = bounds(items)
    law = items[0].law
    drawn: Draws
    if law.freedom:
        drawn = mode * np.exp(law.scale * rng.standard_t(law.freedom, DRAWS))
    elif a == c:
        drawn = np.full(DRAWS, float(mode))
    else:
        drawn = a + (c - a) * rng.beta(1 + 4 * (mode - a) / (c - a), 1 + 4 * (c - mode) / (c - a), DRAWS)
    return drawn


@cache
def draw_items(name: str) -> tuple[Draws, ...]:
    """Return draws of the time of each item: one pace for all legs, one draw for all legs of an assumption."""
    itinerary = ALL[name].itinerary
    rng = np.random.default_rng(20190424)
    pace = np.exp(itinerary.pace * rng.standard_normal(DRAWS))
    found, whole = list[Draws](), dict[tuple[str, ...], Draws]()
    for item in itinerary.items:
        if isinstance(item, Leg):
            group = [leg for leg in itinerary.legs if leg.keys == item.keys]
            if item.keys not in whole:
                whole[item.keys] = pace * draw_time(group, rng)
            found.append(whole[item.keys] * (item.time.likely_s / sum(leg.time.likely_s for leg in group)))
        else:
            found.append(draw_time([item], rng) * (rng.random(DRAWS) < item.law.chance))
    return tuple(found)


def draw_ends(name: str, departs_at: datetime) -> Draws:
    """Return drawn instants of the end of a journey that leaves then."""
    windows = ALL[name].windows
    now = np.full(DRAWS, departs_at.timestamp())
    for boundary, spent in enumerate(draw_items(name)):
        now = wait(windows.get(boundary, ()), now) + spent
    return now


def read(name: str, confidences: Sequence[float]) -> list[datetime]:
    """Return the readings of the deadline at the origin."""
    itinerary, _, windows = ALL[name]
    (row,) = find_readings(itinerary, [int(DEADLINE.timestamp())], windows=windows, confidences=confidences)
    return [datetime.fromtimestamp(at_s, UTC) for at_s in row if at_s is not None]


def state(name: str, departs_at: datetime) -> float:
    """Return the stated chance of the deadline, leaving at an instant."""
    case = ALL[name]
    answer = build_answer(
        case.itinerary,
        case.stations,
        departs_at=departs_at,
        deadline=DEADLINE,
        windows=case.windows,
        brief=True,
    )
    assert answer.on_time is not None
    return answer.on_time


def arrive(name: str, departs_at: datetime, confidence: float) -> list[datetime]:
    """Return when the journey ends: early, expected, late."""
    itinerary, stations, windows = ALL[name]
    answer = build_answer(
        itinerary, stations, departs_at=departs_at, windows=windows, confidence=confidence, brief=True
    )
    return [instant for instant in answer.times[len(itinerary.items)] if instant is not None]


@pytest.mark.parametrize("name", ALL)
def test_backward_then_forward_meets_the_deadline_with_the_stated_chance(name: str) -> None:
    for reading, confidence in zip(read(name, CHANCES), CHANCES, strict=True):
        in_time = float((draw_ends(name, reading) <= DEADLINE.timestamp()).mean())
        assert state(name, reading) == pytest.approx(in_time, abs=0.005)
        later = float((draw_ends(name, reading + 2 * MINUTE) <= DEADLINE.timestamp()).mean())
        assert later - 0.005 <= confidence <= in_time + 0.005  # the last such minute


@pytest.mark.parametrize("name", ALL)
def test_times_of_arrival_are_the_quantiles_of_the_draws(name: str) -> None:
    departs_at = at("2023-09-12T22:00Z")
    drawn = draw_ends(name, departs_at)
    for instant, chance in zip(arrive(name, departs_at, 0.9), CHANCES[::-1], strict=True):
        around = [float((drawn <= instant.timestamp() + shift).mean()) for shift in (-60, 60)]
        assert around[0] - 0.005 <= chance <= around[1] + 0.005


def lay_out(items: Sequence[Leg] | Sequence[Work], pace: float) -> Draws:
    """Return the masses about the points of the fine grid of one draw of these times at a pace."""
    a, mode, c = bounds(items)
    law, places = items[0].law, GRID / pace
    density: Draws
    if law.freedom:
        t = np.log(np.maximum(places, 1e-9) / mode) / law.scale
        density = (1 + t * t / law.freedom) ** (-(law.freedom + 1) / 2) / np.maximum(places, 1)
    else:
        x = np.clip((places - a) / (c - a), 0, 1)
        inside = (x > 0) & (x < 1)
        density = inside * x ** (4 * (mode - a) / (c - a)) * (1 - x) ** (4 * (c - mode) / (c - a))
    masses: Draws = law.chance * density / density.sum()
    masses[0] += 1 - law.chance
    return masses


def add(itinerary: Itinerary, start: int, end: int, pace: float) -> Complex:
    """Return the transform of the masses of the time from one boundary to another at a pace."""
    items = itinerary.items[start:end]
    total: Complex = np.ones(CELLS + 1, dtype=complex)
    for keys in dict.fromkeys(item.keys for item in items if isinstance(item, Leg)):
        group = [item for item in items if isinstance(item, Leg) and item.keys == keys]
        total = total * np.fft.rfft(lay_out(group, pace), 2 * CELLS)
    for item in items:
        if isinstance(item, Work):
            total = total * np.fft.rfft(lay_out([item], 1.0), 2 * CELLS)
    return total


@cache
def list_stretches(name: str) -> list[tuple[float, list[Complex]]]:
    """Return for each pace its weight and the transforms of the stretches between windows."""
    itinerary, _, windows = CASES[name]
    edges = list(pairwise([0, *sorted(windows), len(itinerary.items)]))
    weights = np.exp(-(PACES**2) / 2) / np.exp(-(PACES**2) / 2).sum()
    paces = [exp(itinerary.pace * float(z)) for z in PACES]
    return [(float(w), [add(itinerary, i, j, pace) for i, j in edges]) for w, pace in zip(weights, paces, strict=True)]


@cache
def sum_up(name: str, departs_s: int) -> Draws:
    """Return the chance of having arrived by each point of the fine grid after the departure, from the fine grid."""
    windows = [window for _, window in sorted(CASES[name].windows.items())]
    mixed = np.zeros(CELLS)
    for weight, (first, *others) in list_stretches(name):
        now: Draws = np.fft.irfft(first)[:CELLS]
        for window, stretch in zip(windows, others, strict=True):
            on = np.minimum((wait(window, departs_s + GRID) - departs_s) / STEP_S, CELLS - 1)
            going = np.bincount(np.round(on).astype(int), weights=now, minlength=CELLS)
            now = np.fft.irfft(np.fft.rfft(going, 2 * CELLS) * stretch)[:CELLS]
        mixed += weight * now
    return np.cumsum(mixed)


def find_chance(name: str, departs_at: datetime, by: datetime) -> float:
    """Return the chance of having arrived by an instant, from the fine grid."""
    departs_s = int(departs_at.timestamp())
    return float(np.interp(by.timestamp() - departs_s, GRID + STEP_S / 2, sum_up(name, departs_s)))


@pytest.mark.parametrize("name", CASES)
def test_reading_is_within_a_minute_of_the_fine_grid(name: str) -> None:
    """It is a whole minute at or before its own instant, which is within a minute of that of the grid."""
    confidence = 0.95
    (reading,) = read(name, [confidence])
    assert (
        find_chance(name, reading + 2 * MINUTE, DEADLINE) < confidence <= find_chance(name, reading - MINUTE, DEADLINE)
    )


@pytest.mark.parametrize("name", CASES)
def test_arrival_is_within_a_minute_of_the_fine_grid(name: str) -> None:
    departs_at = at("2023-09-12T22:00Z")
    for instant, chance in zip(arrive(name, departs_at, 0.95), (0.05, 0.5, 0.95), strict=True):
        assert (
            find_chance(name, departs_at, instant - MINUTE) < chance < find_chance(name, departs_at, instant + MINUTE)
        )
