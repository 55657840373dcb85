"""The still picture in a page: for paper, for a browser that runs no scripts, and until they have run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from routes.maps.features import Features
from routes.maps.flat.frame import Panel, build_frame
from routes.maps.flat.ground import draw_ground
from routes.maps.flat.names import draw_names
from routes.maps.flat.picture import list_answer, list_points
from routes.maps.flat.route import draw_route
from routes.maps.flat.scale import draw_scale
from routes.maps.flat.svg import FONT, IDENTS, escape, share_styles
from routes.maps.look import AS_IS, Look, speak
from routes.maps.panel import format_title
from routes.maps.speech import find_speech, say_in

Document = Mapping[str, Any]
WIDTH, HEIGHT = 900, 500
_FIGURE = (
    '<svg class="still" viewBox="0 0 {width} {height}" role="img" aria-label="{label}" '
    'font-family="{font}" font-size="12"><clipPath id="map-frame"><rect width="{width}" height="{height}"/></clipPath>'
    '{drawn}<rect width="{width}" height="{height}" fill="none" stroke="#c9c6be"/></svg>'
)


def build_figure(document: Document, features: Features, look: Look = AS_IS) -> str:
    """Return the map of an answer as SVG that stands in HTML: no title, legend or sources, which the page has.

    Stations that are only passed are left out; the page's style gives its text a white rim.
    """
    speech, points = find_speech(look.lang), list_points(features)
    frame = build_frame(Panel(0, 0, WIDTH, HEIGHT), points, margins=(100, 50))
    key = draw_scale(frame, points)
    stations = features._replace(stops=tuple(stop for stop in features.stops if stop.role != "pass"))
    route = draw_route(
        document if speech else speak(document, look.lang), stations, frame, keep_off=key.area, detail=0.8
    )
    parts = [
        *draw_ground(frame, look, detail=1.8, is_small=True),
        draw_names(look, frame),
        *route,
        key.drawn,
    ]
    named = [say_in(text, speech) for text in ("Map of the route", format_title(document))]
    label = escape(". ".join([*named, " ".join(list_answer(document, speech))]))
    drawn = share_styles(IDENTS.sub("", "".join(parts)))
    return _FIGURE.format(width=WIDTH, height=HEIGHT, font=FONT, label=label, drawn=drawn)
