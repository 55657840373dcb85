"""The stations on both sides of a border that the world's track crosses, and what is known of the works there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from routes.gazetteer.station import Station
from routes.geo import Coordinate
from routes.ids import StationCode
from routes.rail.chain import Chain, Crossing, locate
from routes.scenarios.assumptions import Assumption
from routes.scenarios.borders import Borders, OpenArea
from routes.scenarios.track import Track

if TYPE_CHECKING:
    from routes.network.graph import Segment

INSIDE_M = (0, 1_000, 2_000, 5_000, 20_000)
"""How far from the cut beside a border the zone is asked for, until it is one of the country."""

ACCURACY_M = 1_000
"""Nodes have three decimals; where a border is crossed is as good as the zones of coordinates are there."""

SOURCE = "where the track crosses the border, by the zones of coordinates"


class Stop(NamedTuple):
    """A place where a path is cut: metres from its start, and the station there."""

    at_m: float
    code: StationCode


def add_borders(
    track: Track, chain: Chain, crossings: Sequence[Crossing], first: Stop, last: Stop
) -> tuple[list[Stop], dict[StationCode, Station]]:
    """Return the two stops with two more at each border between them, and the stations of these."""
    stops, stations = [first], dict[StationCode, Station]()
    for crossing in crossings:
        sides = (
            (crossing.start_m, crossing.leaves, crossing.enters, -1),
            (crossing.end_m, crossing.enters, crossing.leaves, 1),
        )
        for at_m, here, there, inward in sides:
            station = _build_border(track, chain, at_m, here, there, inward=inward)
            stations[station.code] = station
            stops.append(Stop(at_m, station.code))
    return [*stops, last], stations


def _build_border(track: Track, chain: Chain, at_m: float, here: str, there: str, *, inward: int) -> Station:
    """Return the station on one side of a border, on the clock of its own country."""
    place = locate(chain, at_m)
    name = f"border {here}/{there} at {place.lat:.2f}, {place.lon:.2f}"
    zone = _find_zone(track, chain, at_m, here, inward=inward)
    code = _code_border(here, there, place)
    return Station(code, name, name, here, place, zone, "border", ACCURACY_M, SOURCE, "routes network")


def _code_border(here: str, there: str, place: Coordinate) -> StationCode:
    """Return a code such as `border_fr_de_n49193_e6999`."""
    lat, lon = (round(abs(value) * 1000) for value in place)
    axes = f"{'s' if place.lat < 0 else 'n'}{lat}_{'w' if place.lon < 0 else 'e'}{lon}"
    return StationCode(f"border_{here.lower()}_{there.lower()}_{axes}")


def _find_zone(track: Track, chain: Chain, at_m: float, country: str, *, inward: int) -> str:
    """Return the zone of the country nearest to a cut, on its own side; that of the place itself where none is near."""
    for away_m in INSIDE_M:
        place = locate(chain, min(max(at_m + inward * away_m, 0.0), float(chain.at_m[-1])))
        if track.country_of(*place) == country:
            return track.zone_of(*place)
    return track.zone_of(*locate(chain, at_m))


class Dressed(NamedTuple):
    """The stations at borders with the change of gauge where there is one, and the works known there, by key."""

    stations: Mapping[StationCode, Station]
    known: Mapping[str, Assumption]


def dress_borders(
    segments: Sequence[Segment],
    stations: Mapping[StationCode, Station],
    borders: Borders,
    *,
    gauges_mm: Sequence[int],
    as_of: datetime,
) -> Dressed:
    """Return what is known of the borders that some segments cross, as of an instant.

    The gauge changes on the far side of a border where the main gauges differ and the train has both. Between
    countries of one open area no work is done.
    """
    dressed, known = dict(stations), dict[str, Assumption]()
    open_areas = borders.list_open(as_of)
    for segment in (s for s in segments if s.border):
        ends = [stations[code] for code in (segment.start, segment.end)]
        here, there = (station.country for station in ends)
        needed = {borders.gauge_mm(here), borders.gauge_mm(there)}
        if borders.breaks_gauge(here, there) and needed <= set(gauges_mm):
            dressed[segment.end] = ends[1]._replace(changes_gauge=True)
        if area := open_areas.get((here, there)):
            known |= {key: _no_work(key, area) for key in (f"border.{station.code}" for station in ends)}
    return Dressed(dressed, known)


def _no_work(key: str, area: OpenArea) -> Assumption:
    note = f"no stop for control between the countries of the area {area.area}; {area.note}"
    return Assumption(key, 0, 0, 0, "min", area.source, note, area.known_from, area.origin)
