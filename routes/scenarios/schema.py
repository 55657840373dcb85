"""The keys that train and scenario files may have, what each holds, and the records they become."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, TypedDict

from routes.rail.prefer import HIGHSPEED, MOST_DETOUR, PREFERRED_USAGES
from routes.scenarios.modes import MODES, is_mode, parse_mode, usual_profile


class Key(NamedTuple):
    """One key of a TOML table: a check that returns "" or what is wrong, and whether it must be there."""

    check: Callable[[Any], str]
    required: bool = False


def _mode(value: Any) -> str:
    return "" if is_mode(value) else f"is none of {', '.join(MODES)}, nor several such as rail+air"


def _text(value: Any) -> str:
    return "" if isinstance(value, str) and value.strip() else "must be text, not blank"


def _any_text(value: Any) -> str:
    return "" if isinstance(value, str) else "must be text"


def _number(value: Any) -> str:
    good = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e6
    return "" if good else "must be a number of zero or more"


def _confidence(value: Any) -> str:
    return "" if isinstance(value, float) and 0.5 <= value <= 0.99 else "must be a number from 0.5 to 0.99"


def _share(value: Any) -> str:
    good = isinstance(value, float) and 0.05 <= value <= 0.99
    return "" if good else "must be the share of cases from low to high, from 0.05 to 0.99"


def _chance(value: Any) -> str:
    good = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1
    return "" if good else "must be a chance from 0 to 1"


def _texts(value: Any) -> str:
    good = isinstance(value, list) and all(isinstance(v, str) and v.strip() for v in value)
    return "" if good else 'must be a list of texts, such as ["Ussuriysk"]'


def _whole(value: Any) -> str:
    good = isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1e9
    return "" if good else "must be a whole number above zero"


def _way(value: Any) -> str:
    return "" if not _texts(value) and len(value) >= 2 else "must be a list of two or more station codes, in order"


def _one_or_more(value: Any) -> str:
    return "" if not _text(value) or (value and not _texts(value)) else "must be a key, or a list of keys"


def _gauges(value: Any) -> str:
    good = isinstance(value, list) and value and all(isinstance(v, int) and 300 <= v <= 3000 for v in value)
    return "" if good else "must be a list of millimetres, such as [1435, 1520]"


def _instant(value: Any) -> str:
    good = isinstance(value, datetime) and value.tzinfo is not None
    return "" if good else "must be a date and time with offset, such as 2019-04-24T08:01:00Z, without quotes"


def _web_address(value: Any) -> str:
    good = isinstance(value, str) and re.fullmatch(r"https?://[^\s<>\"'`\\]+", value)
    return "" if good else "must be a web address that begins with http:// or https://"


def _day(value: Any) -> str:
    """Return "" for a date, with quotes or without; a time of day does not belong there."""
    try:
        good = type(value) is date or bool(date.fromisoformat(value))
    except (TypeError, ValueError):
        good = False
    return "" if good else "must be a date, such as 2023-09-11"


def _tables(value: Any) -> str:
    good = isinstance(value, list) and all(isinstance(v, dict) for v in value)
    return "" if good else "must be written as repeated [[tables]]"


def _table(value: Any) -> str:
    return "" if isinstance(value, dict) else "must be written as one [table]"


def _bool(value: Any) -> str:
    return "" if isinstance(value, bool) else "must be true or false, without quotes"


def _gauge(value: Any) -> str:
    return "must be millimetres, such as 1435" if _gauges([value]) or isinstance(value, bool) else ""


def _usages(value: Any) -> str:
    good = isinstance(value, list) and value and all(v in PREFERRED_USAGES for v in value)
    return "" if good else f"must be a list of some of: {', '.join(PREFERRED_USAGES)}"


def _detour(value: Any) -> str:
    good = isinstance(value, int | float) and not isinstance(value, bool) and 1 <= value <= MOST_DETOUR
    return "" if good else f"must be a number from 1 to {MOST_DETOUR:g}"


def one_of(*allowed: str) -> Callable[[Any], str]:
    """Return a check that passes just these words."""
    return lambda value: "" if value in allowed else f"must be one of: {', '.join(allowed)}"


Table = Mapping[str, Key]
QUESTIONS = ("latest-departure", "arrival", "distance", "feasible", "compare", "reach")

TRAIN: Table = {
    "schema": Key(one_of("routes-train/1"), required=True),
    "title": Key(_text),
    "gauges_mm": Key(_gauges),
    "mode": Key(one_of(*MODES)),
    "note": Key(_any_text),
    "assumption": Key(_tables, required=True),
    "clocked": Key(_tables),
    "window": Key(_tables),
    "prefers": Key(_table),
}
CLOCKED: Table = {
    "journey": Key(_text, required=True),
    "stations": Key(_way, required=True),
    "length_m": Key(_whole, required=True),
    "elapsed_s": Key(_whole, required=True),
    "known_from": Key(_instant, required=True),
}
OVERLAY: Table = {**TRAIN, "assumption": TRAIN["assumption"]._replace(required=False)}
"""What a file has that lies over a profile of the same name."""
ASSUMPTION: Table = {
    "key": Key(_one_or_more, required=True),
    "value": Key(_number),
    "low": Key(_number),
    "likely": Key(_number),
    "high": Key(_number),
    "unit": Key(_text, required=True),
    "source": Key(_text, required=True),
    "accessed": Key(_day),
    "note": Key(_any_text),
    "known_from": Key(_instant, required=True),
    "coverage": Key(_share),
    "chance": Key(_chance),
    "freedom": Key(_number),
    "scale": Key(_number),
    "cases": Key(_texts),
}
WINDOW: Table = {
    "station": Key(_text, required=True),
    "event": Key(one_of("arr", "dep")),
    "open": Key(_text, required=True),
    "source": Key(_text, required=True),
    "note": Key(_any_text),
    "known_from": Key(_instant, required=True),
}
PREFERS: Table = {
    "highspeed": Key(one_of(*HIGHSPEED)),
    "usage": Key(_usages),
    "electrified": Key(_bool),
    "min_gauge_mm": Key(_gauge),
    "max_gauge_mm": Key(_gauge),
    "min_speed_kmh": Key(_whole),
    "detour": Key(_detour),
    "source": Key(_text, required=True),
    "note": Key(_any_text),
    "known_from": Key(_instant, required=True),
}
SCENARIO: Table = {
    "schema": Key(one_of("routes-scenario/1"), required=True),
    "title": Key(_text, required=True),
    "as_of": Key(_text),
    "question": Key(one_of(*QUESTIONS), required=True),
    "from": Key(_text, required=True),
    "to": Key(_text, required=True),
    "origins": Key(_texts),
    "destinations": Key(_texts),
    "by": Key(_texts),
    "via": Key(_texts),
    "avoid": Key(_texts),
    "train": Key(_text, required=True),
    "mode": Key(_mode),
    "turns": Key(one_of("regular", "possible")),
    "arrive": Key(_text),
    "depart": Key(_text),
    "at": Key(_text),
    "set": Key(_texts),
    "seen": Key(_texts),
    "not_seen": Key(_texts),
    "windows": Key(_texts),
    "confidence": Key(_confidence),
    "lang": Key(one_of("en", "ko", "ru")),
    "note": Key(_any_text),
    "source": Key(_tables),
    "leg": Key(_tables),
    "delay": Key(_tables),
}
SOURCE: Table = {
    "title": Key(_text, required=True),
    "url": Key(_web_address),
    "archive": Key(_web_address),
    "accessed": Key(_day),
    "known_from": Key(_instant),
    "says": Key(_text, required=True),
}


class Scenario(NamedTuple):
    """A question worth keeping, as its file gives it: names and phrases are not yet resolved.

    `mode` "" is that of its train; `origins`, `destinations` and the modes `by` which to go are those of a comparison,
    and `at` is the instant of which it is asked what can be reached.
    `in_words` tells one that was asked in words, which leave open what exactly was seen; `approach` is where a train
    that was seen at the start then comes from, and `left` the span of which it is asked whether it left. `geometry`
    asks for the line of each leg on the ground, and `alternatives` for as many ways that share little track. `legs` are
    the tables of one whose legs go by timetables or profiles of their own, and `delays` how late what runs there is.
    """

    name: str
    title: str
    question: str
    start: str
    end: str
    train: str
    as_of: str = ""
    via: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    turns: str = "regular"
    arrive: str = ""
    depart: str = ""
    settings: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    not_seen: tuple[str, ...] = ()
    windows: tuple[str, ...] = ()
    in_words: bool = False
    confidence: float = 0.9
    lang: str = "en"
    why: bool = False
    note: str = ""
    sources: tuple[Mapping[str, Any], ...] = ()
    origin: str = ""
    mode: str = ""
    origins: tuple[str, ...] = ()
    destinations: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    at: str = ""
    approach: str = ""
    geometry: bool = False
    alternatives: int = 0
    left: str = ""
    legs: tuple[Mapping[str, Any], ...] = ()
    delays: tuple[Mapping[str, Any], ...] = ()


def scenario_table(raw: Mapping[str, Any]) -> Table:
    """Return the keys of a scenario, of which a comparison needs neither `from` nor `to`, and a reach no `to`."""
    question = raw.get("question")
    free = {"compare": ("from", "to"), "reach": ("to",)}.get(question, ()) if isinstance(question, str) else ()
    return {**SCENARIO, **{key: SCENARIO[key]._replace(required=False) for key in free}}


class Options(TypedDict, total=False):
    """What every question may be given in place of what its scenario says; what is empty says nothing."""

    as_of: str
    via: Sequence[str]
    avoid: Sequence[str]
    train: str
    mode: str
    turns: str
    settings: Sequence[str]
    seen: Sequence[str]
    not_seen: Sequence[str]
    windows: Sequence[str]
    confidence: float
    lang: str
    why: bool
    geometry: bool
    alternatives: int


def override(query: Scenario, options: Options) -> Scenario:
    """Return the question with what is given in place of its own; settings come after its own, so they win.

    A title says what was asked as of when, and so goes when another as-of is given. Another mode brings its own
    profile, and another profile its mode.
    Raises: TypeError, for an option that no question has.
    """
    if unknown := sorted(set(options).difference(Options.__annotations__)):
        raise TypeError(f"no question takes {unknown[0]}")
    as_of, train = options.get("as_of", ""), options.get("train", "")
    mode = parse_mode(options["mode"]) if options.get("mode") else ""
    other = usual_profile(mode) if mode and mode != query.mode else ""
    return query._replace(
        title="" if as_of else query.title,
        as_of=as_of or query.as_of,
        via=tuple(options.get("via", ())) or query.via,
        avoid=tuple(options.get("avoid", ())) or query.avoid,
        train=train or other or query.train,
        mode=mode or ("" if train else query.mode),
        turns=options.get("turns", "") or query.turns,
        settings=(*query.settings, *options.get("settings", ())),
        seen=tuple(options.get("seen", ())) or query.seen,
        not_seen=tuple(options.get("not_seen", ())) or query.not_seen,
        windows=(*query.windows, *options.get("windows", ())),
        confidence=options.get("confidence", 0.0) or query.confidence,
        lang=options.get("lang", "") or query.lang,
        why=options.get("why", query.why),
        geometry=options.get("geometry", query.geometry),
        alternatives=options.get("alternatives", 0) or query.alternatives,
    )


def list_avoided(query: Scenario) -> frozenset[str]:
    """Return the ISO codes of the countries not to enter, which may be named; what is no country is in capitals."""
    if not query.avoid:
        return frozenset()
    from routes.scenarios.countries import read_avoided  # few questions need names of countries

    return frozenset(map(read_avoided, query.avoid))
