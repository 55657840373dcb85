"""What an answer puts into a calendar: movements and rides, deadlines, other ways, places, and what was told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from routes.report.exports.beside import find_forecast, format_forecast, list_told, list_way_moves, list_ways
from routes.report.exports.moves import Move, is_ride, list_own_moves, name_ride, name_stop
from routes.report.exports.parts import EVENTS, Part, format_clocks, format_event, has_times, list_parts
from routes.report.exports.places import list_places
from routes.sentences import READINGS, reading_names, station_name

Document = Mapping[str, Any]
Stamp = Mapping[str, Any]


class Entry(NamedTuple):
    """One entry of a calendar; `key` names it among those of its document, and without `end` it is an instant.

    `place` is what its station is called there; "" for the station's own name.
    """

    key: str
    summary: str
    station: str
    start: Stamp
    end: Stamp | None
    text: str
    place: str = ""


def list_entries(document: Document) -> list[tuple[Part, Entry]]:
    """Return all entries, each with the reading of the question that it belongs to."""
    entries, whole = list[tuple[Part, Entry]](), Part(document, 1, "")
    for part in list_parts(document) if document["itinerary"] else ():
        entries += [(part, entry) for entry in (*_movements(part), *_forecast(part), *_deadlines(part))]
    rest = (*_ways(document), *(() if document["itinerary"] else _places(document)), *_told(document))
    return entries + [(whole, entry) for entry in rest]


def _movements(part: Part) -> Iterator[Entry]:
    """Yield each ride, and each movement from a stop to the next one; none that is never expected."""
    document, groups = part.document, list[list[Move]]()
    for move in list_own_moves(document):
        before = groups[-1][-1] if groups else None
        if before and before.end["event"] == "pass" and not is_ride(before.leg) and not is_ride(move.leg):
            groups[-1].append(move)
        else:
            groups.append([move])
    for number, group in enumerate(groups):
        yield from _movement(document, group, f"move {number}")


def _movement(document: Document, group: Sequence[Move], key: str) -> Iterator[Entry]:
    start, last = group[0].start, group[-1].end
    begins, ends = start["time"], last["time"]
    if not (begins or ends):
        return
    events = [start, *(event for move in group for event in (*move.calls, move.end))]
    names = " → ".join(station_name(document, event["station"]) for event in (start, last))
    by = name_ride(group[0].leg)
    told = [f"{name_stop(document, event)}: {format_event(event)}" for event in events]
    text = "\n".join([*([by] if by else []), *told])
    summary, place = f"{by}: {names}" if by else names, name_stop(document, start)
    yield Entry(key, summary, start["station"], begins or ends, ends if begins else None, text, place)


def _forecast(part: Part) -> Iterator[Entry]:
    """Yield the arrival with even odds of a journey that ends by a ride, counting any train, as an instant."""
    forecast = find_forecast(part.document)
    if forecast and forecast["expected"]:
        end = part.document["itinerary"]["to"]
        summary = f"{station_name(part.document, end)}: arrival with even odds, counting any train"
        yield Entry("forecast", summary, end, forecast["expected"], None, format_forecast(part.document))


def _deadlines(part: Part) -> Iterator[Entry]:
    """Yield each reading of each deadline as an instant, readings at one instant as one; a border is one entry."""
    for number, group in enumerate(_group_borders(part.document)):
        if group[1:] or _is_border(part.document, group[0]):
            yield from _border(part.document, group, number)
        else:
            yield from _deadline(part.document, group[0], number)


def _group_borders(document: Document) -> list[list[Document]]:
    """Return the deadlines, those on the two sides of a border on the way together."""
    rows = document["answer"].get("deadlines") or ()
    pairs = {(leg["from"], leg["to"]) for leg in document["itinerary"]["legs"] if leg["border"]}
    sides = {code for pair in pairs for code in pair}
    groups = [[row] for row in rows[:1]]
    for row in rows[1:-1]:
        pair = groups[-1][-1]["station"], row["station"]
        is_same = pair in pairs or (pair[0] == pair[1] and pair[0] in sides)
        if is_same and groups[1:]:  # what is to be left at the start stands alone
            groups[-1].append(row)
        else:
            groups.append([row])
    return [*groups, *([row] for row in rows[1:][-1:])]


def _is_border(document: Document, row: Document) -> bool:
    ends = [document["itinerary"][end] for end in ("from", "to")]
    return document["stations"][row["station"]].get("kind") == "border" and row["station"] not in ends


def _border(document: Document, group: Sequence[Document], number: int) -> Iterator[Entry]:
    """Yield one instant for a border: that of even odds where it has one; all its readings stand in the text."""
    first, names = group[0], reading_names(document)
    name = next((name for name in ("even", "safe", "too_late_after") if first[name]), None)
    if name is None:
        return
    countries = "/".join(dict.fromkeys(document["stations"][row["station"]]["country"] for row in group))
    what = _name(document, first)
    what += f", border {countries}" if "/" in countries and "border" not in what else ""
    text = [
        f"{_name(document, row)} by {format_clocks(row[key])}: {names[key]}"
        for row in group
        for key in READINGS
        if row[key]
    ]
    summary = f"Deadline: {what} ({names[name]})"
    yield Entry(f"border {number}", summary, first["station"], first[name], None, "\n".join(text))


def _name(document: Document, row: Document) -> str:
    return f"{EVENTS[row['event']]} {station_name(document, row['station'])}"


def _deadline(document: Document, row: Document, number: int) -> Iterator[Entry]:
    names, by_instant = reading_names(document), dict[str, list[str]]()
    for name in READINGS:
        if row[name]:
            by_instant.setdefault(row[name]["utc"], []).append(name)
    for found in by_instant.values():
        said = ", ".join(names[name] for name in found) if len(found) < len(READINGS) else "the deadline"
        what, stamp = _name(document, row), row[found[0]]
        text = f"{what} by {format_clocks(stamp)}: {said}"
        yield Entry(f"deadline {number} {found[0]}", f"Deadline: {what} ({said})", row["station"], stamp, None, text)


def _ways(document: Document) -> Iterator[Entry]:
    """Yield each other way from its first departure to its last arrival.

    Where the document has not these times, it is an instant: that at which the answer leaves.
    """
    for way in list_ways(document) if document["itinerary"] else ():
        moves = list_way_moves(way)
        begins = moves[0].start["time"] or document["answer"].get("depart") if moves else None
        if begins is None:
            continue
        start, end = moves[0].start["station"], moves[-1].end
        names = " → ".join(station_name(document, code) for code in (start, end["station"]))
        events = [moves[0].start, *(move.end for move in moves)]
        told = [f"{station_name(document, e['station'])}: {format_event(e)}" for e in events if has_times(e)]
        text = "\n".join([way.text, *told])
        yield Entry(f"{way.kind} {way.number}", f"{way.name}: {names}", start, begins, end["time"], text)


def _places(document: Document) -> Iterator[Entry]:
    """Yield a departure for each row of a comparison, and an arrival for each place of a reach."""
    is_reach = "stations" in document["answer"]
    for number, place in enumerate(list_places(document)):
        if place.stamp:
            start = station_name(document, place.at)
            summary = f"Expected at {place.name}" if is_reach else f"Deadline: leave {start} for {place.name}"
            yield Entry(f"place {number}", summary, place.at, place.stamp, None, place.text)


def _told(document: Document) -> Iterator[Entry]:
    for number, told in enumerate(list_told(document)):
        if told.stamp:
            yield Entry(f"told {number}", told.name, told.station, told.stamp, None, told.text)
