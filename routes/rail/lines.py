"""The drawn line of a chain: thinned to a tolerance, its points chained to a length; and how coarse it is."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely

from routes.geo import DEGREE_M
from routes.rail.chain import Chain

TOLERANCE_M, COARSE_TOLERANCE_M = 100, 1000
"""No point of a thinned line is farther than this from that of the network; the latter of one line among many."""
LONG_CHORD_M, COARSE_SHARE = 10_000, 0.1
"""A line is schematic when straight pieces longer than this are more than this share of it.

Of the world's track, by length, half lies on edges whose ends are farther apart than 10 km, and a third beyond 20 km.
"""
PIECE = 200  # vertices thinned at once, in a plane that is true along their middle latitude


def build_line(chain: Chain, length_m: int, *, tolerance_m: int = TOLERANCE_M) -> tuple[tuple[float, float, int], ...]:
    """Return the points (latitude, unwrapped longitude, metres along the leg) of a chain, thinned to a tolerance.

    The metres are stretched or shrunk so that the last is `length_m`.
    """
    scale = length_m / chain.at_m[-1] if chain.at_m[-1] > 0 else 0.0
    rows = (
        chain.lat[keep := _thin(chain, tolerance_m)].round(5),
        chain.lon[keep].round(5),
        (chain.at_m[keep] * scale).round(),
    )
    return tuple((lat, lon, int(at_m)) for lat, lon, at_m in zip(*(row.tolist() for row in rows), strict=True))


class Coarseness(NamedTuple):
    """How coarsely the network draws a line: its longest straight piece, and the share of pieces that are long."""

    longest_m: int
    long_share: float

    @property
    def is_schematic(self) -> bool:
        """Return whether the line is too coarse to show where the track lies."""
        return self.long_share > COARSE_SHARE


def measure_coarseness(chain: Chain) -> Coarseness:
    """Return how coarse a chain is, each straight piece measured on a plane true at its own latitude."""
    north = np.diff(chain.lat)
    east = np.diff(chain.lon) * np.cos(np.radians((chain.lat[:-1] + chain.lat[1:]) / 2))
    drawn_m = np.hypot(north, east) * DEGREE_M
    whole_m = float(drawn_m.sum())
    share = float(drawn_m[drawn_m > LONG_CHORD_M].sum()) / whole_m if whole_m else 0.0
    return Coarseness(round(float(drawn_m.max(initial=0.0))), round(share, 3))


def _thin(chain: Chain, tolerance_m: int) -> list[int]:
    """Return which vertices stay: Douglas and Peucker (1973), by shapely, in pieces that keep their ends."""
    kept: list[int] = []
    for first in range(0, max(1, len(chain.at_m) - 1), PIECE):
        part = slice(first, first + PIECE + 1)
        lat, lon = chain.lat[part], chain.lon[part]
        plane = np.column_stack([(lon - lon[0]) * np.cos(np.radians(lat.mean())), lat, np.arange(len(lat))])
        if len(plane) == 1:
            return [0]
        thinned = shapely.simplify(shapely.LineString(plane), tolerance_m / DEGREE_M, preserve_topology=False)
        numbers = shapely.get_coordinates(thinned, include_z=True)[:, 2].astype(int) + first
        kept += numbers.tolist() if not kept else numbers.tolist()[1:]
    return kept
