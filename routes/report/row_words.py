"""A comparison or a reach as words for a terminal: a table, with what its columns mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from routes.claim_sentences import format_model_chance, name_by, name_vehicle
from routes.clock import zone_city
from routes.report.compared import Deadline, group_deadlines, is_not_left
from routes.report.layout import build_table, wrap_text
from routes.sentences import READINGS, format_as_of, format_chance, reading_names, station_name
from routes.sentences_told import format_told, format_windows, is_told
from routes.stamps import format_bound, format_stamp, format_zone, read_local
from routes.units import format_km

Document = Mapping[str, Any]
GIVEN_SEEN = (
    "By train it is the chance given what was seen, by which it is open from 50% on, and closed below that of too late."
)


def format_rows(document: Document) -> list[str]:
    """Return a comparison or a reach, without its notes."""
    return _format_comparison(document) if document["question"]["kind"] == "compare" else _format_reach(document)


def _format_comparison(document: Document) -> list[str]:
    question, rows = document["question"], document["answer"]["rows"]
    ends = [" or ".join(station_name(document, code) for code in question[end]) for end in ("origins", "destinations")]
    tables = [line for group in group_deadlines(rows) for line in _deadline_table(document, group)]
    starred = ["* already past"] if any(row["depart_by"]["past"] for row in rows if row["depart_by"]) else []
    missing = [f"{_ends(document, row)} {name_by(row['mode'])}: {row['note']}." for row in rows if not row["depart_by"]]
    return [
        *wrap_text(f'COMPARE  {" → ".join(ends)}, "{question["arrive"]}"'),
        format_as_of(document),
        *(["", *wrap_text(format_told(document))] if is_told(document) else []),
        *(line for text in format_windows(document) for line in wrap_text(text)),
        *tables,
        *starred,
        *(["", "No way:"] if missing else []),
        *(line for text in dict.fromkeys(missing) for line in wrap_text(text, "  ")),
        "",
        *wrap_text(
            "Open: even odds can still be had; against the odds: less than that; closed: even too late is past. "
            "The chance beside it is that of one who leaves at the as-of instant."
        ),
        *(wrap_text(GIVEN_SEEN) if any(row.get("seen") for row in rows) else []),
    ]


def _ends(document: Document, row: Document) -> str:
    return f"{station_name(document, row['from'])} – {station_name(document, row['to'])}"


def _deadline_table(document: Document, group: Deadline) -> list[str]:
    """Return the rows of one deadline; what is the same for all of them stands above, not in a column."""
    rows = [row for row in group.rows if row["depart_by"]]
    if not rows:
        return []
    stamps = [stamp for row in rows for stamp in _stamps(row)]
    with_year = len({read_local(stamp).year for stamp in (group.stamp, *stamps)}) > 1
    origins, modes = document["question"]["origins"], {row["mode"] for row in rows}
    zones = {format_zone(stamp) for stamp in stamps}
    shown = {0: True, 1: len(modes) > 1, 6: len(zones) > 1}
    ends = ["from – to" if len(origins) > 1 else "to", "", "km", *reading_names(document).values(), "", "as of then"]
    table = [ends, *(_comparison_row(document, row, with_year=with_year) for row in rows)]
    cells = [[cell for at, cell in enumerate(line) if shown.get(at, True)] for line in table]
    by = f"By {format_bound(group.stamp, with_year=True)} "
    by += "on the clock of each destination" if group.is_local else zone_city(group.stamp["zone"])
    how = "" if len(modes) > 1 else f" {name_by(rows[0]['mode'])}"
    return ["", *wrap_text(f"{by}, leaving{how} {_name_clock(stamps)}:"), *build_table(cells[0], cells[1:])]


def _name_clock(stamps: Sequence[Document]) -> str:
    """Return whose clock the departures stand on: the one of a zone, several that agree, or each its own."""
    cities, offsets = {zone_city(stamp["zone"]) for stamp in stamps}, {format_zone(stamp) for stamp in stamps}
    if len(offsets) == 1:
        return f"on the clock of {cities.pop()} ({offsets.pop()})" if len(cities) == 1 else f"in {offsets.pop()}"
    return "on the clock of each origin"


def _stamps(row: Document) -> list[Document]:
    """Return the readings of a row that there are."""
    return [row["depart_by"][name] for name in READINGS if row["depart_by"][name]]


def _comparison_row(document: Document, row: Document, *, with_year: bool) -> list[str]:
    readings, start = row["depart_by"], station_name(document, row["from"])
    cells = [
        (format_stamp(readings[name], with_year=with_year) + ("*" if name in readings["past"] else ""))
        if readings[name]
        else "never"
        for name in READINGS
    ]
    return [
        (f"{start} – " if len(document["question"]["origins"]) > 1 else "") + station_name(document, row["to"]),
        name_vehicle(row["mode"]),
        format_km(row["length_m"]).removesuffix(" km"),
        *cells,
        " / ".join(dict.fromkeys(format_zone(stamp) for stamp in _stamps(row))),
        f"{row['open']}, {format_model_chance(row['on_time_now'])}",
    ]


def _format_reach(document: Document) -> list[str]:
    question, answer = document["question"], document["answer"]
    name, at = station_name(document, question["from"]), answer["at"]
    by = f"{format_bound(at, with_year=True)} {zone_city(at['zone'])}"
    head = f"REACH  from {name} {name_by(question['mode'])}, by {by}"
    columns = ["reached by then", "chance", "km", "early", "expected", ""]
    rows = [_reach_row(document, row) for row in answer["stations"]]
    below = f"{answer['below']} more have less than {format_chance(answer['least_chance'])}"
    body = build_table(columns, rows) if rows else [_format_nowhere(answer)]
    if is_not_left(answer):
        return [head, format_as_of(document), "", *body]
    early = format_chance(round(1 - answer["confidence"], 4))
    return [
        head,
        format_as_of(document),
        "",
        *wrap_text(_format_left(document)),
        *(wrap_text(format_told(document)) if is_told(document) else []),
        *(line for text in format_windows(document) for line in wrap_text(text)),
        "",
        *body,
        "",
        *wrap_text(f"{below}; to {answer['cut_off']} there is no way for {question['train']['title']}."),
        *wrap_text(f"Each arrival stands on the clock of its place: early with {early} by then, expected with 50%."),
    ]


def _format_nowhere(answer: Document) -> str:
    """Return why there is no place: it has not left by then, or has had next to no time."""
    if not is_not_left(answer):
        return "No place has a chance of 1%."
    left = answer["left"]["first"]
    return f"By then it has not left: it leaves {format_stamp(left, with_year=True)} {zone_city(left['zone'])}."


def _format_left(document: Document) -> str:
    left = document["answer"]["left"]
    first = f"{format_stamp(left['first'], with_year=True)} {zone_city(left['first']['zone'])}"
    if left["last"] is None:
        return f"Left {first}."
    phrase = document["question"]["depart"]["phrase"]
    return f'Left "{phrase}": read generously, from its first instant, {first}.'


def _reach_row(document: Document, row: Document) -> list[str]:
    return [
        station_name(document, row["station"]),
        format_model_chance(row["chance"]),
        format_km(row["length_m"]).removesuffix(" km"),
        format_stamp(row["early"], up=True),
        format_stamp(row["expected"], up=True) if row["expected"] else "never",
        format_zone(row["early"]),
    ]
