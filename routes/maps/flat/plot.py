"""What is drawn in a chart of time and distance: the run with its dwells, and what is early, late or too late."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any

from routes.errors import UsageError
from routes.maps.flat.axes import RULE, Grid, build_scale, draw_clock, draw_hours, draw_stations, read_utc
from routes.maps.flat.frame import Panel
from routes.maps.flat.plot_marks import (
    WORDY,
    draw_crossings,
    draw_dots,
    draw_seen,
    draw_shut,
    draw_uprights,
    list_crossings,
    list_dots,
    list_notes,
    list_seen,
    list_uprights,
    open_room,
    write_crossings,
    write_notes,
    write_uprights,
)
from routes.maps.flat.plot_points import Point, Shown, list_shown, split_points
from routes.maps.flat.svg import IDENTS, Spot, element, escape, layer, path_data, share_styles, thin_spots
from routes.maps.sightings import list_sightings, read_stamp
from routes.sentences import station_name

Document = Mapping[str, Any]
INSET_SIZE, INSET = (496, 470), Panel(156.0, 28.0, 332.0, 400.0)
"""The chart of a page's panel, which is some 400 pixels wide."""
CLIP, LEAST = "url(#map-frame)", 18.0
ABOUT = "Time across, on the clocks of both ends and in UTC; kilometres from the start down."
BANDS = {
    ("safe", "even"): {"fill": "#56b4e9", "fill-opacity": 0.42},
    ("even", "too_late_after"): {"fill": "#e69f00", "fill-opacity": 0.42},
    ("early", "late"): {"fill": "#56b4e9", "fill-opacity": 0.42},
}
RUN_STYLE = {"fill": "none", "stroke": "#0072b2", "stroke-width": 2.6, "stroke-linejoin": "round"}
READING_STYLES = {
    "safe": {"stroke": "#0072b2", "stroke-width": 1.4, "stroke-dasharray": "7 4"},
    "too_late_after": {"stroke": "#d55e00", "stroke-width": 1.4, "stroke-dasharray": "2 3"},
}


def build_inset(document: Document, number: int) -> str:
    """Return the chart as a small SVG for the panel of a page, "" where there is none; `number` tells it apart."""
    try:
        shown = list_shown(document)
    except UsageError:
        return ""
    clip = f"inset-{number}"
    drawn = share_styles(IDENTS.sub("", "".join(draw_plot([shown], INSET))).replace("map-frame", clip))
    box = f'x="{INSET.left:g}" y="{INSET.top:g}" width="{INSET.width:g}" height="{INSET.height:g}"'
    return (
        f'<svg class="inset" viewBox="0 0 {INSET_SIZE[0]} {INSET_SIZE[1]}" role="img" font-size="12" '
        f'aria-label="{escape(ABOUT)}"><clipPath id="{clip}"><rect {box}/></clipPath>{drawn}</svg>'
    )


def draw_plot(shown: Sequence[Shown], panel: Panel) -> list[str]:
    """Return the layers of the chart of one or several journeys in a panel."""
    grid = _open_grid(shown, panel)
    crossings = list(dict.fromkeys(item for one in shown for item in list_crossings(one.document)))
    dots = [dot for one in shown for dot in list_dots(one, grid)]
    seen = [item for one in shown[:1] for item in list_seen(one, grid)]
    uprights = list(list_uprights(shown, grid))
    traces = [_trace(one.points, "time", grid) for one in shown]
    signs = [*(spot for _, spot in dots), *(spot for _, spot, _, _ in seen)]
    falls = [[(x, panel.top), (x, panel.bottom)] for x, _, _ in uprights]
    room = open_room(grid, [*traces, *falls], [*signs, *((panel.left + 14, grid.y(at_m)) for _, _, at_m in crossings)])
    words = [
        *(write_notes([note for one in shown for note in list_notes(one, grid)], room) if panel.width >= WORDY else ()),
        *(write_notes([note for *_, note in seen], room) if panel.width >= WORDY else ()),
        *(write_uprights(uprights, room) if panel.width >= WORDY else ()),
        *write_crossings(crossings, grid, room),
    ]
    return [
        layer("Axes", [*_axes(shown[0].document, grid), *_stations(shown, grid)]),
        layer("Bands", (band for number, one in enumerate(shown) for band in _bands(one, number, grid)), clip=CLIP),
        layer("Crossings", draw_crossings(crossings, grid)),
        layer("Deadline", draw_uprights(uprights, grid)),
        layer("Windows", (bar for one in shown[:1] for bar in draw_shut(one, grid)), clip=CLIP),
        layer("Run", (line for number, one in enumerate(shown) for line in _run(one, number, grid)), clip=CLIP),
        layer("Readings", draw_dots(dots)),
        layer("Sightings", draw_seen(seen)),
        layer("Words", words),
        layer("Frame", [_rect(panel)]),
    ]


def _open_grid(shown: Sequence[Shown], panel: Panel) -> Grid:
    """Return a grid that holds all that is drawn of some journeys, with a margin in time."""
    times = [time for one in shown for point in one.points for time in point.times.values()]
    bounds = [one.document["answer"].get("arrive_by") for one in shown]
    times += [read_utc(bound) for bound in bounds if bound]
    times += [read_utc(read_stamp(*item)) for item in list_sightings(shown[0].document)]
    margin = max((max(times) - min(times)) * 0.03, timedelta(minutes=10))
    longest = max(shown, key=lambda one: int(one.document["itinerary"]["length_m"]))
    after = margin if any(bounds) else 3 * margin  # the late arrival is named above its dot
    return Grid(panel, min(times) - margin, max(times) + after, _build_scale(longest.document, panel))


def _build_scale(document: Document, panel: Panel) -> list[tuple[float, float]]:
    """Return the scale of the way down, on which roads to and from airports and ports are no shorter than a name."""
    itinerary = document["itinerary"]
    return build_scale(itinerary["length_m"], list_roads(itinerary), LEAST / (panel.height - 20))


def list_roads(itinerary: Document) -> list[tuple[float, float]]:
    """Return from where to where, in metres, a journey by air or sea goes by road."""
    ends = [(a, b) for a, b in pairwise(itinerary["events"]) if a["event"] != "arr"]
    legs = zip(itinerary["legs"], ends, strict=True)
    return [(start["at_m"], end["at_m"]) for leg, (start, end) in legs if leg["line"] == "road"]


def _stations(shown: Sequence[Shown], grid: Grid) -> Iterator[str]:
    """Yield the names of the places of all journeys."""
    places = dict.fromkeys(place for one in shown for place in list_places(one))
    yield from draw_stations(shown[0].document, list(places), grid)


def list_places(shown: Shown) -> list[tuple[str, int, int]]:
    """Return the places of a journey with their metres and rank: 0 for the ends, 1 for stops, 2 for what is passed."""
    itinerary, events = shown.document["itinerary"], shown.events
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


def _bands(shown: Shown, number: int, grid: Grid) -> Iterator[str]:
    """Yield the bands between two readings; of a deadline its own, else from early to late."""
    for (first, last), style in BANDS.items():
        if shown.has_deadline == (first == "early"):
            continue
        pieces = [
            [*_trace(piece, first, grid), *_trace(piece[::-1], last, grid)]
            for piece in split_points(shown.points, (first, last))
        ]
        if data := path_data(pieces, closed=True):
            yield element("path", {"id": _name(f"band-{first}-{last}", number), **style, "d": data})


def _run(shown: Shown, number: int, grid: Grid) -> Iterator[str]:
    for name, style in READING_STYLES.items():
        if data := path_data(_trace(piece, name, grid) for piece in split_points(shown.points, (name,))):
            ident = _name(name.replace("_", "-"), number)
            yield element("path", {"id": ident, "fill": "none", **style, "d": data})
    data = path_data([_trace(shown.points, "time", grid)])
    yield element("path", {"id": _name("expected-run", number), **RUN_STYLE, "d": data})
    stays = [
        _trace([point, later], "time", grid)
        for (event, point), (after, later) in pairwise(zip(shown.events, shown.points, strict=True))
        if event["event"] == "arr" and after["event"] == "dep" and event["station"] == after["station"]
    ]
    if data := path_data(stays):
        yield element("path", {"id": _name("stays", number), **RUN_STYLE, "stroke-width": 5, "d": data})


def _name(ident: str, number: int) -> str:
    """Return the id of a part of the first journey, and of one of the others with its number."""
    return f"{ident}-{number + 1}" if number else ident


def _trace(points: Sequence[Point], name: str, grid: Grid) -> list[Spot]:
    """Return where the train is in one reading, without the places between which its line stays straight."""
    return thin_spots([(grid.x(point.times[name]), grid.y(point.at_m)) for point in points])


def _rect(panel: Panel) -> str:
    box = {"x": panel.left, "y": panel.top, "width": panel.width, "height": panel.height}
    return element("rect", {**box, "fill": "none", "stroke": RULE, "stroke-width": 1})
