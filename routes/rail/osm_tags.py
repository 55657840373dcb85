"""What the tags of OpenStreetMap mean here: which ways are track of the network, and what is known of each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from routes.rail.graph import USAGES

# Every value of `railway` on a way that was considered: whether it is track of the network, and why. Others are out.
RAILWAY: dict[str, tuple[bool, str]] = {
    "rail": (True, "railways that trains of the network run on, of any gauge"),
    "narrow_gauge": (True, "whole countries run on it; the gauge tells it apart"),
    "preserved": (True, "an older way to say that a museum line runs; `usage` is then `tourism`"),
    "abandoned": (False, "no rails"),
    "construction": (False, "not open yet"),
    "disused": (False, "no trains; the rails may not bear one"),
    "dismantled": (False, "no rails"),
    "ferry": (False, "water, not track"),
    "funicular": (False, "cable, and joined to nothing"),
    "light_rail": (False, "city railways with rules of their own; where trains share the track it is `rail`"),
    "miniature": (False, "parks"),
    "monorail": (False, "not two rails"),
    "platform": (False, "where people stand"),
    "proposed": (False, "not built"),
    "razed": (False, "no rails"),
    "subway": (False, "city railways with rules of their own"),
    "tram": (False, "streets"),
    "tram_crossing": (False, "streets"),
    "traverser": (False, "moves vehicles within a depot"),
    "turntable": (False, "turns vehicles within a depot"),
}
# Keys that take a way out whose `railway` says it runs. A prefix, such as `disused:railway`, tells of another state of
# the same ground, earlier or to come, so it changes nothing beside `railway=rail` and is no track without it.
OUT_OF_USE = ("abandoned", "demolished", "dismantled", "disused", "proposed", "razed", "removed", "ruined")
SERVICES = ("crossover", "siding", "spur", "yard")
"""Values of `service`; `service=yes` and any other value count as a yard."""
DETAILS = ("railway", "gauge", "electrified", "usage", "highspeed", "maxspeed", "maxspeed:forward", "maxspeed:backward")
"""The keys that tell what is known of a way; a network without directions takes the higher speed of the two."""

_NAMED_GAUGES = frozenset(("standard", "broad", "narrow", "unknown"))
_MM = re.compile(r"\d{3,4}")
_SPEED = re.compile(r"(\d{1,3}(?:\.\d+)?) ?(km/h|kmh|kph|mph|knots)?")
# Kilometres in each: the mile of 1959, the nautical mile.
_UNITS = {"mph": 1.609344, "knots": 1.852}
_NO_SPEED = frozenset(("none", "signals", "signal", "variable", "walk", "unknown", "implicit", "zone"))
# Nothing runs faster on two rails in service: 350 km/h in China; 603 is the record of a train on magnets.
FASTEST_KMH = 600
_NARROWEST_MM, _WIDEST_MM = 300, 3000
# What each value of `electrified` says; others say nothing.
_ELECTRIFIED = {"no": 0, "contact_line": 1, "rail": 1, "yes": 1, "4th_rail": 1, "ground-level_power_supply": 1}


class Track(NamedTuple):
    """What is known of a way: see RailGraph for the numbers. `gauges_mm` is empty where none is known."""

    gauges_mm: tuple[int, ...]
    electrified: int
    highspeed: int
    speed_kmh: int
    usage: int


def is_track(tags: Mapping[str, str]) -> bool:
    """Return whether a way is track of the network that is in use, whatever its service."""
    return RAILWAY.get(tags.get("railway", ""), (False, ""))[0] and not any(
        tags.get(key, "no") != "no" for key in OUT_OF_USE
    )


def get_service(tags: Mapping[str, str]) -> str:
    """Return one of SERVICES, or "" for the lines themselves."""
    value = tags.get("service", "no")
    return "" if value in ("", "no") else value if value in SERVICES else "yard"


def read_track(tags: Mapping[str, str]) -> tuple[Track, tuple[str, ...]]:
    """Return what is known of a way, and the keys whose values cannot be read and count as not given."""
    return _read_values(tuple(tags.get(key, "") for key in DETAILS))


@lru_cache(maxsize=10_000)  # a country has some hundred combinations
def _read_values(values: tuple[str, ...]) -> tuple[Track, tuple[str, ...]]:
    """Return the same of the values of DETAILS."""
    railway, gauge, electrified, usage, highspeed, maxspeed, *directed = (value.strip().lower() for value in values)
    usages = (usage or ("tourism" if railway == "preserved" else "")).split(";")
    track = Track(
        parse_gauges(gauge),
        _ELECTRIFIED.get(electrified.partition(";")[0].strip(), -1),
        {"yes": 1, "no": 0}.get(highspeed, -1),
        parse_speed(maxspeed) or max(map(parse_speed, directed)),
        next((USAGES.index(u) for u in map(str.strip, usages) if u in USAGES), 0),
    )
    unread = {
        "gauge": not track.gauges_mm and gauge not in ("", *_NAMED_GAUGES),
        "maxspeed": not track.speed_kmh and not _says_no_speed(maxspeed),
    }
    return track, tuple(key for key, bad in unread.items() if bad)


def parse_gauges(text: str) -> tuple[int, ...]:
    """Return the gauges in millimetres that a value lists, ascending, such as (1435, 1520) for `1520;1435`.

    What is no gauge from 300 to 3000 mm is left out.
    """
    parts = (part.strip().lower().removesuffix("mm").strip() for part in re.split(r"[;,/|]", text))
    found = {int(part) for part in parts if part.isascii() and _MM.fullmatch(part)}
    return tuple(sorted(g for g in found if _NARROWEST_MM <= g <= _WIDEST_MM))


def parse_speed(text: str) -> int:
    """Return km/h, whole; the highest of a list, and 0 where the value tells none: `none`, `RU:urban`, `walk`.

    A list gives the speed by kind of train, and the line bears the highest.
    """
    return max((_read_speed(part.strip()) for part in re.split(r"[;|]", text.lower())), default=0)


def _read_speed(text: str) -> int:
    match = _SPEED.fullmatch(text) if text.isascii() else None
    speed = round(float(match[1]) * _UNITS.get(match[2] or "", 1.0)) if match else 0
    return speed if speed <= FASTEST_KMH else 0


def _says_no_speed(text: str) -> bool:
    """Return True where a value tells of no limit in figures, or that the law of a country holds."""
    return not text or text in _NO_SPEED or bool(re.fullmatch(r"[a-z]{2}(?:-[a-z]+)?:[\w:.-]+", text))
