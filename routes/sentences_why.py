"""The sentences on what an answer rests on, read from its document, that terminal and page share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from math import exp
from typing import Any

from routes.clock import format_date
from routes.gazetteer.countries import name_country
from routes.sentences import format_chance
from routes.units import format_duration

Document = Mapping[str, Any]
DRIVERS = {
    "running": "running in {}",
    "pace": "the pace that all running shares",
    "stop": "stops in {}",
    "border": "border work in {}",
    "gauge": "the change of gauge in {}",
    "locomotive": "changes of locomotive in {}",
    "reversal": "reversals in {}",
    "hold": "holding in {}",
    "air": "flying",
    "sea": "sailing",
    "board": "boarding in {}",
    "alight": "leaving airports in {}",
    "layover": "layovers in {}",
    "embark": "boarding ships in {}",
    "disembark": "leaving ports in {}",
    "change": "changes of vehicle in {}",
    "wait": "waits in {}",
    "delay": "delays of vehicles by timetable",
}

ALLOWED = {
    "running": "running",
    "air": "flying",
    "sea": "sailing",
    "road": "by road",
    "stop": "stops",
    "border": "border work",
    "gauge": "change of gauge",
    "locomotive": "change of locomotive",
    "reversal": "reversing",
    "hold": "voluntary holding",
    "board": "boarding",
    "alight": "leaving the airport",
    "layover": "layover",
    "embark": "boarding the ship",
    "disembark": "leaving the port",
    "change": "change of vehicle",
    "wait": "waiting for a departure",
}


def list_allowances(answer: Document) -> list[list[str]]:
    """Return a row for each kind of time: what it is, how long it likely takes, and its low and high ends."""
    return [
        [
            ALLOWED.get(one["kind"], one["kind"])
            + ("" if one["chance"] == 1 else f", in {format_chance(one['chance'])} of journeys"),
            *(format_duration(one[name]) for name in ("likely_s", "low_s", "high_s")),
        ]
        for one in answer["allowances"]
    ]


def head_allowances(answer: Document) -> list[str]:
    """Return what heads the rows of allowances: the chances of the three times."""
    confidence = answer["confidence"]
    return [
        "allowed for",
        "likely",
        f"low {format_chance(round(1 - confidence, 4))}",
        f"high {format_chance(confidence)}",
    ]


ALLOWED_APART = "Each by itself: not all are long together, so that they do not add up to the whole."


def format_range(assumption: Document) -> str:
    """Return `33 km/h`, or `26/33/40 km/h` of a value with a range."""
    low, value, high = (f"{assumption[name]:g}" for name in ("low", "value", "high"))
    return f"{value if low == high else f'{low}/{value}/{high}'} {assumption['unit']}"


def format_spread(assumption: Document) -> str:
    """Return in plain words how the cases of an assumption are spread, and what it was learned from."""
    if assumption["unit"] == "log":
        return _format_pace(assumption["value"])
    learned, cases = assumption.get("learned"), assumption.get("cases") or ()
    low, high, unit = assumption["low"], assumption["high"], assumption["unit"]
    chance = assumption.get("chance", 1)
    parts = [f"comes in {format_chance(chance)} of journeys, and else takes no time"] if chance < 1 else []
    if low == high:
        parts.append("taken as certain" if chance == 1 else "then of this length")
    elif learned:
        factor = exp(learned["scale"])
        parts.append(
            f"two cases in three within a factor of about {factor:.2f} of the likely value "
            f"(Student's t of its logarithm, {learned['freedom']:g} degrees of freedom, scale {learned['scale']:.3g})"
        )
    else:
        share = format_chance(assumption.get("coverage", 0.8))
        parts.append(f"{share} of cases are taken to lie from {low:g} to {high:g} {unit}, the rest beyond")
    count = "1 clocked case" if len(cases) == 1 else f"{len(cases)} clocked cases"
    parts += [f"learned from {count}: {', '.join(cases)}"] if cases else []
    return "; ".join(parts)


def _format_pace(deviation: float) -> str:
    if deviation == 0:
        return "all running is as fast as its speeds say: no pace is shared"
    return (
        f"all running of one journey is slow or fast together: within a factor of {exp(deviation):.2f} in two journeys "
        f"of three, of {exp(2 * deviation):.2f} in nineteen of twenty; what is certain is not moved"
    )


def format_driver(driver: Document) -> str:
    """Return `holding in North Korea`."""
    country = name_country(driver["country"] or "")
    return DRIVERS[driver["kind"]].format(country) if driver["kind"] in DRIVERS else f"{driver['kind']} in {country}"


def format_width(answer: Document) -> str:
    """Return `Of the 23 h 54 between safe and too late, 9 h 53 is holding in North Korea.`; "" without spread."""
    drivers = answer.get("drivers") or ()
    if not drivers:
        return ""
    ends = "early and late" if "on_time" in answer or "arrive_by" not in answer else "safe and too late"
    width = format_duration(sum(driver["share_s"] for driver in drivers))
    return f"Of the {width} between {ends}, {format_duration(drivers[0]['share_s'])} is {format_driver(drivers[0])}."


def format_shares(answer: Document) -> str:
    """Return what the shares of the drivers are of."""
    if "connections" in answer:
        return "Shares are of how much narrower it is with each by itself certain, scaled to add up."
    return "Shares are of the variance, so that they add up."


def format_turn(point: Document) -> str:
    """Return from which value of an assumption on the headline is another: `at 9.01 h or more: Sun 10 Sep 2023`."""
    side = "more" if point["direction"] == "above" else "less"
    return f"at {point['value']:g} {point['unit']} or {side}: {format_becomes(point['becomes'])}"


def format_becomes(headline: str) -> str:
    """Return the date as `Sun 10 Sep 2023`; a verdict stays as it is."""
    try:
        day = date.fromisoformat(headline)
    except ValueError:
        return headline
    return f"{format_date(day)} {day.year}"


def list_steady(points: Sequence[Document]) -> list[str]:
    """Return the assumptions of which no single value changes the headline."""
    return [point["key"] for point in points if point["value"] is None]


def format_source(entry: Document) -> str:
    """Return where an entry is from, and the day on which that was read where it is recorded."""
    return f"{entry['source']}, accessed {entry['accessed']}" if entry.get("accessed") else str(entry["source"])


def format_input(document: Document) -> str:
    """Return the hash of all that the answer was computed from."""
    return f"Input: SHA-256 {document['input']['sha256']}."
