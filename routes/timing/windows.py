"""When a train may go on: open spans of absolute time, such as a border's hours or daylight."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from routes import clock
from routes.errors import TimeError

Window = tuple[tuple[int, int], ...]
"""Open spans in seconds (of any one epoch), in order, apart; both ends are allowed, and after the last it is shut.

An empty window is always open.
"""

ALWAYS: Window = ()
FAR_S = 2**40
T = TypeVar("T", int, float)


def next_open(window: Window, at_s: T) -> T:
    """Return the first instant at or after `at_s` that the window allows; FAR_S when there is none."""
    index = bisect_left(window, at_s, key=lambda span: span[1])
    if not window or (index < len(window) and window[index][0] <= at_s):
        return at_s
    return type(at_s)(window[index][0] if index < len(window) else FAR_S)


def last_ready(window: Window, at_s: int) -> int:
    """Return the last instant from which one is let on by `at_s`; -FAR_S when the window opens only later."""
    index = bisect_right(window, at_s, key=lambda span: span[0]) - 1
    if not window:
        return at_s
    return min(at_s, window[index][1]) if index >= 0 else -FAR_S


def shut_spans(window: Window, start_s: float, end_s: float) -> Iterator[tuple[float, float]]:
    """Yield the spans within which the window is shut, cut to begin at `start_s` or later, if they begin by `end_s`."""
    if not window:
        return
    edges = [-FAR_S, *(edge for span in window for edge in span), FAR_S]
    for shuts, opens in zip(edges[::2], edges[1::2], strict=True):
        if opens > start_s and shuts < end_s and shuts < opens:
            yield max(shuts, start_s), opens


def not_before(at_s: int) -> Window:
    """Return the window that opens once and stays open."""
    return ((at_s, FAR_S),)


def join_spans(spans: Iterable[tuple[int, int]]) -> Window:
    """Return spans in any order, overlapping or touching, as a window."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def both_open(first: Window, second: Window) -> Window:
    """Return when two windows are open together."""
    if not first or not second:
        return first or second
    pairs = ((max(a[0], b[0]), min(a[1], b[1])) for a in first for b in second)
    return join_spans(p for p in pairs if p[0] < p[1])


def daily_hours(opens: time, shuts: time, *, zone: str, days: Sequence[date]) -> Window:
    """Return the hours of each local day as absolute spans in Unix seconds.

    Hours that end no later than they start run past midnight. A reading that the clocks skip counts as the end of the
    gap; one that comes twice as the earlier at opening and the later at closing.
    """
    spans = []
    for day in days:
        until = day + timedelta(days=shuts <= opens)
        spans.append((_instant_s(day, opens, zone, fold=0), _instant_s(until, shuts, zone, fold=1)))
    return join_spans(s for s in spans if s[0] < s[1])


def _instant_s(day: date, reading: time, zone: str, *, fold: int) -> int:
    local = datetime.combine(day, reading)
    try:
        return int(clock.to_instant(local, zone).timestamp())
    except TimeError:
        return _near_change_s(local, zone, fold=fold)


def _near_change_s(local: datetime, zone: str, *, fold: int) -> int:
    """Return the instant of a reading that comes twice, or the end of the gap it fell into."""
    tz = clock.get_zone(zone)
    first, second = sorted(int(local.replace(tzinfo=tz, fold=f).timestamp()) for f in (0, 1))
    if clock.is_in_fold(datetime.fromtimestamp(first, tz), zone):
        return second if fold else first
    offset = tz.utcoffset(datetime.fromtimestamp(first, tz))
    inside = range(first, second)
    return inside[bisect_left(inside, True, key=lambda s: tz.utcoffset(datetime.fromtimestamp(s, tz)) != offset)]
