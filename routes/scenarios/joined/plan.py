"""The plan of a joined journey: when each leg is expected, what is ridden, and the chance of making each change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from routes.errors import InfeasibleError
from routes.ids import StationCode
from routes.itinerary import Item
from routes.scenarios.answers import EVEN
from routes.scenarios.joined.flow import Flow, run_pieces
from routes.scenarios.joined.legs import Modelled, Part, Timed
from routes.scenarios.joined.odds import HOPELESS, Relay, Ride, Run, View
from routes.timetable.odds import Turn, follow
from routes.timetable.routing import Trek, find_earliest
from routes.timing.lateness import build_lateness, spread_lateness
from routes.timing.spread import NOTHING, Spread, add_spreads, certain, quantile_s
from routes.timing.totals import total_times
from routes.timing.windows import last_ready

Span = tuple[int, int, int]
"""Early, expected and late seconds of the epoch."""


class Change(NamedTuple):
    """A change into a ride: until when one must be there, the chance of that, and what the next ride is worth.

    `chance` is that for one who made all changes before; `missed` is the chance of being in time by the next, which
    leaves at `then_s`, None where there is none. One who comes as expected has `spare_s` to spare.
    """

    at: StationCode
    ready_s: int
    chance: float
    missed: float | None
    spare_s: int
    then_s: int | None


class Turned(NamedTuple):
    """One leg as planned: its instants, what is ridden, the changes into each ride, and times at its boundaries.

    `times` are early, expected and late seconds of the epoch by boundary of a modelled leg; of one by timetable those
    of its end.
    """

    departs_s: int
    arrives_s: int
    trek: Trek | None
    changes: tuple[Change, ...]
    times: dict[int, Span]


class _Since(NamedTuple):
    """What lies since the last instant that is certain: delays and changes, modelled stages and their items.

    After a wait for a window it is when one is there, by chance, in their place.
    """

    at_s: int
    late: Spread = NOTHING
    runs: tuple[Run, ...] = ()
    items: tuple[Item, ...] = ()
    flow: Flow | None = None

    def list_times(self, boundaries: Sequence[int], pace: float, levels: Sequence[float]) -> dict[int, Span]:
        """Return when boundaries of the items are reached with each chance."""
        totals = total_times(self.items, boundaries, pace)
        spreads = {b: add_spreads((self.late, total)) for b, total in totals.items()}
        found = {}
        for boundary, spread in spreads.items():
            early, even, late = (self.at_s + round(quantile_s(spread, level)) for level in levels)
            found[boundary] = early, even, late
        return found

    def chance_by(self, ready_s: int, weights: Sequence[float]) -> float:
        """Return the chance of being through with all of it by an instant."""
        spreads = ([run.spreads[n % len(run.spreads)] for run in self.runs] for n in range(len(weights)))
        laws = (build_lateness(add_spreads((self.late, *own))) for own in spreads)
        return sum(w * law.by(ready_s - self.at_s) for w, law in zip(weights, laws, strict=True))


class Planned(NamedTuple):
    """What a plan is made from: the legs and their stages, what each is worth, the pace, and the chances told."""

    parts: Sequence[Part]
    relay: Relay
    views: Sequence[View]
    pace: float
    levels: tuple[float, float, float]
    flows: Sequence[Flow]


def plan_parts(planned: Planned, departs_s: int) -> list[Turned]:
    """Return each leg as it goes where all before it go as expected, by the rides that are worth most then.

    Where the expected comes after the last ride that leads on, that one is taken, and what lies before it is as of
    those who make it.
    Raises: InfeasibleError, where no ride leads on.
    """
    law, early_s = planned.relay.onset
    onset = spread_lateness(law)
    at_s, found = departs_s, list[Turned]()
    since = _Since(departs_s, onset._replace(base_s=onset.base_s - early_s))
    for n, (part, stage) in enumerate(zip(planned.parts, planned.relay.stages, strict=True)):
        since = since._replace(late=add_spreads((since.late, certain(part.change_s))))
        if isinstance(stage, Run) and isinstance(part.way, Modelled):
            plan = _run_by_flow if since.flow or stage.opens or stage.rest else _run
            turned, since = plan(planned, n, part.way, stage, since)
        elif isinstance(stage, Ride) and isinstance(part.way, Timed):
            turned, since = _ride(planned, n, part.way, since, at_s + part.change_s)
            found = [_keep_before(one, turned.departs_s - part.change_s) for one in found]
        else:
            raise TypeError("a leg and its stage are of two kinds")
        at_s = turned.arrives_s
        found.append(turned)
    return found


def _keep_before(turned: Turned, until_s: int) -> Turned:
    """Return a leg of which nothing is later than an instant."""
    if turned.arrives_s <= until_s:
        return turned
    early = {b: (min(a, until_s), min(e, until_s), min(c, until_s)) for b, (a, e, c) in turned.times.items()}
    return turned._replace(arrives_s=until_s, departs_s=min(turned.departs_s, until_s), times=early)


def _run_by_flow(planned: Planned, n: int, way: Modelled, stage: Run, since: _Since) -> tuple[Turned, _Since]:
    """Return a leg that waits for windows as planned: at these and its ends by chance, between them in proportion.

    What lies before all windows is as without them.
    """
    flow, end = planned.flows[n], len(way.itinerary.items)
    flows = run_pieces(stage, flow._replace(shift_s=flow.shift_s + planned.parts[n].change_s))
    marks = [0, *(b for b, _ in way.windows if 0 < b < end)]
    known = {b: _read_span(planned, one) for b, one in [*zip(marks, flows, strict=False), (end, flows[-1])]}
    times = {b: _share_out(way, known, b) for b in range(end + 1)}
    if not since.flow:
        before = len(since.items)
        free = since._replace(items=(*since.items, *way.itinerary.items))
        first = min((b for b, _ in way.windows), default=end)
        free_of = free.list_times(range(before, before + first), planned.pace, planned.levels)
        times |= {b - before: span for b, span in free_of.items()}
    return Turned(times[0][1], times[end][1], None, (), times), _Since(times[end][1], flow=planned.flows[n + 1])


def _read_span(planned: Planned, flow: Flow) -> Span:
    """Return when one is somewhere by chance; where a chance is not reached, the last instant that anybody is."""
    last_s = int(flow.marks.times[-1]) + flow.shift_s + round(max(law.seconds[-1] for law in flow.laws))
    early, even, late = (flow.find_s(planned.relay, level) for level in planned.levels)
    return (last_s if early is None else early, last_s if even is None else even, last_s if late is None else late)


def _share_out(way: Modelled, known: Mapping[int, Span], boundary: int) -> Span:
    """Return the times of a boundary, or its share by likely time of those known on either side of it."""
    if boundary in known:
        return known[boundary]
    start, end = max(b for b in known if b < boundary), min(b for b in known if b > boundary)
    part, whole = (sum(i.time.likely_s for i in way.itinerary.items[start:b]) for b in (boundary, end))
    early, even, late = (
        a + round((z - a) * part / whole) if whole else a for a, z in zip(known[start], known[end], strict=True)
    )
    return early, even, late


def _run(planned: Planned, _n: int, way: Modelled, stage: Run, since: _Since) -> tuple[Turned, _Since]:
    before, items = len(since.items), way.itinerary.items
    after = since._replace(runs=(*since.runs, stage), items=(*since.items, *items))
    times = after.list_times(range(before, before + len(items) + 1), planned.pace, planned.levels)
    times = {boundary - before: span for boundary, span in times.items()}
    return Turned(times[0][1], times[len(items)][1], None, (), times), after


def _ride(planned: Planned, n: int, way: Timed, since: _Since, at_s: int) -> tuple[Turned, _Since]:
    """Return a leg by timetable as planned, and what lies since its arrival by the timetable."""
    law, odds = way.delay.law, planned.views[n].odds
    late = spread_lateness(law)
    late_s = max(0, round(quantile_s(late, EVEN)))
    last_s = odds.start.times[0] if odds and odds.start.minus else at_s
    turns = follow(odds, min(at_s, last_s), late_s=late_s) if odds else []
    if odds is None or not turns or not turns[-1].choice.is_last:
        trek, changes = _find_next(way, at_s), list[Change]()
    else:
        last = turns[-1].choice
        trek = Trek(turns[0].ready_s, last.arrives_s + odds.egress[last.stop], tuple(t.choice.ride for t in turns))
        changes = list(_list_changes(way, turns, late_s=late_s))
        if n:
            there_s = turns[0].ready_s - planned.parts[n].change_s
            if since.flow:
                chance = since.flow.chance_by(planned.relay, there_s)
            else:
                chance = since.chance_by(turns[0].ready_s, planned.relay.weights)
            stage = planned.relay.stages[n - 1]
            due_s = last_ready(stage.entry, there_s) if isinstance(stage, Run) else there_s
            changes.insert(
                0, _describe(planned.parts[n].start, turns[0], due_s, chance, due_s - there_s + turns[0].ready_s - at_s)
            )
    early, even, high = (trek.arrives_s + max(0, round(quantile_s(late, level))) for level in planned.levels)
    turned = Turned(trek.departs_s, even, trek, tuple(changes), {1: (early, even, high)})
    return turned, _Since(trek.arrives_s, late)


def _find_next(way: Timed, at_s: int) -> Trek:
    """Return the first journey from an instant on, for one who comes too late to be in time."""
    opened = way.opened
    access = opened.start.access, opened.end.access
    if found := find_earliest(opened.network, *access, depart_s=at_s):
        return found[0]
    start, end, name = opened.start.station.name, opened.end.station.name, opened.network.table.name
    message = f"the timetable {name} has no journey from {start} to {end} after the expected arrival there"
    raise InfeasibleError(message, hint="leave earlier, or import a timetable of later days")


def _list_changes(way: Timed, turns: Sequence[Turn], *, late_s: int) -> Iterator[Change]:
    """Yield the changes between the rides of one leg, of which each vehicle is so late as expected."""
    table, codes = way.opened.network.table, way.opened.places.codes
    for before, turn in pairwise(turns):
        after_s = turn.ready_s - before.choice.arrives_s
        at = codes[int(table.arrays["stop"][turn.choice.ride.board])]
        yield _describe(at, turn, turn.ready_s, way.delay.law.by(after_s), after_s - late_s)


def _describe(at: StationCode, turn: Turn, there_s: int, chance: float, spare_s: int) -> Change:
    missed = None if turn.missed is None or turn.missed < HOPELESS else turn.missed
    return Change(at, there_s, chance, missed, spare_s, turn.then.departs_s if turn.then else None)
