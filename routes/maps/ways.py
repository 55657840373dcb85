"""The other ways of an answer as layers of the map, each with its name, its own colour and dash, and a popup."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from routes.claim_sentences import name_by
from routes.itinerary import GEODESIC
from routes.maps.features import Features
from routes.maps.layers import pick_style
from routes.sentences import READINGS, reading_names, station_name
from routes.stamps import format_stamp, format_zone
from routes.units import format_km

Document = Mapping[str, Any]
Popup = dict[str, Any]

STEP_PX = 1.3
"""By how much a way that runs under another is wider than that."""


def build_ways(document: Document, features: Features) -> list[dict[str, Any]]:
    """Return what the page's script draws of each other way; its `label` is escaped, as Leaflet takes it as HTML."""
    return [
        {
            "label": escape(name),
            "style": style | {"weight": style["weight"] + STEP_PX * weight},
            "lines": [line.points for line in lines],
            "popup": _build_popup(document, name, number),
        }
        for number, (name, lines, weight) in enumerate(
            zip(features.names, features.others, weigh_ways(features), strict=True)
        )
        for style in (pick_style(number),)
    ]


def weigh_ways(features: Features) -> list[int]:
    """Return below how many thinner ones each other way is drawn, that both are seen where they share track or lanes.

    The longer way lies below: at most 2, as wide as a map can bear.
    """
    weights = [0] * len(features.others)
    tracks = [{frozenset((line.start, line.end)) for line in way if line.basis != GEODESIC} for way in features.others]
    for number in sorted(range(len(tracks)), key=lambda n: len(tracks[n])):
        shorter = [n for n in range(len(tracks)) if (len(tracks[n]), n) < (len(tracks[number]), number)]
        along = [weights[n] + 1 for n in shorter if tracks[n] & tracks[number]]
        weights[number] = min(2, max(along, default=0))
    return weights


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
