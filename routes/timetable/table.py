"""A timetable as questions use it: stops, trips, stop times and connections in arrays, and who published it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from routes.arrays import DamagedError, Stored, read_arrays, write_arrays
from routes.clock import elapsed_s
from routes.errors import DataError, UsageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

VERSION = 3
"""Of the layout of the stored arrays and of how they are made."""
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""From which instants are counted in seconds: 32 bits of them reach from 1932 to 2068."""
UNIX_S = -946_684_800
"""The beginning of 1970 in such seconds, from which those of POSIX are counted."""
SUFFIX = ".timetable.bin"
TEXTS = ("stop_ref", "stop_name", "platform", "route_ref", "route_name", "agency", "trip_ref", "trip_head", "trip_name")


def seconds(at: datetime) -> int:
    """Return an instant as timetables count it, in seconds of their epoch."""
    return elapsed_s(EPOCH, at)


def instant(at_s: int) -> datetime:
    """Return the instant of so many seconds of the epoch of timetables."""
    return EPOCH + timedelta(seconds=at_s)


class Timetable(NamedTuple):
    """Feeds compiled to arrays.

    Stops: position in 1e-7 degrees, `zone` (index into `zones`), `place` (index of the stop the place is called
    after), `kind` (location_type). Trips: route, service, `ride` (trips that passengers need not leave between share
    one), `headway_s`, `shape` (-1 for none; the points of shape n are those from `shape_first[n]` to
    `shape_first[n + 1]`). Stop times of trip t are those from `first[t]` to `first[t + 1]`; times in seconds after the
    start of the service day. Connections, from one stop time `at` to the next, are in order of zone and departure, and
    `by_arrival` has their places in order of zone and arrival, latest first. `runs` has a bit for each day
    of each service, counted from the ordinal `first_day`.
    """

    name: str
    zones: tuple[str, ...]
    first_day: int
    days: int
    about: Mapping[str, Any]
    arrays: Mapping[str, NDArray[Any]]
    texts: Mapping[str, Texts]


class Texts(NamedTuple):
    """Texts in one array of bytes, taken out one at a time."""

    data: NDArray[np.uint8]
    first: NDArray[np.int32]

    def get(self, n: int) -> str:
        """Return the text of one row."""
        return bytes(self.data[self.first[n] : self.first[n + 1]]).decode("utf-8")

    def list(self) -> list[str]:
        """Return the texts of all rows."""
        ends, whole = self.first.tolist(), bytes(self.data)
        return [whole[a:b].decode("utf-8") for a, b in pairwise(ends)]


def trip_of(table: Timetable, at: int) -> int:
    """Return the trip of a stop time."""
    return int(table.arrays["first"].searchsorted(at, side="right")) - 1


def pack_texts(texts: Sequence[str]) -> Texts:
    """Return texts as bytes; those that UTF-8 cannot hold lose the letters in question."""
    coded = [text.encode("utf-8", errors="replace") for text in texts]
    first = np.zeros(len(coded) + 1, np.int32)
    np.cumsum(np.fromiter(map(len, coded), np.int32, len(coded)), out=first[1:])
    return Texts(np.frombuffer(b"".join(coded), np.uint8), first)


def write_timetable(path: Path, table: Timetable) -> None:
    """Write a timetable whole or not at all.

    Raises: UsageError, when the place cannot be written.
    """
    arrays = dict(table.arrays)
    for name, texts in table.texts.items():
        arrays |= {f"{name}.data": texts.data, f"{name}.first": texts.first}
    about = {
        "version": VERSION,
        "name": table.name,
        "zones": list(table.zones),
        "first_day": table.first_day,
        "days": table.days,
        "about": dict(table.about),
    }
    write_arrays(path, arrays, about, what="the timetable")


def open_timetable(cache: Path, name: str) -> Timetable:
    """Return a timetable that was imported into the folder `cache`.

    Raises: UsageError, when there is none of that name; DataError, when its file is damaged or of another version.
    """
    path = cache / f"{name}{SUFFIX}"
    remedy = "import it again: `routes timetable import FEED.zip --name " + name + "`"
    try:
        stored = read_arrays(path)
        if stored is None:
            message = f'there is no timetable "{name}"' if name else "no timetable has been imported yet"
            raise UsageError(message, hint=_list_hint(cache))
        return _unpack(stored)
    except DamagedError as fault:
        raise DataError(f'the timetable "{name}" is damaged: {fault}', hint=remedy) from None


def list_timetables(cache: Path) -> list[str]:
    """Return the names of the timetables that were imported."""
    return sorted(path.name.removesuffix(SUFFIX) for path in cache.glob(f"*{SUFFIX}"))


def _list_hint(cache: Path) -> str:
    names = list_timetables(cache)
    return f"there is {', '.join(names)}" if names else "import one: `routes timetable import FEED.zip --name NAME`"


def _unpack(stored: Stored) -> Timetable:
    about, arrays = stored.about, dict(stored.arrays)
    if about.get("version") != VERSION:
        raise DamagedError(f"it is of version {about.get('version')}, and this tool reads {VERSION}")
    try:
        texts = {name: Texts(arrays.pop(f"{name}.data"), arrays.pop(f"{name}.first")) for name in TEXTS}
        zones, first_day = tuple(about["zones"]), int(about["first_day"])
        return Timetable(about["name"], zones, first_day, int(about["days"]), about["about"], arrays, texts)
    except (KeyError, TypeError, ValueError) as fault:
        raise DamagedError(f"a part is missing: {fault}") from None
