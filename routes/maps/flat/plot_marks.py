"""What a chart of time and distance marks besides the run: readings, deadlines, windows, sightings, borders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from routes.maps.changes import list_changes
from routes.maps.flat.axes import INK, Grid, read_utc
from routes.maps.flat.labels import Area, Room, around
from routes.maps.flat.letters import text_width
from routes.maps.flat.plot_points import Shown, find_deadlines, find_events
from routes.maps.flat.svg import Spot, clean, element, group, path_data, text
from routes.maps.flat.symbols import draw_symbol
from routes.maps.lines import draw_legs
from routes.maps.sightings import format_label, list_sightings, read_stamp
from routes.sentences import READINGS, reading_names
from routes.stamps import format_bound, format_each, format_stamp, format_zone

Document = Mapping[str, Any]
WORDY = 600.0
"""From this width on, readings and instants are named in the chart."""
RIM = {"fill": "#ffffff", "stroke": "#ffffff", "stroke-width": 3, "stroke-linejoin": "round"}
SHUT_STYLE = {"fill": "none", "stroke": "#4d4d4d", "stroke-width": 8, "stroke-dasharray": "1.4 2.4"}
DOTS = {
    **{"safe": "#0072b2", "even": "#ffffff", "too_late_after": "#d55e00"},
    **{"early": "#0072b2", "expected": "#ffffff", "late": "#0072b2"},
}
CROSSING_INKS = {"border": "#7a1f5c", "clock": "#00664a"}
DEADLINE_INK, AS_OF_INK = "#b34700", "#555555"
LINE, GAPS, FAR_GAPS = 13.0, (8.0, 18.0, 30.0), (44.0, 60.0)


class Note(NamedTuple):
    """What is written beside a spot: its lines, the first in bold, and its ink."""

    spot: Spot
    lines: tuple[str, ...]
    ink: str = INK


def list_dots(shown: Shown, grid: Grid) -> Iterator[tuple[str, Spot]]:
    """Yield the readings that are computed, each with its spot: of a deadline at every row, else of the arrival."""
    if shown.has_deadline:
        rows = list(find_deadlines(shown.document, shown.events))
        found = [(name, row[name], shown.points[index].at_m) for name in READINGS for index, row in rows]
    else:
        arrive = shown.document["answer"]["arrive"]
        found = [(name, stamp, shown.points[-1].at_m) for name, stamp in _list_apart(arrive)]
    yield from ((name, grid.spot(stamp, at_m)) for name, stamp, at_m in found if stamp)


def _list_apart(arrive: Document) -> list[tuple[str, Document]]:
    """Return the readings of an arrival; where all are one, the expected alone."""
    known = {name: stamp for name, stamp in arrive.items() if stamp}
    if len({stamp["utc"] for stamp in known.values()}) == 1 and "expected" in known:
        return [("expected", known["expected"])]
    return list(known.items())


def draw_dots(dots: Iterable[tuple[str, Spot]]) -> Iterator[str]:
    """Yield a dot where a reading was computed."""
    for name, spot in dots:
        dot = {"cx": float(spot[0]), "cy": float(spot[1]), "r": 3.4, "fill": DOTS[name], "stroke": INK}
        yield element("circle", dot | {"stroke-width": 1})


def list_notes(shown: Shown, grid: Grid) -> Iterator[Note]:
    """Yield the times of the readings at the start of a deadline, or at the end of an arrival, with their names."""
    document = shown.document
    if shown.has_deadline:
        names = reading_names(document)
        known = [(names[name], document["answer"]["depart_by"][name], shown.points[0].at_m) for name in READINGS]
    else:
        apart = _list_apart(document["answer"]["arrive"])
        known = [(name if len(apart) > 1 else "arrives", stamp, shown.points[-1].at_m) for name, stamp in apart]
    told = [row for row in known if row[1]]
    times = format_each([stamp for _, stamp, _ in told], up=not shown.has_deadline)
    for (words, stamp, at_m), time in zip(told, times, strict=True):
        yield Note(grid.spot(stamp, at_m), (time, words))


def draw_shut(shown: Shown, grid: Grid) -> Iterator[str]:
    """Yield a hatched bar at a station for each span in which a window is shut there."""
    for row in shown.document["answer"].get("shut", ()):
        for at_m in dict.fromkeys(shown.points[index].at_m for index in find_events(shown.events, row)):
            spans = [[grid.spot(span[end], at_m) for end in ("first", "last")] for span in row["spans"]]
            yield element("path", {**SHUT_STYLE, "d": path_data(spans)})


def list_seen(shown: Shown, grid: Grid) -> Iterator[tuple[str, Spot, float, Note]]:
    """Yield what was seen and not seen: its kind and spot, how wide its error is to either side, and what it says."""
    for kind, item in list_sightings(shown.document):
        for index in find_events(shown.events, item)[:1]:
            at, at_m = read_utc(read_stamp(kind, item)), shown.points[index].at_m
            spot = (grid.x(at), grid.y(at_m))
            wide = grid.x(at + timedelta(seconds=item["error_s"])) - spot[0] if kind == "seen" else 0.0
            head, time = format_label(kind, item).split("\n")
            yield kind, spot, wide, Note(spot, (time, head))


def draw_seen(seen: Iterable[tuple[str, Spot, float, Note]]) -> Iterator[str]:
    """Yield the symbols of what was seen and not seen, and the error as a bar."""
    for number, (kind, (x, y), wide, _) in enumerate(seen, start=1):
        ends = [[(x - wide, y), (x + wide, y)], *([(x + side, y - 6), (x + side, y + 6)] for side in (-wide, wide))]
        style = {"fill": "none", "stroke": "#0b4f8a", "stroke-width": 2}
        bar = element("path", {**style, "d": path_data(ends)}) if wide else ""
        yield group(f"{kind}-{number}", [bar, draw_symbol(kind, (x, y), size=16)])


def list_crossings(document: Document) -> Iterator[tuple[str, str, float]]:
    """Yield where the journey crosses a border or the clocks change: its kind, what happens there, and the metres."""
    lines = tuple(draw_legs(document, document["itinerary"]["legs"]))
    yield from ((change.kind, change.label, change.at_m) for change in list_changes(document, lines))


def draw_crossings(crossings: Sequence[tuple[str, str, float]], grid: Grid) -> Iterator[str]:
    """Yield a line across and a symbol for each border and change of clocks."""
    for number, (kind, _, at_m) in enumerate(crossings, start=1):
        y = grid.y(at_m)
        line = {"x1": grid.panel.left, "x2": grid.panel.right, "y1": y, "y2": y}
        style = {"stroke": CROSSING_INKS[kind], "stroke-width": 1.3, "stroke-dasharray": "8 3 2 3"}
        sign = draw_symbol(kind, (grid.panel.left + 14, y), size=16)
        yield group(f"crossing-{number}", [element("line", {**line, **style}), sign])


def list_uprights(shown: Sequence[Shown], grid: Grid) -> Iterator[tuple[float, str, str]]:
    """Yield the instants by which it is to arrive, and as of which it is known, with their words and ink."""
    bounds = [one.document["answer"].get("arrive_by") for one in shown]
    for by in {stamp["utc"]: stamp for stamp in bounds if stamp}.values():
        if _is_within(grid, read_utc(by)):
            yield grid.x(read_utc(by)), f"arrive by {format_bound(by)} {format_zone(by)}", DEADLINE_INK
    as_of = shown[0].document["as_of"]
    if _is_within(grid, read_utc(as_of)):
        yield grid.x(read_utc(as_of)), f"as of {format_stamp(as_of)} {format_zone(as_of)}", AS_OF_INK


def _is_within(grid: Grid, instant: datetime) -> bool:
    return grid.first <= instant <= grid.last


def draw_uprights(uprights: Iterable[tuple[float, str, str]], grid: Grid) -> Iterator[str]:
    """Yield a line down at each of these instants."""
    for x, _, ink in uprights:
        line = {"x1": x, "x2": x, "y1": grid.panel.top, "y2": grid.panel.bottom}
        yield element("line", line | {"stroke": ink, "stroke-width": 1.2, "stroke-dasharray": "3 3"})


def write_notes(notes: Iterable[Note], room: Room) -> Iterator[str]:
    """Yield notes beside their spots where there is room for them."""
    for note in notes:
        lines = [clean(line) for line in note.lines]
        wide = max(text_width(line, 11, bold=not number) for number, line in enumerate(lines))
        size = (wide, LINE * len(lines))
        if area := room.place(note.spot, size, gaps=GAPS) or room.place(note.spot, size, gaps=FAR_GAPS):
            yield _write(area, lines, note.ink)


def write_uprights(uprights: Iterable[tuple[float, str, str]], room: Room) -> Iterator[str]:
    """Yield the words of instants beside their lines: deadlines from the top down, the other from the foot up."""
    panel = room.panel
    for x, words, ink in uprights:
        size = (text_width(clean(words), 11, bold=True), LINE)
        rows = [panel.top + 14 + 16 * n for n in range(int(panel.height - 28) // 16 + 1)]
        beside = [(x + side, y) for y in (rows if ink == DEADLINE_INK else rows[::-1]) for side in (3, -3)]
        yield from _write_first(beside, size, [clean(words)], ink, room)


def write_crossings(crossings: Sequence[tuple[str, str, float]], grid: Grid, room: Room) -> Iterator[str]:
    """Yield what happens at borders and changes of clocks, above or below their lines, from the left."""
    for _, words, at_m in crossings:
        wide, y = text_width(clean(words), 11, bold=True), grid.y(at_m)
        steps = [grid.panel.left + 24 + (grid.panel.width - wide - 32) * n / 9 for n in range(10)]
        beside = [(x, y + side) for x in steps for side in (-9, 9)]
        yield from _write_first(beside, (wide, LINE), [clean(words)], "#5c1745", room)


def _write_first(spots: Sequence[Spot], size: Spot, lines: Sequence[str], ink: str, room: Room) -> Iterator[str]:
    """Yield lines at the first spot beside which there is room, else at the first of all."""
    found = (area for spot in spots if (area := room.place(spot, size, gaps=(0.0,))))
    if area := next(found, None) or room.place(spots[0], size, gaps=(0.0,), must=True):
        yield _write(area, lines, ink)


def _write(area: Area, lines: Sequence[str], ink: str) -> str:
    """Return lines of text in an area, the first in bold, over a white rim."""
    rows = [((area.left, area.top + 10 + LINE * n), line, None if n else 600) for n, line in enumerate(lines)]
    shown = [(at, line, {"font-size": 11, "font-weight": weight}) for at, line, weight in rows]
    return "".join(text(at, line, {**values, **over}) for over in (RIM, {"fill": ink}) for at, line, values in shown)


def open_room(grid: Grid, lines: Iterable[Sequence[Spot]], signs: Iterable[Spot]) -> Room:
    """Return the panel as it is before anything is written: lines are better left free, and signs must be."""
    room = Room(grid.panel, [spot for line in lines for spot in _densify(line)])
    for spot in signs:
        room.take(around(spot, 5.0))
    return room


def _densify(line: Sequence[Spot]) -> Iterator[Spot]:
    """Yield the spots of a line and more between them, some ten units apart."""
    for (x, y), (to_x, to_y) in pairwise(line):
        count = int(max(abs(to_x - x), abs(to_y - y)) // 10) + 1
        yield from ((x + (to_x - x) * n / count, y + (to_y - y) * n / count) for n in range(count))
    yield from line[-1:]
