"""What a span of a documented journey says: the one assumption it is credited to, and the value it implies for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import log
from typing import NamedTuple

from routes.errors import InfeasibleError
from routes.itinerary import Item, Leg, Work
from routes.scenarios.assumptions import UNITS, Assumption
from routes.scenarios.journeys import Observation
from routes.scenarios.spans import Span, Underlay, cut_parts, list_spans, stretched_high_s
from routes.timing.elicited import build_spread
from routes.timing.learn import LogCase, Stand, judge_stand
from routes.timing.spread import deviation_s, mean_s
from routes.timing.totals import TOP_KMH, group_items, group_time, total_time
from routes.units import format_duration, speed_kmh

Groups = Mapping[tuple[str, ...], Sequence[Item]]


class Judged(NamedTuple):
    """What was made of two rows: the assumption they are credited to and the value they imply, or why they are not.

    `key` is "" where they are credited to nothing, and `reason` says why they are not used; "" where they are. `value`
    is in `unit`; `log` (of a run whose likely time is `base_s`) or `stand` (of a work) is what the fit takes it for.
    """

    start: Observation
    end: Observation
    reason: str = ""
    key: str = ""
    value: float = 0.0
    unit: str = ""
    span: Span | None = None
    log: LogCase | None = None
    base_s: int = 0
    stand: Stand | None = None


def judge_rows(underlay: Underlay, rows: Sequence[Observation]) -> Iterator[Judged]:
    """Yield what each pair of consecutive usable rows of one journey says, and each pair or row that says nothing."""
    before: Observation | None = None
    for part in cut_parts(underlay, rows):
        if before is not None:
            yield Judged(before, part.rows[0], part.opened_by)
        before = part.rows[-1]
        yield from (Judged(row, row, "graded D, unchecked") for row in part.rows if row.confidence == "D")
        try:
            spans = list_spans(underlay, part)
        except InfeasibleError as fault:
            yield Judged(part.rows[0], part.rows[-1], fault.message)
            continue
        yield from (judge_span(underlay, span) for span in spans)


def judge_span(underlay: Underlay, span: Span) -> Judged:
    """Return the assumption that a span is credited to, and the value that it implies.

    All else in the span is taken as the priors have it: at its mean for a pace, with its whole spread for a work.
    """
    groups, judged = group_items(span.items), Judged(span.start, span.end, span=span)
    if not groups:
        return judged._replace(reason="the model has nothing between them")
    keys = _find_credit(span, groups)
    prior = underlay.known.get(keys[0])
    if prior is None:
        return judged._replace(reason=f"{keys[0]} is no assumption of this train")
    judged = judged._replace(key=prior.key, unit=prior.unit)
    legs = [item for item in groups[keys] if isinstance(item, Leg)]
    works = [item for item in groups[keys] if isinstance(item, Work)]
    rest = [item for item in span.items if item.keys != keys]
    if legs:
        return _judge_run(underlay, span, judged, prior, legs, rest)
    return (
        judged._replace(reason="several works share it")
        if len(works) > 1
        else _judge_work(underlay, span, judged, prior, rest)
    )


def _find_credit(span: Span, groups: Groups) -> tuple[str, ...]:
    """Return the assumption that a span tells most of: a hold whose whole way it covers, else the widest by its prior.

    The width of a pace is its own, without what one journey adds to it. Within one station there are only works to
    choose from, since nothing runs.
    """
    stations = span.stations
    for keys in groups:
        first, _, last = keys[0].removeprefix("hold.").partition("-")
        if keys[0].startswith("hold.") and last and first in stations and last in stations[stations.index(first) :]:
            return keys
    whole = {keys: group for keys, group in groups.items() if not (keys[0].startswith("hold.") and "-" in keys[0])}
    wide = {keys: deviation_s(group_time(group)) for keys, group in (whole or groups).items()}
    return max(wide, key=lambda keys: (wide[keys], keys))


def _judge_run(
    underlay: Underlay, span: Span, judged: Judged, prior: Assumption, legs: Sequence[Leg], rest: Sequence[Item]
) -> Judged:
    """Return what a span says of a pace: log (time / time at the likely pace), with the error of its clocks."""
    base_s, length_m = sum(leg.time.likely_s for leg in legs), sum(leg.length_m for leg in legs)
    high_s = sum(leg.time.high_s for leg in legs)
    run_s = span.elapsed_s - mean_s(total_time(rest, underlay.deviation))
    value = speed_kmh(length_m, round(run_s)) if run_s > 0 else 0.0
    judged = judged._replace(value=value)
    slowest_s = stretched_high_s(legs[0].time._replace(likely_s=base_s, high_s=high_s), prior.law.coverage)
    if run_s > slowest_s:
        return judged._replace(
            reason=f"too slow for running; it stood {format_duration(round(run_s - slowest_s))} or more"
        )
    if not span.is_clocked:
        grades = " and ".join(dict.fromkeys((span.start.confidence, span.end.confidence)))
        return judged._replace(reason=f"graded {grades}: a pace is learned only from A and B")
    if run_s <= length_m * 3.6 / TOP_KMH:
        return judged._replace(reason="shorter than the rest of it takes")
    return judged._replace(log=LogCase(log(run_s / base_s), span.error_s / run_s), base_s=base_s)


def _judge_work(underlay: Underlay, span: Span, judged: Judged, prior: Assumption, rest: Sequence[Item]) -> Judged:
    """Return what a span says of one work: the chance that it came, and how long it then took."""
    others = total_time(rest, underlay.deviation)
    before = Stand(prior.law.chance, build_spread(prior.time, prior.law._replace(chance=1.0)))
    left_s = span.elapsed_s - mean_s(others)
    stand = judge_stand(before, others, elapsed_s=span.elapsed_s, error_s=span.error_s)
    judged = judged._replace(value=left_s / UNITS[prior.unit], stand=stand)
    return judged if stand else judged._replace(reason="shorter than the rest of it takes")
