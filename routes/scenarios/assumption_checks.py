"""What may be wrong with an [[assumption]] that each key alone does not show."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from routes.checks import Readable, apply_checks
from routes.scenarios.assumptions import KINDS, UNIT_OF_KIND, UNITS


class Fault(NamedTuple):
    """A fault of a table: its code, the key at which it is, what is wrong and what to do; the value, if not all."""

    code: str
    field: str
    message: str
    remedy: str
    value: str = ""


def find_faults(values: Readable, explain: Callable[[str], str] | None) -> list[Fault]:
    """Return what is wrong with a table, as far as its keys are right by themselves.

    `explain` returns the remedy for an assumption's key that holds for nothing, and "" for any other.
    """

    def check_strange(values: Readable) -> list[Fault]:
        strange = [(key, explain(key)) for key in list_keys(values) if _kind(key) in KINDS] if explain else []
        message = '"{}" holds for nothing in the data'
        return [Fault("key_unknown", "key", message.format(key), remedy, key) for key, remedy in strange if remedy]

    return apply_checks(values, [_check_kind, check_strange, _check_unit, _check_given, _check_order, _check_guess])


def find_window_faults(values: Readable, explain: Callable[[str], str] | None) -> list[Fault]:
    """Return what is wrong with a [[window]]: its hours, its station (where keys can be explained), a bare guess."""

    def check_station(values: Readable) -> list[Fault]:
        code = values["station"]
        remedy = explain(f"stop.{code}") if explain else ""
        message = f'no station has the code "{code}"'
        return [Fault("station_unknown", "station", message, remedy.replace("stop.", ""), code)] if remedy else []

    def check_open(values: Readable) -> list[Fault]:
        if is_open_rule(values["open"]):
            return []
        return [Fault("value_invalid", "open", "it is no hours", 'write "06:00-22:00" or "daylight"', values["open"])]

    def check_guess(values: Readable) -> list[Fault]:
        if values["source"] != "assumed" or values["note"]:
            return []
        return [Fault("guess_unexplained", "note", "a guess without a note", "say in note where it comes from")]

    return apply_checks(values, [check_station, check_open, check_guess])


def find_delay_faults(values: Readable) -> list[Fault]:
    """Return what is wrong with a [[delay]]: it has three times in order, or as many shares as values."""

    def check_given(values: Readable) -> list[Fault]:
        three = [values[name] is not None for name in NUMBERS]
        pairs = [values[name] is not None for name in ("shares", "values")]
        if (all(three) and not any(pairs)) or (all(pairs) and not any(three)):
            return []
        message = "a delay needs low, likely and high, or shares and values"
        return [Fault("key_missing", "likely" if any(three) else "shares", message, "write either, and all of it")]

    def check_counts(values: Readable) -> list[Fault]:
        counts = [len(values[name] or ()) for name in ("shares", "values")]
        if counts[0] == counts[1]:
            return []
        message = f"{counts[0]} shares and {counts[1]} values"
        return [Fault("value_invalid", "values", message, "give the delay at each of the shares")]

    return apply_checks(values, [check_given, check_counts, _check_delay_order, _check_guess])


def is_open_rule(text: str) -> bool:
    """Return whether a text is daily hours or daylight, as the windows of a train may be."""
    return bool(re.fullmatch(r"daylight|([01]?\d|2[0-4]):[0-5]\d-([01]?\d|2[0-4]):[0-5]\d", text))


def list_keys(values: Readable) -> list[str]:
    """Return what a table is an assumption of: one key, or several that share it."""
    return [values["key"]] if isinstance(values["key"], str) else list(values["key"])


def list_numbers(values: Readable) -> tuple[float, float, float]:
    """Return low, likely and high of a table without a fault; `value` stands for each that is not given."""
    low, likely, high = (values["value"] if values[name] is None else values[name] for name in NUMBERS)
    return low, likely, high


NUMBERS = ("low", "likely", "high")


def _kind(key: str) -> str:
    return key.partition(".")[0]


def _check_kind(values: Readable) -> list[Fault]:
    remedy = f"begin the key with: {', '.join(KINDS)}"
    strange = [key for key in list_keys(values) if _kind(key) not in KINDS]
    return [Fault("key_unknown", "key", f'"{_kind(key)}" is no kind of assumption', remedy, key) for key in strange]


def _check_unit(values: Readable) -> list[Fault]:
    unit, kinds = values["unit"], {_kind(key) for key in list_keys(values)}.intersection(KINDS)
    own = {UNIT_OF_KIND.get(kind, "") for kind in kinds}
    if unit in UNITS and own <= {unit if unit in UNIT_OF_KIND.values() else ""}:
        return []
    return [
        Fault("unit_unknown", "unit", f'"{unit}" does not fit', "km/h for a speed, log for a pace, else s, min or h")
    ]


def _check_given(values: Readable) -> list[Fault]:
    if values["value"] is not None or None not in [values[name] for name in NUMBERS]:
        return []
    return [Fault("key_missing", "likely", "an estimate needs value, or low, likely and high", "add what is missing")]


def _check_order(values: Readable) -> list[Fault]:
    """Compare those of the numbers that can be read; they rise, and a speed is at least 1."""
    given = {name: values.get(name) for name in ("likely", *NUMBERS, "value") if values.get(name) is not None}
    numbers = [given.get(name, given.get("value")) for name in NUMBERS]
    known = [number for number in numbers if number is not None]
    is_slow = bool(known) and known[0] < 1 and "key" in values and "speed" in map(_kind, list_keys(values))
    if known == sorted(known) and not is_slow:
        return []
    shown, remedy = ", ".join(map(str, known)), "write low, likely and high in this order; a speed is at least 1"
    return [Fault("estimate_order", next(iter(given)), f"{shown} are not in ascending order", remedy)]


def _check_delay_order(values: Readable) -> list[Fault]:
    known = [values[name] for name in NUMBERS if values.get(name) is not None]
    if known == sorted(known):
        return []
    shown = ", ".join(map(str, known))
    return [
        Fault("estimate_order", "low", f"{shown} are not in ascending order", "write low, likely and high in order")
    ]


def _check_guess(values: Readable) -> list[Fault]:
    if values["source"].strip().lower() != "assumed" or (values["note"] or "").strip():
        return []
    return [Fault("guess_unexplained", "source", "a guess without an explanation", "explain it in note")]
