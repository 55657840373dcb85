"""The grammar of time phrases: tokens to a query of points, not yet placed in any calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from routes import when_words as words
from routes.clock import ABBREVIATIONS, zone_of_abbreviation
from routes.errors import TimeError
from routes.when_days import DayReader, bare_day, month_named
from routes.when_query import HOW_TO_WRITE, DaySpec, Point, Query, Shape, Step, number_refusal

if TYPE_CHECKING:
    from collections.abc import Iterable

_FILLERS = {  # little words, and what may follow them
    ",": ("days", "clock", "part", "zone"), "at": ("clock", "part"), "@": ("clock", "part"), "on": ("days",),
    "of": ("days",), "in": ("part", "zone", "days"), "the": ("days", "part"), "в": ("days", "clock"), "a": ("days",),
    "во": ("days",), "this": ("part", "days"), "(": ("zone", "days"), "по": ("zone",), ".": ("days", "clock"),
}  # fmt: skip


Points = tuple[Shape, tuple[Point, ...], int]


class Parser(DayReader):
    """A cursor over tokens; every method takes an index and returns what it read with the next index, or None."""

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
        if i < len(self.tokens):
            raise self._refusal(max(i, self.furthest))
        bounded = any(point.within for point in points)
        if bool(operator) + bool(suffix) + bounded > 1:
            raise TimeError("it has two bounds", hint='write a range: "Tuesday 12:00 to 18:00"')
        points, inner = self._inner_operator(points)
        return Query(operator or suffix or inner or "on", shape, points, past or since)

    def _inner_operator(self, points: tuple[Point, ...]) -> tuple[tuple[Point, ...], str]:
        """Return the points and the operator of "Tuesday before noon", which is that of "before Tuesday noon"."""
        if len(points) == 1 and points[0].within in ("by", "before", "until"):
            return (points[0]._replace(within=""),), points[0].within
        if len(points) > 1 and any(point.within for point in points):
            raise TimeError("it has a bound inside a list or range", hint=HOW_TO_WRITE)
        return points, ""

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
        token = self.tokens[i + 1] if self._is_before_unknown(i) else self.tokens[i]
        if token.kind in ("number", "dotted"):
            return number_refusal(token.text)
        if not words.LONG_UNITS.isdisjoint(self._word(k) for k in range(i, i + 3)):
            return TimeError("months and years do not say which day", hint="count in days or weeks, or name the date")
        if token.word in words.VAGUE:
            return TimeError(f'"{token.text}" does not say {words.VAGUE[token.word]}', hint=HOW_TO_WRITE)
        if token.kind == "word" and token.word not in _known_words():
            near = _nearest_word(token.word)
            other = f'for the clock of a place write "{token.text} time"' if self._word(i) == "in" else HOW_TO_WRITE
            return TimeError(f'"{token.text}" is no time word', hint=f"did you mean {near}?" if near else other)
        return TimeError(f'"{token.text}" does not fit where it stands', hint=HOW_TO_WRITE)

    def _is_before_unknown(self, i: int) -> bool:
        """Return whether a little word stands here and the word behind it is the one that is not known."""
        return self._word(i) in _FILLERS and self._kind(i + 1) == "word" and self._word(i + 1) not in _known_words()

    def _points(self, i: int) -> Points | None:
        """Read one point, a range, or alternatives."""
        if between := self._phrase(i, "between"):
            return self._range(between, ("and", "и"))
        i = self._phrase(i, "either") or i
        first = self.point(i)
        if first is None:
            return None
        point, j = first
        if self._word(j) in words.RANGE_WORDS and (ranged := self._range(i, words.RANGE_WORDS)):
            return self._further_ranges(ranged)
        if self._word(j) == "between" and point == Point(days=point.days):
            return self._range_within(point, j + 1)
        return self._alternatives(point, j)

    def _alternatives(self, first: Point, j: int) -> Points:
        """Read what "or" adds to a point, if anything."""
        points = [first]
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

    def _range(self, i: int, separators: Iterable[str]) -> Points | None:
        first = self.point(i)
        if first is None or self._word(first[1]) not in separators:
            return None
        second = self.point(first[1] + 1)
        if second is None:
            return None
        opening = first[0]._replace(within="") if first[0].within == "from" else first[0]
        points, j = self._share_month(opening, second[0], second[1])
        return "range", points, j

    def _further_ranges(self, ranged: Points) -> Points:
        """Read "or" and further ranges; their points come in pairs."""
        shape, points, i = ranged
        while self._word(i) in ("or", "или") and (more := self._range(i + 1, words.RANGE_WORDS)):
            shape, points, i = "ranges", points + more[1], more[2]
        return shape, points, i

    def _range_within(self, day: Point, i: int) -> Points | None:
        """Read the rest of "Tuesday between 18:00 and 20:00"."""
        found = self._range(i, ("and", "и"))
        if found is None or any(point.days for point in found[1]):
            return None
        first, second = found[1]
        return "range", (first._replace(days=day.days), second), found[2]

    def _share_month(self, first: Point, second: Point, i: int) -> tuple[tuple[Point, Point], int]:
        """Return "10" and "13 September", or "September 10" and "13, 2023", as two full dates."""
        if (day := bare_day(first)) and (named := month_named(second)):
            if second.clock or second.part:
                raise TimeError("the clock time may belong to one day or to both", hint="give each day its clock time")
            first = first._replace(clock=None, days=(self._in_month(named, day),))
        elif (day := bare_day(second)) and first.clock is None and (named := month_named(first)):
            year = self._year(i)
            if year and len(named) == 1:
                named, i = (named[0], year[0]), year[1]
                first = first._replace(days=(self._in_month(named, first.days[0].numbers[1]),))
            second = second._replace(clock=None, days=(self._in_month(named, day),))
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
            point, j = point._replace(plus_days=point.plus_days + shift[0], plus_s=point.plus_s + shift[1]), shift[2]
        self.furthest = max(self.furthest, j)
        if point == Point(edge="end") and self._word(j - 1) in ("day", "eod"):
            point = point._replace(days=(DaySpec("relative", (0,)),))
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
                taken = {spec.form for spec in point.days}
                if len(taken) == 2 or value[0].form in taken or point.elapsed_s is not None:
                    return None
                filled = point.days + value
            elif name in ("plus_days", "plus_s"):
                filled = getattr(point, name) + value
            elif getattr(point, name) not in ("", None):
                return None
            else:
                filled = value
            point = point._replace(**{name: filled})
        return point

    def _element(self, i: int) -> Step | None:
        """Read a day, clock, part, zone or distance from now, after up to two little words that may stand before it."""
        for method in (
            self._distance,
            self._days,
            self._clock,
            self._part,
            self._zone,
            self._bound_clock,
            self._dotted,
        ):
            if step := method(i):
                return step
        allowed = _FILLERS.get(self._word(i))
        if allowed is None or (i and self._word(i) == self._word(i - 1)):
            return None
        step = self._element(i + 1)
        wanted = {
            "days": ("days", "elapsed_s"),
            "zone": ("zone", "offset"),
            "clock": ("clock", "dotted"),
            "part": ("part",),
        }
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
        """Read `Vladivostok time` or `by Vladivostok time`, a place of up to five words before `time`."""
        if i and self._word(i) in ("by", "in", "on"):
            return self._place_clock(self._phrase(i + 1, "the") or i + 1)
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

    def _distance(self, i: int) -> Step | None:
        """Read `now`, `in 3 days`, `20 hours ago`, `2 days before Tuesday` or `the day after tomorrow`."""
        if (j := self._phrase(i, "now")) or (j := self._phrase(i, "right now")) or (j := self._phrase(i, "сейчас")):
            return {"elapsed_s": 0}, j
        ahead = self._word(i) in ("in", "через")
        start = i + 1 if ahead or self._word(i) == "the" else i
        found = self.duration(start) or ((1, 0, start + 1) if self._phrase(start, "day") and not ahead else None)
        if found is None:
            return None
        days, seconds, j = found
        if ahead:
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
        point = inner[0]._replace(plus_days=inner[0].plus_days + sign * days, plus_s=inner[0].plus_s + sign * seconds)
        empty = Point()
        names = (
            "days",
            "clock",
            "part",
            "zone",
            "offset",
            "edge",
            "plus_days",
            "plus_s",
            "elapsed_s",
            "dotted",
            "within",
        )
        return {name: value for name in names if (value := getattr(point, name)) != getattr(empty, name)}, inner[1]


def _known_words() -> set[str]:
    tables = (words.WEEKDAYS, words.MONTHS, words.NUMBERS, words.ORDINALS, words.PARTS, words.UNITS, words.LEADING,
              words.RELATIVE_DAYS, words.OPERATORS, words.SUFFIX_OPERATORS, words.RANGE_WORDS, words.TRAILING, _FILLERS,
              words.OTHERS)  # fmt: skip
    return (
        {word for table in tables for phrase in table for word in phrase.split()}
        | set(words.VAGUE)
        | {letters.casefold() for letters in ABBREVIATIONS}
    )


def _nearest_word(word: str) -> str:
    """Return the weekday, month or other word that was probably meant, or an empty text."""
    from difflib import get_close_matches  # 3 ms to import, and needed only here

    known = sorted(w for w in _known_words() if len(w) > 3)
    near = get_close_matches(word[:30], known, n=1, cutoff=0.75)
    named = near and (near[0] in words.WEEKDAYS or near[0] in words.MONTHS)
    return f'"{near[0].capitalize() if named else near[0]}"' if near else ""
