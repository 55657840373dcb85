"""A comparison or a reach as words for a terminal: a table, with what its columns mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from routes.claim_sentences import BY
from routes.clock import zone_city
from routes.report.layout import build_table, wrap_text
from routes.sentences import READINGS, format_as_of, format_chance, reading_names, station_name
from routes.stamps import format_bound, format_stamp, format_zone, read_local
from routes.units import format_km

Document = Mapping[str, Any]


def format_rows(document: Document) -> list[str]:
    """Return a comparison or a reach, its notes last."""
    lines = _format_comparison(document) if document["question"]["kind"] == "compare" else _format_reach(document)
    return [*lines, *(line for note in document["notes"] for line in wrap_text(f"Note: {note}."))]


def _format_comparison(document: Document) -> list[str]:
    question, rows = document["question"], document["answer"]["rows"]
    ends = [" or ".join(station_name(document, code) for code in question[end]) for end in ("origins", "destinations")]
    years = {read_local(stamp).year for row in rows for stamp in _stamps(row) if stamp}
    safe, *others = reading_names(document).values()
    head = ["from – to", "", "km", "to arrive by", f"leave: {safe}", *others, "", "as of then", "leaving then"]
    cells = [_comparison_row(document, row, with_year=len(years) > 1) for row in rows if row["depart_by"]]
    starred = ["* already past"] if any(row["depart_by"]["past"] for row in rows if row["depart_by"]) else []
    missing = [
        f"{station_name(document, row['from'])} – {station_name(document, row['to'])} {BY[row['mode']]}: {row['note']}."
        for row in rows
        if not row["depart_by"]
    ]
    return [
        *wrap_text(f'COMPARE  {" → ".join(ends)}, "{question["arrive"]}"'),
        format_as_of(document),
        "",
        *(build_table(head, cells) if cells else []),
        *starred,
        *(["", "No way:"] if missing else []),
        *(line for text in dict.fromkeys(missing) for line in wrap_text(text, "  ")),
        "",
        *wrap_text(
            "Each deadline is read on the clock of its destination, each departure stands on that of its origin. "
            "Open: even odds can still be had; against the odds: less than that; closed: even too late is past. "
            "Leaving then: the chance of one who leaves at the as-of instant."
        ),
    ]


def _stamps(row: Document) -> list[Any]:
    return [row["arrive_by"], *(row["depart_by"][name] for name in READINGS)] if row["depart_by"] else []


def _comparison_row(document: Document, row: Document, *, with_year: bool) -> list[str]:
    readings = row["depart_by"]
    cells = [
        (format_stamp(readings[name], with_year=with_year) + ("*" if name in readings["past"] else ""))
        if readings[name]
        else "never"
        for name in READINGS
    ]
    given = [readings[name] for name in READINGS if readings[name]]
    return [
        f"{station_name(document, row['from'])} – {station_name(document, row['to'])}",
        BY[row["mode"]],
        format_km(row["length_m"]).removesuffix(" km"),
        f"{format_bound(row['arrive_by'], with_year=with_year)} {zone_city(row['arrive_by']['zone'])}",
        *cells,
        format_zone(given[0]) if given else "",
        row["open"],
        _format_chance(row["on_time_now"]),
    ]


def _format_chance(chance: float) -> str:
    """Return a chance; what a model calls none or certain is not thereby so."""
    return ("<1%" if chance == 0 else ">99%") if chance in (0, 1) else format_chance(chance)


def _format_reach(document: Document) -> list[str]:
    question, answer = document["question"], document["answer"]
    name, at = station_name(document, question["from"]), answer["at"]
    head = f"REACH  from {name} {BY[question['mode']]}, by {format_bound(at, with_year=True)} {zone_city(at['zone'])}"
    columns = ["reached by then", "chance", "km", "early", "expected", ""]
    rows = [_reach_row(document, row) for row in answer["stations"]]
    below = f"{answer['below']} more have less than {format_chance(answer['least_chance'])}"
    body = build_table(columns, rows) if rows else ["No place has a chance of 1%."]
    early = format_chance(round(1 - answer["confidence"], 4))
    return [
        head,
        format_as_of(document),
        "",
        *wrap_text(_format_left(document)),
        "",
        *body,
        "",
        *wrap_text(f"{below}; to {answer['cut_off']} there is no way for {question['train']['title']}."),
        *wrap_text(f"Each arrival stands on the clock of its place: early with {early} by then, expected with 50%."),
    ]


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
        _format_chance(row["chance"]),
        format_km(row["length_m"]).removesuffix(" km"),
        format_stamp(row["early"], up=True),
        format_stamp(row["expected"], up=True),
        format_zone(row["expected"]),
    ]
