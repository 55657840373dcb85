"""What a time phrase says, before it is placed in the calendar; and the cursor that the readers share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from routes.errors import TimeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from routes.when_words import Token

HOW_TO_WRITE = 'write it as "Tuesday 18:00", "by Tuesday noon", "12 Sep 2023 18:00" or "2023-09-12 18:00 Asia/Seoul"'
Shape = Literal["one", "range", "any", "ranges"]
Step = tuple[dict[str, Any], int]  # slots of a Point to fill, and the index of the next token


class DaySpec(NamedTuple):
    """A day or span of days as it was named; `form` says how `numbers` and `days` are to be placed."""

    # fixed: days · month_day: (month, day)… · month: (month, year or 0) · day_of_month: (day,) · relative: (days,)
    # weekday, next, last, coming: (weekday,) · week_day: (weekday, weeks) · week, weekend, month_span: (how many on,)
    form: str
    numbers: tuple[int, ...] = ()
    days: tuple[date, ...] = ()


class Clock(NamedTuple):
    """A clock reading as it was said: `form` is 24, 12 (morning or evening unsaid), number, compact or midnight."""

    hour: int
    minute: int = 0
    second: int = 0
    form: Literal["24", "12", "number", "compact", "midnight"] = "24"


class Point(NamedTuple):
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


class Query(NamedTuple):
    """A whole phrase: one point, a range of two, several points, or several ranges, under an operator."""

    operator: str
    shape: Shape
    points: tuple[Point, ...]
    past: bool = False


class Cursor:
    """Tokens and the way through them; every reader takes an index and returns what it read with the next, or None."""

    def __init__(self, text: str, tokens: tuple[Token, ...], zone_of_place: Callable[[str], str]) -> None:
        self.text, self.tokens, self.zone_of_place, self.furthest = text, tokens, zone_of_place, 0

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


def number_refusal(text: str) -> TimeError:
    """Return the error for a number that could be an hour, a day or a year."""
    number = text.lstrip("0") or "0"
    if not number.isdigit() or len(number) > 2 or not 1 <= int(number) <= 12:
        return TimeError(
            f"the number {text} may be a time, a day or a year", hint='write "18:00", "the 12th" or "12 Sep"'
        )
    return TimeError(
        f"the number {text} may be an hour or a day", hint=f'write "{int(number):02d}:00", "{number} pm" or a full date'
    )
