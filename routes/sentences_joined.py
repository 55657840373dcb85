"""The rows of a joined journey that terminal and page share: the rides as planned, and the chance of each change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from routes.claim_sentences import format_chance_of
from routes.sentences import station_name
from routes.sentences_scheduled import visible
from routes.stamps import format_stamp, format_zone
from routes.units import format_duration

Document = Mapping[str, Any]
RIDES = "Rides by timetable, if all goes as expected"
RIDE_HEADS = ("place", "time", "clock", "by")
CHANGES = "Changes: each is made by one who is there in time"


def is_joined(part: Document) -> bool:
    """Return whether an answer is of a journey that rides by timetables on the way."""
    return "connections" in part["answer"]


def list_timetables(document: Document) -> list[str]:
    """Return the names of the timetables that the legs of a journey name, each once."""
    return list(dict.fromkeys(leg["timetable"] for leg in document["question"]["legs"] if leg["timetable"]))


def list_ride_rows(part: Document) -> list[list[str]]:
    """Return two rows for each ride: when and where it is boarded and by what, and when and where it is left."""
    return [row for leg in part["itinerary"]["legs"] if leg.get("timetable") for row in _list_ends(part, leg)]


def _list_ends(part: Document, leg: Document) -> Iterator[list[str]]:
    if leg["mode"] == "foot":
        walk = f"on foot, {format_duration(leg['run_low_s'])}"
        names = [visible(station_name(part, leg[end])) for end in ("from", "to")]
        yield [names[0], format_stamp(leg["departs"]), format_zone(leg["departs"]), walk]
        yield [names[1], format_stamp(leg["arrives"], up=True), format_zone(leg["arrives"]), ""]
        return
    first, last = leg["stops"][0], leg["stops"][-1]
    track = f"{_platform(first)}: " if first["platform"] else ""
    name, train = visible(station_name(part, leg["from"])), f"{track}{_name_train(leg)}"
    yield [name, format_stamp(first["depart"]), format_zone(first["depart"]), train]
    name = visible(station_name(part, leg["to"]))
    yield [name, format_stamp(last["arrive"], up=True), format_zone(last["arrive"]), _platform(last)]


def _platform(stop: Document) -> str:
    return f"platform {visible(stop['platform'])}" if stop["platform"] else ""


def _name_train(leg: Document) -> str:
    """Return `K1 Local to Ussuriysk (Example Railways)`, and the service day where the train left on another."""
    number = leg["trip_name"] if leg["trip_name"] and leg["trip_name"] not in leg["route"] else ""
    words = [number, leg["route"], f"to {leg['headsign']}" if leg["headsign"] else "", "on" if leg["aboard"] else ""]
    text = " ".join(word for word in words if word) + (f", {leg['agency']}" if leg["agency"] else "")
    is_other = not leg["stops"][0]["depart"]["local"].startswith(leg["service_day"])
    return visible(text) + (f", service of {leg['service_day']}" if is_other else "")


def head_connections(part: Document) -> list[str]:
    """Return what heads the rows of changes; where there is a deadline, one who misses a train is told of."""
    missed = ["if missed"] if "arrive_by" in part["answer"] else []
    return ["change at", "be there by", "clock", "to spare", "chance", *missed]


def list_connections(part: Document) -> list[list[str]]:
    """Return a row for each change into a ride: where, until when one must be there, and the chance of that."""
    answer, rows = part["answer"], []
    for change in answer["connections"]:
        ready, missed = change["ready_by"], change["if_missed"]
        row = [visible(station_name(part, change["station"])), format_stamp(ready), format_zone(ready)]
        spare_s = change["spare_s"]
        row += [format_duration(spare_s) if spare_s >= 0 else f"-{format_duration(-spare_s)}"]
        row.append(format_chance_of(answer, change["chance"]))
        if "arrive_by" in answer:
            row.append("too late" if missed is None else f"{format_chance_of(answer, missed)} in time")
        rows.append(row)
    return rows


def list_turns(part: Document) -> list[str]:
    """Return on which change most hangs, and from which deadline on the answer is another, each as a sentence."""
    answer = part["answer"]
    found = [_decide(part, change) for change in answer["connections"] if change["decides"]][:1]
    before = answer.get("before")
    if before is None:
        return found
    start, then = visible(station_name(part, part["question"]["from"])), before["even"]
    leave = f"leaving {start} by {format_stamp(then)}" if then else "no departure at all"
    return [
        *found,
        f"A deadline before {format_stamp(before['arrive_by'])} means an earlier train: even odds, {leave}.",
    ]


def _decide(part: Document, change: Document) -> str:
    name, ready, answer = visible(station_name(part, change["station"])), change["ready_by"], part["answer"]
    text = f"Most hangs on the change at {name}: with {format_chance_of(answer, change['chance'])} one is there by "
    text += format_stamp(ready)
    if change["next"] is None:
        return f"{text}; nothing leaves later."
    missed = change["if_missed"]
    ends = "" if "arrive_by" not in answer else ", too late" if missed is None else ""
    ends = ends or (f", in time with {format_chance_of(answer, missed)}" if missed is not None else "")
    return f"{text}; the next leaves {format_stamp(change['next'])}{ends}."
