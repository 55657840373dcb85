"""The curve of a deadline in a document: how the chance falls, its readings, and hours of the clock it stands on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from routes import clock
from routes.gazetteer.station import Station
from routes.ids import StationCode
from routes.scenarios.answers import Answer
from routes.scenarios.falling import find_curve

Document = dict[str, Any]


def build_curve(answer: Answer, stations: Mapping[StationCode, Station], as_of: datetime) -> Document | None:
    """Return the chance of being in time at `first` and every `step_s` after it; null where none ever has any.

    It is that of one who leaves at an instant; where the train was seen since, of one who comes that far then. `at_s`
    are the seconds from `first`.
    """
    if answer.falls_from is None:
        return None
    zone = stations[answer.falls_from.station].zone
    curve = find_curve(answer, zone, as_of=as_of)
    if curve is None:
        return None
    first = curve.first
    return {
        "station": curve.event.station,
        "event": curve.event.event,
        "first": clock.stamp(first, zone),
        "last": clock.stamp(curve.last, zone),
        "step_s": curve.step_s,
        "chances": [round(chance, 4) for chance in curve.chances],
        "marks": [
            {"name": m.name, "at": clock.stamp(m.at, zone), "at_s": clock.elapsed_s(first, m.at), "chance": m.chance}
            for m in curve.marks
        ],
        "ticks": [{"at": clock.stamp(at, zone), "at_s": clock.elapsed_s(first, at)} for at in curve.ticks],
    }
