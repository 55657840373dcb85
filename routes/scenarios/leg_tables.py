"""The keys that a [[leg]] of a joined journey and a [[delay]] of a timetable may have, and what each holds."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from routes.scenarios.schema import ASSUMPTION, SCENARIO, WINDOW, Key, Table, one_of

_TEXT, _NUMBER = WINDOW["station"].check, ASSUMPTION["value"].check


def _numbers(value: Any) -> str:
    good = isinstance(value, list) and value and not any(map(_NUMBER, value))
    good = good and all(a < b for a, b in pairwise(value))
    return "" if good else "must be a list of numbers of zero or more, each greater than the one before"


def _shares(value: Any) -> str:
    good = not _numbers(value) and value[0] > 0 and value[-1] == 1
    return "" if good else "must be a list of rising shares above 0, of which the last is 1"


def _metres(value: Any) -> str:
    good = isinstance(value, int) and not isinstance(value, bool) and 0 < value <= 20_000
    return "" if good else "must be whole metres, 1 to 20000"


LEG: Table = {
    "to": Key(_TEXT),
    "timetable": Key(_TEXT),
    "train": Key(_TEXT),
    "mode": SCENARIO["mode"],
    "via": SCENARIO["via"],
    "change": Key(_TEXT),
    "walk_m": Key(_metres),
}
DELAY: Table = {
    "timetable": Key(_TEXT),
    "low": Key(_NUMBER),
    "likely": Key(_NUMBER),
    "high": Key(_NUMBER),
    "shares": Key(_shares),
    "values": Key(_numbers),
    "unit": Key(one_of("s", "min", "h"), required=True),
    "source": ASSUMPTION["source"],
    "note": ASSUMPTION["note"],
    "known_from": ASSUMPTION["known_from"],
    "coverage": ASSUMPTION["coverage"],
}
DELAYS: Table = {
    "schema": Key(one_of("routes-delays/1"), required=True),
    "delay": Key(SCENARIO["leg"].check, required=True),
}
