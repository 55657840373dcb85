"""Which assumption flips the headline: for each, the single value at which its date or its verdict changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from math import ceil, floor, log10, sqrt
from typing import NamedTuple

from routes import clock
from routes.errors import InfeasibleError
from routes.itinerary import Item, Itinerary, Leg
from routes.scenarios.answers import EVEN, Answer
from routes.scenarios.assumptions import UNITS, Assumption
from routes.sentences import format_chance
from routes.timing.progress import chance_by, start_progress, time_by
from routes.timing.spread import Spread, quantile_s
from routes.timing.stages import start_s
from routes.timing.totals import total_time

NEVER = "never"
# From and to which a value is tried, and the finest step of its grid, by unit; times go to ten days, speeds to below
# what --set takes.
LIMITS = {"km/h": (1.0, 999.9), "log": (0.0, 0.6), "s": (0.0, 864e3), "min": (0.0, 14_400.0), "h": (0.0, 240.0)}
STEPS = {"km/h": 0.1, "log": 0.01, "s": 1.0, "min": 1.0, "h": 0.01}
Judge = Callable[[Itinerary, float], str]  # the verdict on a way and its chance
MOST_TRIALS = 14  # of what takes up to 0.1 s each: no further assumption is begun after these


class TurningPoint(NamedTuple):
    """The first value of an assumption, certain and with all else as it is, at which the headline `becomes` another.

    `direction` is `above` when all values from there up have it, `below` when all down from there. Without a value
    (None) no single one changes the headline.
    """

    key: str
    value: float | None = None
    direction: str = ""
    becomes: str = ""


class Again(NamedTuple):
    """A modelled journey, how it is planned with one assumption certain, as `--set KEY=VALUE` does, and asked about.

    `is_plain` where its times depend on nothing but the items of the itinerary. `judge`, where there is one, puts the
    verdict on a departure into words.
    """

    itinerary: Itinerary
    rebuild: Callable[[str, float], Itinerary]
    ask: Callable[[Itinerary], Answer]
    is_plain: bool = True
    judge: Judge | None = None


class Retrial(NamedTuple):
    """A question answered once, and how to have its headline `again` with one assumption certain.

    `threshold` is the chance of being in time that turns the verdict on a departure; `order` puts the assumptions that
    matter most first. After `most` answers, or the usual number, no further assumption is begun.
    """

    answer: Answer
    zones: tuple[str, str]
    assumptions: Mapping[str, Assumption]
    again: Again | Callable[[str, float], str]
    threshold: float = EVEN
    order: Sequence[str] = ()
    most: int = 0

    @property
    def planned(self) -> Again | None:
        """Return the modelled journey; None where only its headline can be had."""
        return self.again if isinstance(self.again, Again) else None

    @property
    def is_plain(self) -> bool:
        """Return whether its times depend on nothing but the items of the itinerary."""
        return isinstance(self.again, Again) and self.again.is_plain


class _Edges(NamedTuple):
    """The times under way beyond which the headline changes: a longer one and a shorter one, None where it does not.

    They are met by the time that the journey takes with a `chance`.
    """

    chance: float
    longer_s: int | None
    shorter_s: int | None


class _Rest(NamedTuple):
    """The journey without the items of one assumption, and the time that it takes."""

    items: tuple[Item, ...]
    time: Spread


class _Trials:
    """Headlines by assumption and value, each worked out once."""

    __slots__ = ("base", "count", "known", "rest", "retrial")

    def __init__(self, retrial: Retrial) -> None:
        itinerary = retrial.planned.itinerary if retrial.planned else None
        self.retrial, self.base, self.count = retrial, read_headline(retrial, itinerary, retrial.answer), 0
        self.known: dict[tuple[str, float], str] = {}
        self.rest: dict[str, _Rest] = {}

    def read(self, key: str, value: float) -> str:
        """Return the headline with one assumption certain."""
        if (key, value) not in self.known:
            self.known[key, value] = self._read(key, value)
        return self.known[key, value]

    def flips(self, key: str, value: float) -> bool:
        """Return whether the headline with one assumption certain is another than that of the answer."""
        return self.read(key, value) != self.base

    def _read(self, key: str, value: float) -> str:
        again = self.retrial.again
        try:
            if not isinstance(again, Again):
                self.count += 1
                return again(key, value)
            itinerary = again.rebuild(key, value)
            if self.retrial.is_plain:
                return _headline_of_time(self.retrial, itinerary, self._total(again.itinerary, key, itinerary))
            self.count += 1
            return read_headline(self.retrial, itinerary, again.ask(itinerary))
        except InfeasibleError:
            return NEVER

    def _total(self, usual: Itinerary, key: str, itinerary: Itinerary) -> Spread:
        """Return the time of a journey; where only what is certain is new, that of the rest moved by it."""
        own = [item.time for item in itinerary.items if key in item.keys]
        is_certain = all(time.low_s == time.high_s for time in own)  # not where a leg rests on others too
        if key == "pace" or not is_certain or self.find_rest(usual, key).items != _without(itinerary.items, key):
            return total_time(itinerary.items, itinerary.pace)
        rest = self.find_rest(usual, key).time
        return rest._replace(base_s=rest.base_s + sum(time.likely_s for time in own))

    def find_rest(self, itinerary: Itinerary, key: str) -> _Rest:
        """Return the journey without an assumption: what stays as it is while that one is varied."""
        if key not in self.rest:
            items = _without(itinerary.items, key)
            self.rest[key] = _Rest(items, total_time(items, itinerary.pace))
        return self.rest[key]


def _without(items: Sequence[Item], key: str) -> tuple[Item, ...]:
    return tuple(item for item in items if key not in item.keys)


def read_headline(retrial: Retrial, itinerary: Itinerary | None, answer: Answer) -> str:
    """Return what the reader takes home: the date of leaving or of arriving on the clock of the place, or a verdict."""
    if answer.on_time is not None:
        return _verdict(retrial, itinerary, answer.on_time)
    if answer.deadline is not None:
        leaving = [d.readings.even for d in answer.deadlines if d.event.event == "dep"][:1]
        return NEVER if leaving == [None] else format_day(answer.departs_at, retrial.zones[0])
    expected = answer.times[max(answer.times)].expected
    return NEVER if expected is None else format_day(expected, retrial.zones[1])


def format_day(instant: datetime, zone: str) -> str:
    """Return the date of an instant on the clocks of a zone, as a headline."""
    return clock.to_local(instant, zone).date().isoformat()


def _verdict(retrial: Retrial, itinerary: Itinerary | None, chance: float) -> str:
    if itinerary is not None and retrial.planned and retrial.planned.judge:
        return retrial.planned.judge(itinerary, chance)
    return format_odds(chance, retrial.threshold)


def format_odds(chance: float, threshold: float = EVEN) -> str:
    """Return whether a chance is as high as one that turns the verdict."""
    return f"in time with {format_chance(threshold)} or more" if chance >= threshold else "less likely to be in time"


def _headline_of_time(retrial: Retrial, itinerary: Itinerary, total: Spread) -> str:
    """Return the headline of a plain question whose journey takes this time."""
    answer = retrial.answer
    if answer.on_time is None and answer.deadline is not None:
        at_s = start_s(total, int(answer.deadline.timestamp()), EVEN)
        return format_day(datetime.fromtimestamp(at_s, UTC), retrial.zones[0])
    departs_s = int(answer.departs_at.timestamp())
    progress = start_progress({0: total}, departs_s)
    if answer.deadline is not None:
        return _verdict(retrial, itinerary, chance_by(progress, 0, int(answer.deadline.timestamp())))
    expected_s = time_by(progress, 0, EVEN)
    return NEVER if expected_s is None else format_day(datetime.fromtimestamp(expected_s, UTC), retrial.zones[1])


def list_turning_points(retrial: Retrial) -> tuple[TurningPoint, ...]:
    """Return the turning points of each assumption, or one without a value, the nearest first.

    Near is a small change against the likely value. Each value is on a grid (0.1 km/h, a minute, a hundredth of an
    hour, and finer where it is small); with it the headline is another, and with its neighbour toward the present
    value it is not. Where answers are dear, the assumptions that matter least may be left out.
    """
    trials = _Trials(retrial)
    edges = _find_edges(retrial)
    found = list[TurningPoint]()
    for key in sorted(retrial.assumptions, key=lambda k: [*retrial.order, k].index(k)):
        if trials.count < (retrial.most or MOST_TRIALS) or retrial.is_plain:
            points = [p for longer in (True, False) for p in _find_points(trials, edges, key, longer=longer)]
            found += points or [TurningPoint(key)]
    return tuple(sorted(found, key=lambda point: _distance(retrial.assumptions[point.key], point.value)))


def _distance(held: Assumption, value: float | None) -> float:
    scale = held.likely or held.high
    return float("inf") if value is None or not scale else abs(value - held.likely) / scale


def _find_edges(retrial: Retrial) -> _Edges:
    answer = retrial.answer
    deadline, departs = answer.deadline, answer.departs_at
    if answer.on_time is not None and deadline is not None:
        slack_s = clock.elapsed_s(departs, deadline)
        is_met = answer.on_time >= retrial.threshold
        return _Edges(retrial.threshold, slack_s if is_met else None, None if is_met else slack_s)
    if deadline is not None:
        day = clock.to_local(departs, retrial.zones[0]).date()
        ends = clock.day_start(day, retrial.zones[0]), clock.day_end(day, retrial.zones[0])
        return _Edges(EVEN, *(clock.elapsed_s(end, deadline) for end in ends))
    at_end = answer.times[max(answer.times)]
    day = clock.to_local(at_end.expected or at_end.early, retrial.zones[1]).date()
    ends = clock.day_end(day, retrial.zones[1]), clock.day_start(day, retrial.zones[1])
    return _Edges(EVEN, *(clock.elapsed_s(departs, end) for end in ends))


def _find_points(trials: _Trials, edges: _Edges, key: str, *, longer: bool) -> Iterator[TurningPoint]:
    """Yield the turning point of an assumption on the side of longer or of shorter journeys, if there is one."""
    edge_s, held = edges.longer_s if longer else edges.shorter_s, trials.retrial.assumptions[key]
    if edge_s is None:
        return
    up = longer != (held.unit == "km/h")
    guess: float | None = None
    if key != "pace" and (again := trials.retrial.planned):
        rest = trials.find_rest(again.itinerary, key).time
        guess = _solve(again.itinerary.items, key, held.unit, edge_s - quantile_s(rest, edges.chance))
    value: float | None = None
    if guess is not None:
        value = _settle(trials, key, guess, up=up)
    elif key != "pace" and trials.retrial.is_plain:
        return
    if value is None:
        value = _bisect(trials, key, guess, up=up)
    if value is not None:
        yield TurningPoint(key, value, "above" if up else "below", trials.read(key, value))


def _solve(items: Sequence[Item], key: str, unit: str, needed_s: float) -> float | None:
    """Return the value with which the items of an assumption take `needed_s`; None for one out of its limits."""
    low, high = LIMITS[unit]
    own = [item for item in items if key in item.keys]
    if unit == "km/h":
        length_m = sum(item.length_m for item in own if isinstance(item, Leg))
        value = length_m * 3.6 / needed_s if needed_s > 0 else high + 1
    else:
        value = needed_s / (len(own) * UNITS[unit]) if own else low - 1
    return value if low <= value <= high else None


def _step(unit: str, value: float) -> float:
    """Return the step of the grid at a value: three digits, or as much finer as the unit has it."""
    finest = STEPS[unit]
    return min(finest, 10.0 ** (floor(log10(value)) - 2)) if value > 0 else finest / 100


def _snap(unit: str, value: float, *, up: bool) -> float:
    """Return the nearest value of the grid above or below one, within its limits."""
    step = _step(unit, value)
    places = ceil(value / step - 1e-9) if up else floor(value / step + 1e-9)
    low, high = LIMITS[unit]
    return min(max(round(places * step, 9), low), high)


def _next(unit: str, value: float, *, up: bool) -> float:
    """Return the neighbour of a value on the grid."""
    return _snap(unit, value + (1 if up else -1) * _step(unit, value), up=up)


def _settle(trials: _Trials, key: str, guess: float, *, up: bool) -> float | None:
    """Return the value of the grid near a guess that flips the headline while its inner neighbour does not."""
    unit = trials.retrial.assumptions[key].unit
    value = _snap(unit, guess, up=up)
    for _ in range(3):
        inner = _next(unit, value, up=not up)
        if not trials.flips(key, value):
            value = _next(unit, value, up=up)
        elif trials.flips(key, inner) and inner != value:
            value = inner
        else:
            return value if inner != value else None
    return None


def _bisect(trials: _Trials, key: str, guess: float | None, *, up: bool) -> float | None:
    """Return the value that flips the headline while its inner neighbour does not, by halving; None for none found.

    It lies between a value that keeps the headline, such as the likely one, and the limit, which must flip it.
    """
    held = trials.retrial.assumptions[key]
    unit, limit = held.unit, LIMITS[held.unit][up]
    candidates = [held.likely, *(guess * f for f in (0.9, 1.1) if guess), held.low, held.high]
    inner = next((v for v in candidates if not trials.flips(key, v)), None)
    if inner is None or (limit > inner) != up or not trials.flips(key, limit):
        return None
    outer = limit
    for probe in (guess, *(guess * f for f in (0.9, 1.1))) if guess else ():
        if min(inner, outer) < probe < max(inner, outer):
            inner, outer = (inner, probe) if trials.flips(key, probe) else (probe, outer)
    while True:
        is_far = inner > 0 and outer > 0 and not 0.25 < inner / outer < 4
        middle = _snap(unit, sqrt(inner * outer) if is_far else (inner + outer) / 2, up=up)
        if not min(inner, outer) < middle < max(inner, outer):
            return _settle(trials, key, outer, up=up)
        inner, outer = (inner, middle) if trials.flips(key, middle) else (middle, outer)
