"""What drives the spread of an answer: running, pace, standing and holding, each by kind and country."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from routes.gazetteer.station import Station
from routes.ids import StationCode
from routes.itinerary import Itinerary, Leg, Work
from routes.scenarios.answers import Answer
from routes.timing.drivers import Part, share_out, split_variance

RUNNING, PACE, AIR = "running", "pace", "air"
Stations = Mapping[StationCode, Station]


class Driver(NamedTuple):
    """A kind of time in a country ("" for flights and for the pace, which all running shares), and its share.

    `share_s` are the seconds of the width, `share` the part of the variance; `keys` the assumptions, widest first.
    """

    kind: str
    country: str
    share_s: int
    share: float
    keys: tuple[str, ...]


class Width(NamedTuple):
    """The seconds between two readings of an answer, and the boundary of the itinerary from which they count."""

    seconds: int
    boundary: int


def find_width(answer: Answer) -> Width | None:
    """Return how far the safe departure lies from the too-late one, or the early arrival from the late one.

    The departures are those of an answer that gives a deadline and no departure. None: a reading has no instant.
    """
    start: datetime | None
    end: datetime | None
    boundary = 0
    if answer.deadlines and answer.on_time is None:
        leaving = next(d for d in answer.deadlines if d.event.event == "dep")
        boundary, start, end = leaving.event.boundary, leaving.readings.safe, leaving.readings.too_late_after
    else:
        times = answer.times[max(answer.times)]
        start, end = times.early, times.late
    return None if start is None or end is None else Width(round((end - start).total_seconds()), boundary)


def list_drivers(itinerary: Itinerary, stations: Stations, answer: Answer) -> tuple[Driver, ...]:
    """Return what the width of an answer is made of, the largest first; the seconds sum to the width exactly.

    Each has its share of the variance. Waiting for windows is no driver of its own. Without spread, or with a
    reading that has no instant, there is none.
    """
    width = find_width(answer)
    if width is None or not width.seconds:
        return ()
    found: dict[tuple[str, str], dict[str, float]] = {}
    for part in split_variance(itinerary.items[width.boundary :], itinerary.pace):
        for kind, country, key, variance in _label(part, stations):
            keys = found.setdefault((kind, country), {})
            keys[key] = keys.get(key, 0.0) + variance
    weights = [sum(keys.values()) for keys in found.values()]
    shares = zip(found.items(), weights, share_out(width.seconds, weights), strict=True)
    drivers = [
        Driver(kind, country, share_s, weight / sum(weights), tuple(sorted(keys, key=lambda k: (-keys[k], k))))
        for ((kind, country), keys), weight, share_s in shares
    ]
    return tuple(sorted((d for d in drivers if d.share_s), key=lambda d: (-d.share_s, d.kind, d.country)))


def _label(part: Part, stations: Stations) -> Iterator[tuple[str, str, str, float]]:
    """Yield kind, country, assumption and variance of a part; legs of several countries share it by their time.

    Their times are one draw, so each covaries with the whole as it is long.
    """
    if not part.items:
        yield PACE, "", "pace", part.variance
        return
    whole_s = sum(item.time.likely_s for item in part.items) if isinstance(part.items[0], Leg) else 0
    for item in part.items:
        if isinstance(item, Work):
            yield item.kind, country_of(item, stations), item.keys[0], part.variance / len(part.items)
        elif whole_s:
            kind, country = (AIR, "") if item.line == AIR else (RUNNING, stations[item.start].country)
            yield kind, country, item.keys[0], part.variance * item.time.likely_s / whole_s


def country_of(work: Work, stations: Stations) -> str:
    """Return the country of a work: a hold on a way is in that of its stations, where they are in one."""
    codes = [StationCode(code) for key in work.keys for code in key.partition(".")[2].split("-")]
    countries = {stations[code].country for code in codes if code in stations}
    return countries.pop() if work.kind == "hold" and len(countries) == 1 else stations[work.at].country
