"""The cities that a path passes, as stops where it is cut: what can be watched for on the way."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import cos, hypot, radians
from typing import TYPE_CHECKING

import numpy as np

from routes.basemap.cities import City, list_cities
from routes.gazetteer.folding import fold
from routes.gazetteer.station import Station
from routes.geo import DEGREE_M
from routes.ids import StationCode
from routes.network.graph import Network
from routes.rail.chain import Chain, cut
from routes.rail.passing import Passed, list_passed
from routes.scenarios.city_places import build_station
from routes.scenarios.crossing import Stop

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

NEAR_M, APART_M, SERVED_M, TOLD_APART_M = 5_000, 40_000, 15_000, 1_000
"""A city within this distance of the track is passed; of those on a stretch, none nearer than the second to another
stop, and none as near as the third to a place that the gazetteer has. Of those that the question names, the last."""


def add_cities(
    network: Network, chain: Chain, cuts: Sequence[Stop], *, told: str = ""
) -> tuple[list[Stop], dict[StationCode, Station]]:
    """Return the stops of a stretch with the cities passed between them, the larger first, some way apart."""
    first_m, last_m = cuts[0].at_m, cuts[-1].at_m
    words = fold(told)
    if last_m - first_m < 2 * APART_M and not words:
        return list(cuts), {}
    stops, stations = list(cuts), dict[StationCode, Station]()
    cities = _list_passed(cut(chain, first_m, last_m))
    named = [pair for pair in cities if words and any(fold(name) in words for _, name in pair[0].names)]
    for city, passed in [*named, *(pair for pair in cities if pair not in named)]:
        stop = Stop(first_m + passed.at_m, StationCode(city.code))
        apart_m = TOLD_APART_M if (city, passed) in named else APART_M
        if all(abs(stop.at_m - other.at_m) >= apart_m for other in stops) and not _is_known(network, city):
            stops.append(stop)
            stations[stop.code] = build_station(city)
    return sorted(stops), stations


def _is_known(network: Network, city: City) -> bool:
    """Return whether an authored station stands for a city: one with a gauge near it, on a plane at the city."""
    across = cos(radians(city.lat))
    return any(
        hypot(place.lat - city.lat, (place.lon - city.lon) * across) * DEGREE_M < SERVED_M
        for place in (station.coordinate for station in network.stations.values() if station.gauges_mm)
    )


@cache
def _read_cities() -> tuple[tuple[City, ...], NDArray[float64]]:
    """Return every city, the most populous first, and their latitudes and longitudes; 60 ms for all."""
    cities = tuple(list_cities())
    return cities, np.array([(city.lat, city.lon) for city in cities])


def _list_passed(part: Chain) -> list[tuple[City, Passed]]:
    """Return the cities whose middle is near a stretch, the most populous first."""
    cities, places = _read_cities()
    passed = list_passed(part, places[:, 0], places[:, 1], limit_m=NEAR_M)
    return [(cities[one.number], one) for one in sorted(passed, key=lambda one: one.number)]
