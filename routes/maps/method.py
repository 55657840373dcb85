"""How an answer was computed, as static HTML: assumptions, track, sources, zones and credits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from routes.claim_sentences import list_claim, name_vehicle
from routes.maps.html import details, linked, table, tag, wrap
from routes.sentences import list_way_rows, name_way, station_name
from routes.sentences_scheduled import is_feed, is_scheduled, list_feed
from routes.sentences_why import (
    ALLOWED,
    ALLOWED_APART,
    format_driver,
    format_input,
    format_source,
    format_spread,
    format_turn,
    format_width,
    head_allowances,
    list_allowances,
    list_steady,
)
from routes.units import format_duration, format_km

Document = Mapping[str, Any]
UNRECORDED = "Where a source has no day of access beside it, none was recorded."
# The credits that data/LICENSE.md asks for, by the word that stands in the source of a position.
CREDITS = {
    "OpenStreetMap contributors (ODbL 1.0)": "© OpenStreetMap contributors (ODbL 1.0)",
    "GeoNames (CC BY 4.0)": "GeoNames (CC BY 4.0)",
    "Wikipedia (CC BY-SA)": "Wikipedia (CC BY-SA 4.0)",
    "airportsdata (MIT)": "airportsdata (MIT)",
    "assumed": "some assumed",
}


INPUT_NOTE = (
    "The hash is of all that moves a number: the question as resolved, its instant of knowledge, the assumptions, the "
    "places, the lengths and tzdata; the same input has the same hash. The whole answer stands in this page as JSON "
    "(script element answer), with the hash as input."
)


CLAIMED = ("", "verdict", "in time", "way", "time there is", "needs", "fastest documented", "late by")


def build_method(document: Document) -> Iterator[str]:
    """Yield the boxes that show how the answer was computed and what was known."""
    parts = [*_items(document), *_drivers(document), *_assumptions(document), *_track(document), *_settings(document)]
    parts.append(
        tag("p", f"Time zones: tzdata {document['tzdata']}. In the data, lengths are metres, times also in UTC.")
    )
    if document.get("input"):
        parts.append(tag("p", format_input(document), kind="hash"))
        parts.append(tag("p", INPUT_NOTE, kind="assumes"))
    yield details("How this was computed", parts)
    if document["sources"]:
        head = "The timetable" if is_scheduled(document) else "Sources of the scenario"
        yield details(head, [_source(source) for source in document["sources"]])


def format_credits(document: Document) -> str:
    """Return the credits of the positions; OpenStreetMap's always, because the gazetteer is under its licence."""
    used = {station["source"] for station in document["stations"].values()}
    listed = [text for source, text in CREDITS.items() if source in used]
    others = sorted(source for source in used if source not in CREDITS)
    return "; ".join(dict.fromkeys([*CREDITS.values()][:1] + listed + others))


def build_allowances(answer: Document) -> Iterator[str]:
    """Yield what is allowed for running, standing and holding, by chance; nothing for answers without it."""
    if rows := list_allowances(answer) if "allowances" in answer else []:
        yield table("Allowances", head_allowances(answer), rows, kind="allowances")
        yield tag("p", ALLOWED_APART, kind="assumes")


def build_claims_table(part: Document) -> str:
    """Return what is claimed beside what is possible, a column for each mode of travel that leaves any time."""
    columns = [list_claim(claim) for claim in part["answer"]["claims"] if claim["needed_kmh"] is not None]
    if not columns:
        return ""
    (_, *head), *rows = zip(CLAIMED, *columns, strict=True)
    return table("What is claimed, against what is possible", ["", *head], rows, kind="claims")


def build_ways_table(document: Document) -> str:
    """Return the ways that an answer lists, the first its own, as they are numbered on the map."""
    head = ["way", "length", "under way", "shared", "countries", "through"]
    return table(
        "Ways; shared is the most track in common with one above, of the shorter",
        head,
        list_way_rows(document),
        kind="ways",
    )


def _drivers(document: Document) -> Iterator[str]:
    """Yield what drives the spread of each reading, and what turns its headline; what is the same stands once."""
    answers = (document["answer"], *(other["answer"] for other in document["alternatives"]))
    yield from dict.fromkeys(_driver(answer) for answer in answers)


def _driver(answer: Document) -> str:
    return "".join([*_list_spread(answer), *_list_turns(answer)])


def _list_spread(answer: Document) -> Iterator[str]:
    if text := format_width(answer):
        yield tag("h2", "What drives the spread")
        rows = [
            [format_driver(driver), format_duration(driver["share_s"]), f"{driver['share']:.1%}"]
            for driver in answer["drivers"]
        ]
        yield table(f"{text} Shares of the variance:", ["what", "of it", "share"], rows)


def _list_turns(answer: Document) -> Iterator[str]:
    """Yield what turns the headline, where that was asked for."""
    if turns := [point for point in answer.get("turning_points") or () if point["value"] is not None]:
        yield tag("h2", "What would turn the headline")
        items = [wrap("li", [tag("code", point["key"]), escape(f" {format_turn(point)}")]) for point in turns]
        yield wrap("ul", items, kind="source")
    if steady := list_steady(answer.get("turning_points") or ()):
        yield tag("p", f"No single value changes it: {', '.join(steady)}.", kind="source")


def _items(document: Document) -> Iterator[str]:
    """Yield each run and each work with its time and the assumptions that it rests on."""
    itinerary = document["itinerary"]
    if itinerary is None or document["question"]["kind"] == "distance":
        return
    keys = ("run_low_s", "run_s", "run_high_s")
    rows = [
        _item(f"{station_name(document, leg['from'])} – {station_name(document, leg['to'])}", leg, keys)
        for leg in itinerary["legs"]
    ]
    rows += [
        _item(f"{ALLOWED.get(work['kind'], work['kind'])}, {station_name(document, work['station'])}", work)
        for work in itinerary["dwells"]
    ]
    yield details("Every item with its time", [table("", ["item, assumption", "low", "likely", "high"], rows)])


def _item(name: str, item: Document, keys: Sequence[str] = ("low_s", "likely_s", "high_s")) -> list[str]:
    """Return a run or a work, below it what it rests on, and its time."""
    return [f"{name}\n{', '.join(item['keys'])}", *(format_duration(item[key]) for key in keys)]


def _assumptions(document: Document) -> Iterator[str]:
    if document["assumptions"]:
        yield tag("h2", "Assumptions")
        yield wrap("dl", [piece for entry in document["assumptions"] for piece in _assumption(entry)])


def _assumption(entry: Document) -> Iterator[str]:
    low, value, high = (f"{entry[key]:g}" for key in ("low", "value", "high"))
    spread = value if low == high else f"{value} ({low} to {high})"
    yield wrap("dt", [tag("code", entry["key"]), " ", tag("b", f"{spread} {entry['unit']}")])
    known = f"; known from {entry['known_from'][:10]}" if entry["known_from"] else ""
    source = "assumed" if entry["source"] == "assumed" else f"source: {format_source(entry)}"
    note = tag("p", entry["note"]) if entry["note"] else ""
    yield wrap(
        "dd",
        [
            tag("p", f"Spread: {format_spread(entry)}."),
            note,
            wrap("p", [linked(f"{source}{known}; {entry['origin']}")], kind="source"),
        ],
    )


def build_track_table(document: Document) -> str:
    """Return the legs with their length, the track so far, the basis of the length, and the line."""
    rows, at_m = [], 0
    for leg in document["itinerary"]["legs"]:
        at_m += leg["length_m"]
        ends = f"{station_name(document, leg['from'])} – {station_name(document, leg['to'])}"
        error = f" ±{format_km(leg['error_m'])}" if leg["error_m"] else ""
        lengths = (format_km(leg["length_m"]), error, format_km(at_m))
        length, error, so_far = (text.replace(" km", "\N{NO-BREAK SPACE}km") for text in lengths)
        rows.append([f"{ends}\n{leg['line']}", length + error, so_far, leg["basis"]])
    return table(f"Lengths of {name_way(document)}", ["leg, line", "length", "so far", "basis"], rows)


def list_drawn_legs(document: Document) -> list[Document]:
    """Return the legs of an answer: of its itinerary, of all rows of a comparison, or of all ways of a reach."""
    if document["itinerary"] is not None:
        return list(document["itinerary"]["legs"])
    answer = document["answer"]
    return [*answer.get("edges", ()), *(leg for way in answer.get("ways", ()) for leg in way["legs"])]


def _track(document: Document) -> Iterator[str]:
    yield tag("h2", name_way(document).capitalize())
    if document["itinerary"] is not None and document["question"]["kind"] != "distance":
        yield build_track_table(document)
    legs = list_drawn_legs(document)
    sources = dict.fromkeys(f"{leg['line']}: {format_source(leg)}" for leg in legs)
    yield wrap("ul", [wrap("li", [linked(source)]) for source in sources], kind="source")
    if not all(leg.get("accessed") for leg in legs):
        yield tag("p", UNRECORDED)


def _settings(document: Document) -> Iterator[str]:
    question = document["question"]
    yield from (tag("p", line) for line in _list_vehicles(document))
    if question["set"]:
        yield tag("p", f"Set by hand: {', '.join(question['set'])}.")


def _list_vehicles(document: Document) -> list[str]:
    """Return the vehicle of the question, or each of a comparison once."""
    question = document["question"]
    if is_scheduled(document):
        return [f"Timetable: {question['timetable']}."]
    if "train" in question:
        train = question["train"]
        return [f"{name_vehicle(question['mode']).capitalize()}: {train['title']} ({train['origin']})."]
    ways = dict.fromkeys((way["mode"], way["train"]) for way in document["answer"]["ways"])
    return [f"{name_vehicle(mode).capitalize()}: {train}." for mode, train in ways]


def _source(source: Document) -> str:
    """Return one source with what it says and from when it was known; its address is a link if it is a web address."""
    if is_feed(source):
        facts = [wrap("li", [linked(fact)], kind="source") for fact in list_feed(source)]
        return wrap("div", [tag("b", source.get("title") or ""), wrap("ul", facts)], kind="cited")
    lines = [tag("b", source.get("title", "untitled"))]
    lines += [tag("p", f"“{source['says']}”")] if source.get("says") else []
    known = f"known from {str(source['known_from'])[:10]}" if source.get("known_from") else ""
    archive = f"archived: {source['archive']}" if source.get("archive") else ""
    accessed = f"accessed {source['accessed']}" if source.get("accessed") else ""
    rest = " ; ".join(text for text in (known, str(source.get("url") or ""), archive, accessed) if text)
    return wrap("div", [*lines, wrap("p", [linked(rest)], kind="source")], kind="cited")
