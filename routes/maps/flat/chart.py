"""The chart of a journey over time and distance as a picture: the plot with its title, legend and notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from routes.maps.flat.axes import INK, SOFT
from routes.maps.flat.frame import Panel
from routes.maps.flat.letters import break_lines, text_width
from routes.maps.flat.picture import EDGE, HEIGHT, SMALL_SIZE, WIDTH, compose, draw_head
from routes.maps.flat.plot import BANDS, RUN_STYLE, Point, draw_plot, list_points, list_timed
from routes.maps.flat.svg import clean, element, layer, text
from routes.maps.look import speak
from routes.maps.speech import Speech, find_speech, say_in
from routes.sentences import name_way, reading_names
from routes.sentences_scheduled import is_scheduled

Document = Mapping[str, Any]
LEFT, BOTTOM_AXIS = 188.0, 36.0


def build_chart(document: Document, *, lang: str = "") -> str:
    """Return the chart of the first reading of an answer as SVG text; the same input gives the same text.

    Raises: UsageError, for an answer of rows, or one without times.
    """
    speech = find_speech(lang)
    document = speak(document, lang) if speech else document
    events = list_timed(document)
    points = list_points(document, events)
    head, foot = draw_head(document, speech), _foot(document, speech)
    panel = Panel(LEFT, head.at + 22, WIDTH - LEFT - EDGE - 8, foot[1] - 26 - BOTTOM_AXIS - head.at - 22)
    return compose(
        document,
        [
            *draw_plot(document, events, points, panel),
            layer("Legend", _legend(document, points, foot[1] - 12, speech)),
            layer("Title", head.parts),
            layer("Sources", foot[0]),
        ],
        panel=panel,
        speech=speech,
    )


def _legend(document: Document, points: Sequence[Point], y: float, speech: Speech | None) -> Iterator[str]:
    """Yield the legend in one row."""
    x = EDGE
    for drawn, english in _entries(document, points):
        words = say_in(english, speech)
        sign = {"x": x, "y": y - 10, "width": 26, "height": 11}
        if "stroke" in drawn:
            yield element("path", {"fill": "none", **drawn, "d": f"M{x:.1f} {y - 4:.1f}h26"})
        else:
            yield element("rect", sign | drawn)
        yield text((x + 32, y), clean(words), {"font-size": 12, "fill": INK})
        x += 32 + text_width(words, 12) + 20


def _entries(document: Document, points: Sequence[Point]) -> Iterator[tuple[dict[str, Any], str]]:
    yield dict(RUN_STYLE), "expected run, dwells drawn broad"
    if not any("even" in point.times for point in points):
        if not is_scheduled(document):
            yield BANDS["early", "late"], "from early to late"
        return
    names = reading_names(document)
    if any("safe" in point.times for point in points):
        yield BANDS["safe", "even"], f"{names['safe']} to {names['even']}"
    yield BANDS["even", "too_late_after"], f"{names['even']} to {names['too_late_after']}"


def _list_notes(document: Document) -> Iterator[str]:
    across = "Across: time, with the clocks of both ends and UTC."
    yield f"Down: kilometres of {name_way(document)} from the start. {across}"
    if "deadlines" in document["answer"]:
        yield "Readings are computed at the dots and drawn in proportion between them."
    if document["alternatives"]:
        yield "Of several readings of the question, drawn: the first reading."
    yield f"Time zones: tzdata {document['tzdata']}."
    yield "By timetable." if is_scheduled(document) else "A model, not a timetable."


def _foot(document: Document, speech: Speech | None) -> tuple[list[str], float]:
    """Return the notes at the foot, and where they begin."""
    notes = (say_in(note, speech) for note in _list_notes(document))
    lines = break_lines(clean(" ".join(notes)), SMALL_SIZE, WIDTH - 2 * EDGE)
    top = HEIGHT - 14 - (len(lines) - 1) * SMALL_SIZE * 1.3
    style = {"font-size": SMALL_SIZE, "fill": SOFT}
    return [text((EDGE, top + n * SMALL_SIZE * 1.3), line, style) for n, line in enumerate(lines)], top - SMALL_SIZE - 2
