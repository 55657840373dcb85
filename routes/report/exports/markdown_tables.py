"""Lists, tables and cells of Markdown; text from data stands in them letter by letter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from routes.claim_sentences import format_model_chance
from routes.report.exports.parts import format_run
from routes.report.exports.texts import escape_markdown, link_markdown
from routes.sentences import station_name
from routes.sentences_why import format_source
from routes.stamps import format_stamp, format_zone
from routes.units import format_km

Document = Mapping[str, Any]


def list_items(items: Iterable[str]) -> str:
    """Return a list of items that are Markdown already."""
    return "\n".join(f"- {item}" for item in items)


def build_table(head: Sequence[str], rows: Iterable[Sequence[str]], *, links: Sequence[int] = ()) -> str:
    """Return a table; the columns `links` are sources, and link to the web where they can."""
    lines = [f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head))]
    for row in rows:
        cells = [link_markdown(cell) if n in links else escape_markdown(cell) for n, cell in enumerate(row)]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def build_legs(document: Document, legs: Sequence[Document], *, with_chance: bool = False) -> str:
    """Return a table of legs with their sources; of a reach with the chance to have run each to its end."""
    rows = []
    for leg in legs:
        error = f" ±{format_km(leg['error_m'])}" if leg["error_m"] else ""
        cells = [" – ".join(station_name(document, leg[end]) for end in ("from", "to")), leg["line"]]
        cells += [f"{format_km(leg['length_m'])}{error}", leg["basis"], format_run(leg)]
        cells += [f"{leg['speed_kmh']:g} km/h", *([write_chance(leg["chance"])] if with_chance else [])]
        rows.append([*cells, format_source(leg)])
    head = ["leg", "line", "length", "basis", "time", "speed", *(["run by then"] if with_chance else []), "source"]
    return build_table(head, rows, links=(len(head) - 1,))


def write_chance(chance: float | None) -> str:
    """Return a chance of the model, or an empty cell."""
    return "" if chance is None else format_model_chance(chance)


def write_time(stamp: Document | None, *, up: bool = False) -> str:
    """Return a time with its offset, or `never`."""
    return f"{format_stamp(stamp, with_year=True, up=up)} {format_zone(stamp)}" if stamp else "never"
