"""Long lists of a page's data as short text, which its script unfolds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from routes.basemap.written import MOST_STEP, write_steps

LEAST = 8
"""Shorter lists of numbers or texts stay as they are."""
POINTS_PER_DEG = 2000
"""Parts of a degree of points, which are half a pixel where the map is nearest."""


def fold(value: Any) -> Any:
    """Return plain values with each long list in them folded.

    `steps` are whole numbers as `write_steps` does them; `texts` are those of a list, each once, and `which` the place
    among them of each item; `pairs` are latitude and longitude in turn, in parts of a degree.
    """
    if isinstance(value, Mapping):
        return {key: fold(item) for key, item in value.items()}
    if not isinstance(value, list | tuple):
        return value
    if value and all(_is_point(item) for item in value):
        return {"pairs": write_steps(np.rint(np.array(value) * POINTS_PER_DEG).astype(np.int64))}
    if len(value) >= LEAST and all(type(item) is int and abs(item) < MOST_STEP / 2 for item in value):
        return {"steps": _write(value)}
    if len(value) >= LEAST and all(isinstance(item, str) for item in value):
        places = {text: place for place, text in enumerate(dict.fromkeys(value))}
        return {"texts": list(places), "which": _write([places[text] for text in value])}
    return [fold(item) for item in value]


def _is_point(item: Any) -> bool:
    return isinstance(item, list | tuple) and len(item) == 2 and all(isinstance(part, float) for part in item)


def _write(numbers: Sequence[int]) -> str:
    return write_steps(np.array(numbers, np.int64))
