"""An answer by timetable as static HTML, readable with scripts off: each journey with its rides, stop by stop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from routes.maps.html import details, table, tag, unbroken, wrap
from routes.sentences import format_length, station_name
from routes.sentences_scheduled import PROFILE, format_changes, format_journey, name_stop, visible
from routes.stamps import format_stamp, format_zone
from routes.units import format_duration

Document = Mapping[str, Any]
HEAD = ("", "arrive", "leave", "clock")


def build_scheduled_parts(parts: Sequence[Document]) -> Iterator[str]:
    """Yield the best journey, and the others: each on its own, or of a profile as rows."""
    best, *others = parts
    lines = [tag("p", format_journey(best), kind="lead")]
    yield wrap("div", lines, kind="verdict")
    if best["question"]["kind"] == PROFILE:
        yield _profile(parts)
        yield tag("h2", "The first of them")
    yield from _journey(best)
    if best["question"]["kind"] != PROFILE:
        for part in others:
            yield details(f"Or: {format_journey(part)}", list(_journey(part)))


def _journey(part: Document) -> Iterator[str]:
    """Yield a table for each ride, and a line for each way on foot and each change."""
    legs = part["itinerary"]["legs"]
    for n, leg in enumerate(legs):
        if leg["mode"] == "foot":
            ends = " – ".join(station_name(part, leg[end]) for end in ("from", "to"))
            yield tag("p", f"On foot, {format_duration(leg['run_s'])}: {ends}.", kind="summary")
        else:
            yield table(_caption(leg), HEAD, list(_rows(leg)), kind="times")
        if n + 1 < len(legs) and legs[n + 1]["mode"] != "foot":
            stay = part["itinerary"]["dwells"][n]
            what = "Stay aboard" if legs[n + 1]["aboard"] else "Change"
            yield tag("p", f"{what} at {station_name(part, stay['station'])}: {format_duration(stay['likely_s'])}.")
    yield wrap("div", [tag("p", f"{format_length(part['itinerary'])}.")], kind="summary")


def _caption(leg: Document) -> str:
    head = f" to {visible(leg['headsign'])}" if leg["headsign"] else ""
    every = f", every {format_duration(leg['headway_s'])}" if leg["headway_s"] else ""
    agency = f"; {visible(leg['agency'])}" if leg["agency"] else ""
    return f"{visible(leg['route'])}{head}{every}{agency}"


def _rows(leg: Document) -> Iterator[list[str]]:
    """Yield each stop with its times on its own clock; the first has no arrival, the last no departure."""
    stops = leg["stops"]
    for n, stop in enumerate(stops):
        mark, stays = "~" if stop["approximate"] else "", stop["arrive"] != stop["depart"]
        come = "" if n == 0 else mark + unbroken(format_stamp(stop["arrive"], up=stays or n + 1 == len(stops)))
        leave = "" if n + 1 == len(stops) else mark + unbroken(format_stamp(stop["depart"]))
        yield [name_stop(stop), come, leave, format_zone(stop["arrive"])]


def _profile(parts: Sequence[Document]) -> str:
    rows = []
    for part in parts:
        answer = part["answer"]
        lines = dict.fromkeys(visible(leg["line"]) for leg in part["itinerary"]["legs"])
        ends = (format_stamp(answer["depart"]), format_stamp(answer["arrive"]["expected"], up=True))
        what = [format_duration(answer["duration_s"]), format_changes(answer["changes"]), ", ".join(lines)]
        rows.append([*map(unbroken, ends), *what])
    caption = f"{len(parts):,} best pairs: no other leaves as late and arrives as early"
    return table(caption, ["leave", "arrive", "under way", "changes", "by"], rows, kind="times")
