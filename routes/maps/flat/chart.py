"""The chart of a journey over time and distance as a picture: the plot with its title, legend and notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from routes.maps.features import list_parts
from routes.maps.flat.axes import INK, SOFT
from routes.maps.flat.frame import Panel
from routes.maps.flat.letters import break_lines, text_width
from routes.maps.flat.picture import EDGE, HEIGHT, SMALL_SIZE, WIDTH, Block, compose, draw_head
from routes.maps.flat.plot import BANDS, READING_STYLES, RUN_STYLE, draw_plot, list_places, list_roads
from routes.maps.flat.plot_marks import SHUT_STYLE
from routes.maps.flat.plot_points import Shown, has_times, list_shown
from routes.maps.flat.svg import clean, element, layer, text
from routes.maps.flat.symbols import draw_symbol
from routes.maps.legend import SYMBOLS
from routes.maps.look import speak
from routes.maps.sightings import list_sightings
from routes.maps.speech import Speech, find_speech, say_in
from routes.sentences import name_way, reading_names, station_name
from routes.sentences_scheduled import is_scheduled

Document = Mapping[str, Any]
LEAST_LEFT, MOST_LEFT, BESIDE_NAMES, BOTTOM_AXIS, ROW = 150.0, 350.0, 62.0, 36.0, 19.0


def build_chart(document: Document, *, lang: str = "") -> str:
    """Return the chart of an answer as SVG text, with each reading of the question; same input, same text.

    Raises: UsageError, for an answer of rows, or one without times.
    """
    speech = find_speech(lang)
    document = speak(document, lang) if speech else document
    shown = _list_timed(document)
    head, foot = draw_head(document, speech), _foot(document, shown, speech)
    legend = _legend(shown, foot[1] - 12, speech)
    left = _measure_names(shown)
    panel = Panel(left, head.at + 22, WIDTH - left - EDGE - 8, legend.at - 14 - BOTTOM_AXIS - head.at - 22)
    return compose(
        document,
        [
            *draw_plot(shown, panel),
            layer("Legend", legend.parts),
            layer("Title", head.parts),
            layer("Sources", foot[0]),
        ],
        panel=panel,
        speech=speech,
    )


def _list_timed(document: Document) -> list[Shown]:
    """Return the readings of a question, or the journeys of a timetable, that have times; at least one."""
    parts = list_parts(document)
    timed = [part for part in parts if part["itinerary"] and has_times(part["itinerary"])]
    return [list_shown(part) for part in timed or parts[:1]]


def _measure_names(shown: Sequence[Shown]) -> float:
    """Return where the panel begins, so that names stand before it, and those of the clocks of both ends."""
    first = shown[0].document
    names = [(station_name(first, code), rank) for one in shown for code, _, rank in list_places(one)]
    wide = [text_width(clean(name), 12 if rank < 2 else 10.5, bold=rank < 2) + BESIDE_NAMES for name, rank in names]
    clocks = [f"{station_name(first, first['itinerary'][key])}, UTC+12:45" for key in ("from", "to")]
    wide += [text_width(clean(clock), 11, bold=True) + 24 for clock in clocks]
    return min(max(LEAST_LEFT, *wide), MOST_LEFT)


def _legend(shown: Sequence[Shown], bottom: float, speech: Speech | None) -> Block:
    """Return the rows of the legend, the last with its words on a line, and where the first has its own."""
    rows: list[list[str]] = [[]]
    spots, x = list[tuple[dict[str, Any], str, float, int]](), EDGE
    for drawn, english in _entries(shown):
        words = clean(say_in(english, speech))
        wide = 32 + text_width(words, 12) + 20
        if x > EDGE and x + wide - 20 > WIDTH - EDGE:
            rows, x = [*rows, []], EDGE
        spots.append((drawn, words, x, len(rows) - 1))
        x += wide
    top = bottom - ROW * (len(rows) - 1)
    return Block([_entry(drawn, words, (x, top + ROW * row)) for drawn, words, x, row in spots], top)


def _entry(drawn: dict[str, Any], words: str, spot: tuple[float, float]) -> str:
    x, y = spot
    if "symbol" in drawn:
        sign = draw_symbol(drawn["symbol"], (x + 13, y - 4), size=16)
    elif "stroke" in drawn:
        sign = element("path", {"fill": "none", **drawn, "d": f"M{x:.1f} {y - 4:.1f}h26"})
    else:
        sign = element("rect", {"x": x, "y": y - 10, "width": 26, "height": 11} | drawn)
    return sign + text((x + 32, y), words, {"font-size": 12, "fill": INK})


def _entries(shown: Sequence[Shown]) -> Iterator[tuple[dict[str, Any], str]]:
    document, names = shown[0].document, {name for one in shown for point in one.points for name in point.times}
    yield dict(RUN_STYLE), "expected run, dwells drawn broad"
    if "even" not in names and "late" in names and not is_scheduled(document):
        yield BANDS["early", "late"], "from early to late"
    if "even" in names:
        words = reading_names(document)
        for first, last in (("safe", "even"), ("even", "too_late_after")):
            if first in names:
                yield BANDS[first, last], f"{words[first]} to {words[last]}"
        yield from ((style, words[name]) for name, style in READING_STYLES.items() if name in names)
    for window in dict.fromkeys(row["text"] for row in document["answer"].get("shut", ())):
        yield SHUT_STYLE, f"shut by the window “{clean(window)}”"
    for kind in dict.fromkeys(kind for kind, _ in list_sightings(document)):
        yield {"symbol": kind}, SYMBOLS[kind]


def _list_notes(document: Document, shown: Sequence[Shown]) -> Iterator[str]:
    across = "Across: time, with the clocks of both ends and UTC."
    yield f"Down: kilometres of {name_way(document)} from the start. {across}"
    if "deadlines" in document["answer"]:
        yield "Readings are computed at the dots and drawn in proportion between them."
    if not all(point.goes_on for one in shown for point in one.points):
        yield "Between dots with a window between them no reading is drawn."
    if list_roads(document["itinerary"]):
        yield "Short roads are drawn longer than to scale."
    yield f"Time zones: tzdata {document['tzdata']}."
    yield "By timetable." if is_scheduled(document) else "A model, not a timetable."


def _foot(document: Document, shown: Sequence[Shown], speech: Speech | None) -> tuple[list[str], float]:
    """Return the notes at the foot, and where they begin."""
    notes = (say_in(note, speech) for note in _list_notes(document, shown))
    lines = break_lines(clean(" ".join(notes)), SMALL_SIZE, WIDTH - 2 * EDGE)
    top = HEIGHT - 14 - (len(lines) - 1) * SMALL_SIZE * 1.3
    style = {"font-size": SMALL_SIZE, "fill": SOFT}
    return [text((EDGE, top + n * SMALL_SIZE * 1.3), line, style) for n, line in enumerate(lines)], top - SMALL_SIZE - 2
