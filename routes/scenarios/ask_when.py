"""When a question in words leaves and arrives: its phrases of time, read from the as-of instant."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from routes.clock import to_local
from routes.errors import TimeError
from routes.gazetteer.names import get_place
from routes.gazetteer.station import Gazetteer
from routes.scenarios.ask_roles import Roles
from routes.scenarios.ask_sides import refuse
from routes.scenarios.ask_times import zone_lookup
from routes.scenarios.schema import Scenario
from routes.when import When, deadlines, format_when, parse_when

if TYPE_CHECKING:
    from routes.scenarios.phrases import AsOf

JUST_PAST, FAR_AHEAD = timedelta(days=45), timedelta(days=180)  # where `10 September` is the one just past


class Context(NamedTuple):
    """What a question is read with; `scenario` gives what its words leave open."""

    gazetteer: Gazetteer
    as_of: datetime | AsOf
    scenario: Scenario

    def reference(self, zone: str) -> datetime:
        """Return the instant from which words such as `today` count in a zone."""
        return self.as_of if isinstance(self.as_of, datetime) else self.as_of.reference(zone)


def code_of(context: Context, text: str) -> str:
    """Return the code of a place."""
    return get_place(context.gazetteer, text).code


def with_as_of(context: Context, query: Scenario, phrase: str) -> tuple[Scenario, Context]:
    """Return query and context as of an instant named in the words: in the past, or near the scenario's own as-of.

    Raises: TimeError, when it is no one instant or day.
    """
    zone = zone_of(context, query.start)
    found = [_parse(context, phrase, zone, past=past) for past in (True, False)]
    starts = [when.readings[0].start for when in found]
    near = 0
    if context.scenario.as_of and starts[0] and starts[1] and starts[0] != starts[1]:
        gaps = [abs(start - context.reference(zone)) for start in starts if start]
        near = gaps.index(min(gaps))
        if min(gaps) * 3 > max(gaps) or max(gaps) < timedelta(days=30):
            shown = " or ".join(format_when(when) for when in found)
            raise TimeError(f'"as of {phrase}" can be {shown}', hint='give the date: "as of 2023-09-11 09:00 KST"')
    when, instant = found[near], starts[near]
    if instant is None or len(when.readings) > 1 or when.kind not in ("instant", "day"):
        raise TimeError(f'"{phrase}" is not one as-of instant', hint='give the date: "as of 2023-09-11 09:00 KST"')
    return query._replace(as_of=_absolute(when, zone)), context._replace(as_of=instant)


def read_arrival(context: Context, query: Scenario, roles: Roles) -> tuple[str, str]:
    """Return the phrase of the arrival and where it is from; "" where the question has none."""
    if query.question not in ("latest-departure", "feasible"):
        return "", ""
    if roles.arrive:
        zone = zone_of(context, query.end)
        ahead, past = _both(context, roles.arrive.text, zone)
        if _is_past_only(context, ahead, past, zone):
            return format_when(past), "read as past"
        return roles.arrive.text, ""
    own = code_of(context, query.end) == code_of(context, context.scenario.end)
    if context.scenario.arrive and own:
        return context.scenario.arrive, "scenario"
    raise refuse(
        "it does not say by when it must be there", 'add the arrival: "… by Tuesday noon", "… for Tuesday arrival"'
    )


def read_departure(context: Context, query: Scenario, roles: Roles) -> tuple[str, str]:
    """Return the phrase of the departure and where it is from; "" where the question has none."""
    if query.question not in ("arrival", "feasible"):
        return "", ""
    zone = zone_of(context, query.start)
    if roles.depart:
        return _departure(context, query, roles, zone)
    if query.question == "feasible":
        return to_local(context.reference(zone), zone).isoformat(timespec="minutes"), "as of"
    own = code_of(context, query.start) == code_of(context, context.scenario.start)
    if context.scenario.depart and own and not roles.start:
        return context.scenario.depart, "scenario"
    raise refuse("it does not say when it leaves", 'add the departure: "leaving Khasan on 24 April 2019 at 11:40"')


def _departure(context: Context, query: Scenario, roles: Roles, zone: str) -> tuple[str, str]:
    """Return the phrase of a departure, and what it was read as where that is not what stands there.

    In `would it be there if it left on Sunday` either Sunday may be meant: both are given, unless the coming
    one is after the arrival. A day or a part of one gives its first and last minute; where it is asked whether it can
    be there, the day itself or the span, which is then read from its first instant on.

    Raises: UsageError, for a departure after the arrival.
    """
    phrase = roles.depart.text if roles.depart else ""
    ahead, past = _both(context, phrase, zone)
    late = query.question == "feasible" and _is_after_arrival(context, query, roles, ahead)
    readings, note = [ahead], ""
    if _is_past_only(context, ahead, past, zone):
        readings, note = [past], "read as past"
    elif ahead.readings != past.readings and roles.departed:
        both = roles.supposed and not late
        readings, note = ([past, ahead], "either may be meant") if both else ([past], "read as past")
    elif ahead.readings != past.readings and late:
        shown = f"{_absolute(ahead, zone)} is after the arrival, {_absolute(past, zone)} is past"
        raise refuse(f'"{phrase}" is open: {shown}', f'write "it left on {_absolute(past, zone)}", or both dates')
    ahead = readings[0]
    if ahead.kind in ("day", "part of day") and ahead.operator == "on":
        last = _last_arrival(context, query, roles) if query.question == "feasible" else None
        ends = [end for when in readings for end in _ends(context, when, zone, departed=roles.departed)]
        in_time = [end for end in ends if last is None or end[0] < last] or ends
        if query.question == "feasible":
            return " or ".join(_span(first, final) for _, first, final in in_time), note
        texts = dict.fromkeys(text for _, first, final in in_time for text in (first, final))
        return " or ".join(texts), f"{note + ', ' if note else ''}its first and last minute"
    if not note:
        return phrase, ""
    return " or ".join(_absolute(when, zone) for when in readings), note


def _both(context: Context, phrase: str, zone: str) -> tuple[When, When]:
    """Return the readings of a phrase forwards and backwards; the same twice where only one can be read."""
    try:
        ahead = _parse(context, phrase, zone, past=False)
    except TimeError as error:
        try:
            past = _parse(context, phrase, zone, past=True)
        except TimeError:
            raise error from None
        if not _is_past_only(context, past, past, zone):
            raise
        return past, past
    try:
        return ahead, _parse(context, phrase, zone, past=True)
    except TimeError:
        return ahead, ahead


def _is_past_only(context: Context, ahead: When, past: When, zone: str) -> bool:
    """Return whether a date without a year is just past, and comes again only after months or on another weekday."""
    starts = [when.readings[0].start or when.readings[0].end for when in (ahead, past)]
    now = context.reference(zone)
    if not (starts[0] and starts[1]) or now - starts[1] > JUST_PAST or starts[1] > now:
        return False
    return starts[0] - now > FAR_AHEAD or (ahead is past and not _reads_ahead(context, past, zone))


def _reads_ahead(context: Context, when: When, zone: str) -> bool:
    try:
        _parse(context, when.phrase, zone, past=False)
    except TimeError:
        return False
    return True


def _ends(context: Context, when: When, zone: str, *, departed: bool) -> list[tuple[datetime, str, str]]:
    """Return the start, the first and the last minute of each reading; today is cut off at the as-of instant."""
    now = context.reference(zone)
    found = []
    for reading in when.readings:
        if reading.start is None or reading.end is None:
            continue
        start, end = reading.start, reading.end
        if start < now < end:
            start, end = (start, now) if departed else (now, end)
        found.append((start, _clock(start, reading.zone, zone), _clock(end, reading.zone, zone)))
    return found


def _span(first: str, final: str) -> str:
    """Return the day from its first to its last minute as such, `2023-09-10`, or the span: `… 18:00 to … 23:00`."""
    day, _, clock = first.partition(" ")
    if clock == "00:00" and final == f"{date.fromisoformat(day) + timedelta(days=1)} 00:00":
        return day
    return f"{first} to {final}"


def _clock(instant: datetime, own: str, zone: str) -> str:
    text = f"{to_local(instant, own):%Y-%m-%d %H:%M}"
    return text if own == zone else f"{text} {own}"


def _is_after_arrival(context: Context, query: Scenario, roles: Roles, depart: When) -> bool:
    """Return whether a departure lies behind the last acceptable arrival."""
    last, start = _last_arrival(context, query, roles), depart.readings[0].start
    return last is not None and start is not None and start >= last


def _last_arrival(context: Context, query: Scenario, roles: Roles) -> datetime | None:
    if not roles.arrive:
        return None
    return max(deadlines(_parse(context, roles.arrive.text, zone_of(context, query.end), past=False)))


def _absolute(when: When, zone: str) -> str:
    """Return a phrase that means the same whenever it is read: `2023-09-10 17:00`, with any zone but `zone`."""
    reading = when.readings[0]
    if when.operator != "on" or len(when.readings) > 1 or when.kind not in ("instant", "day") or reading.start is None:
        return format_when(when)
    if when.kind == "instant":
        return _clock(reading.start, reading.zone, zone)
    text = f"{to_local(reading.start, reading.zone):%Y-%m-%d}"
    return text if reading.zone == zone else f"{text} {reading.zone}"


def _parse(context: Context, phrase: str, zone: str, *, past: bool) -> When:
    prefer: Literal["past", "future"] = "past" if past else "future"
    return parse_when(
        phrase, now=context.reference(zone), zone=zone, prefer=prefer, zone_of=zone_lookup(context.gazetteer)
    )


def zone_of(context: Context, text: str) -> str:
    """Return the time zone of a place."""
    return context.gazetteer.stations[get_place(context.gazetteer, text).code].zone
