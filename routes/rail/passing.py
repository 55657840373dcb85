"""Which of many places a chain passes near, and where along it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from routes.geo import DEGREE_M

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

    from routes.rail.chain import Chain


class Passed(NamedTuple):
    """A place by its number, the metres along the chain at which it is nearest, and how far away it is."""

    number: int
    at_m: float
    away_m: int


def list_passed(chain: Chain, lat: NDArray[float64], lon: NDArray[float64], *, limit_m: int) -> list[Passed]:
    """Return the places within a limit of the chain, in travel order."""
    if len(chain.at_m) < 2:
        return []
    lon = lon + 360 * np.round((chain.lon.mean() - lon) / 360)
    found = []
    for number in _near_box(chain, lat, lon, limit_m=limit_m).tolist():
        at_m, away_m = _find_nearest(chain, float(lat[number]), float(lon[number]))
        if away_m <= limit_m:
            found.append(Passed(number, at_m, round(away_m)))
    return sorted(found, key=lambda passed: (passed.at_m, passed.number))


def _near_box(chain: Chain, lat: NDArray[float64], lon: NDArray[float64], *, limit_m: int) -> NDArray[np.int64]:
    """Return the places within the bounds of some piece of the chain, widened by the limit and a piece's length."""
    cell = 1.0  # degrees; pieces longer than that are sampled so that none is jumped over
    at_m = np.arange(0.0, float(chain.at_m[-1]) + 1.0, 20_000.0)
    rows = np.floor(np.concatenate([chain.lat, np.interp(at_m, chain.at_m, chain.lat)]) / cell)
    columns = np.floor(np.concatenate([chain.lon, np.interp(at_m, chain.at_m, chain.lon)]) / cell)
    cells = {(r + i, c + j) for r, c in zip(rows, columns, strict=True) for i in (-1, 0, 1) for j in (-1, 0, 1)}
    own = zip(np.floor(lat / cell).tolist(), np.floor(lon / cell).tolist(), strict=True)
    return np.array([n for n, place in enumerate(own) if place in cells], dtype=np.int64)


def _find_nearest(chain: Chain, lat: float, lon: float) -> tuple[float, float]:
    """Return the metres along a chain of its point nearest to a place, and how far that is, on a plane there."""
    x, y = (chain.lon - lon) * np.cos(np.radians(lat)) * DEGREE_M, (chain.lat - lat) * DEGREE_M
    dx, dy = np.diff(x), np.diff(y)
    square = dx * dx + dy * dy
    share = np.clip(-(x[:-1] * dx + y[:-1] * dy) / np.where(square > 0, square, 1.0), 0.0, 1.0)
    away = np.hypot(x[:-1] + share * dx, y[:-1] + share * dy)
    best = int(np.argmin(away))
    at_m = chain.at_m[best] + share[best] * (chain.at_m[best + 1] - chain.at_m[best])
    return float(at_m), float(away[best])
