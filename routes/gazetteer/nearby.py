"""The places of the gazetteer nearest to a coordinate."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from routes.gazetteer.station import KINDS, Gazetteer, Station
from routes.geo import Coordinate, geodesic_m


class Near(NamedTuple):
    """A place and its geodesic distance from the point asked about, in whole metres."""

    station: Station
    distance_m: int


def find_near(
    gazetteer: Gazetteer, point: Coordinate, *, count: int = 5, kinds: Collection[str] = KINDS
) -> tuple[Near, ...]:
    """Return the places of the given kinds nearest to a point, nearest first, at most `count`.

    The distance is no better than the position accuracy of each place.
    """
    places = (place for place in gazetteer.stations.values() if place.kind in kinds)
    ranked = sorted((geodesic_m(point, place.coordinate), place.code, place) for place in places)
    return tuple(Near(place, distance_m) for distance_m, _, place in ranked[: max(0, count)])
