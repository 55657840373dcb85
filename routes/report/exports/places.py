"""The places of a comparison or of a reach as the formats of points and times show them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from routes.claim_sentences import format_model_chance, name_by
from routes.report.exports.parts import format_clocks
from routes.report.exports.rows import Row, list_place_rows
from routes.sentences import READINGS, reading_names, station_name
from routes.units import format_km

Document = Mapping[str, Any]


class Place(NamedTuple):
    """A place of an answer of rows: what it is called, the one time that stands for it, all of it as text and as row.

    Of a comparison the time is the departure with even odds, or else that of the next reading that there is; of a reach
    it is the expected arrival, or else the early one. `at` is where that time is kept.
    """

    name: str
    station: str
    at: str
    stamp: Document | None
    text: str
    row: Row


def list_places(document: Document) -> list[Place]:
    """Return the places in the order of the answer."""
    answer = document["answer"]
    describe, rows = (_compared, answer["rows"]) if "rows" in answer else (_reached, answer["stations"])
    flat = [row for _, row in list_place_rows(document)]
    return [describe(document, row, said) for row, said in zip(rows, flat, strict=True)]


def _compared(document: Document, row: Document, said: Row) -> Place:
    start, end = (station_name(document, row[side]) for side in ("from", "to"))
    names, readings = reading_names(document), row.get("depart_by") or {}
    found = {name: readings[name] for name in READINGS if readings.get(name)}
    stamp = next((found[name] for name in ("even", "too_late_after", "safe") if name in found), None)
    lines = [f"{start} to {end} {name_by(row['mode'])}: {row['open']}"]
    if row["arrive_by"]:
        lines.append(f"to arrive by {format_clocks(row['arrive_by'])}")
    lines += [f"leave {start} by {format_clocks(at)}: {names[name]}" for name, at in found.items()]
    if row["on_time_now"] is not None:
        lines.append(f"in time with {format_model_chance(row['on_time_now'])} as of then")
    lines += [row["note"]] if row["note"] else []
    name = f"{end} {name_by(row['mode'])}"
    return Place(name, row["to"], row["from"], stamp, "\n".join(lines), said)


def _reached(document: Document, row: Document, said: Row) -> Place:
    name, answer = station_name(document, row["station"]), document["answer"]
    lines = [f"reached by {format_clocks(answer['at'])} with {format_model_chance(row['chance'])}"]
    lines += [f"{key} {format_clocks(row[key], up=True)}" for key in ("expected", "early", "late")]
    lines.append(f"{format_km(row['length_m'])} ({row['basis']})")
    stamp = row["expected"] or row["early"]
    return Place(name, row["station"], row["station"], stamp, "\n".join(lines), said)
