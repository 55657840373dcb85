"""Reading clock times, parts of the day and lengths of time off the tokens of a phrase."""

from __future__ import annotations

from routes import when_words as words
from routes.errors import TimeError
from routes.units import DAY_S
from routes.when_query import Clock, Cursor, DaySpec, Step


class ClockReader(Cursor):
    """Reads clock times and durations."""

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
        if self._number(i) == 12 and self._word(i + 1) in ("noon", "midday", "midnight"):
            i += 1
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
            raise TimeError(
                f"{clock.hour}:{clock.minute:02d} {half} mixes 24 hours with {half}", hint="leave out am or pm"
            )
        if (clock.hour, clock.minute, clock.second, half) == (12, 0, 0, "am"):
            return Clock(0, form="midnight"), i + 1
        return clock._replace(hour=clock.hour % 12 + (12 if half == "pm" else 0), form="24"), i + 1

    def _part(self, i: int) -> Step | None:
        part = words.PARTS.get(self._word(i))
        if part is None:
            last = self._phrase(i, "last night")
            return ({"part": "night", "days": (DaySpec("relative", (-1,)),)}, last) if last else None
        today = self._word(i) == "tonight" or (i > 0 and self._word(i - 1) == "this")
        return {"part": part} | ({"days": (DaySpec("relative", (0,)),)} if today else {}), i + 1

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
        unit = words.UNITS.get(self._word(count[1])) if count else None
        if count is None or unit is None:
            return None
        number, j = count[0], count[1] + 1
        if number * unit > 36_525 * DAY_S:
            raise TimeError(f"{number:.0f} {self._word(count[1])} lead too far", hint="name the date")
        if unit >= DAY_S:
            whole = number * unit / DAY_S
            return (int(whole), 0, j) if whole == int(whole) else None
        if unit == 3_600 and (more := self._rest_of_hour(j)):
            return 0, round(number * unit) + more[0], more[1]
        return 0, round(number * unit), j

    def _rest_of_hour(self, i: int) -> tuple[int, int] | None:
        """Read the seconds of `and a half`, or of the 30 in `1 h 30`."""
        if half := self._phrase(i, "and a half"):
            return 1_800, half
        minutes = self._number(i)
        if minutes is None or len(self.tokens[i].text) != 2 or minutes > 59 or self._word(i + 1) in words.UNITS:
            return None
        return minutes * 60, i + 1

    def _count(self, i: int) -> tuple[float, int] | None:
        """Read how many: `3`, `1.5`, `two`, `an`, `half an`; 1.30 might be an hour and a half, and is left alone."""
        if half := self._any_phrase(i, ("half an", "half a", "a half", "half")):
            return 0.5, half[1]
        if self._kind(i) == "dotted" and self.tokens[i].text[-2] == ".":
            return float(self.tokens[i].text), i + 1
        if self._kind(i) == "number" and len(self.tokens[i].text) <= 6:
            return float(self.tokens[i].numbers[0]), i + 1
        if self._word(i) in ("неделю", "час", "день", "минуту"):
            return 1.0, i
        number = (1, i + 1) if self._word(i) in ("a", "an") else self._hour_number(i)
        return (float(number[0]), number[1]) if number else None

    def _shift(self, i: int) -> tuple[int, int, int] | None:
        """Read `+3h` or `minus 2 days`; return days and seconds, signed, and the next index."""
        sign = {"+": 1, "plus": 1, "-": -1, "minus": -1, "–": -1}.get(self._word(i))
        found = self.duration(i + 1) if sign and self._kind(i + 1) != "hclock" else None
        return (sign * found[0], sign * found[1], found[2]) if sign and found else None
