"""The chance of being in time by when it leaves, as a small chart: places and text are those of the document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, NamedTuple

from routes.claim_sentences import format_model_chance
from routes.clock import zone_city
from routes.maps.flat.svg import Spot, path_data, thin_spots
from routes.maps.html import wrap
from routes.sentences import READINGS, reading_names, spans_years, station_name
from routes.stamps import format_stamp, format_zone, read_local

Document = Mapping[str, Any]
WIDTH, HEIGHT = 400.0, 214.0
LEFT, RIGHT, TOP, BOTTOM = 34.0, 8.0, 20.0, 34.0
ROOM, APART = 130.0, 72.0
"""What the name of a reading takes to the right of its dot, and what a date takes."""
EVENTS = {"dep": "leaves", "arr": "comes to", "pass": "passes"}


class _Frame(NamedTuple):
    """Where seconds and chances lie in the picture."""

    seconds: int

    def x(self, at_s: float) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * at_s / self.seconds, 1)

    def y(self, chance: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * chance, 1)


def build_chart(part: Document, number: int) -> str:
    """Return the chart of one reading of a question as SVG with a title and a description; `number` tells it apart."""
    curve = part["answer"]["curve"]
    frame = _Frame(curve["step_s"] * (len(curve["chances"]) - 1))
    body = [*_past(curve, frame), *_grid(part, frame), *_fall(curve, frame), *_hours(curve, frame)]
    body += [piece for mark in curve["marks"] if mark["chance"] is not None for piece in _mark(part, mark, frame)]
    names = f"chart-{number}-title chart-{number}-text"
    caption = wrap("p", [escape(f"{_title(part)}. "), *_list_asked(curve)])
    return (
        f'<div class="curve">{caption}<svg viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" aria-labelledby="{names}">'
        f'<title id="chart-{number}-title">{escape(_title(part))}</title>'
        f'<desc id="chart-{number}-text">{escape(_describe(part))}</desc>{"".join(body)}</svg></div>'
    )


def _list_asked(curve: Document) -> Iterator[str]:
    for mark in curve["marks"]:
        if mark["name"] == "asked":
            at = f" Asked: {format_stamp(mark['at'])}, {format_model_chance(mark['chance'])}."
            yield f'<i class="asked-dot"></i>{escape(at)}'


def _title(part: Document) -> str:
    curve = part["answer"]["curve"]
    first = curve["first"]
    name = station_name(part, curve["station"])
    return (
        f"Chance of being in time, by when it {EVENTS[curve['event']]} {name}; "
        f"clock of {zone_city(first['zone'])} ({format_zone(first)})"
    )


def _describe(part: Document) -> str:
    marks = [m for m in part["answer"]["curve"]["marks"] if m["chance"] is not None]
    return "; ".join(f"{format_model_chance(mark['chance'])} at {format_stamp(mark['at'])}" for mark in marks) + "."


def _past(curve: Document, frame: _Frame) -> Iterator[str]:
    """Yield the shade of what is past as of the question."""
    for mark in curve["marks"]:
        if mark["name"] == "as_of":
            x, top = frame.x(mark["at_s"]), frame.y(1)
            size = f'width="{round(x - LEFT, 1)}" height="{frame.y(0) - top:g}"'
            yield f'<rect class="gone" x="{LEFT:g}" y="{top:g}" {size}/>'
            yield f'<path class="as-of-line" d="M{x} {top - 6:g}V{frame.y(0)}"/>'
            anchor = "end" if x > WIDTH - 60 else "start" if x < LEFT + 30 else "middle"
            yield _text(x, top - 9, "as of", anchor, "small")


def _grid(part: Document, frame: _Frame) -> Iterator[str]:
    confidence = part["answer"]["confidence"]
    levels = {chance: frame.y(chance) for chance in sorted({0.0, round(1 - confidence, 4), 0.5, confidence, 1.0})}
    yield f'<path class="rule" d="{path_data(((LEFT, y), (WIDTH - RIGHT, y)) for y in levels.values())}"/>'
    yield from (_text(LEFT - 5, y + 3.5, f"{chance:.0%}", "end", "small") for chance, y in levels.items())


def _fall(curve: Document, frame: _Frame) -> Iterator[str]:
    points = [(frame.x(n * curve["step_s"]), frame.y(chance)) for n, chance in enumerate(curve["chances"])]
    line, ground = thin_spots(points), frame.y(0)
    area = [(line[0][0], ground), *line, (line[-1][0], ground)]
    yield f'<path class="area" d="{path_data([area], closed=True)}"/><path class="fall" d="{path_data([line])}"/>'


def _hours(curve: Document, frame: _Frame) -> Iterator[str]:
    """Yield the hours below, and below these the date at each midnight, and at the left where there is room."""
    taken, foot, lines = WIDTH + APART, frame.y(0) + 4, dict[str, list[tuple[Spot, Spot]]]()
    for tick in reversed(curve["ticks"]):
        local, x = read_local(tick["at"]), frame.x(tick["at_s"])
        is_day = (local.hour, local.minute) == (0, 0)
        lines.setdefault("day" if is_day else "tick", []).append(((x, frame.y(is_day)), (x, foot)))
        yield _text(x, frame.y(0) + 15, f"{local:%H:%M}", "middle", "small")
        if (is_day or tick is curve["ticks"][0]) and x < taken - APART:
            anchor = "end" if x > WIDTH - APART / 2 else "middle"
            yield _text(x, frame.y(0) + 28, format_stamp(tick["at"]).rpartition(" ")[0], anchor, "small strong")
            taken = x
    yield from (f'<path class="{kind}" d="{path_data(drawn)}"/>' for kind, drawn in lines.items())


def _mark(part: Document, mark: Document, frame: _Frame) -> Iterator[str]:
    """Yield the dot of a reading and its name: to the right, or where there is no room to the left, in the area."""
    x, y, ground = frame.x(mark["at_s"]), frame.y(mark["chance"]), frame.y(0)
    yield f'<path class="drop" d="M{x:g} {y:g}V{ground:g}"/>'
    yield f'<circle class="dot{"" if mark["name"] in READINGS else " asked"}" cx="{x:g}" cy="{y:g}" r="4.5"/>'
    if mark["name"] not in READINGS:
        return
    name, at = reading_names(part)[mark["name"]], format_stamp(mark["at"], with_year=spans_years(part))
    name += f" ({format_model_chance(mark['chance'])})" if mark["name"] == "too_late_after" else ""
    if x + ROOM < WIDTH:
        yield from (_text(x + 8, y - 8, name, "start", "name-of"), _text(x + 8, y + 5, at, "start", "strong"))
    else:
        below = min(y + 29, ground - 5)
        yield from (_text(x - 24, below - 13, name, "end", "name-of"), _text(x - 24, below, at, "end", "strong"))


def _text(x: float, y: float, text: str, anchor: str, kind: str) -> str:
    placed = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text class="{kind}" x="{x:g}" y="{y:g}"{placed}>{escape(text)}</text>'
