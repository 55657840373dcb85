"""How long the parts of a journey take: by kind of time, and its least certain stretch."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from routes.ids import StationCode
from routes.itinerary import Event, Item, Itinerary, Leg
from routes.scenarios.answers import CONFIDENCE, EVEN
from routes.timing.spread import deviation_s, quantile_s
from routes.timing.totals import group_items, group_time, total_time

RUNNING = "running"
APART = ("air", "sea", "road")
"""Lines of legs that are allowed for by themselves; all others are run by train."""


class Allowance(NamedTuple):
    """The time that all of one kind take, by chance; where they come with a `chance` only, the time if they come."""

    kind: str
    chance: float
    low_s: int
    likely_s: int
    high_s: int


class Stretch(NamedTuple):
    """The legs and works between two anchors by chance, with the assumptions that widen them most, widest first."""

    start: StationCode
    end: StationCode
    low_s: int
    likely_s: int
    high_s: int
    keys: tuple[str, ...]


def list_allowances(itinerary: Itinerary, confidence: float = CONFIDENCE) -> tuple[Allowance, ...]:
    """Return what is allowed for each kind of time, running first, then in travel order; each by itself.

    Low has the chance of one less the confidence, likely one half, high the confidence: the three of several kinds do
    not add up to those of the whole, as not all are long together.
    """
    kinds: dict[str, list[Item]] = {}
    for item in itinerary.items:
        kinds.setdefault(_name_kind(item), []).append(item)
    ranked = sorted(kinds.items(), key=lambda pair: pair[0] not in (RUNNING, *APART))
    found = (_allow(kind, items, itinerary.pace, confidence) for kind, items in ranked)
    return tuple(one for one in found if one.high_s)


def _name_kind(item: Item) -> str:
    return (item.line if item.line in APART else RUNNING) if isinstance(item, Leg) else item.kind


def _allow(kind: str, items: Sequence[Item], pace: float, confidence: float) -> Allowance:
    total, none = total_time(items, pace), 1.0
    for item in items:
        none *= 0.0 if isinstance(item, Leg) else 1 - item.law.chance
    times = (quantile_s(total, none + (1 - none) * c) if none < 1 else 0.0 for c in (1 - confidence, EVEN, confidence))
    return Allowance(kind, round(1 - none, 4), *(max(0, round(s)) for s in times))


def find_weakest(itinerary: Itinerary, anchors: Sequence[Event], confidence: float = CONFIDENCE) -> Stretch:
    """Return the stretch between two anchors whose time is the least certain: the widest from early to late."""
    marks = [e for e in anchors if e.event != "arr" or e.boundary == len(itinerary.items)]
    stretches = [_stretch(itinerary, a, b, confidence) for a, b in pairwise(marks)]
    return max(stretches, key=lambda s: s.high_s - s.low_s)


def _stretch(itinerary: Itinerary, start: Event, end: Event, confidence: float) -> Stretch:
    items = itinerary.items[start.boundary : end.boundary]
    total = total_time(items, itinerary.pace)
    wide = {keys: deviation_s(group_time(group)) for keys, group in group_items(items).items()}
    keys = tuple(key for group in sorted(wide, key=lambda k: (-wide[k], k)) if wide[group] > 0 for key in group)
    low_s, likely_s, high_s = (round(quantile_s(total, c)) for c in (1 - confidence, EVEN, confidence))
    return Stretch(start.station, end.station, low_s, likely_s, high_s, keys)
