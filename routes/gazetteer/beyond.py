"""Places beyond the authored gazetteer: which of several a text means, and the gazetteer with that one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from routes.gazetteer.folding import LONGEST, clean
from routes.gazetteer.station import ASKED, Gazetteer, Name, Station
from routes.geo import geodesic_m

TIMES_AS_MANY = 5
"""A city of this many times the people of every other of its name is the one that its bare name means."""
SAME_PLACE_M = 1000
"""Stops of one name within this distance are one place: the halves of a station, or two feeds that have it."""
OTHERS_NAMED = 3
OTHER = "other"
"""How a text fits that is only another name of the place, such as one in another language."""


class Candidate(NamedTuple):
    """A place that a text may name: as a station, the name that fits, and how (`code`, `exact`, `folded` or OTHER).

    `population` and `capital` weigh cities of one name; `remark` is what a reader must know of the place.
    """

    station: Station
    matched: str
    how: str
    population: int = 0
    capital: bool = False
    remark: str = ""


def choose(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return the one place that is meant, with a remark that names the others; all of them where none stands out.

    Stands out: the only one; the first of several at one spot; a city that has more people than any other of its
    name and is the capital of its country, or has five times as many as every other.
    """
    if len(candidates) < 2:
        return tuple(candidates)
    ranked = sorted(candidates, key=lambda c: -c.population)
    first, rest = ranked[0], ranked[1:]
    apart = [c for c in rest if geodesic_m(first.station.coordinate, c.station.coordinate) > SAME_PLACE_M]
    if not apart:
        return (first,)
    most = max(c.population for c in apart)
    if first.population > most and (first.capital or first.population >= TIMES_AS_MANY * most):
        return (first._replace(remark=_join(first.remark, _describe_others(first, apart))),)
    return (first, *apart)


def _describe_others(first: Candidate, others: Sequence[Candidate]) -> str:
    shown = [describe(c.station) for c in others[:OTHERS_NAMED]]
    more = [f"and {len(others) - OTHERS_NAMED} more"] if len(others) > OTHERS_NAMED else []
    why = "the capital, and larger than" if first.capital else "far larger than"
    return f"{why} {'; '.join(shown + more)}; to mean another, write its code"


def describe(place: Station) -> str:
    """Return `Paris, Texas, US [city:paris_us]`: name, region, country and code."""
    region = f"{place.region}, " if place.region and place.region != place.name else ""
    return f"{place.name}, {region}{place.country} [{place.code}]"


def _join(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def with_place(gazetteer: Gazetteer, found: Candidate, text: str) -> Gazetteer:
    """Return the gazetteer with one more place, which a text names from now on as it names those of the files."""
    place, query = found.station, clean(text)[:LONGEST]
    station = gazetteer.stations.get(place.code, place)
    alias = Name(place.code, query, "und", ASKED, "", "", place.source, found.remark, place.origin)
    stations = {**gazetteer.stations, place.code: station}
    return Gazetteer(stations, (*gazetteer.names, alias), gazetteer.left_out)
