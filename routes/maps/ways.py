"""The other ways of an answer as layers of the map, each with its name, its own colour and dash, and a popup."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from routes.claim_sentences import name_by
from routes.maps.features import Features
from routes.maps.layers import pick_style
from routes.sentences import READINGS, reading_names, station_name
from routes.stamps import format_stamp, format_zone
from routes.units import format_km

Document = Mapping[str, Any]
Popup = dict[str, Any]


def build_ways(document: Document, features: Features) -> list[dict[str, Any]]:
    """Return what the page's script draws of each other way; its `label` is escaped, as Leaflet takes it as HTML."""
    return [
        {
            "label": escape(name),
            "style": pick_style(number),
            "lines": [line.points for line in lines],
            "popup": _build_popup(document, name, number),
        }
        for number, (name, lines) in enumerate(zip(features.names, features.others, strict=True))
    ]


def _build_popup(document: Document, name: str, number: int) -> Popup:
    answer = document["answer"]
    blocks, lines = list[Popup](), list[str]()
    if document["question"]["kind"] == "compare":
        way = answer["ways"][number]
        lines.append(f"{format_km(way['length_m'])} ({way['basis']}), {name_by(way['mode'])}: {way['train']}.")
        blocks = [_build_block(document, row) for row in answer["rows"] if row["way"] == number]
    return {"title": name, "local": "", "blocks": blocks, "lines": lines, "link": None}


def _build_block(document: Document, row: Document) -> Popup:
    names, readings = reading_names(document), row["depart_by"]
    rows = [
        [names[key], f"{format_stamp(readings[key])} {format_zone(readings[key])}" if readings[key] else "never"]
        for key in READINGS
    ]
    heading = f"To be there by {format_stamp(row['arrive_by'])}, leave {station_name(document, row['from'])} by"
    return {"heading": heading, "head": [], "rows": rows, "note": row["open"]}
