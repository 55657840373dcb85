"""What drives the spread of a joined journey: by how much narrower it is, were one kind of time certain."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from routes.gazetteer.station import Station
from routes.ids import StationCode
from routes.itinerary import Item, Leg, Work
from routes.scenarios.drivers import PACE, RUNNING, Driver, country_of
from routes.scenarios.joined.legs import Modelled, Part, Timed
from routes.scenarios.joined.odds import Relay
from routes.scenarios.joined.relay import build_relay, steady_delays, steady_items
from routes.timing.drivers import share_out

DELAY = "delay"
Stations = Mapping[StationCode, Station]
Measure = Callable[[Relay], int | None]
"""The width of an answer in seconds, by the stages of its journey; None where a reading has no instant."""


class _Kind(NamedTuple):
    """A kind of time in a country, the assumptions that it rests on, and the journey, were it certain."""

    kind: str
    country: str
    keys: tuple[str, ...]
    relay: Relay


def list_drivers(parts: Sequence[Part], stations: Stations, pace: float, measure: Measure) -> tuple[Driver, ...]:
    """Return what the width of an answer is made of, the largest first; the seconds sum to the width exactly.

    A share is in proportion to how much narrower the answer is with that kind of time certain and all else as it is.
    """
    width_s = measure(build_relay(parts, pace=pace)[1])
    if not width_s:
        return ()
    kinds = list(_list_kinds(parts, stations, pace))
    narrower = [max(0, width_s - (measure(kind.relay) or 0)) for kind in kinds]
    shares = share_out(width_s, narrower)
    found = [
        Driver(kind.kind, kind.country, share_s, weight / sum(narrower), kind.keys)
        for kind, share_s, weight in zip(kinds, shares, narrower, strict=False)
        if share_s
    ]
    return tuple(sorted(found, key=lambda d: (-d.share_s, d.kind, d.country)))


def _list_kinds(parts: Sequence[Part], stations: Stations, pace: float) -> Iterator[_Kind]:
    items = [item for part in parts if isinstance(part.way, Modelled) for item in part.way.itinerary.items]
    spread = [item for item in items if item.time.low_s < item.time.high_s or item.law.chance < 1]
    if pace and any(isinstance(item, Leg) for item in spread):
        yield _Kind(PACE, "", ("pace",), build_relay(parts, pace=0.0)[1])
    labels = dict.fromkeys(_label(item, stations) for item in spread)
    for label in labels:
        own = [item for item in spread if _label(item, stations) == label]
        keys = tuple(dict.fromkeys(item.keys[0] for item in own))
        steady = steady_items(parts, partial(_has_label, stations, label))
        yield _Kind(*label, keys, build_relay(steady, pace=pace)[1])
    late = [p.way.delay for p in parts if isinstance(p.way, Timed) and not p.way.delay.law.is_certain]
    for key in dict.fromkeys(delay.stated.key for delay in late):
        yield _Kind(DELAY, "", (key,), build_relay(steady_delays(parts, key), pace=pace)[1])


def _has_label(stations: Stations, label: tuple[str, str], item: Item) -> bool:
    return _label(item, stations) == label


def _label(item: Item, stations: Stations) -> tuple[str, str]:
    """Return the kind of time that an item takes, and the country."""
    if isinstance(item, Work):
        return item.kind, country_of(item, stations)
    return (item.line, "") if item.line in ("air", "sea") else (RUNNING, stations[item.start].country)
