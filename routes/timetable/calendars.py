"""The days on which the services of a feed run: calendar.txt and calendar_dates.txt together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from routes.errors import DataError
from routes.timetable.archive import Feed
from routes.timetable.columns import DAYS
from routes.timetable.faults import Faults
from routes.timetable.reading import read_batches

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_CELLS = 500_000_000
"""Of services times days."""
SUNDAY = 6
FIRST, LAST = date(1933, 1, 1).toordinal(), date(2067, 12, 31).toordinal()
"""Days that are searched: instants are kept in 32 bits. A service that runs on from here ends with the last."""


class Calendar(NamedTuple):
    """Which service runs on which day: `runs[service, day]`, days counted from the ordinal `first_day`."""

    services: Mapping[str, int]
    first_day: int
    runs: NDArray[np.bool_]


class _Week(NamedTuple):
    service: str
    days: tuple[int, ...]
    start: int
    end: int


def read_calendar(feed: Feed, faults: Faults) -> Calendar:
    """Return the days of every service; one that runs on none is in it too.

    Raises: DataError, when no service runs on any day.
    """
    weeks = list(_read_weeks(feed, faults))
    dates = _read_dates(feed, faults)
    spans = [(w.start, w.end) for w in weeks] + [(day, day) for _, day, _ in dates]
    if not spans:
        message = f"{feed.label} has no day of service: calendar.txt and calendar_dates.txt are missing or empty"
        raise DataError(message, hint="add one of them, as the GTFS reference requires", findings=faults.findings)
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    if first < FIRST or last > LAST:
        span = f"{date.fromordinal(FIRST)} to {date.fromordinal(LAST)}"
        message, remedy = f"there are days of service beyond {span}, which are searched", "they are left out"
        faults.add("feature_unused", "calendar.txt", 0, "end_date", "", message, remedy)
    first, last = max(FIRST, first), min(LAST, last)
    weeks = [w._replace(start=max(w.start, first), end=min(w.end, last)) for w in weeks]
    weeks, dates = [w for w in weeks if w.start <= w.end], [d for d in dates if first <= d[1] <= last]
    names = dict.fromkeys([w.service for w in weeks] + [service for service, _, _ in dates])
    index = {name: n for n, name in enumerate(names)}
    if len(index) * (last - first + 1) > MOST_CELLS:
        raise DataError(f"{feed.label} has {len(index):,} services over {last - first + 1:,} days, too many to read")
    runs = np.zeros((len(index), last - first + 1), np.bool_)
    weekdays = (np.arange(first, last + 1) + SUNDAY) % 7  # ordinal 1 was a Monday
    for week in weeks:
        on = np.array(week.days, np.bool_)[weekdays[week.start - first : week.end - first + 1]]
        runs[index[week.service], week.start - first : week.end - first + 1] |= on
    for service, day, kind in dates:
        runs[index[service], day - first] = kind == 1
    return Calendar(index, first, runs)


def _read_weeks(feed: Feed, faults: Faults) -> list[_Week]:
    file, found = "calendar.txt", dict[str, _Week]()
    for batch in read_batches(feed, file, faults):
        days = zip(*(batch.get(day, 0) for day in DAYS), strict=True)
        ends = (batch.get("start_date", 0), batch.get("end_date", 0))
        for row, service, week, start, end in zip(batch.rows, batch.get("service_id"), days, *ends, strict=True):
            if end < start:
                message = f'end_date of service "{service}" lies before its start_date'
                faults.add("value_invalid", file, row, "end_date", "", message, "exchange them; the row is left out")
                faults.leave_out(file)
            elif service in found:
                message = f'service_id "{service}" stands in the table already'
                faults.add("row_repeated", file, row, "service_id", service, message, "keep one of the rows")
                faults.leave_out(file)
            else:
                found[service] = _Week(service, week, start, end)
    return list(found.values())


def _read_dates(feed: Feed, faults: Faults) -> list[tuple[str, int, int]]:
    found: dict[tuple[str, int], int] = {}
    file = "calendar_dates.txt"
    for batch in read_batches(feed, file, faults):
        kinds = batch.get("exception_type", 0)
        for row, service, day, kind in zip(
            batch.rows, batch.get("service_id"), batch.get("date", 0), kinds, strict=True
        ):
            if found.setdefault((service, day), kind) != kind:
                message = f'service "{service}" is both added and removed on one date'
                faults.add("row_repeated", file, row, "exception_type", "", message, "keep one of the rows")
                faults.leave_out(file)
    return [(service, day, kind) for (service, day), kind in found.items()]
