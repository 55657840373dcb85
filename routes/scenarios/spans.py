"""Documented journeys cut into spans: what lies between two rows, as the model has it, and what it is credited to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from math import hypot
from typing import NamedTuple

from routes.clock import elapsed_s
from routes.errors import InfeasibleError
from routes.estimate import ZERO, Estimate
from routes.gazetteer.station import Station
from routes.ids import StationCode
from routes.itinerary import PACE_DEVIATION, Item, Leg, Work
from routes.network.graph import Network
from routes.scenarios.assumptions import Assumption, Train, find_assumption, known_assumptions
from routes.scenarios.journeys import Observation
from routes.scenarios.plan import Pace, Trip, add_turns, build_itinerary
from routes.scenarios.world import World
from routes.timing.elicited import stretch_of

CLOCKED_GRADES, USABLE_GRADES = ("A", "B"), ("A", "B", "C")
VISIT_S = 2 * 3600  # Source: assumed; who stays longer than all work takes, and than this, stays on purpose.
GIVEN = "as given in the file"
"""The line of a leg whose length a file of journeys gives."""


class Underlay(NamedTuple):
    """What a journey is laid over: the network, and what was known of the train."""

    network: Network
    pace: Pace

    @property
    def known(self) -> Mapping[str, Assumption]:
        """Return the assumptions by key."""
        return self.pace.known

    @property
    def stations(self) -> Mapping[StationCode, Station]:
        """Return the stations by code."""
        return self.pace.stations

    def name(self, code: StationCode) -> str:
        """Return the name of a station; of one that the gazetteer does not have, its code."""
        return self.stations[code].name if code in self.stations else code

    @property
    def deviation(self) -> float:
        """Return the deviation of the log pace."""
        return self.known["pace"].likely if "pace" in self.known else PACE_DEVIATION


def build_underlay(world: World, train: Train, as_of: datetime) -> Underlay:
    """Return the network and what was known of a train at an instant."""
    known = add_turns(known_assumptions(train, as_of), world.network.turns)
    return Underlay(world.network, Pace(known, train.gauges_mm, world.gazetteer.stations))


class Part(NamedTuple):
    """Rows of one journey between which the train was under way, or did no more than its works at a station.

    `opened_by` says why the part begins where it does; "" for the first one.
    """

    rows: tuple[Observation, ...]
    opened_by: str


def cut_parts(underlay: Underlay, rows: Sequence[Observation], *, at_departures: bool = True) -> list[Part]:
    """Return a journey's rows, by seq, cut where it stayed on purpose.

    That is between an arrival and a departure of one station when all works that the train can have there take less,
    or when the stay was not documented to a time (grade D); with `at_departures`, also before a departure without an
    arrival, since how long it had stood there is not known.
    """
    parts = [Part((), "")]
    for before, row in pairwise([None, *rows]):
        reason = _find_cut(underlay, before, row, at_departures=at_departures) if before and row else ""
        if reason:
            parts.append(Part((), reason))
        if row:
            parts[-1] = parts[-1]._replace(rows=(*parts[-1].rows, row))
    return [part for part in parts if part.rows]


def _find_cut(underlay: Underlay, before: Observation, row: Observation, *, at_departures: bool) -> str:
    """Return why the journey is cut between two rows; "" where it is not."""
    if row.event != "dep":
        return ""
    name = underlay.name(row.station)
    if before.station != row.station:
        return f"how long it had stood at {name} is not documented" if at_departures else ""
    if before.event == "dep":
        return ""
    if "D" in (before.confidence, row.confidence):
        return f"how long it stayed at {name} is not documented"
    most_s = max(VISIT_S, _works_most_s(underlay, row.station))
    return f"a stay at {name}, longer than its works" if elapsed_s(before.at, row.at) > most_s else ""


def _works_most_s(underlay: Underlay, code: StationCode) -> float:
    """Return the longest that the works of this train at a station can take together, each range stretched."""
    station = underlay.stations.get(code)
    if station is None:
        return 0
    keys = [f"{kind}.{code}" for kind in ("locomotive", "hold")]
    found = [underlay.known[key] for key in keys if key in underlay.known]
    at_border = any(way.segment.border for way in underlay.network.ways_from(code))
    kinds = ["stop", *(["border"] if at_border else []), *(["gauge"] if station.changes_gauge else [])]
    found += [a for a in (underlay.pace.at(kind, code) for kind in kinds) if a]
    reversals = [a for key, a in underlay.known.items() if f"{key}.".startswith(f"reversal.{code}.")]
    return sum(stretched_high_s(a.time, a.law.coverage) for a in [*found, *reversals[:1]])


def stretched_high_s(time: Estimate, coverage: float) -> float:
    """Return the slow end of a range, stretched about the likely value as its spread is."""
    return time.likely_s + stretch_of(coverage) * (time.high_s - time.likely_s)


class Mark(NamedTuple):
    """The boundaries of the items at which a row's station is reached and left: equal where nothing is done there."""

    reached: int
    left: int


class Way(NamedTuple):
    """The items that the model has for the rows of a part, and the mark of each row."""

    items: tuple[Item, ...]
    marks: tuple[Mark, ...]


def build_way(underlay: Underlay, rows: Sequence[Observation]) -> Way:
    """Return the way through the stations of rows in order: by the network, or by the lengths that the file gives.

    Raises: InfeasibleError, when no track joins two stations and no length is given.
    """
    items: list[Item] = []
    chunk = [*_find_approach(underlay, rows), rows[0].station]
    for row in rows[1:]:
        if row.length_m is not None and row.station != chunk[-1]:
            items += [*_run_network(underlay, chunk), *_given_leg(underlay, chunk[-1], row)]
            chunk = [row.station]
        elif row.station != chunk[-1]:
            chunk.append(row.station)
    items += _run_network(underlay, chunk)
    return Way(tuple(items), tuple(_mark_rows(items, rows)))


def _find_approach(underlay: Underlay, rows: Sequence[Observation]) -> list[StationCode]:
    """Return the station over the border from which a journey came that is first seen arriving there; else nothing.

    What is done there depends on where the train comes from, which no row before may tell.
    """
    first = rows[0]
    goes_on = first.event == "arr" and any(row.station != first.station for row in rows)
    ways = [way for way in underlay.network.ways_from(first.station) if way.segment.border] if goes_on else []
    return [way.end for way in ways if len(ways) == 1 and way.end not in [row.station for row in rows]]


def _run_network(underlay: Underlay, codes: Sequence[StationCode]) -> Iterator[Item]:
    """Yield the items of the path by stations in order, cut in two where it ends where it began."""
    if len(codes) < 2:
        return
    if unknown := [code for code in codes if code not in underlay.stations]:
        raise InfeasibleError(f'there is no station "{unknown[0]}"', hint="give the length_m of the row")
    pieces = [codes] if codes[0] != codes[-1] else [codes[:-1], codes[-2:]]
    for piece in pieces:
        trip = Trip(piece[0], piece[-1], tuple(piece[1:-1]))
        yield from build_itinerary(underlay.network, underlay.pace, trip).items


def _given_leg(underlay: Underlay, start: StationCode, row: Observation) -> Iterator[Item]:
    """Yield the leg that a file gives, at the train's pace in the country of its end, with the works about it.

    They are those of a border where the two countries differ, and the stop at its end.
    """
    known, stations = underlay.known, underlay.stations
    at = [stations[code].country if code in stations else "" for code in (start, row.station)]
    pace = find_assumption(known, *(f"speed.{country}" for country in reversed(at) if country), "speed")
    if pace is None:
        raise InfeasibleError("nothing is known of the train's pace there", hint="give a pace in its profile: speed")
    crosses = "" not in at and at[0] != at[1]
    length_m = row.length_m or 0
    yield from _works(underlay, start, ["border"] if crosses else [])
    yield Leg(
        start=start,
        end=row.station,
        length_m=length_m,
        error_m=0,
        basis="estimated",
        whole="",
        whole_m=0,
        line=GIVEN,
        gauge_mm=0,
        border=crosses,
        source=row.origin,
        time=pace.run(length_m),
        keys=(pace.key,),
        law=pace.law,
    )
    yield from _works(underlay, row.station, ["border", "stop"] if crosses else ["stop"])


def _works(underlay: Underlay, code: StationCode, kinds: Sequence[str]) -> Iterator[Work]:
    found = [(kind, underlay.pace.at(kind, code)) for kind in kinds] if code in underlay.stations else []
    yield from (Work(kind, code, a.time, (a.key,), a.law) for kind, a in found if a and a.time != ZERO)


def _mark_rows(items: Sequence[Item], rows: Sequence[Observation]) -> Iterator[Mark]:
    """Yield the mark of each row, each at the first visit of its station from that of the row before on."""
    visits = list(_list_visits(items, rows[0].station))
    at = next(i for i, (station, _) in enumerate(visits) if station == rows[0].station)
    for before, row in pairwise([rows[0], *rows]):
        if row.station != before.station:
            at = next(i for i in range(at + 1, len(visits)) if visits[i][0] == row.station)
        yield visits[at][1]


def _list_visits(items: Sequence[Item], alone: StationCode) -> Iterator[tuple[StationCode, Mark]]:
    """Yield each station of the way in order with its mark."""
    legs = [(i, item) for i, item in enumerate(items) if isinstance(item, Leg)]
    if not legs:
        yield alone, Mark(0, len(items))
        return
    yield legs[0][1].start, Mark(0, legs[0][0])
    for (index, leg), after in zip(legs, [*(i for i, _ in legs[1:]), len(items)], strict=True):
        yield leg.end, Mark(index + 1, after)


class Span(NamedTuple):
    """Two rows of one journey and what the model has between them; `elapsed_s` is off by a deviation of `error_s`."""

    start: Observation
    end: Observation
    items: tuple[Item, ...]

    @property
    def elapsed_s(self) -> int:
        """Return the seconds from one row to the other."""
        return elapsed_s(self.start.at, self.end.at)

    @property
    def error_s(self) -> float:
        """Return half the precision of both ends together, as a standard deviation: they err apart."""
        return hypot(self.start.precision_s, self.end.precision_s) / 2

    @property
    def known_from(self) -> datetime:
        """Return the instant since when both ends are known."""
        return max(self.start.known_from, self.end.known_from)

    @property
    def is_clocked(self) -> bool:
        """Return whether both ends have a clock time from a good source."""
        return self.start.confidence in CLOCKED_GRADES and self.end.confidence in CLOCKED_GRADES

    @property
    def length_m(self) -> int:
        """Return the track length in metres."""
        return sum(item.length_m for item in self.items if isinstance(item, Leg))

    @property
    def stations(self) -> tuple[StationCode, ...]:
        """Return the stations in the order passed."""
        legs = [item for item in self.items if isinstance(item, Leg)]
        return (legs[0].start, *(leg.end for leg in legs)) if legs else ()


def list_spans(underlay: Underlay, part: Part) -> list[Span]:
    """Return the spans between consecutive usable rows of a part; a row of C between two of A or B is passed over.

    A passing counts as an arrival at the end of a span, and as a departure at its start.
    Raises: InfeasibleError, when the model has no way through the rows.
    """
    usable = _usable_rows(part.rows)
    if len(usable) < 2:
        return []
    way = build_way(underlay, part.rows)
    marks = dict(zip((row.seq for row in part.rows), way.marks, strict=True))
    return [
        Span(a, b, way.items[start_boundary(a, marks[a.seq]) : end_boundary(b, marks[b.seq])])
        for a, b in pairwise(usable)
    ]


def start_boundary(row: Observation, mark: Mark) -> int:
    """Return the boundary from which what comes after a row counts."""
    return mark.reached if row.event == "arr" else mark.left


def end_boundary(row: Observation, mark: Mark) -> int:
    """Return the boundary up to which what comes before a row counts."""
    return mark.left if row.event == "dep" else mark.reached


def _usable_rows(rows: Sequence[Observation]) -> list[Observation]:
    usable = [row for row in rows if row.confidence in USABLE_GRADES]
    sure = [i for i, row in enumerate(usable) if row.confidence in CLOCKED_GRADES]
    return [row for i, row in enumerate(usable) if not sure or i in sure or not sure[0] < i < sure[-1]]
