"""The flat picture of an answer: title, the answer in a line, the map, legend, scale and sources, as editable SVG."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from routes.basemap.reader import CREDIT
from routes.maps.features import Features, build_features, list_parts
from routes.maps.flat.frame import Panel, build_frame
from routes.maps.flat.ground import draw_ground
from routes.maps.flat.letters import break_lines, text_width
from routes.maps.flat.names import draw_names
from routes.maps.flat.route import draw_route, line_style, other_style
from routes.maps.flat.scale import draw_scale
from routes.maps.flat.svg import FONT, HEAD, clean, element, escape, group, layer, text
from routes.maps.flat.symbols import draw_stop, draw_symbol
from routes.maps.layers import STOP_STYLES
from routes.maps.legend import ROLES, SYMBOLS, format_limits, list_chances, name_bases
from routes.maps.look import AS_IS, Look, format_disclaimer, speak
from routes.maps.method import format_credits
from routes.maps.panel import format_title, list_verdict
from routes.maps.speech import Speech, find_speech, say_in, translate
from routes.sentences import format_as_of, name_way

Document = Mapping[str, Any]
WIDTH, HEIGHT = 1200, 675
EDGE = 22.0
INK, SOFT, RULE = "#1a1a1a", "#555555", "#c9c6be"
TITLE_SIZE, ANSWER_SIZE, SMALL_SIZE, LEGEND_SIZE = 25.0, 16.0, 10.5, 12.0


class Block(NamedTuple):
    """Drawn parts, and where the next may begin below them, or above them where they are built from the foot up."""

    parts: list[str]
    at: float


def build_picture(document: Document, *, look: Look = AS_IS) -> str:
    """Return the picture of an answer as SVG text; the same document and look give the same text."""
    speech = find_speech(look.lang)
    document = speak(document, look.lang) if speech else document
    features = build_features(document)
    points = list_points(features)
    head = draw_head(document, speech)
    foot = _foot(document, features, look)
    legend = _legend(document, features, bottom=foot.at, speech=speech)
    panel = Panel(EDGE, head.at, WIDTH - 2 * EDGE, legend.at - head.at)
    frame = build_frame(panel, points)
    key = draw_scale(frame, points)
    return compose(
        document,
        [
            *draw_ground(frame, look),
            draw_names(look, frame),
            *draw_route(document if speech else speak(document, look.lang), features, frame, keep_off=key.area),
            _border(panel),
            layer("Scale", [key.drawn]),
            layer("Legend", legend.parts),
            layer("Title", head.parts),
            layer("Sources", foot.parts),
        ],
        panel=panel,
        speech=speech,
    )


def list_points(features: Features) -> list[tuple[float, float]]:
    """Return every (lat, lon) that is drawn, longitudes unwrapped."""
    lines = [line for way in (features.lines, *features.others) for line in way]
    return [*(point for line in lines for point in line.points), *(stop.point for stop in features.stops)]


def compose(document: Document, parts: Sequence[str], *, panel: Panel, speech: Speech | None = None) -> str:
    """Return a whole SVG around the layers of an answer, all in a language."""
    title, lines = say_in(format_title(document), speech), list_answer(document, speech)
    return wrap_picture(title, " ".join(lines), parts, panel=panel, speech=speech)


def wrap_picture(title: str, told: str, parts: Sequence[str], *, panel: Panel, speech: Speech | None = None) -> str:
    """Return a whole SVG around layers, with a title and a description for who cannot see it."""
    lang = f' lang="{speech.lang}"' if speech else ""
    box = {"x": panel.left, "y": panel.top, "width": panel.width, "height": panel.height}
    return "\n".join(
        [
            HEAD.format(width=WIDTH, height=HEIGHT, font=FONT, lang=lang),
            f'<title id="picture-title">{escape(title)}</title>',
            f'<desc id="picture-description">{escape(told)}</desc>',
            f'<defs><clipPath id="map-frame">{element("rect", box)}</clipPath></defs>',
            layer("Paper", [element("rect", {"width": WIDTH, "height": HEIGHT, "fill": "#ffffff"})]),
            *(translate(part, speech) for part in parts if part),
            "</svg>\n",
        ]
    )


def list_answer(document: Document, speech: Speech | None = None) -> list[str]:
    """Return the answer in a line for each reading of the question."""
    return [clean(say_in(list_verdict(part)[0], speech)) for part in list_parts(document)]


def draw_head(document: Document, speech: Speech | None = None) -> Block:
    """Return the title, the answer below it, and as of when it holds, with the place where the map begins."""
    wide, y, parts = WIDTH - 2 * EDGE, EDGE + 20.0, []
    title = clean(say_in(format_title(document), speech)).replace("?:", "?")
    for line in break_lines(title, TITLE_SIZE, wide, bold=True, most=2):
        parts.append(text((EDGE, y), line, {"font-size": TITLE_SIZE, "font-weight": 700, "fill": INK}))
        y += TITLE_SIZE * 1.15
    for sentence in list_answer(document, speech)[:2]:
        for line in break_lines(sentence, ANSWER_SIZE, wide, most=2):
            parts.append(text((EDGE, y - 3), line, {"font-size": ANSWER_SIZE, "fill": INK}))
            y += ANSWER_SIZE * 1.28
    if document["question"]["kind"] != "distance":
        is_past = not document["as_of"]["today"]
        style = {"font-size": 12.0, "font-weight": 600, "fill": "#7a3b00" if is_past else SOFT}
        parts.append(text((EDGE, y - 2), clean(say_in(format_as_of(document), speech)), style))
        y += 15
    return Block(parts, y)


def _foot(document: Document, features: Features, look: Look) -> Block:
    """Return the limits, sources and credits, and whose view of borders it is, set from the foot up."""
    texts = [format_limits(document, features), format_sources(document), format_disclaimer(look)]
    speech = find_speech(look.lang)
    lines = break_lines(clean(" ".join(say_in(each, speech) for each in texts)), SMALL_SIZE, WIDTH - 2 * EDGE)
    top = HEIGHT - 14 - (len(lines) - 1) * SMALL_SIZE * 1.3
    rows = [(EDGE, top + number * SMALL_SIZE * 1.3) for number in range(len(lines))]
    drawn = [text(at, line, {"font-size": SMALL_SIZE, "fill": SOFT}) for at, line in zip(rows, lines, strict=True)]
    return Block(drawn, top - SMALL_SIZE - 5)


def format_sources(document: Document) -> str:
    """Return what the picture owes to whom, in a line."""
    ground = f"{CREDIT}, generalised."
    return clean(f"Positions: {format_credits(document)}. {ground} Time zones: tzdata {document['tzdata']}.")


def _legend(document: Document, features: Features, *, bottom: float, speech: Speech | None) -> Block:
    """Return the rows of the legend, which has only what is on the map, above the foot."""
    rows: list[list[tuple[float, str, str, str]]] = [[]]
    x = EDGE
    for kind, name, english in _entries(document, features):
        words = say_in(english, speech)
        wide = 42.0 if kind in ("line", "way", "schematic") else 24.0
        after = x + wide + text_width(words, LEGEND_SIZE) + 20
        if rows[-1] and after - 20 > WIDTH - EDGE:
            rows.append([])
            after, x = EDGE + after - x, EDGE
        rows[-1].append((x, kind, name, words))
        x = after
    top = bottom - len(rows) * 20.0
    drawn = []
    for number, row in enumerate(rows):
        for left, kind, name, words in row:
            drawn.append(_entry(left, top + 12 + number * 20, kind, name, words))
    return Block(drawn, top - 4)


def _entries(document: Document, features: Features) -> Iterator[tuple[str, str, str]]:
    bases, roles = {line.basis for line in features.lines}, {stop.role for stop in features.stops}
    kinds = {mark.kind for mark in features.marks}
    yield from (("line", name, words) for name, words in name_bases(document).items() if name in bases)
    yield from (("line", name, words) for name, words in list_chances() if name in bases)
    if any(line.is_schematic for line in features.lines):
        yield "schematic", features.lines[0].basis, "schematic: long straight pieces"
    if any(line.is_twice for line in features.lines):
        yield "twice", features.lines[0].basis, f"same {name_way(document)}, run twice"
    yield from (("way", str(number), clean(name)) for number, name in enumerate(features.names))
    yield from (("stop", name, words) for name, words in ROLES.items() if name in roles)
    yield from (("symbol", name, words) for name, words in SYMBOLS.items() if name in kinds)


def _entry(left: float, y: float, kind: str, name: str, words: str) -> str:
    if kind in ("line", "schematic", "way"):
        style = other_style(int(name)) if kind == "way" else line_style(name, is_schematic=kind == "schematic")
        sign = element("path", {**style, "d": f"M{left:.1f} {y - 4:.1f}h34"})
        wide = 40.0
    elif kind == "twice":
        style = line_style("official", width=2.4)
        sign = element("path", {**style, "d": f"M{left:.1f} {y - 7:.1f}h18m0 5h-18"})
        wide = 24.0
    elif kind == "stop":
        sign = draw_stop((left + 8, y - 4), name, share=min(1.0, 6.5 / STOP_STYLES[name]["radius"]))
        wide = 22.0
    else:
        sign = draw_symbol(name, (left + 8, y - 4), size=16)
        wide = 22.0
    label = text((left + wide, y), words, {"font-size": LEGEND_SIZE, "fill": INK})
    return group(f"legend-{kind}-{name}", [sign, label])


def _border(panel: Panel) -> str:
    box = {"x": panel.left, "y": panel.top, "width": panel.width, "height": panel.height}
    return layer("Frame", [element("rect", {**box, "fill": "none", "stroke": RULE, "stroke-width": 1})])
