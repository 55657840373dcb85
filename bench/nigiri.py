"""nigiri, the core of MOTIS, asked forward by its Python package: a peer that is compared with, never used."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np

if TYPE_CHECKING:
    from routes.timetable.network import Network
    from routes.timetable.table import Timetable

MOST_MINUTES, MOST_CHANGES = 5 * 24 * 60, 14
"""Of a journey that nigiri finds."""


class Point(NamedTuple):
    """One of the best journeys: arrival in minutes of the Unix epoch, and how often one changes."""

    arrives_min: int
    changes: int


class Engine(Protocol):
    """What is asked of an engine that ours is compared with."""

    def ask(self, start: str, end: str, minute: int) -> list[Point]:
        """Return the best journeys of arrival and changes that leave at a minute of the Unix epoch or later."""

    def range(self, start: str, end: str, begin: int, until: int) -> list[tuple[int, int, int]]:
        """Return the best journeys of a span of departures: departure, arrival and changes."""


class Peer:
    """A feed as nigiri loaded it."""

    def __init__(self, feed: Path, first: date, days: int) -> None:
        """Load the service days from `first` on; stops that no transfer joins are not joined, and every trip is kept.

        Left to itself nigiri drops one of two trips that run at the same minutes from stop to stop of the same names,
        as two lines on one street do, though each calls at platforms of its own.
        """
        from pynigiri import pynigiri

        self._nigiri: Any = pynigiri
        config = pynigiri.LoaderConfig()
        config.link_stop_distance = 0
        options = pynigiri.FinalizeOptions()
        options.adjust_footpaths = options.merge_dupes_intra_src = False
        source = pynigiri.TimetableSource("feed", str(feed), config)
        last = first + timedelta(days=days)
        with _quiet():
            self._loaded: Any = pynigiri.load_timetable([source], first.isoformat(), last.isoformat(), options)

    def _ask(self, start: str, end: str, when: int | tuple[int, int]) -> Any:
        query = self._nigiri.Query()
        query.start_time = when
        query.start = [self._nigiri.Offset(self._loaded.find_location(start), 0, 0)]
        query.destination = [self._nigiri.Offset(self._loaded.find_location(end), 0, 0)]
        query.use_start_footpaths = True
        return self._nigiri.route(self._loaded, query)

    def ask(self, start: str, end: str, minute: int) -> list[Point]:
        """Return the best journeys of arrival and changes that leave at a minute of the Unix epoch or later."""
        return sorted(Point(found.dest_time, found.transfers) for found in self._ask(start, end, minute))

    def range(self, start: str, end: str, begin: int, until: int) -> list[tuple[int, int, int]]:
        """Return the best journeys of a span of departures: departure, arrival and changes."""
        found = self._ask(start, end, (begin, until))
        return sorted((one.start_time, one.dest_time, one.transfers) for one in found)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what C++ logs on stdout and stderr out of the figures."""
    kept = os.dup(1), os.dup(2)
    with Path(os.devnull).open("w") as nowhere:
        for number in (1, 2):
            os.dup2(nowhere.fileno(), number)
        try:
            yield
        finally:
            for number, one in zip((1, 2), kept, strict=True):
                os.dup2(one, number)
                os.close(one)


def write_with_changes(feed: Path, beside: Path, network: Network) -> int:
    """Write a copy of a feed with the changes that ours has, given or assumed, as transfers up to whole minutes.

    Stop times that ours leaves out, as it tells in findings, are left out of it; returns how many.
    """
    refs = network.table.texts["stop_ref"].list()
    first, to, seconds = (list(map(int, part)) for part in network.walks[0])
    rows = ["from_stop_id,to_stop_id,transfer_type,min_transfer_time"]
    for start in range(len(refs)):
        for n in range(first[start], first[start + 1]):
            rows.append(f"{refs[start]},{refs[to[n]]},2,{-(-seconds[n] // 60) * 60}")
    kept = _list_kept(network.table)
    left_out = 0
    with ZipFile(feed) as source, ZipFile(beside, "w", ZIP_DEFLATED) as copy:
        for name in source.namelist():
            if Path(name).name == "stop_times.txt":
                lines = source.read(name).decode("utf-8-sig").splitlines()
                table = list(csv.DictReader(lines))
                sound = [n for n, row in enumerate(table, start=1) if (row["trip_id"], row["stop_id"]) in kept]
                left_out = len(table) - len(sound)
                copy.writestr(name, "\n".join([lines[0], *(lines[n] for n in sound), ""]))
            elif Path(name).name not in ("transfers.txt", "pathways.txt"):
                copy.writestr(name, source.read(name))
        copy.writestr("transfers.txt", "\n".join([*rows, ""]))
    return left_out


def _list_kept(table: Timetable) -> set[tuple[str, str]]:
    """Return the stop times that a timetable has, as trip_id and stop_id."""
    trips, stops = table.texts["trip_ref"].list(), table.texts["stop_ref"].list()
    trip = np.repeat(np.arange(len(trips)), np.diff(table.arrays["first"])).tolist()
    return {(trips[t], stops[s]) for t, s in zip(trip, table.arrays["stop"].tolist(), strict=True)}
