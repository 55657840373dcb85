"""Clocks of a phrase to 24 hours, as its part of day decides, and numbers that may be a date or a clock."""

from __future__ import annotations

from routes import when_words as words
from routes.errors import TimeError
from routes.when_query import Clock, DaySpec, Point, number_refusal


def settle_dotted(point: Point) -> Point:
    """Return the point with 12.09 read as a date beside a clock, or as a clock beside a day that it cannot be.

    Alone it is a clock where it can be no date: 10.40.
    """
    if point.dotted is None:
        return point
    first, second = point.dotted
    if point.clock and not point.days and words.find_date(2000, second, first):
        return point._replace(dotted=None, days=(DaySpec("month_day", (second, first)),))
    dated = any(spec.form not in ("weekday", "next", "last", "coming") for spec in point.days)
    if point.days and not point.clock and (dated or not words.find_date(2000, second, first)):
        words.check_clock(first, second, 0, f"{first}.{second:02d}")
        return point._replace(dotted=None, clock=Clock(first, second))
    if not (point.days or point.clock or words.find_date(2000, second, first)) and first <= 24 and second < 60:
        words.check_clock(first, second, 0, f"{first}.{second:02d}")
        return point._replace(dotted=None, clock=Clock(first, second))
    raise number_refusal(f"{first}.{second:02d}")


def settle_clock(point: Point, year: int) -> Clock | None:
    """Return the clock in 24 hours, as the part of day decides where the words leave it open.

    Raises: TimeError, when morning or evening is not said, or a number may be an hour, a day or a year.
    """
    clock = point.clock
    if clock is None or clock.form == "midnight":
        return _midnight_of_part(clock, point.part)
    if clock.form == "compact" and not (point.days or point.zone or point.offset):
        raise number_refusal(f"{clock.hour:02d}{clock.minute:02d}")
    if clock.form == "compact" and _may_be_year(clock.hour * 100 + clock.minute, point, year):
        number = f"{clock.hour:02d}{clock.minute:02d}"
        raise TimeError(
            f"{number} may be a year or a clock time", hint=f"write {number[:2]}:{number[2:]} for the clock"
        )
    if point.part:
        hour = _hour_in_part(clock, point.part)
        return clock._replace(hour=hour, form="24")
    if clock.form == "number":
        raise number_refusal(str(clock.hour))
    if clock.form == "12":
        raise TimeError(
            f"{clock.hour}:{clock.minute:02d} may be in the morning or the evening",
            hint=f'write "{clock.hour % 12:02d}:{clock.minute:02d}" or "{clock.hour % 12 + 12}:{clock.minute:02d}"',
        )
    return clock


def _midnight_of_part(clock: Clock | None, part: str) -> Clock | None:
    if clock is None or not part:
        return clock
    if part == "night":
        return Clock(24)
    raise TimeError(f"midnight is not in the {part}", hint='write "Tuesday 00:00" or "Tuesday 24:00"')


def _may_be_year(number: int, point: Point, year: int) -> bool:
    """Return whether a four-digit clock beside these days could be meant as their year."""
    if any(spec.form in ("month_day", "month") for spec in point.days):
        return words.FIRST_YEAR <= number <= words.LAST_YEAR
    return abs(number - year) <= 5 and not any(spec.form == "fixed" for spec in point.days)


def _hour_in_part(clock: Clock, part: str) -> int:
    """Return the hour from 0 to 24 that the clock means in a part of the day.

    Raises: TimeError, when that part has no such hour (2 at night may be either side of midnight).
    """
    first, end = {"morning": (0, 12), "afternoon": (12, 19), "evening": (16, 24), "night": (18, 25)}[part]
    hours = [clock.hour, clock.hour + 12] if clock.hour < 12 else [clock.hour]
    for hour in hours:
        if first <= hour < end:
            return hour
    raise TimeError(
        f"{clock.hour}:{clock.minute:02d} is not in the {part}", hint="write the time in 24 hours, such as 18:30"
    )
