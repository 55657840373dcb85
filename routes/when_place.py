"""Placing what a phrase said in the calendar: specifications of days and clocks to readings in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from routes import when_words as words
from routes.clock import day_end, day_start, format_local, format_offset, is_in_fold, offset_s, to_instant, to_local
from routes.errors import TimeError
from routes.when_calendar import Group, Span, single, spec_groups
from routes.when_query import Clock, DaySpec, Point
from routes.when_settle import settle_clock, settle_dotted

UPPER = ("by", "until", "before")


class Reading(NamedTuple):
    """One reading of a phrase: from `start` until `end` (excluded), aware, in UTC; None where it has no bound.

    An instant has `start == end` and means that very second; under "by" and "from" the instant itself is allowed.
    `text` says how it was read, in the clock of `zone` (an IANA name or an offset such as `UTC+8:30`).
    """

    start: datetime | None
    end: datetime | None
    text: str
    zone: str


class Piece(NamedTuple):
    """A reading before its operator: both bounds are known."""

    start: datetime
    end: datetime
    text: str
    zone: str
    kind: str


class AsOf(NamedTuple):
    """Where the phrase is read from: the present, the moment that bare weekdays are sought from, and the clock."""

    now: datetime
    anchor: datetime
    zone: str
    past: bool
    operator: str


def place(point: Point, as_of: AsOf) -> tuple[Piece, ...]:
    """Return the readings of one point, earliest named first.

    Raises: TimeError, when it names no one time, contradicts itself, or falls in a gap or fold of the clocks.
    """
    point = settle_dotted(point)
    zone = as_of.zone if point.zone == "local" else point.zone or point.offset or as_of.zone
    if point.elapsed_s is not None:
        return (_elapsed(point, as_of, zone),)
    clock = settle_clock(point, to_local(as_of.now, zone).year)
    if clock is None and not point.days:
        what = f'"{point.part}" names no day' if point.part else "no day or clock time is named"
        raise TimeError(what, hint=f'write "Tuesday {point.part or "18:00"}"')
    point = point._replace(clock=clock)
    chosen = [_choose(group, point, as_of, zone) for group in _groups(point, as_of, zone)]
    kept = _agreeing([pieces for pieces in chosen if pieces], point, as_of, zone)
    kept = _decided(kept, as_of) if len(kept) > 1 and _is_bare_weekday(point) else kept
    return tuple(_shifted(piece, point, zone) for _, pieces in kept for piece in pieces)


def _is_bare_weekday(point: Point) -> bool:
    return all(spec.form == "weekday" and len(spec.numbers) == 1 for spec in point.days)


def _decided(kept: list[Chosen], as_of: AsOf) -> list[Chosen]:
    """Return which of today and a week on an operator decides for: of alternatives, the first to come.

    An upper bound is today's, and one that has passed today may be meant of either day.
    """
    is_gone = not _is_acceptable(kept[0][1][0], as_of)
    if as_of.operator == "any":
        return kept[1:] if is_gone else kept[:1]
    return kept[:1] if as_of.operator in UPPER and not is_gone else kept


def _elapsed(point: Point, as_of: AsOf, zone: str) -> Piece:
    """Return the instant some time from now; days in it are counted on the calendar.

    Raises: TimeError, when the point also names a clock or part, or clocks change on the way.
    """
    if point.clock or point.part or point.edge or point.days:
        raise TimeError("a time counted from now needs no clock time or part of day", hint='write "tomorrow 18:00"')
    seconds = (point.elapsed_s or 0) + point.plus_s
    instant = as_of.now + timedelta(days=point.plus_days, seconds=seconds)
    if point.plus_days and offset_s(instant, zone) != offset_s(as_of.now, zone):
        raise TimeError(
            f"the clocks of {zone} change on the way", hint="count in hours alone, or name the date and time"
        )
    return instant_piece(instant, zone)


def _groups(point: Point, as_of: AsOf, zone: str) -> tuple[Group, ...]:
    """Return one group of days for each reading of the chief specification."""
    today, anchor = to_local(as_of.now, zone).date(), to_local(as_of.anchor, zone).date()
    if not point.days:
        step = -1 if as_of.past else 1
        return (Group(tuple(single(anchor + timedelta(days=n * step)) for n in range(-1, 3)), checked=True),)
    return spec_groups(_chief(point), today=today, anchor=anchor, past=as_of.past)


def _chief(point: Point) -> DaySpec:
    """Return the specification that says most; a weekday beside a date only confirms it."""
    return next((spec for spec in point.days if spec.form != "weekday"), point.days[0])


Chosen = tuple[Span, tuple[Piece, ...]]


def _choose(group: Group, point: Point, as_of: AsOf, zone: str) -> Chosen | None:
    """Return the first days of the group that are acceptable, with the readings on them."""
    for span in group.spans:
        pieces = _on_days(span, point, zone)
        if not group.checked:
            return span, pieces
        unmoved = _on_days(span, point._replace(plus_days=0), zone) if point.plus_days else pieces
        is_today = _is_todays_clock(span, point, as_of, zone)
        kept = [_is_acceptable(named, as_of) or (is_today and named.end <= as_of.now) for named in unmoved]
        fitting = tuple(piece for piece, is_kept in zip(pieces, kept, strict=True) if is_kept)
        if fitting:
            return span, fitting
    return None


def _is_todays_clock(span: Span, point: Point, as_of: AsOf, zone: str) -> bool:
    """Return whether a clock time or part of day is that of today by its weekday: once past, it may still be meant."""
    if as_of.past or as_of.anchor != as_of.now or not (point.clock or point.part) or not point.days:
        return False
    return _is_bare_weekday(point) and span[0] == to_local(as_of.now, zone).date()


def _is_acceptable(piece: Piece, as_of: AsOf) -> bool:
    """Return whether a sighting had begun by then, or a coming time is not over (to the minute)."""
    if as_of.past:
        return piece.start <= as_of.anchor
    if piece.kind == "instant":
        return piece.start >= as_of.anchor.replace(second=0)
    return (piece.start if as_of.operator == "before" else piece.end) > as_of.anchor


def _agreeing(chosen: list[Chosen], point: Point, as_of: AsOf, zone: str) -> list[Chosen]:
    """Return the readings that every other specification of the day confirms.

    Raises: TimeError, when none is left: the weekday and the date disagree.
    """
    others = [spec for spec in point.days if spec is not _chief(point)] if len(point.days) > 1 else []
    kept = [(span, pieces) for span, pieces in chosen if all(_confirms(o, span, as_of, zone) for o in others)]
    if kept:
        return kept
    if chosen and others:
        day = chosen[0][0][0]
        raise TimeError(f"{format_day(day)} is not the day that is also named", hint=_when_it_was(day, others[0]))
    raise TimeError("no such time lies near enough", hint="name the date with its year")


def _confirms(spec: DaySpec, span: Span, as_of: AsOf, zone: str) -> bool:
    if span[0] != span[1]:
        return False
    if spec.form == "weekday":
        return span[0].weekday() == spec.numbers[0]
    today = to_local(as_of.now, zone).date()
    groups = spec_groups(spec, today=today, anchor=today, past=as_of.past)
    return any(span in group.spans[:1] for group in groups)


def _when_it_was(day: date, spec: DaySpec) -> str:
    """Return a hint naming a near year in which the date has the weekday that was named."""
    near = (words.find_date(day.year + n, day.month, day.day) for n in (-1, 1, -2, 2, -3, 3, -4, 4, -5, 5, -6, 6))
    if spec.form == "weekday" and (found := next((d for d in near if d and d.weekday() == spec.numbers[0]), None)):
        return f"correct the weekday or the date, or add the year: {format_day(found)}"
    return "correct the weekday or the date"


def _on_days(span: Span, point: Point, zone: str) -> tuple[Piece, ...]:
    """Return the readings on a day (two for midnight), or on a span of days."""
    first, last = (words.checked_year(day + timedelta(days=point.plus_days)) for day in span)
    if first != last:
        return _on_span(first, last, point, zone)
    if point.clock and point.edge:
        raise TimeError("a clock time has no start or end", hint=f'write "{point.edge} of Tuesday" or "Tuesday 18:00"')
    if point.clock:
        return _at_clock(first, point.clock, point, zone)
    if point.part:
        return (_edge_of(_part_piece(first, point.part, zone), point.edge),)
    day = Piece(day_start(first, zone), day_end(first, zone), format_day(first), zone, "day")
    return (_edge_of(day, point.edge),)


def _on_span(first: date, last: date, point: Point, zone: str) -> tuple[Piece, ...]:
    if point.clock or point.part or point.plus_days:
        raise TimeError("a clock time or distance needs one day, not several", hint='write "Tuesday 18:00"')
    if point.edge == "end" and any(spec.form == "week" for spec in point.days):
        return tuple(_end_of_day(last - timedelta(days=n), zone) for n in (2, 0))  # Friday, or Sunday
    if point.edge == "end":
        return (_end_of_day(last, zone),)
    text = f"{format_day(first)} to {format_day(last)}"
    return (_edge_of(Piece(day_start(first, zone), day_end(last, zone), text, zone, "interval"), point.edge),)


def _end_of_day(day: date, zone: str) -> Piece:
    return _edge_of(Piece(day_start(day, zone), day_end(day, zone), format_day(day), zone, "day"), "end")


def _edge_of(piece: Piece, edge: str) -> Piece:
    """Return the start or end of a reading as an instant; the end of a day keeps the name of that day."""
    if edge == "end" and piece.kind == "day":
        return Piece(piece.end, piece.end, f"end of {piece.text}", piece.zone, "end of day")
    return instant_piece(piece.end if edge == "end" else piece.start, piece.zone) if edge else piece


def _part_piece(day: date, part: str, zone: str) -> Piece:
    first, last = words.PART_HOURS[part]
    end = day_end(day, zone) if last == 24 else to_instant(datetime.combine(day, time(last)), zone)
    start = to_instant(datetime.combine(day, time(first)), zone)
    return Piece(start, end, f"{format_day(day)} {part}", zone, "part of day")


def _at_clock(day: date, clock: Clock, point: Point, zone: str) -> tuple[Piece, ...]:
    """Return the instant of a clock reading on a day; midnight is at either end of a day that was named."""
    next_day = words.checked_year(day + timedelta(days=1))
    if clock.form == "midnight":
        days = (day, next_day) if point.days else (day,)
        pieces = tuple(instant_piece(_instant(d, Clock(0), point, zone), zone) for d in days)
    else:
        at = _instant(next_day, Clock(0), point, zone) if clock.hour == 24 else _instant(day, clock, point, zone)
        pieces = (instant_piece(at, zone),)
    if point.within:
        return tuple(_rest_of_day(piece, day, point, zone) for piece in pieces)
    return pieces


def _rest_of_day(piece: Piece, day: date, point: Point, zone: str) -> Piece:
    end = day_end(day, zone)
    if not point.days or piece.start >= end:
        raise TimeError("the bound leaves nothing of the day", hint='write "after Tuesday 18:00"')
    text = f"{piece.text} to {instant_piece(end, zone).text}"
    return Piece(piece.start, end, text, zone, "interval")


def _instant(day: date, clock: Clock, point: Point, zone: str) -> datetime:
    """Return the instant of a reading; an offset beside a named zone decides a fold and must agree with the zone."""
    reading = datetime.combine(day, time(clock.hour, clock.minute, clock.second))
    if not (point.offset and point.zone):
        return to_instant(reading, zone)
    instant = to_instant(reading, point.offset)
    if to_local(instant, zone).replace(tzinfo=None) != reading:
        real = format_offset(instant, zone)
        raise TimeError(f"the clocks of {zone} were not at {point.offset} then", hint=f"they were at {real}")
    return instant


def _shifted(piece: Piece, point: Point, zone: str) -> Piece:
    """Return the reading moved by hours and minutes of real time.

    Raises: TimeError, when it is a day or part, to which hours cannot be added.
    """
    if not point.plus_s:
        return piece
    if piece.kind not in ("instant", "end of day"):
        raise TimeError(
            f"hours are counted from a clock time, and {piece.text} has none", hint='write "Tuesday 00:00 +3h"'
        )
    return instant_piece(piece.start + timedelta(seconds=point.plus_s), zone)


def instant_piece(instant: datetime, zone: str) -> Piece:
    """Return an instant as a reading; where the clocks show it twice, its text has the offset and zone.

    Raises: TimeError, when its year is outside 1900 to 2099.
    """
    local = to_local(instant, zone)
    words.checked_year(local.date())
    text = format_local(instant, zone) + (f":{local.second:02d}" if local.second else "")
    if is_in_fold(instant, zone):
        text += f" {format_offset(instant, zone)} {zone}"
    return Piece(instant.astimezone(UTC), instant.astimezone(UTC), text, zone, "instant")


def format_day(day: date) -> str:
    """Return `Tue 12 Sep 2023`."""
    return f"{words.WEEKDAY_NAMES[day.weekday()]} {day.day} {words.MONTH_NAMES[day.month - 1]} {day.year}"
