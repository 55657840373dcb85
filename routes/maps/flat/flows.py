"""The flows of a file as a flat picture: lines as wide as their counts, the busiest places by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import groupby
from math import cos, radians

from routes.basemap.reader import CREDIT
from routes.geo import unwrap_lons
from routes.maps.flat.axes import INK, SOFT
from routes.maps.flat.frame import Frame, LatLon, Panel, build_frame
from routes.maps.flat.ground import draw_ground
from routes.maps.flat.labels import Room, around
from routes.maps.flat.letters import break_lines, shorten, text_width
from routes.maps.flat.names import draw_names
from routes.maps.flat.picture import ANSWER_SIZE, EDGE, HEIGHT, SMALL_SIZE, TITLE_SIZE, WIDTH, wrap_picture
from routes.maps.flat.scale import draw_scale
from routes.maps.flat.svg import Spot, clean, element, layer, path_data, text
from routes.maps.flows import EVEN_PX, SCHEME, THINNEST_PX, WIDEST_PX, format_count
from routes.maps.look import AS_IS, Look, format_disclaimer
from routes.maps.speech import find_speech, say_in
from routes.scenarios.flows import Flows

STYLE: Mapping[str, object] = {"fill": "none", "stroke": "#0072b2", "stroke-opacity": 0.6}
RIM = {"fill": "#ffffff", "stroke": "#ffffff", "stroke-width": 3, "stroke-linejoin": "round"}
BEND, STEPS, MOST_NAMES, NAME_SIZE = 0.12, 12, 40, 11.0


def build_flow_picture(flows: Flows, *, look: Look = AS_IS) -> str:
    """Return the flows as SVG text; the same flows and look give the same text."""
    speech = find_speech(look.lang)
    lons = unwrap_lons([where.lon for _, where in flows.places])
    points = [(where.lat, lon) for (_, where), lon in zip(flows.places, lons, strict=True)]
    title = clean(f"Flows: {flows.name}")
    notes = " ".join(say_in(note, speech) for note in (SCHEME, f"{CREDIT}, generalised.", format_disclaimer(look)))
    foot = break_lines(clean(notes), SMALL_SIZE, WIDTH - 2 * EDGE)
    below = HEIGHT - 14 - (len(foot) - 1) * SMALL_SIZE * 1.3
    panel = Panel(EDGE, 72.0, WIDTH - 2 * EDGE, below - SMALL_SIZE - 28 - 72.0)
    frame = build_frame(panel, points)
    key = draw_scale(frame, points)
    head: list[tuple[Spot, str, float, int | None, str]] = [
        ((EDGE, EDGE + 20), shorten(title, TITLE_SIZE, WIDTH - 2 * EDGE, bold=True), TITLE_SIZE, 700, INK)
    ]
    head += [((EDGE, EDGE + 42), _format_total(flows), ANSWER_SIZE, None, INK)]
    head += [((EDGE, below + n * SMALL_SIZE * 1.3), line, SMALL_SIZE, None, SOFT) for n, line in enumerate(foot)]
    words = [text(at, line, {"font-size": s, "font-weight": w, "fill": ink}) for at, line, s, w, ink in head]
    box = {"x": panel.left, "y": panel.top, "width": panel.width, "height": panel.height}
    room = Room(panel, [])
    room.take(key.area)
    drawn = [
        *draw_ground(frame, look),
        draw_names(look, frame),
        layer("Flows", _draw_flows(flows, points, frame), clip="url(#map-frame)"),
        layer("Places", _draw_places(flows, points, frame, room)),
        layer("Frame", [element("rect", {**box, "fill": "none", "stroke": "#c9c6be", "stroke-width": 1})]),
        layer("Scale", [key.drawn]),
        layer("Legend", _legend(flows, below - SMALL_SIZE - 10)),
        layer("Words", words),
    ]
    return wrap_picture(title, _format_total(flows), drawn, panel=panel, speech=speech)


def _format_total(flows: Flows) -> str:
    """Return how many flows there are between how many places, and the greatest."""
    names, first = [label for label, _ in flows.places], flows.flows[-1]
    places = len({end for flow in flows.flows for end in flow[:2]})
    greatest = f"{names[first.start]} → {names[first.end]}, {format_count(first.volume)}"
    return clean(f"{len(flows.flows):,} flows between {places:,} places. Greatest: {greatest}.")


def _width(flows: Flows, volume: float) -> float:
    least, greatest = flows.flows[0].volume, flows.flows[-1].volume
    return EVEN_PX if least == greatest else round(max(THINNEST_PX, WIDEST_PX * volume / greatest), 2)


def _draw_flows(flows: Flows, points: list[LatLon], frame: Frame) -> Iterator[str]:
    """Yield the flows, the greatest last, those of one width as one path."""
    for wide, same in groupby(flows.flows, lambda flow: _width(flows, flow.volume)):
        lines = [line for flow in same for line in frame.lines(_bend(points[flow.start], points[flow.end]))]
        yield element("path", {**STYLE, "stroke-width": wide, "d": path_data(lines)})


def _bend(start: LatLon, end: LatLon) -> list[LatLon]:
    """Return a line from place to place by the shorter way round, bent to the right of its direction."""
    north, east = end[0] - start[0], (end[1] - start[1] + 180) % 360 - 180
    scale = max(0.1, cos(radians((start[0] + end[0]) / 2)))
    shares = [n / STEPS for n in range(STEPS + 1)]
    aside = [4 * BEND * share * (1 - share) for share in shares]
    return [
        (max(-89.9, min(89.9, start[0] + north * s - east * scale * a)), start[1] + east * s + north / scale * a)
        for s, a in zip(shares, aside, strict=True)
    ]


def _draw_places(flows: Flows, points: list[LatLon], frame: Frame, room: Room) -> Iterator[str]:
    """Yield the places as dots, and the names of the busiest where there is room."""
    totals: defaultdict[int, float] = defaultdict(float)
    for flow in flows.flows:
        totals[flow.start] += flow.volume
        totals[flow.end] += flow.volume
    spots = {number: frame.spot(points[number]) for number in totals}
    for x, y in spots.values():
        yield element("circle", {"cx": x, "cy": y, "r": 2.4, "fill": INK, "stroke": "#ffffff", "stroke-width": 0.8})
        room.take(around((x, y), 3.0))
    busiest = sorted(totals, key=lambda number: (-totals[number], number))[:MOST_NAMES]
    for number in busiest:
        name = shorten(clean(flows.places[number][0]), NAME_SIZE, 180)
        if area := room.place(spots[number], (text_width(name, NAME_SIZE), 13.0), gaps=(5.0, 12.0)):
            at = (area.left, area.top + 10)
            yield from (text(at, name, {"font-size": NAME_SIZE, **ink}) for ink in (RIM, {"fill": INK}))


def _legend(flows: Flows, y: float) -> Iterator[str]:
    """Yield lines of some counts as wide as they are drawn."""
    least, greatest, x = flows.flows[0].volume, flows.flows[-1].volume, EDGE
    counts = [greatest * share for share in ((1.0,) if least == greatest else (1.0, 0.5, 0.1))]
    whole = dict.fromkeys(round(count) if greatest == int(greatest) else count for count in counts)
    for count in whole:
        if count >= least:
            words = format_count(count)
            yield element("path", {**STYLE, "stroke-width": _width(flows, count), "d": f"M{x:.1f} {y - 4:.1f}h34"})
            yield text((x + 42, y), words, {"font-size": 12, "fill": INK})
            x += 42 + text_width(words, 12) + 24
