"""What a popup says, as plain titles, tables and lines that the page's script sets as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from routes.clock import zone_city
from routes.gazetteer.countries import name_country
from routes.geo import wrap_coordinate
from routes.itinerary import BASES, GEODESIC
from routes.maps.features import WORKS, Stop, format_span, list_parts
from routes.maps.lines import Line, Mark
from routes.maps.row_popups import build_row_blocks, list_row_lines
from routes.maps.sightings import build_sighting_popup
from routes.sentences import (
    EVENTS,
    format_bounds,
    format_chance,
    format_leaving,
    is_shown_up,
    reading_names,
    station_name,
)
from routes.sentences_scheduled import is_scheduled
from routes.sentences_why import format_source
from routes.stamps import Stamp, format_bound, format_stamp, format_zone, move_stamp
from routes.units import format_km

Document = Mapping[str, Any]
Popup = dict[str, Any]
KINDS = {"station": "Station", "junction": "Junction", "border": "Border station", "airport": "Airport", "port": "Port"}


def build_stop_popup(document: Document, stop: Stop) -> Popup:
    """Return the popup of a station: names, events and deadlines on each clock, works, and its position's source."""
    station = document["stations"][stop.code]
    if document["itinerary"] is None:
        blocks, works = build_row_blocks(document, stop.code), list_row_lines(document, stop.code)
    else:
        parts = [document] if is_scheduled(document) else list_parts(document)
        blocks = [block for part in parts for block in _part_blocks(part, stop.code)]
        blocks += list(_call_blocks(document, stop.code))
        works = _work_lines(document, stop.code)
    return {
        "title": station["name"],
        "local": "" if station["local_name"] == station["name"] else station["local_name"],
        "blocks": blocks,
        "lines": [*works, *_station_lines(station)],
        "link": _osm_link(stop),
    }


def build_caption(document: Document, stop: Stop) -> list[str]:
    """Return the lines drawn below the name of the start or the end: its time with offset; none elsewhere."""
    answer = document["answer"]
    if stop.role == "end" and "length_m" in answer:
        what = "by air and road" if answer["basis"] == GEODESIC else "of track"
        return [f"{format_km(answer['length_m'])} {what}"]
    if (
        document["itinerary"] is None
        or stop.role not in ("start", "end")
        or "depart" not in answer
        or (document["alternatives"] and not is_scheduled(document))
    ):
        return []
    is_deadline = "arrive_by" in answer and "on_time" not in answer
    if stop.role == "start":
        word = f"{_deadline_name(answer)}: leave by" if is_deadline else "leaves"
        return [word, format_leaving(document)]
    return _caption_end(document, is_deadline=is_deadline)


def _caption_end(document: Document, *, is_deadline: bool) -> list[str]:
    """Return the lines drawn below the name of the end: by when, or when it is there."""
    answer = document["answer"]
    if is_deadline:
        return ["arrive by", f"{format_bound(answer['arrive_by'])} {format_zone(answer['arrive_by'])}"]
    stamp = answer["arrive"]["expected"]
    word = "arrives" if is_scheduled(document) else "expected"
    if stamp is None:
        return [word, "never"]
    return [word, f"{format_stamp(stamp, up=True)} {format_zone(stamp)}"]


def _deadline_name(answer: Document) -> str:
    """Return which reading the departure of an answer has: even odds, or where none has them, the last."""
    return "even odds" if answer["depart_by"]["even"] else format_chance(1 - answer["confidence"])


def build_line_popup(line: Line) -> Popup:
    """Return the popup of a leg: its line, length with basis, gauge, time and speed, and where the length is from."""
    lines = [line.text, f"Source: {line.source}.", *list_unread(line.source)]
    return {"title": line.title, "local": "", "blocks": [], "lines": lines, "link": None}


def list_unread(source: str) -> list[str]:
    """Return what is said of a source for which no day of access was recorded; nothing of what is assumed."""
    return [] if ", accessed " in source or source == "assumed" else ["Access date of the source: not recorded."]


def build_mark_popup(document: Document, mark: Mark) -> Popup:
    """Return the popup of a border, a change of clocks, a work or a sighting."""
    if mark.told is not None:
        return build_sighting_popup(document, mark.kind, mark.told)
    title = mark.label[0].upper() + mark.label[1:]
    return {"title": title, "local": "", "blocks": [], "lines": [mark.text], "link": None}


def _part_blocks(part: Document, code: str) -> Iterator[Popup]:
    """Yield a table for each event of one reading at a station; a passing station may be passed twice."""
    reading = f" ({format_bounds(part)})" if part["alternatives"] and not is_scheduled(part) else ""
    for event, basis, leg in _events_with_basis(part["itinerary"]):
        if event["station"] == code:
            at_km = f"{format_km(event['at_m'])} so far ({basis})" if event["at_m"] else ""
            speed = f"; {leg['speed_kmh']:g} km/h since {station_name(part, leg['from'])}" if leg and at_km else ""
            yield _event_block(part, event, reading, at_km + speed)
    for row in part["answer"].get("deadlines", ()):
        if row["station"] == code:
            yield _deadline_block(part, row, reading)


def _call_blocks(document: Document, code: str) -> Iterator[Popup]:
    """Yield the times at which a ride by timetable calls at a place on its way."""
    for leg in document["itinerary"]["legs"]:
        ride = f"{leg['line']}, {leg['speed_kmh']:g} km/h from {' to '.join(_list_ends(document, leg))}"
        for call in leg.get("calls", ()):
            if call["station"] == code:
                yield _event_block(document, call, "", f"{format_km(call['at_m'])} so far ({leg['basis']}); {ride}")


def _list_ends(document: Document, leg: Document) -> list[str]:
    return [station_name(document, leg[end]) for end in ("from", "to")]


def _event_block(part: Document, event: Document, reading: str, at_km: str) -> Popup:
    heading = f"{EVENTS[event['event']].capitalize()}{reading}"
    if event["early"] is None:
        return {"heading": heading, "head": [], "rows": [], "note": at_km}
    headed = event["time"] or event["early"]
    zones = _zones(part, headed)
    is_fixed = event["early"] == event["late"]
    names = {"time": "at"} if is_fixed else _time_names(part)
    rows = [[name, *_cells(event[key], headed, zones, up=is_shown_up(event))] for key, name in names.items()]
    return {"heading": heading, "head": _head(headed, zones), "rows": rows, "note": at_km}


def _time_names(part: Document) -> dict[str, str]:
    """Return the three times of an event with the chance that it has come by then."""
    early, late = (format_chance(c) for c in (1 - part["answer"]["confidence"], part["answer"]["confidence"]))
    return {"early": f"early {early}", "time": "expected", "late": f"late {late}"}


def _deadline_block(part: Document, row: Document, reading: str) -> Popup:
    headed = row["even"] or move_stamp(part["answer"]["depart"], part["stations"][row["station"]]["zone"])
    zones = _zones(part, headed)
    rows = [
        [
            name + (" (past)" if key in row["past"] else ""),
            *_cells(row[key], headed, zones, up=False),
        ]
        for key, name in reading_names(part).items()
    ]
    heading = f"Deadline to {EVENTS[row['event']]}{reading}"
    note = "behind it by what was seen" if row["behind"] else ""
    return {"heading": heading, "head": _head(headed, zones), "rows": rows, "note": note}


def _cells(stamp: Stamp | None, headed: Stamp, zones: Sequence[str], *, up: bool) -> list[str]:
    """Return one reading on each clock; `never` where no instant has its chance."""
    if stamp is None:
        return ["never", *[""] * (len(zones) - 1)]
    return _readings(stamp, headed, zones, up=up)


def _zones(part: Document, stamp: Stamp) -> list[str]:
    """Return the zone of a stamp, that of the origin or else of the destination if its clock differs, and UTC."""
    ends = (part["stations"][part["question"][end]]["zone"] for end in ("from", "to"))
    other = [zone for zone in ends if format_zone(move_stamp(stamp, zone)) != format_zone(stamp)]
    return [stamp["zone"], *other[:1], *(["UTC"] if format_zone(stamp) != "UTC" else [])]


def _head(stamp: Stamp, zones: Sequence[str]) -> list[str]:
    clocks = [f"{zone_city(zone)} {format_zone(move_stamp(stamp, zone))}" for zone in zones]
    return ["clock", *(clock.removesuffix(" UTC+0") for clock in clocks)]


def _readings(stamp: Stamp, headed: Stamp, zones: Sequence[str], *, up: bool) -> list[str]:
    """Return one instant on each clock, with its offset where that is not the one the head of the table shows."""
    cells = []
    for zone in zones:
        moved, offset = move_stamp(stamp, zone), format_zone(move_stamp(stamp, zone))
        changed = "" if offset == format_zone(move_stamp(headed, zone)) else f" {offset}"
        cells.append(format_stamp(moved, up=up) + changed)
    return cells


def _events_with_basis(itinerary: Document) -> Iterator[tuple[Document, str, Document | None]]:
    """Yield each event with the weakest basis among the legs before it, and the leg by which the train came there.

    The last has the basis of the whole journey. That can be stronger: estimated legs may be shares of a track whose
    whole length is official.
    """
    legs, done, basis, leg = list(itinerary["legs"]), 0, BASES[0], None
    for event in itinerary["events"]:
        while legs and done < event["at_m"]:
            leg = legs.pop(0)
            done += leg["length_m"]
            basis = max(basis, leg["basis"], key=BASES.index)
        is_last = event["at_m"] == itinerary["length_m"]
        came = leg if leg and event["event"] != "dep" and leg["to"] == event["station"] else None
        yield event, itinerary["basis"] if is_last else basis, came


def _work_lines(document: Document, code: str) -> list[str]:
    works = [d for d in document["itinerary"]["dwells"] if d["station"] == code and d["high_s"]]
    return [f"{WORKS.get(work['kind'], work['kind']).capitalize()}: {format_span(work)}." for work in works]


def _station_lines(station: Document) -> list[str]:
    accuracy = station["position_accuracy_m"]
    within = "" if accuracy is None else f" to within {format_km(accuracy) if accuracy >= 1000 else f'{accuracy} m'}"
    lat, lon = station["lat"], station["lon"]
    kind = KINDS.get(station["kind"], station["kind"])
    return [
        f"{kind} in {name_country(station['country'])}; clock of {station['zone']}.",
        f"Position {lat:.4f}, {lon:.4f}{within}; source: {format_source(station)}.",
        *list_unread(format_source(station)),
    ]


def _osm_link(stop: Stop) -> dict[str, str]:
    lat, lon = wrap_coordinate(*stop.point)
    href = f"https://www.openstreetmap.org/?mlat={lat:.4f}&mlon={lon:.4f}#map=13/{lat:.4f}/{lon:.4f}"
    return {"text": "Look at this place on OpenStreetMap", "href": href}
