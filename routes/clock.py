"""Instants and wall clocks; the only zone arithmetic, on the pinned tzdata, in UTC."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import tzdata

from routes.errors import TimeError
from routes.halving import first_true

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
    "HKT": "Asia/Hong_Kong",
    "SGT": "Asia/Singapore",
    "ULAT": "Asia/Ulaanbaatar",
    "YEKT": "Asia/Yekaterinburg",
    "OMST": "Asia/Omsk",
    "NOVT": "Asia/Novosibirsk",
    "KRAT": "Asia/Krasnoyarsk",
    "IRKT": "Asia/Irkutsk",
    "YAKT": "Asia/Yakutsk",
    "VLAT": "Asia/Vladivostok",
    "SAKT": "Asia/Sakhalin",
    "MAGT": "Asia/Magadan",
    "PETT": "Asia/Kamchatka",
}
# Abbreviations in use for several clocks, or kept by habit through the months they are wrong; what to write instead.
AMBIGUOUS_ABBREVIATIONS: dict[str, str] = {
    "CST": "Asia/Shanghai (China), America/Chicago (US Central) or America/Havana (Cuba)",
    "CDT": "America/Chicago (US Central) or America/Havana (Cuba)",
    "IST": "Asia/Kolkata (India), Asia/Jerusalem (Israel) or Europe/Dublin (Ireland)",
    "EST": "America/New_York (US Eastern), UTC-5 or Australia/Sydney",
    "EDT": "America/New_York (US Eastern) or Australia/Sydney",
    "ET": "America/New_York (US Eastern)",
    "PST": "America/Los_Angeles (US Pacific), UTC-8 or Asia/Manila (Philippines)",
    "PDT": "America/Los_Angeles (US Pacific) or UTC-7",
    "MST": "America/Denver (US Mountain), UTC-7 or Asia/Kuala_Lumpur (Malaysia)",
    "BST": "Europe/London (British Summer Time) or Asia/Dhaka (Bangladesh)",
    "AST": "America/Halifax (Atlantic), Asia/Riyadh (Arabia) or America/Anchorage (Alaska)",
    "SST": "Asia/Singapore or Pacific/Pago_Pago (Samoa)",
    "WST": "Australia/Perth, Pacific/Apia (Samoa) or Africa/El_Aaiun",
    "GST": "Asia/Dubai (Gulf) or Atlantic/South_Georgia",
    "AMT": "Asia/Yerevan (Armenia) or America/Manaus (Amazon)",
    "CET": "Europe/Berlin, which knows summer time, or UTC+1",
    "CEST": "Europe/Berlin, which knows summer time, or UTC+2",
    "EET": "Europe/Kyiv, which knows summer time, or UTC+2",
    "EEST": "Europe/Kyiv, which knows summer time, or UTC+3",
}
_CONTINENTS = frozenset(
    ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
)
_IANA = re.compile(r"[A-Za-z0-9_+-]{1,32}(/[A-Za-z0-9_+-]{1,32}){0,2}")
_FIXED = re.compile(r"UTC([+-])(\d{1,2})(?::([0-5]\d))?", re.ASCII)
_WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def tzdata_version() -> str:
    """Return the release of the zone database in use, such as `2025b`."""
    return str(tzdata.IANA_VERSION)


@cache
def get_zone(name: str) -> ZoneInfo:
    """Return the zone of an IANA name, read from the pinned tzdata and never from the system.

    A fixed offset is a zone too, spelled as `format_offset` prints it: `UTC+8:30`, `UTC-4`.

    Raises: TimeError, when the database has no such zone; the hint names the nearest ones.
    """
    if fixed := _FIXED.fullmatch(name):
        return _fixed_zone(name, (int(fixed[2]) * 60 + int(fixed[3] or 0)) * (-60 if fixed[1] == "-" else 60))
    path = Path(tzdata.__path__[0], "zoneinfo", *name.split("/"))
    if not _IANA.fullmatch(name) or not path.is_file():
        raise _unknown_zone(name)
    with path.open("rb") as file:
        if file.read(4) != b"TZif":
            raise _unknown_zone(name)
        file.seek(0)
        return ZoneInfo.from_file(file, key=name)


def _fixed_zone(name: str, ahead_s: int) -> ZoneInfo:
    """Return a zone that is always `ahead_s` seconds ahead of UTC, from a zone file made in memory."""
    if not -12 * 3_600 <= ahead_s <= 14 * 3_600:
        raise TimeError(f'"{name}" is not an offset that any clock has', hint="offsets run from UTC-12 to UTC+14")
    counts = (0, 0, 0, 0, 1, 4)  # one kind of local time, four letters of abbreviation, no transitions
    head = b"TZif" + bytes(16) + b"".join(n.to_bytes(4, "big") for n in counts)
    return ZoneInfo.from_file(BytesIO(head + ahead_s.to_bytes(4, "big", signed=True) + b"\0\0" + b"FIX\0"), key=name)


@cache
def zone_names() -> tuple[str, ...]:
    """Return every IANA name of the pinned tzdata, sorted; the file is read on first use."""
    return tuple(sorted(Path(tzdata.__path__[0], "zones").read_text(encoding="ascii").split()))


def find_zone_name(text: str) -> str | None:
    """Return the IANA name that equals `text` but for case and spaces (`asia/ho chi minh`), or None."""
    wanted = text.casefold().replace(" ", "_")
    return next((name for name in zone_names() if name.casefold() == wanted), None)


def find_zone_of_city(city: str) -> str | None:
    """Return the one IANA zone named after a city (`Vladivostok`, `Ho Chi Minh`), or None; case is ignored."""
    wanted = city.casefold().replace(" ", "_")
    found = [n for n in zone_names() if n.split("/")[0] in _CONTINENTS and n.rsplit("/", 1)[-1].casefold() == wanted]
    return found[0] if len(found) == 1 else None


def zone_of_abbreviation(text: str) -> str | None:
    """Return the IANA zone of `KST` or `msk`; None when the letters are no clock abbreviation at all.

    Raises: TimeError, when they stand for several clocks (CST, IST, EST); the hint names them.
    """
    letters = text.upper()
    if meanings := AMBIGUOUS_ABBREVIATIONS.get(letters):
        raise TimeError(f"{letters} is the name of several clocks", hint=f"write {meanings}")
    return ABBREVIATIONS.get(letters)


def _unknown_zone(name: str) -> TimeError:
    from difflib import get_close_matches  # 3 ms to import, and needed only here

    by_fold = {known.casefold(): known for known in zone_names()}
    by_fold |= {known.rsplit("/", 1)[-1].casefold(): known for known in zone_names()}
    near = get_close_matches(name[:60].casefold().replace(" ", "_"), by_fold, n=3, cutoff=0.75)
    names = list(dict.fromkeys(by_fold[key] for key in near))
    hint = f"did you mean {' or '.join(names)}?" if names else "use an IANA name such as Asia/Vladivostok"
    return TimeError(f'"{name[:60]}" is not a time zone', hint=hint)


class LocalTime(NamedTuple):
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
        near = " or ".join(_reading_with_offset(i, zone) for i in _around_gap(min(instants), max(instants), tz))
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


def _around_gap(before: datetime, after: datetime, tz: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the last whole minute before clocks are put forward between two instants, and the first after."""
    offset = before.astimezone(tz).utcoffset()
    ends = _find_turn(before.replace(microsecond=0), after, lambda at: at.astimezone(tz).utcoffset() != offset)
    return ends - timedelta(minutes=1), ends


def _find_turn(before: datetime, after: datetime, is_past: Callable[[datetime], bool]) -> datetime:
    """Return the first of the seconds counted from `before`, at most `after`, from which a condition holds."""
    turn_s = first_true(0, elapsed_s(before, after), lambda s: is_past(before + timedelta(seconds=s)))
    return before + timedelta(seconds=turn_s)


def _reading_with_offset(instant: datetime, zone: str) -> str:
    return to_local(instant, zone).isoformat(timespec="minutes")


def is_in_fold(instant: datetime, zone: str) -> bool:
    """Return whether the clocks of `zone` show the reading of this instant twice."""
    tz = get_zone(zone)
    local = instant.astimezone(tz)
    offsets = {local.replace(fold=fold).utcoffset() for fold in (0, 1)}
    return len(offsets) > 1


def to_local(instant: datetime, zone: str) -> datetime:
    """Return the same instant as an aware datetime on the clocks of `zone`.

    Raises: TimeError, when `instant` has no zone of its own, for then it is a reading and not an instant.
    """
    if instant.tzinfo is None:
        raise TimeError(f"{instant:%Y-%m-%d %H:%M} has no zone, so it is no instant", hint="add the zone of its clock")
    return instant.astimezone(get_zone(zone))


def elapsed_s(start: datetime, end: datetime) -> int:
    """Return the whole seconds that pass between two instants; the only honest difference across a clock change."""
    return int((end.astimezone(UTC) - start.astimezone(UTC)).total_seconds())


def day_start(day: date, zone: str) -> datetime:
    """Return the first instant of a local date, in UTC; where midnight is skipped, the end of the gap.

    Where midnight comes twice, the earlier one.

    Raises: TimeError, when the whole date was skipped (Samoa, 30 December 2011).
    """
    tz = get_zone(zone)
    midnight = datetime.combine(day, time())
    instants = sorted(midnight.replace(tzinfo=tz, fold=fold).astimezone(UTC) for fold in (0, 1))
    dates = [instant.astimezone(tz).date() for instant in instants]
    if dates[0] == day:
        return instants[0]
    if dates[1] == day:
        return _find_turn(instants[0], instants[1], lambda at: at.astimezone(tz).date() >= day)
    raise TimeError(f"{day} never happened in {zone}", hint="the clocks crossed the date line; use a day beside it")


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
    return f"{format_date(local)}{year} {local.hour:02d}:{local.minute:02d}"


def format_date(day: date) -> str:
    """Return `Mon 11 Sep`."""
    return f"{_WEEKDAY_NAMES[day.weekday()][:3]} {day.day} {_MONTHS[day.month - 1]}"


def zone_city(zone: str) -> str:
    """Return the word that names a zone's clock: `Vladivostok` for Asia/Vladivostok, `UTC` for UTC."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def list_shifts(start: datetime, end: datetime, zone: str) -> list[tuple[datetime, int, int]]:
    """Return the instants in (start, end] at which the clocks of a zone shift, with their offsets before and after.

    Offsets are in seconds. Shifts less than an hour apart count as one.
    """
    shifts, at = [], start
    while at < end:
        ahead = min(at + timedelta(hours=1), end)
        before_s, after_s = offset_s(at, zone), offset_s(ahead, zone)
        if before_s != after_s:
            shifts.append((_find_shift(at, ahead, zone), before_s, after_s))
        at = ahead
    return shifts


def _find_shift(before: datetime, after: datetime, zone: str) -> datetime:
    shifted_s = offset_s(after, zone)
    return _find_turn(before, after, lambda at: offset_s(at, zone) == shifted_s)


def service_day_start(day: date, zone: str) -> datetime:
    """Return the instant from which the times of a service day count: noon on the clocks of `zone` less 12 hours.

    It is midnight but where the clocks are put forward or back between midnight and noon.
    Source: GTFS Schedule reference, field type Time.
    """
    noon = datetime.combine(day, time(12), tzinfo=get_zone(zone))
    return noon.astimezone(UTC) - timedelta(hours=12)
