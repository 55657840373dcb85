"""Documented journeys forecast from what was known at their start, and after each sighting, without themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from routes.errors import InfeasibleError
from routes.itinerary import Item, Itinerary, Leg
from routes.scenarios.assumptions import Assumption, Clocked, Train
from routes.scenarios.calibrate import fit_train, group_journeys, list_clocked, strip_fit
from routes.scenarios.clocked import Unclocked, find_unclocked
from routes.scenarios.journeys import Forecast, Observation, find_outcome
from routes.scenarios.spans import (
    CLOCKED_GRADES,
    Part,
    Underlay,
    build_underlay,
    build_way,
    cut_parts,
    end_boundary,
    start_boundary,
)
from routes.scenarios.world import World
from routes.timing.chance import build_chain, build_pace
from routes.timing.forecast import Sighting, look_ahead
from routes.timing.learn import bell
from routes.timing.spread import Spread, mix_spreads
from routes.timing.stages import build_stages, list_nodes

FLAT_KMH = 60
"""The pace of the baseline that knows nothing else, as press reports give it for this train anywhere."""

GetTrain = Callable[[str], Train]


class Scored(NamedTuple):
    """A forecast of one row from another, the start or the last sighting before it: spreads are seconds of the epoch.

    `prior` is the forecast without any fit, `flat_s` the one at 60 km/h. `fitted` are the assumptions in the forecast
    that other journeys had taught by then, and `unclocked` the stretches that none of them had been clocked on.
    """

    train: str
    start: Observation
    end: Observation
    spread: Spread
    prior: Spread
    flat_s: int
    length_m: int
    fitted: tuple[str, ...]
    unclocked: tuple[Unclocked, ...]

    @property
    def seen_s(self) -> int:
        """Return when the row says that it happened, in seconds of the epoch."""
        return int(self.end.at.timestamp())

    @property
    def start_s(self) -> int:
        """Return when the forecast starts, in seconds of the epoch."""
        return int(self.start.at.timestamp())


class Unscored(NamedTuple):
    """A row that is not forecast, and why."""

    row: Observation
    reason: str


class Backtest(NamedTuple):
    """Every forecast, every row without one, and what the press foretold of the same journeys with what came."""

    scored: tuple[Scored, ...]
    unscored: tuple[Unscored, ...]
    press: tuple[tuple[Forecast, Observation], ...]
    journeys: tuple[str, ...]


class _Case(NamedTuple):
    """What one journey is forecast with: the priors of its train, and the rows of all other journeys of that train."""

    world: World
    prior: Train
    others: tuple[Observation, ...]

    def frames(self, as_of: datetime) -> tuple[Underlay, Underlay, tuple[Clocked, ...]]:
        """Return what was known at an instant with the fit and without it, and the runs clocked by then."""
        rows = [row for row in self.others if row.known_from <= as_of]
        fit = fit_train(self.world, self.prior, rows, as_of=as_of)
        known: Mapping[str, Assumption] = {**fit.underlay.known, **{entry.key: entry for entry in fit.entries}}
        fitted = fit.underlay._replace(pace=fit.underlay.pace._replace(known=known))
        return fitted, fit.underlay, tuple(list_clocked(fit))


def backtest(
    world: World,
    rows: Sequence[Observation],
    others: Sequence[Observation],
    forecasts: Sequence[Forecast],
    *,
    get_train: GetTrain,
) -> Backtest:
    """Return the forecasts of the rows' journeys, each fitted from all documented `others` but the journey itself."""
    scored: list[Scored] = []
    unscored: list[Unscored] = []
    trains: dict[str, Train] = {}
    for journey, own in group_journeys(rows).items():
        name = own[0].train
        prior = trains.setdefault(name, strip_fit(get_train(name)))
        rest = tuple(row for row in others if row.journey != journey and row.train == name)
        for result in _forecast_journey(_Case(world, prior, rest), own):
            if isinstance(result, Scored):
                scored.append(result)
            else:
                unscored.append(result)
    unscored.sort(key=lambda u: (u.row.journey, u.row.seq))
    told = [(forecast, find_outcome(forecast, rows)) for forecast in forecasts]
    press = tuple((f, o) for f, o in told if o and o.confidence in CLOCKED_GRADES)
    return Backtest(tuple(scored), tuple(unscored), press, tuple(group_journeys(rows)))


def _forecast_journey(case: _Case, rows: Sequence[Observation]) -> Iterator[Scored | Unscored]:
    """Yield a forecast or a reason for each row of a journey, in order; several forecasts of one row after another."""
    underlay = build_underlay(case.world, case.prior, rows[0].at)
    has_start = False
    for part in cut_parts(underlay, rows, at_departures=False):
        sure = [row for row in part.rows if row.confidence in CLOCKED_GRADES]
        for row in part.rows:
            if row.confidence not in CLOCKED_GRADES:
                yield Unscored(row, f"graded {row.confidence}")
        if sure:
            yield Unscored(sure[0], _start_reason(part, sure, is_first=not has_start))
            has_start = True
        if len(sure) < 2:
            continue
        try:
            yield from _forecast_part(case, _trim_part(underlay, part, sure), sure)
        except InfeasibleError as fault:
            yield from (Unscored(row, fault.message) for row in sure[1:])


def _start_reason(part: Part, sure: Sequence[Observation], *, is_first: bool) -> str:
    if is_first:
        return "the start: the first row graded A or B"
    if sure[0] is part.rows[0]:
        return f"a new start: {part.opened_by}"
    return f"no start: {part.opened_by}, and nothing after that is graded A or B before it"


def _trim_part(underlay: Underlay, part: Part, sure: Sequence[Observation]) -> Part:
    """Return the rows from the first sure one to the last, with the one before it where the train can have come so.

    Where it came from says what is done at the start, as at a border.
    """
    seqs = [row.seq for row in part.rows]
    first, last = (seqs.index(sure[i].seq) for i in (0, -1))
    longer = part._replace(rows=part.rows[max(0, first - 1) : last + 1])
    try:
        build_way(underlay, longer.rows)
    except InfeasibleError:
        return part._replace(rows=part.rows[first : last + 1])
    return longer


def _forecast_part(case: _Case, part: Part, sure: Sequence[Observation]) -> Iterator[Scored]:
    """Yield the forecast of each later row from the first sure one, and again from each one after it."""
    for index, start in enumerate(sure[:-1]):
        fitted, prior, runs = case.frames(start.at)
        course, bare = _run_part(fitted, part, sure, index), _run_part(prior, part, sure, index)
        for end in sure[index + 1 :]:
            items = course.between(start, end)
            legs = [item for item in items if isinstance(item, Leg)]
            length_m = sum(leg.length_m for leg in legs)
            keys = dict.fromkeys([*(key for item in items for key in item.keys), *(["pace"] if legs else [])])
            yield Scored(
                train=case.prior.name,
                start=start,
                end=end,
                spread=course.times[end.seq],
                prior=bare.times[end.seq],
                flat_s=int(start.at.timestamp()) + round(length_m * 3.6 / FLAT_KMH),
                length_m=length_m,
                fitted=tuple(key for key in keys if key in fitted.known and fitted.known[key].is_fitted),
                unclocked=tuple(find_unclocked(legs, runs)),
            )


class _Course(NamedTuple):
    """The items of a part, the boundaries of its rows by seq, and when each row after the last sighting comes."""

    items: tuple[Item, ...]
    starts: Mapping[int, int]
    ends: Mapping[int, int]
    times: Mapping[int, Spread]

    def between(self, start: Observation, end: Observation) -> tuple[Item, ...]:
        """Return what lies between two rows."""
        return self.items[self.starts[start.seq] : self.ends[end.seq]]


def _run_part(underlay: Underlay, part: Part, sure: Sequence[Observation], seen: int) -> _Course:
    """Return the times of all rows after the one at index `seen`, with the pace that the sightings up to it show.

    Where no pace fits them all, only the last one counts.
    """
    way = build_way(underlay, part.rows)
    marks = dict(zip((row.seq for row in part.rows), way.marks, strict=True))
    starts = {row.seq: start_boundary(row, marks[row.seq]) for row in sure}
    ends = {row.seq: end_boundary(row, marks[row.seq]) for row in sure}
    course = _Course(way.items, starts, ends, {})
    try:
        return course._replace(times=_look(course, underlay.deviation, sure, seen))
    except InfeasibleError:
        return course._replace(times=_look(course, underlay.deviation, sure[seen:], 0))


def _look(course: _Course, deviation: float, sure: Sequence[Observation], seen: int) -> dict[int, Spread]:
    first = course.starts[sure[0].seq]
    own = Itinerary(sure[0].station, sure[-1].station, course.items[first:], 0, deviation)
    bounds = [b - first for row in sure for b in (course.starts[row.seq], course.ends[row.seq]) if b >= first]
    nodes = list_nodes(own, bounds)
    chain = build_chain(build_stages(own, nodes=nodes), build_pace(deviation))
    start = bell(sure[0].precision_s / 2)
    sightings = [
        Sighting(nodes.index(course.starts[row.seq] - first), int(row.at.timestamp()), row.precision_s / 2)
        for row in sure[1 : seen + 1]
    ]
    forecast = look_ahead(chain, start._replace(base_s=start.base_s + int(sure[0].at.timestamp())), sightings)
    return {
        row.seq: mix_spreads(forecast.weights, forecast.times[nodes.index(course.ends[row.seq] - first)])
        for row in sure[seen + 1 :]
    }
