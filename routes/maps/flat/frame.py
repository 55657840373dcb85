"""The frame of a flat picture: degrees to places in it, the region of the earth it shows, and its scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from routes.basemap.reader import Box, thin_lines
from routes.geo import cut_antimeridian
from routes.maps.flat.projection import Projection, choose_projection, list_lonlat
from routes.maps.flat.svg import Spot

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

LatLon = tuple[float, float]
LEAST_M = 60_000
"""A picture shows at least this much of the earth across: nearer, the base map and the positions are too coarse."""


class Panel(NamedTuple):
    """A rectangle of the picture, in its units."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Return its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Return its lower edge."""
        return self.top + self.height


class Frame(NamedTuple):
    """A panel filled with the map: its projection, metres to a unit, and the metres at its middle."""

    panel: Panel
    view: Projection
    metres: float
    middle: tuple[float, float]

    def place(self, lonlat: NDArray[float64]) -> NDArray[float64]:
        """Return where rows of (longitude, latitude) lie in the picture."""
        metres = self.view.project(lonlat) - self.middle
        x = self.panel.left + self.panel.width / 2 + metres[:, 0] / self.metres
        return np.column_stack([x, self.panel.top + self.panel.height / 2 - metres[:, 1] / self.metres])

    def degrees(self, spots: NDArray[float64]) -> NDArray[float64]:
        """Return the longitudes and latitudes of spots; NaN for what lies beyond the globe."""
        panel = self.panel
        x = (spots[:, 0] - panel.left - panel.width / 2) * self.metres + self.middle[0]
        y = (panel.top + panel.height / 2 - spots[:, 1]) * self.metres + self.middle[1]
        return self.view.unproject(np.column_stack([x, y]))

    def spots(self, points: Sequence[LatLon]) -> NDArray[float64]:
        """Return rows of x and y: where (lat, lon) pairs lie in the picture; in one of the world, in its one turn."""
        lonlat = list_lonlat(points)
        if self.view.is_world:
            lon = self.view.lon
            lonlat = np.column_stack([(lonlat[:, 0] - lon + 180) % 360 - 180 + lon, lonlat[:, 1]])
        return self.place(lonlat)

    def spot(self, point: LatLon) -> Spot:
        """Return where a (lat, lon) lies in the picture."""
        x, y = self.spots([point])[0].tolist()
        return x, y

    def lines(self, points: Sequence[LatLon], *, step: float = 0.25) -> list[list[Spot]]:
        """Return a line of (lat, lon) as it runs in the picture, thinned; in pieces where the world is cut."""
        lon = self.view.lon
        pieces: list[list[LatLon]] = [list(points)]
        if self.view.is_world:
            cut = cut_antimeridian([(lat, east - lon) for lat, east in points])
            pieces = [[(lat, east + lon) for lat, east in piece] for piece in cut]
        placed = [self.place(list_lonlat(piece)) for piece in pieces if len(piece) > 1]
        return [[(x, y) for x, y in line.tolist()] for line in thin_lines(placed, step)]

    def holds(self, spot: Spot, *, margin: float = 0) -> bool:
        """Return whether a spot lies in the panel, this far from its edges."""
        x, y = spot
        panel = self.panel
        across = panel.left + margin <= x <= panel.right - margin
        return across and panel.top + margin <= y <= panel.bottom - margin


def build_frame(panel: Panel, points: Sequence[LatLon], *, margins: tuple[float, float] = (120, 64)) -> Frame:
    """Return the frame that shows all points of a route, with margins at the sides and above and below."""
    lonlat = list_lonlat(points)
    view = choose_projection(lonlat)
    if view.is_world:
        edge = view.project(np.array([[view.lon + 180, 0.0], [view.lon, 90.0]]))
        metres = max(2 * edge[0, 0] / (panel.width - 12), 2 * edge[1, 1] / (panel.height - 12))
        return Frame(panel, view, float(metres), (0.0, 0.0))
    placed = view.project(lonlat)
    low, high = placed.min(axis=0), placed.max(axis=0)
    wide, tall = np.maximum(high - low, 1.0)
    metres = max(wide / (panel.width - 2 * margins[0]), tall / (panel.height - 2 * margins[1]), LEAST_M / panel.width)
    x, y = ((low + high) / 2).tolist()
    return Frame(panel, view, float(metres), (x, y))


def find_region(frame: Frame) -> Box:
    """Return the degrees that a frame shows, a little widened; a whole turn where a pole is in it."""
    if frame.view.is_world:
        return Box(frame.view.lon - 180, -90.0, frame.view.lon + 180, 90.0)
    lonlat = frame.degrees(_grid(frame.panel))
    seen = lonlat[np.isfinite(lonlat).all(axis=1)]
    south, north = max(-90.0, seen[:, 1].min() - 0.5), min(90.0, seen[:, 1].max() + 0.5)
    for pole in (90.0, -90.0):
        if frame.holds(frame.spot((pole, frame.view.lon)), margin=-20) and abs(frame.view.lat - pole) < 90:
            south, north = (south, 90.0) if pole > 0 else (-90.0, north)
            return Box(frame.view.lon - 180, float(south), frame.view.lon + 180, float(north))
    wide = seen[:, 0] - frame.view.lon
    west, east = max(-180.0, wide.min() - 0.5), min(180.0, wide.max() + 0.5)
    return Box(float(west + frame.view.lon), float(south), float(east + frame.view.lon), float(north))


def _grid(panel: Panel) -> NDArray[float64]:
    xs, ys = np.linspace(panel.left, panel.right, 33), np.linspace(panel.top, panel.bottom, 33)
    return np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)


def shift_right(line: Sequence[Spot], by: float) -> list[Spot]:
    """Return a line shifted to the right of its direction, as track is drawn that is run both ways."""
    normals = list(_normals(line))
    shifted = []
    for (x, y), before, after in zip(line, [normals[0], *normals], [*normals, normals[-1]], strict=True):
        across, down = before[0] + after[0], before[1] + after[1]
        size = max(1.0, float(np.hypot(across, down)))  # a sharp bend is cut, not drawn out
        shifted.append((x + by * across / size, y + by * down / size))
    return shifted


def _normals(line: Sequence[Spot]) -> Iterator[Spot]:
    for (x, y), (to_x, to_y) in pairwise(line):
        length = float(np.hypot(to_x - x, to_y - y)) or 1.0
        yield (-(to_y - y) / length, (to_x - x) / length)
