"""A train's profile fitted: what documented journeys say of its pace and its works, from priors that knew none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from math import exp, hypot, log, sqrt
from typing import NamedTuple

from routes.estimate import COVERAGE, Law
from routes.scenarios.assumptions import FITTED, UNITS, Assumption, Clocked, Train
from routes.scenarios.credit import Judged, judge_rows
from routes.scenarios.journeys import Observation, select_known
from routes.scenarios.spans import Underlay, build_underlay
from routes.scenarios.world import World
from routes.sentences import format_chance
from routes.timing.elicited import LogT, build_log_t, build_spread
from routes.timing.learn import PRIOR, Learned, LogCase, Stand, learn_logs, mix_stands
from routes.timing.spread import quantile_s

LOW, EVEN, HIGH = 0.1, 0.5, 0.9
_UNIT_S = 100_000


class Fit(NamedTuple):
    """What was known at one instant: the frame of priors, what became of each pair of rows, and the fitted entries."""

    underlay: Underlay
    judged: tuple[Judged, ...]
    entries: tuple[Assumption, ...]


class Calibration(NamedTuple):
    """The fit as of an instant, every entry that was ever fitted up to then, and the clocked runs, each when known."""

    train: Train
    fit: Fit
    entries: tuple[Assumption, ...]
    clocked: tuple[Clocked, ...]


Memo = dict[tuple[str, tuple[int, ...], tuple[Assumption, ...]], tuple[Judged, ...]]


def strip_fit(train: Train) -> Train:
    """Return a profile with its priors alone: without what was fitted from journeys."""
    priors = tuple(entry for entry in train.assumptions if not entry.is_fitted)
    return train._replace(assumptions=priors, clocked=())


def calibrate(world: World, train: Train, rows: Sequence[Observation], *, as_of: datetime) -> Calibration:
    """Return what the rows of a train's journeys teach, step by step as they became known up to `as_of`.

    There is an entry for each instant at which the fit of its key changes, so that whoever asks as of an earlier one
    sees what could be fitted then.
    """
    prior, memo, clocked = strip_fit(train), Memo(), dict[tuple[object, ...], Clocked]()
    entries: list[Assumption] = []
    fit = fit_train(world, prior, select_known(rows, as_of=as_of), as_of=as_of)
    for instant in _list_instants(prior, rows, as_of):
        fit = fit_train(world, prior, select_known(rows, as_of=instant), as_of=instant, memo=memo)
        latest = {entry.key: entry for entry in entries}
        entries += [e for e in fit.entries if e.key not in latest or not _is_same(e, latest[e.key])]
        for run in list_clocked(fit):
            clocked.setdefault((run.journey, run.stations), run)
    ordered = sorted(entries, key=lambda e: (e.key, e.known_from))
    return Calibration(train, fit, tuple(ordered), tuple(sorted(clocked.values(), key=lambda c: (c.known_from, c[:2]))))


def _list_instants(train: Train, rows: Sequence[Observation], as_of: datetime) -> list[datetime]:
    """Return each instant at which a row became known, or later a prior, up to `as_of`."""
    first = min((row.known_from for row in rows), default=as_of)
    priors = {entry.known_from for entry in train.assumptions if entry.known_from and entry.known_from > first}
    return sorted(t for t in {*priors, *(row.known_from for row in rows)} if t <= as_of)


def _is_same(entry: Assumption, other: Assumption) -> bool:
    return entry._replace(known_from=None) == other._replace(known_from=None)


def fit_train(
    world: World, prior: Train, rows: Sequence[Observation], *, as_of: datetime, memo: Memo | None = None
) -> Fit:
    """Return what these rows say at an instant, from the priors known then."""
    underlay = build_underlay(world, prior, as_of)
    judged: list[Judged] = []
    for journey, own in group_journeys(rows).items():
        slot = (journey, tuple(row.seq for row in own), tuple(underlay.known.values()))
        found = memo.get(slot) if memo is not None else None
        found = tuple(judge_rows(underlay, own)) if found is None else found
        if memo is not None:
            memo[slot] = found
        judged += found
    return Fit(underlay, tuple(judged), tuple(_fit_entries(underlay, judged, as_of)))


def group_journeys(rows: Sequence[Observation]) -> dict[str, list[Observation]]:
    """Return the rows of each journey, by seq; journeys by code."""
    found: dict[str, list[Observation]] = {}
    for row in sorted(rows, key=lambda row: (row.journey, row.seq)):
        found.setdefault(row.journey, []).append(row)
    return found


def list_clocked(fit: Fit) -> Iterator[Clocked]:
    """Yield every run with a clock time at both ends, whether or not the fit could use it."""
    for span in (case.span for case in fit.judged):
        if span and span.is_clocked and span.length_m:
            journey = span.start.journey
            yield Clocked(journey, span.stations, span.length_m, span.elapsed_s, span.known_from)


def _fit_entries(underlay: Underlay, judged: Sequence[Judged], as_of: datetime) -> Iterator[Assumption]:
    """Yield what is learned at an instant: each pace, the pace that the legs of a journey share, and each work."""
    used = [case for case in judged if not case.reason]
    runs, works = ([c for c in used if c.log], [c for c in used if c.stand])
    keys = sorted({case.key for case in runs})
    if keys:
        learned = learn_logs({key: _pool([c for c in runs if c.key == key]) for key in keys})
        yield from (_fit_speed(underlay.known[key], learned, [c for c in runs if c.key == key], as_of) for key in keys)
        yield _fit_pace(learned, runs, as_of)
    for key in sorted({case.key for case in works}):
        yield _fit_work(underlay.known[key], [c for c in works if c.key == key], as_of)


def _pool(cases: Sequence[Judged]) -> list[LogCase]:
    """Return one case for each journey: its spans of one pace together, since they share what made it slow or fast."""
    pooled = []
    for journey in dict.fromkeys(case.start.journey for case in cases):
        own = [(c.log, c.base_s) for c in cases if c.start.journey == journey and c.log]
        run_s = sum(exp(case.log) * base_s for case, base_s in own)
        error_s = hypot(*(case.error * exp(case.log) * base_s for case, base_s in own))
        pooled.append(LogCase(log(run_s / sum(base_s for _, base_s in own)), error_s / run_s))
    return pooled


def _fit_speed(prior: Assumption, learned: Learned, cases: Sequence[Judged], as_of: datetime) -> Assumption:
    """Return the level of a pace: low and high are its 10 and 90 % points; what one journey adds is `pace`."""
    level = learned.levels[prior.key]
    scale, likely = learned.scale / sqrt(level.weight), prior.likely * exp(-level.middle)
    factor = quantile_s(build_log_t(_UNIT_S, LogT(learned.freedom, 0.0, scale)), HIGH) / _UNIT_S
    weight = (PRIOR.deviation / PRIOR.mean_deviation) ** 2
    note = (
        f"The level of the pace by log-t: the prior {_range(prior)}, which weighs {weight:g} of a journey, and "
        f"{_count(cases)}. One journey scatters about it by `pace`."
    )
    entry = _entry(prior, (likely / factor, likely, likely * factor), cases, as_of, note)
    return entry._replace(law=Law(freedom=round(learned.freedom, 2), scale=round(scale, 4)))


def _fit_pace(learned: Learned, cases: Sequence[Judged], as_of: datetime) -> Assumption:
    deviation = round(learned.deviation, 3)
    note = (
        f"By how much one journey's log pace scatters about the train's level, by {_count(cases)} and a prior of "
        f"{PRIOR.deviation:g} with {PRIOR.freedom:g} degrees of freedom; as a normal deviation."
    )
    pace = Assumption("pace", deviation, deviation, deviation, "log", "", "", as_of, "")
    return _entry(pace, (deviation,) * 3, cases, as_of, note)


def _fit_work(prior: Assumption, cases: Sequence[Judged], as_of: datetime) -> Assumption:
    """Return the mixture of the prior and each case, all of one weight: its chance, and what holds when it comes."""
    before = Stand(prior.law.chance, build_spread(prior.time, prior.law._replace(chance=1.0)))
    mixed = mix_stands([before, *(case.stand for case in cases if case.stand)])
    points = [quantile_s(mixed.time, chance) / UNITS[prior.unit] for chance in (LOW, EVEN, HIGH)]
    came = "" if prior.law.chance == 1 else f", that comes with {format_chance(prior.law.chance)}"
    note = (
        f"The 10, 50 and 90 % points of a mixture, all of one weight: the prior {_range(prior)}{came}, and "
        f"{_count(cases)}."
    )
    entry = _entry(prior, (points[0], points[1], points[2]), cases, as_of, note)
    return entry._replace(law=Law(chance=round(mixed.chance, 2)))


def _entry(
    prior: Assumption, points: tuple[float, float, float], cases: Sequence[Judged], as_of: datetime, note: str
) -> Assumption:
    """Return an assumption in the unit of its prior, rounded to what a profile is written to."""
    low, likely, high = (point if prior.unit == "log" else round(point, _DIGITS[prior.unit]) for point in points)
    journeys = ", ".join(dict.fromkeys(case.start.journey for case in cases))
    names = tuple(describe_case(case) for case in cases)
    return Assumption(
        prior.key, low, likely, high, prior.unit, f"{FITTED}{journeys}", note, as_of, "", Law(COVERAGE), names
    )


_DIGITS = {"km/h": 1, "h": 1, "min": 0, "s": 0}


def _range(entry: Assumption) -> str:
    return f"{entry.low:g}/{entry.likely:g}/{entry.high:g} {entry.unit}"


def _count(cases: Sequence[Judged]) -> str:
    """Return how many spans of how many journeys, and what they imply: `2 spans of 2 journeys (64.9, 63.4 km/h)`."""
    spans, journeys = len(cases), len({case.start.journey for case in cases})
    counted = f"{spans} span{'s'[: spans > 1]} of {journeys} journey{'s'[: journeys > 1]}"
    return f"{counted} ({', '.join(format_value(c) for c in cases)} {cases[0].unit})"


def format_value(case: Judged) -> str:
    """Return the value that a case implies, as exact as its profile is."""
    return f"{case.value:.{_DIGITS[case.unit]}f}"


def describe_case(case: Judged) -> str:
    """Return a case as a profile names it: `trip: khasan dep to vladivostok arr, 64.9 km/h`."""
    ends = " to ".join(f"{row.station} {row.event}" for row in (case.start, case.end))
    return f"{case.start.journey}: {ends}, {format_value(case)} {case.unit}"
