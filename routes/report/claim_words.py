"""A claim as words for a terminal: the verdict of every mode, and what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from routes.claim_sentences import (
    format_claim,
    format_claimed_start,
    format_expected,
    list_claim,
    list_fastest,
    list_thresholds,
)
from routes.report.layout import build_table, wrap_text
from routes.sentences import (
    format_as_of,
    format_bounds,
    format_ends,
)
from routes.sentences_told import format_told, format_windows, is_told

Document = Mapping[str, Any]


def format_claims(document: Document) -> list[str]:
    """Return what stands above the deadlines of a claim: its verdicts, their numbers, and the fastest documented."""
    answer = document["answer"]
    told = [format_told(document)] if is_told(document) else []
    sentences = [*told, format_claimed_start(document), *(format_claim(claim) for claim in answer["claims"])]
    lines = [
        *wrap_text(f"CAN IT BE THERE  {format_ends(document)} {format_bounds(document).partition(',')[0]}"),
        format_as_of(document),
        "",
        *(line for sentence in sentences for line in wrap_text(sentence)),
    ]
    if rows := [list_claim(claim) for claim in answer["claims"] if claim["needed_kmh"] is not None]:
        lines += ["", *build_table(["", "verdict", "in time", "way", "in", "needs", "fastest there", "late by"], rows)]
    rest = [*format_windows(document), *list_fastest(answer["claims"]), list_thresholds()]
    return [*lines, "", *(line for sentence in (*rest, format_expected(document)) for line in wrap_text(sentence))]
