"""The route of a flat picture: its lines, stations and symbols, with their labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import inf
from typing import Any, NamedTuple

from routes.maps.features import Features, Stop, is_crossing
from routes.maps.flat.frame import Frame, shift_right
from routes.maps.flat.labels import Area, Room
from routes.maps.flat.letters import text_width
from routes.maps.flat.svg import Spot, clean, element, group, layer, path_data, text
from routes.maps.flat.symbols import SYMBOL_SIZE, draw_stop, draw_symbol
from routes.maps.layers import BASIS_STYLES, SCHEMATIC_STYLE, STOP_STYLES, pick_style
from routes.maps.lines import Line, Mark
from routes.maps.popups import build_caption
from routes.maps.row_popups import list_compared, list_reached
from routes.maps.ways import weigh_ways

Document = Mapping[str, Any]
CASING = {"stroke": "#ffffff", "stroke-width": 7, "stroke-opacity": 0.9, "stroke-linejoin": "round"}
_PLAIN: Mapping[str, object] = {"fill": "none", "stroke-linejoin": "round"}
LINE_WIDTH = 3.6
BESIDE = 2.6
"""How far track that is run twice is drawn to the right of its direction."""
INK, SOFT, BORDER_INK = "#1a1a1a", "#555555", "#5c1745"
RIM: dict[str, object] = {"stroke": "#ffffff", "stroke-width": 3, "stroke-linejoin": "round", "paint-order": "stroke"}
"""Each letter's white edge, below it: it lies in the same text, which is edited as one."""
ENDS = ("start", "end")
STRAY_COST = 50.0
NEAR, FAR = (0.0, 7.0, 16.0), (4.0, 14.0, 26.0, 40.0, 56.0, 74.0)
LAST = {"pass": 0, "stop": 1, "end": 2, "start": 3}


class Words(NamedTuple):
    """A line of a label with its size and how it is drawn."""

    text: str
    size: float
    bold: bool = False
    ink: str = INK
    italic: bool = False


class Label(NamedTuple):
    """Lines of a label, their area, and whether they stand to the left of what they name."""

    ident: str
    lines: tuple[Words, ...]
    area: Area
    align: str


def draw_route(
    document: Document, features: Features, frame: Frame, *, keep_off: Area, detail: float = 0.25
) -> list[str]:
    """Return the layers of the route; no bend smaller than `detail` units, and no label on the area to keep off."""
    drawn = [(line, _line_spots(line, frame, detail)) for line in features.lines]
    others = [[piece for line in way for piece in frame.lines(line.points)] for way in features.others]
    lines = [*(piece for _, pieces in drawn for piece in pieces), *(piece for way in others for piece in way)]
    spots = [spot for piece in lines for spot in _samples(piece)]
    room = Room(frame.panel, spots)
    room.take(keep_off)
    for stop in features.stops:
        room.take_station(frame.spot(stop.point), STOP_STYLES[stop.role]["radius"] + 1.5)
    stations = list(_station_labels(document, features.stops, frame, room))
    symbols, marks = _place_marks(features, frame, room)
    stations += _passing_labels(document, features, frame, room)
    labels = [*stations, *marks]
    order = sorted(features.stops, key=lambda stop: LAST.get(stop.role, 0))
    return [
        layer("Other ways", _other_ways(others, weigh_ways(features))),
        layer("Route", [*_casings(drawn), *_lines(drawn)]),
        layer("Stations", [draw_stop(frame.spot(s.point), s.role, ident=f"station-{_ident(s.code)}") for s in order]),
        layer("Symbols", symbols),
        layer("Labels", [_draw_label(label) for label in labels], style=RIM),
    ]


def _ident(code: str) -> str:
    return "".join(c if c.isascii() and c.isalnum() else "-" for c in code)


def _line_spots(line: Line, frame: Frame, detail: float) -> list[list[Spot]]:
    pieces = [piece for piece in frame.lines(line.points, step=detail) if len(piece) > 1]
    return [shift_right(piece, BESIDE) for piece in pieces] if line.is_twice else pieces


def _samples(piece: Sequence[Spot]) -> Iterator[Spot]:
    """Yield spots along a line, some 5 units apart."""
    for (x, y), (to_x, to_y) in pairwise(piece):
        count = max(1, int(max(abs(to_x - x), abs(to_y - y)) / 5))
        yield from ((x + (to_x - x) * n / count, y + (to_y - y) * n / count) for n in range(count))


def _casings(drawn: Sequence[tuple[Line, list[list[Spot]]]]) -> Iterator[str]:
    data = path_data(piece for _, pieces in drawn for piece in pieces)
    yield element("path", {"id": "route-casing", "fill": "none", **CASING, "d": data})


def _lines(drawn: Sequence[tuple[Line, list[list[Spot]]]]) -> Iterator[str]:
    """Yield the legs in a group; those of one style that follow each other are one path, so that its dashes run on."""
    runs: list[tuple[tuple[str, bool, bool], list[list[Spot]]]] = []
    for line, pieces in drawn:
        key = (line.basis, line.is_schematic, line.is_twice)
        if not runs or runs[-1][0] != key:
            runs.append((key, []))
        for piece in pieces:
            joined = runs[-1][1]
            if joined and _is_near(joined[-1][-1], piece[0]):
                joined[-1] = [*joined[-1], *piece[1:]]
            else:
                joined.append(list(piece))
    paths = [
        element("path", {"id": f"route-{number}-{basis}", **_dash(basis, is_schematic), "d": path_data(pieces)})
        for number, ((basis, is_schematic, _), pieces) in enumerate(runs, start=1)
    ]
    if paths:
        yield element("g", {"id": "route-lines", **_PLAIN, "stroke-width": LINE_WIDTH}, "".join(paths))


def _is_near(first: Spot, second: Spot) -> bool:
    return abs(first[0] - second[0]) + abs(first[1] - second[1]) < 8


def line_style(basis: str, *, is_schematic: bool = False, width: float = LINE_WIDTH) -> dict[str, object]:
    """Return the attributes of a leg's line."""
    return {**_PLAIN, "stroke-width": width, **_dash(basis, is_schematic)}


def _dash(basis: str, is_schematic: bool) -> dict[str, object]:
    return _colour({**BASIS_STYLES[basis], **(SCHEMATIC_STYLE if is_schematic else {})})


def _colour(style: Mapping[str, Any]) -> dict[str, object]:
    return {"stroke": style["color"], "stroke-dasharray": style.get("dashArray")}


def other_style(number: int) -> dict[str, object]:
    """Return the attributes of the line of another way."""
    return {**_PLAIN, "stroke-width": 2.8, **_colour(pick_style(number))}


def _other_ways(drawn: Sequence[list[list[Spot]]], weights: Sequence[int]) -> Iterator[str]:
    """Yield the other ways, each below those that run along it and are thinner."""
    for number in sorted(range(len(drawn)), key=lambda n: -weights[n]):
        style = other_style(number) | {"stroke-width": 2.8 + 2.2 * weights[number]}
        yield element("path", {"id": f"way-{number + 2}", **style, "d": path_data(drawn[number])})


def _station_labels(document: Document, stops: Sequence[Stop], frame: Frame, room: Room) -> Iterator[Label]:
    """Yield the labels of the ends and of the stops, and of a reach those of its places, the weightiest first."""
    reached, known = list_reached(document), {stop.code: stop for stop in stops}
    weighty = [stop for role in (ENDS, ("stop",)) for stop in stops if stop.role in role]
    for stop in (*weighty, *(known[code] for code in reached if code in known)):
        if label := _station_label(document, stop, frame, room, chance=reached.get(stop.code, "")):
            yield label


def _passing_labels(document: Document, features: Features, frame: Frame, room: Room) -> list[Label]:
    passes = [stop for stop in features.stops if stop.role == "pass"]
    labels = (_station_label(document, stop, frame, room) for stop in passes)
    return [label for label in labels if label]


def _station_label(document: Document, stop: Stop, frame: Frame, room: Room, *, chance: str = "") -> Label | None:
    if is_crossing(document, stop.code):
        return None
    lines = tuple(_station_words(document, stop, chance))
    radius = STOP_STYLES[stop.role]["radius"]
    spot, is_end = frame.spot(stop.point), stop.role in ENDS
    ident, weighty = f"label-{_ident(stop.code)}", is_end or stop.role == "stop"
    return _place_label(ident, lines, spot, room, radius=radius, must=is_end, weighty=weighty)


def _station_words(document: Document, stop: Stop, chance: str) -> Iterator[Words]:
    station = document["stations"][stop.code]
    if chance:
        yield Words(f"{clean(station['name'])}, {chance}", 11.5)
        return
    if stop.role not in ENDS:
        is_stop = stop.role == "stop"
        yield Words(clean(station["name"]), 12 if is_stop else 10.5, bold=is_stop, ink=INK if is_stop else "#444444")
        return
    local = clean(station["local_name"])
    yield Words(clean(station["name"]), 15, bold=True)
    if local and local != clean(station["name"]):
        yield Words(local, 12, ink=SOFT)
    for caption in list_compared(document, stop.code) or build_caption(document, stop):  # a page has them beside it
        yield Words(clean(caption), 11.5)


def _place_label(
    ident: str, lines: tuple[Words, ...], anchor: Spot, room: Room, *, radius: float, must: bool, weighty: bool
) -> Label | None:
    shown = tuple(line for line in lines if line.text)
    if not shown:
        return None
    wide = max(text_width(line.text, line.size, bold=line.bold) for line in shown)
    size, gaps = (wide, sum(line.size * 1.18 for line in shown)), [radius + 3 + gap for gap in NEAR]
    area = room.place(anchor, size, gaps=gaps, stray_cost=STRAY_COST if weighty else inf, must=must)
    if area is None:
        return None
    middle = (area.left + area.right) / 2
    align = "end" if area.right <= anchor[0] + 1 else "start" if area.left >= anchor[0] - 1 else "middle"
    return Label(ident, shown, area, align if abs(middle - anchor[0]) > 1 else "middle")


def _draw_label(label: Label) -> str:
    """Return a label as text, one element a line."""
    area = label.area
    x = {"start": area.left, "end": area.right, "middle": (area.left + area.right) / 2}[label.align]
    parts, y = [], area.top
    for line in label.lines:
        values: dict[str, object] = {"font-size": line.size, "font-weight": 700 if line.bold else None}
        values |= {"font-style": "italic" if line.italic else None}
        values |= {"text-anchor": None if label.align == "start" else label.align}
        parts.append(text((x, y + line.size * 0.92), line.text, values | {"fill": line.ink}))
        y += line.size * 1.18
    return group(label.ident, parts)


def _place_marks(features: Features, frame: Frame, room: Room) -> tuple[list[str], list[Label]]:
    """Return the symbols, each beside its place and tied to it by a thin line, and the labels of those with room."""
    drawn, labels = [], []
    for number, mark in enumerate(features.marks, start=1):
        words = Words(
            clean(" ".join(mark.label.split("\n"))),
            11,
            ink=BORDER_INK if mark.kind in ("border", "clock") else INK,
            italic=True,
        )
        placed = _place_mark(mark, words, frame.spot(mark.point), room)
        if placed is None:
            continue
        spot, area, align = placed
        tie = {"x1": frame.spot(mark.point)[0], "y1": frame.spot(mark.point)[1], "x2": spot[0], "y2": spot[1]}
        line = element("line", {**tie, "stroke": INK, "stroke-width": 0.8})
        drawn.append(group(f"symbol-{number}-{mark.kind}", [line, draw_symbol(mark.kind, spot)]))
        if area:
            labels.append(Label(f"label-symbol-{number}", (words,), area, align))
    return drawn, labels


def _place_mark(mark: Mark, words: Words, anchor: Spot, room: Room) -> tuple[Spot, Area | None, str] | None:
    """Return the middle of a symbol, the area of its label beside it, and how that is aligned."""
    wide = text_width(words.text, words.size)
    size = SYMBOL_SIZE
    area = room.place(anchor, (size + 4 + wide, size), gaps=[12 + gap for gap in FAR])
    if area is None:
        bare = room.place(anchor, (size, size), gaps=[12 + gap for gap in FAR])
        return (((bare.left + bare.right) / 2, (bare.top + bare.bottom) / 2), None, "start") if bare else None
    y = (area.top + area.bottom) / 2
    top, bottom = y - words.size * 0.6, y + words.size * 0.6
    if (area.left + area.right) / 2 >= anchor[0]:
        spot = (area.left + size / 2, y)
        return spot, Area(area.left + size + 4, top, area.right, bottom), "start"
    return (area.right - size / 2, y), Area(area.left, top, area.right - size - 4, bottom), "end"
