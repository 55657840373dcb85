"""The pages, pictures and charts that commands draw of an answer, and what is said of them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from routes.errors import UsageError

if TYPE_CHECKING:
    from routes.maps.look import Look


def draw_answer(document: dict[str, Any], options: argparse.Namespace) -> None:
    """Draw the chart and the page of an answer that are asked for."""
    if options.chart:
        draw_chart(document, options.chart, lang=options.lang)
    if options.map:
        draw_page(document, options.map, tiles=options.tiles, look=read_look(options))


def draw_page(document: dict[str, Any], path: Path, *, look: Look, tiles: bool = False) -> None:
    """Write the page of an answer, or its flat picture, and say on stderr where it is.

    Raises: UsageError, when the suffix is none of these, or the place cannot be written.
    """
    check_suffix(path, (".html", ".htm", ".svg", ".png"))
    if path.suffix.lower() in (".svg", ".png"):
        from routes.maps.flat.files import write_picture
        from routes.maps.flat.picture import build_picture

        tell_left_out(write_picture(document, path, build=partial(build_picture, look=look)))
        print(f"map: {path.resolve()}", file=sys.stderr)
    else:
        from routes.maps.page import build_page

        write_page(path, build_page(document, tiles=tiles, look=look))


def write_page(path: Path, text: str) -> None:
    """Write a page and say on stderr where it is."""
    from routes.folders import write_text

    write_text(path, text)
    print(f"map: {path.resolve()}", file=sys.stderr)


def draw_chart(document: dict[str, Any], path: Path, *, lang: str = "") -> None:
    """Write the chart of an answer over time and distance and say on stderr where it is.

    Raises: UsageError, for an answer without times, when the suffix is wrong, or the place cannot be written.
    """
    check_suffix(path, (".svg", ".png"))
    from routes.maps.flat.chart import build_chart
    from routes.maps.flat.files import write_picture

    tell_left_out(write_picture(document, path, build=partial(build_chart, lang=lang)))
    print(f"chart: {path.resolve()}", file=sys.stderr)


def draw_embed(document: dict[str, Any], page: Path, *, look: Look) -> None:
    """Write what a newsroom needs beside a page and say on stderr where it is."""
    from routes.maps.flat.embed import write_embed

    folder, left_out = write_embed(document, page, look=look)
    tell_left_out(left_out)
    print(f"embed: {folder.resolve()}", file=sys.stderr)


def check_suffix(path: Path, suffixes: Sequence[str]) -> None:
    """Raise UsageError where a name ends in none of these."""
    if path.suffix.lower() not in suffixes:
        raise UsageError(f'"{path}" is not the name of a picture', hint=f"end the name in {' or '.join(suffixes)}")


def tell_left_out(letters: str) -> None:
    """Say on stderr which letters a picture lacks."""
    if letters:
        more = "pip install koreanize-matplotlib (Hangul) or cvttf-notosanscjk-regular (Chinese, Japanese, Korean)"
        print(f"warning: no font here has {letters}: left out of the PNG; an SVG keeps them", file=sys.stderr)
        print(f"  fix: {more}, and draw it again", file=sys.stderr)


def read_look(options: argparse.Namespace) -> Look:
    """Return what the options choose of the ground and its names."""
    from routes.maps.look import Look
    from routes.scenarios.labels import read_labels

    labels = read_labels(options.names) if options.names else ()
    return Look(options.worldview, labels, "" if options.lang == "en" else options.lang)
