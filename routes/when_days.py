"""Reading dates, weekdays, weeks and months off the tokens of a phrase."""

from __future__ import annotations

from routes import when_words as words
from routes.errors import TimeError
from routes.when_clocks import ClockReader
from routes.when_query import HOW_TO_WRITE, DaySpec, Point, Step


class DayReader(ClockReader):
    """Reads the days that a phrase names."""

    def _days(self, i: int) -> Step | None:
        """Read a date, weekday, named day, week, weekend or month."""
        token_days = self._date_token(i)
        methods = (self._calendar_date, self._weekday, self._week_on, self._named_span, self._month)
        spec = token_days or next((found for method in methods if (found := method(i))), None)
        return ({"days": (spec[0],)}, spec[1]) if spec else None

    def _date_token(self, i: int) -> tuple[DaySpec, int] | None:
        if self._kind(i) == "date":
            return DaySpec("fixed", days=self.tokens[i].days), i + 1
        if self._kind(i) == "slash":
            a, b = self.tokens[i].numbers
            pairs = dict.fromkeys(p for p in ((b, a), (a, b)) if words.find_date(2000, *p))
            if not pairs:
                raise TimeError(words.why_no_date(2000, b, a), hint="write the date as 12 Sep 2023")
            return DaySpec("month_day", tuple(n for pair in pairs for n in pair)), i + 1
        if self._word(i) in words.RELATIVE_DAYS:
            return DaySpec("relative", (words.RELATIVE_DAYS[self._word(i)],)), i + 1
        return None

    def _calendar_date(self, i: int) -> tuple[DaySpec, int] | None:
        """Read `12 Sep [2023]`, `Sept 12th, 2023`, `2023 September 12` or `the 12th`."""
        year = self._number(i) if len(self.tokens[i : i + 1]) and len(self.tokens[i].text) == 4 else None
        if year and self._word(i + 1) in words.MONTHS and (found := self._month_and_day(i + 1)):
            return self._dated(*found[:2], year, found[2])
        found = self._month_and_day(i) or self._day_and_month(i)
        if found:
            month, day, j = found
            year_at = self._year(j)
            return self._dated(month, day, *year_at) if year_at else self._dated(month, day, None, j)
        ordinal = self._ordinal(self._phrase(i, "the") or i)
        if ordinal is None or self._word(ordinal[1]) in words.WEEKDAYS:  # the second Tuesday is not the 2nd
            return None
        return DaySpec("day_of_month", (ordinal[0],)), ordinal[1]

    def _dated(self, month: int, day: int, year: int | None, j: int) -> tuple[DaySpec, int]:
        found = words.find_date(2000 if year is None else year, month, day)
        if found is None:
            raise TimeError(words.why_no_date(year, month, day), hint="give a date that the calendar has")
        return (DaySpec("month_day", (month, day)) if year is None else DaySpec("fixed", days=(found,))), j

    def _day_and_month(self, i: int) -> tuple[int, int, int] | None:
        day = self._ordinal(self._phrase(i, "the") or i) or self._plain(i)
        if day is None:
            return None
        j = day[1] + (self._word(day[1]) in ("of", "-", "/", "."))
        month = words.MONTHS.get(self._word(j))
        return (month, day[0], j + 1) if month else None

    def _month_and_day(self, i: int) -> tuple[int, int, int] | None:
        month = words.MONTHS.get(self._word(i))
        if month is None:
            return None
        j = i + 1 + (self._word(i + 1) in ("-", "/", ".", "the"))
        day = self._ordinal(j) or self._plain(j)
        return (month, day[0], day[1]) if day else None

    def _plain(self, i: int) -> tuple[int, int] | None:
        """Read a number of one or two digits that no clock word follows."""
        number = self._number(i)
        if number is None or len(self.tokens[i].text) > 2 or self._word(i + 1) in ("am", "pm"):
            return None
        return number, i + 1

    def _ordinal(self, i: int) -> tuple[int, int] | None:
        """Read `12th`, `twelfth` or `twenty-first`."""
        if self._kind(i) == "ordinal":
            return self.tokens[i].numbers[0], i + 1
        if self._word(i) in words.ORDINALS:
            return words.ORDINALS[self._word(i)], i + 1
        tens = {"twenty": 20, "thirty": 30}.get(self._word(i))
        ones = words.ORDINALS.get(self._word(i + 1 + (self._word(i + 1) == "-")), 10)
        return (tens + ones, i + 2 + (self._word(i + 1) == "-")) if tens and ones < 10 else None

    def _year(self, i: int) -> tuple[int, int] | None:
        """Read a year of four digits after an optional comma; 1900 to 1959 might as well be clock times."""
        j = i + (self._word(i) in (",", "-", "/", "."))
        number = self._number(j)
        if number is None or len(self.tokens[j].text) != 4 or not words.FIRST_YEAR <= number <= words.LAST_YEAR:
            return None
        if number < 1960:
            raise TimeError(
                f"{number} may be the year or the time {number // 100}:{number % 100:02d}", hint=HOW_TO_WRITE
            )
        suffix = self._phrase(j + 1, "года") or self._phrase(j + 1, "г .") or self._phrase(j + 1, "г")
        return number, suffix or j + 1

    def _weekday(self, i: int) -> tuple[DaySpec, int] | None:
        """Read `Tuesday`, `next Tuesday`, `Tuesday week`, `Tuesday next week` or `next week Tuesday`."""
        if (week := self._week_word(i)) and self._word(week[1]) in words.WEEKDAYS:
            return DaySpec("week_day", (words.WEEKDAYS[self._word(week[1])], week[0])), week[1] + 1
        forms = {"this": "weekday", "coming": "coming", "this coming": "coming", "next": "next", "last": "last",
                 "past": "last", "this past": "last", "the coming": "coming"}  # fmt: skip
        found = self._any_phrase(i, forms)
        form, j = (forms[found[0]], found[1]) if found else ("weekday", i)
        day = words.WEEKDAYS.get(self._word(j))
        if day is None:
            return None
        j += 1 + (self._word(j + 1) == "." and self._kind(j + 2) != "")
        if form == "weekday" and (after := self._phrase(j, "week")):
            return DaySpec("weekday", (day, 7)), after
        week = self._week_word(self._phrase(j, "of") or j)
        return (DaySpec("week_day", (day, week[0])), week[1]) if week else (DaySpec(form, (day,)), j)

    def _week_word(self, i: int) -> tuple[int, int] | None:
        counts = {"this week": 0, "next week": 1, "last week": -1}
        found = self._any_phrase(i, counts)
        return (counts[found[0]], found[1]) if found else None

    def _week_on(self, i: int) -> tuple[DaySpec, int] | None:
        """Read `a week on Tuesday`, `two weeks from today`, `today week`."""
        if (j := self._phrase(i, "today week")) or (j := self._phrase(i, "tomorrow week")):
            return DaySpec("relative", (7 + (self._word(i) == "tomorrow"),)), j
        span = self.duration(i)
        if span is None or span[0] % 7 or span[1] or self._word(span[2]) not in ("on", "from"):
            return None
        inner = self._weekday(span[2] + 1) or self._date_token(span[2] + 1)
        if inner is None or inner[0].form not in ("weekday", "relative"):
            return None
        form, number = inner[0].form, inner[0].numbers[0]
        return DaySpec(form, (number, span[0]) if form == "weekday" else (number + span[0],)), inner[1]

    def _named_span(self, i: int) -> tuple[DaySpec, int] | None:
        """Read `next week`, `this weekend`, `the weekend`, `last month`, or `the week` behind `end of`."""
        counts = {"this": 0, "next": 1, "last": -1, "the": 0}
        bare = self._word(i) == "weekend" or (
            self._word(i) in ("week", "month") and self._word(i - 1) == "of" and i > 0
        )
        j = i if bare else i + 1
        if self._word(j) not in ("week", "weekend", "month") or not (bare or self._word(i) in counts):
            return (DaySpec("relative", (0,)), i + 2) if self._is_end_of_the_day(i) else None
        if self._word(i) == "the" and self._word(j) != "weekend" and (i == 0 or self._word(i - 1) != "of"):
            return None
        form = self._word(j).replace("month", "month_span")
        return DaySpec(form, (0 if bare else counts[self._word(i)],)), j + 1

    def _is_end_of_the_day(self, i: int) -> bool:
        return i > 0 and self._word(i - 1) == "of" and self._phrase(i, "the day") is not None

    def _month(self, i: int) -> tuple[DaySpec, int] | None:
        month = words.MONTHS.get(self._word(i))
        if month is None:
            return None
        year = self._year(i + 1)
        return DaySpec("month", (month, year[0] if year else 0)), year[1] if year else i + 1


def bare_day(point: Point) -> int | None:
    """Return the number of a point that is a number or "the 10th" alone, or None."""
    if point.clock and point.clock.form == "number" and point == Point(clock=point.clock):
        return point.clock.hour or None
    if len(point.days) == 1 and point.days[0].form == "day_of_month" and point == Point(days=point.days):
        return point.days[0].numbers[0]
    return None


def month_named(point: Point) -> tuple[int, ...]:
    """Return the month, and the year if there is one, of a point that is dated by them; otherwise nothing."""
    if len(point.days) != 1:
        return ()
    spec = point.days[0]
    if spec.form == "month_day" and len(spec.numbers) == 2:
        return spec.numbers[:1]
    return (spec.days[0].month, spec.days[0].year) if spec.form == "fixed" and len(spec.days) == 1 else ()
