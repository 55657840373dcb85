"""From two stations and a train to an itinerary: the path, and every timed item on it with its assumptions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from routes.errors import InfeasibleError
from routes.estimate import ZERO
from routes.gazetteer.station import Station
from routes.geo import geodesic_m
from routes.ids import StationCode
from routes.itinerary import PACE_DEVIATION, Item, Itinerary, Leg, Work
from routes.network.graph import REGULAR, UNKNOWN_MM, Network, Segment, Turn
from routes.network.paths import Costs, Path, Step, find_path, find_tree
from routes.scenarios.assumptions import SET, Assumption, find_assumption, get_speed

ASKED_NOTE = "A reversal at a station that the question names; nothing is known of it."


class Trip(NamedTuple):
    """What is asked of the network: ends, stations to pass, countries to avoid (ISO codes), and which turns count.

    `approach` is the station that a train seen to arrive at the origin is taken to come from; None where nothing says.
    """

    origin: StationCode
    destination: StationCode
    via: tuple[StationCode, ...] = ()
    avoid: frozenset[str] = frozenset()
    turns: str = "regular"
    approach: StationCode | None = None


class Pace(NamedTuple):
    """What was known of one train, ready to price segments, turns and works. Every price names its assumptions."""

    known: Mapping[str, Assumption]
    gauges_mm: tuple[int, ...]
    stations: Mapping[StationCode, Station]

    def by_mode(self, mode: str) -> Pace:
        """Return the prices of one mode of a journey that changes: with its own shared pace, unless that is set."""
        own = self.known.get(f"pace.{mode}")
        if own is None or self.known["pace"].origin == SET:
            return self
        return self._replace(known={**self.known, "pace": own})

    def speed(self, segment: Segment) -> Assumption:
        """Return the pace on a segment, by the country of its start."""
        country = self.stations[segment.start].country
        return get_speed(self.known, country=country, line=segment.line, border=segment.border)

    def at(self, kind: str, code: StationCode) -> Assumption | None:
        """Return what a kind of work takes at a station: its own value, its country's, or that for everywhere."""
        return find_assumption(self.known, f"{kind}.{code}", f"{kind}.{self.stations[code].country}", kind)

    def costs(self, trip: Trip) -> Costs:
        """Return the likely seconds that the path search weighs; a hold of a way that the trip names is among them."""
        holds = self._hold_seconds(trip)
        return Costs(
            gauges_mm=self.gauges_mm,
            run_s=lambda segment: self.speed(segment).run(segment.length_m).likely_s,
            turn_s=lambda turn: self.turn(turn).time.likely_s,
            border_s=lambda _, code: self.likely_s("border", code),
            gauge_s=lambda code, *_: self.likely_s("gauge", code) if self.at("gauge", code) else None,
            stop_s=lambda code: self.likely_s("stop", code) + holds.get(code, 0),
        )

    def _hold_seconds(self, trip: Trip) -> dict[StationCode, int]:
        """Return the likely seconds of holds times their chance, by the far end of a way whose near end is named."""
        named = (trip.origin, *trip.via, trip.destination)
        found: dict[StationCode, int] = {}
        for key, hold in self.known.items():
            first, _, last = key.removeprefix("hold.").partition("-")
            if key.startswith("hold.") and last and (first in named or last in named):
                far = StationCode(last if first in named else first)
                found[far] = found.get(far, 0) + round(hold.time.likely_s * hold.law.chance)
        return found

    def likely_s(self, kind: str, code: StationCode) -> int:
        """Return the likely seconds of a work at a station; zero when the train does none there."""
        found = self.at(kind, code)
        return found.time.likely_s if found else 0

    def turn(self, turn: Turn) -> Assumption:
        """Return what a reversal takes: the train's own value for the turn or at that station, else the turn's."""
        held = self.known[_turn_key(turn)]
        return held if held.origin != turn.origin else self.known.get(f"reversal.{turn.at}", held)


def add_turns(known: Mapping[str, Assumption], turns: Iterable[Turn]) -> dict[str, Assumption]:
    """Return what is known with the minutes of every turn, for trains that have no value of their own there."""
    result = {_turn_key(turn): _turn_assumption(turn) for turn in turns}
    return result | dict(known)


def add_asked_turns(network: Network, via: Sequence[StationCode]) -> Network:
    """Return the network with a reversal at each via station: who names a dead end means the train to come back."""
    asked = [
        Turn(code, way.end, way.end, REGULAR, 10, 30, 60, "assumed", ASKED_NOTE, "--via")
        for code in dict.fromkeys(via)
        for way in network.ways_from(code)
        if network.find_turn(code, way.end, way.end) is None
    ]
    if not asked:
        return network
    turns = (*network.turns, *asked)
    return Network(network.segments, turns, network.stations, network.left_out, network.refusals, network.passed)


def _turn_key(turn: Turn) -> str:
    return f"reversal.{turn.at}.{turn.start}-{turn.end}"


def _turn_assumption(turn: Turn) -> Assumption:
    minutes = (turn.low_min, turn.likely_min, turn.high_min)
    return Assumption(_turn_key(turn), *minutes, "min", turn.source, turn.note, None, turn.origin)


def build_itinerary(
    network: Network, pace: Pace, trip: Trip, *, usual: bool = True, arrives: bool = False
) -> Itinerary:
    """Return the fewest-minutes itinerary of a trip, each leg and each work a separate timed item.

    With `usual` it stays in the countries of the stations named, where it can. With `arrives` it begins as the train
    arrives at the origin, with the works there, else as it leaves. Locomotive changes and holds are
    placed on the path once it is found; the search does not weigh them.
    Raises: InfeasibleError, when no path satisfies the trip.
    """
    if trip.origin == trip.destination:
        name = pace.stations[trip.origin].name
        raise InfeasibleError(f"the journey starts and ends at {name}", hint="name two different stations")
    path = find_path(
        network,
        trip.origin,
        trip.destination,
        costs=pace.costs(trip),
        via=trip.via,
        avoid=trip.avoid,
        turns=trip.turns,
        usual=usual,
    )
    if arrives and (longer := build_approach(network, pace, trip, usual=usual)):
        return longer
    return follow_path(network, pace, path, arrives=arrives)


def build_approach(network: Network, pace: Pace, trip: Trip, *, usual: bool = True) -> Itinerary | None:
    """Return the itinerary from the arrival at the origin on, with the works of the journey from `approach`.

    None where that journey does not pass the origin, or nothing says where the train came from.
    """
    if trip.approach in (None, trip.origin, trip.destination):
        return None
    asked = trip._replace(origin=trip.approach or trip.origin, approach=None)
    try:
        longer = build_itinerary(network, pace, asked, usual=usual)
    except InfeasibleError:
        return None
    ends = [n for n, item in enumerate(longer.items) if isinstance(item, Leg) and item.end == trip.origin]
    if not ends or longer.destination == trip.origin:
        return None
    between = (pace.stations[trip.origin].coordinate, pace.stations[trip.destination].coordinate)
    rest = longer.items[ends[0] + 1 :]
    return longer._replace(origin=trip.origin, items=rest, geodesic_m=geodesic_m(*between))


def build_itineraries(network: Network, pace: Pace, trip: Trip, country: str) -> dict[StationCode, Itinerary]:
    """Return the itineraries that `build_itinerary` gives to stations of a country, as far as one search finds them.

    Those of stations that a hold names depend on themselves, and are left out.
    """
    own = trip._replace(destination=trip.origin)
    held = {code for key in pace.known if key.startswith("hold.") for code in key.removeprefix("hold.").split("-")}
    paths = find_tree(
        network, trip.origin, country, costs=pace.costs(own), via=trip.via, avoid=trip.avoid, turns=trip.turns
    )
    return {code: follow_path(network, pace, path) for code, path in paths.items() if code not in held}


def follow_path(network: Network, pace: Pace, path: Path, *, arrives: bool = False) -> Itinerary:
    """Return the itinerary of a path (of at least one step), each leg and each work a separate timed item."""
    swaps, holds = _locomotive_changes(path, pace), _place_holds(path, pace)
    items: list[Item] = [*_works_at_origin(path, network, pace)] if arrives else []
    for index, step in enumerate(path.steps):
        items += _works_before(path, index, pace, swaps=swaps, holds=holds.get(index, ()))
        items.append(_leg(step, pace, network.wholes))
    origin, destination = path.steps[0].start, path.steps[-1].end
    ends = (pace.stations[origin].coordinate, pace.stations[destination].coordinate)
    paced = pace.known.get("pace")
    deviation = paced.likely if paced else PACE_DEVIATION
    return Itinerary(origin, destination, tuple(items), geodesic_m(*ends), deviation)


def _leg(step: Step, pace: Pace, wholes: Mapping[str, int]) -> Leg:
    segment, speed = step.segment, pace.speed(step.segment)
    return Leg(
        start=step.start,
        end=step.end,
        length_m=segment.length_m,
        error_m=segment.error_m,
        basis=segment.basis,
        whole=segment.whole,
        whole_m=wholes.get(segment.whole, 0),
        line=segment.line,
        gauge_mm=step.gauge_mm,
        border=segment.border,
        source=segment.source,
        time=speed.run(segment.length_m),
        keys=(speed.key,),
        law=speed.law,
        accessed=segment.accessed,
    )


def _works_before(
    path: Path, index: int, pace: Pace, *, swaps: frozenset[int], holds: Sequence[Assumption]
) -> list[Work]:
    """Return the works at the start of step `index`, none at the origin: the journey begins as the train leaves."""
    if index == 0:
        return []
    before, after = path.steps[index - 1], path.steps[index]
    code = after.start
    works: list[Work | None] = []
    if before.segment.border:
        works.append(_work("border", code, pace))
    if _changes_gauge(before, after, pace.stations[code]):
        works.append(_work("gauge", code, pace))
    if index in swaps:
        works.append(_work("locomotive", code, pace))
    works.append(_reversal(after.turn, pace) if after.turn else None)
    works.append(_work("stop", code, pace))
    works += [Work("hold", code, hold.time, (hold.key,), hold.law) for hold in holds]
    if after.segment.border:
        works.append(_work("border", code, pace))
    return [w for w in works if w and w.time != ZERO]


def _changes_gauge(before: Step, after: Step, station: Station) -> bool:
    """Return whether the gauge changes at a station: known to, or beyond a border where main gauges differ."""
    if UNKNOWN_MM in (before.gauge_mm, after.gauge_mm):
        return before.segment.border and station.changes_gauge and not station.gauges_mm
    return before.gauge_mm != after.gauge_mm


def _works_at_origin(path: Path, network: Network, pace: Pace) -> list[Work]:
    """Return what a train that came from elsewhere does at the origin before it goes on.

    Which way it came is not known: a border counts where another way leads over one; a change of gauge where every
    other way has another gauge, or one has and this train is known to change there; a locomotive where this train is
    known to change it there and the wires are others than on every other way.
    """
    first, code = path.steps[0], path.steps[0].start
    others = [way.segment for way in network.ways_from(code) if way.end != first.end]
    works: list[Work | None] = []
    if any(segment.border for segment in others):
        works.append(_work("border", code, pace))
    changes = f"gauge.{code}" in pace.known and any(set(s.gauges_mm) - {first.gauge_mm, UNKNOWN_MM} for s in others)
    is_known = UNKNOWN_MM not in (first.gauge_mm, *(gauge_mm for s in others for gauge_mm in s.gauges_mm))
    if changes or (others and is_known and not any(first.gauge_mm in segment.gauges_mm for segment in others)):
        works.append(_work("gauge", code, pace))
    wires = first.segment.electrified
    if others and f"locomotive.{code}" in pace.known and all(s.electrified is (not wires) for s in others):
        works.append(_work("locomotive", code, pace))
    works.append(_work("stop", code, pace))
    if first.segment.border:
        works.append(_work("border", code, pace))
    return [w for w in works if w and w.time != ZERO]


def _work(kind: str, code: StationCode, pace: Pace) -> Work | None:
    found = pace.at(kind, code)
    return Work(kind, code, found.time, (found.key,), found.law) if found else None


def _place_holds(path: Path, pace: Pace) -> dict[int, list[Assumption]]:
    """Return the voluntary holds by the step before which the train stands.

    `hold.khasan` is at that station. `hold.pyongyang-tumangang` is somewhere on the way from one to the other,
    for a journey that passes both; it is placed at the last of these stations where the train is under way, so
    that every earlier place still lies before it.
    """
    starts = [step.start for step in path.steps]
    passed = [*starts, path.steps[-1].end]
    placed: dict[int, list[Assumption]] = {}
    for key, hold in pace.known.items():
        kind, _, where = key.partition(".")
        first, _, last = where.partition("-")
        if kind != "hold" or first not in passed or (last and last not in passed):
            continue
        begins, ends = (
            passed.index(StationCode(first)),
            len(passed) - 1 - passed[::-1].index(StationCode(last or first)),
        )
        index = min(ends, len(starts) - 1)
        if begins <= index and index > 0:
            placed.setdefault(index, []).append(hold)
    return placed


def _reversal(turn: Turn, pace: Pace) -> Work:
    found = pace.turn(turn)
    return Work("reversal", turn.at, found.time, (found.key,), found.law)


def _locomotive_changes(path: Path, pace: Pace) -> frozenset[int]:
    """Return the step indexes before which the locomotive changes.

    A diesel runs on under the wires to the first station where this train changes; an electric one is
    exchanged at the last such station before the wires end. No such station on the way: no change.
    """
    wires = [step.segment.electrified for step in path.steps]
    can = [f"locomotive.{step.start}" in pace.known for step in path.steps]
    found: set[int] = set()
    for index in range(1, len(wires)):
        if wires[index - 1] is False and wires[index]:
            found ^= {_first(index, wires, can, step=1)}
        elif wires[index - 1] and wires[index] is False:
            found ^= {_first(index, wires, can, step=-1)}
    return frozenset(found - {0})


def _first(index: int, wires: Sequence[bool | None], can: Sequence[bool], *, step: int) -> int:
    """Return the first place from `index` on, along the wires, where the locomotive can change; 0 when none."""
    while 0 < index < len(wires) and (wires[index] if step > 0 else wires[index - 1]):
        if can[index]:
            return index
        index += step
    return 0
