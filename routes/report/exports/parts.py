"""What all exports share: the readings of a question, titles, and times, events and legs as words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from routes.sentences import format_as_of, station_name
from routes.sentences_scheduled import SCHEDULED_KINDS, is_scheduled
from routes.stamps import format_stamp, format_utc, format_zone
from routes.units import format_duration, format_km

Document = Mapping[str, Any]
KINDS = {
    "latest-departure": "Latest departure",
    "arrival": "Arrival",
    "feasible": "Could it be",
    "distance": "Distance",
    "compare": "Which of these",
    "reach": "Reach",
    **SCHEDULED_KINDS,
}
EVENTS = {"arr": "arrive", "pass": "pass", "dep": "leave"}
DRAWN = {
    "ground": "line on the ground",
    "scheme": "line of long straight pieces",
    "geodesic": "drawn as a geodesic",
}
TIMES = {"time": "expected", "early": "early", "late": "late"}


class Part(NamedTuple):
    """One reading of the question: the document with that reading's answer, and `2 of 3` where there are several."""

    document: Document
    number: int
    label: str


def list_parts(document: Document) -> list[Part]:
    """Return each reading of the question."""
    answers = [document, *({**document, **part} for part in document["alternatives"])]
    word = "journey" if is_scheduled(document) else "reading"
    labels = [f"{word} {n} of {len(answers)}" if len(answers) > 1 else "" for n in range(1, len(answers) + 1)]
    return [Part(answer, n, label) for n, (answer, label) in enumerate(zip(answers, labels, strict=True), start=1)]


def format_title(document: Document) -> str:
    """Return the title of the scenario, or the question with its ends."""
    question = document["question"]
    kind = KINDS.get(question["kind"], "Journey")
    ends = [_name(document, question.get(end)) for end in ("from", "to") if question.get(end)]
    return str(question.get("title") or f"{kind}: {' → '.join(ends)}".removesuffix(": "))


def _name(document: Document, code: Any) -> str:
    return station_name(document, code) if code in document["stations"] else str(code)


def format_clocks(stamp: Document | None, *, up: bool = False) -> str:
    """Return a time on its own clock and in UTC, `Mon 11 Sep 2023 14:45 UTC+9 Asia/Pyongyang (05:45 UTC)`, or never."""
    if stamp is None:
        return "never"
    zone = f"{format_zone(stamp)} {stamp['zone']}".removesuffix(" UTC") if stamp["zone"] != "UTC" else "UTC"
    return f"{format_stamp(stamp, with_year=True, up=up)} {zone} ({format_utc(stamp, up=up)})"


def has_times(event: Document) -> bool:
    """Return whether an event has any time: those of a distance have none."""
    return any(event.get(name) is not None for name in TIMES)


def is_spread(event: Document) -> bool:
    """Return whether an event has an early and a late time beside its own: what a timetable says has not."""
    return any(name in event and event[name] != event["time"] for name in ("early", "late"))


def format_event(event: Document) -> str:
    """Return an event with its expected time and, where they differ, its early and late ones; "" without times."""
    if not has_times(event):
        return ""
    up = event["event"] == "arr"
    text = f"{EVENTS[event['event']]} {mark_time(event)}{format_clocks(event['time'], up=up)}"
    if not is_spread(event):
        return text
    return f"{text}; early {format_clocks(event['early'], up=up)}; late {format_clocks(event['late'], up=up)}"


def mark_time(event: Document) -> str:
    """Return `~` before a time that a timetable does not give exactly, else ""."""
    stop = event.get("stop")
    return "~" if stop and stop["approximate"] else ""


def format_leg(leg: Document) -> str:
    """Return a leg's line, length with basis, and time under way."""
    error = f" ±{format_km(leg['error_m'])}" if leg["error_m"] else ""
    drawn = DRAWN[find_drawn(leg)]
    return (
        f"{leg['line']}: {format_km(leg['length_m'])}{error} ({leg['basis']}), "
        f"{format_run(leg)}, "
        f"{leg['speed_kmh']:g} km/h; {drawn}"
    )


def find_drawn(leg: Document) -> str:
    """Return how a leg is drawn: along the `ground`, as a `scheme` with long straight pieces, or as a `geodesic`."""
    return ("scheme" if leg.get("schematic") else "ground") if leg.get("geometry") else "geodesic"


def format_run(leg: Document) -> str:
    """Return the time that a leg takes, with its low and high ends where they differ."""
    low, high = (format_duration(leg[key]) for key in ("run_low_s", "run_high_s"))
    return format_duration(leg["run_s"]) + ("" if low == high else f" ({low} to {high})")


def format_about(document: Document) -> str:
    """Return what an export says of itself: as of when, the sentence to quote, and what times are."""
    return f"{format_as_of(document)}. {document['quote']['en']} tzdata {document['tzdata']}."
