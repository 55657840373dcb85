"""Instants and wall clocks; the only zone arithmetic, on the pinned tzdata, in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import tzdata

from routes.errors import TimeError

# Clock abbreviations that mean one zone only. CST, IST and others that mean several are refused.
ABBREVIATIONS: dict[str, str] = {
    "UTC": "UTC",
    "GMT": "UTC",
    "Z": "UTC",
    "KST": "Asia/Seoul",
    "PYT": "Asia/Pyongyang",
    "JST": "Asia/Tokyo",
    "ICT": "Asia/Ho_Chi_Minh",
    "MSK": "Europe/Moscow",
    "YEKT": "Asia/Yekaterinburg",
    "OMST": "Asia/Omsk",
    "NOVT": "Asia/Novosibirsk",
    "KRAT": "Asia/Krasnoyarsk",
    "IRKT": "Asia/Irkutsk",
    "YAKT": "Asia/Yakutsk",
    "VLAT": "Asia/Vladivostok",
}
_WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def tzdata_version() -> str:
    """Return the release of the zone database in use, such as `2025b`."""
    return str(tzdata.IANA_VERSION)


@cache
def get_zone(name: str) -> ZoneInfo:
    """Return the zone of an IANA name, read from the pinned tzdata and never from the system.

    Raises: TimeError, when the database has no such zone.
    """
    parts = name.split("/")
    path = Path(tzdata.__path__[0], "zoneinfo", *parts)
    if (
        not all(p and p.replace("_", "").replace("-", "").replace("+", "").isalnum() for p in parts)
        or not path.is_file()
    ):
        raise TimeError(f'"{name}" is not a time zone', hint="use an IANA name such as Asia/Vladivostok")
    with path.open("rb") as file:
        if file.read(4) != b"TZif":
            raise TimeError(f'"{name}" is not a time zone', hint="use an IANA name such as Asia/Vladivostok")
        file.seek(0)
        return ZoneInfo.from_file(file, key=name)


@dataclass(frozen=True, slots=True)
class LocalTime:
    """A wall-clock reading: naive date and time, and the zone of the clock."""

    reading: datetime
    zone: str


def to_instant(reading: datetime, zone: str) -> datetime:
    """Return the UTC instant at which the clocks of `zone` show the naive `reading`.

    Raises: TimeError, when the reading never happens (gap) or happens twice (fold); the hint has the real ones.
    """
    tz = get_zone(zone)
    instants = [reading.replace(tzinfo=tz, fold=fold).astimezone(UTC) for fold in (0, 1)]
    real = [i for i in instants if i.astimezone(tz).replace(tzinfo=None) == reading]
    if not real:
        near = " or ".join(sorted({_reading_with_offset(i, zone) for i in instants}))
        raise TimeError(
            f"{reading:%Y-%m-%d %H:%M} never happened in {zone}: the clocks were put forward over it",
            hint=f"the nearest real readings are {near}",
        )
    if real[0] != real[-1]:
        both = " or ".join(_reading_with_offset(i, zone) for i in real)
        raise TimeError(
            f"{reading:%Y-%m-%d %H:%M} happened twice in {zone}: the clocks were put back",
            hint=f"give the offset: {both}",
        )
    return real[0]


def _reading_with_offset(instant: datetime, zone: str) -> str:
    return to_local(instant, zone).isoformat(timespec="minutes")


def to_local(instant: datetime, zone: str) -> datetime:
    """Return the same instant as an aware datetime on the clocks of `zone`."""
    return instant.astimezone(get_zone(zone))


def day_start(day: date, zone: str) -> datetime:
    """Return the first instant of a local date, in UTC; where midnight is skipped, the end of the gap.

    Raises: TimeError, when the whole date was skipped (Samoa, 30 December 2011).
    """
    tz = get_zone(zone)
    midnight = datetime.combine(day, time())
    instants = sorted(midnight.replace(tzinfo=tz, fold=fold).astimezone(UTC) for fold in (0, 1))
    for instant in instants:
        if instant.astimezone(tz).date() == day:
            return _first_of_day(instant, day, tz)
    raise TimeError(f"{day} never happened in {zone}", hint="the clocks crossed the date line; use a day beside it")


def _first_of_day(instant: datetime, day: date, tz: ZoneInfo) -> datetime:
    """Return the earliest instant at or before `instant` that still lies on `day` (a gap ends inside it)."""
    low, high = instant - timedelta(days=1), instant
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        low, high = (low, middle) if middle.astimezone(tz).date() >= day else (middle, high)
    return high if high.microsecond == 0 else high.replace(microsecond=0) + timedelta(seconds=1)


def day_end(day: date, zone: str) -> datetime:
    """Return the first instant after a local date, in UTC: the start of the next date that exists."""
    try:
        return day_start(day + timedelta(days=1), zone)
    except TimeError:
        return day_start(day + timedelta(days=2), zone)


def stamp(instant: datetime, zone: str) -> dict[str, str]:
    """Return the JSON form of a time: `local` and `utc` in ISO 8601 with offset, `zone`, and the local `weekday`."""
    local = to_local(instant, zone)
    return {
        "local": local.isoformat(timespec="seconds"),
        "utc": instant.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "zone": zone,
        "weekday": _WEEKDAY_NAMES[local.weekday()],
    }


def format_offset(instant: datetime, zone: str) -> str:
    """Return `UTC+9`, `UTC+8:30` or `UTC`, as in force at that instant."""
    minutes = round(offset_s(instant, zone) / 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "-"
    return "UTC" if minutes == 0 else f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "")


def offset_s(instant: datetime, zone: str) -> int:
    """Return the seconds by which the clocks of `zone` are ahead of UTC at that instant."""
    offset = to_local(instant, zone).utcoffset()
    return 0 if offset is None else int(offset.total_seconds())


def format_local(instant: datetime, zone: str) -> str:
    """Return `Mon 11 Sep 2023 14:45` on the clocks of `zone`, rounded down to the minute."""
    return format_reading(to_local(instant, zone))


def format_reading(local: datetime, *, with_year: bool = True) -> str:
    """Return `Mon 11 Sep 2023 14:45`, or without the year, for a date and time as its own clock shows it."""
    year = f" {local.year}" if with_year else ""
    return f"{format_date(local)}{year} {local:%H:%M}"


def format_date(day: date) -> str:
    """Return `Mon 11 Sep`."""
    return f"{_WEEKDAY_NAMES[day.weekday()][:3]} {day.day} {_MONTHS[day.month - 1]}"


def zone_city(zone: str) -> str:
    """Return the word that names a zone's clock: `Vladivostok` for Asia/Vladivostok, `UTC` for UTC."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")
