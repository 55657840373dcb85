"""The lines along which trips run: shapes.txt, thinned, and the part of one that lies between two stops."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from routes.geo import DEGREE_M, Coordinate
from routes.timetable.archive import Feed
from routes.timetable.faults import Faults
from routes.timetable.reading import read_batches

if TYPE_CHECKING:
    from numpy.typing import NDArray

FILE = "shapes.txt"
TOLERANCE_M = 30
"""No point of a thinned shape is farther than this from the line that the feed gives."""
Point = tuple[float, float]


class Shapes(NamedTuple):
    """Lines by id: the points of shape n are those from `first[n]` to `first[n + 1]`, in 1e-7 degrees."""

    numbers: dict[str, int]
    first: NDArray[np.int32]
    lat_e7: NDArray[np.int32]
    lon_e7: NDArray[np.int32]


def read_shapes(feed: Feed, faults: Faults, used: Collection[str]) -> Shapes:
    """Return the shapes that trips run along; a trip that names one there is not is a finding, and drawn without."""
    numbers: dict[str, int] = {}
    parts: list[NDArray[np.float64]] = [np.zeros((0, 4))]
    for batch in read_batches(feed, FILE, faults):
        shape = [numbers.setdefault(ref, len(numbers)) for ref in batch.get("shape_id")]
        columns = (shape, *(batch.get(name, 0) for name in ("shape_pt_sequence", "shape_pt_lat", "shape_pt_lon")))
        parts.append(np.array(columns, np.float64).T)
    rows = np.concatenate(parts)
    rows = rows[np.lexsort((rows[:, 1], rows[:, 0]))]
    ends = np.searchsorted(rows[:, 0], np.arange(len(numbers) + 1))
    index: dict[str, int] = {}
    lines: list[NDArray[np.float64]] = [np.zeros((0, 2))]
    for ref, n in numbers.items():
        line = rows[ends[n] : ends[n + 1], 2:]
        if ref in used and len(line) > 1:
            index[ref] = len(index)
            lines.append(line[thin(line)])
    for ref in sorted(set(used) - {"", *index}):
        message = f'shape_id "{ref}" has no line of two points or more in {FILE}'
        faults.add("reference_unknown", "trips.txt", 0, "shape_id", ref, message, "add its points, or leave it blank")
    first = np.cumsum([0, *(len(line) for line in lines[1:])]).astype(np.int32)
    points = np.rint(np.concatenate(lines) * 1e7).astype(np.int32)
    return Shapes(index, first, points[:, 0].copy(), points[:, 1].copy())


def thin(line: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which points of a line stay: Douglas and Peucker (1973), on a plane true at its middle latitude."""
    plane = line * DEGREE_M
    plane[:, 1] *= np.cos(np.radians(line[:, 0].mean()))
    keep = np.zeros(len(line), np.bool_)
    keep[[0, -1]] = True
    spans = [(0, len(line) - 1)]
    while spans:
        begin, end = spans.pop()
        if end - begin < 2:
            continue
        away = _list_away(plane[begin + 1 : end], plane[begin], plane[end])
        farthest = int(away.argmax())
        if away[farthest] > TOLERANCE_M:
            at = begin + 1 + farthest
            keep[at] = True
            spans += [(begin, at), (at, end)]
    return keep


def _list_away(
    points: NDArray[np.float64], begin: NDArray[np.float64], end: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return how far points lie from a straight piece."""
    _, spots = _project(points, begin, end)
    away: NDArray[np.float64] = np.hypot(*(points - spots).T)
    return away


def _project(
    points: NDArray[np.float64], begin: NDArray[np.float64], end: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return for each point the share along a straight piece that is nearest to it, and that spot."""
    way = end - begin
    size = (way * way).sum(axis=-1)
    share = np.clip(((points - begin) * way).sum(axis=-1) / np.where(size > 0, size, 1), 0, 1)
    return share, begin + share[..., None] * way


def cut_shape(line: Sequence[Point], stops: Sequence[Coordinate]) -> list[list[Point]] | None:
    """Return the parts of a line between each of these stops and the next, which it passes in their order.

    Returns None where it comes within `FAR_M` of one of them nowhere after the stop before.
    """
    plane = np.array(line) * DEGREE_M
    scale = float(np.cos(np.radians(np.array(line)[:, 0].mean())))
    plane[:, 1] *= scale
    at: list[float] = []
    for stop in stops:
        spot = np.array([stop.lat, stop.lon * scale]) * DEGREE_M
        share, near = _project(spot, plane[:-1], plane[1:])
        along = np.arange(len(share)) + share
        away = np.where(along >= (at[-1] if at else 0.0), np.hypot(*(near - spot).T), np.inf)
        best = _find_first_near(away)
        if best is None:
            return None
        at.append(float(along[best]))
    return [[_point_at(line, a), *line[int(a) + 1 : int(np.ceil(b))], _point_at(line, b)] for a, b in pairwise(at)]


FAR_M = 2_000
"""How far a stop may lie from its shape: a stop farther off is not on it."""


def _find_first_near(away: NDArray[np.float64]) -> int | None:
    """Return the piece nearest to a stop, of several about as near the first; None where all are far."""
    least = float(away.min())
    if not least <= FAR_M:
        return None
    return int(np.flatnonzero(away <= least + TOLERANCE_M)[0])


def _point_at(line: Sequence[Point], along: float) -> Point:
    n = min(int(along), len(line) - 2)
    share = along - n
    (lat, lon), (lat_to, lon_to) = line[n], line[n + 1]
    return lat + share * (lat_to - lat), lon + share * (lon_to - lon)
