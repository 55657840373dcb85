"""An answer found without the engine: every ride of every day tried in turn, until nothing gets better."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

STOPS = "abcdef"
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata")
# Spring and autumn in the north, and in Lord Howe, where the clocks are moved by half an hour.
FIRST_DAYS = (date(2019, 3, 29), date(2019, 10, 25), date(2019, 3, 8), date(2019, 11, 1), date(2019, 4, 5))


class Call(NamedTuple):
    """A vehicle at a stop, in seconds of the service day."""

    stop: str
    arrive: int
    depart: int
    boards: bool
    leaves: bool


class Feed(NamedTuple):
    """A random feed: its zone, its days, the trips that run on each of them, and changes in seconds (None: never)."""

    zone: str
    days: list[date]
    trips: list[list[Call]]
    changes: dict[tuple[str, str], int | None]


def draw_feed(chance: random.Random, zone: str, first: date) -> Feed:
    """Return a feed of few stops and many equal times, with loops, blanks of the night, and trips past 24:00."""
    days = [first + timedelta(days=n) for n in range(chance.randint(1, 4))]
    trips = [_draw_trip(chance) for _ in range(chance.randint(3, 12))]
    changes: dict[tuple[str, str], int | None] = {}
    for _ in range(chance.randint(0, 4)):
        pair = chance.choice(STOPS), chance.choice(STOPS)
        changes[pair] = chance.choice((0, 60, 300, 1200, None))
    return Feed(zone, days, trips, changes)


def _draw_trip(chance: random.Random) -> list[Call]:
    at = chance.choice((0, 1, 6, 7, 7, 23, 24, 25, 49)) * 3600 + chance.choice((0, 600, 600, 1200))
    calls = []
    for _ in range(chance.randint(2, 6)):
        stay = chance.choice((0, 0, 0, 60, 600))
        boards, leaves = chance.random() > 0.1, chance.random() > 0.1
        calls.append(Call(chance.choice(STOPS), at, at + stay, boards, leaves))
        at += stay + chance.choice((0, 0, 0, 600, 600, 1231, 4000))
    return calls


def write_grid(feed: Feed, prefix: str) -> str:
    """Return a feed as the text of a grid."""
    lines = [f"zone {feed.zone}", f"days {feed.days[0]:%Y%m%d} {feed.days[-1]:%Y%m%d}"]
    lines.append(f"stop {prefix}a 10,30 {feed.zone} Hub")
    south = 20 if prefix == "x" else 40
    lines += [f"stop {prefix}{stop} {10 + 3 * n},{south} {feed.zone}" for n, stop in enumerate(STOPS) if stop != "a"]
    for n, trip in enumerate(feed.trips):
        calls = (
            f"{'' if c.boards else '+'}{'' if c.leaves or not c.boards else '-'}{prefix}{c.stop} {_times(c)}"
            for c in trip
        )
        lines.append(f"trip t{n} " + " ".join(calls))
    for (start, end), needed in feed.changes.items():
        lines.append(f"change {prefix}{start} {prefix}{end} {'no' if needed is None else needed}")
    return "\n".join(lines)


def _times(call: Call) -> str:
    return f"{_clock(call.arrive)}/{_clock(call.depart)}"


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


Ride = list[tuple[str, int, int, bool, bool]]


def list_rides(feed: Feed, prefix: str) -> Iterator[Ride]:
    """Yield every trip of every day as stops with instants, in seconds of 1970."""
    for day in feed.days:
        noon = datetime.combine(day, time(12), tzinfo=ZoneInfo(feed.zone)).astimezone(UTC)
        base = round(noon.timestamp()) - 12 * 3600
        for trip in feed.trips:
            yield [
                (prefix + c.stop, base + c.arrive, base + c.depart, c.boards, c.leaves or not c.boards) for c in trip
            ]


def list_changes(feed: Feed, prefix: str, usual: int) -> dict[tuple[str, str], int]:
    """Return the changes that are possible, with the usual time at stops of which the feed says nothing."""
    changes: dict[tuple[str, str], int | None] = {(s, s): usual for s in STOPS}
    changes |= feed.changes
    return {(prefix + a, prefix + b): needed for (a, b), needed in changes.items() if needed is not None}


class Oracle(NamedTuple):
    """All rides there are, and all changes."""

    rides: list[Ride]
    changes: Mapping[tuple[str, str], int]

    def arrive(self, start: str, end: str, at: int) -> dict[int, int]:
        """Return the earliest arrival with at most so many rides, for each number that betters it."""
        ready = {start: at}
        for (one, other), needed in self.changes.items():
            if one == start and other != start:
                ready[other] = at + needed
        last = {(one, other): needed for (one, other), needed in self.changes.items() if one != other}
        found: dict[int, int] = {}
        best: int | None = None
        for rides in range(1, 40):
            came = dict(self._ride_once(ready))
            for stop, arrival in came.items():
                walk = 0 if stop == end else last.get((stop, end))
                if walk is not None and (best is None or arrival + walk < best):
                    found[rides] = best = arrival + walk
            then = dict(ready)
            for (one, other), needed in self.changes.items():
                if one in came and came[one] + needed < then.get(other, 1 << 60):
                    then[other] = came[one] + needed
            if then == ready:
                return found
            ready = then
        raise AssertionError("the oracle does not come to an end")

    def _ride_once(self, ready: Mapping[str, int]) -> Iterator[tuple[str, int]]:
        came: dict[str, int] = {}
        for ride in self.rides:
            for n, (stop, _, leaves_at, boards, _) in enumerate(ride):
                if boards and ready.get(stop, 1 << 60) <= leaves_at:
                    for there, at, _, _, may_leave in ride[n + 1 :]:
                        if may_leave:
                            came[there] = min(at, came.get(there, 1 << 60))
        yield from came.items()

    def arrive_via(self, start: str, end: str, at: int, *, via: list[str], avoid: str) -> int | None:
        """Return the earliest arrival by rides that call at places in order, and at none to avoid."""
        ready = {(start, 0): at}
        ready |= {(b, 0): at + needed for (a, b), needed in self.changes.items() if a == start != b}
        best: int | None = None
        while True:
            then = dict(ready)
            for stop, arrival, stage in self._ride_via(ready, via, avoid):
                for (one, other), needed in [*self.changes.items(), ((stop, end), 0 if stop == end else 1 << 60)]:
                    if one != stop:
                        continue
                    if stage == len(via) and other == end and (one != other or not needed):
                        best = min(arrival + needed, best if best is not None else 1 << 59)
                    then[other, stage] = min(arrival + needed, then.get((other, stage), 1 << 60))
            if then == ready:
                return None if best is None or best >= 1 << 58 else best
            ready = then

    def _ride_via(
        self, ready: Mapping[tuple[str, int], int], via: list[str], avoid: str
    ) -> Iterator[tuple[str, int, int]]:
        for ride in self.rides:
            for n, (start, _, leaves_at, boards, _) in enumerate(ride):
                for first in range(len(via) + 1):
                    stage = first
                    if boards and start != avoid and ready.get((start, first), 1 << 60) <= leaves_at:
                        for there, at, _, _, may_leave in ride[n + 1 :]:
                            if there == avoid:
                                break
                            while stage < len(via) and there == via[stage]:
                                stage += 1
                            if may_leave:
                                yield there, at, stage

    def departures(self, start: str) -> list[int]:
        """Return every instant at which it may be the latest to leave a stop: those of all rides, less any walk."""
        walks = {0} | {needed for (one, other), needed in self.changes.items() if one == start and other != start}
        return sorted({leave - walk for ride in self.rides for _, _, leave, _, _ in ride for walk in walks})
