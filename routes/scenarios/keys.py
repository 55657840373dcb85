"""The keys that an assumption can have in this world: each kind, and what it can hold for."""

from __future__ import annotations

from routes.scenarios.assumptions import KINDS, slug
from routes.scenarios.world import World

STATION_ONLY = ("locomotive", "reversal")


def list_keys(world: World) -> list[str]:
    """Return every key that can move a time: the general ones first, then by country, line and station.

    A pace holds for a country or a line in it, a locomotive change or a reversal for one station, the rest
    for everywhere, a country or a station.
    """
    stations = world.gazetteer.stations
    countries = list(dict.fromkeys(s.country for s in stations.values()))
    lines = dict.fromkeys(f"speed.{stations[s.start].country}.{slug(s.line)}" for s in world.network.segments)
    kinds = [kind for kind in KINDS if kind not in ("speed", *STATION_ONLY)]
    return [
        *("speed", "speed.border", *kinds),
        *(f"{kind}.{country}" for kind in ("speed", *kinds) for country in countries),
        *lines,
        *(f"{kind}.{code}" for kind in (*kinds, *STATION_ONLY) for code in stations),
    ]
