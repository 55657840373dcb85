"""A page with the map and the answer: Folium's layers, our constant script and style, and the text as data."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from routes.maps.features import Features, Stop, build_features, list_bounds
from routes.maps.html import tag
from routes.maps.layers import Layers, build_layers
from routes.maps.legend import build_legend
from routes.maps.panel import build_panel, format_title
from routes.maps.popups import build_caption, build_line_popup, build_mark_popup, build_stop_popup

Document = Mapping[str, Any]
# Leaflet 1.9: version 2 has no global L, which Folium's script needs. The digests are of the files in npm's package.
LEAFLET = "https://cdn.jsdelivr.net/npm/leaflet@1.9.4/dist/"
SCRIPT_DIGEST = "sha384-cxOPjt7s7Iz04uaHJceBmS+qpjv2JkIHNVcuOrM+YHwZOmJGBXI00mdUXEq65HTH"
STYLE_DIGEST = "sha384-sHL9NAb7lN7rfvG5lfHpm643Xkcjzp4jFvuavGOndn6pjVqS6ny56CAt3nsEVT4H"
TILE_HOST = "https://tile.openstreetmap.org"
_FOLDER = Path(__file__).parent
_RANKS = {"start": 0, "end": 0, "stop": 2, "pass": 3}
_UNSAFE = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def build_page(document: Document) -> str:
    """Return one HTML page that draws an answer; the same document gives the same bytes.

    Text from data stands in it escaped, or as JSON that the script sets as text. The page's policy lets only
    its own scripts run, and lets it load Leaflet and, once the reader asks for them, OpenStreetMap's tiles.
    """
    features = build_features(document)
    layers = build_layers(features)
    style, script, drawing = _read("page.css"), _read("page.js"), f"\n{layers.script}\n"
    head = _HEAD.format(
        policy=_policy([drawing, script], style), title=tag("title", format_title(document)), style=style
    )
    return head + _BODY.format(
        panel=build_panel(document),
        map=layers.html,
        legend=build_legend(document, features),
        data=format_json(_data(document, features, layers)),
        answer=format_json(document),
        drawing=drawing,
        script=script,
    )


def _data(document: Document, features: Features, layers: Layers) -> dict[str, Any]:
    """Return what the page's script binds to Folium's layers, which it finds by their names."""
    stops = zip(layers.stops, features.stops, strict=True)
    marks = zip(layers.marks, features.marks, strict=True)
    lines = zip(layers.lines, layers.casings, features.lines, strict=True)
    return {
        "map": layers.map,
        "tiles": layers.tiles,
        "bounds": list_bounds(features),
        "stops": [{"layer": name, **_stop(document, stop)} for name, stop in stops],
        "marks": [{"layer": name, "label": mark.label, "popup": build_mark_popup(mark)} for name, mark in marks],
        "lines": [
            {"layers": [name, casing], "twice": line.is_twice, "popup": build_line_popup(line)}
            for name, casing, line in lines
        ],
    }


def _stop(document: Document, stop: Stop) -> dict[str, Any]:
    popup, caption = build_stop_popup(document, stop), build_caption(document, stop)
    return {"code": stop.code, "rank": _RANKS[stop.role], "caption": caption, "popup": popup}


def format_json(value: Any) -> str:
    """Return JSON that can stand inside a script element: no character of it ends the element or a line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE)


def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _policy(scripts: list[str], style: str) -> str:
    """Return the content security policy: nothing but these inline pieces, Leaflet's two files, and tiles."""
    hashes = " ".join(f"'{_digest(text)}'" for text in scripts)
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {hashes} {LEAFLET}leaflet.js",
            f"style-src '{_digest(style)}' {LEAFLET}leaflet.css",
            f"img-src data: {TILE_HOST}",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


_HEAD = (
    """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
{title}
"""
    + f'<link rel="stylesheet" href="{LEAFLET}leaflet.css" integrity="{STYLE_DIGEST}" crossorigin="anonymous">\n'
    + """<style>{style}</style>
</head>
"""
)
_BODY = (
    """<body>
<main>
<section class="panel" id="panel" aria-label="The answer">
{panel}
</section>
<figure class="chart">
<div class="stage">
{map}
<p class="notice" id="notice">No map without scripts and a connection to cdn.jsdelivr.net; the answer is complete.</p>
</div>
{legend}
</figure>
</main>
<script type="application/json" id="features">{data}</script>
<script type="application/json" id="answer">{answer}</script>
"""
    + f'<script src="{LEAFLET}leaflet.js" integrity="{SCRIPT_DIGEST}" crossorigin="anonymous"></script>\n'
    + """<script>{drawing}</script>
<script>{script}</script>
</body>
</html>
"""
)
