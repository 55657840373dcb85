"""What is drawn in a chart of time and distance: the run with its dwells, and what is early, late or too late."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from routes.errors import UsageError
from routes.maps.changes import list_changes
from routes.maps.flat.axes import INK, RULE, Grid, draw_clock, draw_hours, draw_stations, read_utc
from routes.maps.flat.frame import Panel
from routes.maps.flat.letters import text_width
from routes.maps.flat.svg import (
    IDENTS,
    Spot,
    clean,
    element,
    escape,
    group,
    layer,
    path_data,
    share_styles,
    text,
    thin_spots,
)
from routes.maps.flat.symbols import draw_symbol
from routes.maps.lines import draw_legs
from routes.sentences import READINGS, reading_names, station_name
from routes.sentences_scheduled import list_events
from routes.stamps import format_bound, format_stamp, format_zone

Document = Mapping[str, Any]
INSET_SIZE, INSET, WORDY = (496, 470), Panel(156.0, 28.0, 332.0, 400.0), 600.0
"""The chart of a page's panel, which is some 400 pixels wide; lines and readings are named from a width on."""
ABOUT = "Time across, on the clocks of both ends and in UTC; kilometres from the start down."
BANDS = {
    ("safe", "even"): {"fill": "#56b4e9", "fill-opacity": 0.42},
    ("even", "too_late_after"): {"fill": "#e69f00", "fill-opacity": 0.42},
    ("early", "late"): {"fill": "#56b4e9", "fill-opacity": 0.42},
}
RIM = {"fill": "#ffffff", "stroke": "#ffffff", "stroke-width": 3, "stroke-linejoin": "round"}
RUN_STYLE = {"fill": "none", "stroke": "#0072b2", "stroke-width": 2.6, "stroke-linejoin": "round"}
READING_STYLES = {
    "safe": {"stroke": "#0072b2", "stroke-width": 1.4, "stroke-dasharray": "7 4"},
    "too_late_after": {"stroke": "#d55e00", "stroke-width": 1.4, "stroke-dasharray": "2 3"},
}


class Point(NamedTuple):
    """An event of the run: its metres from the start, and its instants by name where it has them."""

    at_m: int
    times: Mapping[str, datetime]


def build_inset(document: Document, number: int) -> str:
    """Return the chart as a small SVG for the panel of a page, "" where there is none; `number` tells it apart."""
    try:
        events = list_timed(document)
    except UsageError:
        return ""
    points = list_points(document, events)
    clip = f"inset-{number}"
    drawn = share_styles(IDENTS.sub("", "".join(draw_plot(document, events, points, INSET))).replace("map-frame", clip))
    box = f'x="{INSET.left:g}" y="{INSET.top:g}" width="{INSET.width:g}" height="{INSET.height:g}"'
    return (
        f'<svg class="inset" viewBox="0 0 {INSET_SIZE[0]} {INSET_SIZE[1]}" role="img" font-size="12" '
        f'aria-label="{escape(ABOUT)}"><clipPath id="{clip}"><rect {box}/></clipPath>{drawn}</svg>'
    )


def list_timed(document: Document) -> list[Document]:
    """Return the events that have a time; raises UsageError where there are not two."""
    if document["itinerary"] is None:
        hint = "ask about one of its rows: routes latest-departure FROM TO --arrive WHEN --json, then routes map FILE"
        raise UsageError(f"a {document['question']['kind']} has no one journey to chart", hint=hint)
    events = [event for event in list_events(document["itinerary"]) if event["time"] is not None]
    if len(events) < 2:
        hint = "ask when it must leave or will arrive: routes arrival FROM TO --depart WHEN"
        raise UsageError("an answer without times has no chart of them", hint=hint)
    return events


def draw_plot(document: Document, events: Sequence[Document], points: Sequence[Point], panel: Panel) -> list[str]:
    """Return the layers of the chart in a panel."""
    times = [time for point in points for time in point.times.values()]
    margin = max((max(times) - min(times)) * 0.03, timedelta(minutes=10))
    grid = Grid(panel, min(times) - margin, max(times) + margin, document["itinerary"]["length_m"])
    return [
        layer("Axes", [*_axes(document, grid), *draw_stations(document, _list_places(document, events), grid)]),
        layer("Bands", _bands(points, grid), clip="url(#map-frame)"),
        layer("Crossings", _crossings(document, grid)),
        layer("Deadline", [*_deadline(document, grid), *_as_of(document, grid)]),
        layer("Run", _run(document, events, points, grid), clip="url(#map-frame)"),
        layer("Readings", _anchors(document, points, grid)),
        layer("Frame", [_rect(panel)]),
    ]


def list_points(document: Document, events: Sequence[Document]) -> list[Point]:
    """Return the events with their times, and with the readings of the deadline where that is asked for."""
    names = ("early", "time", "late")
    base = [Point(e["at_m"], {name: read_utc(e[name]) for name in names if e[name]}) for e in events]
    rows = _find_deadlines(document, events)
    found = {index: row for index, row in rows if all(row[name] for name in ("even", "too_late_after"))}
    if not found or events[0]["station"] != events[min(found)]["station"]:
        return base
    return [point._replace(times={**point.times, **_readings(base, found, index)}) for index, point in enumerate(base)]


def _find_deadlines(document: Document, events: Sequence[Document]) -> Iterator[tuple[int, Document]]:
    """Yield the rows of the deadline, each with the index of its event, in travel order."""
    index = 0
    for row in document["answer"].get("deadlines", ()):
        keys = [(event["station"], event["event"]) for event in events[index:]]
        if (row["station"], row["event"]) in keys:
            index += keys.index((row["station"], row["event"]))
            yield index, row


def _readings(base: Sequence[Point], found: Mapping[int, Document], index: int) -> dict[str, datetime]:
    """Return the readings at an event: as computed, or between two that are, in proportion to the way."""
    before = max((i for i in found if i <= index), default=min(found))
    after = min((i for i in found if i >= index), default=max(found))
    names = [name for name in READINGS if found[before][name] and found[after][name]]
    way = base[after].at_m - base[before].at_m
    share = (base[index].at_m - base[before].at_m) / way if way else 0.0
    leads = {name: [read_utc(found[i][name]) - base[i].times["time"] for i in (before, after)] for name in names}
    at = base[index].times["time"]
    return {name: at + first + (last - first) * share for name, (first, last) in leads.items()}


def _list_places(document: Document, events: Sequence[Document]) -> list[tuple[str, int, int]]:
    itinerary = document["itinerary"]
    worked = {dwell["station"] for dwell in itinerary["dwells"]}
    ends = (0, itinerary["length_m"])
    ranks = {(e["station"], e["at_m"]): 0 if e["at_m"] in ends else 1 if e["station"] in worked else 2 for e in events}
    return [(code, at_m, rank) for (code, at_m), rank in ranks.items()]


def _axes(document: Document, grid: Grid) -> Iterator[str]:
    """Yield the clock of the start above, that of the end and UTC below, and the hours of the start as lines."""
    itinerary = document["itinerary"]
    start, end = (document["stations"][itinerary[key]]["zone"] for key in ("from", "to"))
    names = [station_name(document, itinerary[key]) for key in ("from", "to")]
    yield from draw_hours(grid, start)
    yield from draw_clock(grid, start, name=names[0], above=True)
    yield from draw_clock(grid, end, name=names[1], above=False)
    yield from draw_clock(grid, "UTC", name="UTC", above=False, row=1)


def _bands(points: Sequence[Point], grid: Grid) -> Iterator[str]:
    """Yield the bands between two readings; of a deadline its own, else from early to late."""
    has_deadline = any("even" in point.times for point in points)
    for (first, last), style in BANDS.items():
        if has_deadline == (first == "early"):
            continue
        both = [point for point in points if first in point.times and last in point.times]
        if len(both) > 1:
            edge, back = _trace(both, first, grid), _trace(both[::-1], last, grid)
            data = path_data([[*edge, *back]], closed=True)
            yield element("path", {"id": f"band-{first}-{last}", **style, "d": data})


def _run(document: Document, events: Sequence[Document], points: Sequence[Point], grid: Grid) -> Iterator[str]:
    for name, style in READING_STYLES.items():
        known = [point for point in points if name in point.times]
        if len(known) > 1:
            data = path_data([_trace(known, name, grid)])
            yield element("path", {"id": name.replace("_", "-"), "fill": "none", **style, "d": data})
    yield element("path", {"id": "expected-run", **RUN_STYLE, "d": path_data([_trace(points, "time", grid)])})
    stays = [
        _trace([point, later], "time", grid)
        for (event, point), (after, later) in pairwise(zip(events, points, strict=True))
        if event["event"] == "arr" and after["event"] == "dep" and event["station"] == after["station"]
    ]
    if data := path_data(stays):
        yield element("path", {"id": "stays", **RUN_STYLE, "stroke-width": 5, "d": data})


def _trace(points: Sequence[Point], name: str, grid: Grid) -> list[Spot]:
    """Return where the train is in one reading, without the places between which its line stays straight."""
    return thin_spots([(grid.x(point.times[name]), grid.y(point.at_m)) for point in points])


def _anchors(document: Document, points: Sequence[Point], grid: Grid) -> Iterator[str]:
    """Yield a dot where a reading was computed, and at the start its time."""
    events = [event for event in document["itinerary"]["events"] if event["time"] is not None]
    if not any("even" in point.times for point in points):
        return
    deadlines = list(_find_deadlines(document, events))
    for name in READINGS:
        for index, row in deadlines:
            if row[name]:
                spot = grid.spot(row[name], points[index].at_m)
                fill = {"safe": "#0072b2", "even": "#ffffff", "too_late_after": "#d55e00"}[name]
                dot = {"cx": float(spot[0]), "cy": float(spot[1]), "r": 3.4, "fill": fill, "stroke": INK}
                yield element("circle", dot | {"stroke-width": 1})
    if grid.panel.width < WORDY:
        return
    row, free = document["answer"]["depart_by"], [0.0, 0.0, 0.0]
    for name, words in reading_names(document).items():
        if row[name]:
            spot = grid.spot(row[name], points[0].at_m)
            wide = max(text_width(words, 11), text_width(format_stamp(row[name]), 11, bold=True)) + 12
            level = next((n for n, right in enumerate(free) if right < spot[0]), 2)
            free[level] = spot[0] + wide
            yield _start_label((spot[0] + 6, spot[1] + 17 + 29 * level), words, format_stamp(row[name]))


def _start_label(spot: Spot, words: str, reading: str) -> str:
    """Return the time and the name of a reading of the departure, over a white rim."""
    rows = ((spot, clean(reading), 700), ((spot[0], spot[1] + 13), clean(words), None))
    shown = [(at, line, {"font-size": 11, "font-weight": weight}) for at, line, weight in rows]
    return "".join(text(at, line, {**values, **ink}) for ink in (RIM, {"fill": INK}) for at, line, values in shown)


def _crossings(document: Document, grid: Grid) -> Iterator[str]:
    """Yield a line across where the journey crosses a border or the clocks change, with what happens there."""
    lines = tuple(draw_legs(document, document["itinerary"]["legs"]))
    for number, change in enumerate(list_changes(document, lines), start=1):
        y = grid.y(change.at_m)
        line = {"x1": grid.panel.left, "x2": grid.panel.right, "y1": y, "y2": y}
        ink = "#7a1f5c" if change.kind == "border" else "#00664a"
        style = {"stroke": ink, "stroke-width": 1.3, "stroke-dasharray": "8 3 2 3"}
        x = grid.panel.left + 14
        label = {"font-size": 11.5, "font-style": "italic", "fill": "#5c1745"}
        signs = [
            draw_symbol(change.kind, (x, y), size=16),
            *(text((x + 12, y - 4), clean(change.label), s) for s in ({**label, **RIM}, label)),
        ]
        yield group(f"crossing-{number}", [element("line", {**line, **style}), *signs])


def _deadline(document: Document, grid: Grid) -> Iterator[str]:
    """Yield the instant by which it is to arrive, as a line down to the last station."""
    by = document["answer"].get("arrive_by")
    if by and grid.first <= read_utc(by) <= grid.last:
        words = f"arrive by {format_bound(by)} {format_zone(by)}"
        yield from _upright(grid, read_utc(by), words, "#b34700", low=False)


def _as_of(document: Document, grid: Grid) -> Iterator[str]:
    """Yield the instant whose knowledge counts, where it falls into the chart."""
    as_of = document["as_of"]
    if grid.first <= read_utc(as_of) <= grid.last:
        yield from _upright(
            grid, read_utc(as_of), f"as of {format_stamp(as_of)} {format_zone(as_of)}", "#555555", low=True
        )


def _upright(grid: Grid, instant: datetime, words: str, ink: str, *, low: bool) -> Iterator[str]:
    x = grid.x(instant)
    line = {"x1": x, "x2": x, "y1": grid.panel.top, "y2": grid.panel.bottom}
    yield element("line", line | {"stroke": ink, "stroke-width": 1.2, "stroke-dasharray": "3 3"})
    if grid.panel.width < WORDY:
        return
    is_left = x > grid.panel.right - text_width(words, 11.5) - 14
    y = grid.panel.bottom - 26 if low else grid.panel.top + 16
    values = {"font-size": 11.5, "font-weight": 600, "text-anchor": "end" if is_left else None}
    at = (x + (-6 if is_left else 6), y)
    yield from (text(at, clean(words), {**values, **shown}) for shown in (RIM, {"fill": ink}))


def _rect(panel: Panel) -> str:
    box = {"x": panel.left, "y": panel.top, "width": panel.width, "height": panel.height}
    return element("rect", {**box, "fill": "none", "stroke": RULE, "stroke-width": 1})
