"""What ends a Markdown export: notes, assumptions, sources, and how it was computed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from routes.report.exports.beside import list_edges, list_ways
from routes.report.exports.markdown_tables import build_table, list_items
from routes.report.exports.parts import list_parts
from routes.report.exports.texts import escape_markdown, link_markdown
from routes.sentences_scheduled import is_feed, list_feed
from routes.sentences_why import format_input, format_source

Document = Mapping[str, Any]


def list_rest(document: Document) -> list[str]:
    """Return the blocks that end an export."""
    return [*_notes(document), *_assumptions(document), *_sources(document), *_method(document)]


def _notes(document: Document) -> Iterator[str]:
    if document["notes"]:
        yield "## Notes"
        yield list_items(escape_markdown(note) for note in document["notes"])


def _assumptions(document: Document) -> Iterator[str]:
    if document["assumptions"]:
        yield "## Assumptions"
        rows = []
        for entry in document["assumptions"]:
            low, value, high = (f"{entry[key]:g}" for key in ("low", "value", "high"))
            spread = value if low == high else f"{value} ({low} to {high})"
            known = (entry["known_from"] or "")[:10]
            rows.append([entry["key"], f"{spread} {entry['unit']}", format_source(entry), known, entry["note"] or ""])
        yield build_table(["key", "value", "source", "known from", "note"], rows, links=(2,))


def _sources(document: Document) -> Iterator[str]:
    """Yield the sources of the question, of lengths and of positions, each once."""
    groups = {
        "Of the question": [_source(source) for source in document["sources"]],
        "Of lengths": [link_markdown(format_source(leg)) for leg in _list_legs(document)],
        "Of positions": sorted(link_markdown(format_source(s)) for s in document["stations"].values()),
    }
    if any(groups.values()):
        yield "## Sources"
    for name, items in groups.items():
        if items:
            yield f"{name}:"
            yield list_items(dict.fromkeys(items))


def _list_legs(document: Document) -> Iterator[Document]:
    """Yield the legs of the answer and of all other ways, and the track of a reach."""
    for part in list_parts(document) if document["itinerary"] else ():
        yield from part.document["itinerary"]["legs"]
    for way in list_ways(document):
        yield from way.legs
    yield from (edge for edge, _ in list_edges(document))


def _source(source: Document) -> str:
    if is_feed(source):
        return "; ".join(map(_link_fact, list_feed(source)))
    return "; ".join(link_markdown(value) for _, value in source.items() if value is not None)


def _link_fact(fact: str) -> str:
    name, _, value = fact.partition(": ")
    return f"{name}: {link_markdown(value)}"


def _method(document: Document) -> Iterator[str]:
    yield "## How this was computed"
    schema = document["schema"]
    yield escape_markdown(
        f"Time zones: tzdata {document['tzdata']}. Document: {schema['name']}, version {schema['version']}. "
        f"Knowledge as of {document['as_of']['local']} ({document['as_of']['zone']}, {document['as_of']['utc']})."
        + (f" {format_input(document)}" if document.get("input") else "")
    )
