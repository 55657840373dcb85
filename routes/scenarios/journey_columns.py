"""The columns of the files of journeys and forecasts, and how each field of them is read."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from routes.clock import get_zone
from routes.errors import TimeError
from routes.tables import Column, parse_count, parse_one_of

EVENTS = ("dep", "arr", "pass")
GRADES: dict[str, str] = {
    "A": "two or more outlets agree on a clock time, though they may relay one agency",
    "B": "one good source with a clock time",
    "C": "a source gives only a phrase or a publication stamp; the clock time is a placeholder within the precision",
    "D": "general knowledge or a model, unchecked",
}
MAX_PRECISION_MIN = 7 * 24 * 60
"""A time known less well than to a week orders no events of a journey."""

_READING = re.compile(r"(1[89]|2[01])\d\d-\d\d-\d\dT\d\d:\d\d", re.ASCII)
_INSTANT = re.compile(rf"{_READING.pattern}(:\d\d)?(Z|[+-]\d\d:\d\d)", re.ASCII)


def parse_reading(field: str) -> datetime:
    """Return the naive reading of `2019-04-24T10:40`, of the years 1800 to 2199; raises ValueError otherwise."""
    if not _READING.fullmatch(field):
        raise ValueError(f'"{field}" is not a date and time such as 2019-04-24T10:40')
    try:
        return datetime.fromisoformat(field)
    except ValueError:
        raise ValueError(f'"{field}" is no date and time of the calendar') from None


def parse_instant(field: str) -> datetime:
    """Return the UTC instant of `2019-04-24T01:32:02Z`, or with an offset for the Z; raises ValueError otherwise."""
    if not _INSTANT.fullmatch(field):
        raise ValueError(f'"{field}" is not an instant such as 2019-04-24T00:40Z')
    try:
        return datetime.fromisoformat(field).astimezone(UTC)
    except ValueError:
        raise ValueError(f'"{field}" is no instant of the calendar') from None


def parse_zone(field: str) -> str:
    """Return the name of a zone that the database has, or a fixed `UTC+9`; raises ValueError otherwise."""
    try:
        get_zone(field)
    except TimeError as fault:
        raise ValueError(f"{fault.message}; {fault.hint}") from None
    return field


def parse_precision(field: str) -> int:
    """Return whole minutes, at most a week; raises ValueError otherwise."""
    minutes = parse_count(field)
    if minutes > MAX_PRECISION_MIN:
        raise ValueError(f"{minutes} minutes are more than a week")
    return minutes


def _parse_id(field: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_]{1,63}", field):
        raise ValueError(f'"{field}" is not a code of small letters, digits and _')
    return field


def _parse_train(field: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,63}", field):
        raise ValueError(f'"{field}" is not a name of small letters, digits, _ and hyphens')
    return field


_WRITE_INSTANT = "write an instant in UTC, such as 2019-04-24T00:40Z"
_WRITE_READING = "write what the clock showed, such as 2019-04-24T10:40; midnight is 00:00 of the new day"
_JOURNEY = Column("journey", _parse_id, "write a code such as 2019_vladivostok_out")
_STATION = Column("station", remedy="write the code of a station")
_EVENT = Column("event", parse_one_of(*EVENTS), f"use one of: {', '.join(EVENTS)}")
_ZONE = Column("clock_zone", parse_zone, "give the zone of the clock that was read", code="zone_unknown")
_KNOWN = Column("known_from", parse_instant, _WRITE_INSTANT, code="time_unreadable")
USUAL_TRAIN = "special"
"""The train of a journey whose file does not say."""
_TEXTS = (Column("source", required=False, default=""), Column("note", required=False, default=""))

OBSERVATION_COLUMNS = (
    _JOURNEY,
    Column("seq", parse_count, "number the events of a journey in the order in which they happened"),
    _STATION,
    _EVENT,
    Column("local_time", parse_reading, _WRITE_READING, code="time_unreadable"),
    _ZONE,
    Column("precision_min", parse_precision, "write how far off the time may be, in whole minutes"),
    Column("confidence", parse_one_of(*GRADES), f"use one of: {', '.join(GRADES)}", code="confidence_unknown"),
    _KNOWN,
    *_TEXTS,
    Column("train", _parse_train, "write the name of a file of trains/", required=False, default=USUAL_TRAIN),
    Column("length_m", parse_count, "write the track from the row before, in metres", required=False),
)
FORECAST_COLUMNS = (
    Column("forecast", _parse_id, "give the forecast a code of its own, such as interfax_vladivostok"),
    _JOURNEY,
    _STATION,
    _EVENT,
    Column("predicted_local", parse_reading, _WRITE_READING, code="time_unreadable"),
    _ZONE,
    Column(
        "precision_min", parse_precision, "write half the width of the range, or nothing", required=False, default=0
    ),
    Column("made_at", parse_instant, f"{_WRITE_INSTANT}, or leave it empty", required=False, code="time_unreadable"),
    _KNOWN,
    *_TEXTS,
)
