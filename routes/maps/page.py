"""A page with the map and the answer: Leaflet, Folium's map and our script, the same on every page, and data."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from routes.maps.background import build_background
from routes.maps.features import Features, Stop, build_features, is_crossing, list_bounds
from routes.maps.flat.figure import build_figure
from routes.maps.fold import fold, list_courses
from routes.maps.html import tag
from routes.maps.layers import (
    BASIS_STYLES,
    SCHEMATIC_STYLE,
    STOP_STYLES,
    build_layers,
)
from routes.maps.leaflet import NOTICE, read_leaflet
from routes.maps.legend import build_legend
from routes.maps.lines import Line, Mark
from routes.maps.look import AS_IS, Look, build_look, list_languages, speak
from routes.maps.panel import build_panel, format_title
from routes.maps.plays import build_plays
from routes.maps.popups import build_caption, build_line_popup, build_mark_popup, build_stop_popup
from routes.maps.speech import Speech, build_controls, find_speech, say_in, speak_all, translate
from routes.maps.symbols import build_symbol_sheet
from routes.maps.ways import build_ways

Document = Mapping[str, Any]
# https://operations.osmfoundation.org/policies/tiles/ asks for this address, this credit, and a Referer.
TILE_HOST = "https://tile.openstreetmap.org"
TILES = {
    "url": f"{TILE_HOST}/{{z}}/{{x}}/{{y}}.png",
    "credit": "© OpenStreetMap contributors",
    "about": "https://www.openstreetmap.org/copyright",
}
# What a reader without scripts is told, below a still picture or where there is none.
STILL = '\n<noscript><p class="hint">A still picture without scripts; the answer is complete.</p></noscript>'
NO_MAP = '<noscript><p class="hint">No map without scripts; the table is complete.</p></noscript>'
_FOLDER = Path(__file__).parent
BELOW_PX, ABOVE_PX, APART_PX = 20, -21, 22
_SIDES = {"border": BELOW_PX, "clock": BELOW_PX, "possible": 0}
STYLES = {"lines": BASIS_STYLES, "stops": STOP_STYLES, "schematic": SCHEMATIC_STYLE}
# Where scripts run the still picture is not laid out before the map takes its place; on paper it shows again.
SCRIPTED = 'document.documentElement.className = "scripted";'
# Before the map is made: a reader who asked for no motion gets none.
MOTION = """if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
  L.Map.mergeOptions({ zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, inertia: false });
}"""
UNNAMED = 4
"""The rank of a station whose name is not drawn."""
_RANKS = {"start": 0, "end": 0, "stop": 2, "pass": 3}
SHORT_BLOCKS = 7
# Three letters of base 85 could end an element or a line of script: others stand for them.
_SAFE_LETTERS = str.maketrans("<>&", ",.:")
_NEEDLESS = re.compile(r"\s*([{};]|: |, )\s*")
_UNSAFE = "<>&\u2028\u2029"


def build_page(document: Document, *, tiles: bool = False, look: Look = AS_IS) -> str:
    """Return one HTML page that draws an answer; the same document gives the same bytes.

    Text from data stands in it escaped, or as JSON that the script sets as text. The page's policy lets only its own
    scripts run, which are the same on every page, and lets nothing be loaded; with `tiles`, it lets the reader ask
    for OpenStreetMap's tiles. `look` is what its maker chooses of the ground.
    Raises: UsageError, where the tool was never installed and lacks Leaflet.
    """
    speech = find_speech(look.lang)
    spoken = speak(document, look.lang) if speech else document
    features = build_features(spoken)
    return fill_page(
        title=say_in(format_title(spoken), speech),
        panel=translate(build_panel(spoken), speech),
        legend=translate(build_legend(spoken, features, look), speech),
        still=translate(build_figure(spoken, features, look) + STILL, speech),
        drawing={**_data(document, features, look), "plays": fold(speak_all(build_plays(spoken), speech))},
        answer=document,
        names=("player.js", "page.js"),
        tiles=tiles,
        speech=speech,
    )


def fill_page(
    *,
    title: str,
    panel: str,
    legend: str,
    still: str,
    drawing: Mapping[str, Any],
    answer: Document | None,
    names: Sequence[str],
    tiles: bool,
    speech: Speech | None = None,
) -> str:
    """Return a page: what every map has, and the scripts of these names, which draw `drawing` over `still`."""
    layers, program = build_layers(), build_program(tuple(names))
    skeleton = {
        "map": layers.map,
        "groups": layers.groups,
        "control": layers.control,
        "tiles": TILES if tiles else None,
    }
    head = _HEAD.format(
        policy=_policy(program, tiles=tiles),
        lang=speech.lang if speech else "en",
        title=tag("title", title),
        notice=NOTICE,
        scripted=SCRIPTED,
        style=program.style,
    )
    return head + _BODY.format(
        answer_label=say_in("The answer", speech),
        player_label=say_in("The journey in time", speech),
        panel=panel,
        map=layers.html,
        still=still,
        legend=legend,
        drawing=pack_json({**skeleton, **drawing}),
        answer=format_json(answer),
        program=program.packed,
        loader=program.loader,
    )


class Program(NamedTuple):
    """What is the same on all pages of a kind: our style and loader, the rest packed, and how a policy names each."""

    style: str
    loader: str
    packed: str
    scripts: tuple[str, ...]
    styles: tuple[str, ...]


@cache
def build_program(names: tuple[str, ...]) -> Program:
    """Return the program of a page whose own scripts have these names."""
    leaflet, skeleton = read_leaflet(), f"\n{MOTION}\n{build_layers().script}\n"
    first, later = _read_styles()
    style, loader = f"{first}\n{build_symbol_sheet()}", read_part("loader.js")
    styles, scripts = [leaflet.style, later], [leaflet.script, skeleton, read_part("ground.js"), *map(read_part, names)]
    packed = pack_json([*(["style", text] for text in styles), *(["script", text] for text in scripts)])
    digests = tuple(map(_digest, [SCRIPTED, loader, *scripts])), tuple(map(_digest, [style, *styles]))
    return Program(style, loader, packed, *digests)


def _read_styles() -> tuple[str, str]:
    """Return the style that every reader needs, and that of what only the page's script draws."""
    first, rest = (_FOLDER / "page.css").read_text(encoding="utf-8").split("/* With scripts */\n")
    later, last = rest.split("/* Small and printed */\n")
    return _pack_style(first + last), _pack_style(later)


def _data(document: Document, features: Features, look: Look) -> dict[str, Any]:
    """Return what the page's script draws on Folium's groups, which it finds by their names."""
    bounds, speech, courses = list_bounds(features), find_speech(look.lang), list_courses(document)
    return {
        "label": speak_all("Map of the route", speech),
        "styles": STYLES,
        "bounds": bounds,
        "background": build_background(*bounds, worldview=look.worldview),
        **build_look(look, (bounds[0][1] + bounds[1][1]) / 2),
        "languages": list_languages([document["stations"][stop.code] for stop in features.stops]),
        "stops": fold([_stop(document, stop, speech) for stop in features.stops]),
        "marks": [_mark(document, mark, speech) for mark in features.marks],
        "lines": fold([_line(line, speech) for line in features.lines], courses),
        "others": fold([_way(way, speech) for way in build_ways(document, features)], courses),
        **build_controls(speech),
    }


def _stop(document: Document, stop: Stop, speech: Speech | None) -> dict[str, Any]:
    popup, caption = build_stop_popup(document, stop), speak_all(build_caption(document, stop), speech)
    popup = _speak_popup(popup, speech)
    drawn = {
        "code": stop.code,
        "at": stop.point,
        "role": stop.role,
        "rank": UNNAMED if is_crossing(document, stop.code) else _RANKS.get(stop.role, 3),
    }
    return {**drawn, "caption": caption, "popup": popup}


def _mark(document: Document, mark: Mark, speech: Speech | None) -> dict[str, Any]:
    """Return a symbol, which stands beside its place: `shift` pixels across, above or below; sightings to the left."""
    shift = round((mark.slot - (mark.slots - 1) / 2) * APART_PX), _SIDES.get(mark.kind, ABOVE_PX)
    if mark.told is not None:
        shift = round(-(mark.slot + 1.1) * APART_PX), 0
    label, *caption = speak_all(mark.label.split("\n"), speech)
    popup = _speak_popup(build_mark_popup(document, mark), speech)
    return {"kind": mark.kind, "at": mark.point, "shift": shift, "label": label, "caption": caption, "popup": popup}


def _line(line: Line, speech: Speech | None) -> dict[str, Any]:
    shown = {"basis": line.basis, "twice": line.is_twice, "schematic": line.is_schematic}
    return {"points": line.points, **shown, "popup": _speak_popup(build_line_popup(line), speech)}


def _speak_popup(popup: dict[str, Any], speech: Speech | None) -> dict[str, Any]:
    """Return a popup in a language; a line of it that the table has not stays English, and is a text by itself."""
    if speech is None:
        return popup
    lines = [[said] if (said := speech.say(line)) else line for line in popup["lines"]]
    title, blocks = say_in(popup["title"], speech), speak_all(popup["blocks"], speech)
    return popup | {"lines": lines, "title": title, "blocks": blocks}


def _way(way: dict[str, Any], speech: Speech | None) -> dict[str, Any]:
    popup = way["popup"] | {"title": say_in(way["popup"]["title"], speech)}
    return way | {"label": say_in(way["label"], speech), "popup": popup}


def format_json(value: Any) -> str:
    """Return JSON that can stand inside a script element: no character of it ends the element or a line."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for letter in _UNSAFE:
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


def pack_json(value: Any) -> str:
    """Return JSON compressed (RFC 1950) and in base 85, which the page's script unpacks: a fifth of the size.

    The last two levels of compression spare 3 in 1,000 and take half as long again; short blocks suit what is mixed.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    packer = zlib.compressobj(7, zlib.DEFLATED, zlib.MAX_WBITS, SHORT_BLOCKS)
    packed = packer.compress(text.encode("utf-8")) + packer.flush()
    return base64.b85encode(packed).decode("ascii").translate(_SAFE_LETTERS)


def read_part(name: str) -> str:
    """Return a file of ours without indentation and lines of comment, which are a tenth of it."""
    return _strip((_FOLDER / name).read_text(encoding="utf-8"))


def _pack_style(text: str) -> str:
    """Return a style without the spaces and lines that a browser does not need."""
    return _NEEDLESS.sub(lambda found: found[1].strip(), _strip(text)).replace(";}", "}")


def _strip(text: str) -> str:
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith(("//", "/*")))


def _policy(program: Program, *, tiles: bool) -> str:
    """Return the content security policy: these inline pieces and their images, and tiles where they are allowed."""
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {' '.join(program.scripts)}",
            f"style-src {' '.join(program.styles)}",
            f"img-src data: {TILE_HOST}" if tiles else "img-src data:",
            "connect-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _digest(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii") + "'"


_HEAD = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
{title}
<!--
{notice}
-->
<script>{scripted}</script>
<style>{style}</style>
</head>
"""
_BODY = """<body>
<main>
<section class="panel" id="panel" aria-label="{answer_label}">
{panel}
</section>
<figure class="chart">
<div class="stage">
{map}
<p class="notice" id="notice"></p>
{still}
</div>
<div class="player" id="player" role="group" aria-label="{player_label}" hidden></div>
{legend}
</figure>
</main>
<script type="application/zlib;base85" id="drawing">{drawing}</script>
<script type="application/json" id="answer">{answer}</script>
<script type="application/zlib;base85" id="program">{program}</script>
<script>{loader}</script>
</body>
</html>
"""
