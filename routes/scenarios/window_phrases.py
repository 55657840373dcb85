"""When a train may go on: texts such as `Khasan 06:00-22:00`, `Tumangang daylight`, to open spans of absolute time."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from routes import clock
from routes.errors import InfeasibleError, UsageError
from routes.gazetteer.names import find_places, get_place
from routes.gazetteer.station import Station
from routes.ids import StationCode
from routes.itinerary import Itinerary
from routes.scenarios.clues import find_event
from routes.scenarios.evidence import EVENT_OF_WORD, Vantage
from routes.timing.windows import FAR_S, Window, both_open, daily_hours, join_spans, not_before
from routes.when import instants

EXAMPLES = (
    '"Khasan 06:00-22:00", "arr Khasan 06:00-22:00", "Tumangang daylight" or "Vladivostok not before 2023-09-12 16:00"'
)
_CLOCK = r"(\d{1,2})(?::|\.|h)?([0-5]\d)?"
_HOURS = re.compile(
    rf"(?:open |from |between |only )*{_CLOCK}\s*(?:-|–|—|to|until|till|and)\s*{_CLOCK}(?: ?h)?(?: daily)?", re.I
)
_LIGHT = re.compile(r"(?:only |by |in |at )*(?:daylight|day|sunrise to sunset)(?: only)?", re.I)
_BOUND = re.compile(
    r"(not before|not earlier than|only after|only from|not after|not later than|until|till)\s+(.+)", re.I
)
_ALWAYS = re.compile(r"(?:open )?(?:always(?: open)?|all day|around the clock|day and night|24 ?hours|24/7)", re.I)
ALWAYS_OPEN = "always"  # the rule of a window that is none
_UPPER = ("not after", "not later than", "until", "till")
SIDE = timedelta(days=3)


class Hours(NamedTuple):
    """When a train may go on (dep) from a station or is let in (arr): hours, daylight, or from or until an instant.

    `origin` is where it is from: the question or a file; `source` and `note` are those of a train's file.
    """

    text: str
    event: str
    station: StationCode
    rule: str
    opens: time | None = None
    shuts: time | None = None
    bound: datetime | None = None
    origin: str = "--window"
    source: str = ""
    note: str = ""


def read_window(vantage: Vantage, text: str) -> Hours:
    """Return the window that a text means; hours are read on the clock of the station.

    Raises: UsageError, PlaceError or TimeError, where a part is missing or cannot be read.
    """
    first, _, tail = text.strip().partition(" ")
    event = EVENT_OF_WORD.get(first.casefold(), "")
    words = (tail if event else text).split()
    gazetteer = vantage.gazetteer
    splits = [(" ".join(words[:n]).rstrip(",:"), " ".join(words[n:])) for n in range(len(words) - 1, 0, -1)]
    ruled = [(name, rule) for name, rule in splits if _is_rule(rule)]
    named = [(name, rule) for name, rule in ruled if any(m.how != "prefix" for m in find_places(gazetteer, name))]
    if not ruled:
        raise UsageError(f'"{text}" is no window', hint=f"write it as {EXAMPLES}")
    name, rule = (named or ruled[::-1])[0]
    code = get_place(gazetteer, name).code
    return read_rule(vantage, Hours(text.strip(), "arr" if event == "arr" else "dep", code, ""), rule)


def _is_rule(text: str) -> bool:
    return any(pattern.fullmatch(text) for pattern in (_HOURS, _LIGHT, _BOUND, _ALWAYS))


def read_rule(vantage: Vantage, hours: Hours, rule: str) -> Hours:
    """Return the window with its rule: `06:00-22:00`, `daylight`, `not before 2023-09-12 16:00`.

    Raises: UsageError or TimeError, where it cannot be read.
    """
    if _LIGHT.fullmatch(rule):
        return hours._replace(rule="daylight")
    if _ALWAYS.fullmatch(rule):
        return hours._replace(rule=ALWAYS_OPEN)
    if found := _HOURS.fullmatch(rule):
        opens, shuts = _read_clock(rule, found[1], found[2]), _read_clock(rule, found[3], found[4])
        if opens == shuts == time(0) and int(found[1]) == 0 and int(found[3]) == 24:
            return hours._replace(rule=ALWAYS_OPEN)
        if opens == shuts:
            raise UsageError(f'"{rule}" opens and shuts at once', hint="one that is always open is 00:00-24:00")
        return hours._replace(rule="hours", opens=opens, shuts=shuts)
    if found := _BOUND.fullmatch(rule):
        zone = vantage.gazetteer.stations[hours.station].zone
        bound = instants(vantage.parse(found[2], zone, "future"))
        if len(set(bound)) > 1:
            raise UsageError(f'"{found[2]}" can be several times', hint="give one date and time: 2023-09-12 16:00")
        return hours._replace(rule="until" if found[1].casefold() in _UPPER else "from", bound=bound[0])
    raise UsageError(f'"{rule}" is no window', hint=f"write it as {EXAMPLES}")


def _read_clock(rule: str, hour: str, minute: str | None) -> time:
    """Return a time of day; 24:00 is midnight."""
    if int(hour) > 24 or (int(hour) == 24 and int(minute or 0)):
        raise UsageError(f'"{rule}" has no time of day: {hour}', hint="hours run from 0 to 24: 06:00-22:00")
    return time(int(hour) % 24, int(minute or 0))


class Span(NamedTuple):
    """The instants within which windows are worked out."""

    start: datetime
    end: datetime


def find_span(itinerary: Itinerary, known: Sequence[datetime], count: int) -> Span:
    """Return the time about the instants of a question: twice its slowest way, a day for each window, three days."""
    longest = timedelta(seconds=2 * sum(item.time.high_s for item in itinerary.items), days=count)
    return Span(min(known) - longest - SIDE, max(known) + longest + SIDE)


def build_windows(
    itinerary: Itinerary, stations: Mapping[StationCode, Station], hours: Sequence[Hours], span: Span
) -> dict[int, Window]:
    """Return the windows of a journey by boundary; at the destination it is the arrival that waits.

    Of a station that is passed twice the window holds each time. Raises: UsageError, when a station is not on the way;
    InfeasibleError, when one never opens.
    """
    found: dict[int, Window] = {}
    for one in hours:
        window = _build(one, stations[one.station], span)
        for event in find_event(itinerary, stations, one.station, one.event):
            both = both_open(found[event.boundary], window) if event.boundary in found else window
            if not both:
                raise _never(one, stations)
            found[event.boundary] = both
    return found


def _never(hours: Hours, stations: Mapping[StationCode, Station]) -> InfeasibleError:
    name = stations[hours.station].name
    return InfeasibleError(
        f'the window "{hours.text}" of {name} never opens in the time of this journey',
        hint="leave a --window out, make it wider, or take another time",
    )


def _build(hours: Hours, station: Station, span: Span) -> Window:
    days = _list_days(span, station.zone)
    if hours.rule == "hours" and hours.opens is not None and hours.shuts is not None:
        window = daily_hours(hours.opens, hours.shuts, zone=station.zone, days=days)
    elif hours.rule == "daylight":
        window = find_daylight(station, days)
    else:
        at_s = int(hours.bound.timestamp()) if hours.bound else 0
        window = not_before(at_s) if hours.rule == "from" else ((-FAR_S, at_s),)
    if not window:
        raise _never(hours, {station.code: station})
    return window


def _list_days(span: Span, zone: str) -> list[date]:
    first, last = (clock.to_local(instant, zone).date() for instant in span)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def find_daylight(station: Station, days: Sequence[date]) -> Window:
    """Return the time from sunrise to sunset at a station; a polar day is open throughout, a polar night shut."""
    return join_spans(span for day in days for span in _light(station, day))


def _light(station: Station, day: date) -> list[tuple[int, int]]:
    from astral import Observer  # some 35 ms of processor time, and needed only here
    from astral.sun import elevation, sunrise, sunset

    zone = clock.get_zone(station.zone)
    place = Observer(station.coordinate.lat, station.coordinate.lon)
    start, end = int(clock.day_start(day, station.zone).timestamp()), int(clock.day_end(day, station.zone).timestamp())
    try:
        rises, sets = (int(f(place, day, tzinfo=zone).timestamp()) for f in (sunrise, sunset))
    except ValueError:  # it neither rises nor sets
        noon = datetime.fromtimestamp((start + end) // 2, UTC)
        return [(start, end)] if elevation(place, noon) > 0 else []
    return [(rises, sets)] if rises < sets else [(start, sets), (rises, end)]
