"""What an answer was computed from, as one hash: the same question of the same data has the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

Document = Mapping[str, Any]
COVERS = (
    "as_of.utc",
    "question, without its title, scenario, words and languages",
    "assumptions",
    "stations, their positions and zones",
    "lengths of the legs",
    "documented paces of a claim",
    "tzdata",
)
LABELS = ("scenario", "title", "lang", "words", "understood", "train")
ASSUMED = ("key", "value", "low", "high", "unit", "coverage", "chance", "learned", "cases", "source", "known_from")
PLACED = ("name", "country", "lat", "lon", "zone", "kind", "gauges_mm", "source")
LAID = ("from", "to", "line", "length_m", "error_m", "basis", "whole", "gauge_mm", "border", "source")
PACED = ("country", "what", "year", "kmh", "source", "known_from")


def build_input(document: Document) -> dict[str, Any]:
    """Return the SHA-256 of all that moves a number of the answer, and what it covers.

    It is worked out from the document alone: of the JSON of `list_inputs`, in UTF-8 with sorted keys and no blanks.
    Where a data file lies, and whether the answer is of today, do not count.
    """
    text = json.dumps(list_inputs(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return {"sha256": hashlib.sha256(text.encode("utf-8")).hexdigest(), "covers": list(COVERS)}


def list_inputs(document: Document) -> dict[str, Any]:
    """Return what the hash of a document is taken over."""
    question = document["question"]
    return {
        "as_of": document["as_of"]["utc"],
        "tzdata": document["tzdata"],
        "question": {key: value for key, value in question.items() if key not in LABELS}
        | {"train": (question.get("train") or {}).get("name")},
        "assumptions": [_pick(entry, ASSUMED) for entry in document["assumptions"]],
        "stations": {code: _pick(station, PLACED) for code, station in document["stations"].items()},
        "legs": [_pick(leg, LAID) for leg in _list_legs(document)],
        "paces": [_pick(pace, PACED) for pace in _list_paces(document)],
    }


def _pick(entry: Document, keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: entry[key] for key in keys if key in entry}


def _list_legs(document: Document) -> Iterator[Document]:
    answer = document["answer"]
    for whole in (document["itinerary"] or {}, *answer.get("ways", ()), *answer.get("claims", ())):
        yield from whole.get("legs") or ()
    yield from answer.get("edges", ())


def _list_paces(document: Document) -> Iterator[Document]:
    for claim in document["answer"].get("claims", ()):
        yield from claim["fastest_paces"] or ()
