"""The sentences of a claim, read from its document, that terminal and page share; no time is computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from routes.clock import zone_city
from routes.sentences import format_arrival, format_chance, station_name
from routes.stamps import format_bound, format_stamp
from routes.units import format_duration, format_km

Document = Mapping[str, Any]
VEHICLES = {"rail": "train", "air": "plane", "sea": "ship", "timetable": "timetable"}


def name_vehicle(mode: str) -> str:
    """Return `train`, or `train and plane` of a journey that changes.

    >>> name_vehicle("rail+air+rail")
    'train, plane and train'
    """
    *first, last = (VEHICLES[part] for part in mode.split("+"))
    return f"{', '.join(first)} and {last}" if first else last


def name_by(mode: str) -> str:
    """Return `by train`, or `by train and plane` of a journey that changes."""
    return f"by {name_vehicle(mode)}"


def format_claimed_start(document: Document) -> str:
    """Return when it is taken to have left, and where that is a day, that its first instant counts.

    What was seen counts from there.
    """
    left = document["answer"]["left"]
    first = f"{format_stamp(left['first'], with_year=True)} {zone_city(left['first']['zone'])}"
    if "seen_at" in left:
        return f"Weighed for a train from {station_name(document, left['seen_at'])} on, {first}."
    if left["last"] is None:
        return f"Left {first}."
    phrase = document["question"]["depart"]["phrase"]
    if all(claim["verdict"] in ("impossible", "no way") for claim in document["answer"]["claims"]):
        return f'Left "{phrase}": read generously, from its first instant, {first}.'
    last = format_bound(left["last"])
    chances = [
        f"{name_by(c['mode'])} {claim_chance(c, c['on_time_last'])}"
        for c in document["answer"]["claims"]
        if c["basis"] is not None
    ]
    return (
        f'Left "{phrase}": read generously, from its first instant, {first}. '
        f"Had it left at the last, {last}, it would be in time {' and '.join(chances)}."
    )


def format_expected(document: Document) -> str:
    """Return when it is expected by the mode that the question is about."""
    sentence = format_arrival(document)
    return f"{name_by(document['question']['mode']).capitalize()}: {sentence[0].lower()}{sentence[1:]}"


def format_claim(claim: Document) -> str:
    """Return the verdict of one mode in a sentence with the speed that it needs."""
    head = f"{name_by(claim['mode']).capitalize()}: {claim['verdict']}"
    if claim["basis"] is None:
        return f"{head}: {claim['note']}."
    length = format_km(claim["length_m"])
    if claim["needed_kmh"] is None:
        return f"{head}: no time is left for {length}."
    chance = "" if claim["verdict"] == "impossible" else f" In time with {claim_chance(claim, claim['on_time'])}."
    late = f", and is {format_duration(claim['late_by_s'])} late" if claim["late_by_s"] else ", and is in time"
    return (
        f"{head}.{chance} It needs {format_kmh(claim['needed_kmh'])} over {length}; "
        f"the fastest documented there makes {format_kmh(claim['fastest_kmh'])}{late}."
    )


def list_claim(claim: Document) -> list[str]:
    """Return one mode of a claim as a row: its verdict, chance and way, what it needs, and the fastest documented."""
    return [
        name_by(claim["mode"]),
        claim["verdict"],
        claim_chance(claim, claim["on_time"]),
        format_km(claim["length_m"]),
        format_duration(claim["available_s"]),
        format_kmh(claim["needed_kmh"]),
        f"{format_kmh(claim['fastest_kmh'])}, {format_duration(claim['fastest_time_s'])}",
        format_duration(claim["late_by_s"]) if claim["late_by_s"] else "-",
    ]


def claim_chance(claim: Document, chance: float) -> str:
    """Return a chance; what a model calls none or certain is not thereby so."""
    return format_chance(chance) if claim["verdict"] == "impossible" else format_model_chance(chance)


def format_model_chance(chance: float) -> str:
    """Return a chance of the model, of which none is 0% or 100%."""
    return (">99%" if chance else "<1%") if chance in (0, 1) else format_chance(chance)


def format_chance_of(answer: Document, chance: float) -> str:
    """Return a chance of an answer, which is none or certain only where nothing of it is spread."""
    is_spread = len({stamp and stamp["utc"] for stamp in answer["arrive"].values()}) > 1
    return format_model_chance(chance) if is_spread else format_chance(chance)


def format_kmh(speed: float) -> str:
    """Return a speed in whole km/h."""
    return f"{speed:,.0f} km/h" if speed >= 1 else "below 1 km/h"


def list_fastest(claims: Sequence[Document]) -> list[str]:
    """Return for each mode what its fastest documented pace rests on, and what else is to be said of its claim."""
    found = []
    for claim in claims:
        paces = [_pace(pace) for pace in claim["fastest_paces"] or ()]
        notes = [claim["note"]] if claim["note"] and claim["basis"] is not None else []
        if paces or notes:
            found.append(f"Fastest documented {name_by(claim['mode'])}: {'; '.join([*paces, *notes])}.")
    return found


def _pace(pace: Document) -> str:
    year = f" ({pace['year']})" if pace["year"] else ""
    where = "" if pace["country"] == "*" else f"{pace['country']} "
    return f"{where}{pace['kmh']:g} km/h, {pace['what']}{year}"


def list_thresholds() -> str:
    """Return what the verdicts on a claim mean."""
    return (
        "Verdicts: credible, from a chance of 25% on; below it strained, where the fastest that is documented there "
        "was fast enough, else not credible; impossible, where no train, plane or ship has ever gone so fast."
    )
