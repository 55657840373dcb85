"""What is to be said of a journey on the world's track: what its lengths and times leave out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from routes.ids import StationCode
from routes.itinerary import Itinerary, Leg
from routes.network.graph import ROUTED, UNKNOWN_MM
from routes.scenarios.assumptions import find_assumption
from routes.scenarios.borders import Borders, read_borders
from routes.scenarios.profiles import Profile
from routes.scenarios.track import WINDING, WINDING_M, Course, differs
from routes.scenarios.world import World
from routes.units import format_km

MOST_TOLD = 6
"""Stretches told one by one; of more, the others are counted."""


def note_track(world: World, profile: Profile, itinerary: Itinerary) -> list[str]:
    """Return the notes on the legs of an itinerary that lie on the world's track, none where no leg does."""
    legs = [leg for leg in itinerary.legs if leg.basis == ROUTED and find_course(world, leg)]
    notes = list(_note_lengths(world, itinerary.legs))
    if not legs:
        return notes
    borders = read_borders(world.folders)[0]
    credit = legs[0].source.rpartition("; ")[2]
    return [
        f"{format_km(sum(leg.length_m for leg in legs))} lie on the world's track, {credit}: lengths by its edges, and "
        "no timetable, platform, reversal or change of locomotive of it is known or counted",
        *world.left.get((itinerary.origin, itinerary.destination), ()),
        *_note_detour(world, itinerary, legs),
        *_note_gauge(world, profile, itinerary.legs, borders),
        *_note_borders(world, itinerary.legs),
        *_note_speeds(world, profile, legs),
        *notes,
    ]


def find_course(world: World, leg: Leg) -> Course | None:
    """Return the course of a leg, where it was laid."""
    return world.courses.get((leg.start, leg.end, leg.line))


def _name(world: World, codes: Iterable[StationCode]) -> str:
    return "–".join(world.gazetteer.stations[code].name for code in codes)


def _note_lengths(world: World, legs: Sequence[Leg]) -> Iterator[str]:
    """Yield the legs whose authored length and that of the network differ by more than 3 %."""
    told = [
        f"{_name(world, (leg.start, leg.end))} {format_km(leg.length_m)} ({leg.basis}) and {format_km(course.routed_m)}"
        for leg in legs
        if (course := find_course(world, leg)) and differs(leg.length_m, course.routed_m)
    ]
    if told:
        more = f"; and {len(told) - MOST_TOLD} more" if len(told) > MOST_TOLD else ""
        yield f"authored and routed length differ by more than 3 % on {'; '.join(told[:MOST_TOLD])}{more}"


def _note_detour(world: World, itinerary: Itinerary, legs: Sequence[Leg]) -> Iterator[str]:
    """Yield that track may be missing, where the way leaves the country of both its ends or winds as few lines do."""
    stations = world.gazetteer.stations
    here, there = (stations[code].country for code in (itinerary.origin, itinerary.destination))
    abroad = [c for c in dict.fromkeys(stations[leg.end].country for leg in legs) if c != here]
    geodesic_m = max(1, itinerary.geodesic_m)
    winds = itinerary.length_m >= WINDING * geodesic_m and itinerary.length_m >= WINDING_M
    if here == there and abroad:
        yield (
            f"the way leaves {here}, in which both its ends lie, for {', '.join(abroad)}: track in {here} may be "
            "missing from the network; --via leads another way"
        )
    elif winds:
        yield (
            f"the way is {itinerary.length_m / geodesic_m:.1f} times as long as the crow flies: track may be missing "
            "from the network; --via leads another way"
        )


def _note_gauge(world: World, profile: Profile, legs: Sequence[Leg], borders: Borders) -> Iterator[str]:
    """Yield where no gauge is known, which main gauges the train has not, and the breaks that are not counted."""
    unknown = [leg for leg in legs if leg.gauge_mm == UNKNOWN_MM]
    if not unknown:
        return
    own = profile.pace.gauges_mm
    countries = dict.fromkeys(world.gazetteer.stations[leg.start].country for leg in unknown)
    yield f"the gauge of {format_km(sum(leg.length_m for leg in unknown))} is not known and closes no way"
    strange = [f"{code} ({mm} mm)" for code in countries if (mm := borders.gauge_mm(code)) and mm not in own]
    if strange:
        yield (
            f"this train runs on {'/'.join(map(str, own))} mm, not on the main gauge of {', '.join(strange)}: the "
            "answer is that of a train which can run there, and a change of gauge on the way there is not counted"
        )
    known = [gauge_mm for gauge_mm, _ in groupby(leg.gauge_mm for leg in legs if leg.gauge_mm != UNKNOWN_MM)]
    for one, other in pairwise(known):
        stations = world.gazetteer.stations
        if not any(stations[leg.end].changes_gauge for leg in legs):
            yield f"the gauge changes from {one} to {other} mm somewhere on track whose gauge is not known: not counted"


def _note_borders(world: World, legs: Sequence[Leg]) -> Iterator[str]:
    """Yield the borders at which no work is counted, and why."""
    stations = world.gazetteer.stations
    areas: dict[str, list[str]] = {}
    for leg in legs:
        entry = world.known.get(f"border.{leg.start}")
        if leg.border and entry:
            area = entry.note.partition(";")[0]
            areas.setdefault(area, []).append(f"{stations[leg.start].country}/{stations[leg.end].country}")
    for area, crossed in areas.items():
        yield f"no border work is counted at {', '.join(crossed)}: {area}"


def _note_speeds(world: World, profile: Profile, legs: Sequence[Leg]) -> Iterator[str]:
    """Yield the countries whose pace this train's profile does not know."""
    known = profile.pace.known
    countries = dict.fromkeys(world.gazetteer.stations[leg.start].country for leg in legs)
    bare = [code for code in countries if f"speed.{code}" not in known]
    general = find_assumption(known, "speed")
    if bare and general:
        yield (
            f"no pace of this train is known in {', '.join(bare)}: its general one stands in, {general.low:g} to "
            f"{general.high:g} km/h; give another with --set speed.{bare[0]}=…"
        )
