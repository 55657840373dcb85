"""The points of a line as the text that a document has of them."""

from __future__ import annotations

from collections.abc import Iterable

Point = tuple[float, float, int]
"""Latitude, unwrapped longitude, and the metres from the start of the line."""


def write_points(points: Iterable[Point]) -> str:
    """Return `lat,lon,metres` of each point, to some metres and without needless zeros, parted by blanks."""
    return " ".join(f"{_degrees(lat)},{_degrees(lon)},{at_m}" for lat, lon, at_m in points)


def _degrees(value: float) -> str:
    return f"{value:.5f}".rstrip("0").rstrip(".")
