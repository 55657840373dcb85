"""What was told of a journey, as the document has it: sightings, their absence, windows, and other readings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from routes import clock
from routes.units import round_chance

if TYPE_CHECKING:
    from routes.gazetteer.station import Station
    from routes.ids import StationCode
    from routes.scenarios.answers import Answer, Times
    from routes.scenarios.clues import Placed
    from routes.scenarios.evidence import Sighted, Unsighted
    from routes.scenarios.timed import Otherwise, Timed, Told
    from routes.scenarios.window_phrases import Hours

Document = dict[str, Any]


def list_told(timed: Timed | None, stations: Mapping[StationCode, Station]) -> Document:
    """Return the sightings, absences and windows of a question, as resolved; empty lists where it has none."""
    if timed is None:
        return {"seen": [], "not_seen": [], "windows": []}
    from routes.scenarios.evidence import Sighted, Unsighted  # loaded already where there is evidence

    return {
        "seen": [_seen(one, one.evidence) for one in timed.found if isinstance(one.evidence, Sighted)],
        "not_seen": [_not_seen(one, one.evidence) for one in timed.found if isinstance(one.evidence, Unsighted)],
        "windows": [describe_window(h, stations[h.station].zone) for h in timed.hours],
    }


def list_told_texts(told: Told, stations: Mapping[StationCode, Station]) -> Document:
    """Return what was told where it is put on no one way, as the document has it."""
    from routes.scenarios.evidence import Sighted

    found: Document = {
        "seen": [],
        "not_seen": [],
        "windows": [describe_window(h, stations[h.station].zone) for h in told.hours],
    }
    for item in told.evidence:
        head: Document = {"text": item.text, "event": item.event or "arr", "station": item.station}
        head["assumed"] = sorted(item.assumed)
        if isinstance(item, Sighted):
            found["seen"].append({**head, "time": clock.stamp(item.at, item.zone), "error_s": item.error_s})
        else:
            found["not_seen"].append({**head, "by": clock.stamp(item.by, item.zone), "noticed": item.noticed})
    return found


def _seen(one: Placed, item: Sighted) -> Document:
    return {**_common(one), "time": clock.stamp(item.at, item.zone), "error_s": item.error_s}


def describe_sighting(one: Placed) -> Document:
    """Return a sighting as resolved, on the clock of its own zone."""
    from routes.scenarios.evidence import Sighted  # loaded already where there is evidence

    if not isinstance(one.evidence, Sighted):
        raise TypeError("it was not seen")
    return _seen(one, one.evidence)


def _not_seen(one: Placed, item: Unsighted) -> Document:
    return {**_common(one), "by": clock.stamp(item.by, item.zone), "noticed": item.noticed}


def _common(one: Placed) -> Document:
    item = one.evidence
    event = item.event or one.event.event
    return {"text": item.text, "event": event, "station": item.station, "assumed": sorted(item.assumed)}


def describe_window(hours: Hours, zone: str) -> Document:
    """Return a window as resolved, on the clock of its station."""
    return {
        "text": hours.text,
        "station": hours.station,
        "event": hours.event,
        "rule": hours.rule,
        "opens": hours.opens.isoformat("minutes") if hours.opens is not None else None,
        "shuts": hours.shuts.isoformat("minutes") if hours.shuts is not None else None,
        "bound": clock.stamp(hours.bound, zone) if hours.bound else None,
        "origin": hours.origin,
        "source": hours.source,
        "note": hours.note,
    }


def list_answer_told(answer: Answer, start: Station, end: Station, otherwise: Sequence[Otherwise]) -> Document:
    """Return when it left, where that is worked out from sightings, and what other readings of these would mean."""
    left = {"left": _times(answer.left, start)} if answer.left else {}
    if asked := answer.left_in:
        spans = [{"first": _stamp(first, start), "last": _stamp(last, start)} for first, last in asked.spans]
        left |= {"left_in": {"text": asked.text, "spans": spans, "chance": round_chance(asked.chance)}}
    return left | ({"otherwise": [_otherwise(o, end) for o in otherwise]} if otherwise else {})


def time_told(answer: Answer, end: int) -> list[int | None]:
    """Return the early, even and late seconds from the departure that is given to the end, by what was seen.

    They are None where it is worked out when it left.
    """
    if answer.left is not None:
        return [None] * 3
    return [None if at is None else round((at - answer.departs_at).total_seconds()) for at in answer.times[end]]


def _times(times: Times, station: Station) -> Document:
    instants: Mapping[str, datetime] = times._asdict()
    return {name: clock.stamp(instant, station.zone) for name, instant in instants.items()}


def _stamp(instant: datetime | None, station: Station) -> Document | None:
    return None if instant is None else clock.stamp(instant, station.zone)


def _otherwise(other: Otherwise, end: Station) -> Document:
    variant = other.variant
    item = variant.found.evidence
    return {
        "seen": variant.number,
        "event": variant.event or None,
        "zone": variant.zone or None,
        "station": item.station,
        "time": clock.stamp(variant.found.at, item.zone),
        "later_than_known": other.is_later,
        "arrive": None if other.arrive is None else _times(other.arrive, end),
    }
