"""Long lists of a page's data as short text, which its script unfolds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from routes.basemap.written import MOST_STEP, write_steps

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

LEAST = 8
"""Shorter lists of numbers or texts stay as they are."""
POINTS_PER_DEG = 2000
"""Parts of a degree of points, which are half a pixel where the map is nearest."""


_TIME = re.compile(r"(?:[01]\d|2[0-4]):[0-5]\d")
Points = tuple[tuple[float, float], ...]


def list_courses(document: Mapping[str, Any]) -> dict[Points, int]:
    """Return the lines of which the answer has the points, each with its place among them."""
    texts = dict.fromkeys(_list_texts(document))
    return {_read_points(text): place for place, text in enumerate(texts)}


def _list_texts(value: Any) -> Iterator[str]:
    """Yield the points of each geometry within plain values, in the order in which the page's script meets them."""
    if isinstance(value, Mapping):
        if isinstance(geometry := value.get("geometry"), Mapping):
            yield geometry["points"]
        for item in value.values():
            yield from _list_texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _list_texts(item)


def _read_points(text: str) -> Points:
    rows = (point.split(",") for point in text.split())
    return tuple((float(lat), float(lon)) for lat, lon, _ in rows)


def fold(value: Any, courses: Mapping[Points, int] = MappingProxyType({})) -> Any:
    """Return plain values with each long list in them folded.

    `steps` are whole numbers as `write_steps` does them; `texts` are those of a list, each once and cut where a time of
    day stands, `which` the place among them of each item, and `times` the minutes that belong between its pieces; of
    rows of so many texts, `wide`, they are those of all rows;
    `pairs` are latitude and longitude in turn, in parts of a degree, and `course` the place among `courses` of points
    that are one of them.
    """
    if isinstance(value, Mapping):
        return {key: fold(item, courses) for key, item in value.items()}
    return _fold_list(value, courses) if isinstance(value, list | tuple) else value


def _fold_list(value: Sequence[Any], courses: Mapping[Points, int]) -> Any:
    if value and all(_is_point(item) for item in value):
        place = courses.get(tuple((lat, lon) for lat, lon in value))
        return {"pairs": _write(np.array(value) * POINTS_PER_DEG)} if place is None else {"course": place}
    if len(value) >= LEAST and all(type(item) is int and abs(item) < MOST_STEP / 2 for item in value):
        return {"steps": _write(value)}
    if len(value) >= LEAST and _are_texts(value):
        return _fold_texts(value)
    if value and all(
        isinstance(item, list | tuple) and len(item) == len(value[0]) and _are_texts(item) for item in value
    ):
        cells = [text for item in value for text in item]
        return _fold_texts(cells) | {"wide": len(value[0])} if len(cells) >= LEAST else value
    return [fold(item, courses) for item in value]


def _are_texts(value: Sequence[Any]) -> bool:
    return all(isinstance(item, str) for item in value)


def _fold_texts(value: Sequence[str]) -> dict[str, Any]:
    cut = [tuple(_TIME.split(text)) for text in value]
    places = {pieces: place for place, pieces in enumerate(dict.fromkeys(cut))}
    minutes = [60 * int(time[:2]) + int(time[3:]) for text in value for time in _TIME.findall(text)]
    return {"texts": list(places), "which": _write([places[pieces] for pieces in cut]), "times": _write(minutes)}


def _is_point(item: Any) -> bool:
    return isinstance(item, list | tuple) and len(item) == 2 and all(isinstance(part, float) for part in item)


def _write(numbers: Sequence[int] | NDArray[float64]) -> str:
    return write_steps(np.rint(numbers).astype(np.int64))
