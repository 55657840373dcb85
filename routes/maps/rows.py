"""What there is to draw of a reach and of a comparison: places and track by chance, and each way apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from routes.claim_sentences import format_model_chance, name_by
from routes.maps.features import Features, Stop
from routes.maps.lines import Line, Point, draw_leg, draw_legs
from routes.sentences import station_name

Document = Mapping[str, Any]
CHANCES = (0.9, 0.5, 0.1, 0.0)
"""From these chances on a place and the track to it are shaded alike; the classes are numbered in this order."""


def find_class(chance: float) -> str:
    """Return the class of a chance, by which a place and the track to it are drawn."""
    return f"chance-{next(n for n, least in enumerate(CHANCES) if chance >= least)}"


def build_row_features(document: Document) -> Features:
    """Return what is drawn of an answer without a single itinerary."""
    return _build_reach(document) if document["question"]["kind"] == "reach" else _build_comparison(document)


def _build_reach(document: Document) -> Features:
    origin, answer = document["question"]["from"], document["answer"]
    station = document["stations"][origin]
    points: dict[str, Point] = {origin: (station["lat"], station["lon"])}
    lines = tuple(_draw_edges(document, points))
    chances = {row["station"]: row["chance"] for row in answer["stations"]}
    stops = [Stop(code, points[code], find_class(chance)) for code, chance in chances.items() if code in points]
    return Features((Stop(origin, points[origin], "start"), *stops), lines, ())


def _draw_edges(document: Document, points: dict[str, Point]) -> Iterator[Line]:
    """Yield each piece of track in its shade, and note where its ends lie: a piece begins where another has led."""
    for edge in document["answer"]["edges"]:
        start, end = (points.get(edge[name]) for name in ("from", "to"))
        line = draw_leg(document, edge, lon=start[1] if start else None)
        if start is None and end is not None:
            line = draw_leg(document, edge, lon=line.points[0][1] + 360 * round((end[1] - line.points[-1][1]) / 360))
        points.setdefault(edge["from"], line.ends[0])
        points.setdefault(edge["to"], line.ends[1])
        run = f"Run to its end by then with {format_model_chance(edge['chance'])}. {line.text}"
        yield line._replace(basis=find_class(edge["chance"]), text=run, is_schematic=False)


def _build_comparison(document: Document) -> Features:
    question, ways = document["question"], document["answer"]["ways"]
    drawn = tuple(tuple(draw_legs(document, way["legs"])) for way in ways)
    points: dict[str, Point] = {}
    for way, lines in zip(ways, drawn, strict=True):
        points.setdefault(way["from"], lines[0].ends[0])
        points.setdefault(way["to"], lines[-1].ends[1])
    stops = [Stop(code, point, "start" if code in question["origins"] else "end") for code, point in points.items()]
    return Features(tuple(stops), (), (), drawn, tuple(name_compared(document, way) for way in ways))


def name_compared(document: Document, way: Document) -> str:
    """Return what tells a way, or its row, from the others of a comparison: `Vladivostok by train`."""
    start = f"{station_name(document, way['from'])} – " if len(document["question"]["origins"]) > 1 else ""
    return f"{start}{station_name(document, way['to'])} {name_by(way['mode'])}"
