"""An answer as words for a terminal, read from its document; computes no time and no distance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from routes.claim_sentences import format_chance_of
from routes.clock import zone_city
from routes.report.layout import build_table as _table
from routes.report.layout import wrap_text as _wrap
from routes.sentences import (
    EVENTS,
    READINGS,
    format_arrival,
    format_as_of,
    format_bounds,
    format_ends,
    format_flip,
    format_length,
    format_readings_note,
    format_route,
    format_summary,
    format_unclocked,
    format_under_way,
    format_verdict,
    format_watch,
    format_zones,
    is_shown_up,
    list_assumed,
    name_way,
    reading_names,
    spans_years,
    station_name,
)
from routes.sentences_joined import is_joined
from routes.sentences_told import (
    format_left,
    format_left_in,
    format_seen,
    format_told,
    format_told_chance,
    format_windows,
    is_told,
    list_otherwise,
)
from routes.stamps import format_bound, format_stamp, format_utc
from routes.units import format_km

Document = Mapping[str, Any]

BORDER, BESIDE_M = "border_", 2_500
"""What the codes of the two sides of a border of the world's track begin with, and how far apart they lie at most."""


def format_answer(document: Document, *, why: bool = False) -> str:
    """Return the whole answer as lines of text, each reading of the question in turn."""
    if document["itinerary"] is None:
        from routes.report.row_words import format_rows  # what the answers of one journey do not need
        from routes.report.why import format_assumptions
        from routes.sentences_why import format_input

        blocks = [_understood(document), "\n".join([*format_rows(document), *_notes(document)])]
        blocks.append("\n".join([*format_assumptions(document), "", format_input(document)]) if why else "")
        return "\n\n".join(block for block in blocks if block)
    blocks = [_understood(document)]
    for part in ({"answer": document["answer"], "itinerary": document["itinerary"]}, *document["alternatives"]):
        blocks.append("\n".join(_format_part({**document, **part}, why=why)))
    if "ways" in document:
        from routes.report.way_words import format_ways  # what most answers do not have

        blocks.append("\n".join(format_ways(document)))
    blocks.append("\n".join(_format_rest(document, why=why)))
    if why:
        from routes.report.why import format_why  # what most answers do not show

        blocks.append("\n".join(format_why(document)))
    return "\n\n".join(block for block in blocks if block)


def _understood(document: Document) -> str:
    """Return how a question in words was understood; "" for any other."""
    question = document["question"]
    return "\n".join(_wrap(f"UNDERSTOOD  {question['understood']}")) if "understood" in question else ""


def _format_part(document: Document, *, why: bool) -> list[str]:
    kind = document["question"]["kind"]
    if kind == "distance":
        return _format_distance(document)
    if "claims" in document["answer"]:
        from routes.report.claim_words import format_claims  # what the other answers do not need

        if not why:
            return [*format_claims(document), "", *_wrap_all([*format_windows(document), *format_summary(document)])]
        return [*format_claims(document), "", *_deadline_table(document), "", *_watched(document)]
    lines = _deadline_head(document) if "arrive_by" in document["answer"] else _arrival_head(document)
    if "arrive_by" in document["answer"]:
        lines += ["", *_deadline_table(document)]
        lines += ["", *_hour_table(document)] if document["answer"]["by_hour"] else []
    if others := list_otherwise(document):
        lines += ["", *_table(["arrival, had it been", "early", "expected", "late"], others)]
    if kind != "latest-departure":
        lines += ["", *_event_table(document)]
    if is_joined(document):
        from routes.report.joined_words import format_rides  # what few answers have

        lines += ["", *format_rides(document)]
    return [*lines, "", *_watched(document)]


def _watched(document: Document) -> list[str]:
    watched = format_watch(document, rest=" in --json") if "watch" in document["answer"] else []
    return _wrap_all([*watched, *format_windows(document), *format_summary(document)])


def _deadline_head(document: Document) -> list[str]:
    answer = document["answer"]
    by = format_bounds(document).partition(",")[0]
    if "on_time" in answer and document["question"]["kind"] != "latest-departure":
        head = f"CAN IT BE THERE  {format_ends(document)} {by}"
        leaves = f"leaving {format_stamp(answer['depart'], with_year=True)} {zone_city(answer['depart']['zone'])}"
        leaves = "; ".join([*([] if "left" in answer else [leaves]), *format_seen(document)])
        return [
            *_wrap(head),
            format_as_of(document),
            "",
            *_wrap(f"In time with {format_chance_of(answer, answer['on_time'])} ({leaves})."),
            *_wrap(format_arrival(document)),
            *_wrap_all(format_left(document)),
        ]
    head = f"LATEST DEPARTURE  {format_ends(document)} {by}"
    if "on_time" in answer:
        sentences = [format_told(document), *format_told_chance(document), format_arrival(document)]
        return [*_wrap(head), format_as_of(document), "", *_wrap_all([*sentences, *format_left(document)])]
    return [*_wrap(head), format_as_of(document), "", *_wrap_all(format_verdict(document))]


def _wrap_all(sentences: Sequence[str]) -> list[str]:
    return [line for sentence in sentences for line in _wrap(sentence)]


def _arrival_head(document: Document) -> list[str]:
    depart = document["answer"]["depart"]
    leaves = f", leaving {format_stamp(depart, with_year=True)} {zone_city(depart['zone'])} ({format_utc(depart)})"
    leaves = "" if "left" in document["answer"] else leaves
    told = [format_told(document)] if is_told(document) else []
    sentences = [*format_left_in(document), *told, format_arrival(document)]
    lines = _wrap_all([*sentences, *format_left(document)])
    return [*_wrap(f"ARRIVAL  {format_ends(document)}{leaves}"), format_as_of(document), "", *lines]


def _deadline_table(document: Document) -> list[str]:
    with_year = spans_years(document)
    rows = [
        [
            f"{station_name(document, row['station'])} {EVENTS[row['event']]}{'†' if row['behind'] else ''}",
            *_reading_cells(row, with_year=with_year, is_bound=row is document["answer"]["deadlines"][-1]),
            format_zones(row[name] for name in READINGS if row[name]),
        ]
        for row in document["answer"]["deadlines"]
    ]
    lines = _table(["local time", *reading_names(document).values(), ""], rows)
    lines += ["* already past"] if any(row["past"] for row in document["answer"]["deadlines"]) else []
    behind = any(row["behind"] for row in document["answer"]["deadlines"])
    return [*lines, *(["† behind it by what was seen: the readings are those of before"] if behind else [])]


def _reading_cells(row: Document, *, with_year: bool, is_bound: bool = False) -> list[str]:
    return [_reading_cell(row, name, with_year=with_year, is_bound=is_bound) for name in READINGS]


def _reading_cell(row: Document, name: str, *, with_year: bool, is_bound: bool = False) -> str:
    write = format_bound if is_bound else format_stamp
    if row[name] is None:
        return "never"
    return write(row[name], with_year=with_year) + ("*" if name in row["past"] else "")


def _hour_table(document: Document) -> list[str]:
    answer = document["answer"]
    name = station_name(document, document["question"]["from"])
    with_year, (safe, *others) = spans_years(document), reading_names(document).values()
    rows = [
        [format_bound(row["arrive_by"], with_year=with_year), *_reading_cells(row, with_year=with_year)]
        for row in answer["by_hour"]
    ]
    return [
        *_table(["to arrive by", f"leave {name}: {safe}", *others], rows),
        *(format_flip(flip) for flip in answer["date_flips"]),
    ]


def _event_table(document: Document) -> list[str]:
    anchors = {(a["station"], a["event"]) for a in document["answer"]["anchors"]}
    rows, with_year = [], spans_years(document)
    for event in document["itinerary"]["events"]:
        if event["event"] != "pass" or (event["station"], "pass") in anchors:
            name = f"{station_name(document, event['station'])} {EVENTS[event['event']]}"
            stamps = [event[k] for k in ("early", "time", "late")]
            up = is_shown_up(event)
            times = [format_stamp(stamp, with_year=with_year, up=up) if stamp else "never" for stamp in stamps]
            rows.append([name, *times, format_zones(stamp for stamp in stamps if stamp), format_km(event["at_m"])])
    return _table(["local time", "early", "expected", "late", "", name_way(document)], rows)


def _format_rest(document: Document, *, why: bool) -> list[str]:
    question = document["question"]
    if question["kind"] == "distance":
        return _notes(document)
    lines = _wrap_all([f"Assumes: {'; '.join(list_assumed(document))}.", format_unclocked(document)])
    has_readings = "deadlines" in document["answer"] and (why or "claims" not in document["answer"])
    lines += _wrap(format_readings_note(document)) if has_readings else []
    return [*lines, *_notes(document), f"Try: {_suggestions(document)}"]


def _notes(document: Document) -> list[str]:
    quotes = document.get("quote", {})
    quote = quotes.get(document["question"].get("lang", "en")) or quotes.get("en")
    lines = [line for note in document["notes"] for line in _wrap(f"Note: {note}.")]
    return [*lines, *(_wrap(f"Quote: {quote}") if quote else [])]


def _suggestions(document: Document) -> str:
    question = document["question"]
    lengths: dict[str, int] = {}
    for leg in document["itinerary"]["legs"]:
        lengths[leg["keys"][0]] = lengths.get(leg["keys"][0], 0) + leg["length_m"]
    speeds = [a for a in document["assumptions"] if a["unit"] == "km/h"]
    speed = max(speeds, key=lambda a: lengths.get(a["key"], 0), default=None)
    tries = []
    if "words" not in question:
        tries = ['--arrive "Tuesday noon"'] if question["arrive"] else ['--depart "tomorrow 06:00"']
    tries += [f"--set {speed['key']}={speed['low']:g}"] if speed else []
    return "   ".join([*tries, "--why", "--map route.html"])


def _format_distance(document: Document) -> list[str]:
    itinerary = document["itinerary"]
    rows, at_m = [], 0
    is_laid = any(leg.get("routed_m", leg["length_m"]) != leg["length_m"] for leg in itinerary["legs"])
    for leg in itinerary["legs"]:
        at_m += leg["length_m"]
        ends = station_name(document, leg["from"])
        if not (leg["from"].startswith(BORDER) and leg["to"].startswith(BORDER) and leg["length_m"] <= BESIDE_M):
            ends = f"{ends} – {station_name(document, leg['to'])}"
        error = f" ±{format_km(leg['error_m'])}" if leg["error_m"] else ""
        rows.append([ends, format_km(leg["length_m"]) + error, format_km(at_m), leg["basis"], leg["line"]])
        if is_laid:
            rows[-1].insert(4, _routed(leg))
    reversals = [station_name(document, d["station"]) for d in itinerary["dwells"] if d["kind"] == "reversal"]
    turned = [f"Reversing at {', '.join(reversals)}."] if reversals else []
    head = f"DISTANCE  {format_ends(document)}, for {document['question']['train']['title']}"
    heads = ["leg", "length", "so far", "basis", *(["by network"] if is_laid else []), "line"]
    table = _table(heads, rows)
    sentences = [format_route(document), f"{format_length(itinerary)};", f"{format_under_way(itinerary)}."]
    lines = [line for sentence in sentences for line in _wrap(sentence)]
    return [*_wrap(head), format_as_of(document), "", *lines, *turned, "", *table]


def _routed(leg: Document) -> str:
    """Return the length that the network gives a leg, marked where it differs by more than 3 %; "" for none."""
    return f"{format_km(leg['routed_m'])}{' (!)' if leg['differs'] else ''}" if "routed_m" in leg else ""
