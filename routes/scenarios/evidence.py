"""Where and when a train was seen, or was not: texts such as `arr Khasan 10:40 +-10m` to events and instants."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from math import ceil
from typing import TYPE_CHECKING, Literal, NamedTuple

from routes import clock
from routes.errors import RoutesError, TimeError, UsageError
from routes.gazetteer.names import find_places, get_place
from routes.gazetteer.station import Gazetteer
from routes.ids import StationCode
from routes.units import parse_duration
from routes.when import Reading, When, deadlines, instants, parse_when

if TYPE_CHECKING:
    from routes.scenarios.phrases import AsOf

ERROR_S = 600  # Source: assumed; press reports of one arrival at Khasan in 2019 lie ten minutes apart.
ABOUT_S = 1_800  # Source: assumed; who writes "about" reads the half hour.
EXAMPLE = '"arr Khasan 2019-04-24 10:40 Asia/Vladivostok +-10m"'
FAR_BACK = timedelta(days=45)
ABSENT = '"Khasan by 15:00"'
_EVENT_WORDS = {
    "arr": "arr arr. arrive arrives arrived arriving arrival reached reaches in",
    "dep": "dep dep. depart departs departed departing departure left leave leaves leaving out",
    "pass": "pass passed passes passing through crossed",
    "": "seen",  # what was seen of it is not said
}
EVENT_OF_WORD = {word: event for event, words in _EVENT_WORDS.items() for word in words.split()}
_UNIT = r"(?:days?|d|hours?|hrs?|hr|h|minutes?|mins?|min|m|seconds?|secs?|sec|s)"
_ERROR = re.compile(
    rf"\s*(?:±|\+\s*/?\s*[-−–])\s*(?P<amount>\d[\d.,:]*\s*{_UNIT}?(?![a-z])(?:\s*\d+\s*{_UNIT}?(?![a-z:\d]))?)",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"\b(?:about|around|approximately|approx\.?|roughly|circa|ca\.)\s+(?=\d)|~\s*(?=\d)", re.IGNORECASE)
_CHANCE = re.compile(
    r"[\s,]+(?:(?:with|at)\s+)?(?P<percent>[-−–]?\d+(?:[.,]\d+)?)\s?(?:%|percent|per cent)(?:\s+chance)?$",
    re.IGNORECASE,
)
_SPANS = ("interval", "part of day")


class Sighted(NamedTuple):
    """A train seen to arrive, depart or pass at a station at an instant, read on the clock of a zone.

    `assumed` has those of `event`, `clock` and `error` that the text leaves open. The error is two standard deviations.
    Of a `span` such as `between 10:30 and 10:50` the instant is the middle, and the error half its width and what else
    the text gives.
    """

    text: str
    event: str
    station: StationCode
    at: datetime
    zone: str
    error_s: int
    assumed: frozenset[str]
    span: str = ""


class Unsighted(NamedTuple):
    """A train not seen at a station by an instant, where it would have been `noticed` with that chance."""

    text: str
    event: str
    station: StationCode
    by: datetime
    zone: str
    noticed: float
    assumed: frozenset[str]


Resolve = Callable[[When], tuple[datetime, ...]]


class Vantage(NamedTuple):
    """What the texts of a question are read with."""

    gazetteer: Gazetteer
    as_of: AsOf

    def zone_of(self, name: str) -> str | None:
        """Return the zone of a named place, or None."""
        stations = self.gazetteer.stations
        zones = {stations[m.code].zone for m in find_places(self.gazetteer, name) if m.how != "prefix"}
        return zones.pop() if len(zones) == 1 else None

    def parse(self, phrase: str, zone: str, prefer: Literal["past", "future"]) -> When:
        """Return what a phrase means on the clocks of a zone, from the as-of instant on or back."""
        reference = self.as_of.reference(zone)
        when = parse_when(phrase, now=reference, zone=zone, prefer=prefer, zone_of=self.zone_of)
        if when.counted and reference != self.as_of.instant:
            when = parse_when(phrase, now=self.as_of.instant, zone=zone, prefer=prefer, zone_of=self.zone_of)
        return when


def read_sighting(vantage: Vantage, text: str, *, later: bool = False) -> Sighted:
    """Return a sighting; its date is the as-of day unless it says another, its clock that of the station.

    With `later` it may be after the as-of instant.
    Raises: UsageError, PlaceError or TimeError, when a part is missing, cannot be read, or is after the as-of instant.
    """
    rest, error_s, is_given = _take_error(text)
    event, rest = _take_event(rest)
    if event is None:
        raise UsageError(f'"{text}" does not say what was seen', hint=f"begin with arr, dep or pass, such as {EXAMPLE}")
    code, phrase = split_place(vantage, rest, text, EXAMPLE)
    own = vantage.gazetteer.stations[code].zone
    span = _read_span(vantage, phrase, own)
    at, zone, is_own = _read_instant(vantage, phrase, own, partial(_middles, vantage.as_of) if span else instants)
    if not later:
        refuse_later(vantage, text, at, zone)
    left_open = {"event": not event, "clock": is_own, "error": not (is_given or span)}
    assumed = frozenset(name for name, is_open in left_open.items() if is_open)
    if not span:
        return Sighted(text, event or "arr", code, at, zone, error_s, assumed)
    more_s = error_s if is_given or error_s == ABOUT_S else 0
    half_s = ceil((at - (span.start or at)).total_seconds())
    return Sighted(text, event or "arr", code, at, zone, half_s + more_s, assumed, span.text)


def _read_span(vantage: Vantage, phrase: str, zone: str) -> Reading | None:
    """Return a phrase that is a span of time, `between 10:30 and 10:50` or `this morning`; None for any other."""
    when = _read_past(vantage, phrase, zone)
    return when.readings[0] if when.kind in _SPANS and when.operator == "on" and len(when.readings) == 1 else None


def _middles(as_of: AsOf, when: When) -> tuple[datetime, ...]:
    """Return the middle of each reading that is a span; one that the as-of instant lies in ends there."""
    found = []
    for start, end in ((r.start, r.end) for r in when.readings):
        if start is not None and end is not None:
            found.append(start + ((as_of.instant if start < as_of.instant < end else end) - start) / 2)
    return tuple(found)


def read_absence(vantage: Vantage, text: str, *, later: bool = False) -> Unsighted:
    """Return what was not seen by when: `Khasan by 15:00`, `dep Khasan by 15:00 Moscow time 80%`.

    With `later` it may be after the as-of instant.
    Raises: UsageError, PlaceError or TimeError, as for a sighting.
    """
    percent = _CHANCE.search(text)
    rest = text[: percent.start()] if percent else text
    noticed = _read_chance(percent["percent"]) if percent else 1.0
    event, rest = _take_event(rest)
    code, phrase = split_place(vantage, rest, text, ABSENT)
    own = vantage.gazetteer.stations[code].zone
    if not re.match(r"(by|until|till|before|up to|as of|not later than|no later than)\b", phrase, re.IGNORECASE):
        raise UsageError(f'"{text}" does not say by when', hint=f"write {ABSENT}")
    by, zone, is_own = _read_instant(vantage, phrase, own, deadlines)
    if not later:
        refuse_later(vantage, text, by, zone, is_missing=True)
    left_open = {"event": not event, "clock": is_own, "chance": percent is None}
    assumed = frozenset(name for name, is_open in left_open.items() if is_open)
    return Unsighted(text, event or "", code, by, zone, noticed, assumed)


def _read_chance(percent: str) -> float:
    """Return the chance that a train would have been noticed.

    Raises: UsageError, for one of nothing or less, or of more than all.
    """
    chance = float(re.sub("[-−–]", "-", percent).replace(",", ".")) / 100
    hint = "give the chance of being noticed, from 1% to 100%"
    if chance > 1:
        raise UsageError(f"{percent}% is more than certain", hint=hint)
    if chance < 0:
        raise UsageError(f"{percent}% is less than never", hint=hint)
    if chance == 0:
        raise UsageError("what would have been noticed with 0% tells nothing", hint=hint)
    return chance


def _take_error(text: str) -> tuple[str, int, bool]:
    """Return the text without its error, the error in seconds, and whether the text gives it in figures.

    Raises: UsageError, when the error cannot be read.
    """
    found, about = _ERROR.search(text), _ABOUT.search(text)
    if not found and re.search(r"±|\+/?[-−–]", text):
        raise UsageError(f'the error of "{text}" cannot be read', hint="write it as +-10m, ±10 min or +-1h30")
    if not found:
        rest = text[: about.start()] + text[about.end() :] if about else text
        return rest.strip(), ABOUT_S if about else ERROR_S, False
    amount = found["amount"].strip().rstrip(",.:")
    if amount.isdigit() and int(amount):
        raise UsageError(f'the error of "{text}" has no unit', hint=f"write +-{amount}m or +-{amount}h")
    error_s = 0 if amount.isdigit() else parse_duration(amount)
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    return _ABOUT.sub("", rest).strip(), error_s, True


def _take_event(text: str) -> tuple[str | None, str]:
    """Return the event that the first word names ("" for `seen`), and the rest; None where it names none."""
    first, _, rest = text.strip().partition(" ")
    event = EVENT_OF_WORD.get(first.casefold().rstrip(","))
    if event is None or (event and first[:1].isupper() and first.casefold() not in EVENT_OF_WORD):
        return None, text.strip()
    second, _, tail = rest.strip().partition(" ")
    return event, (tail if second.casefold() in ("at", "in", "from", "through") else rest).strip()


def split_place(vantage: Vantage, text: str, whole: str, example: str) -> tuple[StationCode, str]:
    """Return the station that a text begins with, and the words behind it, which are to be a time.

    The longest name counts behind which a time can be read. Raises: PlaceError, for a name that is unknown or fits
    several places; TimeError, where no time stands behind it; UsageError, for an empty text.
    """
    words = text.split()
    if len(words) < 2:
        what = "a time" if words else "a place and a time"
        raise UsageError(f'"{whole}" lacks {what}', hint=f"write it as {example}")
    gazetteer = vantage.gazetteer
    splits = [(" ".join(words[:n]).rstrip(","), " ".join(words[n:])) for n in range(len(words) - 1, 0, -1)]
    named = [(a, b) for a, b in splits if any(m.how != "prefix" for m in find_places(gazetteer, a))]
    timed = [(name, rest) for name, rest in named if _is_time(vantage, rest)]
    begun = [(name, rest) for name, rest in reversed(splits) if _is_time(vantage, rest)]
    name, rest = next(iter((*timed, *named, *begun)), splits[-1])
    return get_place(gazetteer, name).code, rest


def _is_time(vantage: Vantage, phrase: str) -> bool:
    try:
        vantage.parse(phrase, "UTC", "past")
    except TimeError as error:
        return "also named" in error.message or "does not say how near" in error.message
    except RoutesError:
        return False
    return True


def _read_instant(vantage: Vantage, phrase: str, own: str, resolve: Resolve) -> tuple[datetime, str, bool]:
    """Return the instant of a phrase, the zone of its clock, and whether that is the station's for want of another.

    Raises: TimeError, when it is not one instant.
    """
    when = _read_past(vantage, phrase, own)
    found = set(resolve(when))
    if len(found) > 1:
        readings = " or ".join(f"{r.text} {clock.zone_city(r.zone)}" for r in when.readings)
        raise TimeError(f'"{phrase}" can be {readings}', hint="give one date and time, such as 2019-04-24 10:40")
    other = "UTC-12" if own != "UTC-12" else "UTC"
    try:
        is_own = not when.counted and set(resolve(_read_past(vantage, phrase, other))) != found
    except TimeError:
        is_own = True
    return found.pop(), when.readings[0].zone, is_own


def _read_past(vantage: Vantage, phrase: str, zone: str) -> When:
    """Return a phrase read of the as-of day, else as the latest that had begun, if that is not months ago."""
    ahead, past = (_try(vantage, phrase, zone, prefer) for prefer in ("future", "past"))
    if past is None:
        return vantage.parse(phrase, zone, "past")
    if ahead is not None and len(ahead.readings) == 1:
        reading, before = ahead.readings[0], past.readings[0]
        instant, earlier = reading.end or reading.start, before.end or before.start
        now = vantage.as_of.reference(reading.zone)
        if instant and clock.to_local(instant, reading.zone).date() == clock.to_local(now, reading.zone).date():
            return ahead
        if instant and earlier and now - earlier > max(FAR_BACK, instant - now):
            return ahead  # 12 September, as of the 11th, is not that of last year
    return past


def _try(vantage: Vantage, phrase: str, zone: str, prefer: str) -> When | None:
    try:
        return vantage.parse(phrase, zone, "past" if prefer == "past" else "future")
    except TimeError:
        return None


def refuse_later(vantage: Vantage, text: str, at: datetime, zone: str, *, is_missing: bool = False) -> None:
    """Raise TimeError for what was seen, or not, up to after the as-of instant, of which nothing is known then."""
    as_of = vantage.as_of
    if at <= as_of.instant:
        return
    seen, known = (clock.format_local(instant, zone) for instant in (at, as_of.instant))
    before = clock.to_local(at - timedelta(days=1), zone)
    later = clock.to_local(at + timedelta(minutes=59), zone)
    hint = f'take a later as-of, such as --as-of "{later:%Y-%m-%d %H}:00 {zone}"'
    if at - timedelta(days=1) <= as_of.instant:
        hint += f', or give its date if it was the day before: "{before:%Y-%m-%d %H:%M}"'
    if as_of.day:
        hint += f"; {as_of.day} alone is the start of that day"
    what = "tells what was not seen by" if is_missing else "was seen at"
    raise TimeError(
        f'"{text}" {what} {seen} {clock.zone_city(zone)}, after the as-of instant, {known} there', hint=hint
    )
