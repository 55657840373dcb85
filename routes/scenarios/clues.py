"""Evidence on the way of one journey: the event of each piece, what cannot all be true, what else it may mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import combinations
from typing import NamedTuple

from routes import clock
from routes.clock import format_local, zone_city
from routes.errors import InfeasibleError, UsageError
from routes.gazetteer.station import Station
from routes.ids import StationCode
from routes.itinerary import Event, Itinerary, Leg, list_events
from routes.scenarios.evidence import Sighted, Unsighted
from routes.timing.progress import Clue, Progress, Seen, Unseen
from routes.timing.totals import AIR_TOP_KMH, TOP_KMH
from routes.units import format_duration, format_km

Stations = Mapping[StationCode, Station]
MOST_ERROR_S = 1_000 * 86_400  # a wider error says no less than nothing
DISAGREE = 2  # sightings of one event further apart than so many of both errors are not of one event
EVENT_NAMES = {"arr": "arriving at", "dep": "leaving", "pass": "passing"}


class Placed(NamedTuple):
    """Evidence with its event on the way; `again` are other passings of the same station, which it may be as well.

    What was seen was not after `known_at`, if given.
    """

    evidence: Sighted | Unsighted
    event: Event
    again: tuple[Event, ...] = ()
    known_at: datetime | None = None

    @property
    def is_bound(self) -> bool:
        """Return whether it tells only by when it had come: seen to leave where the journey ends."""
        return isinstance(self.evidence, Sighted) and self.evidence.event == "dep" and self.event.event == "arr"

    @property
    def at(self) -> datetime:
        """Return the instant at which it was seen, or by which it was not."""
        return self.evidence.at if isinstance(self.evidence, Sighted) else self.evidence.by

    @property
    def clue(self) -> Clue:
        """Return what the engine takes: an error of two standard deviations as one."""
        if isinstance(self.evidence, Sighted):
            error_s = min(self.evidence.error_s, MOST_ERROR_S) / 2
            at_s, until = _seconds(self.at), self.known_at
            # a reading after what is known is only tried, and has no such end
            until_s = _seconds(until) if until and self.at <= until < self.at + timedelta(seconds=8 * error_s) else None
            return Seen(self.event.boundary, at_s, error_s, until_s, self.is_bound)
        return Unseen(self.event.boundary, _seconds(self.at), self.evidence.noticed)


class Mark(NamedTuple):
    """An event that must have come by `last_s` (None: at any time) and not before `first_s`, and what says so."""

    event: Event
    first_s: int
    last_s: int | None
    at_s: int
    name: str
    is_bound: bool = False


def _seconds(instant: datetime) -> int:
    return int(instant.timestamp())


def find_event(itinerary: Itinerary, stations: Stations, code: StationCode, event: str) -> tuple[Event, ...]:
    """Return the events of a station that are meant by arr, dep or pass, one for each time the journey comes there.

    What only passes is meant by all three; what stands is passed as it arrives. "" is the arrival, or else the passing.
    Raises: UsageError, when the station is not on the way.
    """
    here = [e for e in list_events(itinerary) if e.station == code]
    if not here:
        ends = " to ".join(stations[c].name for c in (itinerary.origin, itinerary.destination))
        raise UsageError(
            f"{stations[code].name} is not on the way from {ends}",
            hint=f'lead the way there with --via "{stations[code].name}", or begin the journey there',
        )
    wanted = ("dep", "pass", "arr") if event == "dep" else ("arr", "pass", "dep")
    for name in wanted:
        if found := tuple(e for e in here if e.event == name or (e.event == "pass" and name != "dep")):
            return found
    return tuple(here)


def find_all(
    itinerary: Itinerary,
    stations: Stations,
    evidence: Sequence[Sighted | Unsighted],
    known_at: datetime | None = None,
) -> tuple[Placed, ...]:
    """Return each piece of evidence on the way; of a station that is passed twice the first time is taken.

    Raises: UsageError, when a station is not on the way.
    """
    found = []
    for item in evidence:
        first, *again = find_event(itinerary, stations, item.station, item.event)
        found.append(Placed(item, first, tuple(again), known_at))
    return tuple(found)


def refuse_impossible(
    itinerary: Itinerary, stations: Stations, found: Sequence[Placed], departs_at: datetime | None
) -> None:
    """Return nothing where all that was seen can be true of one train.

    Raises: InfeasibleError, naming the two that cannot, and the speed that they imply.
    """
    marks = list(_list_marks(itinerary, stations, found, departs_at))
    worst: tuple[float, str] | None = None
    for pair in combinations(marks, 2):
        first, second = sorted(pair, key=lambda m: (m.event.boundary, m.at_s))
        if first.event.boundary == second.event.boundary:
            _refuse_other_time(first, second)
            continue
        if second.last_s is None:
            continue
        spare_s = second.last_s - first.first_s
        items = itinerary.items[first.event.boundary : second.event.boundary]
        least_s = sum(_least_s(item) for item in items if isinstance(item, Leg))
        if spare_s < least_s or spare_s < 0:
            lacking = least_s - spare_s
            worst = max(worst or (0.0, ""), (lacking, _contradict(first, second, spare_s)))
    if worst:
        raise InfeasibleError(worst[1], hint="check place, clock and date of both, or give larger errors")


def _list_marks(
    itinerary: Itinerary, stations: Stations, found: Sequence[Placed], departs_at: datetime | None
) -> Iterator[Mark]:
    if departs_at is not None:
        event = next(e for e in list_events(itinerary) if e.event == "dep")
        at_s, origin = _seconds(departs_at), stations[itinerary.origin]
        name = f"leaving {origin.name} at {format_local(departs_at, origin.zone)} {zone_city(origin.zone)}"
        yield Mark(event, at_s, at_s, at_s, name)
    for one in found:
        name, at_s = describe(stations, one), _seconds(one.at)
        if isinstance(one.evidence, Sighted):
            error_s = one.evidence.error_s
            yield Mark(one.event, at_s - error_s, at_s + error_s, at_s, name, one.is_bound)
        elif one.evidence.noticed == 1:
            yield Mark(one.event, at_s, None, at_s, name)


def _refuse_other_time(first: Mark, second: Mark) -> None:
    """Raise InfeasibleError where two marks of one event lie too far apart; a bound may lie long after."""
    if first.is_bound or second.is_bound:
        other, bound = (first, second) if second.is_bound else (second, first)
        apart_s = 0.0 if other.is_bound else float(other.first_s - (bound.last_s or 0))
    elif first.last_s is None and second.last_s is None:
        return
    elif first.last_s is None or second.last_s is None:
        seen, unseen = (second, first) if first.last_s is None else (first, second)
        apart_s = float(unseen.first_s - (seen.last_s or 0))
    else:
        widths = (first.last_s - first.first_s + second.last_s - second.first_s) / 2
        apart_s = abs(second.at_s - first.at_s) - DISAGREE * widths
    if apart_s > 0:
        gap = format_duration(abs(second.at_s - first.at_s))
        raise InfeasibleError(
            f"it cannot be both: {first.name}; {second.name}: {gap} apart at one place (0 km/h)",
            hint="check place, clock and date of both, or give larger errors",
        )


def _least_s(leg: Leg) -> float:
    return leg.length_m * 3.6 / (AIR_TOP_KMH if leg.basis == "geodesic" else TOP_KMH)


def _contradict(first: Mark, second: Mark, spare_s: int) -> str:
    length_m = second.event.at_m - first.event.at_m
    if spare_s <= 0:
        way = f"{format_km(length_m)} further on" if length_m else "the same place"
        early = format_duration(first.at_s - second.at_s)
        return f"it cannot be both: {first.name}; {second.name}: {way}, yet {early} before, which no speed in km/h does"
    speed = length_m / spare_s * 3.6
    return (
        f"it cannot be both: {first.name}; {second.name}: {format_km(length_m)} in at most {format_duration(spare_s)} "
        f"is {speed:,.0f} km/h, and no train runs above {TOP_KMH} km/h there"
    )


def describe(stations: Stations, found: Placed) -> str:
    """Return `seen arriving at Khasan Wed 24 Apr 2019 10:40 Vladivostok (±10 min)`."""
    item, name = found.evidence, stations[found.evidence.station].name
    at = f"{format_local(found.at, item.zone)} {zone_city(item.zone)}"
    if isinstance(item, Sighted):
        return f"seen {EVENT_NAMES[item.event]} {name} {at} (±{format_duration(item.error_s)})"
    return f"not seen {EVENT_NAMES[found.event.event]} {name} by {at}"


def refuse_late_arrival(stations: Stations, early: Sequence[Sighted | Unsighted], departs_at: datetime | None) -> None:
    """Raise InfeasibleError where it was seen to arrive at the origin after the departure that is given."""
    for item in early:
        if isinstance(item, Sighted) and departs_at and item.at - timedelta(seconds=item.error_s) > departs_at:
            name, at = stations[item.station].name, format_local(item.at, item.zone)
            raise InfeasibleError(
                f"it cannot be both: seen arriving at {name} {at} {zone_city(item.zone)}; leaving there at "
                f"{format_local(departs_at, item.zone)} {zone_city(item.zone)} (0 km/h)",
                hint="check the dates and clocks of both",
            )


def refuse_lost(stations: Stations, found: Sequence[Placed], progress: Progress) -> None:
    """Raise InfeasibleError where the last that is known is that it was not seen when it should long have come."""
    last = max((one.event.boundary for one in found if isinstance(one.evidence, Sighted)), default=-1)
    for misfit in progress.misfits:
        one = found[misfit.number]
        if isinstance(one.evidence, Unsighted) and one.event.boundary > last:
            raise InfeasibleError(
                f"{describe(stations, one)}: by then it should have come with more than 99.9%, so it stands somewhere "
                "for reasons unknown, and nothing says when it goes on",
                hint="give a later sighting with --seen, or the chance that it would have been noticed, such as 80%",
            )


def note_misfits(
    itinerary: Itinerary, stations: Stations, found: Sequence[Placed], progress: Progress, departs_at: datetime | None
) -> Iterator[str]:
    """Yield a note for each piece of evidence that is no case of the model, with the speed that it implies."""
    for misfit in progress.misfits:
        one = found[misfit.number]
        before = [
            m for m in _list_marks(itinerary, stations, found, departs_at) if m.event.boundary < one.event.boundary
        ]
        implied = ""
        if before:
            last = max(before, key=lambda m: (m.event.boundary, m.at_s))
            gap_s, length_m = _seconds(one.at) - last.at_s, one.event.at_m - last.event.at_m
            if gap_s > 0:
                speed = f"{length_m / gap_s * 3.6:.0f} km/h"
                implied = f" ({last.name}: {format_km(length_m)} in {format_duration(gap_s)}, {speed})"
        if misfit.is_fast:
            yield (
                f"{describe(stations, one)}{implied} is faster than the model holds possible: one of the two may be "
                "wrong; what follows is reckoned from it alone"
            )
        else:
            yield (
                f"{describe(stations, one)}{implied} is later than the model explains: it stood somewhere for reasons "
                "unknown; what follows is reckoned from there, with the pace as it was held before"
            )


class Variant(NamedTuple):
    """Another reading of one sighting: of the other event, or on the clock of another zone."""

    number: int
    event: str
    zone: str
    found: Placed


def list_variants(
    itinerary: Itinerary, stations: Stations, found: Sequence[Placed], neighbours: Sequence[StationCode]
) -> Iterator[Variant]:
    """Yield the other readings of each sighting: the other event there, a second passing, every other clock.

    The clocks are those of the stations on the way and of `neighbours` over a border, with Seoul's where the journey
    touches North Korea and Moscow's where it touches Russia; each offset counts once.
    """
    for number, one in enumerate(found):
        if not isinstance(one.evidence, Sighted):
            continue
        item = one.evidence
        other = "arr" if item.event == "dep" else "dep"
        moved = find_event(itinerary, stations, item.station, other)[0]
        if moved.boundary != one.event.boundary:
            yield Variant(number, other, "", one._replace(evidence=item._replace(event=other), event=moved, again=()))
        for again in one.again:
            yield Variant(number, "again", "", one._replace(event=again))
        reading = clock.to_local(item.at, item.zone).replace(tzinfo=None)
        used = {clock.offset_s(item.at, item.zone)}
        for zone in _list_clocks(itinerary, stations, neighbours):
            offset_s = clock.offset_s(item.at, zone)
            if offset_s not in used:
                used.add(offset_s)
                at = item.at + timedelta(seconds=clock.offset_s(item.at, item.zone) - offset_s)
                if clock.to_local(at, zone).replace(tzinfo=None) == reading:
                    yield Variant(number, "", zone, one._replace(evidence=item._replace(at=at, zone=zone)))


def _list_clocks(itinerary: Itinerary, stations: Stations, neighbours: Sequence[StationCode]) -> list[str]:
    touched = [stations[code] for code in (*itinerary.stations, *neighbours)]
    countries = {station.country for station in touched}
    named = [zone for country, zone in (("KP", "Asia/Seoul"), ("RU", "Europe/Moscow")) if country in countries]
    return list(dict.fromkeys([*(station.zone for station in touched), *named]))
