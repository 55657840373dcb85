"""How far by now of a train that was seen: the places on and behind its way, by chance, from its last sighting on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from routes.errors import InfeasibleError, UsageError
from routes.ids import StationCode
from routes.itinerary import Itinerary
from routes.scenarios.clues import Placed, find_all, find_event, refuse_impossible, refuse_late_arrival
from routes.scenarios.departures import Departure
from routes.scenarios.evidence import Sighted, Unsighted
from routes.scenarios.modes import AIR
from routes.scenarios.timed import Told
from routes.scenarios.window_phrases import ALWAYS_OPEN, build_windows, find_span
from routes.scenarios.world import World
from routes.timing.progress import Clue, Progress, run_progress
from routes.timing.stages import NO_WINDOWS
from routes.timing.windows import Window


class Known(NamedTuple):
    """What was told of a reach: all of it, the way to where the train was last seen, and when it left."""

    told: Told
    last: Sighted | None
    way: Itinerary | None
    left: Departure

    @property
    def departs_at(self) -> datetime | None:
        """Return the instant of leaving, where that is one."""
        return self.left.first if self.left.first == self.left.last else None


def drop_own(told: Told, origin: StationCode, left: Departure, world: World) -> tuple[Told, list[str]]:
    """Return what was told without that of the origin, which its departure says better, and a note on each such.

    Raises: InfeasibleError, where it was seen to arrive there after it left.
    """
    own = [item for item in told.evidence if item.station == origin]
    refuse_late_arrival(world.gazetteer.stations, [item for item in own if _has_come(item)], left.last)
    notes = [
        f'"{item.text}" is of the place that it left, whose departure is given, and changes nothing' for item in own
    ]
    return told._replace(evidence=tuple(item for item in told.evidence if item not in own)), notes


def _has_come(item: Sighted | Unsighted) -> bool:
    return isinstance(item, Sighted) and item.event == "arr"


def find_known(told: Told, ways: Sequence[Itinerary], left: Departure, world: World, *, mode: str) -> Known:
    """Return what was told with the way to the last place where the train was seen.

    Raises: UsageError, for what was told of a plane, or seen where no way leads; InfeasibleError, where not all can be
    true.
    """
    if mode == AIR:
        raise UsageError("what was seen, and windows, are those of a train", hint="leave --seen and --window out")
    seen = [item for item in told.evidence if isinstance(item, Sighted)]
    last = max(seen, key=lambda item: item.at, default=None)
    if last is None:
        return Known(told, None, None, left)
    stations = world.gazetteer.stations
    way = next((way for way in ways if way.destination == last.station), None)
    if way is None:
        name = stations[last.station].name
        hint = "take a later --at, or ask latest-departure, arrival or feasible of one journey"
        raise UsageError(f"no way leads to {name}, where it was seen, in that time", hint=hint)
    known = Known(told, last, way, left)
    refuse_impossible(way, stations, _find_on(world, way, seen), known.departs_at)
    return known


def _find_on(world: World, way: Itinerary, evidence: Sequence[Sighted | Unsighted]) -> tuple[Placed, ...]:
    on = [item for item in evidence if item.station in way.stations]
    return find_all(way, world.gazetteer.stations, on)


def keep_passing(known: Known, ways: Sequence[Itinerary], world: World) -> list[Itinerary]:
    """Return the ways that lead through where the train was last seen, and to each place on the way there."""
    if known.way is None:
        return list(ways)
    to_it, kept = known.way.items, list[Itinerary]()
    for way in ways:
        if way.destination in known.way.stations:
            event = find_event(known.way, world.gazetteer.stations, way.destination, "arr")[0]
            kept.append(way._replace(items=to_it[: event.boundary]))
        elif way.items[: len(to_it)] == to_it:
            kept.append(way)
    return kept


def run_ways(world: World, known: Known, ways: Sequence[Itinerary]) -> Iterator[tuple[Itinerary, Progress]]:
    """Yield each way with its progress; one that is the beginning of a longer one is worked out with that."""
    if known.way is not None and known.departs_at is not None:
        ahead = [way for way in ways if len(way.items) > len(known.way.items)]
        yield from _run_behind(world, known, known.way, [way for way in ways if way not in ahead])
        ways = ahead
    chains: list[tuple[Itinerary, list[Itinerary]]] = []
    for way in sorted(ways, key=lambda w: -len(w.items)):
        held = next((on for whole, on in chains if whole.items[: len(way.items)] == way.items), None)
        if held is None:
            chains.append((way, [way]))
        else:
            held.append(way)
    for whole, on in chains:
        progress = _run(world, known, whole, [len(way.items) for way in on])
        yield from ((way, progress) for way in on)


def _run_behind(
    world: World, known: Known, whole: Itinerary, ways: Sequence[Itinerary]
) -> Iterator[tuple[Itinerary, Progress]]:
    """Yield the ways that end on the way to the last sighting with their progress, which begins when it left."""
    found = _find_on(world, whole, known.told.evidence)
    start = int(known.left.first.timestamp())
    ends, clues = [len(way.items) for way in ways], [one.clue for one in found]
    progress = run_progress(whole, start, boundaries=ends, windows=_open(world, known, whole), clues=clues)
    yield from ((way, progress) for way in ways)


def _open(world: World, known: Known, whole: Itinerary) -> Mapping[int, Window]:
    """Return the windows on a way."""
    hours = [h for h in known.told.hours if h.station in whole.stations and h.rule != ALWAYS_OPEN]
    if not hours:
        return NO_WINDOWS
    instants = [known.left.first, *((known.last.at,) if known.last else ())]
    return build_windows(whole, world.gazetteer.stations, hours, find_span(whole, instants, len(hours)))


def _run(world: World, known: Known, whole: Itinerary, ends: Sequence[int]) -> Progress:
    absent = [item for item in known.told.evidence if isinstance(item, Unsighted)]
    found = _find_on(world, whole, [*([known.last] if known.last else []), *absent])
    windows = _open(world, known, whole)
    clues: list[Clue] = [one.clue for one in found]
    start = None if known.last else int(known.left.first.timestamp())
    if known.last and not any(isinstance(one.evidence, Sighted) for one in found):
        raise InfeasibleError("it was seen off this way", hint="ask of one journey")
    return run_progress(whole, start, boundaries=ends, windows=windows, clues=clues)


def note_known(world: World, known: Known, *, off: int) -> Iterator[str]:
    """Yield what is to be said of what was told: from where it is reckoned, and what is left out."""
    if known.last is None:
        return
    name = world.gazetteer.stations[known.last.station].name
    yield f"it is reckoned from {name}, where it was last seen; what the pace was before that is not weighed"
    if off:
        yield f"{off} places whose way does not lead through {name}, and that are not on the way there, are left out"
