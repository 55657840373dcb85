"""The pages, pictures and charts that commands draw of an answer: all are built before any of them is written."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from routes.errors import RoutesError, UsageError

if TYPE_CHECKING:
    from routes.maps.look import Look

PAGES, PICTURES = (".html", ".htm"), (".svg", ".png")


class Drawing(NamedTuple):
    """What is to be written: its kind and the place that is told, its files, and the letters left out of a picture."""

    kind: str
    place: Path
    files: dict[Path, bytes]
    left_out: str = ""


def list_faults(options: argparse.Namespace, page: str) -> Iterator[RoutesError]:
    """Yield what is wrong with the options of drawings; `page` is the option that names the page or picture."""
    named: Path | None = getattr(options, page)
    is_many = bool(getattr(options, "many", None))
    embeds, option = getattr(options, "embed", False), "-o" if page == "output" else f"--{page}"
    for name in ("chart", "embed", "why"):
        if is_many and getattr(options, name):
            yield UsageError(f"--{name} is of one answer, and --many draws flows", hint="draw one answer for it")
    if named:
        yield from _list_suffix_faults(named, PAGES + PICTURES)
    if options.chart:
        yield from _list_suffix_faults(options.chart, PICTURES)
    is_page = named is not None and named.suffix.lower() not in PICTURES
    if options.tiles and not is_page:
        yield UsageError("--tiles is for a page, and none is drawn", hint=f"name one: {option} FILE.html")
    if options.names and not named:
        yield UsageError("--names is for a map, and none is drawn", hint=f"name one: {option} FILE.html")
    if embeds and not is_page and not is_many:
        yield UsageError(f'--embed stands beside a page, and "{named}" is a picture', hint="name a page: -o FILE.html")
    yield from _list_name_faults(options, named, embeds=embeds and is_page)
    try:
        if options.names:
            read_look(options)
    except RoutesError as fault:
        yield fault


def _list_suffix_faults(path: Path, suffixes: Sequence[str]) -> Iterator[UsageError]:
    if path.suffix.lower() not in suffixes:
        reason = ": a chart is a picture" if path.suffix.lower() in PAGES else ""
        yield UsageError(f'"{path}" cannot be drawn{reason}', hint=f"end the name in {' or '.join(suffixes)}")


def _list_name_faults(options: argparse.Namespace, named: Path | None, *, embeds: bool) -> Iterator[UsageError]:
    """Yield what is wrong with places: a folder that holds other files, two drawings in one file."""
    places = [path for path in (named, options.chart) if path]
    if embeds and named:
        from routes.maps.flat.embed import FILES, name_folder, refuse_foreign

        places += [name_folder(named) / name for name in FILES]
        try:
            refuse_foreign(name_folder(named))
        except UsageError as fault:
            yield fault
    whole = [path.resolve() for path in places]
    for path in dict.fromkeys(place for place, full in zip(places, whole, strict=True) if whole.count(full) > 1):
        yield UsageError(f'two drawings would be written to "{path}"', hint="give each a name of its own")
        return


def draw_answer(document: dict[str, Any], options: argparse.Namespace, *, page: Path | None) -> None:
    """Draw what is asked for of an answer, and say on stderr where it is.

    Raises: UsageError, for a chart of an answer without times, or when a place cannot be written; then none is.
    """
    drawings = list[Drawing]()
    if page:
        look = read_look(options)
        drawings.append(_build_map(document, page, tiles=options.tiles, look=look))
    if options.chart:
        from routes.maps.flat.chart import build_chart

        drawings.append(_build_flat("chart", document, options.chart, partial(build_chart, lang=options.lang)))
    if page and getattr(options, "embed", False):
        from routes.maps.flat.embed import build_embed, name_folder

        embed, folder = build_embed(document, page=f"../{page.name}", look=look), name_folder(page)
        files = {folder / name: data for name, data in embed.files.items()}
        drawings.append(Drawing("embed", folder, files, embed.left_out))
    write_drawings(drawings)


def _build_map(document: dict[str, Any], path: Path, *, tiles: bool, look: Look) -> Drawing:
    """Return the page of an answer, or its flat picture, by the suffix of the name."""
    if path.suffix.lower() in PICTURES:
        from routes.maps.flat.picture import build_picture

        return _build_flat("map", document, path, partial(build_picture, look=look))
    from routes.maps.page import build_page

    return Drawing("map", path, {path: build_page(document, tiles=tiles, look=look).encode("utf-8")})


def _build_flat(kind: str, document: dict[str, Any], path: Path, build: Callable[..., str]) -> Drawing:
    from routes.maps.flat.files import build_file

    data, left_out = build_file(document, path, build=build)
    return Drawing(kind, path, {path: data}, left_out)


def write_drawings(drawings: Sequence[Drawing]) -> None:
    """Write all files or none, and say on stderr where they are and which letters they lack."""
    from routes.folders import write_files

    if drawings:
        write_files({path: data for drawing in drawings for path, data in drawing.files.items()})
    if letters := "".join(dict.fromkeys(letter for drawing in drawings for letter in drawing.left_out)):
        more = "pip install koreanize-matplotlib (Hangul) or cvttf-notosanscjk-regular (Chinese, Japanese, Korean)"
        print(f"warning: no font here has {letters}: left out of the PNG; an SVG keeps them", file=sys.stderr)
        print(f"  fix: {more}, and draw it again", file=sys.stderr)
    for drawing in drawings:
        print(f"{drawing.kind}: {drawing.place.resolve()}", file=sys.stderr)


def read_look(options: argparse.Namespace) -> Look:
    """Return what the options choose of the ground and its names."""
    from routes.maps.look import Look
    from routes.scenarios.labels import read_labels

    labels = read_labels(options.names) if options.names else ()
    return Look(options.worldview, labels, "" if options.lang == "en" else options.lang)
