"""The fastest that is documented of a way, leg by leg, and the fastest that anything has ever gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from routes.gazetteer.station import Station
from routes.ids import StationCode
from routes.itinerary import Itinerary, Leg
from routes.scenarios.modes import AIR, RAIL, ROAD, SEA, mode_of
from routes.scenarios.paces import DocumentedPace, find_fastest
from routes.timing.stages import NO_WINDOWS
from routes.timing.windows import Window, next_open
from routes.units import run_seconds, speed_kmh

# Source: TGV V150 of SNCF on 3 April 2007, the fastest run of wheels on rails
# (http://www.guinnessworldrecords.com/world-records/fastest-train-on-a-national-rail-system).
RAIL_RECORD_KMH = 574.8
# Source: SR-71A of the US Air Force on 28 July 1976, the fastest flight of a jet
# (http://microsiervos.com/archivo/aerotrastorno/sr-71-blackbird-record-velocidad-dura-40-anos.html).
AIR_RECORD_KMH = 3529.6
# Source: HSC Francisco, 58.1 knots in her trials of June 2013, the fastest ship that carries passengers
# (https://www.guinnessworldrecords.com/world-records/505447-fastest-ferry).
SEA_RECORD_KMH = 107.6
RECORDS_KMH = {RAIL: RAIL_RECORD_KMH, AIR: AIR_RECORD_KMH, SEA: SEA_RECORD_KMH, ROAD: RAIL_RECORD_KMH}

GROUND = {"board": "airports", "alight": "airports", "embark": "ports", "disembark": "ports", "change": "changes"}
"""Where the works of a journey by plane or ship, or from one way of travel to another, are done."""


class Fastest(NamedTuple):
    """A way at the fastest documented paces: its seconds, its mean speed from end to end, and the paces it rests on.

    `undocumented` names the countries and grounds that have none, where the fast end of the profile stands in.
    """

    time_s: int
    kmh: float
    paces: tuple[DocumentedPace, ...]
    undocumented: tuple[str, ...]
    wait_s: int = 0


def find_fastest_way(
    itinerary: Itinerary,
    stations: Mapping[StationCode, Station],
    paces: Sequence[DocumentedPace],
    *,
    as_of: datetime,
    start_s: int = 0,
    windows: Mapping[int, Window] = NO_WINDOWS,
) -> Fastest:
    """Return the least time of a way by what was documented at `as_of`; a leg over a border counts as of its start.

    Documented paces of trains include their stops, so no work is added; those of planes are from gate to gate and of
    ships from berth to berth, so the time on the ground and of a change is added at its fast end. Waiting for
    `windows`, leaving at `start_s`, counts in the seconds, not in the speed.
    """
    total, wait_s, used, bare = 0, 0, dict[DocumentedPace, None](), dict[str, None]()
    layover = "ports" if all(leg.line != AIR for leg in itinerary.legs) else "airports"
    grounds = {**GROUND, "layover": layover}
    for index, item in enumerate(itinerary.items):
        wait_s += _wait_s(windows, index, start_s + total + wait_s)
        if not isinstance(item, Leg):
            total += item.time.low_s if item.kind in grounds else 0
            continue
        country, by = stations[item.start].country, mode_of(item.line)
        pace = None if by == ROAD else find_fastest(paces, country=country, mode=by, as_of=as_of)
        if pace:
            total += run_seconds(item.length_m, pace.kmh)
            used[pace] = None
        else:
            total += item.time.low_s
            bare[by if by in (ROAD, SEA) else country] = None
    stood = {item.kind for item in itinerary.items if not isinstance(item, Leg)}
    places = dict.fromkeys(place for kind, place in grounds.items() if kind in stood)
    wait_s += _wait_s(windows, len(itinerary.items), start_s + total + wait_s)
    speed = speed_kmh(itinerary.length_m, total)
    return Fastest(total + wait_s, speed, tuple(used), (*bare, *places), wait_s)


def _wait_s(windows: Mapping[int, Window], boundary: int, at_s: int) -> int:
    """Return how long is waited for a window at a boundary, by one who is ready there at an instant."""
    return next_open(windows[boundary], at_s) - at_s if boundary in windows else 0


def record_seconds(itinerary: Itinerary, *, mode: str) -> int:
    """Return the seconds before which nothing can be there: of a train at the record, or of a plane on the geodesic."""
    if mode == AIR:
        return run_seconds(itinerary.geodesic_m, AIR_RECORD_KMH)
    return sum(run_seconds(leg.length_m, RECORDS_KMH[mode_of(leg.line)]) for leg in itinerary.legs)
