"""What `--set` puts in place of the values of a joined journey: of its trains, its delays, and its changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from routes.errors import UsageError
from routes.scenarios.assumptions import Assumption, apply_settings
from routes.scenarios.delays import DELAY_KEY, Delay, key_of
from routes.scenarios.schema import Scenario
from routes.timetable.walks import CHANGE_S
from routes.timing.elicited import build_spread
from routes.timing.lateness import build_lateness
from routes.units import parse_duration

CHANGE = "change"


class Settings(NamedTuple):
    """What is set: `KEY=VALUE` of the trains, of delays, and the seconds of changes by place, "" for all others."""

    trains: tuple[str, ...]
    delays: tuple[str, ...]
    changes: Mapping[str, int]

    @property
    def change_s(self) -> int:
        """Return what a change takes where nothing gives a time."""
        return self.changes.get("", CHANGE_S)

    def pick_train(self, train: str, *, is_own: bool) -> tuple[str, ...]:
        """Return what is set of the profile of a leg: what names it, and of the journey's own what names none."""
        named = [text.removeprefix(f"{train}/") for text in self.trains if text.startswith(f"{train}/")]
        return (*(text for text in self.trains if is_own and "/" not in text.partition("=")[0]), *named)


def read_settings(query: Scenario, timetables: Sequence[str], trains: Sequence[str]) -> Settings:
    """Return what a question sets, sorted; `trains` are the profiles of its modelled legs.

    Raises: UsageError, for what no leg rests on, and for a time of a change that cannot be read.
    """
    own, delays, changes = list[str](), list[str](), dict[str, int]()
    for text in query.settings:
        key, equals, value = (part.strip() for part in text.partition("="))
        kind, _, name = key.partition(".")
        if kind == DELAY_KEY and equals:
            if name and name not in timetables:
                hint = f"the timetables are {', '.join(timetables) or 'none'}"
                raise UsageError(f'no leg goes by a timetable "{name}"', hint=hint)
            delays.append(text)
        elif kind == CHANGE and equals and timetables:
            changes[name] = parse_duration(value if not value.isdigit() else f"{value} min")
        else:
            train = key.partition("/")[0] if "/" in key else query.train
            if train not in trains:
                known = ", ".join([*(f"{DELAY_KEY}.{t}" for t in timetables), CHANGE, *(f"{t}/…" for t in trains)])
                raise UsageError(f'no leg of this journey rests on "{key}"', hint=f"there are {known}")
            own.append(text)
    return Settings(tuple(own), tuple(delays), changes)


def set_delay(delay: Delay, settings: Sequence[str]) -> Delay:
    """Return how late a timetable is with what is set for it, or for every one, in its place."""
    held: dict[str, Assumption] = {delay.stated.key: delay.stated}
    for text in settings:
        key, _, value = text.partition("=")
        if key.strip() in (DELAY_KEY, key_of(delay.timetable)):
            held = apply_settings(held, [f"{delay.stated.key}={value.strip()}"], valid=())
    stated = held[delay.stated.key]
    if stated is delay.stated:
        return delay
    return delay._replace(law=build_lateness(build_spread(stated.time, stated.law)), stated=stated)
