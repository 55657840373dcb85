"""Canals and straits that ships pass though the generalised land of the map closes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import shapely

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


class Passage(NamedTuple):
    """A waterway that the map may close: its name and the box, in degrees, in which its land stops no ship.

    `lane` is the word by which the ocean lanes know it, "" for none.
    """

    name: str
    west: float
    south: float
    east: float
    north: float
    lane: str = ""


# By general knowledge, read off the map with a margin of some kilometres: each is narrower than the map is exact.
PASSAGES = (
    Passage("the Suez Canal", 32.2, 29.85, 32.7, 31.4, "suez"),
    Passage("the Panama Canal", -80.05, 8.8, -79.4, 9.45, "panama"),
    Passage("the Bosporus", 28.9, 40.95, 29.25, 41.3, "bosporus"),
    Passage("the Dardanelles", 26.1, 39.95, 26.85, 40.5),
    Passage("the Kiel Canal", 9.0, 53.8, 10.3, 54.5),
    Passage("the Corinth Canal", 22.9, 37.85, 23.05, 38.0),
    Passage("the Kanmon Strait", 130.8, 33.85, 131.1, 34.05),
)
ALL_BOXES = shapely.union_all([shapely.box(p.west, p.south, p.east, p.north) for p in PASSAGES])


def leave_out(line: BaseGeometry) -> BaseGeometry:
    """Return a line of longitudes -180 to 180 without what of it lies in a passage."""
    return shapely.difference(line, ALL_BOXES) if shapely.intersects(line, ALL_BOXES) else line


def list_passed(line: BaseGeometry) -> list[str]:
    """Return the names of the passages that a line goes through, in the order listed."""
    boxes = [(passage, shapely.box(*passage[1:5])) for passage in PASSAGES]
    return [passage.name for passage, box in boxes if shapely.intersects(line, box)]
