"""A page as a browser's parser sees it: its scripts, its policy, its text and its links."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Sequence
from html.parser import HTMLParser
from itertools import accumulate
from typing import Any

from routes.maps.fold import list_courses

CELL, ROW = ("td", "th"), ("td", "th", "tr")
# Which open elements the start of another ends; a table's own end ends all of them.
ENDED_BY = {"td": CELL, "th": CELL, "tr": ROW, "tbody": (*ROW, "thead", "tbody")}


class Page(HTMLParser):
    """Collect elements, attributes, scripts by their attributes, styles and text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.styles: list[str] = []
        self.words: list[str] = []
        self.errors: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "script":
            self.scripts.append((dict(attrs), ""))
        elif tag == "style":
            self.styles.append("")
        self._end(ENDED_BY.get(tag, ()))
        if tag not in ("meta", "link", "br"):
            self._open.append(tag)

    def _end(self, tags: Sequence[str]) -> None:
        """Close open elements of a table whose ends HTML lets a page leave out."""
        while self._open and self._open[-1] in tags:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        self._end(ENDED_BY["tbody"] if tag == "table" else ())
        if not self._open or self._open.pop() != tag:
            self.errors.append(tag)

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "script":
            attrs, text = self.scripts[-1]
            self.scripts[-1] = (attrs, text + data)
        elif self._open and self._open[-1] == "style":
            self.styles[-1] += data
        else:
            self.words.append(data)

    @property
    def text(self) -> str:
        """Return what a reader sees without scripts, with single spaces."""
        return re.sub(r"\s+", " ", " ".join(self.words))

    @property
    def inline_scripts(self) -> list[str]:
        """Return the scripts that run: the one that stands in the page, and those that it unpacks."""
        plain = [text for attrs, text in self.scripts if "src" not in attrs and attrs.get("type") is None]
        return plain + [text for name, text in self.program if name == "script"]

    @property
    def inline_styles(self) -> list[str]:
        """Return the styles: the one that stands in the page, and those that its script unpacks."""
        return self.styles + [text for name, text in self.program if name == "style"]

    @property
    def program(self) -> list[tuple[str, str]]:
        """Return the parts that the page's script unpacks and puts into it, each with its element's name."""
        return [(name, text) for name, text in self.unpack("program")]

    @property
    def policy(self) -> str:
        """Return the content security policy."""
        metas = [attrs for tag, attrs in self.tags if tag == "meta" and "http-equiv" in attrs]
        return metas[0]["content"] or ""

    def data(self, name: str) -> Any:
        """Return the JSON of the script element with an id."""
        return next(json.loads(text) for attrs, text in self.scripts if attrs.get("id") == name)

    @property
    def drawing(self) -> Any:
        """Return what the page's script draws, unpacked and unfolded."""
        drawing, courses = self.unpack("drawing"), list(list_courses(self.data("answer")))
        folded = ("stops", "lines", "others", "plays")
        return {name: unfold(value, courses) if name in folded else value for name, value in drawing.items()}

    def unpack(self, name: str) -> Any:
        """Return the packed JSON of the script element with an id."""
        text = next(text for attrs, text in self.scripts if attrs.get("id") == name)
        return json.loads(zlib.decompress(base64.b85decode(text.translate(str.maketrans(",.:", "<>&")))))

    def attribute(self, name: str) -> list[str]:
        """Return every value of an attribute."""
        return [attrs[name] or "" for _, attrs in self.tags if name in attrs]


def digest(text: str) -> str:
    """Return the hash of an inline script or style as a policy writes it."""
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def read_lines(text: str, per_deg: int) -> list[list[tuple[float, float]]]:
    """Return the (longitude, latitude) lines of a page's ground, as its script reads them."""
    lines, lon, lat = [], 0, 0
    for line in text.split(" ")[1:]:
        points, steps = [], read_steps(line)
        for x, y in zip(steps[::2], steps[1::2], strict=True):
            lon, lat = lon + x, lat + y
            points.append((lon / per_deg, lat / per_deg))
        lines.append(points)
    return lines


def read_steps(text: str) -> list[int]:
    """Return whole numbers, as a page's script reads them."""
    letters = iter(ord(letter) - 35 for letter in text)
    numbers = [n if n < 2048 else (n - 2048) * 2048 + next(letters) for n in letters]
    return [n >> 1 ^ -(n & 1) for n in numbers]


def join_texts(value: dict[str, Any]) -> list[Any]:
    """Return texts that were cut where times of day stand in them, or rows of them."""
    times = (f"{minutes // 60:02}:{minutes % 60:02}" for minutes in accumulate(read_steps(value["times"])))
    cut = [value["texts"][place] for place in accumulate(read_steps(value["which"]))]
    texts, wide = [first + "".join(next(times) + piece for piece in rest) for first, *rest in cut], value.get("wide")
    return [texts[at : at + wide] for at in range(0, len(texts), wide)] if wide else texts


def unfold(value: Any, courses: Sequence[Sequence[Sequence[float]]] = ()) -> Any:
    """Return a page's data as it was before long lists in it were folded, as its script does."""
    if isinstance(value, list):
        return [unfold(item, courses) for item in value]
    if not isinstance(value, dict):
        return value
    if "course" in value:
        return [list(point) for point in courses[value["course"]]]
    if "pairs" in value:
        steps = read_steps(value["pairs"])
        return [[lat / 2000, lon / 2000] for lat, lon in zip(*map(accumulate, (steps[::2], steps[1::2])), strict=True)]
    if "steps" in value:
        return list(accumulate(read_steps(value["steps"])))
    return join_texts(value) if "which" in value else {key: unfold(item, courses) for key, item in value.items()}
