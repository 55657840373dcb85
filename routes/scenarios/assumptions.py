"""How a train runs: sourced low, likely and high values, each with the instant from which it was known."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from routes.errors import InfeasibleError, UsageError
from routes.estimate import ELICITED, Estimate, Law
from routes.itinerary import PACE_DEVIATION
from routes.timing.runs import run_estimate
from routes.units import parse_duration

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from routes.ids import StationCode
    from routes.scenarios.preferences import Preference

KINDS = (
    *("speed", "stop", "border", "gauge", "locomotive", "reversal", "hold", "pace"),
    *("board", "alight", "layover", "block", "embark", "disembark", "change"),
)
UNITS = {"km/h": 1, "log": 1, "s": 1, "min": 60, "h": 3600}
UNIT_OF_KIND = {"speed": "km/h", "pace": "log"}  # any other kind is a time
FITTED = "fitted from "
"""How the source of an entry begins that `routes calibrate` wrote."""
SET = "--set"
"""The origin of a value that was set for one question."""


class Assumption(NamedTuple):
    """One value of a train: `low <= likely <= high` in `unit`, where it comes from, and since when it was known.

    `key` is a kind and what it holds for: `speed.KP`, `speed.RU.baranovsky-khasan`, `border.khasan`.
    `origin` is the file it was read from, or the command line. `law` says how its cases are spread, and `cases` name
    the clocked runs or stops it was learned from; `accessed` is the day on which the source was read.
    """

    key: str
    low: float
    likely: float
    high: float
    unit: str
    source: str
    note: str
    known_from: datetime | None
    origin: str
    law: Law = ELICITED
    cases: tuple[str, ...] = ()
    accessed: str = ""

    @property
    def is_fitted(self) -> bool:
        """Return whether it was fitted from documented journeys, and not written by someone."""
        return self.source.startswith(FITTED)

    @property
    def time(self) -> Estimate:
        """Return a duration as an estimate in seconds."""
        scale = UNITS[self.unit]
        return Estimate(round(self.low * scale), round(self.likely * scale), round(self.high * scale))

    def run(self, length_m: int) -> Estimate:
        """Return the running time over a length at this speed."""
        return run_estimate(length_m, low_kmh=self.low, likely_kmh=self.likely, high_kmh=self.high)


class Clocked(NamedTuple):
    """A run of a documented journey with a clock time at both ends: the stations passed, and since when it is known."""

    journey: str
    stations: tuple[StationCode, ...]
    length_m: int
    elapsed_s: int
    known_from: datetime


PACE = Assumption(
    "pace",
    PACE_DEVIATION,
    PACE_DEVIATION,
    PACE_DEVIATION,
    "log",
    "assumed",
    "Standard deviation of the logarithm of a pace that all running of one journey shares. In simulated journeys with "
    "such a pace an interval meant to hold 95 % then held 94.7 %, and 77 % without it.",
    datetime(2000, 1, 1, tzinfo=UTC),
    "routes/itinerary.py",
)
"""The shared pace of a train whose profile says nothing of it."""


class OpenHours(NamedTuple):
    """When a train may go on from a station (dep) or is let in (arr), as `open` says: `06:00-22:00` or `daylight`."""

    station: str
    event: str
    open: str
    source: str
    note: str
    known_from: datetime
    origin: str


class Train(NamedTuple):
    """A profile of a train, or by its `mode` a plane: the gauges it can run on, and every assumption ever held.

    `clocked` are the runs of it that were clocked from one station to another.
    """

    name: str
    title: str
    gauges_mm: tuple[int, ...]
    assumptions: tuple[Assumption, ...]
    origin: str
    clocked: tuple[Clocked, ...] = ()
    mode: str = "rail"
    windows: tuple[OpenHours, ...] = ()
    prefers: tuple[Preference, ...] = ()


def known_assumptions(train: Train, as_of: datetime) -> dict[str, Assumption]:
    """Return by key what was known of the train at `as_of`: for each key the entry known last by then."""
    known: dict[str, Assumption] = {}
    for entry in train.assumptions:
        if entry.known_from is None or entry.known_from <= as_of:
            held = known.get(entry.key)
            if held is None or held.known_from is None or (entry.known_from and entry.known_from >= held.known_from):
                known[entry.key] = entry
    return known


def find_assumption(known: Mapping[str, Assumption], *keys: str) -> Assumption | None:
    """Return the first of these keys, most specific first, that has a value."""
    return next((known[key] for key in keys if key in known), None)


def get_speed(known: Mapping[str, Assumption], *, country: str, line: str, border: bool) -> Assumption:
    """Return the pace on a line of a country, else of the country, else of any track.

    A segment over a border runs at `speed.border`, unless that is not given.
    Raises: InfeasibleError, when nothing was known yet.
    """
    keys = (f"speed.{country}.{slug(line)}", f"speed.{country}", "speed")
    found = find_assumption(known, *(("speed.border",) if border else ()), *keys)
    if found is None:
        raise InfeasibleError(
            f"nothing is known of the train's pace in {country} as of that instant",
            hint=f"take a later --as-of, or give a pace: --set speed.{country}=40",
        )
    return found


@cache
def slug(line: str) -> str:
    """Return a line's name as it stands in a key: lower case, runs of other characters as one hyphen."""
    return "-".join("".join(c if c.isalnum() else " " for c in line.casefold()).split())


def apply_settings(
    known: Mapping[str, Assumption], settings: Sequence[str], *, valid: Iterable[str]
) -> dict[str, Assumption]:
    """Return the assumptions with `KEY=VALUE` or `KEY=LOW/LIKELY/HIGH` put in their place.

    A value without a unit is in the unit of the value it replaces (km/h for a speed, minutes for a time).
    Raises: UsageError, for a key not among `known` or `valid`, or a value that cannot be read.
    """
    result = dict(known)
    for setting in settings:
        key, equals, text = setting.partition("=")
        key = key.strip()
        if not equals:
            raise UsageError(f'"{setting}" sets nothing', hint="write --set KEY=VALUE, such as --set speed.KP=30")
        if key not in result and key not in valid:
            raise UsageError(f'no assumption is called "{key}"', hint=_nearest_hint(key, [*result, *valid]))
        result[key] = _parse_setting(key, text, result.get(key))
    return result


def _nearest_hint(key: str, keys: Sequence[str]) -> str:
    import difflib

    distinct = list(dict.fromkeys(keys))
    near = difflib.get_close_matches(key, distinct, n=3) or sorted(distinct)[:3]
    return f"did you mean {' or '.join(near)}? --why lists the assumptions of an answer"


def _parse_setting(key: str, text: str, held: Assumption | None) -> Assumption:
    kind = key.partition(".")[0]
    unit = held.unit if held else UNIT_OF_KIND.get(kind, "min")
    bare = text.lower().replace("km/h", "") if kind == "speed" else text
    values = [_parse_amount(key, part.strip(), unit) for part in bare.split("/")]
    if len(values) not in (1, 3) or sorted(values) != values:
        raise UsageError(
            f'"{text}" is not a value for {key}',
            hint=f"give one value, or low/likely/high in ascending order: --set {key}=20/30/40",
        )
    low, likely, high = values * 3 if len(values) == 1 else values
    note = f"in place of {held.low:g}/{held.likely:g}/{held.high:g} {held.unit}" if held else ""
    law = Law(chance=held.law.chance) if held and len(values) == 3 else ELICITED
    return Assumption(key, low, likely, high, unit, "set for this question", note, None, SET, law)


LIMITS = {"km/h": (1, 1000), "log": (0, 1)}  # from the first, below the second
LIMIT_HINTS = {
    "km/h": "a speed is at least 1 and below 1000 km/h",
    "log": "the deviation of the log pace is at least 0 and below 1",
}


def _parse_amount(key: str, text: str, unit: str) -> float:
    try:
        value = float(text)
    except ValueError:
        if unit in LIMITS:
            what, example = ("a speed", "30") if unit == "km/h" else ("a number", "0.18")
            hint = f"{LIMIT_HINTS[unit]}: --set {key}={example}"
            raise UsageError(f'"{text}" is not {what} for {key}', hint=hint) from None
        value = parse_duration(text) / UNITS[unit]
    low, high = LIMITS.get(unit, (0, 1e6))
    if not low <= value < high:
        hint = LIMIT_HINTS.get(unit, "a time is at least 0, and below a million of its unit")
        raise UsageError(f"{text} is out of range for {key}", hint=hint)
    return value
