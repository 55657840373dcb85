"""The times of an answer's document as words: stamps to readings, offsets and UTC."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from routes import clock
from routes.clock import format_reading

Stamp = Mapping[str, Any]


def read_local(stamp: Stamp) -> datetime:
    """Return the date and time of a stamp as its own clock shows it, with its offset."""
    return datetime.fromisoformat(stamp["local"])


def format_stamp(stamp: Stamp, *, with_year: bool = False, up: bool = False) -> str:
    """Return `Mon 11 Sep 14:45`, rounded down to the minute as fits a deadline, or `up` as fits an arrival."""
    local = read_local(stamp)
    return format_reading(local + timedelta(seconds=59) if up else local, with_year=with_year)


def format_bound(stamp: Stamp, *, with_year: bool = False) -> str:
    """Return the end of a day as `Tue 12 Sep 24:00`, any other bound as `format_stamp` does."""
    local = read_local(stamp)
    if (local.hour, local.minute, local.second) != (0, 0, 0):
        return format_stamp(stamp, with_year=with_year)
    return format_reading(local - timedelta(days=1), with_year=with_year).removesuffix("00:00") + "24:00"


def list_offsets(stamps: Sequence[Stamp | None]) -> list[str]:
    """Return ` UTC+2` for each stamp of a line whose clock is put on or back between them; "" for each of any other."""
    are_several = len({offset_s(stamp) for stamp in stamps if stamp}) > 1
    return [f" {format_zone(stamp)}" if stamp and are_several else "" for stamp in stamps]


def format_each(
    stamps: Sequence[Stamp | None], *, with_year: bool = False, up: bool = False, never: str = "never"
) -> list[str]:
    """Return the stamps of a line as `format_stamp` does, each with its offset where they have several."""
    offsets = list_offsets(stamps)
    return [
        format_stamp(stamp, with_year=with_year, up=up) + offset if stamp else never
        for stamp, offset in zip(stamps, offsets, strict=True)
    ]


def format_utc(stamp: Stamp, *, up: bool = False) -> str:
    """Return `05:45 UTC`, with the date where it is not the local one."""
    local, utc = read_local(stamp), datetime.fromisoformat(stamp["utc"])
    utc = utc + timedelta(seconds=59) if up else utc
    if utc.date() == local.date():
        return f"{utc.hour:02d}:{utc.minute:02d} UTC"
    return f"{format_reading(utc, with_year=False)} UTC"


def format_zone(stamp: Stamp) -> str:
    """Return the offset of a stamp's clock as `UTC+9` or `UTC+8:30`."""
    offset = read_local(stamp).utcoffset() or timedelta(0)
    minutes = abs(offset) // timedelta(minutes=1)
    sign = "-" if offset < timedelta(0) else "+"
    return f"UTC{sign}{minutes // 60}" + (f":{minutes % 60:02d}" if minutes % 60 else "")


def offset_s(stamp: Stamp) -> int:
    """Return the seconds by which a stamp's clock is ahead of UTC."""
    return int((read_local(stamp).utcoffset() or timedelta(0)).total_seconds())


def move_stamp(stamp: Stamp, zone: str) -> Stamp:
    """Return the same instant as the clocks of another zone show it."""
    return _stamp(stamp["utc"], zone)


@lru_cache(maxsize=4096)
def _stamp(utc: str, zone: str) -> Stamp:
    # A page shows each instant on the same few clocks again and again.
    return clock.stamp(datetime.fromisoformat(utc), zone)
