"""The sentences of what was told of a journey: sightings, their absence, windows, and other readings of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from routes.claim_sentences import format_chance_of, format_model_chance
from routes.clock import zone_city
from routes.sentences import format_chance, spans_years, station_name
from routes.stamps import format_stamp, format_zone
from routes.units import format_duration

Document = Mapping[str, Any]
SEEN = {"arr": "arriving at", "dep": "leaving", "pass": "passing"}
OTHER_EVENTS = {"arr": "an arrival", "dep": "a departure", "again": "its next passing there"}
LEFT_IN = ((0.9, "Yes"), (0.5, "Probably"), (0.1, "Possibly, but rather not"), (0.01, "Hardly"), (0.0, "No"))
KOREAN = ("Asia/Seoul", "Asia/Pyongyang")


def is_told(document: Document) -> bool:
    """Return whether anything was seen, or not seen, of the journey."""
    return bool(document["question"].get("seen") or document["question"].get("not_seen"))


def format_seen(document: Document, *, with_year: bool = True) -> list[str]:
    """Return a phrase for each sighting, `seen arriving at Khasan Wed 24 Apr 2019 10:40 Vladivostok (±10 min)`."""
    question = document["question"]
    phrases = [
        f"seen {SEEN[item['event']]} {station_name(document, item['station'])} "
        f"{format_stamp(item['time'], with_year=with_year)} {zone_city(item['time']['zone'])} "
        f"(±{format_duration(item['error_s'])})"
        for item in question.get("seen", ())
    ]
    return phrases + [
        f"not seen {SEEN[item['event']]} {station_name(document, item['station'])} by "
        f"{format_stamp(item['by'], with_year=with_year)} {zone_city(item['by']['zone'])}"
        + ("" if item["noticed"] == 1 else f" (noticed with {format_chance(item['noticed'])})")
        for item in question.get("not_seen", ())
    ]


def format_told(document: Document) -> str:
    """Return all that was seen as one sentence; "" for nothing."""
    text = "; ".join(format_seen(document)) if is_told(document) else ""
    return f"{text[0].upper()}{text[1:]}." if text else ""


def format_left(document: Document) -> list[str]:
    """Return when it left, where that is worked out from sightings of something else; nothing where it was seen."""
    left, question = document["answer"].get("left"), document["question"]
    if (
        left is None
        or "first" in left
        or any(s["station"] == question["from"] and s["event"] != "arr" for s in question["seen"])
    ):
        return []
    with_year = spans_years(document)
    times = {name: format_stamp(stamp, with_year=with_year, up=True) for name, stamp in left.items()}
    name = station_name(document, question["from"])
    return [f"Leaving {name}: {times['expected']} local; early {times['early']}, late {times['late']}."]


def format_left_in(document: Document) -> list[str]:
    """Return whether it left in the span that is asked about, with the chance; nothing where none is."""
    if (asked := document["answer"].get("left_in")) is None:
        return []
    name, chance = station_name(document, document["question"]["from"]), asked["chance"]
    verdict = next(word for least, word in LEFT_IN if chance >= least)
    return [f"{verdict}: it left {name} {asked['text']} with a chance of {format_model_chance(chance)}."]


def format_told_chance(document: Document) -> list[str]:
    """Return the chance of being in time given all that was seen, where a deadline is asked about."""
    answer = document["answer"]
    if "on_time" not in answer or not is_told(document):
        return []
    return [f"Given what was seen, it is in time with {format_chance_of(answer, answer['on_time'])}."]


def list_otherwise(document: Document) -> list[tuple[str, str, str, str]]:
    """Return a row for each other reading of a sighting: what it is, and the early, expected and late arrival."""
    others, question = document["answer"].get("otherwise", ()), document["question"]
    with_year, rows = bool(others) and spans_years(document), []
    for other in others:
        label = _other(other)
        if len(question["seen"]) > 1:
            label = f"{station_name(document, other['station'])}: {label}"
        label += ", later than as of" if other["later_than_known"] else ""
        arrive = other["arrive"]
        times = (
            [format_stamp(arrive[k], with_year=with_year, up=True) for k in arrive] if arrive else ["cannot be", "", ""]
        )
        rows.append((label, times[0], times[1], times[2]))
    return rows


def _other(other: Document) -> str:
    if other["event"]:
        return OTHER_EVENTS[other["event"]]
    zone = other["zone"]
    name = "Korean" if zone in KOREAN and format_zone(other["time"]) == "UTC+9" else zone_city(zone)
    return f"{name} time ({format_zone(other['time'])})"


def format_windows(document: Document) -> list[str]:
    """Return what the train waits for, in a sentence; nothing without windows."""
    windows = document["question"].get("windows", ())
    if not windows:
        return []
    sides = {"arr": "to be let in", "dep": "to go on"}
    end = document["question"].get("to")
    waits = []
    for one in windows:
        side = "to arrive" if one["station"] == end else sides[one["event"]]
        source = "" if one["origin"] == "--window" else f" [{one['origin']}]"
        waits.append(f"{station_name(document, one['station'])} {_rule(one)} {side}{source}")
    return [f"Waits for: {'; '.join(waits)}."]


def _rule(window: Document) -> str:
    if window["rule"] == "hours":
        shuts = "24:00" if window["shuts"] == "00:00" else window["shuts"]
        return f"{window['opens']}–{shuts} local"
    if window["rule"] == "daylight":
        return "daylight"
    word = "not before" if window["rule"] == "from" else "not after"
    return f"{word} {format_stamp(window['bound'], with_year=True)}"
