"""The projections of a flat picture: Lambert's azimuthal equal-area around the route, or Equal Earth for the world."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from routes.geo import SPHERE_M

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

WIDEST_DEG = 62.0
"""The greatest arc from the centre to a point of the route that is shown on one side of the globe."""
# Šavrič, Patterson and Jenny (2018), "The Equal Earth map projection".
_A = (1.340264, -0.081106, 0.000893, 0.003796)
_ROOT = np.sqrt(3) / 2


class Projection(NamedTuple):
    """A view of the sphere around a centre: (lon, lat) in degrees to metres east and north of it.

    `is_world` for Equal Earth, whose centre lies on the equator.
    """

    lat: float
    lon: float
    is_world: bool = False

    @property
    def name(self) -> str:
        """Return its name with its centre."""
        east = f"{abs(self.lon):.0f}°{'E' if self.lon >= 0 else 'W'}"
        if self.is_world:
            return f"Equal Earth around {east}"
        return f"Lambert azimuthal equal-area around {abs(self.lat):.0f}°{'N' if self.lat >= 0 else 'S'} {east}"

    def project(self, lonlat: NDArray[float64]) -> NDArray[float64]:
        """Return n rows of metres for n rows of degrees, longitudes in any turn."""
        lam, phi = np.radians(lonlat[:, 0] - self.lon), np.radians(lonlat[:, 1])
        return np.asarray((_equal_earth(lam, phi) if self.is_world else _azimuthal(lam, phi, self.lat)) * SPHERE_M)

    def unproject(self, metres: NDArray[float64]) -> NDArray[float64]:
        """Return degrees for metres; NaN for what lies beyond the globe. Longitudes lie within 180 of the centre."""
        x, y = metres[:, 0] / SPHERE_M, metres[:, 1] / SPHERE_M
        lam, phi = _un_equal_earth(x, y) if self.is_world else _un_azimuthal(x, y, self.lat)
        return np.column_stack([np.degrees(lam) + self.lon, np.degrees(phi)])


def choose_projection(lonlat: NDArray[float64]) -> Projection:
    """Return what shows all points: around their middle where they lie on one side of the globe, else the world."""
    view = Projection(*_middle(lonlat))
    for _ in range(4):
        metres = view.project(lonlat)
        box = (metres.min(axis=0) + metres.max(axis=0)) / 2
        lon, lat = view.unproject(box[None, :])[0]
        if not np.isfinite(lat):
            break
        view = Projection(float(np.round(lat, 2)), float(np.round((lon + 180) % 360 - 180, 2)))
    arcs = arc_deg(view, lonlat)
    spread = np.ptp(lonlat[:, 0])
    if arcs.max() <= WIDEST_DEG and (spread <= 300 or abs(view.lat) > 45):
        return view
    lon = float((lonlat[:, 0].min() + lonlat[:, 0].max()) / 2)
    return Projection(0.0, round((lon + 180) % 360 - 180, 0), True)


def arc_deg(view: Projection, lonlat: NDArray[float64]) -> NDArray[float64]:
    """Return how far each point lies from the centre of a view, in degrees of arc."""
    lam, phi = np.radians(lonlat[:, 0] - view.lon), np.radians(lonlat[:, 1])
    c = np.sin(np.radians(view.lat)) * np.sin(phi) + np.cos(np.radians(view.lat)) * np.cos(phi) * np.cos(lam)
    return np.asarray(np.degrees(np.arccos(np.clip(c, -1, 1))))


def list_lonlat(points: Sequence[tuple[float, float]]) -> NDArray[float64]:
    """Return (lat, lon) pairs as n rows of longitude and latitude."""
    return np.asarray(points, dtype=float).reshape(-1, 2)[:, ::-1]


def _middle(lonlat: NDArray[float64]) -> tuple[float, float]:
    """Return latitude and longitude of the mean of points in space."""
    lam, phi = np.radians(lonlat[:, 0]), np.radians(lonlat[:, 1])
    x, y, z = (float(v.mean()) for v in (np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)))
    return float(np.degrees(np.arctan2(z, np.hypot(x, y)))), float(np.degrees(np.arctan2(y, x)))


def _azimuthal(lam: Any, phi: Any, lat: float) -> NDArray[float64]:
    """Return the projection by Snyder (1987), 24-2 to 24-4; the antipode, which has no place, far out."""
    sin0, cos0 = np.sin(np.radians(lat)), np.cos(np.radians(lat))
    cosine = sin0 * np.sin(phi) + cos0 * np.cos(phi) * np.cos(lam)
    k = np.sqrt(2 / np.maximum(1 + cosine, 1e-9))
    x = k * np.cos(phi) * np.sin(lam)
    return np.column_stack([x, k * (cos0 * np.sin(phi) - sin0 * np.cos(phi) * np.cos(lam))])


def _un_azimuthal(x: Any, y: Any, lat: float) -> tuple[Any, Any]:
    sin0, cos0 = np.sin(np.radians(lat)), np.cos(np.radians(lat))
    rho = np.hypot(x, y)
    with np.errstate(invalid="ignore"):
        c = 2 * np.arcsin(rho / 2)  # NaN beyond the globe
    sine = np.where(rho > 0, np.sin(c) / np.where(rho > 0, rho, 1), 1.0)
    phi = np.arcsin(np.clip(np.cos(c) * sin0 + y * sine * cos0, -1, 1))
    return np.arctan2(x * sine, np.cos(c) * cos0 - y * sine * sin0), phi


def _equal_earth(lam: Any, phi: Any) -> NDArray[float64]:
    theta = np.arcsin(_ROOT * np.sin(phi))
    return np.column_stack([lam * np.cos(theta) / (_ROOT * _slope(theta)), _height(theta)])


def _height(theta: Any) -> Any:
    square = theta * theta
    return theta * (_A[0] + _A[1] * square + square**3 * (_A[2] + _A[3] * square))


def _slope(theta: Any) -> Any:
    square = theta * theta
    return _A[0] + 3 * _A[1] * square + square**3 * (7 * _A[2] + 9 * _A[3] * square)


def _un_equal_earth(x: Any, y: Any) -> tuple[Any, Any]:
    theta = np.asarray(y, dtype=float)
    for _ in range(12):
        theta = theta - (_height(theta) - y) / _slope(theta)
    with np.errstate(invalid="ignore"):
        phi = np.arcsin(np.sin(theta) / _ROOT)
        lam = _ROOT * x * _slope(theta) / np.cos(theta)
    beyond = (np.abs(theta) > np.pi / 3) | (np.abs(lam) > np.pi * 1.0001)
    return np.where(beyond, np.nan, lam), np.where(beyond, np.nan, phi)
