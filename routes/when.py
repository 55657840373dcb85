"""Phrases such as "by Tuesday noon" to a window of instants, or a named ambiguity."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from routes.clock import find_zone_of_city, get_zone, to_local
from routes.errors import RoutesError, TimeError
from routes.when_grammar import Parser
from routes.when_place import AsOf, Piece, Reading, format_day, place
from routes.when_query import HOW_TO_WRITE, DaySpec, Point, Query
from routes.when_scripts import has_east_asian, put_in_english
from routes.when_words import PLACE_CLOCKS, normalise, tokenise

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Reading", "When", "deadlines", "format_when", "instants", "parse_when"]
_FROM_NOW = ("relative", "next", "last", "coming", "week_day", "week", "weekend", "month_span")  # forms of a DaySpec
_LONGEST = 300  # letters; what is printed for six readings with their zones fits


class When(NamedTuple):
    """What a phrase means: its readings, each under the same operator.

    `operator` is on, by, before, until, after or from. `kind` is instant, day, part of day, end of day or interval.
    Several readings are either the speaker's own alternatives ("Monday or Tuesday") or, with `alternatives` false, an
    ambiguity to be shown; where `must_choose`, a date in numbers is ambiguous and the caller refuses it. `counted`
    phrases ("in 20 hours", "now") count from the as-of instant itself; they, "tomorrow" and "next week" are `from_now`.
    """

    phrase: str
    operator: str
    kind: str
    readings: tuple[Reading, ...]
    alternatives: bool
    must_choose: bool = False
    counted: bool = False
    from_now: bool = False

    @property
    def deadline(self) -> datetime:
        """The one last acceptable instant; of alternatives, the last. TimeError when ambiguous or without a bound."""
        ends = deadlines(self)
        if len(set(ends)) > 1 and not self.alternatives:
            raise TimeError(f'"{self.phrase}" has {len(ends)} readings', hint=f"write {format_when(self)}")
        return max(ends)


def parse_when(
    text: str,
    *,
    now: datetime,
    zone: str,
    prefer: Literal["future", "past"] = "future",
    zone_of: Callable[[str], str | None] | None = None,
) -> When:
    """Return what a phrase means as of `now`, on the clocks of `zone` unless it names its own.

    `prefer` decides what leaves the day open: "future" takes the first bare weekday, yearless date or clock time to
    come, "past" the latest that had begun. `zone_of` gives the zone of a place, for "10:40 Vladivostok time".
    Instants are to the second; those of `now` below a second are dropped.

    Raises: TimeError, when it cannot be read as a time, or falls in a gap or fold of the clocks.
    Example: "by Tuesday" as of Mon 11 Sep 2023 in Asia/Seoul ends at Wed 13 Sep 00:00 there, which is excluded.
    """
    if now.tzinfo is None:
        raise TimeError("the as-of time has no zone", hint="give it an offset: 2023-09-11T09:00+09:00")
    get_zone(zone)
    try:
        query = _query(text, zone_of)
        moment = now.astimezone(UTC).replace(microsecond=0)
        past = query.past or prefer == "past"
        return _placed(text, query, AsOf(moment, moment, zone, past, query.operator))
    except TimeError as error:
        shown = text if len(text) <= 80 else text[:80] + "…"
        raise TimeError(f'cannot read "{shown}": {error.message}', hint=error.hint or HOW_TO_WRITE) from None
    except OverflowError:
        raise TimeError(f'cannot read "{text[:80]}": it leads out of the calendar', hint=HOW_TO_WRITE) from None


def _query(text: str, zone_of: Callable[[str], str | None] | None) -> Query:
    plain = normalise(text)
    if not plain:
        raise TimeError("it is empty", hint=HOW_TO_WRITE)
    if len(plain) > _LONGEST:
        raise TimeError(f"it is longer than {_LONGEST} letters", hint="give the time alone")
    english = put_in_english(plain) if has_east_asian(plain) else plain
    return Parser(english, tokenise(english), lambda name: _zone_of_place(name, zone_of)).query()


def _zone_of_place(name: str, zone_of: Callable[[str], str | None] | None) -> str:
    """Return the zone of a place: a capital, what the gazetteer says, or the city a zone is named after."""
    try:
        found = PLACE_CLOCKS.get(name.casefold()) or (zone_of(name) if zone_of else None) or find_zone_of_city(name)
    except RoutesError as error:
        raise TimeError(error.message, hint=error.hint) from None
    if found is None:
        raise TimeError(f'no clock is known for "{name}"', hint="name its zone, such as Asia/Vladivostok")
    return get_zone(found).key


def _placed(text: str, query: Query, as_of: AsOf) -> When:
    points = _with_shared_zone(query.points)
    operator = query.operator
    if query.shape in ("range", "ranges") and operator == "from":
        operator = "on"
    if query.shape == "range":
        pieces = _range_pieces(points[0], points[1], as_of._replace(operator="on"))
    elif query.shape == "any":
        pieces = _alternative_pieces(points, as_of)
    elif query.shape == "ranges":
        pieces = _alternative_ranges(points, as_of._replace(operator="on"))
    else:
        pieces = place(points[0], as_of)
    if pieces[0].kind == "interval" and operator in ("by", "until"):
        raise TimeError("several days have a first and a last", hint='write "before next week" or "by end of Sunday"')
    pieces = tuple(dict.fromkeys(pieces))
    several = query.shape in ("any", "ranges")
    must_choose = len(pieces) > 1 and not several and any(_is_numeric(spec) for p in points for spec in p.days)
    readings = tuple(_under(operator, p) for p in pieces)
    counted = any(point.elapsed_s is not None for point in points)
    from_now = counted or any(spec.form in _FROM_NOW for point in points for spec in point.days)
    return When(text, operator, pieces[0].kind, readings, several, must_choose, counted, from_now)


def _is_numeric(spec: DaySpec) -> bool:
    return len(spec.days) > 1 or (spec.form == "month_day" and len(spec.numbers) > 2)


def _under(operator: str, piece: Piece) -> Reading:
    """Return the reading that the operator makes of it: by and until keep the end, before the start, and so on."""
    bounds = {
        "by": (None, piece.end),
        "until": (None, piece.end),
        "before": (None, piece.start),
        "after": (piece.end, None),
        "from": (piece.start, None),
    }
    start, end = bounds.get(operator, (piece.start, piece.end))
    ends = {"before": _first_of, "from": _first_of, "by": _last_of, "until": _last_of, "after": _last_of}
    text = ends[operator](piece.text) if operator in ends else piece.text
    return Reading(start, end, text, piece.zone)


def _with_shared_zone(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Return the points, those without a zone taking the only one that is named."""
    named = {(point.zone, point.offset) for point in points if point.zone or point.offset}
    if len(named) != 1:
        return points
    zone, offset = named.pop()
    return tuple(p if p.zone or p.offset else p._replace(zone=zone, offset=offset) for p in points)


def _alternative_pieces(points: tuple[Point, ...], as_of: AsOf) -> tuple[Piece, ...]:
    """Return one reading for each alternative; a clock time alone is on the day named before it.

    Raises: TimeError, when one is ambiguous, or days are mixed with clock times.
    """
    filled: list[Point] = []
    for point in points:
        on_same_day = filled and point.clock and not point.days
        filled.append(point._replace(days=filled[-1].days) if on_same_day else point)
    placed = [place(point, as_of._replace(operator="any")) for point in filled]
    if any(len(pieces) > 1 for pieces in placed):
        raise TimeError("one of the alternatives has two readings itself", hint="give each as a full date")
    if len({pieces[0].kind for pieces in placed}) > 1:
        raise TimeError("the alternatives are not alike", hint='give each its clock time: "Mon 18:00 or Tue 18:00"')
    return tuple(pieces[0] for pieces in placed)


def _alternative_ranges(points: tuple[Point, ...], as_of: AsOf) -> tuple[Piece, ...]:
    """Return one interval for each pair of points.

    Raises: TimeError, when one is ambiguous.
    """
    placed = [_range_pieces(a, b, as_of) for a, b in zip(points[::2], points[1::2], strict=True)]
    if any(len(pieces) > 1 for pieces in placed):
        raise TimeError("one of the alternatives has two readings itself", hint="give each as a full date")
    return tuple(pieces[0] for pieces in placed)


def _range_pieces(first: Point, last: Point, as_of: AsOf) -> tuple[Piece, ...]:
    """Return the intervals from one point to another; where one lacks a day it is on the day of the other."""
    if first.days and not last.days and last.elapsed_s is None:
        return tuple(_join(a, b) for a in place(first, as_of) for b in _same_day(last, a, as_of, or_next=True))
    if last.days and not first.days and first.elapsed_s is None:
        return tuple(_join(a, b) for b in place(last, as_of) for a in _same_day(first, b, as_of, or_next=False))
    if as_of.past:
        starts = place(first, as_of)
        return tuple(_join(a, b) for a in starts for b in place(last, as_of._replace(anchor=a.start, past=False)))
    pieces = tuple(_join(a, b) for b in place(last, as_of) for a in place(first, _seen_from_end(as_of, b)))
    by_weekday = len(last.days) == 1 and last.days[0].form == "weekday" and len(last.days[0].numbers) == 1
    if _is_today(first, as_of) and by_weekday and not _is_today(last, as_of):
        week_on = last._replace(days=(last.days[0]._replace(numbers=(last.days[0].numbers[0], 7)),))
        pieces += tuple(_join(a, b) for b in place(week_on, as_of) for a in place(first, _seen_from_end(as_of, b)))
    return pieces


def _seen_from_end(as_of: AsOf, end: Piece) -> AsOf:
    return as_of._replace(anchor=end.end - timedelta(seconds=1), past=True)


def _is_today(point: Point, as_of: AsOf) -> bool:
    """Return whether the point is named by the bare weekday of the as-of day."""
    zone = as_of.zone if point.zone in ("", "local") else point.zone
    today = to_local(as_of.now, point.offset or zone).weekday()
    return point.days == (DaySpec("weekday", (today,)),)


def _same_day(point: Point, beside: Piece, as_of: AsOf, *, or_next: bool) -> tuple[Piece, ...]:
    """Return the readings of a clock time on the day of another reading, or on the next if it would end earlier."""
    start = to_local(beside.start, beside.zone).date()
    zone = beside.zone
    moved = point if point.zone or point.offset else point._replace(zone=zone)
    found = place(moved._replace(days=(DaySpec("fixed", days=(start,)),)), as_of)
    if or_next and found[0].kind == "instant" and found[0].end <= beside.start:
        found = place(moved._replace(days=(DaySpec("fixed", days=(start + timedelta(days=1),)),)), as_of)
    return found


def _join(first: Piece, last: Piece) -> Piece:
    """Return the interval from the start of one reading to the end of another.

    Raises: TimeError, when it would end before it starts.
    """
    if last.end <= first.start:
        raise TimeError(f"{last.text} is not after {first.text}", hint="put the earlier time first, or add the dates")
    if first.zone == last.zone:
        text = f"{_first_of(first.text)} to {_last_of(last.text)}"
        return Piece(first.start, last.end, text, last.zone, "interval")
    text = f"{_with_zone(_first_of(first.text), first.zone)} to {_with_zone(_last_of(last.text), last.zone)}"
    return Piece(first.start, last.end, text, last.zone, "interval")


def _first_of(text: str) -> str:
    """Return the first day of a span such as `Tue 1 Feb 2011 to Mon 28 Feb 2011`, else the text."""
    return text.partition(" to ")[0]


def _last_of(text: str) -> str:
    return text.rpartition(" to ")[2]


def _with_zone(text: str, zone: str) -> str:
    return text if text.endswith(f" {zone}") else f"{text} {zone}"


def format_when(when: When) -> str:
    """Return how the phrase was understood, with operator and zone: `by Tue 12 Sep 2023 12:00 Asia/Seoul`.

    Several readings are joined by "or". What is printed parses back to the same readings.
    """
    zones = {reading.zone for reading in when.readings}
    texts = " or ".join(reading.text for reading in when.readings)
    if len(zones) > 1 or any(reading.text.endswith(reading.zone) for reading in when.readings):
        texts = " or ".join(_with_zone(reading.text, reading.zone) for reading in when.readings)
    elif zones:
        texts += f" {zones.pop()}"
    return texts if when.operator == "on" else f"{when.operator} {texts}"


def deadlines(when: When) -> tuple[datetime, ...]:
    """Return the last acceptable instant of each reading, in UTC: Wed 00:00 for "Tuesday", 12:00 for "by noon".

    The end of a day, part or interval is itself excluded; an instant is itself allowed, unless under "before".

    Raises: TimeError, when a reading has no upper bound.
    """
    ends = tuple(reading.end for reading in when.readings if reading.end is not None)
    if len(ends) < len(when.readings):
        raise TimeError(
            f'"{when.phrase}" has no latest time', hint=f'write "by {when.readings[0].text}", or a range with "to"'
        )
    return ends


def instants(when: When) -> tuple[datetime, ...]:
    """Return the instant of each reading, in UTC, as a departure or sighting needs.

    Raises: TimeError, when the phrase is a day, part or range, or only a bound.
    """
    text = when.readings[0].text
    if when.kind != "instant":
        start = when.readings[0].start or when.readings[0].end
        day = format_day(to_local(start, when.readings[0].zone).date()) if start and when.kind != "end of day" else text
        raise TimeError(f'"{when.phrase}" ({text}) has no clock time', hint=f'add a clock time: "{day} 18:00"')
    if when.operator != "on":
        raise TimeError(f'"{when.phrase}" is a bound, not one time', hint=f'write "{text}" without "{when.operator}"')
    return tuple(reading.start for reading in when.readings if reading.start is not None)
