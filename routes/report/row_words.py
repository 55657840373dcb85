"""A comparison or a reach as words for a terminal: a table, with what its columns mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from routes.claim_sentences import name_by
from routes.report.layout import build_table, wrap_text
from routes.sentences import format_as_of, station_name
from routes.sentences_rows import (
    GIVEN_SEEN,
    OPEN_NOTE,
    REACH_HEAD,
    build_group,
    build_reached_row,
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

Document = Mapping[str, Any]


def format_rows(document: Document) -> list[str]:
    """Return a comparison or a reach, without its notes."""
    return _format_comparison(document) if document["question"]["kind"] == "compare" else _format_reach(document)


def _format_comparison(document: Document) -> list[str]:
    question, rows = document["question"], document["answer"]["rows"]
    ends = [" or ".join(station_name(document, code) for code in question[end]) for end in ("origins", "destinations")]
    starred = ["* already past"] if any(row["depart_by"]["past"] for row in rows if row["depart_by"]) else []
    missing = list_missing(document)
    return [
        *wrap_text(f'COMPARE  {" → ".join(ends)}, "{question["arrive"]}"'),
        format_as_of(document),
        *(["", *wrap_text(format_told(document))] if is_told(document) else []),
        *(line for text in format_windows(document) for line in wrap_text(text)),
        *_tables(document),
        *starred,
        *(["", "No way:"] if missing else []),
        *(line for text in missing for line in wrap_text(text, "  ")),
        "",
        *wrap_text(OPEN_NOTE),
        *(wrap_text(GIVEN_SEEN) if any(row.get("seen") for row in rows) else []),
    ]


def _tables(document: Document) -> list[str]:
    lines = list[str]()
    for group in group_deadlines(document["answer"]["rows"]):
        if list_found(group):
            head, *rows = build_group(document, group)
            lines += ["", *wrap_text(format_group(group)), *build_table(head, rows)]
    return lines


def _format_reach(document: Document) -> list[str]:
    question, answer = document["question"], document["answer"]
    name = station_name(document, question["from"])
    head = f"REACH  from {name} {name_by(question['mode'])}, {format_reach_bound(answer)}"
    rows = [build_reached_row(document, row) for row in answer["stations"]]
    body = build_table(REACH_HEAD, rows) if rows else [format_nowhere(answer)]
    if is_not_left(answer):
        return [head, format_as_of(document), "", *body]
    return [
        head,
        format_as_of(document),
        "",
        *wrap_text(format_reach_left(document)),
        *(wrap_text(format_told(document)) if is_told(document) else []),
        *(line for text in format_windows(document) for line in wrap_text(text)),
        "",
        *body,
        "",
        *(line for text in format_below(document) for line in wrap_text(text)),
        *wrap_text(format_reach_note(answer)),
    ]
