"""A comparison or a reach as static HTML, readable with scripts off: the verdict and the tables of the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from routes.claim_sentences import format_model_chance, name_by
from routes.maps.html import table, tag, unbroken, wrap
from routes.maps.layers import pick_style
from routes.maps.swatches import draw_swatch
from routes.sentences import format_chance, name_path, station_name
from routes.sentences_rows import (
    GIVEN_SEEN,
    OPEN_NOTE,
    REACH_HEAD,
    build_group,
    build_reached_row,
    find_farthest,
    format_below,
    format_group,
    format_nowhere,
    format_reach_bound,
    format_reach_left,
    format_reach_note,
    group_deadlines,
    is_not_left,
    list_found,
    list_missing,
)
from routes.sentences_told import format_told, format_windows, is_told
from routes.units import format_km

Document = Mapping[str, Any]


def format_row_title(document: Document) -> str:
    """Return `From Pyongyang by train`, or `Pyongyang → Vladivostok or Moscow`."""
    question = document["question"]
    if question["kind"] == "reach":
        return f"From {station_name(document, question['from'])} {name_by(question['mode'])}"
    ends = [" or ".join(station_name(document, code) for code in question[end]) for end in ("origins", "destinations")]
    return " → ".join(ends)


def format_row_bounds(document: Document) -> str:
    """Return by when it is asked: the instant of a reach, the words of a comparison."""
    question = document["question"]
    return format_reach_bound(document["answer"]) if question["kind"] == "reach" else f"“{question['arrive']}”"


def build_row_parts(document: Document) -> Iterator[str]:
    """Yield the answer: the verdict, what was seen, and the tables."""
    is_reach = document["question"]["kind"] == "reach"
    lead, *others = list_row_verdict(document)
    kind = "verdict missed" if _is_missed(document) else "verdict"
    yield wrap("div", [tag("p", lead, kind="lead"), *(tag("p", line) for line in others)], kind=kind)
    told = [format_told(document)] if is_told(document) else []
    yield from (tag("p", line, kind="flip") for line in (*told, *format_windows(document)))
    yield from _reach(document) if is_reach else _comparison(document)


def list_row_verdict(document: Document) -> list[str]:
    """Return the answer in a sentence or two, the first one to be set large."""
    if document["question"]["kind"] == "compare":
        return _list_open(document)
    answer = document["answer"]
    if is_not_left(answer) or not answer["stations"]:
        return [format_nowhere(answer)]
    least = round(1 - answer["confidence"], 4)
    found = {chance: find_farthest(document, chance) for chance in (0.5, least)}
    heads = {0.5: "Even odds or more as far as", least: f"With at least {format_chance(least)} as far as"}
    lines = [f"{heads[chance]} {_name_place(document, row)}." for chance, row in found.items() if row]
    return [*(lines or [f"No place has a chance of {format_chance(least)}."]), format_reach_left(document)]


def _name_place(document: Document, row: Document) -> str:
    lines = [leg["line"] for leg in document["answer"]["edges"]]
    way = f"{format_km(row['length_m'])} {name_path(lines)}"
    return f"{station_name(document, row['station'])}, {way} ({format_model_chance(row['chance'])})"


def _list_open(document: Document) -> list[str]:
    """Return which ways are still open, which against the odds, and which closed."""
    names = {"open": "Still open", "against the odds": "Against the odds", "closed": "Closed"}
    lines = []
    for status, head in names.items():
        rows = [row for row in document["answer"]["rows"] if row["open"] == status]
        if rows:
            lines.append(f"{head}: {'; '.join(dict.fromkeys(_name_row(document, row) for row in rows))}.")
    return lines or ["No way is known."]


def _name_row(document: Document, row: Document) -> str:
    start = f"{station_name(document, row['from'])} – " if len(document["question"]["origins"]) > 1 else ""
    return f"{start}{station_name(document, row['to'])} {name_by(row['mode'])}"


def _is_missed(document: Document) -> bool:
    rows = document["answer"].get("rows")
    return rows is not None and all(row["open"] not in ("open", "against the odds") for row in rows)


def _reach(document: Document) -> Iterator[str]:
    answer = document["answer"]
    if is_not_left(answer):
        return
    if answer["stations"]:
        found = [_keep(build_reached_row(document, row)) for row in answer["stations"]]
        rows = [[f"{name}\n{length} km, {zone}", chance, *times] for name, chance, length, *times, zone in found]
        head = [name for name in REACH_HEAD if name not in ("km", "")]
        yield table(f"Reached {format_reach_bound(answer)}, likeliest first", head, rows, kind="times reached")
    yield from (tag("p", text, kind="assumes") for text in format_below(document))
    yield tag("p", format_reach_note(answer), kind="assumes")


def _comparison(document: Document) -> Iterator[str]:
    rows = document["answer"]["rows"]
    for group in group_deadlines(rows):
        if found := list_found(group):
            head, *body = build_group(document, group)
            lead = head.index("km")  # the mode of travel and the length stand below the name
            drawn = [_keep([f"{row[0]}\n{', '.join(row[1 : lead + 1])} km", *row[lead + 1 :]]) for row in body]
            whole = table(format_group(group), [head[0], *head[lead + 1 :]], drawn, kind="times compared")
            yield _mark_rows(whole, found)
    if any(row["depart_by"]["past"] for row in rows if row["depart_by"]):
        yield tag("p", "* already past", kind="assumes")
    yield from (tag("p", f"No way: {line}", kind="note") for line in list_missing(document))
    yield tag("p", OPEN_NOTE, kind="assumes")
    if any(row.get("seen") for row in rows):
        yield tag("p", GIVEN_SEEN, kind="assumes")


def _keep(row: list[str]) -> list[str]:
    """Return a row whose dates are not broken."""
    first, *cells, last = row
    return [first, *map(unbroken, cells), last]


def _mark_rows(whole: str, rows: list[Document]) -> str:
    """Return a table with the line of the map before the name of each row."""
    top, head, *body = whole.split("<tr><th>")
    marked = [draw_swatch(pick_style(row["way"])) + piece for row, piece in zip(rows, body, strict=True)]
    return "<tr><th>".join([top, head, *marked])
