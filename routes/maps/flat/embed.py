"""What a newsroom's page needs beside the page of an answer: a frame to paste, a picture, its text and its credit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from routes.errors import UsageError
from routes.folders import write_bytes
from routes.gazetteer.countries import name_country
from routes.maps.features import build_features, list_parts
from routes.maps.flat.files import draw_png
from routes.maps.flat.picture import WIDTH, build_picture, format_sources
from routes.maps.flat.svg import clean, escape
from routes.maps.look import AS_IS, Look, speak
from routes.maps.panel import format_title, list_verdict
from routes.maps.speech import Speech, find_speech, say_in
from routes.sentences import format_as_of, format_length, station_name

Document = Mapping[str, Any]
FRAME, PICTURE, ALT, CREDIT = "frame.html", "picture.png", "alt.txt", "credit.txt"
FILES = (FRAME, PICTURE, ALT, CREDIT)
# The page needs its own scripts and lets readers save data; it needs no cookies, forms, windows or address of ours.
_FRAME = """<!-- src leads to the page from this folder; where that is published elsewhere, write its address. -->
<figure lang="{lang}" style="margin: 0">
<iframe src="{src}" title="{title}" width="100%" height="{height}" style="border: 0; max-width: 100%" loading="lazy" \
sandbox="allow-scripts allow-downloads" referrerpolicy="no-referrer"></iframe>
<figcaption>{credit}</figcaption>
</figure>
"""
HEIGHT_PX = 720


class Embed(NamedTuple):
    """The files by name, and the letters left out of the picture."""

    files: dict[str, bytes]
    left_out: str


def build_embed(document: Document, *, page: str, look: Look = AS_IS) -> Embed:
    """Return the files for the page of a name: the same answer and name give the same bytes."""
    picture, left_out = draw_png(document, width=WIDTH, build=partial(build_picture, look=look))
    speech = find_speech(look.lang)
    spoken = speak(document, look.lang) if speech else document
    texts = {
        FRAME: format_frame(spoken, page=page, speech=speech),
        ALT: f"{format_alt(spoken, speech)}\n",
        CREDIT: f"{format_credit(spoken, speech)}\n",
    }
    return Embed({**{name: text.encode("utf-8") for name, text in texts.items()}, PICTURE: picture}, left_out)


def format_frame(document: Document, *, page: str, speech: Speech | None = None) -> str:
    """Return HTML that shows a page by its address in a frame of its own, which may run its scripts and no more."""
    title, credit = escape(say_in(format_title(document), speech)), escape(format_credit(document, speech))
    return _FRAME.format(
        lang=speech.lang if speech else "en", src=escape(quote(page)), title=title, height=HEIGHT_PX, credit=credit
    )


def write_embed(document: Document, page: Path, *, look: Look = AS_IS) -> tuple[Path, str]:
    """Write the files into the folder `NAME-embed` beside a page; return the folder and the letters left out.

    Raises: UsageError, where that folder holds anything else, or cannot be written.
    """
    folder = page.with_name(f"{page.stem}-embed")
    refuse_foreign(folder)
    embed = build_embed(document, page=f"../{page.name}", look=look)
    for name, data in embed.files.items():
        write_bytes(folder / name, data)
    return folder, embed.left_out


def refuse_foreign(folder: Path) -> None:
    """Raise UsageError where a folder is a file, or holds files that are not of an embed."""
    hint = "move it away, or draw the page under another name"
    if folder.exists() and not folder.is_dir():
        raise UsageError(f'"{folder}" is a file, where a folder is to be', hint=hint)
    others = sorted(path.name for path in folder.iterdir() if path.name not in FILES) if folder.is_dir() else []
    if others:
        raise UsageError(f'the folder "{folder}" holds other files, such as {others[0]}', hint=hint)


def format_credit(document: Document, speech: Speech | None = None) -> str:
    """Return the credit line: what the picture was made of."""
    return say_in(f"Computed with routes. {format_sources(document)}", speech)


def format_alt(document: Document, speech: Speech | None = None) -> str:
    """Return the picture in words: its ends, the way between them, what happens on it, and the answer."""
    return " ".join(clean(say_in(sentence, speech)) for sentence in _sentences(document))


def _sentences(document: Document) -> Iterator[str]:
    itinerary, features = document["itinerary"], build_features(document)
    if itinerary is None:
        names = [station_name(document, stop.code) for stop in features.stops]
        yield f"Map of the answer to: {format_title(document)}. It shows {', '.join(names[:12])}."
        yield from list_verdict(document)
        yield f"{format_as_of(document)}."
        return
    ends = [_describe_place(document, itinerary[key]) for key in ("from", "to")]
    yield f"Map of a route from {ends[0]} to {ends[1]}."
    if via := [station_name(document, stop.code) for stop in features.stops if stop.role == "stop"]:
        yield f"It runs by {', '.join(via)}."
    yield from (mark.text for mark in features.marks)
    yield f"{format_length(itinerary)}."
    for part in list_parts(document):
        yield from list_verdict(part)
    if document["question"]["kind"] != "distance":
        yield f"{format_as_of(document)}."


def _describe_place(document: Document, code: str) -> str:
    return f"{station_name(document, code)} in {name_country(document['stations'][code]['country'])}"
