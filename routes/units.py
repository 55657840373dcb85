"""Durations, lengths and speeds, read from and printed as people write them."""

from __future__ import annotations

import re
from collections.abc import Callable

from routes.errors import UsageError

_AMOUNT = r"(\d+(?:\.\d+|,\d{1,2}(?!\d))?)"
_DURATION_PART = _AMOUNT + r"\s*(days?|d|hours?|hrs?|hr|h|minutes?|mins?|min|m|seconds?|secs?|sec|s)(?![a-z])"
MINUTE_S, HOUR_S, DAY_S = 60, 3_600, 86_400
_SECONDS = {"d": DAY_S, "h": HOUR_S, "m": MINUTE_S, "s": 1}


def parse_duration(text: str) -> int:
    """Return whole seconds for `90 min`, `1h30`, `1 h 30`, `1:30`, `2d 3h` or `1.5 hours`.

    Raises: UsageError, when the text is anything else; a bare number has no unit and is refused, and so is
    `1,500 min`, which may mean thousands.
    """
    clean = text.strip().lower().replace("\N{NO-BREAK SPACE}", " ")
    if clock := re.fullmatch(r"(\d{1,3}):([0-5]\d)", clean):
        return int(clock[1]) * HOUR_S + int(clock[2]) * MINUTE_S
    clean = re.sub(r"(\d\s*h(?:ours?|rs?)?)\s*([0-5]\d)$", r"\1 \2min", clean)
    seconds, rest = 0.0, clean
    while match := re.match(_DURATION_PART, rest):
        seconds += float(match[1].replace(",", ".")) * _SECONDS[match[2][0]]
        rest = rest[match.end() :].lstrip(" ,").removeprefix("and ")
    if rest or not clean:
        raise UsageError(f'cannot read "{text}" as a duration', hint='write it as "90 min", "1h30" or "2 days"')
    return round(seconds)


def parse_degrees(limit: int) -> Callable[[str], float]:
    """Return what reads a field of degrees, from -limit to limit; it raises ValueError for any other."""

    def parse(field: str) -> float:
        try:
            value = float(field)
        except ValueError:
            raise ValueError(f'"{field}" is not a number of degrees') from None
        if not -limit <= value <= limit:
            raise ValueError(f"{field} is outside -{limit} to {limit}")
        return value

    return parse


def format_duration(seconds: int) -> str:
    """Return `32 h 15`, `45 min`, `2 h 00` or `0 min`, to the nearest minute, with a leading minus if negative."""
    minutes = (abs(seconds) + 30) // 60
    sign = "-" if seconds < 0 and minutes else ""
    return f"{sign}{minutes} min" if minutes < 60 else f"{sign}{minutes // 60} h {minutes % 60:02d}"


def format_km(metres: int) -> str:
    """Return `1,223 km`, or with one decimal below 100 km: `4.8 km`, `5 km`."""
    if metres >= 100_000:
        return f"{(metres + 500) // 1000:,} km"
    return f"{metres / 1000:.1f}".removesuffix(".0") + " km"


def speed_kmh(length_m: int, seconds: int) -> float:
    """Return the mean speed in km/h; infinite when no time passes."""
    return length_m / seconds * 3.6 if seconds > 0 else float("inf")


def run_seconds(length_m: int, speed: float) -> int:
    """Return whole seconds, rounded up, to run `length_m` at `speed` km/h (above zero)."""
    return -int(-(length_m * 3.6 / speed) // 1)


def round_chance(chance: float) -> float:
    """Return a chance to four places; one that is neither none nor certain is not rounded to either."""
    rounded = round(chance, 4)
    return float(f"{chance:.2g}") if rounded == 0 else min(rounded, 0.9999) if chance < 1 else 1.0
