"""The days that a specification such as "next Tuesday" or "12 September" may mean, seen from a given day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from routes import when_words as words
from routes.errors import TimeError

if TYPE_CHECKING:
    from collections.abc import Callable

    from routes.when_query import DaySpec

Span = tuple[date, date]  # first and last day


class Group(NamedTuple):
    """Days of which the first acceptable one is meant; unless `checked`, the first."""

    spans: tuple[Span, ...]
    checked: bool = False


def single(day: date) -> Span:
    """Return the span of one day."""
    return day, day


def spec_groups(spec: DaySpec, *, today: date, anchor: date, past: bool) -> tuple[Group, ...]:
    """Return one group of days for each reading of a specification.

    `today` is what "tomorrow" and "next week" count from; bare weekdays and yearless dates are sought from `anchor`,
    backward when `past`.

    Raises: TimeError, for a day that no month has.
    """
    n = spec.numbers[0] if spec.numbers else 0
    groups: dict[str, Callable[[], tuple[Group, ...]]] = {
        "fixed": lambda: tuple(Group((single(day),)) for day in spec.days),
        "relative": lambda: (Group((single(today + timedelta(days=n)),)),),
        "weekday": lambda: _weekday_groups(spec, anchor, past),
        "month_day": lambda: _month_day_groups(spec, anchor, past),
        "day_of_month": lambda: (_day_of_month_group(n, anchor, past),),
        "month": lambda: (_month_group(n, spec.numbers[1], anchor, past),),
        "week": lambda: _week_groups(spec.form, n, today),
        "weekend": lambda: _week_groups(spec.form, n, today),
        "month_span": lambda: (_month_span_group(n, today),),
    }
    return groups.get(spec.form, lambda: tuple(Group((single(day),)) for day in _named_weekdays(spec, today)))()


def _month_span_group(months: int, today: date) -> Group:
    first = _add_months(today.replace(day=1), months)
    return Group(((first, _last_of_month(first)),))


def _month_day_groups(spec: DaySpec, anchor: date, past: bool) -> tuple[Group, ...]:
    pairs = zip(spec.numbers[::2], spec.numbers[1::2], strict=True)
    return tuple(_month_day_group(month, day, anchor, past) for month, day in pairs)


def _weekday_groups(spec: DaySpec, anchor: date, past: bool) -> tuple[Group, ...]:
    """Return the first such day on or after the anchor (past: on or before); on the day itself, also a week on."""
    day, weeks = spec.numbers[0], spec.numbers[1] if len(spec.numbers) > 1 else 0
    if past and not weeks:
        back = anchor - timedelta(days=(anchor.weekday() - day) % 7)
        return (Group(tuple(single(back - timedelta(days=7 * k)) for k in range(2)), checked=True),)
    first = anchor + timedelta(days=(day - anchor.weekday()) % 7 + weeks)
    again = (first, first + timedelta(days=7)) if day == anchor.weekday() else (first,)
    return tuple(Group((single(d),), checked=not weeks) for d in again)


def _named_weekdays(spec: DaySpec, today: date) -> tuple[date, ...]:
    """Return the days that next, last or coming Tuesday may be; weeks start on Monday, or on Sunday for some."""
    day = spec.numbers[0]
    monday = today - timedelta(days=today.weekday())
    after = today + timedelta(days=(day - today.weekday() - 1) % 7 + 1)
    before = today - timedelta(days=(today.weekday() - day - 1) % 7 + 1)
    if spec.form == "week_day":
        return (monday + timedelta(days=7 * spec.numbers[1] + day),)
    if spec.form == "coming":
        return (after,)
    if spec.form == "last":
        return tuple(sorted({before, monday + timedelta(days=day - 7)}))
    sunday = today - timedelta(days=(today.weekday() + 1) % 7)
    return tuple(sorted({after, monday + timedelta(days=7 + day), sunday + timedelta(days=7 + (day + 1) % 7)}))


def _month_day_group(month: int, day: int, anchor: date, past: bool) -> Group:
    step = -1 if past else 1
    years = (anchor.year + step * n for n in range(10))
    found = [d for year in years if (d := words.find_date(year, month, day)) and (d <= anchor if past else d >= anchor)]
    return Group(tuple(single(d) for d in found[:2]), checked=past)


def _day_of_month_group(day: int, anchor: date, past: bool) -> Group:
    if not 1 <= day <= 31:
        raise TimeError(f"no month has a day {day}", hint="give a date that the calendar has")
    months = (_add_months(anchor.replace(day=1), -n if past else n) for n in range(13))
    dates = (words.find_date(first.year, first.month, day) for first in months)
    found = [d for d in dates if d and (d <= anchor if past else d >= anchor)]
    return Group(tuple(single(d) for d in found[:2]), checked=past)


def _month_group(month: int, year: int, anchor: date, past: bool) -> Group:
    years = (year,) if year else tuple(anchor.year + (-n if past else n) for n in range(2))
    firsts = [date(y, month, 1) for y in years]
    kept = [d for d in firsts if year or (d <= anchor if past else _last_of_month(d) >= anchor)]
    return Group(tuple((first, _last_of_month(first)) for first in kept))


def _week_groups(form: str, weeks: int, today: date) -> tuple[Group, ...]:
    """Return the week from Monday to Sunday, or its Saturday and Sunday; next weekend may be this week's."""
    monday = today - timedelta(days=today.weekday())
    if form == "week":
        return (Group(((monday + timedelta(days=7 * weeks), monday + timedelta(days=7 * weeks + 6)),)),)
    offsets = (0, 1) if weeks == 1 and today.weekday() < 5 else (weeks,)
    return tuple(Group(((monday + timedelta(days=7 * k + 5), monday + timedelta(days=7 * k + 6)),)) for k in offsets)


def _add_months(first: date, months: int) -> date:
    total = first.year * 12 + first.month - 1 + months
    return date(total // 12, total % 12 + 1, 1)


def _last_of_month(first: date) -> date:
    return _add_months(first, 1) - timedelta(days=1)
