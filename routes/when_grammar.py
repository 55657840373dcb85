"""The grammar of time phrases: tokens to a query of points, not yet placed in any calendar."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from routes import when_words as words
from routes.clock import zone_of_abbreviation
from routes.errors import TimeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from routes.when_words import Token

HOW_TO_WRITE = 'write it as "Tuesday 18:00", "by Tuesday noon", "12 Sep 2023 18:00" or "2023-09-12 18:00 Asia/Seoul"'
_DAY_S = 86_400
_FILLERS = {  # little words, and what may follow them
    ",": ("days", "clock", "part", "zone"), "at": ("clock", "part"), "@": ("clock", "part"), "on": ("days",),
    "of": ("days",), "in": ("part", "zone", "days"), "the": ("days", "part"), "в": ("days", "clock"), "a": ("days",),
    "во": ("days",), "this": ("part", "days"), "(": ("zone", "days"), "по": ("zone",), "around the": (), ".": ("days", "clock"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DaySpec:
    """A day or span of days as it was named; `form` says how `numbers` and `days` are to be placed."""

    # fixed: days · month_day: (month, day)… · month: (month, year or 0) · day_of_month: (day,) · relative: (days,)
    # weekday, next, last, coming: (weekday,) · week_day: (weekday, weeks) · week, weekend, month_span: (how many on,)
    form: str
    numbers: tuple[int, ...] = ()
    days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock reading as it was said: `form` is 24, 12 (morning or evening unsaid), number, compact or midnight."""

    hour: int
    minute: int = 0
    second: int = 0
    form: Literal["24", "12", "number", "compact", "midnight"] = "24"


@dataclass(frozen=True, slots=True)
class Point:
    """What was said of one moment; a slot that was not filled is empty or None."""

    days: tuple[DaySpec, ...] = ()
    clock: Clock | None = None
    part: str = ""
    zone: str = ""
    offset: str = ""
    edge: str = ""  # start or end
    plus_days: int = 0
    plus_s: int = 0
    elapsed_s: int | None = None  # from now
    dotted: tuple[int, int] | None = None  # 12.09, which is a date or a clock reading
    within: str = ""  # after or from, in "Tuesday after 18:00"


@dataclass(frozen=True, slots=True)
class Query:
    """A whole phrase: one point, a range of two, or several alternatives, under an operator."""

    operator: str
    shape: Literal["one", "range", "any"]
    points: tuple[Point, ...]
    past: bool = False


Step = tuple[dict[str, Any], int]  # slots to fill, and the index of the next token


class Parser:
    """A cursor over tokens; every method takes an index and returns what it read with the next index, or None."""

    def __init__(self, text: str, tokens: tuple[Token, ...], zone_of_place: Callable[[str], str]) -> None:
        self.text, self.tokens, self.zone_of_place, self.furthest = text, tokens, zone_of_place, 0

    def query(self) -> Query:
        """Return the query that all tokens make up.

        Raises: TimeError, at the first token that fits nowhere.
        """
        i, past = self._leading(0)
        operator, i = self._operator(i, words.OPERATORS)
        since = operator == "from" and i > 0 and self._word(i - 1) == "since"
        found = self._points(i)
        if found is None:
            raise self._refusal(max(i, self.furthest))
        shape, points, i = found
        suffix, i = self._operator(i, words.SUFFIX_OPERATORS)
        if self._word(i) in words.TRAILING:
            i += 1
        if i < len(self.tokens) or (suffix and operator):
            raise self._refusal(max(i, self.furthest))
        points, inner = self._inner_operator(points)
        return Query(operator or suffix or inner or "on", shape, points, past or since)

    def _inner_operator(self, points: tuple[Point, ...]) -> tuple[tuple[Point, ...], str]:
        """Return the points and the operator of "Tuesday before noon", which is that of "before Tuesday noon"."""
        if len(points) == 1 and points[0].within in ("by", "before", "until"):
            return (replace(points[0], within=""),), points[0].within
        if len(points) > 1 and any(point.within for point in points):
            raise TimeError("it has a bound inside a list or range", hint=HOW_TO_WRITE)
        return points, ""

    def _word(self, i: int) -> str:
        return self.tokens[i].word if i < len(self.tokens) else ""

    def _kind(self, i: int) -> str:
        return self.tokens[i].kind if i < len(self.tokens) else ""

    def _number(self, i: int) -> int | None:
        return self.tokens[i].numbers[0] if self._kind(i) == "number" else None

    def _phrase(self, i: int, phrase: str) -> int | None:
        """Return the index after a run of words, or None."""
        parts = phrase.split()
        return i + len(parts) if [self._word(i + n) for n in range(len(parts))] == parts else None

    def _any_phrase(self, i: int, phrases: Iterable[str]) -> tuple[str, int] | None:
        found = [(phrase, j) for phrase in phrases if (j := self._phrase(i, phrase)) is not None]
        return max(found, key=lambda pair: pair[1], default=None)

    def _operator(self, i: int, table: dict[str, str]) -> tuple[str, int]:
        found = self._any_phrase(i, table)
        return (table[found[0]], found[1]) if found else ("", i)

    def _leading(self, i: int) -> tuple[int, bool]:
        """Return the index after words such as "arriving" or "left", and whether they tell of the past."""
        past = False
        while found := self._any_phrase(i, words.LEADING):
            past, i = past or words.LEADING[found[0]] == "past", found[1]
        return i, past

    def _refusal(self, i: int) -> TimeError:
        """Return the error that explains the token at `i`, the furthest that could not be read."""
        if i >= len(self.tokens):
            return TimeError("it stops short of a time", hint=HOW_TO_WRITE)
        token = self.tokens[i]
        if token.kind in ("number", "dotted"):
            return number_refusal(token.text)
        if token.word in words.VAGUE:
            return TimeError(f'"{token.text}" does not say {words.VAGUE[token.word]}', hint=HOW_TO_WRITE)
        if token.word in words.LONG_UNITS:
            return TimeError(f'"{token.text}" has no fixed length', hint="count in days or weeks, or name the date")
        if token.kind == "word" and (token.word not in _known_words() or i == 0):
            near = _nearest_word(token.word)
            return TimeError(f'"{token.text}" is no time word', hint=f"did you mean {near}?" if near else HOW_TO_WRITE)
        return TimeError(f'"{token.text}" does not fit where it stands', hint=HOW_TO_WRITE)

    def _points(self, i: int) -> tuple[Literal["one", "range", "any"], tuple[Point, ...], int] | None:
        """Read one point, a range, or alternatives."""
        if between := self._phrase(i, "between"):
            return self._range(between, ("and",))
        i = self._phrase(i, "either") or i
        first = self.point(i)
        if first is None:
            return None
        point, j = first
        if self._word(j) in words.RANGE_WORDS and (ranged := self._range(i, words.RANGE_WORDS)):
            return ranged
        points = [point]
        while self._word(j) in ("or", "или", ",") and (more := self._alternative(j)):
            (before, after), j = self._share_month(points[-1], *more)
            points[-1:] = [before, after]
        return ("any" if len(points) > 1 else "one"), tuple(points), j

    def _alternative(self, i: int) -> tuple[Point, int] | None:
        """Read ", P" where an "or" is still to come, ", or P", or "or P"."""
        last = self._word(i) != ","
        found = self.point(self._phrase(i, ", or") or self._phrase(i, ", или") or i + 1)
        if found and not last and not any(self._word(k) in ("or", "или") for k in range(i, len(self.tokens))):
            return None
        return found

    def _range(
        self, i: int, separators: Iterable[str]
    ) -> tuple[Literal["one", "range", "any"], tuple[Point, ...], int] | None:
        first = self.point(i)
        if first is None or self._word(first[1]) not in separators:
            return None
        second = self.point(first[1] + 1)
        if second is None:
            return None
        points, j = self._share_month(first[0], second[0], second[1])
        return "range", points, j

    def _share_month(self, first: Point, second: Point, i: int) -> tuple[tuple[Point, Point], int]:
        """Return "10" and "13 September", or "September 10" and "13, 2023", as two full dates."""
        if (day := _bare_day(first)) and (named := _month_named(second)):
            first = replace(first, clock=None, days=(self._in_month(named, day),))
        elif (day := _bare_day(second)) and first.clock is None and (named := _month_named(first)):
            year = self._year(i)
            if year and len(named) == 1:
                named, i = (named[0], year[0]), year[1]
                first = replace(first, days=(self._in_month(named, first.days[0].numbers[1]),))
            second = replace(second, clock=None, days=(self._in_month(named, day),))
        return (first, second), i

    def _in_month(self, named: tuple[int, ...], day: int) -> DaySpec:
        year = named[1] if len(named) > 1 else None
        return self._dated(named[0], day, year, 0)[0]

    def point(self, i: int) -> tuple[Point, int] | None:
        """Read one moment: its elements in any order, each slot once, then a shift such as `+3h`."""
        edge, j = self._edge(i)
        point = Point(edge=edge)
        while step := self._element(j):
            filled = self._fill(point, step[0])
            if filled is None:
                break
            point, j = filled, step[1]
        if shift := self._shift(j):
            point, j = replace(point, plus_days=point.plus_days + shift[0], plus_s=point.plus_s + shift[1]), shift[2]
        self.furthest = max(self.furthest, j)
        return (point, j) if point != Point(edge=edge) else None

    def _edge(self, i: int) -> tuple[str, int]:
        starts = {"end of day": "end", "eod": "end", "end of": "end", "start of": "start", "beginning of": "start"}
        russian = {"конец": "end", "концу": "end", "конца": "end", "начало": "start", "началу": "start"}
        found = self._any_phrase(self._phrase(i, "the") or i, {**starts, **russian})
        return ((starts | russian)[found[0]], found[1]) if found else ("", i)

    def _fill(self, point: Point, slots: dict[str, Any]) -> Point | None:
        """Return the point with more slots filled, or None when one of them is taken."""
        for name, value in slots.items():
            if name == "days":
                if len(point.days) == 2 or point.elapsed_s is not None:
                    return None
                value = point.days + value  # noqa: PLW2901
            elif name in ("plus_days", "plus_s"):
                value = getattr(point, name) + value  # noqa: PLW2901
            elif getattr(point, name) not in ("", None):
                return None
            point = replace(point, **{name: value})
        return point

    def _element(self, i: int) -> Step | None:
        """Read a day, clock, part, zone or distance from now, after up to two little words that may stand before it."""
        for method in (self._distance, self._days, self._clock, self._part, self._zone, self._bound_clock, self._dotted):
            if step := method(i):
                return step
        allowed = _FILLERS.get(self._word(i))
        if allowed is None or (i and self._word(i) == self._word(i - 1)):
            return None
        step = self._element(i + 1)
        wanted = {"days": ("days", "elapsed_s"), "zone": ("zone", "offset"), "clock": ("clock", "dotted"), "part": ("part",)}
        return step if step and any(name in step[0] for kind in allowed for name in wanted[kind]) else None

    def _bound_clock(self, i: int) -> Step | None:
        """Read "after 18:00" behind a day: a bound that applies within it."""
        operator, j = self._operator(i, words.OPERATORS)
        if not operator or i == 0 or self._word(i - 1) in ("or", "и"):
            return None
        step = self._clock(j)
        return ({**step[0], "within": operator}, step[1]) if step else None

    def _dotted(self, i: int) -> Step | None:
        return ({"dotted": self.tokens[i].numbers[:2]}, i + 1) if self._kind(i) == "dotted" else None

    # days -----------------------------------------------------------------------------------------------

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
        return (DaySpec("day_of_month", (ordinal[0],)), ordinal[1]) if ordinal else None

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
        bare = self._word(i) == "weekend" or (self._word(i) in ("week", "month") and self._word(i - 1) == "of" and i > 0)
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

    # clocks ---------------------------------------------------------------------------------------------

    def _clock(self, i: int) -> Step | None:
        methods = (self._written_clock, self._spoken_clock, self._hour)
        found = next((clock for method in methods if (clock := method(i))), None)
        return ({"clock": found[0]}, found[1]) if found else None

    def _written_clock(self, i: int) -> tuple[Clock, int] | None:
        """Read `18:00`, `6:30 pm`, `6.30pm`, `18h00`, `1800` or `18h`."""
        kind = self._kind(i)
        if kind in ("clock", "hclock") or (kind == "dotted" and self._word(i + 1) in ("am", "pm")):
            hour, minute, second = (*self.tokens[i].numbers, 0)[:3]
            words.check_clock(hour, minute, second, self.tokens[i].text)
            j = i + 1
            while self._word(j) in ("h", "hrs", "hours", "uhr"):
                j += 1
            return self._meridiem(Clock(hour, minute, second), j)
        if kind == "number" and len(self.tokens[i].text) == 4 and self.tokens[i].numbers[0] % 100 < 60:
            return self._compact(i)
        if kind == "number" and self._word(i + 1) == "h" and len(self.tokens[i].text) == 2:
            words.check_clock(self.tokens[i].numbers[0], 0, 0, self.tokens[i].text)
            return Clock(self.tokens[i].numbers[0], form="compact"), i + 2
        return None

    def _compact(self, i: int) -> tuple[Clock, int] | None:
        hour, minute = divmod(self.tokens[i].numbers[0], 100)
        if hour > 24 or (hour == 24 and minute):
            return None
        marked = self._word(i + 1) in ("h", "hrs", "hours")
        return Clock(hour, minute, form="24" if marked else "compact"), i + 1 + marked

    def _spoken_clock(self, i: int) -> tuple[Clock, int] | None:
        """Read `noon`, `midnight`, `half past six` or `quarter to nine`."""
        named = {"noon": 12, "midday": 12, "полдень": 12, "полудня": 12, "полудню": 12}
        if self._word(i) in named:
            return Clock(12), i + 1
        if self._word(i) in ("midnight", "полночь", "полуночи"):
            return Clock(0, form="midnight"), i + 1
        minutes, j = self._minutes(i)
        if minutes is None or self._word(j) not in ("past", "to", "after"):
            return None
        hour = self._hour_number(j + 1)
        if hour is None or not 1 <= hour[0] <= 12:
            return None
        total = hour[0] * 60 + (-minutes if self._word(j) == "to" else minutes)
        clock = Clock((total // 60 - 1) % 12 + 1, total % 60, form="12")
        return self._meridiem(clock, self._phrase(hour[1], "o'clock") or hour[1])

    def _minutes(self, i: int) -> tuple[int | None, int]:
        named = {"half": 30, "quarter": 15, "a quarter": 15}
        if found := self._any_phrase(i, named):
            return named[found[0]], found[1]
        number = self._hour_number(i)
        if number is None or not 1 <= number[0] <= 29:
            return None, i
        return number[0], self._phrase(number[1], "minutes") or number[1]

    def _hour_number(self, i: int) -> tuple[int, int] | None:
        """Read a number in digits (one or two) or words up to fifty-nine."""
        number = self._number(i)
        if number is not None:
            return (number, i + 1) if len(self.tokens[i].text) <= 2 else None
        value = words.NUMBERS.get(self._word(i)) if self._word(i) not in ("a", "an") else None
        if value is None:
            return None
        j = i + 1 + (self._word(i + 1) == "-")
        ones = words.NUMBERS.get(self._word(j), 10)
        return (value + ones, j + 1) if value in (20, 30, 40, 50) and ones < 10 else (value, i + 1)

    def _hour(self, i: int) -> tuple[Clock, int] | None:
        """Read `6 pm`, `six o'clock`, `18 часов`, or an hour that only a part of the day can settle."""
        number = self._hour_number(i)
        if number is None or number[0] > 31:
            return None
        hour, j = number
        if hour > 24:
            return Clock(hour, form="number"), j
        after = next((k for w in ("o'clock", "часов", "часа", "час", "ч") if (k := self._phrase(j, w))), None)
        if after:
            return self._meridiem(Clock(hour, form="24" if hour > 12 or hour == 0 else "12"), after)
        return self._meridiem(Clock(hour, form="number"), j)

    def _meridiem(self, clock: Clock, i: int) -> tuple[Clock, int]:
        """Return the clock in 24 hours if am or pm follows; 12 am is midnight, of which day is not settled here."""
        half = self._word(i)
        if half not in ("am", "pm"):
            return clock, i
        if not 1 <= clock.hour <= 12:
            raise TimeError(f"{clock.hour}:{clock.minute:02d} {half} mixes 24 hours with {half}", hint="leave out am or pm")
        if (clock.hour, clock.minute, clock.second, half) == (12, 0, 0, "am"):
            return Clock(0, form="midnight"), i + 1
        return replace(clock, hour=clock.hour % 12 + (12 if half == "pm" else 0), form="24"), i + 1

    def _part(self, i: int) -> Step | None:
        part = words.PARTS.get(self._word(i))
        if part is None:
            last = self._phrase(i, "last night")
            return ({"part": "night", "days": (DaySpec("relative", (-1,)),)}, last) if last else None
        today = self._word(i) == "tonight" or (i > 0 and self._word(i - 1) == "this")
        return {"part": part} | ({"days": (DaySpec("relative", (0,)),)} if today else {}), i + 1

    # zones ----------------------------------------------------------------------------------------------

    def _zone(self, i: int) -> Step | None:
        """Read an offset, an IANA name, an abbreviation, or `<place> time`."""
        if self._kind(i) in ("zone", "offset"):
            is_offset = self._kind(i) == "offset" or self.tokens[i].zone.startswith("UTC")
            return {"offset" if is_offset else "zone": self.tokens[i].zone}, i + 1
        if self._kind(i) != "word":
            return None
        if step := self._place_clock(i):
            return step
        word = "MSK" if self._word(i) == "мск" else self.tokens[i].text
        if word == "z" and not (i and self.tokens[i - 1].end == self.tokens[i].start):
            return None
        zone = zone_of_abbreviation(word) if word.isascii() else None
        if zone and self._word(i + 1) in ("+", "-") and self._number(i + 2) is not None and not self._shift(i + 1):
            raise TimeError(f"{word}{self._word(i + 1)}… is not read as a zone", hint="name the zone: Asia/Vladivostok")
        return ({"offset" if zone == "UTC" else "zone": zone}, i + 1) if zone else None

    def _place_clock(self, i: int) -> Step | None:
        """Read `Vladivostok time`, a place of up to five words before `time`."""
        for phrase, zone in (("московскому времени", "Europe/Moscow"), ("московского времени", "Europe/Moscow"),
                             ("местному времени", "local"), ("местного времени", "local")):  # fmt: skip
            if j := self._phrase(i, phrase):
                return {"zone": zone}, j
        if self._word(i) in _FILLERS or self._word(i) in words.MONTHS:
            return None
        end = next((k for k in range(i + 1, min(i + 6, len(self.tokens))) if self._word(k) == "time"), None)
        if end is None or any(self._kind(k) not in ("word", "mark") for k in range(i, end)):
            return None
        place = self.text[self.tokens[i].start : self.tokens[end - 1].end]
        return {"zone": "local" if place.casefold() == "local" else self.zone_of_place(place)}, end + 1

    # durations ------------------------------------------------------------------------------------------

    def duration(self, i: int) -> tuple[int, int, int] | None:
        """Read a length of time; return its whole days, its seconds and the next index."""
        days, seconds, j = 0, 0, i
        while part := self._duration_part(j):
            days, seconds, j = days + part[0], seconds + part[1], part[2]
            then = j + (self._word(j) in ("and", ",", "и"))
            j = then if self._duration_part(then) else j
        return (days, seconds, j) if j > i else None

    def _duration_part(self, i: int) -> tuple[int, int, int] | None:
        if self._kind(i) == "hclock":
            hours, minutes = self.tokens[i].numbers[:2]
            return (0, hours * 3_600 + minutes * 60, i + 1) if minutes < 60 else None
        count = self._count(i)
        if count is None:
            return None
        unit = words.UNITS.get(self._word(count[1]))
        j = count[1] + 1
        if unit is None:
            self.furthest = max(self.furthest, count[1]) if self._word(count[1]) in words.LONG_UNITS else self.furthest
            return None
        if unit == 3_600 and (half := self._phrase(j, "and a half")):
            return 0, round((count[0] + 0.5) * unit), half
        if count[0] > 36_525:
            raise TimeError(f"{count[0]:.0f} {self._word(count[1])} lead too far", hint="count in larger units")
        if unit < _DAY_S:
            if unit == 3_600 and self._number(j) is not None and len(self.tokens[j].text) == 2:  # 1 h 30
                return 0, round(count[0] * unit) + self.tokens[j].numbers[0] * 60, j + 1
            return 0, round(count[0] * unit), j
        whole = count[0] * unit / _DAY_S
        return (int(whole), 0, j) if whole == int(whole) else None

    def _count(self, i: int) -> tuple[float, int] | None:
        """Read how many: `3`, `1.5`, `two`, `an`, `half an`."""
        for half in ("half an", "half a", "a half", "half", "полчаса"):
            if j := self._phrase(i, half):
                return 0.5, j
        if self._kind(i) == "dotted":
            return float(self.tokens[i].text), i + 1
        if self._kind(i) == "number" and len(self.tokens[i].text) <= 6:
            return float(self.tokens[i].numbers[0]), i + 1
        number = (1, i + 1) if self._word(i) in ("a", "an") else self._hour_number(i)
        if number is None and words.UNITS.get(self._word(i), 0) and self._word(i) in ("неделю", "час", "день", "минуту"):
            return 1.0, i
        return (float(number[0]), number[1]) if number else None

    def _shift(self, i: int) -> tuple[int, int, int] | None:
        """Read `+3h` or `minus 2 days`; return days and seconds, signed, and the next index."""
        sign = {"+": 1, "plus": 1, "-": -1, "minus": -1, "–": -1}.get(self._word(i))
        found = self.duration(i + 1) if sign and self._kind(i + 1) != "hclock" else None
        return (sign * found[0], sign * found[1], found[2]) if sign and found else None

    def _distance(self, i: int) -> Step | None:
        """Read `now`, `in 3 days`, `20 hours ago`, `2 days before Tuesday` or `the day after tomorrow`."""
        if (j := self._phrase(i, "now")) or (j := self._phrase(i, "right now")) or (j := self._phrase(i, "сейчас")):
            return {"elapsed_s": 0}, j
        ahead = self._word(i) in ("in", "через", "within")
        start = i + 1 if ahead or self._word(i) == "the" else i
        found = self.duration(start) or ((1, 0, start + 1) if self._phrase(start, "day") and not ahead else None)
        if found is None:
            return None
        days, seconds, j = found
        if ahead and self._word(i) != "within":
            after = self._phrase(j, "' time") or self._phrase(j, "time") or self._phrase(j, "from now") or j
            return self._from_now(days, seconds), after
        if back := self._phrase(j, "ago") or self._phrase(j, "назад"):
            return self._from_now(-days, -seconds), back
        if on := self._phrase(j, "from now") or self._phrase(j, "hence"):
            return self._from_now(days, seconds), on
        return self._from_point(days, seconds, j)

    def _from_now(self, days: int, seconds: int) -> dict[str, Any]:
        if seconds:
            return {"elapsed_s": seconds, "plus_days": days}
        return {"days": (DaySpec("relative", (days,)),)}

    def _from_point(self, days: int, seconds: int, i: int) -> Step | None:
        """Read the point that a distance is counted from, and move it."""
        sign = {"before": -1, "after": 1, "from": 1}.get(self._word(i))
        inner = self.point(i + 1) if sign else None
        if not sign or inner is None:
            return None
        point = replace(inner[0], plus_days=inner[0].plus_days + sign * days, plus_s=inner[0].plus_s + sign * seconds)
        empty = Point()
        names = ("days", "clock", "part", "zone", "offset", "edge", "plus_days", "plus_s", "elapsed_s", "dotted", "within")
        return {name: value for name in names if (value := getattr(point, name)) != getattr(empty, name)}, inner[1]


def _bare_day(point: Point) -> int | None:
    """Return the number of a point that is a number or "the 10th" alone, or None."""
    if point.clock and point.clock.form == "number" and point == Point(clock=point.clock):
        return point.clock.hour or None
    if len(point.days) == 1 and point.days[0].form == "day_of_month" and point == Point(days=point.days):
        return point.days[0].numbers[0]
    return None


def _month_named(point: Point) -> tuple[int, ...]:
    """Return the month, and the year if there is one, of a point that is dated by them; otherwise nothing."""
    if len(point.days) != 1:
        return ()
    spec = point.days[0]
    if spec.form == "month_day" and len(spec.numbers) == 2:
        return spec.numbers[:1]
    return (spec.days[0].month, spec.days[0].year) if spec.form == "fixed" and len(spec.days) == 1 else ()


def number_refusal(text: str) -> TimeError:
    """Return the error for a number that could be an hour, a day or a year."""
    number = text.lstrip("0") or "0"
    if not number.isdigit() or len(number) > 2 or not 1 <= int(number) <= 12:
        return TimeError(f"the number {text} may be a time, a day or a year", hint='write "18:00", "the 12th" or "12 Sep"')
    return TimeError(
        f"the number {text} may be an hour or a day", hint=f'write "{int(number):02d}:00", "{number} pm" or a full date'
    )


def _known_words() -> set[str]:
    tables = (words.WEEKDAYS, words.MONTHS, words.NUMBERS, words.ORDINALS, words.PARTS, words.UNITS, words.LEADING)
    return {word for table in tables for word in table} | set(words.RELATIVE_DAYS) | set(_FILLERS)


def _nearest_word(word: str) -> str:
    """Return the weekday, month or other word that was probably meant, or an empty text."""
    from difflib import get_close_matches  # 3 ms to import, and needed only here

    known = [w for w in _known_words() if len(w) > 3] + ["noon", "midnight", "next", "before", "after", "until"]
    near = get_close_matches(word[:30], sorted(known), n=1, cutoff=0.75)
    return f'"{near[0]}"' if near else ""
