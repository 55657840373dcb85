"""A page of flows: how often each way between two places is taken, as lines of that width from one data block."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from routes.basemap.reader import CREDIT
from routes.geo import unwrap_lons
from routes.maps.background import build_background
from routes.maps.html import table, tag, wrap
from routes.maps.look import AS_IS, Look, build_look, format_disclaimer
from routes.maps.page import NO_MAP, fill_page
from routes.maps.speech import build_controls, find_speech, translate
from routes.maps.swatches import draw_swatch
from routes.scenarios.flows import Flow, Flows
from routes.units import format_duration, format_km

PER_DEG = 10_000
WIDEST_PX, THINNEST_PX, EVEN_PX = 12.0, 0.75, 2.0
LEGEND = (1.0, 0.5, 0.1)
"""Shares of the greatest flow that the legend has."""
COLOR = "#2a87be"
MOST_ROWS = 50
SCHEME = (
    "Lines are drawn from place to place, not along any track; each bends to the right of its direction, so that both "
    "directions are seen."
)


def build_flow_page(flows: Flows, *, tiles: bool = False, look: Look = AS_IS) -> str:
    """Return a page that draws the flows of a file, at least one; the same flows give the same bytes."""
    lons = unwrap_lons([where.lon for _, where in flows.places])
    lats = [where.lat for _, where in flows.places]
    corners = (min(lats), min(lons)), (max(lats), max(lons))
    least, greatest = flows.flows[0].volume, flows.flows[-1].volume
    speech = find_speech(look.lang)
    drawing = {
        "label": "Map of flows",
        "bounds": corners,
        "background": build_background(*corners, worldview=look.worldview),
        **build_controls(speech),
        **build_look(look, (corners[0][1] + corners[1][1]) / 2),
        "places": [label for label, _ in flows.places],
        "at": [[round(lat * PER_DEG), round(lon * PER_DEG)] for lat, lon in zip(lats, lons, strict=True)],
        "per_deg": PER_DEG,
        "flows": [[flow.start, flow.end] for flow in flows.flows],
        "widths": [EVEN_PX if least == greatest else _width(flow.volume / greatest) for flow in flows.flows],
        "words": [_words(flow) for flow in flows.flows],
    }
    schema = {"name": "routes/flows", "version": 1}
    return fill_page(
        title=f"Flows: {flows.name}",
        panel="\n".join(_panel(flows)),
        legend=translate(_legend(least, greatest, look), speech),
        still=NO_MAP,
        drawing=drawing,
        answer={"schema": schema, "file": flows.name, "rows": flows.rows, "flows": len(flows.flows)},
        names=("flows.js",),
        tiles=tiles,
    )


def _width(share: float) -> float:
    return round(max(THINNEST_PX, WIDEST_PX * share), 2)


def _words(flow: Flow) -> str:
    """Return `12; 1,234 km of track; 20 h 15`: what a flow's row says of it."""
    length = f"; {format_km(flow.length_m)} of track" if flow.length_m is not None else ""
    run = f"; {format_duration(flow.run_s)} under way" if flow.run_s is not None else ""
    return f"{format_count(flow.volume)}{length}{run}"


def format_count(count: float) -> str:
    """Return `1,234` or `0.5`."""
    return f"{count:,.0f}" if count == int(count) or count >= 100 else f"{count:.3g}"


def _panel(flows: Flows) -> Iterator[str]:
    """Yield the headline, the greatest flows as a table, and what the map leaves out."""
    names = [label for label, _ in flows.places]
    joined, places = len(flows.flows), len({end for flow in flows.flows for end in flow[:2]})
    total = format_count(sum(flow.volume for flow in flows.flows))
    first = flows.flows[-1]
    header = [tag("p", "Flows", kind="kind"), tag("h1", flows.name)]
    lead = f"Greatest: {names[first.start]} → {names[first.end]}, {format_count(first.volume)}."
    yield wrap(
        "header", [*header, tag("p", f"{joined:,} flows between {places:,} places, {total} in all", kind="bounds")]
    )
    yield wrap("div", [tag("p", lead, kind="lead"), tag("p", _busiest(flows, names))], kind="verdict")
    shown = list(reversed(flows.flows[-MOST_ROWS:]))
    rows = [[f"{names[flow.start]} → {names[flow.end]}", *_cells(flow)] for flow in shown]
    head = ["flow", "count", *(["track"] if first.length_m is not None else [])]
    caption = f"The {len(shown)} greatest of {joined:,}" if joined > len(shown) else "All flows"
    yield table(caption, head, [row[: len(head)] for row in rows], kind="times flows")
    yield '<p id="chosen" class="assumes" role="status"></p>'
    if flows.itself:
        yield tag("p", f"Not drawn: from a place to itself, {_rows(flows.itself)}.", kind="note")
    if flows.trackless:
        yield tag("p", f"Not drawn: no track joins the places, {_rows(flows.trackless)}.", kind="note")


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _busiest(flows: Flows, names: list[str]) -> str:
    """Return the place with the most flow in both directions."""
    totals: defaultdict[int, float] = defaultdict(float)
    for flow in flows.flows:
        totals[flow.start] += flow.volume
        totals[flow.end] += flow.volume
    number, count = max(totals.items(), key=lambda item: (item[1], -item[0]))
    return f"Busiest place: {names[number]}, {format_count(count)} from and to it."


def _cells(flow: Flow) -> list[str]:
    return [format_count(flow.volume), "" if flow.length_m is None else format_km(flow.length_m)]


def _list_shown(least: float, greatest: float) -> list[tuple[float, float]]:
    """Return the counts of the legend, each once with the width of its line; whole ones where the greatest is whole."""
    if least == greatest:
        return [(greatest, EVEN_PX)]
    counts = [greatest * share for share in LEGEND]
    shown = dict.fromkeys(round(count) if greatest == int(greatest) else count for count in counts)
    return [(count, _width(count / greatest)) for count in shown if count >= least]


def _legend(least: float, greatest: float, look: Look) -> str:
    entries = [
        wrap("li", [draw_swatch({"color": COLOR, "weight": width}), tag("span", format_count(count))])
        for count, width in _list_shown(least, greatest)
    ]
    credit = tag("p", f"{CREDIT}: a generalised base map. Drawn with Leaflet.")
    texts = [tag("p", SCHEME), credit, tag("p", format_disclaimer(look), kind="view")]
    return wrap("figcaption", [wrap("ul", entries, kind="legend"), *texts])
